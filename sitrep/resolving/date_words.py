"""Words and patterns of date expressions; `sitrep.resolving.date_reading` reads what they match.

Patterns are caseless, of bounded length, and tried only where a date can begin (`OPENER`).
"""

import re
from collections.abc import Mapping


def _words(text: str) -> list[str]:
    return text.split()


MONTHS = {name: n for n, name in enumerate(_words("jan feb mar apr may jun jul aug sep oct nov dec"), 1)}
WEEKDAYS = {name: n for n, name in enumerate(_words("mon tue wed thu fri sat sun"))}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
PIECES = {"quarter": 3, "half": 6}  # of a year, in months
FEASTS = {
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "may day": (5, 1),
}
EARLIER, LATER = 3, 4
PARTS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
UNIT_PARTS = {"early": 0, "mid": 1, "late": 2, "earlier": EARLIER, "later": LATER}
ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
SHIFTS = {"last": -1, "past": -1, "this": 0, "next": 1, "coming": 1}
ANCHORED_SHIFTS = {"previous": -1, "preceding": -1, "same": 0, "that": 0, "following": 1}
DAY_WORDS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
TAILS = {"ago": -1, "earlier": -1, "previously": -1, "before": -1, "later": 1, "afterwards": 1, "after": 1}
UNITS: dict[str, tuple[str, int]] = {
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
COUNTS = {word: n for n, word in enumerate(_COUNT_WORDS, 1)} | {"thirty": 30, "forty": 40, "fifty": 50}
FEW = {"a": 1, "an": 1, "a couple of": 2, "few": 3, "a few": 3, "several": 3}

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
BEFORE_MAY = frozenset(_words("in since until till during through between of"))
BEFORE_MARCH = BEFORE_MAY | {"by", "from"}
BEFORE_NAMELIKE_MONTH = BEFORE_MARCH | frozenset(_words("before after the a an and to around for s"))
BEFORE_DAY = frozenset(_words("on since of from by until till between and to before after the"))
BEFORE_DAY_OF_MONTH = frozenset(_words("on since of from by until till between and for"))
BEFORE_YEAR = frozenset(
    _words(
        "in since during until till by throughout before after of the from between through around circa year "
        "its his her their our a s"
    )
)
BEFORE_VERB = frozenset(_words("to will would can could may might should"))
BEFORE_ANY_WEEKDAY = frozenset(_words("a an black bloody every each"))


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
_COUNT = rf"(?P<count>[0-9]{{1,3}}|{_any_of(COUNTS | FEW)})"
_UNIT_NAME = _any_of(UNITS)
_UNIT_OR_UNITS = rf"(?P<unit>(?:{_UNIT_NAME})s?)\b"
_ANCHORED_SHIFT = _any_of(ANCHORED_SHIFTS)

# The places where a date can begin; what is glued to other text ("M23", "12:30", "Covid-19") is none.
OPENER = _compile(
    r"(?<![\w$€£])(?<![0-9][.,:/])(?<!\w-)(?:[0-9]|(?:since|from|between|the|overnight|christmas|boxing|new|"
    rf"week|{_FULL_MONTH}|{_SHORT_MONTH}|{_any_of(SEASONS)}|{_any_of(PARTS)}|{_any_of(UNIT_PARTS)}|"
    rf"{_any_of(ORDINALS)}|{_any_of(SHIFTS)}|{_ANCHORED_SHIFT}|{_any_of(DAY_WORDS)}|"
    rf"{_any_of(COUNTS | FEW)}|(?:{_UNIT_NAME})s)\b|{_WEEKDAY}|{_SHORT_WEEKDAY})"
)
LEAD = _compile(r"(?P<lead>since|from|between) ")
LEAD_WORDS = _compile(r"(?:(?:on|in|at|by|of|for|during|within|until|till|around|about) ){0,3}")
JOINT = _compile(r"(?P<dash> ?[-–] ?)| (?P<word>to|through|until|till|and) ")
PRESENT = _compile(r"(?:the )?(?:now|present)\b")
# A caseless pattern takes these for s, k and i, which `lower` does not.
PLAIN = str.maketrans("ſKİı’", "skii'")
LAST_WORD = re.compile(r"([^\W\d_]+)[^\w.;:!?]{0,3}$")
YEAR_PRECEDES = re.compile(r"\b(?:18|19|20)[0-9]{2}(?:,|,?\s(?:and|or))\s$")
WORD_FOLLOWS = re.compile(r"\s{1,3}[^\W\d_]")
WALK_FOLLOWS = _compile(r" (?:to|on|for|against|from|of|by|through|across|over|have|be|not|also)\b")

# One pattern for each way to tell a date, under specimens of what it matches.

# 2016-03-04 | 2016-03-04T12:30:00Z
ISO_DATE = _compile(rf"(?P<year>[0-9]{{4}})([-/.])(?P<month>[0-9]{{2}})\2(?P<day>[0-9]{{2}}){_CLOCK}(?!\w|[-/.][0-9])")
# 13/3/2016 | 3/13/2016 | 13.3.2016
SLASHED_DATE = _compile(r"(?P<left>[0-9]{1,2})([-/.])(?P<right>[0-9]{1,2})\2(?P<year>[0-9]{4})(?!\w|[-/.][0-9])")
# 4 March | Friday, 4th of March 2016 | 3-5 May | 7 JUL 90 | the week of 17 February
DAY_MONTH_DATE = _compile(
    rf"(?:{_DAY_NAME}|(?:the )?(?P<week>week) of )(?:the )?{_DAYS}(?: (?:of )?|[-/]){_MONTH}"
    rf"(?:(?:,? | of |[-/])(?P<year>{_YEAR})|(?: |[-/])['’]?(?P<two_digits>{_TWO_DIGITS}))?"
    rf"{_BRACKET_ENDS}"
)
# March 4 | Thursday (Dec. 15) | May 3-5, 2016
MONTH_DAY_DATE = _compile(
    rf"{_DAY_NAME}{_MONTH}(?: (?:the )?|)(?![0-9]{{1,2}} (?:{_COUNTED})\b){_DAYS}"
    rf"(?:,? ?(?P<year>{_YEAR}))?{_BRACKET_ENDS}"
)
# on the 9th
ORDINAL_DATE = _compile(rf"the (?P<day>[0-9]{{1,2}}(?:st|nd|rd|th))(?!\w| (?!(?:{_SMALL_WORDS})\b)\w)")
# March | last March | early March 2016 | end of March | June last year | the first week of March
MONTH_DATE = _compile(
    rf"(?:{_PART}|(?:the )?(?P<week>first|second|third|fourth|last) week of )"
    rf"(?:(?P<shift>last|this|next|past|coming) )?{_MONTH}"
    rf"(?:(?:,? | of )(?P<year>{_YEAR})|(?: of)? (?P<of_year>last|this|next) year\b)?"
)
# the 1990s | early 1990s
DECADE = _compile(rf"(?:the )?{_PART}(?P<year>(?:18|19|20)[0-9]0)(?P<decade>s)\b")
# 2014 | early 2016 | 2011-14 | 2013/14 | 2011-2014
YEAR_DATE = _compile(
    rf"{_PART}(?P<year>{_YEAR}|(?:19|20)[0-9]{{2}}(?=/[0-9]{{2}}\b))"
    rf"(?:[-–/](?P<last_year>{_YEAR}|[0-9]{{2}}(?![\w/-])))?"
)
# summer of 2017 | last winter | in the spring
SEASON_DATE = _compile(
    rf"(?:the )?(?:(?P<shift>last|this|next) )?(?P<season>{_any_of(SEASONS)})\b"
    rf"(?:(?: of)? (?P<year>{_YEAR}))?"
)
# the third quarter | first half of 2016 | the last three months of last year
PIECE_OF_YEAR = _compile(
    rf"(?:the )?(?P<order>first|second|third|fourth|last)(?: |-)(?:(?P<piece>quarter|half)|{_COUNT} months)\b"
    rf"(?:(?:,? | of )(?P<year>{_YEAR})| of (?P<of_year>last|this|next|the) year\b)?"
)
# the end of the year | beginning of last month
PART_OF_UNIT = _compile(
    r"(?:the )?(?P<part>beginning|start|middle|end) of (?P<shift>the|this|last|next) (?P<unit>week|month|year)\b"
)
# Christmas Eve | New Year's Day 2016
FEAST_DATE = _compile(rf"(?P<feast>{_any_of(FEASTS)})\b(?:,? (?P<year>{_YEAR}))?")
# Tuesday | Tuesday night | last Tuesday | the previous Friday | Tuesday of last week
WEEKDAY_DATE = _compile(
    rf"(?:(?:the )?(?P<shift>last|this|next|past|coming|{_ANCHORED_SHIFT}) )?(?P<weekday>{_WEEKDAY})"
    rf"{_DAY_PART}(?:(?: of)? (?P<week>last|this|next) week\b)?"
)
# yesterday | yesterday morning | overnight
DAY_WORD = _compile(
    rf"(?P<word>{_any_of(DAY_WORDS)}|overnight(?! (?:on |from |between )?{_WEEKDAY}| curfew))\b"
    rf"{_DAY_PART}"
)
# the day before yesterday
DAY_BEYOND = _compile(r"(?:the )?day (?P<beyond>before yesterday|after tomorrow)\b")
# last month | this morning | late last year | that night | the same week
SHIFTED_UNIT = _compile(
    rf"(?P<the>the )?(?:(?P<part>early|mid|late|earlier|later) )?"
    rf"(?P<shift>last|this|next|past|coming|{_ANCHORED_SHIFT})(?: same)? (?P<unit>{_UNIT_NAME})\b"
)
# the weekend
WEEKEND = _compile(r"the (?P<unit>weekend)\b")
# the night before | a day after
UNIT_AFTER = _compile(rf"(?:the|an?) (?P<unit>{_UNIT_NAME}) (?P<tail>before|after|earlier|later)\b(?! \w)")
# the past two years | the next three days
COUNTED_STRETCH = _compile(rf"(?:the )?(?P<shift>last|past|next|coming|preceding) {_COUNT} {_UNIT_OR_UNITS}")
# two days ago | years ago | three days later | two weeks from now | in two days' time
COUNTED_UNIT = _compile(
    rf"(?:{_COUNT} )?{_UNIT_OR_UNITS}(?:['’]? (?P<from_now>from now|time)\b| "
    rf"(?P<tail>ago|earlier|previously|later|afterwards|(?:before|after)(?! \w))\b)?"
)
