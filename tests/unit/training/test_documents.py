"""Coded documents and short reports give what is learned from: every telling, its roles, and what is left open."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from training.coder.fit import fit_logistic
from training.coder.reports import read_grouped_reports, read_marked_documents
from training.language.documents import read_document_examples, read_documents, read_gold_examples

TEXT = ["Rebels shelled Port Vell on Monday .", "The shelling killed two  guards ."]
EVENT = {
    "type": "ASSAULT", "modes": ["heavy-weapons"], "status": "actual", "historical": False, "optional": False,
    "tellings": [[0, 7, 14], [1, 4, 12]], "A": [[0, 0, 6]], "P": [[0, 15, 24]], "R": [[1, 24, 30]], "K": [[1, 20, 23]],
    "country": None, "date_start": None, "date_end": None, "date_precision": "unknown", "killed": [2, 2, 2],
    "injured": None,
}  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a folder with one document in the form of ECB+, and its coding beside it."""
    folder = tmp_path / "corpora" / "train" / "ecbplus"
    folder.mkdir(parents=True)
    with gzip.open(folder / "train.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps({"id": "9_1ecb", "text": "\n".join(TEXT)}) + "\n")
    coded = {"id": "ecbplus:9_1ecb", "published": None, "sentences": 2, "events": [EVENT]}
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "ecbplus.jsonl").write_text(json.dumps(coded) + "\n", "utf-8")
    return tmp_path


def read_one(data: Path):  # noqa: ANN201
    """Return the document, which is held back or not."""
    found = [each for held in (True, False) for each in read_documents(data / "documents", data, held_back=held)]
    assert len(found) == 1
    return found[0]


def test_every_telling_is_an_example_with_its_roles(data: Path) -> None:
    first, second = read_document_examples(read_one(data))
    assert first.events is not None
    assert second.events is not None
    (shelled,), (shelling,) = first.events, second.events
    assert first.words[shelled.start : shelled.end] == ["shelled"]
    assert {(role, " ".join(first.words[a:b])) for role, a, b in shelled.arguments} == {
        ("A", "Rebels"),
        ("P", "Port Vell"),
    }
    assert {(role, " ".join(second.words[a:b])) for role, a, b in shelling.arguments} == {("R", "guards"), ("K", "two")}


def test_optional_events_leave_their_words_open(data: Path) -> None:
    document = read_one(data)
    document.events[0] = {**EVENT, "optional": True}
    first, _ = read_document_examples(document)
    assert (first.events, [first.words[i] for i in first.untold]) == ([], ["shelled"])


def test_the_tellings_of_an_event_bear_its_number(data: Path) -> None:
    (report,) = [
        each for held in (True, False) for each in read_marked_documents(data / "documents", data, held_back=held)
    ]
    assert [(report.text[t.start : t.end], t.event) for t in report.tellings] == [("shelled", 0), ("shelling", 0)]
    assert report.events[0]["recipients"] == ["guards"]


def test_gold_tells_triggers_of_anchors_alone(tmp_path: Path) -> None:
    event = {
        "sentences": [0, 1], "trigger": "shelled", "type": "ASSAULT", "modes": [], "status": "actual",
        "historical": False, "actors": ["Rebels"], "recipients": ["guards"], "places": ["Port Vell"],
    }  # fmt: skip
    text = " ".join(TEXT)
    line = {"id": "a", "text": text, "sentences": [[0, 36], [37, len(text)]], "events": [event]}
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(line) + "\n", "utf-8")
    first, second = read_gold_examples(path, held_back=True)
    assert first.events is not None
    assert {role for role, _, _ in first.events[0].arguments} == {"A", "P"}
    assert second.events == []
    assert second.untold == set(range(len(second.words)))


def test_short_reports_group_their_marks(tmp_path: Path) -> None:
    line = "[A1 Rebels] [!1:ASSAULT shelled] Vik. The [!2:ASSAULT attack] was [!3:ACCUSE condemned] by [A3 Oslo]."
    (tmp_path / "items.txt").write_text(line + "\n", "utf-8")
    (tmp_path / "items.same.tsv").write_text("1\t12\n", "utf-8")
    (report,) = read_grouped_reports(tmp_path)
    assert [telling.event for telling in report.tellings] == [0, 0, 1]
    assert report.events[0]["actors"] == ["Rebels"]


def test_the_logistic_model_finds_what_made_the_rows() -> None:
    draw = np.random.default_rng(5)
    x = draw.normal(size=4000)
    y = draw.random(4000) < 1 / (1 + np.exp(-(0.5 + 2 * x)))
    weights = fit_logistic([({"bias": 1.0, "x": float(a)}, bool(b)) for a, b in zip(x, y, strict=True)], 1e-3)
    assert weights["x"] == pytest.approx(2, abs=0.2)
    assert weights["bias"] == pytest.approx(0.5, abs=0.15)


def test_reports_are_held_back_or_learned_from() -> None:
    folder = Path(__file__).parents[3] / "training" / "reports"
    held, learned, both = (
        [report.id for report in read_grouped_reports(folder, held_back=part)] for part in (True, False, None)
    )
    assert sorted(held + learned) == sorted(both)
    assert set(held).isdisjoint(learned)
    assert 0.15 < len(held) / len(both) < 0.4


def test_the_tellings_of_one_happening_are_one_event() -> None:
    folder = Path(__file__).parents[3] / "training" / "reports"
    report = next(report for report in read_grouped_reports(folder) if len(report.tellings) > len(report.events))
    assert {telling.event for telling in report.tellings} == set(range(len(report.events)))
