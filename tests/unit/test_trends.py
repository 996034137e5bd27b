from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from specimens import make_report

from sitrep.catalogue import build_catalogue, select_files
from sitrep.projections import build_table
from sitrep.schema import TABLES, Event, Report, hash_id
from sitrep.trends import load_trends, read_trend, run_trend
from sitrep.warehouse import write_parquet


def make_event(day: date | None, killed: int | None = None, **given: object) -> Event:
    values: dict[str, object] = {
        "event_id": hash_id(str(day), killed, *map(str, given.values())),
        "event_date": day,
        "date_precision": "day",
        "plover_type": "ASSAULT",
        "quad_class": 4,
        "intensity": -9.0,
        "status": "actual",
        "is_historical": False,
        "attribution": "observed",
        "country_code": "IRQ",
        "country": "Iraq",
        "where_prec": 1,
        "fatalities_low": killed,
        "fatalities": killed,
        "fatalities_high": killed,
        "source_count": 1,
        "report_count": 1,
        "mention_ids": ("a" * 32,),
        "notes": f"{killed} were killed.",
        "coder": "c",
    }
    return Event(**{**values, **given})  # pyright: ignore[reportArgumentType]


EVENTS = [
    make_event(date(2017, 1, 5), 3),
    make_event(date(2017, 1, 6), None),
    make_event(date(2017, 3, 6), 4, fatalities_high=9),
    make_event(date(2017, 1, 7), 50, status="planned"),
    make_event(date(2017, 1, 8), 60, is_historical=True),
    make_event(date(2017, 1, 1), 70, date_precision="year"),
    make_event(None, 80, date_precision="unknown"),
    make_event(date(2017, 1, 9), 90, country=None, country_code=None),
    make_event(date(2017, 2, 1), 5, country="Syria", country_code="SYR"),
]
REPORTS = [make_report(text=f"Report of {day}.", published=day) for day in (date(2017, 1, 9), date(2017, 3, 7), None)]


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A catalogue over events of January to March 2017, of which no report of February was read."""
    files = {name: [] for name in TABLES}
    for name, kind, records in (("events", Event, EVENTS), ("reports", Report, REPORTS)):
        table = build_table(kind, records).drop_columns(list(TABLES[name][1]))
        partition = "/".join(f"{column}=2017" for column in TABLES[name][1])
        files[name] = [str(write_parquet(table, tmp_path / name / partition / "part.parquet"))]
    build_catalogue(tmp_path / "c.duckdb", files)
    with duckdb.connect(str(tmp_path / "c.duckdb"), read_only=True) as connection:
        yield connection


def test_months_are_filled_with_zero_where_covered_and_null_where_not(catalogue: duckdb.DuckDBPyConnection) -> None:
    rows = run_trend(catalogue, "monthly_counts", {"country": "IRQ", "type": "ASSAULT"}).to_pylist()
    found = [(row["month"].month, row["events"], row["fatalities"], row["is_covered"]) for row in rows]
    assert found == [(1, 2, 3, True), (2, None, None, False), (3, 1, 4, True)]


def test_defaults_leave_out_planned_historical_vague_and_unplaced(catalogue: duckdb.DuckDBPyConnection) -> None:
    rows = run_trend(catalogue, "monthly_counts", {}).to_pylist()
    assert sum(row["events"] or 0 for row in rows) == 4
    with_all = run_trend(catalogue, "monthly_counts", {"with_historical": True, "with_vague_dates": True}).to_pylist()
    assert sum(row["events"] or 0 for row in with_all) == 6


def test_a_covered_month_without_events_of_a_country_is_zero(catalogue: duckdb.DuckDBPyConnection) -> None:
    rows = run_trend(catalogue, "monthly_counts", {}).to_pylist()
    syria = {row["month"].month: row["events"] for row in rows if row["country_code"] == "SYR"}
    assert syria == {1: 0, 2: 1, 3: 0}


def test_deaths_keep_their_range_and_the_sentence_behind_them(catalogue: duckdb.DuckDBPyConnection) -> None:
    january, february, march = run_trend(catalogue, "monthly_deaths", {"country": "Iraq"}).to_pylist()
    assert (january["fatalities"], january["deadly_events"], january["untold_events"]) == (3, 1, 1)
    assert january["deadliest_quote"] == "3 were killed."
    assert february["fatalities"] is None
    assert (march["fatalities_low"], march["fatalities"], march["fatalities_high"]) == (4, 4, 9)


def test_dates_bound_the_calendar(catalogue: duckdb.DuckDBPyConnection) -> None:
    rows = run_trend(catalogue, "monthly_deaths", {"since": "2017-02-01", "until": "2017-03-31"}).to_pylist()
    assert sorted({row["month"].month for row in rows}) == [2, 3]


def test_any_client_can_call_a_trend(catalogue: duckdb.DuckDBPyConnection) -> None:
    assert catalogue.sql("SELECT count(*) FROM monthly_counts(country := 'IRQ')").fetchall() == [(3,)]


def test_arguments_are_bound_not_pasted(catalogue: duckdb.DuckDBPyConnection) -> None:
    assert run_trend(catalogue, "monthly_counts", {"country": "' OR 1=1 --"}).num_rows == 0


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("yearly", {}, "no trend 'yearly'; there are: monthly_counts, monthly_deaths"),
        ("monthly_deaths", {"land": "IRQ"}, "no parameter land; it has: country"),
    ],
)
def test_a_wrong_name_says_which_there_are(
    catalogue: duckdb.DuckDBPyConnection, name: str, arguments: dict[str, str], message: str
) -> None:
    with pytest.raises(KeyError, match=message):
        run_trend(catalogue, name, arguments)


def test_every_trend_says_question_units_defaults_and_source() -> None:
    for trend in load_trends().values():
        assert all((trend.question, trend.columns, trend.units, trend.defaults, trend.source, trend.parameters))


def test_a_header_that_lacks_a_line_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.sql"
    path.write_text("-- question: Why?\nSELECT 1", encoding="utf-8")
    with pytest.raises(ValueError, match=r"odd\.sql: the header lacks columns, units"):
        read_trend(path)
    path.write_text("-- question: Why?\n-- colour: red\nSELECT 1", encoding="utf-8")
    with pytest.raises(ValueError, match=r"odd\.sql:2: 'colour'"):
        read_trend(path)


def test_a_column_that_older_files_lack_reads_as_null(tmp_path: Path) -> None:
    old = build_table(Event, EVENTS[:1]).drop_columns(["event_year", "event_month"])
    new = build_table(Event, EVENTS[2:3]).drop_columns(["event_year", "event_month"])
    folder = tmp_path / "event_year=2017" / "event_month=3"
    paths = [
        str(write_parquet(old.drop_columns(["confidence"]), folder / "old.parquet")),
        str(write_parquet(new, folder / "new.parquet")),
    ]
    with duckdb.connect() as connection:
        rows = connection.sql(f"SELECT confidence, event_year FROM ({select_files('events', paths)})").fetchall()
    assert rows == [(None, 2017), (None, 2017)]
