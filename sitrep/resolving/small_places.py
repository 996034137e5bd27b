"""Small places, second-order divisions and airports: some 220,000, of which a report names a handful.

They are for resolving a name that stands as a place's, where the report speaks of the country or of places nearby; no
running text is searched for them, for among so many names are those of people and common words. So they are held as
the bytes of two tables, unpacked at the first question: names sorted for halving, each with the numbers of its rows,
and rows that become entries when they are asked for. As objects they would take fifteen times the memory.
"""

from __future__ import annotations

import csv
import gzip
from array import array
from functools import cache, lru_cache
from pathlib import Path

from sitrep.reference import ReferenceError, locate_reference
from sitrep.resolving.gazetteer import UNKNOWN_WEIGHT, Entry, Precision, load_gazetteer
from sitrep.resolving.names import fold_name

SMALL_COLUMNS = ("id", "name", "admin1", "country", "latitude", "longitude", "population", "precision")
NAME_COLUMNS = ("key", "rows")
#: A division's inhabitants live in its towns too: its bare name is more often that of the town.
DIVISION_SHARE = 10


class SmallPlaces:
    """Entries by folded name, made when they are asked for."""

    def __init__(self, folder: Path) -> None:
        """Unpack the tables of a folder.

        Raises:
            ReferenceError: a table has another header than it should.
        """
        self._names, self._first_name = _unpack(folder / "small_names.csv.gz", NAME_COLUMNS)
        self._rows, first_row = _unpack(folder / "small_places.csv.gz", SMALL_COLUMNS)
        self._starts = _find_starts(self._rows, first_row)

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._starts)

    def find(self, key: str) -> tuple[Entry, ...]:
        """Return the entries that bear the folded name."""
        wanted = key.encode()
        low, high = self._first_name, len(self._names)
        while low < high:
            start = self._names.rfind(b"\n", 0, (low + high) // 2) + 1
            start = max(start, low)
            end = self._names.index(b"\n", start)
            name, _, rows = self._names[start:end].partition(b",")
            if name == wanted:
                return tuple(self.get(int(row)) for row in rows.split(b"|"))
            if name < wanted:
                low = end + 1
            else:
                high = start
        return ()

    def get(self, row: int) -> Entry:
        """Return the entry of a row, counted from 0.

        Raises:
            ReferenceError: the row is wrong; the message cites it.
        """
        start = self._starts[row]
        line = self._rows[start : self._rows.index(b"\n", start)].decode()
        try:
            id, name, code, country, latitude, longitude, inhabitants, kind = next(csv.reader([line]))
            precision = Precision(int(kind))
            people = int(inhabitants) // (DIVISION_SHARE if precision is Precision.ADMIN2 else 1)
            division = load_gazetteer().admin1.get(code)
            return Entry(
                "geonames:" + id if id.isdigit() else id, name, fold_name(name), division.label if division else None,
                code or None, country, float(latitude), float(longitude), people or UNKNOWN_WEIGHT, precision,
            )  # fmt: skip
        except ValueError as error:
            raise ReferenceError(f"small_places.csv.gz: row {row}: {line!r}, expected {SMALL_COLUMNS}") from error


def _unpack(path: Path, columns: tuple[str, ...]) -> tuple[bytes, int]:
    """Return the bytes of a table and where its first row begins."""
    content = gzip.decompress(path.read_bytes())
    start = 0
    while content[start : start + 1] == b"#":
        start = content.index(b"\n", start) + 1
    end = content.index(b"\n", start)
    if content[start:end].decode() != ",".join(columns):
        raise ReferenceError(f"{path.name}: header {content[start:end]!r}, expected {','.join(columns)}")
    return content, end + 1


def _find_starts(content: bytes, first: int) -> array[int]:
    starts = array("L")
    while first < len(content):
        starts.append(first)
        first = content.index(b"\n", first) + 1
    return starts


@cache
def load_small_places() -> SmallPlaces:
    """Return the small places of data/reference/gazetteer, unpacked once."""
    return SmallPlaces(locate_reference("gazetteer", "small_places.csv.gz").parent)


@lru_cache(maxsize=16384)
def find_small_places(key: str) -> tuple[Entry, ...]:
    """Return the small places that bear the folded name."""
    return load_small_places().find(key)
