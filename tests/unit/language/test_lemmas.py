"""Lemmas of English words."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitrep.language import lemmas as lemmas_module
from sitrep.language.lemmas import Lemmas
from sitrep.language.schemes import UPOS
from sitrep.reference import locate_reference

TABLE = locate_reference("model", "lemmas.tsv")
LEMMAS = Lemmas.load(TABLE)
RULES = Lemmas({})


def find_all(source: Lemmas, words: str, upos: str) -> str:
    return " ".join(source.find_lemma(word, upos) for word in words.split())


@pytest.mark.parametrize(
    ("upos", "words", "lemmas"),
    [
        ("VERB", "fled shot overthrew withheld rebuilt lay", "flee shoot overthrow withhold rebuild lay"),
        ("VERB", "raped tapped tipped bombing dying allied", "rape tap tip bomb die ally"),
        ("VERB", "shelled killed controlled passed focused", "shell kill control pass focus"),
        ("VERB", "need bring missed misses RETAKES Fleeing saw", "need bring miss miss retake flee see"),
        ("VERB", "air-dropped re-took", "air-drop re-take"),
        ("AUX", "'s ’s 'll ’ll 're wo ca Were", "be be will will be will can be"),
        ("PART", "n't n’t N'T 's ’s", "not not not 's 's"),
        ("NOUN", "armies bases houses knives buses corpses", "army base house knife bus corpse"),
        ("NOUN", "women gunmen children news crisis TROOPS'S ARMY", "woman gunman child news crisis troops army"),
        ("NOUN", "IEDs T72s 1990s ceasefires TV car-bombs", "IED T72 1990s ceasefire TV car-bomb"),
        ("ADJ", "deadlier biggest worst former IRAQI iraqi Heavy", "deadly big bad former Iraqi Iraqi heavy"),
        ("ADV", "sooner better Earlier", "soon well early"),
        ("PROPN", "Iraqis States Paris BAGHDAD UN Hughes U.S.", "Iraqi State Paris Baghdad UN Hughes U.S."),
        ("PROPN", "Tuesday’s Sept. McNeil baghdad", "Tuesday September McNeil Baghdad"),
        ("NUM", "2,000 1,250,000.5 Two II 1990s 10:30", "2000 1250000.5 two II 1990s 10:30"),
        ("PRON", "them me I These", "they I I this"),
        ("DET", "an These THE", "a this the"),
        ("PUNCT", ". “ ”", '. " "'),
    ],
)
def test_words_have_the_lemmas_of_universal_dependencies(upos: str, words: str, lemmas: str) -> None:
    assert find_all(LEMMAS, words, upos) == lemmas


@pytest.mark.parametrize(
    ("upos", "words", "lemmas"),
    [
        ("VERB", "concluding assassinated forging hopping hoping", "conclude assassinate forge hop hope"),
        ("VERB", "crosses carries dies ratified tried tying", "cross carry die ratify try tie"),
        ("VERB", "dismissed buzzing sing red defeated", "dismiss buzz sing red defeat"),
        ("NOUN", "parties ties boxes churches heroes phases", "party tie box church hero phase"),
        ("NOUN", "glass virus crisis politics militiamen men", "glass virus crisis politics militiaman men"),
        ("ADJ", "former modest larger", "former modest larger"),
        ("PROPN", "Libyans Islamists Democrats Mars", "Libyan Islamist Democrat Mars"),
    ],
)
def test_the_rules_alone_undo_regular_inflection(upos: str, words: str, lemmas: str) -> None:
    assert find_all(RULES, words, upos) == lemmas


def test_a_known_base_form_settles_what_spelling_leaves_open() -> None:
    open_forms = ("lunching", "VERB"), ("breathed", "VERB"), ("caches", "NOUN")
    bases = ("lunch", "breathe", "cache")
    knowing = Lemmas({(base, upos): base for base, (_, upos) in zip(bases, open_forms, strict=True)})
    assert [knowing.find_lemma(*form) for form in open_forms] == list(bases)
    assert RULES.find_lemma("caches", "NOUN") == "cach"


def test_a_spelling_with_capitals_goes_before_the_one_without() -> None:
    own = Lemmas({("New", "ADJ"): "New", ("new", "ADJ"): "new", ("it", "PROPN"): "Italian"})
    assert [own.find_lemma(word, "ADJ") for word in ("New", "new", "NEW")] == ["New", "new", "new"]
    assert own.find_lemma("IT", "PROPN") == "IT"


def test_a_table_is_read_with_forms_and_base_forms(tmp_path: Path) -> None:
    path = tmp_path / "lemmas.tsv"
    path.write_text("went\tVERB\tgo\nsingeing\tVERB\n", "utf-8")
    own = Lemmas.load(path)
    assert find_all(own, "went Underwent singeing", "VERB") == "go undergo singeing"


@pytest.mark.parametrize("line", ["went", "went\tVERB\tgo\tgo", "went\t\tgo", ""])
def test_a_broken_line_is_refused_with_its_place(tmp_path: Path, line: str) -> None:
    path = tmp_path / "lemmas.tsv"
    path.write_text(f"fled\tVERB\tflee\n{line}\n", "utf-8")
    with pytest.raises(ValueError, match=r"lemmas\.tsv, line 2"):
        Lemmas.load(path)


def test_the_table_is_sorted_small_and_without_doubles() -> None:
    keys = [tuple(line.split("\t")[:2]) for line in TABLE.read_text("utf-8").splitlines()]
    assert keys == sorted(set(keys))
    assert {upos for _, upos in keys} <= set(UPOS)
    assert TABLE.stat().st_size < 200_000


def test_no_more_lemmas_are_kept_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lemmas_module, "_CACHE_SIZE", 5)
    own = Lemmas({})
    kept: dict[tuple[str, str], str] = own._found  # pyright: ignore[reportPrivateUsage]
    for number in range(50):
        assert own.find_lemma(f"{'x' * number}ies", "NOUN")
        assert len(kept) <= 5
    own.find_lemma("x" * 10_000, "NOUN")
    assert all(len(word) <= 100 for word, _ in kept)


WORDS = st.text(max_size=30) | st.from_regex(
    r"[A-Za-z'’-]{0,12}(?:s|es|ies|ves|ed|ied|ing|er|est|men|'s)", fullmatch=True
)


@given(word=WORDS, upos=st.sampled_from(UPOS) | st.text(max_size=5))
@example(word="", upos="NOUN")
@example(word="'s", upos="NOUN")
@example(word="'s", upos="PROPN")
@example(word="-", upos="VERB")
@example(word="İs", upos="NOUN")
@example(word="s", upos="VERB")
def test_every_word_has_a_lemma_whether_kept_or_not(word: str, upos: str) -> None:
    first = LEMMAS.find_lemma(word, upos)
    assert first
    assert LEMMAS.find_lemma(word, upos) == first == Lemmas.load(TABLE).find_lemma(word, upos)


@given(word=st.from_regex(r"[a-z]{2,12}(?:s|ed|ing)?", fullmatch=True), upos=st.sampled_from(("NOUN", "VERB")))
def test_a_text_in_capitals_has_lemmas_in_lower_case(word: str, upos: str) -> None:
    assert RULES.find_lemma(word.upper(), upos) == RULES.find_lemma(word, upos)
    assert RULES.find_lemma(word, upos).islower()
