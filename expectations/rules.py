"""The rules that no single column tells: written by hand, each with a name, a severity and a sentence for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from great_expectations.expectations.core import (
    ExpectColumnPairValuesAToBeGreaterThanB,
    ExpectColumnValuesToBeBetween,
    ExpectColumnValuesToBeInSet,
)
from great_expectations.expectations.expectation import Expectation

from sitrep.schema import TOLLS, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name in the quarantine table, what it means, what a break of it does."""

    name: str
    sentence: str
    severity: Severity
    expectation: Expectation


def require_true(column: str, sentence: str, severity: Severity = Severity.CRITICAL) -> Rule:
    """Return the rule that a check column is true where it applies."""
    return Rule(column, sentence, severity, ExpectColumnValuesToBeInSet(column=column, value_set=[True]))


def require_order(smaller: str, larger: str, sentence: str) -> Rule:
    """Return the rule that one column is at most the other where both are told."""
    return Rule(
        f"{smaller}_at_most_{larger}",
        sentence,
        Severity.CRITICAL,
        ExpectColumnPairValuesAToBeGreaterThanB(
            column_A=larger, column_B=smaller, or_equal=True, ignore_row_if="either_value_is_missing"
        ),
    )


MENTION_RULES: tuple[Rule, ...] = (
    require_true("has_report", "The report of the mention is in the same batch or published."),
    require_true("quote_is_exact", "The quote is what the report's text has at its offsets, to the letter."),
    require_true("spans_are_exact", "Every name is what the report's text has at its offsets."),
    require_true("modes_fit_type", "Each mode is one of the type's."),
    require_true("quad_class_fits_type", "The quad class is the type's."),
    require_true("acled_pair_exists", "ACLED's sub-event type belongs to its event type."),
    require_true("is_not_after_publication", "What is told as happened is not dated after the report."),
    require_true("is_inside_country", "The coordinates lie inside the box of the country."),
    require_order("date_start", "date_end", "A span of dates does not end before it begins."),
    *(
        rule
        for toll in TOLLS
        for rule in (
            require_order(f"{toll}_low", f"{toll}_best", f"The lowest number ({TOLLS[toll]}) is at most the best."),
            require_order(f"{toll}_best", f"{toll}_high", f"The best number ({TOLLS[toll]}) is at most the highest."),
        )
    ),
)

EVENT_RULES: tuple[Rule, ...] = (
    require_true("has_mentions", "Every mention of the event is in the same batch or published."),
    require_true("acled_pair_exists", "ACLED's sub-event type belongs to its event type."),
    require_true("is_inside_country", "The coordinates lie inside the box of the country."),
    require_order("event_date", "event_date_end", "A span of dates does not end before it begins."),
    require_order("fatalities_low", "fatalities", "The lowest number of deaths is at most the best."),
    require_order("fatalities", "fatalities_high", "The best number of deaths is at most the highest."),
    require_order("injured_low", "injured", "The lowest number of injured is at most the best."),
    require_order("injured", "injured_high", "The best number of injured is at most the highest."),
)

RULES: Mapping[str, tuple[Rule, ...]] = {"reports": (), "mentions": MENTION_RULES, "events": EVENT_RULES}


def build_batch_rules(*, least_coded_share: float, most_quarantined_share: float) -> tuple[Rule, ...]:
    """Return the rules on a batch as a whole; a broken critical one blocks it.

    Shares are null, and so not judged, for a batch of fewer than 20 reports or mentions.
    """
    return (
        Rule(
            "coded_share",
            "Enough of the reports have an event: a share near zero means that reading or coding went wrong.",
            Severity.CRITICAL,
            ExpectColumnValuesToBeBetween(column="coded_share", min_value=least_coded_share),
        ),
        Rule(
            "quarantined_share",
            "Not too many mentions break a rule: a high share means that the coder is at fault, not the reports.",
            Severity.CRITICAL,
            ExpectColumnValuesToBeBetween(column="quarantined_share", max_value=most_quarantined_share),
        ),
        Rule(
            "dated_share",
            "Half of the mentions or more are dated: fewer mean that publication dates were not found.",
            Severity.WARNING,
            ExpectColumnValuesToBeBetween(column="dated_share", min_value=0.5),
        ),
        Rule(
            "placed_share",
            "A third of the mentions or more are in a known country.",
            Severity.WARNING,
            ExpectColumnValuesToBeBetween(column="placed_share", min_value=0.33),
        ),
    )
