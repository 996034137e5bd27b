"""Countries: codes, names, demonyms and boxes, from data/reference/gazetteer/countries.csv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sitrep.reference import Line, locate_reference, read_table
from sitrep.resolving.names import VARIABLE_FIRST, fold_name

COLUMNS = (
    "iso2",
    "iso3",
    "numeric",
    "name",
    "aliases",
    "demonyms",
    "capital",
    "latitude",
    "longitude",
    "south",
    "west",
    "north",
    "east",
)


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory of ISO 3166-1, or Kosovo.

    Attributes:
        iso2: ISO 3166-1 alpha-2; XK for Kosovo.
        iso3: ISO 3166-1 alpha-3; XKX for Kosovo.
        numeric: ISO 3166-1 numeric; None for Kosovo, which has none.
        name: common English name.
        aliases: other names and abbreviations.
        demonyms: adjectives and nouns for what and who is of it.
        capitals: the capital first, then other seats of government and spellings.
        latitude: latitude of the capital in degrees, None where there is none.
        longitude: longitude of the capital in degrees.
        south: least latitude of its box in degrees.
        west: western edge of its box; greater than `east` where the box crosses the 180th meridian.
        north: greatest latitude of its box.
        east: eastern edge of its box.
    """

    iso2: str
    iso3: str
    numeric: int | None
    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    latitude: float | None
    longitude: float | None
    south: float
    west: float
    north: float
    east: float

    def contains(self, latitude: float, longitude: float) -> bool:
        """Return whether a point lies in the country's box, which is generous: False is sure, True is not."""
        if not self.south <= latitude <= self.north:
            return False
        if self.west <= self.east:
            return self.west <= longitude <= self.east
        return longitude >= self.west or longitude <= self.east


@dataclass(frozen=True, slots=True)
class _Names:
    countries: Mapping[str, Country]
    names: Mapping[str, str]
    acronyms: Mapping[str, str]
    demonyms: Mapping[str, str]
    capitals: Mapping[str, str]
    seats: frozenset[tuple[str, str]]


def is_acronym(name: str) -> bool:
    """Return whether a name is written in capitals alone and thus means nothing in lower case: "U.S.", "DRC", "IS"."""
    letters = [c for c in name if c.isalpha()]
    return 2 <= len(letters) <= 6 and all(c.isupper() for c in letters) and " " not in name


def split_cell(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell that | separates: "U.S.|US" -> ("U.S.", "US"); "" -> ()."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _degrees(line: Line, column: str, limit: float) -> float:
    value = line.read(column, float, "degrees")
    if not -limit <= value <= limit:
        raise line.refuse(f"{column} {value}", f"{-limit} to {limit}")
    return value


def _read_country(line: Line) -> Country:
    iso2, iso3 = line["iso2"], line["iso3"]
    if not (len(iso2) == 2 and len(iso3) == 3 and (iso2 + iso3).isascii() and (iso2 + iso3).isupper()):
        raise line.refuse(f"codes {iso2!r}, {iso3!r}", "two and three capital letters")
    if not line["name"]:
        raise line.refuse("no name", "a name")
    has_capital = bool(line["latitude"])
    country = Country(
        iso2,
        iso3,
        line.read("numeric", int, "a number") if line["numeric"] else None,
        line["name"],
        split_cell(line["aliases"]),
        split_cell(line["demonyms"]),
        split_cell(line["capital"]),
        _degrees(line, "latitude", 90) if has_capital else None,
        _degrees(line, "longitude", 180) if has_capital else None,
        _degrees(line, "south", 90),
        _degrees(line, "west", 180),
        _degrees(line, "north", 90),
        _degrees(line, "east", 180),
    )
    if country.south > country.north:
        raise line.refuse(f"south {country.south}", f"at most north, {country.north}")
    if (
        country.latitude is not None
        and country.longitude is not None
        and not country.contains(country.latitude, country.longitude)
    ):
        raise line.refuse(f"capital at {country.latitude}, {country.longitude}", "a point in the box")
    return country


def read_countries(path: Path) -> dict[str, Country]:
    """Return the countries of a table by ISO3 code.

    Raises:
        ReferenceError: a line is wrong, or a code, name or demonym stands in two; the message cites file and line.
    """
    countries: dict[str, Country] = {}
    owners: dict[tuple[str, str], str] = {}
    for line in read_table(path, COLUMNS):
        country = _read_country(line)
        claims = [("code", country.iso2), ("code", country.iso3)]
        claims += [("name", fold_name(name)) for name in (country.name, *country.aliases)]
        claims += [("demonym", fold_name(name)) for name in country.demonyms]
        for claim in claims:
            if owners.setdefault(claim, country.iso3) != country.iso3:
                raise line.refuse(f"{claim[0]} {claim[1]!r} again after {owners[claim]}", "each for one country")
        if country.iso3 in countries:
            raise line.refuse(f"code {country.iso3!r} a second time", "each country once")
        countries[country.iso3] = country
    return countries


@cache
def load_countries() -> Mapping[str, Country]:
    """Return the countries of data/reference/gazetteer by ISO3 code, read once."""
    return read_countries(locate_reference("gazetteer", "countries.csv"))


@cache
def _load_names() -> _Names:
    countries = load_countries()
    names: dict[str, str] = {}
    acronyms: dict[str, str] = {}
    demonyms: dict[str, str] = {}
    capitals: dict[str, str | None] = {}
    for country in countries.values():
        for name in (country.name, *country.aliases):
            (acronyms if is_acronym(name) else names)[fold_name(name)] = country.iso3
        demonyms.update((fold_name(name), country.iso3) for name in country.demonyms)
        for name in country.capitals:
            key = fold_name(name)
            capitals[key] = country.iso3 if capitals.get(key, country.iso3) == country.iso3 else None
    one_owner = {key: code for key, code in capitals.items() if code is not None and key not in names}
    seats = frozenset((fold_name(name), country.iso3) for country in countries.values() for name in country.capitals)
    return _Names(countries, names, acronyms, demonyms, one_owner, seats)


def find_country(name: str) -> str | None:
    """Return the ISO3 code of the country that bears the name or alias, or None.

    "Iraq", "the Ivory Coast", "côte d'ivoire" and "the U.S." are found; "us" and "Iraqi" are not.
    """
    bare = name.strip()
    bare = bare[4:] if bare[:4].lower() == "the " else bare
    return find_country_key(fold_name(bare), is_upper=bare.isupper())


def find_country_key(key: str, *, is_upper: bool) -> str | None:
    """Return the same for a folded name; `is_upper` tells whether the text has it in capitals."""
    names = _load_names()
    return names.names.get(key) or (names.acronyms.get(key) if is_upper else None)


@cache
def _list_first_words() -> frozenset[str]:
    names = _load_names()
    return frozenset(key.split(" ", 1)[0] for key in (*names.names, *names.acronyms, *names.demonyms))


def may_begin_country(key: str) -> bool:
    """Return whether a name or demonym of a country may begin with a folded word: "south", "iraqi", "st"."""
    return key in _list_first_words() or key in VARIABLE_FIRST


def find_demonym(word: str) -> str | None:
    """Return the ISO3 code of the country whose people or things a word names: "Iraqi", "Frenchmen", "South Korean"."""
    return find_demonym_key(fold_name(word))


def find_demonym_key(key: str) -> str | None:
    """Return the same for a folded word."""
    return _load_names().demonyms.get(key)


def find_capital(name: str) -> str | None:
    """Return the ISO3 code of the country that is governed from the city: "Moscow", "The Hague"; None where two are."""
    return _load_names().capitals.get(fold_name(name))


def is_capital(key: str, iso3: str | None) -> bool:
    """Return whether a folded name is that of a seat of government of the country."""
    return iso3 is not None and (key, iso3) in _load_names().seats
