"""Specimens of records for tests: complete, and like no real report."""

from __future__ import annotations

from datetime import date
from typing import Any

from sitrep.schema import Mention, Place, Report, hash_id

TEXT = "Mortars fell on Mosul.\n\nMilitants fired mortars at a market in Mosul on Friday, killing 14 civilians."

#: The facts of the operation of July 2019, retold in our own words.
WILL_OF_VICTORY = """Iraq sweeps its western desert for ISIS cells

The Iraqi army, backed by the International Coalition and the Popular Mobilisation Forces, opened an offensive \
against ISIS on Sunday.

The cells hide in the sands between Anbar, Salahuddin and Nineveh. The operation to clear this region is called \
Will of Victory.

Around 30,000 troops are taking part in the operation, officers in the capital said.

No campaign has been as large since the liberation of Mosul in 2017.

By Sunday night Iraqi forces had found a workshop for bombs in Salahuddin.
"""


def make_report(**given: Any) -> Report:
    """Return a report, a specimen but for what is given."""
    text = given.get("text", TEXT)
    values: dict[str, Any] = {
        "report_id": hash_id(text, given.get("source", "Example Wire")),
        "title": None,
        "source": "Example Wire",
        "published": date(2017, 3, 19),
        "published_reason": "sidecar",
        "language": "en",
        "origin": "mosul.txt",
        "reader": "plain 1",
        "raw_sha256": "0" * 64,
        "raw_bytes": len(text.encode()),
        "text": text,
        "word_count": len(text.split()),
    }
    return Report(**{**values, **given})


def make_mention(report: Report | None = None, **given: Any) -> Mention:
    """Return a mention of a report, a specimen but for what is given; its quote is the report's last sentence."""
    report = report or make_report()
    quote = report.text[report.text.rindex("\n") + 1 :] if "\n" in report.text else report.text
    start = report.text.index(quote)
    trigger = given.pop("trigger", quote.split()[1])
    trigger_start = report.text.index(trigger, start)
    values: dict[str, Any] = {
        "mention_id": hash_id(report.report_id, trigger_start, given.get("plover_type", "ASSAULT")),
        "report_id": report.report_id,
        "quote": quote,
        "quote_start": start,
        "quote_end": start + len(quote),
        "sentences": (1,),
        "trigger": trigger,
        "trigger_start": trigger_start,
        "trigger_end": trigger_start + len(trigger),
        "plover_type": "ASSAULT",
        "plover_modes": ("heavy-weapons",),
        "quad_class": 4,
        "intensity": -9.5,
        "acled_event_type": "Explosions/Remote violence",
        "acled_sub_event_type": "Shelling/artillery/missile attack",
        "place": Place(
            id="geonames:99072",
            label="Mosul",
            admin1="Nineveh",
            country="IRQ",
            latitude=36.335,
            longitude=43.119,
            precision=1,
            reason="only_entry",
        ),
        "date_start": date(2017, 3, 17),
        "date_precision": "day",
        "date_reason": "weekday",
        "coder": "specimen 1",
        "rule": "specimen",
        "event_year": 2017,
        "event_month": 3,
    }
    return Mention(**{**values, **given})
