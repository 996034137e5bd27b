"""Reading any bytes: each file yields something, and every text can be stored and is what was written."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep.reading import RefusalRule, hash_file, list_inbox, read_file
from sitrep.schema import Quarantined, Report

SUFFIXES = st.sampled_from(["", ".txt", ".md", ".html", ".htm", ".jsonl", ".ndjson", ".csv", ".json"])
TAGS = "<html> <body> <p> </p> <div > <!-- --> <meta charset='utf-16' <h1> </h1> &amp; &#0; &#xd800; \x00 é <td>"
SENTENCES = ["Gunmen killed five people in Mosul on Tuesday. ", "The army denied it. "]
PARTS = st.sampled_from([*TAGS.split(" "), *SENTENCES])
MARKUP = st.lists(PARTS, max_size=30).map(lambda parts: "".join(parts).encode())
KEYS = st.sampled_from(["id", "text", "title", "source", "url", "published", "language", "licence"])
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
RECORDS = st.lists(
    st.one_of(
        JSON_VALUES.map(json.dumps),
        st.dictionaries(KEYS, JSON_VALUES).map(json.dumps),
        st.text(max_size=30),
    ),
    max_size=6,
).map(lambda lines: "\n".join(lines).encode("utf-8", "replace"))
CONTENTS = st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode), MARKUP, RECORDS)


@pytest.fixture(scope="module")
def inbox() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        yield Path(folder)


def read(path: Path) -> list[Report | Quarantined]:
    (file,) = list_inbox(path).files
    return list(read_file(file, hash_file(file)))


@settings(max_examples=250, deadline=None)
@given(content=CONTENTS, suffix=SUFFIXES)
def test_each_file_yields_reports_or_refusals_that_can_be_stored(inbox: Path, content: bytes, suffix: str) -> None:
    path = inbox / f"file{suffix}"
    path.write_bytes(content)
    items = read(path)
    assert items
    assert items == read(path)
    for item in items:
        if isinstance(item, Report):
            assert item.text.encode("utf-8").decode("utf-8") == item.text
            assert item.word_count > 0
            assert item.raw_bytes == len(content)
            for told in (item.title, item.source, item.url):
                assert told is None or told.strip().encode("utf-8")
            assert (item.published is None) == (item.published_reason == "unknown")
        else:
            assert RefusalRule(item.rule)
            assert item.reason.isprintable()
            assert item.reason.encode("utf-8")
            assert item.item.startswith(path.name)
    path.unlink()


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=200))
def test_plain_text_is_what_was_written(inbox: Path, text: str) -> None:
    path = inbox / "plain.txt"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    for item in read(path):
        if isinstance(item, Report) and item.reader.startswith("plain_text"):
            assert item.text == text
        else:
            assert not any(map(str.isalnum, text)) or text.lstrip()[:1] in "{<"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=8))
def test_records_come_back_in_order_with_text_of_the_same_length(inbox: Path, texts: list[str]) -> None:
    path = inbox / "records.jsonl"
    path.write_text("\n".join(json.dumps({"text": f"word {text}"}) for text in texts), encoding="utf-8")
    items = read(path)
    if not texts:
        assert [item.rule for item in items if isinstance(item, Quarantined)] == ["empty_file"]
        return
    assert [len(item.text) for item in items if isinstance(item, Report)] == [len(text) + 5 for text in texts]
