"""Turning the words of sentences into what the model reads: word pieces, shapes, and names that are known.

Training and run time share this module, so that the model meets at run time what it was trained on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

IntArray = NDArray[np.int64]

# What a word looks like; the encoder's own vocabulary knows no capitals.
SHAPES = (
    "none", "lower", "title", "upper", "capital", "mixed", "digits", "alphanumeric", "mark", "caseless", "first",
    "other",
)  # fmt: skip
_NONE, _LOWER, _TITLE, _UPPER, _CAPITAL, _MIXED, _DIGITS, _ALNUM, _MARK, _CASELESS, _FIRST, _OTHER = range(len(SHAPES))

# What the reviewed tables know of a word: the first and further words of a name, by kind of table.
KNOWN = ("none", "place", "in place", "country", "in country", "actor", "in actor", "demonym", "title")
_KNOWN_LETTERS = {"p": 1, "c": 3, "a": 5, "A": 5, "d": 7, "t": 8}
_LONGEST_NAME = 6  # words

MOST_PIECES = 6  # of one word; the rest of a longer one says no more
MOST_WORDS = 160  # of one sentence; a longer one is cut
_LONGEST = 480  # word pieces of one sentence; the encoder has 512 positions
_FEW_PIECES = 2  # of one word in a sentence that would be longer
_CACHE_SIZE = 100_000  # words whose pieces are kept


@dataclass(frozen=True, slots=True)
class Encoded:
    """A sentence as the model reads it: one number a piece, and where each word begins.

    `pieces`, `shapes` and `known` have the same length, with the sentence's own mark before and after; `starts` has
    one number a word.
    """

    pieces: list[int]
    shapes: list[int]
    known: list[int]
    starts: list[int]


class KnownNames:
    """The names of the reviewed tables, by kind: a copy made for the model when it was trained."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._longest: dict[str, int] = {}
        for name in names:
            first, _, rest = name.partition(" ")
            length = rest.count(" ") + 2 if rest else 1
            if length > self._longest.get(first, 0):
                self._longest[first] = min(length, _LONGEST_NAME)

    @classmethod
    def read(cls, path: Path) -> KnownNames:
        """Return the names of a file with one a line: "khan younis<tab>p"."""
        names: dict[str, str] = {}
        for line in path.read_text("utf-8").splitlines():
            name, _, letter = line.partition("\t")
            names[name] = letter
        return cls(names)

    def mark(self, words: Sequence[str], *, caseless: bool) -> list[int]:
        """Return what is known of each word, as an index into KNOWN; the longest name counts.

        In a text with capitals a name must begin with one, and an acronym must be in capitals: "us" is not the US.
        """
        marks = [0] * len(words)
        lower = [word.lower() for word in words]
        get = self._longest.get
        index, end = 0, len(words)
        while index < end:
            longest = get(lower[index], 0)
            taken = 1
            if longest and (caseless or not words[index][0].islower()):
                for length in range(min(longest, end - index), 0, -1):
                    letter = self._names.get(" ".join(lower[index : index + length]))
                    if letter is None or (letter == "A" and (caseless or not words[index].isupper())):
                        continue
                    first = _KNOWN_LETTERS[letter]
                    inside = first + 1 if first < 7 else first
                    marks[index : index + length] = [first] + [inside] * (length - 1)
                    taken = length
                    break
            elif longest and self._names.get(lower[index]) == "t":
                marks[index] = 8
            index += taken
        return marks


def is_caseless(words: Sequence[str]) -> bool:
    """Return whether capitals say nothing in a sentence: it is all upper or all lower case.

    ["ARMY", "RETAKES", "TOWN"] and ["army", "retakes", "town"] -> True
    """
    text = "".join(words)
    return text == text.lower() or text == text.upper()


def find_shapes(words: Sequence[str], *, caseless: bool) -> list[int]:
    """Return the shape of each word, as an index into SHAPES."""
    shapes = [_find_shape(word, caseless) for word in words]
    for index, shape in enumerate(shapes):
        if shape != _MARK:
            if shape == _TITLE:
                shapes[index] = _FIRST  # the capital says little
            break
    return shapes


def _find_shape(word: str, caseless: bool) -> int:
    if word.isalpha():
        if caseless:
            return _CASELESS
        if word.islower():
            return _LOWER
        if len(word) == 1:
            return _CAPITAL
        if word[0].isupper() and word[1:].islower():
            return _TITLE
        return _UPPER if word.isupper() else _MIXED
    if word[0].isdigit():
        return _ALNUM if any(map(str.isalpha, word)) else _DIGITS
    if any(map(str.isalnum, word)):
        return _CASELESS if caseless else _UPPER if word.isupper() else _LOWER if word.islower() else _MIXED
    return _MARK if word.isascii() or len(word) == 1 else _OTHER


class WordEncoder:
    """Encodes sentences for the model, with the word pieces of words met before kept."""

    def __init__(self, tokenizer: Tokenizer, known: KnownNames) -> None:
        self._tokenizer = tokenizer
        self.known = known
        self.vocabulary = tokenizer.get_vocab_size()
        self._pieces: dict[str, list[int]] = {}
        self._begin = _find_id(tokenizer, "[CLS]")
        self._end = _find_id(tokenizer, "[SEP]")
        self._unknown = _find_id(tokenizer, "[UNK]")
        self.pad = _find_id(tokenizer, "[PAD]")
        self.mask = _find_id(tokenizer, "[MASK]")

    @classmethod
    def load(cls, folder: Path) -> WordEncoder:
        """Return the encoder of a model's folder: `tokenizer.json` and `known_names.tsv`."""
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return cls(tokenizer, KnownNames.read(folder / "known_names.tsv"))

    def encode(self, words: Sequence[str], *, caseless: bool | None = None) -> Encoded:
        """Return a sentence as the model reads it; `caseless` overrides what the words look like.

        Where its words fall into so many pieces that it would be too long, each is known by its first ones alone.
        """
        caseless = is_caseless(words) if caseless is None else caseless
        word_shapes = find_shapes(words, caseless=caseless)
        word_known = self.known.mark(words, caseless=caseless)
        cut = [self._pieces.get(word) or self._cut(word) for word in words]
        if sum(map(len, cut)) > _LONGEST - 2:
            cut = [found[:_FEW_PIECES] for found in cut]
        pieces, shapes, known, starts = [self._begin], [_NONE], [_NONE], list[int]()
        for found, shape, mark in zip(cut, word_shapes, word_known, strict=True):
            starts.append(len(pieces))
            pieces += found
            if len(found) == 1:
                shapes.append(shape)
                known.append(mark)
            else:
                shapes += [shape] * len(found)
                known += [mark] * len(found)
        pieces.append(self._end)
        shapes.append(_NONE)
        known.append(_NONE)
        return Encoded(pieces, shapes, known, starts)

    def _cut(self, word: str) -> list[int]:
        valid = word.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair would stop the tokenizer
        pieces = self._tokenizer.encode(valid, add_special_tokens=False).ids[:MOST_PIECES] or [self._unknown]
        if len(self._pieces) < _CACHE_SIZE:
            self._pieces[word] = pieces
        return pieces


def _find_id(tokenizer: Tokenizer, token: str) -> int:
    found = tokenizer.token_to_id(token)
    if found is None:
        raise ValueError(f"the tokenizer has no {token}; expected that of a BERT model")
    return found


def pad_batch(sentences: Sequence[Encoded], pad: int, width: int = 0) -> dict[str, IntArray]:
    """Return a batch of sentences as the model's inputs.

    pieces, shapes, known: int64 (sentences, width), the width at least that of the longest; starts: int64 (sentences,
    width - 1), the root's place, 0, and that of as many words as there could be; length: int64 (sentences), in pieces.
    """
    rows = len(sentences)
    width = max(width, *(len(sentence.pieces) for sentence in sentences))
    pieces = np.full((rows, width), pad, np.int64)
    shapes = np.zeros((rows, width), np.int64)
    known = np.zeros((rows, width), np.int64)
    starts = np.zeros((rows, width - 1), np.int64)
    length = np.empty(rows, np.int64)
    for row, sentence in enumerate(sentences):
        size = len(sentence.pieces)
        length[row] = size
        pieces[row, :size] = sentence.pieces
        shapes[row, :size] = sentence.shapes
        known[row, :size] = sentence.known
        starts[row, 1 : len(sentence.starts) + 1] = sentence.starts
    return {"pieces": pieces, "shapes": shapes, "known": known, "starts": starts, "length": length}
