"""What the model sees and what a pattern finds become one telling, with one chance."""

from dataclasses import replace

from sitrep.coding.combining import combine_drafts, describe_chance
from sitrep.coding.drafts import Draft, Name
from sitrep.coding.weights import Weights
from sitrep.language import Span
from sitrep.language.events import Trigger

COMBINING = {"bias": 0.0, "seen": 1.0, "no pattern": -1.0, "other pattern": -2.0, "weak pattern": -0.5, "line": 1.0}
WEIGHTS = Weights(COMBINING, {}, {}, {}, {}, 0.0, 0.0)


def build(type_: str, start: int, chances: dict[str, float] | None, actors: tuple[str, ...] = ()) -> Draft:
    """Return a telling at a place in the text, as the model sees it, or without chances as a pattern does."""
    seen = None
    if chances is not None:
        modes = {type_: {"arrest": 0.9, "seize": 0.1} for type_ in chances}
        seen = Trigger(0, 1, chances, {"actual": 1.0}, 0.0, modes, ())
    names = [Name(name, start + 20, start + 20 + len(name)) for name in actors]
    return Draft(0, [0], Span(start, start + 8), "seize", "verbs.csv:7", type_, ["seize"], "actual", names, seen=seen)


def test_the_same_words_are_one_telling() -> None:
    (joined,) = combine_drafts(
        [build("COERCE", 0, {"COERCE": 0.7, "ASSAULT": 0.2})], [build("COERCE", 4, None, ("police",))], WEIGHTS
    )
    assert joined.rule == "head+verbs.csv:7"
    assert [name.text for name in joined.actors] == ["police"]
    assert joined.modes == ["arrest"]
    assert joined.chance == 1 / (1 + (0.3 / 0.7))


def test_a_pattern_can_turn_the_type() -> None:
    (joined,) = combine_drafts(
        [build("COERCE", 0, {"COERCE": 0.5, "ASSAULT": 0.45})], [build("ASSAULT", 0, None, ("rebels",))], WEIGHTS
    )
    assert (joined.type, joined.pattern_type) == ("ASSAULT", "ASSAULT")


def test_a_pattern_of_another_type_gives_no_roles() -> None:
    (joined,) = combine_drafts(
        [build("COERCE", 0, {"COERCE": 0.99})], [build("ASSAULT", 0, None, ("rebels",))], WEIGHTS
    )
    assert joined.type == "COERCE"
    assert joined.actors == []
    assert joined.rule == "head"


def test_far_apart_they_are_two_in_the_order_of_the_text() -> None:
    found = combine_drafts([build("COERCE", 200, {"COERCE": 0.7})], [build("COERCE", 4, None)], WEIGHTS)
    assert [draft.trigger.start for draft in found] == [4, 200]
    assert found[0].chance < found[1].chance


def test_a_pattern_alone_is_told_from_one_that_the_model_sees_too() -> None:
    (alone,) = combine_drafts([], [build("COERCE", 4, None)], WEIGHTS)
    assert describe_chance(alone, "COERCE", {}).keys() == {"bias", "seen", "nothing seen", "line"}
    (seen,) = combine_drafts([build("COERCE", 4, {"COERCE": 0.4})], [], WEIGHTS)
    assert describe_chance(seen, "COERCE", {}).keys() == {"bias", "seen", "no pattern"}


def test_a_line_that_is_seldom_right_counts_for_less() -> None:
    told = build("COERCE", 0, {"COERCE": 0.7})
    rare = replace(WEIGHTS, lines={"verbs.csv:7 COERCE": -2.0})
    (known,), (doubted,) = (combine_drafts([told], [build("COERCE", 0, None)], each) for each in (WEIGHTS, rare))
    assert doubted.chance < known.chance
