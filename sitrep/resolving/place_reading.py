"""Reading a place phrase: which entries of the gazetteer bear the name, and what the words around it say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sitrep.resolving.countries import find_country_key, find_demonym, load_countries
from sitrep.resolving.gazetteer import Entry, Precision, load_gazetteer
from sitrep.resolving.names import fold_name, join_keys, read_words
from sitrep.resolving.place_words import load_place_words
from sitrep.resolving.small_places import find_small_places

#: Whether a small place may be meant by its folded name.
Admits = Callable[[str, Entry], bool]

#: Longer names are read no further, so that the time a name takes is bounded.
MAXIMUM_WORDS = 40


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """What was understood of a name.

    Attributes:
        key: the name proper, folded.
        entries: the entries of the gazetteer that bear it; none where it is not known but lies in something that is.
        kind: what the word beside it says it is: a division ("province", "district") or a town.
        is_near: whether the place is near or a part of the one named.
        inside: what else the phrase names that it lies in, innermost first, each with all entries of that name.
    """

    key: str
    entries: tuple[Entry, ...]
    kind: Precision | None = None
    is_near: bool = False
    inside: tuple[tuple[Entry, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    keys: Sequence[str]
    is_lower: Sequence[bool]
    is_upper: Sequence[bool]
    possessive: Sequence[bool]
    admits: Admits | None = None

    def cut(self, low: int, high: int) -> _Words:
        return _Words(
            self.keys[low:high],
            self.is_lower[low:high],
            self.is_upper[low:high],
            self.possessive[low:high],
            self.admits,
        )

    def find_entries(self, low: int, high: int, kind: Precision | None) -> tuple[Entry, ...]:
        """Return the entries that bear the name that the words make, small places among them where they may.

        Those that fit the word beside the name where there are such; no small place drives out what is known.
        """
        key = join_keys(list(self.keys[low:high]))
        known = _find_entries(key, is_upper=all(self.is_upper[low:high]))
        fitting = tuple(entry for entry in known if _fits_kind(entry, kind)) or known
        if self.admits is None or all(self.is_lower[low:high]):
            return fitting
        small = [entry for entry in find_small_places(key) if self.admits(key, entry)]
        return (*fitting, *(entry for entry in small if not known or _fits_kind(entry, kind)))


def read_place_name(name: str, admits: Admits | None = None) -> PlaceReading | None:
    """Return what is understood of a phrase without commas, or None where nothing of it is known.

    "northern Mosul" -> Mosul, near; "the Iraqi city of Mosul" -> Mosul, a town, inside Iraq; "a village in Nineveh
    province" -> no entry, inside Nineveh.

    Args:
        name: the phrase.
        admits: tells of a small place whether it may be meant; none is looked for without.
    """
    words = read_words(name)
    count = min(len(words.keys), MAXIMUM_WORDS)
    spans = list(zip(words.starts[:count], words.ends[:count], strict=True))
    return _read(
        _Words(
            words.keys[:count],
            [name[start].islower() for start, _ in spans],
            [name[start:end].isupper() for start, end in spans],
            words.possessive[:count],
            admits,
        )
    )


def _read(words: _Words) -> PlaceReading | None:
    """Return what words mean, peeling off at both ends what is not the name until the gazetteer knows what is left."""
    vocabulary = load_place_words()
    low, high = 0, len(words.keys)
    kind: Precision | None = None
    is_near = has_ending = False
    inside: list[tuple[Entry, ...]] = []
    while low < high:
        entries = words.find_entries(low, high, kind)
        if entries:
            return PlaceReading(join_keys(list(words.keys[low:high])), entries, kind, is_near, tuple(inside))
        first, last = words.keys[low], words.keys[high - 1]
        country = find_demonym(first) or (find_country_key(first, is_upper=True) if words.possessive[low] else None)
        if country is not None:
            if high - low == 2 and last == "capital":
                return _read_capital(country, is_near=is_near)
            inside.append(_find_state(country))
            low, is_near = low + 1, False
        elif (
            high - low > 1
            and last != "capital"
            and (find_kind(last) is not None or last in vocabulary.sites)
            and not has_ending
        ):
            kind, is_near = find_kind(last) or kind, is_near or last in vocabulary.sites
            high, has_ending = high - 1, True
        elif first in vocabulary.near or first.isdigit():
            low, is_near = low + 1, True
        elif find_kind(first) is not None:
            low, kind, is_near = low + 1, find_kind(first), False
        elif first == "in" and kind is not None:
            return _read_container(words.cut(low + 1, high), inside)
        elif first in vocabulary.fillers:
            low += 1
        else:
            break
    rest = _read_split(words, low, high, is_near=is_near)
    if rest is None and low + 1 < high and words.is_lower[low]:
        rest = _read(words.cut(low + 1, high))
    if rest is not None:
        return replace(rest, kind=rest.kind or kind, is_near=rest.is_near or is_near, inside=(*inside, *rest.inside))
    return PlaceReading("", (), kind, is_near, tuple(inside)) if inside else None


def _read_container(words: _Words, inside: Sequence[tuple[Entry, ...]]) -> PlaceReading | None:
    """Return what "a village in" says of the place after it: the village is not known, but lies there."""
    around = _read(words)
    if around is None:
        return None
    entries = (around.entries,) if around.entries else ()
    return PlaceReading("", (), None, is_near=False, inside=(*inside, *entries, *around.inside))


def _read_split(words: _Words, low: int, high: int, *, is_near: bool) -> PlaceReading | None:
    """Return what two names with "in", "of" or "near" between them mean.

    "Jaghori district of Ghazni" -> Jaghori inside Ghazni; "the Damascus suburb of Darayya" -> Darayya; "a market in
    Baghdad" -> in Baghdad; "Karkh neighbourhood in Baghdad" -> a part of Baghdad where Karkh is not known.
    """
    vocabulary = load_place_words()
    split = next((i for i in range(low + 1, high - 1) if words.keys[i] in vocabulary.connectors), None)
    tail = _read(words.cut(split + 1, high)) if split is not None else None
    if split is None or tail is None:
        return None
    connector, noun = words.keys[split], words.keys[split - 1]
    is_described = all(words.is_lower[low:split])
    head = None if is_described else _read(_admit_inside(words.cut(low, split), tail.entries))
    if not tail.entries:
        return head
    if head is not None and head.entries:
        is_named_after = connector == "of" and (find_kind(noun) is not None or noun in vocabulary.sites)
        if is_named_after and not any(is_within(a, b) for a in head.entries for b in tail.entries):
            around = (head.entries,) if any(is_within(b, a) for a in head.entries for b in tail.entries) else ()
            return replace(tail, kind=find_kind(noun) or tail.kind, inside=(*around, *tail.inside))
        return replace(head, inside=(*head.inside, tail.entries, *tail.inside))
    is_inside = connector in ("in", "of", "at", "inside") and is_described
    return PlaceReading("", (), None, not is_inside or is_near or tail.is_near, (tail.entries, *tail.inside))


def _admit_inside(words: _Words, around: Sequence[Entry]) -> _Words:
    """Return the words, for which small places may stand too that lie where the phrase says: "Zwolle in Louisiana"."""
    admits = words.admits
    if admits is None:
        return words

    def lies_there(key: str, entry: Entry) -> bool:
        return admits(key, entry) or any(is_within(entry, container) for container in around)

    return replace(words, admits=lies_there)


def _find_entries(key: str, *, is_upper: bool) -> tuple[Entry, ...]:
    entries = load_gazetteer().find(key)
    country = find_country_key(key, is_upper=is_upper)
    if country is not None and all(entry.id != f"iso:{country}" for entry in entries):
        entries.extend(_find_state(country))
    return tuple(entries)


def _find_state(country: str) -> tuple[Entry, ...]:
    entry = load_gazetteer().find_id(f"iso:{country}")
    return (entry,) if entry is not None else ()


def _read_capital(country: str, *, is_near: bool) -> PlaceReading | None:
    capitals = load_countries()[country].capitals
    if not capitals:
        return None
    key = fold_name(capitals[0])
    entries = tuple(entry for entry in load_gazetteer().find(key) if entry.country == country)
    return PlaceReading(key, entries, Precision.EXACT, is_near) if entries else None


def is_within(entry: Entry, container: Entry) -> bool:
    """Return whether one entry lies in the other, a country, division, region or the division that a town is in."""
    if entry.id == container.id:
        return False
    if container.precision is Precision.COUNTRY:
        return entry.country == container.country and entry.precision is not Precision.COUNTRY
    if container.precision is Precision.REGION:
        return container.country is None or entry.country == container.country
    return container.admin1_code is not None and entry.admin1_code == container.admin1_code


def find_kind(word: str) -> Precision | None:
    """Return what a word says a place is: "province" -> ADMIN1, "district" -> ADMIN2, "city" -> EXACT; else None."""
    vocabulary = load_place_words()
    if word in vocabulary.admin1:
        return Precision.ADMIN1
    if word in vocabulary.admin2:
        return Precision.ADMIN2
    return Precision.EXACT if word in vocabulary.towns else None


def _fits_kind(entry: Entry, kind: Precision | None) -> bool:
    """Return whether an entry is what the word beside the name says; "region" may be any region, "city" any town."""
    if kind is None:
        return True
    if kind is Precision.ADMIN1:
        return entry.precision in (Precision.ADMIN1, Precision.ADMIN2, Precision.REGION)
    if kind is Precision.ADMIN2:
        return entry.precision in (Precision.ADMIN2, Precision.EXACT)
    return entry.precision in (Precision.EXACT, Precision.NEAR)
