"""Cleaning a report's text for the coder, with the way back to the raw text for each character.

A step drops characters or puts one in place of one; none inserts. So the map from clean to raw offsets is a
list of the runs that were kept, and strictly rising. A clean text is left as it is by a second cleaning.
Mojibake is left alone: mending it is a guess.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sitrep.datelines import (
    HEAD_LINES,
    Dateline,
    ends_within,
    find_byline,
    find_dateline,
    is_byline,
    read_dateline,
)


class OffsetMap:
    """Where the characters of a clean text stand in the raw one: the starts of the kept runs in both."""

    __slots__ = ("_clean", "_raw", "clean_length", "raw_length")

    def __init__(self, runs: Iterable[tuple[int, int]], clean_length: int, raw_length: int) -> None:
        self._clean = array("I")
        self._raw = array("I")
        for clean, raw in runs:
            self._clean.append(clean)
            self._raw.append(raw)
        self.clean_length = clean_length
        self.raw_length = raw_length

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """Return the map of a text that nothing was dropped from."""
        return cls([(0, 0)], length, length)

    def locate_raw(self, position: int) -> int:
        """Return where a clean character stands in the raw text; the raw text's end for the clean one's."""
        if position >= self.clean_length:
            return self.raw_length
        run = bisect_right(self._clean, position) - 1
        return self._raw[run] + position - self._clean[run]

    def locate_clean(self, position: int) -> int:
        """Return the first clean character at a raw position or after it; the clean text's end if none is."""
        run = bisect_right(self._raw, position) - 1
        if run < 0:
            return 0
        end = self._clean[run + 1] if run + 1 < len(self._clean) else self.clean_length
        return min(self._clean[run] + position - self._raw[run], end)

    def drop(self, spans: Iterable[tuple[int, int]]) -> OffsetMap:
        """Return the map after spans of the clean text, in order and apart, were dropped from it as well."""
        runs: list[tuple[int, int]] = []
        last = len(self._clean) - 1
        run = length = position = 0
        for start, end in (*spans, (self.clean_length, self.clean_length)):
            while position < start:
                while run < last and self._clean[run + 1] <= position:
                    run += 1
                stop = min(start, self._clean[run + 1]) if run < last else start
                raw = self._raw[run] + position - self._clean[run]
                if not runs or raw - length != runs[-1][1] - runs[-1][0]:
                    runs.append((length, raw))
                length += stop - position
                position = stop
            position = end
        return OffsetMap(runs, length, self.raw_length)


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text made ready for the coder.

    Attributes:
        text: Paragraphs on one line each with a blank line between; a headline, byline or list item is a line
            too.
        dateline: The dateline it begins with; it stays in the text.
        byline: The line at its start that names who wrote it, "By Jane Doe"; it stays in the text.
        offsets: Where its characters stand in the raw text.
    """

    text: str
    dateline: Dateline | None
    byline: str | None
    offsets: OffsetMap

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw span of a clean span: from its first character to one past its last.

        An empty span gives an empty one. What was dropped inside the span is inside, what was dropped around
        it not.

        Raises:
            ValueError: The span does not lie in the clean text.
        """
        _check_span(start, end, self.offsets.clean_length, "clean")
        first = self.offsets.locate_raw(start)
        return (first, first) if start == end else (first, self.offsets.locate_raw(end - 1) + 1)

    def from_raw(self, start: int, end: int) -> tuple[int, int]:
        """Return the clean span of what was kept of a raw span; an empty one where nothing was.

        Raises:
            ValueError: The span does not lie in the raw text.
        """
        _check_span(start, end, self.offsets.raw_length, "raw")
        return self.offsets.locate_clean(start), self.offsets.locate_clean(end)


def clean_text(text: str) -> CleanText:
    r"""Return the text as the coder reads it.

    "The army\u200bs  “men”\r\n"                     -> 'The armys "men"'
    lines of a paragraph wrapped at 72 characters   -> one line
    "Bomb kills five\nMOSUL (Example Wire) - Gunmen" -> as it is: a headline, and a dateline of MOSUL
    """
    draft = _Draft(text, OffsetMap.identity(len(text)))
    for step in STEPS:
        draft = step(draft)
    return CleanText(draft.text, find_dateline(draft.text), find_byline(draft.text), draft.offsets)


def _check_span(start: int, end: int, length: int, which: str) -> None:
    if not 0 <= start <= end <= length:
        raise ValueError(f"span {start}:{end} does not lie in the {which} text of {length} characters")


# ---------------------------------------------------------------------------------------------------------
# Steps


@dataclass(frozen=True, slots=True)
class _Draft:
    """A text on its way to being clean, and where its characters stand in the raw one."""

    text: str
    offsets: OffsetMap

    def drop(self, spans: Sequence[tuple[int, int]]) -> _Draft:
        """Return the draft without these spans, which are in order and apart."""
        if not spans:
            return self
        pieces: list[str] = []
        position = 0
        for start, end in spans:
            pieces.append(self.text[position:start])
            position = end
        pieces.append(self.text[position:])
        return _Draft("".join(pieces), self.offsets.drop(spans))

    def exchange(self, text: str) -> _Draft:
        """Return the draft with a text of the same length, one character in place of one."""
        return _Draft(text, self.offsets)


# A soft hyphen at the end of a line divides a word; elsewhere it, zero-width characters, marks of writing
# direction and control characters are nothing to see.
_INVISIBLE = re.compile(
    "\u00ad[ \t]{0,8}(?:\r\n|\r|\n)[ \t]{0,8}(?=\\w)"
    "|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x90\x95\x98-\x9f\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+"
)
_LINE_END = re.compile("\r\n")
_LINE_ENDS = str.maketrans(dict.fromkeys("\r\v\f\u2028\u2029", "\n"))
# The C1 codes are what Windows-1252 puts there, read as Latin-1; browsers read them so too.
_MARKS = str.maketrans(
    dict.fromkeys("“”„‟«»\x93\x94", '"')
    | dict.fromkeys("‘’‚‛‹›\x91\x92", "'")
    | dict.fromkeys(
        "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
        " ",
    )
    | {"\x85": "…", "\x96": "–", "\x97": "—"}
)
_SURPLUS_QUOTES = re.compile('(?<=")"+')
_BLANKS = re.compile(r"[ \n]{2,}|\A[ \n]|[ \n]\Z")
_DROP_ME = "\x00"  # stands nowhere in a text that went through the first step


def drop_invisible(draft: _Draft) -> _Draft:
    r"""Drop zero-width and control characters and soft hyphens: "demon\u00ad\nstration" -> one word."""
    return draft.drop([match.span() for match in _INVISIBLE.finditer(draft.text)])


def normalise_line_ends(draft: _Draft) -> _Draft:
    r"""End lines by "\n" alone."""
    draft = draft.drop([(match.start(), match.start() + 1) for match in _LINE_END.finditer(draft.text)])
    return draft.exchange(draft.text.translate(_LINE_ENDS))


def normalise_marks(draft: _Draft) -> _Draft:
    """Make quotation marks ASCII and blanks plain: `“No”` -> `"No"`; doubled, as CSV leaves them, single.

    ``No'' -> "No", and ""No"" -> "No".
    """
    text = draft.text.translate(_MARKS)
    for doubled in ("``", "''"):
        text = text.replace(doubled, f'"{_DROP_ME}')
    draft = _drop_marked(draft.exchange(text))
    return draft.drop([match.span() for match in _SURPLUS_QUOTES.finditer(draft.text)])


def collapse_blanks(draft: _Draft) -> _Draft:
    r"""Make a run of blanks and line ends one blank, one line end or one blank line; at the edges nothing."""
    spans: list[tuple[int, int]] = []
    for match in _BLANKS.finditer(draft.text):
        start, end = match.span()
        kept: list[int] = []
        if start > 0 and end < len(draft.text):
            first = draft.text.find("\n", start, end)
            second = draft.text.find("\n", first + 1, end) if first >= 0 else -1
            kept = [position for position in (first, second) if position >= 0] or [start]
        for position in kept:
            spans.append((start, position))
            start = position + 1
        spans.append((start, end))
    return draft.drop([span for span in spans if span[0] < span[1]])


def unwrap_lines(draft: _Draft) -> _Draft:
    r"""Put each paragraph that was wrapped by hand on one line: "in the\ntown" -> "in the town".

    A text counts as wrapped where a quarter of its line ends stand between a line of 40 to 120 characters
    that no full stop ends and a lower-case letter. Then a line goes on where a lower-case letter follows, and
    elsewhere where it is so full that the next word would not have fitted. Headlines, bylines and list items
    end their lines. In a text all in capitals any letter counts as lower-case.
    """
    while "\n" in draft.text:
        # Lines put together may show what single ones did not. A round joins a quarter of the line ends or is
        # the last but for rare texts, so that the time stays linear.
        unwrapped = _unwrap_once(draft)
        if unwrapped is draft:
            break
        draft = unwrapped
    return draft


def _unwrap_once(draft: _Draft) -> _Draft:
    lines = draft.text.split("\n")
    is_capitals = _is_capitals(draft.text)
    ends = [index for index in range(len(lines) - 1) if lines[index] and lines[index + 1]]
    guarded = _find_guarded(lines)
    sure = [index for index in ends if index not in guarded and _is_surely_wrapped(lines, index, is_capitals)]
    if not sure or len(sure) * 4 < len(ends):
        return draft
    widest = max(len(lines[index]) for index in sure) + 8
    # The first line may be a headline, wider than the rest.
    body = [len(lines[index]) for index in ends if index and len(lines[index]) <= widest]
    width = max((*body, *(len(lines[index]) for index in sure)))
    pieces: list[str] = []
    is_list = _LIST_ITEM.match(lines[0]) is not None
    open_ends = set(ends)
    for index, line in enumerate(lines[:-1]):
        following = lines[index + 1]
        joins = (
            index in open_ends
            and index not in guarded
            and _goes_on(
                line,
                following,
                width,
                is_list=is_list,
                is_headline=index == 0 and _may_be_headline(line),
                is_capitals=is_capitals,
            )
        )
        if not joins:
            is_list = _LIST_ITEM.match(following) is not None
            pieces += (line, "\n")
        elif _GLUED_DASH.search(line[-3:]) and following[0].isalpha():
            pieces += (line, _DROP_ME)
        else:
            pieces += (line, " ")
    text = "".join((*pieces, lines[-1]))
    return draft if text == draft.text else _drop_marked(draft.exchange(text))


def _drop_marked(draft: _Draft) -> _Draft:
    marked = [match.start() for match in re.finditer(_DROP_ME, draft.text)]
    return draft.drop([(position, position + 1) for position in marked])


#: The steps of cleaning, in their order: each leaves what those before it have done.
STEPS = (drop_invisible, normalise_line_ends, normalise_marks, collapse_blanks, unwrap_lines)


# ---------------------------------------------------------------------------------------------------------
# Lines

_SHORTEST_WRAP, _LONGEST_WRAP = 40, 120
_LIST_ITEM = re.compile(r"[-*•·‣–—] |\(?\d{1,3}[.)] |\(?[a-z]\) |\|")
_GLUED_DASH = re.compile(r"\w-{1,2}$")  # "cross-" and, before "border", "well--": no blank belongs after it
_OPENING = "\"'(["
_LOWER_CASE = bytes(range(ord("a"), ord("z") + 1))
_UPPER_CASE = bytes(range(ord("A"), ord("Z") + 1))


def _is_capitals(text: str) -> bool:
    """Return whether a text is written in capitals, as wires of the eighties are."""
    letters = text.encode("ascii", "ignore")
    lower = len(letters) - len(letters.translate(None, _LOWER_CASE))
    upper = len(letters) - len(letters.translate(None, _UPPER_CASE))
    return lower * 10 < upper


def _starts_within(line: str, *, is_capitals: bool) -> bool:
    """Return whether a line starts as the middle of a sentence does."""
    first = line.lstrip(_OPENING)[:1]
    return first.isalpha() if is_capitals else first.islower()


def _find_guarded(lines: Sequence[str]) -> set[int]:
    """Return the lines at the head of a text that end there: bylines, those before one or a dateline."""
    guarded: set[int] = set()
    for index in range(min(len(lines) - 1, HEAD_LINES)):
        line, following = lines[index], lines[index + 1]
        if line and (not ends_within(line) or read_dateline(line, 0) is not None):
            break  # the body has begun
        if is_byline(line) or is_byline(following) or read_dateline(following, 0) is not None:
            guarded.add(index)
    return guarded


def _is_surely_wrapped(lines: Sequence[str], index: int, is_capitals: bool) -> bool:
    line, following = lines[index], lines[index + 1]
    return (
        _SHORTEST_WRAP <= len(line) <= _LONGEST_WRAP
        and ends_within(line)
        and _starts_within(following, is_capitals=is_capitals)
        and not (is_capitals and index == 0 and _may_be_headline(line))
        and not _LIST_ITEM.match(line)
        and not _LIST_ITEM.match(following)
    )


def _goes_on(line: str, following: str, width: int, *, is_list: bool, is_headline: bool, is_capitals: bool) -> bool:
    """Return whether the next line goes on with a line, in a text wrapped at a width."""
    is_full = len(line) <= width < len(line) + 1 + len(following.split(" ", 1)[0])
    if _LIST_ITEM.match(following):
        return is_full and not is_list and ends_within(line) and following[0] != "|"
    if _starts_within(following, is_capitals=is_capitals) and not (is_capitals and is_headline):
        if is_list or line[-1] in ":;":
            return is_full
        return not is_capitals or is_full or ends_within(line)
    if is_list or not is_full:
        return False
    return not (is_headline and _is_title_case(line))


def _may_be_headline(first_line: str) -> bool:
    return ends_within(first_line) and read_dateline(first_line, 0) is None


def _is_title_case(line: str) -> bool:
    words = [word for word in line.split() if len(word) > 3]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) * 10 >= len(words) * 7
