"""Sentences with trees, written down for the tests of this folder."""

from sitrep.coding.drafts import Draft, Name
from sitrep.language import decoding
from sitrep.language.sentence import Sentence
from sitrep.language.tokens import Span


def build_sentence(words: str, names: tuple[decoding.Name, ...] = (), start: int = 0, text: str = "") -> Sentence:
    """Return a sentence of tokens "word/UPOS/head/relation", heads counted from 1, 0 for the root."""
    spans: list[Span] = []
    cells = [token.rsplit("/", 3) for token in words.split()]
    at = start
    for word, *_ in cells:
        spans.append(Span(at, at + len(word)))
        at += len(word) + 1
    return Sentence(
        text or " ".join(cell[0] for cell in cells),
        Span(start, at - 1),
        spans,
        [cell[1] for cell in cells],
        [cell[0].lower() for cell in cells],
        [int(cell[2]) - 1 for cell in cells],
        [cell[3] for cell in cells],
        names,
    )


def build_draft(type_: str, sentence: int, start: int, **parts: tuple[str, ...]) -> Draft:
    """Return a telling with names of its actors, recipients and places; they stand behind the trigger."""
    draft = Draft(sentence, [sentence], Span(start, start + 6), "stem", "head", type_, [], "actual")
    at = start + 10
    for part, names in parts.items():
        for name in names:
            getattr(draft, part).append(Name(name, at, at + len(name), name[0].isupper()))
            at += len(name) + 1
    return draft
