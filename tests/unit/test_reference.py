from __future__ import annotations

import shutil
from pathlib import Path

from sitrep.reference import digest_tables, locate_reference


def test_a_changed_table_is_another_digest(tmp_path: Path) -> None:
    folder = tmp_path / "reference"
    shutil.copytree(locate_reference("ontology"), folder / "ontology")
    before = digest_tables(folder)
    (folder / "notes.md").write_text("No table.", encoding="utf-8")
    assert digest_tables(folder) == before
    with (folder / "ontology" / "contexts.csv").open("a", encoding="utf-8") as file:
        file.write("weather\n")
    assert digest_tables(folder) != before


def test_a_table_that_moves_is_another_digest(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    (tmp_path / "one" / "a.csv").write_text("word\n", encoding="utf-8")
    (tmp_path / "other" / "b.csv").write_text("word\n", encoding="utf-8")
    assert digest_tables(tmp_path / "one") != digest_tables(tmp_path / "other")
