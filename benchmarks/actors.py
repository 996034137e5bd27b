"""Figures of actors: the names of the PLOVER gold records, and the country and sector that their annotators gave.

A record codes an actor by a country (ISO3) or a kind of body without one (IGO, NGO, IMG), and often by a sector. For a
body without a country the country is right when none is told of a name that is known, and its kind counts as sector.
A gold sector's first three letters count: what follows is a religion or people ("REBkur").
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.tables import Row
from sitrep.ontology import load_ontology
from sitrep.resolving.actors import ActorReason, resolve_actor

HEADERS = ("names", "number", "country right", "sector right, where told", "both right, where both told")
#: Kinds of bodies that stand in the place of a country.
ABROAD = frozenset({"IGO", "NGO", "IMG", "MNC"})
#: Slips of the set: sectors that PLOVER lacks, by what is meant.
SLIPS = {"CIV": "CVL"}


@dataclass(frozen=True, slots=True)
class GoldName:
    """A name as the annotators coded it; `sector` is None where they gave none, or one that we do not have."""

    text: str
    code: str
    sector: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What of a name was resolved rightly; None where the set does not tell."""

    country: bool
    sector: bool | None


def read_names(path: Path) -> Iterator[GoldName]:
    """Yield the actors and recipients of all records."""
    sectors = load_ontology().sectors
    with path.open(encoding="utf-8") as file:
        for told in map(json.loads, file):
            for each in (*told["actors"], *told["recipients"]):
                sector = SLIPS.get(each["sector"][:3], each["sector"][:3])
                yield GoldName(each["text"], each["code"], sector if sector in sectors else None)


def judge_name(gold: GoldName, on: date | None = None) -> Verdict:
    """Return what of a name is resolved rightly; the day of the report is not told by the set."""
    found = resolve_actor(gold.text, on=on)
    if gold.code in ABROAD:
        known = found.country is None and found.reason is not ActorReason.UNRESOLVED
        return Verdict(known, found.sector in {gold.code, gold.sector} if gold.sector else None)
    return Verdict(found.country == gold.code, found.sector == gold.sector if gold.sector else None)


def _share(right: int, total: int) -> str:
    return f"{100 * right / total:.1f}" if total else "-"


def count_right(names: Sequence[GoldName]) -> Row:
    """Return the line of a set of names."""
    counts: Counter[str] = Counter()
    for gold in names:
        verdict = judge_name(gold)
        counts["names"] += 1
        counts["country"] += verdict.country
        if verdict.sector is not None:
            counts["told"] += 1
            counts["sector"] += verdict.sector
            counts["both"] += verdict.country and verdict.sector
    cells = (
        f"{counts['names']} ({counts['told']} with a sector)",
        _share(counts["country"], counts["names"]),
        _share(counts["sector"], counts["told"]),
        _share(counts["both"], counts["told"]),
    )
    return Row("", cells)


def measure_actors(data: Path) -> list[Row]:
    """Return a line for all names, and for those that are more than the name of a country."""
    names = list(read_names(data / "corpora" / "train" / "plover_gsr.jsonl"))
    longer = [gold for gold in names if resolve_actor(gold.text).reason is not ActorReason.COUNTRY]
    return [
        Row("all names", count_right(names).cells),
        Row("but for names of countries", count_right(longer).cells),
    ]


if __name__ == "__main__":
    import sys

    for gold in read_names(Path(sys.argv[1]) / "corpora" / "train" / "plover_gsr.jsonl"):
        verdict = judge_name(gold)
        if not verdict.country or verdict.sector is False:
            found = resolve_actor(gold.text)
            print(f"{gold.code} {gold.sector or '-'} | {gold.text} | {found.country} {found.sector} {found.entity_id}")
    for row in measure_actors(Path(sys.argv[1])):
        print(row)
