"""Hashing, archiving and opening files: what is read is what was hashed."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from inbox_folder import Inbox

from sitrep.reading import FileRefusedError, archive_file, hash_file, read_file
from sitrep.reading.opening import PIECE
from sitrep.schema import Quarantined, Report

TEXT = "Gunmen killed five people in Mosul."


def test_a_hash_is_that_of_all_bytes(inbox: Inbox) -> None:
    content = os.urandom(PIECE) + b"end"
    inbox.put("a.txt", content)
    assert hash_file(inbox.find("a.txt")) == hashlib.sha256(content).hexdigest()


def test_the_archive_holds_the_bytes_and_what_is_known_of_them(inbox: Inbox, tmp_path: Path) -> None:
    inbox.put("Iraq/a b.TXT", TEXT)
    file = inbox.find("Iraq/a b.TXT")
    sha256 = hash_file(file)
    path = archive_file(file, sha256, tmp_path / "archive")
    assert path == tmp_path / "archive" / sha256[:2] / f"{sha256}.txt"
    assert path.read_bytes() == TEXT.encode()
    assert json.loads(path.with_name(path.name + ".json").read_text(encoding="utf-8")) == {
        "sha256": sha256,
        "origin": "Iraq/a b.TXT",
        "bytes": len(TEXT),
        "media_type": "text/plain",
        "reader": "plain_text 1",
    }
    assert sorted(each.name for each in path.parent.iterdir()) == [path.name, f"{path.name}.json"]


def test_a_content_is_archived_once_whatever_its_name(inbox: Inbox, tmp_path: Path) -> None:
    for name in ("a.json", "b.txt"):
        inbox.put(name, TEXT)
    sha256 = hash_file(inbox.find("a.json"))
    first = archive_file(inbox.find("a.json"), sha256, tmp_path)
    written = first.stat().st_mtime_ns
    assert archive_file(inbox.find("b.txt"), sha256, tmp_path) == first
    assert first.suffix == ".json"
    assert first.stat().st_mtime_ns == written
    assert len(list(first.parent.iterdir())) == 2


def test_a_hostile_suffix_does_not_reach_the_archive(inbox: Inbox, tmp_path: Path) -> None:
    inbox.put("a.t\nx", TEXT)
    file = inbox.find("a.t\nx")
    assert archive_file(file, hash_file(file), tmp_path).suffix == ".bin"


def test_a_broken_off_archiving_leaves_nothing_and_is_made_up_for(inbox: Inbox, tmp_path: Path) -> None:
    path = inbox.put("a.txt", TEXT)
    file = inbox.find("a.txt")
    sha256 = hash_file(file)
    path.write_text(TEXT.swapcase(), encoding="utf-8")
    archive = tmp_path / "archive"
    with pytest.raises(FileRefusedError, match="changed") as caught:
        archive_file(file, sha256, archive)
    assert (caught.value.refusal.rule, caught.value.refusal.item) == ("changed", "a.txt")
    assert not list(archive.rglob(f"{sha256}.txt"))
    assert not list(archive.rglob("*.tmp"))
    path.write_text(TEXT, encoding="utf-8")
    assert archive_file(file, sha256, archive).read_text(encoding="utf-8") == TEXT


def test_an_archive_that_cannot_be_written_is_no_fault_of_the_file(inbox: Inbox, tmp_path: Path) -> None:
    inbox.put("a.txt", TEXT)
    file = inbox.find("a.txt")
    (tmp_path / "archive").write_text("in the way", encoding="utf-8")
    with pytest.raises(OSError, match="archive") as caught:
        archive_file(file, hash_file(file), tmp_path / "archive")
    assert not isinstance(caught.value, FileRefusedError)


def vanish(path: Path) -> None:
    path.unlink()


def grow(path: Path) -> None:
    path.write_text(TEXT + " More.", encoding="utf-8")


def become_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize("change", [vanish, grow, become_pipe])
def test_a_file_that_is_not_as_listed_is_refused(inbox: Inbox, change: Callable[[Path], None]) -> None:
    path = inbox.put("a.txt", TEXT)
    file = inbox.find("a.txt")
    sha256 = hash_file(file)
    change(path)
    with pytest.raises(FileRefusedError) as caught:
        hash_file(file)
    assert caught.value.refusal.rule == "changed"
    (item,) = read_file(file, sha256)
    assert isinstance(item, Quarantined)
    assert (item.rule, item.raw_sha256) == ("changed", sha256)


def test_a_file_rewritten_in_its_length_is_refused(inbox: Inbox) -> None:
    path = inbox.put("a.txt", TEXT)
    file = inbox.find("a.txt")
    sha256 = hash_file(file)
    path.write_text(TEXT.replace("five", "four"), encoding="utf-8")
    (item,) = read_file(file, sha256)
    assert isinstance(item, Quarantined)
    assert item.rule == "changed"


def test_a_stream_that_changes_under_way_ends_with_a_refusal(inbox: Inbox) -> None:
    path = inbox.put("a.jsonl", '{"text": "One word."}\n' * 50_000)
    file = inbox.find("a.jsonl")
    items = read_file(file, hash_file(file))
    assert isinstance(next(items), Report)
    with path.open("r+b") as stream:
        stream.truncate(file.size // 2)
    *reports, last = items
    assert reports
    assert isinstance(last, Quarantined)
    assert (last.rule, last.kind, last.item) == ("changed", "file", "a.jsonl")


def test_a_stream_that_grows_under_way_is_read_as_listed(inbox: Inbox) -> None:
    path = inbox.put("a.jsonl", '{"text": "One word."}\n' * 3)
    file = inbox.find("a.jsonl")
    items = read_file(file, hash_file(file))
    first = next(items)
    with path.open("ab") as stream:
        stream.write(b'{"text": "Too late."}\n')
    assert all(isinstance(item, Report) for item in [first, *items])


def test_a_file_that_may_not_be_read_is_refused(inbox: Inbox, deny: Callable[[str, Path], None]) -> None:
    path = inbox.put("a.txt", TEXT)
    file = inbox.find("a.txt")
    deny("open", path)
    with pytest.raises(OSError, match="Permission denied") as caught:
        hash_file(file)
    assert isinstance(caught.value, FileRefusedError)
    (item,) = read_file(file, "0" * 64)
    assert isinstance(item, Quarantined)
    assert item.rule == "unreadable"
    assert "permissions" in item.reason
