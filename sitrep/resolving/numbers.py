"""Finding the numbers that a report tells, as low, best and high.

The rules are those of the codebook, section 7. What only looks like a count (a year, a time of day, an age,
money, a percentage, a measure, a name such as M23) is left out: to miss one costs less than to count it as a
toll. Patterns are tried where a number can begin and are of bounded length, so the time taken grows with the
length of the text alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sitrep.resolving.dates import find_dates


class NumberBasis(StrEnum):
    """How the text tells a number."""

    EXACT = "exact"
    """Counted: "14", "twenty-one", "two dozen"."""
    MINIMUM = "minimum"
    """A floor: "at least 14", "more than 14", "14 or more"."""
    MAXIMUM = "maximum"
    """A ceiling: "up to 20", "as many as 20", "fewer than 20"."""
    RANGE = "range"
    """Two ends: "between 10 and 15", "10-15", "seven or eight"."""
    APPROXIMATE = "approximate"
    """About so many: "around 30,000", "nearly 200", "50 or so"."""
    WORD = "word"
    """A word for many: "dozens", "several hundred", "tens of thousands"."""
    NONE = "none"
    """Nobody: "no casualties", "no one was hurt"."""


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number told in a text: `text[start:end]`, end exclusive, the words that qualify it included.

    Attributes:
        start: Offset of the first character.
        end: Offset after the last character.
        text: The words themselves: "at least 14".
        low: The smallest number told; None where only a ceiling is.
        best: The number to count with.
        high: The largest number told; None where only a floor is.
        basis: How the text tells it.
    """

    start: int
    end: int
    text: str
    low: int | None
    best: int | None
    high: int | None
    basis: NumberBasis


def find_numbers(text: str) -> list[NumberMention]:
    """Return the numbers that can be a count of people or things: in order, without overlap.

    "14", "fourteen"             -> 14, 14, 14
    "at least 14", "14 or more"  -> 14, 14, None
    "more than 14"               -> 14, 14, None: the number told, not the next one, as for "at least"
    "up to 20", "fewer than 20"  -> None, 20, 20
    "between 10 and 15", "10-15" -> 10, 12, 15: best is the middle, rounded down
    "around 30,000"              -> 27000, 30000, 33000: a tenth each way, at least 1
    "nearly 200"                 -> 180, 200, 200: a tenth below, nothing above
    "dozens", "several"          -> 24 and 3 as low and best, no high
    "no casualties"              -> 0, 0, 0 at "no"

    "from 10 to 15" tells how a number changed and gives two mentions. "no", "no one", "nobody", "none" count
    where casualties or a verb of harm follow, or where they are all of the text. Numbers above 10**9 are left
    out.
    """
    return list(_find(text))


# ---------------------------------------------------------------------------------------------------------
# Words and patterns

_LARGEST = 10**9
_LONGEST = 14  # words after the first: "nine hundred and ninety-nine million nine hundred ..."

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: n for n, word in enumerate(_ONES + _TEENS, 1)} | {word: n * 10 for n, word in enumerate(_TENS, 2)}
_SCALES = {
    **{"dozen": 12, "score": 20, "hundred": 100, "thousand": 10**3},
    **{"lakh": 10**5, "million": 10**6, "crore": 10**7, "billion": 10**9},
}
# The least that a plural tells, two of the unit, and what "several" and "a few" count (codebook, section 7).
_MANY = {"tens": 20, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "millions": 2 * 10**6}
_FEW = 3
_PLAIN = str.maketrans("ſKİı", "skii")  # what a caseless pattern takes for s, k and i


def _compile(pattern: str) -> re.Pattern[str]:
    """Return the pattern, caseless, in which a space stands for one to three of any kind."""
    return re.compile(pattern.replace(" ", r"(?:\s{1,3})"), re.IGNORECASE)


_WORD = "|".join(_WORDS)
_SCALE = "|".join(_SCALES)
_DIGITS = _compile(
    r"(?P<digits>[1-9][0-9]{0,2}(?:,[0-9]{3}){1,4}"
    r"|[1-9][0-9]{0,2}(?:[\x20\u00a0\u2009\u202f][0-9]{3}){1,4}"
    r"|[0-9]{1,12})(?P<decimals>\.[0-9]{1,3})?"
    rf"(?:(?P<thousands>k)\b|(?: |-)(?P<scale>{_SCALE})\b)?(?!\w|[.,:/][0-9])"
)
_MANY_WORD = _compile(
    r"(?P<many>tens(?= of )|dozens|scores|hundreds|thousands|millions)(?: of (?P<of>thousand|million)s)?\b"
)
_FEW_WORD = _compile(rf"(?:several|a few)\b(?: (?P<scale>{_SCALE})\b)?")
_PART_WORD = _compile(
    rf"(?:(?P<half>half an?|a half)|an? (?:couple|pair) of) (?P<scale>{_SCALE})\b|an? (?:couple|pair) of\b"
)
_ARTICLE = _compile(rf"an? (?=(?:{_SCALE})\b(?! of [0-9]))")
_NUMBER_WORD = _compile(rf"(?P<word>{_WORD})\b")
_NEXT_WORD = _compile(rf"(?P<and>,? and )?[\s-]{{0,3}}(?P<word>{_WORD}|{_SCALE})\b(?:(?=[\s-](?P<after>{_SCALE})\b))?")

_MINIMUM = (
    "at least|at the very least|(?:no|not) (?:fewer|less) than|upwards? of|in excess of|(?:a )?minimum of|"
    "(?:(?:far|much|well|slightly) )?more than|(?:(?:well|just|slightly) )?over"
)
_MAXIMUM = "up to|as many as|at most|(?:no|not) more than|(?:a )?maximum of|fewer than|less than"
_BELOW = "nearly|almost|close to|just under"
_ABOUT = "about|around|some|roughly|approximately|(?:an )?estimated|circa"
_QUALIFIER = _compile(
    rf"(?:(?P<maximum>{_MAXIMUM})|(?P<minimum>{_MINIMUM})|(?P<below>{_BELOW})|(?P<about>{_ABOUT})) "
    rf"(?:(?:another|an additional|a further) )?(?:(?:{_ABOUT}) )?"
)
_BETWEEN = _compile(r"between ")
_JOINT = _compile(r"(?P<dash> ?[-–] ?)| (?P<word>to|or|and) ")
_TAIL = _compile(r"(?P<minimum> or more\b|\+)|(?P<about> or so\b)|(?P<maximum> or (?:fewer|less)\b)")

_OPENER = _compile(
    r"(?<![\w$€£¥₹#])(?<![0-9][.,:/])(?<!\w[-'’])(?<!\s\.)(?:[0-9]|(?:"
    rf"{_WORD}|{'|'.join(_MANY)}|{_BELOW}|{_ABOUT}|a|an|half|several|between|nobody|none|no|not|zero|at|in|upwards?|"
    r"minimum|far|much|well|slightly|just|more|over|up|as|maximum|fewer|less|close)\b)"
)

# What stands before a number that counts nobody, in a text whose spaces are single, and after it.
_MONEY_BEFORE = re.compile(r"(?:[$€£¥₹©]|\b(?:rs|usd|eur|gbp|dlrs?)\.?) ?$", re.IGNORECASE)
_NAME_BEFORE = re.compile(
    r"\b(?:(?i:resolution|article|section|chapter|paragraph|subparagraph|page|flight|highway|route|interstate|"
    r"number|sector|zone|channel|cadena|class|plot|battalion|brigade|regiment|passcode)|Area|District|Kanal|Phase|"
    r"Boeing|Airbus|Type|Model|Mark|Act|Law|Bill|Decree|Order|Exit|Pier|Block|Ward|Room|Gate|Committee|Formula|"
    r"Division|Force|Squadron|Checkpoint|Camp|Unit|Group|Day|Team|Terminal|Exercise|CTF|UNSCR|DDG)"
    r"(?P<plural>s?) $|\b(?i:(?P<ages>aged|ages|aged from)|age|age of|group of|under|nos?\.?|as young as|"
    r"as old as|s?he was|one in) $"
)
_CHAIN = re.compile(r"\s{0,3}(?:,|,?\s?and|or|to)\s{0,3}")
_CLOCK_BEFORE = re.compile(r"\b(?:at|by|until|before|after|since|from|between) $", re.IGNORECASE)
_CLOCK_AFTER = _compile(r" ?(?:[.,;)]|$)| (?:on|past|this morning|in the (?:morning|afternoon|evening))\b")
_PERSON_BEFORE = re.compile(r"\b[A-Z][\w'’.-]{0,30}(?:, | \()$")
_PERSON_AFTER = _compile(r" ?[,.;)]| and said\b")
_LISTED = re.compile(r"(?:^|\n)\s{0,3}$")
_FROM = re.compile(r"\bfrom\s{1,3}$", re.IGNORECASE)
_NO_ONE_BEFORE = re.compile(r"\b(?:no|this|that|the|which|each|every|any|another|some|by|last|first) $", re.IGNORECASE)
_NO_ONE_AFTER = _compile(
    rf" (?:another|by one|side|hand|thing|way|reason|in (?:{_WORD}|[0-9])|"
    r"of (?:the|its|his|their|our) (?:most|least|\w{1,12}est))\b"
)
_CLOCK = _compile(
    r"(?:[01][0-9]|2[0-3])[0-5][0-9]"
    r"(?: ?(?:[^\w\s]|$)| (?:to|and|on|until|when|today|yesterday|this|local|a|the)\b)"
)
_YEAR_LIKE = re.compile(r"(?:19|20)[0-9][0-9]")
_PEOPLE_AFTER = _compile(
    r" (?:people|persons|civilians|soldiers|troops|fighters|militants|rebels|refugees|protesters|families|"
    r"homes|houses|dead|deaths|killed|wounded|injured|arrested)\b"
)
_UNIT = (
    "per ?cent|percentage|pct|kms?|kph|mph|kilomet(?:er|re)s?|met(?:er|re)s?|centimet(?:er|re)s?|"
    "millimet(?:er|re)s?|mm|cm|m|m3|miles?|yards?|feet|ft|inch(?:es)?|kgs?|kilos?|kilograms?|grams?|tons?|tonnes?|"
    "lbs?|pounds?|lit(?:er|re)s?|gallons?|acres?|hectares?|cu|sq|calib(?:er|re)|megawatts?|mw|kw|kv|degrees?|knots?|"
    "points?|blocks?|dollars?|euros?|rupees?|rou?bles?|yuan|yen|pesos?|dinars?|dirhams?|riyals?|naira|shillings?|"
    "francs?|cents?|usd|eur|gbp|seconds|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|months?|years?|decades?|"
    r"centur(?:y|ies)|times|fold|am|pm|a\.m|p\.m|o['’]clock|gmt|utc"
)
_MEASURE_AFTER = _compile(
    r"-[^\W\d_]|[-/][0-9]|\) ?[0-9]|['’]s\b| ?[%°′″\]]| [0-9]/[0-9]|"
    r"(?: ?-?|-)(?:(?:square|cubic|nautical|consecutive|straight|more|long|full|whole|additional|further) )?"
    rf"(?:{_UNIT})\b|"
    r"(?-i:(?: [A-Z][\w'’.]{0,20}){0,3} (?:St\.|(?:Street|Avenue|Road|Boulevard|Lane|Drive)\b))"
)

_HARM = "(?:killed|injured|hurt|wounded|harmed|dead|slain|arrested|detained|abducted|kidnapped|captured)"
_HARMED = (
    r"(?: else)?(?: (?:in|on|at|from|inside|aboard) (?:\w{1,20} ){0,2}\w{1,20})?"
    r"(?: (?:was|were|is|are|got|has been|have been|had been)(?: \w{1,20}){0,2} "
    rf"{_HARM}| (?:died|perished))\b"
)
_FILLER = r"(?!(?:of|that|who|which|whether|if|how|doubt|reports?|evidence|word|signs?)\b)[^\W\d_]{1,20}"
_NONE = _compile(
    rf"(?P<one>no one|nobody|none|not a single(?= \w))(?: of (?:\w{{1,20}} ){{0,3}}\w{{1,20}})?{_HARMED}|"
    rf"(?P<any>no|zero|not a single)(?: {_FILLER}){{0,2}} "
    r"(?:casualties|injuries|deaths|fatalities|injury|fatality)\b|"
    rf"(?P<some>no|not a single)(?: {_FILLER}){{1,3}}{_HARMED}"
)
_NONE_ALONE = _compile(r"\W{0,3}(?P<none>no|no one|nobody|none|not a single|zero)\W{0,3}$")


# ---------------------------------------------------------------------------------------------------------
# Reading


@dataclass(frozen=True, slots=True)
class _Value:
    """A number without its qualifiers; `many` where the word is open upwards: "dozens"."""

    start: int
    end: int
    number: int
    many: bool = False
    scale: int = 1  # the "million" of "two to three million", which counts for both


@dataclass(frozen=True, slots=True)
class _Told:
    """A number with its qualifiers."""

    first: _Value
    last: _Value  # of a range, else the first
    end: int
    low: int | None
    best: int
    high: int | None
    basis: NumberBasis


def _find(text: str) -> Iterator[NumberMention]:
    alone = _NONE_ALONE.match(text)
    if alone:
        yield _mention_none(text, *alone.span("none"))
        return
    dates = find_dates(text)
    position, next_date, named_end = 0, 0, -1
    while opener := _OPENER.search(text, position):
        start = opener.start()
        while next_date < len(dates) and dates[next_date].end <= start:
            next_date += 1
        bound = dates[next_date].start if next_date < len(dates) else len(text)
        if bound <= start:
            position = dates[next_date].end
            continue
        nobody = _NONE.match(text, start)
        if nobody and nobody.lastgroup:
            yield _mention_none(text, *nobody.span(nobody.lastgroup))
            position = nobody.end(nobody.lastgroup)
            continue
        told = _read(text, start, bound)
        if told is None:
            position = opener.end()
            continue
        position = told.end
        before = _text_before(text, start)
        name = _NAME_BEFORE.search(before)
        # "Resolutions 2254 and 2118": the second is a name like the first.
        if (name and (name["plural"] or name["ages"])) or (named_end >= 0 and _CHAIN.fullmatch(text, named_end, start)):
            named_end = told.end
        elif not name and _is_count(text, start, before, told):
            yield NumberMention(start, told.end, text[start : told.end], told.low, told.best, told.high, told.basis)


def _mention_none(text: str, start: int, end: int) -> NumberMention:
    return NumberMention(start, end, text[start:end], 0, 0, 0, NumberBasis.NONE)


def _text_before(text: str, start: int) -> str:
    return re.sub(r"\s+", " ", text[max(0, start - 40) : start])


def _is_count(text: str, start: int, before: str, told: _Told) -> bool:
    """Return whether a number counts people or things, by what stands before and after it."""
    first, end = told.first, told.last.end
    word = text[first.start : end]
    if first.number > _LARGEST or told.last.number > _LARGEST or (len(word) > 1 and word[0] == "0"):
        return False
    if _MONEY_BEFORE.search(before) or _MONEY_BEFORE.search(_text_before(text, first.start)):
        return False
    if _MEASURE_AFTER.match(text, end) or _MEASURE_AFTER.match(text, told.end):
        return False
    if word.lower() == "one" and (_NO_ONE_BEFORE.search(before) or _NO_ONE_AFTER.match(text, end)):
        return False
    if _CLOCK_BEFORE.search(before) and (
        (first.number <= 24 and _CLOCK_AFTER.match(text, end)) or _CLOCK.match(text, first.start)
    ):
        return False
    if start < first.start:
        return True
    if _YEAR_LIKE.fullmatch(word) and not _PEOPLE_AFTER.match(text, end):
        return False
    if first.number <= 120 and _PERSON_BEFORE.search(before) and _PERSON_AFTER.match(text, end):
        return False
    return not (_LISTED.search(text[max(0, start - 4) : start]) and text[end : end + 2] in {". ", ") "})


def _read(text: str, start: int, bound: int) -> _Told | None:
    """Return the number told from here on and before `bound`, with its qualifiers."""
    between = _BETWEEN.match(text, start)
    qualifier = None if between else _QUALIFIER.match(text, start)
    lead = between or qualifier
    first = _read_value(text, lead.end() if lead else start)
    if first is None or first.end > bound:
        return None
    last = _read_last(text, first, between=between is not None)
    if last is not None and last.end <= bound:
        shared = first.number * last.scale
        low = shared if first.scale == 1 and shared < last.number else first.number
        best = (low + last.number) // 2
        return _Told(first, last, last.end, low, best, last.number, NumberBasis.RANGE)
    if between:
        return None
    tail = _TAIL.match(text, first.end)
    kinds = {match.lastgroup for match in (qualifier, tail) if match}
    end = tail.end() if tail else first.end
    number = first.number
    if first.many:
        return _Told(first, first, end, number, number, None, NumberBasis.WORD)
    if "maximum" in kinds:
        return _Told(first, first, end, None, number, number, NumberBasis.MAXIMUM)
    if "minimum" in kinds:
        return _Told(first, first, end, number, number, None, NumberBasis.MINIMUM)
    if kinds:
        width = max(1, (number + 5) // 10)
        low, high = min(number, max(number - width, 1)), number if "below" in kinds else number + width
        return _Told(first, first, end, low, number, high, NumberBasis.APPROXIMATE)
    return _Told(first, first, end, number, number, number, NumberBasis.EXACT)


def _read_last(text: str, first: _Value, *, between: bool) -> _Value | None:
    """Return the upper end of the range that a number begins, None where it begins none."""
    joint = _JOINT.match(text, first.end)
    if joint is None or first.many:
        return None
    word = (joint["word"] or "").lower()
    if word and (word == "and") != between:
        return None
    if word == "to" and _FROM.search(text[max(0, first.start - 8) : first.start]):
        return None
    last = _read_value(text, joint.end())
    if last is None or last.many or last.number <= first.number:
        return None
    # "272-2400" is a telephone number rather than a range.
    return None if joint["dash"] and last.scale == 1 and last.number > 5 * first.number else last


def _read_value(text: str, start: int) -> _Value | None:
    match = _DIGITS.match(text, start)
    if match:
        whole = int(re.sub(r"[^0-9]", "", match["digits"]))
        scale = 1000 if match["thousands"] else _scale(match["scale"])
        if not match["decimals"]:
            return _Value(start, match.end(), whole * scale, scale=scale)
        fraction = match["decimals"][1:]
        number = int(f"{whole}{fraction}") * scale // 10 ** len(fraction)
        return _Value(start, match.end(), number, scale=scale) if scale > 1 else None
    match = _MANY_WORD.match(text, start)
    if match:
        number = _MANY[_plain(match["many"])] * _scale(match["of"])
        return _Value(start, match.end(), number, many=True)
    match = _FEW_WORD.match(text, start)
    if match:
        return _Value(start, match.end(), _FEW * _scale(match["scale"]), many=True)
    match = _PART_WORD.match(text, start)
    if match:
        scale = _scale(match["scale"])
        return _Value(start, match.end(), scale // 2 if match["half"] else scale * 2)
    return _read_words(text, start)


def _plain(word: str) -> str:
    return word.translate(_PLAIN).lower()


def _scale(word: str | None) -> int:
    return _SCALES[_plain(word)] if word else 1


def _read_words(text: str, start: int) -> _Value | None:
    """Return a spelled number: "twenty-one", "two hundred and fifty", "a hundred", "three dozen"."""
    article = _ARTICLE.match(text, start)
    opening = None if article else _NUMBER_WORD.match(text, start)
    if article is None and opening is None:
        return None
    current = _WORDS[_plain(opening["word"])] if opening else 1
    end = opening.end() if opening else start
    position = opening.end() if opening else article.end() if article else start
    total, smallest, scale = 0, _LARGEST * 10, 1
    for _ in range(_LONGEST):
        match = _NEXT_WORD.match(text, position)
        if match is None:
            break
        word = _plain(match["word"])
        if word in _SCALES:
            scale = _SCALES[word]
            if current == 0 or match["and"] or (scale <= 100 and current >= 100) or 100 < smallest <= scale:
                break
            if scale <= 100:
                current *= scale
            else:
                total, current, smallest = total + current * scale, 0, scale
        else:
            number = _WORDS[word]
            fits = (current == 0 or current % 100 == 0) if scale > 1 else False
            fits = fits or (not match["and"] and current % 100 >= 20 and current % 10 == 0 and number < 10)
            # "one hundred and two hundred" are two numbers, "one hundred and two thousand" is one.
            after = _scale(match["after"])
            if not fits or (match["and"] and after > 1 and not 100 < after < smallest):
                break
            current, scale = current + number, 1
        position = end = match.end()
    return _Value(start, end, total + current, scale=scale if scale >= 1000 else 1)
