import gzip
import json
from pathlib import Path

import pytest

from training.language import corpora

TREE = """\
# newdoc id = d1
# newpar
# sent_id = d1-1
# text = Ada Berg didn't go to the United Isles.
1	Ada	Ada	PROPN	_	_	5	nsubj	_	Entity=(1-person-new-n-cf1-1-sgl
2	Berg	Berg	PROPN	_	_	1	flat	_	Entity=1)
3-4	didn't	_	_	_	_	_	_	_	_
3	did	do	AUX	_	_	5	aux	_	_
4	n't	not	PART	_	_	5	advmod	_	_
5	go	go	VERB	_	_	0	root	_	_
6	to	to	ADP	_	_	9	case	_	_
7	the	the	DET	_	_	9	det	_	Entity=(2-place-new-n-cf1-2,3-sgl
8	United	unite	VERB	_	_	9	amod	_	_
9	Isles	Isle	PROPN	_	_	5	obl	_	Entity=2)|SpaceAfter=No
10	.	.	PUNCT	_	_	5	punct	_	SpaceAfter=No

# sent_id = d1-2
# text = He stayed.
1	He	he	PRON	_	_	2	nsubj	_	Entity=(1-person-giv:act-n-cf1-1-ana)
2	stayed	stay	VERB	_	_	0	root	_	SpaceAfter=No
3	.	.	PUNCT	_	_	2	punct	_	_

"""


def write_lines(path: Path, *lines: object) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(line)}\n" for line in lines)
    return path


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    path = tmp_path / "train.conllu.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(TREE)
    return path


def test_trees_are_read_with_the_place_of_each_word(treebank: Path) -> None:
    first, second = corpora.read_trees(treebank, "ud_ewt")
    assert first.words == ["Ada", "Berg", "did", "n't", "go", "to", "the", "United", "Isles", "."]
    assert [first.text[a:b] for a, b in first.spans] == first.words
    assert first.read_tree()[4] == ("VERB", 0, "root")
    assert first.names is None
    assert (first.new_document, first.new_paragraph, first.glued) == (True, True, True)
    assert (second.new_document, second.new_paragraph, second.glued) == (False, False, False)


def test_names_are_those_entities_of_gum_whose_head_is_proper(treebank: Path) -> None:
    first, second = corpora.read_trees(treebank, "ud_gum")
    assert [(name.start, name.end, set(name.kinds)) for name in first.names or []] == [
        (0, 2, {"PER"}), (7, 9, {"LOC", "FAC"}),
    ]  # fmt: skip
    assert second.names == []


def test_two_people_are_two_names(tmp_path: Path) -> None:
    rows = [
        "1	Ada	Ada	PROPN	_	_	3	nsubj	_	Entity=(3-person-new-n-cf1-1-sgl(1-person-new-n-cf1-1-sgl)",
        "2	and	and	CCONJ	_	_	3	cc	_	_",
        "3	Olaf	Olaf	PROPN	_	_	1	conj	_	Entity=(2-person-new-n-cf1-1-sgl)3)",
        "4	left	leave	VERB	_	_	0	root	_	_",
    ]
    path = tmp_path / "train.conllu.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("\n".join(["# text = Ada and Olaf left", *rows, "", ""]))
    (example,) = corpora.read_trees(path, "ud_gum")
    assert {(name.start, name.end) for name in example.names or []} == {(0, 1), (2, 3)}


def test_a_set_of_names_leaves_open_what_we_do_not_name(tmp_path: Path) -> None:
    line = {
        "text": "Ada flew to Vell with Windows",
        "entities": [
            {"start": 0, "end": 3, "label": "PER"},
            {"start": 12, "end": 16, "label": "LOC"},
            {"start": 22, "end": 29, "label": "MISC"},
        ],
    }
    (example,) = corpora.read_tagged(write_lines(tmp_path / "dev.jsonl.gz", line), "wikigold")
    assert [(name.start, set(name.kinds)) for name in example.names or []] == [(0, {"PER"}), (3, {"LOC", "FAC"})]
    assert example.open_words == {5}
    assert example.lacks == {"NAT", "DATE"}
    with pytest.raises(ValueError, match="wikigold tells no trees"):
        example.read_tree()


def test_documents_of_re3d_are_held_back_whole(tmp_path: Path) -> None:
    def document(number: int) -> dict[str, object]:
        text = f"Minister Ada Berg number {number} left Vell."
        entities = [
            {"start": 0, "end": 17, "label": "Person", "confidence": 1},
            {"start": text.index("Vell"), "end": text.index("Vell") + 4, "label": "Location", "confidence": 1},
        ]
        return {"id": f"{number:02}", "text": text, "entities": entities}

    path = write_lines(tmp_path / "train.jsonl.gz", *(document(number) for number in range(10)))
    held = list(corpora.read_re3d(path, held_back=True))
    rest = list(corpora.read_re3d(path, held_back=False))
    assert [example.words[4] for example in held] == ["0", "5"]
    assert len(rest) == 8
    assert [" ".join(held[0].words[name.start : name.end]) for name in held[0].names or []] == ["Ada Berg", "Vell"]


def test_lines_with_marked_names_are_read(tmp_path: Path) -> None:
    (tmp_path / "wires.txt").write_text(
        "Gen. [PER Ada Berg] of the [MIL 3rd Vell Brigade] left on [DATE Monday].\n", "utf-8"
    )
    (example,) = corpora.read_name_lines(tmp_path)
    assert example.text == "Gen. Ada Berg of the 3rd Vell Brigade left on Monday."
    assert [(" ".join(example.words[name.start : name.end]), set(name.kinds)) for name in example.names or []] == [
        ("Ada Berg", {"PER"}),
        ("3rd Vell Brigade", {"MIL"}),
        ("Monday", {"DATE"}),
    ]


@pytest.mark.parametrize("line", ["[WHO Ada] left.", "[PER Ada left.", "Ada] left.", "[PER [LOC Ada]] left."])
def test_a_wrong_mark_is_told_with_its_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "wires.txt").write_text(f"All is well.\n{line}\n", "utf-8")
    with pytest.raises(ValueError, match=r"wires\.txt:2: .*expected \[KIND name\]"):
        list(corpora.read_name_lines(tmp_path))


def test_our_own_lines_are_sound() -> None:
    examples = list(corpora.read_name_lines(Path(corpora.__file__).parent / "name_lines"))
    assert len(examples) > 1500
    assert all(example.words for example in examples)
