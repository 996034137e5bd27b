"""Forms of verbs and nouns."""

from pathlib import Path

import pytest

from sitrep.coding.inflection import (
    BASE,
    ING,
    PARTICIPLE,
    PAST,
    THIRD,
    expand_nouns,
    inflect_verb,
    pluralise,
    read_irregular_verbs,
)
from sitrep.reference import ReferenceError, locate_reference

IRREGULAR = read_irregular_verbs(locate_reference("lexicons", "irregular_verbs.csv"))


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("raid", "raid raids raided raiding"),
        ("storm", "storm storms stormed storming"),
        ("clash", "clash clashes clashed clashing"),
        ("free", "free frees freed freeing"),
        ("seize", "seize seizes seized seizing"),
        ("carry", "carry carries carried carrying"),
        ("deploy", "deploy deploys deployed deploying"),
        ("stop", "stop stops stopped stopping"),
        ("bomb", "bomb bombs bombed bombing"),
        ("sue", "sue sues sued suing"),
        ("die", "die dies died dying"),
        ("target", "target targets targeted targeting"),
        ("expel", "expel expels expelled expelling expeled expeling"),
        ("kidnap", "kidnap kidnaps kidnapped kidnapping kidnaped kidnaping"),
        ("veto", "veto vetoes vetoed vetoing"),
        ("shoot", "shoot shoots shot shooting"),
        ("withdraw", "withdraw withdraws withdrew withdrawn withdrawing"),
        ("machine-gun", "machine-gun machine-guns machine-gunned machine-gunning"),
        ("quit", "quit quits quitting"),
    ],
)
def test_a_verb_has_these_forms(lemma: str, forms: str) -> None:
    assert set(inflect_verb(lemma, IRREGULAR)) == set(forms.split())


def test_a_form_says_what_it_can_be() -> None:
    assert inflect_verb("raid", IRREGULAR) == {
        "raid": BASE,
        "raids": THIRD,
        "raided": PAST | PARTICIPLE,
        "raiding": ING,
    }
    assert inflect_verb("take", IRREGULAR)["took"] == PAST
    assert inflect_verb("take", IRREGULAR)["taken"] == PARTICIPLE
    assert inflect_verb("hit", IRREGULAR)["hit"] == BASE | PAST | PARTICIPLE


@pytest.mark.parametrize(
    ("noun", "plural"),
    [
        ("raid", "raids"),
        ("clash", "clashes"),
        ("army", "armies"),
        ("day", "days"),
        ("gunman", "gunmen"),
        ("bus", "buses"),
    ],
)
def test_nouns_have_plurals(noun: str, plural: str) -> None:
    assert pluralise(noun) == plural
    assert expand_nouns([noun]) == {noun, plural}


def test_a_wrong_line_is_told_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "irregular_verbs.csv"
    path.write_text("lemma,past,participle\ntake,took,\n", encoding="utf-8")
    with pytest.raises(ReferenceError, match=r"irregular_verbs\.csv:2: an empty cell"):
        read_irregular_verbs(path)
