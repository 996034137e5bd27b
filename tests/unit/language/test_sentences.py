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
        ['He called it "a gift."', '"She did not," he said.'],
        ["The army left. [12] [3]", "It rained."],
        ["The town fell. [citation needed]", "It rained."],
        ["It was over. :)", "She left."],
        ["Nobody died.”", "It rained."],
        ["It was dark ...", "Then it rained."],
        ["The army left. ”", "It rained."],
        ["the men fled. [4]", "Nobody knows why."],
        ["We waited for hours.", "then they came, approx. five of them, with 10 yrs. of war behind them."],
        ["Who was it?", "nobody knows!", "the army denies it."],
        ["EBay fell.", "eBay rose.", "iPhones did not."],
        ["He came from Washington, D.C. (the capital) at 2 p.m. (7 p.m. in London).", "He slept."],
        ["It began at 5 p.m. Monday and ended at 8 p.m. EST on Tuesday.", "It began at 9 a.m.", "Rebels won."],
        ["They took guns, food, etc.", "Villagers fled."],
        ["It rose to 5.6.", "Nobody cared."],
        ["Write to info@example.org.", "Nobody answers."],
        ["It was plan B.", "The plan failed."],
        ["He met J. Musa and K. Obi.", "They ate."],
        ["The men met on Wed. Sept. 20 in Goma.", "They ate."],
        ["2. The rebels left.", "3. The army came."],
        ["Figure 3. The fort of Gao."],
        ["There are three rules: 1. Wait for us."],
        ["Mail of 11/10/2000 01:04 PM", "We met the army."],
        ["See http://www.Example.org/a?b=c now.", "It works."],
        ["On 5 May the talks at No. 10 began.", "They failed."],
    ],
)
def test_sentences_end_where_a_reader_would_end_them(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


def test_a_glued_sentence_is_cut() -> None:
    assert split("Two were killed.The army denied it.") == ["Two were killed.", "The army denied it."]
    assert split("Shots rang out!nobody knows why.") == ["Shots rang out!", "nobody knows why."]
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


def test_a_quote_closed_after_a_blank_ends_the_sentence_before_it() -> None:
    assert split('He called it "a gift for all of us. "') == ['He called it "a gift for all of us. "']


def test_a_long_bracket_does_not_hold_sentences_together() -> None:
    inside = "The rebels left the town by night. " * 12
    assert split(f"({inside.strip()}) It rained.")[1] == "The rebels left the town by night."


def test_a_byline_stands_on_its_own() -> None:
    assert split("By JOHN DOE\nBAGHDAD (Example Wire) - A bomb exploded.") == [
        "By JOHN DOE",
        "BAGHDAD (Example Wire) - A bomb exploded.",
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


@pytest.mark.parametrize(
    "unit", ["A. ", "(", '"', "a.B", "Mr. ", "\n", "...", ") (", ". ", '. "', ".[1]", "a? ", "1. "]
)
def test_time_grows_with_the_length_alone(unit: str) -> None:
    def measure(count: int) -> float:
        text = unit * count
        start = time.perf_counter()
        split_sentences(text)
        return time.perf_counter() - start

    # Four times the length, in up to twenty times the time: a machine may be busy, so one try of five is enough.
    assert any(measure(40_000) < 0.05 + 20 * max(measure(10_000), 0.001) for _ in range(5))
