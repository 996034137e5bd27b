"""Tables of figures, written between marks into benchmarks/README.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "benchmarks" / "README.md"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: what was measured, and its cells."""

    what: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns and its lines."""

    header: tuple[str, ...]
    rows: Sequence[Row]


def write_tables(tables: Mapping[str, Table], readme: Path = README) -> None:
    """Put each table between its marks in the README, `<!-- name -->` and `<!-- end of name -->`.

    Raises:
        ValueError: the README has no such marks.
    """
    text = readme.read_text("utf-8")
    for name, table in tables.items():
        before, start, rest = text.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition(f"<!-- end of {name} -->")
        if not start or not end:
            raise ValueError(f"{readme.name} has no marks <!-- {name} --> and <!-- end of {name} -->; add them")
        lines = [table.header, ("---",) * len(table.header), *((row.what, *row.cells) for row in table.rows)]
        written = "".join(f"| {' | '.join(line)} |\n" for line in lines)
        text = before + start + written + end + after
        print(written)
    readme.write_text(text, "utf-8")
