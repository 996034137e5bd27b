"""Words that tell how an actor is meant, from data/reference/actors/actor_words.csv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sitrep.reference import locate_reference
from sitrep.resolving.names import ARTICLES
from sitrep.resolving.word_uses import read_word_uses

USES = (
    *("quantity", "connector", "belonging", "former", "diplomat", "tie", "prefix", "modifier", "at_place"),
    *("particle", "acronym", "office"),
)


@dataclass(frozen=True, slots=True)
class ActorWords:
    """Words by their use.

    Attributes:
        quantities: "several", "at", "least": tell how many before a noun.
        connectors: "of", "who": end the noun an actor is named by.
        belonging: connectors after which the actor's own country or body stands.
        former: "ex", "ousted": no longer in office.
        diplomats: "ambassador": state actors that are not those of the country they are in.
        ties: "backed", "led": after a hyphen, make what stands before it another's.
        prefixes: "pro", "anti": before a hyphen, what follows it is not the one meant.
        modifiers: "senior": may stand between a country and its noun.
        at_place: "in": before a country, say that it is a place.
        particles: "al", "bin": small within a person's name.
        acronyms: "is", "who": acronyms that are words too.
        offices: "president", "head": of a state or of another body.
    """

    quantities: frozenset[str]
    connectors: frozenset[str]
    belonging: frozenset[str]
    former: frozenset[str]
    diplomats: frozenset[str]
    ties: frozenset[str]
    prefixes: frozenset[str]
    modifiers: frozenset[str]
    at_place: frozenset[str]
    particles: frozenset[str]
    acronyms: frozenset[str]
    offices: frozenset[str]


def read_actor_words(path: Path) -> ActorWords:
    """Return the words of a table by their use.

    Raises:
        ReferenceError: a use is unknown or a word stands twice in one; the message cites file and line.
    """
    words = read_word_uses(path, USES)
    return ActorWords(
        quantities=words["quantity"],
        connectors=words["connector"],
        belonging=words["belonging"],
        former=words["former"],
        diplomats=words["diplomat"],
        ties=words["tie"],
        prefixes=words["prefix"],
        modifiers=words["modifier"],
        at_place=words["at_place"],
        particles=words["particle"] | ARTICLES,
        acronyms=words["acronym"],
        offices=words["office"],
    )


@cache
def load_actor_words() -> ActorWords:
    """Return the words of data/reference/actors, read once."""
    return read_actor_words(locate_reference("actors", "actor_words.csv"))
