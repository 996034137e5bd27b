"""Known actors and role nouns, from data/reference/actors."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from sitrep.ontology import load_ontology
from sitrep.reference import Line, ReferenceError, locate_reference, read_table
from sitrep.resolving.countries import is_acronym, load_countries, split_cell
from sitrep.resolving.names import fold_name

ALIAS_COLUMNS = ("entity_id", "name", "aliases", "country", "sector", "note")
ROLE_COLUMNS = ("noun", "plural", "sector", "kind")


class RoleKind(StrEnum):
    """How much a role noun says by itself."""

    NOUN = "noun"  # stands for itself: "gunmen"
    WEAK = "weak"  # yields to a noun before it: the officer in "army officer", the leader in "Taliban leader"
    TITLE = "title"  # before a name or after a country: "General Townsend", "Iraqi general"
    FORCE = "force"  # with a country alone: "Russian forces"


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor of the alias table."""

    entity_id: str
    name: str
    country: str | None
    sector: str


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
        names: entities by names and aliases.
        acronyms: entities by aliases that are written in capitals alone.
        roles: role nouns, singular and plural.
        longest: by first word, how many words the longest name or role noun that begins with it has.
    """

    names: Mapping[str, Entity]
    acronyms: Mapping[str, Entity]
    roles: Mapping[str, Role]
    longest: Mapping[str, int]


def _read_entities(path: Path, sectors: Collection[str]) -> tuple[dict[str, Entity], dict[str, Entity]]:
    names: dict[str, Entity] = {}
    acronyms: dict[str, Entity] = {}
    countries = load_countries()
    ids: set[str] = set()
    for line in read_table(path, ALIAS_COLUMNS):
        id = line["entity_id"]
        if not id or id in ids or id != id.lower() or " " in id or not line["name"]:
            raise line.refuse(f"entity_id {id!r}, name {line['name']!r}", "a lower-case slug, each once, and a name")
        ids.add(id)
        if line["sector"] not in sectors:
            raise line.refuse(f"sector {line['sector']!r}", f"one of {', '.join(sectors)}")
        if line["country"] and line["country"] not in countries:
            raise line.refuse(f"country {line['country']!r}", "an ISO3 code of countries.csv, or nothing")
        entity = Entity(id, line["name"], line["country"] or None, line["sector"])
        for name in (line["name"], *split_cell(line["aliases"])):
            table = acronyms if is_acronym(name) else names
            key = fold_name(name)
            if not key or table.setdefault(key, entity) is not entity:
                raise line.refuse(f"alias {name!r} again after {table.get(key)}", "each alias for one entity")
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
