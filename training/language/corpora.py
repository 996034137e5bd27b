"""Reading the corpora: each yields examples, sentences of words with what is known of each word.

Every reader takes the folder of the corpora; README.md tells where each public set comes from.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sitrep.language.schemes import NAME_KINDS
from sitrep.language.sentences import split_sentences
from sitrep.language.tokens import Span
from sitrep.language.words import split_words
from training.language.names import (
    ANY,
    Found,
    NameSpan,
    capitalised,
    is_role,
    read_marked_names,
    trim_date,
    trim_name,
)
from training.passages import Event, is_held_back


@dataclass(frozen=True, slots=True)
class Telling:
    """One telling of an event in a sentence: `start` to `end` are the words of its trigger.

    `arguments` are (role of ROLES, start, end), in words; of the words of `open_roles` it is not told which they have.
    """

    type: str
    modes: tuple[str, ...]
    status: str
    is_historical: bool
    start: int
    end: int
    arguments: tuple[tuple[str, int, int], ...]
    open_roles: frozenset[int] = frozenset()


@dataclass(slots=True)
class Example:
    """A sentence to learn from; what its corpus does not tell is None.

    `heads` are 1-based, 0 is the root. `names` are spans of words; `open_words` those of whose names nothing is known;
    `lacks` the kinds that the corpus does not mark. `untold` are words that may or may not be the trigger of an event.
    """

    corpus: str
    words: list[str]
    upos: list[str] | None = None
    heads: list[int] | None = None
    relations: list[str] | None = None
    lemmas: list[str] | None = None
    names: list[NameSpan] | None = None
    lacks: frozenset[str] = frozenset()
    open_words: set[int] = field(default_factory=set)
    events: list[Telling] | None = None
    untold: set[int] = field(default_factory=set)
    text: str = ""
    new_paragraph: bool = False
    new_document: bool = False
    glued: bool = False  # the next sentence follows without a blank
    spans: list[Span] = field(default_factory=list)

    def add_name(self, start: int, end: int, kinds: frozenset[str], confidence: float = 1.0) -> None:
        """Add a name, of words `start` to `end`."""
        if self.names is None:
            self.names = []
        self.names.append(NameSpan(start, end, kinds, confidence))

    def read_tree(self) -> list[tuple[str, int, str]]:
        """Return part of speech, head and relation of each word.

        Raises:
            ValueError: its corpus tells no trees.
        """
        if self.upos is None or self.heads is None or self.relations is None:
            raise ValueError(f"{self.corpus} tells no trees")
        return list(zip(self.upos, self.heads, self.relations, strict=True))


def find_words(spans: Sequence[Span], start: int, end: int) -> list[int]:
    """Return the indices of the words that overlap a stretch of the text."""
    return [index for index, (low, high) in enumerate(spans) if low < end and high > start]


def split_examples(text: str, corpus: str) -> Iterator[Example]:
    """Yield the sentences of a raw text, as yet without names."""
    for sentence in split_sentences(text):
        spans = split_words(text, *sentence)
        yield Example(corpus, [text[start:end] for start, end in spans], text=text, spans=spans, names=[])


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a compressed file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def read_trees(path: Path, corpus: str) -> Iterator[Example]:
    """Yield the sentences of a CoNLL-U file; with GUM's entities read as names where it has them."""
    rows: list[list[str]] = []
    text, paragraph, document = "", False, False
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in map(str.rstrip, file):
            if line.startswith("# text ="):
                text = line.partition("=")[2].strip()
            elif line.startswith(("# newpar", "# newdoc")):
                paragraph = True
                document |= line.startswith("# newdoc")
            elif line and not line.startswith("#"):
                rows.append(line.split("\t"))
            elif not line and rows:
                example = _read_tree(rows, corpus, text)
                example.new_paragraph, example.new_document = paragraph, document
                example.glued = "SpaceAfter=No" in rows[-1][9].split("|")
                yield example
                rows, paragraph, document = [], False, False


def _read_tree(rows: list[list[str]], corpus: str, text: str) -> Example:
    words = [row for row in rows if row[0].isdigit()]
    example = Example(
        corpus,
        [row[1] for row in words],
        [row[3] for row in words],
        [int(row[6]) for row in words],
        [row[7] for row in words],
        [row[2] for row in words],
        text=text,
        spans=_place_words(rows, text),
    )
    if corpus == "ud_gum":
        example.names, example.open_words = _read_gum_names(example, [row[9] for row in words])
    return example


def _place_words(rows: list[list[str]], text: str) -> list[Span]:
    """Return where each word stands in the text; the parts of a contraction share its letters out in order."""
    spans: list[Span] = []
    at, index = 0, 0
    while index < len(rows):
        row = rows[index]
        index += 1
        if "." in row[0]:
            continue
        start = text.index(row[1], at)
        at = start + len(row[1])
        if "-" not in row[0]:
            spans.append(Span(start, at))
            continue
        first, last = map(int, row[0].split("-"))
        parts = list[str]()
        while len(parts) <= last - first:
            if rows[index][0].isdigit():
                parts.append(rows[index][1])
            index += 1
        for number, part in enumerate(parts):
            end = at if number == len(parts) - 1 else min(start + len(part), at)
            spans.append(Span(start, end))
            start = end
    return spans


_GUM_KINDS = {"person": {"PER"}, "organization": {"ORG", "MIL"}, "place": {"LOC", "FAC"}}


def _read_gum_names(example: Example, notes: list[str]) -> tuple[list[NameSpan], set[int]]:
    """Return the names among GUM's entities (those whose head is a proper noun) and the words left open.

    An entity opens as "(12-person-..." at its first word and closes as "12)" at its last.
    """
    upos, heads = example.upos or [], example.heads or []
    opened: dict[str, list[tuple[int, str]]] = {}
    found: list[Found] = []
    for index, note in enumerate(notes):
        value = next((part[7:] for part in note.split("|") if part.startswith("Entity=")), "")
        for piece in re.findall(r"\([^()]*\)?|\d+\)", value):
            number, _, rest = piece.strip("()").partition("-")
            if piece.startswith("("):
                opened.setdefault(number, []).append((index, rest.partition("-")[0]))
            if piece.endswith(")") and opened.get(number):
                start, label = opened[number].pop()
                head = next((i for i in range(start, index + 1) if not start < heads[i] <= index + 1), start)
                found.append(Found(start, index + 1, label, head))
    names: list[NameSpan] = []
    unsure: set[int] = set()
    for entity in found:
        if entity.label == "time":
            if span := trim_date(example.words, entity.start, entity.end):
                names.append(NameSpan(*span, frozenset({"DATE"})))
            else:
                unsure.update(range(entity.start, entity.end))
        elif (kinds := _GUM_KINDS.get(entity.label)) and upos[entity.head] == "PROPN":
            end = entity.end
            if entity.label == "person":  # "Ada Berg and Olaf Vik" are two names; GUM marks each of them, too
                ands = (i for i in range(entity.head, entity.end) if example.words[i].lower() in ("and", "&"))
                end = next(ands, entity.end)
            span = trim_name(example.words, upos, entity.start, end, entity.head)
            if span and not (entity.label == "person" and is_role(example.words[slice(*span)])):
                names.append(NameSpan(*span, frozenset(kinds)))
    return names, unsure - {i for name in names for i in range(name.start, name.end)}


def read_tagged(path: Path, corpus: str) -> Iterator[Example]:
    """Yield the sentences of a set of names whose words stand between blanks: UNER, wikigold, WNUT-17."""
    kinds = {
        "PER": {"PER"}, "person": {"PER"},
        "ORG": {"ORG", "MIL"}, "corporation": {"ORG", "MIL"}, "group": {"ORG", "MIL"},
        "LOC": {"LOC", "FAC"}, "location": {"LOC", "FAC"},
        "MISC": ANY, "product": ANY, "creative-work": ANY,
    }  # fmt: skip
    for line in read_lines(path):
        text = line["text"]
        spans = [Span(*match.span()) for match in re.finditer(r"\S+", text)]
        example = Example(
            corpus, [text[a:b] for a, b in spans], text=text, spans=spans, lacks=frozenset({"NAT", "DATE"})
        )
        example.names = []
        for entity in line["entities"]:
            allowed = kinds[entity["label"]]
            inside = find_words(example.spans, entity["start"], entity["end"])
            if not inside:
                continue
            if allowed is ANY:
                example.open_words.update(inside)
            else:
                example.add_name(inside[0], inside[-1] + 1, frozenset(allowed))
        yield example


_RE3D_KINDS = {
    "Organisation": {"ORG", "MIL"},
    "Person": {"PER"},
    "Location": {"LOC", "FAC"},
    "Nationality": {"NAT"},
    "Temporal": {"DATE"},
}


def read_re3d(path: Path, *, held_back: bool) -> Iterator[Example]:
    """Yield the sentences of re3d: every fifth document (by id) is held back to measure on."""
    documents = sorted(read_lines(path), key=lambda line: line["id"])
    for number, document in enumerate(documents):
        if (number % 5 == 0) == held_back:
            yield from _read_re3d_document(document)


def _read_re3d_document(document: dict[str, Any]) -> Iterator[Example]:
    text = document["text"]
    for example in split_examples(text, "re3d"):
        covered: set[int] = set()
        for entity in document["entities"]:
            kinds = _RE3D_KINDS.get(entity["label"])
            inside = find_words(example.spans, entity["start"], entity["end"])
            if not kinds or not inside or (entity["confidence"] < 0.5 and entity["label"] not in _RE3D_KINDS):
                continue
            start, end = inside[0], inside[-1] + 1
            if kinds == {"DATE"}:
                span = trim_date(example.words, start, end)
            else:
                span = trim_name(example.words, None, start, end, None)
            if span is None:
                covered.update(range(start, end))
            elif entity["confidence"] >= 0.5 or entity["label"] in (
                "Person",
                "Location",
                "Organisation",
                "Nationality",
            ):
                example.add_name(*span, frozenset(kinds), entity["confidence"])
        named = {i for name in example.names for i in range(name.start, name.end)}
        # A capitalised word within a longer entity that bears no name of its own was not asked about.
        example.open_words = {i for i in covered - named if capitalised(example.words[i])}
        yield example


def read_toponyms(path: Path) -> Iterator[Example]:
    """Yield the sentences of GeoVirus: places are told, of other capitalised words nothing."""
    for document in read_lines(path):
        text = document["text"]
        for example in split_examples(text, "geovirus"):
            example.lacks = frozenset({"DATE"})
            for entity in document["toponyms"]:
                inside = find_words(example.spans, entity["start"], entity["end"])
                if inside:
                    example.add_name(inside[0], inside[-1] + 1, frozenset({"LOC", "FAC"}))
            if not example.names:
                continue
            named = {i for name in example.names for i in range(name.start, name.end)}
            example.open_words = {i for i, w in enumerate(example.words) if i not in named and capitalised(w)}
            yield example


_NAME_MARK = re.compile(r"\[([A-Z]+) ([^\[\]]+)\]")


def read_name_lines(folder: Path) -> Iterator[Example]:
    """Yield the sentences of our own lines with marked names: "the [ORG Ministry of Water]".

    Raises:
        ValueError: a mark has an unknown kind or is not closed; the message tells file and line.
    """
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            text, at, marked = "", 0, list[tuple[int, int, str]]()
            for match in _NAME_MARK.finditer(line):
                text += line[at : match.start()]
                marked.append((len(text), len(text) + len(match.group(2)), match.group(1)))
                text += match.group(2)
                at = match.end()
            text += line[at:]
            wrong = [kind for _, _, kind in marked if kind not in NAME_KINDS]
            if wrong or "[" in text or "]" in text:
                raise ValueError(f"{path.name}:{number}: {wrong or 'a bracket left over'}, expected [KIND name]")
            for example in split_examples(text, "name_lines"):
                for start, end, kind in marked:
                    inside = find_words(example.spans, start, end)
                    if inside:
                        example.add_name(inside[0], inside[-1] + 1, frozenset({kind}))
                yield example


def read_passages(folder: Path, names: Path, *, every: int, held_back: bool) -> Iterator[Example]:
    """Yield the sentences of our own passages: events, the names of names.tsv and the times their marks tell.

    One passage in `every` is held back to measure on.
    """
    for passage, marked, times in read_marked_names(folder, names):
        if is_held_back(passage.text, every) != held_back:
            continue
        for example in split_examples(passage.text, folder.name):
            if marked is None:
                example.names = None
            for start, stop, kind in marked or ():
                inside = find_words(example.spans, start, stop)
                if inside and kind is None:
                    example.open_words.update(inside)
                elif inside and kind:
                    example.add_name(inside[0], inside[-1] + 1, frozenset({kind}))
            for start, stop in times if marked is not None else ():
                inside = find_words(example.spans, start, stop)
                if inside and (span := trim_date(example.words, inside[0], inside[-1] + 1)):
                    example.add_name(*span, frozenset({"DATE"}))
            example.events = [telling for event in passage.events if (telling := _read_event(example, event))]
            yield example


def _read_event(example: Example, event: Event) -> Telling | None:
    """Return a passage's event as it is told in one of its sentences; None where its trigger is not there."""
    trigger = find_words(example.spans, event.start, event.end)
    if not trigger:
        return None
    arguments: list[tuple[str, int, int]] = []
    for role, start, end in event.arguments:
        inside = find_words(example.spans, start, end)
        if inside:
            arguments.append((role, inside[0], inside[-1] + 1))
    return Telling(
        event.type, event.modes, event.status, event.is_historical, trigger[0], trigger[-1] + 1, tuple(arguments)
    )
