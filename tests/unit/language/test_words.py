"""Words as Universal Dependencies has them."""

import re
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitrep.language.words import split_words


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_words(text)]


@pytest.mark.parametrize(
    "words",
    [
        # Contractions and genitives.
        "Iraq|'s| army did|n't| fire|.",
        "They|’re| Musa|’s| men|,| are|n’t| they|?",
        "He can|not| and wo|n't| go|; |Ca|n't| he|?",
        "They do|nt| go|, |I|m| gon|na| stay",
        "IM AND CANT",
        "the rebels|'| camp",
        "O'Neill ate at six o'clock",
        "in 2003|'s| war",
        # Hyphens.
        "a U.S.|-|led|, |24|-|hour| cease|-|fire",
        "non-state| and |non-English|-|speaking| groups|, |e-mail|, |co-ordinate|, |cross-border|, |mid-1990s",
        "the UN|-|led| talks in al|-|Qaim",
        "wi-fi| for an AK|-|47",
        # Stops.
        "Gen.| A. B. Musa of Corp. X Inc. said so|.",
        "He said no|.",
        "It ended at 5 p.m.",
        "He left the U.S.",
        "They took guns|, |food|, |etc|.",
        "They took food|, |etc.|, |and left|.",
        "He met Joe Smith Jr.",
        "at No. 5| and vol.|14",
        "the U.S| army|, |i.e.| he has a Ph.D.| in law",
        "He left|...",
        "Who|?!| Stop|!!!",
        # Numbers.
        "$|2.5|m|, |£|1,000|, |30,000| men|, |1,20,000| rupees|, |10:30",
        "at 5|pm| with 155|mm| shells|, |5|km| off",
        "the 5th| of the 1990s|, |the 50's| and |'90s",
        "from 1,500|-|2,000| to 500|-|1000| men",
        "on 9/11|, |2016-10-17| and 17/10/2016",
        "notes [|13|,|14|]",
        "a .38| pistol|, |US$| 5|, |#|2|, |#topic|, |@name",
        "call 555-0199| or 212-555-0199| or 1-800-555-0199| or +44| 20",
        # Brackets, addresses, files.
        "(|a|) |the army",
        "see word.com|, |a.xls|, |file_2.TXT|, |www.example.org/a?b=1|.",
        "write to a.b-c@example.org|.",
        "https://example.org/x_y|, |he said",
        "and|/|or| w/o| s/he",
        "over|.|The| army",
        # Other marks.
        "“|Go|,|”| he said| :)| &amp;| --| x",
        "<|br|>",
    ],
)
def test_words_are_those_of_the_treebanks(words: str) -> None:
    """A bar stands wherever a word ends without a blank after it; those beside a blank are for the eye."""
    assert split(words.replace("|", "")) == words.replace("|", " ").split()


@pytest.mark.parametrize(
    "word",
    [
        "👨\u200d👩\u200d👧\u200d👦",
        "👍🏽",
        "❤\ufe0f",
        "🇫🇷",
        "cafe\u0301s",
        "exam\u00adple",
        "\u200fسَلام\u200f",
        "हिन्दी",
        "שָׁלוֹם",
    ],
)
def test_marks_that_are_no_letters_stay_in_their_word(word: str) -> None:
    assert split(f"{word} {word}") == [word, word]


def test_flags_and_signs_without_a_joiner_are_words_each() -> None:
    assert split("🇫🇷🇩🇪 👍👍") == ["🇫🇷", "🇩🇪", "👍", "👍"]


def test_a_part_of_a_text_is_split_with_the_places_of_the_whole() -> None:
    text = "It rained. He met Gen. Musa. They ate."
    assert [text[a:b] for a, b in split_words(text, 11, 28)] == ["He", "met", "Gen.", "Musa", "."]
    assert [text[a:b] for a, b in split_words(text, 11, 22)] == ["He", "met", "Gen", "."]


def test_what_is_too_long_is_cut() -> None:
    assert [len(word) for word in split("a" * 250)] == [100, 100, 50]
    assert max(map(len, split("http://example.org/" + "b" * 500))) == 100


def test_blanks_alone_are_no_words() -> None:
    assert split("") == split(" \t\r\n\u00a0\u2003") == []


PIECES = st.sampled_from(
    [
        "Gen.", "Gen..", "Jr", "etc.", "U.S.", "p.m", "No.5", "didn't", "cannot", "dont", "Iraq’s", "-", "al-", "non-",
        "24-hour", "1,000", "2.5m", ".38", "'90s", "+44 20", "9/11", "a@b.c", "www.", "http://a.b/c?d", "a.xls", "#2",
        "<br/>", "&nbsp;", "&#39;", "“", "”", "'", "’s", "(", ")", "[1]", ":)", "...", "….", "?!", ".?", "--", "_",
        "__",
        "\u200b", "\u200d", "\u200e", "\u200f", "\u202e", "\ufeff", "\u00ad", "\u0301", "\ufe0f",
        "👍🏽", "👨\u200d👩", "🇫", "🇫🇷",
        "سلام", "हिन्दी", "汉字", "\ud800", "\x00", " ", " ", " ", "\n", "\u00a0", "\u2028", ".", ",", "x", "X",
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200))
def test_words_are_in_order_apart_and_leave_out_blanks_alone(text: str) -> None:
    words = split_words(text)
    assert all(start < end for start, end in words)
    assert all(a.end <= b.start for a, b in pairwise(words))
    assert "".join(text[start:end] for start, end in words) == "".join(text.split())
    assert not any(re.search(r"\s", text[start:end]) for start, end in words)


@pytest.mark.parametrize(
    "unit",
    ["a", "a.", "A. ", "a-", "a_", "_", "1", "1,", "1:", "-", "'", "@", "a@", "www.", "http://", ".", "&a", "a ",
     "Gen..", " ", "\u0301", "\u200d", "👍\u200d", "🇫🇷", "+1-", "a.com/", "漢"],
)  # fmt: skip
def test_time_grows_with_the_length_alone(unit: str) -> None:
    def measure(length: int) -> float:
        text = (unit * length)[:length]
        start = time.perf_counter()
        split_words(text)
        return time.perf_counter() - start

    # Four times the length, in up to twenty times the time: a machine may be busy, so one try of five is enough.
    assert any(measure(100_000) < 0.1 + 20 * max(measure(25_000), 0.001) for _ in range(5))
