"""Tolls: which number belongs to what befell whom."""

import pytest
from coded_text import code_by_patterns, code_one

from sitrep.schema import Toll

Triple = tuple[int | None, int | None, int | None]


def triple(toll: Toll) -> Triple:
    return toll.low, toll.best, toll.high


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("A bomb killed 14 people in Karbala.", 14, None),
        ("A bombing in Karbala killed at least 14 people and wounded dozens.", 14, 24),
        ("Fourteen people were killed in a bombing in Karbala.", 14, None),
        ("The bombing in Karbala left 14 dead and 20 wounded.", 14, 20),
        ("A bombing hit Karbala. Nine people died and 30 were injured.", 9, 30),
        ("Gunmen shot dead a mayor in Cauca.", 1, None),
        ("Gunmen murdered journalist Rosa Quispe in Lima.", 1, None),
        ("Rebels killed three guards and one cook near Gao.", 4, None),
        ("A missile strike hit Karbala and caused no casualties.", 0, 0),
        ("Six teachers, two of them women, have been shot dead in Jos.", 6, None),
        ("Gunmen attacked a village near Gao.", None, None),
    ],
)
def test_the_dead_and_the_injured(text: str, killed: int | None, injured: int | None) -> None:
    mention = code_one(text, "ASSAULT")
    assert (mention.killed.best, mention.injured.best) == (killed, injured)


def test_numbers_keep_their_ends_and_their_place() -> None:
    text = "A bombing in Karbala killed at least 14 people and up to 20 were wounded."
    mention = code_one(text, "ASSAULT")
    assert triple(mention.killed) == (14, 14, None)
    assert triple(mention.injured) == (None, 20, 20)
    assert text[mention.killed.start : mention.killed.end] == "at least 14"


def test_other_tolls() -> None:
    assert code_one("Gunmen abducted nine pupils in Zamfara.", "ASSAULT").abducted.best == 9
    assert code_one("Police arrested 31 people in Eastleigh.", "COERCE").arrested.best == 31
    assert code_one("Militiamen drove 400 villagers from their homes.", "COERCE").displaced.best == 400
    assert code_one("Some 4,000 nurses marched through Lima.", "PROTEST").personnel.best == 4000
    mention = code_one("The army launched an offensive. Around 30,000 troops are involved in the operation.", "ASSAULT")
    assert triple(mention.personnel) == (27000, 30000, 33000)


def test_who_is_counted_is_the_recipient_where_no_other_is_told() -> None:
    mention = code_one("A bombing hit Karbala. Nine pilgrims died.", "ASSAULT")
    assert [party.name for party in mention.recipients] == ["pilgrims"]
    assert mention.sentences == (0, 1)


def test_an_old_attack_takes_no_new_toll() -> None:
    mentions = code_by_patterns("A bombing hit Karbala in 2004. Nine people were killed in Basra on Sunday by gunmen.")
    old = next(mention for mention in mentions if mention.is_historical)
    assert not old.killed.is_told
