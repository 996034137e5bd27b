"""Who stands where about a verb or an event noun: subject, object, agent, "between", "against", "of".

Each function looks at a bounded stretch about the trigger and returns ranges of tokens that name somebody.
"""

from dataclasses import dataclass, field

from sitrep.coding.lexicon import Lexicon
from sitrep.coding.reading import Phrase, Range, Reading, name_phrase
from sitrep.language.tokens import read_word_list
from sitrep.resolving.countries import find_capital, find_demonym

_REACH = 30  # tokens: how far from its verb a subject may stand, with what comes between
_DEPTH = 3  # verbs of a list that are passed on the way to their subject
_ZONE = 15  # tokens: how far after a noun its "by", "on", "against" may stand
_PERSON_ENDINGS = ("ist", "ists", "eer", "eers", "keeper", "keepers", "worker", "workers", "driver", "drivers")
_RELATIVES = frozenset(("who", "which", "that", "whom", "whose"))
_OBJECT_PREPOSITIONS = read_word_list("on at against upon with to into over")
_RECIPIENT_PREPOSITIONS = read_word_list("on against targeting upon")
#: Possessives that stand for somebody named before.
OWNERS = frozenset(("his", "her", "their", "its", "our", "my"))
_VERB_GROUP = 'XATV"'


@dataclass(slots=True)
class Arguments:
    """Who acts and to whom it is done, as ranges of tokens; pronouns included."""

    actors: list[Range] = field(default_factory=list)
    recipients: list[Range] = field(default_factory=list)


def find_subject(reading: Reading, verb: int, depth: int = 0) -> list[Range]:
    """Return the names that are the subject of a verb, one for each member of a list; empty where there is none.

    "The army, police and fighters, backed by France, stormed": army, police, fighters
    """
    tags, lower = reading.tags, reading.lower
    index = verb - 1
    stop = max(-1, verb - _REACH)
    in_list = False
    while index > stop:
        tag = tags[index]
        if tag == "V" and index + 1 < verb and tags[index + 1] in "N#DR":
            return []
        if tag in _VERB_GROUP or tag == "d" or (tag == "P" and tags[index + 1] == "d"):
            index -= 1
        elif tag == "P":
            index -= 1  # a particle: "carried out attacks"
        elif reading.phrase_at[index] >= 0:
            first = _first_of_chain(reading, reading.phrase_at[index])
            names, first = _extend_left(reading, first)
            if first > 0 and tags[first - 1] == "P" and lower[first - 1] not in ("after", "before"):
                index = first - 2
                continue
            if in_list and first > 0 and tags[first - 1] == "V" and depth < _DEPTH:
                return find_subject(reading, first - 1, depth + 1)  # "stopped a bus, checked cards"
            relative = _find_relative(reading, first - 1)
            return _find_antecedent(reading, relative) if relative >= 0 else names
        elif tag == ",":
            earlier = _skip_insertion(reading, index, stop)
            name = _find_apposition(reading, earlier + 2, index)
            if name is not None:
                return [name]
            in_list = True
            index = earlier
        elif lower[index] == ")":
            index = _find_left(lower, index, "(", stop) - 1
        elif tag == "C":
            earlier = _find_verb_left(tags, index, stop)
            return find_subject(reading, earlier, depth + 1) if earlier >= 0 and depth < _DEPTH else []
        elif tag == "S":
            return _find_antecedent(reading, index) if lower[index] in _RELATIVES else []
        else:
            return []
    return []


def find_object(
    reading: Reading, end: int, lexicon: Lexicon, prepositions: frozenset[str] = _OBJECT_PREPOSITIONS
) -> list[Range]:
    """Return the names that follow a verb as its object, one for each member of a list.

    "attacked soldiers and police in Gao": soldiers, police; "fired on a crowd": crowd
    """
    tags = reading.tags
    index = end
    while index < len(tags) and tags[index] in 'A"':
        index += 1
    if index < len(tags) and tags[index] in "PT" and reading.lower[index] in prepositions:
        index += 1
        if index < len(tags) and reading.phrase_at[index] >= 0 and reading.lower[index - 1] not in ("against", "with"):
            phrase = reading.phrases[reading.phrase_at[index]]
            if not is_somebody(reading, name_phrase(reading, phrase), lexicon):
                return []  # "rallied at the gate"
    if index >= len(tags) or reading.phrase_at[index] < 0:
        return []
    phrase = reading.phrases[reading.phrase_at[index]]
    if phrase.full_end < len(tags) and tags[phrase.full_end] == ",":
        name = _find_apposition(reading, phrase.full_end + 1, None)
        if name is not None:
            return [name]
    return _extend_right(reading, reading.phrase_at[index])


def find_inner_object(reading: Reading, tokens: Range) -> list[Range]:
    """Return the object that stands inside a phrase: "took three guards hostage" -> guards."""
    for index in range(tokens.start + 1, tokens.end - 1):
        if reading.phrase_at[index] >= 0:
            start = index
            while start < tokens.end - 1 and reading.tags[start] in "D#":
                start += 1
            return [Range(start, tokens.end - 1)] if start < tokens.end - 1 else []
    return []


def find_relative_object(reading: Reading, verb: int) -> list[Range]:
    """Return the object that stands before its relative clause: "28 students they had abducted" -> students."""
    index = verb - 1
    while index >= 0 and reading.tags[index] in _VERB_GROUP:
        index -= 1
    if index < 1 or reading.phrase_at[index] < 0:
        return []
    before = reading.phrases[reading.phrase_at[index]].start - 1
    if before < 0:
        return []
    if reading.lower[before] in ("whom", "which", "that"):
        return _find_antecedent(reading, before)
    if reading.tags[index] == "R" and reading.phrase_at[before] >= 0:
        return [name_phrase(reading, reading.phrases[reading.phrase_at[before]])]
    return []


def find_after(reading: Reading, start: int, words: frozenset[str], reach: int = _ZONE) -> list[Range]:
    """Return the names after the first of some words that follow within reach: "attack … by gunmen" -> gunmen."""
    tags, lower = reading.tags, reading.lower
    for index in range(start, min(len(tags) - 1, start + reach)):
        if tags[index] in "VS;X":
            return []
        if lower[index] in words and reading.phrase_at[index + 1] >= 0:
            return _extend_right(reading, reading.phrase_at[index + 1])
    return []


def find_agent(reading: Reading, start: int, lexicon: Lexicon) -> list[Range]:
    """Return who did what a passive tells: "was shot on Monday by gunmen" -> gunmen; a weapon is nobody."""
    tags, lower = reading.tags, reading.lower
    for index in range(start, min(len(tags) - 1, start + _ZONE)):
        if tags[index] in ";S" or (tags[index] == "V" and index > start):
            return []
        if lower[index] == "by" and reading.phrase_at[index + 1] >= 0:
            names = _extend_right(reading, reading.phrase_at[index + 1])
            return [name for name in names if not is_thing(reading, name, lexicon)]
    return []


def is_thing(reading: Reading, name: Range, lexicon: Lexicon) -> bool:
    """Return whether a name is a weapon or a blow rather than somebody."""
    head = reading.lower[name.end - 1]
    if head in lexicon.classes["bombs"].words or head in lexicon.classes["projectiles"].words:
        return True
    if reading.is_actor(name):
        return False
    return (
        head in lexicon.classes["weaponry"].words
        or head in lexicon.classes["violence"].words
        or head in lexicon.instruments
    )


def is_somebody(reading: Reading, name: Range, lexicon: Lexicon) -> bool:
    """Return whether a name is a recognised actor, a pronoun, or a word for people."""
    if reading.tags[name.start] == "R":
        return reading.lower[name.start] != "there"
    if reading.is_actor(name):
        return True
    people, bodies = lexicon.classes["people"].words, lexicon.classes["bodies"].words
    words = reading.words(name)
    if any(word in people or word in bodies for word in words) or words[-1].endswith(_PERSON_ENDINGS):
        return True
    if reading.is_place(name):
        return len(words) == 1 and find_capital(reading.name(name)) is not None  # "Baghdad demanded"
    tokens = reading.tokens[name.start : name.end]
    return 1 < len(tokens) < 5 and all(
        token.text[0].isupper() and token.lower not in lexicon.by_form for token in tokens
    )


def find_companions(reading: Reading, start: int, end: int, lexicon: Lexicon) -> list[Range]:
    """Return who is told to act along: "with the support of the militia", "backed by France"."""
    lower = reading.lower
    found: list[Range] = []
    for index in range(start, end):
        if lower[index] not in lexicon.companion_words:
            continue
        for phrase in lexicon.companions:
            stop = index + len(phrase)
            if lower[index] == phrase[0] and tuple(lower[index:stop]) == phrase and stop < len(lower):
                number = reading.phrase_at[stop]
                if number >= 0:
                    found += _extend_right(reading, number)
                break
    return found


def find_noun_arguments(reading: Reading, trigger: Range, of_role: str, lexicon: Lexicon) -> Arguments:
    """Return who acts and suffers by the words about an event noun.

    "Israel's raid on a camp": Israel -> camp; "killing of two men by gunmen": gunmen -> men; "talks between Kenya and
    Uganda": both act
    """
    found = Arguments()
    tags, lower = reading.tags, reading.lower
    number = reading.phrase_at[trigger.start]
    if number >= 0:
        phrase = reading.phrases[number]
        found.actors = _find_owner(reading, phrase, trigger)
    limit = min(len(tags), trigger.end + _ZONE)
    index = trigger.end
    while index < limit:
        tag, word = tags[index], lower[index]
        if tag == "V" and "by" in lower[index + 1 : index + 3]:  # "carried out by", "claimed by"
            found.actors += find_agent(reading, index + 1, lexicon)
            break
        if tag in ";SVX":
            break
        follows = index + 1 < len(tags) and reading.phrase_at[index + 1] >= 0
        if tag in "PT" and follows:
            names = _extend_right(reading, reading.phrase_at[index + 1], is_pair=word == "between")
            if word == "by":
                found.actors += [name for name in names if not is_thing(reading, name, lexicon)]
            elif word == "between" or (word in ("with", "among") and of_role == "both"):
                found.actors += names
            elif word == "of" and index == trigger.end:
                (found.recipients if of_role == "recipient" else found.actors).extend(names)
            elif word in _RECIPIENT_PREPOSITIONS and not reading.is_place(names[0]):
                (found.actors if of_role == "both" else found.recipients).extend(names)
            index = max(index + 1, names[-1].end if names else index + 1)
            continue
        index += 1
    return found


def _find_owner(reading: Reading, phrase: Phrase, trigger: Range) -> list[Range]:
    """Return whose attack it is: before a genitive, or an actor among the words before the noun."""
    for index in range(trigger.start - 1, phrase.start - 1, -1):
        if reading.tags[index] == "G" and index > phrase.start:
            return [name_phrase(reading, Phrase(phrase.start, index, index))]
    inner = [actor for actor in reading.actors if phrase.start <= actor.start < trigger.start]
    if inner:
        return [Range(inner[-1].start, min(inner[-1].end, trigger.start))]
    for index in range(phrase.start, trigger.start):
        if reading.tokens[index].text[0].isupper() and find_demonym(reading.tokens[index].text) is not None:
            return [Range(index, index + 1)]  # "Iraqi air strikes"
    if reading.lower[phrase.start] in OWNERS:
        return [Range(phrase.start, phrase.start + 1)]  # "his visit"
    return []


def _find_relative(reading: Reading, index: int) -> int:
    """Return the relative pronoun whose verb a phrase is the object of: "farmers who oppose the deal | blocked"."""
    tags = reading.tags
    if index < 0 or tags[index] != "V":
        return -1
    while index >= 0 and tags[index] in _VERB_GROUP:
        index -= 1
    return index if index > 0 and reading.lower[index] in ("who", "which") else -1


def _first_of_chain(reading: Reading, number: int) -> int:
    """Return the first token of "members of the council of ministers", reached at its last phrase."""
    while number > 0:
        start = reading.phrases[number].start
        earlier = reading.phrases[number - 1]
        if reading.lower[start - 1] == "of" and earlier.end == start - 1:
            number -= 1
        else:
            break
    return reading.phrases[number].start


def _extend_left(reading: Reading, first: int) -> tuple[list[Range], int]:
    """Return the members of a list that ends in a phrase, and the token it begins at."""
    names = [name_phrase(reading, reading.phrases[reading.phrase_at[first]])]
    tags = reading.tags
    joined = False
    while first > 1:
        before = first - 1
        if tags[before] == "C":
            joined = True
            before -= 1
            if before > 0 and tags[before] == ",":
                before -= 1
        elif tags[before] == "," and joined:
            before -= 1
        else:
            break
        if before < 0 or reading.phrase_at[before] < 0:
            break
        start = _first_of_chain(reading, reading.phrase_at[before])
        names.insert(0, name_phrase(reading, reading.phrases[reading.phrase_at[start]]))
        first = start
    return names, first


def _extend_right(reading: Reading, number: int, *, is_pair: bool = False) -> list[Range]:
    """Return the members of a list that begins with a phrase; commas count where "and" closes the list.

    What "and" leads to is another clause where a verb follows, but not after "between".
    """
    members = [number]
    tags = reading.tags
    closed = False
    current = number
    while not closed:
        index = reading.phrases[current].full_end
        if index < len(tags) and tags[index] == ",":
            index += 1
            if index < len(tags) and tags[index] == "C":
                closed = True
                index += 1
        elif index < len(tags) and tags[index] == "C":
            closed = True
            index += 1
        else:
            break
        if index >= len(tags) or reading.phrase_at[index] < 0:
            closed = False
            break
        current = reading.phrase_at[index]
        end = reading.phrases[current].full_end
        if end < len(tags) and tags[end] in "VX" and not is_pair:
            closed = len(members) > 1 and closed
            break
        members.append(current)
    kept = members if closed else members[:1]
    return [name_phrase(reading, reading.phrases[member]) for member in kept]


def _skip_insertion(reading: Reading, comma: int, stop: int) -> int:
    """Return the token before an insertion that ends at a comma: "Ali, 22, from Gao, shot"."""
    earlier = _find_left(reading.lower, comma, ",", stop)
    if earlier > stop:
        return earlier - 1
    return comma - 1


def _find_apposition(reading: Reading, start: int, end: int | None) -> Range | None:
    """Return the name that stands alone between commas: "the minister, Haider al-Abadi, said" -> Haider al-Abadi."""
    if start >= len(reading.tags) or reading.phrase_at[start] < 0 or reading.tags[start] != "N":
        return None
    phrase = reading.phrases[reading.phrase_at[start]]
    tokens = reading.tokens[phrase.start : phrase.end]
    follows = reading.tags[phrase.end] if phrase.end < len(reading.tags) else ";"
    if phrase.start != start or (phrase.end != end if end is not None else follows not in ",;"):
        return None
    if len(tokens) < 2 or not all(any(map(str.isupper, token.text)) for token in (tokens[0], tokens[-1])):
        return None
    whole = Range(phrase.start, phrase.end)
    before = reading.phrase_at[start - 2] if start > 1 else -1
    if reading.is_place(whole) or before < 0 or reading.tokens[start - 2].text.isupper():
        return None
    if reading.is_place(Range(start - 2, start - 1)) and reading.tags[start - 2] != "G":
        head = reading.phrases[before].start
        if reading.lower[head - 1] not in ("of", "for"):
            return None
    return whole


def _find_left(lower: list[str], index: int, sign: str, stop: int) -> int:
    index -= 1
    while index > stop and lower[index] != sign:
        index -= 1
    return index


def _find_verb_left(tags: list[str], index: int, stop: int) -> int:
    for position in range(index - 1, stop, -1):
        if tags[position] == "V":
            return position
        if tags[position] == ";":
            return -1
    return -1


def _find_antecedent(reading: Reading, index: int) -> list[Range]:
    """Return what a relative pronoun stands for: the phrase before it."""
    before = index - 1
    while before >= 0 and reading.tags[before] in ',P"':
        before -= 1
    if before < 0 or reading.phrase_at[before] < 0:
        return []
    first = _first_of_chain(reading, reading.phrase_at[before])
    return [name_phrase(reading, reading.phrases[reading.phrase_at[first]])]
