"""Noun phrases become names: without what leads up to them, split at "and", grown to the whole."""

import pytest

from sitrep.coding.phrases import grow_phrase, name_words, split_phrase, trim_phrase
from sitrep.language.decoding import Name
from sitrep.language.sentence import Sentence
from sitrep.language.tokens import Span


def build(words: str, upos: str, heads: list[int], relations: str, names: tuple[Name, ...] = ()) -> Sentence:
    """Return a sentence of words between blanks."""
    spans: list[Span] = []
    at = 0
    for word in words.split():
        spans.append(Span(at, at + len(word)))
        at += len(word) + 1
    return Sentence(
        words, Span(0, len(words)), spans, upos.split(), words.lower().split(), heads, relations.split(), names
    )


SOLDIERS = build(
    "at least two French soldiers and the police were killed",
    "ADP ADV NUM ADJ NOUN CCONJ DET NOUN AUX VERB",
    [1, 2, 4, 4, 9, 7, 7, 4, 9, -1],
    "case advmod nummod amod nsubj:pass cc det conj aux:pass root",
)
FRONT = build(
    "Popular Mobilisation Forces of Iraq fought",
    "ADJ PROPN PROPN ADP PROPN VERB",
    [2, 2, 5, 4, 2, -1],
    "amod compound nsubj case nmod root",
    (Name(0, 3, "MIL"),),
)
MINISTRY = build(
    "Ministry of Defence and Aviation protested",
    "PROPN ADP PROPN CCONJ PROPN VERB",
    [5, 2, 0, 4, 2, -1],
    "nsubj case nmod cc conj root",
    (Name(0, 5, "ORG"),),
)


def tell(sentence: Sentence, span: tuple[int, int]) -> str:
    return name_words(sentence, *span).text


def test_members_of_a_side_stand_apart_without_counts_and_articles() -> None:
    assert [tell(SOLDIERS, part) for part in split_phrase(SOLDIERS, 0, 8)] == ["French soldiers", "police"]


def test_and_within_a_name_splits_nothing() -> None:
    assert [tell(MINISTRY, part) for part in split_phrase(MINISTRY, 0, 5)] == ["Ministry of Defence and Aviation"]


def test_a_piece_of_a_name_grows_to_the_name() -> None:
    assert tell(FRONT, grow_phrase(FRONT, 2, 3, frozenset())) == "Popular Mobilisation Forces"


def test_a_phrase_does_not_grow_into_what_is_taken() -> None:
    assert tell(FRONT, grow_phrase(FRONT, 2, 3, frozenset((1,)))) == "Forces"


@pytest.mark.parametrize(("span", "left"), [((0, 3), None), ((5, 7), None), ((2, 5), "French soldiers")])
def test_nothing_is_left_of_what_only_leads_up(span: tuple[int, int], left: str | None) -> None:
    trimmed = trim_phrase(SOLDIERS, *span)
    if left is None:
        assert trimmed is None or tell(SOLDIERS, trimmed) in ("two",)
    else:
        assert trimmed is not None
        assert tell(SOLDIERS, trimmed) == left


def test_a_name_of_one_is_known() -> None:
    assert name_words(FRONT, 0, 3).is_known
    assert not name_words(SOLDIERS, 3, 5).is_known
