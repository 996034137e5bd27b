"""Who stands where about a trigger."""

import pytest
from coded_text import LEXICON, code_one, names, read

from sitrep.coding.arguments import find_agent, find_object, find_subject
from sitrep.coding.triggers import find_triggers


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("Rebels shelled the town.", "shelled", ["Rebels"]),
        ("The army, the police and tribal fighters shelled it.", "shelled", ["army", "police", "tribal fighters"]),
        ("The army, backed by France, shelled the town.", "shelled", ["army"]),
        ("The minister, Haider al-Abadi, resigned.", "resigned", ["Haider al-Abadi"]),
        ("Gunmen on motorcycles shelled the town.", "shelled", ["Gunmen"]),
        ("On Monday gunmen shelled the town.", "shelled", ["gunmen"]),
        ("In Paris police shelled the town.", "shelled", ["police"]),
        ("The members of the council resigned.", "resigned", ["members of the council"]),
        ("Gunmen stopped a bus, checked cards and shot two men.", "shot", ["Gunmen"]),
        ("Farmers who oppose the deal blocked a road.", "blocked", ["Farmers"]),
        ("The gunman who shot two men fled.", "shot", ["gunman"]),
        ("The Syrian Democratic Forces (SDF) shelled the town.", "shelled", ["Syrian Democratic Forces"]),
        ("The army has vowed to shell the town.", "shell", ["army"]),
        ("Shelled by rebels, the town fell.", "Shelled", []),
    ],
)
def test_the_subject_of_a_verb(text: str, verb: str, subject: list[str]) -> None:
    reading = read(text)
    index = [token.text for token in reading.tokens].index(verb)
    assert names(reading, find_subject(reading, index)) == subject


@pytest.mark.parametrize(
    ("text", "verb", "found"),
    [
        ("Rebels attacked soldiers and police in Gao.", "attacked", ["soldiers", "police"]),
        ("Rebels attacked two soldiers, a guard and a cook.", "attacked", ["soldiers", "guard", "cook"]),
        ("Gunmen fired on a crowd.", "fired", ["crowd"]),
        ("Students rallied at the gate.", "rallied", []),
        ("Rebels attacked soldiers and police fled.", "attacked", ["soldiers"]),
        ("It urged the minister, Haider al-Abadi, to go.", "urged", ["Haider al-Abadi"]),
    ],
)
def test_the_object_of_a_verb(text: str, verb: str, found: list[str]) -> None:
    reading = read(text)
    index = [token.text for token in reading.tokens].index(verb)
    assert names(reading, find_object(reading, index + 1, LEXICON)) == found


def test_a_weapon_is_no_agent() -> None:
    for text, agent in (("Two men were killed on Monday by gunmen.", ["gunmen"]), ("Two were killed by a mine.", [])):
        reading = read(text)
        assert names(reading, find_agent(reading, reading.lower.index("killed") + 1, LEXICON)) == agent


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("Two nurses were abducted by gunmen.", ["gunmen"], ["nurses"]),
        ("Gunmen abducted two nurses.", ["Gunmen"], ["nurses"]),
        ("The abduction of two nurses by gunmen shocked Jos.", ["gunmen"], ["nurses"]),
        ("Israel's raid on soldiers shocked Jos.", ["Israel"], ["soldiers"]),
        ("Talks between Kenya and Uganda began.", ["Kenya", "Uganda"], []),
        ("Kenya and Uganda held talks.", ["Kenya", "Uganda"], []),
        ("The army launched an offensive against the rebels.", ["army"], ["rebels"]),
        ("The army came under fire.", [], ["army"]),
        ("The attack, claimed by the Taliban, shocked Jos.", ["Taliban"], []),
        ("The army, with the help of the militia, launched an offensive.", ["army", "militia"], []),
        ("Rebels took three guards hostage.", ["Rebels"], ["guards"]),
        ("The 28 students they had abducted are free.", ["they"], ["students"]),
    ],
)
def test_who_acts_and_to_whom_it_is_done(text: str, actors: list[str], recipients: list[str]) -> None:
    reading = read(text)
    trigger = find_triggers(reading, LEXICON)[0]
    assert names(reading, trigger.arguments.actors) == actors
    assert names(reading, trigger.arguments.recipients) == recipients


@pytest.mark.parametrize(
    ("text", "type_code", "actors", "recipients"),
    [
        ("Gunmen attacked the town of Gao.", "ASSAULT", ["Gunmen"], []),
        ("France praised the deal between Kenya and Uganda.", "SUPPORT", ["France"], ["Kenya", "Uganda"]),
        ("France condemned an attack by Hamas in Gaza.", "ACCUSE", ["France"], ["Hamas"]),
        ("Soldiers came. They shot a teacher dead.", "ASSAULT", ["Soldiers"], ["teacher"]),
        ("The minister came. He accused France of spying.", "ACCUSE", ["minister"], ["France"]),
        ('"We condemn France," the minister said.', "ACCUSE", ["minister"], ["France"]),
        ("The regime must stop. The Turkish minister said: it must respect the law.", "REQUEST", None, None),
        ("A bomb killed two guards. The Taliban claimed responsibility.", "ASSAULT", ["Taliban"], ["guards"]),
    ],
)
def test_names_are_chosen_from_what_stands_about(
    text: str, type_code: str, actors: list[str] | None, recipients: list[str] | None
) -> None:
    mention = code_one(text, type_code)
    if actors is not None:
        assert [party.name for party in mention.actors] == actors
    if recipients is not None:
        assert [party.name for party in mention.recipients] == recipients
