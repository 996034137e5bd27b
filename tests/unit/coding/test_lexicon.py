"""The lexicon: each line codes its own example, and a wrong line is told by file and number."""

import re
import shutil
from pathlib import Path

import pytest
from coded_text import LEXICON, read

from sitrep.coding.lexicon import NO_EVENT, Entry, read_lexicon
from sitrep.coding.triggers import find_triggers
from sitrep.ontology import load_ontology
from sitrep.reference import ReferenceError, locate_reference


@pytest.mark.parametrize("table", ["verbs", "nouns"])
def test_each_line_codes_its_example(table: str) -> None:
    """A line that an earlier one shadows would never be asked: its example is coded by the other."""
    wrong: list[str] = []
    for entry in LEXICON.entries:
        if entry.table != table:
            continue
        coded = find_triggers(read(entry.example), LEXICON)
        fits = not coded if entry.type == NO_EVENT else any(trigger.entry is entry for trigger in coded)
        if not fits:
            by = [f"{trigger.entry.table}.csv:{trigger.entry.line}" for trigger in coded]
            wrong.append(f"{table}.csv:{entry.line} {entry.phrase!r}: {entry.example!r} is coded by {by}")
    assert not wrong, "\n".join(wrong)


def test_each_look_alike_stops_its_example() -> None:
    wrong: list[str] = []
    path = locate_reference("lexicons", "lookalikes.csv")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or line == "phrase,example":
            continue
        phrase, example = line.split(",", 1)
        words = {word.strip("+") for part in phrase.split() for word in part.split("/")}
        for trigger in find_triggers(read(example), LEXICON):
            told = read(example).lower[trigger.tokens.start]
            if told in words:
                wrong.append(f"lookalikes.csv:{number}: {example!r} is coded by {trigger.entry.rule}")
    assert not wrong, "\n".join(wrong)


def test_the_lexicon_covers_the_ontology() -> None:
    ontology = load_ontology()
    assert {entry.type for entry in LEXICON.entries} - {NO_EVENT} == set(ontology.types)
    verbs = {entry.phrase for entry in LEXICON.entries if entry.table == "verbs"}
    nouns = {entry.phrase for entry in LEXICON.entries if entry.table == "nouns"}
    assert len(verbs) >= 500
    assert len(nouns) >= 250
    told = {(entry.type, mode) for entry in LEXICON.entries for mode in entry.modes}
    told |= {("ASSAULT", mode) for mode in LEXICON.instruments.values()}
    missing = {(kind.code, mode) for kind in ontology.types.values() for mode in kind.modes} - told
    # What is refused or threatened is read off the words that follow, see status.py.
    assert {code for code, _ in missing} <= {"REJECT", "THREATEN"}


def test_each_class_is_used() -> None:
    folder = locate_reference("lexicons")
    tables = "".join((folder / name).read_text(encoding="utf-8") for name in ("verbs.csv", "nouns.csv"))
    source = Path(read_lexicon.__code__.co_filename).parent
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(source.glob("*.py")))
    asked = set(re.findall(r"@([a-z]+)", tables))
    unused = {name for name in LEXICON.classes if name not in asked and not re.search(rf"\b{name}\b", code)}
    assert not unused


def find(phrase: str) -> list[Entry]:
    return [entry for entry in LEXICON.entries if entry.phrase == phrase]


def test_the_object_decides_the_type() -> None:
    assert {(entry.type, entry.modes[:1]) for entry in find("seize")} == {
        ("ASSAULT", ("abduct",)),
        ("ASSAULT", ()),
        ("COERCE", ("seize",)),
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "lexicons"
    shutil.copytree(locate_reference("lexicons"), copy)
    return copy


def add_line(folder: Path, table: str, line: str) -> int:
    """Add a line to a table; return its number."""
    path = folder / table
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}{line}\n", encoding="utf-8")
    return text.count("\n") + 1


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ("verbs.csv", "zap,,ASSAULTS,,,He zapped it.,", "type 'ASSAULTS', expected a PLOVER type or NONE"),
        ("verbs.csv", "zap,,ASSAULT,arrest,,He zapped it.,", "mode 'arrest' of ASSAULT, expected a mode of the type"),
        ("verbs.csv", "zap,,NONE,firearms,,He zapped it.,", "mode 'firearms' of NONE"),
        ("verbs.csv", "zap,@nowhere,ASSAULT,,,He zapped it.,", "'@nowhere', expected a class of classes.csv"),
        ("verbs.csv", "zap,,ASSAULT,,sometimes,He zapped it.,", "condition 'sometimes', expected one of actor"),
        ("verbs.csv", "zap,,ASSAULT,,,,", "no example, expected a sentence"),
        ("verbs.csv", "* zap,,ASSAULT,,,He zapped it.,", "expected words, the first of them no gap"),
        ("nouns.csv", "zap,,ASSAULT,,of=whom,The zap.,", "condition 'of=whom'"),
        ("nouns.csv", "zap,,ASSAULT,,The zap.", "5 cells, expected 7"),
        ("classes.csv", "weapons,sabre", "class 'weapons' a second time, expected each class once"),
        ("classes.csv", "rebel,sector:XYZ", "sector 'XYZ', expected a sector of sectors.csv"),
        ("instruments.csv", "arrest,handcuffs", "mode 'arrest', expected a mode of ASSAULT"),
        ("light_verbs.csv", "zap,do,He zapped it.", "role 'do', expected act, undergo or happen"),
        ("function_words.csv", "Z,zap", "tag 'Z', expected one of"),
    ],
)
def test_a_wrong_line_is_told_by_file_and_number(folder: Path, table: str, line: str, message: str) -> None:
    number = add_line(folder, table, line)
    with pytest.raises(ReferenceError, match=re.escape(f"{table}:{number}: ") + ".*" + re.escape(message)):
        read_lexicon(folder, load_ontology())
