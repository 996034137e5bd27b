"""Finding dates in a report's text and placing them on the calendar.

`find_dates` says where dates stand, `resolve_date` what one of them means for a report published on a known
day, and why (`DateReason`). The rules are those of the codebook, section 6. Patterns are tried where a date
can begin and are of bounded length, so the time taken grows with the length of the text alone.
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from sitrep.resolving.date_reading import (
    CalendarDate,
    DateRange,
    OpenRange,
    Reading,
    Stretch,
    UnitDate,
    Unreadable,
    WeekdayDate,
    read_bare_date,
    read_dates,
)
from sitrep.resolving.date_words import EARLIER, LATER

Precision = Literal["day", "week", "month", "year", "unknown"]


class DateReason(StrEnum):
    """Why a date is what it is."""

    EXPLICIT = "explicit"
    """The text tells it in full: "4 March 2016", "March 2016", "in 2014"."""
    EXPLICIT_YEAR_INFERRED = "explicit_year_inferred"
    """Day or month are told, the year is the one closest to publication: "4 March", "in March"."""
    WEEKDAY = "weekday"
    """A day of the week, counted from publication: "on Tuesday"."""
    RELATIVE = "relative"
    """Counted from publication: "yesterday", "last month", "two days ago"."""
    PERIOD = "period"
    """A stretch with two ends: "3-5 May", "between 2011 and 2014", "the past two years"."""
    OPEN = "open"
    """Only the start is told: "since 2011"."""
    ANCHORED = "anchored"
    """Counted from the anchor that the caller gave: "three days later"."""
    NO_ANCHOR = "no_anchor"
    """Counted from another happening ("a year earlier"), and the caller gave no anchor."""
    FROM_REPORT = "from_report"
    """No date is told, nor that of publication: about when what is told just before happened."""
    PUBLICATION = "publication"
    """No date is told: the publication date stands in for it."""
    NO_PUBLICATION_DATE = "no_publication_date"
    """It depends on the publication date, which is unknown."""
    AMBIGUOUS = "ambiguous"
    """Two readings are possible: "4/3/2016" is 4 March or 3 April."""
    VAGUE = "vague"
    """Told without a count: "years ago", "days earlier"."""
    UNPARSED = "unparsed"
    """No date, or one that the calendar lacks: "31 February"."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """Where a date stands in a text: `text[start:end]`, end exclusive."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class DateResolution:
    """A date on the calendar, both ends inclusive.

    Attributes:
        start: First day; None where unresolved.
        end: Last day of a range; None for a single day, and for an open range (`reason` OPEN: "since 2011").
        precision: The unit the text tells: "day", "week", "month", "year", or "unknown" where unresolved.
        reason: Why.
    """

    start: date | None
    end: date | None
    precision: Precision
    reason: DateReason


def find_dates(text: str) -> list[DateMention]:
    """Return the dates told in a text: in order, without overlap, each as long as it can be.

    "in March 2016"             -> "March 2016"
    "from 3 May to 5 June 2015" -> "from 3 May to 5 June 2015"
    "they may march at 9 am"    -> nothing

    Prepositions that change the meaning ("since", "from", "between") belong to the mention, others do not. A
    date that the calendar lacks ("31 February") is found; `resolve_date` answers that it is none.
    """
    return [DateMention(read.start, read.end, text[read.start : read.end]) for read in read_dates(text)]


def resolve_date(
    expression: str, *, published: date | None, future: bool = False, anchor: date | None = None
) -> DateResolution:
    """Return the place of a date expression on the calendar.

    Published on Friday 4 March 2016:
    "on Tuesday"      -> 2016-03-01, day        (with `future`: 2016-03-08)
    "last month"      -> 2016-02-01 to 2016-02-29, month
    "since 2011"      -> 2011-01-01 and no end, year
    "overnight"       -> 2016-03-03 to 2016-03-04, day: the night that ends on publication day
    "two weeks ago"   -> 2016-02-15 to 2016-02-21, week: the calendar unit that holds the day counted to
    "a year earlier"  -> unresolved, NO_ANCHOR; with `anchor` the calendar year before it

    A day or month without a year falls on the closest year not after publication. With `future` it falls on
    the first from publication on; a day at most 31 days past stays past, since a plan for a date just gone by
    ("was to meet on 3 May") is likelier than one nearly a year ahead. "early", "mid" and "late" cut a month
    into 1-10, 11-20, 21-end and a year into thirds; the precision stays that of the month or year. Seasons
    are those of the north. Two-digit years: 00-68 are 20xx, 69-99 are 19xx, but no year after that of
    publication.

    Args:
        expression: A date as a text has it, with or without words around it; the first one found counts.
        published: The day the report was published. Without it only absolute dates resolve.
        future: The happening is told as yet to come.
        anchor: The day of the happening that "a day earlier", "three days later", "the same day" count from.
            In a report without publication date, days and months without a year fall closest to it.

    Returns:
        The resolution. What is no date or not on the calendar is unresolved with reason UNPARSED; no
        expression raises.
    """
    read = next(read_dates(expression), None) or read_bare_date(expression)
    if read is None:
        return _unresolved(DateReason.UNPARSED)
    try:
        return _resolve(read.reading, _Context(published, anchor, future))
    except (ValueError, OverflowError):
        # What `date` and `timedelta` raise outside the years 1 to 9999.
        return _unresolved(DateReason.UNPARSED)


def is_historical(resolution: DateResolution, *, published: date | None) -> bool:
    """Return whether a date lies more than 31 days before the report, or in an earlier year told as such.

    "in 2014", "last year" are background whatever the distance (codebook, section 3). An open range counts
    from its start. In a report without publication date a year, or a month told with its year, counts as
    background (12 of the 13 such events in the gold annotations), a day does not.
    """
    if resolution.start is None:
        return False
    last = resolution.end or resolution.start
    if published is None:
        return resolution.precision in {"month", "year"}
    if resolution.precision == "year" and last.year < published.year:
        return True
    return (published - last).days > _BACKGROUND_DAYS


def default_date(published: date | None) -> DateResolution:
    """Return the date of what is told in the past or present with no date: publication, precision week."""
    if published is None:
        return _unresolved(DateReason.NO_PUBLICATION_DATE)
    return DateResolution(published, None, "week", DateReason.PUBLICATION)


# ---------------------------------------------------------------------------------------------------------
# The calendar


@dataclass(frozen=True, slots=True)
class _Context:
    published: date | None
    anchor: date | None
    future: bool


_BACKGROUND_DAYS = 31  # "about a month before the report" (codebook, section 3)
_PRECISIONS: tuple[Precision, ...] = ("day", "week", "month", "year", "unknown")
_UNIT_PRECISIONS: dict[str, Precision] = {"week": "week", "month": "month", "year": "year"}
_Bounds = tuple[date, date]  # first and last day


def _unresolved(reason: DateReason) -> DateResolution:
    return DateResolution(None, None, "unknown", reason)


def _placed(bounds: _Bounds, precision: Precision, reason: DateReason) -> DateResolution:
    start, end = bounds
    return DateResolution(start, end if end > start else None, precision, reason)


def _resolve(reading: Reading, context: _Context) -> DateResolution:
    match reading:
        case Unreadable():
            return _unresolved(DateReason(reading.cause))
        case CalendarDate():
            return _resolve_calendar(reading, context)
        case DateRange():
            return _resolve_range(reading, context)
        case OpenRange():
            first = _resolve(reading.first, replace(context, future=False))
            return first if first.start is None else replace(first, end=None, reason=DateReason.OPEN)
        case _:
            return _resolve_relative(reading, context)


def _resolve_calendar(told: CalendarDate, context: _Context) -> DateResolution:
    precision: Precision = "day" if told.day else "month" if told.month else "year"
    if told.week is not None:
        precision = "week"
    year, reason = told.year, DateReason.EXPLICIT
    if year is not None:
        if told.two_digits:
            year += 2000 if year <= 68 else 1900
            if context.published and not context.future and year > context.published.year:
                year -= 100
        bounds = _bounds(told, year, told.month)
    elif context.published is not None:
        reason = DateReason.EXPLICIT_YEAR_INFERRED
        bounds = _closest(told, context.published, future=context.future)
    elif context.anchor is not None:
        reason, anchor = DateReason.ANCHORED, context.anchor
        bounds = min(_candidates(told, anchor), key=lambda b: abs(b[0] - anchor), default=None)
    else:
        return _unresolved(DateReason.NO_PUBLICATION_DATE)
    return _placed(bounds, precision, reason) if bounds else _unresolved(DateReason.UNPARSED)


def _candidates(told: CalendarDate, origin: date) -> list[_Bounds]:
    """Return where a date without a year, or a day without a month, falls in the years around a day."""
    # 29 February can be eight years off: 1896 to 1904.
    years = range(max(origin.year - 8, 1), min(origin.year + 8, 9998) + 1)
    months = [told.month] if told.month else range(1, 13)
    return [bounds for year in years for month in months if (bounds := _bounds(told, year, month))]


def _closest(told: CalendarDate, published: date, *, future: bool) -> _Bounds | None:
    candidates = _candidates(told, published)
    if told.shift < 0:
        return max((b for b in candidates if b[1] < published), default=None)
    if told.shift > 0:
        return min((b for b in candidates if b[0] > published), default=None)
    if future:
        just_gone = timedelta(days=_BACKGROUND_DAYS if told.day and told.month else 0)
        return min((b for b in candidates if b[1] >= published - just_gone), default=None)
    return max((b for b in candidates if b[0] <= published), default=None)


def _bounds(told: CalendarDate, year: int, month: int | None) -> _Bounds | None:
    """Return the bounds of a date in a given year, None where the calendar lacks it."""
    if month is None:
        return _third((date(year, 1, 1), date(year + told.length - 1, 12, 31)), told.part)
    if told.day is not None:
        if not 1 <= month <= 12 or not 1 <= told.day <= monthrange(year, month)[1]:
            return None
        return _span("day" if told.week is None else "week", date(year, month, told.day), 0)
    first = date(year, month, 1)
    last = _span("month", first, told.length - 1)[1]
    if told.week is None:
        return _third((first, last), told.part)
    start = last - timedelta(days=6) if told.week < 0 else first + timedelta(weeks=told.week)
    return start, start + timedelta(days=6)


def _third(bounds: _Bounds, part: int | None) -> _Bounds:
    """Return the early (0), mid (1) or late (2) part of a month, a year or a decade; None is all of it."""
    start, end = bounds
    if part is None:
        return bounds
    if end.year - start.year > 1:
        first, last = ((0, 3), (4, 6), (7, 9))[part]
        return date(start.year + first, 1, 1), date(start.year + last, 12, 31)
    if end.month > start.month:
        return _span("month", start, 4 * part)[0], _span("month", start, 4 * part + 3)[1]
    return start.replace(day=1 + 10 * part), end if part == 2 else start.replace(day=10 + 10 * part)


def _span(unit: str, origin: date, shift: int) -> _Bounds:
    """Return the bounds of the day, night, week, month or year so many after the one that holds a day."""
    if unit == "week":
        monday = origin + timedelta(weeks=shift, days=-origin.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "month":
        year, month = divmod(origin.year * 12 + origin.month - 1 + shift, 12)
        return date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])
    if unit == "year":
        return date(origin.year + shift, 1, 1), date(origin.year + shift, 12, 31)
    day = origin + timedelta(days=shift)
    return (day - timedelta(days=1) if unit == "night" else day), day


def _weekend(published: date, shift: int, *, future: bool) -> _Bounds:
    """Return the latest weekend that is over by publication day or ends on it, or the next to begin."""
    sunday = published - timedelta(days=(published.weekday() + 1) % 7)
    if future or shift > 0:
        sunday += timedelta(weeks=2 if published.weekday() == 5 else 1)
    return sunday - timedelta(days=1), sunday


def _resolve_relative(told: WeekdayDate | UnitDate | Stretch, context: _Context) -> DateResolution:
    anchored = not isinstance(told, Stretch) and told.anchored
    origin = context.anchor if anchored else context.published
    if origin is None:
        return _unresolved(DateReason.NO_ANCHOR if anchored else DateReason.NO_PUBLICATION_DATE)
    reason = DateReason.ANCHORED if anchored else DateReason.RELATIVE
    if isinstance(told, WeekdayDate):
        day = _resolve_weekday(told, origin, future=context.future)
        return _placed((day, day), "day", reason if anchored else DateReason.WEEKDAY)
    precision = _UNIT_PRECISIONS.get(told.unit, "day")
    if isinstance(told, Stretch):
        other = _moved(origin, told.unit, told.count)
        return _placed((min(origin, other), max(origin, other)), precision, DateReason.PERIOD)
    if told.ahead and not context.future:
        return _unresolved(DateReason.UNPARSED)
    if told.month is not None:
        first = date(origin.year + told.shift, told.month, 1)
        return _placed((first, _span("month", first, told.length - 1)[1]), "month", reason)
    if told.unit == "weekend":
        return _placed(_weekend(origin, told.shift, future=context.future), "day", reason)
    start, end = _span(told.unit, origin, told.shift)
    if told.part == EARLIER:
        end = max(start, min(end, origin))
    elif told.part == LATER:
        start = min(end, max(start, origin + timedelta(days=1)))
    elif told.unit != "week":
        start, end = _third((start, end), told.part)
    return _placed((start, end), precision, reason)


def _resolve_weekday(told: WeekdayDate, origin: date, *, future: bool) -> date:
    if told.week is not None:
        return _span("week", origin, told.week)[0] + timedelta(days=told.weekday)
    if told.shift > 0 or (future and told.shift == 0):
        return origin + timedelta(days=(told.weekday - origin.weekday() - 1) % 7 + 1)
    back = (origin.weekday() - told.weekday) % 7
    return origin - timedelta(days=back or (7 if told.shift < 0 else 0))


def _moved(day: date, unit: str, count: int) -> date:
    """Return the day so many units on; a month before 31 March is the last day of February."""
    if unit in {"month", "year"}:
        first, last = _span("month", day, count * (12 if unit == "year" else 1))
        return first.replace(day=min(day.day, last.day))
    return day + timedelta(days=count * (7 if unit in {"week", "weekend"} else 1))


def _resolve_range(told: DateRange, context: _Context) -> DateResolution:
    """Return the place of a range whose ends lend each other the month and the year.

    "3-5 May 2017", "November to February 2016" (2015-11-01 to 2016-02-29), "May 2014 to June".
    """
    first, last = told.first, told.last
    if isinstance(first, CalendarDate) and isinstance(last, CalendarDate):
        if first.day and first.month is None:
            first = replace(first, month=last.month)
        if last.day and last.month is None:
            last = replace(last, month=first.month)
        wraps = bool(first.month and last.month and first.month > last.month)
        if first.year is None and last.year is not None:
            first = replace(first, year=last.year - wraps, two_digits=last.two_digits)
        elif last.year is None and first.year is not None:
            last = replace(last, year=first.year + wraps, two_digits=first.two_digits)
    ending = _resolve(last, context)
    if ending.start is None:
        return ending
    if isinstance(first, WeekdayDate) or (isinstance(first, CalendarDate) and first.year is None):
        context = replace(context, published=ending.start, future=False)
    beginning = _resolve(first, context)
    if beginning.start is None:
        return beginning
    end = ending.end or ending.start
    if end < beginning.start:
        return _unresolved(DateReason.UNPARSED)
    coarser = max(_PRECISIONS.index(beginning.precision), _PRECISIONS.index(ending.precision))
    return _placed((beginning.start, end), _PRECISIONS[coarser], DateReason.PERIOD)
