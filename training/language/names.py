"""What counts as a name, whatever the corpus: its kind, where it begins and ends, and how it is learned from.

The corpora disagree: GUM and re3d mark whole noun phrases and pronouns, the others names alone. Here a name is the
run of proper words around the head, without article, title or rank; a kind that a corpus does not tell apart is left
open (an "organization" is ORG or MIL), and the loss sums over what is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sitrep.language.encoding import KnownNames
from sitrep.language.schemes import NAME_KINDS, NAME_TAGS
from sitrep.language.tokens import read_word_list
from sitrep.reference import locate_reference, read_table
from training.passages import Passage, read_passages

ANY = frozenset(NAME_KINDS)

_CONNECTORS = read_word_list("of the for and & de la al - ' ’s 's in del du el bin ibn")
_TITLES = read_word_list(
    """
    mr mrs ms miss dr prof professor president vice prime minister secretary general gen. lt. lt col. col colonel major
    maj. capt. captain sgt. sergeant lieutenant brigadier brig. admiral adm. commander corporal private king queen
    prince princess sir lord lady dame pope senator sen. rep. representative congressman congresswoman governor gov.
    mayor ambassador chancellor judge justice sheikh imam ayatollah rev. reverend father bishop archbishop mr. mrs. ms.
    dr. prof. foreign defence defense interior finance deputy chief chairman chairwoman director spokesman spokeswoman
    emir sultan st. former speaker emperor empress duke duchess count baron madam sister brother saint
    protector fellow whip founder founders leader member members republicans democrats senators
    """
)
_PRONOUNS = read_word_list("i you he she it we they his her its our their my who those these this that all both")
_DATE_WORDS = read_word_list(
    """
    today yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday january february march
    april may june july august september october november december jan. feb. mar. apr. jun. jul. aug. sep. sept. oct.
    nov. dec. spring summer autumn winter ramadan christmas easter noon midnight dawn dusk overnight
    """
)
_DEICTIC = re.compile(
    r"\b(?:last|this|next|past|previous|earlier|same)\s+"
    r"(?:week|weekend|month|year|decade|century|night|morning|afternoon|evening|spring|summer|autumn|fall|winter)\b",
    re.IGNORECASE,
)
_LEADING = read_word_list("in on at since by from of until till during after before for about around as early late the")


class NameSpan(NamedTuple):
    """A name in a sentence: words `start` to `end`, of one of `kinds`."""

    start: int
    end: int
    kinds: frozenset[str]
    confidence: float = 1.0


class Found(NamedTuple):
    """An entity as its corpus marks it: words, label, and the head's word."""

    start: int
    end: int
    label: str
    head: int


def capitalised(word: str) -> bool:
    """Return whether a word has a capital: "Army", "al-Shabaab", "iPhone"."""
    return any(map(str.isupper, word))


@cache
def _read_roles() -> frozenset[str]:
    """Return the nouns for people without a name that actors are read with, and the titles."""
    lines = read_table(locate_reference("actors", "roles.csv"), ("noun", "plural", "sector", "kind"))
    return _TITLES | {word for line in lines for word in (line["noun"], line["plural"]) if word}


def is_role(words: Sequence[str]) -> bool:
    """Return whether a person is told by office alone: "Secretary", "Defendants", "Emperor of the United States"."""
    rest = list(words)
    while rest and rest[0].lower() in _read_roles():
        rest.pop(0)
    return len(rest) < len(words) and (not rest or rest[0].lower() in _CONNECTORS)


def trim_name(
    words: Sequence[str], upos: Sequence[str] | None, start: int, end: int, head: int | None
) -> tuple[int, int] | None:
    """Return the words of the name within an entity, or None where it bears none.

    the Foreign Minister Ada Berg (person) -> Ada Berg; the Norlander army -> None (its head is no name);
    the National Library of the Isles -> National Library of the Isles
    """

    def is_proper(index: int) -> bool:
        word = words[index]
        if upos is not None and upos[index] == "PROPN":
            return True
        return capitalised(word) and (upos is None or upos[index] in ("ADJ", "NOUN", "NUM", "VERB", "X"))

    low, high = start, end
    while low < high and (words[low].lower() in ("the", "a", "an", "this", "that", "these") or not is_proper(low)):
        if head is not None and low >= head:
            return None
        low += 1
    while low < high - 1 and words[low].lower() in _TITLES and is_proper(low + 1) and words[low + 1] not in _CONNECTORS:
        if head is not None and low >= head and words[head].lower() not in _TITLES:
            break
        low += 1
    if low == high:
        return None
    stop = low
    index = low
    while index < high:
        if is_proper(index):
            stop = index + 1
        elif words[index].lower() not in _CONNECTORS:
            break
        index += 1
    if upos is None and (words[low].lower() in _TITLES or words[low].lower() in _PRONOUNS):
        return None  # "Minister of Foreign Affairs", "He"
    if (
        upos is None
        and index < high
        and words[index].lower() not in (",", "(", ")", ";", ":", "who", "which", "that", "–", "—")
    ):
        return None  # "Security Council members", "Syrian army": the head is an ordinary word
    if head is not None and (head >= stop or (head < low and words[head].lower() not in _TITLES)):
        return None
    return low, stop


def trim_date(words: Sequence[str], start: int, end: int) -> tuple[int, int] | None:
    """Return the words of the date within an expression of time, or None where it tells none.

    in the spring of 2008 -> spring of 2008; a long time -> None; 24 hours -> 24 hours
    """
    while start < end and words[start].lower() in _LEADING:
        start += 1
    if start == end or end - start > 7:
        return None
    told = [word.lower() for word in words[start:end]]
    if any(word in _DATE_WORDS or word[0].isdigit() for word in told) or _DEICTIC.search(
        " ".join(words[max(0, start - 1) : end])
    ):
        return start, end
    return None


def choose_flat(names: Sequence[NameSpan]) -> list[NameSpan]:
    """Return names without overlap: the surer, then the longer, then the first one stays."""
    chosen: list[NameSpan] = []
    for name in sorted(names, key=lambda n: (n.confidence < 0.5, n.start - n.end, n.start)):
        if all(name.end <= other.start or name.start >= other.end for other in chosen):
            chosen.append(name)
    return sorted(chosen)


def settle_names(words: Sequence[str], names: Sequence[NameSpan], known: KnownNames) -> list[NameSpan]:
    """Return names without overlap and of one convention: a country that acts is LOC, a people NAT."""
    marks = known.mark(words, caseless=False)
    settled: list[NameSpan] = []
    for name in choose_flat(names):
        own = marks[name.start : name.end]
        if own[0] == 3 and all(mark == 4 for mark in own[1:]) and name.kinds != frozenset({"PER"}):
            settled.append(name._replace(kinds=frozenset({"LOC"})))
        elif own == [7]:
            settled.append(name._replace(kinds=frozenset({"NAT"})))
        else:
            settled.append(name)
    return settled


def allow_tags(
    words: Sequence[str],
    names: Sequence[NameSpan],
    lacks: frozenset[str],
    open_words: set[int],
    known: KnownNames,
) -> NDArray[np.bool_]:
    """Return which tags each word may have: bool (words, tags of NAME_TAGS)."""
    allowed = np.zeros((len(words), len(NAME_TAGS)), bool)
    allowed[:, 0] = True
    number = {tag: index for index, tag in enumerate(NAME_TAGS)}
    unmarked = [number[f"{side}-{kind}"] for kind in lacks for side in "BI"]
    allowed[:, unmarked] = True
    if "NAT" in lacks:
        for index, mark in enumerate(known.mark(words, caseless=False)):
            if mark == 7:
                allowed[index] = False
                allowed[index, number["B-NAT"]] = True
    for index in open_words:
        allowed[index] = True
    for name in settle_names(words, names, known):
        allowed[name.start : name.end] = False
        for kind in name.kinds:
            allowed[name.start, number[f"B-{kind}"]] = True
            allowed[name.start + 1 : name.end, number[f"I-{kind}"]] = True
    return allowed


_CAPITAL = re.compile(r"(?<![\w])(?:[a-z]{1,3}[-’'])?[A-Z][\w’'-]*")


def read_marked_names(
    folder: Path, names_table: Path
) -> Iterator[tuple[Passage, list[tuple[int, int, str | None]] | None, list[tuple[int, int]]]]:
    """Yield each passage of our own: its names (start, end, kind; None: unknown) and its times.

    Of a passage in capitals names are not told (None).
    """
    table = read_names_table(names_table)
    longest_first = sorted(table, key=lambda name: (-len(name), name))
    by_first: dict[str, list[str]] = {}
    for name in longest_first:
        by_first.setdefault(re.split(r"[ \-’']", name, maxsplit=1)[0], []).append(name)
    for passage in read_passages(folder):
        text = passage.text
        arguments = (argument for event in passage.events for argument in event.arguments)
        times = sorted({(start, end) for role, start, end in arguments if role == "T"})
        yield passage, None if text == text.upper() else _find_names(text, table, by_first), times


def read_names_table(path: Path) -> dict[str, list[tuple[int, int, str]]]:
    """Return what each string of names.tsv names: places in it and kinds; nothing for one that is no name.

    "Taliban<tab>MIL"; "General<tab>O"; "Chief Minister Rao<tab>Rao=PER"; "Oslo for Turku<tab>Oslo=LOC; Turku=LOC"

    Raises:
        ValueError: a line names an unknown kind or a part that is not in its string.
    """
    table: dict[str, list[tuple[int, int, str]]] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        name, _, told = line.partition("\t")
        parts = table.setdefault(name, [])
        at = 0
        for piece in told.split("; ") if told != "O" else ():
            part, _, kind = piece.rpartition("=")
            start = name.find(part, at)
            if kind not in NAME_KINDS or start < 0:
                raise ValueError(f"{path.name}:{number}: {piece!r}, expected PART=KIND with a part of {name!r}")
            at = start + len(part or name)
            parts.append((start, at, kind))
    return table


def _find_names(
    text: str, table: dict[str, list[tuple[int, int, str]]], by_first: dict[str, list[str]]
) -> list[tuple[int, int, str | None]]:
    found: list[tuple[int, int, str | None]] = []
    end = 0
    for match in re.finditer(r"(?<!\w)\d*[^\W_]+", text):
        start = match.start()
        if start < end:
            continue
        for name in by_first.get(match.group(), ()):
            if text.startswith(name, start) and not text[start + len(name) : start + len(name) + 1].isalnum():
                end = start + len(name)
                found.extend((start + low, start + high, kind) for low, high, kind in table[name])
                break
        else:
            word = _CAPITAL.match(text, start)
            first = not text[:start].strip() or text[:start].rstrip()[-1] in '.!?:"“'
            if word and not first:
                found.append((start, word.end(), None))
                end = word.end()
    return found
