"""Every expectation is shown a row that breaks it, and must name that row; a good row is named by none."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from specimens import make_mention, make_report

from expectations.frames import list_unfolded
from expectations.rules import RULES, build_batch_rules
from expectations.suites import FOLDER, list_suites
from expectations.validation import Failure, Validator
from sitrep.linking import Telling, link_mentions
from sitrep.projections import FlatColumn, build_arrow_schema, flatten_record, list_columns
from sitrep.schema import TABLES, Party, Place, Toll

WRITTEN: Mapping[str, Mapping[str, Mapping[str, Any]]] = tomllib.loads(
    (FOLDER / "mutants.toml").read_text(encoding="utf-8")
)
BOUNDS = {"least_coded_share": 0.02, "most_quarantined_share": 0.2}
GOOD_SHARES = {"coded_share": 0.5, "quarantined_share": 0.01, "dated_share": 0.9, "placed_share": 0.8}

REPORT = make_report()
MENTION = make_mention(
    REPORT,
    actors=(Party(name="Militants", start=24, end=33, sector="REB", country="IRQ", reason="role"),),
    recipients=(Party(name="civilians", start=REPORT.text.index("civilians"), end=len(REPORT.text) - 1),),
    places=(Place(name="Mosul", start=16, end=21),),
    killed=Toll(low=14, best=14, high=14, basis="exact"),
)
MENTION_IDS = {MENTION.mention_id}
(EVENT,) = link_mentions([Telling(MENTION, REPORT.published, REPORT.source)])
GOOD: Mapping[str, dict[str, Any]] = {
    "reports": flatten_record(REPORT),
    "mentions": flatten_record(MENTION),
    "events": flatten_record(EVENT),
}


def derive_mutants(item: FlatColumn) -> Iterator[tuple[str, Any]]:
    """Yield the rule of a column's declaration and a value that breaks it."""
    column = item.column
    if not item.nullable:
        yield f"{item.name}_is_told", None
    if column.values:
        yield f"{item.name}_is_known", "of another world"
    if column.pattern:
        yield f"{item.name}_has_form", "not the form!"
    if column.minimum is not None:
        yield f"{item.name}_is_in_range", item.kind(column.minimum - 1)
    elif column.maximum is not None:
        yield f"{item.name}_is_in_range", item.kind(column.maximum + 1)
    if column.filled and item.kind is str:
        yield f"{item.name}_is_filled", ""


def list_mutants(table: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each rule of a table with a row that breaks it: derived, on lists, written by hand."""
    good = GOOD[table]
    for item in list_columns(TABLES[table][0]):
        if not item.is_list:
            yield from ((rule, {**good, item.name: value}) for rule, value in derive_mutants(item))
    for item in list_unfolded(TABLES[table][0]):
        if is_dataclass(item.kind):
            element = good[item.name][0]
            for inner in list_columns(item.kind):
                for rule, value in derive_mutants(inner):
                    yield f"{item.name}.{rule}", {**good, item.name: [{**element, inner.name: value}]}
        else:
            single = FlatColumn(item.name, item.path, item.kind, False, False, item.column)
            for rule, value in derive_mutants(single):
                yield f"{item.name}.{rule}", {**good, item.name: [value]}
    for rule, change in WRITTEN.get(table, {}).items():
        yield rule, {**good, **change}


def build_loose_table(table: str, rows: list[dict[str, Any]]) -> pa.Table:
    """Return rows as a table that lets nulls pass, as data from elsewhere might."""

    def loosen(kind: pa.DataType) -> pa.DataType:
        if pa.types.is_list(kind):
            return pa.list_(loosen(kind.value_type))
        if pa.types.is_struct(kind):
            return pa.struct([pa.field(field.name, loosen(field.type)) for field in kind])
        return kind

    schema = build_arrow_schema(TABLES[table][0])
    return pa.Table.from_pylist(rows, pa.schema([pa.field(field.name, loosen(field.type)) for field in schema]))


def validate(table: str, rows: list[dict[str, Any]], folder: Path) -> list[Failure]:
    validator = Validator(folder)
    loose = build_loose_table(table, rows)
    if table == "events":
        return validator.validate_events(loose, MENTION_IDS)
    reports = build_loose_table("reports", [GOOD["reports"]] if table == "mentions" else rows)
    return validator.validate_rows(reports, loose if table == "mentions" else build_loose_table("mentions", []))


@cache
def find_failures(table: str) -> dict[int, set[str]]:
    """Return the rules that each mutant of a table was caught by; all are validated together."""
    key = TABLES[table][0].KEY
    rows: list[dict[str, Any]] = []
    names: list[Any] = []
    for number, (rule, row) in enumerate(list_mutants(table)):
        identifier = row[key] if rule.startswith(f"{key}_") else f"{number:032x}"
        rows.append({**row, key: identifier})
        names.append(identifier)
    failures = validate(table, rows, Path("unused"))
    caught: dict[int, set[str]] = {number: set() for number in range(len(rows))}
    for failure in failures:
        for number, name in enumerate(names):
            if name == failure.key or (name is None and failure.key != failure.key):  # NaN
                caught[number].add(failure.rule)
    return caught


ALL = [(table, number, rule) for table in GOOD for number, (rule, _) in enumerate(list_mutants(table))]


@pytest.mark.parametrize(("table", "number", "rule"), ALL, ids=[f"{table}-{rule}" for table, _, rule in ALL])
def test_the_rule_catches_its_mutant(table: str, number: int, rule: str) -> None:
    assert rule in find_failures(table)[number]


@pytest.mark.parametrize("table", GOOD)
def test_a_good_row_breaks_nothing(table: str, tmp_path: Path) -> None:
    assert validate(table, [GOOD[table]], tmp_path) == []


@pytest.mark.parametrize("table", GOOD)
def test_a_key_that_stands_twice_is_caught(table: str, tmp_path: Path) -> None:
    rules = {failure.rule for failure in validate(table, [GOOD[table]] * 2, tmp_path)}
    assert f"{TABLES[table][0].KEY}_is_unique" in rules


def test_no_rule_is_without_a_mutant() -> None:
    mutated = {(table, rule) for table, _, rule in ALL}
    for suite, rules in list_suites().items():
        table, _, column = suite.partition(".")
        for rule in rules:
            name = f"{column}.{rule.name}" if column else rule.name
            assert (table, name) in mutated or name.endswith("_is_unique"), name


def test_every_written_mutant_belongs_to_a_rule() -> None:
    batch = {rule.name for rule in build_batch_rules(**BOUNDS)}
    known = {table: {rule.name for rule in rules} for table, rules in RULES.items()} | {"batch": batch}
    assert {table: set(mutants) for table, mutants in WRITTEN.items()} == {t: r for t, r in known.items() if r}


@pytest.mark.parametrize("rule", WRITTEN["batch"])
def test_a_bad_batch_is_caught(rule: str, tmp_path: Path) -> None:
    validator = Validator(tmp_path)
    (failure,) = validator.validate_batch({**GOOD_SHARES, **WRITTEN["batch"][rule]}, BOUNDS)
    assert failure.rule == rule
    assert failure.sentence


def test_a_good_or_small_batch_passes(tmp_path: Path) -> None:
    assert Validator(tmp_path).validate_batch(GOOD_SHARES, BOUNDS) == []
    assert Validator(tmp_path).validate_batch(dict.fromkeys(GOOD_SHARES), BOUNDS) == []


def test_the_front_page_escapes_what_reports_say(tmp_path: Path) -> None:
    validator = Validator(tmp_path)
    hostile = {**GOOD["mentions"], "plover_type": "<script>alert(1)</script>"}
    validator.validate_rows(build_loose_table("reports", [GOOD["reports"]]), build_loose_table("mentions", [hostile]))
    page = validator.write_pages().read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page
    for path in tmp_path.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert 0 < text.index("default-src 'none'") < text.index("<title>"), path
        assert not any(mark in text for mark in ('src="http', "src='http", '<link href="http', "url('http")), path
