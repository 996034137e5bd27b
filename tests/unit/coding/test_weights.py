"""The table of weights is read by model and feature, and tells a wrong line."""

from pathlib import Path

import pytest

from sitrep.coding.weights import load_weights, read_weights
from sitrep.reference import ReferenceError


def test_the_table_that_ships_has_every_model() -> None:
    weights = load_weights()
    assert {"bias", "seen"} <= weights.combining.keys()
    assert {"bias", "same word"} <= weights.merging.keys()
    assert {"bias", "chance"} <= weights.calibration.keys()
    assert {f"gap {part}" for part in ("actors", "recipients", "places")} <= weights.gaps.keys()
    assert weights.lines
    assert 0 < weights.least_telling < 1
    assert 0 < weights.least_mention < 1


def test_a_weight_that_is_no_number_is_told(tmp_path: Path) -> None:
    table = tmp_path / "weights.csv"
    table.write_text("# ours\nmodel,feature,weight\nmerging,bias,-1\nmerging,distance,far\n", "utf-8")
    with pytest.raises(ReferenceError, match=r"weights\.csv:4: weight 'far', expected a number"):
        read_weights(table)


def test_models_and_thresholds_stand_apart(tmp_path: Path) -> None:
    table = tmp_path / "weights.csv"
    table.write_text(
        'model,feature,weight\nline,"verbs:a, b ASSAULT",0.5\ngap places,bias,2\nleast,mention,0.3\n', "utf-8"
    )
    weights = read_weights(table)
    assert weights.lines == {"verbs:a, b ASSAULT": 0.5}
    assert weights.gaps == {"gap places": {"bias": 2.0}}
    assert (weights.least_mention, weights.least_telling) == (0.3, 0.0)
