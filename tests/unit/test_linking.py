from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from specimens import make_mention, make_report

from sitrep.linking import Telling, choose_event_id, link_mentions, merge_tolls
from sitrep.schema import Mention, Party, Place, Toll


def tell(number: int, published: date | None, killed: int | None = None, **given: object) -> Telling:
    report = make_report(text=f"Report {number}.\n\nMilitants fired mortars at a market in Mosul.")
    toll = Toll(low=killed, best=killed, high=killed, basis="exact") if killed is not None else Toll()
    return Telling(make_mention(report, killed=toll, **given), published, f"Source {number}")


def test_two_reports_of_one_day_and_place_are_one_event() -> None:
    tellings = [tell(1, date(2017, 3, 17), 14), tell(2, date(2017, 3, 19), 20), tell(3, date(2017, 3, 18))]
    (event,) = link_mentions(tellings)
    assert event.report_count == 3
    assert event.source == "Source 1; Source 2; Source 3"
    assert (event.fatalities_low, event.fatalities, event.fatalities_high) == (14, 20, 20)
    assert (event.first_reported, event.last_reported) == (date(2017, 3, 17), date(2017, 3, 19))
    assert event.mention_ids == tuple(sorted(telling.mention.mention_id for telling in tellings))


def test_order_and_repetition_change_nothing() -> None:
    tellings = [tell(1, date(2017, 3, 17), 14), tell(2, date(2017, 3, 19), 20), tell(3, None)]
    (expected,) = link_mentions(tellings)
    for order in permutations(tellings):
        assert link_mentions([*order, order[0]]) == [expected]


@pytest.mark.parametrize(
    "change",
    [
        {"date_start": date(2017, 3, 18)},
        {"plover_type": "COERCE"},
        {"place": Place(id="geonames:1", country="IRQ", precision=1, reason="only_entry")},
        {"status": "planned"},
        {"date_precision": "week"},
        {"place": Place(id="iso:IRQ", country="IRQ", precision=6, reason="only_entry")},
    ],
    ids=str,
)
def test_what_differs_or_is_vague_stays_apart(change: dict[str, object]) -> None:
    first, second = tell(1, date(2017, 3, 17)), tell(2, date(2017, 3, 17))
    second = replace(second, mention=replace(second.mention, **change))  # pyright: ignore[reportArgumentType]
    assert len(link_mentions([first, second])) == 2


def test_vague_mentions_never_meet_each_other() -> None:
    tellings = [tell(number, None, date_precision="week") for number in (1, 2)]
    assert len(link_mentions(tellings)) == 2


def party(name: str, **given: str) -> Party:
    return Party(name=name, start=0, end=len(name), **given)  # pyright: ignore[reportArgumentType]


def test_talks_of_different_actors_on_one_day_stay_apart() -> None:
    def talk(number: int, name: str) -> Telling:
        return tell(number, None, plover_type="CONSULT", actors=(party(name),))

    assert len(link_mentions([talk(1, "Iran"), talk(2, "France")])) == 2
    assert len(link_mentions([talk(1, "Iran"), talk(2, "Iran")])) == 1


@pytest.mark.parametrize("status", ["hypothetical", "negated"])
def test_what_did_not_happen_is_no_event(status: str) -> None:
    assert link_mentions([tell(1, None, status=status)]) == []


def test_two_sides_of_a_battle_are_actor1_and_actor2() -> None:
    sides = (party("Iraqi army", sector="MIL", country="IRQ"), party("ISIS", entity_name="Islamic State", sector="REB"))
    (event,) = link_mentions([tell(1, None, actors=sides)])
    assert (event.actor1, event.inter1, event.actor2, event.inter2) == (
        "Iraqi army",
        "State forces",
        "Islamic State",
        "Rebel group",
    )
    assert event.assoc_actor_1 is None


def test_allies_and_civilian_victims() -> None:
    actors = (party("US army", sector="MIL", country="USA"), party("British army", sector="MIL", country="GBR"))
    victims = (party("civilians", sector="CVL"),)
    (event,) = link_mentions([tell(1, None, actors=actors, recipients=victims)])
    assert (event.inter1, event.assoc_actor_1) == ("External/Other forces", "British army")
    assert (event.actor2, event.civilian_targeting) == ("civilians", "Civilians targeted")


@pytest.mark.parametrize(
    ("tolls", "expected"),
    [
        ([(14, 14, 14), (20, 20, 20)], (14, 20, 20)),
        ([(20, 20, 20), (14, 14, 14)], (14, 14, 20)),
        ([(14, 14, 14), (20, 20, None)], (14, 20, None)),
        ([(None, 20, 20), (5, 5, 5)], (5, 5, 20)),
        ([(0, 0, 0)], (0, 0, 0)),
        ([(None, None, None)], (None, None, None)),
        ([(3, 3, None), (None, None, None)], (3, 3, None)),
    ],
)
def test_tolls_keep_the_range_and_take_the_latest(
    tolls: list[tuple[int | None, ...]], expected: tuple[int | None, ...]
) -> None:
    merged = merge_tolls([Toll(low=low, best=best, high=high) for low, best, high in tolls])
    assert (merged.low, merged.best, merged.high) == expected


def test_country_and_scales_are_those_of_the_place_and_date() -> None:
    (event,) = link_mentions([tell(1, None)])
    assert (event.iso, event.country, event.country_code) == (368, "Iraq", "IRQ")
    assert (event.time_precision, event.geo_precision, event.where_prec) == (1, 1, 1)


def test_id_depends_on_the_mention_alone() -> None:
    one: Mention = tell(1, None).mention
    assert choose_event_id(one) == choose_event_id(replace(one, quote="other", mention_id="f" * 32))
