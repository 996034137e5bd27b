"""Noun phrases as names: grown to the whole phrase, split at "and", without what only leads up to them."""

from __future__ import annotations

from sitrep.coding.drafts import Name
from sitrep.language.sentence import Sentence
from sitrep.language.tokens import read_word_list

_INSIDE = frozenset(("compound", "flat", "amod", "nmod:poss", "case", "fixed", "goeswith", "nmod:desc", "appos"))
_LEADING = read_word_list(
    """
    the a an this that these those some several many few other others another such more most least about around nearly
    almost over approximately roughly only just up all both each every any no his her its their our my your dozens
    hundreds thousands scores tens of at than as in by with against from to and or near outside inside around between
    on for into onto within across among toward towards through over under , " ' “ ” ‘ ’ - ( ) : ; `` ''
    """
)
_TRAILING = read_word_list(
    """, . ; : " ' “ ” ‘ ’ - ( ) 's ’s and or of in the a to who which that was were is are `` ''"""
)
_NO_BEGINNING = frozenset(("NUM", "ADP", "SCONJ", "CCONJ", "PUNCT", "AUX", "PART"))
_DIRECTIONS = frozenset(("near", "in", "at", "outside", "inside", "around"))
_NOUNS = frozenset(("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "SYM"))


def find_head(sentence: Sentence, start: int, end: int) -> int:
    """Return the word that the others of a phrase hang on: the first whose own head stands outside."""
    heads = sentence.heads
    for index in range(start, end):
        if not start <= heads[index] < end and sentence.upos[index] in _NOUNS:
            return index
    return next((index for index in range(start, end) if not start <= heads[index] < end), end - 1)


def split_phrase(sentence: Sentence, start: int, end: int) -> list[tuple[int, int]]:
    """Return the members of a phrase, in words: "soldiers and two policemen" -> soldiers; policemen."""
    head = find_head(sentence, start, end)
    borders = [
        index
        for index in range(start, end)
        if sentence.relations[index] == "conj" and _is_coordinated(sentence, index, head, start, end)
    ]
    parts: list[tuple[int, int]] = []
    low = start
    for index in borders:
        first = _find_first(sentence, index, low, end)
        parts.append((low, first))
        low = first
    parts.append((low, end))
    trimmed = [trim_phrase(sentence, *part) for part in parts]
    return [part for part in trimmed if part is not None]


def _is_coordinated(sentence: Sentence, index: int, head: int, start: int, end: int) -> bool:
    if any(name.start <= index < name.end and name.start < index and name.start >= start for name in sentence.names):
        name = next(name for name in sentence.names if name.start <= index < name.end)
        if name.start <= head < name.end:
            return False  # "Ministry of Defence and Aviation"
    above = sentence.heads[index]
    while start <= above < end and sentence.relations[above] == "conj":
        above = sentence.heads[above]
    return above == head and sentence.upos[index] in ("NOUN", "PROPN", "PRON", "NUM")


def _find_first(sentence: Sentence, index: int, low: int, end: int) -> int:
    """Return the first word of what hangs on a word."""
    first = index
    for other in range(index - 1, low, -1):
        above = other
        while low <= above < end and above != index:
            above = sentence.heads[above]
        if above != index:
            break
        first = other
    return first


def trim_phrase(sentence: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """Return a phrase without articles, counts and marks at its ends; None where nothing is left.

    "at least two French soldiers who" -> French soldiers
    """
    text, spans, upos = sentence.text, sentence.spans, sentence.upos

    def word(index: int) -> str:
        return text[slice(*spans[index])].lower()

    while start < end and (word(start) in _LEADING or (upos[start] in _NO_BEGINNING and end - start > 1)):
        if upos[start] == "PRON" and end - start == 1:
            break
        if upos[start] == "PROPN" and start + 1 < end and word(start) not in _DIRECTIONS:
            break  # "The Hague", "Al Anbar"
        start += 1
    while end > start and (word(end - 1) in _TRAILING or upos[end - 1] in ("PUNCT", "ADP", "CCONJ", "DET")):
        if upos[end - 1] == "PRON" and end - start == 1:
            break
        end -= 1
    return (start, end) if start < end else None


def grow_phrase(sentence: Sentence, start: int, end: int, taken: frozenset[int]) -> tuple[int, int]:
    """Return a phrase with the words beside it that belong to its noun: "Forces" -> "Popular Mobilisation Forces"."""
    for name in sentence.names:
        if name.start < end and name.end > start and name.kind != "DATE":
            low, high = min(start, name.start), max(end, name.end)
            if high - low <= (end - start) + 5 and taken.isdisjoint((*range(low, start), *range(end, high))):
                start, end = low, high
    heads, relations = sentence.heads, sentence.relations
    while start > 0 and start - 1 not in taken and start <= heads[start - 1] < end:
        if relations[start - 1] not in _INSIDE:
            break
        start -= 1
    while end < len(heads) and end not in taken and start <= heads[end] < end:
        if relations[end] not in ("flat", "compound", "goeswith", "fixed"):
            break
        end += 1
    return start, end


def name_words(sentence: Sentence, start: int, end: int) -> Name:
    """Return words of a sentence as a name."""
    low, high = sentence.spans[start].start, sentence.spans[end - 1].end
    is_known = any(name.start < end and name.end > start for name in sentence.names)
    return Name(sentence.text[low:high], low, high, is_known)
