"""From a report's text to its mentions: the coder protocol, and the coder in use."""

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from sitrep.coding.lexicon import load_lexicon
from sitrep.coding.lexicon_coder import LexiconCoder
from sitrep.language import Span
from sitrep.ontology import load_ontology
from sitrep.reference import digest_tables, locate_reference
from sitrep.resolving import resolve_mentions
from sitrep.schema import Mention, Report

__all__ = ["Coder", "code_report", "load_coder"]


class Coder(Protocol):
    """Anything that finds the mentions of a report, such as "lexicon", version "0.1.0+3f2a9c41"."""

    @property
    def name(self) -> str:
        """Return what the coder is called."""
        ...

    @property
    def version(self) -> str:
        """Return what changes whenever the output may."""
        ...

    def __call__(self, report: Report, sentences: Sequence[Span] | None = None) -> list[Mention]:
        """Return the mentions of a report, of every status; offsets are of `report.text`.

        Args:
            report: the report.
            sentences: spans into `report.text` to take as the sentences; the coder finds its own without them.
        """
        ...


@cache
def load_coder() -> Coder:
    """Return the coder in use; its tables are read on the first call."""
    # Gazetteer and actors too: a place resolved otherwise is another output.
    return LexiconCoder(load_lexicon(), load_ontology(), digest_tables(locate_reference()))


def code_report(coder: Coder, report: Report, sentences: Sequence[Span] | None = None) -> list[Mention]:
    """Return the mentions of a report, resolved, in the order of their triggers."""
    mentions = resolve_mentions(report, coder(report, sentences))
    return sorted(mentions, key=lambda mention: (mention.trigger_start, mention.trigger_end, mention.plover_type))
