"""The numbers that the coder has learned beside the model: data/reference/coder, written by training/coder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sitrep.reference import locate_reference, read_table


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of logistic models, by feature.

    Attributes:
        combining: of what makes a telling likely.
        lines: how often lines of the lexicon are right, as log odds against those of an unknown one.
        merging: of what makes two tellings one.
        gaps: of what makes somebody fill an empty part, by part: "gap actors"; "gap actors empty" is, for each type,
            the chance that an empty part is rightly so.
        calibration: of what makes a mention right.
        least_telling: the least chance of a telling that is kept.
        least_mention: the least chance of a mention that is kept.
    """

    combining: Mapping[str, float]
    lines: Mapping[str, float]
    merging: Mapping[str, float]
    gaps: Mapping[str, Mapping[str, float]]
    calibration: Mapping[str, float]
    least_telling: float
    least_mention: float


@cache
def load_weights() -> Weights:
    """Return the weights of data/reference/coder, read once."""
    return read_weights(locate_reference("coder", "weights.csv"))


def read_weights(path: Path) -> Weights:
    """Return the weights of a table.

    Raises:
        ReferenceError: a weight is no number.
    """
    tables: dict[str, dict[str, float]] = {}
    for line in read_table(path, ("model", "feature", "weight")):
        tables.setdefault(line["model"], {})[line["feature"]] = line.read("weight", float, "a number")
    least = tables.pop("least", {})
    return Weights(
        tables.get("combining", {}),
        tables.get("line", {}),
        tables.get("merging", {}),
        {model: weights for model, weights in tables.items() if model.startswith("gap ")},
        tables.get("calibration", {}),
        least.get("telling", 0.0),
        least.get("mention", 0.0),
    )
