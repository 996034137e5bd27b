"""The DuckDB catalogue: views over the files of one snapshot, macros, a comment on every column.

A catalogue holds no data. Its views name each file by its absolute path, so that an analyst who has it open keeps
asking the snapshot it was made from while newer batches are published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from sitrep.projections import FlatColumn, describe_column, list_columns
from sitrep.schema import TABLES
from sitrep.trends import load_trends

DUCKDB_TYPES: Mapping[type, str] = {
    str: "VARCHAR",
    int: "BIGINT",
    float: "DOUBLE",
    bool: "BOOLEAN",
    date: "DATE",
    datetime: "TIMESTAMPTZ",
}

EVENT_MENTIONS = """
CREATE VIEW event_mentions AS
SELECT e.event_id, m.mention_id, m.report_id, m.quote, m.quote_start, m.quote_end, m.killed_low, m.killed_best,
    m.killed_high, r.source, r.published, r.url, r.origin, r.raw_sha256
FROM (SELECT event_id, unnest(mention_ids) AS mention_id FROM events) AS e
JOIN mentions AS m USING (mention_id)
JOIN reports AS r USING (report_id)
"""


def quote_text(text: str) -> str:
    """Return a string as a SQL literal: it's -> 'it''s'."""
    return "'" + text.replace("'", "''") + "'"


def name_type(item: FlatColumn) -> str:
    """Return the DuckDB type of a column: BIGINT, VARCHAR[], STRUCT("name" VARCHAR, …)[]."""
    element = (
        "STRUCT(" + ", ".join(f'"{inner.name}" {name_type(inner)}' for inner in list_columns(item.kind)) + ")"
        if is_dataclass(item.kind)
        else DUCKDB_TYPES[item.kind]
    )
    return f"{element}[]" if item.is_list else element


def select_files(table: str, files: Sequence[str]) -> str:
    """Return a query over the files of a table's snapshot, with the record's columns in their order.

    A column that a file lacks, for it was written before the column was declared, reads as null. A table without
    files gives no rows, with the right types.
    """
    kind, partitions = TABLES[table]
    columns = list_columns(kind)
    if not files:
        nulls = ", ".join(f'NULL::{name_type(item)} AS "{item.name}"' for item in columns)
        return f"SELECT {nulls} WHERE false"
    # Qualified, for in a macro a bare name may be taken for a parameter of the same name.
    names = ", ".join(f'file."{item.name}"' for item in columns)
    paths = ", ".join(map(quote_text, files))
    hive = ""
    if partitions:
        types = ", ".join(f"'{name}': BIGINT" for name in partitions)
        hive = f", hive_partitioning = true, hive_types = {{{types}}}"
    return f"SELECT {names} FROM read_parquet([{paths}], union_by_name = true{hive}) AS file"


def build_catalogue(path: Path, files: Mapping[str, Sequence[str]]) -> None:
    """Write a catalogue over the given files of each table."""
    with duckdb.connect(str(path)) as connection:
        for name, (kind, _) in TABLES.items():
            connection.execute(f'CREATE VIEW "{name}" AS {select_files(name, files[name])}')
            summary = (kind.__doc__ or "").strip().splitlines()[0]
            connection.execute(f'COMMENT ON VIEW "{name}" IS {quote_text(summary)}')
            for item in list_columns(kind):
                comment = quote_text(describe_column(item))
                connection.execute(f'COMMENT ON COLUMN "{name}"."{item.name}" IS {comment}')
        connection.execute(EVENT_MENTIONS)
        connection.execute(
            "COMMENT ON VIEW event_mentions IS 'Each event with the mentions it was merged from and their quotes'"
        )
        for trend in load_trends().values():
            connection.execute(trend.macro)
            connection.execute(f'COMMENT ON MACRO TABLE "{trend.name}" IS {quote_text(trend.question)}')
