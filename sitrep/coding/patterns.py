"""Tellings from verb and noun lexicons: every rule readable, every telling with the line that made it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sitrep.coding.discourse import Discourse, read_speakers
from sitrep.coding.drafts import Draft, Name
from sitrep.coding.filling import VERBAL
from sitrep.coding.lexicon import Lexicon
from sitrep.coding.parties import choose_actors, choose_recipients
from sitrep.coding.reading import Findings, Range, Reading, read_sentence
from sitrep.coding.settling import drop_weak, join_results, settle_triggers
from sitrep.coding.status import judge_status
from sitrep.coding.surroundings import (
    assign_dates,
    assign_places,
    find_event_places,
    find_speaker,
    points_back,
)
from sitrep.coding.tolls import attach_tolls, count_victims, find_tolls
from sitrep.coding.triggers import Trigger, find_triggers
from sitrep.language import Span
from sitrep.language.sentence import Sentence
from sitrep.resolving.dates import DateMention, is_historical, resolve_date
from sitrep.schema import Attribution, Status

_SPORT_WORDS, _SPORT_KINDS = 6, 4
_ALLEGED_REACH = 8  # tokens about a trigger in which "allegedly" bears on it
_BACKGROUND_REACH = 5


@dataclass(frozen=True, slots=True)
class Patterns:
    """What the lexicon's patterns find in a text.

    Attributes:
        drafts: one for each telling, in order.
        readings: the sentences as the patterns see them.
        places: of each sentence, where something can have happened.
        is_sport: the report is of a game: a shot is one at goal unless somebody known fired it.
        parses: the sentences as the model reads them, overlong ones in parts.
    """

    drafts: list[Draft]
    readings: list[Reading]
    places: list[list[tuple[Range, Name]]]
    is_sport: bool = False
    parses: list[list[Sentence]] = field(default_factory=list[list[Sentence]])


def find_patterns(
    text: str, spans: Sequence[Span], findings: Findings, published: date | None, lexicon: Lexicon
) -> Patterns:
    """Return the tellings that the lexicon's lines find in the sentences of a clean text."""
    readings = [read_sentence(text, index, span, findings, lexicon) for index, span in enumerate(spans)]
    places = [find_event_places(reading, lexicon) for reading in readings]
    discourse = Discourse(read_speakers(readings, lexicon))
    drafter = _Drafter(lexicon, published)
    drafts: list[Draft] = []
    for reading in readings:
        found = places[reading.index]
        if not found and reading.index and points_back(reading):
            found = places[reading.index - 1]  # "the sweep of this region"
        drafts += drafter.draft_sentence(reading, found, discourse, drafts)
        discourse.note_subject(reading, lexicon)
    return Patterns(drafts, readings, places, is_sport=_is_sport(readings, lexicon))


class _Drafter:
    def __init__(self, lexicon: Lexicon, published: date | None) -> None:
        self._lexicon = lexicon
        self._published = published

    def draft_sentence(
        self,
        reading: Reading,
        places: Sequence[tuple[Range, Name]],
        discourse: Discourse,
        earlier: Sequence[Draft],
    ) -> list[Draft]:
        """Return the happenings that one sentence tells."""
        lexicon = self._lexicon
        triggers = find_triggers(reading, lexicon)
        for trigger in triggers:
            trigger.status = judge_status(reading, trigger, lexicon)
        triggers = drop_weak(settle_triggers(reading, triggers, lexicon))
        tolls = find_tolls(reading, triggers, lexicon) if reading.numbers else []
        if not triggers:
            attach_tolls(tolls, [], [], earlier, reading)
            return []
        ranges = [trigger.reach for trigger in triggers]
        told_places = assign_places(ranges, places, reading)
        told_dates = assign_dates(ranges, reading, lexicon.cues["speaks"])
        speaker = find_speaker(reading, lexicon, lexicon.cues["speech"])
        drafts = [
            self._draft_trigger(reading, trigger, told_places[index], told_dates[index], discourse)
            for index, trigger in enumerate(triggers)
        ]
        if speaker is not None:
            for trigger, draft in zip(triggers, drafts, strict=True):
                if speaker[0] != trigger.tokens.start:
                    draft.attributed_to = speaker[1].text
                    if draft.attribution == Attribution.OBSERVED:
                        draft.attribution = Attribution.CLAIMED
        attach_tolls(tolls, triggers, drafts, earlier, reading)
        return join_results(reading, triggers, drafts)

    def _draft_trigger(
        self,
        reading: Reading,
        trigger: Trigger,
        places: list[Name],
        told: DateMention | None,
        discourse: Discourse,
    ) -> Draft:
        lexicon, flags = self._lexicon, trigger.entry.flags
        chosen = choose_recipients(reading, trigger, lexicon)
        actors = _name_all(reading, choose_actors(reading, trigger.arguments.actors, lexicon), discourse)
        recipients = _name_all(reading, chosen, discourse)
        if not actors and trigger.type == "REQUEST" and "undergo" in flags:
            speaker = discourse.find_speaker_near(reading.index)  # "the regime must stop": the speaker asks
            actors = [speaker] if speaker is not None else []
        single = None
        if "kills" in flags and trigger.status == Status.ACTUAL:
            single = count_victims(reading, chosen, lexicon)
        start, end = trigger.tokens
        near = reading.lower[max(0, start - _ALLEGED_REACH) : end + _ALLEGED_REACH]
        is_alleged = not lexicon.cues["alleged"].isdisjoint(near)
        background = reading.lower[max(0, start - _BACKGROUND_REACH) : end + _BACKGROUND_REACH]
        return Draft(
            sentence=reading.index,
            sentences=[reading.index],
            trigger=reading.text_span(trigger.name or trigger.tokens),
            stem=trigger.entry.stem,
            rule=trigger.entry.rule,
            type=trigger.type,
            modes=trigger.modes,
            status=trigger.status,
            actors=actors,
            recipients=[name for name in recipients if all((name.start, name.end) != (a.start, a.end) for a in actors)],
            places=[] if trigger.type in VERBAL else list(places),
            date=told,
            single=single,
            attribution=Attribution.ALLEGED if is_alleged else Attribution.OBSERVED,
            is_background=not lexicon.cues["background"].isdisjoint(background) or _is_long_past(told, self._published),
            is_result="result" in flags or trigger.is_effect,
            is_weak="weak" in flags,
            is_again="again" in flags,
            is_pointing=trigger.voice == "noun" and _is_pointing(reading, start),
            is_headline=reading.tags[-1] not in ';"',
        )


def _is_sport(readings: Sequence[Reading], lexicon: Lexicon) -> bool:
    """Return whether a report is of a game, by how many of its words are of sport."""
    words = lexicon.classes["sportwords"].words
    told = [word for reading in readings for word in reading.lower if word in words]
    return len(told) >= _SPORT_WORDS and len(set(told)) >= _SPORT_KINDS


def _is_pointing(reading: Reading, index: int) -> bool:
    """Return whether an event noun points back: "this attack"."""
    number = reading.phrase_at[index]
    return number >= 0 and reading.lower[reading.phrases[number].start] in ("this", "these")


def _is_long_past(told: DateMention | None, published: date | None) -> bool:
    """Return whether a date is that of background: a telling without date, later on, is not of it."""
    return told is not None and is_historical(resolve_date(told.text, published=published), published=published)


def _name_all(reading: Reading, ranges: Sequence[Range], discourse: Discourse) -> list[Name]:
    """Return who ranges name, pronouns resolved, each once."""
    names: list[Name] = []
    for tokens in ranges:
        name = discourse.resolve(reading, tokens)
        if name is not None and all((name.start, name.end) != (known.start, known.end) for known in names):
            names.append(name)
    return names
