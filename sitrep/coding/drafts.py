"""A mention in the making: one telling of a happening, before tellings are merged. Offsets are of the clean text."""

from dataclasses import dataclass, field
from functools import cached_property

from sitrep.language import Span
from sitrep.language.events import Trigger
from sitrep.language.sentence import Sentence
from sitrep.language.tokens import read_word_list
from sitrep.resolving.dates import DateMention
from sitrep.resolving.numbers import NumberMention

_SMALL = read_word_list(
    """
    the a an of in on at and or to by for from with his her its their this that some several many two three four
    five six seven eight nine ten s
    """
)


@dataclass(frozen=True)
class Name:
    """Somebody or some place as the text names it."""

    text: str
    start: int
    end: int
    is_known: bool = False

    @cached_property
    def key(self) -> frozenset[str]:
        """Return the words by which two names are compared: "the Iraqi army's" -> {iraqi, army}."""
        cleaned = self.text.lower().replace("’", "'").replace("'s", "").replace(".", "")
        words = frozenset("".join(c if c.isalnum() or c in "-" else " " for c in cleaned).split()) - _SMALL
        return words or frozenset((cleaned,))


@dataclass(slots=True)
class Draft:
    """One telling.

    Attributes:
        sentence: number of the sentence that tells it.
        sentences: numbers of all sentences that tell it, once merged.
        trigger: where the trigger stands.
        stem: the word by which tellings are compared.
        rule: line of the lexicon.
        type: PLOVER type.
        modes: modes, main one first.
        status: actual, planned, hypothetical or negated.
        actors: who did it.
        recipients: to whom.
        places: where, nearest first.
        date: when.
        tolls: numbers by toll.
        single: the dead, where they are told by name or as "a policeman" and not by number.
        is_background: told as background.
        attribution: on whose word.
        attributed_to: who says it.
        is_result: belongs to the attack that caused it.
        is_weak: a weak line of the lexicon.
        is_again: counts only as a further telling.
        is_pointing: told as "this attack": its sentence's day and place need not be its own.
        is_headline: told in a line that no full stop ends.
        chance: how likely it is that the text tells this, by all that is known of the telling.
        is_ours: told as "we" or "I", and nobody near says so.
        filled: parts that the report fills and not the telling, with the chance of each.
        kills: told in a word for killing.
        confidence: the calibrated chance that the mention is right.
        tellings: how many were merged into it.
        seen: what the model tells of the trigger; None where the lexicon alone finds one.
        parse: the sentence, or the part of an overlong one, that the trigger stands in.
        word: the trigger's head there.
        pattern: line of the lexicon that tells it too; empty without one.
        pattern_type: its type.
        instruments: weapons and means.
        is_definite: told as "the attack".
    """

    sentence: int
    sentences: list[int]
    trigger: Span
    stem: str
    rule: str
    type: str
    modes: list[str]
    status: str
    actors: list[Name] = field(default_factory=list)
    recipients: list[Name] = field(default_factory=list)
    places: list[Name] = field(default_factory=list)
    date: DateMention | None = None
    tolls: dict[str, NumberMention] = field(default_factory=dict)
    single: NumberMention | None = None
    is_background: bool = False
    attribution: str = "observed"
    attributed_to: str | None = None
    is_result: bool = False
    is_weak: bool = False
    is_headline: bool = False
    is_again: bool = False
    is_pointing: bool = False
    chance: float = 1.0
    is_ours: bool = False
    filled: dict[str, float] = field(default_factory=dict[str, float])
    kills: bool = False
    confidence: float | None = None
    tellings: int = 1
    seen: Trigger | None = None
    parse: Sentence | None = None
    word: int = -1
    pattern: str = ""
    pattern_type: str = ""
    instruments: list[Name] = field(default_factory=list)
    is_definite: bool = False


def share_name(first: list[Name], second: list[Name]) -> bool:
    """Return whether two lists name somebody in common: half of the shorter name's words are the other's."""
    return any(agree(a, b) for a in first for b in second)


def agree(first: Name, second: Name) -> bool:
    """Return whether two names can be one's: "Iraqi army" and "army", "Islamic State" and "Islamic State fighters"."""
    common = len(first.key & second.key)
    return common > 0 and common * 2 >= min(len(first.key), len(second.key))
