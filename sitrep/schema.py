"""Report, Mention, Event and the tables around them: each column declared once.

A record is a frozen dataclass; each field is annotated with a `Column` that says what it means, in which unit and
which values it may hold. Arrow schemas (`projections.py`), the expectations on single columns, the comments of the
DuckDB views and docs/schema.md are all read off these classes; nothing else declares a column.

Two shapes of nesting: a field whose type is a `Toll` or a `Place` is laid flat, its columns prefixed with the field's
name (`killed_low`, `place_country`); a tuple of such records becomes a list of structs (`actors`).

Conventions: null is "not told" and never 0, "" or a guess; offsets are characters into `Report.text`, end exclusive;
countries are ISO 3166-1 alpha-3; times are UTC.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar

from sitrep.ontology import load_ontology
from sitrep.resolving.actors import ActorReason
from sitrep.resolving.dates import DateReason
from sitrep.resolving.numbers import NumberBasis
from sitrep.resolving.places import PlaceReason

ID = r"^[0-9a-f]{32}$"
SHA256 = r"^[0-9a-f]{64}$"
ISO3 = r"^[A-Z]{3}$"
LANGUAGE = r"^[a-z]{2,3}$"


class Status(StrEnum):
    """Whether the happening happened (codebook, section 3)."""

    ACTUAL = "actual"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


class DatePrecision(StrEnum):
    """How exactly the date is known (codebook, section 6)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class Attribution(StrEnum):
    """On whose word the mention rests."""

    OBSERVED = "observed"
    CLAIMED = "claimed"
    ALLEGED = "alleged"
    DISPUTED = "disputed"
    UNKNOWN = "unknown"


class PublishedReason(StrEnum):
    """Where a report's publication date comes from; a file's modification time is never asked."""

    SIDECAR = "sidecar"
    RECORD = "record"
    PAGE = "page"
    DATELINE = "dateline"
    UNKNOWN = "unknown"


class ReviewStatus(StrEnum):
    """How far people have looked at an event."""

    CANDIDATE = "candidate"
    REVIEWED = "reviewed"
    CORRECTED = "corrected"
    MERGED = "merged"
    RETRACTED = "retracted"


class Severity(StrEnum):
    """What a broken rule does: critical keeps the row or batch out, warning is published and shown."""

    CRITICAL = "critical"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds.

    Attributes:
        meaning: one sentence for people.
        unit: the unit of a number, such as "people" or "degrees".
        values: the only values allowed, where there is a closed list.
        pattern: a regular expression that a string must match.
        minimum: the least value allowed.
        maximum: the greatest value allowed.
        filled: a string or list that may not be empty.
    """

    meaning: str
    unit: str | None = None
    values: tuple[str, ...] | None = None
    pattern: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    filled: bool = False


def _codes(enum: type[StrEnum]) -> tuple[str, ...]:
    return tuple(str(member) for member in enum)


_ONTOLOGY = load_ontology()
_TYPES = tuple(_ONTOLOGY.types)
_MODES = tuple(sorted({mode for kind in _ONTOLOGY.types.values() for mode in kind.modes}))
_SECTORS = tuple(_ONTOLOGY.sectors)
_INTERS = tuple(_ONTOLOGY.inters)
_ACLED_TYPES = tuple(dict.fromkeys(row.event_type for row in _ONTOLOGY.acled.values()))
_ACLED_SUB_TYPES = tuple(_ONTOLOGY.acled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An actor or recipient: as the text names it, and as it was resolved."""

    name: Annotated[str, Column("the name as the text has it", filled=True)]
    start: Annotated[int, Column("first character of the name in the report's text", minimum=0)]
    end: Annotated[int, Column("end of the name in the report's text, exclusive", minimum=1)]
    entity_id: Annotated[str | None, Column("canonical entity of the alias table")] = None
    entity_name: Annotated[str | None, Column("name of that entity")] = None
    country: Annotated[str | None, Column("country it belongs to, ISO 3166-1 alpha-3", pattern=ISO3)] = None
    sector: Annotated[str | None, Column("PLOVER sector", values=_SECTORS)] = None
    reason: Annotated[str, Column("how it was resolved", values=_codes(ActorReason))] = ActorReason.UNRESOLVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place: as the text names it, and the gazetteer entry it was resolved to."""

    name: Annotated[str | None, Column("the name as the text has it")] = None
    start: Annotated[int | None, Column("first character of the name in the report's text", minimum=0)] = None
    end: Annotated[int | None, Column("end of the name in the report's text, exclusive", minimum=1)] = None
    id: Annotated[str | None, Column("gazetteer entry, such as geonames:99072 or iso:IRQ")] = None
    label: Annotated[str | None, Column("name of the gazetteer entry")] = None
    admin1: Annotated[str | None, Column("first-order division")] = None
    country: Annotated[str | None, Column("country, ISO 3166-1 alpha-3", pattern=ISO3)] = None
    latitude: Annotated[float | None, Column("latitude, WGS 84", unit="degrees", minimum=-90, maximum=90)] = None
    longitude: Annotated[float | None, Column("longitude, WGS 84", unit="degrees", minimum=-180, maximum=180)] = None
    precision: Annotated[
        int,
        Column(
            "1 exact place, 2 near or part of one, 3 second-order division, 4 first-order division, 5 region or "
            "linear feature, 6 country, 7 unknown (UCDP's scale)",
            minimum=1,
            maximum=7,
        ),
    ] = 7
    reason: Annotated[str, Column("how it was resolved", values=_codes(PlaceReason))] = PlaceReason.NOT_TOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """A number of people as the text tells it: lowest, best and highest; all null where it is not told."""

    low: Annotated[int | None, Column("lowest number told", unit="people", minimum=0)] = None
    best: Annotated[int | None, Column("best number told", unit="people", minimum=0)] = None
    high: Annotated[int | None, Column("highest number told", unit="people", minimum=0)] = None
    basis: Annotated[str | None, Column("how the text tells the number", values=_codes(NumberBasis))] = None
    start: Annotated[int | None, Column("first character of the number in the text", minimum=0)] = None
    end: Annotated[int | None, Column("end of the number in the text, exclusive", minimum=1)] = None

    @property
    def is_told(self) -> bool:
        """True where the text tells a number, be it zero."""
        return self.low is not None or self.best is not None or self.high is not None


TOLLS: Mapping[str, str] = {
    "killed": "people killed",
    "injured": "people injured",
    "abducted": "people abducted",
    "arrested": "people arrested",
    "displaced": "people displaced",
    "personnel": "forces taking part",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One document as published: a headline, a body, a publication date, a source."""

    KEY: ClassVar[str] = "report_id"

    report_id: Annotated[str, Column("hash of the normalised title and text, and the source", pattern=ID)]
    title: Annotated[str | None, Column("headline, where it is told apart from the text")] = None
    source: Annotated[str | None, Column("who published it")] = None
    url: Annotated[str | None, Column("where it was published")] = None
    published: Annotated[date | None, Column("publication date; null where no one tells it")] = None
    published_reason: Annotated[
        str, Column("where the publication date comes from", values=_codes(PublishedReason))
    ] = PublishedReason.UNKNOWN
    language: Annotated[str | None, Column("ISO 639 code as the sidecar or the record tells it", pattern=LANGUAGE)] = (
        None
    )
    licence: Annotated[str | None, Column("licence of the text, where known")] = None
    origin: Annotated[str, Column("path below the inbox it was read from, with #record in a file of many", filled=True)]
    reader: Annotated[str, Column("reader that made it, with its version", filled=True)]
    raw_sha256: Annotated[str, Column("SHA-256 of the archived file, its name in the archive", pattern=SHA256)]
    raw_bytes: Annotated[int, Column("size of the archived file", unit="bytes", minimum=1)]
    text: Annotated[str, Column("the text as read, unchanged; all offsets count its characters", filled=True)]
    word_count: Annotated[int, Column("words in the text", unit="words", minimum=1)]
    coder: Annotated[str | None, Column("coder and version that coded it last")] = None
    batch_id: Annotated[str | None, Column("batch that published it", pattern=ID)] = None
    published_year: Annotated[int | None, Column("year of publication; a partition", minimum=1000, maximum=9999)] = None
    published_month: Annotated[int | None, Column("month of publication; a partition", minimum=1, maximum=12)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One event as one report tells it, with the sentence that tells it."""

    KEY: ClassVar[str] = "mention_id"

    mention_id: Annotated[str, Column("hash of report, trigger span and type", pattern=ID)]
    report_id: Annotated[str, Column("report that tells it", pattern=ID)]
    quote: Annotated[str, Column("the anchor sentence, exactly as the report's text has it", filled=True)]
    quote_start: Annotated[int, Column("first character of the quote in the report's text", minimum=0)]
    quote_end: Annotated[int, Column("end of the quote in the report's text, exclusive", minimum=1)]
    sentences: Annotated[tuple[int, ...], Column("numbers of the sentences that tell it, anchor first", filled=True)]
    trigger: Annotated[str, Column("shortest phrase that names the happening", filled=True)]
    trigger_start: Annotated[int, Column("first character of the trigger in the text", minimum=0)]
    trigger_end: Annotated[int, Column("end of the trigger in the text, exclusive", minimum=1)]
    plover_type: Annotated[str, Column("PLOVER 2.0 event type", values=_TYPES)]
    plover_modes: Annotated[
        tuple[str, ...], Column("PLOVER modes that the text shows, main one first", values=_MODES)
    ] = ()
    quad_class: Annotated[
        int,
        Column(
            "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict (PLOVER's map)",
            minimum=1,
            maximum=4,
        ),
    ]
    intensity: Annotated[
        float,
        Column(
            "PLOVER conflict-cooperation score of the first mode, or of the type",
            minimum=-10,
            maximum=10,
        ),
    ]
    acled_event_type: Annotated[str | None, Column("ACLED event type by the crosswalk", values=_ACLED_TYPES)] = None
    acled_sub_event_type: Annotated[
        str | None, Column("ACLED sub-event type by the crosswalk", values=_ACLED_SUB_TYPES)
    ] = None
    status: Annotated[str, Column("whether it happened", values=_codes(Status))] = Status.ACTUAL
    is_historical: Annotated[bool, Column("told as background, more than about a month before the report")] = False
    attribution: Annotated[str, Column("on whose word it rests", values=_codes(Attribution))] = Attribution.OBSERVED
    attributed_to: Annotated[str | None, Column("who says it, as the text names them")] = None
    actors: Annotated[tuple[Party, ...], Column("who did it")] = ()
    recipients: Annotated[tuple[Party, ...], Column("to whom it was done")] = ()
    places: Annotated[tuple[Place, ...], Column("where, as the text names it, most specific first")] = ()
    place: Annotated[Place, Column("the place the mention is counted at")] = field(default_factory=Place)
    instruments: Annotated[tuple[str, ...], Column("weapons and means, as the text names them")] = ()
    date_text: Annotated[str | None, Column("the date as the text tells it")] = None
    date_text_start: Annotated[int | None, Column("first character of that expression", minimum=0)] = None
    date_text_end: Annotated[int | None, Column("end of that expression, exclusive", minimum=1)] = None
    date_start: Annotated[date | None, Column("first day it may have happened on")] = None
    date_end: Annotated[date | None, Column("last day, where it is a span; null for one day")] = None
    date_precision: Annotated[str, Column("how exactly the date is known", values=_codes(DatePrecision))] = (
        DatePrecision.UNKNOWN
    )
    date_reason: Annotated[str, Column("how the date was resolved", values=_codes(DateReason))] = (
        DateReason.NO_PUBLICATION_DATE
    )
    killed: Annotated[Toll, Column(TOLLS["killed"])] = field(default_factory=Toll)
    injured: Annotated[Toll, Column(TOLLS["injured"])] = field(default_factory=Toll)
    abducted: Annotated[Toll, Column(TOLLS["abducted"])] = field(default_factory=Toll)
    arrested: Annotated[Toll, Column(TOLLS["arrested"])] = field(default_factory=Toll)
    displaced: Annotated[Toll, Column(TOLLS["displaced"])] = field(default_factory=Toll)
    personnel: Annotated[Toll, Column(TOLLS["personnel"])] = field(default_factory=Toll)
    coder: Annotated[str, Column("coder and version that made it", filled=True)]
    rule: Annotated[str, Column("lexicon entry, rule or head that made it", filled=True)]
    confidence: Annotated[
        float | None,
        Column("calibrated probability that it is right, of its type", minimum=0, maximum=1),
    ] = None
    batch_id: Annotated[str | None, Column("batch that published it", pattern=ID)] = None
    event_year: Annotated[int | None, Column("year of date_start; a partition", minimum=1000, maximum=9999)] = None
    event_month: Annotated[int | None, Column("month of date_start; a partition", minimum=1, maximum=12)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One happening in the world, merged from the mentions that tell it; ACLED's wide row with PLOVER beside it."""

    KEY: ClassVar[str] = "event_id"

    event_id: Annotated[str, Column("identifier of the event", pattern=ID)]
    event_date: Annotated[date | None, Column("first day it may have happened on")] = None
    event_date_end: Annotated[date | None, Column("last day of a span; null for one day")] = None
    date_precision: Annotated[str, Column("how exactly the date is known", values=_codes(DatePrecision))]
    time_precision: Annotated[
        int | None,
        Column("ACLED's scale: 1 day, 2 week, 3 month; null where vaguer", minimum=1, maximum=3),
    ] = None
    event_type: Annotated[str | None, Column("ACLED event type", values=_ACLED_TYPES)] = None
    sub_event_type: Annotated[str | None, Column("ACLED sub-event type", values=_ACLED_SUB_TYPES)] = None
    plover_type: Annotated[str, Column("PLOVER 2.0 event type", values=_TYPES)]
    plover_mode: Annotated[str | None, Column("main PLOVER mode", values=_MODES)] = None
    quad_class: Annotated[int, Column("quad class, PLOVER's map", minimum=1, maximum=4)]
    intensity: Annotated[
        float, Column("PLOVER conflict-cooperation score of the mode or type", minimum=-10, maximum=10)
    ]
    status: Annotated[str, Column("actual or planned", values=(Status.ACTUAL, Status.PLANNED))]
    is_historical: Annotated[bool, Column("every mention tells it as background")]
    actors: Annotated[tuple[str, ...], Column("who did it, by canonical name where there is one")] = ()
    recipients: Annotated[tuple[str, ...], Column("to whom, by canonical name where there is one")] = ()
    actor1: Annotated[str | None, Column("first actor")] = None
    assoc_actor_1: Annotated[str | None, Column("further actors, separated by '; '")] = None
    inter1: Annotated[str | None, Column("ACLED's class of actor1", values=_INTERS)] = None
    actor2: Annotated[str | None, Column("first recipient; the second actor where both sides are actors")] = None
    assoc_actor_2: Annotated[str | None, Column("further recipients, separated by '; '")] = None
    inter2: Annotated[str | None, Column("ACLED's class of actor2", values=_INTERS)] = None
    attribution: Annotated[str, Column("on whose word it rests", values=_codes(Attribution))]
    civilian_targeting: Annotated[
        str | None, Column("set where civilians were the target", values=("Civilians targeted",))
    ] = None
    iso: Annotated[int | None, Column("ISO 3166-1 numeric country code", minimum=1, maximum=999)] = None
    country_code: Annotated[str | None, Column("ISO 3166-1 alpha-3", pattern=ISO3)] = None
    country: Annotated[str | None, Column("country name")] = None
    admin1: Annotated[str | None, Column("first-order division")] = None
    location: Annotated[str | None, Column("most precise place, by its gazetteer name")] = None
    latitude: Annotated[float | None, Column("WGS 84", unit="degrees", minimum=-90, maximum=90)] = None
    longitude: Annotated[float | None, Column("WGS 84", unit="degrees", minimum=-180, maximum=180)] = None
    geo_precision: Annotated[
        int | None,
        Column("ACLED's scale: 1 town, 2 part of a region, 3 region; null where vaguer", minimum=1, maximum=3),
    ] = None
    where_prec: Annotated[int, Column("UCDP's scale, 1 exact to 7 unknown", minimum=1, maximum=7)]
    fatalities_low: Annotated[int | None, Column("lowest deaths told by any mention", unit="people", minimum=0)] = None
    fatalities: Annotated[
        int | None,
        Column("best number of deaths in the latest report that tells one", unit="people", minimum=0),
    ] = None
    fatalities_high: Annotated[int | None, Column("highest deaths told by any mention", unit="people", minimum=0)] = (
        None
    )
    fatalities_basis: Annotated[
        str | None, Column("how that latest report tells the number", values=_codes(NumberBasis))
    ] = None
    injured_low: Annotated[int | None, Column("lowest injured told", unit="people", minimum=0)] = None
    injured: Annotated[int | None, Column("latest best number of injured", unit="people", minimum=0)] = None
    injured_high: Annotated[int | None, Column("highest injured told", unit="people", minimum=0)] = None
    source: Annotated[str | None, Column("sources that tell it, separated by '; '")] = None
    source_count: Annotated[int, Column("number of different sources", minimum=1)]
    report_count: Annotated[int, Column("number of reports", minimum=1)]
    mention_ids: Annotated[tuple[str, ...], Column("the mentions it was merged from", filled=True)]
    first_reported: Annotated[date | None, Column("publication of the first report")] = None
    last_reported: Annotated[date | None, Column("publication of the last report")] = None
    notes: Annotated[str, Column("the quote of the mention it was anchored at", filled=True)]
    confidence: Annotated[float | None, Column("best confidence of its mentions", minimum=0, maximum=1)] = None
    review_status: Annotated[str, Column("how far people have looked at it", values=_codes(ReviewStatus))] = (
        ReviewStatus.CANDIDATE
    )
    coder: Annotated[str, Column("coder and version of its mentions", filled=True)]
    batch_id: Annotated[str | None, Column("batch that changed it last", pattern=ID)] = None
    event_year: Annotated[int | None, Column("year of event_date; a partition", minimum=1000, maximum=9999)] = None
    event_month: Annotated[int | None, Column("month of event_date; a partition", minimum=1, maximum=12)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """A file, report, mention or event that was kept out, and why."""

    KEY: ClassVar[str] = "quarantine_id"

    quarantine_id: Annotated[str, Column("hash of item, rule and what was found", pattern=ID)]
    kind: Annotated[str, Column("what was kept out", values=("file", "report", "mention", "event"))]
    item: Annotated[str, Column("path below the inbox (with :line), or the id of the row", filled=True)]
    rule: Annotated[str, Column("name of the rule it broke", filled=True)]
    reason: Annotated[str, Column("what was found, what was expected, what to do", filled=True)]
    raw_sha256: Annotated[str | None, Column("SHA-256 of the file, where it could be read", pattern=SHA256)] = None
    row: Annotated[str | None, Column("the row kept out, as JSON")] = None
    batch_id: Annotated[str | None, Column("batch that kept it out", pattern=ID)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One publishing run: what came in, what went out. The one table that knows the clock."""

    KEY: ClassVar[str] = "batch_id"

    batch_id: Annotated[str, Column("hash of what the batch takes in and of the coder", pattern=ID)]
    published_at: Annotated[datetime, Column("when it was published, UTC")]
    coder: Annotated[str, Column("coder and version", filled=True)]
    files: Annotated[int, Column("files found in the inbox", minimum=0)]
    reports_read: Annotated[int, Column("reports read from new files", minimum=0)]
    reports_new: Annotated[int, Column("reports published", minimum=0)]
    reports_duplicate: Annotated[int, Column("reports that were there already", minimum=0)]
    mentions: Annotated[int, Column("mentions published", minimum=0)]
    events: Annotated[int, Column("events added or changed", minimum=0)]
    quarantined: Annotated[int, Column("files and rows quarantined", minimum=0)]
    words: Annotated[int, Column("words coded", unit="words", minimum=0)]


Record = Report | Mention | Event | Quarantined | Batch

#: Every table of the warehouse: its record and its partition columns, in the order they are published.
TABLES: Mapping[str, tuple[type[Record], tuple[str, ...]]] = {
    "reports": (Report, ("published_year", "published_month")),
    "mentions": (Mention, ("event_year", "event_month")),
    "events": (Event, ("event_year", "event_month")),
    "quarantine": (Quarantined, ()),
    "batches": (Batch, ()),
}


def hash_id(*parts: str | int | None) -> str:
    """Return a 32-digit hexadecimal id of the parts: the same parts give the same id everywhere.

    hash_id("a", 1) -> the same 32 digits in each run; hash_id("a1") differs, for parts are told apart.
    """
    digest = hashlib.sha256()
    for part in parts:
        digest.update(b"\x00" if part is None else b"\x01" + str(part).encode("utf-8", "surrogatepass"))
        digest.update(b"\x1f")
    return digest.hexdigest()[:32]
