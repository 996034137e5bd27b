from pathlib import Path

import pytest

from sitrep.files import replace_file, replace_path, write_text


def test_a_file_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "words.jsonl"
    with replace_file(path) as file:
        file.write("one\n")
        file.flush()
        assert not path.exists()
    assert path.read_text("utf-8") == "one\n"
    assert [each.name for each in path.parent.iterdir()] == ["words.jsonl"]


def test_what_was_there_stays_when_writing_fails(tmp_path: Path) -> None:
    path = write_text("old", tmp_path / "words.jsonl")

    def write_half() -> None:
        with replace_path(path) as temporary:
            temporary.write_text("new", "utf-8")
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        write_half()
    assert path.read_text("utf-8") == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["words.jsonl"]
