"""Words that tell how a name of a place is meant, from data/reference/gazetteer/place_words.csv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sitrep.reference import locate_reference
from sitrep.resolving.names import ARTICLES
from sitrep.resolving.word_uses import read_word_uses

USES = (
    *("direction", "near", "site", "admin1", "admin2", "town", "filler", "connector", "locative", "cue"),
    *("place_noun", "body", "calendar", "function", "particle"),
)


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Words by their use.

    Attributes:
        directions: "northern"; what they stand before is a part of the place, or that country all the same.
        near: directions and "near", "outskirts": what they stand before is near or a part of the place.
        sites: "airport", "dam": what they stand after is near or a part of the place.
        admin1: "province".
        admin2: "district".
        towns: "city".
        fillers: "the", "in".
        connectors: "in", "of": between a place and what it lies in.
        locatives: "in", "near": a place follows, be the name a word or a surname too.
        cues: locatives and "from", "to": a place follows.
        place_nouns: "outskirts", "mayor", "city": a place follows the "of" after them.
        bodies: "university": no place follows the "of" after them.
        calendar: weekdays and months.
        beside: capitalised words that may stand beside a name without being a part of it.
        function: words that are never a name, though a sentence may begin with them.
        particles: "de", "al": written small within a name.
    """

    directions: frozenset[str]
    near: frozenset[str]
    sites: frozenset[str]
    admin1: frozenset[str]
    admin2: frozenset[str]
    towns: frozenset[str]
    fillers: frozenset[str]
    connectors: frozenset[str]
    locatives: frozenset[str]
    cues: frozenset[str]
    place_nouns: frozenset[str]
    bodies: frozenset[str]
    calendar: frozenset[str]
    beside: frozenset[str]
    function: frozenset[str]
    particles: frozenset[str]


def read_place_words(path: Path) -> PlaceWords:
    """Return the words of a table by their use.

    Raises:
        ReferenceError: a use is unknown or a word stands twice in one; the message cites file and line.
    """
    words = read_word_uses(path, USES)
    kinds = words["admin1"] | words["admin2"] | words["town"]
    near = words["direction"] | words["near"]
    beside = near | kinds | words["filler"] | words["site"] | words["calendar"]
    cues = words["locative"] | words["cue"]
    return PlaceWords(
        directions=words["direction"],
        near=near,
        sites=words["site"],
        admin1=words["admin1"],
        admin2=words["admin2"],
        towns=words["town"],
        fillers=words["filler"],
        connectors=words["connector"],
        locatives=words["locative"],
        cues=cues,
        place_nouns=words["place_noun"] | words["direction"] | kinds,
        bodies=words["body"],
        calendar=words["calendar"],
        beside=beside,
        function=words["function"] | cues,
        particles=words["particle"] | ARTICLES,
    )


@cache
def load_place_words() -> PlaceWords:
    """Return the words of data/reference/gazetteer, read once."""
    return read_place_words(locate_reference("gazetteer", "place_words.csv"))
