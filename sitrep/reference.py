"""Reading the reviewed tables below data/reference: where they are, and how a wrong line is told.

A checkout has them in data/reference; a wheel carries them as `sitrep/reference_data` (see pyproject.toml). Lines
that begin with '#' say where a table comes from and are passed over.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class ReferenceError(ValueError):
    """A table below data/reference breaks its own rules; the message cites file and line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its cells by column name, and where it stands."""

    path: Path
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the cell, without surrounding blanks."""
        return self.cells[column].strip()

    def refuse(self, found: str, expected: str) -> ReferenceError:
        """Return the error to raise: types.csv:7: quad class '9', expected 1 to 4."""
        return ReferenceError(f"{self.path.name}:{self.number}: {found}, expected {expected}")

    def read(self, column: str, convert: Callable[[str], T], expected: str) -> T:
        """Return the cell converted.

        Raises:
            ReferenceError: the cell cannot be converted.
        """
        try:
            return convert(self[column])
        except (ValueError, KeyError) as error:
            raise self.refuse(f"{column} {self.cells.get(column)!r}", expected) from error

    def read_flag(self, column: str) -> bool:
        """Return True for yes and False for no."""
        return self.read(column, {"yes": True, "no": False}.__getitem__, "yes or no")


def locate_reference(*parts: str) -> Path:
    """Return the path of a reference file, such as ("ontology", "types.csv").

    Raises:
        ReferenceError: it is neither in the checkout nor in the package.
    """
    package = Path(__file__).parent
    for root in (package.parent / "data" / "reference", package / "reference_data"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise ReferenceError(f"{'/'.join(parts)}: not found below data/reference; is the checkout complete?")


def digest_tables(root: Path) -> str:
    """Return the SHA-256 of all tables below a folder, names and bytes: another word in one is another digest."""
    digest = hashlib.sha256()
    for path in sorted(path for path in root.rglob("*") if path.name.endswith((".csv", ".csv.gz"))):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def read_table(path: Path, columns: Sequence[str]) -> list[Line]:
    """Return the lines of a CSV table whose header must be `columns`.

    Raises:
        ReferenceError: the header differs, or a line has too few or too many cells.
    """
    with path.open(encoding="utf-8", newline="") as file:
        numbered = [(n, line) for n, line in enumerate(file, 1) if line.strip() and not line.startswith("#")]
    lines: list[Line] = []
    for (number, _), cells in zip(numbered, csv.reader(line for _, line in numbered), strict=True):
        if not lines and number == numbered[0][0]:
            if cells != list(columns):
                raise ReferenceError(f"{path.name}:{number}: header {cells}, expected {list(columns)}")
            continue
        if len(cells) != len(columns):
            raise ReferenceError(f"{path.name}:{number}: {len(cells)} cells, expected {len(columns)}")
        lines.append(Line(path, number, dict(zip(columns, cells, strict=True))))
    return lines
