"""Tellings of one happening within a report are one mention; two happenings stay two."""

import pytest
from coded_text import code, code_by_patterns


def assaults(text: str) -> list[tuple[int, ...]]:
    return [mention.sentences for mention in code(text) if mention.plover_type == "ASSAULT"]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "Attack shakes Karbala\n\nGunmen attacked a market in Karbala on Sunday. The attack began at dawn.",
            [(1, 0, 2)],
        ),
        ("Rebels shelled Karbala. The bombardment lasted an hour.", [(0, 1)]),
        ("Rebels attacked Karbala. The fighting there lasted three days.", [(0, 1)]),
        ("A car bomb killed nine in Karbala. A grenade attack in Basra killed two.", [(0,), (1,)]),
        ("Gunmen attacked Karbala on Friday. Gunmen attacked Karbala on Sunday.", [(0,), (1,)]),
        ("Hamas attacked a base. The Taliban attacked a base.", [(0,), (1,)]),
        ("Rebels killed 14 in Karbala. Rebels killed 30 in Karbala.", [(0,), (1,)]),
        ("An attack hit Mosul. The attack in Iraq killed nine.", [(1, 0)]),
    ],
)
def test_tellings_are_one_where_nothing_contradicts(text: str, sentences: list[tuple[int, ...]]) -> None:
    assert assaults(text) == sentences


def test_patterns_alone_know_the_fighting_for_the_attack() -> None:
    mentions = code_by_patterns("Rebels attacked Karbala. Fighting there was fierce.")
    assert [mention.sentences for mention in mentions] == [(0, 1)]


def test_the_anchor_is_filled_from_the_other_tellings() -> None:
    text = (
        "An attack hit Karbala. Gunmen attacked a base of soldiers in Karbala on Sunday. The attack killed nine people."
    )
    (mention,) = [mention for mention in code(text) if mention.plover_type == "ASSAULT"]
    assert mention.quote.startswith("Gunmen")
    assert [party.name for party in mention.actors] == ["Gunmen"]
    assert mention.killed.best == 9
    assert mention.sentences == (1, 0, 2)


def test_a_result_belongs_to_its_cause() -> None:
    (mention,) = code("Gunmen opened fire on pilgrims in Jos, killing at least 12 and wounding eight.")
    assert mention.trigger == "opened fire"
    assert (mention.killed.best, mention.injured.best) == (12, 8)


def test_the_operation_is_the_one_told_of_first() -> None:
    text = (
        "The army launched an offensive in Anbar. Rebels shelled Basra. The operation goes on. "
        "Nothing of an operation is told by the weather service."
    )
    offensive = next(mention for mention in code(text) if mention.trigger == "offensive")
    assert 2 in offensive.sentences


def test_a_further_telling_alone_is_none() -> None:
    assert code("The operation goes on.") == []


def test_two_talks_of_other_people_are_two() -> None:
    mentions = code("Kenya held talks with Uganda. It rained. It rained. It rained. France held talks with Japan.")
    assert [mention.sentences for mention in mentions] == [(0,), (4,)]
