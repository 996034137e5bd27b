"""The coder: the model's heads and the lexicon's patterns tell what sentences say, then the report is put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sitrep import __version__
from sitrep.cleaning import CleanText, clean_text
from sitrep.coding.building import MentionBuilder
from sitrep.coding.combining import calibrate_mention, combine_drafts
from sitrep.coding.drafts import Draft, Name
from sitrep.coding.filling import fill_claimants, fill_dateline, fill_places, fill_recipients
from sitrep.coding.gaps import count_victims, drop_things, fill_gaps, fill_speakers, name_described
from sitrep.coding.lexicon import Lexicon
from sitrep.coding.merging import merge_drafts
from sitrep.coding.patterns import Patterns, find_patterns
from sitrep.coding.pronouns import Antecedents
from sitrep.coding.reading import Findings
from sitrep.coding.tellings import Told, draft_triggers
from sitrep.coding.weights import Weights
from sitrep.language import Span, split_sentences
from sitrep.language.model import LanguageModel
from sitrep.language.sentence import Sentence
from sitrep.ontology import Ontology
from sitrep.resolving.actors import find_actors
from sitrep.resolving.dates import find_dates
from sitrep.resolving.numbers import find_numbers
from sitrep.resolving.places import find_places
from sitrep.schema import Mention, Report

_ALONE = 0.9  # the chance of what a pattern tells where the model is not asked


class ModelCoder:
    """Codes a report by the language model and the lexicon; see `Coder`.

    Attributes:
        weights: of what makes a telling likely, and two tellings one.

    Args:
        model: the language model.
        lexicon: the lexicon.
        ontology: the ontology.
        weights: of what makes a telling likely, and two tellings one.
        digest: of the tables and weights that the output hangs on.
        heads: whether the model's event heads are used.
        patterns: whether the lexicon's patterns are used.
    """

    name = "model"

    def __init__(
        self,
        model: LanguageModel,
        lexicon: Lexicon,
        ontology: Ontology,
        weights: Weights,
        digest: str,
        *,
        heads: bool = True,
        patterns: bool = True,
    ) -> None:
        self.version = f"{__version__}+{digest[:8]}"
        self._digest = digest
        self._model = model
        self._lexicon = lexicon
        self._ontology = ontology
        self.weights = weights
        self._heads = heads
        self._patterns = patterns

    def restrict(self, *, heads: bool = True, patterns: bool = True, model: Path | None = None) -> ModelCoder:
        """Return the same coder without a part of it, or with the model of another folder: for ablations."""
        return ModelCoder(
            LanguageModel.load(model) if model is not None else self._model,
            self._lexicon,
            self._ontology,
            self.weights,
            self._digest,
            heads=heads,
            patterns=patterns,
        )

    def trace(self, report: Report, sentences: Sequence[Span] | None = None) -> list[tuple[Draft, Mention]]:
        """Return the mentions of a report, unresolved, each with the draft that it was built from."""
        clean = clean_text(report.text)
        raw, spans, numbers = find_sentences(clean, sentences)
        drafts = self.draft(clean, spans, report.published)
        builder = MentionBuilder(report, clean, raw, numbers, f"{self.name} {self.version}", self._ontology)
        traced = [(draft, builder.build(draft)) for draft in drafts]
        return sorted(traced, key=lambda pair: (pair[1].trigger_start, pair[1].trigger_end))

    def __call__(self, report: Report, sentences: Sequence[Span] | None = None) -> list[Mention]:
        """Return the mentions of a report, of every status, in the order of the text.

        Args:
            report: the report.
            sentences: spans into `report.text` to use; without them the text is split here.
        """
        return [mention for _, mention in self.trace(report, sentences)]

    def draft(self, clean: CleanText, spans: Sequence[Span], published: date | None) -> list[Draft]:
        """Return the happenings of a clean text, one draft each, tellings merged and gaps filled."""
        told, merged = self.draft_merged(clean, spans, published)
        fill_speakers(merged)
        fill_claimants(merged, told.readings)
        fill_recipients(merged)
        name_described(merged, told.parses)
        count_victims(merged)
        fill_gaps(merged, told.parses, self.weights.gaps)
        fill_places(merged, told.places)
        fill_dateline(merged, _name_dateline(clean))
        return merged

    def draft_merged(
        self, clean: CleanText, spans: Sequence[Span], published: date | None
    ) -> tuple[Patterns, list[Draft]]:
        """Return what is told, and its happenings as their own sentences tell them, tellings merged."""
        told = self.draft_tellings(clean, spans, published)
        likely = [draft for draft in told.drafts if draft.chance >= self.weights.least_telling]
        merged = merge_drafts(likely, published, self._lexicon, self.weights.merging)
        drop_things(merged, told.drafts, self._lexicon)
        for draft in merged:
            draft.confidence = calibrate_mention(draft, merged, self.weights.calibration)
        return told, [draft for draft in merged if (draft.confidence or 0) >= self.weights.least_mention]

    def draft_tellings(self, clean: CleanText, spans: Sequence[Span], published: date | None) -> Patterns:
        """Return every telling of a clean text, however unlikely, before tellings are linked."""
        text = clean.text
        findings = find_named(clean)
        found = find_patterns(text, spans, findings, published, self._lexicon)
        parses = self._model.read_sentences(text, spans)
        antecedents = Antecedents(parses)
        told = Told(findings.numbers, findings.dates)
        tellings: list[Draft] = []
        by_sentence: dict[int, list[Draft]] = {}
        for draft in found.drafts:
            by_sentence.setdefault(draft.sentence, []).append(draft)
        for number, parts in enumerate(parses):
            learned = [draft for part in parts for draft in draft_triggers(number, part, antecedents, told)]
            own = by_sentence.get(number, [])
            for draft in own:
                locate_draft(draft, parts)
            if self._heads:
                tellings += combine_drafts(learned, own if self._patterns else [], self.weights)
            elif self._patterns:
                tellings += [replace(draft, chance=_ALONE) for draft in own]
        if found.is_sport:
            tellings = [
                draft for draft in tellings if draft.type != "ASSAULT" or any(name.is_known for name in draft.actors)
            ]
        return replace(found, drafts=tellings, parses=parses)


def find_named(clean: CleanText) -> Findings:
    """Return the actors, places, dates and numbers of a clean text.

    Place and day of the dateline are those of the writing, not of what is told, and left out.
    """
    text, head = clean.text, clean.dateline
    return Findings(
        find_actors(text),
        [place for place in find_places(text) if head is None or not head.start <= place.start < head.end],
        [told for told in find_dates(text) if head is None or not head.start <= told.start < head.end],
        find_numbers(text),
    )


def locate_draft(draft: Draft, parts: Sequence[Sentence]) -> None:
    """Note the word of the tree that a pattern's trigger hangs on."""
    for part in parts:
        words = part.find_words(*draft.trigger)
        if words:
            draft.parse, draft.word = (
                part,
                next(
                    (word.index for word in words if not words[0].index <= part.heads[word.index] <= words[-1].index),
                    words[0].index,
                ),
            )
            return


def find_sentences(clean: CleanText, sentences: Sequence[Span] | None) -> tuple[list[Span], list[Span], list[int]]:
    """Return the sentences in the raw text, those kept in the clean one, and the numbers of the latter."""
    if sentences is None:
        spans = split_sentences(clean.text)
        return [Span(*clean.to_raw(*span)) for span in spans], spans, list(range(len(spans)))
    raw = [Span(*span) for span in sentences]
    kept = [(number, Span(*clean.from_raw(*span))) for number, span in enumerate(raw)]
    kept = [(number, span) for number, span in kept if span.start < span.end]
    return raw, [span for _, span in kept], [number for number, _ in kept]


def _name_dateline(clean: CleanText) -> Name | None:
    """Return the place of the dateline as a name."""
    if clean.dateline is None:
        return None
    start = clean.text.find(clean.dateline.place, clean.dateline.start, clean.dateline.end)
    return Name(clean.dateline.place, start, start + len(clean.dateline.place)) if start >= 0 else None
