"""Rows that break a rule: taken out, kept with the reason, never lost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sitrep.schema import Quarantined, hash_id

Kind = Literal["report", "mention", "event"]


@dataclass(frozen=True, slots=True)
class Break:
    """A rule that a row breaks: the rule's name, its sentence, what was found."""

    rule: str
    sentence: str
    found: str


def dump_row(row: Mapping[str, Any]) -> str:
    """Return a row as JSON with sorted keys; dates as ISO text."""

    def dump(value: object) -> str:
        if isinstance(value, date | datetime):
            return value.isoformat()
        raise TypeError(f"{value!r} of {type(value).__name__} cannot be kept as JSON")

    return json.dumps(row, sort_keys=True, ensure_ascii=False, default=dump)


def refuse_row(kind: Kind, key: str, breaks: Sequence[Break], row: Mapping[str, Any]) -> Quarantined:
    """Return the quarantine row of a report, mention or event that breaks rules; the first rule names it.

    The reason lists every rule broken: "quote_is_exact: The quote is what … Found quote_is_exact=False."
    """
    ordered = sorted(breaks, key=lambda each: (each.rule, each.found))
    reason = " ".join(f"{each.rule}: {each.sentence} Found {each.found}." for each in ordered)
    return Quarantined(
        quarantine_id=hash_id(kind, key, *(each.rule for each in ordered)),
        kind=kind,
        item=key,
        rule=ordered[0].rule,
        reason=reason,
        raw_sha256=row.get("raw_sha256"),
        row=dump_row(row),
    )


def split_rows(
    kind: Kind, key: str, rows: Iterable[Mapping[str, Any]], breaks: Mapping[str, Sequence[Break]]
) -> tuple[list[Mapping[str, Any]], list[Quarantined]]:
    """Return the rows that break nothing, and the quarantine rows of the others, in the order of the rows."""
    good: list[Mapping[str, Any]] = []
    refused: list[Quarantined] = []
    for row in rows:
        of_row = breaks.get(row[key])
        if of_row:
            refused.append(refuse_row(kind, row[key], of_row, row))
        else:
            good.append(row)
    return good, refused
