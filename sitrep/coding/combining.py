"""One list of tellings from two: what the model's heads see and what the lexicon's patterns find."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from sitrep.coding.drafts import Draft, Name, agree, share_name
from sitrep.coding.tellings import choose_modes
from sitrep.coding.weights import Weights
from sitrep.resolving.actors import resolve_actor
from sitrep.resolving.numbers import NumberMention
from sitrep.schema import Attribution, Status

#: The chance that the model gives to what it does not see at all.
UNSEEN = 0.01
_ENOUGH = 3.0  # likely mentions beside one that make a report one of conflict
#: The least chance of an attack that a line of the lexicon tells and that counts its dead: "Rebels killed 14 in Gao" is
#: none of the long sentences that the model has learned from.
_COUNTED = 0.7
_NEAR = 30  # characters between two triggers of a type that name one telling


def combine_drafts(learned: Sequence[Draft], patterns: Sequence[Draft], weights: Weights) -> list[Draft]:
    """Return the tellings of a sentence, each with the chance that it is one and of its type, in order.

    A trigger that both find is one telling: roles are those of the model, and where it sees none those of the pattern.
    """
    partners = _pair(learned, patterns)
    combined: list[Draft] = []
    for index, draft in enumerate(learned):
        partner = next((patterns[other] for other, own in partners.items() if own == index), None)
        if partner is not None:
            combined.append(_join(draft, partner, weights))
        else:
            combined.append(_choose(draft, weights))
    for other, draft in enumerate(patterns):
        if other not in partners:
            alone = replace(draft, pattern=draft.rule, pattern_type=draft.type)
            combined.append(replace(alone, chance=_weigh(alone, alone.type, weights)))
    return sorted(combined, key=lambda draft: (draft.trigger, draft.type))


def _pair(learned: Sequence[Draft], patterns: Sequence[Draft]) -> dict[int, int]:
    """Return for patterns the learned telling of the same words, else the nearest of its type."""
    ranked: list[tuple[int, int, int, int]] = []
    for other, pattern in enumerate(patterns):
        for own, draft in enumerate(learned):
            gap = max(pattern.trigger.start - draft.trigger.end, draft.trigger.start - pattern.trigger.end)
            same = pattern.type == draft.type
            if gap < 0 or (same and gap <= _NEAR):
                ranked.append((max(gap, -1), not same, other, own))
    partners: dict[int, int] = {}
    for _, _, other, own in sorted(ranked):
        if other not in partners and own not in partners.values():
            partners[other] = own
    return partners


def name_line(draft: Draft) -> str:
    """Return the name of the lexicon's line that tells a draft, with the type that it was taken for."""
    return f"{draft.pattern} {draft.pattern_type}"


def describe_chance(draft: Draft, type_: str, lines: Mapping[str, float]) -> dict[str, float]:
    """Return what speaks for a telling being one of a type, by the names of features in data/reference/coder.

    Args:
        draft: the telling.
        type_: the type.
        lines: how often the lines of the lexicon are right, as log odds against those of an unknown one.
    """
    seen = draft.seen.types.get(type_, UNSEEN) if draft.seen is not None else UNSEEN
    seen = min(max(seen, UNSEEN), 1 - UNSEEN)
    features = {"bias": 1.0, "seen": math.log(seen / (1 - seen))}
    if draft.seen is None:
        features["nothing seen"] = 1.0
    if not draft.pattern:
        features["no pattern"] = 1.0
    elif draft.pattern_type != type_:
        features["other pattern"] = 1.0
    else:
        features["line"] = lines.get(name_line(draft), 0.0)
        if draft.is_weak or draft.is_again:
            features["weak pattern"] = 1.0
    for part in ("actors", "recipients", "places"):
        if getattr(draft, part):
            features[f"{part} told"] = 1.0
    if "killed" in draft.tolls or "injured" in draft.tolls:
        features["toll told"] = 1.0
    if draft.date is not None:
        features["date told"] = 1.0
    return features


def describe_mention(draft: Draft, drafts: Sequence[Draft]) -> dict[str, float]:
    """Return what speaks for a merged mention being right, by the names of features in data/reference/coder.

    Not only how likely its tellings are: where nothing else happens and nobody known takes part, a shot is one at goal.

    Args:
        draft: the mention.
        drafts: all mentions of the report.
    """
    chance = min(max(draft.chance, UNSEEN), 1 - UNSEEN)
    features = {"bias": 1.0, "chance": math.log(chance / (1 - chance))}
    others = sum(other.chance for other in drafts if other is not draft)
    # At most a little: where one sentence is all there is, nothing can happen beside what it tells.
    features["happens beside"] = min(others, _ENOUGH) / _ENOUGH / 4
    if not any(is_somebody(name.text) for name in (*draft.actors, *draft.recipients)):
        features["nobody known"] = 1.0
    if not draft.places:
        features["nowhere"] = 1.0
    if draft.seen is None:
        features["pattern alone"] = 1.0
    if draft.status not in (Status.ACTUAL, Status.PLANNED):
        features["not real"] = 1.0
    if draft.is_background:
        features["background"] = 1.0
    return features


@lru_cache(maxsize=65536)
def is_somebody(name: str) -> bool:
    """Return whether a name is that of a known actor, or of a kind of actors."""
    actor = resolve_actor(name)
    return actor.sector is not None or actor.country is not None


def calibrate_mention(draft: Draft, drafts: Sequence[Draft], weights: Mapping[str, float]) -> float:
    """Return the chance that a merged mention is right."""
    score = sum(weights.get(name, 0.0) * value for name, value in describe_mention(draft, drafts).items())
    return round(1 / (1 + math.exp(-score)), 3)


def _weigh(draft: Draft, type_: str, weights: Weights) -> float:
    features = describe_chance(draft, type_, weights.lines)
    score = sum(weights.combining.get(name, 0.0) * value for name, value in features.items())
    chance = 1 / (1 + math.exp(-score))
    if type_ == draft.pattern_type == "ASSAULT" and "killed" in draft.tolls and not draft.is_weak:
        return max(chance, _COUNTED)
    return chance


def _choose(draft: Draft, weights: Weights) -> Draft:
    """Return a telling with the type that is the likeliest by all that is known, and its chance."""
    types = [*(draft.seen.types if draft.seen is not None else ()), *([draft.pattern_type] if draft.pattern else ())]
    chances = {type_: _weigh(draft, type_, weights) for type_ in dict.fromkeys(types)}
    best = max(chances, key=lambda type_: (chances[type_], type_))
    return replace(draft, type=best, chance=chances[best])


def _unite(seen: list[Name], told: Sequence[Name]) -> list[Name]:
    """Return who the model sees, with those that the pattern lists beside one of them; else who the pattern tells."""
    if not seen:
        return list(told)
    if not share_name(seen, list(told)):
        return seen
    return sorted(
        [*seen, *(name for name in told if not any(agree(name, known) for known in seen))],
        key=lambda name: name.start,
    )


def _drop_told_otherwise(draft: Draft, pattern: Draft) -> dict[str, NumberMention]:
    """Return the model's tolls without numbers that the lexicon counts as another: "900,000 fled" are no dead."""
    return {
        toll: number
        for toll, number in draft.tolls.items()
        if not any(
            other != toll and known.start < number.end and number.start < known.end
            for other, known in pattern.tolls.items()
        )
    }


def _join(draft: Draft, pattern: Draft, weights: Weights) -> Draft:
    """Return the model's telling with what a pattern adds to it."""
    is_whole = pattern.trigger.start <= draft.trigger.start and draft.trigger.end <= pattern.trigger.end
    draft = replace(
        draft,
        trigger=pattern.trigger if is_whole else draft.trigger,  # "lorry bomb", not "lorry"
        pattern=pattern.rule,
        pattern_type=pattern.type,
        is_result=pattern.is_result,
        is_weak=pattern.is_weak,
        is_again=pattern.is_again,
        is_pointing=draft.is_pointing or pattern.is_pointing,
        sentences=sorted({*draft.sentences, *pattern.sentences}, key=lambda n: (n != draft.sentence, n)),
    )
    draft = _choose(draft, weights)
    same = draft.type == pattern.type
    modes = choose_modes(draft.seen, draft.type) if draft.seen is not None else []
    recipients = [name for name in pattern.recipients if not any(agree(name, actor) for actor in draft.actors)]
    observed = draft.attribution == Attribution.OBSERVED
    return replace(
        draft,
        modes=modes or (list(pattern.modes) if same else []),
        actors=_unite(draft.actors, pattern.actors) if same else draft.actors,
        recipients=_unite(draft.recipients, recipients) if same else draft.recipients,
        places=draft.places or list(pattern.places),
        date=draft.date or pattern.date,
        tolls={**(pattern.tolls if same else {}), **_drop_told_otherwise(draft, pattern)},
        single=draft.single or pattern.single,
        attribution=pattern.attribution if observed else draft.attribution,
        attributed_to=draft.attributed_to or pattern.attributed_to,
        rule=f"head+{pattern.rule}" if same else "head",
    )
