"""Figures of the places: how many toponyms are found, how many put on the map within 161 km, and in which country.

Two sets of news with coordinates by hand: GeoVirus (Wikinews, held back part) and LGL (local news of small towns with
namesakes, Lieberman et al. 2010), on which nothing is tuned. 161 km, a hundred miles, is the usual yardstick.

A division's point is its most populous place here and its middle in the sets, and a country has none here. So the
gold entry itself is right whatever its point: told by its GeoNames number, by its country or by its page's title.
"""

from __future__ import annotations

import gzip
import json
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from benchmarks.tables import Row
from sitrep.resolving.countries import find_country
from sitrep.resolving.gazetteer import load_gazetteer
from sitrep.resolving.mentions import count_countries
from sitrep.resolving.names import fold_name
from sitrep.resolving.place_context import find_anchors
from sitrep.resolving.place_ranking import Anchor, measure_distance
from sitrep.resolving.places import PlaceMention, PlaceResolution, find_places, resolve_place, widen_place

Span = tuple[int, int]
#: From a text to the spans of the places that it names.
Spotter = Callable[[str], Sequence[Span]]

SETS = {
    "GeoVirus dev": ("train/geovirus/dev.jsonl.gz",),
    "LGL": ("evaluate/geo_lgl/train.jsonl.gz", "evaluate/geo_lgl/dev.jsonl.gz"),
}
HEADER = (
    "set",
    "toponyms",
    "spotting F1, exact",
    "overlapping",
    "acc@161",
    "of what is resolved",
    "end to end",
    "country",
)
#: What others published, on the same sets.
PUBLISHED = (Row("LGL, Mordecai 3 (Halterman 2023)", ("", "", "", "82.7", "", "", "")),)
MILES_100 = 161.0
#: As far from the point in the set a division of the same name may lie and still be the same one.
SAME_DIVISION = 2000.0
DIVISION = 3


@dataclass(frozen=True, slots=True)
class Toponym:
    """A name in a text and the point that it was given by hand; None where the set has none."""

    span: Span
    point: tuple[float, float] | None
    id: str | None
    title: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """A text and its toponyms."""

    text: str
    toponyms: tuple[Toponym, ...]


def spot_by_gazetteer(text: str) -> list[Span]:
    """Return the spans of the places that the gazetteer knows in a text."""
    return [(mention.start, mention.end) for mention in find_places(text)]


def read_articles(path: Path) -> Iterator[Article]:
    """Yield the articles of a set."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            yield Article(record["text"], tuple(map(_read_toponym, record["toponyms"])))


def _read_toponym(told: Mapping[str, Any]) -> Toponym:
    title = unquote(told["page"].rpartition("/")[2]).replace("_", " ") if "page" in told else ""
    point = None if told["lat"] is None else (float(told["lat"]), float(told["lon"]))
    if "page" in told:
        country = find_country(title) or (_find_country_at(point) if point else None)
    else:
        country = find_country(told["country"]) if told.get("country") else None
        title = told["country"] if str(told.get("fcode")).startswith("PCL") else ""
    number = told.get("geonameid")
    return Toponym((told["start"], told["end"]), point, f"geonames:{number}" if number else None, title, country)


def _find_country_at(point: tuple[float, float]) -> str | None:
    """Return the country of the populated place that lies nearest to a point."""
    latitude, longitude = point
    near = (
        (measure_distance(point, (entry.latitude, entry.longitude)), entry.country)
        for entry in load_gazetteer()
        if entry.latitude is not None
        and entry.longitude is not None
        and abs(entry.latitude - latitude) < 5
        and abs(entry.longitude - longitude) < 5
    )
    return min(near, key=lambda pair: pair[0], default=(0.0, None))[1]


def is_right(gold: Toponym, found: PlaceResolution) -> bool:
    """Return whether a resolution is the gold entry, or lies within 161 km of its point."""
    if found.id is None or gold.point is None:
        return False
    if found.id in (gold.id, f"iso:{find_country(gold.title)}"):
        return True
    away = (
        measure_distance(gold.point, (found.latitude, found.longitude))
        if found.latitude is not None and found.longitude is not None
        else math.inf
    )
    if away <= MILES_100:
        return True
    names = {fold_name(gold.title.partition(sign)[0]) for sign in (",", " (")}
    is_namesake = found.label is not None and fold_name(found.label) in names
    return is_namesake and found.precision >= DIVISION and (found.latitude is None or away <= SAME_DIVISION)


def score_article(article: Article, spot: Spotter) -> Counter[str]:
    """Return how many toponyms of an article are found, and how many are put where they belong."""
    text = article.text
    told = sorted(toponym.span for toponym in article.toponyms)
    found = sorted({(start, end) for start, end in spot(text)})
    counts = Counter[str](gold=len(told), found=len(found), exact=len(set(told) & set(found)))
    counts["gold met"] = sum(_find_meeting(span, found) is not None for span in told)
    counts["found met"] = sum(_find_meeting(span, told) is not None for span in found)
    countries = count_countries(text)
    anchors_told, anchors_found = _find_anchors(text, told, countries), _find_anchors(text, found, countries)
    for toponym in article.toponyms:
        if toponym.point is None:
            continue
        place = _resolve(text, toponym.span, countries, anchors_told)
        counts["placed"] += 1
        counts["resolved"] += place.id is not None
        counts["right"] += is_right(toponym, place)
        counts["countries"] += toponym.country is not None
        counts["right countries"] += place.country is not None and place.country == toponym.country
        met = _find_meeting(toponym.span, found)
        counts["end to end"] += met is not None and is_right(toponym, _resolve(text, met, countries, anchors_found))
    return counts


def _find_meeting(span: Span, others: Sequence[Span]) -> Span | None:
    """Return the first of the others that shares a letter with a span."""
    return next((other for other in others if other[0] < span[1] and span[0] < other[1]), None)


def _mention(text: str, span: Span) -> PlaceMention:
    return PlaceMention(span[0], span[1], text[slice(*span)])


def _find_anchors(text: str, spans: Sequence[Span], countries: Sequence[str]) -> tuple[Anchor, ...]:
    return find_anchors(text, [_mention(text, span) for span in spans], countries)


def _resolve(text: str, span: Span, countries: Sequence[str], anchors: Sequence[Anchor]) -> PlaceResolution:
    """Return what the coder would make of a span: the words beside it are read too."""
    name = widen_place(text, _mention(text, span)).text
    return resolve_place(name, countries=countries, anchors=anchors)


def _share(right: int, total: int) -> str:
    return f"{100 * right / max(1, total):.1f}"


def describe(name: str, counts: Mapping[str, int]) -> Row:
    """Return the line of a set."""
    precision, recall = counts["found met"] / max(1, counts["found"]), counts["gold met"] / max(1, counts["gold"])
    return Row(
        name,
        (
            f"{counts['gold']:,}, {counts['placed']:,} with a point",
            _share(2 * counts["exact"], counts["found"] + counts["gold"]),
            f"{200 * precision * recall / max(1e-9, precision + recall):.1f}",
            _share(counts["right"], counts["placed"]),
            _share(counts["right"], counts["resolved"]),
            _share(counts["end to end"], counts["placed"]),
            _share(counts["right countries"], counts["countries"]),
        ),
    )


def measure_places(data: Path, spot: Spotter = spot_by_gazetteer) -> list[Row]:
    """Return a line for each set, and what others published.

    Args:
        data: folder of the corpora.
        spot: what finds the places of a text; the resolving is measured on the gold spans besides.
    """
    rows: list[Row] = []
    for name, files in SETS.items():
        counts = Counter[str]()
        for file in files:
            for article in read_articles(data / "corpora" / file):
                counts += score_article(article, spot)
        rows.append(describe(name, counts))
    return [*rows, *PUBLISHED]
