"""Places: from a name in the text to a gazetteer entry with a precision and the reason."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sitrep.resolving.countries import is_capital
from sitrep.resolving.gazetteer import Entry, Precision, load_gazetteer
from sitrep.resolving.names import fold_name
from sitrep.resolving.place_reading import PlaceReading, is_within, read_place_name
from sitrep.resolving.place_spotting import PlaceMention, find_places, widen_place

__all__ = [
    "PlaceMention",
    "PlaceReason",
    "PlaceResolution",
    "find_places",
    "resolve_place",
    "widen_place",
]


class PlaceReason(StrEnum):
    """How a place was resolved, or why it was not."""

    ONLY_ENTRY = "only_entry"  # one entry bears the name, or is meant wherever the name stands alone ("Georgia")
    CONTEXT_COUNTRY = "context_country"  # several do; one lies in a country the report names
    ADMIN1_TOLD = "admin1_told"  # "Paris, Texas"
    COUNTRY_TOLD = "country_told"  # "Tripoli, Lebanon", "the Iraqi city of Mosul"
    CONTAINER_TOLD = "container_told"  # not in the gazetteer, but what it lies in is: "a village in Nineveh province"
    MOST_POPULOUS = "most_populous"  # several do; one is larger than the others by far
    AMBIGUOUS = "ambiguous"  # several do and nothing tells which: not resolved
    OUT_OF_CONTEXT = "out_of_context"  # a small place does, in a country the report does not name: not resolved
    NOT_IN_GAZETTEER = "not_in_gazetteer"
    NOT_TOLD = "not_told"  # the text names no place
    FROM_ACTOR = "from_actor"  # no place told; a verbal act at home is in the actor's country


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


#: Between two of one name the larger must be this many times larger to be meant where nothing else tells.
FAR_LARGER = 10
#: What has this many inhabitants is meant, and not a namesake so many times smaller in a country that a report names.
WORLD_CITY = 200_000
NAMESAKE = 50
SAME_PLACE_DEGREES = 0.3
#: A name and what it lies in, told one after the other; more are a list and not read.
MAXIMUM_PARTS = 5


def resolve_place(name: str, *, countries: Collection[str] = ()) -> PlaceResolution:
    """Return the gazetteer entry that a name means, with precision and reason.

    "Mosul" -> precision 1; "near Mosul", "northern Mosul", "Mosul airport" -> 2; "Sinjar district" -> 3; "Nineveh
    province" -> 4 with the point of its most populous place; "Sinai" -> 5 and "northern Iraq" -> 6 without a point;
    "Springfield" with nothing to tell which -> 7 with nothing at all.

    A bare name of a country is the country ("Georgia", "Mexico"); one of a town and of the division around it is the
    town. Among several, those in `countries` come first, then the one at least ten times larger than the others, a
    capital counting for ten times its size. A small place in a country that is not among `countries` is not taken.

    Args:
        name: the name as the text has it, with or without the words around it that `widen_place` takes in.
        countries: ISO3 codes of countries that the report names, the most relevant first.
    """
    if not any(c.isalpha() for c in name):
        return _leave(PlaceReason.NOT_TOLD)
    head, *rest = [part for part in _split_commas(name) if any(c.isalpha() for c in part)][:MAXIMUM_PARTS]
    whole = load_gazetteer().find(fold_name(name)) if rest else []
    if whole:
        rest = []
    reading = PlaceReading(fold_name(name), tuple(whole)) if whole else read_place_name(head)
    outer = tuple(found.entries for found in map(read_place_name, rest) if found is not None and found.entries)
    if reading is None:
        return _resolve_container(outer, is_near=True, countries=countries)
    inside = (*reading.inside, *outer)
    if not reading.entries:
        return _resolve_container(inside, is_near=reading.is_near, countries=countries)
    entries = [entry for entry in reading.entries if _lies_in(entry, inside)]
    if not entries:
        return _resolve_container(inside, is_near=True, countries=countries)
    chosen, reason = _choose(reading, entries, countries)
    if chosen is None:
        return _leave(reason)
    if not inside and _is_out_of_context(chosen, countries):
        return _leave(PlaceReason.OUT_OF_CONTEXT)
    if inside and len(reading.entries) > 1:
        is_country = any(entry.precision is Precision.COUNTRY for entry in inside[0])
        reason = PlaceReason.COUNTRY_TOLD if is_country else PlaceReason.ADMIN1_TOLD
    return _report(chosen, reading, reason)


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
    inside: Sequence[Sequence[Entry]], *, is_near: bool, countries: Collection[str]
) -> PlaceResolution:
    """Return the innermost thing known that the place lies in: a village in Nineveh province -> the province."""
    for entries in inside:
        reading = PlaceReading(entries[0].key, tuple(entries), None, is_near)
        chosen, _ = _choose(reading, entries, countries)
        if chosen is not None:
            return _report(chosen, reading, PlaceReason.CONTAINER_TOLD)
    return _leave(PlaceReason.NOT_IN_GAZETTEER)


def _lies_in(entry: Entry, inside: Sequence[Sequence[Entry]]) -> bool:
    return all(any(is_within(entry, container) for container in containers) for containers in inside)


def _choose(
    reading: PlaceReading, entries: Sequence[Entry], countries: Collection[str]
) -> tuple[Entry | None, PlaceReason]:
    """Return the entry that is meant among those that bear a name, or None and why not."""
    state = next((entry for entry in entries if entry.precision is Precision.COUNTRY), None)
    if state is not None:
        return state, PlaceReason.ONLY_ENTRY
    pool = _narrow_to_context(reading.key, entries, countries)
    in_context = len(pool) < len(entries)
    if any(entry.is_reviewed for entry in pool):
        pool = [entry for entry in pool if entry.is_reviewed]
    if reading.kind is Precision.ADMIN1 and any(entry.precision is Precision.ADMIN1 for entry in pool):
        pool = [entry for entry in pool if entry.precision is Precision.ADMIN1]
    if reading.kind is Precision.ADMIN2 and any(entry.precision is Precision.ADMIN2 for entry in pool):
        pool = [entry for entry in pool if entry.precision is Precision.ADMIN2]
    ranked = sorted(pool, key=lambda entry: (-_weigh(entry, reading.key, pool), entry.precision, entry.id))
    best = _prefer_town(ranked, reading.key)
    others = [entry for entry in ranked if not _is_same_place(entry, best)]
    if not others:
        reason = PlaceReason.CONTEXT_COUNTRY if in_context else PlaceReason.ONLY_ENTRY
        return best, reason
    weight = _weigh(ranked[0], reading.key, pool)
    if weight >= FAR_LARGER * max(_weigh(entry, reading.key, pool) for entry in others):
        return best, PlaceReason.MOST_POPULOUS
    return None, PlaceReason.AMBIGUOUS


def _narrow_to_context(key: str, entries: Sequence[Entry], countries: Collection[str]) -> list[Entry]:
    """Return the entries in the first of the countries that has any; not where a far larger namesake eclipses them."""
    largest = max(entries, key=lambda entry: (_weigh(entry, key, entries), entry.id))
    for country in countries:
        pool = [entry for entry in entries if entry.country == country]
        own = max((_weigh(entry, key, entries) for entry in pool), default=0)
        is_eclipsed = largest.key == key and largest.weight >= max(WORLD_CITY, NAMESAKE * own)
        if pool and (not is_eclipsed or any(entry.is_reviewed for entry in pool)):
            return pool
    return list(entries)


def _is_out_of_context(entry: Entry, countries: Collection[str]) -> bool:
    """Return whether a small place lies in none of the countries that a report names: most likely a namesake."""
    if not countries or entry.country in countries or entry.is_reviewed:
        return False
    is_small = entry.weight < load_gazetteer().find_least_known(entry.country)
    return is_small and entry.precision in (Precision.EXACT, Precision.ADMIN2)


def _weigh(entry: Entry, key: str, pool: Sequence[Entry]) -> float:
    """Return the inhabitants, by which one of several places of a name is preferred.

    Ten times as many for a capital, for reports from anywhere name it by its bare name; a tenth where the name is a
    by-name and another place bears it in the first place.
    """
    weight = float(entry.weight)
    if entry.precision is Precision.EXACT and is_capital(key, entry.country):
        weight *= FAR_LARGER
    is_by_name = entry.key != key and not entry.is_reviewed
    return weight / FAR_LARGER if is_by_name and any(other.key == key for other in pool) else weight


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
    if None in (entry.latitude, entry.longitude, best.latitude, best.longitude):
        return False
    return (
        abs((entry.latitude or 0) - (best.latitude or 0)) <= SAME_PLACE_DEGREES
        and abs((entry.longitude or 0) - (best.longitude or 0)) <= SAME_PLACE_DEGREES
    )
