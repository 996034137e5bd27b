"""Write known_names.tsv, the names of the reviewed tables that the model is told of.

One name a line: its words in lower case as the model's words are, a tab, and a letter: p place, c country or capital,
a actor, A actor found in capitals alone, d demonym, t title.
"""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

from sitrep.language.words import split_words
from sitrep.reference import read_table
from sitrep.resolving.countries import load_countries

_PLACES = ("id", "name", "ascii", "alternates", "admin1", "country", "latitude", "longitude", "population")
_ADMIN1 = ("id", "code", "country", "name", "ascii", "alternates", "latitude", "longitude", "source")
_MOST_WORDS = 6


def write_known_names(reference: Path, path: Path) -> int:
    """Write the names of the tables below `reference` to `path`, and return how many they are."""
    names: dict[str, str] = {}

    def add(name: str, letter: str) -> None:
        words = [name[start:end].lower() for start, end in split_words(name)]
        if words and len(words) <= _MOST_WORDS and len(name) > 1:
            names[" ".join(words)] = letter

    never = {line["name"] for line in read_table(reference / "gazetteer" / "not_places.csv", ("name", "rule"))}
    with gzip.open(reference / "gazetteer" / "places.csv.gz", "rt", encoding="utf-8", newline="") as file:
        places = list(csv.DictReader(line for line in file if not line.startswith("#")))
    for place in places:
        for name in (place["name"], place["ascii"]):
            if name and name.lower() not in never:
                add(name, "p")
    for line in read_table(reference / "gazetteer" / "admin1.csv", _ADMIN1):
        for name in (line["name"], line["ascii"]):
            if name and name.lower() not in never:
                add(name, "p")
    for line in read_table(reference / "gazetteer" / "places_extra.csv", (*_PLACES, "precision")):
        for name in (line["name"], *line["alternates"].split("|")):
            if name:
                add(name, "p")
    for line in read_table(
        reference / "actors" / "aliases.csv", ("entity_id", "name", "aliases", "country", "sector", "note")
    ):
        for name in (line["name"], *line["aliases"].split("|")):
            if name:
                add(name, "A" if name.isupper() else "a")
    for country in load_countries().values():
        for name in (country.name, *country.aliases, *country.capitals):
            if name:
                add(name, "A" if name.isupper() and len(name) < 4 else "c")
        for name in country.demonyms:
            add(name, "d")
    for line in read_table(reference / "actors" / "roles.csv", ("noun", "plural", "sector", "kind")):
        if line["kind"] == "title":
            add(line["noun"], "t")
    path.write_text("".join(f"{name}\t{letter}\n" for name, letter in sorted(names.items())), "utf-8")
    return len(names)
