"""Forms of English verbs and nouns: a few spelling rules and a table of irregular verbs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sitrep.language.tokens import read_word_list
from sitrep.reference import read_table

BASE, THIRD, PAST, PARTICIPLE, ING = 1, 2, 4, 8, 16

_VOWELS = "aeiou"
# Verbs of more than one syllable that double their last consonant, and short ones that do not.
_DOUBLING = read_word_list(
    """
    acquit equip disbar initial admit commit compel confer control deter dispel expel incur infer omit permit
    prefer propel rebel rebut refer regret remit repel submit transfer transmit overrun kidnap unplug patrol
    cancel signal shrivel travel model label level counsel fuel pummel shovel tunnel imperil marshal
    """
)


@dataclass(frozen=True, slots=True)
class Irregular:
    """Past and participle of an irregular verb; more than one where both are used."""

    past: tuple[str, ...]
    participle: tuple[str, ...]


def read_irregular_verbs(path: Path) -> dict[str, Irregular]:
    """Return the table of irregular verbs by lemma.

    Raises:
        ReferenceError: the table is wrong.
    """
    verbs: dict[str, Irregular] = {}
    for line in read_table(path, ("lemma", "past", "participle")):
        if not line["past"] or not line["participle"]:
            raise line.refuse("an empty cell", "a past and a participle")
        verbs[line["lemma"]] = Irregular(tuple(line["past"].split()), tuple(line["participle"].split()))
    return verbs


def inflect_verb(lemma: str, irregular: Mapping[str, Irregular]) -> dict[str, int]:
    """Return the forms of a verb with what each can be: a sum of BASE, THIRD, PAST, PARTICIPLE and ING.

    "raid" -> raid BASE, raids THIRD, raided PAST + PARTICIPLE, raiding ING; "shoot" -> shot PAST + PARTICIPLE
    """
    forms: dict[str, int] = {}

    def put(form: str, kind: int) -> None:
        forms[form] = forms.get(form, 0) | kind

    put(lemma, BASE)
    put(pluralise(lemma) if lemma not in ("be", "have") else {"be": "is", "have": "has"}[lemma], THIRD)
    head, _, tail = lemma.rpartition("-")
    known = irregular.get(lemma) or irregular.get(tail)
    prefix = f"{head}-" if head and lemma not in irregular else ""
    if known:
        for form in known.past:
            put(prefix + form, PAST)
        for form in known.participle:
            put(prefix + form, PARTICIPLE)
    else:
        for stem in _stems_before_vowel(lemma):
            put(stem + "ed" if not stem.endswith("e") else stem + "d", PAST | PARTICIPLE)
    for form in _ing_forms(lemma):
        put(form, ING)
    return forms


def pluralise(noun: str) -> str:
    """Return the plural of a noun, which is also the third person of a verb: "clash" -> "clashes"."""
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("man") and noun != "human":
        return noun[:-2] + "en"
    if noun.endswith("y") and noun[-2:-1] not in (*_VOWELS, ""):
        return noun[:-1] + "ies"
    if noun.endswith("o") and noun in ("go", "do", "undergo", "veto", "hero", "embargo"):
        return noun + "es"
    return noun + "s"


def expand_nouns(words: Iterable[str]) -> frozenset[str]:
    """Return words with their plurals: {"cache"} -> {"cache", "caches"}."""
    singular = frozenset(words)
    return singular | {pluralise(word) for word in singular if word.isascii() and word[-1:].isalpha()}


def _stems_before_vowel(lemma: str) -> tuple[str, ...]:
    """Return the stem before -ed and -ing, in each spelling in use: "travel" -> travell, travel."""
    if lemma.endswith("e"):
        return (lemma,)
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return (lemma[:-1] + "i",)
    if lemma.endswith("c"):
        return (lemma + "k",)
    word = lemma.rpartition("-")[2]
    short = (
        len(word) > 2
        and word[-1] not in _VOWELS + "wxy"
        and word[-2] in _VOWELS
        and word[-3] not in _VOWELS
        and sum(letter in _VOWELS for letter in word) == 1
    ) or (word.startswith("qui") and len(word) == 4)
    if lemma in _DOUBLING:
        return (lemma + lemma[-1], lemma)
    return (lemma + lemma[-1],) if short else (lemma,)


def _ing_forms(lemma: str) -> tuple[str, ...]:
    if lemma.endswith("ie"):
        return (lemma[:-2] + "ying",)
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")) and lemma != "be":
        return (lemma[:-1] + "ing",)
    if lemma.endswith("y"):
        return (lemma + "ing",)
    return tuple(stem + "ing" for stem in _stems_before_vowel(lemma))
