"""The mean of the weights of two runs that began from the same ones: often better than either.

python -m training.language.averaging RUN_A/trained.pt RUN_B/trained.pt --share 0.6 --out trained.pt
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def average_weights(first: Path, second: Path, share: float, out: Path) -> None:
    """Write the weights of two runs, `share` of the second and the rest of the first.

    Raises:
        ValueError: the runs have other layers or relations.
    """
    one = torch.load(first, map_location="cpu", weights_only=True)
    other = torch.load(second, map_location="cpu", weights_only=True)
    if (one["layers"], one["relations"]) != (other["layers"], other["relations"]):
        raise ValueError(f"{first} and {second}: other layers or relations, expected the same")
    mean = {
        name: value + share * (other["model"][name] - value) if value.is_floating_point() else value
        for name, value in one["model"].items()
    }
    torch.save({**other, "model": mean}, out)


def main() -> None:
    """Read the options and average."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="of the second")
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    average_weights(asked.first, asked.second, asked.share, asked.out)


if __name__ == "__main__":
    main()
