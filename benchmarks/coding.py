"""Figures of the coder: the development gold with ablations, and what other sets ask that our mentions can answer.

plover_gsr: one record a sentence; counted is whether its type is among the types coded, and with the country (or
sector, where it has none) of its source. MUC-4: role fillers of a document by CEAF-REE (Du et al. 2021): entities are
aligned one to one, a predicted one is right if all its names are among those of the gold one. UCDP headlines: the
deaths of the headline's event, best estimate, against the sum of the dead of the coded mentions.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.tables import ROOT, Row, Table
from sitrep.coding import code_report, load_coder
from sitrep.coding.coder import ModelCoder
from sitrep.coding.drafts import Name
from sitrep.coding.gold import read_gold_document, write_gold_document
from sitrep.language.sentence import Sentence
from sitrep.language.tokens import read_word_list
from sitrep.resolving import resolve_mentions
from sitrep.resolving.numbers import find_numbers
from sitrep.schema import Mention, Status

MEASURES = ("detect", "quad", "type", "record", "actors", "recipients", "places")
PARTS = ("mode", "historical", "country", "date", "killed", "injured")
HEADER = ("dev", *MEASURES, *PARTS)
_REAL = (Status.ACTUAL, Status.PLANNED)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file of JSON lines, compressed or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def code_text(coder: ModelCoder, name: str, text: str, published: str | None = None) -> list[Mention]:
    """Return the mentions of a text."""
    return code_report(coder, *read_gold_document({"id": name, "text": text, "published": published}))


def load_scorer(data: Path) -> ModuleType:
    """Return the module of bench/score_events.py."""
    spec = importlib.util.spec_from_file_location("score_events", data / "bench" / "score_events.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"{data / 'bench' / 'score_events.py'}: not found; it is the scorer of the gold")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score_gold(coder: ModelCoder, data: Path, name: str) -> dict[str, Any]:
    """Return what the scorer says of a coder on a gold file."""
    scorer = load_scorer(data)
    gold = {each["id"]: each for each in read_lines(data / "gold" / f"{name}.jsonl")}
    coded: dict[str, Any] = {}
    for key, document in gold.items():
        report, spans = read_gold_document(document)
        coded[key] = write_gold_document(key, report, code_report(coder, report, spans), spans)
    return scorer.score(gold, coded)[0]


def measure_gold(data: Path, coders: Mapping[str, ModelCoder]) -> list[Row]:
    """Return the scores of coders on the development gold; F1 of the first measures, accuracy of the others."""
    rows: list[Row] = []
    for name, coder in coders.items():
        scores = score_gold(coder, data, "dev")
        values = [f"{scores[measure]['f1']:.3f}" for measure in MEASURES]
        values += ["" if scores[part]["acc"] is None else f"{scores[part]['acc']:.3f}" for part in PARTS]
        rows.append(Row(name, tuple(values)))
    return rows


def describe_types(data: Path, coder: ModelCoder) -> str:
    """Return the type F1 of each type on the development gold, with the number of gold mentions."""
    by_type = score_gold(coder, data, "dev")["by_type"]
    return ", ".join(f"{name} {each['f1']:.2f} ({each['gold']})" for name, each in by_type.items() if each["gold"])


def score_records(coder: ModelCoder, data: Path) -> tuple[str, str]:
    """Return F1 of type, and of type with the actor's country, over the records of plover_gsr."""
    counts = Counter[str]()
    for record in read_lines(data / "corpora" / "train" / "plover_gsr.jsonl"):
        gold = {(event["plover"], event["source"][:3]) for event in record["events"]}
        coded: set[tuple[str, str]] = set()
        for mention in code_text(coder, record["id"], record["text"]):
            actors = mention.actors or ((mention.recipients[:1]) if mention.plover_type == "CONSULT" else ())
            codes = {actor.country or actor.sector or "---" for actor in actors} or {"---"}
            coded |= {(mention.plover_type, code) for code in codes}
        for name, own, other in (
            ("type", {type_ for type_, _ in gold}, {type_ for type_, _ in coded}),
            ("actor", gold, coded),
        ):
            counts[f"{name} right"] += len(own & other)
            counts[f"{name} gold"] += len(own)
            counts[f"{name} coded"] += len(other)
    return _f1(counts, "type"), _f1(counts, "actor")


def _f1(counts: Mapping[str, int], name: str) -> str:
    right, gold, coded = (counts[f"{name} {part}"] for part in ("right", "gold", "coded"))
    if not right:
        return "0.000"
    return f"{2 * right / (gold + coded):.3f} (P {right / coded:.3f}, R {right / gold:.3f})"


_PEOPLE = read_word_list(
    """
    people person persons man men woman women child children victim victims passenger passengers boy girl youth youths
    driver relatives bystander bystanders citizen citizens inhabitants villagers
    """
)
ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")


def fill_roles(coder: ModelCoder, name: str, text: str) -> dict[str, list[str]]:
    """Return the fillers of MUC-4's roles that the attacks of a text tell, each name once.

    Attackers known by a name of their own are organisations, others individuals; recipients that are somebody are
    victims, told by their bare names where they have one, and things targets.
    """
    report, spans = read_gold_document({"id": name, "text": text, "published": None})
    traced = coder.trace(report, spans)
    resolved = resolve_mentions(report, [mention for _, mention in traced])
    roles: dict[str, list[str]] = {role: [] for role in ROLES}
    for (draft, _), mention in zip(traced, resolved, strict=True):
        if mention.plover_type != "ASSAULT" or mention.status != Status.ACTUAL:
            continue
        for actor in mention.actors:
            roles["PerpOrg" if actor.entity_id is not None else "PerpInd"].append(actor.name or "")
        for named, party in zip(draft.recipients, mention.recipients, strict=True):
            kinds = find_kinds(draft.parse, named)
            if "PER" in kinds:
                roles["Victim"].append(kinds["PER"])
            elif party.sector is not None or _is_people(named.text):
                roles["Victim"].append(named.text)
            else:
                roles["Target"].append(named.text)
        roles["Weapon"] += mention.instruments
    return {role: list(dict.fromkeys(name.lower() for name in names)) for role, names in roles.items()}


def find_kinds(parse: Sentence | None, name: Name) -> dict[str, str]:
    """Return the kinds of the names inside a phrase, with the words that bear each."""
    words = parse.find_words(name.start, name.end) if parse is not None else []
    return {
        each.kind: parse.text[parse.spans[each.start].start : parse.spans[each.end - 1].end]
        for each in (parse.names if parse is not None and words else ())
        if parse is not None and each.start <= words[-1].index and words[0].index < each.end
    }


def _is_people(name: str) -> bool:
    return not _PEOPLE.isdisjoint(name.lower().split())


def align_entities(coded: Sequence[str], gold: Sequence[Sequence[str]]) -> int:
    """Return how many coded names can be given a gold entity of their own that has the name."""
    home: dict[int, int] = {}

    def place(number: int, seen: set[int]) -> bool:
        for other, names in enumerate(gold):
            if other not in seen and coded[number] in names:
                seen.add(other)
                if other not in home or place(home[other], seen):
                    home[other] = number
                    return True
        return False

    return sum(place(number, set()) for number in range(len(coded)))


def score_fillers(coder: ModelCoder, data: Path) -> list[Row]:
    """Return CEAF-REE of each role and of all on MUC-4's development documents."""
    counts = Counter[str]()
    for document in read_lines(data / "corpora" / "train" / "muc4" / "grit_view" / "dev.jsonl.gz"):
        coded = fill_roles(coder, document["docid"], document["doctext"])
        for role in ROLES:
            gold = [[name for name, _ in entity] for entity in document["extracts"][role]]
            right = align_entities(coded[role], gold)
            for name in (role, "all"):
                counts[f"{name} right"] += right
                counts[f"{name} gold"] += len(gold)
                counts[f"{name} coded"] += len(coded[role])
    return [Row(f"MUC-4 dev, CEAF-REE, {name}", (_f1(counts, name),)) for name in (*ROLES, "all")]


def score_deaths(coder: ModelCoder, data: Path) -> str:
    """Return the share of UCDP headlines of one event whose deaths are told exactly: best estimate, 0 for none told.

    Most headlines do not tell the number; told apart are those in which it stands.
    """
    right = total = told = told_right = stands = stands_right = 0
    for headline in read_lines(data / "corpora" / "evaluate" / "ucdp_syria_headlines" / "dev.jsonl.gz"):
        if len(headline["events"]) != 1:
            continue
        mentions = code_text(coder, headline["id"], headline["text"], headline["date"])
        killed = [m.killed.best or m.killed.low or 0 for m in mentions if m.status in _REAL and m.killed.is_told]
        total += 1
        own = sum(killed) == headline["events"][0]["best"]
        right += own
        if killed:
            told += 1
            told_right += own
        if any(number.best == headline["events"][0]["best"] for number in find_numbers(headline["text"])):
            stands += 1
            stands_right += own
    return (
        f"{right / total:.3f} of {total:,}; where a number is coded {told_right / max(1, told):.3f} of {told:,}; "
        f"where the number stands in the headline {stands_right / max(1, stands):.3f} of {stands:,}"
    )


def measure_false_alarms(coder: ModelCoder) -> str:
    """Return how many mentions the coder finds where there is no event: 300 paragraphs of our own writing."""
    texts = (ROOT / "benchmarks" / "negatives.txt").read_text(encoding="utf-8").splitlines()
    mentions = sum(len(code_text(coder, str(number), text)) for number, text in enumerate(texts, 1))
    words = sum(len(text.split()) for text in texts)
    return f"{1000 * mentions / words:.2f} a thousand words ({mentions} in {len(texts)} paragraphs)"


def _have_one_type(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    return first["type"] == second["type"]


def measure_reliability(data: Path, coder: ModelCoder) -> list[Row]:
    """Return, by tenths of confidence, how many mentions of the development gold have it and how many are right."""
    scorer = load_scorer(data)
    bins: dict[int, list[bool]] = {}
    sums: dict[int, float] = {}
    for document in read_lines(data / "gold" / "dev.jsonl"):
        report, spans = read_gold_document(document)
        mentions = code_report(coder, report, spans)
        coded = write_gold_document(document["id"], report, mentions, spans)["events"]
        for event, mention in zip(coded, mentions, strict=True):
            event["confidence"] = mention.confidence
        gold, kept = scorer.required(scorer.counted(document), scorer.counted({"events": coded}))
        right = {id(b) for _, b in scorer.pairs(gold, kept, _have_one_type)}
        for event in kept:
            tenth = min(9, int(10 * (event["confidence"] or 0)))
            bins.setdefault(tenth, []).append(id(event) in right)
            sums[tenth] = sums.get(tenth, 0.0) + (event["confidence"] or 0)
    return [
        Row(
            f"{tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}",
            (
                str(len(bins[tenth])),
                f"{sums[tenth] / len(bins[tenth]):.2f}",
                f"{sum(bins[tenth]) / len(bins[tenth]):.2f}",
            ),
        )
        for tenth in sorted(bins)
    ]


def measure_coding(data: Path, without_own: Path | None) -> dict[str, Table]:
    """Return the coder's tables by their names.

    Args:
        data: folder of the gold set and the corpora.
        without_own: folder of a model trained without our own passages, to compare.
    """
    coder = load_coder()
    coders = {
        "the coder": coder,
        "without learned heads": coder.restrict(heads=False),
        "without patterns": coder.restrict(patterns=False),
    }
    if without_own is not None:
        coders["without our own passages"] = coder.restrict(model=without_own)
    type_f1, actor_f1 = score_records(coder, data)
    others = [
        Row("dev: type F1 by type (gold mentions)", (describe_types(data, coder),)),
        Row("plover_gsr: type F1", (type_f1,)),
        Row("plover_gsr: actor's country and type F1", (actor_f1,)),
        *score_fillers(coder, data),
        Row("MUC-4 test, all, GRIT as published (Du et al. 2021)", ("0.545",)),
        Row("UCDP headlines dev: exact deaths", (score_deaths(coder, data),)),
        Row("false alarms where there is no event", (measure_false_alarms(coder),)),
    ]
    return {
        "gold": Table(HEADER, measure_gold(data, coders)),
        "sets": Table(("set", "figure"), others),
        "reliability": Table(("confidence", "mentions", "mean confidence", "right"), measure_reliability(data, coder)),
    }
