"""From what a text names to what is meant: actors, places, dates, numbers, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitrep.schema import Mention, Report

__all__ = ["resolve_mentions"]


def resolve_mentions(report: Report, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions of a report with actors, places and dates resolved; see `sitrep.resolving.mentions`."""
    # The schema takes the reasons of this package as its codes: the other way round must wait for the call.
    from sitrep.resolving.mentions import resolve  # noqa: PLC0415

    return resolve(report, mentions)
