"""How a phrase of the lexicon is used: as a verb, active or passive, as an event noun, or not at all."""

from sitrep.coding.inflection import BASE, ING, PARTICIPLE, PAST
from sitrep.coding.lexicon import Entry, Lexicon
from sitrep.coding.reading import Reading
from sitrep.language.tokens import read_word_list

BE = read_word_list(
    """
    is are was were be been being am isn't aren't wasn't weren't get gets got getting 're
    """
)
#: What is done by words has a past that is seldom a participle: "the council condemned on Monday the attack".
_SPOKEN = read_word_list("ACCUSE REQUEST REJECT SUPPORT THREATEN AGREE CONSULT")


def find_voice(reading: Reading, entry: Entry, index: int, end: int, lexicon: Lexicon) -> str | None:
    """Return how the phrase is used, or None where it is used as another part of speech."""
    tags, lower = reading.tags, reading.lower
    if entry.table == "nouns":
        last = end - 1
        if tags[last] in "Vd" or tags[index] == "V" or _is_in_name(reading, index, end):
            return None
        follows_noun = end < len(tags) and tags[end] == "N" and reading.phrase_at[end] == reading.phrase_at[last]
        if (
            follows_noun
            and lower[end] not in lexicon.classes["carrier"].words
            and reading.tokens[end].text[0].islower()
        ):
            return None
        return "noun"
    if entry.phrase.startswith("="):
        return "active" if "active" in entry.flags else "passive"
    if tags[index] != "V":
        return None
    kind = lexicon.verb_forms.get(lower[index], 0)
    if kind == ING:
        return None if "passive" in entry.flags else "ing"
    voice = "active"
    if kind & PARTICIPLE and "active" not in entry.flags and is_passive(reading, index, end, kind, entry.type):
        voice = "passive"
    if "passive" in entry.flags and voice != "passive":
        return None
    return voice


def _is_in_name(reading: Reading, index: int, end: int) -> bool:
    """Return whether an event noun is a part of a body's name: "Popular Mobilisation Forces"."""
    if not reading.tokens[index].text[0].isupper():
        return False
    return any(actor.start <= index and end < actor.end for actor in reading.actors) or any(
        actor.start < index and end <= actor.end and end - actor.start > 2 for actor in reading.actors
    )


def find_command(reading: Reading, lexicon: Lexicon) -> int:
    """Return the end of a command that opens the sentence, or 0: "Lift the siege now!" tells of none lifted."""
    tags = reading.tags
    first = 0
    while first < len(tags) and tags[first] in 'A"':
        first += 1
    if first == len(tags) or tags[first] != "V" or lexicon.verb_forms.get(reading.lower[first]) != BASE:
        return 0
    end = first + 1
    while end < len(tags) and tags[end] not in ',;"':
        end += 1
    return end


def is_passive(reading: Reading, index: int, end: int, kind: int, type_code: str = "") -> bool:
    """Return whether a participle is passive: after "be", before "by", or without object after what it befell."""
    tags, lower = reading.tags, reading.lower
    before = index - 1
    while before >= 0 and tags[before] in 'Ad"':
        before -= 1
    if before >= 0 and tags[before] == "X":
        return lower[before] in BE
    if not kind & PAST:
        return True
    if any(tag in "N#DR" for tag in tags[index + 1 : end]):
        return False  # the phrase holds its object: "seized power"
    after = end
    while after < len(tags) and tags[after] in 'A"':
        after += 1
    if after >= len(tags) or lower[after] == "by":
        return True
    if tags[after] in "D#NRTS" or type_code in _SPOKEN:
        return False
    return before < 0 or tags[before] in "N#,;V" or tags[before] == "S"
