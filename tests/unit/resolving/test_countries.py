"""Countries: codes, names, demonyms, seats of government and boxes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitrep.reference import ReferenceError
from sitrep.resolving.countries import (
    COLUMNS,
    find_capital,
    find_country,
    find_demonym,
    load_countries,
    read_countries,
)

IRAQ = "IQ,IRQ,368,Iraq,Republic of Iraq,Iraqi|Iraqis,Baghdad,33.3,44.4,29.2,39.5,38.0,49.3"


def write_table(folder: Path, *lines: str) -> Path:
    path = folder / "countries.csv"
    path.write_text("# a note\n" + "\n".join((",".join(COLUMNS), *lines)) + "\n", encoding="utf-8")
    return path


def test_all_countries_of_iso_3166_and_kosovo_are_there() -> None:
    countries = load_countries()
    assert len(countries) == 250
    assert countries["IRQ"].numeric == 368
    assert countries["AFG"].numeric == 4
    assert countries["XKX"].numeric is None
    assert len({country.iso2 for country in countries.values()}) == 250
    numbers = [country.numeric for country in countries.values() if country.numeric is not None]
    assert len(set(numbers)) == 249


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Iraq", "IRQ"),
        ("the Ivory Coast", "CIV"),
        ("Côte d'Ivoire", "CIV"),
        ("COTE D’IVOIRE", "CIV"),
        ("U.S.", "USA"),
        ("the US", "USA"),
        ("US", "USA"),
        ("us", None),
        ("UAE", "ARE"),
        ("uae", None),
        ("DR Congo", "COD"),
        ("Congo-Brazzaville", "COG"),
        ("Congo", "COD"),
        ("Burma", "MMR"),
        ("Türkiye", "TUR"),
        ("Guinea-Bissau", "GNB"),
        ("Guinea", "GIN"),
        ("South Sudan", "SSD"),
        ("Kosovo", "XKX"),
        ("Northern Ireland", None),
        ("Iraqi", None),
        ("Korea", None),
        ("", None),
    ],
)
def test_find_country(name: str, code: str | None) -> None:
    assert find_country(name) == code


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Iraqi", "IRQ"),
        ("Iraqis", "IRQ"),
        ("Frenchmen", "FRA"),
        ("Nigerien", "NER"),
        ("Nigerian", "NGA"),
        ("South Korean", "KOR"),
        ("Korean", None),
        ("South Sudanese", "SSD"),
        ("Burkinabé", "BFA"),
        ("Afghan", "AFG"),
        ("Kurdish", None),
        ("Iraq", None),
    ],
)
def test_find_demonym(word: str, code: str | None) -> None:
    assert find_demonym(word) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [("Moscow", "RUS"), ("Kiev", "UKR"), ("The Hague", "NLD"), ("Kingston", None), ("Djibouti", None), ("Mosul", None)],
)
def test_find_capital(name: str, code: str | None) -> None:
    assert find_capital(name) == code


@pytest.mark.parametrize(
    ("code", "latitude", "longitude", "inside"),
    [
        ("IRQ", 36.3, 43.1, True),
        ("IRQ", 36.3, 60.0, False),
        ("IRQ", 0.0, 43.1, False),
        ("FJI", -17.8, 178.0, True),  # its box crosses the 180th meridian
        ("FJI", -17.8, -179.0, True),
        ("FJI", -17.8, 0.0, False),
        ("RUS", 66.0, -170.0, True),
        ("RUS", 66.0, -120.0, False),
        ("USA", 21.3, -157.9, True),
        ("ATA", -80.0, 0.0, True),
    ],
)
def test_contains(code: str, latitude: float, longitude: float, inside: bool) -> None:
    assert load_countries()[code].contains(latitude, longitude) is inside


def test_no_box_holds_the_whole_world() -> None:
    for country in load_countries().values():
        assert not (country.contains(0.0, 0.0) and country.contains(0.0, 120.0)), country.name
        assert country.north - country.south < 60, country.name


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ((IRAQ, IRAQ), r"countries.csv:4: .*second time"),
        ((IRAQ, IRAQ.replace("IQ,IRQ", "IR,IRN").replace("Iraq,", "Iran,")), r"countries.csv:4: .*again after IRQ"),
        ((IRAQ.replace("33.3", "north"),), r"countries.csv:3: latitude 'north'"),
        ((IRAQ.replace("33.3", "3.3"),), r"countries.csv:3: capital at 3.3"),
        ((IRAQ.replace("IRQ", "irq"),), r"countries.csv:3: codes"),
        ((IRAQ.replace("29.2", "39.2"),), r"countries.csv:3: south"),
        ((IRAQ + ",",), r"countries.csv:3: 14 cells"),
    ],
)
def test_a_wrong_line_is_told_with_its_number(tmp_path: Path, lines: tuple[str, ...], message: str) -> None:
    with pytest.raises(ReferenceError, match=message):
        read_countries(write_table(tmp_path, *lines))
