"""Parts of speech as far as the coder needs them."""

import pytest
from coded_text import LEXICON

from sitrep.coding.tagging import tag_tokens
from sitrep.language import tokenize


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Police raid two houses", "N V # N"),
        ("a raid on two houses", "D N P # N"),
        ("Rebels attack a base", "N V D N"),
        ("Israel strikes Gaza camp", "N V N N"),
        ("air strikes on the camp", "N N P D N"),
        ("the attack killed five", "D N V #"),
        ("the captured soldiers left", "D N N V"),
        ("five soldiers were killed", "# N X V"),
        ("accused of killing two men", "V P V # N"),
        ("the killing of two men", "D N P # N"),
        ("They protest", "R V"),
        ("The protest began", "D N V"),
        ("to attack the town", "T V D N"),
        ("the Will of Victory", "D N P N"),
        ("Iraq's army", "N G N"),
        ("it's gone", "R X V"),
        ("quickly left", "A V"),
        ("He left, then fled.", "R V , A V ;"),
        ("gunmen who frolicked there", "N S V A"),
        ("armed men came", "N N V"),
    ],
)
def test_words_are_tagged_by_what_stands_before_and_after(text: str, tags: str) -> None:
    assert " ".join(tag_tokens(tokenize(text), LEXICON)) == tags


def test_tags_that_are_known_stay_and_tell_of_their_neighbours() -> None:
    tokens = tokenize("killing at least 11")
    assert tag_tokens(tokens, LEXICON, {1: "#", 2: "#", 3: "#"}) == ["V", "#", "#", "#"]
