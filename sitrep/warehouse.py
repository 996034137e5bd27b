"""The warehouse: the one module that knows tables, partitions, commits and the catalogue.

A warehouse is a folder: `archive/` (raw files by SHA-256), `tables/` (Delta tables), `staging/` (batches under way),
`data_docs/` (validation results for people), `sitrep.duckdb` (the catalogue that analysts ask).

Publishing commits one table after the other: reports, mentions, events, quarantine, batches. Each commit carries the
batch's id, so that a publish that was cut off is completed by the next run without doing a table twice; the row in
`batches` comes last and is the mark of a whole batch. Readers use the catalogue, which is made anew from one snapshot
of all tables after that and put in place by one rename: nobody sees half a batch.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake

from sitrep.catalogue import build_catalogue, select_files
from sitrep.files import replace_path
from sitrep.linking import Telling
from sitrep.projections import build_arrow_schema, read_records
from sitrep.schema import TABLES, Mention

#: Delta's record of what was committed by whom: the batch's id, at this version.
TRANSACTION_VERSION = 1


class WarehouseBusyError(RuntimeError):
    """Another run is at work on the warehouse."""


def write_parquet(table: pa.Table, path: Path) -> Path:
    """Write a table beside its place and put it there by one rename; return the path."""
    with replace_path(path) as temporary:
        pq.write_table(table, temporary, compression="zstd")
    return path


@dataclass(frozen=True, slots=True)
class StagedBatch:
    """A batch that passed validation and lies ready to be published: one Parquet file a table."""

    batch_id: str
    folder: Path

    def locate(self, table: str) -> Path:
        """Return the file of a table's rows."""
        return self.folder / f"publish-{table}.parquet"

    @property
    def ready_mark(self) -> Path:
        """Return the file whose presence says that every table's rows are there."""
        return self.folder / "ready.json"


@dataclass(frozen=True, slots=True)
class Warehouse:
    """A warehouse folder. Nothing is made or read until a method is called."""

    root: Path

    @property
    def archive(self) -> Path:
        """Return the folder of the raw files."""
        return self.root / "archive"

    @property
    def staging(self) -> Path:
        """Return the folder of batches under way."""
        return self.root / "staging"

    @property
    def data_docs(self) -> Path:
        """Return the folder of the validation pages."""
        return self.root / "data_docs"

    @property
    def results(self) -> Path:
        """Return the folder of task results, by which a run that was cut off is resumed."""
        return self.root / "results"

    @property
    def catalogue(self) -> Path:
        """Return the DuckDB file that analysts ask."""
        return self.root / "sitrep.duckdb"

    def locate_table(self, name: str) -> Path:
        """Return the folder of a Delta table."""
        return self.root / "tables" / name

    @contextmanager
    def hold(self) -> Generator[None]:
        """Keep other runs off the warehouse inside the block; the lock falls with the process, however it ends.

        Raises:
            WarehouseBusyError: another run holds it.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise WarehouseBusyError(
                    f"{self.root}: another run is at work on this warehouse. Wait until it ends, or name another."
                ) from error
            yield

    def exists(self) -> bool:
        """Return whether anything was ever published here."""
        return all(DeltaTable.is_deltatable(str(self.locate_table(name))) for name in TABLES)

    def create(self) -> None:
        """Make the folders and the empty tables that are not there yet."""
        for folder in (self.archive, self.staging):
            folder.mkdir(parents=True, exist_ok=True)
        for name, (kind, partitions) in TABLES.items():
            DeltaTable.create(
                str(self.locate_table(name)),
                schema=build_arrow_schema(kind),
                mode="ignore",
                partition_by=list(partitions),
                name=name,
                description=(kind.__doc__ or "").strip().splitlines()[0],
            )

    def open_table(self, name: str) -> DeltaTable:
        """Return a Delta table at its newest version."""
        return DeltaTable(str(self.locate_table(name)))

    def list_versions(self) -> dict[str, int]:
        """Return the version of each table: {"reports": 3, …}."""
        return {name: self.open_table(name).version() for name in TABLES}

    def _query(self, name: str, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
        """Return the answer to a query over one table, which it names `t`."""
        return query_table(self.open_table(name), name, sql, parameters)

    def list_known_files(self) -> set[str]:
        """Return the SHA-256 of each file that a published report was read from."""
        return set(self._query("reports", "SELECT DISTINCT raw_sha256 FROM t")["raw_sha256"].to_pylist())

    def list_refused_files(self) -> set[tuple[str, str]]:
        """Return path and SHA-256 of each file that is in quarantine."""
        rows = self._query(
            "quarantine", "SELECT item, raw_sha256 FROM t WHERE kind = 'file' AND raw_sha256 IS NOT NULL"
        ).to_pylist()
        return {(row["item"], row["raw_sha256"]) for row in rows}

    def list_known_reports(self) -> set[str]:
        """Return the ids of the reports that are published or in quarantine."""
        known = self._query("reports", "SELECT report_id FROM t")["report_id"].to_pylist()
        refused = self._query("quarantine", "SELECT item FROM t WHERE kind = 'report'")["item"].to_pylist()
        return {*known, *refused}

    def list_known_refusals(self) -> set[str]:
        """Return the ids of all rows in quarantine."""
        return set(self._query("quarantine", "SELECT quarantine_id FROM t")["quarantine_id"].to_pylist())

    def read_tellings(self, days: Sequence[date]) -> Iterator[Telling]:
        """Yield the published mentions that may be of those days, with what their reports say of themselves."""
        if not days:
            return
        mentions = self._query(
            "mentions",
            "SELECT * FROM t WHERE date_precision = 'day' AND date_start IN (SELECT unnest(?::DATE[]))",
            [sorted(set(days))],
        )
        if not mentions.num_rows:
            return
        ids = mentions["report_id"].unique().to_pylist()
        reports = self._query(
            "reports",
            "SELECT report_id, published, source FROM t WHERE report_id IN (SELECT unnest(?))",
            [ids],
        )
        known = {row["report_id"]: row for row in reports.to_pylist()}
        for mention in read_records(Mention, mentions.cast(build_arrow_schema(Mention))):
            report = known[mention.report_id]
            yield Telling(mention, report["published"], report["source"])

    def list_unpublished(self) -> list[StagedBatch]:
        """Return the batches that passed validation and were not published to the end, by id."""
        batches = (read_ready_mark(mark) for mark in sorted(self.staging.glob("*/ready.json")))
        return sorted((batch for batch in batches if batch), key=lambda batch: batch.batch_id)

    def publish(self, batch: StagedBatch) -> dict[str, int]:
        """Commit a staged batch, table by table, then the catalogue; return the rows written by table.

        A table that has the batch already is passed over, so that a publish that was cut off can be repeated.
        """
        written: dict[str, int] = {}
        for name in TABLES:
            rows = pq.ParquetFile(batch.locate(name)).read()
            table = self.open_table(name)
            if table.transaction_version(batch.batch_id) is None:
                commit_rows(table, name, rows, batch.batch_id)
                written[name] = rows.num_rows
        self.refresh_catalogue()
        batch.ready_mark.unlink()
        return written

    def refresh_catalogue(self) -> Path:
        """Make the catalogue anew from the newest snapshot and put it in place by one rename; return its path."""
        files = {name: list_files(self.open_table(name)) for name in TABLES}
        temporary = self.root / f".sitrep.{os.getpid()}.duckdb"
        temporary.unlink(missing_ok=True)
        build_catalogue(temporary, files)
        temporary.replace(self.catalogue)
        return self.catalogue

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Return a read-only connection to the catalogue.

        Raises:
            FileNotFoundError: nothing was published here yet.
        """
        if not self.catalogue.exists():
            raise FileNotFoundError(
                f"{self.catalogue}: no catalogue; publish first: sitrep run --inbox DIR --warehouse {self.root}"
            )
        return duckdb.connect(str(self.catalogue), read_only=True)


def read_ready_mark(mark: Path) -> StagedBatch | None:
    """Return the staged batch that a mark tells of."""
    return StagedBatch(json.loads(mark.read_text(encoding="utf-8"))["batch_id"], mark.parent)


def list_files(table: DeltaTable) -> list[str]:
    """Return the absolute paths of the files of a table's snapshot, sorted."""
    return sorted(unquote(urlparse(uri).path) if uri.startswith("file:") else uri for uri in table.file_uris())


def query_table(table: DeltaTable, name: str, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
    """Return the answer to a query over one Delta table, which the query names `t`."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"CREATE VIEW t AS {select_files(name, list_files(table))}")
        return connection.sql(sql, params=list(parameters)).to_arrow_table()


def commit_rows(table: DeltaTable, name: str, rows: pa.Table, batch_id: str) -> None:
    """Commit a batch's rows to a table, replacing rows with the same key, in one commit marked with the batch."""
    kind, partitions = TABLES[name]
    properties = CommitProperties(
        custom_metadata={"batch_id": batch_id},
        app_transactions=[Transaction(batch_id, TRANSACTION_VERSION)],
    )
    rows = rows.cast(build_arrow_schema(kind))
    if not rows.num_rows:
        write_deltalake(table, rows, mode="append", commit_properties=properties)
        return
    old = _find_replaced(table, name, rows)
    if not old:
        write_deltalake(table, rows, mode="append", commit_properties=properties)
        return
    where = " OR ".join(_match_partition(part) for part in _list_partitions(rows, partitions)) or "true"
    (
        table.merge(
            rows,
            predicate=f"old.{kind.KEY} = new.{kind.KEY} AND ({where})",
            source_alias="new",
            target_alias="old",
            commit_properties=properties,
        )
        .when_matched_update_all()
        .when_not_matched_insert_all()
        .execute()
    )


def _find_replaced(table: DeltaTable, name: str, rows: pa.Table) -> bool:
    """Return whether any of the rows' keys is in the table already."""
    key = TABLES[name][0].KEY
    ids = rows[key].to_pylist()
    found = query_table(table, name, f"SELECT 1 FROM t WHERE {key} IN (SELECT unnest(?)) LIMIT 1", [ids])
    return found.num_rows > 0


def _list_partitions(rows: pa.Table, partitions: Sequence[str]) -> list[Mapping[str, int | None]]:
    if not partitions:
        return []
    distinct = rows.select(list(partitions)).group_by(list(partitions)).aggregate([])
    return distinct.sort_by([(name, "ascending") for name in partitions]).to_pylist()


def _match_partition(part: Mapping[str, int | None]) -> str:
    tests = (f"old.{name} IS NULL" if value is None else f"old.{name} = {int(value)}" for name, value in part.items())
    return f"({' AND '.join(tests)})"
