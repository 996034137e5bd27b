"""Listing an inbox: nothing in it is lost silently, nothing outside it is reached."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from inbox_folder import Inbox

from sitrep.reading import ReadingLimits, list_inbox


def origins(inbox: Inbox, limits: ReadingLimits | None = None) -> list[str]:
    return [file.origin for file in list_inbox(inbox.folder, limits).files]


def rules(inbox: Inbox, limits: ReadingLimits | None = None) -> list[tuple[str, str]]:
    return [(row.item, row.rule) for row in list_inbox(inbox.folder, limits).refused]


def test_files_come_sorted_by_their_path_below_the_inbox(inbox: Inbox) -> None:
    for name in ("b.txt", "a/z.html", "a.txt", "a/b/c.jsonl", "B.txt"):
        inbox.put(name, "x")
    listing = list_inbox(inbox.folder)
    assert [file.origin for file in listing.files] == ["B.txt", "a.txt", "a/b/c.jsonl", "a/z.html", "b.txt"]
    assert {file.size for file in listing.files} == {1}
    assert listing.refused == ()


def test_hidden_files_and_leftovers_are_passed_over(inbox: Inbox) -> None:
    for name in (
        ".hidden",
        ".git/config",
        "a.txt~",
        "#a#",
        "~$a.docx",
        "a.txt.part",
        "A.TMP",
        "Thumbs.db",
        "a.txt",
    ):
        inbox.put(name, "x")
    assert origins(inbox) == ["a.txt"]
    assert rules(inbox) == []


def test_odd_names_are_listed(inbox: Inbox) -> None:
    for name in ("two words.txt", "Erbîl – 1.txt", "line\nbreak.txt", "no_suffix", "#1.txt"):
        inbox.put(name, "x")
    assert origins(inbox) == ["#1.txt", "Erbîl – 1.txt", "line\nbreak.txt", "no_suffix", "two words.txt"]


def test_a_name_that_is_no_utf8_becomes_valid_text(inbox: Inbox) -> None:
    inbox.put(os.fsdecode(b"caf\xe9.txt"), "x")
    (file,) = list_inbox(inbox.folder).files
    assert file.origin == "caf\\xe9.txt"
    assert file.path.read_bytes() == b"x"


def test_a_single_file_is_an_inbox(inbox: Inbox) -> None:
    listing = list_inbox(inbox.put("deep/a.txt", "xyz"))
    assert [(file.origin, file.size) for file in listing.files] == [("a.txt", 3)]


def test_a_single_sidecar_is_refused_and_the_file_named(inbox: Inbox) -> None:
    path = inbox.put("a.txt", "x", sidecar="")
    listing = list_inbox(path.with_name("a.txt.toml"))
    assert [row.rule for row in listing.refused] == ["orphan_sidecar"]
    assert "'a.txt'" in listing.refused[0].reason


def test_a_missing_inbox_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="Make the folder"):
        list_inbox(tmp_path / "none")


def test_sidecars_are_no_reports_and_orphans_are_refused(inbox: Inbox) -> None:
    inbox.put("a.txt", "x", sidecar="")
    inbox.put("b.txt.toml", "")
    inbox.put("a.txt.toml.toml", "")
    inbox.put("folder/c.txt", "x")
    inbox.put("folder.toml", "")
    assert origins(inbox) == ["a.txt", "folder/c.txt"]
    assert rules(inbox) == [
        ("a.txt.toml.toml", "orphan_sidecar"),
        ("b.txt.toml", "orphan_sidecar"),
        ("folder.toml", "orphan_sidecar"),
    ]


def test_a_link_to_a_folder_above_is_a_loop(inbox: Inbox) -> None:
    inbox.put("a/b/c.txt", "x")
    (inbox.folder / "a/b/up").symlink_to(inbox.folder / "a")
    (inbox.folder / "self").symlink_to(inbox.folder)
    assert origins(inbox) == ["a/b/c.txt"]
    assert rules(inbox) == [("a/b/up", "directory_loop"), ("self", "directory_loop")]


def test_links_among_folders_do_not_multiply_files(inbox: Inbox) -> None:
    for number in range(12):
        inbox.put(f"{number}/file.txt", "x")
        for other in range(12):
            (inbox.folder / f"{number}/to_{other}").symlink_to(inbox.folder / str(other))
    assert len(origins(inbox)) == 12
    assert {rule for _, rule in rules(inbox)} == {"directory_loop"}
    assert len(rules(inbox)) == 144


def test_a_link_to_a_hidden_folder_of_the_inbox_is_followed_once(inbox: Inbox) -> None:
    inbox.put(".store/deep/a.txt", "x")
    (inbox.folder / "one").symlink_to(inbox.folder / ".store")
    (inbox.folder / "two").symlink_to(inbox.folder / ".store/deep")
    assert origins(inbox) == ["one/deep/a.txt"]
    assert rules(inbox) == [("two", "directory_loop")]


def test_a_link_that_leads_to_itself_is_refused(inbox: Inbox) -> None:
    (inbox.folder / "a.txt").symlink_to("b.txt")
    (inbox.folder / "b.txt").symlink_to("a.txt")
    assert rules(inbox) == [("a.txt", "directory_loop"), ("b.txt", "directory_loop")]


def test_links_out_of_the_inbox_are_refused(inbox: Inbox, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("x", encoding="utf-8")
    inbox.put("a.txt", "x")
    (inbox.folder / "file.txt").symlink_to(outside / "secret.txt")
    (inbox.folder / "folder").symlink_to(outside)
    (inbox.folder / "gone.txt").symlink_to(tmp_path / "gone")
    (inbox.folder / "near.txt").symlink_to("a.txt")
    (inbox.folder / "dangling.txt").symlink_to("none.txt")
    assert origins(inbox) == ["a.txt", "near.txt"]
    assert rules(inbox) == [
        ("dangling.txt", "unreadable"),
        ("file.txt", "link_out_of_inbox"),
        ("folder", "link_out_of_inbox"),
        ("gone.txt", "link_out_of_inbox"),
    ]


def test_a_folder_with_a_longer_name_is_outside(inbox: Inbox, tmp_path: Path) -> None:
    twin = tmp_path / "inbox2"
    twin.mkdir()
    (inbox.folder / "twin").symlink_to(twin)
    assert rules(inbox) == [("twin", "link_out_of_inbox")]


def test_sockets_and_pipes_are_refused(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(inbox.folder / "pipe.txt")
    monkeypatch.chdir(inbox.folder)  # a socket's path may only be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        assert rules(inbox) == [("pipe.txt", "not_a_file"), ("socket", "not_a_file")]
    assert origins(inbox) == []


def test_a_folder_that_may_not_be_read_is_refused(inbox: Inbox, deny: Callable[[str, Path], None]) -> None:
    inbox.put("a.txt", "x")
    inbox.put("locked/b.txt", "x")
    deny("scandir", inbox.folder / "locked")
    assert origins(inbox) == ["a.txt"]
    assert rules(inbox) == [("locked", "unreadable")]
    assert "Permission denied" in list_inbox(inbox.folder).refused[0].reason


def test_folders_too_deep_are_refused(inbox: Inbox) -> None:
    inbox.put("1/2/a.txt", "x")
    inbox.put("1/2/3/b.txt", "x")
    limits = ReadingLimits(depth=2)
    assert origins(inbox, limits) == ["1/2/a.txt"]
    assert rules(inbox, limits) == [("1/2/3", "too_deep")]


def test_files_beyond_the_limit_are_told(inbox: Inbox) -> None:
    for number in range(5):
        inbox.put(f"{number}.txt", "x")
    limits = ReadingLimits(files=3)
    assert origins(inbox, limits) == ["0.txt", "1.txt", "2.txt"]
    assert rules(inbox, limits) == [("3.txt", "too_many_files")]


def test_quarantine_ids_depend_on_item_rule_and_finding_alone(inbox: Inbox) -> None:
    inbox.put("a.txt.toml", "")
    inbox.put("b.txt.toml", "")
    first, second = list_inbox(inbox.folder).refused, list_inbox(inbox.folder).refused
    assert first == second
    assert len({row.quarantine_id for row in first}) == 2
