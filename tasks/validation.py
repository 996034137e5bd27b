"""Validating: rows that break a rule are parted from the others, the batch as a whole is judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
from prefect import task
from prefect.cache_policies import NO_CACHE

from sitrep import auditing, batches
from sitrep.auditing import Audit
from sitrep.batches import CodedShard, Intake
from sitrep.quarantine import Break
from sitrep.schema import Severity
from sitrep.settings import Settings
from sitrep.warehouse import Warehouse

Breaks = dict[str, dict[str, list[Break]]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a batch may be published.

    Attributes:
        audit: the rows that passed and those that did not.
        events: the events that the rows that passed tell.
        event_breaks: the rules that events break.
        blocked: a sentence for each critical rule that the batch as a whole breaks.
        warnings: a sentence for each warning, of the batch or with the number of its rows.
        data_docs: the page that shows all results.
    """

    audit: Audit
    events: Path
    event_breaks: dict[str, list[Break]]
    blocked: tuple[str, ...]
    warnings: tuple[str, ...]
    data_docs: Path


@task(name="validate batch", persist_result=True, cache_policy=NO_CACHE)
def validate_batch(intake: Intake, coded: Sequence[CodedShard], settings: Settings) -> Verdict:
    """Run all suites over a batch, part its rows, link the events of those that passed."""
    from expectations.validation import Failure, Validator  # noqa: PLC0415 - takes seconds to import

    def sort_breaks(failures: Iterable[Failure]) -> tuple[Breaks, list[str]]:
        breaks: Breaks = {}
        mild: dict[str, int] = {}
        for failure in failures:
            if failure.severity == Severity.CRITICAL:
                of_table = breaks.setdefault(failure.table, {})
                of_table.setdefault(failure.key, []).append(Break(failure.rule, failure.sentence, failure.found))
            else:
                sentence = f"{failure.table}: {failure.rule}: {failure.sentence}"
                mild[sentence] = mild.get(sentence, 0) + 1
        return breaks, [f"{sentence} ({count} rows)" for sentence, count in sorted(mild.items())]

    warehouse = Warehouse(settings.warehouse)
    validator = Validator(warehouse.data_docs)
    reports, mentions = batches.read_coded(coded)
    breaks, warnings = sort_breaks(validator.validate_rows(reports, mentions))
    audit = auditing.audit_rows(intake.folder, coded, reports, mentions, breaks)
    bounds = {
        "least_coded_share": settings.least_coded_share,
        "most_quarantined_share": settings.most_quarantined_share,
    }
    found = validator.validate_batch(audit.summary, bounds)
    blocked = tuple(
        f"{each.rule}: {each.sentence} Found {each.found}." for each in found if each.severity == Severity.CRITICAL
    )
    warnings += [f"{each.rule}: {each.sentence} Found {each.found}." for each in found if each.severity != "critical"]
    events = auditing.link_batch(audit, warehouse, intake.folder)
    table = pq.read_table(events)
    mention_ids = {identifier for ids in table["mention_ids"].to_pylist() for identifier in ids}
    event_breaks, event_warnings = sort_breaks(validator.validate_events(table, mention_ids))
    return Verdict(
        audit,
        events,
        event_breaks.get("events", {}),
        blocked,
        (*warnings, *event_warnings),
        validator.write_pages(),
    )
