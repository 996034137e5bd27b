"""Running the suites: which rows break which rule, whether the batch may be published, and pages for people."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any

import great_expectations as gx
import pandas as pd
import pyarrow as pa
from great_expectations.core.expectation_validation_result import (
    ExpectationSuiteValidationResult,
    ExpectationValidationResult,
)

from expectations.data_docs import RuleOutcome, style_data_docs, write_front_page
from expectations.frames import check_events, check_mentions, frame_table, unfold_lists
from expectations.rules import Rule, build_batch_rules
from expectations.suites import build_suite, list_suites
from sitrep.schema import TABLES

SITE = "data_docs"


@dataclass(frozen=True, slots=True)
class Failure:
    """One rule that one row breaks."""

    table: str
    key: str
    rule: str
    sentence: str
    severity: str
    found: str


@dataclass(frozen=True, slots=True)
class BatchFailure:
    """One rule that the batch as a whole breaks."""

    rule: str
    sentence: str
    severity: str
    found: str


class Validator:
    """A Great Expectations context that lives for one validation and writes its pages to `data_docs`."""

    def __init__(self, data_docs: Path) -> None:
        # It logs the temporary folders it makes.
        logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)
        self._folder = data_docs
        self._outcomes: list[RuleOutcome] = []
        self._context = gx.get_context(mode="ephemeral")
        self._context.variables.progress_bars = {"globally": False}  # pyright: ignore[reportAttributeAccessIssue]
        for name in list(self._context.get_site_names()):
            self._context.delete_data_docs_site(name)
        self._context.add_data_docs_site(
            site_name=SITE,
            site_config={
                "class_name": "SiteBuilder",
                "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
                "store_backend": {
                    "class_name": "TupleFilesystemStoreBackend",
                    "base_directory": str(data_docs.resolve()),
                },
            },
        )
        self._source = self._context.data_sources.add_pandas(name="batch")

    def validate_rows(self, reports: pa.Table, mentions: pa.Table) -> list[Failure]:
        """Return each rule that a report or mention breaks."""
        frames = {"reports": frame_table(reports), "mentions": check_mentions(mentions, reports)}
        return list(self._validate(frames | unfold_lists("mentions", mentions)))

    def validate_events(self, events: pa.Table, mention_ids: set[str]) -> list[Failure]:
        """Return each rule that an event breaks."""
        return list(self._validate({"events": check_events(events, mention_ids)} | unfold_lists("events", events)))

    def validate_batch(self, summary: Mapping[str, float | None], bounds: Mapping[str, float]) -> list[BatchFailure]:
        """Return each rule that the batch as a whole breaks."""
        rules = build_batch_rules(**bounds)
        result = self._run("batch", rules, pd.DataFrame([summary], dtype="float64"), key=None)
        return [
            BatchFailure(rule.name, rule.sentence, str(rule.severity), _describe_found(details))
            for rule, details in _list_broken(rules, result)
        ]

    def write_pages(self) -> Path:
        """Write the pages of all that was validated and return the first one; older pages go."""
        with suppress(FileNotFoundError):
            rmtree(self._folder)
        self._context.build_data_docs(site_names=[SITE])
        style_data_docs(self._folder)
        return write_front_page(self._outcomes, self._folder)

    def _validate(self, frames: Mapping[str, pd.DataFrame]) -> Iterator[Failure]:
        suites = list_suites()
        for name, frame in frames.items():
            if name not in suites or frame.empty:
                continue
            table = name.partition(".")[0]
            key = TABLES[table][0].KEY
            result = self._run(name, suites[name], frame, key=key)
            for rule, details in _list_broken(suites[name], result):
                for row in details["unexpected_index_list"]:
                    found = ", ".join(f"{column}={value!r}" for column, value in row.items() if column != key)
                    label = rule.name if "." not in name else f"{name.partition('.')[2]}.{rule.name}"
                    yield Failure(table, row[key], label, rule.sentence, str(rule.severity), found)

    def _run(
        self, name: str, rules: Sequence[Rule], frame: pd.DataFrame, *, key: str | None
    ) -> ExpectationSuiteValidationResult:
        asset = self._source.add_dataframe_asset(name=name)
        definition = self._context.validation_definitions.add(
            gx.ValidationDefinition(
                name=name,
                data=asset.add_batch_definition_whole_dataframe("whole"),
                suite=self._context.suites.add(build_suite(name, list(rules))),
            )
        )
        checkpoint = self._context.checkpoints.add(
            gx.Checkpoint(
                name=name,
                validation_definitions=[definition],
                actions=[],
                result_format={
                    "result_format": "COMPLETE",
                    **({"unexpected_index_column_names": [key]} if key else {}),
                },
            )
        )
        outcome = checkpoint.run(batch_parameters={"dataframe": frame})
        (result,) = outcome.run_results.values()
        self._outcomes += describe_outcomes(name, rules, result)
        return result


def describe_outcomes(
    suite: str, rules: Sequence[Rule], result: ExpectationSuiteValidationResult
) -> Iterator[RuleOutcome]:
    """Yield what each rule of a suite found, for the front page."""
    by_name = {rule.name: rule for rule in rules}
    for outcome in result.results:
        rule = by_name[_read_rule_name(outcome)]
        details = outcome.result
        yield RuleOutcome(
            suite,
            rule.name,
            rule.sentence,
            str(rule.severity),
            int(details.get("element_count", 0)),
            int(details.get("unexpected_count", 0)),
            _describe_found(details) if not outcome.success else "",
        )


def _list_broken(
    rules: Sequence[Rule], result: ExpectationSuiteValidationResult
) -> Iterator[tuple[Rule, dict[str, Any]]]:
    """Yield the rules that were broken, with Great Expectations' account of the rows.

    Raises:
        RuntimeError: a rule could not be run: nothing may then be published.
    """
    by_name = {rule.name: rule for rule in rules}
    for outcome in result.results:
        rule = by_name[_read_rule_name(outcome)]
        if outcome.exception_info and _raised(outcome.exception_info):
            raise RuntimeError(f"rule {rule.name} of {result.suite_name} could not be run: {outcome.exception_info}")
        if not outcome.success:
            yield rule, outcome.result


def _read_rule_name(outcome: ExpectationValidationResult) -> str:
    config = outcome.expectation_config
    if config is None:
        raise RuntimeError(f"an expectation lost its rule's name: {outcome}")
    return config.meta["rule"]


def _raised(info: Mapping[str, Any]) -> bool:
    if "raised_exception" in info:
        return bool(info["raised_exception"])
    return any(part.get("raised_exception") for part in info.values() if isinstance(part, Mapping))


def _describe_found(details: Mapping[str, Any]) -> str:
    return ", ".join(str(value) for value in details.get("partial_unexpected_list", []))
