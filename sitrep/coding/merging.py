"""Tellings of one happening within a report become one draft, anchored at the most specific (codebook, section 1)."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from sitrep.coding.drafts import GENERAL, Draft, Name, agree, share_name
from sitrep.resolving.dates import DateResolution, resolve_date
from sitrep.resolving.gazetteer import Precision
from sitrep.resolving.places import resolve_place
from sitrep.schema import Status

#: Words that tell of any attack: an attack told again as "the violence" or "killed" is one attack.
_GENERAL_STEMS = frozenset(
    ["attack", "violence", "kill", "bloodshed", "incident", "die", "wound", "injure", "atrocity", "strike", "assault", "hit", "target", "explosion", "blast", "bomb", "bombing", "fighting", "war", "combat", "offensive", "operation", "battle", "campaign", "murder", "killing", "shooting", "terrorist", "terror", "massacre", "shoot", "lose", "claim", "shelling", "destroy", "destruction", "suicide", "suicide-attack", "explode", "detonate", "raid", "set", "go"]
)
_FAMILIES = (
    frozenset(
        ["talks", "talk", "meet", "meeting", "negotiate", "negotiation", "round", "peace", "discuss", "confer", "consultation", "consult", "summit", "conference", "dialogue", "hold"]
    ),
    frozenset(["condemn", "denounce", "deplore", "criticise", "condemnation", "criticism", "appalled", "outraged", "slam"]),
    frozenset(
        ["accuse", "blame", "allege", "accusation", "allegation", "charge", "indict", "indictment", "arraign", "stand", "on", "try", "trial", "appear"]
    ),
    frozenset(["investigate", "investigation", "probe", "inquiry", "look", "open", "examine", "launch", "order", "under", "question"]),
    frozenset(["sentence", "convict", "jail", "find", "found", "plead", "imprison", "conviction", "death", "guilty", "condemn", "impose"]),
    frozenset(["arrest", "detain", "detention", "apprehend", "nab", "round", "take", "hold", "custody", "pick", "lock", "capture", "remanded"]),
    frozenset(
        ["protest", "demonstrate", "demonstration", "rally", "march", "take", "gather", "assemble", "stage", "chant", "vigil", "parade", "pour"]
    ),
    frozenset(["strike", "down", "walk", "walkout", "stoppage", "stop", "work", "general", "go"]),
    frozenset(["urge", "call", "appeal", "ask", "demand", "request", "plead", "beg", "press", "pressure"]),
    frozenset(["withdraw", "withdrawal", "pull", "pullout", "retreat", "leave", "vacate"]),
    frozenset(["release", "free", "let", "set"]),
    frozenset(["agree", "agreement", "deal", "reach", "promise", "pledge", "commit", "committed", "commitment", "offer", "accord"]),
    frozenset(["support", "back", "welcome", "praise", "hail", "stand", "express", "commend", "congratulate", "endorse", "thank"]),
    frozenset(["give", "provide", "deliver", "donate", "send", "supply", "humanitarian", "delivery", "distribute"]),
    frozenset(["deploy", "deployment", "send", "move", "dispatch", "reinforcement", "reinforce", "arrive"]),
    frozenset(["ceasefire", "truce", "cessation", "declare", "announce", "agree"]),
    frozenset(["kidnap", "abduct", "kidnapping", "abduction", "take", "hold", "snatch", "seize", "capture", "hostage"]),
)


def merge_drafts(drafts: Sequence[Draft], published: date | None) -> list[Draft]:
    """Return one draft for each happening, in the order of the first tellings."""
    merged: list[list[Draft]] = []
    for draft in drafts:
        home = next((group for group in reversed(merged) if _is_one(group, draft, published)), None)
        if draft.is_again and home is None:
            continue
        if home is None:
            merged.append([draft])
        else:
            home.append(draft)
    return [_fuse(group) for group in merged]


def _is_one(group: Sequence[Draft], draft: Draft, published: date | None) -> bool:
    """Return whether a telling is of the same happening as a group: nothing it tells contradicts any of them."""
    first = group[0]
    if first.type != draft.type or _is_real(first.status) != _is_real(draft.status):
        return False
    if not any(_stems_fit(member, draft) for member in group):
        return False
    if any(_contradict(member, draft, published) for member in group):
        return False
    actors = [name for member in group for name in member.actors]
    recipients = [name for member in group for name in member.recipients]
    if actors and draft.actors and not share_name(actors, draft.actors):
        return False
    close = draft.sentence - max(member.sentence for member in group) <= 1
    shared = share_name(actors, draft.actors) or share_name(recipients, draft.recipients)
    if draft.type != "ASSAULT":
        if recipients and draft.recipients and not share_name(recipients, draft.recipients):
            return False
        return shared or close or not (draft.actors or draft.recipients)
    return True


def _is_real(status: str) -> bool:
    return status in (Status.ACTUAL, Status.PLANNED)


def _stems_fit(first: Draft, second: Draft) -> bool:
    if first.stem == second.stem or second.is_again:
        return True
    if first.type == "ASSAULT":
        if (first.stem in _GENERAL_STEMS or first.is_result) and (second.stem in _GENERAL_STEMS or second.is_result):
            return not first.modes or not second.modes or bool(set(first.modes) & set(second.modes))
        return False
    return any(first.stem in family and second.stem in family for family in _FAMILIES)


def _contradict(first: Draft, second: Draft, published: date | None) -> bool:
    """Return whether two tellings differ in place, date, number or victims."""
    if first.sentence == second.sentence and first.trigger != second.trigger and first.stem == second.stem:
        return not (first.is_result or second.is_result) and _places_differ(first.places, second.places)
    if _places_differ(first.places, second.places):
        return True
    for toll in first.tolls.keys() & second.tolls.keys():
        a, b = first.tolls[toll], second.tolls[toll]
        if a.best is not None and b.best is not None and a.best != b.best and first.type == "ASSAULT":
            return True
    if first.date is not None and second.date is not None and first.date.text != second.date.text:
        return _dates_differ(
            resolve_date(first.date.text, published=published), resolve_date(second.date.text, published=published)
        )
    if first.type == "ASSAULT" and first.recipients and second.recipients:
        return (
            not share_name(first.recipients, second.recipients)
            and not _are_general(first.recipients)
            and not _are_general(second.recipients)
        )
    return False


def _places_differ(first: list[Name], second: list[Name]) -> bool:
    """Return whether two lists of places have none in common, and none of the one lies in one of the other."""
    if not first or not second or share_name(first, second):
        return False
    return not any(_lies_in(a.text, b.text) or _lies_in(b.text, a.text) for a in first for b in second)


@lru_cache(maxsize=65536)
def _lies_in(inner: str, outer: str) -> bool:
    """Return whether a place lies in a country or first-order division: "Mosul" in "Iraq", in "Nineveh"."""
    around = resolve_place(outer)
    if around.id is None or around.precision not in (Precision.ADMIN1, Precision.COUNTRY):
        return False
    within = resolve_place(inner, countries=(around.country,) if around.country else ())
    if within.id is None or within.country != around.country:
        return within.id is None
    return around.precision == Precision.COUNTRY or within.admin1 == around.admin1


def _are_general(names: list[Name]) -> bool:
    return any(word in GENERAL for name in names for word in name.text.lower().split())


def _dates_differ(first: DateResolution, second: DateResolution) -> bool:
    if first.start is None or second.start is None:
        return False
    return (first.end or first.start) < second.start or (second.end or second.start) < first.start


def _fuse(group: Sequence[Draft]) -> Draft:
    """Return the most specific telling with what the others add."""
    anchor = max(group, key=_specificity)
    others = [draft for draft in group if draft is not anchor]
    anchor.sentences = [anchor.sentence, *sorted({draft.sentence for draft in others} - {anchor.sentence})]
    for draft in others:
        if not anchor.actors:
            anchor.actors = list(draft.actors)
        if not anchor.recipients or (
            _are_general(anchor.recipients) and draft.recipients and not _are_general(draft.recipients)
        ):
            anchor.recipients = list(draft.recipients) or anchor.recipients
        anchor.places += [place for place in draft.places if not any(agree(place, known) for known in anchor.places)]
        anchor.date = anchor.date or draft.date
        for toll, number in draft.tolls.items():
            anchor.tolls.setdefault(toll, number)
        anchor.single = anchor.single or draft.single
        anchor.modes += [mode for mode in draft.modes if mode not in anchor.modes] if not anchor.modes else []
        anchor.attributed_to = anchor.attributed_to or draft.attributed_to
        anchor.is_background = anchor.is_background and draft.is_background
    return anchor


def _specificity(draft: Draft) -> tuple[int, int]:
    told = (
        2 * bool(draft.actors)
        + (len(draft.actors) > 1)
        + 2 * bool(draft.recipients)
        + 2 * bool(draft.places)
        + bool(draft.date)
        + len(draft.tolls)
        + bool(draft.modes)
        - 2 * draft.is_headline
        - 9 * draft.is_again
        - 2 * draft.is_weak
        - draft.is_result
    )
    return told, -draft.sentence
