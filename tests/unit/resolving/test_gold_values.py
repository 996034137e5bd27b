"""How benchmarks/dates.py and benchmarks/actors.py read and judge the values of public sets."""

from __future__ import annotations

from datetime import date

import pytest

from benchmarks.actors import GoldName, judge_name
from benchmarks.dates import GoldSpan, read_value
from sitrep.resolving.dates import DateReason, DateResolution


@pytest.mark.parametrize(
    ("value", "first", "last", "precision"),
    [
        ("1998-02-27", date(1998, 2, 27), date(1998, 2, 27), "day"),
        ("1998-02-27TMO", date(1998, 2, 27), date(1998, 2, 27), "day"),
        ("1998-12", date(1998, 12, 1), date(1998, 12, 31), "month"),
        ("1998", date(1998, 1, 1), date(1998, 12, 31), "year"),
        ("199", date(1990, 1, 1), date(1999, 12, 31), "year"),
        ("1998-Q4", date(1998, 10, 1), date(1998, 12, 31), "month"),
        ("1998-WI", date(1998, 12, 1), date(1999, 2, 28), "month"),
        ("1998-W09", date(1998, 2, 23), date(1998, 3, 1), "week"),
    ],
)
def test_a_timex_value_is_a_span(value: str, first: date, last: date, precision: str) -> None:
    assert read_value(value, None) == GoldSpan(first, last, precision)


@pytest.mark.parametrize("value", ["P2Y6M", "PXY", "PRESENT_REF", "1998-XX", "1998-WXX", "XXXX-Q1"])
def test_a_value_without_a_place_on_the_calendar_is_none(value: str) -> None:
    assert read_value(value, None) is None


def test_a_part_is_right_where_it_lies_in_the_whole() -> None:
    early = DateResolution(date(1998, 1, 1), date(1998, 4, 30), "year", DateReason.EXPLICIT)
    whole, part = read_value("1998", None), read_value("1998", "START")
    assert whole is not None
    assert part is not None
    assert part.covers(early)
    assert not whole.covers(early)


def test_a_body_without_a_country_is_right_where_none_is_told() -> None:
    assert judge_name(GoldName("U.N.", "IGO", None)).country
    assert judge_name(GoldName("U.N.", "IGO", "MIL")).sector
    assert not judge_name(GoldName("Zzyzx Qwrty", "IGO", None)).country
    assert judge_name(GoldName("Iraqi army", "IRQ", "MIL")).sector
    assert judge_name(GoldName("Iraqi army", "IRQ", None)).sector is None
