"""A trigger with its roles becomes a telling."""

import pytest
from parsed_text import build_sentence

from sitrep.coding.pronouns import Antecedents
from sitrep.coding.tellings import Told, draft_triggers
from sitrep.language.events import Argument, Trigger
from sitrep.language.sentence import Sentence
from sitrep.resolving.numbers import find_numbers


def draft_one(words: str, trigger: int, *arguments: tuple[str, int, int]):  # noqa: ANN201
    """Return the telling of a sentence with a trigger at a word and arguments of chance 0.9."""
    bare = build_sentence(words)
    found = Trigger(
        trigger, trigger + 1, {"ASSAULT": 0.9}, {"actual": 0.9}, 0.1, {},
        tuple(Argument(role, start, end, 0.9) for role, start, end in arguments),
    )  # fmt: skip
    sentence = Sentence(
        bare.text, bare.span, bare.spans, bare.upos, bare.lemmas, bare.heads, bare.relations, (), (found,)
    )
    told = Told(find_numbers(sentence.text), [])
    (draft,) = draft_triggers(0, sentence, Antecedents([[sentence]]), told)
    return draft


@pytest.mark.parametrize(
    ("words", "role", "killed"),
    [
        ("Rebels/NOUN/2/nsubj killed/VERB/0/root five/NUM/4/nummod men/NOUN/2/obj", (("K", 2, 3),), 5),
        (
            "Rebels/NOUN/2/nsubj killed/VERB/0/root five/NUM/4/nummod men/NOUN/2/obj and/CCONJ/7/cc three/NUM/7/nummod"
            " women/NOUN/4/conj",
            (("K", 2, 3), ("K", 5, 6)),
            8,
        ),
        (
            "Rebels/NOUN/2/nsubj killed/VERB/0/root 20/NUM/4/nummod men/NOUN/2/obj and/CCONJ/7/cc a/DET/7/det"
            " general/NOUN/4/conj",
            (("K", 2, 3),),
            21,
        ),
        (  # two claims are not added up
            "Rebels/NOUN/2/nsubj killed/VERB/0/root five/NUM/4/nummod men/NOUN/2/obj or/ADV/6/advmod eight/NUM/2/obl",
            (("K", 2, 3), ("K", 5, 6)),
            5,
        ),
    ],
)
def test_the_numbers_of_one_list_add_up(words: str, role: tuple[tuple[str, int, int], ...], killed: int) -> None:
    assert draft_one(words, 1, *role).tolls["killed"].best == killed


def test_who_says_i_acts_whatever_else_the_model_takes_for_the_actor() -> None:
    draft = draft_one(
        "Berg/PROPN/2/nsubj say/VERB/0/root I/PRON/4/nsubj condemn/VERB/2/ccomp Prime/PROPN/4/obj", 3, ("A", 4, 5)
    )
    assert [name.text for name in draft.actors] == ["Berg"]
