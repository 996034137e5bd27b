"""Reading single fields of sidecars, records and pages: each is told rightly, not told, or refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sitrep.reading.refusing import ReadingRefusedError, RefusalRule, show

_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{1,8}){0,4}")
_CALENDAR_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

# Lone surrogates cannot be written as UTF-8, which Parquet and Delta ask for, and much that reads text cuts
# it at a NUL. JSON can spell both ("\ud800", "\u0000"). One character stands in for one, so that offsets
# hold.
_UNWRITABLE = re.compile("[\ud800-\udfff\x00]")
_STAND_IN = "\ufffd"

_FIRST_YEAR = 1000  # the schema's least year


def mend_text(text: str) -> str:
    """Return text that can be stored: U+FFFD in place of each lone surrogate and NUL."""
    return _UNWRITABLE.sub(_STAND_IN, text)


def read_text_field(fields: Mapping[str, Any], key: str) -> str | None:
    """Return a field of text without blanks around it; None where it is missing, null or blank.

    Raises:
        ReadingRefusedError: It is not text (BAD_FIELD).
    """
    value = fields.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _bad_field(key, value, "text")
    return mend_text(value).strip() or None


def read_language(fields: Mapping[str, Any], key: str = "language") -> str | None:
    """Return an ISO 639 code: "en" -> "en", "EN-us" -> "en"; None where it is missing, null or blank.

    Raises:
        ReadingRefusedError: It is no such code (BAD_FIELD).
    """
    value = read_text_field(fields, key)
    if value is None:
        return None
    match = _LANGUAGE.fullmatch(value.lower())
    if match is None:
        raise _bad_field(key, value, "an ISO 639 code such as 'en'")
    return match.group(1)


def read_published(fields: Mapping[str, Any], key: str = "published") -> date | None:
    """Return a publication date; None where it is missing, null or blank.

    "2019-07-07", 2019-07-07 (TOML)  -> 7 July 2019
    "2019-07-07T23:30:00-05:00"      -> 7 July 2019: the publisher's day, from which its "on Sunday" counts
    "soon", "7/7/2019", 5            -> refused: a wrong date moves every event of the report; worse than none

    Raises:
        ReadingRefusedError: It is no ISO 8601 date (BAD_FIELD).
    """
    value = fields.get(key)
    if value is None:
        return None
    if isinstance(value, str):
        if not value.strip():
            return None
        day = parse_day(value)
    else:
        day = date(value.year, value.month, value.day) if isinstance(value, date) else None
    if day is None or day.year < _FIRST_YEAR:
        raise _bad_field(key, value, "an ISO 8601 date such as '2019-07-07'")
    return day


def parse_day(value: str) -> date | None:
    """Return the calendar day of an ISO 8601 date or date with time; None for anything else."""
    value = value.strip()
    if not _CALENDAR_DAY.match(value) or len(value) > 40:
        return None
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        return None


def _bad_field(key: str, value: object, expected: str) -> ReadingRefusedError:
    found = f"{key} is {show(repr(value), 80)} ({type(value).__name__}); expected {expected}"
    return ReadingRefusedError(RefusalRule.BAD_FIELD, found, f"Mend {key}, or leave it out.")
