"""Mentions to events: which mentions tell of the same happening, and what an event says of it.

This linker is plain and errs on the side of two events where there was one: mentions are the same happening only
where type, day and place are all told and equal, and for acts that are no violence or protest the first actor too.
Whatever lacks one of these is an event of its own. The key depends on the mention alone, so that linking batch by
batch gives what linking everything at once gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sitrep.ontology import Ontology, load_ontology
from sitrep.resolving.countries import load_countries
from sitrep.schema import DatePrecision, Event, Mention, Party, Status, Toll, hash_id

#: Types of which one place has one a day: other acts need the same actor to be the same act.
COLLECTIVE_TYPES = frozenset({"ASSAULT", "PROTEST"})

#: ACLED's time precision by ours (ACLED codebook): 1 day, 2 within a week, 3 month.
TIME_PRECISION = {DatePrecision.DAY: 1, DatePrecision.WEEK: 2, DatePrecision.MONTH: 3}

#: ACLED's place precision by UCDP's: 1 town, 2 near or part of one, 3 a larger region; vaguer is not given.
GEO_PRECISION = {1: 1, 2: 2, 3: 2, 4: 3}

CIVILIAN_SECTORS = frozenset({"CVL", "REF", "MED", "HLH", "EDU", "LAB", "AGR", "REL", "NGO", "SOC", "BUS"})


@dataclass(frozen=True, slots=True)
class Telling:
    """A mention with what its report says of itself."""

    mention: Mention
    published: date | None
    source: str | None


def name_party(party: Party) -> str:
    """Return the canonical name of an actor, or its name in the text where it has none."""
    return party.entity_name or party.name


def choose_event_id(mention: Mention) -> str:
    """Return the id of the event that a mention tells of.

    Two reports of an ASSAULT in Mosul on 17 March 2017 -> one id; "fighting in Iraq last month" -> an id of its own.
    """
    place = mention.place
    if mention.date_precision != DatePrecision.DAY or place.id is None or place.precision > 4:
        return hash_id("mention", mention.mention_id)
    actor = ""
    if mention.plover_type not in COLLECTIVE_TYPES:
        if not mention.actors:
            return hash_id("mention", mention.mention_id)
        first = mention.actors[0]
        actor = first.entity_id or f"{first.country}/{first.sector}/{first.name.casefold()}"
    return hash_id(
        "event",
        mention.plover_type,
        mention.status,
        mention.date_start and mention.date_start.isoformat(),
        place.id,
        actor,
    )


def _order(telling: Telling) -> tuple[date, str]:
    return telling.published or date.min, telling.mention.mention_id


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _join(names: Sequence[str]) -> str | None:
    return "; ".join(names) or None


@dataclass(frozen=True, slots=True)
class _MergedToll:
    low: int | None
    best: int | None
    high: int | None
    basis: str | None


def merge_tolls(tolls: Sequence[Toll]) -> _MergedToll:
    """Return the latest best number with the lowest low and the highest high; `tolls` are in order of publication.

    14, then 20 -> 14, 20, 20. 14, then "at least 20" -> 14, 20, null: an end that the best number has passed is open.
    """
    told = [toll for toll in tolls if toll.is_told]
    if not told:
        return _MergedToll(None, None, None, None)
    latest = next((toll for toll in reversed(told) if toll.best is not None), told[-1])
    low = min((toll.low for toll in told if toll.low is not None), default=None)
    high = max((toll.high for toll in told if toll.high is not None), default=None)
    best = latest.best
    if best is not None and low is not None and low > best:
        low = None
    if best is not None and high is not None and high < best:
        high = None
    return _MergedToll(low, best, high, latest.basis)


def _classify(party: Party | None, event: Mention, ontology: Ontology) -> str | None:
    if party is None:
        return None
    is_foreign = party.country is not None and event.place.country not in (None, party.country)
    return ontology.classify_inter(
        party.sector, type_code=event.plover_type, modes=event.plover_modes, is_foreign=is_foreign
    )


def _targets_civilians(mention: Mention) -> bool:
    sectors = {party.sector for party in mention.recipients if party.sector is not None}
    return mention.plover_type == "ASSAULT" and bool(sectors) and sectors <= CIVILIAN_SECTORS


def merge_event(event_id: str, tellings: Iterable[Telling]) -> Event:
    """Return the event that the tellings have in common.

    Tolls: latest best, lowest low, highest high. Place and date: the most precise, ties to the latest report.
    Everything else is the anchor's: the telling with the most precise place and date, the latest of those.
    """
    ordered = sorted(tellings, key=_order)
    anchor_telling = max(ordered, key=lambda t: (-t.mention.place.precision, *_order(t)))
    anchor = anchor_telling.mention
    ontology = load_ontology()
    mentions = [telling.mention for telling in ordered]
    parties = [party for mention in (anchor, *mentions) for party in mention.actors]
    targets = [party for mention in (anchor, *mentions) for party in mention.recipients]
    actors, recipients = _unique(map(name_party, parties)), _unique(map(name_party, targets))
    # ACLED's row has two sides: where both are actors (a battle, a meeting), the second actor is the other side.
    other_side = actors[1:2] if not recipients else ()
    actor2 = next(iter(recipients or other_side), None)
    second_party = next((party for party in (*targets, *parties) if name_party(party) == actor2), None)
    country = load_countries().get(anchor.place.country or "")
    killed = merge_tolls([mention.killed for mention in mentions])
    injured = merge_tolls([mention.injured for mention in mentions])
    sources = _unique(sorted(telling.source for telling in ordered if telling.source))
    published = sorted(telling.published for telling in ordered if telling.published)
    confidences = [mention.confidence for mention in mentions if mention.confidence is not None]
    return Event(
        event_id=event_id,
        event_date=anchor.date_start,
        event_date_end=anchor.date_end,
        date_precision=anchor.date_precision,
        time_precision=TIME_PRECISION.get(DatePrecision(anchor.date_precision)),
        event_type=anchor.acled_event_type,
        sub_event_type=anchor.acled_sub_event_type,
        plover_type=anchor.plover_type,
        plover_mode=next(iter(anchor.plover_modes), None),
        quad_class=anchor.quad_class,
        intensity=anchor.intensity,
        status=anchor.status,
        is_historical=all(mention.is_historical for mention in mentions),
        actors=actors,
        recipients=recipients,
        actor1=next(iter(actors), None),
        assoc_actor_1=_join(actors[1 + len(other_side) :]),
        inter1=_classify(parties[0] if parties else None, anchor, ontology),
        actor2=actor2,
        assoc_actor_2=_join(recipients[1:]),
        inter2=_classify(second_party, anchor, ontology),
        attribution=anchor.attribution,
        civilian_targeting="Civilians targeted" if any(map(_targets_civilians, mentions)) else None,
        iso=country.numeric if country else None,
        country_code=anchor.place.country,
        country=country.name if country else None,
        admin1=anchor.place.admin1,
        location=anchor.place.label,
        latitude=anchor.place.latitude,
        longitude=anchor.place.longitude,
        geo_precision=GEO_PRECISION.get(anchor.place.precision),
        where_prec=anchor.place.precision,
        fatalities_low=killed.low,
        fatalities=killed.best,
        fatalities_high=killed.high,
        fatalities_basis=killed.basis,
        injured_low=injured.low,
        injured=injured.best,
        injured_high=injured.high,
        source=_join(sources),
        source_count=max(1, len(sources)),
        report_count=len({mention.report_id for mention in mentions}),
        mention_ids=tuple(sorted(mention.mention_id for mention in mentions)),
        first_reported=published[0] if published else None,
        last_reported=published[-1] if published else None,
        notes=anchor.quote,
        confidence=max(confidences, default=None),
        coder=anchor.coder,
        event_year=anchor.event_year,
        event_month=anchor.event_month,
    )


def link_mentions(tellings: Iterable[Telling]) -> list[Event]:
    """Return the events of the tellings, sorted by id; hypothetical and negated mentions are left out.

    Two tellings of one mention count once, so that what is published already may be given again.
    """
    groups: dict[str, dict[str, Telling]] = {}
    for telling in tellings:
        mention = telling.mention
        if mention.status in (Status.ACTUAL, Status.PLANNED):
            groups.setdefault(choose_event_id(mention), {})[mention.mention_id] = telling
    return [merge_event(event_id, groups[event_id].values()) for event_id in sorted(groups)]
