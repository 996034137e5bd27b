"""Splitting a text into sentences, by rules that hold for news: headlines, datelines, titles, upper-case wires.

A line break ends a sentence unless the paragraph is wrapped by hand; within a line a full stop, question or
exclamation mark does, unless it belongs to an abbreviation, an initial, a number or an open bracket. Every rule looks
at a bounded stretch, so the time taken grows with the length of the text alone.
"""

import re
from collections.abc import Iterator

from sitrep.language.tokens import Span, read_word_list

# Never the end of a sentence: a name or a number follows.
_TITLES = read_word_list(
    """
    adm amb brig capt cdr cmdr col cpl cpt dr drs fr gen gov hon lt ltc maj messrs mr mrs ms mt pfc pres prof
    pte pvt rep rev rr sen sgt spc spec sr st supt vs ft sec det insp ave
    """
)
# The end of a sentence unless a number follows: "Jan. 10", "No. 5", "p. 3".
_BEFORE_NUMBER = read_word_list(
    """
    jan feb mar apr jun jul aug sep sept oct nov dec no nos art sec fig p pp vol ch para approx ca
    """
)
# May end a sentence or stand within one; the next word tells: "the U.S. The talks", "the U.S. Army".
_EITHER = read_word_list(
    """
    inc corp co ltd bros jr sr etc al dept univ ph ala ariz calif conn fla ill mass pa tenn tex va
    """
)
_STARTERS = read_word_list(
    """
    the a an this that these those he she it they we i you his her its their our my in on at after before but
    and however although while when as if since for from with by to there here some many most all one two three
    no not police officials according meanwhile earlier later both more other another what who why how
    """
)

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]{0,3}")
_DASHES = "-–—"
_OPENING = "\"'“‘«([" + _DASHES
_WORD_BEFORE = 24  # no abbreviation or word of interest is longer
_LONGEST = 2000  # characters; no sentence of news is longer
_WRAP_WIDTH = 100  # lines wrapped by hand are shorter


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of a text: in order, without overlap, without surrounding blanks.

    "Gen. Ali left at 5 p.m. on Jan. 3. He died." -> two sentences
    "BAGHDAD (Example Wire) - A bomb exploded."   -> one
    "Two were killed.The army denied it."         -> two, though glued
    "(He left. He died.) It rained."              -> two: a bracket holds together
    """
    lower_case = not any(map(str.isupper, text))
    sentences: list[Span] = []
    for start, end in _find_blocks(text):
        first = start
        for cut in _find_cuts(text, start, end, lower_case):
            if any(map(str.isalnum, text[first:cut])):  # a lone mark goes with what follows
                _append(sentences, text, first, cut)
                first = cut
        _append(sentences, text, first, end)
    return [piece for sentence in sentences for piece in _cut_overlong(text, sentence)]


def _cut_overlong(text: str, sentence: Span) -> Iterator[Span]:
    """Yield a sentence, or pieces of it: text without stops, such as a table, is cut at a blank."""
    start, end = sentence
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        cut = cut if cut > 0 else start + _LONGEST
        yield from _trim(text, start, cut)
        start = cut
    yield from _trim(text, start, end)


def _append(sentences: list[Span], text: str, start: int, end: int) -> None:
    sentences.extend(_trim(text, start, end))


def _trim(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield a span without the blanks around it; nothing where it is all blank."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)


def _find_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of a text, or the whole paragraph where it is wrapped by hand."""
    paragraph: list[tuple[int, int]] = []
    for match in _LINE.finditer(text):
        if match.group().isspace():
            yield from _join_wrapped(text, paragraph)
            paragraph = []
            continue
        if paragraph and text.count("\n", paragraph[-1][1], match.start()) > 1:
            yield from _join_wrapped(text, paragraph)
            paragraph = []
        paragraph.append(match.span())
    yield from _join_wrapped(text, paragraph)


def _join_wrapped(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield one block for lines wrapped by hand, else each line: wrapped ones are even and mostly end mid-sentence."""
    start = 0
    for index, (_, end) in enumerate(lines):
        is_last = index + 1 == len(lines)
        if is_last or not _is_wrapped(text, lines, index):
            yield lines[start][0], end
            start = index + 1


def _is_wrapped(text: str, lines: list[tuple[int, int]], index: int) -> bool:
    """Return whether the sentence goes on in the next line.

    It does where that line begins in lower case; or where this line is as long as its neighbours, none is longer
    than a screen, and it ends without a stop (upper-case wires).
    """
    start, end = lines[index]
    line = text[start:end].rstrip()
    following = text[lines[index + 1][0] : lines[index + 1][1]].lstrip()
    if not line or not following or line[-1] in '.!?:;"”':
        return False
    if following[0].islower():
        return len(line) > _WRAP_WIDTH // 3
    neighbours = [b - a for a, b in lines[max(0, index - 2) : index + 3]]
    return (len(neighbours) > 2 and max(neighbours) <= _WRAP_WIDTH and len(line) > 0.75 * max(neighbours)) and len(
        line
    ) > _WRAP_WIDTH // 2


def _find_cuts(text: str, start: int, end: int, lower_case: bool) -> Iterator[int]:
    """Yield the offsets within a line at which a new sentence begins."""
    closed = _find_brackets(text, start, end)
    bracket = 0
    for match in _STOP.finditer(text, start, end):
        stop = match.end()
        while bracket < len(closed) and closed[bracket][1] < stop:
            bracket += 1
        if bracket < len(closed) and closed[bracket][0] < match.start() and stop <= closed[bracket][1]:
            continue
        if _ends_sentence(text, match, end, lower_case):
            yield stop


def _find_brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the outermost round brackets of a line that are closed in it."""
    found: list[tuple[int, int]] = []
    if text.find("(", start, end) < 0:
        return found
    opened, depth = 0, 0
    for match in re.compile(r"[()]").finditer(text, start, end):
        if match.group() == "(":
            opened, depth = (match.start(), 1) if depth == 0 else (opened, depth + 1)
        elif depth:
            depth -= 1
            if depth == 0:
                found.append((opened, match.start()))
    return found


def _ends_sentence(text: str, match: re.Match[str], end: int, lower_case: bool) -> bool:
    mark, stop = match.group(), match.end()
    if stop >= end:
        return False
    follower = text[stop]
    before = _read_word_before(text, match.start())
    if not follower.isspace():
        # "killed.The": a word of lower case, a stop, a capitalised word; not "U.S.A" nor "file.TXT".
        return (
            mark == "."
            and follower.isupper()
            and len(before) > 1
            and before.islower()
            and stop + 1 < end
            and (text[stop + 1].islower() or text[stop + 1].isspace())
        )
    following = _read_word_after(text, stop, end)
    if not following:
        return False
    first = following[0]
    if first.islower() and not (lower_case and mark[0] != "…"):
        return False
    if first in _DASHES:  # "GOMA, N.K. - Two men": a dateline goes on
        return before.islower()
    if not (first.isalnum() or first in "@#$€£"):
        return True  # an opening bracket or quote
    if mark != ".":
        return not (mark.startswith("..") and first.islower())
    return _ends_at_stop(before, following)


def _ends_at_stop(before: str, following: str) -> bool:
    word, is_number = before.lower(), following[0].isdigit()
    if word in _TITLES:
        return False
    if word in _BEFORE_NUMBER:
        return not is_number
    if len(word) == 1 and before.isalpha():  # an initial; "Plan B. The" is rarer
        return False
    if "." in word or word in _EITHER:
        return following.lower() in _STARTERS
    return True


def _read_word_before(text: str, end: int) -> str:
    start = end
    while start > 0 and end - start < _WORD_BEFORE and (text[start - 1].isalnum() or text[start - 1] in ".-'’"):
        start -= 1
    return text[start:end].strip("-'’")


def _read_word_after(text: str, start: int, end: int) -> str:
    while start < end and text[start].isspace():
        start += 1
    if start < end and text[start] in _OPENING:
        return text[start]
    stop = start
    while stop < end and stop - start < _WORD_BEFORE and text[stop].isalnum():
        stop += 1
    return text[start:stop] or text[start : start + 1]
