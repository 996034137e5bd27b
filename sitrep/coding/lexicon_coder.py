"""The coder from verb and noun lexicons: no parser, every rule readable, every mention with the line that made it."""

from collections.abc import Sequence
from datetime import date

from sitrep import __version__
from sitrep.cleaning import CleanText, clean_text
from sitrep.coding.arguments import find_after, find_subject
from sitrep.coding.discourse import Discourse, read_speakers
from sitrep.coding.drafts import Draft, Name, agree
from sitrep.coding.lexicon import Lexicon
from sitrep.coding.merging import merge_drafts
from sitrep.coding.parties import choose_actors, choose_recipients
from sitrep.coding.reading import Findings, Range, Reading, read_sentence
from sitrep.coding.status import find_scope, judge_status, settle_type
from sitrep.coding.surroundings import (
    assign_dates,
    assign_places,
    find_event_places,
    find_speaker,
    make_name,
)
from sitrep.coding.tolls import ToldNumber, count_victims, find_tolls
from sitrep.coding.triggers import Trigger, find_triggers
from sitrep.language import Span, split_sentences
from sitrep.ontology import Ontology
from sitrep.resolving.actors import find_actors
from sitrep.resolving.dates import find_dates
from sitrep.resolving.numbers import NumberMention, find_numbers
from sitrep.resolving.places import find_places
from sitrep.schema import Attribution, Mention, Party, Place, Report, Status, Toll, hash_id

_ARMED_TOLLS = {
    "killed": "ASSAULT",
    "injured": "ASSAULT",
    "abducted": "ASSAULT",
    "arrested": "COERCE",
    "displaced": "COERCE",
}
_AREAS = frozenset(["area", "region", "city", "town", "village", "district", "province", "camp"])
_SCENE = 2  # sentences back that a place holds on for
_WITH_PERSONNEL = frozenset(("ASSAULT", "MOBILIZE", "PROTEST", "COERCE", "COOPERATE", "RETREAT"))
_PLACED_ACTS = frozenset(("CONSULT", "AGREE", "CONCEDE"))
_VERBAL = frozenset(("SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"))


class LexiconCoder:
    """Codes a report by the lexicon; see `Coder`."""

    name = "lexicon"

    def __init__(self, lexicon: Lexicon, ontology: Ontology) -> None:
        self.version = f"{__version__}+{lexicon.digest[:8]}"
        self._lexicon = lexicon
        self._ontology = ontology

    def __call__(self, report: Report, sentences: Sequence[Span] | None = None) -> list[Mention]:
        """Return the mentions of a report, of every status, in the order of the text.

        Args:
            report: the report.
            sentences: spans into `report.text` to use; without them the text is split here.
        """
        clean = clean_text(report.text)
        spans = _find_spans(clean, sentences)
        drafts = self.draft(clean.text, [span for span in spans if span is not None], report.published)
        numbers = [number for number, span in enumerate(spans) if span is not None]
        raw = [Span(*span) for span in sentences] if sentences is not None else None
        builder = _MentionBuilder(report, clean, spans, raw, numbers, self, self._ontology)
        return sorted(map(builder.build, drafts), key=lambda mention: (mention.trigger_start, mention.trigger_end))

    def draft(self, text: str, spans: Sequence[Span], published: date | None) -> list[Draft]:
        """Return the happenings of a clean text, tellings merged."""
        findings = Findings(find_actors(text), find_places(text), find_dates(text), find_numbers(text))
        readings = [read_sentence(text, index, span, findings, self._lexicon) for index, span in enumerate(spans)]
        discourse = Discourse(read_speakers(readings, self._lexicon))
        drafts: list[Draft] = []
        for reading in readings:
            drafts += self._draft_sentence(readings, reading, discourse, drafts)
            discourse.note_subject(reading, self._lexicon)
        merged = [draft for draft in merge_drafts(drafts, published) if not draft.is_again]
        for draft in merged:
            if draft.single is not None:
                draft.tolls.setdefault("killed", draft.single)
        _fill_claimants(merged, readings)
        _fill_recipients(merged)
        _fill_places(merged, [find_event_places(reading, self._lexicon) for reading in readings])
        return merged

    def _draft_sentence(
        self, readings: Sequence[Reading], reading: Reading, discourse: Discourse, earlier: list[Draft]
    ) -> list[Draft]:
        lexicon = self._lexicon
        triggers = find_triggers(reading, lexicon)
        tolls = find_tolls(reading, lexicon) if reading.numbers else []
        if not triggers:
            _attach_tolls(tolls, [], earlier, reading)
            return []
        for trigger in triggers:
            trigger.status = judge_status(reading, trigger, lexicon)
        triggers = _settle(reading, triggers, lexicon)
        triggers = _drop_weak(triggers)
        ranges = [
            Range(min(trigger.tokens.start, trigger.carrier), max(trigger.tokens.end, trigger.carrier + 1))
            for trigger in triggers
        ]
        places = assign_places(ranges, find_event_places(reading, lexicon), reading) if triggers else []
        dates = assign_dates(ranges, reading)
        speaker = find_speaker(reading, lexicon, lexicon.cues["speech"]) if triggers else None
        if reading.index and _points_back(reading):  # "the operation to cleanse this region"
            before = find_event_places(readings[reading.index - 1], lexicon)
            places = [names or [name for _, name in before] for names in places]
        drafts = [
            self._draft_trigger(reading, trigger, places[index], dates[index], speaker, discourse)
            for index, trigger in enumerate(triggers)
        ]
        _attach_tolls(tolls, list(zip(triggers, drafts, strict=True)), earlier, reading)
        return _join_results(reading, triggers, drafts)

    def _draft_trigger(
        self,
        reading: Reading,
        trigger: Trigger,
        places: list[Name],
        told: object,
        speaker: tuple[int, Name] | None,
        discourse: Discourse,
    ) -> Draft:
        lexicon = self._lexicon
        actors = _name_all(reading, choose_actors(reading, trigger.arguments.actors, lexicon), discourse)
        recipients = _name_all(reading, choose_recipients(reading, trigger, lexicon), discourse)
        recipients = [name for name in recipients if not any(name.start == actor.start for actor in actors)]
        if not actors and trigger.type == "REQUEST" and "undergo" in trigger.entry.flags:
            speaker_near = discourse.find_speaker_near(reading.index)  # "the regime must stop": the speaker asks
            actors = [speaker_near] if speaker_near is not None else []
        draft = Draft(
            sentence=reading.index,
            sentences=[reading.index],
            trigger=reading.text_span(trigger.name or trigger.tokens),
            stem=trigger.entry.stem,
            rule=trigger.entry.rule,
            type=trigger.type,
            modes=trigger.modes,
            status=trigger.status,
            actors=actors,
            recipients=recipients,
            places=[] if trigger.type in _VERBAL else places,
            date=told,  # type: ignore[arg-type]
            is_background=not lexicon.cues["background"].isdisjoint(
                reading.lower[max(0, trigger.tokens.start - 5) : trigger.tokens.start + 4]
            ),
            is_result="result" in trigger.entry.flags,
            is_weak="weak" in trigger.entry.flags,
            is_again="again" in trigger.entry.flags,
            is_headline=reading.tags[-1] not in ';"',
        )
        if "kills" in trigger.entry.flags and draft.status == Status.ACTUAL:
            single = count_victims(reading, choose_recipients(reading, trigger, lexicon), lexicon)
            if single is not None:
                draft.single = single
        if speaker is not None and speaker[0] != trigger.tokens.start:
            draft.attribution = Attribution.CLAIMED
            draft.attributed_to = speaker[1].text
        words = reading.lower[max(0, trigger.tokens.start - 8) : trigger.tokens.end + 8]
        if not lexicon.cues["alleged"].isdisjoint(words):
            draft.attribution = Attribution.ALLEGED
        return draft


def _points_back(reading: Reading) -> bool:
    """Return whether a sentence speaks of the place of the one before: "this region", "there"."""
    lower = reading.lower
    return any(word in _AREAS and index and lower[index - 1] == "this" for index, word in enumerate(lower))


def _find_spans(clean: CleanText, sentences: Sequence[Span] | None) -> list[Span | None]:
    """Return the sentences as clean spans; None for one of which nothing was kept."""
    if sentences is None:
        return list(split_sentences(clean.text))
    spans: list[Span | None] = []
    for start, end in sentences:
        found = Span(*clean.from_raw(start, end))
        spans.append(found if found.start < found.end else None)
    return spans


def _name_all(reading: Reading, ranges: Sequence[Range], discourse: Discourse) -> list[Name]:
    """Return who ranges name, pronouns resolved, each once."""
    names: list[Name] = []
    for tokens in ranges:
        name = discourse.resolve(reading, tokens)
        if name is not None and all((name.start, name.end) != (known.start, known.end) for known in names):
            names.append(name)
    return names


def _settle(reading: Reading, triggers: list[Trigger], lexicon: Lexicon) -> list[Trigger]:
    """Apply the tie-breaks; drop what a governing trigger governs."""
    kept: list[Trigger] = []
    scope = Range(0, 0)
    for position, trigger in enumerate(triggers):
        if scope.start <= trigger.tokens.start < scope.end and _is_governed(reading, trigger):
            continue
        governed = None
        if "governs" in trigger.entry.flags:
            own = find_scope(reading, trigger, lexicon)
            inner = [item for item in triggers[position + 1 :] if own.start <= item.tokens.start < own.end]
            governed = inner[0].entry.type if inner else None
            scope = own
        settle_type(reading, trigger, lexicon, governed)
        kept.append(trigger)
    if any(trigger.type == "PROTEST" for trigger in kept):  # the topic of a protest is no request of its own
        kept = [trigger for trigger in kept if trigger.type != "REQUEST" or not _is_topic(reading, trigger)]
    if any(trigger.type == "ASSAULT" for trigger in kept):
        kept = [trigger for trigger in kept if trigger.type != "MOBILIZE" or not _led_to_force(reading, trigger, kept)]
    return kept


def _is_topic(reading: Reading, trigger: Trigger) -> bool:
    """Return whether a request is what a protest is for: "marched to demand", "a rally demanding"."""
    before = reading.lower[max(0, trigger.tokens.start - 1) : trigger.tokens.start]
    return trigger.voice in ("ing", "noun") or before == ["to"]


def _is_governed(reading: Reading, trigger: Trigger) -> bool:
    """Return whether a trigger in a scope is what is asked or promised; "the attack" happened all the same."""
    if trigger.voice != "noun" or trigger.entry.type not in ("ASSAULT", "COERCE"):
        return True
    number = reading.phrase_at[trigger.tokens.start]
    first = reading.lower[reading.phrases[number].start] if number >= 0 else ""
    return first not in ("the", "this", "these", "those", "its", "his", "their")


def _led_to_force(reading: Reading, trigger: Trigger, kept: list[Trigger]) -> bool:
    """Return whether the force that was moved was used by the same actors in the same sentence."""
    mine = {word for name in trigger.arguments.actors for word in reading.words(name)}
    return any(
        mine & {word for name in other.arguments.actors for word in reading.words(name)}
        for other in kept
        if other.type == "ASSAULT"
    )


def _drop_weak(triggers: list[Trigger]) -> list[Trigger]:
    """Drop weak triggers beside a stronger one of their type."""
    strong = {trigger.type for trigger in triggers if "weak" not in trigger.entry.flags}
    return [trigger for trigger in triggers if "weak" not in trigger.entry.flags or trigger.type not in strong]


def _join_results(reading: Reading, triggers: list[Trigger], drafts: list[Draft]) -> list[Draft]:
    """Make what an attack caused a part of it: "a bombing killed 14", "shelled the town, killing 14"."""
    causes = [
        (trigger, draft)
        for trigger, draft in zip(triggers, drafts, strict=True)
        if draft.type == "ASSAULT" and not draft.is_result and draft.status != Status.NEGATED
    ]
    kept: list[Draft] = []
    for trigger, draft in zip(triggers, drafts, strict=True):
        cause = None
        if draft.is_result and draft.type == "ASSAULT" and draft.status == Status.ACTUAL:
            near = [
                (abs(other.tokens.start - trigger.tokens.start), index)
                for index, (other, _) in enumerate(causes)
                if ";"
                not in reading.tags[
                    min(other.tokens.start, trigger.tokens.start) : max(other.tokens.start, trigger.tokens.start)
                ]
            ]
            cause = causes[min(near)[1]][1] if near else None
        if cause is None:
            kept.append(draft)
            continue
        if not cause.actors:
            cause.actors = draft.actors
        known = {name.text for name in (*cause.recipients, *cause.actors)}
        cause.recipients = cause.recipients + [name for name in draft.recipients if name.text not in known]
        cause.places = cause.places or draft.places
        for toll, number in draft.tolls.items():
            cause.tolls.setdefault(toll, number)
        cause.single = cause.single or draft.single
    return kept


def _fill_claimants(drafts: Sequence[Draft], readings: Sequence[Reading]) -> None:
    """Give an attack of unknown actors the one who claims it: "the group claimed responsibility"."""
    for reading in readings:
        for index, word in enumerate(reading.lower):
            if (
                word != "responsibility"
                or index == 0
                or "claim" not in " ".join(reading.lower[max(0, index - 4) : index + 5])
            ):
                continue
            verb = next(
                (at for at in range(index, max(-1, index - 5), -1) if reading.lower[at].startswith("claim")), -1
            )
            names = find_subject(reading, verb) if verb >= 0 else find_after(reading, index, frozenset(("by",)), 8)
            claimants = [make_name(reading, name) for name in names if reading.is_actor(name)]
            near = [
                draft
                for draft in drafts
                if draft.type == "ASSAULT" and not draft.actors and min(draft.sentences) <= reading.index
            ]
            if claimants and near:
                max(near, key=lambda draft: draft.sentence).actors = claimants


def _fill_places(drafts: Sequence[Draft], places: Sequence[Sequence[tuple[Range, Name]]]) -> None:
    """Give a material happening told without a place that of the sentence before, which tells of the same scene."""
    for draft in drafts:
        if draft.places or draft.type in _VERBAL or draft.type in _PLACED_ACTS:
            continue
        for back in range(_SCENE + 1):
            sentence = draft.sentence - back
            if sentence >= 0 and places[sentence]:
                draft.places = [name for _, name in places[sentence]]
                break


def _fill_recipients(drafts: Sequence[Draft]) -> None:
    """Give what is condemned or welcomed its doer as recipient: who condemns an attack condemns the attacker."""
    for draft in drafts:
        if draft.recipients or draft.type not in ("ACCUSE", "SUPPORT"):
            continue
        wanted = ("ASSAULT", "COERCE") if draft.type == "ACCUSE" else ("AGREE", "ASSAULT", "CONCEDE", "CONSULT", "AID")
        near = [
            (abs(other.trigger.start - draft.trigger.start), index)
            for index, other in enumerate(drafts)
            if other.type in wanted and other.actors and set(other.sentences) & set(draft.sentences)
        ]
        if near:
            doers = drafts[min(near)[1]].actors
            draft.recipients = [name for name in doers if not any(agree(name, actor) for actor in draft.actors)]


def _attach_tolls(
    tolls: Sequence[ToldNumber],
    triggers: Sequence[tuple[Trigger, Draft]],
    earlier: Sequence[Draft],
    reading: Reading,
) -> None:
    """Give each toll to the nearest trigger of its type, else to the last mention of that type just before."""
    for told in tolls:
        wanted = _ARMED_TOLLS.get(told.toll)
        if wanted is None:
            _attach_personnel(told, triggers)
            continue
        near = [
            (abs(trigger.tokens.start - told.where.start), index)
            for index, (trigger, draft) in enumerate(triggers)
            if draft.type == wanted and draft.status in (Status.ACTUAL, Status.NEGATED)
        ]
        if near:
            triggers[min(near)[1]][1].tolls.setdefault(told.toll, told.number)
            continue
        for draft in reversed(earlier):
            if reading.index - draft.sentence > 2:
                break
            if draft.type == wanted and told.toll not in draft.tolls:
                draft.tolls[told.toll] = told.number
                if reading.index not in draft.sentences:
                    draft.sentences.append(reading.index)
                break


def _attach_personnel(told: ToldNumber, triggers: Sequence[tuple[Trigger, Draft]]) -> None:
    """Give a number of forces to the trigger they take part in: as its actors, else the nearest of its kind."""
    near: list[tuple[int, int]] = []
    for index, (trigger, draft) in enumerate(triggers):
        acts = any(told.where.end <= name.end and name.start <= told.where.end + 4 for name in trigger.arguments.actors)
        if draft.type in _WITH_PERSONNEL and (acts or told.involved):
            near.append((abs(trigger.tokens.start - told.where.start), index))
    if near:
        triggers[min(near)[1]][1].tolls.setdefault("personnel", told.number)


class _MentionBuilder:
    """Makes mentions of drafts: offsets of the clean text become those of the report."""

    def __init__(
        self,
        report: Report,
        clean: CleanText,
        spans: Sequence[Span | None],
        raw: Sequence[Span] | None,
        numbers: Sequence[int],
        coder: LexiconCoder,
        ontology: Ontology,
    ) -> None:
        self.report = report
        self.clean = clean
        self.numbers = numbers
        self.sentences = raw or [Span(*clean.to_raw(*span)) for span in spans if span is not None]
        self.coder = f"{coder.name} {coder.version}"
        self.ontology = ontology

    def build(self, draft: Draft) -> Mention:
        text = self.report.text
        anchor = self.numbers[draft.sentence]
        quote = self.sentences[anchor]
        start, end = self.clean.to_raw(*draft.trigger)
        kind = self.ontology.types[draft.type]
        modes = tuple(dict.fromkeys(mode for mode in draft.modes if mode in kind.modes))
        date_span = self.clean.to_raw(draft.date.start, draft.date.end) if draft.date else None
        return Mention(
            mention_id=hash_id(self.report.report_id, start, end, draft.type),
            report_id=self.report.report_id,
            quote=text[quote.start : quote.end],
            quote_start=quote.start,
            quote_end=quote.end,
            sentences=tuple(self.numbers[index] for index in draft.sentences),
            trigger=text[start:end],
            trigger_start=start,
            trigger_end=end,
            plover_type=draft.type,
            plover_modes=modes,
            quad_class=kind.quad_class,
            intensity=self.ontology.score_intensity(draft.type, modes),
            status=draft.status,
            is_historical=draft.is_background,
            attribution=draft.attribution,
            attributed_to=draft.attributed_to,
            actors=tuple(map(self._party, draft.actors)),
            recipients=tuple(map(self._party, draft.recipients)),
            places=tuple(map(self._place, draft.places)),
            date_text=text[slice(*date_span)] if date_span else None,
            date_text_start=date_span[0] if date_span else None,
            date_text_end=date_span[1] if date_span else None,
            **{toll: self._toll(number) for toll, number in draft.tolls.items()},
            coder=self.coder,
            rule=draft.rule,
        )

    def _party(self, name: Name) -> Party:
        start, end = self.clean.to_raw(name.start, name.end)
        return Party(name=self.report.text[start:end], start=start, end=end)

    def _place(self, name: Name) -> Place:
        start, end = self.clean.to_raw(name.start, name.end)
        return Place(name=self.report.text[start:end], start=start, end=end)

    def _toll(self, number: NumberMention) -> Toll:
        start, end = self.clean.to_raw(number.start, number.end)
        return Toll(low=number.low, best=number.best, high=number.high, basis=number.basis, start=start, end=end)
