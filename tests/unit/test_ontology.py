from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sitrep.ontology import Side, load_ontology, read_ontology
from sitrep.reference import ReferenceError, locate_reference

ARMY, REBELS = Side("MIL", "Iraqi army"), Side("REB", "Islamic State")
VILLAGERS, PROTESTERS = Side("CVL", "villagers"), Side("CVL", "protesters")
UNKNOWN = Side(None, "someone")


def test_all_types_and_modes_of_plover_are_there() -> None:
    ontology = load_ontology()
    assert len(ontology.types) == 16
    assert sum(len(kind.modes) for kind in ontology.types.values()) == 67
    assert len(ontology.acled) == 25
    assert len(ontology.contexts) == 37
    quads = {code: kind.quad_class for code, kind in ontology.types.items()}
    assert (quads["AGREE"], quads["AID"], quads["THREATEN"], quads["PROTEST"]) == (1, 2, 3, 4)


@pytest.mark.parametrize(
    ("type_code", "modes", "score"),
    [("ASSAULT", (), -9), ("ASSAULT", ("abduct",), -8.5), ("PROTEST", ("vandalize",), -5), ("REQUEST", ("meet",), 0)],
)
def test_intensity_is_the_modes_or_the_types(type_code: str, modes: tuple[str, ...], score: float) -> None:
    assert load_ontology().score_intensity(type_code, modes) == score


@pytest.mark.parametrize(
    ("type_code", "modes", "actors", "recipients", "expected"),
    [
        ("ASSAULT", (), [ARMY, REBELS], [], "Armed clash"),
        ("ASSAULT", (), [ARMY], [REBELS], "Armed clash"),
        ("ASSAULT", ("firearms",), [REBELS], [VILLAGERS], "Attack"),
        ("ASSAULT", ("aerial",), [ARMY], [REBELS], "Air/drone strike"),
        ("ASSAULT", ("suicide-attack", "explosives"), [], [VILLAGERS], "Suicide bomb"),
        ("ASSAULT", ("firearms",), [ARMY], [PROTESTERS], "Excessive force against protesters"),
        ("ASSAULT", ("crowd-control",), [ARMY], [PROTESTERS], "Protest with intervention"),
        ("ASSAULT", (), [UNKNOWN], [UNKNOWN], None),
        ("PROTEST", ("riot",), [PROTESTERS], [], "Violent demonstration"),
        ("PROTEST", ("strike",), [], [], "Peaceful protest"),
        ("COERCE", ("arrest",), [ARMY], [VILLAGERS], "Arrests"),
        ("COERCE", ("seize",), [ARMY], [], "Disrupted weapons use"),
        ("CONSULT", (), [ARMY, REBELS], [], None),
        ("AGREE", (), [UNKNOWN], [], None),
    ],
)
def test_crosswalk_to_acled(
    type_code: str, modes: tuple[str, ...], actors: list[Side], recipients: list[Side], expected: str | None
) -> None:
    found = load_ontology().map_to_acled(type_code, modes, actors, recipients)
    assert (found.sub_event_type if found else None) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("0831", "CONCEDE"),
        ("084", "RETREAT"),
        ("1711", "COERCE"),
        ("1712", "ASSAULT"),
        ("193", "ASSAULT"),
        ("01", None),
    ],
)
def test_crosswalk_from_cameo_takes_the_longest_prefix(code: str, expected: str | None) -> None:
    assert load_ontology().map_from_cameo(code) == expected


@pytest.mark.parametrize(
    ("sector", "type_code", "modes", "is_foreign", "expected"),
    [
        ("MIL", "ASSAULT", (), False, "State forces"),
        ("MIL", "ASSAULT", (), True, "External/Other forces"),
        ("REB", "ASSAULT", (), True, "Rebel group"),
        ("LAB", "PROTEST", ("strike",), False, "Protesters"),
        ("CVL", "PROTEST", ("riot",), False, "Rioters"),
        ("CVL", "ASSAULT", (), False, "Civilians"),
        (None, "ASSAULT", (), False, None),
    ],
)
def test_actor_classes_of_acled(
    sector: str | None, type_code: str, modes: tuple[str, ...], is_foreign: bool, expected: str | None
) -> None:
    found = load_ontology().classify_inter(sector, type_code=type_code, modes=modes, is_foreign=is_foreign)
    assert found == expected


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("types.csv", "AGREE,1,2.5", "AGREE,7,2.5", r"types.csv:4: quad class 7, expected 1 to 4"),
        ("types.csv", "AGREE,1,2.5", "AGREE,1,", r"types.csv:4: no score"),
        ("modes.csv", "PROTEST,riot,-7", "PROTESTS,riot,-7", r"modes.csv:\d+: type 'PROTESTS', expected one of ACCUSE"),
        ("modes.csv", "PROTEST,riot,-7", "PROTEST,riot,-70", r"modes.csv:\d+: score -70.0"),
        ("modes.csv", "CONSULT,phone", "CONSULT,visit", r"modes.csv:\d+: mode 'visit' of CONSULT a second time"),
        ("acled_crosswalk.csv", "ASSAULT,drone,", "ASSAULT,drones,", r"acled_crosswalk.csv:\d+: mode 'drones'"),
        ("acled_crosswalk.csv", "Suicide bomb", "Suicide bombs", r"acled_crosswalk.csv:\d+: sub_event_type"),
        ("sectors.csv", "yes,State forces", "yes,State force", r"sectors.csv:\d+: inter 'State force'"),
        (
            "sectors.csv",
            "GOV,government,no",
            "GOV,government,maybe",
            r"sectors.csv:\d+: armed 'maybe', expected yes or no",
        ),
        ("cameo_crosswalk.csv", "cameo,type", "code,type", r"cameo_crosswalk.csv:3: header"),
        ("inters.csv", "1,State forces", "1,State,forces", r"inters.csv:3: 3 cells, expected 2"),
    ],
)
def test_a_wrong_line_is_told_by_file_and_line(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(locate_reference("ontology"), folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ReferenceError, match=message):
        read_ontology(folder)


def test_a_missing_table_is_named() -> None:
    with pytest.raises(ReferenceError, match=r"nowhere/none\.csv"):
        locate_reference("nowhere", "none.csv")
