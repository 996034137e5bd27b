"""What a report as a whole says of where it happens: the places it names, each with how sure it is which is meant.

Places that a report names lie together more often than not. Each name's candidates are ranked by what the other names
may mean, and again by what those then likely mean; two rounds settle it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sitrep.resolving.gazetteer import Precision
from sitrep.resolving.place_ranking import Anchor, RankedPlace, find_point
from sitrep.resolving.place_spotting import PlaceMention, widen_place
from sitrep.resolving.places import rank_places

#: Names that are looked at, the most frequent: more say nothing new, and time is bounded.
MOST_NAMES = 40
ROUNDS = 2
#: A candidate less likely than this says nothing of the others.
LEAST_TRUST = 0.1


def find_anchors(text: str, mentions: Sequence[PlaceMention], countries: Sequence[str]) -> tuple[Anchor, ...]:
    """Return the places that a report names, with how sure it is of each; countries and regions are none.

    "police in Paris ... in Dallas and Tyler" -> Dallas and Tyler in Texas, and Paris, Texas, more than Paris, France.

    Args:
        text: the report.
        mentions: the places spotted in it.
        countries: ISO3 codes of the countries that it names, the most often named first.
    """
    counts = Counter(widen_place(text, mention).text for mention in mentions)
    names = [name for name, _ in counts.most_common(MOST_NAMES)]
    anchors: tuple[Anchor, ...] = ()
    for _ in range(ROUNDS):
        anchors = tuple(
            anchor
            for name in names
            for anchor in _weigh_candidates(rank_places(name, countries=countries, anchors=anchors))
        )
    return anchors


def _weigh_candidates(ranked: Sequence[RankedPlace]) -> list[Anchor]:
    """Return the candidates of a name that are likely enough to say something of the others."""
    odds = [10 ** (place.score - ranked[0].score) for place in ranked]
    total = sum(odds)
    return [
        Anchor(
            place.entry.id,
            place.key,
            place.entry.country,
            place.entry.admin1_code,
            find_point(place.entry) if place.entry.precision < Precision.ADMIN1 else None,
            round(odd / total, 3),
            place.is_told,
        )
        for place, odd in zip(ranked, odds, strict=True)
        if odd / total >= LEAST_TRUST and place.entry.country is not None and place.entry.precision < Precision.REGION
    ]
