"""Reading a date expression: what it says, before the calendar is asked.

`sitrep.resolving.dates` places what is read on the calendar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from sitrep.resolving import date_words as words


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """Parts of the calendar: "7 July 2019", "March", "early 2016", "summer of 2017", "the 1990s"."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    length: int = 1  # in months of a season, in years of a decade
    part: int | None = None  # third of the month, year or decade
    week: int | None = None  # week of the month, -1 the last; with a day: the week that holds it
    shift: int = 0  # "last March", "next March"
    two_digits: bool = False  # "7 JUL 90"


@dataclass(frozen=True, slots=True)
class WeekdayDate:
    """A weekday: "Tuesday", "next Tuesday" (shift), "Tuesday of last week" (week), "the previous Friday"."""

    weekday: int
    shift: int = 0
    week: int | None = None
    anchored: bool = False


@dataclass(frozen=True, slots=True)
class UnitDate:
    """A unit counted from a day: "yesterday", "last month", "two weeks ago", "a year earlier" (anchored)."""

    unit: str
    shift: int
    anchored: bool = False
    part: int | None = None  # "late last year", "earlier this week"
    month: int | None = None  # "June last year"
    length: int = 1  # in months from that: "the first half of last year"
    ahead: bool = False  # "in two weeks": a date only of what is to come


@dataclass(frozen=True, slots=True)
class Stretch:
    """A length from publication: "the past two years" (count -2), "the next three days" (count 3)."""

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A date whose place cannot be told: "4/3/2016", "years ago"."""

    cause: Literal["ambiguous", "vague"]


@dataclass(frozen=True, slots=True)
class DateRange:
    """Two ends: "from 3 May to 5 June 2015", "2011-2014", "Monday to Wednesday"."""

    first: Reading
    last: Reading


@dataclass(frozen=True, slots=True)
class OpenRange:
    """A start without an end: "since 2011"."""

    first: Reading


Reading = CalendarDate | WeekdayDate | UnitDate | Stretch | Unreadable | DateRange | OpenRange


@dataclass(frozen=True, slots=True)
class FoundDate:
    """Where a date stands in a text, end exclusive, and what it says."""

    start: int
    end: int
    reading: Reading


# ---------------------------------------------------------------------------------------------------------
# Reading. A strict reading asks for the context that tells "in March" from "the march"; a bare expression,
# known to be a date, has none.

_Match = re.Match[str]


def read_dates(text: str) -> Iterator[FoundDate]:
    """Return the dates told in a text: in order, without overlap, each as long as it can be."""
    position = 0
    while opener := words.OPENER.search(text, position):
        read = _read(text, opener.start(), strict=True)
        if read is not None:
            yield read
        position = opener.end() if read is None else read.end


def read_bare_date(expression: str) -> FoundDate | None:
    """Return the date that an expression is from end to end: "May", "in two weeks"."""
    lead = words.LEAD_WORDS.match(expression)
    start = lead.end() if lead else 0
    read = _read(expression, start, strict=False) if words.OPENER.match(expression, start) else None
    return read if read and not re.search(r"\w", expression[read.end :]) else None


def _read(text: str, start: int, *, strict: bool) -> FoundDate | None:
    lead = words.LEAD.match(text, start)
    if lead is None:
        first = _read_one(text, start, strict=strict)
        return first and (_read_range(text, first, "") or first)
    word = lead["lead"].lower()
    first = _read_one(text, lead.end(), strict=strict)
    if first is None or isinstance(first.reading, Stretch):
        return None
    if word == "since":
        return FoundDate(start, first.end, OpenRange(first.reading))
    whole = first if isinstance(first.reading, DateRange) else _read_range(text, first, word)
    return whole and replace(whole, start=start)


def _read_range(text: str, first: FoundDate, lead: str) -> FoundDate | None:
    """Return the range that begins with a date and stands after "from", "between" or neither."""
    joint = words.JOINT.match(text, first.end)
    if joint is None or isinstance(first.reading, DateRange):
        return None
    if joint["word"] and (joint["word"].lower() == "and") != (lead == "between"):
        return None
    present = words.PRESENT.match(text, joint.end())
    if lead == "from" and present:
        return FoundDate(first.start, present.end(), DateRange(first.reading, UnitDate("day", 0)))
    last = _read_one(text, joint.end(), strict=False)
    if last is None or isinstance(last.reading, DateRange):
        return None
    alike = isinstance(first.reading, CalendarDate | WeekdayDate) and isinstance(last.reading, type(first.reading))
    return FoundDate(first.start, last.end, DateRange(first.reading, last.reading)) if lead or alike else None


def _read_one(text: str, start: int, *, strict: bool) -> FoundDate | None:
    """Return the longest date that begins here and is no range of two dates."""
    longest: FoundDate | None = None
    for pattern, build in _RULES:
        match = pattern.match(text, start)
        if match is None or (longest is not None and match.end() <= longest.end):
            continue
        reading = build(match, strict)
        if reading is not None:
            longest = FoundDate(start, match.end(), reading)
    return longest


def _word_before(match: _Match) -> str:
    found = words.LAST_WORD.search(match.string[max(0, match.start() - 16) : match.start()])
    return found[1].lower() if found else ""


def _follows(pattern: re.Pattern[str], match: _Match) -> bool:
    return pattern.match(match.string, match.end()) is not None


def _told(match: _Match) -> dict[str, str]:
    """Return the named groups that matched, in plain lower case with single spaces."""
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    return {name: " ".join(value.translate(words.PLAIN).lower().split()) for name, value in groups.items()}


def _calendar(told: dict[str, str]) -> CalendarDate:
    year = told.get("year") or told.get("two_digits")
    part = told.get("part") or told.get("part_of")
    return CalendarDate(
        year=int(year) if year else None,
        month=_month(told["month"]) if "month" in told else None,
        day=int(told["day"].rstrip("stndrh")) if "day" in told else None,
        part=words.PARTS[part] if part else None,
        shift=words.SHIFTS[told["shift"]] if "shift" in told else 0,
        two_digits="two_digits" in told,
    )


def _month(word: str) -> int:
    return int(word) if word.isdecimal() else words.MONTHS[word[:3]]


def _may_be_walk(match: _Match) -> bool:
    """Whether "may" or "march" may be a verb or a walk, since its case does not tell."""
    return match["month"].lower() in {"may", "march"} and not match["month"].istitle()


def _build_iso(match: _Match, _strict: bool) -> Reading | None:
    return _calendar(_told(match))


def _build_slashed(match: _Match, _strict: bool) -> Reading | None:
    left, right, year = int(match["left"]), int(match["right"]), int(match["year"])
    if left != right and left <= 12 and right <= 12:
        return Unreadable("ambiguous")
    return CalendarDate(year, left, right) if left <= 12 else CalendarDate(year, right, left)


def _build_day(match: _Match, strict: bool) -> Reading | None:
    told = _told(match)
    if strict and not told.keys() & {"year", "two_digits"}:
        before, month_first = _word_before(match), match.start("month") < match.start("day")
        # "In March 14 Iraqi soldiers died" tells a month and a count.
        if month_first and before == "in" and _follows(words.WORD_FOLLOWS, match):
            return None
        if not month_first and _may_be_walk(match):
            marked = before in words.BEFORE_DAY or match[0][0].isalpha()
            if not marked or _follows(words.WALK_FOLLOWS, match):
                return None
    if "week" in told:
        return replace(_calendar(told), week=0)
    if "last_day" not in told:
        return _calendar(told)
    return DateRange(replace(_calendar(told), year=None), _calendar(told | {"day": told["last_day"]}))


def _build_day_of_month(match: _Match, strict: bool) -> Reading | None:
    return None if strict and _word_before(match) not in words.BEFORE_DAY_OF_MONTH else _calendar(_told(match))


def _build_month(match: _Match, strict: bool) -> Reading | None:
    told = _told(match)
    if "of_year" in told:
        return UnitDate("year", words.SHIFTS[told["of_year"]], month=_month(told["month"]))
    if "week" in told:
        return replace(_calendar(told), week=words.ORDINALS[told["week"]])
    if strict and "year" not in told:
        if _may_be_walk(match) and (told.get("shift") == "this" or _follows(words.WALK_FOLLOWS, match)):
            return None
        needed = _words_before_month(match["month"])
        marked = told.keys() & {"part", "part_of", "shift"}
        if needed is not None and not marked and _word_before(match) not in needed:
            return None
    return _calendar(told)


def _words_before_month(name: str) -> frozenset[str] | None:
    """Return the words one of which must stand before a bare month; None where no word is needed."""
    if name.lower() == "march" or name == "august":
        return words.BEFORE_MARCH
    if name.lower() in {"april", "june", "august"}:
        return words.BEFORE_NAMELIKE_MONTH
    return words.BEFORE_MAY if len(name.rstrip(".")) <= 4 and name.lower() != "july" else None


def _build_year(match: _Match, strict: bool) -> Reading | None:
    told, text = _told(match), match.string
    year, first = int(told["year"]), _calendar(told)
    if "decade" in told:
        return replace(first, length=10)
    if "last_year" in told:
        last = int(told["last_year"])
        last += year - year % 100 if last < 100 else 0
        return DateRange(first, CalendarDate(last)) if last > year else None
    before = text[max(0, match.start() - 12) : match.start()]
    shown = _word_before(match) in words.BEFORE_YEAR or first.part is not None or words.YEAR_PRECEDES.search(before)
    shown = shown or (before.endswith("(") and text.startswith(")", match.end()))
    return first if shown or not strict else None


def _build_season(match: _Match, strict: bool) -> Reading | None:
    told = _told(match)
    bare = not told.keys() & {"year", "shift"}
    if strict and bare and (told["season"] == "fall" or _word_before(match) not in {"in", "since", "over"}):
        return None
    return replace(_calendar(told), month=words.SEASONS[told["season"]], length=3)


def _build_piece_of_year(match: _Match, _strict: bool) -> Reading | None:
    """Read "the third quarter", "the first half of 2016", "the last three months of last year"."""
    told = _told(match)
    order, number = words.ORDINALS[told["order"]], told.get("count", "")
    length = words.PIECES.get(told.get("piece", ""), 0)
    if number:
        length = int(number) if number.isdecimal() else words.COUNTS.get(number, 0)
    is_dated = bool(told.keys() & {"year", "of_year"})
    # "the first half" may be one of a game, "the last three months" end today: only a quarter needs no year.
    if not 1 <= length <= 12 or not (is_dated or (told.get("piece") == "quarter" and order >= 0)):
        return None
    month = 13 - length if order < 0 else order * length + 1
    if month > 12 or ("count" in told and order > 0):
        return None
    if "of_year" in told:
        return UnitDate("year", words.SHIFTS.get(told["of_year"], 0), month=month, length=length)
    return replace(_calendar(told), month=month, length=length)


def _build_part_of_unit(match: _Match, _strict: bool) -> Reading | None:
    told = _told(match)
    return UnitDate(told["unit"], words.SHIFTS.get(told["shift"], 0), part=words.PARTS[told["part"]])


def _build_feast(match: _Match, _strict: bool) -> Reading | None:
    told = _told(match)
    month, day = words.FEASTS[told["feast"]]
    return replace(_calendar(told), month=month, day=day)


def _build_weekday(match: _Match, strict: bool) -> Reading | None:
    told = _told(match)
    shift, weekday = told.get("shift", ""), words.WEEKDAYS[told["weekday"][:3]]
    if strict and _word_before(match) in words.BEFORE_ANY_WEEKDAY:
        return None
    if shift in words.ANCHORED_SHIFTS:
        return WeekdayDate(weekday, words.ANCHORED_SHIFTS[shift], anchored=True)
    return WeekdayDate(weekday, words.SHIFTS.get(shift, 0), words.SHIFTS[told["week"]] if "week" in told else None)


def _build_day_word(match: _Match, _strict: bool) -> Reading | None:
    told = _told(match)
    if "beyond" in told:
        return UnitDate("day", -2 if told["beyond"] == "before yesterday" else 2)
    return UnitDate("night", 0) if told["word"] == "overnight" else UnitDate("day", words.DAY_WORDS[told["word"]])


def _build_unit(match: _Match, _strict: bool) -> Reading | None:
    """Read "last month", "this morning", "late last year", "the same day", "the weekend", "a day after"."""
    told = _told(match)
    word, name = told.get("shift", ""), told["unit"]
    unit, length = words.UNITS[name]
    if unit == "hour" or length > 1:
        return None
    if "tail" in told:
        return UnitDate(unit, words.TAILS[told["tail"]], anchored=True)
    if not word:
        return UnitDate(unit, 0)
    if word in words.ANCHORED_SHIFTS or (word == "next" and (unit == "day" or "the" in told)):
        return UnitDate(unit, words.ANCHORED_SHIFTS.get(word, 1), anchored=True)
    if unit == "day":
        # "to this day" and "the last day of term" tell no date.
        known = name != "day" if word == "this" else word == "last" and name in {"night", "evening"}
        return UnitDate(unit, words.SHIFTS[word]) if known else None
    if unit != "weekend" and (word in {"past", "coming"} or (word == "last" and "the" in told)):
        return Stretch(unit, words.SHIFTS[word])
    return UnitDate(unit, words.SHIFTS[word], part=words.UNIT_PARTS[told["part"]] if "part" in told else None)


def _build_counted(match: _Match, strict: bool) -> Reading | None:
    """Read "the past two years", "two days ago", "three days later", "two weeks from now"."""
    told = _told(match)
    bare = not told.keys() & {"shift", "tail", "from_now"}
    if bare and (strict or _word_before(match) not in {"in", "within"}):
        return None
    unit, length = words.UNITS[told["unit"].removesuffix("s")]
    back = told.get("shift") in {"last", "past", "preceding"} or words.TAILS.get(told.get("tail", ""), 1) < 0
    number = told.get("count", "a")
    count = (int(number) if number.isdecimal() else (words.COUNTS | words.FEW)[number]) * length * (-1 if back else 1)
    if "shift" in told:
        if not count or (told["shift"] == "last" and _word_before(match) in words.BEFORE_VERB):
            return None
        return Stretch("day", count // 24 if back else -(-count // 24)) if unit == "hour" else Stretch(unit, count)
    if "count" not in told and unit != "hour":
        return Unreadable("vague") if told["unit"].endswith("s") else None
    if unit == "hour":
        unit, count = "day", int(count / 24)
    return UnitDate(unit, count, anchored=told.get("tail", "ago") != "ago", ahead=bare)


_Rule = tuple[re.Pattern[str], Callable[[_Match, bool], Reading | None]]
_RULES: tuple[_Rule, ...] = (
    (words.ISO_DATE, _build_iso),
    (words.SLASHED_DATE, _build_slashed),
    (words.DAY_MONTH_DATE, _build_day),
    (words.MONTH_DAY_DATE, _build_day),
    (words.ORDINAL_DATE, _build_day_of_month),
    (words.MONTH_DATE, _build_month),
    (words.DECADE, _build_year),
    (words.YEAR_DATE, _build_year),
    (words.SEASON_DATE, _build_season),
    (words.PIECE_OF_YEAR, _build_piece_of_year),
    (words.PART_OF_UNIT, _build_part_of_unit),
    (words.FEAST_DATE, _build_feast),
    (words.WEEKDAY_DATE, _build_weekday),
    (words.DAY_WORD, _build_day_word),
    (words.DAY_BEYOND, _build_day_word),
    (words.SHIFTED_UNIT, _build_unit),
    (words.WEEKEND, _build_unit),
    (words.UNIT_AFTER, _build_unit),
    (words.COUNTED_STRETCH, _build_counted),
    (words.COUNTED_UNIT, _build_counted),
)
