"""Places and actors hold their promises on any text: spans, order, null together, and no exception."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep.ontology import load_ontology
from sitrep.resolving.actors import ActorMention, ActorReason, find_actors, resolve_actor
from sitrep.resolving.countries import find_country, load_countries
from sitrep.resolving.names import fold_name, read_words
from sitrep.resolving.places import PlaceMention, find_places, resolve_place, widen_place

WORDS = st.sampled_from(
    [
        *("Mosul", "Iraq", "Iraq's", "Iraqi", "al-Bab", "Deir ez-Zor", "Paris", "Texas", "Georgia", "Nice", "MOSUL"),
        *("US", "U.S.", "us", "IS", "ISIL", "Boko Haram", "New Mexico", "Lake Chad", "St. Kitts", "Hamas", "Union"),
        *("the", "The", "of", "in", "near", "northern", "province", "district", "city", "Reading", "King", "John's"),
        *("police", "soldiers", "President", "Gen.", "Turkey", "Turkish", "-backed", "Taliban", "fighters", "ARMY"),
        *("'s", "'", "-", ",", ".", "(", ")", "\n", "7th", "14", "SAID"),
    ]
)
NEWS = st.lists(WORDS, max_size=40).map(" ".join)
TEXTS = st.one_of(st.text(max_size=200), NEWS)
CODES = st.lists(st.sampled_from(["IRQ", "USA", "FRA", "GEO", "XXX"]), max_size=3)


def assert_spans(text: str, mentions: Sequence[PlaceMention | ActorMention]) -> None:
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        end = mention.end


@given(TEXTS)
def test_words_are_in_order_and_folding_is_stable(text: str) -> None:
    words = read_words(text)
    spans = list(zip(words.starts, words.ends, strict=True))
    assert all(start < end for start, end in spans)
    assert spans == sorted(spans)
    folded = fold_name(text)
    assert fold_name(folded) in (folded, fold_name(fold_name(folded)))


@settings(max_examples=300)
@given(TEXTS)
def test_places_found_are_spans_and_resolve(text: str) -> None:
    mentions = find_places(text)
    assert_spans(text, mentions)
    for mention in mentions:
        wide = widen_place(text, mention)
        assert wide.start <= mention.start
        assert mention.end <= wide.end
        assert text[wide.start : wide.end] == wide.text


@settings(max_examples=300)
@given(TEXTS, CODES)
def test_a_place_is_known_or_null(text: str, codes: list[str]) -> None:
    place = resolve_place(text, countries=codes)
    known = (place.id, place.label)
    assert 1 <= place.precision <= 7
    assert (place.precision == 7) == (known == (None, None))
    assert (place.latitude is None) == (place.longitude is None)
    if place.precision >= 5:
        assert place.latitude is None
    if place.precision == 7:
        assert (place.admin1, place.country) == (None, None)
    if place.country is not None and place.latitude is not None and place.longitude is not None:
        assert load_countries()[place.country].contains(place.latitude, place.longitude)
    assert place == resolve_place(text, countries=codes)


@settings(max_examples=300)
@given(TEXTS)
def test_actors_found_are_spans(text: str) -> None:
    assert_spans(text, find_actors(text))


@settings(max_examples=300)
@given(TEXTS, st.sampled_from([None, "IRQ"]))
def test_an_actor_is_known_or_null(text: str, place_country: str | None) -> None:
    actor = resolve_actor(text, place_country=place_country)
    assert (actor.entity_id is None) == (actor.entity_name is None)
    assert (actor.entity_id is not None) == (actor.reason is ActorReason.ALIAS)
    assert actor.sector is None or actor.sector in load_ontology().sectors
    assert actor.country is None or actor.country in load_countries()
    if actor.reason is ActorReason.UNRESOLVED:
        assert (actor.country, actor.sector) == (None, None)
    if actor.reason is ActorReason.ROLE_IN_PLACE:
        assert actor.country == place_country


@given(st.sampled_from(sorted(load_countries())))
def test_a_country_is_found_by_its_name_and_resolves_to_itself(code: str) -> None:
    name = load_countries()[code].name
    assert find_country(name) == code
    place = resolve_place(name)
    assert (place.country, place.precision, place.latitude) == (code, 6, None)
