"""Trend questions over the events: one SQL file each, run as a table macro of the catalogue.

A file opens with a header of `-- key: text` lines: question, columns, units, defaults, source, parameters; the body
is one query over the catalogue's views, which names its parameters like columns and qualifies every column. In any
DuckDB client: `SELECT * FROM monthly_counts(country := 'IRQ')`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

HEADER_KEYS = ("question", "columns", "units", "defaults", "source", "parameters")
PARAMETER = re.compile(r"(\w+) := ([^,]+)")


@dataclass(frozen=True, slots=True)
class Trend:
    """A trend question and the query that answers it."""

    name: str
    question: str
    columns: str
    units: str
    defaults: str
    source: str
    parameters: Mapping[str, str]
    body: str

    @property
    def macro(self) -> str:
        """Return the statement that makes the trend a table macro."""
        parameters = ", ".join(f"{name} := {default}" for name, default in self.parameters.items())
        return f'CREATE MACRO "{self.name}"({parameters}) AS TABLE {self.body}'


def read_trend(path: Path) -> Trend:
    """Return the trend of a SQL file.

    Raises:
        ValueError: a line of the header is missing or unknown.
    """
    header: dict[str, str] = {}
    lines = path.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.startswith("-- "):
            break
        key, _, text = line[3:].partition(": ")
        if key not in HEADER_KEYS or key in header:
            raise ValueError(f"{path.name}:{number}: {key!r}, expected each of {', '.join(HEADER_KEYS)} once")
        header[key] = text
    missing = [key for key in HEADER_KEYS if key not in header]
    if missing:
        raise ValueError(f"{path.name}: the header lacks {', '.join(missing)}")
    parameters = dict(PARAMETER.findall(header.pop("parameters")))
    body = "\n".join(lines[len(HEADER_KEYS) :]).strip()
    return Trend(name=path.stem, parameters=parameters, body=body, **header)


@cache
def load_trends() -> dict[str, Trend]:
    """Return all trends by name, sorted."""
    return {path.stem: read_trend(path) for path in sorted(Path(__file__).parent.glob("*.sql"))}


def run_trend(connection: duckdb.DuckDBPyConnection, name: str, arguments: Mapping[str, Any]) -> pa.Table:
    """Return a trend's rows, such as those of "monthly_counts" with {"country": "IRQ"}.

    Raises:
        KeyError: there is no such trend, or it has no such parameter; the message lists those there are.
    """
    trends = load_trends()
    if name not in trends:
        raise KeyError(f"no trend {name!r}; there are: {', '.join(trends)}")
    unknown = [argument for argument in arguments if argument not in trends[name].parameters]
    if unknown:
        known = ", ".join(trends[name].parameters)
        raise KeyError(f"trend {name} has no parameter {', '.join(unknown)}; it has: {known}")
    call = ", ".join(f"{argument} := ${argument}" for argument in arguments)
    query = f'SELECT * FROM "{name}"({call})'
    return connection.sql(query, params=dict(arguments)).to_arrow_table()
