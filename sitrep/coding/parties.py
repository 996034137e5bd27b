"""Which of the noun phrases about a trigger can be somebody, and who else may be meant where none can."""

from collections.abc import Sequence

from sitrep.coding.arguments import OWNERS, find_after, is_somebody, is_thing
from sitrep.coding.lexicon import Lexicon
from sitrep.coding.reading import Range, Reading
from sitrep.coding.triggers import Trigger, find_sector
from sitrep.language.tokens import read_word_list
from sitrep.resolving.countries import find_capital

_AGAINST = read_word_list("against from targeting on at")
_TOWARDS = read_word_list("to for from with against on")
_BESIDE = read_word_list("in inside by at near with across throughout within around outside under")
_ZONE = 16
#: Types whose recipients are people, bodies or states; the others may befall houses and roads as well.
_PERSONAL = read_word_list(
    """
    AGREE CONSULT SUPPORT CONCEDE COOPERATE AID REQUEST ACCUSE REJECT THREATEN SANCTION RETREAT MOBILIZE PROTEST
    COERCE
    """
)
_VERBAL = read_word_list("AGREE SUPPORT CONCEDE REQUEST ACCUSE REJECT THREATEN SANCTION")
#: Types that befall bodies: what stands as object is somebody unless it is a known thing.
_BODILY = read_word_list("RETREAT SANCTION COERCE")
_THINGS = [
    "road",
    "border",
    "seizable",
    "weapons",
    "weaponry",
    "aid",
    "money",
    "agreement",
    "law",
    "talks",
    "ceasefire",
    "demands",
    "sanctions",
    "restrictions",
    "ties",
    "media",
    "internet",
    "licence",
    "power",
    "emergency",
    "curfew",
    "siege",
    "job",
    "office",
    "debt",
    "assets",
    "square",
    "statue",
    "custody",
    "sentence",
]
#: Types whose recipient may stand anywhere after the trigger.
_SEEKING = read_word_list("AGREE SUPPORT CONCEDE AID REQUEST ACCUSE REJECT THREATEN SANCTION")


def choose_actors(reading: Reading, names: Sequence[Range], lexicon: Lexicon) -> list[Range]:
    """Return the names that can act: not an attack, a weapon, a town; a capital stands for its government."""
    return [name for name in names if _can_act(reading, name, lexicon)]


def choose_recipients(reading: Reading, trigger: Trigger, lexicon: Lexicon) -> list[Range]:
    """Return those to whom it is done: of those that stand as object, else the next actor named after the trigger.

    "welcomed the agreement between Kenya and Uganda": Kenya, Uganda; "attacked the town of Gao": nobody, a place
    """
    names = [name for name in trigger.arguments.recipients if _can_suffer(reading, name, trigger.type, lexicon)]
    if names or trigger.entry.of_role == "both" or "both" in trigger.entry.flags:
        return names
    taken = trigger.arguments.actors
    if trigger.voice == "passive":
        return []
    if trigger.type in _SEEKING and trigger.voice != "noun":
        return _find_next_actors(reading, trigger.tokens.end, taken)
    if trigger.type == "ASSAULT":
        found = _find_driven_out(reading, trigger.tokens.end, lexicon)
        if found:
            return found
    words = _TOWARDS if trigger.type in _SEEKING else _AGAINST
    found = find_after(reading, trigger.tokens.end, words, _ZONE)
    return [
        name
        for name in found
        if reading.is_actor(name) and name not in taken and _can_suffer(reading, name, trigger.type, lexicon)
    ]


def _can_act(reading: Reading, name: Range, lexicon: Lexicon) -> bool:
    if is_somebody(reading, name, lexicon) or reading.lower[name.start] in OWNERS:
        return True
    if is_thing(reading, name, lexicon) or _is_happening(reading, name, lexicon):
        return False
    if reading.is_place(name):
        return find_capital(reading.name(name)) is not None
    return reading.tags[name.start] not in "#D"


def _can_suffer(reading: Reading, name: Range, type_code: str, lexicon: Lexicon) -> bool:
    if reading.is_place(name) and not reading.is_actor_itself(name):
        return type_code in _VERBAL and find_capital(reading.name(name)) is not None
    if reading.tags[name.start] == "R":
        return True
    if _is_happening(reading, name, lexicon) and not reading.is_actor(name):
        return False
    if is_somebody(reading, name, lexicon):
        return True
    if type_code in _PERSONAL and type_code not in _BODILY:
        return _is_proper(reading, name)
    if is_thing(reading, name, lexicon) or reading.tags[name.start] in "#D":
        return False
    head = reading.lower[name.end - 1]
    if head in lexicon.classes["place"].words:
        return head in lexicon.classes["buildings"].words
    return not any(head in lexicon.classes[kind].words for kind in _THINGS)


def _is_happening(reading: Reading, name: Range, lexicon: Lexicon) -> bool:
    """Return whether the head of a name is an event noun: "terrorist attacks", "liberation of key towns"."""
    words = reading.words(name)
    head = words[words.index("of") - 1] if "of" in words[1:] else words[-1]
    return any(entry.table == "nouns" for entry in lexicon.by_form.get(head, ()))


def _is_proper(reading: Reading, name: Range) -> bool:
    return name.start > 0 and all(
        token.text[0].isupper() or token.lower in ("of", "the", "and", "al")
        for token in reading.tokens[name.start : name.end]
    )


def _find_driven_out(reading: Reading, start: int, lexicon: Lexicon) -> list[Range]:
    """Return whom an operation is to eliminate or drive out: "an offensive aimed at clearing the town of rebels"."""
    purposes = lexicon.classes["retaking"].words
    seen = False
    for index in range(start, min(len(reading.tags), start + _ZONE)):
        if reading.tags[index] == ";":
            break
        seen = seen or reading.lower[index] in purposes
        if seen:
            for actor in reading.actors:
                if actor.start == index and find_sector(reading.name(actor)) in lexicon.classes["armed"].sectors:
                    return [actor]
    return []


def _find_next_actors(reading: Reading, start: int, taken: Sequence[Range]) -> list[Range]:
    """Return the first recognised actors after a trigger, a list whole, but not those that "by" or "in" leads to."""
    tags, lower = reading.tags, reading.lower
    found: list[Range] = []
    for actor in reading.actors:
        if actor.start < start or any(name.start <= actor.start < name.end for name in taken):
            continue
        if actor.start > start + _ZONE or ";" in tags[start : actor.start]:
            break
        before = actor.start - 1
        while before > start and tags[before] in "D#":
            before -= 1
        if lower[before] in _BESIDE and not found:
            continue
        if found and tags[before] not in ",C":
            break
        found.append(actor)
    return [Range(*actor) for actor in found]
