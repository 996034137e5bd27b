"""Gold documents (codebook, section 10): a line read as a report, and coded mentions written in the same form."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sitrep import __version__
from sitrep.cleaning import clean_text
from sitrep.language import Span, split_sentences
from sitrep.schema import Mention, PublishedReason, Report, Toll, hash_id

READER = f"gold {__version__}"


def read_gold_document(line: Mapping[str, Any]) -> tuple[Report, list[Span] | None]:
    """Return the report of a line, and its sentences where it gives them.

    {"id": "a", "published": "2019-07-07", "text": "Gunmen …", "sentences": [[0, 30]]} -> the report, [Span(0, 30)]

    Raises:
        ValueError: the line has no text, a date that is none, or a sentence outside the text.
    """
    name = str(line.get("id") or "without id")
    text = line.get("text")
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"document {name}: text {text!r}, expected a text; add it or leave the document out")
    title, source = line.get("title"), line.get("source")
    raw = text.encode("utf-8", "surrogatepass")
    published = _read_published(name, line.get("published"))
    report = Report(
        report_id=hash_id(title, text, source),
        title=title,
        source=source,
        url=line.get("url"),
        published=published,
        published_reason=PublishedReason.RECORD if published else PublishedReason.UNKNOWN,
        licence=line.get("license"),
        origin=name,
        reader=READER,
        raw_sha256=hashlib.sha256(raw).hexdigest(),
        raw_bytes=len(raw),
        text=text,
        word_count=max(1, len(text.split())),
        published_year=published.year if published else None,
        published_month=published.month if published else None,
    )
    sentences = line.get("sentences")
    if sentences is None:
        return report, None
    spans: list[Span] = []
    for number, (start, end) in enumerate(sentences):
        if not 0 <= start < end <= len(text):
            raise ValueError(f"document {name}: sentence {number} is {start}:{end}, expected a span of 0:{len(text)}")
        spans.append(Span(start, end))
    return report, spans


def write_gold_document(
    document_id: str, report: Report, mentions: Sequence[Mention], sentences: Sequence[Span] | None
) -> dict[str, Any]:
    """Return the line of a coded report, in the form of the gold."""
    if sentences is None:
        clean = clean_text(report.text)
        sentences = [Span(*clean.to_raw(*span)) for span in split_sentences(clean.text)]
    return {
        "id": document_id,
        "published": report.published.isoformat() if report.published else None,
        "title": report.title,
        "text": report.text,
        "sentences": [list(span) for span in sentences],
        "events": [_write_mention(mention) for mention in mentions],
    }


def _read_published(name: str, value: object) -> date | None:
    if value is None or value == "":
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f"document {name}: published {value!r}, expected a date such as 2019-07-07") from error


def _write_mention(mention: Mention) -> dict[str, Any]:
    return {
        "sentences": list(mention.sentences),
        "trigger": mention.trigger,
        "type": mention.plover_type,
        "modes": list(mention.plover_modes),
        "status": str(mention.status),
        "historical": mention.is_historical,
        "actors": [party.name for party in mention.actors],
        "recipients": [party.name for party in mention.recipients],
        "places": [place.name for place in mention.places if place.name],
        "instruments": list(mention.instruments),
        "country": mention.place.country,
        "date_start": mention.date_start.isoformat() if mention.date_start else None,
        "date_end": mention.date_end.isoformat() if mention.date_end else None,
        "date_precision": str(mention.date_precision),
        **{
            toll: _write_toll(getattr(mention, toll))
            for toll in ("killed", "injured", "abducted", "arrested", "displaced", "personnel")
        },
    }


def _write_toll(toll: Toll) -> list[int | None] | None:
    return [toll.low, toll.best, toll.high] if toll.is_told else None
