"""Duplicates: one of each id stays, the same one whatever the order."""

from __future__ import annotations

from itertools import permutations

from sitrep.deduplication import ReportKey, drop_duplicates
from sitrep.reading.reports import name_report


def key(origin: str, text: str, row: int = 0) -> ReportKey:
    return ReportKey(name_report(None, text, None), origin, row, 1)


A1, A2, A3, B = key("a.txt", "One"), key("b.txt", "one "), key("c.txt", "ONE"), key("b2.txt", "Two")


def test_the_first_origin_stays_whatever_the_order() -> None:
    expected = sorted([A1, B])
    for order in permutations([A1, A2, A3, B]):
        assert drop_duplicates(order) == expected


def test_of_records_that_share_an_origin_the_first_stays() -> None:
    first, second = key("a.jsonl#1", "One", 3), key("a.jsonl#1", "one", 4)
    assert drop_duplicates([second, first]) == [first]


def test_what_is_known_is_left_out() -> None:
    assert drop_duplicates([A2, B], known={A1.report_id}) == [B]


def test_nothing_gives_nothing() -> None:
    assert drop_duplicates([]) == []
