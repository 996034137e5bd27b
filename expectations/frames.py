"""The data that the expectations look at: tables as pandas frames, list columns unfolded, checks across rows added.

Great Expectations tests columns; what needs the report's text, the ontology or another table is computed here as a
column of its own (`quote_is_exact`), and the rule in `rules.py` asks that it be true.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any

import pandas as pd
import pyarrow as pa

from sitrep.ontology import load_ontology
from sitrep.projections import FlatColumn, list_columns
from sitrep.resolving.countries import load_countries
from sitrep.schema import TABLES, Record, Status

#: Columns that `check_mentions` adds, and `rules.py` asks to be true.
MENTION_CHECKS = (
    "has_report",
    "quote_is_exact",
    "spans_are_exact",
    "modes_fit_type",
    "quad_class_fits_type",
    "acled_pair_exists",
    "is_not_after_publication",
    "is_inside_country",
)

#: Columns that `check_events` adds.
EVENT_CHECKS = ("has_mentions", "acled_pair_exists", "is_inside_country")


def frame_table(table: pa.Table) -> pd.DataFrame:
    """Return a table as a frame, dates as `datetime.date`, nulls as None or NaN."""
    return table.to_pandas(date_as_object=True)


def list_unfolded(kind: type[Record]) -> list[FlatColumn]:
    """Return the list columns of a record, each of which becomes a frame of its own."""
    return [item for item in list_columns(kind) if item.is_list]


def unfold_list(table: pa.Table, key: str, item: FlatColumn) -> pd.DataFrame:
    """Return one row for each element of a list column, with the key of the row it stands in.

    mentions.actors -> a frame with mention_id, name, start, end, country, …; a list of strings -> its column.
    """
    rows: list[dict[str, Any]] = []
    names = [inner.name for inner in list_columns(item.kind)] if is_dataclass(item.kind) else [item.name]
    for identifier, elements in zip(table[key].to_pylist(), table[item.name].to_pylist(), strict=True):
        for element in elements or ():
            rows.append({key: identifier, **(element if is_dataclass(item.kind) else {item.name: element})})
    return pd.DataFrame(rows, columns=[key, *names])


def unfold_lists(name: str, table: pa.Table) -> dict[str, pd.DataFrame]:
    """Return a frame for each list column of a table: {"mentions.actors": …}."""
    kind = TABLES[name][0]
    return {f"{name}.{item.name}": unfold_list(table, kind.KEY, item) for item in list_unfolded(kind)}


def check_mentions(mentions: pa.Table, reports: pa.Table) -> pd.DataFrame:
    """Return the mentions as a frame with a column for each rule that needs more than its own columns.

    A check that does not apply is null: `is_not_after_publication` where there is no publication date.
    """
    frame = frame_table(mentions)
    texts: Mapping[str, Any] = {
        row["report_id"]: row for row in reports.select(["report_id", "text", "published"]).to_pylist()
    }
    checks = [_check_mention(row, texts.get(row["report_id"])) for row in mentions.to_pylist()]
    return frame.join(pd.DataFrame(checks, columns=list(MENTION_CHECKS), index=frame.index))


def _check_mention(row: Mapping[str, Any], report: Mapping[str, Any] | None) -> list[bool | None]:
    ontology = load_ontology()
    kind = ontology.types.get(row["plover_type"])
    acled = ontology.acled.get(row["acled_sub_event_type"] or "")
    text = report["text"] if report else None
    published = report["published"] if report else None
    late = (
        None
        if published is None or row["date_start"] is None or row["status"] != Status.ACTUAL
        else row["date_start"] <= published
    )
    return [
        report is not None,
        None if text is None else text[row["quote_start"] : row["quote_end"]] == row["quote"],
        None if text is None else _are_spans_exact(row, text),
        None if kind is None else set(row["plover_modes"] or ()) <= set(kind.modes),
        None if kind is None else row["quad_class"] == kind.quad_class,
        (acled.event_type if acled else None) == row["acled_event_type"],
        late,
        is_inside_country(row["place_country"], row["place_latitude"], row["place_longitude"]),
    ]


def _are_spans_exact(row: Mapping[str, Any], text: str) -> bool:
    """Return whether every name is what the text has at its offsets."""
    spans = [(row["trigger"], row["trigger_start"], row["trigger_end"])]
    spans += [(row["date_text"], row["date_text_start"], row["date_text_end"])]
    for column in ("actors", "recipients", "places"):
        spans += [(part["name"], part["start"], part["end"]) for part in row[column] or ()]
    return all(name is None or start is None or text[start:end] == name for name, start, end in spans)


def is_inside_country(country: str | None, latitude: float | None, longitude: float | None) -> bool | None:
    """Return whether coordinates lie in the country's box; None where either is not known."""
    entry = load_countries().get(country or "")
    if entry is None or latitude is None or longitude is None:
        return None
    return entry.contains(latitude, longitude)


def check_events(events: pa.Table, mention_ids: set[str]) -> pd.DataFrame:
    """Return the events as a frame with a column for each rule that needs more than its own columns."""
    frame = frame_table(events)
    acled = load_ontology().acled
    checks = [
        [
            bool(row["mention_ids"]) and set(row["mention_ids"]) <= mention_ids,
            (acled[row["sub_event_type"]].event_type if row["sub_event_type"] in acled else None) == row["event_type"],
            is_inside_country(row["country_code"], row["latitude"], row["longitude"]),
        ]
        for row in events.to_pylist()
    ]
    return frame.join(pd.DataFrame(checks, columns=list(EVENT_CHECKS), index=frame.index))
