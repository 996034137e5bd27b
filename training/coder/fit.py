"""Fit the weights of data/reference/coder from coded reports.

    python -m training.coder.fit --data FOLDER [--model data/reference/model]

Three logistic models with few features each (L2, Newton's method): which tellings are right, by what model and pattern
say (on documents held back from the model's training); which tellings of a report are one happening (on all); how sure
a mention is (on those held back). The same data gives the same weights.
"""

from __future__ import annotations

import argparse
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from sitrep.cleaning import CleanText, clean_text
from sitrep.coding.coder import ModelCoder, find_named, find_sentences
from sitrep.coding.combining import describe_chance, describe_mention, name_line
from sitrep.coding.drafts import Draft, Name, agree
from sitrep.coding.gaps import PARTS, describe_candidate, list_candidates
from sitrep.coding.lexicon import Lexicon, load_lexicon
from sitrep.coding.merging import Merger
from sitrep.coding.patterns import find_patterns
from sitrep.coding.weights import Weights, load_weights
from sitrep.language.model import LanguageModel
from sitrep.ontology import load_ontology
from training.coder.reports import (
    MarkedReport,
    MarkedTelling,
    read_gold_reports,
    read_grouped_reports,
    read_marked_documents,
    read_passage_reports,
)

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "data" / "reference" / "coder" / "weights.csv"
LEAST_TELLING, LEAST_MENTION = 0.2, 0.42
_PRIOR = 4.0  # firings that an unknown line counts for
_OF_PASSAGES, _OF_GOLD = 0.25, 0.5  # the lexicon was made with these texts in sight
Rows = list[tuple[dict[str, float], bool]]


#: What is thought of two tellings beforehand: contradictions weigh more than few documents can show, in which what is
#: read of them is often wrong.
_MERGING = {
    "bias": -1.0, "distance": -0.4, "same sentence": 0.3, "1 steps apart": 1.0, "2 steps apart": 0.8,
    "letters between": -0.3, "next sentence": 0.6, "told in the lead": 0.5, "same word": 1.2, "same family": 0.9,
    "second is_definite": 1.0, "second is_pointing": 1.5, "second is_result": 1.0, "second is_again": 2.5,
    "actors same": 0.5, "actors differ": -1.0, "actors are others": -2.5, "recipients same": 0.8,
    "recipients differ": -1.0, "recipients are others": -1.5, "places same": 0.6, "places differ": -3.0,
    "dates same": 0.6, "dates differ": -4.0, "killed same": 1.0, "killed differ": -4.0, "injured differ": -2.0,
    "modes same": 0.5, "modes differ": -1.5, "background differs": -1.0, "status differs": -0.8,
}  # fmt: skip


def fit_logistic(rows: Rows, penalty: float, prior: Mapping[str, float] | None = None) -> dict[str, float]:
    """Return the weight of each feature, by penalised maximum likelihood.

    Args:
        rows: features, and whether it is so.
        penalty: how much a weight costs, by the square of its distance from its prior.
        prior: what is thought of the features beforehand; 0 for those that it does not have.
    """
    expected = prior or {}
    names = sorted({name for features, _ in rows for name in features} | expected.keys())
    place = {name: number for number, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for row, (features, _) in enumerate(rows):
        for name, value in features.items():
            x[row, place[name]] = value
    y = np.array([label for _, label in rows], float)
    ridge = np.full(len(names), penalty)
    if "bias" in place:
        ridge[place["bias"]] = 1e-3
    start = np.array([expected.get(name, 0.0) for name in names])
    w = start.copy()
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - y) + ridge * (w - start)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-7:
            break
    loss = -np.mean(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))
    print(f"  {len(rows)} rows, {y.mean():.3f} true, loss {loss:.4f}, right {np.mean((p > 0.5) == (y > 0.5)):.4f}")
    return {name: round(float(value), 4) for name, value in zip(names, w, strict=True)}


def find_marked(report: MarkedReport, clean: CleanText, draft: Draft) -> list[MarkedTelling]:
    """Return the tellings that are marked on the words of a draft's trigger, those of its type first."""
    start, end = clean.to_raw(*draft.trigger)
    found = [telling for telling in report.tellings if telling.start < end and telling.end > start]
    return sorted(found, key=lambda telling: telling.type != draft.type)


def draft_report(coder: ModelCoder, report: MarkedReport) -> tuple[list[Draft], list[list[MarkedTelling]]]:
    """Return a report's tellings as the coder drafts them, and for each those marked on the same words."""
    clean = clean_text(report.text)
    _, spans, _ = find_sentences(clean, report.sentences)
    drafts = coder.draft_tellings(clean, spans, None).drafts
    marked: list[list[MarkedTelling]] = []
    for draft in drafts:
        marked.append(find_marked(report, clean, draft))
    return drafts, marked


def list_chances(coder: ModelCoder, reports: Sequence[MarkedReport]) -> Rows:
    """Return for each telling and type that is thought of what speaks for it, and whether it is right."""
    rows: Rows = []
    for report in reports:
        for draft, marked in zip(*draft_report(coder, report), strict=True):
            if any(telling.is_optional for telling in marked):
                continue
            types = set(draft.seen.types if draft.seen is not None else ()) | {draft.type}
            if draft.pattern_type:
                types.add(draft.pattern_type)
            rows += [
                (describe_chance(draft, type_, coder.weights.lines), any(telling.type == type_ for telling in marked))
                for type_ in sorted(types)
            ]
    return rows


def rate_lines(lexicon: Lexicon, reports: Iterable[tuple[MarkedReport, float]]) -> dict[str, float]:
    """Return for each line of the lexicon how often it is right, as log odds against those of all lines together.

    Args:
        lexicon: the lexicon.
        reports: with the weight that each has.
    """
    right, fired = Counter[str](), Counter[str]()
    for report, weight in reports:
        clean = clean_text(report.text)
        _, spans, _ = find_sentences(clean, report.sentences)
        for draft in find_patterns(clean.text, spans, find_named(clean), None, lexicon).drafts:
            marked = find_marked(report, clean, draft)
            if any(telling.is_optional for telling in marked):
                continue
            name = name_line(replace(draft, pattern=draft.rule, pattern_type=draft.type))
            fired[name] += weight
            right[name] += weight * any(telling.type == draft.type for telling in marked)
    overall = sum(right.values()) / sum(fired.values())
    rates = {name: (right[name] + _PRIOR * overall) / (count + _PRIOR) for name, count in fired.items()}
    return {name: round(_log_odds(rate) - _log_odds(overall), 3) for name, rate in sorted(rates.items())}


def _log_odds(chance: float) -> float:
    return math.log(chance / (1 - chance))


def list_pairs(coder: ModelCoder, merger: Merger, reports: Sequence[MarkedReport]) -> Rows:
    """Return what speaks for and against each two tellings of a report being of one happening, and whether they are."""
    rows: Rows = []
    for report in reports:
        drafts, marked = draft_report(coder, report)
        known = [
            (draft, told[0].event) for draft, told in zip(drafts, marked, strict=True) if told and draft.chance > 0.2
        ]
        for place, (second, event) in enumerate(known):
            for first, other in known[:place]:
                features = merger.compare(first, second)
                if features is not None:
                    rows.append((features, event == other))
    return rows


def list_mentions(coder: ModelCoder, reports: Sequence[MarkedReport]) -> Rows:
    """Return what speaks for each mention, and whether the coding has it with its type; the second of two is wrong."""
    rows: Rows = []
    for report in reports:
        clean = clean_text(report.text)
        _, spans, _ = find_sentences(clean, report.sentences)
        _, drafts = coder.draft_merged(clean, spans, None)
        taken: set[int] = set()
        for draft in sorted(drafts, key=lambda draft: -draft.chance):
            marked = find_marked(report, clean, draft)
            if any(telling.is_optional for telling in marked):
                continue
            own = next((t.event for t in marked if t.type == draft.type and t.event not in taken), None)
            if own is not None:
                taken.add(own)
            rows.append((describe_mention(draft, drafts), own is not None))
    return rows


def list_fillers(
    coder: ModelCoder, reports: Sequence[MarkedReport]
) -> tuple[dict[str, Rows], dict[str, list[tuple[str, bool]]]]:
    """Return for each empty part of a mention who could fill it: what speaks for that, and whether the coding has it.

    And for each such mention its type, and whether the part is empty in the coding too.
    """
    rows: dict[str, Rows] = {part: [] for part in PARTS}
    empty: dict[str, list[tuple[str, bool]]] = {part: [] for part in PARTS}
    for report in reports:
        clean = clean_text(report.text)
        _, spans, _ = find_sentences(clean, report.sentences)
        told, drafts = coder.draft_merged(clean, spans, None)
        for part in PARTS:
            candidates = list_candidates(part, drafts, told.parses)
            for place, draft in enumerate(drafts):
                marked = find_marked(report, clean, draft)
                if getattr(draft, part) or not marked:
                    continue
                empty[part].append((draft.type, not report.events[marked[0].event][part]))
                right = [Name(text, 0, 0) for text in report.events[marked[0].event][part]]
                for candidate in candidates:
                    features = describe_candidate(part, candidate, draft, drafts, place)
                    if "in the other part" not in features:
                        rows[part].append((features, any(agree(candidate.name, name) for name in right)))
    return rows, empty


def rate_empty(told: Sequence[tuple[str, bool]]) -> dict[str, float]:
    """Return for each type three fifths of how often an empty part is rightly so, drawn to the rate over all types.

    Not all of it, for most of the documents were learned from: where they were not, more parts are empty that should
    not be.
    """
    overall = sum(label for _, label in told) / len(told)
    rates: dict[str, float] = {}
    for type_ in load_ontology().types:
        own = [label for name, label in told if name == type_]
        rates[type_] = round((sum(own) + 4 * overall) / (len(own) + 4) * 0.6, 3)
    return rates


def main() -> None:
    """Fit and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds corpora/ and gold/")
    parser.add_argument("--model", type=Path, default=ROOT / "data" / "reference" / "model")
    asked = parser.parse_args()
    training = ROOT / "training"
    held = list(read_marked_documents(training / "documents", asked.data, held_back=True))
    rest = list(read_marked_documents(training / "documents", asked.data, held_back=False))
    gold_path = asked.data / "gold" / "train.jsonl"
    gold = list(read_gold_reports(gold_path, held_back=False)) if gold_path.exists() else []
    gold_held = list(read_gold_reports(gold_path, held_back=True)) if gold_path.exists() else []
    own_held = list(read_grouped_reports(training / "reports", held_back=True))
    passages = list(read_passage_reports(training / "sentences"))
    short = list(read_grouped_reports(training / "sentences"))
    model, lexicon, ontology, old = LanguageModel.load(asked.model), load_lexicon(), load_ontology(), load_weights()
    coder = ModelCoder(model, lexicon, ontology, old, "0" * 8)
    print(f"{len(held)} documents and {len(own_held)} reports held back, {len(rest)} documents that are not")
    counted = [*((report, 1.0) for report in rest), *((report, _OF_PASSAGES) for report in passages)]
    lines = rate_lines(lexicon, [*counted, *((report, _OF_GOLD) for report in gold)])
    coder = ModelCoder(model, lexicon, ontology, replace(old, lines=lines), "0" * 8)
    combining = fit_logistic(list_chances(coder, [*held, *own_held]), 1.0)
    weights = replace(old, combining=combining, lines=lines)
    coder = ModelCoder(model, lexicon, ontology, weights, "0" * 8)
    merging = fit_logistic(list_pairs(coder, Merger(None, lexicon, {}), [*held, *rest, *short]), 100.0, _MERGING)
    weights = replace(weights, merging=merging, gaps={}, least_telling=LEAST_TELLING, least_mention=0.0)
    coder = ModelCoder(model, lexicon, ontology, weights, "0" * 8)
    calibration = fit_logistic(list_mentions(coder, [*held, *gold_held, *own_held]), 5.0)
    weights = replace(weights, calibration=calibration, least_mention=LEAST_MENTION)
    coder = ModelCoder(model, lexicon, ontology, weights, "0" * 8)
    fillers, empty = list_fillers(coder, [*held, *rest, *gold, *gold_held])
    gaps = {f"gap {part}": fit_logistic(rows, 3.0) for part, rows in fillers.items()}
    gaps |= {f"gap {part} empty": rate_empty(told) for part, told in empty.items()}
    weights = replace(weights, gaps=gaps)
    write_weights(
        {"combining": combining, "line": lines, "merging": merging, **gaps, "calibration": calibration}, weights
    )


def write_weights(models: Mapping[str, Mapping[str, float]], kept: Weights) -> None:
    """Write the table of weights."""
    lines = [
        "# What the coder weighs beside the model: logistic models by feature, from training/coder/fit.py; least is",
        "# the least chance of a telling and of a mention that is kept.",
        "model,feature,weight",
    ]
    for model, weights in models.items():
        lines += [
            f'{model},"{feature}",{weight}' if "," in feature else f"{model},{feature},{weight}"
            for feature, weight in weights.items()
        ]
    lines += [
        f"least,telling,{kept.least_telling}",
        f"least,mention,{kept.least_mention}",
    ]
    TABLE.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
