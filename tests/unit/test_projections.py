from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import get_type_hints

import pyarrow as pa
import pytest
from specimens import make_mention, make_report

from sitrep.projections import (
    build_arrow_schema,
    build_table,
    flatten_record,
    list_columns,
    read_records,
    rebuild_record,
    write_schema_document,
)
from sitrep.schema import TABLES, Column, Mention, Party, Report, Status, Toll, hash_id


def test_nested_records_are_laid_flat_with_their_meaning() -> None:
    columns = {item.name: item for item in list_columns(Mention)}
    assert {"killed_low", "killed_best", "killed_high", "place_country", "actors"} <= set(columns)
    assert "killed" not in columns
    assert columns["killed_low"].column.meaning == "people killed: lowest number told"
    assert columns["killed_low"].column.unit == "people"
    assert columns["killed_low"].nullable
    assert not columns["plover_type"].nullable


def test_arrow_schema_has_types_nullability_and_comments() -> None:
    schema = build_arrow_schema(Mention)
    assert schema.field("date_start").type == pa.date32()
    assert schema.field("killed_best").type == pa.int64()
    assert not schema.field("quote").nullable
    actors = schema.field("actors").type
    assert pa.types.is_list(actors)
    assert [field.name for field in actors.value_type] == [item.name for item in fields(Party)]
    assert schema.field("trigger").metadata[b"comment"] == b"shortest phrase that names the happening"


def test_a_record_survives_the_way_through_arrow() -> None:
    party = Party(name="Militants", start=24, end=33, sector="REB", reason="role")
    mention = make_mention(actors=(party,), killed=Toll(low=14, best=14, high=14, basis="exact", start=9, end=11))
    table = build_table(Mention, [mention, make_mention(status=Status.NEGATED)])
    first, second = read_records(Mention, table)
    assert first == mention
    assert second.status == "negated"
    assert type(second.status) is str


def test_an_empty_table_has_the_schema() -> None:
    assert build_table(Report, []).schema == build_arrow_schema(Report)


def test_rebuilding_names_the_column_that_is_missing() -> None:
    row = flatten_record(make_report())
    del row["text"]
    with pytest.raises(KeyError, match="text"):
        rebuild_record(Report, row)


def test_a_field_without_a_column_is_refused() -> None:
    from dataclasses import dataclass

    @dataclass
    class Bare:
        name: str

    Bare.__annotations__ = {"name": str}
    with pytest.raises(TypeError, match="Annotated"):
        list_columns(Bare)


@pytest.mark.parametrize("name", TABLES)
def test_every_column_says_what_it_means(name: str) -> None:
    kind, partitions = TABLES[name]
    columns = {item.name: item for item in list_columns(kind)}
    assert all(item.column.meaning for item in columns.values())
    assert kind.KEY in columns
    assert set(partitions) <= set(columns)
    hints = get_type_hints(kind, include_extras=True)
    assert all(isinstance(hint.__metadata__[0], Column) for hint in hints.values() if hasattr(hint, "__metadata__"))


def test_schema_document_lists_every_table_and_column() -> None:
    document = write_schema_document()
    for name, (kind, _) in TABLES.items():
        assert f"## {name}" in document
        assert all(f"| `{item.name}` |" in document for item in list_columns(kind))


def test_ids_tell_parts_apart_and_stay_the_same() -> None:
    assert hash_id("a", "b") != hash_id("ab")
    assert hash_id("a", None) != hash_id("a", "")
    assert hash_id("report", 1) == "b35361c126c47ed025139d3d528cdbac", "published ids would change"


def test_dates_stay_dates() -> None:
    table = build_table(Report, [make_report(published=dt.date(2017, 3, 19))])
    assert table["published"].to_pylist() == [dt.date(2017, 3, 19)]
