"""What a pronoun or "the group" stands for, from who was named before, by the trees."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache

from sitrep.coding.drafts import Name
from sitrep.coding.phrases import grow_phrase, name_words, trim_phrase
from sitrep.language.sentence import Sentence
from sitrep.language.tokens import read_word_list
from sitrep.resolving.actors import resolve_actor
from sitrep.resolving.countries import find_country, find_demonym

_PERSONS = read_word_list("he she him her his hers himself herself")
SELVES = read_word_list("i we us me our my ours mine ourselves myself")
_PLURAL = read_word_list("we us our ours ourselves")
_GROUPS = read_word_list("they them their theirs themselves")
_THINGS = read_word_list("it its itself")
_RELATIVES = read_word_list("who which that whom whose")
_GENERAL = read_word_list("group organization organisation movement militia outfit faction company party bloc")
BODIES = read_word_list(
    """
    police army government military navy force ministry council court parliament party union group team crew staff
    militia coalition alliance opposition administration regime command junta
    """
)
_SOMEONE = read_word_list(
    "man woman suspect defendant accused attacker bomber gunman assailant prisoner leader president"
)
_SPEECH = read_word_list(
    """
    say tell add warn announce state report declare insist note explain write comment respond condemn welcome
    deplore denounce urge stress reiterate
    """
)
_POLICY = read_word_list("support reaffirm reiterate remain continue commend stand call believe recognize recognise")
_ASIDE = frozenset(("acl", "acl:relcl", "advcl"))
_BACK = 4  # sentences in which one who is meant was named
_SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")


class Antecedents:
    """Finds who pronouns stand for in the sentences of a report, which are read in order."""

    def __init__(self, sentences: Sequence[Sequence[Sentence]]) -> None:
        self._sentences = sentences
        self._countries: dict[str, Name] | None = None
        self._speakers: list[tuple[int, Name]] | None = None
        self._policy_makers: list[tuple[int, Name]] = []

    def resolve(self, number: int, sentence: Sentence, start: int, end: int) -> Name | None:
        """Return who the words `start` to `end` of a sentence name; None for a pronoun that stands for nobody named.

        "he" is the person named last as a subject, "they" the people or body, "it" the body, "we" who speaks; "who"
        what its clause belongs to; "the group" the armed group or organisation named last; "the suspect" the person;
        "Israeli", of a strike, Israel where the report names it so.
        """
        if end - start > 1:
            return name_words(sentence, start, end)
        word = sentence[start].text.lower()
        if word in _RELATIVES and sentence.upos[start] in ("PRON", "DET", "SCONJ"):
            return self._resolve_relative(sentence, start)
        if word in SELVES:
            return self.find_speaker(number, is_plural=word in _PLURAL)
        if word in _PERSONS or word in _GROUPS or word in _THINGS:
            return self._search(number, sentence, start, word)
        if sentence.upos[start] == "PRON" or word in ("this", "these", "those", "one", "others", "there"):
            return None
        if sentence.upos[start] == "ADJ" and (country := find_demonym(word)) is not None:
            return self._find_country(country) or name_words(sentence, start, end)
        if word in _SOMEONE and start and sentence[start - 1].text.lower() in ("the", "this", "that"):
            return self._search(number, sentence, start, "he") or name_words(sentence, start, end)
        if word in _GENERAL and start and sentence[start - 1].text.lower() in ("the", "this", "that"):
            return self._search(number, sentence, start, "the group") or name_words(sentence, start, end)
        return name_words(sentence, start, end)

    def find_speaker(self, number: int, *, is_plural: bool = False) -> Name | None:
        """Return who speaks in a sentence, else who spoke last before it, else the first after it.

        In a statement "we" is the body or state whose policy is told, "the UK remains committed ...", and so is who
        speaks where nobody is said to.
        """
        if self._speakers is None:
            self._speakers = self._list_speakers(_find_speaker)
            self._policy_makers = self._list_speakers(_find_policy_maker)
        after = bisect_right(self._speakers, number, key=lambda item: item[0])
        speaker = self._speakers[max(0, after - 1)] if self._speakers else None
        if self._policy_makers and (speaker is None or (is_plural and speaker[0] != number)):
            return self._policy_makers[0][1]
        return speaker[1] if speaker is not None else None

    def _list_speakers(self, find: Callable[[Sentence], int | None]) -> list[tuple[int, Name]]:
        return [
            (place, _name_around(sentence, speaker))
            for place, parts in enumerate(self._sentences)
            for sentence in parts
            if (speaker := find(sentence)) is not None
        ]

    def _find_country(self, country: str) -> Name | None:
        """Return the first name of a country in the report."""
        if self._countries is None:
            self._countries = {}
            for parts in self._sentences:
                for sentence in parts:
                    for name in sentence.names:
                        if name.kind == "LOC":
                            own = name_words(sentence, name.start, name.end)
                            code = find_country(own.text)
                            if code is not None:
                                self._countries.setdefault(code, own)
        return self._countries.get(country)

    def _resolve_relative(self, sentence: Sentence, index: int) -> Name | None:
        above = sentence.heads[index]
        while above >= 0 and sentence.relations[above] != "acl:relcl":
            above = sentence.heads[above]
        noun = sentence.heads[above] if above >= 0 else -1
        return _name_around(sentence, noun) if noun >= 0 else None

    def _search(self, number: int, sentence: Sentence, index: int, word: str) -> Name | None:
        for other in range(number, max(-1, number - _BACK), -1):
            for part in reversed(self._sentences[other]):
                before = index if part is sentence else len(part)
                if part is not sentence and part.span.start > sentence.span.start:
                    continue
                ranked = sorted(range(before), key=lambda i: (not _is_subject(part, i), -i if other == number else i))
                for candidate in ranked:
                    if _agrees(part, candidate, word):
                        return _name_around(part, candidate)
        return None


def _is_subject(sentence: Sentence, index: int) -> bool:
    return sentence.relations[index] in _SUBJECTS


def _agrees(sentence: Sentence, index: int, word: str) -> bool:
    upos = sentence.upos[index]
    if upos not in ("NOUN", "PROPN") or sentence.relations[index] in (
        "compound",
        "flat",
        "nmod:poss",
        "obl:tmod",
        "nmod",
    ):
        return False
    kind = next((name.kind for name in sentence.names if name.start <= index < name.end), "")
    text = sentence[index].text
    if kind == "DATE":
        return False
    if word in _PERSONS:
        return kind == "PER" or (not kind and upos == "NOUN" and not _is_plural(sentence, index) and _is_person(text))
    if word == "the group":
        return kind in ("MIL", "ORG")
    if word in _GROUPS:
        if kind in ("MIL", "ORG", "NAT"):
            return True
        if kind:
            return False
        return text.lower() in BODIES or (
            _is_plural(sentence, index) and _is_somebody(_name_around(sentence, index).text)
        )
    return kind in ("MIL", "ORG") or (kind == "LOC" and _is_subject(sentence, index)) or text.lower() in BODIES


def _is_plural(sentence: Sentence, index: int) -> bool:
    lower = sentence[index].text.lower()
    return (lower.endswith("s") and sentence.lemmas[index] != lower) or lower in ("people", "men", "women", "children")


@lru_cache(maxsize=8192)
def _is_somebody(noun: str) -> bool:
    return resolve_actor(noun).sector is not None


def _is_person(noun: str) -> bool:
    return noun.lower() not in BODIES and (
        _is_somebody(noun) or noun.lower() in ("man", "woman", "suspect", "boy", "girl")
    )


def _find_speaker(sentence: Sentence) -> int | None:
    """Return the word for who says what the sentence tells: "X said", "according to X"."""
    for index, lemma in enumerate(sentence.lemmas):
        if lemma in _SPEECH and sentence.upos[index] == "VERB" and sentence.relations[index] not in _ASIDE:
            for child in sentence.children[index]:
                if sentence.relations[child] == "nsubj" and sentence.upos[child] in ("NOUN", "PROPN"):
                    return child
        if lemma == "accord" or (lemma == "according" and index + 1 < len(sentence)):
            for child in (*sentence.children[index], sentence.heads[index]):
                if child > index and sentence.upos[child] in ("NOUN", "PROPN"):
                    return child
    return None


def _find_policy_maker(sentence: Sentence) -> int | None:
    """Return the word for the body or state whose policy a sentence tells: "the United States supports"."""
    kinds = {index: name.kind for name in sentence.names for index in range(name.start, name.end)}
    for index, lemma in enumerate(sentence.lemmas):
        if lemma in _POLICY:
            for child in sentence.children[index]:
                if sentence.relations[child] == "nsubj" and kinds.get(child) in ("LOC", "ORG"):
                    return child
    return None


def _name_around(sentence: Sentence, index: int) -> Name:
    span = grow_phrase(sentence, index, index + 1, frozenset())
    start, end = trim_phrase(sentence, *span) or (index, index + 1)
    return name_words(sentence, start, end)
