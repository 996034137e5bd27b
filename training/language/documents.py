"""Reading coded documents: whole reports, with every telling of every event, and what the gold tells.

`training/documents/*.jsonl` has our codings of documents of the open corpora, by the project's codebook, as offsets:
the texts stay where they come from. A line is

    {"id": "ecbplus:32_5ecb", "published": null, "events": [{"type", "modes", "status", "historical", "optional",
     "tellings": [[3, 10, 18], ...], "A": [[3, 0, 9], ...], "R": ..., "country", "date_start", ...}]}

where [3, 10, 18] are characters 10 to 18 of sentence 3, the anchor's first, and roles are letters of ROLES.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sitrep.language.schemes import ROLES
from sitrep.language.sentences import split_sentences
from sitrep.language.tokens import Span
from sitrep.language.words import split_words
from training.language.corpora import Example, Telling, find_words, read_lines

_SETS = {"ud_ewt": "train.conllu.gz", "ud_gum": "train.conllu.gz"}
_DATE_SHAPES = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tomorrow"]
)


@dataclass(frozen=True, slots=True)
class Document:
    """A coded document: its sentences, and its events as they are written."""

    id: str
    published: str | None
    sentences: list[str]
    events: list[dict[str, Any]]


@cache
def read_sentences(data: Path, corpus: str) -> dict[str, list[str]]:
    """Return the sentences of the documents of a corpus by their ids, blanks made single."""
    folder = data / "corpora" / "train" / corpus
    found: dict[str, list[str]] = {}
    if corpus in _SETS:
        with gzip.open(folder / _SETS[corpus], "rt", encoding="utf-8") as file:
            current: list[str] = []
            for line in file:
                if line.startswith("# newdoc id"):
                    current = found.setdefault(line.partition("=")[2].strip(), [])
                elif line.startswith("# text ="):
                    current.append(line.partition("=")[2])
    else:
        for line in read_lines(folder / "train.jsonl.gz"):
            text = line["text"]
            parts = text.split("\n") if corpus == "ecbplus" else [text[a:b] for a, b in split_sentences(text)]
            found[line["id"]] = [part for part in parts if part.strip()]
    return {name: [" ".join(part.split()) for part in parts] for name, parts in found.items()}


def read_documents(folder: Path, data: Path, *, held_back: bool) -> Iterator[Document]:
    """Yield our coded documents; `data` holds corpora/.

    One in five is held back to measure on; those of ECB+ by topic, for the documents of one tell of the same events.
    """
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            coded = json.loads(line)
            corpus, _, name = coded["id"].partition(":")
            group = name.partition("_")[0] if corpus == "ecbplus" else name
            if (zlib.crc32(group.encode()) % 5 == 0) != held_back:
                continue
            sentences = read_sentences(data, corpus)[name]
            yield Document(coded["id"], coded["published"], sentences[: coded["sentences"]], coded["events"])


def read_document_examples(document: Document) -> Iterator[Example]:
    """Yield the sentences of a coded document."""
    for number, text in enumerate(document.sentences):
        spans = split_words(text, 0, len(text))
        words = [text[start:end] for start, end in spans]
        if not words:
            continue
        events: list[Telling] = []
        example = Example("documents", words, text=text, spans=spans, events=events)
        for event in document.events:
            for at, start, end in event["tellings"]:
                trigger = find_words(spans, start, end) if at == number else []
                if not trigger:
                    continue
                if event["optional"]:
                    example.untold.update(trigger)
                    continue
                arguments: list[tuple[str, int, int]] = []
                for role in ROLES[1:]:
                    for own, low, high in event.get(role, ()):
                        inside = find_words(spans, low, high) if own == number else []
                        if inside:
                            arguments.append((role, inside[0], inside[-1] + 1))
                events.append(_build_telling(event, trigger, arguments, frozenset()))
        yield example


def _build_telling(
    event: dict[str, Any], trigger: list[int], arguments: list[tuple[str, int, int]], untold: frozenset[int]
) -> Telling:
    return Telling(
        event["type"],
        tuple(event["modes"]),
        event["status"],
        event["historical"],
        trigger[0],
        trigger[-1] + 1,
        tuple(arguments),
        untold,
    )


def read_gold_examples(path: Path, *, held_back: bool) -> Iterator[Example]:
    """Yield the sentences of gold documents (codebook, section 10); every fifth is held back to measure on.

    Triggers are told of anchor sentences alone: in the others of an event any word may be one. Of roles actors,
    recipients and places are told.
    """
    for place, line in enumerate(path.read_text("utf-8").splitlines()):
        if (place % 5 == 0) != held_back:
            continue
        document = json.loads(line)
        for number, (low, high) in enumerate(document["sentences"]):
            text = document["text"][low:high]
            spans = split_words(text, 0, len(text))
            if not spans:
                continue
            words = [text[start:end] for start, end in spans]
            example = Example("gold", words, text=text, spans=spans, events=[])
            _add_gold_events(example, number, document["events"])
            yield example


def _add_gold_events(example: Example, number: int, events: list[dict[str, Any]]) -> None:
    text, spans = example.text, example.spans
    example.events = []
    for event in events:
        if number in event["sentences"][1:]:
            example.untold.update(range(len(spans)))
        if number != event["sentences"][0]:
            continue
        trigger = _find_phrase(text, spans, event["trigger"])
        if event.get("optional") or not trigger:
            example.untold.update(trigger or range(len(spans)))
            continue
        arguments: list[tuple[str, int, int]] = []
        for role, part in (("A", "actors"), ("R", "recipients"), ("P", "places")):
            for name in event[part]:
                inside = _find_phrase(text, spans, name)
                if inside:
                    arguments.append((role, inside[0], inside[-1] + 1))
        untold = {i for i, word in enumerate(example.words) if word.lower() in _DATE_SHAPES or word[0].isdigit()}
        example.events.append(_build_telling(event, trigger, arguments, frozenset(untold)))


def _find_phrase(text: str, spans: list[Span], phrase: str) -> list[int]:
    start = text.lower().find(phrase.lower())
    return find_words(spans, start, start + len(phrase)) if start >= 0 else []
