"""Gold documents read and written."""

import json
from typing import Any

import pytest

from sitrep.coding import code_report, load_coder
from sitrep.coding.gold import read_gold_document, write_gold_document
from sitrep.language import Span

TEXT = "Gunmen killed 14 people in Karbala on Sunday.\nIt rained."
LINE: dict[str, Any] = {
    "id": "a",
    "published": "2019-07-08",
    "title": "Attack",
    "text": TEXT,
    "sentences": [[0, 45], [46, 56]],
}


def test_a_line_becomes_a_report_with_its_sentences() -> None:
    report, sentences = read_gold_document(LINE)
    assert (report.text, report.title, report.origin, report.word_count) == (TEXT, "Attack", "a", 10)
    assert report.published is not None
    assert report.published.isoformat() == "2019-07-08"
    assert sentences == [Span(0, 45), Span(46, 56)]


def test_the_same_text_is_the_same_report_whatever_its_id() -> None:
    first, _ = read_gold_document(LINE)
    second, _ = read_gold_document({**LINE, "id": "b"})
    other, _ = read_gold_document({**LINE, "text": TEXT + "!"})
    assert first.report_id == second.report_id != other.report_id


def test_a_line_may_have_text_alone() -> None:
    report, sentences = read_gold_document({"text": TEXT})
    assert (report.published, report.title, sentences) == (None, None, None)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"text": " "}, "document a: text ' ', expected a text"),
        ({"text": None}, "document a: text None, expected a text"),
        ({"published": "July 8"}, "document a: published 'July 8', expected a date such as 2019-07-07"),
        ({"sentences": [[0, 99]]}, "document a: sentence 0 is 0:99, expected a span of 0:56"),
        ({"sentences": [[5, 5]]}, "document a: sentence 0 is 5:5"),
    ],
)
def test_a_wrong_line_is_told(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("(", r"\(")):
        read_gold_document({**LINE, **change})


def test_mentions_are_written_in_the_form_of_the_gold() -> None:
    report, sentences = read_gold_document(LINE)
    written = write_gold_document("a", report, code_report(load_coder(), report, sentences), sentences)
    assert {key: written[key] for key in ("id", "published", "text", "sentences")} == {
        key: LINE[key] for key in ("id", "published", "text", "sentences")
    }
    (event,) = written["events"]
    assert event == {
        "sentences": [0],
        "trigger": "killed",
        "type": "ASSAULT",
        "modes": ["firearms"],
        "status": "actual",
        "historical": False,
        "actors": ["Gunmen"],
        "recipients": ["people"],
        "places": ["Karbala"],
        "instruments": [],
        "country": "IRQ",
        "date_start": "2019-07-07",
        "date_end": None,
        "date_precision": "day",
        "killed": [14, 14, 14],
        "injured": None,
        "abducted": None,
        "arrested": None,
        "displaced": None,
        "personnel": None,
    }
    assert json.loads(json.dumps(written)) == written


def test_without_sentences_those_of_the_coder_are_written() -> None:
    report, _ = read_gold_document({"text": TEXT})
    written = write_gold_document("a", report, code_report(load_coder(), report), None)
    assert written["sentences"] == [[0, 45], [46, 56]]
    assert written["events"][0]["sentences"] == [0]
