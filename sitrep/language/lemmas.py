"""Lemmas of English words, as Universal Dependencies writes them: "troops" NOUN -> troop, "fled" VERB -> flee.

A table made from the English treebanks comes first, and rules of English inflection give what it does not hold. The
table's base forms settle what spelling leaves open: "raped" is of rape, "tapped" of tap, "tipped" of tip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

_CACHE_SIZE = 100_000  # words whose lemmas are kept
_LONGEST_KEPT = 100  # characters; a longer word is not worth keeping
_UNSPECIFIED = "_"  # UD's sign for a lemma that is not given

_APOSTROPHES = str.maketrans("’‘`", "'''")
_CAPITALS_STAY = frozenset({"PROPN", "X", "SYM", "PUNCT"})
_GROUPED_NUMBER = re.compile(r"[+-]?\d{1,3}(?:,\d{2,3})+(?:\.\d+)?")
_ROMAN = re.compile(r"[IVXLC]{2,9}")
_VOWEL = re.compile(r"[aeiouyà-öø-ÿ]")

# A stem before -ed or -ing that has lost a silent e, where no base form is known: "conclud", "assassinat", "forg".
_SILENT_E = re.compile(
    r"""
    (?: [cuv] | ced | [^s]s | [^z]z | [aeioudlr]g | [aeu]ng | [bcdfgkptz]l | (?<![eo])at | (?<![eo])ar | ir | ur
      | (?<![aeou])i[bdklnp] | (?<![aeo])a[bdfkmp] | (?<![eo])o[dkmp] | u[dklmnpt] | yp )$
    """,
    re.VERBOSE,
)
_SHORT_STEM = re.compile(r"[^aeiou]{0,4}u?[aeiouy][^aeiouwxy]")  # "hop", "quot": one vowel, one consonant behind it
_DOUBLED = re.compile(r"([bcdfgklmnprstvz])\1$")
_STAY_DOUBLED = frozenset("fsz")
_PREFIX = re.compile(r"under|over|fore|with|out|mis|re|un|up")  # before an irregular verb: "withheld", "rebuilt"
# Proper nouns in -s that name several: "Iraqis", "Islamists", "Republicans"; "Paris" and "Reuters" are none of them.
_SEVERAL_NAMED = re.compile(r"(?:ian|[cdy]an|ist|ite|crat|qi|eli|ani|udi|bi)s$")
_NO_PLURAL = re.compile(r"(?:ss|us|is|ics|\ds)$")


class Lemmas:
    """Finds the lemma of a word with its part of speech; the lemmas of words met before are kept."""

    def __init__(self, table: Mapping[tuple[str, str], str]) -> None:
        self._table = table
        self._found: dict[tuple[str, str], str] = {}

    @classmethod
    def load(cls, path: Path) -> Lemmas:
        """Return the lemmas of a file with one form a line: "fled<tab>VERB<tab>flee".

        A line without a lemma is a base form, its own lemma: "flee<tab>VERB". Forms are in lower case; one with
        capitals holds for that spelling: "American<tab>ADJ".

        Raises:
            ValueError: a line has another form; the message tells file and line.
        """
        table: dict[tuple[str, str], str] = {}
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            fields = line.split("\t")
            if not 2 <= len(fields) <= 3 or not all(fields):
                raise ValueError(f"{path}, line {number}: expected form, part of speech, perhaps lemma; got {line!r}")
            table[fields[0], fields[1]] = fields[2] if len(fields) == 3 else fields[0]
        return cls(table)

    def find_lemma(self, word: str, upos: str) -> str:
        """Return the lemma of a word, with the UD tag of its part of speech.

        "RETAKES" VERB -> retake, "States" PROPN -> State, "n't" PART -> not, "’ll" AUX -> will, "2,000" NUM -> 2000

        Proper nouns keep their capitals, other words lose them unless the table says otherwise ("Iraqi" ADJ). An
        unknown tag is read as that of a word without inflection; the lemma of an empty word is "_".
        """
        key = (word, upos)
        lemma = self._found.get(key)
        if lemma is None:
            lemma = self._derive(word, upos) or word or _UNSPECIFIED
            if len(word) <= _LONGEST_KEPT:
                if len(self._found) >= _CACHE_SIZE:
                    self._found.clear()
                self._found[key] = lemma
        return lemma

    def _derive(self, word: str, upos: str) -> str:
        table = self._table
        lemma = table.get((word, upos))
        if lemma is not None:
            return lemma
        word = word.translate(_APOSTROPHES) if len(word) > 1 else word
        lower = word.lower()
        lemma = table.get((lower, upos))
        if lemma is not None and (upos != "PROPN" or word == lower):
            return lemma
        if upos == "PROPN":
            return self._derive_name(word)
        if upos in _CAPITALS_STAY:
            return word
        if upos == "NOUN":
            return self._derive_noun(word, lower)
        if upos in ("VERB", "AUX"):
            return self._derive_verb(lower)
        if upos in ("ADJ", "ADV"):
            other = "ADV" if upos == "ADJ" else "ADJ"
            found = self._choose(_undo_comparison(lower), upos) or self._choose(_undo_comparison(lower), other)
            return found or lower
        if upos == "NUM":
            if _ROMAN.fullmatch(word):
                return word
            return lower.replace(",", "") if _GROUPED_NUMBER.fullmatch(lower) else lower
        return lower

    def _is_base(self, form: str, upos: str) -> bool:
        return self._table.get((form, upos)) == form

    def _choose(self, candidates: Iterator[str], upos: str) -> str | None:
        """Return the first of the candidates that is a known base form."""
        return next((form for form in candidates if self._is_base(form, upos)), None)

    def _derive_verb(self, word: str) -> str:
        first, hyphen, last = word.rpartition("-")
        if hyphen:
            return first + hyphen + self.find_lemma(last, "VERB") if last else word
        prefix = _PREFIX.match(word)
        if prefix:
            rest = word[prefix.end() :]
            base = self._table.get((rest, "VERB"), rest)
            if base != rest and len(rest) > 2:
                return prefix.group() + base
        if word.endswith("s"):
            return self._choose(_undo_s(word), "VERB") or next(_undo_s(word))
        for ending in ("ing", "ed"):
            stem = word.removesuffix(ending)
            if stem != word and len(stem) > 1 and _VOWEL.search(stem):
                candidates = [*_restore_stem(stem, ending)]
                return self._choose(iter(candidates), "VERB") or candidates[0]
        return word

    def _derive_noun(self, word: str, lower: str) -> str:
        if lower.endswith("'s") and lower[0].isalpha():
            return lower[:-2]
        if word[-1:] == "s" and word[0].isalpha() and len(word) > 2 and word[:-1].isupper():
            return word[:-1]  # "IEDs", "T72s": a plural of capital letters
        first, hyphen, last = lower.rpartition("-")
        if hyphen:
            return first + hyphen + self.find_lemma(last, "NOUN") if last else lower
        if lower.endswith("s"):
            if _NO_PLURAL.search(lower) or len(lower) < 3:
                return lower
            return self._choose(_undo_s(lower), "NOUN") or next(_undo_s(lower))
        if lower.endswith("men") and len(lower) > 4:
            return lower[:-2] + "an"
        return lower

    def _derive_name(self, word: str) -> str:
        if word.isupper() and len(word) > 4 and word.isalpha():
            word = word.capitalize()
            lemma = self._table.get((word, "PROPN"))
            if lemma is not None:
                return lemma
        if word.islower() and word.isalpha():
            word = word.capitalize()
        if word.endswith("'s") and word[0].isalpha():
            return word[:-2]
        if word.endswith("s") and word[:1].isupper() and not _NO_PLURAL.search(word):
            single = self._choose(_undo_s(word.lower()), "NOUN")
            if single is not None:
                return single.capitalize()
        return word[:-1] if _SEVERAL_NAMED.search(word) else word


def _undo_s(word: str) -> Iterator[str]:
    """Yield what a word in -s may come from, the likeliest first: "armies" -> army, armie."""
    if word.endswith(("ss", "us", "is")):
        yield word
    elif word.endswith("ies"):
        yield from (word[:-3] + "y", word[:-1]) if len(word) > 4 else (word[:-1], word[:-3] + "y")
    elif word.endswith("ves"):
        yield from (word[:-1], word[:-3] + "f", word[:-3] + "fe")
    elif word.endswith(("sses", "shes", "ches", "xes", "zzes", "oes", "uses")):
        yield from (word[:-2], word[:-1])
    elif word.endswith(("ses", "zes")):
        yield from (word[:-1], word[:-2], word[:-3])
    else:
        yield word[:-1]


def _restore_stem(stem: str, ending: str) -> Iterator[str]:
    """Yield what a verb whose stem is left of -ing or -ed may be, the likeliest first: "hop" -> hope, hop."""
    if stem.endswith("i") and ending == "ed":
        yield from (stem[:-1] + "y", stem + "e") if len(stem) > 2 else (stem + "e", stem[:-1] + "y")
    elif stem.endswith("y") and len(stem) == 2 and ending == "ing":
        yield from (stem[:-1] + "ie", stem, stem + "e")  # "dying", "lying"
    elif _DOUBLED.search(stem):
        single = stem[:-1]
        yield from (stem, single) if stem[-1] in _STAY_DOUBLED else (single, stem)
        yield stem + "e"
    elif _SHORT_STEM.fullmatch(stem) or _SILENT_E.search(stem):
        yield from (stem + "e", stem)
    else:
        yield from (stem, stem + "e")
    if stem.endswith("ck"):
        yield stem[:-1]  # "panicked"


def _undo_comparison(word: str) -> Iterator[str]:
    """Yield what a comparative or superlative may come from: "bigger" -> bigg, bigge, big."""
    for ending in ("er", "est"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1:
            if stem.endswith("i"):
                yield stem[:-1] + "y"
            yield stem + "e"
            yield stem
            if _DOUBLED.search(stem):
                yield stem[:-1]
