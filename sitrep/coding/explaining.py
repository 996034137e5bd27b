"""Why a mention is what it is: sentence, tree, trigger, the path of each argument, every resolution with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sitrep.coding.coder import ModelCoder
from sitrep.coding.drafts import Draft
from sitrep.language import Span
from sitrep.resolving import resolve_mentions
from sitrep.resolving.mentions import count_countries
from sitrep.resolving.places import rank_places
from sitrep.schema import TOLLS, Mention, Party, Place, Report

_RUNNERS_UP = 3
_ROLES = {
    "A": "actor", "R": "recipient", "P": "place", "T": "time", "K": "killed", "J": "injured", "N": "personnel",
    "I": "instrument", "S": "source",
}  # fmt: skip


def explain_mention(coder: ModelCoder, report: Report, sentences: Sequence[Span] | None, key: str) -> str | None:
    """Return how the mention of a report came about, as lines of text; None where the report has no such mention.

    Args:
        coder: the coder.
        report: the report.
        sentences: its sentences, where they are given.
        key: the mention's id, or the beginning of it.
    """
    traced = coder.trace(report, sentences)
    resolved = resolve_mentions(report, [mention for _, mention in traced])
    for (draft, _), mention in zip(traced, resolved, strict=True):
        if mention.mention_id.startswith(key):
            return "\n".join(_explain(report, draft, mention))
    return None


def _explain(report: Report, draft: Draft, mention: Mention) -> Iterator[str]:
    modes = "".join(f"/{mode}" for mode in mention.plover_modes)
    yield f"mention     {mention.mention_id} in report {mention.report_id}"
    yield f"coded       {mention.plover_type}{modes}, {mention.status}{', historical' if mention.is_historical else ''}"
    yield f"confidence  {mention.confidence}"
    yield f"made by     {mention.rule}"
    yield f"sentence    {mention.sentences[0]}: {' '.join(mention.quote.split())}"
    if mention.sentences[1:]:
        yield f"told too    in sentences {', '.join(map(str, mention.sentences[1:]))} ({draft.tellings} tellings)"
    yield f"trigger     {mention.trigger!r}, characters {mention.trigger_start} to {mention.trigger_end}"
    yield from _explain_trigger(draft)
    yield from _explain_tree(draft)
    countries = count_countries(report.text)
    for part, parties in (("actor", mention.actors), ("recipient", mention.recipients)):
        for party in parties:
            yield from _explain_party(part, party, draft)
    for place in mention.places or (mention.place,):
        yield from _explain_place(place, countries, draft)
    yield (
        f"date        {mention.date_text!r} -> {mention.date_start} to {mention.date_end or mention.date_start}, "
        f"precision {mention.date_precision}: {mention.date_reason}"
    )
    for toll in TOLLS:
        told = getattr(mention, toll)
        if told.is_told:
            words = report.text[told.start : told.end]
            yield f"{toll:<11} {words!r} -> low {told.low}, best {told.best}, high {told.high}: {told.basis}"
    if mention.instruments:
        yield f"instruments {'; '.join(mention.instruments)}"
    if mention.attributed_to:
        yield f"said by     {mention.attributed_to} ({mention.attribution})"


def _explain_trigger(draft: Draft) -> Iterator[str]:
    if draft.seen is None:
        yield f"pattern     {draft.pattern or draft.rule}; the model sees no event here"
        return
    yield f"model       types {_list_chances(draft.seen.types)}; status {_list_chances(draft.seen.statuses)}"
    yield f"            historical {draft.seen.past:.2f}; modes {_list_chances(draft.seen.modes.get(draft.type, {}))}"
    if draft.pattern:
        yield f"pattern     {draft.pattern}: {draft.pattern_type}"
    if draft.parse is not None:
        for argument in draft.seen.arguments:
            words = draft.parse.text[draft.parse.spans[argument.start].start : draft.parse.spans[argument.end - 1].end]
            path = draft.parse.path(draft.word, argument.start) or "the same word"
            yield f"argument    {_ROLES[argument.role]:<10} {words!r}, chance {argument.chance:.2f}, path {path}"


def _explain_tree(draft: Draft) -> Iterator[str]:
    """Yield the tree, a word a line, children below their head and further in."""
    parse = draft.parse
    if parse is None:
        return
    yield "tree"
    depths = [0] * len(parse)
    for index in range(len(parse)):
        above = parse.heads[index]
        while above >= 0:
            depths[index] += 1
            above = parse.heads[above]
    for word in parse:
        mark = "*" if word.index == draft.word else " "
        yield f"  {mark} {'  ' * min(depths[word.index], 12)}{word.text}  {word.upos} {word.relation}"


def _explain_party(part: str, party: Party, draft: Draft) -> Iterator[str]:
    filled = draft.filled.get(f"{part}s")
    source = f"; not told here, taken from the report with chance {filled:.2f}" if filled is not None else ""
    yield (
        f"{part:<11} {party.name!r} -> {party.entity_name or 'no entity'}, country {party.country}, "
        f"sector {party.sector}: {party.reason}{source}"
    )


def _explain_place(place: Place, countries: tuple[str, ...], draft: Draft) -> Iterator[str]:
    filled = draft.filled.get("places")
    source = f"; not told here, taken from the report with chance {filled:.2f}" if filled is not None else ""
    yield (
        f"place       {place.name!r} -> {place.label}, {place.admin1}, {place.country}, {place.latitude} "
        f"{place.longitude}, precision {place.precision}: {place.reason}{source}"
    )
    others = [each for each in rank_places(place.name or "", countries=countries) if each.entry.id != place.id]
    for each in others[:_RUNNERS_UP]:
        entry = each.entry
        yield f"            not {entry.label}, {entry.admin1}, {entry.country} ({entry.id}): {each.score:.1f} points"


def _list_chances(chances: Mapping[str, float]) -> str:
    shown = [f"{name} {chance:.2f}" for name, chance in chances.items() if chance >= 0.05]
    return ", ".join(shown) or "none above 0.05"
