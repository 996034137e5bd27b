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
    pte pvt rep rev rr sen sgt spc spec sr st supt vs ft sec det insp ave attn mlle mme hrh esp eg ie arrv p.s e.g i.e
    """
)
# The end of a sentence unless a number follows: "Jan. 10", "No. 5", "p. 3".
_BEFORE_NUMBER = read_word_list(
    """
    jan feb mar apr jun jul aug sep sept oct nov dec no nos art sec fig p pp vol ch para approx ca ext sc tel fax
    """
)
# May end a sentence or stand within one; the next word tells: "the U.S. The talks", "the U.S. Army".
_EITHER = read_word_list(
    """
    inc corp co ltd bros jr sr al dept univ ph ala ariz calif conn fla ill mass pa tenn tex va
    """
)
_STARTERS = read_word_list(
    """
    the a an this that these those he she it they we i you his her its their our my in on at after before but
    and however although while when as if since for from with by to there here some many most all one two three
    no not police officials according meanwhile earlier later both more other another what who why how
    """
)

# A pronoun, article or conjunction after an initial: no name goes on so.
_NO_NAMES = read_word_list(
    """
    the this that these those he she it they we but however although while when if after before according meanwhile
    his her its their our what who why how police officials
    """
)
# "etc." and these may stand before a word of lower case: "approx. five", "10 yrs. old".
_ABBREVIATIONS = (
    _TITLES
    | _BEFORE_NUMBER
    | _EITHER
    | read_word_list(
        """
        etc yrs hrs mins secs info dom est ed eds incl excl orig resp max min avg cf viz eg ie reps sens gens govt
        dist div mi km cm mm ft kg gm lb lbs oz tel fax ext encl inst natl intl assn assoc pop temp misc vols nr cc
        mich minn wash miss colo okla penn arr arrv dep lv min mob rec eve
        """
    )
)
_PLAIN_WORDS = read_word_list("no art mass ill miss eve pop fax")  # in lower case mostly words, not abbreviations
_DAYS = read_word_list("mon tue tues wed thu thur thurs fri sat sun")
_MONTHS = read_word_list(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec
    """
)
# After "5 p.m." the day or zone goes on, anything else begins a sentence.
_AFTER_HOUR = (
    _DAYS
    | _MONTHS
    | read_word_list(
        """
    monday tuesday wednesday thursday friday saturday sunday eastern central pacific mountain greenwich local moscow
    est edt cst cdt mst mdt pst pdt gmt utc bst cet cest eet ist msk akst hst et pt
    """
    )
)

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
# Stops, with what belongs to them: the closing quotes and brackets, the numbers of notes, a smiley. Of e-mail and web
# pages, the stamp that ends their head.
_STOP = re.compile(
    r"""
    ([.!?…]+(?:[ ][.!?…]+(?!\w)){0,20} (?:["'’]|[ ]?[”»)\]]){0,3})
    ((?:[ ]?\[(?:\d{1,3}|[a-z][a-z ]{2,24}needed)\]){0,9} (?:[ ]?[:;=]-?[()D](?![^\W_]))?)
    | (?<=[ ]\d\d:\d\d)(?::\d\d)?[ ][AP]M(?=[ ][A-Z][a-z]|[ ][A-Z],)
    """,
    re.VERBOSE,
)
_STAMP = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}[ ]\d{2}:\d{2}(?::\d{2})?[ ][AP]M$")
# The number of a list or heading is no sentence: "2. Results", "Figure 3. The fort".
_LABEL = re.compile(
    r"\W*(?:(?:fig|figure|table|chapter|section|part|step|map|photo)\.?\s)?(?:\d{1,3}(?:\.\d{1,2}){0,3}|[a-z]|[ivx]{2,4})[.)]+\W*",
    re.IGNORECASE,
)
_LONGEST_LABEL = 16
_DASHES = "-–—"
_OPENING = "\"'“‘«([" + _DASHES
_WORD_BEFORE = 24  # no abbreviation or word of interest is longer
_LONGEST_BRACKET = 300
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
        first = checked = start
        has_words = False
        for cut in _find_cuts(text, start, end, lower_case):
            has_words = has_words or any(map(str.isalnum, text[checked:cut]))
            checked = cut
            # A lone mark, or the number of a list, goes with what follows.
            if has_words and not (cut - first <= _LONGEST_LABEL and _LABEL.fullmatch(text, first, cut)):
                _append(sentences, text, first, cut)
                first, has_words = cut, False
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
    """Return the outermost round brackets of a line that are closed in it, but for those about many sentences."""
    found: list[tuple[int, int]] = []
    if text.find("(", start, end) < 0:
        return found
    opened, depth = 0, 0
    for match in re.compile(r"[()]").finditer(text, start, end):
        if match.group() == "(":
            opened, depth = (match.start(), 1) if depth == 0 else (opened, depth + 1)
        elif depth:
            depth -= 1
            if depth == 0 and match.start() - opened <= _LONGEST_BRACKET:
                found.append((opened, match.start()))
    return found


def _ends_sentence(text: str, match: re.Match[str], end: int, lower_case: bool) -> bool:
    mark, stop = match.group(1), match.end()
    if stop >= end:
        return False
    if mark is None:
        return _STAMP.search(text, max(match.start() - _WORD_BEFORE, 0), stop) is not None
    follower = text[stop]
    before = _read_word_before(text, match.start())
    if not follower.isspace():
        return _is_glued(text, match, before, end)
    following = _read_word_after(text, stop, end)
    if not following or not _has_words(text, stop, end):
        return False
    first = following[0]
    if following in {"http", "https", "www"}:
        return True
    if following.islower() and not (lower_case and mark[0] != "…"):  # not "eBay"
        return _ends_before_lower_case(mark, before)
    if first in _DASHES:  # "GOMA, N.K. - Two men": a dateline goes on
        return before.islower()
    if first in "(+" and mark == ".":  # "at 2 p.m. (1 p.m. in London)", "Tel. +44"
        return not (_is_dotted(before) or before.lower() in _TITLES | _BEFORE_NUMBER)
    if mark == "." and before.isdigit() and text[match.start() - len(before) - 2 : match.start() - len(before)] == ": ":
        return False  # a list within the line: "three rules: 1. Wait"
    if not (first.isalnum() or first in "@#$€£"):
        return True  # an opening bracket or quote
    if mark != "." or match.group(2):
        return not (mark.startswith("..") and first.islower())
    return _ends_at_stop(before, following)


def _is_glued(text: str, match: re.Match[str], before: str, end: int) -> bool:
    """Return whether a sentence ends though no blank follows: "killed.The", "gone!then"; not "U.S.A" nor "file.TXT"."""
    mark, stop = match.group(1), match.end()
    follower = text[stop]
    if len(before) < 2 or not before.islower() or before == "www":
        return False
    if mark == ".":
        return follower.isupper() and stop + 1 < end and (text[stop + 1].islower() or text[stop + 1].isspace())
    start = match.start() - len(before)  # an address has other signs than letters before its question mark
    return mark[-1] in "!?" and follower.isalpha() and before.isalpha() and (start == 0 or text[start - 1].isspace())


def _has_words(text: str, start: int, end: int) -> bool:
    """Return whether more than marks is left of a line: a quote closed after a blank ends the sentence before it."""
    return end - start > _WORD_BEFORE or any(map(str.isalnum, text[start:end]))


def _ends_before_lower_case(mark: str, before: str) -> bool:
    """Return whether a sentence ends before a word of lower case: after a plain word alone, "he left. then we"."""
    if not before.isalpha() or len(before) < (2 if before.islower() else 4):
        return False
    if mark == ".":
        return before.lower() not in _ABBREVIATIONS or before in _PLAIN_WORDS
    return before.islower() and set(mark) <= {"!", "?"}


def _ends_at_stop(before: str, following: str) -> bool:
    word, is_number = before.lower(), following[0].isdigit()
    follower = following.lower()
    if word in _TITLES:
        return False
    if word in _BEFORE_NUMBER:
        return not is_number
    if word in _DAYS and before[0].isupper():
        return not (is_number or follower in _MONTHS)
    if len(word) == 1 and before.isalpha():  # an initial; "Plan B. Then" is rarer
        return follower in _NO_NAMES
    if word in {"a.m", "p.m"}:
        return follower not in _AFTER_HOUR
    if _is_dotted(word) or word in _EITHER:
        return follower in _STARTERS
    return True


def _is_dotted(word: str) -> bool:
    """Return whether a word is letters with stops between them: "U.S", "Ph.D"; not "5.6" nor "example.com"."""
    return "." in word and not word[0].isdigit() and all(len(part) <= 2 for part in word.split("."))


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
