"""Finding the words that name a happening, with what the lexicon asks of their surroundings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sitrep.coding.arguments import (
    Arguments,
    find_agent,
    find_companions,
    find_inner_object,
    find_noun_arguments,
    find_object,
    find_relative_object,
    find_subject,
    is_somebody,
    is_thing,
)
from sitrep.coding.lexicon import NO_EVENT, Entry, Lexicon, Words
from sitrep.coding.reading import Range, Reading
from sitrep.coding.voices import BE, find_command, find_voice, is_passive
from sitrep.language.tokens import read_word_list
from sitrep.resolving.actors import resolve_actor

_GAP = 3
_PARTICLES = read_word_list("up off out down back over away apart dead")
_VERB_REACH = 10  # tokens after a verb in which its complement stands
_SUBJECT_REACH = 14  # tokens before a passive
_NOUN_REACH = 9  # tokens on either side of a noun
_LIGHT_REACH = 7


@dataclass(slots=True)
class Trigger:
    """A word or phrase that names a happening, with those told about it.

    Attributes:
        entry: the line of the lexicon.
        tokens: its tokens.
        voice: active, passive, ing or noun.
        arguments: actors and recipients as ranges of tokens.
        carrier: index of the verb that carries an event noun, else of the trigger.
        type: PLOVER type, once the tie-breaks are applied.
        modes: modes, main one first.
        status: actual, planned, hypothetical, negated.
        complement: index of the word that the lexicon asked for, -1 without one.
        will: the verb group says "will" or "would".
        is_effect: its subject is an event noun of the same type.
        name: the tokens that name the happening, where it is not the trigger itself that does.
    """

    entry: Entry
    tokens: Range
    voice: str
    arguments: Arguments
    carrier: int
    type: str = ""
    modes: list[str] = field(default_factory=list)
    status: str = "actual"
    complement: int = -1
    will: bool = False
    is_effect: bool = False
    name: Range | None = None

    @property
    def reach(self) -> Range:
        """Return the tokens from the trigger to the verb that carries it."""
        return Range(min(self.tokens.start, self.carrier), max(self.tokens.end, self.carrier + 1))


def find_triggers(reading: Reading, lexicon: Lexicon) -> list[Trigger]:
    """Return the triggers of a sentence in order: at each word the longest, narrowest line that fits.

    "Police raided a house" -> COERCE; "bandits raided a village" -> ASSAULT; "a heart attack" -> none
    """
    lower = reading.lower
    hits = [index for index, word in enumerate(lower) if word in lexicon.by_form]
    if not hits:
        return []
    reading.blocked = _find_lookalikes(reading, lexicon)
    triggers: list[Trigger] = []
    end = find_command(reading, lexicon)
    for index in hits:
        if index < end or index in reading.blocked:
            continue
        trigger = _find_trigger(reading, index, lexicon)
        if trigger is not None:
            end = trigger.tokens.end
            if trigger.entry.type != NO_EVENT:
                triggers.append(trigger)
    triggers = [trigger for trigger in triggers if not _is_chosen_for(trigger, triggers)]
    _mark_effects(reading, triggers)
    return triggers


def _mark_effects(reading: Reading, triggers: Sequence[Trigger]) -> None:
    """Mark verbs whose subject is an event noun of their type: the hitting of "a drone strike hit the convoy"."""
    nouns = [trigger for trigger in triggers if trigger.voice == "noun"]
    if not nouns:
        return
    for trigger in triggers:
        if trigger.voice != "active":
            continue
        for name in find_subject(reading, trigger.tokens.start):
            trigger.is_effect |= any(
                noun.entry.type == trigger.entry.type and name.start <= noun.tokens.end - 1 < name.end for noun in nouns
            )


def _is_chosen_for(trigger: Trigger, triggers: Sequence[Trigger]) -> bool:
    """Return whether an event noun is what a verb was chosen for: one happening, which the noun names.

    "imposed a curfew" is named by "curfew", "lifted the siege" by "lifted", for a siege is of another type.
    """
    if trigger.voice != "noun":
        return False
    for other in triggers:
        if other.voice != "noun" and trigger.tokens.start <= other.complement < trigger.tokens.end:
            if other.entry.type == trigger.entry.type:
                other.name = trigger.tokens
            return True
    return False


def match_elements(
    lower: Sequence[str], tags: Sequence[str], index: int, elements: Sequence[frozenset[str] | None]
) -> int:
    """Return the end of a phrase that begins at a token, or -1: gaps, and objects before particles, are passed."""
    position = index + 1
    size = len(lower)
    gap = 0
    for element in elements[1:]:
        if element is None:
            gap = _GAP
            continue
        reach = gap
        if not reach and elements[0] is not None and _PARTICLES & element:
            reach = _GAP
        elif not reach and position < size and tags[position] == "A":
            reach = 1
        stop = min(size, position + reach + 1)
        while position < stop and lower[position] not in element:
            if tags[position] == ";":
                return -1
            position += 1
        if position >= stop:
            return -1
        position += 1
        gap = 0
    return position


def _find_lookalikes(reading: Reading, lexicon: Lexicon) -> frozenset[int]:
    """Return the tokens of look-alikes, and of what only says who acts along: ", backed by France,"."""
    lower, blocked = reading.lower, set[int]()
    for index, word in enumerate(lower):
        if word in lexicon.companion_words and index and reading.tags[index - 1] != "X":
            blocked.update(
                index for phrase in lexicon.companions if tuple(lower[index : index + len(phrase)]) == phrase
            )
        for item in lexicon.lookalikes.get(word, ()):
            end = index + len(item.elements)
            if end <= len(lower) and all(
                element is None or lower[index + offset] in element for offset, element in enumerate(item.elements)
            ):
                blocked.update(range(index, end))
    return frozenset(blocked)


def _find_trigger(reading: Reading, index: int, lexicon: Lexicon) -> Trigger | None:
    """Return the trigger that begins at a token, or None; a NONE line that fits is returned too."""
    known: dict[tuple[int, str, frozenset[str]], Arguments] = {}
    for entry in lexicon.by_form[reading.lower[index]]:
        end = match_elements(reading.lower, reading.tags, index, entry.elements)
        if end < 0:
            continue
        voice = find_voice(reading, entry, index, end, lexicon)
        if voice is None:
            continue
        tokens = Range(index, end)
        complement = -1
        if entry.complement is not None:
            complement = _find_complement(reading, tokens, voice, entry, entry.complement)
            if complement < 0:
                continue
        key = (end, entry.of_role, entry.flags)
        if key not in known:
            known[key], carrier = _find_arguments(reading, tokens, voice, entry, lexicon)
        else:
            carrier = index
        if entry.table == "nouns":
            carrier = _find_carrier(reading, tokens, lexicon)[0]
        arguments = known[key]
        if not _fits(reading, entry, arguments, carrier, index, voice, lexicon):
            continue
        return Trigger(
            entry,
            tokens,
            voice,
            Arguments([*arguments.actors], [*arguments.recipients]),
            carrier,
            complement=complement,
            name=_find_name(reading, tokens, entry),
        )
    return None


def _find_name(reading: Reading, tokens: Range, entry: Entry) -> Range | None:
    """Return the noun that names what a phrase with a gap tells: the agreement of "reached a new agreement"."""
    if None not in entry.elements or tokens.end - tokens.start < len(entry.elements):
        return None
    if reading.tags[tokens.end - 1] == "N":
        return Range(tokens.end - 1, tokens.end)
    return Range(tokens.start, tokens.start + 1) if tokens.end - tokens.start > len(entry.elements) + 1 else None


def _find_complement(reading: Reading, tokens: Range, voice: str, entry: Entry, wanted: Words) -> int:
    """Return the index of a word that the line asks for, or -1."""
    for zone in _find_zones(reading, tokens, voice, "governs" in entry.flags):
        found = _find_words(reading, zone, wanted, voice, is_veto=entry.type == NO_EVENT)
        if found >= 0:
            return found
    return -1


def _find_zones(reading: Reading, tokens: Range, voice: str, governs: bool) -> Iterator[Range]:
    """Yield where the complement may stand."""
    tags = reading.tags
    if voice == "noun":
        start = tokens.start
        while start > max(0, tokens.start - _NOUN_REACH) and tags[start - 1] != ";":
            start -= 1
        end = tokens.end
        while end < min(len(tags), tokens.end + _NOUN_REACH) and tags[end] != ";":
            end += 1
        yield Range(start, tokens.start)
        yield Range(tokens.end, end)
        return
    if voice == "passive":
        start = tokens.start
        while start > max(0, tokens.start - _SUBJECT_REACH) and tags[start - 1] != ";":
            start -= 1
        yield Range(start, tokens.start)
    end = tokens.end
    stops = ";" if governs else ";SV"
    while end < min(len(tags), tokens.end + _VERB_REACH) and tags[end] not in stops:
        end += 1
    yield Range(tokens.start + 1, end)  # an object may stand before the particle: "drove the rebels out"


def _find_words(reading: Reading, zone: Range, wanted: Words, voice: str, *, is_veto: bool) -> int:
    if zone.start >= zone.end:
        return -1
    lower = reading.lower
    for index in range(zone.start, zone.end):
        if lower[index] in wanted.words and (is_veto or index not in reading.blocked):
            return index
    if wanted.place:
        for place, _ in reading.places:
            if place.start < zone.end and zone.start < place.end:
                return place.start
        # A place no gazetteer knows: a capitalised name right after the verb.
        if voice in ("active", "ing") and zone.start < len(lower):
            first = reading.tokens[zone.start]
            if (
                first.text[0].isupper()
                and reading.tags[zone.start] == "N"
                and not reading.is_actor(Range(zone.start, zone.start + 1))
            ):
                return zone.start
    if wanted.sectors:
        for actor in reading.actors:
            if actor.start < zone.end and zone.start < actor.end and find_sector(reading.name(actor)) in wanted.sectors:
                return actor.start
    return -1


@lru_cache(maxsize=65536)
def find_sector(name: str) -> str | None:
    """Return the sector a name resolves to; resolving is the same everywhere, so it is asked once a name."""
    return resolve_actor(name).sector


def _find_arguments(
    reading: Reading, tokens: Range, voice: str, entry: Entry, lexicon: Lexicon
) -> tuple[Arguments, int]:
    index, end = tokens
    found = Arguments()
    if voice == "noun":
        found = find_noun_arguments(reading, tokens, entry.of_role, lexicon)
        carrier, role = _find_carrier(reading, tokens, lexicon)
        if role == "happen" and not found.actors:
            found.actors = find_agent(reading, carrier + 1, lexicon)
        if role in ("act", "undergo"):
            subject = find_subject(reading, carrier)
            side = found.actors if role == "act" else found.recipients
            if not side:
                side.extend(subject)
            start = max(0, carrier - 2 * _NOUN_REACH)
            found.actors += find_companions(reading, start, min(len(reading.tags), end + _NOUN_REACH), lexicon)
        return found, carrier
    if voice == "passive":
        is_aimed = end - index > 1 and reading.tags[end - 1] == "P"  # "shots were fired at marchers"
        found.recipients = find_object(reading, end, lexicon) if is_aimed else find_subject(reading, index)
        found.actors = find_agent(reading, end, lexicon)
        if "both" in entry.flags:
            found.actors = found.recipients + found.actors
            found.recipients = []
        return found, index
    subject = find_subject(reading, index)
    if "undergo" in entry.flags:
        found.recipients = subject
        found.actors = find_agent(reading, end, lexicon)
        return found, index
    if "instrument" not in entry.flags or (
        subject and reading.is_actor(subject[0]) and not is_thing(reading, subject[0], lexicon)
    ):
        found.actors = subject
    found.actors += find_companions(reading, max(0, index - _NOUN_REACH * 2), index, lexicon)
    objects = find_object(reading, end, lexicon)
    if None in entry.elements or end - index > 2:
        objects = find_inner_object(reading, tokens) or objects
    if not objects:
        objects = find_relative_object(reading, index)
    (found.actors if "both" in entry.flags else found.recipients).extend(objects)
    return found, index


def _find_carrier(reading: Reading, tokens: Range, lexicon: Lexicon) -> tuple[int, str]:
    """Return the light verb that carries an event noun and its role: "launched an offensive" -> launched, act."""
    tags, lower = reading.tags, reading.lower
    number = reading.phrase_at[tokens.start]
    start = reading.phrases[number].start if number >= 0 else tokens.start
    for index in range(start - 1, max(-1, start - _LIGHT_REACH), -1):
        if tags[index] in ";S":
            break
        if tags[index] not in "VX":
            continue
        for verb in lexicon.light_verbs.get(lower[index], ()):
            if verb.role != "happen" and _reaches(tags, match_elements(lower, tags, index, verb.elements), start):
                if tags[index] == "X" and verb.role != "act":
                    continue
                passive = is_passive(reading, index, index + len(verb.elements), 8)
                return index, "" if passive and lower[index - 1] in BE else verb.role
        if tags[index] == "V":
            break
    for index in range(tokens.end, min(len(tags), tokens.end + _LIGHT_REACH + 3)):
        if tags[index] in ";":
            break
        if tags[index] != "V":
            continue
        for verb in lexicon.light_verbs.get(lower[index], ()):
            if match_elements(lower, tags, index, verb.elements) > 0:
                passive = index > 0 and lower[index - 1] in BE
                if verb.role == "happen" or passive:
                    return index, "happen"
        break
    return tokens.start, ""


def _reaches(tags: Sequence[str], end: int, start: int) -> bool:
    """Return whether nothing but adverbs stands between a verb and the noun phrase it carries."""
    return 0 < end <= start and all(tag in 'A"' for tag in tags[end:start])


def _fits(
    reading: Reading, entry: Entry, arguments: Arguments, carrier: int, index: int, voice: str, lexicon: Lexicon
) -> bool:
    """Return whether the conditions of a line hold."""
    flags = entry.flags
    if "light" in flags and carrier == index:
        return False
    if entry.actor is not None and not _acts(reading, entry.actor, arguments, index):
        return False
    parties = arguments.actors
    if "party" in flags or (voice == "passive" and not parties):
        parties = [*arguments.actors, *arguments.recipients]
    if flags.isdisjoint(("actor", "party")):
        return True
    return any(is_somebody(reading, name, lexicon) for name in parties)


def _acts(reading: Reading, wanted: Words, arguments: Arguments, index: int) -> bool:
    names = arguments.actors
    for name in names:
        if any(word in wanted.words for word in reading.words(name)):
            return True
        if wanted.sectors and reading.is_actor(name) and find_sector(reading.name(name)) in wanted.sectors:
            return True
    if names:
        return False
    before = range(max(0, index - _NOUN_REACH), index)
    return any(reading.lower[position] in wanted.words for position in before if reading.tags[position] == "N")
