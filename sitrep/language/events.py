"""What the model tells of events: words that may name one, with type, status, modes, and who and what is part of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sitrep.language.schemes import EVENT_STATUSES, ROLES, list_event_tags, list_mode_tags

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]

#: A word may name an event where the model gives that at least this chance; the coder weighs what is told of it.
LEAST_CHANCE = 0.05
_LEAST_TYPE = 0.02
_LEAST_ROLE = 0.25


@dataclass(frozen=True, slots=True)
class Argument:
    """Words of a sentence, `start` to `end`, that have a role in an event, and how sure that is (0 to 1)."""

    role: str
    start: int
    end: int
    chance: float


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words of a sentence, `start` to `end`, that may name an event.

    Attributes:
        start: its first word.
        end: behind its last word.
        types: the chance of each type that has some, the best first.
        statuses: the chance of each status.
        past: the chance that it is background of long ago.
        modes: for each type that has some chance, the chance of each of its modes, the best first.
        arguments: in order of their words.
    """

    start: int
    end: int
    types: Mapping[str, float]
    statuses: Mapping[str, float]
    past: float
    modes: Mapping[str, Mapping[str, float]]
    arguments: tuple[Argument, ...]

    @property
    def type(self) -> str:
        """Its most likely type."""
        return next(iter(self.types))


def find_triggers(
    scores: FloatArray, lengths: IntArray, score_roles: Callable[[IntArray, IntArray], FloatArray]
) -> list[list[Trigger]]:
    """Return the triggers of each sentence: runs of words that may name an event of one type.

    Args:
        scores: float (sentences, words, tags): of types with O first, then statuses, past and modes.
        lengths: int64 (sentences), in words.
        score_roles: given sentences and words of triggers, the scores of roles for all words of their sentences.
    """
    tags, modes = list_event_tags(), list_mode_tags()
    kinds = len(tags)
    chances = _normalise(scores[..., :kinds])
    may = (chances[..., 0] <= 1 - LEAST_CHANCE) & (np.arange(scores.shape[1])[None] < lengths[:, None])
    best = chances[..., 1:].argmax(-1) + 1
    rows: list[int] = []
    spans: list[tuple[int, int]] = []
    for row, word in zip(*np.nonzero(may), strict=True):
        if rows and rows[-1] == row and spans[-1][1] == word and best[row, word] == best[row, word - 1]:
            spans[-1] = (spans[-1][0], int(word) + 1)
        else:
            rows.append(int(row))
            spans.append((int(word), int(word) + 1))
    found: list[list[Trigger]] = [[] for _ in lengths]
    if not rows:
        return found
    firsts = np.array([start for start, _ in spans])
    all_roles = _normalise(score_roles(np.array(rows), firsts))
    for row, (start, end), roles in zip(rows, spans, all_roles, strict=True):
        surest = start + int(chances[row, start:end, 1:].max(-1).argmax())
        own = chances[row, surest]
        ranked = [number for number in np.argsort(-own, kind="stable") if number]
        ranked = [number for number in ranked if own[number] >= _LEAST_TYPE] or ranked[:1]
        told = scores[row, surest]
        status = _normalise(told[kinds : kinds + len(EVENT_STATUSES)])
        past = _normalise(told[kinds + len(EVENT_STATUSES) : kinds + len(EVENT_STATUSES) + 2])
        shown = 1 / (1 + np.exp(-told[kinds + len(EVENT_STATUSES) + 2 :].astype(np.float64)))
        types = {tags[number]: round(float(own[number]), 4) for number in ranked}
        found[row].append(
            Trigger(
                start,
                end,
                types,
                {name: round(float(value), 4) for name, value in zip(EVENT_STATUSES, status, strict=True)},
                round(float(past[1]), 4),
                {type_: _rank_modes(type_, modes, shown) for type_ in types},
                tuple(_find_arguments(roles[: int(lengths[row])], start, end)),
            )
        )
    return found


def _rank_modes(type_: str, modes: tuple[str, ...], shown: NDArray[np.float64]) -> dict[str, float]:
    own = {
        tag.partition("/")[2]: round(float(chance), 4)
        for tag, chance in zip(modes, shown, strict=True)
        if tag.startswith(f"{type_}/")
    }
    return dict(sorted(own.items(), key=lambda item: (-item[1], item[0])))


def _find_arguments(roles: FloatArray, start: int, end: int) -> list[Argument]:
    """Return the runs of words that have one role; `roles` are chances, (words, roles), with none first."""
    best = roles[:, 1:].argmax(-1) + 1
    some = (roles[:, 0] < 1 - _LEAST_ROLE) & (roles.max(-1) > 0)
    some[start:end] = False
    found: list[Argument] = []
    word = 0
    while word < len(best):
        if not some[word]:
            word += 1
            continue
        stop = word + 1
        while stop < len(best) and some[stop] and best[stop] == best[word]:
            stop += 1
        chance = float(roles[word:stop, best[word]].max())
        found.append(Argument(ROLES[int(best[word])], word, stop, round(chance, 4)))
        word = stop
    return found


def _normalise(scores: FloatArray) -> FloatArray:
    """Return probabilities along the last axis (softmax)."""
    shifted = np.exp(scores - scores.max(-1, keepdims=True))
    return shifted / shifted.sum(-1, keepdims=True)
