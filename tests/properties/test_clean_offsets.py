"""Cleaning any text: spans lead back, a second cleaning changes nothing, no letter is lost or made."""

import re
import textwrap

from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep.cleaning import STEPS, clean_text

PLAIN = "the army said men on Monday, June 12. BAGHDAD (Wire) - By Doe cross-border U.S. it's 1. | (a) TEN"
ODD = "re\u00adtook “Mosul” ''no'' \"\"so\"\" a\u200bb ` — well--known: Erbîl naïve \ufeff x"
WORDS = st.sampled_from([*PLAIN.split(), *ODD.split()])
LINE_GAPS = ["\n", "\r\n", "\n\n", "\r", " \n ", "\n\n\n", "\x0c", "\u2028", "-\n", "\u00ad\n"]
GAPS = st.sampled_from([*LINE_GAPS, *[" "] * 12, "  ", "\t", "\u00a0", ""])
PROSE = st.lists(st.tuples(WORDS, GAPS), max_size=120).map(lambda pairs: "".join(map("".join, pairs)))
WRAPPED = st.tuples(st.lists(st.lists(WORDS, min_size=1, max_size=60), max_size=5), st.integers(30, 100)).map(
    lambda drawn: "\n".join(textwrap.fill(" ".join(words), drawn[1]) for words in drawn[0])
)
TEXTS = st.one_of(st.text(max_size=200), PROSE, WRAPPED, PROSE.map(str.upper), WRAPPED.map(str.upper))


def letters(text: str) -> list[str]:
    return re.findall(r"\w", text)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_a_second_cleaning_changes_nothing(text: str) -> None:
    once = clean_text(text).text
    assert clean_text(once).text == once


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_each_word_is_the_raw_word(text: str) -> None:
    clean = clean_text(text)
    for match in re.finditer(r"\w+", clean.text):
        start, end = clean.to_raw(*match.span())
        assert letters(text[start:end]) == list(match.group())
        assert (text[start], text[end - 1]) == (match.group()[0], match.group()[-1])
    assert letters(clean.text) == letters(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.data())
def test_spans_lie_in_the_raw_text_rise_and_lead_back(text: str, data: st.DataObject) -> None:
    clean = clean_text(text)
    bounds = st.integers(0, len(clean.text))
    first, second, third = sorted((data.draw(bounds), data.draw(bounds), data.draw(bounds)))
    start, end = clean.to_raw(first, second)
    assert 0 <= start <= end <= len(text)
    assert start <= clean.to_raw(second, third)[0]
    assert end <= clean.to_raw(first, third)[1]
    if first < second:
        assert clean.from_raw(start, end) == (first, second)
        assert (start, end) == (clean.to_raw(first, first + 1)[0], clean.to_raw(second - 1, second)[1])


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.data())
def test_raw_spans_give_what_was_kept_of_them(text: str, data: st.DataObject) -> None:
    clean = clean_text(text)
    kept = [clean.to_raw(position, position + 1)[0] for position in range(len(clean.text))]
    assert kept == sorted(set(kept))
    bounds = st.integers(0, len(text))
    start, end = sorted((data.draw(bounds), data.draw(bounds)))
    first, last = clean.from_raw(start, end)
    assert list(range(first, last)) == [number for number, raw in enumerate(kept) if start <= raw < end]


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_datelines_and_bylines_lie_in_the_clean_text(text: str) -> None:
    clean = clean_text(text)
    if clean.dateline is not None:
        found = clean.text[clean.dateline.start : clean.dateline.end]
        assert clean.dateline.place in found
        assert clean.dateline.date_text is None or clean.dateline.date_text in found
    if clean.byline is not None:
        assert clean.byline in clean.text.split("\n")


def test_each_step_says_what_it_does() -> None:
    assert [step.__name__ for step in STEPS] == [
        "drop_invisible",
        "normalise_line_ends",
        "normalise_marks",
        "collapse_blanks",
        "unwrap_lines",
    ]
