"""Tokens and where they stand."""

import pytest

from sitrep.language import tokenize
from sitrep.language.tokens import read_word_list


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Two men died.", "Two men died ."),
        ("the U.S. envoy", "the U.S. envoy"),
        ("at 10:30 p.m.", "at 10:30 p.m."),
        ("30,000 people", "30,000 people"),
        ("$2.5 million", "$ 2.5 million"),
        ("the 5th day", "the 5th day"),
        ("Iraq's army", "Iraq 's army"),
        ("Assad’s army", "Assad ’s army"),
        ("O'Toole didn't", "O'Toole didn't"),
        ("a cease-fire", "a cease-fire"),
        ("Da’esh said", "Da’esh said"),
        ("wait... now", "wait ... now"),
        ("(SDF)", "( SDF )"),
        ("CÔTE D'IVOIRE", "CÔTE D'IVOIRE"),
        ("", ""),
    ],
)
def test_a_text_falls_into_words_numbers_and_signs(text: str, tokens: str) -> None:
    assert [token.text for token in tokenize(text)] == tokens.split()


def test_tokens_stand_where_they_say() -> None:
    text = "In Iraq’s Anbar, “30,000” men (U.S.-led) didn’t move…"
    for token in tokenize(text):
        assert text[token.start : token.end] == token.text
    assert "".join(token.text for token in tokenize(text)) == text.replace(" ", "")


def test_a_stretch_is_read_with_offsets_of_the_whole() -> None:
    text = "One. Two men died. Three."
    tokens = tokenize(text, 5, 18)
    assert [token.text for token in tokens] == ["Two", "men", "died", "."]
    assert (tokens[0].start, tokens[-1].end) == (5, 18)


def test_the_form_for_look_ups_is_lower_case_with_straight_apostrophes() -> None:
    assert [token.lower for token in tokenize("DIDN’T Assad’s")] == ["didn't", "assad", "'s"]


def test_a_word_list_holds_each_word_once() -> None:
    assert read_word_list(" mr  mrs\n mr ") == {"mr", "mrs"}
