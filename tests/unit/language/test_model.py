import json
import shutil
from pathlib import Path

import pytest

from sitrep.language.encoding import MOST_WORDS, pad_batch
from sitrep.language.model import LanguageModel
from sitrep.reference import ReferenceError, locate_reference

MODEL = locate_reference("model", "model.json").parent
REPORT = (
    "MOSUL (Example Wire) - Iraqi troops killed seven militants near the village of Tal Rayhan on Monday, police said."
    "\n\n"
    "The fighters had been hiding in a school. “They refused to surrender,” Colonel Hamid Saleh told reporters."
)


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return LanguageModel.load()


def test_a_sentence_tells_who_did_what_to_whom(model: LanguageModel) -> None:
    (sentence,) = model.read("Rebels from the north killed two soldiers near Goma on Monday.")
    root = sentence.root
    assert (root.text, root.lemma, root.upos) == ("killed", "kill", "VERB")
    assert [word.text for word in root.find_children("nsubj")] == ["Rebels"]
    assert [word.text for word in root.find_children("obj")] == ["soldiers"]
    assert [word.text for word in sentence[5].subtree] == ["two"]


def test_the_passive_is_told_from_the_active(model: LanguageModel) -> None:
    (sentence,) = model.read("Two soldiers were killed by rebels.")
    assert sentence.root.text == "killed"
    assert [word.relation for word in sentence.root.find_children("nsubj")] == ["nsubj:pass"]
    assert [word.text for word in sentence.root.find_children("obl:agent")] == ["rebels"]


def test_names_are_found_in_any_case(model: LanguageModel) -> None:
    for text in (REPORT, REPORT.upper(), REPORT.lower()):
        sentences = model.read(text)
        names = {
            (text[sentence[name.start].span.start : sentence[name.end - 1].span.end].lower(), name.kind)
            for sentence in sentences
            for name in sentence.names
        }
        assert {("iraqi", "NAT"), ("tal rayhan", "LOC"), ("monday", "DATE"), ("hamid saleh", "PER")} <= names


def test_upper_and_lower_case_give_the_same_trees(model: LanguageModel) -> None:
    text = "two bombs went off in the capital of the province and killed nine people"
    (lower,), (upper,) = model.read(text), model.read(text.upper())
    assert (lower.heads, lower.relations, lower.upos, lower.lemmas) == (
        upper.heads, upper.relations, upper.upos, upper.lemmas,
    )  # fmt: skip


def test_offsets_are_those_of_the_text(model: LanguageModel) -> None:
    sentences = model.read(REPORT)
    assert [word.text for word in sentences[1]][:3] == ["The", "fighters", "had"]
    for sentence in sentences:
        assert sentence.text == REPORT
        assert sentence.span.start == sentence.spans[0].start
        assert sentence.span.end == sentence.spans[-1].end


def test_a_text_is_read_alike_in_any_company(model: LanguageModel) -> None:
    texts = [REPORT, "Protesters marched.", REPORT.upper(), "", "He said that they had left the town.", REPORT[:90]]
    alone = [model.read(text) for text in texts]
    assert list(model.read_many(texts)) == alone
    assert list(model.read_many(texts[::-1])) == alone[::-1]
    assert list(LanguageModel.load(threads=2).read_many(texts)) == alone


def test_scores_are_bit_for_bit_the_same_in_any_company(model: LanguageModel) -> None:
    sentences = [
        model.encoder.encode(words.split())
        for words in ("Rebels fled .", "They fled .", "Two men from the town were killed on Monday in a blast .")
    ]
    together = model.score(pad_batch(sentences, model.encoder.pad, 24))
    for number, sentence in enumerate(sentences):
        alone = model.score(pad_batch([sentence], model.encoder.pad, 24))
        for one, many in zip(alone, together, strict=True):
            assert (one[0] == many[number]).all()


@pytest.mark.parametrize("text", ["", " ", "\n\n\t", "\u200b", "\u202e\u202c", "\ufeff"])
def test_texts_without_words_do_not_stop_a_batch(model: LanguageModel, text: str) -> None:
    before, _, after = model.read_many(["Rebels fled.", text, "Rebels fled."])
    assert before == after != []


@pytest.mark.parametrize(
    "text",
    [
        "word " * 5000,
        "Ünïcödé-Ω, " * 3000,
        "😀👩‍👩‍👧‍👦" * 500,
        "<div class='x'><p>Rebels</p></div>&nbsp;&amp;" * 100,
        "\u202eثوار قتلوا جنديين\u202c killed " * 200,
        "x" * 20_000,
        "\x00\x01\ufffd " * 50,
        "a.b." * 2000,
        "killed \ud83d by \udc00 men " * 20,
    ],
    ids=["5,000 words", "accents", "emoji", "HTML", "right to left", "one word", "control", "stops", "surrogates"],
)
def test_odd_text_is_read_whole(model: LanguageModel, text: str) -> None:
    sentences = model.read(text)
    covered = "".join(word for sentence in sentences for word in sentence.read_words())
    assert covered == "".join(text.split())
    assert max(map(len, sentences)) <= MOST_WORDS
    for sentence in sentences:
        assert list(sentence.heads).count(-1) == 1


def test_an_overlong_sentence_is_cut_after_a_comma(model: LanguageModel) -> None:
    text = "and then they left the town" + ", and some of the others went home too" * 40
    sentences = model.read(text)
    assert len(sentences) > 1
    assert all(sentence[-1].text == "," for sentence in sentences[:-1])


def test_a_sentence_of_words_in_many_pieces_is_read(model: LanguageModel) -> None:
    (parse,) = model.parse([["Zqxvjkwzyqpt-Ωжщ"] * 160])
    assert len(parse.heads) == 160


def test_given_words_are_not_split(model: LanguageModel) -> None:
    (parse,) = model.parse([["Cannot-split", "this", "."]])
    assert len(parse.heads) == 3
    with pytest.raises(ValueError, match="sentence 1 has 161 words"):
        model.parse([["fine"], ["word"] * 161])


def test_a_model_of_other_tags_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    description = json.loads((folder / "model.json").read_text("utf-8"))
    description["names"] = description["names"][:-2]
    (folder / "model.json").write_text(json.dumps(description), "utf-8")
    with pytest.raises(ReferenceError, match="made for the names tags"):
        LanguageModel.load(folder)


def test_a_damaged_graph_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    (folder / "model.onnx").write_bytes((MODEL / "model.onnx").read_bytes()[:5000])
    with pytest.raises(ReferenceError, match=r"model\.onnx: ONNX Runtime cannot read it"):
        LanguageModel.load(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    (folder / "lemmas.tsv").unlink()
    with pytest.raises(ReferenceError, match=r"lemmas\.tsv: not found"):
        LanguageModel.load(folder)
