"""Tolls: a number, the people it counts, and the verb that says what befell them."""

from dataclasses import dataclass

from sitrep.coding.lexicon import Lexicon
from sitrep.coding.reading import Range, Reading
from sitrep.resolving.numbers import NumberBasis, NumberMention

_AFTER = 7  # tokens after the counted phrase in which its verb may stand
_BEFORE = 3
_CASUALTIES = frozenset("casualties casualty victims".split())


@dataclass(frozen=True, slots=True)
class ToldNumber:
    """A number of people killed, injured, abducted, arrested or displaced, where a sentence tells it."""

    toll: str
    where: Range
    number: NumberMention


def find_tolls(reading: Reading, lexicon: Lexicon) -> list[ToldNumber]:
    """Return the tolls of a sentence.

    "killing 14 people and wounding dozens" -> killed 14, injured 24 or more; "no casualties" -> killed 0, injured 0
    """
    found: list[ToldNumber] = []
    for where, number in reading.numbers:
        for toll in _find_toll(reading, where, number, lexicon):
            found.append(ToldNumber(toll, where, number))
    return found


def _find_toll(reading: Reading, where: Range, number: NumberMention, lexicon: Lexicon) -> tuple[str, ...]:
    lower, tags = reading.lower, reading.tags
    end = where.end
    phrase = reading.phrase_at[where.end - 1]
    if phrase < 0 and where.end < len(lower):
        phrase = reading.phrase_at[where.end]
    if phrase >= 0:
        end = max(end, reading.phrases[phrase].full_end)
    inside = lower[where.end : end]
    if number.basis == NumberBasis.NONE:
        for word in lower[where.start : min(len(lower), where.end + _AFTER)]:
            if word in _CASUALTIES:
                return ("killed", "injured")
            if word in lexicon.tolls:
                return (lexicon.tolls[word],)
        return ()
    if _CASUALTIES & set(inside):
        return ()  # dead and injured together
    for word in inside:  # "14 dead", "the 14 wounded soldiers", "14 deaths"
        if word in lexicon.tolls and word not in ("shot", "taken"):
            return (lexicon.tolls[word],)
    for index in range(where.start - 1, max(-1, where.start - _BEFORE - 1), -1):
        if tags[index] in "V" or lower[index] in ("killing", "wounding", "injuring"):
            toll = lexicon.tolls.get(lower[index])
            if toll is not None and not _is_clock(reading, index):
                return (toll,)
            break
        if tags[index] in ";C,":
            break
    for index in range(end, min(len(lower), end + _AFTER)):
        if tags[index] in ";#" or (tags[index] == "," and index > end):
            break
        toll = lexicon.tolls.get(lower[index])
        if toll is not None and tags[index] in "VN":
            if tags[index] == "V" and not _is_said_of(reading, end, index):
                break
            return (toll,)
        if tags[index] == "V" and lower[index] not in ("reported", "confirmed", "left", "feared", "believed"):
            break
    return ()


def _is_clock(reading: Reading, index: int) -> bool:
    return reading.tags[index] == "d"


def _is_said_of(reading: Reading, start: int, verb: int) -> bool:
    """Return whether a verb after a counted phrase tells what befell it: "14 were killed", not "14 gunmen killed two"."""
    between = reading.tags[start:verb]
    if "X" in between:
        return True
    after = verb + 1
    if reading.lower[verb] in ("died", "fled", "perished"):
        return True
    return after >= len(reading.tags) or reading.tags[after] not in "D#NR"
