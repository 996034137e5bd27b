"""Tellings of one happening within a report become one draft, anchored at the most specific (codebook, section 1)."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from sitrep.coding.drafts import Draft, Name, agree, share_name
from sitrep.coding.lexicon import Lexicon
from sitrep.resolving.dates import DateResolution, resolve_date
from sitrep.resolving.gazetteer import Precision
from sitrep.resolving.places import resolve_place
from sitrep.schema import Status

#: A telling is compared with so many groups before it, and so many tellings of each: reports of any length take
#: time in proportion to it.
_GROUPS = 60
_MEMBERS = 12


def merge_drafts(drafts: Sequence[Draft], published: date | None, lexicon: Lexicon) -> list[Draft]:
    """Return one draft for each happening, in the order of the first tellings.

    Two tellings are one where the type is the same, the words may name the same thing (families.csv), and neither
    actors, victims, places, dates nor numbers contradict each other.
    """
    merger = _Merger(published, lexicon)
    groups: list[list[Draft]] = []
    for draft in drafts:
        recent = groups[-_GROUPS:]
        if not draft.is_again:  # "the operation" is the one told of first
            recent.reverse()
        home = next((group for group in recent if merger.is_one(group[-_MEMBERS:], draft)), None)
        if home is not None:
            home.append(draft)
        elif not draft.is_again:
            groups.append([draft])
    return [merger.fuse(group) for group in groups]


class _Merger:
    def __init__(self, published: date | None, lexicon: Lexicon) -> None:
        self._published = published
        self._families = lexicon.families
        self._anyone = lexicon.classes["anyone"].words

    def is_one(self, group: Sequence[Draft], draft: Draft) -> bool:
        """Return whether a telling is of the same happening as a group: nothing it tells contradicts any of them."""
        if group[0].type != draft.type or _is_real(group[0].status) != _is_real(draft.status):
            return False
        if not any(self._stems_fit(member, draft) for member in group):
            return False
        if any(self._contradict(member, draft) for member in group):
            return False
        actors = [name for member in group for name in member.actors]
        recipients = [name for member in group for name in member.recipients]
        if actors and draft.actors and not share_name(actors, draft.actors):
            return False
        if draft.type == "ASSAULT":
            return True
        if recipients and draft.recipients and not share_name(recipients, draft.recipients):
            return False
        is_close = draft.sentence - max(member.sentence for member in group) <= 1
        return (
            is_close
            or share_name(actors, draft.actors)
            or share_name(recipients, draft.recipients)
            or not (draft.actors or draft.recipients)
        )

    def fuse(self, group: Sequence[Draft]) -> Draft:
        """Return the most specific telling with what the others add."""
        anchor = max(group, key=_rate)
        others = [draft for draft in group if draft is not anchor]
        told = {number for draft in group for number in draft.sentences} - {anchor.sentence}
        anchor.sentences = [anchor.sentence, *sorted(told)]
        for draft in others:
            anchor.actors = anchor.actors or list(draft.actors)
            if draft.recipients and (
                not anchor.recipients or (self._is_anyone(anchor.recipients) and not self._is_anyone(draft.recipients))
            ):
                anchor.recipients = list(draft.recipients)
            for toll, number in draft.tolls.items():
                anchor.tolls.setdefault(toll, number)
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

    def _stems_fit(self, first: Draft, second: Draft) -> bool:
        """Return whether two triggers may name one thing: the same word, or two of a family without other modes."""
        if first.stem == second.stem or second.is_again:
            return True
        if first.type == "ASSAULT" and first.modes and second.modes and set(first.modes).isdisjoint(second.modes):
            return False
        return any(first.stem in family and second.stem in family for family in self._families)

    def _contradict(self, first: Draft, second: Draft) -> bool:
        """Return whether two tellings differ in place, date, number or victims."""
        if first.sentence == second.sentence and first.stem == second.stem and not second.is_result:
            # "one attack in A and another in B": two of a word in a sentence are one unless their places differ
            return _places_differ(first.places, second.places)
        if _places_differ(first.places, second.places):
            return True
        if first.is_background != second.is_background and (first.date is None or second.date is None):
            return True
        if first.type == "ASSAULT":
            for toll in first.tolls.keys() & second.tolls.keys():
                if first.tolls[toll].best != second.tolls[toll].best:
                    return True
        if first.date is not None and second.date is not None and first.date.text != second.date.text:
            return _dates_differ(self._place_date(first.date.text), self._place_date(second.date.text))
        if first.type == "ASSAULT" and first.recipients and second.recipients:
            return not (
                share_name(first.recipients, second.recipients)
                or self._is_anyone(first.recipients)
                or self._is_anyone(second.recipients)
            )
        return False

    def _place_date(self, text: str) -> DateResolution:
        return resolve_date(text, published=self._published)

    def _is_anyone(self, names: Sequence[Name]) -> bool:
        """Return whether victims are told in words that fit anyone: "people", "others"."""
        return any(word in self._anyone for name in names for word in name.text.lower().split())


def _is_real(status: str) -> bool:
    return status in (Status.ACTUAL, Status.PLANNED)


def _rate(draft: Draft) -> tuple[int, int]:
    """Return how specific a telling is; of two alike the earlier wins."""
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
    return told, -draft.sentence


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
