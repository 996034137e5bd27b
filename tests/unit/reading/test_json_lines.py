"""JSON lines: good records go on, bad ones are refused by line, and the file is streamed."""

import json
import tracemalloc
from datetime import date

import pytest
from inbox_folder import Inbox

from sitrep.reading import ReadingLimits, hash_file, read_file
from sitrep.schema import Quarantined, Report

TEXT = "Gunmen killed five people in Mosul."


def record(**fields: object) -> str:
    return json.dumps({"text": TEXT} | fields)


def test_a_record_tells_all_of_a_report(inbox: Inbox) -> None:
    line = record(
        id="r1",
        published="2019-07-07",
        title=" Bomb kills five ",
        source="Example Wire",
        url="https://example.org/1",
        language="en-GB",
        licence="CC0-1.0",
        other={"ignored": True},
    )
    inbox.put("a.jsonl", line + "\n")
    report = inbox.read_report("a.jsonl")
    assert (report.text, report.title, report.source) == (TEXT, "Bomb kills five", "Example Wire")
    assert (report.url, report.language, report.licence) == ("https://example.org/1", "en", "CC0-1.0")
    assert (report.published, report.published_reason) == (date(2019, 7, 7), "record")
    assert (report.published_year, report.published_month) == (2019, 7)
    assert (report.origin, report.reader, report.raw_bytes) == ("a.jsonl#r1", "json_lines 1", len(line) + 1)


def test_records_are_named_by_id_or_line(inbox: Inbox) -> None:
    lines = [record(id="r1"), "", record(id=7), record(id=None), record(id="")]
    inbox.put("a.jsonl", "\ufeff" + "\r\n".join(lines))
    items = inbox.read("a.jsonl")
    assert [item.origin for item in items if isinstance(item, Report)] == [
        "a.jsonl#r1",
        "a.jsonl#7",
        "a.jsonl#4",
        "a.jsonl#5",
    ]


@pytest.mark.parametrize(
    ("line", "rule", "found"),
    [
        ('{"text": "cut off', "broken_json", "no JSON"),
        ('["a", "list"]', "broken_json", "type list"),
        ("null", "broken_json", "type NoneType"),
        ("[" * 100_000, "broken_json", "nested too deeply"),
        ('{"text": ' + "[" * 100_000, "broken_json", "nested too deeply"),
        ('{"text": "x", "id": ' + "9" * 5000 + "}", "broken_json", "no JSON"),
        ('{"body": "x", "id": 1}', "no_text", "keys are body, id"),
        ('{"text": null}', "no_text", "no key 'text'"),
        ('{"text": " "}', "no_text", "no word"),
        ('{"text": ["a"]}', "bad_field", "type list"),
        (record(published=5), "bad_field", "published is 5 (int)"),
        (record(published="soon"), "bad_field", "'soon'"),
        (record(published="7/7/2019"), "bad_field", "ISO 8601"),
        (record(published="2019-02-30"), "bad_field", "2019-02-30"),
        (record(published="0019-02-03"), "bad_field", "0019-02-03"),
        (record(published=True), "bad_field", "True"),
        (record(title=["a"]), "bad_field", "title"),
        (record(language="English, please"), "bad_field", "ISO 639"),
        (record(id=1.5), "bad_field", "id is 1.5"),
        (record(id="x" * 201), "bad_field", "201 characters"),
    ],
)
def test_a_bad_line_in_the_middle_is_refused_alone(inbox: Inbox, line: str, rule: str, found: str) -> None:
    inbox.put("a.jsonl", "\n".join([record(id=1), line, record(id=3)]))
    before, refusal, after = inbox.read("a.jsonl")
    assert isinstance(before, Report)
    assert isinstance(after, Report)
    assert isinstance(refusal, Quarantined)
    assert (refusal.rule, refusal.item, refusal.kind) == (rule, "a.jsonl:2", "report")
    assert refusal.reason.startswith("a.jsonl:2: ")
    assert found in refusal.reason
    assert len(refusal.reason) < 600


def test_a_line_that_is_no_utf8_is_refused_alone(inbox: Inbox) -> None:
    inbox.put("a.jsonl", b'{"text": "caf\xe9"}\n' + record().encode())
    refusal, report = inbox.read("a.jsonl")
    assert isinstance(refusal, Quarantined)
    assert (refusal.rule, refusal.item) == ("undecodable", "a.jsonl:1")
    assert isinstance(report, Report)


def test_utf16_is_refused_as_a_whole(inbox: Inbox) -> None:
    inbox.put("a.jsonl", record().encode("utf-16"))
    assert inbox.read_refusal("a.jsonl").rule == "undecodable"


def test_a_line_of_10_megabytes_is_refused_and_the_next_read(inbox: Inbox) -> None:
    inbox.put("a.jsonl", "\n".join([record(text="x " * 5_000_000), record(id=2)]))
    refusal, report = inbox.read("a.jsonl")
    assert isinstance(refusal, Quarantined)
    assert (refusal.rule, refusal.item) == ("too_long", "a.jsonl:1")
    assert "8,388,608 bytes" in refusal.reason
    assert isinstance(report, Report)
    assert report.origin == "a.jsonl#2"


def test_a_line_limit_holds_at_its_edge(inbox: Inbox) -> None:
    inbox.put("a.jsonl", f"{record()}\n{record()}")
    assert all(isinstance(item, Report) for item in inbox.read("a.jsonl", ReadingLimits(line_bytes=len(record()))))
    refused = inbox.read("a.jsonl", ReadingLimits(line_bytes=len(record()) - 1))
    assert [item.rule for item in refused if isinstance(item, Quarantined)] == ["too_long", "too_long"]


def test_a_text_that_is_too_long_is_refused_by_line(inbox: Inbox) -> None:
    inbox.put("a.jsonl", f"{record(text='word ' * 30)}\n{record()}")
    refusal, report = inbox.read("a.jsonl", ReadingLimits(text_characters=100))
    assert isinstance(refusal, Quarantined)
    assert (refusal.rule, refusal.item, refusal.kind) == ("too_long", "a.jsonl:1", "report")
    assert isinstance(report, Report)


def test_what_cannot_be_stored_is_replaced_one_for_one(inbox: Inbox) -> None:
    inbox.put("a.jsonl", '{"text": "a\\ud800b\\u0000c \\ud83d\\ude00", "title": "\\udfff!"}')
    report = inbox.read_report("a.jsonl")
    assert report.text == "a\ufffdb\ufffdc 😀"
    assert report.title == "\ufffd!"
    assert report.text.encode("utf-8")


def test_a_file_of_blank_lines_is_refused(inbox: Inbox) -> None:
    inbox.put("a.jsonl", "\n \n\t\n")
    assert inbox.read_refusal("a.jsonl").rule == "no_text"


def test_content_tells_records_from_text(inbox: Inbox) -> None:
    inbox.put("records.txt", f'\ufeff\n  {{ "id" : 1, {record()[1:]}\n')
    inbox.put("prose.txt", '{"quoted": braces} are no record.')
    assert inbox.read_report("records.txt").reader == "json_lines 1"
    assert inbox.read_report("prose.txt").reader == "plain_text 1"


def test_a_file_of_many_may_be_larger_than_a_file_of_one(inbox: Inbox) -> None:
    inbox.put("a.jsonl", record())
    limits = ReadingLimits(file_bytes=5)
    assert isinstance(inbox.read("a.jsonl", limits)[0], Report)
    refusal = inbox.read_refusal("a.jsonl", ReadingLimits(stream_bytes=5))
    assert refusal.rule == "too_large"
    assert "SITREP_STREAM_BYTES" in refusal.reason


def test_a_large_file_does_not_sit_in_memory(inbox: Inbox) -> None:
    inbox.put("a.jsonl", "\n".join(record(text="word " * 2000, id=number) for number in range(500)))
    file = inbox.find("a.jsonl")
    sha256 = hash_file(file)
    assert file.size > 5_000_000
    tracemalloc.start()
    count = sum(isinstance(item, Report) for item in read_file(file, sha256))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 500
    assert peak < 1_000_000
