"""Who and where, when a mention's own sentences do not tell: the likeliest of those that the whole report names.

A report names the attacker in its lead, the suspect where he is charged, the town in its first line, and later tellings
take them for granted. For each part that is empty, all whom the report names are weighed by a logistic model over
`describe_candidate`, whose weights are learned (training/coder), and the likeliest fills the gap.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sitrep.coding.drafts import Draft, Name, agree
from sitrep.coding.lexicon import Lexicon
from sitrep.coding.phrases import name_words, trim_phrase
from sitrep.coding.pronouns import BODIES, Antecedents
from sitrep.language.sentence import Sentence
from sitrep.language.tokens import read_word_list
from sitrep.ontology import load_ontology
from sitrep.resolving.actors import resolve_actor
from sitrep.resolving.numbers import NumberBasis, NumberMention
from sitrep.schema import Status

PARTS = ("actors", "recipients", "places")
_OTHER = {"actors": "recipients", "recipients": "actors", "places": "actors"}
_KINDS = {"actors": ("PER", "ORG", "MIL", "LOC"), "recipients": ("PER", "ORG", "MIL", "LOC"), "places": ("LOC", "FAC")}
_ANYONE = read_word_list(
    "man woman suspect defendant accused teenager boy girl resident citizen national individual driver youth"
)
_THINGS = (
    "arms", "assets", "bombs", "border", "grenades", "mines", "missiles", "money", "place", "projectiles", "road",
    "seizable", "square", "statue", "weaponry", "weapons",
)  # fmt: skip
_MOST = 40  # candidates a report
_UNSURE = 0.08  # the least chance by which the model's own roles are candidates
_LETTERS = {"actors": "A", "recipients": "R", "places": "P"}


@dataclass(slots=True)
class Candidate:
    """Somebody or some place that a report names: how, in which sentences, of which kind."""

    name: Name
    kind: str
    names: list[Name] = field(default_factory=list[Name])
    sentences: list[int] = field(default_factory=list[int])
    is_subject: bool = False
    claims: bool = False
    speaks_in: frozenset[int] = frozenset()


def list_candidates(part: str, drafts: Sequence[Draft], sentences: Sequence[Sequence[Sentence]]) -> list[Candidate]:
    """Return whom a report names that could fill a part, those named alike together, in order of the text."""
    found: list[Candidate] = []
    named = sorted(_list_names(part, drafts, sentences), key=lambda item: (item[0].start, -item[0].end))
    for name, kind, sentence, is_subject in named:
        home = next((each for each in found if agree(each.name, name)), None)
        if home is None:
            if len(found) == _MOST:
                continue
            home = Candidate(name, kind)
            found.append(home)
        home.names.append(name)
        home.sentences.append(sentence)
        home.is_subject |= is_subject
        home.kind = home.kind or kind
        if len(name.key) > len(home.name.key):
            home.name = name
    _mark_claimants(found, sentences)
    if part == "actors":
        _mark_speakers(found, sentences)
    return found


def _list_names(
    part: str, drafts: Sequence[Draft], sentences: Sequence[Sequence[Sentence]]
) -> Iterator[tuple[Name, str, int, bool]]:
    for number, parts in enumerate(sentences):
        for sentence in parts:
            for each in sentence.names:
                if each.kind in _KINDS[part]:
                    span = trim_phrase(sentence, each.start, each.end)
                    if span is not None:
                        subject = any(sentence.relations[i].startswith("nsubj") for i in range(*span))
                        yield name_words(sentence, *span), each.kind, number, subject
    for draft in drafts:
        for own in (part, _OTHER[part]) if part != "places" else (part,):
            for name in getattr(draft, own):
                yield name, "", draft.sentence, False


def _mark_claimants(candidates: Sequence[Candidate], sentences: Sequence[Sequence[Sentence]]) -> None:
    """Note who claims or is blamed: "the group claimed responsibility", "blamed on the group"."""
    for number, parts in enumerate(sentences):
        for sentence in parts:
            if any(lemma in ("responsibility", "blame") for lemma in sentence.lemmas):
                for candidate in candidates:
                    candidate.claims |= number in candidate.sentences


def _mark_speakers(candidates: Sequence[Candidate], sentences: Sequence[Sequence[Sentence]]) -> None:
    """Note who speaks in which sentences."""
    antecedents = Antecedents(sentences)
    spoken: dict[Name, set[int]] = {}
    for number in range(len(sentences)):
        speaker = antecedents.find_speaker(number)
        if speaker is not None:
            spoken.setdefault(speaker, set()).add(number)
    for speaker, numbers in spoken.items():
        home = next((each for each in candidates if agree(each.name, speaker)), None)
        if home is not None:
            home.speaks_in |= numbers


def describe_candidate(
    part: str, candidate: Candidate, draft: Draft, drafts: Sequence[Draft], place: int
) -> dict[str, float]:
    """Return what speaks for and against a candidate filling a part of a draft, by the names of features.

    Args:
        part: actors, recipients or places.
        candidate: the candidate.
        draft: the draft with the gap.
        drafts: all of the report, in order.
        place: the draft's place among them.
    """
    features = {"bias": 1.0, f"type:{draft.type}": 1.0, f"kind:{candidate.kind or 'noun'}": 1.0}
    nearest = min(abs(number - draft.sentence) for number in candidate.sentences)
    features["distance"] = min(nearest, 8) / 4
    if nearest == 0:
        features["same sentence"] = 1.0
    elif draft.sentence - 1 in candidate.sentences:
        features["sentence before"] = 1.0
    if min(candidate.sentences) > draft.sentence:
        features["named only later"] = 1.0
    if 0 in candidate.sentences:
        features["in the lead"] = 1.0
    features["times named"] = math.log(len(candidate.sentences))
    if candidate.is_subject:
        features["subject"] = 1.0
    if candidate.claims:
        features["claims"] = 1.0
    if draft.attributed_to and agree(candidate.name, Name(draft.attributed_to, 0, 0)):
        features["says so"] = 1.0
    if draft.sentence in candidate.speaks_in:
        features["speaks"] = 1.0
        features[f"speaks:{draft.type}"] = 1.0
    if part != "places":
        sector = _find_sector(candidate.name.text) or "none"
        features[f"sector:{sector}"] = 1.0
        features[f"{draft.type}:{sector}"] = 1.0
        features[f"{_group(draft.type)}:{_group_sector(sector)}"] = 1.0
    seen = _find_role(part, candidate, draft)
    if seen:
        features["role"] = seen
    if any(agree(candidate.name, name) for name in getattr(draft, _OTHER[part])):
        features["in the other part"] = 1.0
    features |= _describe_use(part, candidate, draft, drafts, place)
    return features


def _describe_use(
    part: str, candidate: Candidate, draft: Draft, drafts: Sequence[Draft], place: int
) -> dict[str, float]:
    """Return how other mentions of the report use a candidate."""
    features: dict[str, float] = {}
    nearest: dict[bool, bool] = {}
    for other in (*reversed(drafts[:place]), *drafts[place + 1 :]):
        own = any(agree(candidate.name, name) for name in getattr(other, part))
        if own:
            features["so used"] = 1.0
            if other.type == draft.type:
                features["so used in its type"] = 1.0
                if other.stem == draft.stem:
                    features["so used with its word"] = 1.0
            if other.sentence == draft.sentence:
                features["so used in its sentence"] = 1.0
        elif any(agree(candidate.name, name) for name in getattr(other, _OTHER[part])):
            features["otherwise used"] = 1.0
            if other.type == draft.type:
                features["otherwise used in its type"] = 1.0
        same = other.type == draft.type
        if getattr(other, part) and same not in nearest:
            nearest[same] = own
    for same, own in nearest.items():
        if own:
            features["last so used in its type" if same else "last so used in another type"] = 1.0
    return features


def _find_role(part: str, candidate: Candidate, draft: Draft) -> float:
    """Return the chance that the model gives to the candidate's words having the role."""
    if draft.seen is None or draft.parse is None:
        return 0.0
    best = 0.0
    for argument in draft.seen.arguments:
        if argument.role == _LETTERS[part] and argument.chance >= _UNSURE:
            low = draft.parse.spans[argument.start].start
            high = draft.parse.spans[argument.end - 1].end
            if any(name.start < high and name.end > low for name in candidate.names):
                best = max(best, argument.chance)
    return best


@lru_cache(maxsize=65536)
def _find_sector(name: str) -> str | None:
    return resolve_actor(name).sector


def _group(type_: str) -> str:
    return "force" if type_ in ("ASSAULT", "MOBILIZE") else "law" if type_ in ("COERCE", "SANCTION") else "words"


def _group_sector(sector: str) -> str:
    known = load_ontology().sectors.get(sector)
    if known is None:
        return "none"
    return ("state " if known.is_state else "") + ("armed" if known.is_armed else "unarmed")


_LIKELY = 0.5
_LEAST_FILLER, _USUALLY_EMPTY = 0.12, 0.5
_MUTUAL = frozenset(("CONSULT",))
_SPOKEN = frozenset(("ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"))
_LAW = frozenset(("ACCUSE", "COERCE", "SANCTION"))


def name_described(drafts: Sequence[Draft], sentences: Sequence[Sequence[Sentence]]) -> None:
    """Give one who is only described his name: "a Belfast man" who is charged, where the report names one arrested.

    Done where arrests, charges and sentences of the report befall one named person alone.
    """
    persons = [
        name_words(sentence, *span)
        for parts in sentences
        for sentence in parts
        for each in sentence.names
        if each.kind == "PER" and (span := trim_phrase(sentence, each.start, each.end))
    ]
    befallen = [draft for draft in drafts if draft.type in _LAW]
    named: list[Name] = []
    for draft in befallen:
        for name in draft.recipients:
            if any(agree(name, person) for person in persons) and not any(agree(name, known) for known in named):
                named.append(name)
    if len(named) != 1:
        return
    full = max((person for person in persons if agree(person, named[0])), key=lambda name: len(name.key))
    for draft in befallen:
        if len(draft.recipients) == 1 and _is_described(draft.recipients[0]):
            draft.recipients = [full]


def _is_described(name: Name) -> bool:
    return not name.is_known and name.text.rsplit(" ", 1)[-1].lower() in _ANYONE


def fill_speakers(drafts: Sequence[Draft]) -> None:
    """Give what "we" do and nobody near is told to say to who spoke before: "The US condemns … We urge …"."""
    speaker: list[Name] = []
    for draft in sorted(drafts, key=lambda each: each.trigger.start):
        if draft.is_ours and not draft.actors:
            draft.actors = list(speaker)
        elif draft.type in _SPOKEN and draft.actors:
            speaker = draft.actors[:1]


def drop_things(drafts: Sequence[Draft], tellings: Sequence[Draft], lexicon: Lexicon) -> None:
    """Take what is nobody out of actors and recipients: weapons, roads, and happenings ("condemned the murder").

    Of places "Iraqi cities" goes where a town is named. What acts on itself, and the other side of talks and meetings,
    is told among the actors alone.
    """
    things = {word for kind in _THINGS for word in lexicon.classes[kind].words}
    happenings = {(telling.sentence, telling.trigger.start) for telling in tellings if telling.chance >= _LIKELY}
    starts = {start for _, start in happenings}
    for draft in drafts:
        for part in ("actors", "recipients"):
            names: list[Name] = getattr(draft, part)
            kept = [
                name
                for name in names
                if _find_head_start(name) not in starts and (name.is_known or _read_head(name) not in things)
            ]
            setattr(draft, part, kept)
        if any(not name.text.rsplit(" ", 1)[-1].islower() for name in draft.places):
            towns = lexicon.classes["place"].words
            draft.places = [name for name in draft.places if name.text.rsplit(" ", 1)[-1] not in towns]
        if draft.type in _MUTUAL:
            draft.actors += [name for name in draft.recipients if not any(agree(name, actor) for actor in draft.actors)]
            draft.recipients = []
        draft.recipients = [name for name in draft.recipients if not any(agree(name, actor) for actor in draft.actors)]


def _read_head(name: Name) -> str:
    words = name.text.lower().split()
    return words[words.index("of") - 1] if "of" in words[1:] else words[-1]


def _find_head_start(name: Name) -> int:
    """Return where the head of a name stands: its last word, or the one before "of"."""
    before = name.text.partition(" of ")[0]
    return name.start + before.rfind(" ") + 1


def count_victims(drafts: Sequence[Draft]) -> None:
    """Count the dead who are told by name or as one: "assassinated the mayor" -> killed 1."""
    for draft in drafts:
        _count_attackers(draft)
        if draft.type != "ASSAULT" or "killed" in draft.tolls or draft.status != Status.ACTUAL:
            continue
        if draft.single is not None:
            draft.tolls["killed"] = draft.single
        elif draft.kills and draft.recipients and all(_is_one(name, draft) for name in draft.recipients):
            first, last = draft.recipients[0], draft.recipients[-1]
            count = 1 + sum(
                not _is_apposition(name, other)
                for name, other in zip(draft.recipients, draft.recipients[1:], strict=False)
            )
            draft.tolls["killed"] = NumberMention(
                first.start, max(first.end, last.end), first.text, count, count, count, NumberBasis.EXACT
            )


def _count_attackers(draft: Draft) -> None:
    """Take the number of those who act for what it is: "about 30,000 troops launched the offensive"."""
    for toll in ("killed", "injured"):
        counted = draft.tolls.get(toll)
        if counted is None or draft.parse is None:
            continue
        parse = draft.parse
        words = parse.find_words(counted.start, counted.end)
        nouns = {parse.heads[word.index] for word in words if parse.relations[word.index] == "nummod"}
        spans = [parse.spans[noun] for noun in nouns if noun >= 0]
        if any(actor.start <= span.start and span.end <= actor.end for span in spans for actor in draft.actors):
            draft.tolls.setdefault("personnel", draft.tolls.pop(toll))


def _is_apposition(name: Name, other: Name) -> bool:
    """Return whether a name only names again who is told before it: "an engineer, Asi Ali"."""
    is_named = other.text[:1].isupper()
    return is_named != name.text[:1].isupper() and 0 <= other.start - name.end <= len(", ")


def _is_one(name: Name, draft: Draft) -> bool:
    """Return whether a name is that of one person, by its last word: "the mayor", "Aldo Moro", not "soldiers"."""
    last = name.text.rsplit(" ", 1)[-1].lower()
    if last.endswith("s") and not name.is_known:
        return False
    found = resolve_actor(name.text)
    if found.entity_id is not None:
        return False
    if name.is_known and draft.parse is not None:
        kinds = {
            each.kind
            for word in draft.parse.find_words(name.start, name.end)
            for each in draft.parse.names
            if each.start <= word.index < each.end
        }
        if kinds and kinds.isdisjoint(("PER", "NAT")):
            return found.sector is not None and last not in BODIES
    return name.is_known or last in _ANYONE or (found.sector is not None and last not in BODIES)


def fill_gaps(
    drafts: Sequence[Draft], sentences: Sequence[Sequence[Sentence]], weights: Mapping[str, Mapping[str, float]]
) -> None:
    """Fill the empty parts of a report's mentions with the likeliest of those it names.

    Done where that one is likelier than that the part is empty with reason, which hangs on the type: a request always
    has somebody who makes it, a bomb often has nobody known.
    """
    for part in PARTS:
        own, empty = weights.get(f"gap {part}", {}), weights.get(f"gap {part} empty", {})
        if not own or all(getattr(draft, part) for draft in drafts):
            continue
        candidates = list_candidates(part, drafts, sentences)
        chosen: list[tuple[Draft, Name, float]] = []
        for place, draft in enumerate(drafts):
            if getattr(draft, part):
                continue
            best, filler = 0.0, None
            for candidate in candidates:
                features = describe_candidate(part, candidate, draft, drafts, place)
                if "in the other part" in features:
                    continue
                chance = 1 / (1 + math.exp(-sum(own.get(name, 0.0) * value for name, value in features.items())))
                if chance > best:
                    best, filler = chance, candidate
            if filler is not None and best >= max(_LEAST_FILLER, empty.get(draft.type, _USUALLY_EMPTY)):
                chosen.append((draft, filler.name, best))
        for draft, name, chance in chosen:
            setattr(draft, part, [name])
            draft.filled[part] = round(chance, 3)
