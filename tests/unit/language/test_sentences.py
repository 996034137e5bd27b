"""Sentences of news text."""

import time
from itertools import pairwise

import pytest

from sitrep.language import split_sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Rebels left.", "Troops came."],
        ["Gen. Ali left at 5 p.m. on Jan. 3.", "He died."],
        ["George W. Bush met Mr. Sato.", "They talked."],
        ["He works for the U.S. Army in Texas.", "She does not."],
        ["He came from the U.S.", "The trip took a day."],
        ["Sgt. Maj. K. Obi and Lt. Col. Musa spoke.", "Then they left."],
        ["It cost 2.5 million.", "No. 5 was shut."],
        ["He said no.", "Then he left."],
        ["Who fired?", "Nobody knows!", "The army denies it."],
        ["He called it 'a gift.'", "She did not."],
        ['"They shot first," he said.', '"We did not."'],
        ["(He left. He died.)", "It rained."],
        ["BAGHDAD (Example Wire) - A bomb exploded.", "Two died."],
        ["GOMA, N.K. — Two men died.", "It rained."],
        ["He waited... and left.", "She stayed."],
        ["He waited...", "She stayed."],
        ["THE ARMY LEFT GOMA.", "IT RAINED."],
        ["police shot a man.", "he died."],
        ["Prices rose 3.", "5 men died."],
        ["The group Inc. said so.", "It did."],
        ["“Go,” he said.", "“Now!”"],
        ["On 5 May the talks at No. 10 began.", "They failed."],
    ],
)
def test_sentences_end_where_a_reader_would_end_them(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


def test_a_glued_sentence_is_cut() -> None:
    assert split("Two were killed.The army denied it.") == ["Two were killed.", "The army denied it."]
    assert split("See example.com, file.TXT or U.S.A. now.") == ["See example.com, file.TXT or U.S.A. now."]


def test_lines_end_sentences() -> None:
    assert split("Bomb kills five\n\nMOSUL - It exploded.\n- first item\n- second item") == [
        "Bomb kills five",
        "MOSUL - It exploded.",
        "- first item",
        "- second item",
    ]


def test_lines_wrapped_by_hand_do_not() -> None:
    text = (
        "THE ARMY OF THE REPUBLIC SAID THAT GUERRILLAS ATTACKED A\n"
        "FARM NEAR THE CAPITAL ON SUNDAY AND BURNED SEVEN LORRIES\n"
        "THERE. NOBODY DIED."
    )
    assert split(text) == [text[: text.index(" NOBODY")], "NOBODY DIED."]
    assert split("the rebels said that they had now left the\ntown. It was quiet.") == [
        "the rebels said that they had now left the\ntown.",
        "It was quiet.",
    ]


def test_a_lone_mark_goes_with_what_follows() -> None:
    assert split(". Near Raqqa two strikes hit a camp. It burned.") == [
        ". Near Raqqa two strikes hit a camp.",
        "It burned.",
    ]


@pytest.mark.parametrize("text", ["", "  \n ", "...", "?!"])
def test_text_without_words_raises_nothing(text: str) -> None:
    assert "".join(split(text)).strip() == "".join(split(text))


def test_sentences_are_in_order_apart_and_without_blanks_around_them() -> None:
    text = "  One came.  Two (of 3. them) left!\n\n\tThree “died.” Four?  "
    spans = split_sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    assert "".join(split(text)).replace(" ", "") == "".join(text.split())


def test_text_without_stops_is_cut_at_blanks() -> None:
    pieces = split("word " * 2000)
    assert max(map(len, pieces)) <= 2000
    assert " ".join(pieces).split() == ["word"] * 2000


@pytest.mark.parametrize("unit", ["A. ", "(", '"', "a.B", "Mr. ", "\n", "...", ") ("])
def test_time_grows_with_the_length_alone(unit: str) -> None:
    def measure(count: int) -> float:
        text = unit * count
        start = time.perf_counter()
        split_sentences(text)
        return time.perf_counter() - start

    measure(1000)
    assert measure(40_000) < 0.05 + 20 * max(measure(10_000), 0.001)
