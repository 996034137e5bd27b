"""The steps of a batch on files: each reads paths, calls the domain, writes files by rename, returns paths and counts.

A batch lives in a staging folder named after what it takes in. A step whose file is there already is passed over, so
that a run that was cut off goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
from sitrep.schema import Mention, Quarantined, Report, hash_id
from sitrep.warehouse import Warehouse, write_parquet

#: Reports written at a time while a file of many is read: bounds the memory.
READ_CHUNK = 500


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
    refused_table = read_tables([intake.refused, *(group.refused for group in groups)], Quarantined)
    refused = _drop_known(refused_table, "quarantine_id", known_refusals)
    reports = read_tables([group.reports for group in groups], Report)
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


def read_tables(paths: Iterable[Path], kind: type[Any]) -> pa.Table:
    """Return the rows of all files as one table with the record's schema, also where there are none."""
    schema = build_arrow_schema(kind)
    return pa.concat_tables([schema.empty_table(), *(pq.read_table(path).cast(schema) for path in paths)])


def _drop_known(table: pa.Table, key: str, known: set[str]) -> pa.Table:
    mask = [value not in known for value in table[key].to_pylist()]
    return table.filter(pa.array(mask, pa.bool_()))


def read_coded(shards: Iterable[CodedShard]) -> tuple[pa.Table, pa.Table]:
    """Return the reports and mentions of all shards, each sorted by its id."""
    listed = list(shards)
    reports = read_tables((shard.reports for shard in listed), Report)
    mentions = read_tables((shard.mentions for shard in listed), Mention)
    return reports.sort_by("report_id"), mentions.sort_by("mention_id")


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
