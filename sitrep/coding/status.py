"""Whether a happening happened, on whose word, and the tie-breaks that follow from it (codebook, sections 2 and 3)."""

from sitrep.coding.lexicon import Lexicon
from sitrep.coding.reading import Range, Reading
from sitrep.coding.triggers import Trigger
from sitrep.language.tokens import read_word_list
from sitrep.schema import Status

_GROUP = 'XATV"d'
_BE = read_word_list("is are was were be")
_REFUSED = {
    "AID": "assist",
    "AGREE": None,
    "CONSULT": "meet",
    "SUPPORT": None,
    "COOPERATE": "assist",
    "RETREAT": "yield",
    "CONCEDE": "yield",
}
_HARMFUL = read_word_list("ASSAULT COERCE SANCTION MOBILIZE PROTEST")
_PROMISED = {
    "CONSULT": "AGREE",
    "SUPPORT": "AGREE",
    "COOPERATE": "AGREE",
    "AID": "AGREE",
    "RETREAT": "CONCEDE",
}
_GOVERNED_REACH = 25
_CLAUSE_REACH = 18
_SCOPE_MODES = {
    "REQUEST": ("meet", "yield", "assist", "change"),
    "REJECT": ("meet", "yield", "assist", "change"),
    "THREATEN": ("arrest", "expel", "violence", "relations", "restrict", "territory"),
}
_CUE_OF_MODE = {"expel": "expel_threat"}


def judge_status(reading: Reading, trigger: Trigger, lexicon: Lexicon) -> str:
    """Return actual, planned, hypothetical or negated, by the verb group, the clause and the noun's own words.

    "did not attack" -> negated; "could attack" -> hypothetical; "plans to attack" -> planned
    """
    cues, lower = lexicon.cues, reading.lower
    words = _words_of_group(reading, trigger)
    trigger.will = not cues["will"].isdisjoint(words)
    if any(word in cues["negated"] or word.endswith("n't") for word in words) or _is_nobody(reading, trigger):
        return Status.NEGATED
    if any(word in cues["hypothetical"] for word in words) or _in_condition(reading, trigger):
        return Status.HYPOTHETICAL
    if any(word in cues["planned"] for word in words):
        return Status.PLANNED
    first = trigger.carrier if trigger.voice == "noun" else trigger.tokens.start
    is_verb = trigger.voice == "active" or first != trigger.tokens.start
    if first > 1 and lower[first - 1] == "to" and is_verb:
        is_noun_before = reading.tags[first - 2] == "N"
        if lower[first - 2] in _BE or (is_noun_before and _is_headline(reading)):
            return Status.PLANNED  # "the two are to meet", "France to send troops"
    return Status.ACTUAL


def _words_of_group(reading: Reading, trigger: Trigger) -> list[str]:
    """Return the words that bear on the trigger: its verb group, or for a noun its own phrase and its verb's."""
    lower, tags = reading.lower, reading.tags
    words: list[str] = []
    if trigger.voice == "noun":
        number = reading.phrase_at[trigger.tokens.start]
        start = reading.phrases[number].start if number >= 0 else trigger.tokens.start
        words += lower[start : trigger.tokens.start]
        if start and lower[start - 1] in ("not", "no"):
            words.append("not")
        if start and lower[start - 1] == "of" and start > 1:
            words.append(lower[start - 2])  # "risk of", "threat of"
        verb = trigger.carrier if trigger.carrier != trigger.tokens.start else _find_verb_before(reading, start)
        if verb < 0:
            return words
        words.append(lower[verb])
        index = verb - 1
    else:
        index = trigger.tokens.start - 1
    steps = 0
    while index >= 0 and tags[index] in _GROUP and steps < 12:
        words.append(lower[index])
        index -= 1
        steps += 1
    if index >= 0 and lower[index] == "without":
        words.append("without")
    return words


def _find_verb_before(reading: Reading, start: int) -> int:
    """Return the verb that a noun phrase is the object of, or -1."""
    index = start - 1
    if index >= 0 and reading.tags[index] == "P":
        index -= 1
    while index >= 0 and reading.tags[index] == "A":
        index -= 1
    return index if index >= 0 and reading.tags[index] == "V" else -1


def _is_nobody(reading: Reading, trigger: Trigger) -> bool:
    """Return whether the subject is nobody: "no one was hurt", "no protest took place"."""
    names = (*trigger.arguments.actors[:1], *trigger.arguments.recipients[:1])
    for name in names:
        words = reading.lower[max(0, name.start - 2) : name.end]
        if words and ("no" in words[:3] or words[0] in ("nobody", "none") or "nobody" in words):
            return True
    return False


def _in_condition(reading: Reading, trigger: Trigger) -> bool:
    """Return whether "if", "unless" or "whether" opens the clause."""
    first = trigger.tokens.start
    for index in range(first - 1, max(-1, first - _CLAUSE_REACH), -1):
        word = reading.lower[index]
        if reading.tags[index] == ";":
            return False
        if word in ("if", "unless", "whether", "lest"):
            return True
        if reading.tags[index] == "," and index < first - 6:
            return False
    return reading.lower[0] == "had" and reading.tags[1:2] == ["N"]  # "Had the army attacked"


def _has_condition_after(reading: Reading, trigger: Trigger) -> bool:
    """Return whether the clause after the trigger makes it depend: "will strike unless", "will go should they come"."""
    end = trigger.tokens.end
    for index in range(end, min(len(reading.tags), end + _CLAUSE_REACH)):
        word = reading.lower[index]
        if reading.tags[index] == ";":
            return False
        if word in ("if", "unless") or (word == "should" and reading.tags[index - 1] != "N"):
            return True
    return False


def _is_headline(reading: Reading) -> bool:
    return reading.lower[-1] not in (".", "?", "!", '"', "”")


def find_scope(reading: Reading, trigger: Trigger, lexicon: Lexicon) -> Range:
    """Return what a governing trigger governs: "urged the rebels | to leave the town | after an attack"."""
    tags, lower = reading.tags, reading.lower
    start = end = trigger.tokens.end
    while end < min(len(tags), start + _GOVERNED_REACH):
        if tags[end] == ";" or (lower[end] in lexicon.cues["scope_end"] and end > start):
            break
        if (
            lower[end] == "that"
            and end > start + 1
            and tags[end - 1] == "N"
            and tags[end + 1 : end + 2] in (["V"], [","])
        ):
            break  # a relative clause
        end += 1
    return Range(start, end)


def settle_type(reading: Reading, trigger: Trigger, lexicon: Lexicon, governed: str | None) -> None:
    """Set type, modes and status of a trigger by the tie-breaks.

    Promised cooperation is AGREE, a promised RETREAT CONCEDE; the modes of REQUEST, REJECT and THREATEN come from what
    is asked, refused or threatened.

    Args:
        reading: its sentence.
        trigger: the trigger, its status judged.
        lexicon: the lexicon.
        governed: type of the first happening in its scope, where it governs one.
    """
    entry = trigger.entry
    trigger.type, trigger.modes = entry.type, list(entry.modes)
    if trigger.status == Status.NEGATED and trigger.will and entry.type in _REFUSED and trigger.arguments.actors:
        mode = _REFUSED[entry.type]  # "will not lend", "would not meet": the saying is the act
        trigger.type, trigger.modes, trigger.status = "REJECT", [mode] if mode else [], Status.ACTUAL
    elif (
        trigger.status in (Status.PLANNED, Status.HYPOTHETICAL)
        and trigger.will
        and entry.type in _HARMFUL
        and trigger.arguments.actors
        and (_has_condition_after(reading, trigger) or _in_condition(reading, trigger))
    ):
        trigger.type, trigger.modes, trigger.status = "THREATEN", [], Status.ACTUAL
    elif trigger.status == Status.PLANNED and entry.type in _PROMISED:
        if entry.type != "RETREAT" or trigger.arguments.actors:
            trigger.type, trigger.modes = _PROMISED[entry.type], []
            trigger.status = Status.ACTUAL
    elif trigger.status == Status.PLANNED and entry.type in ("AGREE", "CONCEDE", "THREATEN", "REQUEST"):
        trigger.status = Status.ACTUAL
    if trigger.type == "AGREE" and governed in ("ASSAULT", "COERCE", "SANCTION"):
        trigger.type, trigger.modes = "THREATEN", []
    elif trigger.type == "AGREE" and governed in ("RETREAT", "CONCEDE"):
        trigger.type = "CONCEDE"
    if trigger.type in _SCOPE_MODES and (not entry.modes or trigger.type == "THREATEN"):
        mode = _find_scope_mode(reading, trigger, lexicon)
        if mode is not None:
            trigger.modes = [mode]
    if trigger.type == "ASSAULT" and not trigger.modes and "again" not in entry.flags:
        mode = _find_means(reading, trigger, lexicon)
        if mode is not None:
            trigger.modes = [mode]
    if trigger.type == "MOBILIZE" and trigger.modes == ["troops"]:
        words = {word for name in trigger.arguments.actors for word in reading.words(name)}
        if words & lexicon.classes["police"].words:
            trigger.modes = ["police"]


def _find_scope_mode(reading: Reading, trigger: Trigger, lexicon: Lexicon) -> str | None:
    scope = find_scope(reading, trigger, lexicon)
    for index in range(scope.start, scope.end):
        word = reading.lower[index]
        for mode in _SCOPE_MODES[trigger.type]:
            if word in lexicon.cues[_CUE_OF_MODE.get(mode, mode)]:
                return mode
    return None


def _find_means(reading: Reading, trigger: Trigger, lexicon: Lexicon) -> str | None:
    """Return the mode that the nearest weapon of the sentence tells."""
    best: tuple[int, str] | None = None
    for index, word in enumerate(reading.lower):
        mode = lexicon.instruments.get(word)
        if mode is not None:
            distance = abs(index - trigger.tokens.start)
            if best is None or distance < best[0]:
                best = (distance, mode)
    return best[1] if best else None
