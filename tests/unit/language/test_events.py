"""The model's scores become triggers: runs of words of one type, with status, modes and roles."""

import numpy as np
import pytest
from numpy.typing import NDArray

from sitrep.language.events import LEAST_CHANCE, find_triggers
from sitrep.language.schemes import EVENT_STATUSES, ROLES, list_event_tags, list_mode_tags

TAGS, MODES = list_event_tags(), list_mode_tags()
SIZE = len(TAGS) + len(EVENT_STATUSES) + 2 + len(MODES)


def build_scores(types: list[str], status: str = "actual", modes: tuple[str, ...] = ()) -> NDArray[np.float32]:
    """Return the scores of a sentence whose words have these types, all of one status and modes."""
    scores = np.full((1, len(types), SIZE), -4.0, np.float32)
    for word, type_ in enumerate(types):
        scores[0, word, TAGS.index(type_ or "O")] = 4.0
        scores[0, word, len(TAGS) + EVENT_STATUSES.index(status)] = 4.0
        for mode in modes:
            scores[0, word, len(TAGS) + len(EVENT_STATUSES) + 2 + MODES.index(mode)] = 4.0
    return scores


def give_roles(roles: list[str]):  # noqa: ANN201
    """Return a scorer of roles that gives each word the same role for any trigger."""

    def score(rows: NDArray[np.int64], _words: NDArray[np.int64]) -> NDArray[np.float32]:
        scores = np.full((len(rows), len(roles), len(ROLES)), -4.0, np.float32)
        for word, role in enumerate(roles):
            scores[:, word, ROLES.index(role)] = 4.0
        return scores

    return score


def test_neighbours_of_one_type_are_one_trigger() -> None:
    scores = build_scores(["", "ASSAULT", "ASSAULT", "", "COERCE"], modes=("ASSAULT/firearms",))
    found = find_triggers(scores, np.array([5]), give_roles(["A", "", "", "R", ""]))[0]
    assert [(each.start, each.end, each.type) for each in found] == [(1, 3, "ASSAULT"), (4, 5, "COERCE")]
    assert next(iter(found[0].modes["ASSAULT"])) == "firearms"
    assert [(a.role, a.start, a.end) for a in found[0].arguments] == [("A", 0, 1), ("R", 3, 4)]
    assert found[0].arguments[0].chance > 0.9


@pytest.mark.parametrize("status", EVENT_STATUSES)
def test_the_status_is_the_likeliest(status: str) -> None:
    (trigger,) = find_triggers(build_scores(["PROTEST"], status), np.array([1]), give_roles([""]))[0]
    assert max(trigger.statuses, key=lambda each: trigger.statuses[each]) == status
    assert sum(trigger.statuses.values()) == pytest.approx(1, abs=0.01)


def test_a_trigger_is_no_argument_of_its_own() -> None:
    (trigger,) = find_triggers(build_scores(["ASSAULT", ""]), np.array([2]), give_roles(["A", "A"]))[0]
    assert [(a.start, a.end) for a in trigger.arguments] == [(1, 2)]


def test_words_behind_the_end_of_a_sentence_are_none() -> None:
    scores = np.concatenate((build_scores(["", "ASSAULT"]), build_scores(["ASSAULT", ""])))
    found = find_triggers(scores, np.array([1, 2]), give_roles(["", ""]))
    assert [len(each) for each in found] == [0, 1]


def test_an_unlikely_trigger_is_still_told_with_its_best_type() -> None:
    scores = np.zeros((1, 1, SIZE), np.float32)
    scores[0, 0, 0] = 5.0  # O, but all sixteen types a little
    (trigger,) = find_triggers(scores, np.array([1]), give_roles([""]))[0]
    assert trigger.types[trigger.type] < LEAST_CHANCE


def test_no_trigger_asks_for_no_roles() -> None:
    def refuse(_rows: NDArray[np.int64], _words: NDArray[np.int64]) -> NDArray[np.float32]:
        raise AssertionError

    assert find_triggers(build_scores(["", ""]), np.array([2]), refuse) == [[]]
