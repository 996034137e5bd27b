"""Resolving the mentions of one report: each name, place and date by what the whole report tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import islice

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
_DATES_HOLD = 3  # sentences for which a day holds on in a report that has none of its own
_NEAR = 2  # sentences about a mention in which others tell where it is
_OFFICIAL = frozenset(("GOV", "LEG", "MIL"))
_SURNAME, _TITLE, _USES = 4, 60, 8  # letters; characters before a name that may be its title; uses looked at
_CAPITALISED = re.compile(r"(?:[A-Z][\w’'.-]{0,30} (?:of |for |the |and ){0,2}){1,6}[A-Z][\w’'-]{0,30}\Z")
_PROMISES = frozenset(("AGREE", "CONCEDE", "THREATEN"))
_LONG_AGO = re.compile(
    r"\b(?:last (?:year|month|spring|summer|autumn|fall|winter|decade|century|january|february|march|april|may|june|"
    r"july|august|september|october|november|december)|(?:years?|months|decades?) (?:ago|earlier|before))\b",
    re.IGNORECASE,
)
_ABROAD = frozenset(("IGO", "IMG", "NGO", "MNC", "ISM"))


@dataclass(frozen=True, slots=True)
class _Scene:
    """Where a report's happenings are: by sentence; the countries it names; and whose officials alone speak in it."""

    places: Sequence[tuple[int, str]]
    countries: tuple[str, ...]
    speaks_for: str | None


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
    anchor = _find_first_day(mentions, report.published)
    placed_mentions = [_resolve_places(mention, report, countries, anchors) for mention in mentions]
    homes = [_find_home(mention, report) if mention.quad_class in _VERBAL else None for mention in placed_mentions]
    scenes = [(mention.sentences[0], mention.place.country) for mention in placed_mentions if mention.place.country]
    speaks_for = {home for home in homes if home is not None}
    scene = _Scene(scenes, countries, speaks_for.pop() if len(speaks_for) == 1 else None)
    for mention, home in zip(placed_mentions, homes, strict=True):
        placed = _place_in_country(mention, home, scene, report)
        dated = _resolve_date(placed, report.text, report.published, anchor)
        if dated.date_precision == DatePrecision.DAY and (not dated.is_historical or report.published is None):
            anchor = dated.date_start
        resolved.append(_resolve_parties(dated, ontology, report))
    return _date_by_context(resolved) if report.published is None else resolved


def _find_first_day(mentions: Sequence[Mention], published: date | None) -> date | None:
    """Return the first day that a report without a day of its own tells in full: what others are counted from."""
    if published is not None:
        return None
    for mention in mentions:
        found = resolve_date(mention.date_text, published=None) if mention.date_text is not None else None
        if found is not None and found.start is not None:
            return found.start
    return None


def _date_by_context(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions of an undated report, those that tell no date with that of what is told beside or before.

    "The barrage was captured in April 2015. The group also took over the barracks." -> both April 2015
    """
    dated: list[Mention] = []
    for place, mention in enumerate(mentions):
        number = mention.sentences[0]
        beside = (other for other in mentions[place + 1 :] if other.sentences[0] == number)
        before = (other for other in reversed(dated) if 0 <= number - other.sentences[0] <= _DATES_HOLD)
        told = next((other for other in (*before, *beside) if other.date_start is not None), None)
        is_open = mention.date_start is None and mention.date_text is None and mention.status == Status.ACTUAL
        dated.append(_date_like(mention, told) if is_open and told is not None else mention)
    return dated


def _date_like(mention: Mention, told: Mention) -> Mention:
    is_day = told.date_precision == DatePrecision.DAY
    return replace(
        mention,
        date_start=told.date_start,
        date_end=told.date_end,
        date_precision=DatePrecision.WEEK if is_day else told.date_precision,
        date_reason=DateReason.FROM_REPORT,
        event_year=told.event_year,
        event_month=told.event_month,
    )


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


def _place_in_country(mention: Mention, home: str | None, scene: _Scene, report: Report) -> Mention:
    """Return a mention of no known place with the country it must be in.

    A verbal act at home is in the country of its actor, and one of several countries or of an international body in
    none; an official of a country not told is taken for one of that for which alone others speak in the report. Else it
    is the country in which most happens in the sentences about it, or that the report names most.
    """
    if mention.place.country is not None:
        return mention
    country, reason = None, PlaceReason.FROM_ACTOR
    if mention.quad_class in _VERBAL and not mention.places:
        country = home
        if country is None and _is_abroad(mention, report):
            return mention
        if country is None and any(_read_actor(p, None, report).sector in _OFFICIAL for p in mention.actors):
            country = scene.speaks_for
    if country is None:
        near = Counter(code for sentence, code in scene.places if abs(sentence - mention.sentences[0]) <= _NEAR)
        ranked = sorted(near or Counter(code for _, code in scene.places), key=lambda code: (-near[code], code))
        country, reason = (*ranked, *scene.countries, None)[0], PlaceReason.FROM_REPORT
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


def _find_home(mention: Mention, report: Report) -> str | None:
    """Return the country that all actors of a verbal act belong to; none for an international body."""
    actors = [_read_actor(party, None, report) for party in mention.actors]
    homes = {actor.country for actor in actors if actor.country is not None}
    if len(homes) != 1 or _is_abroad(mention, report):
        return None
    return homes.pop()


def _is_abroad(mention: Mention, report: Report) -> bool:
    """Return whether an act has no home: an international body's, or one of several countries."""
    actors = [_read_actor(party, None, report) for party in mention.actors]
    countries = {actor.country for actor in actors if actor.country is not None}
    return len(countries) > 1 or any(actor.sector in _ABROAD for actor in actors)


def _read_actor(party: Party, place_country: str | None, report: Report) -> ActorResolution:
    """Return who a party is: by its name, and where that tells no country by the fullest form that the report has.

    "Ellwood", who is "Foreign Office Minister Tobias Ellwood" elsewhere -> GBR, GOV
    """
    name = party.name or ""
    found = _actor(name, place_country, report.published)
    is_told = found.country is not None and found.reason is not ActorReason.PLACE  # "Harwell" is a village too
    if is_told or found.entity_id is not None or not name[:1].isupper():
        return found
    surname = name.rsplit(" ", 1)[-1]
    if len(surname) < _SURNAME or not surname[0].isupper() or surname.isupper():
        return found
    forms = {report.text[max(0, m.start() - _TITLE) : m.end()] for m in _list_uses(surname, report.text)}
    for form in sorted((_CAPITALISED.search(form) or [form])[0] for form in forms):
        if form != name and form.endswith(name.rsplit(" ", 1)[-1]):
            fuller = _actor(form, None, report.published)
            if fuller.country is not None:
                return replace(
                    found, country=fuller.country, sector=found.sector or fuller.sector, reason=fuller.reason
                )
    return found


def _list_uses(surname: str, text: str) -> list[re.Match[str]]:
    return list(islice(re.finditer(rf"\b{re.escape(surname)}\b", text), _USES))


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
    found = _read_actor(party, place_country, report)
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
