"""Tolls: a number, the people it counts, and the verb that says what befell them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sitrep.coding.drafts import Draft
from sitrep.coding.lexicon import Lexicon
from sitrep.coding.reading import Range, Reading, name_phrase
from sitrep.coding.surroundings import make_name
from sitrep.coding.triggers import Trigger
from sitrep.language.tokens import read_word_list
from sitrep.resolving.numbers import NumberBasis, NumberMention
from sitrep.schema import Status

_AFTER = 7  # tokens after the counted phrase in which its verb may stand
_BEFORE = 3
_BODIES = read_word_list(
    """
    army police government union council party ministry navy force front state army people
    """
)
_INVOLVED = read_word_list(
    """
    involved participate participated participating part join joined joining deployed engaged
    """
)
#: What people are after a number, without a verb; and the verbs that may stand before what they are.
_STATES = read_word_list("dead injured wounded hurt missing homeless hostage lives captive")
_PASSED = read_word_list("reported confirmed left feared believed lost lose losing said found")
_BETWEEN = 3  # words between a number and the name of those counted
_CASUALTIES = read_word_list("casualties casualty victims")


@dataclass(frozen=True, slots=True)
class ToldNumber:
    """A number of people killed, injured, abducted, arrested, displaced or taking part, where a sentence tells it.

    Attributes:
        toll: which of them.
        where: the number's tokens.
        number: the number.
        involved: a verb says that they take part.
        owner: number of the trigger that befell them, where they are its object.
    """

    toll: str
    where: Range
    number: NumberMention
    involved: bool = False
    owner: int | None = None


def find_tolls(reading: Reading, triggers: Sequence[Trigger], lexicon: Lexicon) -> list[ToldNumber]:
    """Return the tolls of a sentence: what befell the counted is told by a trigger they are the object of, or beside.

    "killing 14 people and wounding dozens" -> killed 14, injured 24 or more; "no casualties" -> killed 0, injured 0
    """
    found: list[ToldNumber] = []
    for where, number in reading.numbers:
        befell = None if _has_state(reading, where) else _find_befallen(reading, where, number, triggers)
        if befell is not None:
            found.append(befell)
            continue
        tolls = _find_toll(reading, where, number, lexicon)
        found += [ToldNumber(toll, where, number) for toll in tolls]
        if not tolls and number.basis != NumberBasis.NONE:
            found += _find_personnel(reading, where, number, lexicon)
    return found


def _has_state(reading: Reading, where: Range) -> bool:
    """Return whether the counted phrase itself says what befell: "14 dead"."""
    number = reading.phrase_at[where.end - 1]
    end = reading.phrases[number].end if number >= 0 else where.end
    return not _STATES.isdisjoint(reading.lower[where.end : end])


def _find_befallen(
    reading: Reading, where: Range, number: NumberMention, triggers: Sequence[Trigger]
) -> ToldNumber | None:
    """Return a number of those that a trigger befell: "129 detainees were shot dead", "abducted nine pupils"."""
    for index, trigger in enumerate(triggers):
        toll = _toll_of(trigger)
        if toll is None:
            continue
        for name in trigger.arguments.recipients:
            is_near = where.start <= name.start and where.end <= name.end and name.start - where.end <= _BETWEEN
            if is_near and reading.phrase_at[name.start] == reading.phrase_at[where.end - 1]:
                return ToldNumber(toll, where, number, owner=index)
    return None


def _toll_of(trigger: Trigger) -> str | None:
    """Return what a trigger makes of those it befalls, where that is certain."""
    entry = trigger.entry
    if "wound" in entry.phrase or "injure" in entry.phrase:
        return "injured"
    if "kills" in entry.flags:
        return "killed"
    if entry.type == "ASSAULT" and "abduct" in entry.modes:
        return "abducted"
    if entry.type == "COERCE" and entry.modes[:1] in (("arrest",), ("deport",)):
        return "arrested" if entry.modes[0] == "arrest" else "displaced"
    return None


def _find_personnel(reading: Reading, where: Range, number: NumberMention, lexicon: Lexicon) -> list[ToldNumber]:
    """Return a number of people who act: "around 30,000 personnel are involved", "some 4,000 teachers marched"."""
    end = where.end
    while end < len(reading.tags) and reading.tags[end] in "NA":
        end += 1
    counted = reading.lower[where.end : end]
    if not any(word in lexicon.classes["people"].words or word in lexicon.classes["troops"].words for word in counted):
        return []
    involved = not _INVOLVED.isdisjoint(reading.lower[end : end + 4])
    return [ToldNumber("personnel", where, number, involved)]


def count_victims(reading: Reading, names: Sequence[Range], lexicon: Lexicon) -> NumberMention | None:
    """Return the number that single victims make: "shot a policeman dead" -> 1; None where one may be many."""
    if not names or not all(_is_single(reading, name, lexicon) for name in names):
        return None
    span = reading.text_span(Range(names[0].start, names[-1].end))
    count = len(names)
    return NumberMention(
        span.start, span.end, reading.text[span.start : span.end], count, count, count, NumberBasis.EXACT
    )


def _is_single(reading: Reading, name: Range, lexicon: Lexicon) -> bool:
    """Return whether a name is that of one person: "a policeman", "prosecutor Edwin Salas", "Tamerlan"."""
    words = reading.words(name)
    if reading.tags[name.start] == "R":
        return words[0] in ("he", "she", "him", "her", "himself", "herself")
    head = words[words.index("of") - 1] if "of" in words[1:] else words[-1]
    before = reading.lower[name.start - 1] if name.start else ""
    if before in ("a", "an", "his", "her") and (head + "s" in lexicon.classes["people"].words or head.endswith("man")):
        return True
    if reading.is_place(name) or head.endswith("s") or head in lexicon.classes["armed"].words:
        return False
    tokens = reading.tokens[name.start : name.end]
    return tokens[-1].text[0].isupper() and (len(tokens) > 1 or not reading.is_actor(name)) and head not in _BODIES


def _find_toll(reading: Reading, where: Range, number: NumberMention, lexicon: Lexicon) -> tuple[str, ...]:
    lower, tags = reading.lower, reading.tags
    end = where.end
    phrase = reading.phrase_at[where.end - 1]
    if phrase < 0 and where.end < len(lower):
        phrase = reading.phrase_at[where.end]
    if phrase >= 0:
        end = max(end, reading.phrases[phrase].full_end)
    inside = lower[where.end : end]
    if number.basis == NumberBasis.NONE:
        for word in lower[where.start : min(len(lower), where.end + _AFTER)]:
            if word in _CASUALTIES:
                return ("killed", "injured")
            if word in lexicon.tolls:
                return (lexicon.tolls[word],)
        return ()
    if _CASUALTIES & set(inside):
        return ()  # dead and injured together
    for word in inside:  # "14 dead", "the 14 wounded soldiers", "14 deaths"
        if word in lexicon.tolls and word not in ("shot", "taken"):
            return (lexicon.tolls[word],)
    for index in range(where.start - 1, max(-1, where.start - _BEFORE - 1), -1):
        if tags[index] in "V" or lower[index] in ("killing", "wounding", "injuring"):
            toll = lexicon.tolls.get(lower[index])
            if toll is not None:
                return (toll,)
            break
        if tags[index] in ";C,":
            break
    for index in range(end, min(len(lower), end + _AFTER)):
        if tags[index] == ";" or (tags[index] == "," and index > end):
            break
        if tags[index] == "#" and tags[index - 1] != "C":
            break
        toll = lexicon.tolls.get(lower[index])
        if toll is not None and (tags[index] == "V" or lower[index] in _STATES):
            if tags[index] == "V" and not _is_said_of(reading, end, index):
                break
            return (toll,)
        if tags[index] == "V" and lower[index] not in _PASSED:
            break
    return ()


def _is_said_of(reading: Reading, start: int, verb: int) -> bool:
    """Return whether a verb after a counted phrase tells what befell it: "14 were killed", not "14 killed two"."""
    between = reading.tags[start:verb]
    if "X" in between:
        return True
    after = verb + 1
    if reading.lower[verb] in ("died", "fled", "perished"):
        return True
    return after >= len(reading.tags) or reading.tags[after] not in "D#NR"


_TYPE_OF_TOLL = {
    "killed": ("ASSAULT", "PROTEST"),
    "injured": ("ASSAULT", "PROTEST"),
    "abducted": ("ASSAULT",),
    "arrested": ("COERCE",),
    "displaced": ("COERCE", "ASSAULT"),
}
_WITH_PERSONNEL = frozenset(("ASSAULT", "MOBILIZE", "PROTEST", "COERCE", "COOPERATE", "RETREAT"))
_TOGETHER = 50  # characters between two numbers of one sum
_AFTERMATH = 2  # sentences after an attack in which its toll may be told


def attach_tolls(
    tolls: Sequence[ToldNumber],
    triggers: Sequence[Trigger],
    drafts: Sequence[Draft],
    earlier: Sequence[Draft],
    reading: Reading,
) -> None:
    """Give each toll to the nearest draft of its type in the sentence, else to the last one just before it.

    "Gunmen attacked a bus. Nine people died.": the nine are the toll of the attack, and its second sentence is listed.
    """
    for told in tolls:
        if told.owner is not None:
            _add_toll(drafts[told.owner], told, reading)
            continue
        if told.toll == "personnel":
            _attach_personnel(told, triggers, drafts)
            continue
        wanted = _TYPE_OF_TOLL[told.toll]
        near = [
            (abs(trigger.tokens.start - told.where.start), index)
            for index, (trigger, draft) in enumerate(zip(triggers, drafts, strict=True))
            if draft.type in wanted and draft.status in (Status.ACTUAL, Status.NEGATED)
        ]
        if near:
            _add_toll(drafts[min(near)[1]], told, reading)
            continue
        for draft in reversed(earlier):
            if reading.index - draft.sentence > _AFTERMATH:
                break
            if draft.type in wanted and not draft.is_background and told.toll not in draft.tolls:
                _add_toll(draft, told, reading)
                draft.sentences.append(reading.index)
                break


def _add_toll(draft: Draft, told: ToldNumber, reading: Reading) -> None:
    """Note a toll; who is counted is the recipient where no other is told."""
    known = draft.tolls.get(told.toll)
    if known is None:
        draft.tolls[told.toll] = told.number
    elif _are_added(known, told.number, reading):
        draft.tolls[told.toll] = _add_numbers(known, told.number, reading.text)
    if draft.recipients or told.number.best == 0 or told.where.end >= len(reading.tags):
        return
    number = reading.phrase_at[told.where.end]
    if number < 0:
        return
    name = name_phrase(reading, reading.phrases[number])
    if reading.tags[name.start] == "N" and all(
        actor.start != reading.tokens[name.start].start for actor in draft.actors
    ):
        draft.recipients = [make_name(reading, name)]


def _are_added(first: NumberMention, second: NumberMention, reading: Reading) -> bool:
    """Return whether two numbers are told together: "four rebels and one bystander were killed"."""
    if first.start < reading.span.start or not first.end < second.start:
        return False
    between = reading.text[first.end : second.start].lower()
    return len(between) < _TOGETHER and " and " in between and not any(sign in between for sign in ",;.:")


def _add_numbers(first: NumberMention, second: NumberMention, text: str) -> NumberMention:
    """Return the sum of two numbers; open where one of them is."""

    def add(a: int | None, b: int | None) -> int | None:
        return None if a is None or b is None else a + b

    low, best, high = (add(getattr(first, end), getattr(second, end)) for end in ("low", "best", "high"))
    return NumberMention(first.start, second.end, text[first.start : second.end], low, best, high, first.basis)


def _attach_personnel(told: ToldNumber, triggers: Sequence[Trigger], drafts: Sequence[Draft]) -> None:
    """Give a number of forces to what they take part in: as its actors, or as a verb says."""
    near: list[tuple[int, int]] = []
    for index, (trigger, draft) in enumerate(zip(triggers, drafts, strict=True)):
        acts = any(told.where.end <= name.end and name.start <= told.where.end + 4 for name in trigger.arguments.actors)
        if draft.type in _WITH_PERSONNEL and (acts or told.involved):
            near.append((abs(trigger.tokens.start - told.where.start), index))
    if near:
        drafts[min(near)[1]].tolls.setdefault("personnel", told.number)
