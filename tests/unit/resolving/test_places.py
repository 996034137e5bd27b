"""Places: the gazetteer's own consistency, resolution, and spotting in running text."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from sitrep.reference import ReferenceError, locate_reference
from sitrep.resolving.countries import load_countries
from sitrep.resolving.gazetteer import Gazetteer, Precision, load_gazetteer
from sitrep.resolving.names import fold_name, read_words
from sitrep.resolving.place_words import read_place_words
from sitrep.resolving.places import PlaceReason, find_places, resolve_place, widen_place

CITIES = {"Mosul": "geonames:99072", "Raqqa": "geonames:172955", "Kyiv": "geonames:703448"}


def texts(text: str) -> list[str]:
    return [mention.text for mention in find_places(text)]


# --- the tables


def test_every_entry_lies_in_its_country() -> None:
    countries = load_countries()
    outside = [
        (entry.id, entry.label)
        for entry in load_gazetteer()
        if entry.latitude is not None
        and entry.longitude is not None
        and entry.country is not None
        and not countries[entry.country].contains(entry.latitude, entry.longitude)
    ]
    assert outside == []


def test_every_entry_is_found_by_its_name() -> None:
    gazetteer = load_gazetteer()
    for entry in gazetteer:
        assert entry.key
        assert entry.id in {found.id for found in gazetteer.find(entry.key)}, entry
        assert gazetteer.find_id(entry.id) is not None


def test_a_built_name_is_folded_as_a_name_of_the_text_is() -> None:
    entries = [entry for entry in load_gazetteer() if entry.precision is Precision.EXACT]
    wrong = [entry for entry in entries if not entry.is_reviewed and fold_name(entry.label) != entry.key]
    assert wrong == []


def test_divisions_have_the_point_of_a_place_and_countries_and_regions_none() -> None:
    for entry in load_gazetteer():
        if entry.precision in (Precision.COUNTRY, Precision.REGION):
            assert entry.latitude is None
            assert entry.longitude is None
        elif entry.precision is Precision.EXACT:
            assert entry.latitude is not None


def test_the_files_stay_small() -> None:
    folder = locate_reference("gazetteer", "places.csv.gz").parent
    assert sum(path.stat().st_size for path in folder.iterdir()) < 9_500_000


@pytest.fixture
def copied_tables(tmp_path: Path) -> Path:
    folder = locate_reference("gazetteer", "places.csv.gz").parent
    for path in folder.glob("*.csv*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def break_places(folder: Path, column: int, cell: str) -> None:
    path = folder / "places.csv.gz"
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    cells = lines[10].split(",")
    cells[column] = cell
    lines[10] = ",".join(cells)
    path.write_bytes(gzip.compress("\n".join(lines).encode()))


@pytest.mark.parametrize(("column", "cell"), [(0, "one"), (3, ""), (5, "XYZ"), (6, "91"), (7, "east"), (8, "many,1")])
def test_a_wrong_place_is_told_with_its_line(copied_tables: Path, column: int, cell: str) -> None:
    break_places(copied_tables, column, cell)
    with pytest.raises(ReferenceError, match=r"places\.csv\.gz:11: "):
        Gazetteer(copied_tables, load_countries())


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ("places_extra.csv", "geonames:1,Nowhere,,,,,,,,1", r"id 'geonames:1'"),
        ("places_extra.csv", "sitrep:sinai,Sinai,,,,EGY,,,,5", r"a second time"),
        ("places_extra.csv", "sitrep:x,X,,,,EGY,30,31,,5", r"none for a region"),
        ("places_extra.csv", "sitrep:x,X,,,XX.01,EGY,30,31,,1", r"'XX.01'"),
        ("not_places.csv", "nice,sometimes", r"never or cue"),
        ("coverage.csv", "XYZ,1000,no,20000", r"country 'XYZ'"),
        ("admin1.csv", "1,IQ.99,XYZ,Name,,name,,,", r"'XYZ'"),
        ("admin1.csv", "1,IQ.99,IRQ,Name,,name,north,,", r"latitude 'north'"),
    ],
)
def test_a_wrong_line_is_told_with_its_file(copied_tables: Path, table: str, line: str, message: str) -> None:
    path = copied_tables / table
    count = len(path.read_text(encoding="utf-8").splitlines())
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(ReferenceError, match=rf"{table}:{count + 1}: .*{message}"):
        Gazetteer(copied_tables, load_countries())


def test_a_wrong_use_of_a_word_is_told(tmp_path: Path) -> None:
    path = tmp_path / "place_words.csv"
    path.write_text("use,word\nnear,near\nbeside,by\n", encoding="utf-8")
    with pytest.raises(ReferenceError, match=r"place_words.csv:3: 'beside'"):
        read_place_words(path)


# --- names


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ar Raqqah", "al raqqah"),
        ("al-Raqqah", "al raqqah"),
        ("Deir ez-Zor", "deir al zor"),
        ("Sana'a", "sanaa"),
        ("St. Petersburg", "saint petersburg"),
        ("The Hague", "hague"),
        ("Şalāḩ ad Dīn", "salah al din"),
        ("Łódź", "lodz"),
        ("N’Djamena", "ndjamena"),
        ("As", "as"),
        ("", ""),
    ],
)
def test_fold_name(name: str, key: str) -> None:
    assert fold_name(name) == key


def test_read_words_keeps_spans_without_the_possessive() -> None:
    text = "Iraq's army, the U.S. and St. Kitts"
    words = read_words(text)
    assert [text[a:b] for a, b in zip(words.starts, words.ends, strict=True)] == [
        "Iraq", "army", "the", "U.S.", "and", "St", "Kitts",
    ]  # fmt: skip
    assert words.possessive == [True, False, False, False, False, False, False]
    assert words.joined == [True, True, False, True, True, True, True]


# --- resolution


@pytest.mark.parametrize(
    ("name", "label", "country", "precision"),
    [
        ("Mosul", "Mosul", "IRQ", 1),
        ("MOSUL", "Mosul", "IRQ", 1),
        ("the city of Mosul", "Mosul", "IRQ", 1),
        ("Mosul city", "Mosul", "IRQ", 1),
        ("Iraq's Mosul", "Mosul", "IRQ", 1),
        ("the northern Iraqi city of Mosul", "Mosul", "IRQ", 1),
        ("Mosul, Iraq", "Mosul", "IRQ", 1),
        ("Mosul (Iraq)", "Mosul", "IRQ", 1),
        ("northern Mosul", "Mosul", "IRQ", 2),
        ("near Mosul", "Mosul", "IRQ", 2),
        ("the outskirts of Mosul", "Mosul", "IRQ", 2),
        ("20 km south of Mosul", "Mosul", "IRQ", 2),
        ("Mosul airport", "Mosul", "IRQ", 2),
        ("Mosul district", "Mosul", "IRQ", 3),
        ("Sinjar district", "Sinjar", "IRQ", 3),
        ("Jaghori district of Ghazni province", "Jaghori", "AFG", 3),
        ("Sulu province", "Sulu", "PHL", 3),
        ("Nineveh", "Nineveh", "IRQ", 4),
        ("Ninewa province", "Nineveh", "IRQ", 4),
        ("Nineveh Governorate", "Nineveh", "IRQ", 4),
        ("northern Nineveh", "Nineveh", "IRQ", 4),
        ("Salahuddin", "Salah ad Din", "IRQ", 4),
        ("Saladin province", "Salah ad Din", "IRQ", 4),
        ("Al-Raqqa province", "Raqqa", "SYR", 4),
        ("Ar Raqqah", "Raqqa", "SYR", 1),
        ("Dayr az Zawr", "Deir ez-Zor", "SYR", 1),
        ("Deir Ezzor", "Deir ez-Zor", "SYR", 1),
        ("Kobane", "Kobani", "SYR", 1),
        ("Kiev", "Kyiv", "UKR", 1),
        ("Kandahar", "Kandahar", "AFG", 1),
        ("Kandahar province", "Kandahar", "AFG", 4),
        ("Idlib", "Idlib", "SYR", 1),
        ("Helmand", "Helmand", "AFG", 4),
        ("Tigray", "Tigray", "ETH", 4),
        ("West Bank", "West Bank", "PSE", 4),
        ("Gaza", "Gaza Strip", "PSE", 4),
        ("Gaza City", "Gaza City", "PSE", 1),
        ("Crimea", "Crimea", "UKR", 4),
        ("North Sinai", "North Sinai", "EGY", 4),
        ("Sinai", "Sinai", "EGY", 5),
        ("Darfur", "Darfur", "SDN", 5),
        ("Donbass", "Donbas", "UKR", 5),
        ("Iraqi Kurdistan", "Kurdistan Region", "IRQ", 5),
        ("Sahel", "Sahel", None, 5),
        ("Lake Chad", "Lake Chad", None, 5),
        ("Kashmir", "Kashmir", None, 5),
        ("Indian Kashmir", "Jammu and Kashmir", "IND", 4),
        ("Green Zone", "Green Zone", "IRQ", 2),
        ("Georgia", "Georgia", "GEO", 6),
        ("Mexico", "Mexico", "MEX", 6),
        ("Mexico City", "Mexico City", "MEX", 1),
        ("China", "China", "CHN", 6),
        ("Australia", "Australia", "AUS", 6),
        ("northern Iraq", "Iraq", "IRQ", 6),
        ("the Syrian border", "Syria", "SYR", 6),
        ("Niger", "Niger", "NER", 6),
        ("Niger State", "Niger", "NGA", 4),
        ("New York", "New York City", "USA", 1),
        ("Washington, D.C.", "Washington", "USA", 1),
        ("the Iraqi capital", "Baghdad", "IRQ", 1),
        ("the Damascus suburb of Darayya", "Dārayyā", "SYR", 1),
        ("the US", "United States", "USA", 6),
    ],
)
def test_resolve_place(name: str, label: str, country: str | None, precision: int) -> None:
    place = resolve_place(name)
    assert (place.label, place.country, place.precision) == (label, country, precision)
    assert (place.latitude is None) == (precision >= 5)
    assert (place.longitude is None) == (precision >= 5)
    assert place.id is not None


@pytest.mark.parametrize("name", sorted(CITIES))
def test_ids_are_those_of_geonames(name: str) -> None:
    assert resolve_place(name).id == CITIES[name]


def test_ids_of_countries_and_regions() -> None:
    assert resolve_place("Iraq").id == "iso:IRQ"
    assert resolve_place("Sinai").id == "sitrep:sinai"


@pytest.mark.parametrize(
    ("name", "countries", "country", "admin1", "reason"),
    [
        ("Mosul", (), "IRQ", "Nineveh", PlaceReason.ONLY_ENTRY),
        ("Tripoli", ("LBN",), "LBN", "North Lebanon", PlaceReason.CONTEXT_COUNTRY),
        ("Tripoli", ("LBY", "LBN"), "LBY", "Tripoli", PlaceReason.CONTEXT_COUNTRY),
        ("Tripoli", ("USA", "LBN"), "LBN", "North Lebanon", PlaceReason.CONTEXT_COUNTRY),
        ("Tripoli", (), "LBY", "Tripoli", PlaceReason.MOST_POPULOUS),
        ("Athens", (), "GRC", "Attikí", PlaceReason.MOST_POPULOUS),
        ("Minsk", (), "BLR", "Horad Minsk", PlaceReason.MOST_POPULOUS),
        ("Sousse", ("SYR",), "TUN", "Sousse", PlaceReason.MOST_POPULOUS),
        ("Palma", ("MOZ",), "MOZ", "Cabo Delgado", PlaceReason.CONTEXT_COUNTRY),
        ("Tripoli, Lebanon", (), "LBN", "North Lebanon", PlaceReason.COUNTRY_TOLD),
        ("Tripoli, Lebanon", ("LBY",), "LBN", "North Lebanon", PlaceReason.COUNTRY_TOLD),
        ("Paris", (), "FRA", "Île-de-France", PlaceReason.MOST_POPULOUS),
        ("Paris, Texas", (), "USA", "Texas", PlaceReason.ADMIN1_TOLD),
        ("Paris", ("USA", "FRA"), "FRA", "Île-de-France", PlaceReason.CONTEXT_COUNTRY),
        ("Moscow", ("USA",), "RUS", "Moskva", PlaceReason.MOST_POPULOUS),
        ("Georgia, USA", (), "USA", "Georgia", PlaceReason.COUNTRY_TOLD),
        ("Georgia", ("USA",), "GEO", None, PlaceReason.ONLY_ENTRY),
        ("Hyderabad", ("PAK",), "PAK", "Sindh", PlaceReason.CONTEXT_COUNTRY),
        ("Hyderabad", (), None, None, PlaceReason.AMBIGUOUS),
        ("Punjab", ("PAK",), "PAK", "Punjab", PlaceReason.CONTEXT_COUNTRY),
        ("Rafah", ("EGY",), "EGY", "North Sinai", PlaceReason.CONTEXT_COUNTRY),
        ("Arizona", ("HND", "USA"), "USA", "Arizona", PlaceReason.CONTEXT_COUNTRY),
        ("Springfield", (), None, None, PlaceReason.AMBIGUOUS),
        ("Suffolk", ("GBR",), "GBR", "England", PlaceReason.CONTEXT_COUNTRY),
        ("Kalam", ("PAK",), None, None, PlaceReason.OUT_OF_CONTEXT),
        ("a market in Baghdad", (), "IRQ", "Baghdad", PlaceReason.CONTAINER_TOLD),
        ("a village in Nineveh province", (), "IRQ", "Nineveh", PlaceReason.CONTAINER_TOLD),
        ("Xyzzy, Nineveh, Iraq", (), "IRQ", "Nineveh", PlaceReason.CONTAINER_TOLD),
        ("Qwxyz", (), None, None, PlaceReason.NOT_IN_GAZETTEER),
        ("us", (), None, None, PlaceReason.NOT_IN_GAZETTEER),
        ("", (), None, None, PlaceReason.NOT_TOLD),
        ("12", (), None, None, PlaceReason.NOT_TOLD),
    ],
)
def test_reasons(
    name: str, countries: tuple[str, ...], country: str | None, admin1: str | None, reason: PlaceReason
) -> None:
    place = resolve_place(name, countries=countries)
    assert (place.country, place.admin1, place.reason) == (country, admin1, reason)


@pytest.mark.parametrize("name", ["Springfield", "Qwxyz", "", "Victoria", "his house", "Beijing Normal University"])
def test_what_is_not_known_is_null_throughout(name: str) -> None:
    place = resolve_place(name)
    assert replace(place, reason=PlaceReason.NOT_TOLD) == resolve_place("")
    assert place.precision == 7


def test_a_part_of_baghdad_that_is_not_known_is_a_part_of_baghdad() -> None:
    place = resolve_place("Al-Sinek neighborhood in Baghdad")
    assert (place.label, place.precision, place.reason) == ("Baghdad", 2, PlaceReason.CONTAINER_TOLD)


@pytest.mark.parametrize(
    ("country", "names"),
    [
        ("IRQ", "Sinjar, Tal Afar, Hawija, Baiji, al-Qaim, Tuz Khurmatu, Qayyarah, Shirqat, Makhmour"),
        (
            "SYR",
            "al-Bab, Manbij, Jarablus, Tel Abyad, Ras al-Ain, Dabiq, Douma, Madaya, Khan Sheikhoun, Baghuz, Ain Issa",
        ),
        ("YEM", "Sanaa, Aden, Taiz, Hodeidah, Marib, Zinjibar, Mocha, Saada"),
        ("AFG", "Kunduz, Lashkar Gah, Sangin, Mazar-i-Sharif, Marjah, Tarin Kot"),
        ("UKR", "Bakhmut, Mariupol, Avdiivka, Izium, Debaltseve, Odessa, Robotyne"),
        ("NGA", "Maiduguri, Chibok, Dapchi, Baga, Gwoza"),
        ("MLI", "Timbuktu, Kidal, Gao, Menaka, Konna, Tessalit"),
        ("SDN", "El Fasher, El Geneina, Nyala, Omdurman, Tawila"),
        ("COD", "Goma, Bunia, Beni, Rutshuru, Minova, Bunagana"),
        ("MOZ", "Palma, Mocimboa da Praia, Mueda"),
        ("LBY", "Sirte, Misrata, Derna, Brega, Ras Lanuf"),
        ("PSE", "Khan Younis, Jabalia, Jenin, Rafah, Shejaiya"),
        ("ETH", "Mekelle, Axum, Shire, Humera, Lalibela"),
    ],
)
def test_places_of_the_news_are_known(country: str, names: str) -> None:
    missed = [name for name in names.split(", ") if resolve_place(name, countries=(country,)).country != country]
    assert missed == []


# --- spotting


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Fighting near Deir ez-Zor and in Nineveh province.", ["Deir ez-Zor", "Nineveh province"]),
        ("BAGHDAD (AP) - Seven people died in al-Bab, Syria.", ["BAGHDAD", "al-Bab", "Syria"]),
        ("The Iraqi army retook Mosul. In Mosul, troops rested.", ["Mosul", "Mosul"]),
        ("Syria’s army shelled Homs’s old city.", ["Syria", "Homs"]),
        ("Officials in the US told us.", ["US"]),
        ("Clashes in N'Djamena, Sana'a and St. Petersburg.", ["N'Djamena", "Sana'a", "St. Petersburg"]),
        ("on the Mosul-Kirkuk road", ["Mosul", "Kirkuk"]),
        ("The towns of Tal Afar and Sinjar fell.", ["Tal Afar", "Sinjar"]),
        ("In El Fasher and Port Sudan", ["El Fasher", "Port Sudan"]),
        ("He fled to Lake Chad and the Gulf of Aden.", ["Lake Chad", "Gulf of Aden"]),
        ("Clashes in Unity state and Bay region.", ["Unity state", "Bay region"]),
        ("A blast in Van, Turkey", ["Van", "Turkey"]),
        ("ARMY SHELLS MOSUL AND RAMADI DISTRICTS", ["MOSUL", "RAMADI"]),
        ("Army Retakes Mosul From Islamic State Fighters", ["Mosul"]),
        ("Eighty died in Nice. He was reading in Reading.", ["Nice", "Reading"]),
        ("on Sunday in Baghdad Monday", ["Baghdad"]),
    ],
)
def test_find_places(text: str, places: list[str]) -> None:
    assert [name.replace(" DISTRICTS", "") for name in texts(text)] == places


@pytest.mark.parametrize(
    "text",
    [
        "Paris Hilton spoke to Jane London.",
        "She studied at Mosul University.",
        "She studied at the University of Mosul.",
        "Iraqi and Syrian troops met Frenchmen.",
        "Islamic State in Iraq and Syria claimed it.",
        "President Lincoln and Bill Clinton and George Bush talked.",
        "Reading a book, Nice people came on Sunday in March.",
        "pro-Russia and anti-China crowds",
        "a Kyiv-based group",
        "The Damascus Declaration and the Geneva Conventions were signed.",
        "Police said a Man was mobile.",
        "POLICE SAID THE MEN WERE IN THE TIME OF MARCH AND MAY BEST OF ALL",
        "the turkey and the chad",
        "",
        "....",
    ],
)
def test_what_is_no_place_is_not_found(text: str) -> None:
    assert texts(text) == []


@pytest.mark.parametrize(
    ("text", "wide"),
    [
        ("on the outskirts of Mosul yesterday", "outskirts of Mosul"),
        ("a base near Mosul airport was hit", "near Mosul airport"),
        ("in northern Mosul", "northern Mosul"),
        ("in the city of Mosul", "city of Mosul"),
        ("a bomb in Tripoli, Lebanon, on Monday", "Tripoli, Lebanon"),
        ("In Mosul, Syria's envoy said", "Mosul"),
        ("in Mosul", "Mosul"),
    ],
)
def test_widen_place(text: str, wide: str) -> None:
    mention = widen_place(text, find_places(text)[0])
    assert mention.text == wide
    assert text[mention.start : mention.end] == wide
