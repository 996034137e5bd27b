"""A sentence as the model reads it: words with their tags, a tree over them, and names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sitrep.language.decoding import Name
from sitrep.language.events import Trigger
from sitrep.language.tokens import Span


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence, by its index there; asks the sentence for all else."""

    sentence: Sentence = field(repr=False)
    index: int

    @property
    def span(self) -> Span:
        """Where it stands in the text."""
        return self.sentence.spans[self.index]

    @property
    def text(self) -> str:
        """As written."""
        return self.sentence.text[slice(*self.span)]

    @property
    def lemma(self) -> str:
        """Its base form: "killed" -> kill."""
        return self.sentence.lemmas[self.index]

    @property
    def upos(self) -> str:
        """Its universal part of speech, of schemes.UPOS."""
        return self.sentence.upos[self.index]

    @property
    def relation(self) -> str:
        """Its universal relation to its head: nsubj, obj, obl:agent, root."""
        return self.sentence.relations[self.index]

    @property
    def head(self) -> Word | None:
        """The word it hangs on; None for the root."""
        head = self.sentence.heads[self.index]
        return None if head < 0 else Word(self.sentence, head)

    @property
    def children(self) -> list[Word]:
        """The words that hang on it, in order."""
        return [Word(self.sentence, index) for index in self.sentence.children[self.index]]

    def find_children(self, *relations: str) -> list[Word]:
        """Return the words that hang on it by one of the relations; "nsubj" finds nsubj:pass too."""
        found: list[Word] = []
        for index in self.sentence.children[self.index]:
            own = self.sentence.relations[index]
            if own in relations or own.partition(":")[0] in relations:
                found.append(Word(self.sentence, index))
        return found

    @property
    def subtree(self) -> list[Word]:
        """The word and all below it, in the order of the text."""
        reached = [self.index]
        for index in reached:  # grows while it is read
            reached += self.sentence.children[index]
        return [Word(self.sentence, index) for index in sorted(reached)]

    @property
    def subtree_span(self) -> Span:
        """From the first letter of the subtree to its last, gaps included."""
        words = self.subtree
        return Span(words[0].span.start, words[-1].span.end)

    @property
    def name(self) -> Name | None:
        """The name it is a word of."""
        return next((name for name in self.sentence.names if name.start <= self.index < name.end), None)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text.

    Attributes:
        text: the whole text; all spans are offsets into it.
        span: where the sentence stands.
        spans: where each word stands.
        upos: part of speech of each word.
        lemmas: base form of each word.
        heads: index of the word each hangs on; -1 for the root, of which there is one.
        relations: relation of each word to its head.
        names: names in order, without overlap.
        triggers: what may name an event, in order, without overlap, with what the model tells of each.

    A specimen, "Rebels killed two soldiers near Goma.":

        sentence.root.lemma -> "kill"
        [word.text for word in sentence.root.find_children("nsubj")] -> ["Rebels"]
        sentence.path(0, 3) -> "<nsubj >obj"
    """

    text: str = field(repr=False)
    span: Span
    spans: Sequence[Span] = field(repr=False)
    upos: Sequence[str]
    lemmas: Sequence[str]
    heads: Sequence[int]
    relations: Sequence[str]
    names: Sequence[Name]
    triggers: Sequence[Trigger] = field(default=(), repr=False)
    children: Sequence[Sequence[int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        children: list[list[int]] = [[] for _ in self.heads]
        for index, head in enumerate(self.heads):
            if head >= 0:
                children[head].append(index)
        object.__setattr__(self, "children", children)

    def __len__(self) -> int:
        """Return how many words it has."""
        return len(self.spans)

    def __getitem__(self, index: int) -> Word:
        """Return a word by its index, negative ones from the end."""
        size = len(self.spans)
        if not -size <= index < size:
            raise IndexError(f"word {index} of a sentence of {size} words")
        return Word(self, index % size)

    def __iter__(self) -> Iterator[Word]:
        """Yield the words in order."""
        return (Word(self, index) for index in range(len(self.spans)))

    @property
    def root(self) -> Word:
        """The word that hangs on none."""
        return Word(self, self.heads.index(-1))

    def read_words(self) -> list[str]:
        """Return the words as written."""
        text = self.text
        return [text[start:end] for start, end in self.spans]

    def find_words(self, start: int, end: int) -> list[Word]:
        """Return the words that overlap the span of the text from `start` to `end`."""
        return [Word(self, i) for i, (low, high) in enumerate(self.spans) if low < end and high > start]

    def path(self, start: int, end: int) -> str:
        """Return the way in the tree from one word to another: up "<relation", then down ">relation".

        The same word -> ""; subject to object of one verb -> "<nsubj >obj".
        """
        above = self._climb(start)
        below = self._climb(end)
        while above and below and above[-1] == below[-1]:
            above.pop()
            below.pop()
        steps = [f"<{self.relations[index]}" for index in above]
        steps += [f">{self.relations[index]}" for index in reversed(below)]
        return " ".join(steps)

    def _climb(self, index: int) -> list[int]:
        """Return the word and those above it, up to the root."""
        passed: list[int] = []
        while index >= 0:
            passed.append(index)
            index = self.heads[index]
        return passed
