"""Reading tables of words by their use: the vocabularies that places and actors are read with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sitrep.reference import read_table


def read_word_uses(path: Path, uses: Sequence[str]) -> Mapping[str, frozenset[str]]:
    """Return the words of a table with the columns use and word, by use; each of `uses` is there.

    Raises:
        ReferenceError: a use is unknown or a word stands twice in one; the message cites file and line.
    """
    words: dict[str, set[str]] = {use: set() for use in uses}
    for line in read_table(path, ("use", "word")):
        use, word = line["use"], line["word"]
        if use not in words or not word or word in words[use]:
            raise line.refuse(f"{use!r}, {word!r}", f"each word once for one of {', '.join(uses)}")
        words[use].add(word)
    return {use: frozenset(found) for use, found in words.items()}
