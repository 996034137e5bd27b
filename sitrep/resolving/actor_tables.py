"""Known actors and role nouns, from data/reference/actors."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, partial
from pathlib import Path

from sitrep.ontology import load_ontology
from sitrep.reference import Line, ReferenceError, locate_reference, read_table
from sitrep.resolving.countries import is_acronym, load_countries, split_cell
from sitrep.resolving.names import fold_name

ALIAS_COLUMNS = ("entity_id", "name", "aliases", "country", "sector", "valid_from", "valid_to", "note")
ROLE_COLUMNS = ("noun", "plural", "sector", "kind")


class RoleKind(StrEnum):
    """How much a role noun says by itself."""

    NOUN = "noun"  # stands for itself: "gunmen"
    WEAK = "weak"  # yields to a noun before it: the officer in "army officer", the leader in "Taliban leader"
    TITLE = "title"  # before a name or after a country: "General Townsend", "Iraqi general"
    FORCE = "force"  # with a country alone: "Russian forces"


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor of the alias table, as it was for a time; both days are inclusive."""

    entity_id: str
    name: str
    country: str | None
    sector: str
    first: date = date.min
    last: date = date.max

    def overlaps(self, other: Entity) -> bool:
        """Return whether both hold on some day."""
        return self.first <= other.last and other.first <= self.last

    def measure_gap(self, on: date) -> int:
        """Return how many days a day lies outside the time that the entry holds for; 0 within."""
        return max((self.first - on).days, (on - self.last).days, 0)


Entries = tuple[Entity, ...]  # those that share a name, each in its own time


#: An acronym longer out of its time than this, in days, means another body: "PDF" is Panama's until 1990.
ACRONYM_LEEWAY = 3653


def pick_entry(entries: Entries, on: date | None) -> Entity:
    """Return the entry that holds on a day, else the one nearest in time; without a day the first."""
    if on is None or len(entries) == 1:
        return entries[0]
    return min(entries, key=lambda entry: entry.measure_gap(on))


@dataclass(frozen=True, slots=True)
class Role:
    """A role noun: its sector (None: that of whoever it is told of) and kind, and whether it names several."""

    sector: str | None
    kind: RoleKind
    is_plural: bool


@dataclass(frozen=True, slots=True)
class ActorTables:
    """The tables by folded name.

    Attributes:
        names: entries by names and aliases.
        acronyms: entries by aliases that are written in capitals alone.
        roles: role nouns, singular and plural.
        longest: by first word, how many words the longest name or role noun that begins with it has.
    """

    names: Mapping[str, Entries]
    acronyms: Mapping[str, Entries]
    roles: Mapping[str, Role]
    longest: Mapping[str, int]


_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def read_day(cell: str, *, is_last: bool) -> date:
    """Return the day of a cell: an ISO date, or the first or last of a year or month ("2016", "2016-03"); "" is open.

    Raises:
        ValueError: it is neither.
    """
    if not cell:
        return date.max if is_last else date.min
    match = _DAY.fullmatch(cell)
    if match is None:
        raise ValueError(f"{cell!r} is no date")
    year, month, day = (int(part or 0) for part in match.groups())
    if not is_last:
        return date(year, month or 1, day or 1)
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def _read_entity(line: Line, sectors: Collection[str]) -> Entity:
    id = line["entity_id"]
    if not id or id != id.lower() or " " in id or not line["name"]:
        raise line.refuse(f"entity_id {id!r}, name {line['name']!r}", "a lower-case slug and a name")
    if line["sector"] not in sectors:
        raise line.refuse(f"sector {line['sector']!r}", f"one of {', '.join(sectors)}")
    if line["country"] and line["country"] not in load_countries():
        raise line.refuse(f"country {line['country']!r}", "an ISO3 code of countries.csv, or nothing")
    first = line.read(
        "valid_from", partial(read_day, is_last=False), "a year, month or day such as 2016-03, or nothing"
    )
    last = line.read("valid_to", partial(read_day, is_last=True), "a year, month or day such as 2016-03, or nothing")
    if last < first:
        raise line.refuse(f"valid_to {last}", f"a day from valid_from, {first}, on")
    return Entity(id, line["name"], line["country"] or None, line["sector"], first, last)


def _read_entities(path: Path, sectors: Collection[str]) -> tuple[dict[str, Entries], dict[str, Entries]]:
    names: dict[str, Entries] = {}
    acronyms: dict[str, Entries] = {}
    ids: dict[str, Entries] = {}
    for line in read_table(path, ALIAS_COLUMNS):
        entity = _read_entity(line, sectors)
        if any(entity.overlaps(other) for other in ids.get(entity.entity_id, ())):
            raise line.refuse(f"entity_id {entity.entity_id!r} a second time", "each once in its time")
        ids[entity.entity_id] = (*ids.get(entity.entity_id, ()), entity)
        for name in (line["name"], *split_cell(line["aliases"])):
            table = acronyms if is_acronym(name) else names
            key = fold_name(name)
            others = [other for other in table.get(key, ()) if other is not entity]
            if not key or any(entity.overlaps(other) for other in others):
                raise line.refuse(f"alias {name!r} again after {others}", "each alias for one entity at a time")
            table[key] = (*others, entity)
    return names, acronyms


def _read_role(line: Line, sectors: Collection[str]) -> dict[str, Role]:
    if line["sector"] and line["sector"] not in sectors:
        raise line.refuse(f"sector {line['sector']!r}", f"one of {', '.join(sectors)}, or nothing")
    kind = line.read("kind", RoleKind, f"one of {', '.join(RoleKind)}")
    if not line["sector"] and kind is not RoleKind.WEAK:
        raise line.refuse(f"kind {kind} without a sector", "a sector for all but weak nouns")
    sector = line["sector"] or None
    forms = {fold_name(line["noun"]): Role(sector, kind, is_plural=not line["plural"])}
    if line["plural"]:
        forms[fold_name(line["plural"])] = Role(sector, kind, is_plural=True)
    return forms


def _read_roles(path: Path, sectors: Collection[str]) -> dict[str, Role]:
    roles: dict[str, Role] = {}
    for line in read_table(path, ROLE_COLUMNS):
        for key, role in _read_role(line, sectors).items():
            if not key or key in roles:
                raise line.refuse(f"{key!r} a second time", "each noun once")
            roles[key] = role
    return roles


def read_actor_tables(folder: Path) -> ActorTables:
    """Return the tables of a folder.

    Raises:
        ReferenceError: a table is missing or wrong; the message cites file and line.
    """
    sectors = load_ontology().sectors
    names, acronyms = _read_entities(folder / "aliases.csv", sectors)
    roles = _read_roles(folder / "roles.csv", sectors)
    longest: dict[str, int] = {}
    for key in (*names, *acronyms, *roles):
        first, count = key.split(" ", 1)[0], key.count(" ") + 1
        longest[first] = max(longest.get(first, 0), count)
    if not names or not roles:
        raise ReferenceError(f"{folder.name}: an empty table, expected aliases.csv and roles.csv with lines")
    return ActorTables(names, acronyms, roles, longest)


@cache
def load_actor_tables() -> ActorTables:
    """Return the tables of data/reference/actors, read once."""
    return read_actor_tables(locate_reference("actors", "aliases.csv").parent)
