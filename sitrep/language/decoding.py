"""From the model's scores to tags, trees and names: whole batches at a time, in numpy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitrep.language.schemes import NAME_TAGS

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]

_FORBIDDEN = np.float32(-1e9)


class Name(NamedTuple):
    """A name in a sentence: the words from `start` to `end` (exclusive), and a kind of NAME_KINDS."""

    start: int
    end: int
    kind: str


def find_heads(arcs: FloatArray, lengths: IntArray) -> IntArray:
    """Return the head of each word, 1-based, 0 for the root of its sentence: int64 (sentences, words).

    `arcs` are the scores of heads (column 0: the root) for dependents (rows): float (sentences, words, words + 1).
    Each word takes its best head; where that is no tree with one root, the best such tree is found.
    """
    heads = arcs.argmax(-1)
    rows = np.arange(arcs.shape[1])
    absent = rows[None, :] >= lengths[:, None]
    heads[absent] = 0
    for number in np.flatnonzero(~_are_trees(heads, absent)):
        length = int(lengths[number])
        heads[number, :length] = find_best_tree(arcs[number, :length, : length + 1])
    return heads


def _are_trees(heads: IntArray, absent: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which sentences' heads are a tree: one word hangs on the root, and all others on it in the end."""
    one_root = ((heads == 0) & ~absent).sum(1) == 1
    above = np.concatenate((np.zeros((len(heads), 1), heads.dtype), heads), 1)
    for _ in range(max(1, int(np.ceil(np.log2(above.shape[1]))))):
        above = np.take_along_axis(above, above, 1)  # twice as far up: after log2(n) steps at the top, or in a circle
    return one_root & (above == 0).all(1)


def find_best_tree(arcs: FloatArray) -> IntArray:
    """Return the heads of the tree of the highest sum of scores among those with one word on the root.

    Chu and Liu (1965), Edmonds (1967). Lowering all arcs of the root by the same amount does not change which of the
    trees with one such arc is the best; so they are lowered by more and more, until the best of all trees has one.

    Args:
        arcs: float (words, words + 1), score of each head (column 0: the root) for each word.
    """
    size = len(arcs) + 1
    scores = np.full((size, size), _FORBIDDEN, np.float64)  # [dependent, head]
    scores[1:, :] = arcs
    np.fill_diagonal(scores, -np.inf)
    more_than_any_gain = (float(arcs.max() - arcs.min()) + 1) * size
    for penalty in (0, 1, 4, 16, more_than_any_gain):
        scores[1:, 0] = arcs[:, 0] - penalty
        heads = _find_arborescence(scores)[1:]
        if (heads == 0).sum() == 1:
            return heads
    raise AssertionError("a tree with one arc at the root gains most once the penalty outweighs all else")


def _find_arborescence(scores: NDArray[np.float64]) -> IntArray:
    """Return the head of each node of the best arborescence from node 0; circles are contracted one at a time."""
    size = len(scores)
    heads = scores.argmax(1)
    heads[0] = 0
    circle = _find_circle(heads)
    if circle is None:
        return heads
    inside = np.zeros(size, bool)
    inside[circle] = True
    outside = np.flatnonzero(~inside)
    members = np.flatnonzero(inside)
    kept = scores[members, heads[members]]
    # The circle becomes the last node: entering it breaks one of its arcs.
    smaller = np.full((len(outside) + 1, len(outside) + 1), -np.inf)
    smaller[:-1, :-1] = scores[np.ix_(outside, outside)]
    entering = scores[np.ix_(members, outside)] - kept[:, None]
    smaller[-1, :-1] = entering.max(0)
    leaving = scores[np.ix_(outside, members)]
    smaller[:-1, -1] = leaving.max(1)
    chosen = _find_arborescence(smaller)
    for node, head in enumerate(chosen[:-1]):
        heads[outside[node]] = members[leaving[node].argmax()] if head == len(outside) else outside[head]
    heads[0] = 0
    entry = int(chosen[-1])
    heads[members[entering[:, entry].argmax()]] = outside[entry]
    return heads


def _find_circle(heads: IntArray) -> list[int] | None:
    """Return the nodes of a circle, or None: every node leads to node 0."""
    state = [0] * len(heads)
    state[0] = 2
    for start in range(1, len(heads)):
        node, path = start, list[int]()
        while state[node] == 0:
            state[node] = 1
            path.append(node)
            node = int(heads[node])
        if state[node] == 1:
            return path[path.index(node) :]
        for passed in path:
            state[passed] = 2
    return None


def choose_relations(scores: FloatArray, heads: IntArray, root: int) -> IntArray:
    """Return the relation of each word to its head: int64 (sentences, words).

    Args:
        scores: float (sentences, words, relations).
        heads: int64 (sentences, words), each word's head, 0 for the root.
        root: the number of the relation "root", which the word on the root has, and no other.
    """
    scores[:, :, root] = _FORBIDDEN
    best = scores.argmax(-1)
    best[heads == 0] = root
    return best


_KINDS = [tag.partition("-")[2] for tag in NAME_TAGS]
_BEGINS = np.array([tag.startswith("B-") for tag in NAME_TAGS])
_INSIDE = np.array([tag.startswith("I-") for tag in NAME_TAGS])
_KIND_NUMBERS = np.array([sorted(set(_KINDS)).index(kind) for kind in _KINDS])
# [before, after]: I-PER follows B-PER and I-PER alone.
_MAY_FOLLOW = ~_INSIDE[None, :] | (_KIND_NUMBERS[:, None] == _KIND_NUMBERS[None, :]) & (_BEGINS | _INSIDE)[:, None]
#: float32 (tags before, tags after): 0, or a cost that no score outweighs.
TRANSITIONS = np.where(_MAY_FOLLOW, np.float32(0), np.float32(-1e4))
#: float32 (tags): the same for a sentence's first tag.
STARTS = np.where(_INSIDE, np.float32(-1e4), np.float32(0))


def find_names(scores: FloatArray, lengths: IntArray, transitions: FloatArray) -> list[list[Name]]:
    """Return the names of each sentence: of its best sequence of tags in which no name begins in its middle.

    Args:
        scores: float (sentences, words, tags of NAME_TAGS).
        lengths: int64 (sentences), in words.
        transitions: float (tags before, tags after), what it adds when one follows the other.
    """
    tags = _find_best_tags(scores, lengths, transitions + TRANSITIONS)
    found: list[list[Name]] = [[] for _ in lengths]
    for row, start in zip(*np.nonzero(_BEGINS[tags]), strict=True):
        if start < lengths[row]:
            end = int(start) + 1
            while end < lengths[row] and _INSIDE[tags[row, end]]:
                end += 1
            found[row].append(Name(int(start), end, _KINDS[tags[row, start]]))
    return found


def _find_best_tags(scores: FloatArray, lengths: IntArray, transitions: FloatArray) -> IntArray:
    """Return the best sequences of tags (Viterbi 1967): int64 (sentences, words); behind a sentence's end tag 0."""
    rows, words, tags = scores.shape
    best = scores[:, 0] + STARTS
    came = np.empty((words, rows, tags), np.int64)
    ends = np.empty((words, rows), np.int64)
    ends[0] = best.argmax(1)
    before = transitions.T[None]  # [., after, before]: the maximum is taken over what lies side by side
    for word in range(1, words):
        through = best[:, None, :] + before
        came[word] = through.argmax(2)
        best = through.max(2) + scores[:, word]
        ends[word] = best.argmax(1)
    path = np.zeros((rows, words), np.int64)
    every = np.arange(rows)
    current = ends[-1]
    path[:, -1] = np.where(lengths >= words, current, 0)
    for word in range(words - 2, -1, -1):
        goes_on = lengths > word + 1
        current = np.where(goes_on, came[word + 1][every, current], ends[word])
        path[:, word] = np.where(lengths > word, current, 0)
    return path


def join_tags(names: Sequence[Name], words: int) -> list[str]:
    """Return a tag a word: [Name(0, 2, "PER")], 3 -> B-PER I-PER O."""
    tags = ["O"] * words
    for start, end, kind in names:
        tags[start:end] = [f"B-{kind}"] + [f"I-{kind}"] * (end - start - 1)
    return tags
