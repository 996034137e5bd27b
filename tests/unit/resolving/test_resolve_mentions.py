"""Mentions resolved by what their report tells."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from sitrep.coding.gold import read_gold_document
from sitrep.resolving import resolve_mentions
from sitrep.resolving.mentions import count_countries
from sitrep.schema import Mention, Party, Place, Report

PUBLISHED = "2019-07-08"  # a Monday


def make_report(text: str, published: str | None = PUBLISHED) -> Report:
    return read_gold_document({"text": text, "published": published})[0]


def make_mention(report: Report, **fields: object) -> Mention:
    given: dict[str, object] = {
        "mention_id": "0" * 32,
        "report_id": report.report_id,
        "quote": report.text,
        "quote_start": 0,
        "quote_end": len(report.text),
        "sentences": (0,),
        "trigger": report.text[:1],
        "trigger_start": 0,
        "trigger_end": 1,
        "plover_type": "ASSAULT",
        "quad_class": 4,
        "intensity": -9.0,
        "coder": "test 1",
        "rule": "test",
    }
    return Mention(**(given | fields))  # type: ignore[arg-type]


def party(name: str) -> Party:
    return Party(name=name, start=0, end=len(name))


def place(name: str) -> Place:
    return Place(name=name, start=0, end=len(name))


def resolve_one(text: str, published: str | None = PUBLISHED, /, **fields: object) -> Mention:
    report = make_report(text, published)
    (mention,) = resolve_mentions(report, [make_mention(report, **fields)])
    return mention


def test_parties_get_country_and_sector() -> None:
    mention = resolve_one("x", actors=(party("Iraqi army"),), recipients=(party("ISIS"),))
    assert [(p.country, p.sector) for p in mention.actors] == [("IRQ", "MIL")]
    assert mention.recipients[0].entity_id is not None
    assert (mention.acled_event_type, mention.acled_sub_event_type) == ("Battles", "Armed clash")


def test_a_role_is_taken_as_that_of_the_country_it_happened_in() -> None:
    mention = resolve_one("x", plover_type="COERCE", actors=(party("police"),), places=(place("Mosul"),))
    assert mention.actors[0].country == "IRQ"


def test_the_place_is_the_most_precise_one_and_stands_first() -> None:
    mention = resolve_one("x", places=(place("Iraq"), place("Nineveh province"), place("Mosul")))
    assert [p.name for p in mention.places] == ["Mosul", "Nineveh province", "Iraq"]
    assert (mention.place.name, mention.place.country) == ("Mosul", "IRQ")
    assert mention.place.latitude is not None


def test_a_town_is_looked_for_in_the_countries_that_the_report_names() -> None:
    town = (place("Tripoli"),)
    assert resolve_one("Libyan forces left Tripoli. Libya is calm.", places=town).place.country == "LBY"
    assert resolve_one("Lebanese forces left Tripoli. Lebanon is calm.", places=town).place.country == "LBN"


def test_countries_are_counted_by_name_and_demonym() -> None:
    assert count_countries("Iraqi troops and Iraq's allies left Syria. France did not.") == ("IRQ", "FRA", "SYR")
    assert count_countries("Nobody came.") == ()


@pytest.mark.parametrize(
    ("quad_class", "type_code", "actors", "country", "reason"),
    [
        (3, "ACCUSE", ["French government"], "FRA", "from_actor"),
        (3, "ACCUSE", ["French government", "Iraqi government"], None, "not_told"),
        (3, "ACCUSE", ["United Nations"], None, "not_told"),
        (4, "ASSAULT", ["French soldiers"], None, "not_told"),
    ],
)
def test_a_verbal_act_without_place_is_at_home(
    quad_class: int, type_code: str, actors: list[str], country: str | None, reason: str
) -> None:
    parties = tuple(map(party, actors))
    mention = resolve_one("x", quad_class=quad_class, plover_type=type_code, actors=parties)
    assert (mention.place.country, mention.place.reason) == (country, reason)
    assert mention.place.precision == (6 if country else 7)


@pytest.mark.parametrize(
    ("fields", "start", "precision", "reason", "historical"),
    [
        ({"date_text": "on Sunday"}, date(2019, 7, 7), "day", "weekday", False),
        ({"date_text": "on Sunday", "status": "planned"}, date(2019, 7, 14), "day", "weekday", False),
        ({"date_text": "in 2014"}, date(2014, 1, 1), "year", "explicit", True),
        ({"date_text": "last month"}, date(2019, 6, 1), "month", "relative", False),
        ({}, date(2019, 7, 8), "week", "publication", False),
        ({"status": "planned"}, None, "unknown", "unparsed", False),
        ({"is_historical": True}, None, "unknown", "unparsed", True),
    ],
)
def test_dates_are_placed_by_the_publication_date(
    fields: dict[str, object], start: date | None, precision: str, reason: str, historical: bool
) -> None:
    mention = resolve_one("x", **fields)
    assert (mention.date_start, mention.date_precision, mention.date_reason) == (start, precision, reason)
    assert mention.is_historical is historical
    assert (mention.event_year, mention.event_month) == ((start.year, start.month) if start else (None, None))


@pytest.mark.parametrize(
    ("text", "historical"), [("on Sunday", False), ("last year", True), ("two years ago", True), ("last week", False)]
)
def test_without_publication_date_nothing_is_guessed(text: str, historical: bool) -> None:
    mention = resolve_one("x", None, date_text=text)
    assert (mention.date_start, mention.date_precision) == (None, "unknown")
    assert mention.is_historical is historical


def test_a_date_may_count_from_the_mention_before() -> None:
    report = make_report("x")
    first = make_mention(report, date_text="on 3 July")
    second = make_mention(report, date_text="two days later", trigger_start=0)
    resolved = resolve_mentions(report, [first, second])
    assert resolved[1].date_start == date(2019, 7, 5)


def test_what_is_given_is_left_as_it_is() -> None:
    report = make_report("x")
    mention = make_mention(report, actors=(party("Iraqi army"),), places=(place("Mosul"),), date_text="on Sunday")
    before = replace(mention)
    resolve_mentions(report, [mention])
    assert mention == before


def test_the_words_beside_a_name_tell_more_of_the_place() -> None:
    text = "Shells fell near Mosul."
    start = text.index("Mosul")
    mention = resolve_one(text, places=(Place(name="Mosul", start=start, end=start + 5),))
    assert (mention.place.name, mention.place.precision) == ("Mosul", 2)


def test_a_day_after_the_report_is_not_that_of_what_happened() -> None:
    text = "The opposition demanded elections on 1 May 2020."
    told = {"date_text": "1 May 2020", "date_text_start": 37, "date_text_end": 47}
    mention = resolve_one(text, plover_type="REQUEST", **told)
    assert (mention.date_start, mention.date_precision, mention.date_text) == (date(2019, 7, 8), "week", None)
    assert mention.date_reason == "publication"
    planned = resolve_one(text, plover_type="PROTEST", status="planned", **told)
    assert (planned.date_start, planned.date_text) == (date(2020, 5, 1), "1 May 2020")


def resolve_two(
    text: str, published: str | None, first: Mapping[str, object], second: Mapping[str, object]
) -> list[Mention]:
    report = make_report(text, published)
    mentions = [make_mention(report, **first), make_mention(report, mention_id="1" * 32, **second)]
    return resolve_mentions(report, mentions)


@pytest.mark.parametrize(
    ("published", "sentence", "start", "precision", "reason"),
    [
        (None, 1, date(2015, 4, 1), "month", "from_report"),
        (None, 9, None, "unknown", "no_publication_date"),  # too far off
        (PUBLISHED, 1, date(2019, 7, 8), "week", "publication"),
    ],
)
def test_an_undated_report_dates_what_it_tells_by_what_it_told_before(
    published: str | None, sentence: int, start: date | None, precision: str, reason: str
) -> None:
    told = {"date_text": "April 2015", "date_text_start": 0, "date_text_end": 10}
    _, second = resolve_two("x", published, told, {"sentences": (sentence,)})
    assert (second.date_start, second.date_precision, second.date_reason) == (start, precision, reason)


def test_a_day_without_a_year_has_that_of_the_report() -> None:
    first = {"date_text": "5 May 2005", "date_text_start": 0, "date_text_end": 10}
    second = {"date_text": "10 May", "date_text_start": 0, "date_text_end": 6}
    assert resolve_two("x", None, first, second)[1].date_start == date(2005, 5, 10)


def test_who_speaks_is_at_home_by_the_fullest_form_of_his_name() -> None:
    text = "Foreign Office Minister Tom Harwell said so. Harwell condemned it."
    act: dict[str, object] = {"plover_type": "ACCUSE", "quad_class": 3}
    mention = resolve_one(text, actors=(Party(name="Harwell", start=45, end=52),), **act)
    assert (mention.place.country, mention.actors[0].country, mention.actors[0].sector) == ("GBR", "GBR", "GOV")


def test_an_official_of_no_country_speaks_for_that_of_the_others() -> None:
    act = {"plover_type": "ACCUSE", "quad_class": 3}
    first, second = {"actors": (party("Iraqi government"),), **act}, {"actors": (party("minister"),), **act}
    assert resolve_two("Iran and Iran", PUBLISHED, first, second)[1].place.country == "IRQ"
