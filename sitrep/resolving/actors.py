"""Actors: from a name in the text to an entity, a country and a sector, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorReason(StrEnum):
    """How an actor was resolved."""

    ALIAS = "alias"  # a name of the alias table: "Daesh"
    COUNTRY = "country"  # a country as an actor: "Turkey"
    DEMONYM_ROLE = "demonym_role"  # "Iraqi army", "French soldiers"
    COUNTRY_ROLE = "country_role"  # "Kenya police", "government of Mali"
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


def resolve_actor(name: str, *, place_country: str | None = None) -> ActorResolution:
    """Stub."""
    raise NotImplementedError
