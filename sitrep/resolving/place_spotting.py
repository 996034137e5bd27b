"""Spotting places in running text: names of the gazetteer that stand as names of places, in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from sitrep.resolving.countries import find_country_key, find_demonym
from sitrep.resolving.gazetteer import Entry, Precision, load_gazetteer
from sitrep.resolving.names import ARTICLES, Words, join_keys, read_words
from sitrep.resolving.place_reading import find_kind, is_within, read_place_name
from sitrep.resolving.place_words import load_place_words

LONGEST_NAME = 7
HYPHENS = "-‐‑–"
_LISTINGS = frozenset({", ", " and ", ", and ", " or "})


class _Case(Enum):
    """How the words of a line are written."""

    MIXED = 1
    UPPER = 2
    TITLE = 3


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a text: its span, and the name without "near", "northern" and the like."""

    start: int
    end: int
    text: str


class _Standing(Enum):
    """How much a name must be led up to before it is taken for a place."""

    STRONG = 1
    WEAK = 2  # a small place: any cue will do
    DOUBTFUL = 3  # also a word or a name of people: only a locative will do
    NEVER = 4


@lru_cache(maxsize=16384)
def _judge(key: str) -> _Standing | None:
    """Return how a name of the gazetteer stands; None where it knows none."""
    gazetteer = load_gazetteer()
    if find_country_key(key, is_upper=False) is not None:
        return _Standing.STRONG
    if key not in gazetteer:
        return None
    rule = gazetteer.rules.get(key)
    if rule is not None:
        return _Standing.NEVER if rule == "never" else _Standing.DOUBTFUL
    if find_demonym(key) is not None or len(key) < 3:
        return _Standing.NEVER
    entries = gazetteer.find(key)
    for entry in entries:
        least = gazetteer.find_least_known(entry.country)
        is_named = entry.key == key or entry.is_reviewed
        if entry.is_reviewed or entry.precision > Precision.NEAR:
            return _Standing.STRONG
        if (entry.weight if is_named else entry.weight / 10) >= least:
            return _Standing.STRONG
    words = key.split(" ")
    has_two = len(words) - (words[0] == "al") >= 2
    return _Standing.STRONG if has_two else _Standing.WEAK


def find_places(text: str) -> list[PlaceMention]:
    """Return the places that a text names, in order, without overlap; text[m.start:m.end] == m.text.

    "Fighting near Deir ez-Zor and in Nineveh province" -> "Deir ez-Zor", "Nineveh province". Not taken: demonyms
    ("Iraqi"), parts of larger names ("Paris Hilton", "Mosul University"), and words and surnames that are also names of
    places unless "in" or the like leads up to them ("Reading", "Clinton"). In a line in capitals only well-known names
    are; in a headline whose every word has a capital the words beside a name say nothing. Linear in the text's length.
    """
    return list(_find_places(text))


@lru_cache(maxsize=4)  # coder and resolver ask for the places of the same text
def _find_places(text: str) -> tuple[PlaceMention, ...]:
    reader = _Reader(text)
    words = reader.words
    mentions: list[PlaceMention] = []
    index, taken = 0, 0
    count = len(words.keys)
    while index < count:
        if not reader.is_capital[index] or words.keys[index] == "the":
            index += 1
            continue
        end = reader.match(index, taken)
        if end is None:
            index += 1
            continue
        stop = reader.include_kind(index, end)
        start, finish = words.starts[index], words.ends[stop - 1]
        mentions.append(PlaceMention(start, finish, text[start:finish]))
        index = taken = stop
    return tuple(mentions)


def _read_capitals(text: str, words: Words) -> list[bool]:
    """Return which words may begin a name: those with a capital, and the article before one in "al-Bab"."""
    capital = [text[start].isupper() for start in words.starts]
    for i in range(len(capital) - 1):
        if not capital[i] and capital[i + 1] and words.keys[i] in ARTICLES and text[words.ends[i]] in HYPHENS:
            capital[i] = True
    return capital


def _read_cases(text: str, words: Words) -> list[_Case]:
    """Return of each word how its line is written."""
    cases: list[_Case] = []
    first = 0
    while first < len(words.keys):
        newline = text.find("\n", words.starts[first])
        limit = newline if newline >= 0 else len(text)
        last = first
        long_words = capitals = uppers = 0
        while last < len(words.keys) and words.starts[last] < limit:
            start, end = words.starts[last], words.ends[last]
            if end - start >= 5 and text[start].isalpha():
                long_words += 1
                capitals += text[start].isupper()
                uppers += text[start + 1 : end].isupper()
            last += 1
        case = _Case.MIXED
        if long_words >= 3 and uppers >= 0.8 * long_words:
            case = _Case.UPPER
        elif long_words >= 4 and capitals == long_words and text[limit - 1 : limit] != ".":
            case = _Case.TITLE
        cases.extend([case] * (last - first))
        first = last
    return cases


class _Reader:
    """A text as its words, with what is needed to judge whether a name in it stands as a place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.vocabulary = load_place_words()
        self.words = read_words(text)
        self.is_capital = _read_capitals(text, self.words)
        self.cases = _read_cases(text, self.words)

    def match(self, index: int, taken: int) -> int | None:
        """Return the end of the longest name of a place that begins at a word, or None."""
        keys, joined = self.words.keys, self.words.joined
        limit = index + 1
        while (
            limit < len(keys)
            and limit - index < LONGEST_NAME
            and joined[limit]
            and not self.words.possessive[limit - 1]
        ):
            if not self.is_capital[limit] and keys[limit] not in self.vocabulary.particles:
                break
            limit += 1
        for end in range(limit, index, -1):
            if not self.is_capital[end - 1] and not keys[end - 1].isdigit():
                continue
            key = join_keys(keys[index:end])
            standing = _judge(key)
            word = self.text[self.words.starts[index] : self.words.ends[end - 1]]
            if end == index + 1 and word.isupper() and len(keys[index]) <= 3:
                is_country = find_country_key(key, is_upper=True) is not None
                plain = self.cases[index] is not _Case.UPPER or "." in word
                standing = _Standing.STRONG if is_country and plain else None
            if standing is None:
                continue
            if self._stands_as_place(index, end, taken, standing):
                return end
        return None

    def _stands_as_place(self, index: int, end: int, taken: int, standing: _Standing) -> bool:
        keys = self.words.keys
        if keys[index] in self.vocabulary.function and (
            self.cases[index] is _Case.UPPER or keys[index] not in ARTICLES
        ):
            # "As Suwayda" and "At Tall" are names; "AT THE SAN" is none.
            return False
        if end > index + 1 and keys[end - 1] in self.vocabulary.function:
            return False
        follows_kind = self._is_division(index, end, standing)
        if self._touches_hyphen(index, end, taken):
            return False
        if self.cases[index] is _Case.MIXED and not self._stands_free(index, end, taken):
            return False
        if self._names_body(index):
            return False
        if standing is _Standing.STRONG or follows_kind or self._has_container(index, end):
            return True
        if standing is _Standing.WEAK:
            is_listed = taken > 0 and self.text[self.words.ends[taken - 1] : self.words.starts[index]] in _LISTINGS
            return self.cases[index] is _Case.MIXED and (is_listed or self._has_cue(index, self.vocabulary.cues))
        return standing is _Standing.DOUBTFUL and self._has_cue(index, self.vocabulary.locatives)

    def _is_division(self, index: int, end: int, standing: _Standing) -> bool:
        """Return whether "province" or the like follows; for a word that is a name too, as in "Unity state"."""
        if end >= len(self.words.keys) or not self.words.joined[end] or not self._is_division_word(end):
            return False
        if standing is not _Standing.NEVER:
            return True
        entries = load_gazetteer().find(join_keys(self.words.keys[index:end]))
        return (
            self.cases[index] is _Case.MIXED
            and not self._heads_body(end)
            and any(entry.precision in (Precision.ADMIN1, Precision.ADMIN2) for entry in entries)
        )

    def _is_division_word(self, index: int) -> bool:
        return find_kind(self.words.keys[index]) in (Precision.ADMIN1, Precision.ADMIN2)

    def _has_container(self, index: int, end: int) -> bool:
        """Return whether a comma and a country or division that holds the place follow: "Van, Turkey"."""
        if end >= len(self.words.keys) or self.text[self.words.ends[end - 1] : self.words.starts[end]] != ", ":
            return False
        entries = load_gazetteer().find(join_keys(self.words.keys[index:end]))
        return self.text[self.words.starts[end]].isupper() and any(
            all(self.words.joined[end + 1 : stop]) and _holds(join_keys(self.words.keys[end:stop]), entries)
            for stop in range(min(end + 3, len(self.words.keys)), end, -1)
        )

    def _touches_hyphen(self, index: int, end: int, taken: int) -> bool:
        """Return whether a hyphen ties the name to something else: "pro-Russia"; not "the Mosul-Kirkuk road"."""
        before, after = self.words.starts[index] - 1, self.words.ends[end - 1]
        if before > 0 and self.text[before] in HYPHENS and self.text[before - 1].isalnum() and taken != index:
            return True
        has_hyphen = after + 1 < len(self.text) and self.text[after] in HYPHENS and self.text[after + 1].isalnum()
        return (
            has_hyphen
            and end < len(self.words.keys)
            and (not self.is_capital[end] or _judge(self.words.keys[end]) is None)
        )

    def _stands_free(self, index: int, end: int, taken: int) -> bool:
        """Return whether no capitalised neighbour makes the name a part of a larger one."""
        keys = self.words.keys
        if (
            index > taken
            and self.words.joined[index]
            and self.is_capital[index - 1]
            and self.text[self.words.starts[index] - 1] != "\n"
        ):
            before = keys[index - 1]
            if not (
                before in self.vocabulary.beside
                or before in self.vocabulary.function
                or find_demonym(before)
                or self.words.possessive[index - 1]
                or before.endswith("ing")
            ):
                return False
        if end < len(keys) and self.words.joined[end] and self.is_capital[end] and not self.words.possessive[end - 1]:
            after = keys[end]
            gap = self.text[self.words.ends[end - 1] : self.words.starts[end]]
            if "\n" in gap or (gap != "" and gap in HYPHENS) or find_country_key(after, is_upper=False) is not None:
                return True
            is_beside = after in self.vocabulary.beside and after not in self.vocabulary.bodies
            return is_beside and not self._heads_body(end)
        return True

    def _heads_body(self, index: int) -> bool:
        """Return whether a capitalised "State" or "Department" is that of a body: "Ohio State University"."""
        after = index + 1
        if not self.is_capital[index] or after >= len(self.words.keys) or not self.words.joined[after]:
            return False
        return self.words.keys[after] == "of" or (
            self.is_capital[after] and self.words.keys[after] not in self.vocabulary.calendar
        )

    def _names_body(self, index: int) -> bool:
        """Return whether the name ends that of a body: "University of Mosul", "Islamic State in Iraq"."""
        keys = self.words.keys
        before = index - 1
        while before > 0 and self.words.joined[before + 1] and index - before < 7:
            if keys[before] == "state" and keys[before - 1] == "islamic":
                return True
            before -= 1
        before = index - 1
        while before > 0 and keys[before] in ("the", "and"):
            before -= 1
        if before < 1 or keys[before] not in ("of", "in"):
            return False
        return keys[before] == "of" and keys[before - 1] in self.vocabulary.bodies

    def _has_cue(self, index: int, cues: frozenset[str]) -> bool:
        keys = self.words.keys
        before = index - 1
        while (
            before >= 0
            and index - before <= 4
            and (keys[before] in self.vocabulary.directions or keys[before] in ("the", "nearby"))
        ):
            before -= 1
        if before < 0:
            return False
        if keys[before] == "of":
            return "of" in cues or (before > 0 and keys[before - 1] in self.vocabulary.place_nouns)
        return keys[before] in cues or find_kind(keys[before]) is not None or keys[before] in self.vocabulary.directions

    def include_kind(self, index: int, end: int) -> int:
        """Return the end with "province" or "district" where it follows, for it says which of two places is meant."""
        if end >= len(self.words.keys) or not self.words.joined[end] or self.words.possessive[end - 1]:
            return end
        if find_country_key(join_keys(self.words.keys[index:end]), is_upper=True) is not None:
            return end
        return end + 1 if self._is_division_word(end) and not self._heads_body(end) else end


def widen_place(text: str, mention: PlaceMention) -> PlaceMention:
    """Return the mention with the words beside it that tell more of the place, for `resolve_place` to read.

    "Mosul" in "on the outskirts of Mosul" -> "outskirts of Mosul"; in "near Mosul airport" -> "near Mosul airport"; in
    "Tripoli, Lebanon," -> "Tripoli, Lebanon"; "in Mosul" -> "Mosul".
    """
    vocabulary = load_place_words()
    window = 60
    left = max(0, mention.start - window)
    before = read_words(text[left : mention.start])
    start = mention.start
    reach = mention.start - left
    for i in range(len(before.keys) - 1, -1, -1):
        gap = text[left + before.ends[i] : start] if reach else ""
        if gap.strip() or "\n" in gap or (i == 0 and left > 0):
            break
        key = before.keys[i]
        if key in vocabulary.near or find_kind(key) is not None:
            start = reach = left + before.starts[i]
        elif key not in ("of", "the") or i == 0 or not _leads_on(before.keys[i - 1]):
            break
        else:
            reach = left + before.starts[i]
            start = reach
    end = _widen_right(text, mention, window)
    return PlaceMention(start, end, text[start:end])


def _leads_on(key: str, *, is_after: bool = False) -> bool:
    vocabulary = load_place_words()
    if find_kind(key) is not None:
        return True
    return key in vocabulary.sites if is_after else key in vocabulary.near or key == "of"


def _widen_right(text: str, mention: PlaceMention, window: int) -> int:
    end = mention.end
    after = read_words(text[end : end + window])
    if after.keys and text[end : end + after.starts[0]] == " " and _leads_on(after.keys[0], is_after=True):
        end += after.ends[0]
        after = read_words(text[end : end + window])
    if after.keys and text[end : end + after.starts[0]] == ", " and text[end + after.starts[0]].isupper():
        entries = _read_entries(mention.text)
        for count in range(min(3, len(after.keys)), 0, -1):
            if not all(after.joined[1:count]):
                continue
            stop = end + after.ends[count - 1]
            key, word = join_keys(after.keys[:count]), text[end + after.starts[0] : stop]
            if _holds(key, entries) or (
                (word.isupper() or text[stop : stop + 1] == ".") and _holds_abbreviated(key, entries)
            ):
                return stop
    return end


def _read_entries(name: str) -> list[Entry]:
    """Return what a name before a comma may be: a small place too, but in "Illinois, Missouri" the state."""
    known = read_place_name(name)
    if known is not None and any(entry.precision >= Precision.ADMIN1 for entry in known.entries):
        return list(known.entries)
    reading = read_place_name(name, lambda _, __: True)
    return list(reading.entries) if reading else []


def _holds_abbreviated(key: str, entries: list[Entry]) -> bool:
    division = load_gazetteer().find_abbreviated(key)
    return division is not None and any(is_within(entry, division) for entry in entries)


def _holds(key: str, entries: list[Entry]) -> bool:
    """Return whether a country or first-order division of that name holds one of the entries."""
    containers = [
        entry
        for entry in load_gazetteer().find(key)
        if entry.precision in (Precision.COUNTRY, Precision.ADMIN1)
        or entry.id == f"iso:{find_country_key(key, is_upper=True)}"
    ]
    return any(is_within(entry, container) for entry in entries for container in containers)
