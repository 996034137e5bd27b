"""A sentence as the coder sees it: tokens, tags, noun phrases, and the names, dates and numbers found in it."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

from sitrep.coding.lexicon import Lexicon
from sitrep.coding.tagging import tag_tokens
from sitrep.language import Span, Token, tokenize
from sitrep.language.tokens import read_word_list
from sitrep.resolving.actors import ActorMention
from sitrep.resolving.dates import DateMention
from sitrep.resolving.numbers import NumberMention
from sitrep.resolving.places import PlaceMention

_QUANTITY_HEADS = read_word_list(
    """
    group groups number numbers handful series total wave crowd pair couple majority most some part rest none
    one team column convoy batch lot lots string spate score kind type tens
    """
)
_FIRST_WORDS = read_word_list(
    """
    some about around nearly almost more than least up other others additional another further fellow former
    approximately roughly over only just estimated same even so-called alleged own last
    """
)
_LONGEST = 2500  # characters
_AT = frozenset(("in", "at", "near", "outside"))
_OPENERS = frozenset((",", ";", ".", ":", "and", "but", "-", "–", "—"))
_PHRASE_TAGS = frozenset("DN#GR")


class Range(NamedTuple):
    """Tokens of a sentence, end exclusive."""

    start: int
    end: int


class Phrase(NamedTuple):
    """A noun phrase: its tokens, and where it ends with what "of" adds."""

    start: int
    end: int
    full_end: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What the resolving modules find in a text, in order."""

    actors: Sequence[ActorMention]
    places: Sequence[PlaceMention]
    dates: Sequence[DateMention]
    numbers: Sequence[NumberMention]


@dataclass(slots=True)
class Reading:
    """A sentence, read. Offsets are those of the clean text; indexes count its tokens.

    Attributes:
        text: the whole clean text.
        index: number of the sentence in its report.
        span: where it stands.
        tokens: its tokens.
        lower: their forms for look-ups.
        tags: their tags (tagging.py).
        phrases: noun phrases in order.
        phrase_at: phrase number by token, -1 outside.
        actors: recognised actors.
        places: places, by token range.
        dates: dates, by token range.
        numbers: numbers, by token range.
        blocked: tokens of look-alikes, which neither trigger nor complete a trigger.
    """

    text: str
    index: int
    span: Span
    tokens: list[Token]
    lower: list[str]
    tags: list[str]
    phrases: list[Phrase]
    phrase_at: list[int]
    actors: list[Range]
    places: list[tuple[Range, PlaceMention]]
    dates: list[tuple[Range, DateMention]]
    numbers: list[tuple[Range, NumberMention]]
    blocked: frozenset[int] = frozenset()

    def text_span(self, tokens: Range) -> Span:
        """Return the offsets of a token range."""
        return Span(self.tokens[tokens.start].start, self.tokens[tokens.end - 1].end)

    def name(self, tokens: Range) -> str:
        """Return the text of a token range."""
        return self.text[self.tokens[tokens.start].start : self.tokens[tokens.end - 1].end]

    def words(self, tokens: Range) -> list[str]:
        """Return the lower-case words of a token range."""
        return self.lower[tokens.start : tokens.end]

    def is_actor(self, tokens: Range) -> bool:
        """Return whether a recognised actor overlaps a range."""
        return any(actor.start < tokens.end and tokens.start < actor.end for actor in self.actors)

    def is_actor_itself(self, tokens: Range) -> bool:
        """Return whether the head of a name is a recognised actor's: "Iraqi army", not "Iraqi town of Hit"."""
        words = self.words(tokens)
        head = tokens.start + words.index("of") - 1 if "of" in words[1:] else tokens.end - 1
        return any(actor.start <= head < actor.end for actor in self.actors)

    def is_place(self, tokens: Range) -> bool:
        """Return whether the last word of a range, or the whole of it, belongs to a place name."""
        return any(place.start < tokens.end <= place.end for place, _ in self.places)


def read_sentence(text: str, index: int, span: Span, findings: Findings, lexicon: Lexicon) -> Reading:
    """Return a sentence with its tokens tagged and its names, dates and numbers in place.

    Of one longer than any sentence of news the beginning is read: what is done in it grows with its square.
    """
    tokens = tokenize(text, span.start, min(span.end, span.start + _LONGEST))
    starts = [token.start for token in tokens]

    def locate(start: int, end: int) -> Range:
        first = bisect_left(starts, start)
        if first == len(starts) or starts[first] > start:
            first = max(0, first - 1)
        return Range(first, max(first + 1, bisect_left(starts, end)))

    actors = [locate(item.start, item.end) for item in _within(findings.actors, span)]
    places = [(locate(item.start, item.end), item) for item in _within(findings.places, span)]
    dates = [(locate(item.start, item.end), item) for item in _within(findings.dates, span)]
    numbers = [(locate(item.start, item.end), item) for item in _within(findings.numbers, span)]
    fixed = {index: "#" for where, _ in numbers for index in range(*where)}
    fixed.update((index, "d") for where, _ in dates for index in range(*where))
    tags = tag_tokens(tokens, lexicon, fixed)
    for where, _ in places:
        for position in range(where.start, where.end):
            if tags[position] == "V":
                tags[position] = "N"
    lower = [token.lower for token in tokens]
    ends = _part_actors(actors, [where for where, _ in places], lower)
    phrases, phrase_at = _find_phrases(tags, lower, ends)
    return Reading(
        text=text,
        index=index,
        span=span,
        tokens=tokens,
        lower=lower,
        tags=tags,
        phrases=phrases,
        phrase_at=phrase_at,
        actors=actors,
        places=places,
        dates=dates,
        numbers=numbers,
    )


def _part_actors(actors: list[Range], places: Sequence[Range], lower: Sequence[str]) -> set[int]:
    """Part actors from the place that opens the clause, and return where: "In Paris | police fired"."""
    ends: set[int] = set()
    for place in places:
        opens = place.start == 1 or (place.start > 1 and lower[place.start - 2] in _OPENERS)
        if not opens or lower[place.start - 1] not in _AT:
            continue
        for number, actor in enumerate(actors):
            if actor.start in (place.start, place.end) and actor.end > place.end:
                actors[number] = Range(place.end, actor.end)
                ends.add(place.end)
    return ends


class _Located(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


L = TypeVar("L", bound=_Located)


def _within(items: Sequence[L], span: Span) -> Iterator[L]:
    first = bisect_left(items, span.start, key=lambda item: item.start)
    while first < len(items) and items[first].end <= span.end:
        yield items[first]
        first += 1


def _find_phrases(tags: Sequence[str], lower: Sequence[str], ends: Collection[int]) -> tuple[list[Phrase], list[int]]:
    """Return the noun phrases and, by token, the number of the one it belongs to.

    Args:
        tags: tags of the sentence.
        lower: its words.
        ends: tokens before which a phrase ends in any case: "in Paris | police fired".
    """
    bounds: list[tuple[int, int]] = []
    start = -1
    previous = ""
    for index, tag in enumerate(tags):
        if tag not in _PHRASE_TAGS:
            if start >= 0:
                bounds.append((start, index))
            start = -1
        elif start < 0:
            start = index
        elif previous == "R" or tag == "R" or (tag in "D#" and previous == "N") or index in ends:
            bounds.append((start, index))
            start = index
        previous = tag
    if start >= 0:
        bounds.append((start, len(tags)))
    phrase_at = [-1] * len(tags)
    phrases: list[Phrase] = []
    full_end = -1
    for number in range(len(bounds) - 1, -1, -1):
        first, end = bounds[number]
        follows = end + 1 < len(tags) and lower[end] == "of" and number + 1 < len(bounds)
        follows = follows and not lower[end + 1].endswith("ing")  # "accused France of spying"
        full_end = full_end if follows and bounds[number + 1][0] == end + 1 else end
        phrases.append(Phrase(first, end, full_end))
        for position in range(first, end):
            phrase_at[position] = number
    phrases.reverse()
    return phrases, phrase_at


def name_phrase(reading: Reading, phrase: Phrase) -> Range:
    """Return the name in a noun phrase: without articles and counts, with what "of" adds.

    "some 200 soldiers" -> soldiers; "a group of gunmen" -> gunmen; "the government of Mali" -> government of Mali
    """
    start, end, full_end = phrase
    lower, tags = reading.lower, reading.tags
    while start < end and (tags[start] in 'D#GA"' or (lower[start] in _FIRST_WORDS and start + 1 < end)):
        start += 1
    counts_others = start >= end or (end - start == 1 and lower[start] in _QUANTITY_HEADS)
    if counts_others and full_end > end:
        number = reading.phrase_at[end + 1]
        return name_phrase(reading, reading.phrases[number])
    if start >= end:
        return Range(phrase.start, phrase.end)
    stop = _cut_of(reading, end, full_end)
    # A name that the actor tables know may go on where the phrase ends: "Islamic State of Iraq and the Levant".
    for actor in reading.actors:
        if actor.start < stop <= actor.end and actor.start >= start:
            stop = actor.end
        if start < actor.end and actor.start < start and stop <= actor.end and tags[actor.start] != "D":
            start = actor.start
    return Range(start, stop)


def _cut_of(reading: Reading, end: int, full_end: int) -> int:
    """Return where the name ends: what "of" adds is kept unless it is a date, a number or a pronoun."""
    if full_end > end and reading.tags[end + 1] in "#R":
        return end
    return full_end
