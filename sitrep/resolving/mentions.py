"""Resolving the mentions of one report: each name, place and date by what the whole report tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from sitrep.ontology import Ontology, Side, load_ontology
from sitrep.resolving.actors import ActorReason, ActorResolution, resolve_actor
from sitrep.resolving.countries import find_country, find_demonym
from sitrep.resolving.date_tense import tells_future
from sitrep.resolving.dates import DateReason, DateResolution, default_date, is_historical, resolve_date
from sitrep.resolving.place_context import find_anchors
from sitrep.resolving.place_ranking import Anchor
from sitrep.resolving.places import (
    PlaceMention,
    PlaceReason,
    PlaceResolution,
    find_places,
    resolve_place,
    widen_place,
)
from sitrep.schema import DatePrecision, Mention, Party, Place, Report, Status

_COUNTRIES = 4  # the countries named most often are the context that a town's name is read in
_NAMED = re.compile(r"[A-Z][\w.’'-]{1,30}(?: [A-Z][\w.’'-]{1,30})?")
_VERBAL = (1, 3)
_BESIDE = 40  # characters about a name that may tell what it is the name of
_NO_NAME = PlaceResolution(None, None, None, None, None, None, 7, PlaceReason.NOT_IN_GAZETTEER)
_NEAR = 2  # sentences about a mention in which others tell where it is
_PROMISES = frozenset(("AGREE", "CONCEDE", "THREATEN"))
_LONG_AGO = re.compile(
    r"\b(?:last (?:year|month|spring|summer|autumn|fall|winter|decade|century|january|february|march|april|may|june|"
    r"july|august|september|october|november|december)|(?:years?|months|decades?) (?:ago|earlier|before))\b",
    re.IGNORECASE,
)
_ABROAD = frozenset(("IGO", "IMG", "NGO", "MNC", "ISM"))


def resolve(report: Report, mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions with every resolution filled in; those given are left as they are.

    Each party gets entity, country and sector; each place its entry, a town's name read in the countries the report
    names most and beside its other places; `place` is the most precise of the places, or for a verbal act without one
    the country of its actor; the date expression is placed by the publication date, which stands in where the text
    tells none.
    """
    if not mentions:
        return []
    countries = count_countries(report.text)
    anchors = find_anchors(report.text, find_places(report.text), countries)
    ontology = load_ontology()
    resolved: list[Mention] = []
    anchor: date | None = None
    placed_mentions = [_resolve_places(mention, report, countries, anchors) for mention in mentions]
    scenes = [(mention.sentences[0], mention.place.country) for mention in placed_mentions if mention.place.country]
    for mention in placed_mentions:
        placed = _place_in_country(mention, scenes, countries, report.published)
        dated = _resolve_date(placed, report.text, report.published, anchor)
        if dated.date_precision == DatePrecision.DAY and not dated.is_historical:
            anchor = dated.date_start
        resolved.append(_resolve_parties(dated, ontology, report))
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
def _place(name: str, countries: tuple[str, ...], anchors: tuple[Anchor, ...]) -> PlaceResolution:
    return resolve_place(name, countries=countries, anchors=anchors)


@lru_cache(maxsize=65536)
def _actor(name: str, place_country: str | None, on: date | None) -> ActorResolution:
    return resolve_actor(name, place_country=place_country, on=on)


def _resolve_places(
    mention: Mention, report: Report, countries: tuple[str, ...], anchors: tuple[Anchor, ...]
) -> Mention:
    has_capitals = not report.text.islower()
    filled = [
        _fill_place(place, _place(name, countries, anchors) if _may_be_name(name, has_capitals) else _NO_NAME)
        for place in mention.places
        for name in (_widen(place, report.text),)
    ]
    places = tuple(sorted(filled, key=lambda place: place.precision if place.id is not None else 0))
    known = [place for place in places if place.id is not None]
    if known:
        return replace(mention, places=places, place=min(known, key=lambda place: place.precision))
    return replace(mention, places=places, place=places[0]) if places else mention


def _may_be_name(name: str, has_capitals: bool) -> bool:
    """Return whether a place is named and not only told of, "the city", which other towns bear as a name."""
    return not has_capitals or not name.islower()


def _place_in_country(
    mention: Mention, scenes: Sequence[tuple[int, str]], countries: tuple[str, ...], on: date | None
) -> Mention:
    """Return a mention of no known place with the country it must be in.

    A verbal act at home is in the country of its actor, and one of several countries or of an international body in
    none. Else it is the country in which most happens in the sentences about it, or that the report names most.
    """
    if mention.place.country is not None:
        return mention
    country, reason = None, PlaceReason.FROM_ACTOR
    if mention.quad_class in _VERBAL and not mention.places:
        country = _find_home(mention, on)
        if country is None and _is_abroad(mention, on):
            return mention
    if country is None:
        near = Counter(code for sentence, code in scenes if abs(sentence - mention.sentences[0]) <= _NEAR)
        ranked = sorted(near or Counter(code for _, code in scenes), key=lambda code: (-near[code], code))
        country, reason = (*ranked, *countries, None)[0], PlaceReason.FROM_REPORT
    if country is None:
        return mention
    where = mention.places[0] if mention.places else Place()
    where = replace(where, id=f"iso:{country}", country=country, precision=6, reason=reason)
    return replace(mention, places=(where, *mention.places[1:]) if mention.places else (), place=where)


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


def _find_home(mention: Mention, on: date | None) -> str | None:
    """Return the country that all actors of a verbal act belong to; none for an international body."""
    actors = [_actor(party.name, None, on) for party in mention.actors]
    homes = {actor.country for actor in actors if actor.country is not None}
    if len(homes) != 1 or _is_abroad(mention, on):
        return None
    return homes.pop()


def _is_abroad(mention: Mention, on: date | None) -> bool:
    """Return whether an act has no home: an international body's, or one of several countries."""
    actors = [_actor(party.name, None, on) for party in mention.actors]
    countries = {actor.country for actor in actors if actor.country is not None}
    return len(countries) > 1 or any(actor.sector in _ABROAD for actor in actors)


def _is_ahead(mention: Mention, text: str) -> bool:
    start, end = mention.date_text_start, mention.date_text_end
    return start is not None and end is not None and tells_future(text, start, end)


def _resolve_date(mention: Mention, text: str, published: date | None, anchor: date | None) -> Mention:
    if mention.date_text is not None:
        future = mention.status == Status.PLANNED or (mention.plover_type in _PROMISES and _is_ahead(mention, text))
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


def _resolve_parties(mention: Mention, ontology: Ontology, report: Report) -> Mention:
    country = mention.place.country
    actors = tuple(_fill_party(party, country, report) for party in mention.actors)
    recipients = tuple(_fill_party(party, country, report) for party in mention.recipients)
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


def _fill_party(party: Party, place_country: str | None, report: Report) -> Party:
    found = _actor(party.name, place_country, report.published)
    if found.reason is ActorReason.UNRESOLVED:
        beside = (
            report.text[max(0, party.start - _BESIDE) : party.start],
            report.text[party.end : party.end + _BESIDE],
        )
        context = " ".join(part.split(". ")[i] for part, i in zip(beside, (-1, 0), strict=True))
        found = resolve_actor(party.name, place_country=place_country, on=report.published, context=context)
    return replace(
        party,
        entity_id=found.entity_id,
        entity_name=found.entity_name,
        country=found.country,
        sector=found.sector,
        reason=found.reason,
    )
