"""Datelines and bylines: where and when a report was filed, and by whom, as its first lines tell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sitrep.resolving.dates import find_dates


@dataclass(frozen=True, slots=True)
class Dateline:
    """The dateline of a report: "MOSUL, Iraq, July 7, 2019 (Example Wire) -".

    Attributes:
        start: Its first character in the clean text.
        end: Its end in the clean text, exclusive; the dash belongs to it.
        place: The place, the first of several, as the text has it: "MOSUL".
        date_text: The date, as the text has it: "July 7, 2019"; None where it has none.
        region: What follows the place: "Iraq"; None where nothing does.
    """

    start: int
    end: int
    place: str
    date_text: str | None
    region: str | None = None


#: Headline, second headline, byline, date, dateline: all stand within so many lines.
HEAD_LINES = 6

_CLOSING = "\"')]"


def _list_words(words: str) -> frozenset[str]:
    return frozenset(words.split())


_DATELINE_CHARACTERS = 140
_DASH = re.compile(r"(?<=\S)(?: {1,2}(?:--?|[–—―_])(?= |$)|(?:--|[–—―])(?= |$)| {0,2}--(?=\S)|—(?=\S)|:(?= ))")
_AGENCY = re.compile(r" ?(?:\([^()/]{1,60}\)|/[^()/]{1,40}/)$")
_REGION_IN_BRACKETS = re.compile(r" \(([^()]{1,40})\)$")  # "MANAGUA (NICARAGUA), 11 DEC 89"
_YEAR_OF_TWO = re.compile(r" '?\d{2}$")
_PLACES_APART = re.compile(r"/| and | AND | & ")
_SMALL_WORDS = _list_words("of the de del al el la le les da do du di and y e on upon sur i")
_NO_PLACES = _list_words(
    "breaking update exclusive analysis factbox corrected correction insight feature timeline explainer "
    "opinion watch live photos video news alert urgent text report summary note comment editorial interview "
    "profile background flash newsalert advisory refile wrapup the a an by in on at he she it we they this "
    "that these those"
)
_BYLINE_CHARACTERS = 100
_BYLINE_WORDS = 14
_BYLINE_SMALL_WORDS = _SMALL_WORDS | _list_words(
    "in for with from at our a an staff newsroom correspondent correspondents reporter reporters writer "
    "writers editor editors agencies special"
)


def ends_within(line: str) -> bool:
    """Return whether a line ends as the middle of a sentence does."""
    return line.rstrip(_CLOSING)[-1:] not in tuple(".!?…:;")


def find_dateline(text: str) -> Dateline | None:
    """Return the dateline that a clean text begins with, after its headline and byline if it has them.

    "BAGHDAD (Example Wire) - Gunmen"   -> BAGHDAD
    "LAGOS, Nigeria, March 3 — Gunmen"  -> LAGOS, region Nigeria, date "March 3"
    "Geneva, 3 May 2015 – Envoys"       -> Geneva, date "3 May 2015"
    "Mosul - the city that"             -> None: small letters need a date or an agency to be a dateline
    "NEW DELHI: Police shot two men."    -> NEW DELHI
    "BREAKING - Gunmen"                 -> None
    """
    start = lines = 0
    while start < len(text) and lines < HEAD_LINES:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end]
        if line:
            lines += 1
            dateline = read_dateline(line, start)
            if dateline is not None:
                return dateline
            if len(line) > 200 or (not ends_within(line) and not is_byline(line)):
                return None  # the body has begun
        start = end + 1
    return None


def is_byline(line: str) -> bool:
    """Return whether a line names who wrote the report.

    "By Jane Doe and John Roe", "By our correspondent in Mesetas" -> True
    "By Tuesday the army had retaken it" -> False: a byline holds names and few small words.
    """
    if line[:3].lower() != "by " or len(line) > _BYLINE_CHARACTERS or not ends_within(line):
        return False
    words = re.findall(r"[^\W\d_][\w.'’-]*", line[3:])
    is_named = [word[0].isupper() or word in _BYLINE_SMALL_WORDS for word in words]
    return 0 < len(words) <= _BYLINE_WORDS and all(is_named) and not any(map(str.isdigit, line))


def find_byline(text: str) -> str | None:
    """Return the byline among the first lines of a clean text: "By Jane Doe"; None where there is none."""
    lines = [line for line in text[:1000].split("\n") if line]
    return next((line for line in lines[:HEAD_LINES] if is_byline(line)), None)


def read_dateline(line: str, offset: int) -> Dateline | None:
    """Return the dateline that a line begins with; `offset` is where the line starts."""
    dash = next(filter(_is_outside_brackets, _DASH.finditer(line[:_DATELINE_CHARACTERS])), None)
    if dash is None:
        return None
    head = line[: dash.start()]
    agency = _AGENCY.search(head)
    if agency:
        head = head[: agency.start()].rstrip(" ,")
    names, date_text = _split_date(head)
    parts = [part.strip() for part in _REGION_IN_BRACKETS.sub(r", \1", names).split(",")]
    if not 1 <= len(parts) <= 4 or not all(map(_is_name, parts)):
        return None
    place = _PLACES_APART.split(parts[0])[0].strip()
    if not place or place.split()[0].lower().strip(".:") in _NO_PLACES:
        return None
    in_capitals = len(place) >= 3 and place == place.upper() and place.upper() != place.lower()
    rest = line[dash.end() :]
    # "NEW DELHI: Police said so." is a dateline, "IRAQ: Five killed" a headline.
    stands_out = in_capitals and rest != rest.upper() and (dash.group() != ":" or not ends_within(line))
    if not (agency or date_text or stands_out):
        return None
    return Dateline(offset, offset + dash.end(), place, date_text, ", ".join(parts[1:]) or None)


def _is_outside_brackets(dash: re.Match[str]) -> bool:
    head = dash.string[: dash.start()]
    return head.count("(") == head.count(")")


def _split_date(head: str) -> tuple[str, str | None]:
    """Return names and date of a dateline: "LAGOS, Nigeria, March 3" -> "LAGOS, Nigeria" and "March 3"."""
    found = find_dates(head)
    if not found:
        return head, None
    date = found[-1]
    if date.start == 0:  # "7 July 2019, BAGHDAD"
        return head[date.end :].lstrip(" ,"), date.text
    after = head[date.end :]
    if after and not _YEAR_OF_TWO.fullmatch(after):  # "4 FEB 90"
        return head, None
    return head[: date.start].rstrip(" ,"), date.text + after


def _is_name(part: str) -> bool:
    words = part.split()
    return (
        1 <= len(words) <= 5
        and words[0][0].isupper()
        and not any(map(str.isdigit, part))
        and all(word[0].isupper() or word in _SMALL_WORDS or word == "&" for word in words)
    )
