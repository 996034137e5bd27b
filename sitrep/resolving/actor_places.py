"""The country of an actor by the places in its name: "Homs police", "mayor of Marseille", "Darfur"."""

from __future__ import annotations

from collections.abc import Sequence

from sitrep.resolving.actor_reading import ActorText, Head
from sitrep.resolving.countries import is_capital
from sitrep.resolving.gazetteer import Precision, load_gazetteer
from sitrep.resolving.names import join_keys
from sitrep.resolving.places import find_places, resolve_place


def is_proper_name(actor: ActorText) -> bool:
    """Return whether all words but the small ones have a capital: "Front for the Defence of the North"."""
    small = actor.vocabulary.particles | actor.vocabulary.connectors | {"the", "and"}
    return all(actor.is_capital[i] or actor.keys[i] in small for i in range(len(actor.keys)))


def find_named_place(actor: ActorText, place_country: str | None) -> str | None:
    """Return the country of a province that stands for who is there ("Darfur"), or of a town where the event is."""
    if not is_proper_name(actor):
        return None
    place = resolve_place(actor.text, countries=() if place_country is None else (place_country,))
    is_near = place_country is not None and place.country == place_country and place.precision < Precision.COUNTRY
    return place.country if is_near or place.precision in (Precision.ADMIN1, Precision.REGION) else None


def find_place_country(actor: ActorText, head: Head, stop: int, place_country: str | None) -> str | None:
    """Return the country of the place before the noun or after its "of": "Homs police"; None where it is not sure."""
    near = () if place_country is None else (place_country,)
    found: set[str | None] = set()
    if stop < len(actor.keys) and actor.keys[stop] in actor.vocabulary.belonging:
        after = actor.words.starts[stop]
        found = {
            resolve_place(mention.text, countries=near).country
            for mention in find_places(actor.text)
            if mention.start >= after
        }
    if not found:
        found = {_find_owner_country(actor, head, near)}
    return found.pop() if len(found) == 1 else None


def _find_owner_country(actor: ActorText, head: Head, near: Sequence[str]) -> str | None:
    """Return the country of the place named before a noun: "Homs police", "Ankara's district administration".

    Of a longer name ("Baghdad University Medical School") the place that it begins with counts, if the country has
    its seat there or the event.
    """
    owner = next((i + 1 for i in range(head.start) if actor.words.possessive[i]), 0)
    if owner and all(actor.is_capital[:owner]):
        place = resolve_place(actor.cut(0, owner), countries=near)
        return place.country if place.precision < Precision.COUNTRY else None
    first = head.start
    while first > 0 and actor.is_capital[first - 1] and actor.is_joined(first):
        first -= 1
    for end in range(head.start, first, -1):
        key = join_keys(actor.keys[first:end])
        if key in load_gazetteer().rules:
            continue
        place = resolve_place(actor.cut(first, end), countries=near)
        if place.country is None or place.precision >= Precision.COUNTRY:
            continue
        if end == head.start or place.country in near or is_capital(key, place.country):
            return place.country
    return None
