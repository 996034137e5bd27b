"""The lexicon: which words name a happening, read from data/reference/lexicons and checked against the ontology.

A line of verbs.csv or nouns.csv:

phrase      words in order. The first word of a verb and every word of a noun stand for all their forms; a word with
            `+` does so anywhere, a word with `=` before it stands for itself alone. `a/b` are alternatives, `*` up to
            three words.
complement  empty, or what must stand near the phrase: alternatives separated by `|`, each a class of classes.csv
            (`@weapons`) or a word (`=court`). Near is what follows an active verb, what comes before a passive one,
            both sides of a noun.
type        a PLOVER type, or NONE: the phrase looks like a happening and is none.
modes       modes of that type, main one first.
conditions  words of CONDITIONS; `actor=@class`: the one who acts is of that class; `of=actor`, `of=both`: what "of"
            means after a noun (without it, the one to whom it is done).
example     a sentence of our own that the line codes; the tests code it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from sitrep.coding.inflection import (
    BASE,
    Irregular,
    expand_nouns,
    inflect_verb,
    pluralise,
    read_irregular_verbs,
)
from sitrep.ontology import Ontology, load_ontology
from sitrep.reference import Line, locate_reference, read_table

COLUMNS = ("phrase", "complement", "type", "modes", "conditions", "example", "notes")
NO_EVENT = "NONE"

CONDITIONS: Mapping[str, str] = {
    "actor": "the one who acts must be a recognised actor",
    "party": "the one who acts or the one to whom it is done must be a recognised actor",
    "both": "whoever is named on either side acts: meetings, clashes",
    "undergo": "the subject is the one to whom it is done: die, come under fire",
    "instrument": "the subject is a thing: a bomb exploded",
    "result": "belongs to the attack that caused it, where the sentence names one: kill, destroy",
    "kills": "who it is done to is dead: a single victim counts as one",
    "again": "counts only as a further telling of a happening that the report has told of",
    "weak": "counts only where the sentence holds no stronger trigger of the same type",
    "governs": "what follows is what is asked, promised, threatened or refused, and no happening of its own",
    "active": "the verb has no passive: the past form is never a participle",
    "passive": "counts only in the passive",
    "light": "the noun counts only with a verb that carries it (light_verbs.csv)",
}
#: Classes whose words are nouns first, though some are verbs too: "camp", "house", "shell".
_NOUN_CLASSES = ("place", "houses", "weapons", "weaponry", "road", "people")
OF_ROLES = ("recipient", "actor", "both")


@dataclass(frozen=True, slots=True)
class Words:
    """What a complement or an actor may be: words as they stand in a text, sectors of recognised actors, a place."""

    words: frozenset[str]
    sectors: frozenset[str]
    place: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of verbs.csv or nouns.csv."""

    table: str
    line: int
    phrase: str
    elements: tuple[frozenset[str] | None, ...]  # None: a gap
    complement: Words | None
    type: str
    modes: tuple[str, ...]
    flags: frozenset[str]
    actor: Words | None
    of_role: str
    example: str

    @property
    def rule(self) -> str:
        """Return the entry's name for the mention's provenance: "verbs:open fire"."""
        return f"{self.table}:{self.phrase}"

    @property
    def stem(self) -> str:
        """Return the word by which two tellings are known as one: "open fire" -> "open"."""
        return self.phrase.split(" ", 1)[0].split("/", 1)[0].strip("=+")


@dataclass(frozen=True, slots=True)
class LightVerb:
    """A verb that carries an event noun; its role is act, undergo or happen."""

    elements: tuple[frozenset[str] | None, ...]
    role: str


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A phrase whose words trigger nothing."""

    elements: tuple[frozenset[str] | None, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the coder knows about words; indexes are by the first form of a phrase, longest phrase first."""

    entries: tuple[Entry, ...]
    by_form: Mapping[str, tuple[Entry, ...]]
    lookalikes: Mapping[str, tuple[Lookalike, ...]]
    light_verbs: Mapping[str, tuple[LightVerb, ...]]
    verb_forms: Mapping[str, int]
    noun_forms: frozenset[str]
    tags: Mapping[str, str]
    classes: Mapping[str, Words]
    instruments: Mapping[str, str]
    cues: Mapping[str, frozenset[str]]
    companions: tuple[tuple[str, ...], ...]
    companion_words: frozenset[str]
    families: tuple[frozenset[str], ...]
    tolls: Mapping[str, str]
    lemmas: Mapping[str, str]


class _Builder:
    def __init__(self, folder: Path, ontology: Ontology) -> None:
        self.folder = folder
        self.ontology = ontology
        self.irregular: dict[str, Irregular] = read_irregular_verbs(folder / "irregular_verbs.csv")
        self.verb_forms: dict[str, int] = {}
        self.lemmas: dict[str, str] = {}
        self.classes = self._read_classes()

    def add_verb(self, lemma: str) -> frozenset[str]:
        forms = inflect_verb(lemma, self.irregular)
        for form, kind in forms.items():
            self.verb_forms[form] = self.verb_forms.get(form, 0) | kind
            if kind & BASE or form not in self.lemmas:
                self.lemmas[form] = lemma
        return frozenset(forms)

    def _read_classes(self) -> dict[str, Words]:
        classes: dict[str, Words] = {}
        for line in read_table(self.folder / "classes.csv", ("class", "words")):
            if line["class"] in classes:
                raise line.refuse(f"class {line['class']!r} a second time", "each class once")
            items = line["words"].split()
            sectors = frozenset(item[7:] for item in items if item.startswith("sector:"))
            for sector in sorted(sectors - self.ontology.sectors.keys()):
                raise line.refuse(f"sector {sector!r}", "a sector of sectors.csv")
            words = expand_nouns(item for item in items if not item.startswith("sector:"))
            classes[line["class"]] = Words(words, sectors, line["class"] == "place")
        return classes

    def read_words(self, line: Line, text: str) -> Words:
        words: set[str] = set()
        sectors: set[str] = set()
        place = False
        for item in text.split("|"):
            if item.startswith("@") and item[1:] in self.classes:
                known = self.classes[item[1:]]
                words |= known.words
                sectors |= known.sectors
                place |= known.place
            elif item.startswith("=") and len(item) > 1:
                words.add(item[1:])
            else:
                raise line.refuse(f"{item!r}", "a class of classes.csv (@class) or a word (=word)")
        return Words(frozenset(words), frozenset(sectors), place)

    def read_elements(self, phrase: str, inflect_first: bool, plural: bool) -> tuple[frozenset[str] | None, ...]:
        elements: list[frozenset[str] | None] = []
        for index, word in enumerate(phrase.split()):
            if word == "*":
                elements.append(None)
                continue
            forms: set[str] = set()
            for choice in word.split("/"):
                bare = choice.strip("=+")
                forms.add(bare)
                if index == 0 and inflect_first and not word.startswith("="):
                    forms |= self.add_verb(bare)
                elif choice.endswith("+"):
                    forms |= inflect_verb(bare, self.irregular).keys()
                elif plural and not word.startswith("="):
                    forms.add(pluralise(bare))
                elif index == 0 and inflect_first:
                    kind = 8 if bare.endswith("ed") or bare not in self.verb_forms else 0
                    self.verb_forms[bare] = self.verb_forms.get(bare, 0) | kind
            elements.append(frozenset(forms))
        return tuple(elements)

    def read_entries(self, table: str) -> list[Entry]:
        is_verb = table == "verbs"
        entries: list[Entry] = []
        for line in read_table(self.folder / f"{table}.csv", COLUMNS):
            code, conditions = line["type"], line["conditions"].split()
            if code != NO_EVENT and code not in self.ontology.types:
                raise line.refuse(f"type {code!r}", f"a PLOVER type or {NO_EVENT}")
            modes = tuple(line["modes"].split())
            for mode in modes:
                if code == NO_EVENT or mode not in self.ontology.types[code].modes:
                    raise line.refuse(f"mode {mode!r} of {code}", "a mode of the type, see modes.csv")
            actor, of_role, flags = None, "recipient", set[str]()
            for condition in conditions:
                if condition.startswith("actor="):
                    actor = self.read_words(line, condition[6:])
                elif condition.startswith("of=") and condition[3:] in OF_ROLES:
                    of_role = condition[3:]
                elif condition in CONDITIONS:
                    flags.add(condition)
                else:
                    raise line.refuse(f"condition {condition!r}", f"one of {', '.join(CONDITIONS)}")
            if not line["phrase"] or line["phrase"].startswith("*"):
                raise line.refuse(f"phrase {line['phrase']!r}", "words, the first of them no gap")
            if not line["example"]:
                raise line.refuse("no example", "a sentence that the line codes")
            entries.append(
                Entry(
                    table=table,
                    line=line.number,
                    phrase=line["phrase"],
                    elements=self.read_elements(line["phrase"], is_verb, not is_verb),
                    complement=self.read_words(line, line["complement"]) if line["complement"] else None,
                    type=code,
                    modes=modes,
                    flags=frozenset(flags),
                    actor=actor,
                    of_role=of_role,
                    example=line["example"],
                )
            )
        return entries

    def read_pairs(self, name: str, columns: tuple[str, str]) -> list[tuple[Line, list[str]]]:
        return [(line, line[columns[1]].split()) for line in read_table(self.folder / name, columns)]


P = TypeVar("P", Entry, LightVerb, Lookalike)


def _rank(item: Entry | LightVerb | Lookalike) -> tuple[int, int]:
    """Return the sort key of a phrase: longer before shorter, then narrower before wider."""
    narrow = 0
    if isinstance(item, Entry):
        narrow = (item.complement is not None) + (item.actor is not None)
    return -len(item.elements), -narrow


def _index(items: Iterable[P]) -> dict[str, tuple[P, ...]]:
    """Return the items by each form of their first word, in the order in which they are tried."""
    found: dict[str, list[P]] = {}
    for item in sorted(items, key=_rank):
        for form in sorted(item.elements[0] or ()):
            found.setdefault(form, []).append(item)
    return {form: tuple(found[form]) for form in sorted(found)}


def read_lexicon(folder: Path, ontology: Ontology) -> Lexicon:
    """Return the tables of a folder, each checked.

    Raises:
        ReferenceError: a table is missing or wrong; the message cites file and line.
    """
    build = _Builder(folder, ontology)
    entries = [*build.read_entries("verbs"), *build.read_entries("nouns")]
    light: list[LightVerb] = []
    for line in read_table(folder / "light_verbs.csv", ("verb", "role", "example")):
        if line["role"] not in ("act", "undergo", "happen"):
            raise line.refuse(f"role {line['role']!r}", "act, undergo or happen")
        light.append(LightVerb(build.read_elements(line["verb"], True, False), line["role"]))
    tags: dict[str, str] = {}
    homographs: frozenset[str] = frozenset()
    for line, words in build.read_pairs("function_words.csv", ("tag", "words")):
        if line["tag"] not in tuple("DPCSXTRAMJH"):
            raise line.refuse(f"tag {line['tag']!r}", "one of D P C S X T R A M J H")
        if line["tag"] == "H":
            homographs = frozenset(words)
            continue
        for word in words:
            tags.setdefault(word, "#" if line["tag"] == "M" else line["tag"])
    lookalikes = [
        Lookalike(build.read_elements(line["phrase"], False, False))
        for line in read_table(folder / "lookalikes.csv", ("phrase", "example"))
    ]
    instruments: dict[str, str] = {}
    for line, words in build.read_pairs("instruments.csv", ("mode", "words")):
        if line["mode"] not in ontology.types["ASSAULT"].modes:
            raise line.refuse(f"mode {line['mode']!r}", "a mode of ASSAULT")
        for word in words:
            instruments.setdefault(word, line["mode"])
    cues: dict[str, frozenset[str]] = {}
    companions: tuple[tuple[str, ...], ...] = ()
    for line in read_table(folder / "cues.csv", ("kind", "words")):
        if line["kind"] == "companions":
            companions = tuple(tuple(phrase.split()) for phrase in line["words"].split("|"))
        cues[line["kind"]] = frozenset(line["words"].split())
    tolls = {word: line["toll"] for line, words in build.read_pairs("victims.csv", ("toll", "words")) for word in words}
    families = tuple(frozenset(words) for _, words in build.read_pairs("families.csv", ("family", "stems")))
    for line in read_table(folder / "common_verbs.csv", ("verbs",)):
        for lemma in line["verbs"].split():
            build.add_verb(lemma)
    nouns = frozenset(form for entry in entries if entry.table == "nouns" for form in entry.elements[-1] or ())
    nouns = nouns.union(*(build.classes[name].words for name in _NOUN_CLASSES if name in build.classes))
    return Lexicon(
        entries=tuple(entries),
        by_form=_index(entries),
        lookalikes=_index(lookalikes),
        light_verbs=_index(light),
        verb_forms=build.verb_forms,
        noun_forms=nouns | homographs,
        tags=tags,
        classes=build.classes,
        instruments=instruments,
        cues=cues,
        companions=companions,
        companion_words=frozenset(phrase[0] for phrase in companions),
        families=families,
        tolls=tolls,
        lemmas=build.lemmas,
    )


@cache
def load_lexicon() -> Lexicon:
    """Return the lexicon of data/reference/lexicons, read once."""
    return read_lexicon(locate_reference("lexicons"), load_ontology())
