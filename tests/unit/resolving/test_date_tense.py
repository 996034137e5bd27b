"""Whether the words around a date tell what is yet to come."""

from __future__ import annotations

import pytest

from sitrep.resolving.date_tense import tells_future


def tells(text: str) -> bool:
    """Return what is told of the date between the square brackets of a text."""
    start = text.index("[")
    end = text.index("]") - 1
    return tells_future(text.replace("[", "").replace("]", ""), start, end)


@pytest.mark.parametrize(
    "text",
    [
        "The council will meet on [Thursday].",
        "Talks are to be held on [Thursday].",
        "On [Thursday] the council is to meet.",
        "He said the army would leave by [15 May].",
        "The vote scheduled for [Sunday] is at risk.",
        "They delayed the vote until [April].",
        "They demanded that he resign by [Friday].",
        "The deadline is [5 May].",
        "They killed two men. The court will rule on [Monday].",
        "TALKS WILL BE HELD ON [15 MAY].",
    ],
)
def test_what_is_to_come(text: str) -> None:
    assert tells(text)


@pytest.mark.parametrize(
    "text",
    [
        "The council met on [Thursday].",
        "Officials said [Thursday] it would leave.",
        "On [Thursday] rebels attacked the town.",
        "On [Thursday] he vowed to resign.",
        "It will meet again. Two men were killed on [Monday].",
        "Reports of [Tuesday]'s attack will be read.",
        "The United Nations on [Tuesday]",
        "[Tuesday]",
        "",
    ],
)
def test_what_is_past_or_not_told(text: str) -> None:
    assert not (tells(text) if text else tells_future("", 0, 0))


def test_a_sentence_is_read_no_further_than_its_reach() -> None:
    text = "The council will meet " + "and talk " * 60 + "on "
    assert not tells_future(text + "Thursday", len(text), len(text) + len("Thursday"))
