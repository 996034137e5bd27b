"""Makes the table of lemmas that the domain reads, from the train files of EWT and GUM and the project's own lexicons.

    python -m training.language.lemmas --data FOLDER --out data/reference/model/lemmas.tsv

FOLDER holds corpora/train/ud_ewt and corpora/train/ud_gum. The table has the base forms without which the rules choose
wrongly (one line "bribe<tab>VERB") and the forms that no rule gives ("fled<tab>VERB<tab>flee"), and no others.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sitrep.language.lemmas import Lemmas
from sitrep.reference import read_table
from training.language.corpora import read_trees

Table = dict[tuple[str, str], str]

CORPORA = ("ud_ewt", "ud_gum")
VERB_COLUMNS = ("phrase", "complement", "type", "modes", "conditions", "example", "notes")
COUNTRY_COLUMNS = (
    "iso2", "iso3", "numeric", "name", "aliases", "demonyms", "capital", "latitude", "longitude", "south", "west",
    "north", "east",
)  # fmt: skip
_PLAIN = re.compile(r"[a-zà-öø-ÿ]{2,20}")
_ODD = re.compile(r"[@\s_]|\.(?:doc|xls)")  # addresses and names of files say nothing of other texts
_ONE_SYLLABLE = re.compile(r"[^aeiou]{0,4}u?[aeiouy][bcdfgklmnprstvz]")  # doubles its last letter: "stop", "quit"
_LONGEST_COMPARED = 8  # letters of an adjective that takes -er: "friendly"
_FREQUENT = 3  # plurals of a noun that names bear too: "Forces", "Nations"
# Further forms, reviewed, that the corpora have too rarely or in another sense: a tag, a lemma and its forms a line. A
# lemma alone is a base form that is to be known.
FURTHER_FORMS = """
VERB shrink shrank shrunk | VERB spring sprang sprung | VERB stink stank stunk | VERB spin spun | VERB sew sewn
VERB swell swollen | VERB weave wove woven | VERB tread trod trodden | VERB strive strove striven
VERB stride strode stridden | VERB slide slid | VERB smell smelt | VERB spit spat | VERB sting stung | VERB sling slung
VERB weep wept | VERB wake woke woken | VERB wear wore worn | VERB shine shone | VERB forsake forsook forsaken
VERB grind ground | VERB dream dreamt | VERB leap leapt | VERB lean leant | VERB spell spelt | VERB spill spilt
VERB wind wound | VERB unwind unwound | VERB partake partook partaken | VERB befall befell befallen
VERB behold beheld | VERB shear shorn | VERB speed sped | VERB string strung | VERB beget begot begotten
VERB dwell dwelt | VERB spoil spoilt | VERB hew hewn | VERB sow sown
VERB cringe | VERB ignite | VERB quiz | VERB mimic | VERB panic | VERB bedevil | VERB ally | VERB hinge | VERB singe
NOUN leaf leaves | NOUN calf calves | NOUN scarf scarves | NOUN elf elves | NOUN dwarf dwarves | NOUN hoof hooves
NOUN thesis theses | NOUN base bases | NOUN axe axes | NOUN ox oxen | NOUN schoolchild schoolchildren
NOUN grandchild grandchildren | NOUN corpse | NOUN canoe | NOUN zombie | NOUN quiz quizzes | NOUN barracks
NOUN shambles | NOUN outskirts | NOUN ski skis | NOUN taxi taxis | NOUN genus genera | NOUN alumnus alumni
NOUN nucleus nuclei
PROPN Houthi Houthis | PROPN Tutsi Tutsis | PROPN Hutu Hutus | PROPN Druze Druzes | PROPN Yazidi Yazidis
"""


@dataclass(slots=True)
class Counts:
    """How often each form had each lemma: of forms as written, and of bases whatever their form."""

    lemmas: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    bases: Counter[tuple[str, str]] = field(default_factory=Counter)


def count_lemmas(folder: Path) -> Counts:
    """Return the lemmas of the train files; rows without a lemma and odd ones (addresses, files) are left out."""
    counts = Counts()
    for corpus in CORPORA:
        for example in read_trees(folder / "corpora" / "train" / corpus / "train.conllu.gz", "lemmas"):
            for word, upos, lemma in zip(example.words, example.upos or (), example.lemmas or (), strict=True):
                if lemma == "_" or _ODD.search(lemma) or _ODD.search(word):
                    continue
                counts.lemmas[word, upos][lemma] += 1
                counts.bases[lemma, upos] += 1
    return counts


def choose_lemma(votes: Counter[str]) -> tuple[str, int]:
    """Return the most frequent lemma and its count; of equally frequent ones the first in order."""
    return min(votes.items(), key=lambda vote: (-vote[1], vote[0]))


def read_verbs(lexicons: Path) -> tuple[set[str], Table]:
    """Return the base verbs of the project's lexicons, and the lemmas of irregular forms."""
    verbs: set[str] = set()
    irregular: Table = {}
    for line in read_table(lexicons / "common_verbs.csv", ("verbs",)):
        verbs.update(line["verbs"].split())
    for line in read_table(lexicons / "verbs.csv", VERB_COLUMNS):
        verbs.update(line["phrase"].split()[0].split("/"))
    for line in read_table(lexicons / "irregular_verbs.csv", ("lemma", "past", "participle")):
        verbs.add(line["lemma"])
        for form in f"{line['past']} {line['participle']}".split():
            irregular.setdefault((form, "VERB"), line["lemma"])
    return {verb for verb in verbs if _PLAIN.fullmatch(verb)}, irregular


def read_demonyms(countries: Path) -> Table:
    """Return the lemmas of the countries' demonyms: they keep their capital, and a plural has its singular."""
    table: Table = {}
    for line in read_table(countries, COUNTRY_COLUMNS):
        demonyms = set(line["demonyms"].split("|"))
        for word in demonyms:
            if not word.isalpha():
                continue
            single = word[:-1] if word.endswith("s") and word[:-1] in demonyms else word
            table[word, "PROPN"] = single
            if single == word:
                table[word, "ADJ"] = table[word.lower(), "ADJ"] = word
    return table


def read_further() -> Table:
    """Return the lemmas of the further forms, each lemma as its own among them."""
    table: Table = {}
    for entry in FURTHER_FORMS.replace("\n", "|").split("|"):
        if entry.strip():
            upos, lemma, *forms = entry.split()
            table.update({(form, upos): lemma for form in (lemma, *forms)})
    return table


def inflect(base: str, upos: str) -> Iterator[str]:
    """Yield the regular forms of a base form, itself the first.

    tap VERB -> tap, taps, tapped, tapping; city NOUN -> city, cities
    """
    yield base
    consonant_y = base.endswith("y") and base[-2] not in "aeiou"
    if consonant_y:
        yield base[:-1] + "ies"
    elif base.endswith(("s", "x", "z", "ch", "sh")):
        yield base + "es"
    else:
        yield base + "s"
    if upos != "VERB":
        return
    if base.endswith("e"):
        yield base + "d"
        yield base[:-2] + "ying" if base.endswith("ie") else base if base[-2] in "eoy" else base[:-1] + "ing"
        return
    stem = base + base[-1] if _ONE_SYLLABLE.fullmatch(base) else base
    yield base[:-1] + "ied" if consonant_y else stem + "ed"
    yield stem + "ing"


def find_needed(bases: Iterable[str], upos: str, table: Table) -> set[str]:
    """Return the base forms that the rules must know, so that each form of each base leads back to it."""
    needed: set[str] = set()
    listed = sorted(bases)
    while True:
        lemmas = Lemmas({**table, **{(base, upos): base for base in needed}})
        more = {b for b in listed if any(lemmas.find_lemma(form, upos) != b for form in inflect(b, upos))} - needed
        if not more:
            return needed
        needed |= more


def build_table(counts: Counts, verbs: set[str], irregular: Table, demonyms: Table) -> Table:
    """Return the table: the base forms that are needed, then the forms for which they do not suffice."""
    table: Table = {}
    for upos in ("VERB", "NOUN"):
        bases = {base for (base, tag), n in counts.bases.items() if tag == upos and n > 1 and _PLAIN.fullmatch(base)}
        needed = find_needed(bases | verbs if upos == "VERB" else bases, upos, {})
        if upos == "NOUN":
            plurals = Counter[str]()
            for (word, tag), votes in counts.lemmas.items():
                if tag == "NOUN" and word.endswith("s"):
                    plurals.update({lemma: count for lemma, count in votes.items() if lemma != word})
            needed |= {base for base in bases if plurals[base] >= _FREQUENT}
        table.update({(base, upos): base for base in needed})
    for (word, upos), votes in counts.lemmas.items():
        if upos in ("ADJ", "ADV") and votes[word] and len(word) <= _LONGEST_COMPARED and _PLAIN.fullmatch(word):
            table[word, upos] = word
    own = Lemmas(dict(table))
    table.update({key: lemma for key, lemma in demonyms.items() if own.find_lemma(*key) != lemma})
    table.update(find_exceptions(counts, table, lower=True))
    # The lexicon corrects the treebanks' slips; what a form that is a verb of its own ("lay") mostly is, they know.
    own = Lemmas(dict(table))
    table.update({k: v for k, v in irregular.items() if not counts.bases[k] and own.find_lemma(*k) != v})
    table.update(find_exceptions(counts, table, lower=False))
    # "wound" and "ground" are also verbs of their own: there the corpora are right.
    table.update({k: v for k, v in read_further().items() if k[1] != "VERB" or k[0] == v or not counts.bases[k]})
    return table


def find_exceptions(counts: Counts, table: Table, *, lower: bool) -> Table:
    """Return the forms whose most frequent lemma is not what the table and the rules give.

    Forms in lower case are judged with the capitalised ones that have the same lemma in lower case; then forms with
    capitals for themselves.
    """
    grouped: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (word, upos), votes in counts.lemmas.items():
        for lemma, count in votes.items():
            if not lower and word != word.lower():
                grouped[word, upos][lemma] += count
            elif lower and (word == word.lower() or (upos != "PROPN" and lemma == lemma.lower())):
                grouped[word.lower(), upos][lemma] += count
    lemmas = Lemmas(table)
    exceptions: Table = {}
    for (word, upos), votes in sorted(grouped.items()):
        lemma, count = choose_lemma(votes)
        if word != word.lower() and upos != "PROPN" and lemma == lemma.lower() != lemmas.find_lemma(word, upos).lower():
            continue  # chance: it was another of the lemmas that the form has in lower case
        if lemmas.find_lemma(word, upos) != lemma and is_sound(word, upos, lemma, count, counts):
            exceptions[word, upos] = lemma
    return exceptions


def is_sound(word: str, upos: str, lemma: str, count: int, counts: Counts) -> bool:
    """Return whether a lemma is more than a slip or a misspelt form that was seen once."""
    if count > 1:
        return True
    if word.lower() == lemma.lower():
        return upos in ("ADJ", "NOUN", "PROPN")
    return counts.bases[lemma, upos] > 1 and word[:2].lower() == lemma[:2].lower()


def write_table(table: Table, path: Path) -> None:
    """Write the table in order of forms; a form that is its own lemma is a line of two fields."""
    lines = ("\t".join((*key, lemma) if lemma != key[0] else key) + "\n" for key, lemma in sorted(table.items()))
    path.write_text("".join(lines), "utf-8")


def make_table(data: Path, reference: Path, out: Path) -> None:
    """Write the table of lemmas.

    Args:
        data: folder that holds corpora/.
        reference: folder of the lexicons and the gazetteer.
        out: file to write.
    """
    verbs, irregular = read_verbs(reference / "lexicons")
    demonyms = read_demonyms(reference / "gazetteer" / "countries.csv")
    write_table(build_table(count_lemmas(data), verbs, irregular, demonyms), out)


def main() -> None:
    """Read the arguments and make the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds corpora/")
    parser.add_argument("--reference", type=Path, default=Path("data/reference"), help="lexicons and gazetteer")
    parser.add_argument("--out", type=Path, default=Path("data/reference/model/lemmas.tsv"))
    arguments = parser.parse_args()
    make_table(arguments.data, arguments.reference, arguments.out)


if __name__ == "__main__":
    main()
