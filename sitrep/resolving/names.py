"""Words of a text as names are compared by: without accents, case, punctuation and spelling of the Arabic article."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

#: Forms of the Arabic article in Latin script; "ar Raqqah", "Al-Raqqah" and "er Raqqah" are one name.
ARTICLES = frozenset({"al", "ad", "adh", "an", "ar", "as", "ash", "at", "ath", "az", "ed", "el", "er", "es", "ez"})

#: A word: an abbreviation with dots ("U.S."), letters with apostrophes inside ("Sana'a"), or digits ("7th").
WORD = re.compile(r"(?:[A-Z]\.){2,}|(?:[A-Z]\.)+[A-Z](?![\w.])|[^\W_]+(?:['’ʼʻʿʾ‘`´][^\W\d_]+)*")
#: What may stand between two words of one name.
INSIDE_NAME = re.compile(r"[ \t\u00a0]*(?:[-–‐‑'’ʿ‘/]|\r?\n)?[ \t\u00a0]*")
MAXIMUM_GAP = 4

_APOSTROPHES = "'’ʼʻʿʾ‘`´ʹ′"
_UNDECOMPOSED = str.maketrans(
    {
        **{"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"},
        **{"ħ": "h", "ə": "a", "ŋ": "n"},
        **dict.fromkeys(_APOSTROPHES),
    }
)
_ABBREVIATED = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
#: Abbreviations whose full stop ends no sentence.
DOTTED = frozenset(_ABBREVIATED) | {
    *("lt", "gen", "col", "maj", "brig", "capt", "sgt", "cpl", "adm", "gov", "sen", "rep"),
    *("mr", "mrs", "ms", "dr", "prof"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text, one list an attribute; word i stands at text[starts[i]:ends[i]].

    Attributes:
        keys: the words folded, as `fold_word` does.
        starts: first character of each word.
        ends: end of each word, exclusive, without a possessive 's.
        joined: whether nothing but a blank, hyphen or line end parts the word from the one before.
        possessive: whether the word bears an 's (or an apostrophe after its s).
    """

    keys: list[str]
    starts: list[int]
    ends: list[int]
    joined: list[bool]
    possessive: list[bool]


#: Words that `join_keys` writes otherwise, or leaves out, at the beginning of a name.
VARIABLE_FIRST = frozenset((*ARTICLES, *_ABBREVIATED, "the"))


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Return a word in the form that names are compared by: "Şalāḩ" -> "salah", "U.S." -> "us", "Sana'a" -> "sanaa"."""
    folded = word.casefold().replace(".", "")
    if folded.isascii():
        return folded.replace("'", "").replace("`", "")
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_UNDECOMPOSED)


def read_words(text: str) -> Words:
    """Return the words of a text with their folded forms and spans."""
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    joined: list[bool] = []
    possessive: list[bool] = []
    before = 0
    for match in WORD.finditer(text):
        start, end = match.span()
        word = match.group()
        has_s = len(word) > 2 and word[-1] in "sS" and word[-2] in _APOSTROPHES
        if has_s:
            word = word[:-2]
        gap = text[before:start]
        if gap[:1] == "." and keys and keys[-1] in DOTTED:
            gap = gap[1:]
        joined.append(gap == " " or (len(gap) <= MAXIMUM_GAP and INSIDE_NAME.fullmatch(gap) is not None))
        possessive.append(has_s or (word[-1] == "s" and text[end : end + 1] in ("'", "’")))
        keys.append(fold_word(word))
        starts.append(start)
        ends.append(end - 2 if has_s else end)
        before = end
    return Words(keys, starts, ends, joined, possessive)


def fold_name(name: str) -> str:
    """Return a name in the form that gazetteer and alias tables are searched by.

    Accents, case, "the", 's and punctuation go; the Arabic article is always al; St, Mt and Ft are written out:
    "Ar Raqqah" -> "al raqqah", "St. Petersburg" -> "saint petersburg", "The Hague" -> "hague".
    """
    if name.isascii() and name.replace(" ", "").isalpha():
        return join_keys(name.lower().split())
    return join_keys(read_words(name).keys)


def join_keys(keys: list[str]) -> str:
    """Return folded words as one name: ["deir", "ez", "zor"] -> "deir al zor"."""
    last = len(keys) - 1
    if last <= 0:
        return "".join(keys)
    words = ["al" if key in ARTICLES else _ABBREVIATED.get(key, key) for key in keys[:last] if key != "the"]
    if keys[last] != "the":
        words.append(keys[last])
    return " ".join(words)
