"""When, where and on whose word: what a sentence tells about its triggers beside who did what to whom."""

from collections.abc import Sequence

from sitrep.coding.arguments import find_object, find_subject
from sitrep.coding.drafts import Name
from sitrep.coding.lexicon import Lexicon
from sitrep.coding.reading import Range, Reading, name_phrase
from sitrep.language.tokens import read_word_list
from sitrep.resolving.dates import DateMention

_PLACE_PREPOSITIONS = read_word_list(
    """
    in at near outside inside into around across through throughout to off on over from within along against
    toward towards north south east west northeast northwest southeast southwest between upon beyond of for onto
    via under by
    """
)
_AREAS = read_word_list("area region city town village district province camp")
_OTHER_TIME = read_word_list("since after before when that which who whose where")
_SIDES = read_word_list(
    """
    northern southern eastern western central north south east west greater downtown upper lower
    """
)


def find_event_places(reading: Reading, lexicon: Lexicon) -> list[tuple[Range, Name]]:
    """Return the places of a sentence at which something can have happened, in order.

    Not those that belong to a name: "Government of Iraq", "Kenya police", "Turkey's army".
    """
    found: list[tuple[Range, Name]] = []
    lower, tags = reading.lower, reading.tags
    previous_end = -1
    for where, place in reading.places:
        start = where.start
        before = start - 1
        while before >= 0 and (
            tags[before] == "D" or lower[before] in _SIDES or lower[before] in lexicon.classes["place"].words
        ):
            before -= 1
        accepted = False
        if _belongs_to_actor(reading, where):
            accepted = False
        elif where.end < len(tags) and tags[where.end] == "G":
            # "Iraq's Anbar province" lies there, "Iraq's army" does not
            phrase = reading.phrase_at[where.end]
            accepted = phrase >= 0 and reading.is_place(Range(where.end, reading.phrases[phrase].end))
        elif found and previous_end == start - 1 and tags[start - 1] in ",C":
            accepted = True
        elif before < 0:
            accepted = where.end < len(tags) and tags[where.end] in ",;"
        elif tags[before] in "V":
            accepted = True
        elif lower[before] in _PLACE_PREPOSITIONS or tags[before] == "T":
            accepted = lower[before] != "of" or _is_place_of(reading, before, lexicon)
        elif tags[before] == "G":
            accepted = True
        elif tags[before] in ",;C":
            accepted = bool(found)
        elif where.end < len(tags) and tags[where.end] == "N":
            accepted = lower[where.end] in lexicon.classes["place"].words
        if accepted:
            found.append((where, Name(place.text, place.start, place.end)))
            previous_end = where.end
    return found


def _belongs_to_actor(reading: Reading, where: Range) -> bool:
    """Return whether a place is a part of an actor's name, or heads a body: "Kenya police"."""
    return any(actor.start <= where.start and where.end <= actor.end and actor != where for actor in reading.actors)


def _is_place_of(reading: Reading, before: int, lexicon: Lexicon) -> bool:
    """Return whether what "of" belongs to is a place or a happening: "town of", "siege of", not "Government of"."""
    if before == 0:
        return False
    head = reading.lower[before - 1]
    return (
        head in lexicon.classes["place"].words
        or head in lexicon.by_form
        or head
        in (
            "north",
            "south",
            "east",
            "west",
            "out",
            "outskirts",
            "part",
            "parts",
            "control",
            "center",
            "centre",
            "people",
            "residents",
        )
    )


def assign_places(
    triggers: Sequence[Range], places: Sequence[tuple[Range, Name]], reading: Reading
) -> list[list[Name]]:
    """Return the places of each trigger: those nearer to it than to another one; all, where none is nearer.

    A place told at the very start of the sentence holds for all.
    """
    found: list[list[Name]] = [[] for _ in triggers]
    for where, name in places:
        if len(triggers) == 1:
            found[0].append(name)
            continue
        distances = [_distance(where, trigger, reading) for trigger in triggers]
        nearest = min(distances)
        for index, distance in enumerate(distances):
            if distance == nearest:
                found[index].append(name)
    opening = [name for where, name in places if triggers and where.end <= triggers[0].start]
    for trigger, names in zip(triggers, found, strict=True):
        if not names:
            near = [name for where, name in places if not _is_of_another(where, trigger, triggers, reading)]
            names.extend(opening or near)
    return found


def _distance(where: Range, trigger: Range, reading: Reading) -> int:
    """Return the tokens between a place and a trigger; a place before its trigger counts double, a comma three."""
    if where.start >= trigger.end:
        between = reading.tags[trigger.end : where.start]
        return len(between) + 3 * between.count(",") + 10 * between.count("V")
    between = reading.tags[where.end : trigger.start]
    return 2 * len(between) + 3 * between.count(",") + 10 * between.count("V")


def assign_dates(triggers: Sequence[Range], reading: Reading, speech: frozenset[str]) -> list[DateMention | None]:
    """Return the date of each trigger: the nearest of its sentence that is not the day somebody said so."""
    found: list[DateMention | None] = []
    for trigger in triggers:
        near = [
            (_distance(where, trigger, reading), index)
            for index, (where, _) in enumerate(reading.dates)
            if not _is_of_another(where, trigger, triggers, reading) and not _dates_saying(where, reading, speech)
        ]
        found.append(reading.dates[min(near)[1]][1] if near else None)
    return found


def _dates_saying(where: Range, reading: Reading, speech: frozenset[str]) -> bool:
    """Return whether a date tells when something was said: "the governor said on Saturday"."""
    before = where.start - 1
    if before > 0 and reading.tags[before] == "P":
        before -= 1
    return before >= 0 and reading.tags[before] == "V" and reading.lower[before] in speech


def _is_of_another(where: Range, trigger: Range, triggers: Sequence[Range], reading: Reading) -> bool:
    """Return whether a date or place belongs to a later trigger: "the largest operation since the battle of 2017"."""
    between = reading.lower[trigger.end : where.start]
    return any(word in _OTHER_TIME for word in between) and any(other.start >= trigger.end for other in triggers)


def points_back(reading: Reading) -> bool:
    """Return whether a sentence speaks of the place of the one before: "this region"."""
    lower = reading.lower
    return any(word == "this" and lower[index + 1] in _AREAS for index, word in enumerate(lower[:-1]))


def find_speaker(reading: Reading, lexicon: Lexicon, speech: frozenset[str]) -> tuple[int, Name] | None:
    """Return the verb of saying, one of `speech`, and who says it: "according to X", "X said", "said X"."""
    lower, tags = reading.lower, reading.tags
    for index, word in enumerate(lower):
        if word not in speech:
            continue
        if word == "according":
            if index + 2 < len(lower) and lower[index + 1] == "to" and reading.phrase_at[index + 2] >= 0:
                return index, make_name(reading, name_phrase(reading, reading.phrases[reading.phrase_at[index + 2]]))
            continue
        if tags[index] != "V" or (index and tags[index - 1] == "X" and lower[index - 1] not in ("has", "had", "have")):
            continue
        names = find_subject(reading, index)
        if not names and index + 1 < len(lower) and tags[index + 1] in "DN":
            names = find_object(reading, index + 1, lexicon)
        if names and tags[names[0].start] != "R":
            return index, make_name(reading, names[0])
    return None


def make_name(reading: Reading, tokens: Range) -> Name:
    """Return a range of tokens as a name."""
    span = reading.text_span(tokens)
    return Name(reading.text[span.start : span.end], span.start, span.end, reading.is_actor(tokens))
