"""The part each word plays in its sentence, guessed from word lists and the word before and after.

No parser: a tag is right often enough to find the ends of noun phrases and to tell "they raid" from "a raid".

D determiner, # number, N noun, adjective or name, G genitive 's, R pronoun, P preposition, T "to", C and/or,
S subordinator or relative, X auxiliary, A adverb, V verb, d date, `,` comma, `;` break, `"` quote or other sign.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sitrep.coding.inflection import BASE, ING, PARTICIPLE, PAST, THIRD
from sitrep.coding.lexicon import Lexicon
from sitrep.language import Token
from sitrep.language.tokens import read_word_list

_SIGNS = dict.fromkeys((".", ";", ":", "?", "!", "…", "(", ")", "—", "–", "[", "]", "--", "..."), ";") | {",": ","}
_PLURALS = read_word_list(
    """
    people police policemen men women children troops taliban militia militiamen forces gunmen cattle youth
    staff army military government coalition
    """
)
_DATE_WORDS = read_word_list(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december
    """
)
_PASSED = frozenset('A"')
_OBJECT = frozenset("D#R")
_NOTHING: Mapping[int, str] = MappingProxyType({})
_OF_NOUN = read_word_list("on by of against between at")


def tag_tokens(tokens: Sequence[Token], lexicon: Lexicon, fixed: Mapping[int, str] = _NOTHING) -> list[str]:
    """Return a tag for each token.

    "Police raid two houses" -> N V # N; "a raid on two houses" -> D N P # N

    Args:
        tokens: the sentence.
        lexicon: word lists.
        fixed: tags that are known by token: dates and numbers.
    """
    known, verbs, nouns = lexicon.tags, lexicon.verb_forms, lexicon.noun_forms
    tags: list[str] = []
    last = len(tokens) - 1
    verb_before = False
    before = "^"  # the tag before, adverbs and quotes passed over
    for index, token in enumerate(tokens):
        word = token.lower
        tag = known.get(word)
        if index in fixed:
            tag = fixed[index]
        elif tag is not None and tag in "XSA" and before == "D" and token.text[0].isupper():
            tag = "N"  # "the Will of Victory"
        elif tag is not None and tag != "J":
            if word == "'s" and before != "R":
                tag = "G"
        elif not word[0].isalpha():
            tag = "#" if word[0].isdigit() else _SIGNS.get(word, '"')
        elif word in verbs:
            following = tokens[index + 1] if index < last else None
            after = fixed.get(index + 1) or _guess_tag(following, known)
            kind = verbs[word]
            if tag == "J" and before != "X":
                # "armed men" against "14 wounded", "troops backed by": the latter two are said of what comes before
                is_verb = before in "N#R" and after in "DP,;C#"
            elif before == "X":
                is_verb = kind != THIRD
            elif before == "T":
                is_verb = kind & BASE > 0
            elif kind & (PAST | PARTICIPLE) and not kind & BASE:
                is_verb = _is_past_verb(before, after, verb_before)
            elif kind == ING:
                is_verb = _is_ing_verb(before, after, word in nouns)
            else:
                previous = tokens[index - 1] if index else None
                is_verb = _is_finite_verb(
                    kind, before, after, word in nouns, verb_before, previous=previous, following=following
                )
            tag = "V" if is_verb else "N"
        elif tag == "J":
            tag = "N"
        elif word.endswith("ly") and len(word) > 4 and not token.text[0].isupper():
            tag = "A"
        elif word.endswith("ed") and len(word) > 4 and before in "NRXS" and token.text[0].islower():
            tag = "V"
        else:
            tag = "N"
        verb_before = (verb_before or tag == "V") and tag != ";"
        tags.append(tag)
        if tag not in _PASSED:
            before = tag
    return tags


def _guess_tag(token: Token | None, known: Mapping[str, str]) -> str:
    """Return the tag of the next word as far as the lists alone tell it."""
    if token is None:
        return ";"
    word = token.lower
    tag = known.get(word)
    if tag is not None:
        return "N" if tag == "J" else tag
    if not word[0].isalpha():
        return "#" if word[0].isdigit() else _SIGNS.get(word, '"')
    return "A" if word.endswith("ly") and len(word) > 4 else "N"


def _is_past_verb(before: str, after: str, verb_before: bool) -> bool:
    """Tell "they burned houses" and "14 killed in" from "the burned houses"."""
    if before in "DGP":
        return False
    if before in "#V^;":
        return after != "N"
    if before == "C":
        return verb_before or after != "N"
    return True


def _is_ing_verb(before: str, after: str, is_noun: bool) -> bool:
    """Tell "accused of killing two" from "the killing of two"."""
    if before in "DG#":
        return False
    if before == "P":
        return after in "D#RNTSG" if is_noun else after != ";"
    if before == "V":
        return after in "D#RTS" if is_noun else after != ";"
    if before == "N":
        return after in "D#R" if is_noun else after != ";"
    return after in "D#RN" if is_noun else True


def _is_finite_verb(
    kind: int,
    before: str,
    after: str,
    is_noun: bool,
    verb_before: bool,
    *,
    previous: Token | None,
    following: Token | None,
) -> bool:
    """Tell "rebels attack a base", "Israel strikes Gaza" from "the attack", "air strikes on Gaza"."""
    if before in "DGP#":
        return False
    if before in "RS":
        return True
    if before in "N,dA" and previous is not None:
        if not is_noun:
            return before != "," or bool(kind & (THIRD | PAST)) or not verb_before
        if kind & PAST and after in "D#RNPA":  # hit, cut
            return True
        if following is not None and following.lower in _OF_NOUN | _DATE_WORDS:
            return False
        plural = previous.lower.endswith("s") or previous.lower in _PLURALS
        if kind & BASE:
            return before == "N" and plural and after in "D#RNPTA"
        capital = previous.text[0].isupper()
        return (
            after in _OBJECT
            or (after == "T" and not plural and not verb_before)
            or (after == "N" and capital and not plural and following is not None and following.text[0].isupper())
        )
    if before == "C":
        return verb_before and (not is_noun or after in _OBJECT)
    if before == "V":
        return not is_noun and bool(kind & BASE)
    return not is_noun
