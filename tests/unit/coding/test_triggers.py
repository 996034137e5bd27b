"""What triggers and what does not."""

import pytest
from coded_text import LEXICON, read, settle

from sitrep.coding.triggers import find_triggers


def triggers(text: str) -> list[tuple[str, str]]:
    reading, found = settle(text)
    return [(reading.name(trigger.name or trigger.tokens), trigger.type) for trigger in found]


@pytest.mark.parametrize(
    "text",
    [
        "He died of a heart attack.",
        "The two firms struck a balance.",
        "Parliament killed the bill.",
        "It was an attack on poverty.",
        "The fire chief arrived.",
        "His opening strike gave Ghana the lead.",
        "The reform arrested the fall of the currency.",
        "The film bombed at the box office.",
        "She shot the film in Tbilisi.",
        "Shares rallied on Monday.",
        "The cyclone killed nine people.",
        "Forecasters warned of heavy rain.",
        "The ministry released a statement.",
        "The minister declined to comment.",
        "A tropical storm hit the coast.",
        "He lost his battle with cancer.",
        "The army said nothing.",
        "Lift the siege now!",
        "The Popular Mobilisation Forces are a militia.",
        "A price war began.",
    ],
)
def test_look_alikes_trigger_nothing(text: str) -> None:
    assert triggers(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Police seized two rifles.", [("seized", "COERCE")]),
        ("Rebels seized the town of Gao.", [("seized", "ASSAULT")]),
        ("Gunmen seized a priest.", [("seized", "ASSAULT")]),
        ("Rebels released four prisoners.", [("released", "RETREAT")]),
        ("The rebels lifted the siege of Gao.", [("siege", "RETREAT")]),
        ("The governor lifted the curfew.", [("lifted", "CONCEDE")]),
        ("The governor imposed a curfew.", [("curfew", "COERCE")]),
        ("The army launched an offensive.", [("offensive", "ASSAULT")]),
        ("The army carried out air strikes.", [("air strikes", "ASSAULT")]),
        ("The president held talks with the king.", [("talks", "CONSULT")]),
        ("Students staged a protest.", [("protest", "PROTEST")]),
        ("Gunmen opened fire on a crowd.", [("opened fire", "ASSAULT")]),
        ("Gunmen shot dead a mayor.", [("shot dead", "ASSAULT")]),
        ("A militant blew himself up.", [("blew himself up", "ASSAULT")]),
        ("Kenya and Uganda reached an agreement.", [("agreement", "AGREE")]),
        ("Police raided a house.", [("raided", "COERCE")]),
        ("Bandits raided a village.", [("raided", "ASSAULT")]),
        ("Miners began a strike over pay.", [("strike", "PROTEST")]),
        ("The president fired the army chief.", [("fired", "SANCTION")]),
        ("Police fired tear gas at students.", [("fired", "ASSAULT")]),
    ],
)
def test_the_object_and_the_one_who_acts_decide_the_type(text: str, found: list[tuple[str, str]]) -> None:
    assert triggers(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Promised cooperation is AGREE, a promised retreat CONCEDE, promised or conditional harm THREATEN.
        ("Norway will provide aid to Malawi.", [("provided", "AGREE")]),
        ("The rebels promised to withdraw from Gao.", [("promised", "CONCEDE")]),
        ("Norway promised to help Malawi.", [("promised", "AGREE")]),
        ("The rebels vowed to attack the port.", [("vowed", "THREATEN")]),
        ("The army will attack the town if the rebels stay.", [("attack", "THREATEN")]),
        # What is demanded is no happening of its own, nor is the topic of a protest.
        ("The council urged the rebels to leave the town.", [("urged", "REQUEST")]),
        ("Students marched to demand the release of prisoners.", [("marched", "PROTEST")]),
        # MOBILIZE told with the force it led to.
        ("The army deployed tanks and the army shelled the town.", [("shelled", "ASSAULT")]),
        # The deaths are the toll of the attack, which is told by its own word.
        ("The council condemned the attack.", [("condemned", "ACCUSE"), ("attack", "ASSAULT")]),
        ("Norway will not meet the rebels.", [("meet", "REJECT")]),
    ],
)
def test_tie_breaks_of_the_codebook(text: str, found: list[tuple[str, str]]) -> None:
    told = triggers(text)
    assert [code for _, code in told] == [code for _, code in found]


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("Rebels attacked a base.", "active"),
        ("A base was attacked.", "passive"),
        ("Seven soldiers killed in blast", "passive"),
        ("The army has attacked the base.", "active"),
        ("Gunmen came, killing two men.", "ing"),
        ("The attack shocked Jos.", "noun"),
        ("The council condemned on Monday the raid.", "active"),
    ],
)
def test_a_trigger_knows_its_voice(text: str, voice: str) -> None:
    assert find_triggers(read(text), LEXICON)[0].voice == voice
