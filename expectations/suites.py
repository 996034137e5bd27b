"""Suites: the rules on single columns, derived from the schema, with the hand-written ones behind them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

import great_expectations as gx
from great_expectations.expectations.core import (
    ExpectColumnValueLengthsToBeBetween,
    ExpectColumnValuesToBeBetween,
    ExpectColumnValuesToBeInSet,
    ExpectColumnValuesToBeUnique,
    ExpectColumnValuesToMatchRegex,
    ExpectColumnValuesToNotBeNull,
)
from great_expectations.expectations.expectation import Expectation

from expectations.frames import list_unfolded
from expectations.rules import RULES, Rule
from sitrep.projections import FlatColumn, describe_column, describe_rule, list_columns
from sitrep.schema import TABLES, Severity

#: Tables whose rows are validated before they are published.
VALIDATED = ("reports", "mentions", "events")

FOLDER = Path(__file__).parent


def derive_rules(item: FlatColumn) -> Iterator[Rule]:
    """Yield the rules that a column's declaration makes: not null, values, range, pattern, not empty."""

    def name_rule(kind: str, expectation: Expectation) -> Rule:
        told = describe_rule(item.column) if kind != "is_told" else "always told"
        return Rule(
            f"{item.name}_{kind}",
            f"{item.name} ({describe_column(item)}): {told}.",
            Severity.CRITICAL,
            expectation,
        )

    column = item.column
    if not item.nullable:
        yield name_rule("is_told", ExpectColumnValuesToNotBeNull(column=item.name))
    if column.values:
        yield name_rule("is_known", ExpectColumnValuesToBeInSet(column=item.name, value_set=list(column.values)))
    if column.pattern:
        yield name_rule("has_form", ExpectColumnValuesToMatchRegex(column=item.name, regex=column.pattern))
    if column.minimum is not None or column.maximum is not None:
        yield name_rule(
            "is_in_range",
            ExpectColumnValuesToBeBetween(column=item.name, min_value=column.minimum, max_value=column.maximum),
        )
    if column.filled and item.kind is str:
        yield name_rule("is_filled", ExpectColumnValueLengthsToBeBetween(column=item.name, min_value=1))


def list_rules(table: str) -> list[Rule]:
    """Return the rules on the rows of a table, without those on its lists."""
    kind = TABLES[table][0]
    derived = [rule for item in list_columns(kind) if not item.is_list for rule in derive_rules(item)]
    unique = Rule(
        f"{kind.KEY}_is_unique",
        f"{kind.KEY} stands once.",
        Severity.CRITICAL,
        ExpectColumnValuesToBeUnique(column=kind.KEY),
    )
    return [unique, *derived, *RULES[table]]


def list_element_rules(item: FlatColumn) -> list[Rule]:
    """Return the rules on the elements of a list column."""
    if is_dataclass(item.kind):
        return [rule for inner in list_columns(item.kind) for rule in derive_rules(inner)]
    single = FlatColumn(item.name, item.path, item.kind, False, False, item.column)
    return list(derive_rules(single))


def build_suite(name: str, rules: list[Rule]) -> gx.ExpectationSuite:
    """Return a suite of the rules; each expectation carries its rule's name, severity and sentence."""
    expectations = [
        rule.expectation.copy(
            update={
                "meta": {"rule": rule.name, "sentence": rule.sentence},
                "severity": str(rule.severity),
                "notes": rule.sentence,
            }
        )
        for rule in rules
    ]
    return gx.ExpectationSuite(name=name, expectations=list(expectations))


def list_suites() -> dict[str, list[Rule]]:
    """Return the rules of every suite by its name: reports, mentions, mentions.actors and so on."""
    suites: dict[str, list[Rule]] = {}
    for table in VALIDATED:
        suites[table] = list_rules(table)
        for item in list_unfolded(TABLES[table][0]):
            rules = list_element_rules(item)
            if rules:
                suites[f"{table}.{item.name}"] = rules
    return suites


def describe_suite(name: str, rules: list[Rule]) -> str:
    """Return a suite as JSON that Great Expectations can load, the same bytes each time."""
    suite: dict[str, Any] = build_suite(name, rules).to_json_dict()
    # Great Expectations draws ids at random.
    suite.pop("id", None)
    for expectation in suite["expectations"]:
        expectation.pop("id", None)
    return json.dumps(suite, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def write_suites(folder: Path = FOLDER) -> list[Path]:
    """Write every suite to `<name>.json` in a folder and return the paths."""
    paths: list[Path] = []
    for name, rules in list_suites().items():
        path = folder / f"{name}.json"
        path.write_text(describe_suite(name, rules), encoding="utf-8")
        paths.append(path)
    return paths


if __name__ == "__main__":
    write_suites()
