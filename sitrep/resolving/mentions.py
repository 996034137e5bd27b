"""Resolving the mentions of one report: each name, place and date by what the whole report tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from sitrep.ontology import Ontology, Side, load_ontology
from sitrep.resolving.actors import ActorResolution, resolve_actor
from sitrep.resolving.countries import find_country, find_demonym
from sitrep.resolving.dates import DateReason, DateResolution, default_date, is_historical, resolve_date
from sitrep.resolving.places import PlaceMention, PlaceReason, PlaceResolution, resolve_place, widen_place
from sitrep.schema import DatePrecision, Mention, Party, Place, Report, Status

_COUNTRIES = 4  # the countries named most often are the context that a town's name is read in
_NAMED = re.compile(r"[A-Z][\w.’'-]{1,30}(?: [A-Z][\w.’'-]{1,30})?")
_VERBAL = (1, 3)
_PROMISES = frozenset(("AGREE", "CONCEDE", "THREATEN"))
_FUTURE = re.compile(r"\b(?:will|shall|to be held|due|scheduled)\b")
_LONG_AGO = re.compile(
    r"\b(?:last (?:year|month|spring|summer|autumn|fall|winter|decade|century|january|february|march|april|may|june|"
    r"july|august|september|october|november|december)|(?:years?|months|decades?) (?:ago|earlier|before))\b",
    re.IGNORECASE,
)
_ABROAD = frozenset(("IGO", "IMG", "NGO", "MNC", "ISM"))


def resolve(report: Report, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with every resolution filled in; those given are left as they are.

    Each party gets entity, country and sector; each place its entry, a town's name read in the countries the report
    names most; `place` is the most precise of the places, or for a verbal act without one the country of its actor;
    the date expression is placed by the publication date, which stands in where the text tells none.
    """
    countries = count_countries(report.text) if mentions else ()
    ontology = load_ontology()
    resolved: list[Mention] = []
    anchor: date | None = None
    for mention in mentions:
        placed = _resolve_places(mention, report.text, countries)
        dated = _resolve_date(placed, report.published, anchor)
        if dated.date_precision == DatePrecision.DAY and not dated.is_historical:
            anchor = dated.date_start
        resolved.append(_resolve_parties(dated, ontology))
    return resolved


def count_countries(text: str) -> tuple[str, ...]:
    """Return the countries that a text names, the most often named first: by name ("Iraq") or demonym ("Iraqi")."""
    counts: Counter[str] = Counter()
    for name, count in Counter(_NAMED.findall(text)).items():
        for country in _find_named_countries(name):
            counts[country] += count
    ranked = sorted(counts, key=lambda code: (-counts[code], code))
    return tuple(ranked[:_COUNTRIES])


@lru_cache(maxsize=65536)
def _find_named_countries(name: str) -> tuple[str, ...]:
    """Return the country of two capitalised words, or of each of them: "Saudi Arabia", "Iraqi Kurds"."""
    found: list[str] = []
    for part in (name, *name.split(" ")):
        bare = part.replace("’", "'").removesuffix("'s").rstrip(".,'-")
        country = find_country(bare) or find_demonym(bare)
        if country is not None:
            found.append(country)
            if part == name:
                break
    return tuple(found)


@lru_cache(maxsize=65536)
def _place(name: str, countries: tuple[str, ...]) -> PlaceResolution:
    return resolve_place(name, countries=countries)


@lru_cache(maxsize=65536)
def _actor(name: str, place_country: str | None) -> ActorResolution:
    return resolve_actor(name, place_country=place_country)


def _resolve_places(mention: Mention, text: str, countries: tuple[str, ...]) -> Mention:
    filled = [_fill_place(place, _place(_widen(place, text), countries)) for place in mention.places]
    places = tuple(sorted(filled, key=lambda place: place.precision if place.id is not None else 0))
    known = [place for place in places if place.id is not None]
    if known:
        return replace(mention, places=places, place=min(known, key=lambda place: place.precision))
    if places:
        return replace(mention, places=places, place=places[0])
    if mention.quad_class in _VERBAL:
        country = _find_home(mention)
        if country is not None:
            home = Place(id=f"iso:{country}", country=country, precision=6, reason=PlaceReason.FROM_ACTOR)
            return replace(mention, place=home)
    return mention


def _widen(place: Place, text: str) -> str:
    """Return a place's name with the words beside it that tell more: "near Mosul", "Tripoli, Lebanon"."""
    if place.name is None or place.start is None or place.end is None:
        return place.name or ""
    if text[place.start : place.end] != place.name:
        return place.name
    return widen_place(text, PlaceMention(place.start, place.end, place.name)).text


def _fill_place(place: Place, found: PlaceResolution) -> Place:
    return replace(
        place,
        id=found.id,
        label=found.label,
        admin1=found.admin1,
        country=found.country,
        latitude=found.latitude,
        longitude=found.longitude,
        precision=found.precision,
        reason=found.reason,
    )


def _find_home(mention: Mention) -> str | None:
    """Return the country that all actors of a verbal act belong to; none for an international body."""
    actors = [_actor(party.name, None) for party in mention.actors]
    homes = {actor.country for actor in actors if actor.country is not None}
    if len(homes) != 1 or any(actor.sector in _ABROAD for actor in actors):
        return None
    return homes.pop()


def _resolve_date(mention: Mention, published: date | None, anchor: date | None) -> Mention:
    if mention.date_text is not None:
        future = mention.status == Status.PLANNED or (
            mention.plover_type in _PROMISES and _FUTURE.search(mention.quote) is not None
        )
        found = resolve_date(mention.date_text, published=published, future=future, anchor=anchor)
        if mention.status == Status.ACTUAL and published and found.start and found.start > published:
            # "demanded elections in 1991": the day belongs to what is asked for, not to the asking.
            mention = replace(mention, date_text=None, date_text_start=None, date_text_end=None)
            found = default_date(published)
    elif mention.status == Status.PLANNED or mention.is_historical:
        reason = DateReason.UNPARSED if published else DateReason.NO_PUBLICATION_DATE
        found = DateResolution(None, None, "unknown", reason)
    else:
        found = default_date(published)
    return replace(
        mention,
        date_start=found.start,
        date_end=found.end,
        date_precision=DatePrecision(found.precision),
        date_reason=found.reason,
        is_historical=mention.is_historical
        or is_historical(found, published=published)
        or (found.start is None and _LONG_AGO.search(mention.date_text or "") is not None),
        event_year=found.start.year if found.start else None,
        event_month=found.start.month if found.start else None,
    )


def _resolve_parties(mention: Mention, ontology: Ontology) -> Mention:
    country = mention.place.country
    actors = tuple(_fill_party(party, country) for party in mention.actors)
    recipients = tuple(_fill_party(party, country) for party in mention.recipients)
    acled = ontology.map_to_acled(
        mention.plover_type,
        mention.plover_modes,
        [Side(party.sector, party.name) for party in actors],
        [Side(party.sector, party.name) for party in recipients],
    )
    return replace(
        mention,
        actors=actors,
        recipients=recipients,
        acled_event_type=acled.event_type if acled else None,
        acled_sub_event_type=acled.sub_event_type if acled else None,
    )


def _fill_party(party: Party, place_country: str | None) -> Party:
    found = _actor(party.name, place_country)
    return replace(
        party,
        entity_id=found.entity_id,
        entity_name=found.entity_name,
        country=found.country,
        sector=found.sector,
        reason=found.reason,
    )
