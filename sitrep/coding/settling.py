"""The triggers of a sentence against each other: what one governs, causes or leads to is no happening beside it."""

from sitrep.coding.drafts import Draft
from sitrep.coding.lexicon import Lexicon
from sitrep.coding.reading import Range, Reading
from sitrep.coding.status import find_scope, settle_type
from sitrep.coding.triggers import Trigger
from sitrep.schema import Status

_DEFINITE = frozenset(("the", "this", "these", "those", "its", "his", "their"))


def settle_triggers(reading: Reading, triggers: list[Trigger], lexicon: Lexicon) -> list[Trigger]:
    """Return the triggers with type, modes and status settled, without those that are no happening of their own.

    "demanded that the army leave": the leaving is what is demanded. "marched to demand pay": the demand is the topic.
    "sent troops who shelled the town": the force that was moved was used, so that only the shelling is coded.
    """
    kept: list[Trigger] = []
    scope = Range(0, 0)
    for position, trigger in enumerate(triggers):
        if scope.start <= trigger.tokens.start < scope.end and _is_governed(reading, trigger):
            continue
        governed = None
        if "governs" in trigger.entry.flags:
            scope = find_scope(reading, trigger, lexicon)
            inner = [item for item in triggers[position + 1 :] if scope.start <= item.tokens.start < scope.end]
            governed = inner[0].entry.type if inner else None
        settle_type(reading, trigger, lexicon, governed)
        kept.append(trigger)
    types = {trigger.type for trigger in kept}
    if "PROTEST" in types:
        kept = [trigger for trigger in kept if trigger.type != "REQUEST" or not _is_topic(reading, trigger)]
    if "ASSAULT" in types:
        kept = [trigger for trigger in kept if trigger.type != "MOBILIZE" or not _led_to_force(reading, trigger, kept)]
    return kept


def _is_governed(reading: Reading, trigger: Trigger) -> bool:
    """Return whether a trigger in a scope is what is asked or promised; "the attack" happened all the same."""
    if trigger.voice != "noun" or trigger.entry.type not in ("ASSAULT", "COERCE"):
        return True
    number = reading.phrase_at[trigger.tokens.start]
    return number < 0 or reading.lower[reading.phrases[number].start] not in _DEFINITE


def _is_topic(reading: Reading, trigger: Trigger) -> bool:
    """Return whether a request is what a protest is for: "marched to demand", "a rally demanding"."""
    start = trigger.tokens.start
    return trigger.voice in ("ing", "noun") or (start > 0 and reading.lower[start - 1] == "to")


def _led_to_force(reading: Reading, trigger: Trigger, kept: list[Trigger]) -> bool:
    """Return whether the force that was moved was used by the same actors in the same sentence."""
    movers = {word for name in trigger.arguments.actors for word in reading.words(name)}
    return any(
        not movers.isdisjoint(word for name in other.arguments.actors for word in reading.words(name))
        for other in kept
        if other.type == "ASSAULT"
    )


def drop_weak(triggers: list[Trigger]) -> list[Trigger]:
    """Return the triggers without weak ones that stand beside a stronger one of their type."""
    strong = {trigger.type for trigger in triggers if "weak" not in trigger.entry.flags}
    return [trigger for trigger in triggers if "weak" not in trigger.entry.flags or trigger.type not in strong]


def join_results(reading: Reading, triggers: list[Trigger], drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with what an attack caused made a part of it.

    "a bombing killed 14" and "shelled the town, killing 14" tell of one happening: the deaths are its toll.
    """
    causes = [
        (trigger, draft)
        for trigger, draft in zip(triggers, drafts, strict=True)
        if draft.type == "ASSAULT" and not draft.is_result and draft.status != Status.NEGATED
    ]
    kept: list[Draft] = []
    for trigger, draft in zip(triggers, drafts, strict=True):
        cause = _find_cause(reading, trigger, draft, causes)
        if cause is None:
            kept.append(draft)
            continue
        cause.actors = cause.actors or draft.actors
        known = {name.text for name in (*cause.recipients, *cause.actors)}
        cause.recipients = cause.recipients + [name for name in draft.recipients if name.text not in known]
        cause.places = cause.places or draft.places
        for toll, number in draft.tolls.items():
            cause.tolls.setdefault(toll, number)
        cause.single = cause.single or draft.single
    return kept


def _find_cause(reading: Reading, trigger: Trigger, draft: Draft, causes: list[tuple[Trigger, Draft]]) -> Draft | None:
    """Return the nearest attack of the clause that a result can belong to."""
    if not draft.is_result or draft.type != "ASSAULT" or draft.status != Status.ACTUAL:
        return None
    position = trigger.tokens.start
    near: list[tuple[int, int]] = []
    for index, (other, _) in enumerate(causes):
        start, end = sorted((other.tokens.start, position))
        if ";" not in reading.tags[start:end]:
            near.append((end - start, index))
    return causes[min(near)[1]][1] if near else None
