"""Make the language model: one command from corpora to data/reference/model.

    python -m training.language --data FOLDER --base BASE --out RUN [--minutes 60]

Writes the tokenizer, the known names and the lemmas, trains (or goes on where RUN's checkpoint is) and writes the
8-bit graph. The same data, options and machine give the same weights as long as --minutes is not what ends it.
"""

from __future__ import annotations

import os

# Before torch is loaded: threads that wait by spinning take the other core's time.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")

import shutil
from pathlib import Path

from training.language import export, lemmas, train
from training.language.known_names import write_known_names


def main() -> None:
    """Make all files of the model."""
    parser = train.build_parser()
    parser.add_argument("--reference", type=Path, default=Path("data/reference"), help="the reviewed tables")
    parser.add_argument("--full", type=Path, help="write the model in single precision to this folder, to compare")
    arguments = parser.parse_args()
    model: Path = arguments.model
    model.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(arguments.base.parent / "tokenizer.json", model / "tokenizer.json")
    write_known_names(arguments.reference, model / "known_names.tsv")
    lemmas.make_table(arguments.data, arguments.reference, model / "lemmas.tsv")
    run = train.Run(arguments)
    run.resume()
    run.train()
    export.export(arguments.out / "trained.pt", arguments.data, model, full=arguments.full)


if __name__ == "__main__":
    main()
