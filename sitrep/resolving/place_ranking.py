"""Ranking the entries that bear a name: by inhabitants, and by what the report says of where it all happens.

A score is a power of ten: of two places alike in all else, one with ten times the inhabitants stands one point higher.
The weights of the rest were set on the training part of GeoVirus and nowhere else.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sitrep.resolving.countries import is_capital
from sitrep.resolving.gazetteer import Entry, Precision
from sitrep.resolving.place_reading import PlaceReading

Point = tuple[float, float]

CAPITAL = 1.0  # reports from anywhere name a capital by its bare name
BY_NAME = -1.0  # where another place bears the name in the first place
REVIEWED = 5.0  # places_extra.csv says that the news means this one
DIVISION = 1.0  # a first-order division of a country that the report speaks of: it is better known than its size tells
KIND = 3.0  # "province" or "district" stands beside the name
COUNTRY = 2.5  # the report names the country, or what else it names lies there
ECLIPSED = 1.5  # at most for the country of a place that a world city eclipses and nothing named lies around
LATER_COUNTRY = 0.1  # less for each country that it names more often
NEARBY = 1.5  # what else it names lies around
SAME_NAME = 2.0  # elsewhere the report says of this name what it lies in
SAME_DIVISION = 1.0  # or in the same first-order division
#: What has this many inhabitants is known by its bare name even where another country is spoken of, and eclipses
#: a namesake so many times smaller.
WORLD_CITY = 200_000
NAMESAKE = 50
#: Kilometres within which nearness falls to a third.
AROUND = 100.0
#: Support from which a place's country or surroundings count as told.
TOLD = 0.2
_EARTH = 6371.0
_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Anchor:
    """Another place that a report names, and how sure it is that this one is meant.

    Attributes:
        id: that of its entry.
        key: the name that the report gives it, folded.
        country: ISO3 code.
        admin1_code: the first-order division it lies in or is.
        point: latitude and longitude; None for a division, whose point says little of where it is.
        trust: 0 to 1.
        is_told: whether the report says what it lies in ("Alexandria, La."): then it speaks for its bare name too.
    """

    id: str
    key: str
    country: str
    admin1_code: str | None
    point: Point | None
    trust: float
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class RankedPlace:
    """A candidate for a name: its entry, its score in powers of ten, and what the report says for it.

    Attributes:
        key: the name that was read, folded.
        entry: the entry of the gazetteer.
        score: the sum of all that follows and of the logarithm of its inhabitants.
        country: points for its country, 0 where the report says nothing of it.
        surroundings: points for the places around it and for its division.
        is_told: whether the name itself says what it lies in.
    """

    key: str
    entry: Entry
    score: float
    country: float
    surroundings: float
    is_told: bool = False


def measure_distance(one: Point, other: Point) -> float:
    """Return the kilometres between two points."""
    south, north = math.radians(one[0]), math.radians(other[0])
    across = math.sin(math.radians(other[1] - one[1]) / 2)
    along = math.sin((north - south) / 2)
    return 2 * _EARTH * math.asin(math.sqrt(along * along + math.cos(south) * math.cos(north) * across * across))


def find_point(entry: Entry) -> Point | None:
    """Return the point of an entry, or None where it has none."""
    if entry.latitude is None or entry.longitude is None:
        return None
    return entry.latitude, entry.longitude


def measure_country(country: str | None, countries: Sequence[str], anchors: Sequence[Anchor]) -> float:
    """Return the points for a country: named in the report, or where most of what it names lies."""
    if country is None:
        return 0.0
    named = COUNTRY - LATER_COUNTRY * countries.index(country) if country in countries else 0.0
    total = sum(anchor.trust for anchor in anchors)
    own = sum(anchor.trust for anchor in anchors if anchor.country == country)
    return max(named, COUNTRY * own / total if total else 0.0)


def measure_surroundings(entry: Entry, anchors: Sequence[Anchor]) -> float:
    """Return the points for the anchors around an entry and for those in its first-order division."""
    far = apart = 1.0
    point = find_point(entry) if entry.precision is not Precision.ADMIN1 else None
    for anchor in anchors:
        if anchor.country != entry.country and not (point and anchor.point):
            continue
        if anchor.admin1_code is not None and anchor.admin1_code == entry.admin1_code:
            apart *= 1 - anchor.trust
        if point and anchor.point and abs(point[0] - anchor.point[0]) * _DEGREE < 5 * AROUND:
            far *= 1 - anchor.trust * math.exp(-measure_distance(point, anchor.point) / AROUND)
    return NEARBY * (1 - far) + SAME_DIVISION * (1 - apart)


def _leave_out(key: str, anchors: Sequence[Anchor]) -> list[Anchor]:
    """Return the anchors that say something of a name: not what it itself was taken for."""
    return [anchor for anchor in anchors if anchor.key != key or anchor.is_told]


def is_told_of(key: str, entry: Entry, countries: Sequence[str], anchors: Sequence[Anchor]) -> bool:
    """Return whether the report names the country of an entry, or what else than this name it names lies around it."""
    if entry.country in countries:
        return True
    others = _leave_out(key, anchors)
    return (
        measure_country(entry.country, countries, others) >= TOLD * COUNTRY
        or measure_surroundings(entry, others) >= TOLD * NEARBY
    )


def rank_entries(
    reading: PlaceReading,
    entries: Collection[Entry],
    countries: Sequence[str],
    anchors: Sequence[Anchor],
    *,
    is_told: bool = False,
) -> list[RankedPlace]:
    """Return the entries that bear a name, the likeliest first.

    Args:
        reading: what was understood of the name.
        entries: those of its entries that are to be ranked.
        countries: ISO3 codes of countries that the report names, the most often named first.
        anchors: the other places of the report.
        is_told: whether the entries are those that lie where the name says.
    """
    others = _leave_out(reading.key, anchors)
    known = [entry.weight for entry in entries if entry.key == reading.key or entry.is_reviewed]
    of_country = {
        country: measure_country(country, countries, others) for country in {entry.country for entry in entries}
    }
    told = {anchor.id for anchor in others if anchor.is_told and anchor.key == reading.key}
    ranked: list[RankedPlace] = []
    for entry in entries:
        country = of_country[entry.country]
        around = measure_surroundings(entry, others) + SAME_NAME * (entry.id in told)
        if around < TOLD * NEARBY and known and max(known) >= max(WORLD_CITY, NAMESAKE * entry.weight):
            country = min(country, ECLIPSED)
        is_spoken_of = country > 0 or around > 0
        own = _measure_own(entry, reading, is_spoken_of=is_spoken_of, has_namesake=bool(known))
        ranked.append(RankedPlace(reading.key, entry, own + country + around, country, around, is_told))
    return sorted(ranked, key=lambda place: (-place.score, place.entry.precision, place.entry.id))


def _measure_own(entry: Entry, reading: PlaceReading, *, is_spoken_of: bool, has_namesake: bool) -> float:
    """Return the points that an entry has of itself: for its inhabitants, its rank and how the name is its own."""
    score = math.log10(max(1, entry.weight))
    if entry.precision is Precision.EXACT and is_capital(reading.key, entry.country):
        score += CAPITAL
    if entry.key != reading.key and not entry.is_reviewed and has_namesake:
        score += BY_NAME
    if entry.is_reviewed:
        score += REVIEWED
    if entry.precision is Precision.ADMIN1 and entry.key == reading.key and is_spoken_of:
        score += DIVISION
    if reading.kind in (Precision.ADMIN1, Precision.ADMIN2) and entry.precision is reading.kind:
        score += KIND
    return score
