"""Reports: sidecars, publication dates, ids, and the readers behind them."""

from datetime import date

import pytest
from inbox_folder import Inbox

from sitrep.reading import Reading, RefusalRule
from sitrep.reading.registry import load_readers
from sitrep.reading.reports import find_dateline_date, name_report
from sitrep.schema import Quarantined, Report

BODY = "Gunmen killed five people in Mosul on Tuesday."
SIDECAR = """
title = "Bomb kills five"
source = "Example Wire"
url = "https://example.org/1"
published = 2019-07-07
language = "en"
licence = "CC0-1.0"
note = "ignored"
"""


def test_a_sidecar_tells_what_a_text_cannot(inbox: Inbox) -> None:
    inbox.put("a.txt", f"Another headline\n\n{BODY}", sidecar=SIDECAR)
    report = inbox.read_report("a.txt")
    assert (report.title, report.source, report.url) == (
        "Bomb kills five",
        "Example Wire",
        "https://example.org/1",
    )
    assert (report.published, report.published_reason) == (date(2019, 7, 7), "sidecar")
    assert (report.language, report.licence, report.origin) == ("en", "CC0-1.0", "a.txt")


def test_a_sidecar_of_many_records_gives_what_they_lack(inbox: Inbox) -> None:
    told = '{"text": "One.", "source": "Other", "published": "2020-01-01", "title": "Told"}'
    untold = '{"text": "Two.", "published": null, "title": " "}'
    inbox.put("a.jsonl", f"{told}\n{untold}\n", sidecar=SIDECAR)
    first, second = Reading.collect(inbox.read("a.jsonl")).reports
    assert (first.source, first.published, first.published_reason) == ("Other", date(2020, 1, 1), "record")
    assert (first.title, first.language) == ("Told", "en")
    assert (second.source, second.published, second.published_reason) == (
        "Example Wire",
        date(2019, 7, 7),
        "sidecar",
    )
    assert second.title == "Bomb kills five"


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2019-07-07", date(2019, 7, 7)),
        ("2019-07-07T23:30:00-05:00", date(2019, 7, 7)),
        ('"2019-07-07T23:30:00Z"', date(2019, 7, 7)),
        ('" 2019-07-07 "', date(2019, 7, 7)),
        ('""', None),
    ],
)
def test_dates_of_a_sidecar(inbox: Inbox, value: str, day: date | None) -> None:
    inbox.put("a.txt", BODY, sidecar=f"published = {value}")
    assert inbox.read_report("a.txt").published == day


@pytest.mark.parametrize(
    ("sidecar", "found"),
    [
        ('title = "a"\nsource = unquoted\n', "line 2"),
        ("published = 07:30:00", "published"),
        ('published = "7 July 2019"', "7 July 2019"),
        ("published = 5", "published is 5"),
        ("title = 5", "title is 5"),
        ('publised = "2019-07-07"', "did you mean 'published'"),
        ("[table]\na = 1", "unknown key 'table'"),
        ("note = " + "[" * 50_000, "nested"),
        ('note = "' + "x" * 70_000 + '"', "65,536 bytes"),
    ],
)
def test_a_broken_sidecar_keeps_its_file_out(inbox: Inbox, sidecar: str, found: str) -> None:
    inbox.put("a.txt", BODY, sidecar=sidecar)
    inbox.put("a.jsonl", '{"text": "One."}\n{"text": "Two."}\n', sidecar=sidecar)
    for name in ("a.txt", "a.jsonl"):
        refusal = inbox.read_refusal(name)
        assert (refusal.rule, refusal.kind, refusal.item) == ("broken_sidecar", "file", name)
        assert found in refusal.reason


def test_a_sidecar_that_is_no_utf8_names_its_line(inbox: Inbox) -> None:
    path = inbox.put("a.txt", BODY)
    path.with_name("a.txt.toml").write_bytes(b'title = "a"\nsource = "caf\xe9"\n')
    assert "line 2" in inbox.read_refusal("a.txt").reason


def test_a_sidecar_does_not_reach_out_of_the_inbox(inbox: Inbox) -> None:
    outside = inbox.folder.parent / "secret.toml"
    outside.write_text('title = "secret"', encoding="utf-8")
    path = inbox.put("folder/a.txt", BODY)
    path.with_name("a.txt.toml").symlink_to(outside)
    refusal = inbox.read_refusal("folder/a.txt")
    assert refusal.rule == "broken_sidecar"
    assert "leads out" in refusal.reason


def test_the_longest_name_there_can_be_needs_no_sidecar(inbox: Inbox) -> None:
    name = "a" * 251 + ".txt"
    inbox.put(name, BODY)
    assert inbox.read_report(name).text == BODY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("BAGHDAD, 7 July 2019 - Gunmen killed five.", date(2019, 7, 7)),
        ("MOSUL, Iraq, July 7, 2019 (Example Wire) - Gunmen killed five.", date(2019, 7, 7)),
        (
            "Bomb kills five\r\n\r\nBy Jane Doe\r\n\r\nMOSUL, July 7, 2019 — Gunmen killed five.",
            date(2019, 7, 7),
        ),
        ("BAGHDAD, Sunday, July 7, 2019 - Gunmen killed five.", date(2019, 7, 7)),
        ("BAGHDAD, July 7 (Example Wire) - Gunmen killed five.", None),
        ("BAGHDAD, July 2019 (Example Wire) - Gunmen killed five.", None),
        ("BAGHDAD, 7/6/2019 (Example Wire) - Gunmen killed five.", None),
        ("BAGHDAD, July 5-7, 2019 (Example Wire) - Gunmen killed five.", None),
        ("BAGHDAD, 31 February 2019 (Example Wire) - Gunmen killed five.", None),
        ("Gunmen killed five on 7 July 2019 - the army said.", None),
        ("Gunmen killed five.\n\nBAGHDAD, 7 July 2019 - The second report of a digest.", None),
    ],
)
def test_a_dateline_with_a_full_date_tells_publication(text: str, day: date | None) -> None:
    assert find_dateline_date(text) == day


def test_a_dateline_is_asked_last(inbox: Inbox) -> None:
    text = "BAGHDAD, 7 July 2019 - Gunmen killed five."
    inbox.put("a.txt", text)
    inbox.put("b.txt", text, sidecar="published = 2019-07-08")
    first, second = inbox.read_report("a.txt"), inbox.read_report("b.txt")
    assert (first.published, first.published_reason) == (date(2019, 7, 7), "dateline")
    assert (second.published, second.published_reason) == (date(2019, 7, 8), "sidecar")
    assert (first.published_year, first.published_month) == (2019, 7)


def test_the_id_knows_title_text_and_source_alone() -> None:
    one = name_report("Bomb kills five", "Gunmen killed\nfive  people.", "Wire")
    assert name_report("BOMB  kills five", " gunmen killed five people. ", "wire") == one
    assert name_report("Bomb kills ﬁve", "Gunmen killed five people.", "Wire") == one  # a ligature
    assert name_report(None, "Gunmen killed five people.", "Wire") != one
    assert name_report("Bomb kills five", "Gunmen killed five people.", None) != one
    assert name_report("Bomb kills five", "Gunmen killed six people.", "Wire") != one
    assert name_report("a", "b c", None) != name_report("a b", "c", None)


def test_the_id_does_not_depend_on_file_date_or_encoding(inbox: Inbox) -> None:
    inbox.put("a.txt", "Erbîl is calm.")
    inbox.put("b.md", "Erbîl is calm.\r\n".encode("utf-16"), sidecar="published = 2019-07-07")
    assert inbox.read_report("a.txt").report_id == inbox.read_report("b.md").report_id


def test_each_rule_has_a_sentence() -> None:
    for rule in RefusalRule:
        assert rule.sentence.endswith(".")
        assert RefusalRule(rule.value) is rule


def test_readers_are_found_by_looking_into_their_package() -> None:
    readers = load_readers()
    assert [reader.name for reader in readers] == ["json_lines", "plain_text", "web_page"]
    suffixes = [suffix for reader in readers for suffix in reader.suffixes]
    assert len(suffixes) == len(set(suffixes))


def test_every_file_ends_as_report_refusal_or_sidecar(inbox: Inbox) -> None:
    inbox.put("a.txt", BODY, sidecar=SIDECAR)
    inbox.put("b.html", "<html></html>")
    inbox.put("c.jsonl", '{"text": "One."}\nbroken\n')
    inbox.put("d.png", b"\x89PNG\x00")
    inbox.put("e.txt", "")
    items = {name: inbox.read(name) for name in ("a.txt", "b.html", "c.jsonl", "d.png", "e.txt")}
    assert all(items.values())
    reading = Reading.collect(item for each in items.values() for item in each)
    assert [report.origin for report in reading.reports] == ["a.txt", "c.jsonl#1"]
    assert [row.item for row in reading.refused] == ["b.html", "c.jsonl:2", "d.png", "e.txt"]
    assert all(isinstance(row, Quarantined) and row.raw_sha256 for row in reading.refused)
    assert all(isinstance(report, Report) for report in reading.reports)
