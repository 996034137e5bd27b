"""Small places: tables that hold together, found by halving, and taken only where the report speaks for them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from sitrep.reference import ReferenceError, locate_reference
from sitrep.resolving.countries import load_countries
from sitrep.resolving.gazetteer import Precision, load_gazetteer
from sitrep.resolving.place_context import find_anchors
from sitrep.resolving.places import PlaceReason, find_places, resolve_place, widen_place
from sitrep.resolving.small_places import SmallPlaces, find_small_places, load_small_places


def read_keys() -> list[str]:
    content = gzip.decompress(locate_reference("gazetteer", "small_names.csv.gz").read_bytes()).decode()
    lines = [line for line in content.splitlines() if not line.startswith("#")]
    return [line.partition(",")[0] for line in lines[1:]]


def test_names_are_sorted_so_that_halving_finds_each() -> None:
    keys = read_keys()
    assert keys == sorted(set(keys), key=str.encode)
    for key in [*keys[:50], *keys[::997], *keys[-50:]]:
        assert find_small_places(key), key


@pytest.mark.parametrize("key", ["", " ", "0", "qwxyz", "zzzzzzzz", "\N{ARABIC LETTER ALEF}"])
def test_a_name_that_is_none_is_not_found(key: str) -> None:
    assert find_small_places(key) == ()


def test_entries_lie_in_their_countries_and_divisions() -> None:
    countries, gazetteer, small = load_countries(), load_gazetteer(), load_small_places()
    for row in range(0, len(small), 11):
        entry = small.get(row)
        assert entry.country is not None
        assert entry.latitude is not None
        assert entry.longitude is not None
        assert countries[entry.country].contains(entry.latitude, entry.longitude), entry
        assert entry.precision in (Precision.EXACT, Precision.ADMIN2)
        assert entry.admin1_code is None or entry.admin1 is None or entry.admin1_code in gazetteer.admin1
        assert gazetteer.find_id(entry.id) is None, "in places.csv.gz or admin2.csv already"


def write_tables(folder: Path, names: str, rows: str) -> None:
    (folder / "small_names.csv.gz").write_bytes(gzip.compress(names.encode()))
    (folder / "small_places.csv.gz").write_bytes(gzip.compress(rows.encode()))


HEADER = "id,name,admin1,country,latitude,longitude,population,precision\n"


def test_a_wrong_header_is_told(tmp_path: Path) -> None:
    write_tables(tmp_path, "# note\nname,rows\n", HEADER)
    with pytest.raises(ReferenceError, match=r"small_names\.csv\.gz: header"):
        SmallPlaces(tmp_path)


@pytest.mark.parametrize("row", ["1,Aba,IQ.15,IRQ,north,44,0,1", "1,Aba,IQ.15", "1,Aba,IQ.15,IRQ,36,44,0,9"])
def test_a_wrong_row_is_told_when_it_is_asked_for(tmp_path: Path, row: str) -> None:
    write_tables(tmp_path, "key,rows\naba,0\n", HEADER + row + "\n")
    with pytest.raises(ReferenceError, match=r"small_places\.csv\.gz: row 0"):
        SmallPlaces(tmp_path).find("aba")


def test_the_first_and_the_last_name_of_a_table_are_found(tmp_path: Path) -> None:
    rows = "".join(f"{n},Town{n},IQ.15,IRQ,36,44,{n},1\n" for n in range(4))
    write_tables(tmp_path, "# note\nkey,rows\na,0\nb,1|2\nbb,2\nc,3\n", "# note\n" + HEADER + rows)
    small = SmallPlaces(tmp_path)
    found = {key: [entry.label for entry in small.find(key)] for key in ("a", "b", "bb", "c", "ba", "d", "key")}
    assert found == {
        **{"a": ["Town0"], "b": ["Town1", "Town2"], "bb": ["Town2"], "c": ["Town3"]},
        **{"ba": [], "d": [], "key": []},
    }


# --- when they are taken


def test_a_small_place_needs_its_country_or_what_it_lies_in() -> None:
    assert resolve_place("Vowchyn").id is None
    assert resolve_place("Zwolle, Louisiana").id == "geonames:4346884"
    assert resolve_place("Zwolle in Louisiana").id == "geonames:4346884"
    assert resolve_place("Zwolle, La.").reason is PlaceReason.ADMIN1_TOLD
    assert resolve_place("Cellardyke", countries=("FRA",)).id is None


def test_a_second_order_division_is_found_by_the_word_beside_it() -> None:
    place = resolve_place("Rapides Parish", countries=("USA",))
    assert (place.label, place.admin1, place.precision) == ("Rapides", "Louisiana", 3)


def test_a_word_in_small_letters_is_no_small_place() -> None:
    assert resolve_place("his house", countries=("USA",)).id is None


def test_running_text_is_not_searched_for_small_places() -> None:
    assert find_places("Zwolle and Rapides met Mr Cellardyke in Vowchyn.") == find_places("Zwolle")


def test_an_air_base_is_known_by_its_full_name() -> None:
    place = resolve_place("Al Taqaddum Air Base", countries=("IRQ",))
    assert (place.id, place.admin1, place.precision) == ("icao:ORAT", "Anbar", 1)


@pytest.mark.parametrize(
    ("text", "name", "wide"),
    [
        ("in Zwolle, La., on Monday", "Zwolle", "Zwolle, La"),
        ("in Alexandria, LA", "Alexandria", "Alexandria, LA"),
        ("in Alexandria, La said", "Alexandria", "Alexandria"),
        ("in Illinois, Missouri and Ohio", "Illinois", "Illinois"),
        ("in China, Japan and Korea", "China", "China"),
        ("in Mosul, Miss.", "Mosul", "Mosul"),
    ],
)
def test_an_abbreviated_division_beside_a_name_is_read(text: str, name: str, wide: str) -> None:
    mention = next(mention for mention in find_places(text) if mention.text == name)
    assert widen_place(text, mention).text == wide


def test_a_report_of_louisiana_means_its_alexandria() -> None:
    text = "Police in Alexandria, Shreveport and Baton Rouge said so."
    anchors = find_anchors(text, find_places(text), ())
    place = resolve_place("Alexandria", anchors=anchors)
    assert (place.country, place.admin1) == ("USA", "Louisiana")
    assert resolve_place("Alexandria").country == "EGY"
