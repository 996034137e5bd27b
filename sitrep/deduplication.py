"""Exact duplicates: reports with the same id, so the same title, text and source but for blanks and case.

Near duplicates, such as a wire's story in two papers, are different reports: their mentions meet when events
are linked.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from sitrep.schema import Report


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A report left out because another with its id is there."""

    report_id: str
    origin: str


@dataclass(frozen=True, slots=True)
class Deduplication:
    """The reports that stay, in the order of their origins, and those left out, in the same order."""

    kept: tuple[Report, ...]
    duplicates: tuple[Duplicate, ...]


def drop_duplicates(reports: Iterable[Report], known: Container[str] = ()) -> Deduplication:
    """Return the reports without those that are known or double, whatever order they come in.

    Of several with one id the one whose origin comes first stays. Shard by shard: pass the ids published
    before and those kept of earlier shards as `known`; with the shards in the order of their origins, the
    result is that of one call on all.
    """
    kept: list[Report] = []
    duplicates: list[Duplicate] = []
    seen: set[str] = set()
    for report in sorted(reports, key=_rank):
        if report.report_id in seen or report.report_id in known:
            duplicates.append(Duplicate(report.report_id, report.origin))
        else:
            seen.add(report.report_id)
            kept.append(report)
    return Deduplication(tuple(kept), tuple(duplicates))


def _rank(report: Report) -> tuple[str, ...]:
    """Return what orders reports: records may share an origin, so all that may differ counts."""
    published = report.published.isoformat() if report.published else ""
    told = (report.title, report.url, published, report.language, report.licence, report.text)
    return report.origin, report.raw_sha256, *(part or "" for part in told)
