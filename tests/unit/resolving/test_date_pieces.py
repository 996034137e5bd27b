"""Quarters, halves and ends of a year."""

from __future__ import annotations

from datetime import date

import pytest

from sitrep.resolving.dates import find_dates, resolve_date

FRIDAY = date(2016, 3, 4)


@pytest.mark.parametrize(
    ("expression", "start", "end", "precision"),
    [
        ("the third quarter of 2015", date(2015, 7, 1), date(2015, 9, 30), "month"),
        ("the fourth quarter", date(2015, 10, 1), date(2015, 12, 31), "month"),
        ("first-quarter", date(2016, 1, 1), date(2016, 3, 31), "month"),
        ("the first half of 2014", date(2014, 1, 1), date(2014, 6, 30), "month"),
        ("the second half of last year", date(2015, 7, 1), date(2015, 12, 31), "month"),
        ("the first three months of the year", date(2016, 1, 1), date(2016, 3, 31), "month"),
        ("the last six months of 2015", date(2015, 7, 1), date(2015, 12, 31), "month"),
        ("the end of the year", date(2016, 9, 1), date(2016, 12, 31), "year"),
        ("the beginning of last month", date(2016, 2, 1), date(2016, 2, 10), "month"),
        ("the end of the week", date(2016, 2, 29), date(2016, 3, 6), "week"),
    ],
)
def test_a_piece_is_placed(expression: str, start: date, end: date, precision: str) -> None:
    found = resolve_date(expression, published=FRIDAY)
    assert (found.start, found.end, found.precision) == (start, end, precision)
    assert [mention.text for mention in find_dates(f"They met in {expression}.")] == [expression]


@pytest.mark.parametrize(
    "text",
    ["He scored in the first half.", "the third half of 2016", "the second three months of 2016", "a quarter of them"],
)
def test_what_is_no_piece_of_a_year_is_left(text: str) -> None:
    assert not any("half" in mention.text or "months" in mention.text for mention in find_dates(text))
