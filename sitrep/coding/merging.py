"""Tellings of one happening within a report become one draft, anchored at the most specific (codebook, section 1)."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from sitrep.coding.drafts import Draft, Name, agree, share_name
from sitrep.coding.lexicon import Lexicon
from sitrep.ontology import load_ontology
from sitrep.resolving.actors import resolve_actor
from sitrep.resolving.dates import DateResolution, resolve_date
from sitrep.resolving.gazetteer import Precision
from sitrep.resolving.places import resolve_place
from sitrep.schema import Status

#: A telling is compared with so many groups before it, and so many tellings of each: reports of any length take
#: time in proportion to it.
_GROUPS = 60
_MEMBERS = 12
_MOST_STEPS = 3
#: What no likeness makes good.
_CONTRADICTIONS = ({"dates differ"}, {"killed differ"}, {"actors differ", "recipients differ"}, {"sides differ"})


def merge_drafts(
    drafts: Sequence[Draft], published: date | None, lexicon: Lexicon, weights: Mapping[str, float]
) -> list[Draft]:
    """Return one draft for each happening, in the order of the first tellings.

    A telling joins the happening told before it that it most likely tells of, or begins one of its own. How likely
    that is tells a logistic model over `compare_drafts`, whose weights are learned (training/coder).
    """
    merger = Merger(published, lexicon, weights)
    groups: list[list[Draft]] = []
    for draft in drafts:
        best, home = 0.0, None
        for group in reversed(groups[-_GROUPS:]):
            score = merger.score_group(group[-_MEMBERS:], draft)
            if score > best:
                best, home = score, group
        if home is not None:
            home.append(draft)
        else:
            groups.append([draft])
    return [merger.fuse(group) for group in groups]


class Merger:
    """Tells whether two tellings are of one happening, and makes one of them."""

    def __init__(self, published: date | None, lexicon: Lexicon, weights: Mapping[str, float]) -> None:
        self._published = published
        self._families = lexicon.families
        self._anyone = lexicon.classes["anyone"].words
        self._weights = weights

    def score_group(self, group: Sequence[Draft], draft: Draft) -> float:
        """Return the mean log odds that a telling is of the same happening as those of a group."""
        total = 0.0
        for member in group:
            if _is_real(member.status) != _is_real(draft.status):
                return -1.0
            features = self.compare(member, draft)
            if features is None or any(each <= features.keys() for each in _CONTRADICTIONS):
                return -1.0
            total += sum(self._weights.get(name, 0.0) * value for name, value in features.items())
        return total / len(group)

    def compare(self, first: Draft, second: Draft) -> dict[str, float] | None:
        """Return what speaks for and against two tellings being of one happening; None where they cannot be.

        Features are told by their names in data/reference/coder/merging.csv.
        """
        if first.type != second.type:
            return None
        gap = second.sentence - first.sentence
        features = {"bias": 1.0, f"type:{first.type}": 1.0, "distance": min(gap, 12) / 4}
        if gap == 0:
            features["same sentence"] = 1.0
            steps = _count_steps(first, second)
            if steps:
                features[f"{steps} steps apart"] = 1.0
            features["letters between"] = min(second.trigger.start - first.trigger.end, 150) / 50
        elif gap == 1:
            features["next sentence"] = 1.0
        if first.sentence <= 1:
            features["told in the lead"] = 1.0
        same = first.stem == second.stem
        if same:
            features["same word"] = 1.0
            if gap == 0:
                features["same word and sentence"] = 1.0
        elif any(first.stem in family and second.stem in family for family in self._families):
            features["same family"] = 1.0
        for flag in ("is_definite", "is_pointing", "is_result", "is_again", "is_headline"):
            if getattr(second, flag):
                features[f"second {flag}"] = 1.0
        if first.is_headline:
            features["first is_headline"] = 1.0
        sides = {_find_side(first.actors), _find_side(second.actors)}
        if sides == {"state", "rebel"}:
            features["sides differ"] = 1.0
        for part in ("actors", "recipients", "places"):
            features |= self._compare_names(part, getattr(first, part), getattr(second, part))
        features |= self._compare_dates(first, second)
        for toll in ("killed", "injured"):
            if toll in first.tolls and toll in second.tolls:
                agrees = first.tolls[toll].best == second.tolls[toll].best
                features[f"{toll} {'same' if agrees else 'differ'}"] = 1.0
        if first.modes and second.modes:
            features["modes differ" if set(first.modes).isdisjoint(second.modes) else "modes same"] = 1.0
        if first.is_background != second.is_background:
            features["background differs"] = 1.0
        if first.status != second.status:
            features["status differs"] = 1.0
        return features

    def _compare_names(self, part: str, first: list[Name], second: list[Name]) -> dict[str, float]:
        if not first or not second:
            return {f"{part} not told": 1.0} if not first and not second else {f"{part} told once": 1.0}
        if share_name(first, second):
            return {f"{part} same": 1.0}
        if part == "places":
            return {"places differ" if _places_differ(first, second) else "places within": 1.0}
        if self._is_anyone(first) or self._is_anyone(second):
            return {f"{part} anyone": 1.0}
        known, others = _find_entities(first), _find_entities(second)
        if known and others and known.isdisjoint(others):
            return {f"{part} differ": 1.0, f"{part} are others": 1.0}
        return {f"{part} differ": 1.0}

    def _compare_dates(self, first: Draft, second: Draft) -> dict[str, float]:
        if first.date is None or second.date is None:
            return {}
        if first.date.text == second.date.text:
            return {"dates same": 1.0}
        differ = _dates_differ(self._place_date(first.date.text), self._place_date(second.date.text))
        return {"dates differ" if differ else "dates may agree": 1.0}

    def fuse(self, group: Sequence[Draft]) -> Draft:
        """Return the most specific telling with what the others add."""
        anchor = max(group, key=_rate)
        others = [draft for draft in group if draft is not anchor]
        told = {number for draft in group for number in draft.sentences} - {anchor.sentence}
        anchor.sentences = [anchor.sentence, *sorted(told)]
        anchor.chance = max(draft.chance for draft in group)
        anchor.tellings = len(group)
        anchor.kills = any(draft.kills for draft in group)
        for draft in others:
            anchor.actors = anchor.actors or list(draft.actors)
            if draft.recipients and (
                not anchor.recipients or (self._is_anyone(anchor.recipients) and not self._is_anyone(draft.recipients))
            ):
                anchor.recipients = list(draft.recipients)
            for toll, number in draft.tolls.items():
                if all(number.start != known.start for known in anchor.tolls.values()):
                    anchor.tolls.setdefault(toll, number)
            anchor.instruments += [
                name for name in draft.instruments if not any(agree(name, known) for known in anchor.instruments)
            ]
            if draft.is_again or draft.is_pointing:  # "this operation" brings no scene or day of its own
                continue
            anchor.places += [
                place for place in draft.places if not any(agree(place, known) for known in anchor.places)
            ]
            anchor.date = anchor.date or draft.date
            anchor.single = anchor.single or draft.single
            anchor.modes = anchor.modes or list(draft.modes)
            anchor.attributed_to = anchor.attributed_to or draft.attributed_to
            anchor.is_background = anchor.is_background and draft.is_background
        return anchor

    def _place_date(self, text: str) -> DateResolution:
        return resolve_date(text, published=self._published)

    def _is_anyone(self, names: Sequence[Name]) -> bool:
        """Return whether victims are told in words that fit anyone: "people", "others"."""
        return any(word in self._anyone for name in names for word in name.text.lower().split())


def _find_entities(names: Sequence[Name]) -> set[str]:
    """Return who names are known to be: an entity, else a country with a sector."""
    found = (_find_entity(name.text) for name in names)
    return {entity for entity in found if entity is not None}


def _find_side(names: Sequence[Name]) -> str:
    """Return "state" where all are of a state's forces, "rebel" where all are armed and of none, else nothing."""
    sectors = [load_ontology().sectors.get(_find_sector(name.text)) for name in names]
    if not sectors or any(sector is None or not sector.is_armed for sector in sectors):
        return ""
    states = {sector is not None and sector.is_state for sector in sectors}
    if len(states) != 1:
        return ""
    return "state" if states.pop() else "rebel"


@lru_cache(maxsize=65536)
def _find_sector(name: str) -> str:
    return resolve_actor(name).sector or ""


@lru_cache(maxsize=65536)
def _find_entity(name: str) -> str | None:
    actor = resolve_actor(name)
    return actor.entity_id or (f"{actor.country} {actor.sector}" if actor.country else None)


def _count_steps(first: Draft, second: Draft) -> int:
    """Return how many arcs of the tree lie between two triggers, up to 3; 0 where it is more.

    "an attack that killed five" -> 1; "strikes engaged two units and destroyed a car" -> 2 from strikes to destroyed
    """
    if first.parse is None or first.parse is not second.parse:
        return 0
    heads = first.parse.heads

    def climb(word: int) -> list[int]:
        passed = [word]
        while heads[passed[-1]] >= 0 and len(passed) <= _MOST_STEPS:
            passed.append(heads[passed[-1]])
        return passed

    above, below = climb(first.word), climb(second.word)
    steps = min((above.index(word) + below.index(word) for word in above if word in below), default=0)
    return steps if steps <= _MOST_STEPS else 0


def _is_real(status: str) -> bool:
    return status in (Status.ACTUAL, Status.PLANNED)


def _rate(draft: Draft) -> tuple[int, int, bool]:
    """Return how specific a telling is; of two alike the earlier wins, of one sentence that which the lexicon knows."""
    told = (
        2 * bool(draft.actors)
        + (len(draft.actors) > 1)
        + 2 * bool(draft.recipients)
        + 2 * bool(draft.places)
        + (draft.date is not None)
        + len(draft.tolls)
        + bool(draft.modes)
        - 9 * draft.is_again
        - 3 * draft.is_pointing
        - 2 * draft.is_headline
        - 2 * draft.is_weak
        - draft.is_result
    )
    return told, -draft.sentence, draft.pattern_type == draft.type


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
    if within.id is None:
        return True  # a place of no gazetteer may lie anywhere
    if within.country != around.country:
        return False
    return around.precision == Precision.COUNTRY or within.admin1 == around.admin1


def _dates_differ(first: DateResolution, second: DateResolution) -> bool:
    if first.start is None or second.start is None:
        return False
    return (first.end or first.start) < second.start or (second.end or second.start) < first.start
