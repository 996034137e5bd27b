"""Reports with every telling marked, to fit on: our coded documents, and the short reports among our passages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sitrep.language import Span
from sitrep.language.sentences import split_sentences
from training.language.documents import read_documents
from training.passages import REPORTS_HELD_EVERY, is_held_back, read_passage, read_passages

_PARTS = {"actors": "A", "recipients": "R", "places": "P"}


@dataclass(frozen=True, slots=True)
class MarkedTelling:
    """A trigger in a report's text: of which event (by its number), type and status; optional ones excuse."""

    start: int
    end: int
    event: int
    type: str
    status: str
    is_optional: bool


@dataclass(frozen=True, slots=True)
class MarkedReport:
    """A report's text, its sentences, all tellings in it, and of each event the names of its parts: {"actors": ...}."""

    id: str
    text: str
    sentences: list[Span]
    tellings: list[MarkedTelling]
    events: list[dict[str, list[str]]]


def read_marked_documents(folder: Path, data: Path, *, held_back: bool) -> Iterator[MarkedReport]:
    """Yield our coded documents."""
    for document in read_documents(folder, data, held_back=held_back):
        text = "\n".join(document.sentences)
        starts: list[int] = []
        at = 0
        for sentence in document.sentences:
            starts.append(at)
            at += len(sentence) + 1
        spans = [Span(start, start + len(s)) for start, s in zip(starts, document.sentences, strict=True)]
        tellings = [
            MarkedTelling(
                starts[number] + start, starts[number] + end, place, event["type"], event["status"], event["optional"]
            )
            for place, event in enumerate(document.events)
            for number, start, end in event["tellings"]
        ]
        events = [
            {
                part: [document.sentences[number][start:end] for number, start, end in event.get(role, ())]
                for part, role in _PARTS.items()
            }
            for event in document.events
        ]
        yield MarkedReport(document.id, text, [span for span in spans if span.start < span.end], tellings, events)


def read_gold_reports(path: Path, *, held_back: bool) -> Iterator[MarkedReport]:
    """Yield gold documents (codebook, section 10); every fifth is held back.

    Of an event the anchor's trigger is marked; of the other sentences that tell it any word may be one, and all are.
    """
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        if (number % 5 == 0) != held_back:
            continue
        document = json.loads(line)
        text = document["text"]
        tellings: list[MarkedTelling] = []
        for place, event in enumerate(document["events"]):
            low, high = document["sentences"][event["sentences"][0]]
            start = text.lower().find(event["trigger"].lower(), low, high)
            if start >= 0:
                end = start + len(event["trigger"])
                optional = bool(event.get("optional"))
                tellings.append(MarkedTelling(start, end, place, event["type"], event["status"], optional))
        for place, event in enumerate(document["events"]):
            optional = bool(event.get("optional"))
            for other in event["sentences"][1:]:
                low, high = document["sentences"][other]
                tellings.append(MarkedTelling(low, high, place, event["type"], event["status"], optional))
        spans = [Span(start, end) for start, end in document["sentences"]]
        events = [{part: event[part] for part in _PARTS} for event in document["events"]]
        yield MarkedReport(document["id"], text, spans, tellings, events)


def read_passage_reports(folder: Path) -> Iterator[MarkedReport]:
    """Yield all our passages; each mark is an event of its own."""
    for number, passage in enumerate(read_passages(folder)):
        tellings = [
            MarkedTelling(event.start, event.end, place, event.type, event.status, False)
            for place, event in enumerate(passage.events)
        ]
        yield MarkedReport(f"passage {number}", passage.text, split_sentences(passage.text), tellings, [])


def read_grouped_reports(folder: Path, *, held_back: bool | None = None) -> Iterator[MarkedReport]:
    """Yield the reports of our own writing whose tellings are grouped (NAME.same.tsv beside NAME.txt).

    Args:
        folder: training/sentences or training/reports.
        held_back: those alone that the model's training holds back, or those alone that it does not; all if not given.
    """
    for groups in sorted(folder.glob("*.same.tsv")):
        told = dict(line.split("\t", 1) for line in groups.read_text("utf-8").splitlines() if line[:1].isdigit())
        path = groups.with_name(groups.name.replace(".same.tsv", ".txt"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            passage = read_passage(line)
            if held_back is not None and is_held_back(passage.text, REPORTS_HELD_EVERY) != held_back:
                continue
            home = {mark: group for group in told.get(str(number), "").split() for mark in group}
            numbers = _read_numbers(line)
            tellings: list[MarkedTelling] = []
            events: dict[str, int] = {}
            for mark, event in zip(numbers, passage.events, strict=True):
                place = events.setdefault(home.get(mark, mark), len(events))
                tellings.append(MarkedTelling(event.start, event.end, place, event.type, event.status, False))
            parts: list[dict[str, list[str]]] = [{part: [] for part in _PARTS} for _ in events]
            for telling, event in zip(tellings, passage.events, strict=True):
                for part, role in _PARTS.items():
                    parts[telling.event][part] += [
                        passage.text[a.start : a.end] for a in event.arguments if a.role == role
                    ]
            yield MarkedReport(f"{path.stem}:{number}", passage.text, split_sentences(passage.text), tellings, parts)


def _read_numbers(line: str) -> list[str]:
    """Return the numbers of a line's triggers in the order that `read_passage` gives their events."""
    return re.findall(r"\[!(\d):", line)
