"""Whether it happened, and what the words after a request or threat tell of its mode."""

import pytest
from coded_text import settle


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Rebels attacked the base.", "actual"),
        ("Rebels did not attack the base.", "negated"),
        ("Rebels have never attacked the base.", "negated"),
        ("Rebels failed to attack the base.", "negated"),
        ("Rebels haven't attacked the base.", "negated"),
        ("Nobody was kidnapped in Jos.", "negated"),
        ("No protest took place in Lima.", "negated"),
        ("Police left without arresting the students.", "negated"),
        ("Rebels could attack the base.", "hypothetical"),
        ("If rebels attack the base, we flee.", "hypothetical"),
        ("There is a risk of attacks in Jos.", "hypothetical"),
        ("The union plans to stage a protest.", "planned"),
        ("The army is to deploy troops to the border.", "planned"),
        ("France to deploy troops", "planned"),
        ("Teachers will march through Lima.", "planned"),
        ("A curfew in Jos is to begin on Thursday.", "planned"),
    ],
)
def test_the_verb_group_and_the_clause_tell_the_status(text: str, status: str) -> None:
    _, triggers = settle(text)
    assert triggers[0].status == status


@pytest.mark.parametrize(
    ("text", "type_code", "mode"),
    [
        ("The council urged the rebels to release the hostages.", "REQUEST", "yield"),
        ("The council urged the rebels to hold talks.", "REQUEST", "meet"),
        ("The mayor appealed for food.", "REQUEST", "assist"),
        ("The union demanded a reform from the ministry.", "REQUEST", "change"),
        ("The rebels refused to leave the town.", "REJECT", "yield"),
        ("Hungary refused to provide troops.", "REJECT", "assist"),
        ("Poland threatened to expel the envoy.", "THREATEN", "expel"),
        ("Poland threatened to attack the port.", "THREATEN", "violence"),
        ("Poland threatened to close the border.", "THREATEN", "restrict"),
        ("Gunmen with machetes killed two farmers.", "ASSAULT", "primitive"),
        ("Soldiers attacked the town with mortars.", "ASSAULT", "heavy-weapons"),
        ("Police were deployed to the market by police chiefs.", "MOBILIZE", "police"),
    ],
)
def test_the_mode_is_read_off_the_words_beside(text: str, type_code: str, mode: str) -> None:
    _, triggers = settle(text)
    assert triggers[0].type == type_code
    assert triggers[0].modes[:1] == [mode]
