"""Spans and tokens: where words stand in a text."""

import re
from typing import NamedTuple


def read_word_list(text: str) -> frozenset[str]:
    """Return the words of a list written out as a text: "mr mrs dr" -> {mr, mrs, dr}."""
    return frozenset(text.split())


class Span(NamedTuple):
    """A stretch of a text, end exclusive."""

    start: int
    end: int


class Token(NamedTuple):
    """A word, number or sign: `text == source[start:end]`, and its form for look-ups.

    `lower` is lower-case with straight apostrophes: "Didn’t" -> "didn't".
    """

    start: int
    end: int
    text: str
    lower: str


# Each alternative consumes what it matches without a second way to match it: linear in the text's length.
_TOKEN = re.compile(
    r"""
    (?:[^\W\d_]\.){2,8}                       # U.S.  a.m.
    | \d+(?:[.,:]\d+)*(?:[^\W_]+)?            # 30,000  2.5  10:30  5th
    | ['’]s\b                                 # the genitive, apart from its noun
    | [^\W_]+(?:[-‐‑][^\W_]+|['’](?!s\b)[^\W_]+)*   # cease-fire  O'Toole  didn't
    | \.{2,}
    | \S
    """,
    re.VERBOSE,
)


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of `text[start:end]` with offsets into `text`.

    "Iraq's U.S.-led allies didn't pay $2.5" ->
    Iraq | 's | U.S. | - | led | allies | didn't | pay | $ | 2.5
    """
    stop = len(text) if end is None else end
    make = Token._make
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, stop):
        word = match.group()
        lower = word.lower()
        if "’" in lower:
            lower = lower.replace("’", "'")
        tokens.append(make((match.start(), match.end(), word, lower)))
    return tokens
