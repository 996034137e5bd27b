"""Actors: from a name in the text to an entity, a country and a sector, with the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sitrep.ontology import load_ontology
from sitrep.resolving.actor_places import find_named_place, find_place_country, is_proper_name
from sitrep.resolving.actor_reading import ActorText, CountryWord, Head
from sitrep.resolving.actor_spotting import ActorMention, find_actors
from sitrep.resolving.actor_tables import Entity, RoleKind
from sitrep.resolving.countries import find_capital, find_country
from sitrep.resolving.place_words import load_place_words

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
    CONTEXT = "context"  # a name not known, by the words beside it: "rebel group X", "the Iraqi militia X"
    PLACE = "place"  # a province, or a town of the country the event is in, by its name: "Darfur"; no sector
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
#: Sectors of entities that a title makes a government for the time: "Prime Minister Imran Khan".
OUT_OF_OFFICE = frozenset(("OPP", "PTY", "REB", "MIL"))
#: Sectors of groups that name themselves as armies do: "Northern Brigades".
GROUPS = frozenset(("REB", "PRM", "PAG", "CRM", "PTY", "OPP", "LAB"))
#: What a name says twice: "Azadliq (Freedom) opposition coalition".
BRACKETED = re.compile(r" {0,3}\([^()]{0,80}\) {0,3}")
#: Longer names are read no further, so that the time a name takes is bounded.
LONGEST_NAME = 40


def resolve_actor(
    name: str, *, place_country: str | None = None, on: date | None = None, context: str = ""
) -> ActorResolution:
    """Return who a name means: entity, country and sector as far as they are known, and the reason.

    "ISIL" and "Islamic State fighters" -> the Islamic State; "Turkey" -> government of Turkey; "two French soldiers" ->
    FRA, MIL; "7th Division of the Iraqi army" -> IRQ, MIL; "gunmen" -> UAF; "police" -> COP, of `place_country`;
    "Karim Saleh, the Iraqi interior minister" -> IRQ, GOV; "Russian assault groups" -> RUS without a sector, for the
    noun tells none; else unresolved, with nothing at all.

    Args:
        name: the name as the text has it; articles, numbers and relative clauses do no harm.
        place_country: ISO3 code of the country the event is in, for police, troops and officials without a country.
        on: the report's day, on which a name held: "President Bush" of 1990 is the father. Who no longer, or not yet,
            governs on that day is ELI. Without a day the table's first entry counts.
        context: words beside the name, "the Kurdish rebel group", which tell of a name that by itself tells nothing.
    """
    whole = ActorText(name, on)
    if not whole.keys:
        return UNRESOLVED
    entity = whole.find_entity()
    if entity is not None:
        return _report_entity(whole, entity)
    actor = ActorText(_drop_quantity(ActorText(BRACKETED.sub(" ", name), on)), on)
    if not actor.keys:
        return UNRESOLVED
    found = _resolve_entity(actor) or _resolve_state(actor)
    found = found or _resolve_role(actor, place_country)
    if found.reason is ActorReason.UNRESOLVED:
        found = _resolve_apposition(actor, place_country)
    if context and found.reason is not ActorReason.ALIAS:
        found = _resolve_by_context(actor, found, ActorText(context, on))
    if found.reason is not ActorReason.UNRESOLVED:
        return found
    country = find_named_place(actor, place_country)
    return UNRESOLVED if country is None else _report(country, None, ActorReason.PLACE)


def _resolve_apposition(actor: ActorText, place_country: str | None) -> ActorResolution:
    """Return what the words after a comma tell of the name before it: "Karim Saleh, the Iraqi interior minister"."""
    after = actor.find_stop(0)
    if after >= len(actor.keys) or actor.words.joined[after] or actor.keys[after] in actor.vocabulary.connectors:
        return UNRESOLVED
    rest = ActorText(_drop_quantity(ActorText(actor.cut(after, len(actor.keys)), actor.on)), actor.on)
    return _resolve_role(rest, place_country) if rest.keys else UNRESOLVED


def _resolve_by_context(actor: ActorText, found: ActorResolution, context: ActorText) -> ActorResolution:
    """Return the sector, and where none is known the country, of the noun phrase beside a name.

    Of a name that tells a sector itself, "Northern Brigades", a group's own noun is stronger: "the rebel group".
    """
    head = context.find_head(0, len(context.keys))
    if head is None or head.role.sector is None:
        return found
    if found.sector is not None and not (is_proper_name(actor) and head.role.sector in GROUPS):
        return found
    codes = {word.country for word in _find_countries(context, 0, len(context.keys))}
    told = codes.pop() if len(codes) == 1 else None
    return _report(found.country or told, head.role.sector, ActorReason.CONTEXT)


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
        if (
            not actor.is_tied(index, end)
            and not _is_of_another_country(actor, index, entity)
            and _leads_up(actor, index)
            and _follows(actor, end, entity)
        ):
            is_former = bool(set(actor.keys[:index]) & actor.vocabulary.former)
            found = _report_entity(actor, entity, is_former=is_former)
            in_office = not is_former and entity.sector in OUT_OF_OFFICE and _bears_office(actor, index)
            return replace(found, sector="GOV") if in_office else found
        index = end
    return None


def _is_of_another_country(actor: ActorText, index: int, entity: Entity) -> bool:
    """Return whether the words before who governs tell another country: "Guatemalan | President Morales"."""
    codes = {word.country for word in _find_countries(actor, 0, index)}
    return entity.sector == "GOV" and bool(codes) and entity.country not in codes


def _bears_office(actor: ActorText, index: int) -> bool:
    """Return whether an office of the state stands right before a name: "Prime Minister | Imran Khan"."""
    head = actor.find_head(0, index)
    return head is not None and head.end == index and head.role.sector == "GOV" and head.role.kind is RoleKind.NOUN


def _report_entity(actor: ActorText, entity: Entity, *, is_former: bool = False) -> ActorResolution:
    # Outside of the time that it is told for, who governs is a notable without office.
    is_out = entity.sector == "GOV" and actor.on is not None and entity.measure_gap(actor.on) > 0
    sector = "ELI" if is_former or is_out else entity.sector
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
    is_title = head is not None and (
        head.role.kind is RoleKind.TITLE or (head.role.sector == "ELI" and head.end == index)
    )
    if head is not None and head.role.sector in BYSTANDERS and not is_title:
        return False
    return all(_is_plain(actor, i) for i in range(index))


def _is_plain(actor: ActorText, index: int) -> bool:
    """Return whether a word before a name is a describing one: small, a role noun, a country, or tied to another."""
    if not (actor.tells_case and actor.is_capital[index]) or (index == 0 and actor.match_role(index) is not None):
        return True
    if actor.keys[index] in actor.vocabulary.former or actor.keys[index] in actor.vocabulary.modifiers:
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
    if again is not None and again[0].entity_id == entity.entity_id:
        return _follows(actor, again[1], entity)
    stop = actor.find_stop(end)
    if stop == end:
        return actor.keys[end] not in ("and", "or")
    head = actor.find_head(end, stop)
    if head is None and entity.sector == "IGO":
        return True  # a part of the body: "United Nations Emergency Relief Coordinator"
    if head is None:
        return stop - end <= 3 and not (actor.tells_case and any(actor.is_capital[end:stop]))
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
    return _resolve_described_state(actor)


def _resolve_described_state(actor: ActorText) -> ActorResolution | None:
    """Return the government of a country whose name ends the phrase, described: "NATO-member Norway"."""
    last = len(actor.keys)
    start = next((i for i in range(1, last) if (word := actor.match_country(i)) and word.end == last), None)
    if start is None or actor.find_stop(0) != last or actor.is_tied(start, last):
        return None
    word = actor.match_country(start)
    directions = load_place_words().directions
    described = all(not actor.is_capital[i] or actor.is_tied(i, i + 1) for i in range(start))
    if word is None or word.is_demonym or not described or set(actor.keys[:start]) & directions:
        return None
    return ActorResolution(None, None, word.country, "GOV", ActorReason.COUNTRY)


def _resolve_role(actor: ActorText, place_country: str | None) -> ActorResolution:
    """Return what demonyms, names of countries and places and role nouns tell."""
    stop = actor.find_stop(0)
    conjunction = next((i for i in range(1, stop) if actor.keys[i] == "and"), stop)
    head = actor.find_head(0, conjunction) or actor.find_head(0, stop)
    own = _find_countries(actor, 0, stop)
    told = own
    if stop + 1 < len(actor.keys) and actor.keys[stop + 1] in actor.vocabulary.belonging:
        stop += actor.keys[stop] not in actor.vocabulary.belonging  # "newspaper based | in Beirut"
    if not own and stop < len(actor.keys) and actor.keys[stop] in actor.vocabulary.belonging:
        end = actor.find_stop(stop + 1)
        told = _find_countries(actor, stop + 1, end)
        tail = actor.find_head(stop + 1, end)
        if not told and end < len(actor.keys) and actor.keys[end] == "of":
            told = _find_countries(actor, end + 1, actor.find_stop(end + 1))
        if tail is not None and (head is None or head.role.sector is None or _is_of_body(actor, head, tail, stop)):
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


def _is_of_body(actor: ActorText, head: Head, tail: Head, connector: int) -> bool:
    """Return whether an office is one of the body after it: "head of the army", "president of the union"."""
    is_body = tail.role.sector not in (None, "CVL", "GOV") and tail.role.kind is not RoleKind.TITLE
    return is_body and actor.is_office(head) and actor.keys[connector] in ("of", "for")


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
    is_noun = word.is_demonym and _ends_phrase(actor, word.end, stop) and _is_people(actor.keys[word.end - 1])
    if word.is_demonym or actor.words.possessive[word.end - 1]:
        return _report(word.country, "CVL" if is_noun else None, reason)
    return UNRESOLVED


def _ends_phrase(actor: ActorText, end: int, stop: int) -> bool:
    """Return whether a noun ends the phrase, or only a participle follows: "Palestinians | throwing stones"."""
    return end == stop or (not actor.is_capital[end] and actor.keys[end].endswith(("ing", "ed")))


def _is_people(key: str) -> bool:
    """Return whether a demonym names people and not only a quality: "Syrians", "Frenchmen"; not "French"."""
    return (key.endswith("s") and not key.endswith(("ss", "ois"))) or key.endswith(("men", "women"))


def _report_without_country(actor: ActorText, head: Head, stop: int, place_country: str | None) -> ActorResolution:
    sector = head.role.sector
    if sector == "GOV" and set(actor.keys[: head.start]) & actor.vocabulary.former:
        sector = "ELI"
    country = find_place_country(actor, head, stop, place_country)
    if country is not None:
        return _report(country, sector, ActorReason.PLACE_ROLE)
    if sector is None or head.role.kind is RoleKind.FORCE:
        return UNRESOLVED
    is_abroad = bool(actor.vocabulary.diplomats & set(actor.keys[head.start : head.end]))
    is_state = load_ontology().sectors[sector].is_state
    if place_country is not None and is_state and head.end == stop and not is_abroad:
        return _report(place_country, sector, ActorReason.ROLE_IN_PLACE)
    return _report(None, sector, ActorReason.ROLE)
