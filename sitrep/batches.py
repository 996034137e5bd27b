"""The steps of a batch on files: each reads paths, calls the domain, writes files by rename, returns paths and counts.

A batch lives in a staging folder named after what it takes in. A step whose file is there already is passed over, so
that a run that was cut off goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from shutil import rmtree
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from sitrep.coding import Coder, code_report
from sitrep.deduplication import ReportKey, drop_duplicates
from sitrep.intake import (
    HashedFile,
    choose_new_files,
    cut_shards,
    group_files,
    name_batch,
    name_intake,
)
from sitrep.linking import Telling, choose_event_id, link_mentions
from sitrep.projections import build_arrow_schema, build_table, read_records
from sitrep.quarantine import Break, split_rows
from sitrep.reading import (
    FileRefusedError,
    InboxFile,
    ReadingLimits,
    RefusalRule,
    archive_file,
    hash_file,
    list_inbox,
    read_file,
)
from sitrep.schema import Batch, DatePrecision, Event, Mention, Quarantined, Report, Status, hash_id
from sitrep.warehouse import StagedBatch, Warehouse, write_parquet, write_text

#: Reports written at a time while a file of many is read: bounds the memory.
READ_CHUNK = 500

#: Below so many rows a share says nothing.
LEAST_FOR_SHARE = 20


@dataclass(frozen=True, slots=True)
class Intake:
    """What a run found in the inbox: groups of new files to read, and what was refused or known already."""

    folder: Path
    groups: tuple[tuple[HashedFile, ...], ...]
    refused: Path
    files: int
    known_files: int


@dataclass(frozen=True, slots=True)
class ReadGroup:
    """The reports and refusals of one group of files."""

    reports: Path
    refused: Path
    report_count: int


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards of a batch, cut from all that was read."""

    batch_id: str
    paths: tuple[Path, ...]
    refused: Path
    read: int
    new: int
    duplicate: int
    refused_count: int


@dataclass(frozen=True, slots=True)
class CodedShard:
    """The mentions of one shard."""

    reports: Path
    mentions: Path
    refused: Path
    mention_count: int
    words: int


@dataclass(frozen=True, slots=True)
class Audit:
    """The rows of a batch that passed, those that did not, and what its shares are."""

    reports: Path
    mentions: Path
    refused: Path
    summary: Mapping[str, float | None]


def _hash_files(listed: Iterable[InboxFile]) -> tuple[list[HashedFile], list[Quarantined]]:
    hashed: list[HashedFile] = []
    refused: list[Quarantined] = []
    for file in listed:
        try:
            hashed.append(HashedFile(file, hash_file(file)))
        except FileRefusedError as error:
            refused.append(error.refusal)
    return hashed, refused


def find_files(inbox: Path, warehouse: Warehouse, coder: str, limits: ReadingLimits) -> Intake:
    """Return the intake of an inbox: every file hashed, those seen before left out, the rest in groups."""
    warehouse.create()
    listing = list_inbox(inbox, limits)
    hashed, unreadable = _hash_files(listing.files)
    chosen = choose_new_files(hashed, known=warehouse.list_known_files(), refused=warehouse.list_refused_files())
    known_refusals = warehouse.list_known_refusals()
    refused = [row for row in (*listing.refused, *unreadable) if row.quarantine_id not in known_refusals]
    name = hash_id(name_intake(chosen, coder), *sorted(row.quarantine_id for row in refused))
    folder = warehouse.staging / name
    path = write_parquet(build_table(Quarantined, refused), folder / "refused-listing.parquet")
    groups = group_files(chosen, most_files=500, most_bytes=64 * 1024 * 1024)
    return Intake(folder, tuple(map(tuple, groups)), path, len(listing.files), len(hashed) - len(chosen))


def read_group(
    number: int, files: Sequence[HashedFile], folder: Path, archive: Path, limits: ReadingLimits
) -> ReadGroup:
    """Archive and read a group of files; reports go to disk as they come."""
    path = folder / f"read-{number:05d}.parquet"
    refused_path = folder / f"refused-{number:05d}.parquet"
    if path.exists() and refused_path.exists():
        return ReadGroup(path, refused_path, pq.read_metadata(path).num_rows)
    refused: list[Quarantined] = []
    temporary = path.with_suffix(".tmp")
    with pq.ParquetWriter(temporary, build_arrow_schema(Report), compression="zstd") as writer:
        for each in files:
            try:
                refused += _read_into(writer, each, archive, limits)
            except FileRefusedError as error:
                refused.append(error.refusal)
    _drop_changed(temporary, refused)
    write_parquet(build_table(Quarantined, refused), refused_path)
    temporary.replace(path)
    return ReadGroup(path, refused_path, pq.read_metadata(path).num_rows)


def _read_into(writer: pq.ParquetWriter, each: HashedFile, archive: Path, limits: ReadingLimits) -> list[Quarantined]:
    """Write a file's reports as they come, the file being archived before the first; return what was refused."""
    refused: list[Quarantined] = []
    found = read_file(each.file, each.sha256, limits)
    while chunk := list(islice(found, READ_CHUNK)):
        reports = [item for item in chunk if isinstance(item, Report)]
        refused += [item for item in chunk if isinstance(item, Quarantined)]
        if reports:
            archive_file(each.file, each.sha256, archive)
            writer.write_table(build_table(Report, reports))
    return refused


def _drop_changed(path: Path, refused: Iterable[Quarantined]) -> None:
    """Take out the reports of files that changed while they were read: what was archived is not what was read."""
    changed = {row.item for row in refused if row.kind == "file" and RefusalRule(row.rule) is RefusalRule.CHANGED}
    if changed:
        table = pq.ParquetFile(path).read()
        keep = [origin.partition("#")[0] not in changed for origin in table["origin"].to_pylist()]
        pq.write_table(table.filter(pa.array(keep, pa.bool_())), path, compression="zstd")


def build_shards(
    intake: Intake,
    groups: Sequence[ReadGroup],
    warehouse: Warehouse,
    coder: str,
    *,
    most_reports: int,
    most_words: int,
) -> Shards:
    """Cut all that was read into shards by report id, duplicates and what was coded before left out."""
    known_refusals = warehouse.list_known_refusals()
    refused_table = _read_tables([intake.refused, *(group.refused for group in groups)], Quarantined)
    refused = _drop_known(refused_table, "quarantine_id", known_refusals)
    reports = _read_tables([group.reports for group in groups], Report)
    keys = [
        ReportKey(identifier, origin, row, words)
        for row, (identifier, origin, words) in enumerate(
            zip(*(reports[name].to_pylist() for name in ("report_id", "origin", "word_count")), strict=True)
        )
    ]
    chosen = drop_duplicates(keys, warehouse.list_known_reports())
    batch_id = name_batch((report.report_id for report in chosen), refused["quarantine_id"].to_pylist(), coder)
    paths: list[Path] = []
    for shard in cut_shards(chosen, most_reports=most_reports, most_words=most_words):
        name = hash_id(coder, *(report.report_id for report in shard))
        path = intake.folder / f"shard-{name}.parquet"
        if not path.exists():
            table = reports.take([report.row for report in shard])
            write_parquet(table, path)
        paths.append(path)
    refused_path = write_parquet(refused, intake.folder / "refused-reading.parquet")
    return Shards(
        batch_id,
        tuple(paths),
        refused_path,
        len(keys),
        len(chosen),
        len(keys) - len(chosen),
        refused.num_rows,
    )


def code_shard(path: Path, coder: Coder) -> CodedShard:
    """Code a shard; a report that the coder fails on goes to quarantine with the error, the rest goes on."""
    mentions_path = path.with_name(path.name.replace("shard-", "mentions-"))
    reports_path = path.with_name(path.name.replace("shard-", "reports-"))
    refused_path = path.with_name(path.name.replace("shard-", "failed-"))
    table = pq.read_table(path)
    if not (mentions_path.exists() and reports_path.exists() and refused_path.exists()):
        mentions: list[Mention] = []
        breaks: dict[str, list[Break]] = {}
        for report in read_records(Report, table):
            try:
                mentions += code_report(coder, report)
            except Exception as error:  # noqa: BLE001 - whatever a report does to the coder, the others are coded
                sentence = "The coder failed on this report; please report it with the text."
                breaks[report.report_id] = [Break("coder_failed", sentence, f"{type(error).__name__}: {error}")]
        good, refused = split_rows("report", "report_id", table.to_pylist(), breaks)
        write_parquet(build_table(Mention, mentions), mentions_path)
        write_parquet(build_table(Quarantined, refused), refused_path)
        write_parquet(pa.Table.from_pylist(list(good), build_arrow_schema(Report)), reports_path)
    return CodedShard(
        reports_path,
        mentions_path,
        refused_path,
        pq.read_metadata(mentions_path).num_rows,
        sum(table["word_count"].to_pylist()),
    )


def _read_tables(paths: Iterable[Path], kind: type[Any]) -> pa.Table:
    schema = build_arrow_schema(kind)
    return pa.concat_tables([schema.empty_table(), *(pq.read_table(path).cast(schema) for path in paths)])


def _drop_known(table: pa.Table, key: str, known: set[str]) -> pa.Table:
    mask = [value not in known for value in table[key].to_pylist()]
    return table.filter(pa.array(mask, pa.bool_()))


def read_coded(shards: Iterable[CodedShard]) -> tuple[pa.Table, pa.Table]:
    """Return the reports and mentions of all shards, each sorted by its id."""
    listed = list(shards)
    reports = _read_tables((shard.reports for shard in listed), Report)
    mentions = _read_tables((shard.mentions for shard in listed), Mention)
    return reports.sort_by("report_id"), mentions.sort_by("mention_id")


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
    failed = _read_tables((shard.refused for shard in coded), Quarantined)
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
        [_read_tables([shards.refused, audit.refused], Quarantined), build_table(Quarantined, refused_events)]
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


def clear_staging(folder: Path) -> None:
    """Remove the folder of a batch that was published."""
    with suppress(FileNotFoundError):
        rmtree(folder)


def clear_results(folder: Path, *, older_than: timedelta) -> int:
    """Remove results of tasks that no run will ask for any more; return how many."""
    limit = (datetime.now(UTC) - older_than).timestamp()
    old = [path for path in folder.glob("*") if path.is_file() and path.stat().st_mtime < limit]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
