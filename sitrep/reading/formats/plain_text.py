"""Plain text: the decoded bytes, without a byte order mark and otherwise unchanged, line ends included."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitrep.datelines import find_dateline, is_byline
from sitrep.reading.decoding import decode
from sitrep.reading.inbox import ReadingLimits
from sitrep.reading.opening import OpenedFile
from sitrep.reading.reader import Draft, Reader
from sitrep.reading.refusing import ReadingRefusedError, RefusalRule, Refused

_TITLE_CHARACTERS = 200
# A line, then a blank line. The length is bounded, so that a text without line ends is not searched to its
# end.
_FIRST_LINE = re.compile(r"\s{0,200}([^\r\n]{1,300})(?:\r\n?|\n)[ \t]{0,200}(?:\r\n?|\n)")
_SENTENCE_END = re.compile(r"\.[\"'”’)\]]{0,3}$")


def _read(file: OpenedFile, limits: ReadingLimits) -> Iterator[Draft | Refused]:
    del limits
    text = decode(file.read_all())
    if "\x00" in text:
        raise ReadingRefusedError(
            RefusalRule.BINARY_FILE,
            f"character {text.index(chr(0)):,} is NUL, which no text holds",
            "Save it as text, or remove it from the inbox.",
        )
    yield Draft(text=text, title=find_title(text))


def find_title(text: str) -> str | None:
    r"""Return the headline of a text: a short first line that no full stop ends, with a blank line after it.

    "Bomb kills five in Mosul\n\nGunmen ..."  -> "Bomb kills five in Mosul"
    "# Bomb kills five in Mosul\n\nGunmen"    -> the same: a Markdown heading
    "Gunmen killed five.\n\nThe army"         -> None, and so for a byline or a line with a dateline
    """
    match = _FIRST_LINE.match(text)
    if match is None or not text[match.end() : match.end() + 1000].strip():
        return None
    title = match.group(1).strip().lstrip("#").strip()
    if not title or len(title) > _TITLE_CHARACTERS or _SENTENCE_END.search(title):
        return None
    dateline = find_dateline(title)
    is_dateline = dateline is not None and (dateline.end == len(title) or dateline.date_text is not None)
    return None if is_dateline or is_byline(title) else title


READER = Reader(
    name="plain_text",
    version="1",
    label="a text file",
    media_type="text/plain",
    suffixes=(".txt", ".md"),
    read=_read,
)
