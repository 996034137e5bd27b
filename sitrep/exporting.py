"""Giving tables away: what a spreadsheet must not run."""

from __future__ import annotations

#: A cell that begins with one of these is run as a formula by spreadsheets (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def neutralise_formula(value: object) -> object:
    """Return a value that no spreadsheet runs: "=1+1" -> "'=1+1"; numbers and dates as they are."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
