"""Spotting actors in running text: known names, countries and noun phrases headed by a role noun, in one pass."""

from __future__ import annotations

from dataclasses import dataclass

from sitrep.resolving.actor_reading import ActorText
from sitrep.resolving.actor_tables import RoleKind
from sitrep.resolving.gazetteer import load_gazetteer
from sitrep.resolving.names import join_keys
from sitrep.resolving.place_words import load_place_words

#: Sectors of weak nouns that name people by themselves ("officers"), not buildings or firms ("hospital", "company").
PEOPLE = frozenset(("GOV", "MIL", "COP", "LEG", "CVL"))
LONGEST_PHRASE = 8


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor named in a text: its span and its name."""

    start: int
    end: int
    text: str


def find_actors(text: str) -> list[ActorMention]:
    """Return the actors that a text names, in order, without overlap; text[m.start:m.end] == m.text.

    "The Iraqi army, with the support of the Popular Mobilisation Forces" -> "Iraqi army", "Popular Mobilisation
    Forces"; "two French soldiers" -> "French soldiers"; "Turkish President Recep Tayyip Erdogan" is one. A country's
    name counts where it is not told as a place ("in Syria"). Names of people are found only beside a title or in the
    alias table. Linear in the text's length.
    """
    actor = ActorText(text)
    _mark_shouted(actor)
    mentions: list[ActorMention] = []
    index, taken = 0, 0
    while index < len(actor.keys):
        span = _match_phrase(actor, index, taken)
        if span is None:
            index += 1
            continue
        low, high = span
        mentions.append(ActorMention(actor.words.starts[low], actor.words.ends[high - 1], actor.cut(low, high)))
        index = taken = high
    return mentions


def _mark_shouted(actor: ActorText) -> None:
    """Note which words stand in lines in capitals."""
    first = 0
    while first < len(actor.keys):
        newline = actor.text.find("\n", actor.words.starts[first])
        limit = newline if newline >= 0 else len(actor.text)
        last = first
        while last < len(actor.keys) and actor.words.starts[last] < limit:
            last += 1
        if last - first >= 3 and actor.cut(first, last).isupper():
            for index in range(first, last):
                actor.mark_shouted(index)
        first = last


def _match_phrase(actor: ActorText, index: int, taken: int) -> tuple[int, int] | None:
    """Return the words of the actor that begins at a word, or None."""
    if actor.keys[index] == "the":
        return None
    entity = actor.match_entity(index)
    if entity is not None and _is_written_as_name(actor, index, entity[1]):
        if not actor.is_tied(index, entity[1]):
            return index, _extend_by_roles(actor, index, entity[1], is_entity=True)
        return None
    country = actor.match_country(index)
    if country is not None:
        if actor.is_tied(index, country.end):
            return None
        return _match_country_phrase(actor, index, country.end, is_demonym=country.is_demonym, taken=taken)
    return _match_role_phrase(actor, index, taken)


def _is_written_as_name(actor: ActorText, low: int, high: int) -> bool:
    """Return whether a known name is written as one: with a capital somewhere, or of small words by itself."""
    if any(actor.is_capital[i] for i in range(low, high)):
        return True
    return high - low >= 2


def _extend_by_roles(actor: ActorText, low: int, end: int, *, is_entity: bool) -> int:
    """Return the end of the noun phrase: "Islamic State | fighters", "Turkish | President Recep Tayyip Erdogan"."""
    last_role_end = end
    stop = end
    while stop < len(actor.keys) and stop - low < LONGEST_PHRASE and actor.is_joined(stop):
        match = actor.match_role(stop)
        if match is not None and not actor.is_tied(stop, match[1]):
            last_role_end = stop = match[1]
            if actor.words.possessive[stop - 1]:
                return last_role_end
            continue
        is_modifier = actor.keys[stop] in actor.vocabulary.modifiers or actor.keys[stop][:1].isdigit()
        is_name = actor.is_capital[stop] and not actor.is_shouted(stop)
        has_owner = actor.words.possessive[stop - 1] and stop > end
        if is_entity or has_owner or not (is_modifier or is_name):
            break
        entity = actor.match_entity(stop) if is_name and not is_modifier else None
        if entity is not None:
            return entity[1]
        stop += 1
    return _extend_by_person(actor, low, last_role_end) if last_role_end > end else end


def _extend_by_person(actor: ActorText, low: int, end: int) -> int:
    """Return the end with the name of the person who bears the title that ends there."""
    if end >= len(actor.keys) or actor.words.possessive[end - 1]:
        return end
    titles = [
        match
        for start in range(max(low, end - 3), end)
        if (match := actor.match_role(start)) is not None and match[1] == end
    ]
    if not titles or (titles[0][0].is_plural and titles[0][0].kind is not RoleKind.TITLE):
        return end
    return actor.skip_person(end)


def _match_country_phrase(
    actor: ActorText, index: int, end: int, *, is_demonym: bool, taken: int
) -> tuple[int, int] | None:
    stop = _extend_by_roles(actor, index, end, is_entity=False)
    if stop > end:
        return index, stop
    if is_demonym:
        key = actor.keys[end - 1]
        is_people = (key.endswith("s") and not key.endswith("ss")) or key.endswith("men")
        return (index, end) if is_people else None
    before = index - 1
    if before >= taken and actor.keys[before] == "the":
        before -= 1
    cue = actor.keys[before] if before >= taken else ""
    is_place = cue in actor.vocabulary.at_place or cue in load_place_words().directions
    return None if is_place else (index, end)


def _match_role_phrase(actor: ActorText, index: int, taken: int) -> tuple[int, int] | None:
    match = actor.match_role(index)
    if match is None or actor.is_tied(index, match[1]):
        return None
    role, end = match
    stop = _extend_by_roles(actor, index, end, is_entity=True)
    named = _extend_by_person(actor, index, max(stop, end))
    is_named = named > max(stop, end)
    low = _begin_at_place(actor, index, taken)
    reach = named if is_named else _extend_by_owner(actor, max(stop, end))
    has_owner = reach > max(named, stop, end) or low < index
    if role.kind is RoleKind.TITLE and not is_named and not has_owner:
        return None
    stands_alone = role.kind is RoleKind.NOUN or (role.kind is RoleKind.WEAK and role.sector in PEOPLE)
    if not (stands_alone or is_named or has_owner or stop > end):
        return None
    return _begin_at_number(actor, low, taken), reach


def _begin_at_number(actor: ActorText, low: int, taken: int) -> int:
    """Return the start with the number of a unit before it: "7th | Division"."""
    before = low - 1
    is_ordinal = (
        before >= taken and actor.keys[before][:1].isdigit() and actor.keys[before].endswith(("st", "nd", "rd", "th"))
    )
    return before if is_ordinal and actor.is_joined(low) else low


def _begin_at_place(actor: ActorText, index: int, taken: int) -> int:
    """Return where a phrase begins that a place's name leads: "Homs police", "Aleppo Mayor Brita Hagi Hasan"."""
    low = index
    while low > taken and index - low < 3 and actor.is_capital[low - 1] and actor.is_joined(low):
        low -= 1
    gazetteer = load_gazetteer()
    for start in range(low, index):
        key = join_keys(actor.keys[start:index])
        if key in gazetteer and key not in gazetteer.rules and actor.keys[start] != "the":
            return start
    return index


def _extend_by_owner(actor: ActorText, end: int) -> int:
    """Return the end with the body or country that the noun is of: "president | of Ghana", "fighters | of the ELN"."""
    if end >= len(actor.keys) or actor.keys[end] != "of" or not actor.is_joined(end):
        return end
    low = end + 1
    while low < len(actor.keys) and actor.keys[low] == "the":
        low += 1
    if low >= len(actor.keys) or not actor.is_joined(low):
        return end
    entity = actor.match_entity(low)
    if entity is not None and actor.is_capital[low]:
        return entity[1]
    country = actor.match_country(low)
    if country is None or actor.is_tied(low, country.end):
        return end
    stop = _extend_by_roles(actor, low, country.end, is_entity=False)
    return end if country.is_demonym and stop == country.end else stop
