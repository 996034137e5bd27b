"""From the model's triggers and roles to drafts: one for each trigger, as its sentence tells it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from sitrep.coding.drafts import Draft, Name
from sitrep.coding.phrases import find_head, grow_phrase, name_words, split_phrase
from sitrep.coding.pronouns import SELVES, Antecedents
from sitrep.language import Span
from sitrep.language.events import Argument, Trigger
from sitrep.language.sentence import Sentence
from sitrep.language.tokens import read_word_list
from sitrep.resolving.dates import DateMention
from sitrep.resolving.numbers import NumberBasis, NumberMention
from sitrep.schema import Attribution

_LEAST_SECOND_MODE = 0.5
_LEAST_FIRST_MODE = 0.3
_PAST = 0.5
_PARTIES = {"A": "actors", "R": "recipients", "P": "places", "I": "instruments"}
_LEAST = {"A": 0.4, "R": 0.4, "P": 0.4, "I": 0.5, "T": 0.35, "K": 0.4, "J": 0.4, "N": 0.5, "S": 0.4}
_TOLLS = {"K": "killed", "J": "injured", "N": "personnel"}
_FEW = {"a": 1, "an": 1, "one": 1, "both": 2}
_KILLING = read_word_list(
    """
    kill killing assassinate assassination murder execute execution behead beheading slay slaying lynch lynching dead
    hang massacre gun fatal fatally
    """
)
_COUNTING = frozenset(("nummod", "det"))
_NO_END = frozenset(("of", "the", "a", "an", "and", "their", "its"))
_UP = 3
_SHARING = frozenset(("conj", "xcomp", "ccomp"))
_PRONOUN_PARTS = {"nsubj": "actors", "nsubj:pass": "recipients", "obj": "recipients"}
_ALLEGED = frozenset(("allege", "allegedly", "alleged", "reportedly", "purportedly"))
_DEFINITE = frozenset(("the", "this", "these", "those", "that"))


class Told:
    """Numbers and dates of a text, in order, found by where they stand."""

    def __init__(self, numbers: Sequence[NumberMention], dates: Sequence[DateMention]) -> None:
        self._numbers = numbers
        self._number_ends = [number.end for number in numbers]
        self._dates = dates
        self._date_ends = [told.end for told in dates]

    def find_number(self, span: Span) -> NumberMention | None:
        """Return the first number that overlaps a span."""
        at = bisect_left(self._number_ends, span.start + 1)
        return self._numbers[at] if at < len(self._numbers) and self._numbers[at].start < span.end else None

    def find_date(self, span: Span) -> DateMention | None:
        """Return the first date that overlaps a span."""
        at = bisect_left(self._date_ends, span.start + 1)
        return self._dates[at] if at < len(self._dates) and self._dates[at].start < span.end else None


def draft_triggers(number: int, sentence: Sentence, antecedents: Antecedents, told: Told) -> list[Draft]:
    """Return a draft for each of a sentence's triggers, however unlikely.

    Args:
        number: of the sentence in its report.
        sentence: the sentence, or a part of an overlong one.
        antecedents: of the report's pronouns.
        told: the report's numbers and dates.
    """
    return [_draft(number, sentence, trigger, antecedents, told) for trigger in sentence.triggers]


def _draft(number: int, sentence: Sentence, trigger: Trigger, antecedents: Antecedents, told: Told) -> Draft:
    head = find_head(sentence, trigger.start, trigger.end)
    spans = sentence.spans
    last = trigger.end - 1
    while last > trigger.start and sentence[last].text.lower() in _NO_END:
        last -= 1
    draft = Draft(
        sentence=number,
        sentences=[number],
        trigger=Span(spans[trigger.start].start, spans[last].end),
        stem=sentence.lemmas[head],
        rule="head",
        type=trigger.type,
        modes=choose_modes(trigger, trigger.type),
        status=max(trigger.statuses, key=lambda status: trigger.statuses[status]),
        is_background=trigger.past > _PAST,
        chance=trigger.types[trigger.type],
        seen=trigger,
        parse=sentence,
        word=head,
        kills=any(lemma in _KILLING for lemma in sentence.lemmas[trigger.start : trigger.end]),
        is_definite=any(sentence[child].text.lower() in _DEFINITE for child in sentence.children[head]),
        is_pointing=any(sentence[child].text.lower() in ("this", "these") for child in sentence.children[head]),
        is_headline=sentence.text[sentence.span.end - 1] not in '.!?"”’',
    )
    taken = frozenset(
        index
        for argument in trigger.arguments
        if argument.chance >= _LEAST[argument.role]
        for index in range(argument.start, argument.end)
    ) | frozenset(range(trigger.start, trigger.end))
    for argument in trigger.arguments:
        if argument.chance >= _LEAST[argument.role]:
            _add_argument(draft, number, sentence, argument, taken, antecedents, told)
    _add_pronouns(draft, number, sentence, head, antecedents)
    if draft.attribution == Attribution.OBSERVED and draft.attributed_to is not None:
        draft.attribution = Attribution.CLAIMED
    if any(lemma in _ALLEGED for lemma in sentence.lemmas[max(0, trigger.start - 8) : trigger.end + 8]):
        draft.attribution = Attribution.ALLEGED
    return draft


def _add_pronouns(draft: Draft, number: int, sentence: Sentence, head: int, antecedents: Antecedents) -> None:
    """Fill empty parts with what pronouns about a verb stand for: "he was arrested", "who killed", "we condemn"."""
    verb = head
    for _ in range(_UP):
        own = [sentence.relations[child] for child in sentence.children[verb]]
        if any(relation.startswith("nsubj") for relation in own) or sentence.relations[verb] not in _SHARING:
            break
        verb = sentence.heads[verb]
    for child in (*sentence.children[verb], *(sentence.children[head] if verb != head else ())):
        part = _PRONOUN_PARTS.get(sentence.relations[child])
        if part is None or sentence.upos[child] != "PRON":
            continue
        if getattr(draft, part) and not (
            part == "actors" and sentence.heads[child] == head and _is_self(sentence, child)
        ):
            continue
        name = antecedents.resolve(number, sentence, child, child + 1)
        if name is not None:
            setattr(draft, part, [name])
        elif part == "actors" and _is_self(sentence, child):
            draft.is_ours = True


def _is_self(sentence: Sentence, index: int) -> bool:
    return sentence[index].text.lower() in SELVES


def choose_modes(trigger: Trigger, type_: str) -> list[str]:
    """Return the modes that a trigger shows if it is of a type, the surest first."""
    ranked = trigger.modes.get(type_, {})
    return [
        mode
        for place, (mode, chance) in enumerate(ranked.items())
        if chance >= (_LEAST_SECOND_MODE if place else _LEAST_FIRST_MODE)
    ]


def _add_argument(
    draft: Draft,
    number: int,
    sentence: Sentence,
    argument: Argument,
    taken: frozenset[int],
    antecedents: Antecedents,
    told: Told,
) -> None:
    role = argument.role
    span = Span(sentence.spans[argument.start].start, sentence.spans[argument.end - 1].end)
    if role in _PARTIES:
        own = frozenset(range(argument.start, argument.end))
        start, end = grow_phrase(sentence, argument.start, argument.end, taken - own)
        names: list[Name] = getattr(draft, _PARTIES[role])
        for low, high in split_phrase(sentence, start, end):
            name = name_words(sentence, low, high) if role in "PI" else antecedents.resolve(number, sentence, low, high)
            if name is None and role == "A" and sentence[low].text.lower() in SELVES:
                draft.is_ours = True
            if name is not None and all((name.start, name.end) != (known.start, known.end) for known in names):
                names.append(name)
    elif role == "T":
        draft.date = draft.date or told.find_date(span)
    elif role == "S":
        name = antecedents.resolve(number, sentence, argument.start, argument.end)
        draft.attributed_to = draft.attributed_to or (name.text if name is not None else None)
    else:
        _add_toll(draft, role, sentence, argument.start, span, told)


def _add_toll(draft: Draft, role: str, sentence: Sentence, word: int, span: Span, told: Told) -> None:
    """Note a number that the model marks as killed, injured or taking part; "a policeman" is one.

    The numbers of one list add up, "five soldiers and a general"; of two claims the first counts.
    """
    text = sentence.text[slice(*span)]
    counted = told.find_number(span)
    if counted is None:
        few = _FEW.get(text.lower())
        if few is None:
            return
        counted = NumberMention(span.start, span.end, text, few, few, few, NumberBasis.EXACT)
    if any(known.start <= counted.start and counted.end <= known.end for known in draft.tolls.values()):
        return
    noun = sentence.heads[word] if sentence.relations[word] in _COUNTING else word
    for other in sentence.children[noun] if noun >= 0 else ():
        if sentence.relations[other] == "conj" and (more := _find_count(sentence, other, told)) is not None:
            counted = _add_numbers(counted, more, sentence.text)
    draft.tolls.setdefault(_TOLLS[role], counted)


def _find_count(sentence: Sentence, noun: int, told: Told) -> NumberMention | None:
    """Return the number that counts a noun: "three women", "a general"."""
    for child in sentence.children[noun]:
        span = sentence.spans[child]
        if sentence.relations[child] == "nummod":
            return told.find_number(span)
        few = _FEW.get(sentence[child].text.lower()) if sentence.relations[child] == "det" else None
        if few is not None:
            return NumberMention(span.start, span.end, sentence[child].text, few, few, few, NumberBasis.EXACT)
    return None


def _add_numbers(first: NumberMention, second: NumberMention, text: str) -> NumberMention:
    """Return the sum of two numbers, with the words from the one to the other: "five soldiers and a" -> 6."""
    sums = [
        None if one is None or other is None else one + other
        for one, other in ((first.low, second.low), (first.best, second.best), (first.high, second.high))
    ]
    basis = first.basis if first.basis is second.basis else NumberBasis.APPROXIMATE
    start, end = min(first.start, second.start), max(first.end, second.end)
    return NumberMention(start, end, text[start:end], sums[0], sums[1], sums[2], basis)
