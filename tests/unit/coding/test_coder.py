"""The coder as a whole: the report the project grew from, offsets, ids, versions."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from coded_text import PUBLISHED, code
from specimens import WILL_OF_VICTORY

from sitrep import __version__
from sitrep.coding import code_report, load_coder
from sitrep.coding.explaining import explain_mention
from sitrep.coding.gold import read_gold_document
from sitrep.language import Span
from sitrep.language.model import LanguageModel
from sitrep.reference import digest_tables, locate_reference
from sitrep.schema import Mention, hash_id


@pytest.fixture(scope="module")
def mentions() -> list[Mention]:
    return code(WILL_OF_VICTORY)


def test_the_offensive_is_one_mention(mentions: list[Mention]) -> None:
    (offensive,) = [m for m in mentions if m.plover_type == "ASSAULT" and not m.is_historical]
    assert offensive.trigger == "offensive"
    assert [party.name for party in offensive.actors] == [
        "Iraqi army",
        "International Coalition",
        "Popular Mobilisation Forces",
    ]
    assert [party.name.split()[0] for party in offensive.recipients] == ["ISIS"]
    assert {place.name for place in offensive.places} >= {"Nineveh", "Anbar", "Salahuddin"}
    assert offensive.place.country == "IRQ"
    assert (offensive.personnel.low, offensive.personnel.best, offensive.personnel.high) == (27000, 30000, 33000)
    assert offensive.sentences[0] == 1
    assert offensive.acled_sub_event_type == "Armed clash"


def test_the_workshop_found_is_a_seizure(mentions: list[Mention]) -> None:
    (workshop,) = [m for m in mentions if m.plover_type == "COERCE"]
    assert workshop.plover_modes == ("seize",)
    assert [party.name for party in workshop.actors] == ["Iraqi forces"]
    assert {place.name for place in workshop.places} & {"Salahuddin", "province of Salahuddin"}


def test_the_liberation_of_mosul_is_background(mentions: list[Mention]) -> None:
    (liberation,) = [m for m in mentions if m.is_historical]
    assert (liberation.plover_type, liberation.trigger) == ("ASSAULT", "liberation")
    assert [place.name for place in liberation.places] == ["Mosul"]
    assert liberation.date_start is not None
    assert liberation.date_start.year == 2017


RAW = (
    "Bomb kills five\r\n\r\nMOSUL\u200b, Iraq \u2014 Gunmen shot  dead a \u201cmayor\u201d of Mosul\u2019s old town "
    "on Tues\u00adday,\r\nkilling five.\r\n"
)


def check_offsets(text: str, mention: Mention) -> None:
    assert text[mention.quote_start : mention.quote_end] == mention.quote
    assert text[mention.trigger_start : mention.trigger_end] == mention.trigger
    for party in (*mention.actors, *mention.recipients):
        assert text[party.start : party.end] == party.name
    for place in mention.places:
        assert text[place.start : place.end] == place.name
    if mention.date_text is not None:
        assert text[mention.date_text_start : mention.date_text_end] == mention.date_text


def test_offsets_are_those_of_the_raw_text() -> None:
    report, _ = read_gold_document({"text": RAW})
    mentions = code_report(load_coder(), report)
    assert mentions
    for mention in mentions:
        check_offsets(RAW, mention)


def test_sentences_that_are_given_are_used_as_they_are() -> None:
    text = "First words.  Gunmen shot dead a mayor in Gao. Last words."
    report, _ = read_gold_document({"text": text})
    (mention,) = code_report(load_coder(), report, [Span(0, 3), Span(12, 12), Span(12, len(text))])
    assert mention.sentences == (2,)
    assert mention.quote == text[12:]


def test_an_id_is_that_of_report_trigger_and_type(mentions: list[Mention]) -> None:
    for mention in mentions:
        parts = (mention.report_id, mention.trigger_start, mention.trigger_end, mention.plover_type)
        assert mention.mention_id == hash_id(*parts)
    assert len({mention.mention_id for mention in mentions}) == len(mentions)


def test_mentions_are_in_the_order_of_the_text_and_the_same_each_time(mentions: list[Mention]) -> None:
    starts = [mention.trigger_start for mention in mentions]
    assert starts == sorted(starts)
    assert code(WILL_OF_VICTORY) == mentions


def test_the_version_names_the_package_the_tables_and_the_weights() -> None:
    coder = load_coder()
    assert coder.name == "model"
    parts = digest_tables(locate_reference()) + LanguageModel.load().version
    assert coder.version == f"{__version__}+{hashlib.sha256(parts.encode()).hexdigest()[:8]}"
    (mention,) = code("Gunmen shot dead a mayor in Gao.")
    assert mention.coder == f"model {coder.version}"
    assert mention.rule == "head+verbs:shoot dead"
    assert mention.confidence is not None
    assert mention.confidence > 0.5


def test_each_part_of_the_coder_works_without_the_other() -> None:
    report, _ = read_gold_document({"text": "Gunmen shot dead a mayor in Gao."})
    for restricted, rule in (
        (load_coder().restrict(heads=False), "verbs:shoot dead"),
        (load_coder().restrict(patterns=False), "head"),
    ):
        (mention,) = code_report(restricted, report)
        assert (mention.plover_type, mention.rule) == ("ASSAULT", rule)


def test_an_explanation_tells_all_that_made_a_mention() -> None:
    text = "Gunmen shot dead a mayor in Mosul on Sunday."
    report, _ = read_gold_document({"text": text, "published": PUBLISHED.isoformat()})
    (mention,) = code_report(load_coder(), report)
    told = explain_mention(load_coder(), report, None, mention.mention_id[:8])
    assert told is not None
    for part in (
        text,
        "model       types ASSAULT",
        "verbs:shoot dead",
        "path",
        "'Mosul' -> Mosul",
        "on Sunday",
        "killed",
        "shot  VERB root",
    ):
        assert part in told
    assert explain_mention(load_coder(), report, None, "no such id") is None


def test_mentions_of_every_status_come_out() -> None:
    text = "Rebels did not attack Gao. Rebels could attack Kidal. The army is to deploy troops to Mopti."
    assert {str(mention.status) for mention in code(text)} == {"negated", "hypothetical", "planned"}


@pytest.mark.parametrize(
    ("text", "attribution", "by"),
    [
        ("Gunmen shot dead a mayor in Gao.", "observed", None),
        ("Gunmen shot dead a mayor in Gao, police said.", "claimed", "police"),
        ("According to the army, gunmen shot dead a mayor in Gao.", "claimed", "army"),
        ("Gunmen allegedly shot dead a mayor in Gao.", "alleged", None),
    ],
)
def test_who_says_it_is_noted(text: str, attribution: str, by: str | None) -> None:
    (mention,) = code(text)
    assert (mention.attribution, mention.attributed_to) == (attribution, by)


def test_the_dateline_counts_where_no_other_place_is_told() -> None:
    (bomb,) = code("KARBALA, Iraq (Example Wire) - A car bomb killed nine people.")
    assert [place.name for place in bomb.places][:1] == ["KARBALA"]
    (other,) = code("BAGHDAD (Example Wire) - A car bomb killed nine people in Karbala.")
    assert [place.name for place in other.places] == ["Karbala"]


def test_a_game_is_no_battle() -> None:
    game = (
        "France won the final. The striker shot from the penalty spot and the goalkeeper was beaten. In the second "
        "half the team attacked again. The coach praised the midfielder. The goal killed the match. Fans in the "
        "stadium cheered the champions."
    )
    assert [mention for mention in code(game) if mention.plover_type == "ASSAULT"] == []


def test_text_without_happenings_gives_no_mention() -> None:
    assert code("The museum opens at ten. Tickets cost five euros.") == []


def test_the_report_is_not_changed() -> None:
    report, _ = read_gold_document({"text": WILL_OF_VICTORY, "published": PUBLISHED.isoformat()})
    before = replace(report)
    code_report(load_coder(), report)
    assert report == before


def test_who_fled_is_not_among_the_dead() -> None:
    sample = Path(__file__).parents[3] / "data" / "raw" / "samples" / "iraq-2017-07-mosul-victory.txt"
    mentions = code(sample.read_text("utf-8"))
    assert any(mention.displaced.low == 900_000 for mention in mentions)
    assert all(mention.killed.low != 900_000 for mention in mentions)
