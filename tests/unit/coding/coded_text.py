"""Texts read and coded for the tests of this folder."""

from datetime import date

from sitrep.coding import code_report, load_coder
from sitrep.coding.gold import read_gold_document
from sitrep.coding.lexicon import Lexicon, load_lexicon
from sitrep.coding.reading import Findings, Range, Reading, read_sentence
from sitrep.coding.settling import settle_triggers
from sitrep.coding.status import judge_status
from sitrep.coding.triggers import Trigger, find_triggers
from sitrep.language import Span
from sitrep.resolving.actors import find_actors
from sitrep.resolving.dates import find_dates
from sitrep.resolving.numbers import find_numbers
from sitrep.resolving.places import find_places
from sitrep.schema import Mention, Report

LEXICON: Lexicon = load_lexicon()
PUBLISHED = date(2019, 7, 8)


def read(text: str) -> Reading:
    """Return a sentence as the coder reads it."""
    findings = Findings(find_actors(text), find_places(text), find_dates(text), find_numbers(text))
    return read_sentence(text, 0, Span(0, len(text)), findings, LEXICON)


def settle(text: str) -> tuple[Reading, list[Trigger]]:
    """Return a sentence and its triggers, tie-breaks applied."""
    reading = read(text)
    triggers = find_triggers(reading, LEXICON)
    for trigger in triggers:
        trigger.status = judge_status(reading, trigger, LEXICON)
    return reading, settle_triggers(reading, triggers, LEXICON)


def names(reading: Reading, ranges: list[Range]) -> list[str]:
    """Return what ranges of tokens say."""
    return [reading.name(tokens) for tokens in ranges]


def code(text: str, published: date | None = PUBLISHED) -> list[Mention]:
    """Return the mentions of a text, resolved."""
    return code_report(load_coder(), _read_report(text, published))


def code_by_patterns(text: str) -> list[Mention]:
    """Return the mentions that the lexicon's patterns alone find in a text, resolved."""
    return code_report(load_coder().restrict(heads=False), _read_report(text, PUBLISHED))


def code_one(text: str, type_code: str) -> Mention:
    """Return the one mention of a type that the patterns alone find."""
    (mention,) = [mention for mention in code_by_patterns(text) if mention.plover_type == type_code]
    return mention


def _read_report(text: str, published: date | None) -> Report:
    line = {"id": "test", "text": text, "published": published.isoformat() if published else None}
    report, _ = read_gold_document(line)
    return report
