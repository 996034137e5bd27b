"""What a pronoun stands for, from who was named before."""

from bisect import bisect_right
from dataclasses import dataclass, field

from sitrep.coding.arguments import OWNERS, find_subject
from sitrep.coding.drafts import Name
from sitrep.coding.lexicon import Lexicon
from sitrep.coding.reading import Range, Reading
from sitrep.coding.surroundings import find_speaker, make_name
from sitrep.language.tokens import read_word_list

_PERSONS = read_word_list("he she him her himself herself")
_SELVES = read_word_list("i we us me ourselves myself")
_NAMELESS = read_word_list("this that these those there one")


@dataclass(slots=True)
class Discourse:
    """Who was named last: a person, a group, a speaker; and who speaks where in the report."""

    speakers: list[tuple[int, Name]] = field(default_factory=list)
    person: Name | None = None
    group: Name | None = None

    def note_subject(self, reading: Reading, lexicon: Lexicon) -> None:
        """Remember the subject of a sentence's first verb."""
        verb = next((index for index, tag in enumerate(reading.tags) if tag in "VX"), -1)
        if verb < 0:
            return
        for tokens in find_subject(reading, verb)[:1]:
            if reading.tags[tokens.start] == "R" or reading.lower[tokens.start] in _NAMELESS:
                return
            name = make_name(reading, tokens)
            if _is_group(reading, tokens, lexicon):
                self.group = name
            elif reading.tokens[tokens.end - 1].text[0].isupper() or name.is_known:
                self.person = name

    def resolve(self, reading: Reading, tokens: Range) -> Name | None:
        """Return who a range names: itself, or what its pronoun stands for; None where nobody does.

        "He" is the person named last, "they" and "it" the group, "we" and "I" who speaks in that sentence or last.
        """
        word = reading.lower[tokens.start]
        if word in OWNERS and tokens.end - tokens.start == 1:
            return self._resolve_owner(reading, word)
        if reading.tags[tokens.start] != "R":
            return None if word in _NAMELESS and tokens.end - tokens.start == 1 else make_name(reading, tokens)
        if word in _PERSONS:
            return self.person or self.group
        if word in _SELVES:
            return self.find_speaker_near(reading.index)
        if word in ("they", "them", "themselves", "it", "itself"):
            return self.group or (self.person if word.startswith("t") else None)
        return None

    def _resolve_owner(self, reading: Reading, word: str) -> Name | None:
        if word in ("our", "my"):
            return self.find_speaker_near(reading.index)
        return self.person if word in ("his", "her") else self.group

    def find_speaker_near(self, sentence: int) -> Name | None:
        """Return who speaks in a sentence, else who spoke last before it, else the first after it."""
        after = bisect_right(self.speakers, sentence, key=lambda item: item[0])
        if after:
            return self.speakers[after - 1][1]
        return self.speakers[0][1] if self.speakers else None


def read_speakers(readings: list[Reading], lexicon: Lexicon) -> list[tuple[int, Name]]:
    """Return who speaks in which sentence."""
    found: list[tuple[int, Name]] = []
    for reading in readings:
        if lexicon.cues["speaks"].isdisjoint(reading.lower):
            continue
        speaker = find_speaker(reading, lexicon, lexicon.cues["speaks"])
        if speaker is not None:
            found.append((reading.index, speaker[1]))
    return found


def _is_group(reading: Reading, tokens: Range, lexicon: Lexicon) -> bool:
    head = reading.lower[tokens.end - 1]
    if head in lexicon.classes["officials"].words and not head.endswith("s"):
        return False
    return (
        head.endswith("s")
        or head in lexicon.classes["armed"].words
        or head in lexicon.classes["government"].words
        or reading.is_place(tokens)
        or head in ("police", "people", "men", "women", "union", "council", "parliament", "court", "ministry", "party")
        or head.isupper()
    )
