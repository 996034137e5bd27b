"""From a report's text to its mentions: the coder protocol, and the coder in use."""

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Protocol

from sitrep.coding.coder import ModelCoder
from sitrep.coding.lexicon import load_lexicon
from sitrep.coding.weights import load_weights
from sitrep.language import Span
from sitrep.language.model import LanguageModel
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
def load_coder() -> ModelCoder:
    """Return the coder in use; its tables are read on the first call."""
    model = LanguageModel.load()
    # Gazetteer and actors too: a place resolved otherwise is another output.
    digest = hashlib.sha256((digest_tables(locate_reference()) + model.version).encode()).hexdigest()
    return ModelCoder(model, load_lexicon(), load_ontology(), load_weights(), digest)


def code_report(coder: Coder, report: Report, sentences: Sequence[Span] | None = None) -> list[Mention]:
    """Return the mentions of a report, resolved, in the order of their triggers."""
    mentions = resolve_mentions(report, coder(report, sentences))
    return sorted(mentions, key=lambda mention: (mention.trigger_start, mention.trigger_end, mention.plover_type))
