"""The language model reads any text whole: every word slices to its text, and nothing but blanks is left out."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitrep.language.model import LanguageModel
from sitrep.language.schemes import NAME_KINDS, UPOS

MODEL = LanguageModel.load()

pieces = st.sampled_from(
    [
        "Rebels", "killed", "two", "soldiers", "in", "Goma", "U.S.-led", "didn't", "30,000", "Gen.", "p.m.",
        "BAGHDAD (Wire) -", ".", ",", "?", '"', "“", "”", "\n", "\n\n", "\t", "\u200b", "\u202e", "\u00ad",
        "e\u0301", "😀", "👨\u200d👩\u200d👧", "<p>", "&nbsp;", "http://a.b/c", "a@b.org", "#tag", "x" * 150, "---",
        "''", "don’t", "l’État", "عراق", "ﬁ", "İ", "ß", "\ufeff", "\x00",
    ]
)  # fmt: skip
texts = st.one_of(st.text(max_size=80), st.lists(st.tuples(pieces, st.sampled_from(["", " "])), max_size=40).map(
    lambda parts: "".join(part + gap for part, gap in parts)
))  # fmt: skip


@given(texts)
@example("İstanbul'da İKİ")
@settings(max_examples=150, deadline=None)
def test_every_word_slices_to_its_text_and_nothing_is_lost(text: str) -> None:
    end = 0
    kept = ""
    for sentence in MODEL.read(text):
        assert sentence.span.start >= end
        for span, word in zip(sentence.spans, sentence.read_words(), strict=True):
            assert end <= span.start < span.end
            assert not text[end : span.start].strip()
            assert text[span.start : span.end] == word != ""
            kept += word
            end = span.end
    assert kept == "".join(text.split())


@given(texts)
@settings(max_examples=80, deadline=None)
def test_every_sentence_is_one_tree_with_known_tags(text: str) -> None:
    for sentence in MODEL.read(text):
        size = len(sentence)
        assert size == len(sentence.upos) == len(sentence.lemmas) == len(sentence.relations)
        assert set(sentence.upos) <= set(UPOS)
        assert len(sentence.root.subtree) == size  # all words hang on the root in the end
        assert [relation == "root" for relation in sentence.relations] == [head < 0 for head in sentence.heads]
        assert all(sentence.lemmas)
        assert all(0 <= name.start < name.end <= size and name.kind in NAME_KINDS for name in sentence.names)


@given(st.lists(texts, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_company_changes_nothing(many: list[str]) -> None:
    assert list(MODEL.read_many(many)) == [MODEL.read(text) for text in many]
