"""What is read off the records of `schema.py`: flat columns, Arrow schemas, rows, tables, docs/schema.md.

A nested `Toll` or `Place` is laid flat (`killed` -> `killed_low`, `killed_best`, …); a tuple of records is a list of
structs.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

from sitrep.schema import TABLES, Column, Record

R = TypeVar("R")

ARROW_TYPES: Mapping[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
}


@dataclass(frozen=True, slots=True)
class FlatColumn:
    """A column of a table, read off a record.

    Attributes:
        name: `killed_low`.
        path: the attributes that lead to the value: ("killed", "low").
        kind: the Python type of a value: `int`; of an element, where the column is a list.
        is_list: whether a value is a list.
        nullable: whether a value may be null.
        column: what the record says of it.
    """

    name: str
    path: tuple[str, ...]
    kind: type
    is_list: bool
    nullable: bool
    column: Column

    @property
    def arrow_type(self) -> pa.DataType:
        """Return the Arrow type: `int64`, `list<struct<name: string, …>>`."""
        element = (
            pa.struct([pa.field(f.name, f.arrow_type, f.nullable) for f in list_columns(self.kind)])
            if is_dataclass(self.kind)
            else ARROW_TYPES[self.kind]
        )
        return pa.list_(element) if self.is_list else element


def _read_annotation(annotation: Any) -> tuple[Any, Column, bool]:
    """Return the bare type, the column and whether null is allowed."""
    if get_origin(annotation) is not Annotated:
        raise TypeError(f"{annotation!r}: each field of a record is Annotated[type, Column(…)]")
    kind, column = get_args(annotation)
    nullable = False
    if get_origin(kind) in (Union, types.UnionType):
        (kind,) = (part for part in get_args(kind) if part is not types.NoneType)
        nullable = True
    return kind, column, nullable


@cache
def list_columns(record: type) -> tuple[FlatColumn, ...]:
    """Return the columns of a record, nested records laid flat, in the order of declaration.

    Raises:
        TypeError: a field is not annotated with a `Column`.
    """
    hints = get_type_hints(record, include_extras=True)
    columns: list[FlatColumn] = []
    for item in fields(record):
        kind, column, nullable = _read_annotation(hints[item.name])
        if get_origin(kind) is tuple:
            element = get_args(kind)[0]
            columns.append(FlatColumn(item.name, (item.name,), element, True, nullable, column))
        elif is_dataclass(kind):
            columns.extend(
                FlatColumn(
                    f"{item.name}_{inner.name}",
                    (item.name, *inner.path),
                    inner.kind,
                    inner.is_list,
                    inner.nullable,
                    replace(inner.column, meaning=f"{column.meaning}: {inner.column.meaning}"),
                )
                for inner in list_columns(kind)  # pyright: ignore[reportArgumentType]
            )
        else:
            columns.append(FlatColumn(item.name, (item.name,), kind, False, nullable, column))
    return tuple(columns)


@cache
def build_arrow_schema(record: type) -> pa.Schema:
    """Return the Arrow schema of a record, with each column's meaning as metadata."""
    return pa.schema(
        [
            pa.field(item.name, item.arrow_type, item.nullable, {"comment": item.column.meaning})
            for item in list_columns(record)
        ]
    )


def _flatten(value: Any) -> Any:
    if is_dataclass(value):
        return {item.name: _flatten(_reach(value, item.path)) for item in list_columns(type(value))}
    if isinstance(value, tuple):
        return [_flatten(part) for part in value]
    return str(value) if isinstance(value, StrEnum) else value


def _reach(value: Any, path: Sequence[str]) -> Any:
    for name in path:
        value = getattr(value, name)
    return value


def flatten_record(record: Record) -> dict[str, Any]:
    """Return a record as a row: nested records laid flat, tuples as lists, enums as their text."""
    return _flatten(record)


@cache
def _list_nested(kind: type) -> dict[str, type]:
    """Return the fields of a record whose records are laid flat, with the class of each."""
    hints = get_type_hints(kind)
    return {item.path[0]: hints[item.path[0]] for item in list_columns(kind) if len(item.path) > 1}


def rebuild_record(kind: type[R], row: Mapping[str, Any]) -> R:
    """Return the record of a row: the inverse of `flatten_record`.

    Raises:
        KeyError: the row lacks a column of the record.
    """
    values: dict[str, Any] = {}
    nested: dict[str, dict[str, Any]] = {name: {} for name in _list_nested(kind)}
    for item in list_columns(kind):
        value = row[item.name]
        if item.is_list:
            inner = item.kind
            value = tuple([rebuild_record(inner, part) if is_dataclass(inner) else part for part in value or ()])
        if len(item.path) == 1:
            values[item.path[0]] = value
        else:
            nested[item.path[0]][item.path[1]] = value
    for name, inner_kind in _list_nested(kind).items():
        values[name] = inner_kind(**nested[name])
    return kind(**values)


def build_table(kind: type[Record], records: Iterable[Record]) -> pa.Table:
    """Return records as an Arrow table with exactly the record's schema, also where there are none."""
    return pa.Table.from_pylist([flatten_record(record) for record in records], build_arrow_schema(kind))


def read_records(kind: type[R], table: pa.Table) -> Iterator[R]:
    """Yield the records of an Arrow table, batch by batch."""
    for batch in table.to_batches(max_chunksize=1000):
        for row in batch.to_pylist():
            yield rebuild_record(kind, row)


def describe_rule(column: Column) -> str:
    """Return the column's rule for people: "0 to 90 degrees", "one of actual, planned", ""."""
    parts: list[str] = []
    if column.values:
        parts.append("one of " + ", ".join(column.values))
    if column.minimum is not None and column.maximum is not None:
        parts.append(f"{column.minimum:g} to {column.maximum:g}")
    elif column.minimum is not None:
        parts.append(f"at least {column.minimum:g}")
    if column.pattern:
        parts.append(f"matches `{column.pattern}`")
    if column.filled:
        parts.append("not empty")
    return "; ".join(parts)


def describe_column(item: FlatColumn) -> str:
    """Return a column's comment for people: meaning, unit, whether null is allowed."""
    unit = f" [{item.column.unit}]" if item.column.unit else ""
    return f"{item.column.meaning}{unit}"


def _describe_type(item: FlatColumn) -> str:
    name = "struct" if is_dataclass(item.kind) else item.kind.__name__
    return f"list of {name}" if item.is_list else name


def _describe_record(kind: type) -> Iterator[str]:
    yield "| column | type | null | meaning | rule |"
    yield "|---|---|---|---|---|"
    for item in list_columns(kind):
        rule = describe_rule(item.column).replace("|", "\\|")
        if len(rule) > 160:
            rule = rule[: rule.rindex(",", 0, 150)] + ", …"
        null = "yes" if item.nullable else "no"
        yield f"| `{item.name}` | {_describe_type(item)} | {null} | {describe_column(item)} | {rule} |"
        if is_dataclass(item.kind):
            for inner in list_columns(item.kind):
                name, told = f"{item.name}[].{inner.name}", "yes" if inner.nullable else "no"
                yield f"| `{name}` | {_describe_type(inner)} | {told} | {describe_column(inner)} | |"


def write_schema_document() -> str:
    """Return docs/schema.md: every table with every column, its type, meaning and rule."""
    lines = [
        "# Tables and columns",
        "",
        "Generated by `make docs` from `sitrep/schema.py`; a test fails when this file is stale.",
        "",
    ]
    for name, (kind, partitions) in TABLES.items():
        summary = (kind.__doc__ or "").strip().splitlines()[0]
        where = f" Partitioned by {', '.join(f'`{column}`' for column in partitions)}." if partitions else ""
        lines += [f"## {name}", "", f"{summary}{where}", "", *_describe_record(kind), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    print(write_schema_document(), end="")  # noqa: T201 - the Makefile writes it to docs/schema.md
