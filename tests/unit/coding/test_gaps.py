"""What the sentences of a mention leave open is filled from the report, and who is nobody is taken out."""

from parsed_text import build_draft, build_sentence

from sitrep.coding.drafts import Name
from sitrep.coding.gaps import (
    count_victims,
    describe_candidate,
    drop_things,
    fill_gaps,
    fill_speakers,
    list_candidates,
    name_described,
)
from sitrep.coding.lexicon import load_lexicon
from sitrep.language import decoding
from sitrep.resolving.numbers import NumberBasis, NumberMention

WEIGHTS = {
    "gap actors": {"bias": -2.0, "so used in its type": 4.0},
    "gap actors empty": {"ASSAULT": 0.5, "COERCE": 0.99},
}
SENTENCES = [
    [build_sentence("Rebels/NOUN/2/nsubj attacked/VERB/0/root Gao/PROPN/2/obj", (decoding.Name(2, 3, "LOC"),))],
    [build_sentence("Shells/NOUN/2/nsubj hit/VERB/0/root")],
]


def test_the_likeliest_fills_the_gap() -> None:
    drafts = [build_draft("ASSAULT", 0, 100, actors=("rebels",)), build_draft("ASSAULT", 1, 200)]
    fill_gaps(drafts, SENTENCES, WEIGHTS)
    assert [name.text for name in drafts[1].actors] == ["rebels"]
    assert drafts[1].filled == {"actors": 0.881}
    assert drafts[0].filled == {}


def test_nobody_fills_a_gap_that_is_mostly_rightly_one() -> None:
    drafts = [build_draft("COERCE", 0, 100, actors=("rebels",)), build_draft("COERCE", 1, 200)]
    fill_gaps(drafts, SENTENCES, WEIGHTS)
    assert drafts[1].actors == []


def test_nobody_is_both_sides() -> None:
    drafts = [
        build_draft("ASSAULT", 0, 100, actors=("rebels",)),
        build_draft("ASSAULT", 1, 200, recipients=("rebels",)),
    ]
    fill_gaps(drafts, SENTENCES, WEIGHTS)
    assert drafts[1].actors == []


def test_candidates_named_alike_are_one_and_tell_where_they_stand() -> None:
    drafts = [
        build_draft("ASSAULT", 0, 100, actors=("Islamic State fighters",)),
        build_draft("ASSAULT", 1, 200, actors=("Islamic State",)),
        build_draft("COERCE", 1, 300),
    ]
    candidates = [each for each in list_candidates("actors", drafts, SENTENCES) if "Islamic" in each.name.text]
    (candidate,) = candidates
    assert candidate.name.text == "Islamic State fighters"
    features = describe_candidate("actors", candidate, drafts[2], drafts, 2)
    assert features["same sentence"] == 1.0
    assert features["so used"] == 1.0
    assert "so used in its type" not in features


def test_things_and_happenings_are_nobody() -> None:
    draft = build_draft("ACCUSE", 0, 100, actors=("rifles", "Oslo"), recipients=("murder of a judge",))
    murder = build_draft("ASSAULT", 0, draft.recipients[0].start)
    drop_things([draft], [murder], load_lexicon())
    assert [name.text for name in draft.actors] == ["Oslo"]
    assert draft.recipients == []


def test_both_sides_of_talks_are_actors() -> None:
    draft = build_draft("CONSULT", 0, 100, actors=("Oslo",), recipients=("Turku",))
    drop_things([draft], [], load_lexicon())
    assert ([name.text for name in draft.actors], draft.recipients) == (["Oslo", "Turku"], [])


def test_who_is_described_gets_the_one_name() -> None:
    drafts = [
        build_draft("COERCE", 0, 100, recipients=("Olaf Berg",)),
        build_draft("ACCUSE", 1, 200, recipients=("unemployed man",)),
    ]
    report = [[build_sentence("Olaf/PROPN/0/root Berg/PROPN/1/flat", (decoding.Name(0, 2, "PER"),))]]
    name_described(drafts, report)
    assert [name.text for name in drafts[1].recipients] == ["Olaf Berg"]


def test_of_two_named_none_is_chosen() -> None:
    drafts = [
        build_draft("COERCE", 0, 100, recipients=("Olaf Berg", "Ada Vik")),
        build_draft("ACCUSE", 1, 200, recipients=("unemployed man",)),
    ]
    names = (decoding.Name(0, 2, "PER"), decoding.Name(3, 5, "PER"))
    words = "Olaf/PROPN/0/root Berg/PROPN/1/flat and/CCONJ/4/cc Ada/PROPN/1/conj Vik/PROPN/4/flat"
    name_described(drafts, [[build_sentence(words, names)]])
    assert [name.text for name in drafts[1].recipients] == ["unemployed man"]


def test_one_who_is_killed_by_name_is_one_dead() -> None:
    draft = build_draft("ASSAULT", 0, 100, recipients=("mayor",))
    draft.kills = True
    many = build_draft("ASSAULT", 0, 200, recipients=("soldiers",))
    many.kills = True
    count_victims([draft, many])
    assert draft.tolls["killed"].best == 1
    assert "killed" not in many.tolls


def test_we_is_who_spoke_before() -> None:
    drafts = [build_draft("ACCUSE", 0, 100, actors=("Oslo",)), build_draft("REQUEST", 1, 200)]
    drafts[1].is_ours = True
    fill_speakers(drafts)
    assert [name.text for name in drafts[1].actors] == ["Oslo"]
    assert isinstance(drafts[1].actors[0], Name)


def test_a_death_that_is_only_planned_is_not_counted() -> None:
    draft = build_draft("ASSAULT", 0, 100, recipients=("Aldo Berg",))
    draft.kills, draft.status = True, "planned"
    count_victims([draft])
    assert "killed" not in draft.tolls


def test_one_told_twice_over_is_one_dead() -> None:
    draft = build_draft("ASSAULT", 0, 100)
    draft.kills = True
    draft.recipients = [Name("engineer", 110, 118), Name("Asi Ali", 120, 127, True)]
    count_victims([draft])
    assert draft.tolls["killed"].best == 1


def test_the_number_of_those_who_attack_is_no_toll() -> None:
    parse = build_sentence("30/NUM/2/nummod troops/NOUN/3/nsubj attacked/VERB/0/root")
    draft = build_draft("ASSAULT", 0, 10)
    draft.parse, draft.actors = parse, [Name("troops", 3, 9)]
    draft.tolls["killed"] = NumberMention(0, 2, "30", 30, 30, 30, NumberBasis.EXACT)
    count_victims([draft])
    assert (draft.tolls.keys(), draft.tolls["personnel"].best) == ({"personnel"}, 30)


def test_who_speaks_is_known_of_a_candidate() -> None:
    sentences = [
        [build_sentence("Berg/PROPN/2/nsubj say/VERB/0/root so/ADV/2/advmod", (decoding.Name(0, 1, "PER"),))],
        [build_sentence("Peace/NOUN/3/nsubj must/AUX/3/aux come/VERB/0/root")],
    ]
    drafts = [build_draft("REQUEST", 1, 100)]
    (candidate,) = list_candidates("actors", drafts, sentences)
    assert candidate.speaks_in == {0, 1}
    features = describe_candidate("actors", candidate, drafts[0], drafts, 0)
    assert {"speaks", "speaks:REQUEST"} <= features.keys()


def test_a_camp_that_is_hit_is_no_dead_person() -> None:
    parse = build_sentence("Camp/PROPN/3/nsubj Hurda/PROPN/1/flat fell/VERB/0/root", (decoding.Name(0, 2, "FAC"),))
    draft = build_draft("ASSAULT", 0, 20)
    draft.kills, draft.parse, draft.recipients = True, parse, [Name("Camp Hurda", 0, 10, True)]
    count_victims([draft])
    assert "killed" not in draft.tolls
