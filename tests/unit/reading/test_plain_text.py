"""Plain text: the text as it is, its title, its encoding."""

import pytest
from inbox_folder import Inbox

from sitrep.reading import ReadingLimits
from sitrep.reading.formats.plain_text import find_title

BODY = "Gunmen killed five people in Mosul on Tuesday."


@pytest.mark.parametrize(
    "text",
    [
        "Title\r\n\r\nOne line\rof \u200b“old”\u00a0text.\n\n\n",
        "  leading blanks\tand\ttabs \n",
        "\n\nline\x0bfeeds\x0c\u2028and \ufeffmarks\n",
    ],
)
def test_the_text_is_unchanged(inbox: Inbox, text: str) -> None:
    inbox.put("a.txt", text)
    assert inbox.read_report("a.txt").text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding_and_is_dropped(inbox: Inbox, encoding: str) -> None:
    inbox.put("a.txt", "Erbîl – “No”, he said.".encode(encoding))
    assert inbox.read_report("a.txt").text == "Erbîl – “No”, he said."


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_utf16_of_either_byte_order_is_read(inbox: Inbox, mark: bytes) -> None:
    encoding = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    inbox.put("a.txt", mark + BODY.encode(encoding))
    assert inbox.read_report("a.txt").text == BODY


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("latin-1", f"{BODY} José María Núñez was in São Paulo."),
        ("latin-1", f"{BODY} A naïve plan."),
        ("latin-1", f"{BODY} Die größte Übung in Köln."),
        ("cp1252", f"{BODY} “We will not stop,” said the army’s spokesman – in a café…"),
        ("cp1252", f"{BODY} It was the army’s."),
        ("cp1254", "Türkiye'nin Şırnak iline saldırı düzenlendi, Başbakan Erdoğan söyledi."),
        ("cp1251", f"{BODY} Президент России заявил о прекращении огня в регионе."),
        ("cp1256", f"{BODY} قال الجيش العراقي إن القوات استعادت المدينة"),
        ("gb18030", f"{BODY} 伊拉克军队周日夺回了这座城市"),
    ],
)
def test_an_undeclared_encoding_is_found(inbox: Inbox, encoding: str, text: str) -> None:
    inbox.put("a.txt", text.encode(encoding))
    assert inbox.read_report("a.txt").text == text


def test_letters_far_from_the_start_decide_the_encoding(inbox: Inbox) -> None:
    text = f"{BODY}\n" * 20_000 + "Президент России заявил о прекращении огня"
    inbox.put("a.txt", text.encode("cp1251"))
    assert inbox.read_report("a.txt").text == text


def test_bytes_that_are_no_text_are_refused(inbox: Inbox) -> None:
    inbox.put("a.txt", bytes(range(1, 256)) * 40)
    inbox.put("b.txt", b"\xff\xfe" + "odd".encode("utf-16-le") + b"\x00")
    assert inbox.read_refusal("a.txt").rule == "undecodable"
    refusal = inbox.read_refusal("b.txt")
    assert refusal.rule == "undecodable"
    assert "UTF-16-LE" in refusal.reason
    assert refusal.raw_sha256 is not None


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary_file"),
        (b"text with a \x00 in it", "binary_file"),
        (b"text " * 2000 + b"\x00", "binary_file"),
        ("\ufeffnul \x00".encode("utf-16-le"), "binary_file"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "binary_file"),
        (b"{\\rtf1 text}", "unknown_format"),
        (b"", "empty_file"),
        (b" \n\t\r\n ", "no_text"),
        (b"--- !!! ---", "no_text"),
    ],
)
def test_what_is_no_text_is_refused(inbox: Inbox, content: bytes, rule: str) -> None:
    inbox.put("a.txt", content)
    refusal = inbox.read_refusal("a.txt")
    assert refusal.rule == rule
    assert refusal.kind == "file"
    assert refusal.reason.startswith("a.txt: ")
    assert refusal.reason.endswith(".")


def test_a_huge_file_is_refused_with_its_size_and_what_to_do(inbox: Inbox) -> None:
    path = inbox.put("iraq.txt", BODY * 200)
    with path.open("r+b") as stream:
        stream.truncate(50_331_648)  # sparse: takes no room on the disk
    refusal = inbox.read_refusal("iraq.txt")
    assert refusal.rule == "too_large"
    assert refusal.reason == (
        "iraq.txt: 50,331,648 bytes; at most 20,971,520 are read from a text file. "
        "Split it, or raise SITREP_FILE_BYTES."
    )
    assert refusal.raw_sha256 is not None


def test_limits_hold_at_their_edge(inbox: Inbox) -> None:
    inbox.put("a.txt", BODY)
    size = len(BODY)
    assert inbox.read_report("a.txt", ReadingLimits(file_bytes=size, text_characters=size)).text == BODY
    assert inbox.read_refusal("a.txt", ReadingLimits(file_bytes=size - 1)).rule == "too_large"
    assert inbox.read_refusal("a.txt", ReadingLimits(text_characters=size - 1)).rule == "too_long"


@pytest.mark.parametrize("name", ["a.txt", "a.TXT", "a.md", "a", "two words.txt", "line\nbreak.txt"])
def test_names_that_are_plain_text(inbox: Inbox, name: str) -> None:
    inbox.put(name, BODY)
    assert inbox.read_report(name).origin == name


@pytest.mark.parametrize("name", ["a.csv", "a.json", "a.xml", "a.docx"])
def test_unknown_suffixes_are_refused(inbox: Inbox, name: str) -> None:
    inbox.put(name, "a,b\n1,2\n")
    refusal = inbox.read_refusal(name)
    assert refusal.rule == "unknown_format"
    assert ".jsonl" in refusal.reason


def test_a_refusal_of_an_odd_name_is_on_one_line(inbox: Inbox) -> None:
    inbox.put("line\nbreak.txt", "")
    assert inbox.read_refusal("line\nbreak.txt").reason.startswith("line\\nbreak.txt: 0 bytes.")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Bomb kills five\n\nGunmen", "Bomb kills five"),
        ("\n\n  Bomb kills five \r\n \r\nGunmen", "Bomb kills five"),
        ("Bomb kills five\r\rGunmen", "Bomb kills five"),
        ("# Bomb kills five\n\nGunmen", "Bomb kills five"),
        ("Will they talk?\n\nGunmen", "Will they talk?"),
        ("IRAQ: Five killed\n\nGunmen", "IRAQ: Five killed"),
        ("Bomb kills five\nGunmen", None),
        ("Bomb kills five.\n\nGunmen", None),
        ("“Bomb kills five.”\n\nGunmen", None),
        ("Bomb kills five", None),
        ("Bomb kills five\n\n \n", None),
        ("x" * 201 + "\n\nGunmen", None),
        ("By Jane Doe\n\nGunmen", None),
        ("BAGHDAD, 7 July 2019 (Example Wire) -\n\nGunmen", None),
    ],
)
def test_the_headline_of_a_text(text: str, title: str | None) -> None:
    assert find_title(text) == title


def test_the_headline_stays_in_the_text(inbox: Inbox) -> None:
    inbox.put("a.txt", f"Bomb kills five\n\n{BODY}")
    report = inbox.read_report("a.txt")
    assert report.title == "Bomb kills five"
    assert report.text.startswith("Bomb kills five\n\n")
    assert report.word_count == 11
