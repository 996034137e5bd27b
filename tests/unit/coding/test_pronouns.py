"""Pronouns and descriptions stand for who was named before."""

import pytest
from parsed_text import build_sentence

from sitrep.coding.pronouns import Antecedents
from sitrep.language.decoding import Name
from sitrep.language.sentence import Sentence


def build(*lines: tuple[str, tuple[Name, ...]]) -> list[list[Sentence]]:
    """Return the sentences of a report, one after the other in one text."""
    text = " ".join(" ".join(token.rsplit("/", 3)[0] for token in line.split()) for line, _ in lines)
    sentences: list[list[Sentence]] = []
    at = 0
    for line, names in lines:
        sentence = build_sentence(line, names, at, text)
        sentences.append([sentence])
        at = sentence.span.end + 1
    return sentences


REPORT = build(
    ("Ansar/PROPN/3/nsubj Front/PROPN/1/flat attacked/VERB/0/root Dr/PROPN/3/obj Berg/PROPN/4/flat",
     (Name(0, 2, "MIL"), Name(4, 5, "PER"))),
    ("Berg/PROPN/2/nsubj fled/VERB/0/root", (Name(0, 1, "PER"),)),
    ("they/PRON/2/nsubj said/VERB/0/root he/PRON/4/nsubj:pass wounded/VERB/2/ccomp", ()),
    ("the/DET/2/det group/NOUN/3/nsubj left/VERB/0/root", ()),
    ("We/PRON/2/nsubj condemn/VERB/0/root it/PRON/2/obj", ()),
)  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "word", "meant"),
    [
        (2, 0, "Ansar Front"),  # they
        (2, 2, "Berg"),  # he
        (3, 1, "Ansar Front"),  # the group
        (0, 4, "Berg"),  # a name is itself
    ],
)
def test_who_is_meant(sentence: int, word: int, meant: str) -> None:
    name = Antecedents(REPORT).resolve(sentence, REPORT[sentence][0], word, word + 1)
    assert name is not None
    assert name.text == meant


def test_we_is_who_speaks() -> None:
    report = build(
        ("The/DET/2/det minister/NOUN/3/nsubj say/VERB/0/root so/ADV/3/advmod", ()),
        ("We/PRON/2/nsubj condemn/VERB/0/root it/PRON/2/obj", ()),
    )
    name = Antecedents(report).resolve(1, report[1][0], 0, 1)
    assert name is not None
    assert name.text == "minister"


def test_a_pronoun_of_nobody_named_is_none() -> None:
    report = build(("They/PRON/2/nsubj left/VERB/0/root", ()))
    assert Antecedents(report).resolve(0, report[0][0], 0, 1) is None


def test_who_is_what_its_clause_belongs_to() -> None:
    report = build(
        ("gunmen/NOUN/4/nsubj who/PRON/3/nsubj fled/VERB/1/acl:relcl died/VERB/0/root", ()),
    )
    name = Antecedents(report).resolve(0, report[0][0], 1, 2)
    assert name is not None
    assert name.text == "gunmen"


def test_a_demonym_before_a_strike_is_the_country_the_report_names() -> None:
    report = build(
        ("Israel/PROPN/2/nsubj denied/VERB/0/root it/PRON/2/obj", (Name(0, 1, "LOC"),)),
        ("an/DET/3/det Israeli/ADJ/3/amod strike/NOUN/0/root", (Name(1, 2, "NAT"),)),
    )
    name = Antecedents(report).resolve(1, report[1][0], 1, 2)
    assert name is not None
    assert name.text == "Israel"


STATEMENT = build(
    ("Nordland/PROPN/2/nsubj supports/VERB/0/root the/DET/4/det accord/NOUN/2/obj", (Name(0, 1, "LOC"),)),
    ("We/PRON/2/nsubj condemn/VERB/0/root it/PRON/2/obj", ()),
)


def test_in_a_statement_we_is_the_state_whose_policy_is_told() -> None:
    STATEMENT[0][0].lemmas[1] = "support"  # type: ignore[index]
    name = Antecedents(STATEMENT).resolve(1, STATEMENT[1][0], 0, 1)
    assert name is not None
    assert name.text == "Nordland"


def test_who_claims_an_attack_aside_is_not_who_speaks() -> None:
    report = build(
        ("Minister/PROPN/2/nsubj say/VERB/0/root so/ADV/2/advmod", (Name(0, 1, "PER"),)),
        (
            "I/PRON/2/nsubj condemn/VERB/0/root raids/NOUN/2/obj which/PRON/6/obj Ansar/PROPN/6/nsubj"
            " report/VERB/3/acl:relcl",
            (Name(4, 5, "MIL"),),
        ),
    )  # fmt: skip
    name = Antecedents(report).resolve(1, report[1][0], 0, 1)
    assert name is not None
    assert name.text == "Minister"


@pytest.mark.parametrize(("word", "meant"), [("We", "Nordland"), ("I", "Berg")])
def test_a_minister_says_i_for_himself_and_we_for_his_state(word: str, meant: str) -> None:
    report = build(
        ("Berg/PROPN/2/nsubj say/VERB/0/root so/ADV/2/advmod", (Name(0, 1, "PER"),)),
        ("Nordland/PROPN/2/nsubj support/VERB/0/root peace/NOUN/2/obj", (Name(0, 1, "LOC"),)),
        (f"{word}/PRON/2/nsubj condemn/VERB/0/root it/PRON/2/obj", ()),
    )
    name = Antecedents(report).resolve(2, report[2][0], 0, 1)
    assert name is not None
    assert name.text == meant
