"""What a reader is: one module in `sitrep/reading/formats`, with a `READER` that turns a file into drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sitrep.reading.inbox import ReadingLimits
from sitrep.reading.opening import OpenedFile
from sitrep.reading.refusing import Refused
from sitrep.schema import PublishedReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One document as a reader found it, before its sidecar is asked; None is not told.

    Attributes:
        text: The text that all offsets count in.
        record: What tells it apart in a file of many, after "#" in its origin: an id or the line.
        line: Its line in a file of many, from 1.
    """

    text: str
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: date | None = None
    published_reason: PublishedReason = PublishedReason.UNKNOWN
    language: str | None = None
    licence: str | None = None
    record: str | None = None
    line: int | None = None


def _ignore_content(head: bytes) -> bool:
    del head
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A reader of one format.

    Attributes:
        name: Its name, as `Report.reader` has it.
        version: Changes whenever the same bytes give another text, title or date.
        label: The format, as messages call it: "a text file".
        media_type: Media type of the format.
        suffixes: File names that it reads where the content does not tell: ".txt".
        holds_many: A file holds many reports: it is streamed, and its sidecar tells only what a record does
            not.
        sniff: Whether the first bytes show the format beyond doubt, whatever the file's name.
        read: The drafts of a file and the refusals of single records. Raises ReadingRefusedError where the
            whole file cannot be read.
    """

    name: str
    version: str
    label: str
    media_type: str
    suffixes: tuple[str, ...]
    read: Callable[[OpenedFile, ReadingLimits], Iterator[Draft | Refused]]
    sniff: Callable[[bytes], bool] = _ignore_content
    holds_many: bool = False

    @property
    def signature(self) -> str:
        """Name and version: "plain_text 1"."""
        return f"{self.name} {self.version}"

    def choose_limit(self, limits: ReadingLimits) -> tuple[int, str]:
        """Return the most bytes of a file, and the setting that holds them."""
        if self.holds_many:
            return limits.stream_bytes, "SITREP_STREAM_BYTES"
        return limits.file_bytes, "SITREP_FILE_BYTES"
