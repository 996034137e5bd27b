from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
from specimens import make_mention, make_report

from sitrep.files import write_text
from sitrep.linking import Telling, link_mentions
from sitrep.projections import build_table, describe_column, list_columns
from sitrep.schema import TABLES, Batch, Event, Quarantined, Record, Toll, hash_id
from sitrep.warehouse import StagedBatch, Warehouse, WarehouseBusyError, write_parquet


def stage(
    warehouse: Warehouse, name: str, *, text: str = "One.\n\nMilitants fired mortars.", killed: int = 3
) -> StagedBatch:
    """Lay out a batch of one report with one mention and one event."""
    warehouse.create()
    batch = StagedBatch(hash_id(name), warehouse.staging / name)
    report = make_report(text=text, batch_id=batch.batch_id, published_year=2017, published_month=3, coder="c")
    mention = make_mention(report, killed=Toll(low=killed, best=killed, high=killed), batch_id=batch.batch_id)
    (event,) = link_mentions([*warehouse.read_tellings([date(2017, 3, 17)]), Telling(mention, report.published, "S")])
    rows: dict[str, list[Record]] = {
        "reports": [report],
        "mentions": [mention],
        "events": [event],
        "quarantine": [],
        "batches": [
            Batch(
                batch_id=batch.batch_id,
                published_at=datetime(2026, 1, 1, tzinfo=UTC),
                coder="c",
                files=1,
                reports_read=1,
                reports_new=1,
                reports_duplicate=0,
                mentions=1,
                events=1,
                quarantined=0,
                words=4,
            )
        ],
    }
    for table, records in rows.items():
        write_parquet(build_table(TABLES[table][0], records), batch.locate(table))
    write_text(json.dumps({"batch_id": batch.batch_id}), batch.ready_mark)
    return batch


def count_rows(warehouse: Warehouse) -> dict[str, int]:
    with warehouse.connect() as connection:
        return {name: connection.table(name).shape[0] for name in TABLES}


def test_a_published_batch_is_seen_in_every_table(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    written = warehouse.publish(stage(warehouse, "first"))
    assert written == {"reports": 1, "mentions": 1, "events": 1, "quarantine": 0, "batches": 1}
    assert count_rows(warehouse) == written
    assert warehouse.list_unpublished() == []


def test_tables_lie_in_partitions_of_year_and_month(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    warehouse.publish(stage(warehouse, "first"))
    assert list(warehouse.locate_table("events").glob("event_year=2017/event_month=3/*.parquet"))
    with warehouse.connect() as connection:
        assert connection.sql("SELECT event_year, event_month FROM events").fetchall() == [(2017, 3)]


@pytest.mark.parametrize("cut_after", range(len(TABLES)))
def test_a_publish_that_was_cut_off_is_completed_without_doubles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut_after: int
) -> None:
    import sitrep.warehouse

    warehouse = Warehouse(tmp_path / "w")
    commit = sitrep.warehouse.commit_rows
    done: list[str] = []

    def commit_some(*arguments: object) -> None:
        if len(done) == cut_after:
            raise KeyboardInterrupt
        commit(*arguments)  # pyright: ignore[reportArgumentType]
        done.append(str(arguments[1]))

    batch = stage(warehouse, "first")
    monkeypatch.setattr(sitrep.warehouse, "commit_rows", commit_some)
    with pytest.raises(KeyboardInterrupt):
        warehouse.publish(batch)
    assert not warehouse.catalogue.exists(), "nobody sees half a batch"
    monkeypatch.undo()
    (left,) = warehouse.list_unpublished()
    warehouse.publish(left)
    assert set(count_rows(warehouse).values()) == {0, 1}
    assert count_rows(warehouse)["batches"] == 1


def test_an_event_told_again_is_replaced_not_doubled(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    warehouse.publish(stage(warehouse, "first", killed=3))
    warehouse.publish(stage(warehouse, "second", text="Two.\n\nMilitants fired mortars.", killed=5))
    with warehouse.connect() as connection:
        rows = connection.sql(
            "SELECT fatalities_low, fatalities, fatalities_high, report_count, len(mention_ids) FROM events"
        ).fetchall()
        quotes = connection.sql("SELECT quote FROM event_mentions ORDER BY quote").fetchall()
    assert rows == [(3, 5, 5, 2, 2)]
    assert len(quotes) == 2


def test_an_event_without_date_is_replaced_too(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    warehouse.create()
    from sitrep.warehouse import commit_rows

    undated = make_mention(date_start=None, date_precision="unknown", event_year=None, event_month=None)
    events = link_mentions([Telling(undated, None, "S")])
    for number in range(2):
        commit_rows(warehouse.open_table("events"), "events", build_table(Event, events), hash_id(number))
    warehouse.refresh_catalogue()
    assert count_rows(warehouse)["events"] == 1


def test_an_open_catalogue_keeps_its_snapshot(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    warehouse.publish(stage(warehouse, "first"))
    with warehouse.connect() as analyst:
        warehouse.publish(stage(warehouse, "second", text="Two.\n\nMilitants fired mortars."))
        assert analyst.table("reports").shape[0] == 1
    assert count_rows(warehouse)["reports"] == 2


def test_the_catalogue_works_from_any_folder_and_has_a_comment_on_every_column(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    warehouse = Warehouse(Path("w"))
    warehouse.publish(stage(warehouse, "first"))
    monkeypatch.chdir("/")
    with duckdb.connect(str(tmp_path / "w" / "sitrep.duckdb"), read_only=True) as connection:
        assert connection.table("events").shape[0] == 1
        found = connection.sql(
            "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal"
        ).fetchall()
    comments = {(table, column): comment for table, column, comment in found}
    for name, (kind, _) in TABLES.items():
        for item in list_columns(kind):
            assert comments[name, item.name] == describe_column(item)


def test_an_empty_warehouse_answers_with_the_right_types(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    warehouse.create()
    warehouse.refresh_catalogue()
    with warehouse.connect() as connection:
        assert connection.table("events").shape[0] == 0
        assert connection.sql("SELECT * FROM monthly_counts()").fetchall() == []
        types = dict(zip(connection.table("mentions").columns, connection.table("mentions").types, strict=True))
    assert str(types["killed_low"]) == "BIGINT"
    assert str(types["actors"]).startswith("STRUCT(")


def test_nothing_published_is_a_clear_message(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="publish first: sitrep run"):
        Warehouse(tmp_path).connect()


def test_known_reports_files_and_refusals(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    batch = stage(warehouse, "first")
    refusal = Quarantined(
        quarantine_id=hash_id("r"), kind="file", item="bad.txt", rule="empty_file", reason="…", raw_sha256="1" * 64
    )
    write_parquet(build_table(Quarantined, [refusal]), batch.locate("quarantine"))
    warehouse.publish(batch)
    assert warehouse.list_known_files() == {"0" * 64}
    assert warehouse.list_refused_files() == {("bad.txt", "1" * 64)}
    assert warehouse.list_known_refusals() == {refusal.quarantine_id}
    assert len(warehouse.list_known_reports()) == 1


def test_tellings_of_a_day_come_back_as_they_were(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    batch = stage(warehouse, "first")
    warehouse.publish(batch)
    (telling,) = warehouse.read_tellings([date(2017, 3, 17)])
    assert telling.mention.killed.best == 3
    assert telling.published == date(2017, 3, 19)
    assert list(warehouse.read_tellings([date(2017, 3, 16)])) == []


def test_two_runs_do_not_work_on_one_warehouse(tmp_path: Path) -> None:
    first, second = Warehouse(tmp_path / "w"), Warehouse(tmp_path / "w")
    with first.hold(), pytest.raises(WarehouseBusyError, match="another run is at work"), second.hold():
        pass
    with second.hold():
        pass
