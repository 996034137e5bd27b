"""Places: from a name in the text to a gazetteer entry with a precision and the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sitrep.resolving.gazetteer import Entry, Precision, load_gazetteer
from sitrep.resolving.names import fold_name
from sitrep.resolving.place_ranking import (
    SAME_DIVISION,
    WORLD_CITY,
    Anchor,
    RankedPlace,
    find_point,
    is_told_of,
    measure_distance,
    rank_entries,
)
from sitrep.resolving.place_reading import Admits, PlaceReading, is_within, read_place_name
from sitrep.resolving.place_spotting import PlaceMention, find_places, widen_place

__all__ = [
    "PlaceMention",
    "PlaceReason",
    "PlaceResolution",
    "find_places",
    "rank_places",
    "resolve_place",
    "widen_place",
]


class PlaceReason(StrEnum):
    """How a place was resolved, or why it was not."""

    ONLY_ENTRY = "only_entry"  # one entry bears the name, or is meant wherever the name stands alone ("Georgia")
    CONTEXT_COUNTRY = "context_country"  # several do, or a small one; it lies in a country of the report
    ADMIN1_TOLD = "admin1_told"  # "Paris, Texas"
    COUNTRY_TOLD = "country_told"  # "Tripoli, Lebanon", "the Iraqi city of Mosul"
    CONTAINER_TOLD = "container_told"  # not in the gazetteer, but what it lies in is: "a village in Nineveh province"
    NEARBY = "nearby"  # several do; one lies among the other places that the report names
    MOST_POPULOUS = "most_populous"  # several do; one is larger than the others by far
    AMBIGUOUS = "ambiguous"  # several do and nothing tells which: not resolved
    OUT_OF_CONTEXT = "out_of_context"  # a small place does, in a country the report does not name: not resolved
    NOT_IN_GAZETTEER = "not_in_gazetteer"
    NOT_TOLD = "not_told"  # the text names no place
    FROM_ACTOR = "from_actor"  # no place told; a verbal act at home is in the actor's country
    FROM_REPORT = "from_report"  # no place is known: the country that the report names most


@dataclass(frozen=True, slots=True)
class PlaceResolution:
    """A gazetteer entry; null where nothing is known. Precision is UCDP's scale, 1 exact to 7 unknown."""

    id: str | None
    label: str | None
    admin1: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    precision: int
    reason: PlaceReason


#: Points by which a place must lead its namesakes where the report says nothing for it, and where it does.
MARGIN = 1.0
MARGIN_IN_CONTEXT = 0.3
SAME_PLACE_KILOMETRES = 35.0
#: A name and what it lies in, told one after the other; more are a list and not read.
MAXIMUM_PARTS = 5


@dataclass(frozen=True, slots=True)
class _Question:
    """A name as it was read: the reading, what the phrase says it lies in, and the entries that lie there."""

    reading: PlaceReading | None
    inside: tuple[tuple[Entry, ...], ...]
    entries: tuple[Entry, ...]


def resolve_place(name: str, *, countries: Sequence[str] = (), anchors: Sequence[Anchor] = ()) -> PlaceResolution:
    """Return the gazetteer entry that a name means, with precision and reason.

    "Mosul" -> precision 1; "near Mosul", "northern Mosul", "Mosul airport" -> 2; "Sinjar district" -> 3; "Nineveh
    province" -> 4 with the point of its most populous place; "Sinai" -> 5 and "northern Iraq" -> 6 without a point;
    "Springfield" with nothing to tell which -> 7 with nothing at all.

    A bare name of a country is the country ("Georgia", "Mexico") unless the report's places lie in the division of that
    name; one of a town and of the division around it is the town. Among several the best ranked is meant (`rank_places`
    tells all) where it leads by a factor of ten, or of two where the report speaks of its country or surroundings. A
    small place of which the report says neither is not taken.

    Args:
        name: the name as the text has it, with or without the words around it that `widen_place` takes in.
        countries: ISO3 codes of countries that the report names, the most often named first.
        anchors: the places that the report names, from `find_anchors`.
    """
    if not any(c.isalpha() for c in name):
        return _leave(PlaceReason.NOT_TOLD)
    asked = _read(name, countries, anchors)
    reading, inside = asked.reading, asked.inside
    if reading is None or not reading.entries:
        is_near = reading is None or reading.is_near
        return _resolve_container(inside, is_near=is_near, countries=countries, anchors=anchors)
    if not asked.entries:
        return _resolve_container(inside, is_near=True, countries=countries, anchors=anchors)
    ranked = rank_entries(reading, asked.entries, countries, anchors)
    chosen, reason = _choose(ranked, anchors)
    if chosen is None:
        return _leave(reason)
    if not inside and _is_out_of_context(reading.key, chosen, countries, anchors):
        return _leave(PlaceReason.OUT_OF_CONTEXT)
    if inside and len(reading.entries) > 1:
        is_country = any(entry.precision is Precision.COUNTRY for entry in inside[0])
        reason = PlaceReason.COUNTRY_TOLD if is_country else PlaceReason.ADMIN1_TOLD
    return _report(chosen, reading, reason)


def rank_places(name: str, *, countries: Sequence[str] = (), anchors: Sequence[Anchor] = ()) -> list[RankedPlace]:
    """Return all entries that a name may mean, the likeliest first, each with what speaks for it.

    The first is what `resolve_place` answers, unless it refuses or takes the town for the division around it.
    """
    asked = _read(name, countries, anchors)
    if asked.reading is None:
        return []
    return rank_entries(asked.reading, asked.entries, countries, anchors, is_told=bool(asked.inside))


def _read(name: str, countries: Sequence[str], anchors: Sequence[Anchor]) -> _Question:
    """Return what is understood of a name, with small places where the phrase or the report speaks for them."""
    parts = [part for part in _split_commas(name) if any(c.isalpha() for c in part)][:MAXIMUM_PARTS]
    if not parts:
        return _Question(None, (), ())
    head, *rest = parts
    whole = load_gazetteer().find(fold_name(name)) if rest else []
    if whole:
        return _Question(PlaceReading(fold_name(name), tuple(whole)), (), tuple(whole))

    def is_told(key: str, entry: Entry) -> bool:
        # "Jefferson" may be a man, "Jefferson County" is none.
        may_stand = entry.precision is Precision.ADMIN2 or key not in load_gazetteer().rules
        return may_stand and is_told_of(key, entry, countries, anchors)

    outer = tuple(filter(None, (_read_container(part, is_told) for part in rest)))

    def lies_there(_: str, entry: Entry) -> bool:
        return _lies_in(entry, outer)

    reading = read_place_name(head, lies_there if outer else is_told)
    if reading is None:
        return _Question(None, outer, ())
    inside = (*reading.inside, *outer)
    return _Question(reading, inside, tuple(entry for entry in reading.entries if _lies_in(entry, inside)))


def _read_container(name: str, admits: Admits) -> tuple[Entry, ...]:
    """Return the entries of what stands after a comma: "Lebanon", "Texas", "La."."""
    division = load_gazetteer().find_abbreviated(fold_name(name))
    if division is not None:
        return (division,)
    reading = read_place_name(name)
    if reading is None or not reading.entries:
        reading = read_place_name(name, admits)
    return reading.entries if reading else ()


def _split_commas(name: str) -> list[str]:
    return name.replace("(", ",").replace(")", ",").replace(";", ",").split(",")


def _leave(reason: PlaceReason) -> PlaceResolution:
    return PlaceResolution(None, None, None, None, None, None, int(Precision.UNKNOWN), reason)


def _report(entry: Entry, reading: PlaceReading, reason: PlaceReason) -> PlaceResolution:
    precision = entry.precision
    if precision is Precision.EXACT and reading.kind is Precision.ADMIN2:
        precision = Precision.ADMIN2
    elif precision is Precision.EXACT and (reading.is_near or reading.kind is Precision.ADMIN1):
        precision = Precision.NEAR
    return PlaceResolution(
        entry.id,
        entry.label,
        entry.admin1,
        entry.country,
        entry.latitude,
        entry.longitude,
        int(precision),
        reason,
    )


def _resolve_container(
    inside: Sequence[Sequence[Entry]], *, is_near: bool, countries: Sequence[str], anchors: Sequence[Anchor]
) -> PlaceResolution:
    """Return the innermost thing known that the place lies in: a village in Nineveh province -> the province."""
    for entries in inside:
        reading = PlaceReading(entries[0].key, tuple(entries), None, is_near)
        chosen, _ = _choose(rank_entries(reading, entries, countries, anchors), anchors)
        if chosen is not None:
            return _report(chosen, reading, PlaceReason.CONTAINER_TOLD)
    return _leave(PlaceReason.NOT_IN_GAZETTEER)


def _lies_in(entry: Entry, inside: Sequence[Sequence[Entry]]) -> bool:
    return all(any(is_within(entry, container) for container in containers) for containers in inside)


def _choose(ranked: Sequence[RankedPlace], anchors: Sequence[Anchor]) -> tuple[Entry | None, PlaceReason]:
    """Return the entry that is meant among those that bear a name, or None and why not."""
    state = next((place.entry for place in ranked if place.entry.precision is Precision.COUNTRY), None)
    if state is not None:
        division = _find_namesake_division(state, ranked, anchors)
        return (division, PlaceReason.NEARBY) if division is not None else (state, PlaceReason.ONLY_ENTRY)
    first = ranked[0]
    best = _prefer_town([place.entry for place in ranked], first.key)
    others = [place for place in ranked if not _is_same_place(place.entry, best)]
    if not others:
        is_alone = all(place.entry.country == best.country for place in ranked)
        return best, PlaceReason.ONLY_ENTRY if is_alone else PlaceReason.CONTEXT_COUNTRY
    lead = first.score - others[0].score
    if lead < (MARGIN_IN_CONTEXT if first.country or first.surroundings else MARGIN):
        return None, PlaceReason.AMBIGUOUS
    around = max(place.score - place.surroundings for place in others)
    if first.surroundings and first.score - first.surroundings < around + MARGIN_IN_CONTEXT:
        return best, PlaceReason.NEARBY
    return best, PlaceReason.CONTEXT_COUNTRY if first.country else PlaceReason.MOST_POPULOUS


def _find_namesake_division(state: Entry, ranked: Sequence[RankedPlace], anchors: Sequence[Anchor]) -> Entry | None:
    """Return the division that bears a country's name where the report's places lie in it: Georgia, of Atlanta."""
    if any(anchor.country == state.country for anchor in anchors):
        return None
    return next(
        (
            place.entry
            for place in ranked
            if place.entry.precision is Precision.ADMIN1 and place.surroundings >= SAME_DIVISION / 2
        ),
        None,
    )


def _is_out_of_context(key: str, entry: Entry, countries: Sequence[str], anchors: Sequence[Anchor]) -> bool:
    """Return whether a small place lies where the report says nothing of: most likely a namesake."""
    if not countries or entry.is_reviewed or is_told_of(key, entry, countries, anchors):
        return False
    is_small = entry.weight < load_gazetteer().find_least_known(entry.country)
    return is_small and entry.precision in (Precision.EXACT, Precision.ADMIN2)


def _prefer_town(ranked: Sequence[Entry], key: str) -> Entry:
    """Return the first; the town where the first is the division around the town of that name."""
    best = ranked[0]
    if best.precision not in (Precision.ADMIN1, Precision.ADMIN2):
        return best
    towns = (
        entry
        for entry in ranked
        if entry.precision is Precision.EXACT
        and entry.country == best.country
        and (entry.key == key or entry.is_reviewed)
    )
    return next((t for t in towns if t.admin1_code == best.admin1_code or t.weight >= WORLD_CITY), best)


def _is_same_place(entry: Entry, best: Entry) -> bool:
    """Return whether an entry is the one chosen, a double of it beside it, or the division around it."""
    if entry.id == best.id:
        return True
    if entry.precision in (Precision.ADMIN1, Precision.ADMIN2):
        return entry.country == best.country and best.precision is Precision.EXACT
    here, there = find_point(entry), find_point(best)
    return here is not None and there is not None and measure_distance(here, there) <= SAME_PLACE_KILOMETRES
