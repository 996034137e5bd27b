"""JSON lines: one record a line, with `text` and perhaps title, source, url, published and others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, cast

from sitrep.reading.decoding import find_mark
from sitrep.reading.fields import mend_text, read_language, read_published, read_text_field
from sitrep.reading.inbox import ReadingLimits
from sitrep.reading.opening import OpenedFile
from sitrep.reading.reader import Draft, Reader
from sitrep.reading.refusing import ReadingRefusedError, RefusalRule, Refused, show
from sitrep.schema import PublishedReason

_ID_CHARACTERS = 200
_KEYS = "id|published|title|source|url|text|language|licence"
_OPENING = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,100}\{[ \t]{0,100}\"(?:" + _KEYS.encode() + rb")\"[ \t]{0,100}:")


def _sniff(head: bytes) -> bool:
    return _OPENING.match(head) is not None


def _read(file: OpenedFile, limits: ReadingLimits) -> Iterator[Draft | Refused]:
    mark = find_mark(file.peek(4))
    if mark is not None and mark[0] != "utf-8":
        raise ReadingRefusedError(
            RefusalRule.UNDECODABLE, f"begins as {mark[0].upper()}; JSON lines are UTF-8", "Save it as UTF-8."
        )
    is_blank = True
    for line in file.read_lines(limits.line_bytes):
        content = line.content
        try:
            if content is None:
                found = f"the line is longer than {limits.line_bytes:,} bytes"
                raise ReadingRefusedError(RefusalRule.TOO_LONG, found, "Split the text of this record.")
            if line.number == 1 and mark is not None:
                content = content[mark[1] :]
            if not content.strip():
                continue
            is_blank = False
            yield _read_record(content, line.number)
        except ReadingRefusedError as error:
            is_blank = False
            refused = error.refused
            yield Refused(refused.rule, refused.found, refused.advice, line=line.number, kind="report")
    if is_blank:
        raise ReadingRefusedError(RefusalRule.NO_TEXT, "holds blank lines only", "Remove it, or fill it.")


def _read_record(content: bytes, number: int) -> Draft:
    fields = _load_object(content)
    text = fields.get("text")
    if text is None:
        keys = ", ".join(sorted(fields)[:10]) or "none"
        raise ReadingRefusedError(
            RefusalRule.NO_TEXT,
            f"no key 'text'; keys are {show(keys)}",
            "Name the key that holds the text 'text'.",
        )
    if not isinstance(text, str):
        found = f"text is of type {type(text).__name__}; expected text"
        raise ReadingRefusedError(RefusalRule.BAD_FIELD, found, "Write the text as one string.")
    published = read_published(fields)
    return Draft(
        text=mend_text(text),
        title=read_text_field(fields, "title"),
        source=read_text_field(fields, "source"),
        url=read_text_field(fields, "url"),
        published=published,
        published_reason=PublishedReason.UNKNOWN if published is None else PublishedReason.RECORD,
        language=read_language(fields),
        licence=read_text_field(fields, "licence"),
        record=_read_id(fields) or str(number),
        line=number,
    )


def _load_object(content: bytes) -> dict[str, Any]:
    advice = "Mend the line, or remove it."
    try:
        loaded = json.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        found = f"byte {error.start + 1:,} of the line is no UTF-8"
        raise ReadingRefusedError(RefusalRule.UNDECODABLE, found, "Save the file as UTF-8.") from error
    except RecursionError as error:
        found = "the line is nested too deeply for a record"
        raise ReadingRefusedError(RefusalRule.BROKEN_JSON, found, advice) from error
    except ValueError as error:  # also for a number of thousands of digits
        found = f"the line is no JSON ({show(str(error))})"
        raise ReadingRefusedError(RefusalRule.BROKEN_JSON, found, advice) from error
    if not isinstance(loaded, dict):
        found = f'the line is JSON of type {type(loaded).__name__}; expected an object such as {{"text": "…"}}'
        raise ReadingRefusedError(RefusalRule.BROKEN_JSON, found, advice)
    return cast("dict[str, Any]", loaded)


def _read_id(fields: dict[str, Any]) -> str | None:
    value = fields.get("id")
    is_number = isinstance(value, int) and not isinstance(value, bool)
    name = str(value) if is_number else read_text_field(fields, "id")
    if name is not None and len(name) > _ID_CHARACTERS:
        found = f"id has {len(name):,} characters; at most {_ID_CHARACTERS} are read"
        raise ReadingRefusedError(RefusalRule.BAD_FIELD, found, "Give the record a shorter id.")
    return name


READER = Reader(
    name="json_lines",
    version="1",
    label="a JSON lines file",
    media_type="application/x-ndjson",
    suffixes=(".jsonl", ".ndjson"),
    sniff=_sniff,
    read=_read,
    holds_many=True,
)
