"""The words of a name or text as actors are read from them: known names, countries and role nouns at each place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sitrep.resolving.actor_tables import (
    ACRONYM_LEEWAY,
    Entity,
    Role,
    RoleKind,
    load_actor_tables,
    pick_entry,
)
from sitrep.resolving.actor_words import load_actor_words
from sitrep.resolving.countries import find_country_key, find_demonym_key, may_begin_country
from sitrep.resolving.gazetteer import load_gazetteer
from sitrep.resolving.names import ARTICLES, join_keys, read_words
from sitrep.resolving.place_words import load_place_words

HYPHENS = "-‐‑–"
LONGEST_COUNTRY = 5
#: Sectors of bodies that have presidents and secretaries of their own.
BODIES = frozenset(("LAB", "EDU", "BUS", "PTY", "OPP", "JUD", "LEG", "NGO", "SOC", "REL", "MED", "HLH"))
LONGEST_PERSON = 6


@dataclass(frozen=True, slots=True)
class CountryWord:
    """A country told by a word: its code, the end of the words, and whether it is a demonym ("Iraqi")."""

    country: str
    end: int
    is_demonym: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The role noun that a noun phrase is headed by, and its words; what follows it is a person's name."""

    role: Role
    start: int
    end: int


class ActorText:
    """A text as its words, to be asked what stands at each."""

    def __init__(self, text: str, on: date | None = None) -> None:
        """Read the words of a text, names as they are meant on a day."""
        self.text = text
        self.on = on
        self.words = read_words(text)
        self.keys = self.words.keys
        self.vocabulary = load_actor_words()
        self._tables = load_actor_tables()
        self.is_capital = [text[start].isupper() for start in self.words.starts]
        self._is_shouted = [False] * len(self.keys)
        #: Whether capitals tell names from words; in "THE MARXIST ARMY OF NATIONAL LIBERATION" they do not.
        self.tells_case = len(self.keys) < 2 or not text.isupper()

    def is_shouted(self, index: int) -> bool:
        """Return whether a word stands in a line in capitals."""
        return self._is_shouted[index]

    def mark_shouted(self, index: int) -> None:
        """Note that a word stands in a line in capitals, where a capital says nothing."""
        self._is_shouted[index] = True

    def cut(self, low: int, high: int) -> str:
        """Return the text from one word to another, exclusive."""
        return self.text[self.words.starts[low] : self.words.ends[high - 1]]

    def is_tied(self, low: int, high: int) -> bool:
        """Return whether a hyphen makes the words another's: "Iran-backed", "pro-Russian", "US-led"."""
        if high < len(self.keys) and self.keys[high] in self.vocabulary.ties and self._has_hyphen(high):
            return True
        return low > 0 and self.keys[low - 1] in self.vocabulary.prefixes and self._has_hyphen(low)

    def is_joined(self, index: int) -> bool:
        """Return whether a word goes on where the one before ends, with at most "the" between names."""
        return index < len(self.keys) and self.words.joined[index]

    def find_entity(self) -> Entity | None:
        """Return the entity whose name is the whole text: "Communist Party of India (Maoist)"."""
        return self._find_entry(0, len(self.keys), join_keys(self.keys))

    def match_entity(self, index: int) -> tuple[Entity, int] | None:
        """Return the entity whose longest name begins at a word, and the end of the name."""
        longest = self._tables.longest.get(self._first_key(index))
        if longest is None:
            return None
        for end, key in self._keys_from(index, longest):
            entity = self._find_entry(index, end, key)
            if entity is not None:
                return entity, end
        return None

    def _find_entry(self, low: int, high: int, key: str) -> Entity | None:
        entries = self._tables.names.get(key)
        if entries is not None:
            return pick_entry(entries, self.on)
        entries = self._tables.acronyms.get(key)
        if entries is None or not self._is_written_as_acronym(low, high):
            return None
        entry = pick_entry(entries, self.on)
        is_of_time = self.on is None or entry.measure_gap(self.on) <= ACRONYM_LEEWAY
        return entry if is_of_time else None

    def match_role(self, index: int) -> tuple[Role, int] | None:
        """Return the longest role noun that begins at a word, and its end."""
        longest = self._tables.longest.get(self._first_key(index))
        if longest is None:
            return None
        for end, key in self._keys_from(index, longest):
            role = self._tables.roles.get(key)
            if role is not None:
                return role, end
        return None

    def match_country(self, index: int) -> CountryWord | None:
        """Return the country that a name or demonym at a word tells."""
        if not self.is_capital[index] or not may_begin_country(self.keys[index]):
            return None
        has_name_before = index > 0 and self.is_capital[index - 1] and self.words.joined[index]
        for end, key in self._keys_from(index, LONGEST_COUNTRY):
            demonym = find_demonym_key(key)
            if demonym is not None:
                return CountryWord(demonym, end, is_demonym=True)
            is_upper = self._is_written_as_acronym(index, end)
            country = find_country_key(key, is_upper=is_upper)
            if country is None:
                continue
            if has_name_before and join_keys(self.keys[index - 1 : end]) in load_gazetteer():
                # "New Mexico", "Northern Ireland": a place of its own.
                return None
            return CountryWord(country, end, is_demonym=False)
        return None

    def find_stop(self, low: int) -> int:
        """Return where the noun phrase that begins at a word ends: at a comma or a connector."""
        index = low
        while index < len(self.keys):
            if index > low and not self.words.joined[index] and not self._follows_initial(index):
                return index
            country = self.match_country(index)
            role = self.match_role(index)
            reach = max(country.end if country else 0, role[1] if role else 0)
            if reach > index + 1:
                index = reach
                continue
            if self.keys[index] in self.vocabulary.connectors and not (index > 0 and self.is_tied(index - 1, index)):
                return index
            index += 1
        return len(self.keys)

    def find_head(self, low: int, high: int) -> Head | None:
        """Return the role noun that a noun phrase is headed by.

        "Turkish defence ministry spokesman" -> that of the ministry, for a weak noun yields; "Foreign Minister Sergey
        Lavrov" -> the title before the name; "Mosul University" -> None.
        """
        found: list[Head] = []
        index = low
        while index < high:
            match = self.match_role(index)
            if match is None or match[1] > high:
                index += 1
                continue
            if not self.is_tied(index, match[1]):
                found.append(Head(match[0], index, match[1]))
            index = match[1]
        if not found:
            return None
        last = found[-1]
        if any(not self.is_capital[i] and self.keys[i] not in self.vocabulary.particles for i in range(last.end, high)):
            return None
        if last.end < high and self.words.possessive[last.end - 1]:
            return None  # "People's Movement": what follows is no person's name
        if last.role.kind in (RoleKind.WEAK, RoleKind.FORCE) or self._heads_a_body(found):
            strong = next((head for head in reversed(found[:-1]) if self._is_body(head)), None)
            return last if strong is None else Head(strong.role, found[0].start, last.end)
        return Head(last.role, last.start, last.end)

    def _is_body(self, head: Head) -> bool:
        """Return whether a noun tells what the next one is of: "army | officer"; not "People's | Movement"."""
        is_peoples = head.role.sector == "CVL" and self.words.possessive[head.end - 1]
        return head.role.sector is not None and not is_peoples

    def _heads_a_body(self, found: list[Head]) -> bool:
        """Return whether the last noun is the office of the body before it: "union president", "court president"."""
        last = found[-1]
        if not self.is_office(last) or len(found) == 1 or found[-2].end != last.start:
            return False
        return found[-2].role.sector in BODIES

    def is_office(self, head: Head) -> bool:
        """Return whether a noun is an office that states and bodies alike have: "president", "secretary"."""
        return bool(self.vocabulary.offices & set(self.keys[head.start : head.end]))

    def skip_person(self, index: int) -> int:
        """Return the end of a person's name that begins at a word; the index itself where none does."""
        place_words = load_place_words()
        end = index
        if index < len(self.keys) and self._is_shouted[index]:
            return index
        while end < len(self.keys) and end - index < LONGEST_PERSON and self._continues_name(end):
            key = self.keys[end]
            if not self.is_capital[end] and key not in self.vocabulary.particles:
                break
            if key in place_words.calendar or key in place_words.function or self.keys[end].isdigit():
                break
            if key in self._tables.roles or find_demonym_key(key) is not None:
                break
            end += 1
            if self.words.possessive[end - 1]:
                break
        while end > index and not self.is_capital[end - 1]:
            end -= 1
        return end

    def _continues_name(self, index: int) -> bool:
        gap = self._gap(index)
        return "\n" not in gap and (self.is_joined(index) or self._follows_initial(index))

    def _follows_initial(self, index: int) -> bool:
        """Return whether a word follows an initial: "Stephen J. Townsend"."""
        return self._gap(index) == ". " and len(self.keys[index - 1]) == 1 and self.is_capital[index - 1]

    def _has_hyphen(self, index: int) -> bool:
        gap = self._gap(index)
        return gap != "" and gap in HYPHENS

    def _gap(self, index: int) -> str:
        return self.text[self.words.ends[index - 1] : self.words.starts[index]] if index > 0 else ""

    def _first_key(self, index: int) -> str:
        key = self.keys[index]
        is_article = key in ARTICLES and self.is_joined(index + 1)
        return "al" if is_article else key

    def _keys_from(self, index: int, longest: int) -> list[tuple[int, str]]:
        """Return the ends and folded names of all runs of words from a word on, the longest first."""
        end = index + 1
        count = 1
        while end < len(self.keys) and count < longest and self.words.joined[end]:
            count += self.keys[end] != "the"
            end += 1
        runs: list[tuple[int, str]] = []
        for stop in range(end, index, -1):
            if self.keys[stop - 1] != "the":
                runs.append((stop, join_keys(self.keys[index:stop])))
        return runs

    def _is_written_as_acronym(self, low: int, high: int) -> bool:
        word = self.cut(low, high)
        if not word.replace(".", "").replace("-", "").replace("/", "").isupper():
            return False
        return not (self._is_shouted[low] and self.keys[low] in self.vocabulary.acronyms and "." not in word)
