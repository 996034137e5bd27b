from pathlib import Path

import pytest

from sitrep.language.encoding import KnownNames
from sitrep.language.schemes import NAME_TAGS
from training.language.names import (
    NameSpan,
    allow_tags,
    choose_flat,
    is_role,
    read_marked_names,
    read_names_table,
    settle_names,
    trim_date,
    trim_name,
)

KNOWN = KnownNames({"norland": "c", "norlander": "d", "port vell": "p"})
ORG = frozenset({"ORG", "MIL"})
LOC = frozenset({"LOC", "FAC"})


def cut(text: str, tags: str | None = None, head: int | None = None) -> str | None:
    words = text.split()
    span = trim_name(words, tags.split() if tags else None, 0, len(words), head)
    return " ".join(words[slice(*span)]) if span else None


@pytest.mark.parametrize(
    ("entity", "name"),
    [
        ("the Foreign Minister Ada Berg", "Ada Berg"),
        ("Ada Berg , the minister", "Ada Berg"),
        ("the National Library of the Isles", "National Library of the Isles"),
        ("the Norlander army", None),
        ("Security Council members", None),
        ("Minister of Health", None),
        ("He", None),
        ("two villages", None),
    ],
)
def test_a_name_is_the_run_of_proper_words_in_an_entity(entity: str, name: str | None) -> None:
    assert cut(entity) == name


def test_the_head_tells_whether_an_entity_is_named() -> None:
    assert cut("United Isles", "VERB PROPN", 1) == "United Isles"
    assert cut("Berg family members", "PROPN NOUN NOUN", 2) is None
    assert cut("the port of Vell", "DET NOUN ADP PROPN", 1) is None


def test_an_office_is_no_name() -> None:
    assert is_role(["Secretary"])
    assert is_role(["Emperor", "of", "the", "Isles"])
    assert not is_role(["General", "Berg"])
    assert not is_role(["Berg"])


@pytest.mark.parametrize(
    ("told", "date"),
    [
        ("in the spring of 2008", "spring of 2008"),
        ("on Monday", "Monday"),
        ("last week", "last week"),
        ("24 hours", "24 hours"),
        ("a long time", None),
        ("then", None),
        ("on the day that he had left the town in 2003 for good", None),
    ],
)
def test_a_date_names_a_time(told: str, date: str | None) -> None:
    words = told.split()
    span = trim_date(words, 0, len(words))
    assert (" ".join(words[slice(*span)]) if span else None) == date


def test_the_surer_then_the_longer_name_stays() -> None:
    inner, outer = NameSpan(1, 2, LOC), NameSpan(0, 3, ORG)
    assert choose_flat([inner, outer]) == [outer]
    assert choose_flat([inner, outer._replace(confidence=0.2)]) == [inner]


def test_a_country_that_acts_is_a_place_and_a_people_a_nationality() -> None:
    words = ["Norland", "and", "the", "Norlander", "of", "Port", "Vell"]
    names = [NameSpan(0, 1, ORG), NameSpan(3, 4, ORG), NameSpan(5, 7, ORG)]
    assert [set(name.kinds) for name in settle_names(words, names, KNOWN)] == [{"LOC"}, {"NAT"}, {"ORG", "MIL"}]


def test_what_a_corpus_does_not_tell_is_left_open() -> None:
    words = ["Norlander", "troops", "of", "Berg", "left", "Vell", "Monday"]
    allowed = allow_tags(words, [NameSpan(5, 6, LOC)], frozenset({"NAT", "DATE"}), {3}, KNOWN)

    def told(index: int) -> set[str]:
        return {tag for tag, yes in zip(NAME_TAGS, allowed[index], strict=True) if yes}

    assert told(0) == {"B-NAT"}  # the table of demonyms tells it
    assert told(1) == {"O", "B-NAT", "I-NAT", "B-DATE", "I-DATE"}
    assert told(3) == set(NAME_TAGS)
    assert told(5) == {"B-LOC", "B-FAC"}


def test_passages_give_their_names_and_times(tmp_path: Path) -> None:
    folder = tmp_path / "sentences"
    folder.mkdir()
    passage = "[A1 General Berg's men] [!1:ASSAULT stormed] [P1 Port Vell] [T1 on Monday], said Olaf."
    (folder / "battles.txt").write_text(f"{passage}\nARMY TAKES TOWN\n", "utf-8")
    table = tmp_path / "names.tsv"
    table.write_text("# kinds\nGeneral Berg\tBerg=PER\nPort Vell\tLOC\nMonday\tDATE\n", "utf-8")
    (passage, names, times), (capitals, none, _) = read_marked_names(folder, table)
    text = passage.text
    assert names is not None
    assert (capitals.text, none) == ("ARMY TAKES TOWN", None)
    assert text == "General Berg's men stormed Port Vell on Monday, said Olaf."
    assert [(text[a:b], kind) for a, b, kind in names] == [
        ("Berg", "PER"), ("Port Vell", "LOC"), ("Monday", "DATE"), ("Olaf", None),
    ]  # fmt: skip
    assert [text[a:b] for a, b in times] == ["on Monday"]


def test_a_wrong_line_of_the_table_of_names_is_told(tmp_path: Path) -> None:
    table = tmp_path / "names.tsv"
    table.write_text("Berg\tPER\nGeneral Berg\tBorg=PER\n", "utf-8")
    with pytest.raises(ValueError, match=r"names\.tsv:2: 'Borg=PER'"):
        read_names_table(table)


def test_the_table_of_names_is_sound() -> None:
    table = read_names_table(Path(__file__).parents[3] / "training" / "language" / "names.tsv")
    assert len(table) > 3000
    assert table["Taliban"] == [(0, 7, "MIL")]
