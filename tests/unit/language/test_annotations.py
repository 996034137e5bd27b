import json

from sitrep.language.annotations import write_annotation, write_conllu
from sitrep.language.model import LanguageModel

TEXT = "Iraqi troops didn't enter Tal Rayhan.\n\nThey  left on\tMonday."


def test_json_has_one_item_a_word() -> None:
    line = json.loads(json.dumps(write_annotation("r1", LanguageModel.load().read(TEXT))))
    assert line["id"] == "r1"
    first, second = line["sentences"]
    assert TEXT[first["start"] : first["end"]] == "Iraqi troops didn't enter Tal Rayhan."
    assert [TEXT[a:b] for a, b in first["words"]] == ["Iraqi", "troops", "did", "n't", "enter", "Tal", "Rayhan", "."]
    assert len({len(first[part]) for part in ("words", "upos", "lemmas", "heads", "relations")}) == 1
    assert first["heads"].count(-1) == 1
    assert {"start": 26, "end": 36, "kind": "LOC", "text": "Tal Rayhan"} in first["names"]
    assert TEXT[second["start"] : second["end"]] == "They  left on\tMonday."


def test_conllu_is_read_back_as_it_was_written() -> None:
    sentences = LanguageModel.load().read(TEXT)
    blocks = write_conllu("r1\nr2", sentences).rstrip("\n").split("\n\n")
    assert len(blocks) == len(sentences) == 2
    for number, (block, sentence) in enumerate(zip(blocks, sentences, strict=True), 1):
        lines = block.split("\n")
        notes = [line for line in lines if line.startswith("#")]
        assert f"# sent_id = r1 r2-{number}" in notes
        shown = next(line.removeprefix("# text = ") for line in notes if line.startswith("# text"))
        assert shown == " ".join(TEXT[slice(*sentence.span)].split())
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        assert all(len(row) == 10 for row in rows)
        assert [row[0] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
        assert [int(row[6]) - 1 for row in rows] == list(sentence.heads)
        assert [row[1] for row in rows] == sentence.read_words()
        rebuilt = "".join(row[1] + ("" if "SpaceAfter=No" in row[9] else " ") for row in rows)
        assert rebuilt.strip() == shown
        for row, span in zip(rows, sentence.spans, strict=True):
            told = dict(note.split("=") for note in row[9].split("|"))
            assert (int(told["start_char"]), int(told["end_char"])) == span
    names = [line.split("\t")[9] for line in blocks[0].split("\n") if "\tTal\t" in line or "\tRayhan\t" in line]
    assert ["NER=B-LOC" in names[0], "NER=I-LOC" in names[1]] == [True, True]


def test_a_text_without_sentences_has_none() -> None:
    assert write_annotation("empty", []) == {"id": "empty", "sentences": []}
    assert write_conllu("empty", []) == ""
