"""Figures of date reading: TimeBank's dates, with the values that its annotators gave them.

A TIMEX3 value is mapped to our first day, last day and precision: "1998-02-27", "1998-02", "1998", "1998-Q1",
"1998-W09", a decade ("199") or season ("1998-SU"). A duration, a repeated time, a vague one (PRESENT_REF, PXY) and a
value with an unknown part (1998-XX) have no place on a calendar: they are left out of the figures and counted.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.tables import Row
from sitrep.resolving.date_tense import tells_future
from sitrep.resolving.dates import DateResolution, find_dates, resolve_date

HEADERS = ("TimeBank", "dates", "right days", "right precision too", "note")
_VALUE = re.compile(r"(\d{4})(?:-(?:(\d\d)(?:-(\d\d)(?:T.*)?)?|W(\d\d)|Q([1-4])|(SP|SU|FA|WI)))?")
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """Where a date lies on the calendar, both ends inclusive; `is_part`: a part of it is meant ("early 1998")."""

    first: date
    last: date
    precision: str
    is_part: bool = False

    def covers(self, found: DateResolution) -> bool:
        """Return whether a resolution has the same days, or for a part of it some of them."""
        if found.start is None:
            return False
        end = found.end or found.start
        if self.is_part:
            return self.first <= found.start and end <= self.last
        return (found.start, end) == (self.first, self.last)


@dataclass(frozen=True, slots=True)
class GoldDate:
    """A date as the annotators have it: its place in the text and on the calendar, None where it has none."""

    start: int
    end: int
    value: str
    kind: str
    span: GoldSpan | None
    anchor: date | None


@dataclass(frozen=True, slots=True)
class DatedText:
    """A report with its dates."""

    text: str
    published: date
    dates: tuple[GoldDate, ...]


def read_value(value: str, mod: str | None) -> GoldSpan | None:
    """Return the days that a TIMEX3 value stands for: "1998-W09" -> 1998-02-23 to 1998-03-01, week."""
    is_part = mod in {"START", "MID", "END"}
    if re.fullmatch(r"\d{3}", value):
        return GoldSpan(date(int(value) * 10, 1, 1), date(int(value) * 10 + 9, 12, 31), "year", is_part)
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    year = int(match[1])
    month, day, week, quarter = (int(part) if part else 0 for part in match.groups()[1:5])
    if day:
        return GoldSpan(date(year, month, day), date(year, month, day), "day", is_part)
    if week:
        monday = date.fromisocalendar(year, week, 1)
        return GoldSpan(monday, monday + timedelta(days=6), "week", is_part)
    month = month or _SEASONS.get(match[6] or "", 0)
    if not (month or quarter):
        return GoldSpan(date(year, 1, 1), date(year, 12, 31), "year", is_part)
    first = date(year, month or 3 * quarter - 2, 1)
    length = 3 if quarter or match[6] else 1
    after = date(first.year + (first.month + length > 12), (first.month + length - 1) % 12 + 1, 1)
    return GoldSpan(first, after - timedelta(days=1), "month", is_part)


def read_timebank(path: Path) -> Iterator[DatedText]:
    """Yield the reports of a file with their dates; the report's own date line is none of them."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for told in map(json.loads, file):
            spans = {each["tid"]: read_value(each["value"], each["mod"]) for each in told["timexes"]}
            dates: list[GoldDate] = []
            for each in told["timexes"]:
                anchor = spans.get(each["anchor"])
                timed = each["type"] in {"DATE", "TIME"}
                span = spans[each["tid"]] if timed else None
                kind = each["type"] if not timed else "vague or unknown"
                day = anchor.first if anchor else None
                dates.append(GoldDate(each["start"], each["end"], each["value"], kind, span, day))
            yield DatedText(told["text"], date.fromisoformat(told["date"][:10]), tuple(dates))


def find_right(texts: Sequence[DatedText]) -> tuple[Counter[str], list[str]]:
    """Return counts of dates right when told where they stand, with what went wrong."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for each in texts:
        for gold in each.dates:
            if gold.span is None:
                counts[gold.kind] += 1
                continue
            expression = each.text[gold.start : gold.end]
            future = tells_future(each.text, gold.start, gold.end)
            found = resolve_date(expression, published=each.published, future=future, anchor=gold.anchor)
            counts["gold"] += 1
            counts["resolved"] += found.start is not None
            right = gold.span.covers(found)
            counts["right"] += right
            counts["precise"] += right and gold.span.precision == found.precision
            if not right:
                wrong.append(f"{each.published} {expression!r} {gold.value}: {found}")
    return counts, wrong


def find_spotted(texts: Sequence[DatedText]) -> tuple[Counter[str], list[str]]:
    """Return counts of dates found in the running text: spotted, and spotted and right, with what went wrong.

    A date found where the annotators have a duration or a vague time is neither right nor wrong.
    """
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for each in texts:
        open_gold = [gold for gold in each.dates if gold.span is not None]
        counts["gold"] += len(open_gold)
        for mention in find_dates(each.text):
            beside = [gold for gold in each.dates if gold.start < mention.end and mention.start < gold.end]
            if beside and all(gold.span is None for gold in beside):
                counts["beside the set"] += 1
                continue
            future = tells_future(each.text, mention.start, mention.end)
            anchor = next((gold.anchor for gold in beside), None)
            found = resolve_date(mention.text, published=each.published, future=future, anchor=anchor)
            if found.start is None:
                continue
            counts["found"] += 1
            target = next((gold for gold in beside if gold in open_gold), None)
            if target is None:
                wrong.append(f"{each.published} spurious {mention.text!r}: {found.start} {found.reason}")
                continue
            open_gold.remove(target)
            counts["spotted"] += 1
            right = target.span is not None and target.span.covers(found)
            counts["right"] += right
            counts["precise"] += right and target.span is not None and target.span.precision == found.precision
            if not right:
                wrong.append(f"{each.published} {mention.text!r} {target.value}: {found.start} {found.end}")
        wrong += [f"{each.published} missed {each.text[gold.start : gold.end]!r} {gold.value}" for gold in open_gold]
    return counts, wrong


def _share(counts: Counter[str], part: str, whole: str) -> str:
    return f"{100 * counts[part] / counts[whole]:.1f}" if counts[whole] else "-"


def measure_dates(data: Path) -> list[Row]:
    """Return a line for dates told where they stand, and lines for precision and recall from the running text."""
    texts = list(read_timebank(data / "corpora" / "evaluate" / "timebank" / "dev.jsonl.gz"))
    given, _ = find_right(texts)
    spotted, _ = find_spotted(texts)
    kinds = ("DURATION", "SET", "vague or unknown")
    left_out = ", ".join(f"{given[kind]} {kind.lower()}" for kind in kinds)
    return [
        _build_row("expression given", given, "gold", f"left out: {left_out}"),
        _build_row("found in the text, recall", spotted, "gold", f"{_share(spotted, 'spotted', 'gold')} spotted"),
        _build_row(
            "found in the text, precision", spotted, "found", f"{_share(spotted, 'spotted', 'found')} are dates"
        ),
    ]


def _build_row(what: str, counts: Counter[str], whole: str, note: str) -> Row:
    return Row(what, (f"{counts[whole]}", _share(counts, "right", whole), _share(counts, "precise", whole), note))
