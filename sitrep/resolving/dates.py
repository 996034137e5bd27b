"""Finding dates in a report's text and placing them on the calendar.

`find_dates` says where dates stand, `resolve_date` what one of them means for a report published on a known
day, and why (`DateReason`). The rules are those of the codebook, section 6. Patterns are tried where a date
can begin and are of bounded length, so the time taken grows with the length of the text alone.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

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
    return [DateMention(read.start, read.end, text[read.start : read.end]) for read in _read_all(text)]


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
    read = next(_read_all(expression), None) or _read_bare(expression)
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
# Readings: what an expression says, before the calendar is asked


@dataclass(frozen=True, slots=True)
class _Calendar:
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
class _Weekday:
    """A weekday: "Tuesday", "next Tuesday" (shift), "Tuesday of last week" (week), "the previous Friday"."""

    weekday: int
    shift: int = 0
    week: int | None = None
    anchored: bool = False


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit counted from a day: "yesterday", "last month", "two weeks ago", "a year earlier" (anchored)."""

    unit: str
    shift: int
    anchored: bool = False
    part: int | None = None  # "late last year", "earlier this week"
    month: int | None = None  # "June last year"
    ahead: bool = False  # "in two weeks": a date only of what is to come


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A length from publication: "the past two years" (count -2), "the next three days" (count 3)."""

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class _Unreadable:
    """A date whose place cannot be told: "4/3/2016", "years ago"."""

    reason: DateReason


@dataclass(frozen=True, slots=True)
class _Range:
    """Two ends: "from 3 May to 5 June 2015", "2011-2014", "Monday to Wednesday"."""

    first: "_Reading"
    last: "_Reading"


@dataclass(frozen=True, slots=True)
class _Since:
    """A start without an end: "since 2011"."""

    first: "_Reading"


_Reading = _Calendar | _Weekday | _Unit | _Stretch | _Unreadable | _Range | _Since


@dataclass(frozen=True, slots=True)
class _Read:
    start: int
    end: int
    reading: _Reading


# ---------------------------------------------------------------------------------------------------------
# Words and patterns


def _words(text: str) -> list[str]:
    return text.split()


_MONTHS = {name: n for n, name in enumerate(_words("jan feb mar apr may jun jul aug sep oct nov dec"), 1)}
_WEEKDAYS = {name: n for n, name in enumerate(_words("mon tue wed thu fri sat sun"))}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_FEASTS = {
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "may day": (5, 1),
}
_EARLIER, _LATER = 3, 4
_PARTS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
_UNIT_PARTS = {"early": 0, "mid": 1, "late": 2, "earlier": _EARLIER, "later": _LATER}
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
_SHIFTS = {"last": -1, "past": -1, "this": 0, "next": 1, "coming": 1}
_ANCHORED_SHIFTS = {"previous": -1, "preceding": -1, "same": 0, "that": 0, "following": 1}
_DAY_WORDS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_TAILS = {"ago": -1, "earlier": -1, "previously": -1, "before": -1, "later": 1, "afterwards": 1, "after": 1}
_UNITS: dict[str, tuple[str, int]] = {
    **dict.fromkeys(_words("day night morning afternoon evening"), ("day", 1)),
    "week": ("week", 1),
    "fortnight": ("week", 2),
    "weekend": ("weekend", 1),
    "month": ("month", 1),
    "year": ("year", 1),
    "decade": ("year", 10),
    "hour": ("hour", 1),
    "minute": ("hour", 0),
}
_COUNT_WORDS = _words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_COUNTS = {word: n for n, word in enumerate(_COUNT_WORDS, 1)} | {"thirty": 30, "forty": 40, "fifty": 50}
_FEW = {"a": 1, "an": 1, "a couple of": 2, "few": 3, "a few": 3, "several": 3}

# A number before one of these is a count or a time of day: "IN 2000 VILLAGES", "on March 4, 2000 people".
_COUNTED = "|".join(
    _words(
        "people persons men women children civilians troops soldiers fighters militants rebels guerrillas "
        "insurgents terrorists policemen officers villagers villages residents refugees protesters hostages "
        "demonstrators prisoners detainees families homes houses others dead employees workers cases bodies "
        "gmt utc hours hrs km miles mm percent"
    )
)
_SMALL_WORDS = "in|at|on|by|and|the|when|to|from|as|of|for|after|before|with|near"
# What must stand before a bare "May" (which may be a verb or a person), another month, a day, a year.
_BEFORE_MAY = frozenset(_words("in since until till during through between of"))
_BEFORE_MARCH = _BEFORE_MAY | {"by", "from"}
_BEFORE_NAMELIKE_MONTH = _BEFORE_MARCH | frozenset(_words("before after the a an and to around for s"))
_BEFORE_DAY = frozenset(_words("on since of from by until till between and to before after the"))
_BEFORE_DAY_OF_MONTH = frozenset(_words("on since of from by until till between and for"))
_BEFORE_YEAR = frozenset(
    _words(
        "in since during until till by throughout before after of the from between through around circa year "
        "its his her their our a s"
    )
)
_BEFORE_VERB = frozenset(_words("to will would can could may might should"))
_BEFORE_ANY_WEEKDAY = frozenset(_words("a an black bloody every each"))


def _compile(pattern: str) -> re.Pattern[str]:
    """Return the pattern, caseless, in which a space stands for one to three of any kind."""
    return re.compile(pattern.replace(" ", r"(?:\s{1,3})"), re.IGNORECASE)


def _any_of(words: Mapping[str, object]) -> str:
    return "|".join(sorted(words, key=len, reverse=True)).replace("'", "['’]")


_FULL_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_SHORT_MONTH = "jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
_MONTH = rf"(?P<month>(?:{_FULL_MONTH})\b|(?:{_SHORT_MONTH})\b\.?)"
_WEEKDAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tues|weds|thurs)\b"
_SHORT_WEEKDAY = r"(?:mon|tue|wed|thu|thur|fri|sat|sun)\b"
_DAY_PART = r"(?: (?:morning|afternoon|evening|night|midday|noon|dawn|dusk|midnight|overnight)\b)?"
_NUMBER_ENDS = r"(?![\w%]|[.:/][0-9]|,[0-9]{3}\b)"
_DAY = rf"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?{_NUMBER_ENDS}"
_DAYS = rf"(?P<day>{_DAY})(?:(?: ?[-–] ?| (?:to|and) )(?P<last_day>{_DAY}))?"
_YEAR = rf"(?:(?:18|19|20)[0-9]{{2}}|2100){_NUMBER_ENDS}(?! (?:{_COUNTED})\b)"
_TWO_DIGITS = rf"[0-9]{{2}}(?=$| ?(?:[\])(,;]|--|\.(?![0-9]))| (?:{_SMALL_WORDS})\b)"
_CLOCK = r"(?:(?:T| )[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
_DAY_NAME = (
    rf"(?:(?:{_WEEKDAY}|{_SHORT_WEEKDAY}|today|yesterday|tomorrow)\.?{_DAY_PART}"
    r"(?:, | ?(?P<bracket>\()| )(?:the )?)?"
)
_BRACKET_ENDS = r"(?(bracket)\)?)"
_PART = r"(?:(?P<part>early|mid|late|end)(?: |-)|(?:the )?(?P<part_of>beginning|start|middle|end) of )?"
_COUNT = rf"(?P<count>[0-9]{{1,3}}|{_any_of(_COUNTS | _FEW)})"
_UNIT_NAME = _any_of(_UNITS)
_UNIT_OR_UNITS = rf"(?P<unit>(?:{_UNIT_NAME})s?)\b"
_ANCHORED_SHIFT = _any_of(_ANCHORED_SHIFTS)

# The places where a date can begin; what is glued to other text ("M23", "12:30", "Covid-19") is none.
_OPENER = _compile(
    r"(?<![\w$€£])(?<![0-9][.,:/])(?<!\w-)(?:[0-9]|(?:since|from|between|the|overnight|christmas|boxing|new|"
    rf"week|{_FULL_MONTH}|{_SHORT_MONTH}|{_any_of(_SEASONS)}|{_any_of(_PARTS)}|{_any_of(_UNIT_PARTS)}|"
    rf"{_any_of(_ORDINALS)}|{_any_of(_SHIFTS)}|{_ANCHORED_SHIFT}|{_any_of(_DAY_WORDS)}|"
    rf"{_any_of(_COUNTS | _FEW)}|(?:{_UNIT_NAME})s)\b|{_WEEKDAY}|{_SHORT_WEEKDAY})"
)
_LEAD = _compile(r"(?P<lead>since|from|between) ")
_LEAD_WORDS = _compile(r"(?:(?:on|in|at|by|of|for|during|within|until|till|around|about) ){0,3}")
_JOINT = _compile(r"(?P<dash> ?[-–] ?)| (?P<word>to|through|until|till|and) ")
_PRESENT = _compile(r"(?:the )?(?:now|present)\b")
# A caseless pattern takes these for s, k and i, which `lower` does not.
_PLAIN = str.maketrans("ſKİı’", "skii'")
_LAST_WORD = re.compile(r"([^\W\d_]+)[^\w.;:!?]{0,3}$")
_YEAR_PRECEDES = re.compile(r"\b(?:18|19|20)[0-9]{2}(?:,|,?\s(?:and|or))\s$")
_WORD_FOLLOWS = re.compile(r"\s{1,3}[^\W\d_]")
_WALK_FOLLOWS = _compile(r" (?:to|on|for|against|from|of|by|through|across|over|have|be|not|also)\b")


# ---------------------------------------------------------------------------------------------------------
# Reading. A strict reading asks for the context that tells "in March" from "the march"; a bare expression,
# known to be a date, has none.

_Match = re.Match[str]


def _read_all(text: str) -> Iterator[_Read]:
    position = 0
    while opener := _OPENER.search(text, position):
        read = _read(text, opener.start(), strict=True)
        if read is not None:
            yield read
        position = opener.end() if read is None else read.end


def _read_bare(expression: str) -> _Read | None:
    """Return the date that an expression is from end to end: "May", "in two weeks"."""
    lead = _LEAD_WORDS.match(expression)
    start = lead.end() if lead else 0
    read = _read(expression, start, strict=False) if _OPENER.match(expression, start) else None
    return read if read and not re.search(r"\w", expression[read.end :]) else None


def _read(text: str, start: int, *, strict: bool) -> _Read | None:
    lead = _LEAD.match(text, start)
    if lead is None:
        first = _read_one(text, start, strict=strict)
        return first and (_read_range(text, first, "") or first)
    word = lead["lead"].lower()
    first = _read_one(text, lead.end(), strict=strict)
    if first is None or isinstance(first.reading, _Stretch):
        return None
    if word == "since":
        return _Read(start, first.end, _Since(first.reading))
    whole = first if isinstance(first.reading, _Range) else _read_range(text, first, word)
    return whole and replace(whole, start=start)


def _read_range(text: str, first: _Read, lead: str) -> _Read | None:
    """Return the range that begins with a date and stands after "from", "between" or neither."""
    joint = _JOINT.match(text, first.end)
    if joint is None or isinstance(first.reading, _Range):
        return None
    if joint["word"] and (joint["word"].lower() == "and") != (lead == "between"):
        return None
    present = _PRESENT.match(text, joint.end())
    if lead == "from" and present:
        return _Read(first.start, present.end(), _Range(first.reading, _Unit("day", 0)))
    last = _read_one(text, joint.end(), strict=False)
    if last is None or isinstance(last.reading, _Range):
        return None
    alike = isinstance(first.reading, _Calendar | _Weekday) and isinstance(last.reading, type(first.reading))
    return _Read(first.start, last.end, _Range(first.reading, last.reading)) if lead or alike else None


def _read_one(text: str, start: int, *, strict: bool) -> _Read | None:
    """Return the longest date that begins here and is no range of two dates."""
    longest: _Read | None = None
    for pattern, build in _RULES:
        match = pattern.match(text, start)
        if match is None or (longest is not None and match.end() <= longest.end):
            continue
        reading = build(match, strict)
        if reading is not None:
            longest = _Read(start, match.end(), reading)
    return longest


def _word_before(match: _Match) -> str:
    found = _LAST_WORD.search(match.string[max(0, match.start() - 16) : match.start()])
    return found[1].lower() if found else ""


def _follows(pattern: re.Pattern[str], match: _Match) -> bool:
    return pattern.match(match.string, match.end()) is not None


def _told(match: _Match) -> dict[str, str]:
    """Return the named groups that matched, in plain lower case with single spaces."""
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    return {name: " ".join(value.translate(_PLAIN).lower().split()) for name, value in groups.items()}


def _calendar(told: dict[str, str]) -> _Calendar:
    year = told.get("year") or told.get("two_digits")
    part = told.get("part") or told.get("part_of")
    return _Calendar(
        year=int(year) if year else None,
        month=_month(told["month"]) if "month" in told else None,
        day=int(told["day"].rstrip("stndrh")) if "day" in told else None,
        part=_PARTS[part] if part else None,
        shift=_SHIFTS[told["shift"]] if "shift" in told else 0,
        two_digits="two_digits" in told,
    )


def _month(word: str) -> int:
    return int(word) if word.isdecimal() else _MONTHS[word[:3]]


def _may_be_walk(match: _Match) -> bool:
    """Whether "may" or "march" may be a verb or a walk, since its case does not tell."""
    return match["month"].lower() in {"may", "march"} and not match["month"].istitle()


def _build_iso(match: _Match, _strict: bool) -> _Reading | None:
    return _calendar(_told(match))


def _build_slashed(match: _Match, _strict: bool) -> _Reading | None:
    left, right, year = int(match["left"]), int(match["right"]), int(match["year"])
    if left != right and left <= 12 and right <= 12:
        return _Unreadable(DateReason.AMBIGUOUS)
    return _Calendar(year, left, right) if left <= 12 else _Calendar(year, right, left)


def _build_day(match: _Match, strict: bool) -> _Reading | None:
    told = _told(match)
    if strict and not told.keys() & {"year", "two_digits"}:
        before, month_first = _word_before(match), match.start("month") < match.start("day")
        # "In March 14 Iraqi soldiers died" tells a month and a count.
        if month_first and before == "in" and _follows(_WORD_FOLLOWS, match):
            return None
        if not month_first and _may_be_walk(match):
            marked = before in _BEFORE_DAY or match[0][0].isalpha()
            if not marked or _follows(_WALK_FOLLOWS, match):
                return None
    if "week" in told:
        return replace(_calendar(told), week=0)
    if "last_day" not in told:
        return _calendar(told)
    return _Range(replace(_calendar(told), year=None), _calendar(told | {"day": told["last_day"]}))


def _build_day_of_month(match: _Match, strict: bool) -> _Reading | None:
    return None if strict and _word_before(match) not in _BEFORE_DAY_OF_MONTH else _calendar(_told(match))


def _build_month(match: _Match, strict: bool) -> _Reading | None:
    told = _told(match)
    if "of_year" in told:
        return _Unit("year", _SHIFTS[told["of_year"]], month=_month(told["month"]))
    if "week" in told:
        return replace(_calendar(told), week=_ORDINALS[told["week"]])
    if strict and "year" not in told:
        if _may_be_walk(match) and (told.get("shift") == "this" or _follows(_WALK_FOLLOWS, match)):
            return None
        needed = _words_before_month(match["month"])
        marked = told.keys() & {"part", "part_of", "shift"}
        if needed is not None and not marked and _word_before(match) not in needed:
            return None
    return _calendar(told)


def _words_before_month(name: str) -> frozenset[str] | None:
    """Return the words one of which must stand before a bare month; None where no word is needed."""
    if name.lower() == "march" or name == "august":
        return _BEFORE_MARCH
    if name.lower() in {"april", "june", "august"}:
        return _BEFORE_NAMELIKE_MONTH
    return _BEFORE_MAY if len(name.rstrip(".")) <= 4 and name.lower() != "july" else None


def _build_year(match: _Match, strict: bool) -> _Reading | None:
    told, text = _told(match), match.string
    year, first = int(told["year"]), _calendar(told)
    if "decade" in told:
        return replace(first, length=10)
    if "last_year" in told:
        last = int(told["last_year"])
        last += year - year % 100 if last < 100 else 0
        return _Range(first, _Calendar(last)) if last > year else None
    before = text[max(0, match.start() - 12) : match.start()]
    shown = _word_before(match) in _BEFORE_YEAR or first.part is not None or _YEAR_PRECEDES.search(before)
    shown = shown or (before.endswith("(") and text.startswith(")", match.end()))
    return first if shown or not strict else None


def _build_season(match: _Match, strict: bool) -> _Reading | None:
    told = _told(match)
    bare = not told.keys() & {"year", "shift"}
    if strict and bare and (told["season"] == "fall" or _word_before(match) not in {"in", "since", "over"}):
        return None
    return replace(_calendar(told), month=_SEASONS[told["season"]], length=3)


def _build_feast(match: _Match, _strict: bool) -> _Reading | None:
    told = _told(match)
    month, day = _FEASTS[told["feast"]]
    return replace(_calendar(told), month=month, day=day)


def _build_weekday(match: _Match, strict: bool) -> _Reading | None:
    told = _told(match)
    shift, weekday = told.get("shift", ""), _WEEKDAYS[told["weekday"][:3]]
    if strict and _word_before(match) in _BEFORE_ANY_WEEKDAY:
        return None
    if shift in _ANCHORED_SHIFTS:
        return _Weekday(weekday, _ANCHORED_SHIFTS[shift], anchored=True)
    return _Weekday(weekday, _SHIFTS.get(shift, 0), _SHIFTS[told["week"]] if "week" in told else None)


def _build_day_word(match: _Match, _strict: bool) -> _Reading | None:
    told = _told(match)
    if "beyond" in told:
        return _Unit("day", -2 if told["beyond"] == "before yesterday" else 2)
    return _Unit("night", 0) if told["word"] == "overnight" else _Unit("day", _DAY_WORDS[told["word"]])


def _build_unit(match: _Match, _strict: bool) -> _Reading | None:
    """Read "last month", "this morning", "late last year", "the same day", "the weekend", "a day after"."""
    told = _told(match)
    word, name = told.get("shift", ""), told["unit"]
    unit, length = _UNITS[name]
    if unit == "hour" or length > 1:
        return None
    if "tail" in told:
        return _Unit(unit, _TAILS[told["tail"]], anchored=True)
    if not word:
        return _Unit(unit, 0)
    if word in _ANCHORED_SHIFTS or (word == "next" and (unit == "day" or "the" in told)):
        return _Unit(unit, _ANCHORED_SHIFTS.get(word, 1), anchored=True)
    if unit == "day":
        # "to this day" and "the last day of term" tell no date.
        known = name != "day" if word == "this" else word == "last" and name in {"night", "evening"}
        return _Unit(unit, _SHIFTS[word]) if known else None
    if unit != "weekend" and (word in {"past", "coming"} or (word == "last" and "the" in told)):
        return _Stretch(unit, _SHIFTS[word])
    return _Unit(unit, _SHIFTS[word], part=_UNIT_PARTS[told["part"]] if "part" in told else None)


def _build_counted(match: _Match, strict: bool) -> _Reading | None:
    """Read "the past two years", "two days ago", "three days later", "two weeks from now"."""
    told = _told(match)
    bare = not told.keys() & {"shift", "tail", "from_now"}
    if bare and (strict or _word_before(match) not in {"in", "within"}):
        return None
    unit, length = _UNITS[told["unit"].removesuffix("s")]
    back = told.get("shift") in {"last", "past", "preceding"} or _TAILS.get(told.get("tail", ""), 1) < 0
    number = told.get("count", "a")
    count = (int(number) if number.isdecimal() else (_COUNTS | _FEW)[number]) * length * (-1 if back else 1)
    if "shift" in told:
        if not count or (told["shift"] == "last" and _word_before(match) in _BEFORE_VERB):
            return None
        return (
            _Stretch("day", count // 24 if back else -(-count // 24))
            if unit == "hour"
            else _Stretch(unit, count)
        )
    if "count" not in told and unit != "hour":
        return _Unreadable(DateReason.VAGUE) if told["unit"].endswith("s") else None
    if unit == "hour":
        unit, count = "day", int(count / 24)
    return _Unit(unit, count, anchored=told.get("tail", "ago") != "ago", ahead=bare)


_Rule = tuple[re.Pattern[str], Callable[[_Match, bool], _Reading | None]]
_RULES: tuple[_Rule, ...] = (
    # 2016-03-04 | 2016-03-04T12:30:00Z
    (
        _compile(
            rf"(?P<year>[0-9]{{4}})([-/.])(?P<month>[0-9]{{2}})\2(?P<day>[0-9]{{2}}){_CLOCK}(?!\w|[-/.][0-9])"
        ),
        _build_iso,
    ),
    # 13/3/2016 | 3/13/2016 | 13.3.2016
    (
        _compile(r"(?P<left>[0-9]{1,2})([-/.])(?P<right>[0-9]{1,2})\2(?P<year>[0-9]{4})(?!\w|[-/.][0-9])"),
        _build_slashed,
    ),
    # 4 March | Friday, 4th of March 2016 | 3-5 May | 7 JUL 90 | the week of 17 February
    (
        _compile(
            rf"(?:{_DAY_NAME}|(?:the )?(?P<week>week) of )(?:the )?{_DAYS}(?: (?:of )?|[-/]){_MONTH}"
            rf"(?:(?:,? | of |[-/])(?P<year>{_YEAR})|(?: |[-/])['’]?(?P<two_digits>{_TWO_DIGITS}))?"
            rf"{_BRACKET_ENDS}"
        ),
        _build_day,
    ),
    # March 4 | Thursday (Dec. 15) | May 3-5, 2016
    (
        _compile(
            rf"{_DAY_NAME}{_MONTH}(?: (?:the )?|)(?![0-9]{{1,2}} (?:{_COUNTED})\b){_DAYS}"
            rf"(?:,? ?(?P<year>{_YEAR}))?{_BRACKET_ENDS}"
        ),
        _build_day,
    ),
    # on the 9th
    (
        _compile(rf"the (?P<day>[0-9]{{1,2}}(?:st|nd|rd|th))(?!\w| (?!(?:{_SMALL_WORDS})\b)\w)"),
        _build_day_of_month,
    ),
    # March | last March | early March 2016 | end of March | June last year | the first week of March
    (
        _compile(
            rf"(?:{_PART}|(?:the )?(?P<week>first|second|third|fourth|last) week of )"
            rf"(?:(?P<shift>last|this|next|past|coming) )?{_MONTH}"
            rf"(?:(?:,? | of )(?P<year>{_YEAR})|(?: of)? (?P<of_year>last|this|next) year\b)?"
        ),
        _build_month,
    ),
    # the 1990s | early 1990s
    (_compile(rf"(?:the )?{_PART}(?P<year>(?:18|19|20)[0-9]0)(?P<decade>s)\b"), _build_year),
    # 2014 | early 2016 | 2011-14 | 2013/14 | 2011-2014
    (
        _compile(
            rf"{_PART}(?P<year>{_YEAR}|(?:19|20)[0-9]{{2}}(?=/[0-9]{{2}}\b))"
            rf"(?:[-–/](?P<last_year>{_YEAR}|[0-9]{{2}}(?![\w/-])))?"
        ),
        _build_year,
    ),
    # summer of 2017 | last winter | in the spring
    (
        _compile(
            rf"(?:the )?(?:(?P<shift>last|this|next) )?(?P<season>{_any_of(_SEASONS)})\b"
            rf"(?:(?: of)? (?P<year>{_YEAR}))?"
        ),
        _build_season,
    ),
    # Christmas Eve | New Year's Day 2016
    (_compile(rf"(?P<feast>{_any_of(_FEASTS)})\b(?:,? (?P<year>{_YEAR}))?"), _build_feast),
    # Tuesday | Tuesday night | last Tuesday | the previous Friday | Tuesday of last week
    (
        _compile(
            rf"(?:(?:the )?(?P<shift>last|this|next|past|coming|{_ANCHORED_SHIFT}) )?(?P<weekday>{_WEEKDAY})"
            rf"{_DAY_PART}(?:(?: of)? (?P<week>last|this|next) week\b)?"
        ),
        _build_weekday,
    ),
    # yesterday | yesterday morning | overnight
    (
        _compile(
            rf"(?P<word>{_any_of(_DAY_WORDS)}|overnight(?! (?:on |from |between )?{_WEEKDAY}| curfew))\b"
            rf"{_DAY_PART}"
        ),
        _build_day_word,
    ),
    # the day before yesterday
    (_compile(r"(?:the )?day (?P<beyond>before yesterday|after tomorrow)\b"), _build_day_word),
    # last month | this morning | late last year | that night | the same week
    (
        _compile(
            rf"(?P<the>the )?(?:(?P<part>early|mid|late|earlier|later) )?"
            rf"(?P<shift>last|this|next|past|coming|{_ANCHORED_SHIFT})(?: same)? (?P<unit>{_UNIT_NAME})\b"
        ),
        _build_unit,
    ),
    (_compile(r"the (?P<unit>weekend)\b"), _build_unit),
    # the night before | a day after
    (
        _compile(rf"(?:the|an?) (?P<unit>{_UNIT_NAME}) (?P<tail>before|after|earlier|later)\b(?! \w)"),
        _build_unit,
    ),
    # the past two years | the next three days
    (
        _compile(rf"(?:the )?(?P<shift>last|past|next|coming|preceding) {_COUNT} {_UNIT_OR_UNITS}"),
        _build_counted,
    ),
    # two days ago | years ago | three days later | two weeks from now | in two days' time
    (
        _compile(
            rf"(?:{_COUNT} )?{_UNIT_OR_UNITS}(?:['’]? (?P<from_now>from now|time)\b| "
            rf"(?P<tail>ago|earlier|previously|later|afterwards|(?:before|after)(?! \w))\b)?"
        ),
        _build_counted,
    ),
)


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


def _resolve(reading: _Reading, context: _Context) -> DateResolution:
    match reading:
        case _Unreadable():
            return _unresolved(reading.reason)
        case _Calendar():
            return _resolve_calendar(reading, context)
        case _Range():
            return _resolve_range(reading, context)
        case _Since():
            first = _resolve(reading.first, replace(context, future=False))
            return first if first.start is None else replace(first, end=None, reason=DateReason.OPEN)
        case _:
            return _resolve_relative(reading, context)


def _resolve_calendar(told: _Calendar, context: _Context) -> DateResolution:
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


def _candidates(told: _Calendar, origin: date) -> list[_Bounds]:
    """Return where a date without a year, or a day without a month, falls in the years around a day."""
    # 29 February can be eight years off: 1896 to 1904.
    years = range(max(origin.year - 8, 1), min(origin.year + 8, 9998) + 1)
    months = [told.month] if told.month else range(1, 13)
    return [bounds for year in years for month in months if (bounds := _bounds(told, year, month))]


def _closest(told: _Calendar, published: date, *, future: bool) -> _Bounds | None:
    candidates = _candidates(told, published)
    if told.shift < 0:
        return max((b for b in candidates if b[1] < published), default=None)
    if told.shift > 0:
        return min((b for b in candidates if b[0] > published), default=None)
    if future:
        just_gone = timedelta(days=_BACKGROUND_DAYS if told.day and told.month else 0)
        return min((b for b in candidates if b[1] >= published - just_gone), default=None)
    return max((b for b in candidates if b[0] <= published), default=None)


def _bounds(told: _Calendar, year: int, month: int | None) -> _Bounds | None:
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


def _resolve_relative(told: _Weekday | _Unit | _Stretch, context: _Context) -> DateResolution:
    anchored = not isinstance(told, _Stretch) and told.anchored
    origin = context.anchor if anchored else context.published
    if origin is None:
        return _unresolved(DateReason.NO_ANCHOR if anchored else DateReason.NO_PUBLICATION_DATE)
    reason = DateReason.ANCHORED if anchored else DateReason.RELATIVE
    if isinstance(told, _Weekday):
        day = _resolve_weekday(told, origin, future=context.future)
        return _placed((day, day), "day", reason if anchored else DateReason.WEEKDAY)
    precision = _UNIT_PRECISIONS.get(told.unit, "day")
    if isinstance(told, _Stretch):
        other = _moved(origin, told.unit, told.count)
        return _placed((min(origin, other), max(origin, other)), precision, DateReason.PERIOD)
    if told.ahead and not context.future:
        return _unresolved(DateReason.UNPARSED)
    if told.month is not None:
        return _placed(_span("month", date(origin.year + told.shift, told.month, 1), 0), "month", reason)
    if told.unit == "weekend":
        return _placed(_weekend(origin, told.shift, future=context.future), "day", reason)
    start, end = _span(told.unit, origin, told.shift)
    if told.part == _EARLIER:
        end = max(start, min(end, origin))
    elif told.part == _LATER:
        start = min(end, max(start, origin + timedelta(days=1)))
    elif told.unit != "week":
        start, end = _third((start, end), told.part)
    return _placed((start, end), precision, reason)


def _resolve_weekday(told: _Weekday, origin: date, *, future: bool) -> date:
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


def _resolve_range(told: _Range, context: _Context) -> DateResolution:
    """Return the place of a range whose ends lend each other the month and the year.

    "3-5 May 2017", "November to February 2016" (2015-11-01 to 2016-02-29), "May 2014 to June".
    """
    first, last = told.first, told.last
    if isinstance(first, _Calendar) and isinstance(last, _Calendar):
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
    if isinstance(first, _Weekday) or (isinstance(first, _Calendar) and first.year is None):
        context = replace(context, published=ending.start, future=False)
    beginning = _resolve(first, context)
    if beginning.start is None:
        return beginning
    end = ending.end or ending.start
    if end < beginning.start:
        return _unresolved(DateReason.UNPARSED)
    coarser = max(_PRECISIONS.index(beginning.precision), _PRECISIONS.index(ending.precision))
    return _placed((beginning.start, end), _PRECISIONS[coarser], DateReason.PERIOD)
