from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sitrep.language.decoding import (
    STARTS,
    TRANSITIONS,
    Name,
    choose_relations,
    find_best_tree,
    find_heads,
    find_names,
    join_tags,
)
from sitrep.language.schemes import NAME_TAGS

NONE = np.zeros((len(NAME_TAGS), len(NAME_TAGS)), np.float32)
NUMBER = {tag: index for index, tag in enumerate(NAME_TAGS)}


def is_tree(heads: tuple[int, ...]) -> bool:
    if heads.count(0) != 1:
        return False
    for start in range(1, len(heads) + 1):
        word, seen = start, set[int]()
        while word:
            if word in seen:
                return False
            seen.add(word)
            word = heads[word - 1]
    return True


def find_best_by_trying(arcs: np.ndarray) -> float:
    size = len(arcs)
    return max(
        sum(float(arcs[word, head]) for word, head in enumerate(heads))
        for heads in product(range(size + 1), repeat=size)
        if is_tree(heads)
    )


scores = st.integers(1, 4).flatmap(
    lambda n: hnp.arrays(np.float32, (n, n + 1), elements=st.floats(-8, 8, width=16), unique=True)
)


@given(scores)
@settings(max_examples=200, deadline=None)
def test_the_best_tree_is_the_one_that_trying_all_finds(arcs: np.ndarray) -> None:
    heads = tuple(find_best_tree(arcs).tolist())
    assert is_tree(heads)
    own = sum(float(arcs[word, head]) for word, head in enumerate(heads))
    assert own == pytest.approx(find_best_by_trying(arcs), abs=1e-4)


@given(
    hnp.arrays(np.float32, (3, 6, 7), elements=st.floats(-8, 8, width=16)),
    st.lists(st.integers(1, 6), min_size=3, max_size=3),
)
@settings(deadline=None)
def test_heads_of_a_batch_are_trees_within_each_sentence(arcs: np.ndarray, lengths: list[int]) -> None:
    for row, length in enumerate(lengths):
        arcs[row, :, length + 1 :] = -1e4
    found = find_heads(arcs, np.array(lengths))
    for row, length in enumerate(lengths):
        heads = tuple(found[row, :length].tolist())
        assert is_tree(heads)
        assert max(heads) <= length


def test_a_circle_is_opened_where_it_costs_least() -> None:
    arcs = np.array([[0, -9, 9, -9], [1, 9, -9, -9], [-9, -9, 5, -9]], np.float32)  # 1 and 2 hang on each other
    assert find_heads(arcs[None], np.array([3]))[0].tolist() == [2, 0, 2]


def test_the_word_on_the_root_has_the_relation_root_and_no_other() -> None:
    scores = np.array([[[1, 0, 5], [1, 0, 5]]], np.float32)  # the third relation, root, would always win
    assert choose_relations(scores, np.array([[0, 1]]), root=2).tolist() == [[2, 0]]


def score_tags(*best: str) -> np.ndarray:
    scores = np.zeros((1, len(best), len(NAME_TAGS)), np.float32)
    for index, tag in enumerate(best):
        scores[0, index, NUMBER[tag]] = 2
    return scores


def test_names_are_read_from_tags() -> None:
    scores = score_tags("B-PER", "I-PER", "O", "B-LOC", "B-LOC", "I-LOC")
    assert find_names(scores, np.array([6]), NONE) == [[Name(0, 2, "PER"), Name(3, 4, "LOC"), Name(4, 6, "LOC")]]


def test_a_name_never_begins_in_its_middle() -> None:
    scores = score_tags("O", "I-ORG", "I-ORG")
    scores[0, 1, NUMBER["B-ORG"]] = 1
    assert find_names(scores, np.array([3]), NONE) == [[Name(1, 3, "ORG")]]


def test_a_name_does_not_change_its_kind() -> None:
    scores = score_tags("B-ORG", "I-LOC")
    scores[0, 1, NUMBER["I-ORG"]] = 1
    assert find_names(scores, np.array([2]), NONE) == [[Name(0, 2, "ORG")]]


def test_what_often_follows_is_preferred() -> None:
    scores = score_tags("B-ORG", "O", "I-ORG")
    assert find_names(scores, np.array([3]), NONE) == [[Name(0, 1, "ORG")]]
    habits = NONE.copy()
    habits[NUMBER["I-ORG"], NUMBER["I-ORG"]] = 2  # names of three words and more
    habits[NUMBER["B-ORG"], NUMBER["I-ORG"]] = 2
    assert find_names(scores, np.array([3]), habits) == [[Name(0, 3, "ORG")]]


def find_tags_by_trying(scores: np.ndarray, transitions: np.ndarray) -> float:
    allowed = transitions + TRANSITIONS
    best = -np.inf
    for tags in product(range(len(NAME_TAGS)), repeat=len(scores)):
        total = STARTS[tags[0]] + sum(float(scores[word, tag]) for word, tag in enumerate(tags))
        best = max(best, total + sum(float(allowed[a, b]) for a, b in pairwise(tags)))
    return best


@given(
    hnp.arrays(np.float32, (1, 3, len(NAME_TAGS)), elements=st.floats(-4, 4, width=16)),
    hnp.arrays(np.float32, NONE.shape, elements=st.floats(-2, 2, width=16)),
)
@settings(max_examples=8, deadline=None)
def test_the_best_tags_are_those_that_trying_all_finds(scores: np.ndarray, transitions: np.ndarray) -> None:
    (names,) = find_names(scores, np.array([3]), transitions)
    tags = [NUMBER[tag] for tag in join_tags(names, 3)]
    own = STARTS[tags[0]] + sum(float(scores[0, word, tag]) for word, tag in enumerate(tags))
    own += sum(float(transitions[a, b]) for a, b in pairwise(tags))
    assert own == pytest.approx(find_tags_by_trying(scores[0], transitions), abs=1e-3)


def test_nothing_is_named_behind_a_sentence() -> None:
    scores = np.concatenate((score_tags("O", "B-PER", "I-PER"), score_tags("I-PER", "B-PER", "I-PER")))
    assert find_names(scores, np.array([2, 1]), NONE)[0] == [Name(1, 2, "PER")]
    assert all(name.end <= 1 for name in find_names(scores, np.array([2, 1]), NONE)[1])


@given(hnp.arrays(np.float32, (2, 5, len(NAME_TAGS)), elements=st.floats(-4, 4, width=16)))
@settings(deadline=None)
def test_names_never_overlap(scores: np.ndarray) -> None:
    for names in find_names(scores, np.array([5, 3]), NONE):
        assert all(a.end <= b.start for a, b in pairwise(names))
        assert all(name.start < name.end for name in names)


def test_tags_of_names() -> None:
    assert join_tags([Name(0, 2, "PER")], 3) == ["B-PER", "I-PER", "O"]
