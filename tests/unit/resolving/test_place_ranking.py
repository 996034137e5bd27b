"""Ranking the candidates of a name, and what the places of a report say of one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep.resolving.place_context import MOST_NAMES, find_anchors
from sitrep.resolving.place_ranking import Anchor, measure_country, measure_distance
from sitrep.resolving.places import PlaceReason, find_places, rank_places, resolve_place

DALLAS = Anchor("geonames:4684888", "dallas", "USA", "US.TX", (32.78, -96.81), 1.0)
ATLANTA = Anchor("geonames:4180439", "atlanta", "USA", "US.GA", (33.75, -84.39), 1.0)
POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(POINTS, POINTS)
def test_distance_is_the_same_both_ways_and_at_most_half_way_around(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    away = measure_distance(one, other)
    assert away == pytest.approx(measure_distance(other, one), abs=1e-6)
    assert 0 <= away < 20_040


def test_distance_of_known_cities() -> None:
    assert measure_distance((48.8566, 2.3522), (51.5074, -0.1278)) == pytest.approx(344, abs=2)


def test_a_country_counts_by_its_place_among_those_named_or_by_the_anchors_in_it() -> None:
    named = [measure_country(code, ("IRQ", "SYR"), ()) for code in ("IRQ", "SYR", "USA")]
    assert named == sorted(named, reverse=True)
    assert named[2] == 0
    assert measure_country("USA", (), (DALLAS,)) == pytest.approx(named[0])
    assert measure_country(None, ("IRQ",), (DALLAS,)) == 0


def test_candidates_are_told_with_what_speaks_for_them() -> None:
    ranked = rank_places("Tripoli", countries=("LBN",))
    assert [place.score for place in ranked] == sorted((place.score for place in ranked), reverse=True)
    assert ranked[0].entry.id == resolve_place("Tripoli", countries=("LBN",)).id
    assert ranked[0].country > 0
    assert {"LBN", "LBY"} <= {place.entry.country for place in ranked}


@pytest.mark.parametrize("name", ["", "12", "Qwxyz", "his house"])
def test_what_is_not_known_has_no_candidates(name: str) -> None:
    assert rank_places(name) == []


def test_the_places_of_a_report_choose_among_namesakes() -> None:
    place = resolve_place("Paris", anchors=(DALLAS,))
    assert (place.country, place.admin1, place.reason) == ("USA", "Texas", PlaceReason.NEARBY)


def test_a_country_s_name_is_that_of_a_division_only_where_the_report_s_places_lie_in_it() -> None:
    assert resolve_place("Georgia", anchors=(ATLANTA,)).admin1 == "Georgia"
    assert resolve_place("Georgia", anchors=(DALLAS,)).country == "GEO"
    tbilisi = Anchor("geonames:611717", "tbilisi", "GEO", "GE.51", (41.69, 44.83), 1.0)
    assert resolve_place("Georgia", anchors=(ATLANTA, tbilisi)).country == "GEO"


def test_a_name_does_not_speak_for_itself_unless_it_is_told_where_it_lies() -> None:
    bare = "The mayor of Paris spoke in Paris."
    assert resolve_place("Paris", anchors=find_anchors(bare, find_places(bare), ())).country == "FRA"
    told = "The mayor of Paris, Texas, spoke in Paris."
    assert resolve_place("Paris", anchors=find_anchors(told, find_places(told), ())).admin1 == "Texas"


def test_anchors_are_places_with_a_point_or_a_division_and_trusted_in_all_at_most_once() -> None:
    text = "Fighting in Mosul, Nineveh province, Iraq and the Sahel."
    anchors = find_anchors(text, find_places(text), ("IRQ",))
    assert {anchor.key for anchor in anchors} == {"mosul", "nineveh"}
    assert all(0 < anchor.trust <= 1 for anchor in anchors)


def test_many_names_are_cut_to_the_most_frequent() -> None:
    names = ["Baghdad", "Mosul", "Basra", "Kirkuk", "Najaf", "Paris", "London", "Berlin", "Madrid", "Rome"]
    text = " ".join(f"In {name}{mark} it rained." for mark in (" and near Kyiv", "") for name in names) * 30
    assert len({anchor.key for anchor in find_anchors(text, find_places(text), ())}) <= MOST_NAMES


def test_a_town_known_by_another_spelling_is_not_taken_for_the_district_around_it() -> None:
    assert resolve_place("Amara", countries=("IRQ",)).precision == 1
