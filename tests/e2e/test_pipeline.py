"""The whole way, from files in a folder to answers, in a real Prefect server."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from running import OF_THE_BATCH, SAMPLES, RunFlow, copy_samples, read_tables
from specimens import WILL_OF_VICTORY

from sitrep.trends import run_trend
from sitrep.warehouse import Warehouse

pytestmark = pytest.mark.e2e


def test_samples_become_events_with_their_proof(run_flow: RunFlow, warehouse: Warehouse) -> None:
    summary = run_flow(SAMPLES, warehouse)
    assert summary.read == summary.new == 62
    assert summary.quarantined == {}
    with warehouse.connect() as connection:
        wrong = connection.sql(
            "SELECT count(*) FROM mentions JOIN reports USING (report_id) "
            "WHERE substring(text, quote_start + 1, quote_end - quote_start) <> quote"
        ).fetchall()
        assert wrong == [(0,)]
        unproven = connection.sql("SELECT count(*) FROM events ANTI JOIN event_mentions USING (event_id)").fetchall()
        assert unproven == [(0,)]
        types = connection.sql("SELECT count(DISTINCT plover_type) FROM events").fetchall()
        assert types == [(16,)]
        rows = run_trend(connection, "monthly_counts", {"country": "IRQ", "since": "2016-10-01"}).to_pylist()
        assert any(row["events"] for row in rows)
        archived = connection.sql("SELECT DISTINCT raw_sha256 FROM reports").fetchall()
    for (sha256,) in archived:
        assert list((warehouse.archive / sha256[:2]).glob(f"{sha256}.*")), sha256
    assert (warehouse.data_docs / "summary.html").exists()

    again = warehouse.list_versions()
    second = run_flow(SAMPLES, warehouse)
    assert second.is_nothing_new
    assert second.known_files == summary.files
    assert warehouse.list_versions() == again, "a run with nothing new changes no table"
    assert list(warehouse.staging.iterdir()) == []


def test_tellings_of_one_event_meet_with_their_range_of_tolls(
    run_flow: RunFlow, warehouse: Warehouse, tmp_path: Path
) -> None:
    told = [("2017-03-18", "First Wire", 14, "Mosul"), ("2017-03-19", "Second Wire", 20, "Mosul")]
    told.append(("2017-03-19", "Third Wire", 3, "Basra"))
    lines = [
        {"text": f"Gunmen killed {killed} civilians in {town} on Friday.", "published": day, "source": source}
        for day, source, killed, town in told
    ]
    inbox = tmp_path / "wires.jsonl"
    inbox.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    run_flow(inbox, warehouse)
    with warehouse.connect() as connection:
        events = connection.sql(
            "SELECT location, event_date::VARCHAR, source, fatalities_low, fatalities, fatalities_high "
            "FROM events ORDER BY location"
        ).fetchall()
    assert events == [
        ("Basra", "2017-03-17", "Third Wire", 3, 3, 3),
        ("Mosul", "2017-03-17", "First Wire; Second Wire", 14, 20, 20),
    ]


def test_the_operation_comes_out_as_a_reader_recognises_it(
    run_flow: RunFlow, warehouse: Warehouse, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "operation.txt").write_text(WILL_OF_VICTORY, encoding="utf-8")
    run_flow(inbox, warehouse)
    with warehouse.connect() as connection:
        mentions = (
            connection.sql(
                "SELECT plover_type, is_historical, plover_modes, [a.name FOR a IN actors] AS actors, "
                "[p.name FOR p IN places] AS places, personnel_low, personnel_best, personnel_high, place_country "
                "FROM mentions"
            )
            .to_arrow_table()
            .to_pylist()
        )
        events = connection.sql("SELECT plover_type, is_historical, country_code FROM events ORDER BY ALL").fetchall()
    told = {(row["plover_type"], row["is_historical"]): row for row in mentions}
    offensive, workshop = told["ASSAULT", False], told["COERCE", False]
    assert set(offensive["actors"]) == {"Iraqi army", "International Coalition", "Popular Mobilisation Forces"}
    assert set(offensive["places"]) >= {"Nineveh", "Anbar", "Salahuddin"}
    assert [offensive[f"personnel_{end}"] for end in ("low", "best", "high")] == [27000, 30000, 33000]
    assert (workshop["plover_modes"], "Salahuddin" in workshop["places"][0]) == (["seize"], True)
    assert told["ASSAULT", True]["places"] == ["Mosul"]
    assert events == [("ASSAULT", False, "IRQ"), ("ASSAULT", True, "IRQ"), ("COERCE", False, "IRQ")]


def test_order_shards_and_workers_do_not_show(
    run_flow: RunFlow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = Warehouse(tmp_path / "one"), Warehouse(tmp_path / "other")
    monkeypatch.setenv("SITREP_WORKERS", "1")
    run_flow(SAMPLES, one)
    monkeypatch.setenv("SITREP_WORKERS", "3")
    monkeypatch.setenv("SITREP_SHARD_REPORTS", "7")
    # Copied in the opposite order, so that the file system lists them otherwise.
    run_flow(copy_samples(tmp_path / "inbox", "*"), other)
    assert read_tables(one) == read_tables(other)


def test_batch_by_batch_gives_the_events_of_all_at_once(run_flow: RunFlow, tmp_path: Path) -> None:
    inbox = copy_samples(tmp_path / "inbox", "ukraine-2022-04-kramatorsk.txt*", "iraq-2017*")
    parts, whole = Warehouse(tmp_path / "parts"), Warehouse(tmp_path / "whole")
    run_flow(inbox, parts)
    copy_samples(inbox, "ukraine*", "iraq-2016*")
    summary = run_flow(inbox, parts)
    assert summary.known_files > 0
    run_flow(inbox, whole)
    found, expected = read_tables(parts, OF_THE_BATCH), read_tables(whole, OF_THE_BATCH)
    for name in ("reports", "mentions", "events", "quarantine"):
        assert found[name] == expected[name], name


def test_every_trouble_is_named_and_the_rest_goes_on(run_flow: RunFlow, warehouse: Warehouse, tmp_path: Path) -> None:
    inbox = copy_samples(tmp_path / "inbox", "iraq-2019-07*", "kenya*")
    good = sum(1 for path in inbox.iterdir() if path.suffix in (".txt", ".html"))
    (inbox / "empty.txt").touch()
    (inbox / "blank.txt").write_text(" \n\n ", encoding="utf-8")
    (inbox / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    (inbox / "huge.txt").write_bytes(b"Rebels attacked. " * 3_100_000)
    lines = ['{"text": "Rebels attacked a post in Goma.", "id": "1"}', "{broken", '{"id": "no text"}']
    (inbox / "feed.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (inbox / "loop").symlink_to(inbox)
    (inbox / "out.txt").symlink_to("/etc/hostname")
    (inbox / "sheet.xyz").write_bytes(bytes(range(256)))

    summary = run_flow(inbox, warehouse)
    with warehouse.connect() as connection:
        rows = connection.sql("SELECT item, rule, reason FROM quarantine").fetchall()
    named = {item: rule for item, rule, _ in rows}
    assert named == {
        "empty.txt": "empty_file",
        "blank.txt": "no_text",
        "picture.txt": "binary_file",
        "huge.txt": "too_large",
        "feed.jsonl:2": "broken_json",
        "feed.jsonl:3": named.get("feed.jsonl:3"),
        "loop": "directory_loop",
        "out.txt": "link_out_of_inbox",
        "sheet.xyz": named.get("sheet.xyz"),
    }
    assert {named["feed.jsonl:3"], named["sheet.xyz"]} <= {"bad_field", "no_text", "unknown_format", "binary_file"}
    assert all(reason.startswith(item.partition(":")[0]) and reason.endswith(".") for item, _, reason in rows)
    assert (summary.new, summary.refused) == (good + 1, len(named))
    versions = warehouse.list_versions()
    assert run_flow(inbox, warehouse).is_nothing_new, "what was refused is not refused again"
    assert warehouse.list_versions() == versions


def test_a_report_that_breaks_the_coder_is_kept_and_the_rest_goes_on(
    run_flow: RunFlow, warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sitrep import batches

    code = batches.code_report

    def fail_on_kenya(coder: object, report: object, *rest: object) -> object:
        if "Garissa" in report.text:  # pyright: ignore[reportAttributeAccessIssue]
            raise ZeroDivisionError("no such luck")
        return code(coder, report, *rest)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(batches, "code_report", fail_on_kenya)
    summary = run_flow(copy_samples(tmp_path / "inbox", "kenya-2015-04-garissa.txt*", "iraq-2019-07*"), warehouse)
    assert summary.quarantined == {"coder_failed": 1}
    assert (summary.read, summary.refused) == (summary.new + 1, 1)
    with warehouse.connect() as connection:
        ((kind, reason, row),) = connection.sql("SELECT kind, reason, row FROM quarantine").fetchall()
        reports = connection.sql("SELECT origin FROM reports").fetchall()
    assert kind == "report"
    assert "ZeroDivisionError: no such luck" in reason
    assert "Garissa" in json.loads(row)["text"], "nothing is lost"
    assert not any("garissa" in origin for (origin,) in reports)


def test_a_batch_without_events_is_blocked_and_says_why(
    run_flow: RunFlow, warehouse: Warehouse, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number in range(25):
        (inbox / f"{number}.txt").write_text(f"Sunny spells are likely on hill number {number}.", encoding="utf-8")
    summary = run_flow(inbox, warehouse)
    (sentence,) = summary.blocked
    assert sentence.startswith("coded_share: ")
    assert sentence.endswith("Found 0.0.")
    assert not warehouse.catalogue.exists(), "nothing is published"
    assert warehouse.list_versions() == dict.fromkeys(warehouse.list_versions(), 0)


def test_the_run_leaves_its_account_in_the_prefect_ui(run_flow: RunFlow, warehouse: Warehouse, tmp_path: Path) -> None:
    summary = run_flow(copy_samples(tmp_path / "inbox", "haiti*"), warehouse)
    with get_client(sync_client=True) as client:
        artifacts = client.read_artifacts()
        runs = client.read_flow_runs()
    assert {"news-to-events", "quarantine-by-rule", "data-docs"} <= {artifact.key for artifact in artifacts}
    (account,) = (str(each.data) for each in artifacts if f"Batch `{summary.batch_id}`" in str(each.data))
    assert "| reports new | 1 |" in account
    assert any(run.name.startswith("news to events: ") for run in runs)
