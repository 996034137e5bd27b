import pytest

from sitrep.language.decoding import Name
from sitrep.language.sentence import Sentence
from sitrep.language.tokens import Span

TEXT = "Then rebels killed two soldiers near Goma."
WORDS = ["rebels", "killed", "two", "soldiers", "near", "Goma", "."]


@pytest.fixture
def sentence() -> Sentence:
    starts = [TEXT.index(word) for word in WORDS]
    return Sentence(
        TEXT,
        Span(5, len(TEXT)),
        [Span(start, start + len(word)) for start, word in zip(starts, WORDS, strict=True)],
        ["NOUN", "VERB", "NUM", "NOUN", "ADP", "PROPN", "PUNCT"],
        ["rebel", "kill", "two", "soldier", "near", "Goma", "."],
        [1, -1, 3, 1, 5, 1, 1],
        ["nsubj", "root", "nummod", "obj", "case", "obl", "punct"],
        [Name(5, 6, "LOC")],
    )


def test_words_know_their_place(sentence: Sentence) -> None:
    assert sentence.read_words() == WORDS
    assert sentence[0].text == "rebels"
    assert sentence[-1].text == "."
    assert [word.text for word in sentence] == WORDS
    assert sentence[5].span == Span(37, 41)
    with pytest.raises(IndexError, match="word 7 of a sentence of 7 words"):
        _ = sentence[7]


def test_the_tree_can_be_walked(sentence: Sentence) -> None:
    root = sentence.root
    assert (root.lemma, root.upos, root.head) == ("kill", "VERB", None)
    assert [word.text for word in root.children] == ["rebels", "soldiers", "Goma", "."]
    assert [word.text for word in root.find_children("nsubj", "obj")] == ["rebels", "soldiers"]
    soldiers = sentence[3]
    assert soldiers.head == root
    assert [word.text for word in soldiers.subtree] == ["two", "soldiers"]
    assert TEXT[slice(*soldiers.subtree_span)] == "two soldiers"
    assert [word.text for word in root.subtree] == WORDS


def test_a_relation_finds_its_subtypes(sentence: Sentence) -> None:
    passive = Sentence(
        sentence.text, sentence.span, sentence.spans, sentence.upos, sentence.lemmas, sentence.heads,
        ["nsubj:pass", *sentence.relations[1:]], sentence.names,
    )  # fmt: skip
    assert [word.text for word in passive.root.find_children("nsubj")] == ["rebels"]
    assert passive.root.find_children("nsubj:outer") == []


def test_the_path_goes_up_and_down(sentence: Sentence) -> None:
    assert sentence.path(0, 3) == "<nsubj >obj"
    assert sentence.path(2, 0) == "<nummod <obj >nsubj"
    assert sentence.path(3, 2) == ">nummod"
    assert sentence.path(1, 1) == ""


def test_names_and_spans_find_words(sentence: Sentence) -> None:
    assert sentence[5].name == Name(5, 6, "LOC")
    assert sentence[4].name is None
    assert [word.text for word in sentence.find_words(TEXT.index("two") + 1, TEXT.index("near"))] == ["two", "soldiers"]
