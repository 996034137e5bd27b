"""Reading our own marked texts, training/sentences and training/reports: marks for events, arguments and status."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sitrep.ontology import load_ontology

ROLES = {
    "A": "actor", "R": "recipient", "P": "place", "T": "time", "K": "killed", "J": "injured", "N": "personnel",
    "I": "instrument", "S": "source",
}  # fmt: skip
STATUSES = ("actual", "planned", "hypothetical", "negated")
_HISTORICAL = "historical"
#: One passage in so many is held back to measure on; of reports more, for the coder is fitted on these.
HELD_EVERY, REPORTS_HELD_EVERY = 20, 4

_MARK = re.compile(r"\[(?:!(\d):([A-Z]+)((?:/[a-z-]+)*)|((?:[A-Z]\d+)+)) ([^\[\]]+)\]")


class Argument(NamedTuple):
    """A stretch of a passage's text that plays a role, a letter of ROLES, in an event."""

    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Event:
    """An event marked in a passage; `start` and `end` are those of its trigger in the passage's text."""

    type: str
    modes: tuple[str, ...]
    status: str
    is_historical: bool
    start: int
    end: int
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage without its marks, and the events that they told."""

    text: str
    events: tuple[Event, ...]


def read_passages(folder: Path) -> Iterator[Passage]:
    """Yield the passages of a folder's files, in order of name and line; lines that begin with # are passed over.

    Raises:
        ValueError: a mark is wrong; the message tells file and line.
    """
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                try:
                    yield read_passage(line)
                except ValueError as error:
                    raise ValueError(f"{path.name}:{number}: {error}") from error


def is_held_back(text: str, every: int) -> bool:
    """Return whether a text is held back to measure on: one in `every`, whatever other texts there are."""
    return zlib.crc32(text.encode()) % every == 0


def read_passage(line: str) -> Passage:
    """Return a passage from its marked form.

    "[A1 Rebels] [!1:ASSAULT/firearms killed] [R1 a guard]." -> text "Rebels killed a guard.", one event

    Raises:
        ValueError: a mark is not closed or has no event, or a type, mode or role is unknown.
    """
    text, at = "", 0
    triggers: dict[str, tuple[str, list[str], int, int]] = {}
    arguments: list[tuple[str, Argument]] = []
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        start = len(text)
        text += match[5]
        at = match.end()
        if match[1]:
            if match[1] in triggers:
                raise ValueError(f"event {match[1]} has two triggers, expected one")
            triggers[match[1]] = (match[2], match[3].split("/")[1:], start, len(text))
        else:
            for role, numbers in re.findall(r"([A-Z])(\d+)", match[4]):
                arguments += [(number, Argument(role, start, len(text))) for number in numbers]
    text += line[at:]
    if "[" in text or "]" in text:
        raise ValueError(f"a bracket that is no mark in {text!r}, expected [LABEL words]")
    for number, argument in arguments:
        if number not in triggers or argument.role not in ROLES:
            raise ValueError(f"mark {argument.role}{number}, expected a role of {''.join(ROLES)} and a marked trigger")
    events = [
        _build_event(*trigger, tuple(argument for own, argument in arguments if own == number))
        for number, trigger in triggers.items()
    ]
    return Passage(text, tuple(events))


def _build_event(type_: str, flags: list[str], start: int, end: int, arguments: tuple[Argument, ...]) -> Event:
    types = load_ontology().types
    if type_ not in types:
        raise ValueError(f"type {type_}, expected one of {', '.join(types)}")
    modes = tuple(flag for flag in flags if flag in types[type_].modes)
    status = next((flag for flag in flags if flag in STATUSES), "actual")
    unknown = set(flags) - set(modes) - {status, _HISTORICAL}
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))} is no mode of {type_} and no status")
    return Event(type_, modes, status, _HISTORICAL in flags, start, end, arguments)
