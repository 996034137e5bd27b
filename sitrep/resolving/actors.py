"""Actors: from a name in the text to an entity, a country and a sector, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sitrep.ontology import load_ontology
from sitrep.resolving.actor_reading import ActorText, CountryWord, Head
from sitrep.resolving.actor_spotting import ActorMention, find_actors
from sitrep.resolving.actor_tables import Entity, RoleKind
from sitrep.resolving.countries import find_capital, find_country
from sitrep.resolving.gazetteer import Precision, load_gazetteer
from sitrep.resolving.names import join_keys
from sitrep.resolving.places import find_places, resolve_place

__all__ = ["ActorMention", "ActorReason", "ActorResolution", "find_actors", "resolve_actor"]


class ActorReason(StrEnum):
    """How an actor was resolved."""

    ALIAS = "alias"  # a name of the alias table: "Daesh"
    COUNTRY = "country"  # a country as an actor: "Turkey"
    CAPITAL = "capital"  # a government by its seat: "Moscow"
    DEMONYM_ROLE = "demonym_role"  # "Iraqi army", "French soldiers"
    COUNTRY_ROLE = "country_role"  # "Kenya police", "government of Mali"
    PLACE_ROLE = "place_role"  # "Homs police", "mayor of Marseille": the country the place is in
    ROLE = "role"  # "gunmen", "protesters"; the country is unknown
    ROLE_IN_PLACE = "role_in_place"  # "police", taken as those of the country the event is in
    UNRESOLVED = "unresolved"  # kept by its name


@dataclass(frozen=True, slots=True)
class ActorResolution:
    """What is known of an actor; null where nothing is."""

    entity_id: str | None
    entity_name: str | None
    country: str | None
    sector: str | None
    reason: ActorReason


UNRESOLVED = ActorResolution(None, None, None, None, ActorReason.UNRESOLVED)
#: Sectors of people who are not of the body they are named with: "ISIL hostages", "victims of Boko Haram".
BYSTANDERS = frozenset(("CVL", "REF", "MED", "EDU", "HLH", "AGR", "REL", "ELI", "OPP"))
#: Longer names are read no further, so that the time a name takes is bounded.
LONGEST_NAME = 40


def resolve_actor(name: str, *, place_country: str | None = None) -> ActorResolution:
    """Return who a name means: entity, country and sector as far as they are known, and the reason.

    "ISIL" and "Islamic State fighters" -> the Islamic State; "Turkey" -> government of Turkey; "two French soldiers" ->
    FRA, MIL; "7th Division of the Iraqi army" -> IRQ, MIL; "gunmen" -> UAF; "police" -> COP, of `place_country`;
    "Russian assault groups" -> RUS without a sector, for the noun tells none; else unresolved, with nothing at all.

    Args:
        name: the name as the text has it; articles, numbers and relative clauses do no harm.
        place_country: ISO3 code of the country the event is in, for police, troops and officials without a country.
    """
    whole = ActorText(name)
    if not whole.keys:
        return UNRESOLVED
    entity = whole.find_entity()
    if entity is not None:
        return _report_entity(entity, entity.sector)
    actor = ActorText(_drop_quantity(whole))
    if not actor.keys:
        return UNRESOLVED
    found = _resolve_entity(actor) or _resolve_state(actor)
    return found or _resolve_role(actor, place_country)


def _drop_quantity(actor: ActorText) -> str:
    """Return the name without the article or number it begins with: "at least 14 civilians" -> "civilians"."""
    count = min(len(actor.keys), LONGEST_NAME)
    low = 0
    while low < count and (actor.keys[low] in actor.vocabulary.quantities or actor.keys[low].isdigit()):
        if actor.is_capital[low] and actor.keys[low] not in ("the", "a", "an") and low > 0:
            break
        low += 1
    return actor.cut(low, count) if low < count else ""


def _resolve_entity(actor: ActorText) -> ActorResolution | None:
    """Return the entity of the alias table that the name is, or is of; None where it only bears on one."""
    index = 0
    while index < len(actor.keys):
        match = actor.match_entity(index)
        if match is None:
            index += 1
            continue
        entity, end = match
        if not actor.is_tied(index, end) and _leads_up(actor, index) and _follows(actor, end, entity):
            sector = "ELI" if set(actor.keys[:index]) & actor.vocabulary.former else entity.sector
            return _report_entity(entity, sector)
        index = end
    return None


def _report_entity(entity: Entity, sector: str) -> ActorResolution:
    return ActorResolution(entity.entity_id, entity.name, entity.country, sector, ActorReason.ALIAS)


def _leads_up(actor: ActorText, index: int) -> bool:
    """Return whether the words before a known name leave it the actor: "fighters of", "militant group", "General"."""
    if index == 0:
        return True
    before = actor.keys[:index]
    if "loyal" in before:
        return True
    connectors = [
        i for i, key in enumerate(before) if key in actor.vocabulary.connectors and not actor.is_tied(i - 1, i)
    ]
    if connectors:
        first = connectors[0]
        head = actor.find_head(0, first)
        return (
            all(before[i] in actor.vocabulary.belonging for i in connectors)
            and head is not None
            and head.role.sector not in BYSTANDERS
        )
    head = actor.find_head(0, index)
    if head is not None and head.role.sector in BYSTANDERS and head.role.kind is not RoleKind.TITLE:
        return False
    return all(_is_plain(actor, i) for i in range(index))


def _is_plain(actor: ActorText, index: int) -> bool:
    """Return whether a word before a name is a describing one: small, a role noun, a country, or tied to another."""
    if not actor.is_capital[index] or (index == 0 and actor.match_role(index) is not None):
        return True
    in_role = any(_spans(actor, start, index) for start in range(max(0, index - 3), index + 1))
    in_country = any(
        country is not None and country.end > index
        for country in (actor.match_country(start) for start in range(max(0, index - 3), index + 1))
    )
    in_tie = actor.is_tied(index, index + 1) or (index > 0 and actor.is_tied(index - 1, index))
    return in_role or in_country or in_tie


def _spans(actor: ActorText, start: int, index: int) -> bool:
    match = actor.match_role(start)
    return match is not None and match[1] > index


def _follows(actor: ActorText, end: int, entity: Entity) -> bool:
    """Return whether the words after a known name leave it the actor: "fighters", "leader Ismail Haniyeh"."""
    if end >= len(actor.keys) or not actor.words.joined[end]:
        return True
    again = actor.match_entity(end)
    if again is not None and again[0] is entity:
        return _follows(actor, again[1], entity)
    stop = actor.find_stop(end)
    if stop == end:
        return actor.keys[end] not in ("and", "or")
    head = actor.find_head(end, stop)
    if head is None:
        return all(not actor.is_capital[i] for i in range(end, stop)) and stop - end <= 3
    is_armed = load_ontology().sectors[entity.sector].is_armed
    return not (head.role.sector in BYSTANDERS and is_armed)


def _resolve_state(actor: ActorText) -> ActorResolution | None:
    """Return the government of the country or capital that the name is as a whole."""
    name = actor.cut(0, len(actor.keys))
    country = find_country(name)
    if country is not None:
        return ActorResolution(None, None, country, "GOV", ActorReason.COUNTRY)
    capital = find_capital(name) if actor.is_capital[0] else None
    if capital is not None:
        return ActorResolution(None, None, capital, "GOV", ActorReason.CAPITAL)
    return None


def _resolve_role(actor: ActorText, place_country: str | None) -> ActorResolution:
    """Return what demonyms, names of countries and places and role nouns tell."""
    stop = actor.find_stop(0)
    conjunction = next((i for i in range(1, stop) if actor.keys[i] == "and"), stop)
    head = actor.find_head(0, conjunction) or actor.find_head(0, stop)
    own = _find_countries(actor, 0, stop)
    told = own
    if not own and stop < len(actor.keys) and actor.keys[stop] in actor.vocabulary.belonging:
        end = actor.find_stop(stop + 1)
        told = _find_countries(actor, stop + 1, end)
        tail = actor.find_head(stop + 1, end)
        if not told and end < len(actor.keys) and actor.keys[end] == "of":
            told = _find_countries(actor, end + 1, actor.find_stop(end + 1))
        if tail is not None and (head is None or head.role.sector is None):
            head, stop = tail, end
    codes = {word.country for word in told}
    if len(codes) == 1:
        return _report_country(actor, told[0], head, is_own=bool(own), stop=stop)
    if head is None:
        return UNRESOLVED
    if codes:
        sector = head.role.sector
        return UNRESOLVED if sector is None else _report(None, sector, ActorReason.ROLE)
    return _report_without_country(actor, head, stop, place_country)


def _find_countries(actor: ActorText, low: int, high: int) -> Sequence[CountryWord]:
    found: list[CountryWord] = []
    index = low
    while index < high:
        word = actor.match_country(index)
        if word is None or word.end > high:
            index += 1
            continue
        if not actor.is_tied(index, word.end):
            found.append(word)
        index = word.end
    return found


def _report(country: str | None, sector: str | None, reason: ActorReason) -> ActorResolution:
    return ActorResolution(None, None, country, sector, reason)


def _report_country(
    actor: ActorText, word: CountryWord, head: Head | None, *, is_own: bool, stop: int
) -> ActorResolution:
    reason = ActorReason.DEMONYM_ROLE if word.is_demonym else ActorReason.COUNTRY_ROLE
    if head is not None:
        is_former = head.role.sector == "GOV" and bool(set(actor.keys[: head.start]) & actor.vocabulary.former)
        return _report(word.country, "ELI" if is_former else head.role.sector, reason)
    if not is_own:
        return UNRESOLVED
    is_noun = word.is_demonym and word.end == stop and _is_people(actor.keys[word.end - 1])
    if word.is_demonym or actor.words.possessive[word.end - 1]:
        return _report(word.country, "CVL" if is_noun else None, reason)
    return UNRESOLVED


def _is_people(key: str) -> bool:
    """Return whether a demonym names people and not only a quality: "Syrians", "Frenchmen"; not "French"."""
    return (key.endswith("s") and not key.endswith(("ss", "ois"))) or key.endswith(("men", "women"))


def _report_without_country(actor: ActorText, head: Head, stop: int, place_country: str | None) -> ActorResolution:
    sector = head.role.sector
    if sector == "GOV" and set(actor.keys[: head.start]) & actor.vocabulary.former:
        sector = "ELI"
    country = _find_place_country(actor, head, stop, place_country)
    if country is not None:
        return _report(country, sector, ActorReason.PLACE_ROLE)
    if sector is None or head.role.kind is RoleKind.FORCE:
        return UNRESOLVED
    is_abroad = bool(actor.vocabulary.diplomats & set(actor.keys[head.start : head.end]))
    is_state = load_ontology().sectors[sector].is_state
    if place_country is not None and is_state and head.end == stop and not is_abroad:
        return _report(place_country, sector, ActorReason.ROLE_IN_PLACE)
    return _report(None, sector, ActorReason.ROLE)


def _find_place_country(actor: ActorText, head: Head, stop: int, place_country: str | None) -> str | None:
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
    first = head.start
    while first > 0 and actor.is_capital[first - 1] and actor.is_joined(first):
        first -= 1
    if not found and first < head.start:
        key = join_keys(actor.keys[first : head.start])
        place = resolve_place(actor.cut(first, head.start), countries=near)
        if key not in load_gazetteer().rules and place.precision < Precision.COUNTRY:
            found = {place.country}
    return found.pop() if len(found) == 1 else None
