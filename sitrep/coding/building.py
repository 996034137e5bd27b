"""From drafts to mentions: offsets of the clean text become those of the report's text."""

from collections.abc import Sequence

from sitrep.cleaning import CleanText
from sitrep.coding.drafts import Draft, Name
from sitrep.language import Span
from sitrep.ontology import Ontology
from sitrep.resolving.numbers import NumberMention
from sitrep.schema import Mention, Party, Place, Report, Toll, hash_id


class MentionBuilder:
    """Builds the mentions of one report.

    Args:
        report: the report.
        clean: its clean text.
        sentences: its sentences, in the raw text.
        numbers: the number of each sentence that the drafts count.
        coder: name and version of the coder.
        ontology: the ontology.
    """

    def __init__(
        self,
        report: Report,
        clean: CleanText,
        sentences: Sequence[Span],
        numbers: Sequence[int],
        coder: str,
        ontology: Ontology,
    ) -> None:
        self._report = report
        self._clean = clean
        self._sentences = sentences
        self._numbers = numbers
        self._coder = coder
        self._ontology = ontology

    def build(self, draft: Draft) -> Mention:
        """Return the mention of a draft."""
        text = self._report.text
        quote = self._sentences[self._numbers[draft.sentence]]
        start, end = self._clean.to_raw(*draft.trigger)
        kind = self._ontology.types[draft.type]
        modes = tuple(dict.fromkeys(mode for mode in draft.modes if mode in kind.modes))
        date_span = self._clean.to_raw(draft.date.start, draft.date.end) if draft.date else None
        return Mention(
            mention_id=hash_id(self._report.report_id, start, end, draft.type),
            report_id=self._report.report_id,
            quote=text[quote.start : quote.end],
            quote_start=quote.start,
            quote_end=quote.end,
            sentences=tuple(self._numbers[index] for index in draft.sentences),
            trigger=text[start:end],
            trigger_start=start,
            trigger_end=end,
            plover_type=draft.type,
            plover_modes=modes,
            quad_class=kind.quad_class,
            intensity=self._ontology.score_intensity(draft.type, modes),
            status=draft.status,
            is_historical=draft.is_background,
            attribution=draft.attribution,
            attributed_to=draft.attributed_to,
            actors=tuple(map(self._build_party, draft.actors)),
            recipients=tuple(map(self._build_party, draft.recipients)),
            places=tuple(map(self._build_place, draft.places)),
            instruments=tuple(dict.fromkeys(name.text for name in draft.instruments)),
            date_text=text[slice(*date_span)] if date_span else None,
            date_text_start=date_span[0] if date_span else None,
            date_text_end=date_span[1] if date_span else None,
            killed=self._build_toll(draft.tolls.get("killed")),
            injured=self._build_toll(draft.tolls.get("injured")),
            abducted=self._build_toll(draft.tolls.get("abducted")),
            arrested=self._build_toll(draft.tolls.get("arrested")),
            displaced=self._build_toll(draft.tolls.get("displaced")),
            personnel=self._build_toll(draft.tolls.get("personnel")),
            coder=self._coder,
            rule=draft.rule,
            confidence=draft.confidence,
        )

    def _build_party(self, name: Name) -> Party:
        start, end = self._clean.to_raw(name.start, name.end)
        return Party(name=self._report.text[start:end], start=start, end=end)

    def _build_place(self, name: Name) -> Place:
        start, end = self._clean.to_raw(name.start, name.end)
        return Place(name=self._report.text[start:end], start=start, end=end)

    def _build_toll(self, number: NumberMention | None) -> Toll:
        if number is None:
            return Toll()
        start, end = self._clean.to_raw(number.start, number.end)
        return Toll(low=number.low, best=number.best, high=number.high, basis=number.basis, start=start, end=end)
