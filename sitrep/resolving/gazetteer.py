"""The gazetteer: countries, divisions, populated places and regions by folded name, from data/reference/gazetteer.

It is read once, at the first question, and nothing is read at import. Where GeoNames is silent or spells otherwise, the
reviewed table places_extra.csv adds entries and names.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache
from pathlib import Path

from sitrep.reference import Line, ReferenceError, locate_reference, read_table
from sitrep.resolving.countries import Country, load_countries, split_cell
from sitrep.resolving.names import fold_name

PLACE_COLUMNS = (
    "id",
    "name",
    "ascii",
    "alternates",
    "admin1",
    "country",
    "latitude",
    "longitude",
    "population",
)
DIVISION_COLUMNS = ("id", "code", "country", "name", "ascii", "alternates", "latitude", "longitude", "source")
EXTRA_COLUMNS = (*PLACE_COLUMNS, "precision")
#: Weight of a second-order division and of a place whose population is not known, against populations.
UNKNOWN_WEIGHT = 500
#: Inhabitants from which a place is known by its bare name, where coverage.csv says nothing else.
WELL_KNOWN = 100_000
ADMIN2_WEIGHT = 20_000


class Precision(IntEnum):
    """How exactly a place is known (UCDP's scale; codebook, section 5)."""

    EXACT = 1
    NEAR = 2
    ADMIN2 = 3
    ADMIN1 = 4
    REGION = 5
    COUNTRY = 6
    UNKNOWN = 7


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the gazetteer.

    Attributes:
        id: "geonames:99072", "iso:IRQ" or "sitrep:sinai".
        label: its name.
        key: its name, folded.
        admin1: name of the first-order division it lies in or is.
        admin1_code: GeoNames' code of that division, such as "IQ.15".
        country: ISO3 code; None for what crosses borders.
        latitude: degrees; None for regions and countries.
        longitude: degrees; None for regions and countries.
        weight: inhabitants, or what stands for them where they are not known.
        precision: what kind of place it is.
        is_reviewed: whether places_extra.csv speaks of it.
    """

    id: str
    label: str
    key: str
    admin1: str | None
    admin1_code: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    weight: int
    precision: Precision
    is_reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """How fully a country is covered: the least population kept, its second-order divisions, and who is well known."""

    least_population: int
    has_admin2: bool
    well_known: int


def read_coverage(path: Path, countries: Collection[str]) -> dict[str, Coverage]:
    """Return of each country in coverage.csv how fully it is covered.

    Raises:
        ReferenceError: a line is wrong; the message cites file and line.
    """
    coverage: dict[str, Coverage] = {}
    for line in read_table(path, ("country", "least_population", "admin2", "well_known")):
        code = line["country"]
        if code not in countries or code in coverage:
            raise line.refuse(f"country {code!r}", "each ISO3 code of countries.csv once")
        least = line.read("least_population", int, "a number")
        coverage[code] = Coverage(least, line.read_flag("admin2"), line.read("well_known", int, "a number"))
    return coverage


class Gazetteer:
    """Entries by folded name.

    Populated places are kept as the cells of their lines and made into entries when they are asked for.
    """

    def __init__(self, folder: Path, countries: Mapping[str, Country]) -> None:
        """Read and check the tables of a folder.

        Raises:
            ReferenceError: a table is missing or wrong; the message cites file and line.
        """
        self._countries = countries
        self._names: dict[str, int | tuple[int, ...]] = {}
        self._reviewed_names: dict[int, set[str]] = defaultdict(set)
        self._entries: list[Entry | None] = []
        self._cells: list[list[str]] = []
        self._by_id: dict[str, int] = {}
        self.admin1: dict[str, Entry] = {}
        population = self._read_places(folder / "places.csv.gz")
        self._read_divisions(folder / "admin1.csv", Precision.ADMIN1, population)
        self._read_divisions(folder / "admin2.csv", Precision.ADMIN2, population)
        for country in countries.values():
            entry = Entry(
                f"iso:{country.iso3}", country.name, fold_name(country.name), None, None, country.iso3,
                None, None, 0, Precision.COUNTRY,
            )  # fmt: skip
            self._add(entry, ())
        self._read_extra(folder / "places_extra.csv")
        self._abbreviations = self._read_abbreviations(folder / "abbreviations.csv")
        self.rules = self._read_rules(folder / "not_places.csv")
        self._coverage = read_coverage(folder / "coverage.csv", countries)

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._entries)

    def __contains__(self, key: str) -> bool:
        """Return whether an entry bears the folded name."""
        return key in self._names

    def __iter__(self) -> Iterator[Entry]:
        """Return all entries in their order."""
        return map(self._get, range(len(self)))

    def find(self, key: str) -> list[Entry]:
        """Return the entries that bear the folded name."""
        return [
            replace(entry, is_reviewed=True) if key in self._reviewed_names.get(index, ()) else entry
            for index, entry in ((index, self._get(index)) for index in self._find_indices(key))
        ]

    def find_abbreviated(self, key: str) -> Entry | None:
        """Return the first-order division of a folded abbreviation, as in "Alexandria, La."; None where it is none."""
        code = self._abbreviations.get(key)
        return None if code is None else self.admin1[code]

    def find_least_known(self, country: str | None) -> int:
        """Return how many inhabitants make a place known by its bare name in a country."""
        return self._coverage[country].well_known if country in self._coverage else WELL_KNOWN

    def find_id(self, id: str) -> Entry | None:
        """Return the entry of an id such as "geonames:99072", or None."""
        index = self._by_id.get(id)
        return None if index is None else self._get(index)

    def _find_indices(self, key: str) -> tuple[int, ...]:
        found = self._names.get(key, ())
        return (found,) if isinstance(found, int) else found

    def _name(self, key: str, index: int) -> None:
        """Let the name lead to the entry; nearly all names have one, and a bare number is a third of a list."""
        found = self._names.setdefault(key, index)
        if found != index:
            self._names[key] = (found, index) if isinstance(found, int) else (*found, index)

    def _get(self, index: int) -> Entry:
        entry = self._entries[index]
        if entry is None:
            cells = self._cells[index]
            division = self.admin1.get(cells[4])
            population = int(cells[8])
            entry = Entry(
                "geonames:" + cells[0], cells[1], cells[3].partition("|")[0], division.label if division else None,
                cells[4] or None, cells[5], float(cells[6]), float(cells[7]), population or UNKNOWN_WEIGHT,
                Precision.EXACT,
            )  # fmt: skip
            self._entries[index] = entry
        return entry

    def _add(self, entry: Entry, keys: tuple[str, ...]) -> int:
        index = len(self._entries)
        self._entries.append(entry)
        self._by_id[entry.id] = index
        for key in dict.fromkeys((entry.key, *keys)):
            self._name(key, index)
        return index

    def _read_places(self, path: Path) -> dict[str, int]:
        """Read the populated places, and return the inhabitants of each first-order division."""
        population: dict[str, int] = defaultdict(int)
        names, entries, countries, by_id = self._names, self._entries, self._countries, self._by_id
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            notes = 0
            header = file.readline()
            while header.startswith("#"):
                notes, header = notes + 1, file.readline()
            if tuple(header.rstrip("\n").split(",")) != PLACE_COLUMNS:
                raise ReferenceError(f"{path.name}:{notes + 1}: header {header!r}, expected {','.join(PLACE_COLUMNS)}")
            # Splitting is thrice as fast as csv, which few lines need.
            cells = [next(csv.reader([line])) if '"' in line else line.split(",") for line in file]
        for index, row in enumerate(cells):
            try:
                id, _, _, keys, code, country, latitude, longitude, inhabitants = row
                inside = country in countries and -90 <= float(latitude) <= 90 and -180 <= float(longitude) <= 180
                people = int(inhabitants)
            except ValueError:
                inside, people, id, keys, code = False, 0, "", "", ""
            if not inside or people < 0 or not id.isdigit() or not keys:
                raise ReferenceError(f"{path.name}:{notes + 2 + index}: {row}, expected {','.join(PLACE_COLUMNS)}")
            by_id["geonames:" + id] = index
            population[code] += people
            for key in keys.split("|"):
                found = names.setdefault(key, index)
                if found != index:
                    names[key] = (found, index) if isinstance(found, int) else (*found, index)
        entries.extend([None] * len(cells))
        self._cells = cells
        return population

    def _read_divisions(self, path: Path, precision: Precision, population: Mapping[str, int]) -> None:
        for line in read_table(path, DIVISION_COLUMNS):
            code, country, name = line["code"], line["country"], line["name"]
            keys = split_cell(line["alternates"])
            if country not in self._countries or not name or not keys or not line["id"].isdigit():
                raise line.refuse(f"{line['id']!r}, {country!r}, {name!r}", "a number, an ISO3 code, a name and keys")
            is_first = precision is Precision.ADMIN1
            first_code = code if is_first else code.rpartition(".")[0]
            division = self.admin1.get(first_code)
            latitude, longitude = _read_point(line)
            weight = population.get(code, 0) or UNKNOWN_WEIGHT if is_first else ADMIN2_WEIGHT
            entry = Entry(
                "geonames:" + line["id"], name, keys[0],
                name if is_first else division.label if division else None,
                first_code, country, latitude, longitude, weight, precision,
            )  # fmt: skip
            if is_first:
                self.admin1[code] = entry
            self._add(entry, keys)

    def _read_extra(self, path: Path) -> None:
        for line in read_table(path, EXTRA_COLUMNS):
            id, name = line["id"], line["name"]
            keys = {fold_name(each) for each in (name, *split_cell(line["alternates"]))} - {""}
            # What the table adds to a division are spellings; its usual name stays open to the town that bears it too.
            index = self._by_id.get(id)
            if id.startswith("geonames:") and index is None:
                raise line.refuse(f"id {id!r}", "an id of places.csv.gz, admin1.csv or admin2.csv")
            if index is None:
                index = self._add(self._read_own(line), ())
            elif id.startswith("geonames:"):
                self._rename(index, name)
            else:
                raise line.refuse(f"id {id!r} a second time", "each entry once")
            is_first = self._get(index).precision is Precision.ADMIN1
            self._reviewed_names[index] |= keys - {fold_name(name)} if is_first else keys
            for key in sorted(keys):
                if index not in self._find_indices(key):
                    self._name(key, index)

    def _rename(self, index: int, name: str) -> None:
        entry = self._get(index)
        is_first = entry.precision is Precision.ADMIN1
        renamed = replace(entry, label=name, key=fold_name(name), admin1=name if is_first else entry.admin1)
        self._entries[index] = renamed
        if is_first and renamed.admin1_code:
            self.admin1[renamed.admin1_code] = renamed

    def _read_own(self, line: Line) -> Entry:
        code, country = line["admin1"], line["country"]
        if not line["id"].startswith("sitrep:") or not line["name"]:
            raise line.refuse(f"id {line['id']!r}, name {line['name']!r}", "sitrep: and a short name, and a name")
        if (code and code not in self.admin1) or (country and country not in self._countries):
            raise line.refuse(f"{code!r} in {country!r}", "a code of admin1.csv and of countries.csv")
        precision = line.read("precision", lambda cell: Precision(int(cell)), "1 to 6")
        latitude, longitude = _read_point(line)
        if (latitude is None) != (precision is Precision.REGION):
            raise line.refuse(
                f"latitude {line['latitude']!r} with precision {precision}", "none for a region, else one"
            )
        return Entry(
            line["id"], line["name"], fold_name(line["name"]), self.admin1[code].label if code else None, code or None,
            country or None, latitude, longitude, UNKNOWN_WEIGHT, precision,
        )  # fmt: skip

    def _read_abbreviations(self, path: Path) -> dict[str, str]:
        codes: dict[str, str] = {}
        for line in read_table(path, ("abbreviation", "code")):
            key, code = line["abbreviation"], line["code"]
            if code not in self.admin1 or key in codes or key != fold_name(key):
                raise line.refuse(f"{key!r}, {code!r}", "each folded abbreviation once, with a code of admin1.csv")
            codes[key] = code
        return codes

    def _read_rules(self, path: Path) -> dict[str, str]:
        rules: dict[str, str] = {}
        for line in read_table(path, ("name", "rule")):
            if line["rule"] not in ("never", "cue") or line["name"] in rules:
                raise line.refuse(f"{line['name']!r}, {line['rule']!r}", "each name once, with never or cue")
            rules[line["name"]] = line["rule"]
        return rules


def _read_point(line: Line) -> tuple[float | None, float | None]:
    if not line["latitude"] and not line["longitude"]:
        return None, None
    latitude = line.read("latitude", float, "degrees")
    longitude = line.read("longitude", float, "degrees")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise line.refuse(f"point {latitude}, {longitude}", "-90 to 90 and -180 to 180")
    return latitude, longitude


@cache
def load_gazetteer() -> Gazetteer:
    """Return the gazetteer of data/reference/gazetteer, read once."""
    return Gazetteer(locate_reference("gazetteer", "places.csv.gz").parent, load_countries())
