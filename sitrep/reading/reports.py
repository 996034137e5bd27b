"""From a file to reports: reader, sidecar, dateline and limits put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from sitrep.cleaning import clean_text
from sitrep.reading.inbox import InboxFile, ReadingLimits
from sitrep.reading.opening import OpenedFile, open_file
from sitrep.reading.reader import Draft, Reader
from sitrep.reading.refusing import ReadingRefusedError, RefusalRule, Refused, quarantine
from sitrep.reading.registry import HEAD, choose_reader
from sitrep.reading.sidecars import Sidecar, read_sidecar
from sitrep.resolving.dates import DateReason, resolve_date
from sitrep.schema import PublishedReason, Quarantined, Report, hash_id

_WORD = re.compile(r"\w+(?:['’-]\w+){0,20}")

#: A dateline stands further up than this, if there is one.
_DATELINE_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class _Source:
    """A file that is read, and with what."""

    file: InboxFile
    sha256: str
    reader: Reader
    sidecar: Sidecar


@dataclass(frozen=True, slots=True)
class Reading:
    """The reports of some files and what was refused of them."""

    reports: tuple[Report, ...]
    refused: tuple[Quarantined, ...]

    @classmethod
    def collect(cls, items: Iterable[Report | Quarantined]) -> Reading:
        """Return what `read_file` yielded, reports and refusals apart, in their order."""
        reports: list[Report] = []
        refused: list[Quarantined] = []
        for item in items:
            if isinstance(item, Report):
                reports.append(item)
            else:
                refused.append(item)
        return cls(tuple(reports), tuple(refused))


def read_file(file: InboxFile, sha256: str, limits: ReadingLimits | None = None) -> Iterator[Report | Quarantined]:
    """Yield the reports of a file, and a refusal for each record of it that is none; or one for the file.

    Nothing yielded is nothing in the file: each file yields at least one item. A file of many reports is
    streamed. Where it was rewritten while it was streamed, the last item is a refusal of rule CHANGED, kind
    "file": the reports before it may be of neither version, and the caller drops them.

    Args:
        file: A file as `list_inbox` lists it.
        sha256: Its hash by `hash_file`; what is read is compared with it.
        limits: How much is read.
    """
    limits = limits or ReadingLimits()
    try:
        sidecar = read_sidecar(file)
        with open_file(file) as stream:
            opened = OpenedFile(stream, file, sha256)
            reader = _choose_reader(file, opened, limits)
            source = _Source(file, sha256, reader, sidecar)
            for item in reader.read(opened, limits):
                yield _finish(item, source, limits)
    except ReadingRefusedError as error:
        yield quarantine(error.refused, file.origin, sha256)


def _choose_reader(file: InboxFile, opened: OpenedFile, limits: ReadingLimits) -> Reader:
    if file.size == 0:
        raise ReadingRefusedError(
            RefusalRule.EMPTY_FILE,
            "0 bytes",
            "Remove it, or put its text in; perhaps a download was cut off.",
        )
    reader = choose_reader(file.path.name, opened.peek(HEAD))
    most, setting = reader.choose_limit(limits)
    if file.size > most:
        raise ReadingRefusedError(
            RefusalRule.TOO_LARGE,
            f"{file.size:,} bytes; at most {most:,} are read from {reader.label}",
            f"Split it, or raise {setting}.",
        )
    return reader


def _finish(item: Draft | Refused, source: _Source, limits: ReadingLimits) -> Report | Quarantined:
    """Return the report of a draft, or its refusal."""
    if isinstance(item, Refused):
        return quarantine(item, source.file.origin, source.sha256)
    words = sum(1 for _ in _WORD.finditer(item.text))
    characters = len(item.text)
    if words == 0:
        rule, found = RefusalRule.NO_TEXT, f"no word among {characters:,} characters"
        advice = "Remove it, or put its text in."
    elif characters > limits.text_characters:
        rule = RefusalRule.TOO_LONG
        found = f"a text of {characters:,} characters; at most {limits.text_characters:,} are read as one report"
        advice = "Split it into its reports."
    else:
        return _make_report(item, words, source)
    kind = "file" if item.line is None else "report"
    return quarantine(Refused(rule, found, advice, item.line, kind), source.file.origin, source.sha256)


def _make_report(draft: Draft, words: int, source: _Source) -> Report:
    file, reader, sidecar = source.file, source.reader, source.sidecar

    def choose(told: str | None, beside: str | None) -> str | None:
        return (told or beside) if reader.holds_many else (beside or told)

    title = choose(draft.title, sidecar.title)
    publisher = choose(draft.source, sidecar.source)
    published, reason = _choose_published(draft, sidecar, sidecar_first=not reader.holds_many)
    return Report(
        report_id=name_report(title, draft.text, publisher),
        title=title,
        source=publisher,
        url=choose(draft.url, sidecar.url),
        published=published,
        published_reason=reason.value,
        language=choose(draft.language, sidecar.language),
        licence=choose(draft.licence, sidecar.licence),
        origin=file.origin if draft.record is None else f"{file.origin}#{draft.record}",
        reader=reader.signature,
        raw_sha256=source.sha256,
        raw_bytes=file.size,
        text=draft.text,
        word_count=words,
        published_year=published.year if published else None,
        published_month=published.month if published else None,
    )


def _choose_published(draft: Draft, sidecar: Sidecar, *, sidecar_first: bool) -> tuple[date | None, PublishedReason]:
    beside = (sidecar.published, PublishedReason.SIDECAR)
    told = (draft.published, draft.published_reason)
    for published, reason in (beside, told) if sidecar_first else (told, beside):
        if published is not None:
            return published, reason
    dated = find_dateline_date(draft.text)
    return dated, PublishedReason.UNKNOWN if dated is None else PublishedReason.DATELINE


def find_dateline_date(text: str) -> date | None:
    """Return the day that the dateline of a text tells in full.

    "MOSUL, Iraq, July 7, 2019 (Example Wire) - Gunmen"  -> 7 July 2019
    "MOSUL, July 7 (Example Wire) - Gunmen"              -> None: no year, and none is guessed
    """
    dateline = clean_text(text[:_DATELINE_CHARACTERS]).dateline
    if dateline is None or dateline.date_text is None:
        return None
    resolved = resolve_date(dateline.date_text, published=None)
    is_day = resolved.precision == "day" and resolved.reason == DateReason.EXPLICIT
    return resolved.start if is_day else None


def name_report(title: str | None, text: str, source: str | None) -> str:
    """Return the id of a report: a hash of title, text and source, whatever their blanks, case or forms.

    Neither the publication date nor the file is part of it: a report read a second time, or dated later on,
    is the same report.
    """
    return hash_id(*(" ".join(normalize("NFKC", part or "").casefold().split()) for part in (title, text, source)))
