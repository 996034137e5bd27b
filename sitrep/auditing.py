"""Auditing a batch: rows that break a rule parted from the others, events linked, all laid out to be published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sitrep.batches import CodedShard, Intake, Shards, read_tables
from sitrep.files import write_text
from sitrep.linking import Telling, choose_event_id, link_mentions
from sitrep.projections import build_arrow_schema, build_table, read_records
from sitrep.quarantine import Break, split_rows
from sitrep.schema import Batch, DatePrecision, Event, Mention, Quarantined, Report, Status
from sitrep.warehouse import StagedBatch, Warehouse, write_parquet

#: Below so many rows a share says nothing.
LEAST_FOR_SHARE = 20


@dataclass(frozen=True, slots=True)
class Audit:
    """The rows of a batch that passed, those that did not, and what its shares are."""

    reports: Path
    mentions: Path
    refused: Path
    summary: Mapping[str, float | None]


def audit_rows(
    folder: Path,
    coded: Sequence[CodedShard],
    reports: pa.Table,
    mentions: pa.Table,
    breaks: Mapping[str, Mapping[str, Sequence[Break]]],
) -> Audit:
    """Part the rows that break a rule from the others; the mentions of a refused report go with it."""
    bad_reports = breaks.get("reports", {})
    orphaned = Break("report_quarantined", "The report of the mention is in quarantine.", "no report")
    of_mentions = {key: list(found) for key, found in breaks.get("mentions", {}).items()}
    for mention_id, report_id in zip(
        mentions["mention_id"].to_pylist(), mentions["report_id"].to_pylist(), strict=True
    ):
        if report_id in bad_reports:
            of_mentions.setdefault(mention_id, []).append(orphaned)
    good_reports, refused_reports = split_rows("report", "report_id", reports.to_pylist(), bad_reports)
    good_mentions, refused_mentions = split_rows("mention", "mention_id", mentions.to_pylist(), of_mentions)
    failed = read_tables((shard.refused for shard in coded), Quarantined)
    refused = pa.concat_tables([failed, build_table(Quarantined, [*refused_reports, *refused_mentions])])
    return Audit(
        write_parquet(
            pa.Table.from_pylist(list(good_reports), build_arrow_schema(Report)),
            folder / "good-reports.parquet",
        ),
        write_parquet(
            pa.Table.from_pylist(list(good_mentions), build_arrow_schema(Mention)),
            folder / "good-mentions.parquet",
        ),
        write_parquet(refused, folder / "refused-rows.parquet"),
        summarise_rows(good_reports, good_mentions, len(refused_mentions)),
    )


def summarise_rows(
    reports: Sequence[Mapping[str, Any]], mentions: Sequence[Mapping[str, Any]], refused_mentions: int
) -> dict[str, float | None]:
    """Return the shares that batch rules judge; null where the batch is too small to say.

    coded_share: reports with a mention; quarantined_share: mentions refused; dated_share, placed_share: actual
    mentions with a date and with a country.
    """
    actual = [row for row in mentions if row["status"] == Status.ACTUAL]
    coded = len({row["report_id"] for row in mentions})
    dated = sum(row["date_precision"] != DatePrecision.UNKNOWN for row in actual)
    placed = sum(row["place_country"] is not None for row in actual)

    def share(part: int, whole: int) -> float | None:
        return part / whole if whole >= LEAST_FOR_SHARE else None

    return {
        "coded_share": share(coded, len(reports)),
        "quarantined_share": share(refused_mentions, refused_mentions + len(mentions)),
        "dated_share": share(dated, len(actual)),
        "placed_share": share(placed, len(actual)),
    }


def link_batch(audit: Audit, warehouse: Warehouse, folder: Path) -> Path:
    """Write the events that the batch's mentions tell, each merged with what was published of it before."""
    reports = {
        row["report_id"]: row
        for row in pq.read_table(audit.reports, columns=["report_id", "published", "source"]).to_pylist()
    }
    fresh = [
        Telling(mention, reports[mention.report_id]["published"], reports[mention.report_id]["source"])
        for mention in read_records(Mention, pq.read_table(audit.mentions))
    ]
    touched = {choose_event_id(telling.mention) for telling in fresh}
    days = [telling.mention.date_start for telling in fresh if telling.mention.date_start]
    earlier = [telling for telling in warehouse.read_tellings(days) if choose_event_id(telling.mention) in touched]
    return write_parquet(build_table(Event, link_mentions([*earlier, *fresh])), folder / "events.parquet")


def stage_batch(
    intake: Intake,
    shards: Shards,
    coded: Sequence[CodedShard],
    audit: Audit,
    events: pa.Table,
    event_breaks: Mapping[str, Sequence[Break]],
    coder: str,
) -> StagedBatch:
    """Lay out a batch that passed: one file a table, then the mark that says it is whole."""
    staged = StagedBatch(shards.batch_id, intake.folder)
    good_events, refused_events = split_rows("event", "event_id", events.to_pylist(), event_breaks)
    refused = pa.concat_tables(
        [read_tables([shards.refused, audit.refused], Quarantined), build_table(Quarantined, refused_events)]
    )
    reports = pq.read_table(audit.reports)
    published: list[date | None] = reports["published"].to_pylist()
    tables = {
        "reports": _fill(
            reports,
            coder=coder,
            published_year=[day and day.year for day in published],
            published_month=[day and day.month for day in published],
        ),
        "mentions": pq.read_table(audit.mentions),
        "events": pa.Table.from_pylist(list(good_events), build_arrow_schema(Event)),
        "quarantine": refused.sort_by("quarantine_id"),
    }
    batch = Batch(
        batch_id=staged.batch_id,
        published_at=datetime.now(UTC),
        coder=coder,
        files=intake.files,
        reports_read=shards.read,
        reports_new=reports.num_rows,
        reports_duplicate=shards.duplicate,
        mentions=tables["mentions"].num_rows,
        events=tables["events"].num_rows,
        quarantined=refused.num_rows,
        words=sum(shard.words for shard in coded),
    )
    for name, table in tables.items():
        write_parquet(_fill(table, batch_id=staged.batch_id), staged.locate(name))
    write_parquet(build_table(Batch, [batch]), staged.locate("batches"))
    write_text(f'{{"batch_id": "{staged.batch_id}"}}\n', staged.ready_mark)
    return staged


def _fill(table: pa.Table, **columns: Any) -> pa.Table:
    """Return the table with columns set: to one text for all rows, or to a list of values."""
    for name, value in columns.items():
        index = table.schema.get_field_index(name)
        field = table.schema.field(index)
        values = [value] * table.num_rows if isinstance(value, str) else value
        table = table.set_column(index, field, pa.array(values, field.type))
    return table


def count_by_rule(staged: StagedBatch) -> dict[str, int]:
    """Return how many rows of a staged batch each rule keeps out, most first."""
    counts: dict[str, int] = {}
    for rule in pq.read_table(staged.locate("quarantine"), columns=["rule"])["rule"].to_pylist():
        counts[rule] = counts.get(rule, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
