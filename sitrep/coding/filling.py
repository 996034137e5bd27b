"""What other sentences of a report add to a happening: who claims it, who is blamed for it, where the scene is."""

from collections.abc import Sequence

from sitrep.coding.arguments import find_after, find_subject
from sitrep.coding.drafts import Draft, Name, agree
from sitrep.coding.reading import Range, Reading
from sitrep.coding.surroundings import make_name

_SCENE = 2  # sentences back that a place holds on for
_BY = frozenset(("by",))
_LEAD = 2  # sentences that open a report: headline and lead tell where it plays
_CLAIM_REACH = 5
#: Acts told by words alone: they are where the speaker is, not where the sentence before was.
VERBAL = frozenset(("SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"))
_ELSEWHERE = VERBAL | {"CONSULT", "AGREE", "CONCEDE"}
_BLAMED = frozenset(("ASSAULT", "COERCE"))
_WELCOMED = frozenset(("AGREE", "ASSAULT", "CONCEDE", "CONSULT", "AID"))


def fill_claimants(drafts: Sequence[Draft], readings: Sequence[Reading]) -> None:
    """Give an attack of unknown actors the one who claims it: "the group claimed responsibility"."""
    for reading in readings:
        for index, word in enumerate(reading.lower):
            if word != "responsibility":
                continue
            claimants = _find_claimants(reading, index)
            attack = next(
                (
                    draft
                    for draft in reversed(drafts)
                    if draft.type == "ASSAULT" and not draft.actors and min(draft.sentences) <= reading.index
                ),
                None,
            )
            if claimants and attack is not None:
                attack.actors = claimants


def _find_claimants(reading: Reading, index: int) -> list[Name]:
    near = range(max(0, index - _CLAIM_REACH), min(len(reading.lower), index + _CLAIM_REACH))
    verb = next((at for at in near if reading.lower[at].startswith("claim")), -1)
    if verb < 0:
        return []
    is_active = verb < index
    names = find_subject(reading, verb) if is_active else find_after(reading, verb, _BY, _CLAIM_REACH)
    return [make_name(reading, name) for name in names if reading.is_actor(name)]


def fill_recipients(drafts: Sequence[Draft]) -> None:
    """Give what is condemned or welcomed its doer as recipient: who condemns an attack condemns the attacker."""
    told_in: dict[int, list[int]] = {}
    for index, draft in enumerate(drafts):
        for sentence in draft.sentences:
            told_in.setdefault(sentence, []).append(index)
    for draft in drafts:
        if draft.recipients or draft.type not in ("ACCUSE", "SUPPORT"):
            continue
        wanted = _BLAMED if draft.type == "ACCUSE" else _WELCOMED
        near = [
            (abs(drafts[index].trigger.start - draft.trigger.start), index)
            for index in {index for sentence in draft.sentences for index in told_in[sentence]}
            if drafts[index].type in wanted and drafts[index].actors
        ]
        if near:
            doers = drafts[min(near)[1]].actors
            draft.recipients = [name for name in doers if not any(agree(name, actor) for actor in draft.actors)]


def fill_places(drafts: Sequence[Draft], places: Sequence[Sequence[tuple[Range, Name]]]) -> None:
    """Give a material happening told without a place that of the sentences just before, else of the lead."""
    for draft in drafts:
        if draft.places or draft.type in _ELSEWHERE:
            continue
        scene = [*range(draft.sentence - 1, max(-1, draft.sentence - _SCENE - 1), -1), *range(min(_LEAD, len(places)))]
        for sentence in scene:
            if places[sentence]:
                draft.places = [name for _, name in places[sentence]]
                break


def fill_dateline(drafts: Sequence[Draft], dateline: Name | None) -> None:
    """Give a material happening of today for which no place is told that of the dateline."""
    if dateline is None:
        return
    for draft in drafts:
        if not draft.places and draft.type not in _ELSEWHERE and not draft.is_background:
            draft.places = [dateline]
