"""Exact duplicates: reports with the same id, so the same title, text and source but for blanks and case.

Near duplicates, such as a wire's story in two papers, are different reports: their mentions meet when events
are linked.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class ReportKey:
    """What is asked of a report to find its copies and to cut shards, without its text.

    Attributes:
        report_id: the same for copies.
        origin: where it was read from; records of one file may share it.
        row: its place among all that were read, which were in the order of their files.
        word_count: words in its text.
    """

    report_id: str
    origin: str
    row: int
    word_count: int


def drop_duplicates(reports: Iterable[ReportKey], known: Container[str] = ()) -> list[ReportKey]:
    """Return the reports that are not known, one for each id, in the order of their ids.

    Of copies the one whose origin comes first stays, and of records that share an origin the first, whatever order
    they are given in.
    """
    kept: dict[str, ReportKey] = {}
    for report in sorted(reports):
        if report.report_id not in known:
            kept.setdefault(report.report_id, report)
    return list(kept.values())
