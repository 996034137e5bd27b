"""Walking the inbox: every file that is not hidden is listed, refused, or the sidecar of a listed file."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from sitrep.reading.refusing import RefusalRule, Refused, quarantine
from sitrep.schema import Quarantined

MEGABYTE = 1024 * 1024
SIDECAR_SUFFIX = ".toml"

_LEFTOVER_SUFFIXES = ("~", ".tmp", ".part", ".partial", ".crdownload", ".swp", ".bak")
_LEFTOVER_NAMES = frozenset({"desktop.ini", "thumbs.db", "__macosx"})


@dataclass(frozen=True, slots=True)
class InboxFile:
    r"""A file of the inbox.

    Attributes:
        path: Where it lies.
        origin: Its path below the inbox, parts separated by "/", always valid Unicode: a byte of the name
            that is no UTF-8 stands as \xff.
        size: Its bytes when it was listed.
    """

    path: Path
    origin: str
    size: int


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of an inbox and what in it can be no report, both in the order of their paths."""

    files: tuple[InboxFile, ...]
    refused: tuple[Quarantined, ...]


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """How much is read; what is beyond is refused, never cut.

    Attributes:
        file_bytes: Bytes of a file that is one report.
        stream_bytes: Bytes of a file of many reports.
        line_bytes: Bytes of one line of such a file.
        text_characters: Characters of one report's text.
        depth: Folders below the inbox.
        files: Files of one inbox.
    """

    file_bytes: int = 20 * MEGABYTE
    stream_bytes: int = 4096 * MEGABYTE
    line_bytes: int = 8 * MEGABYTE
    text_characters: int = 2_000_000
    depth: int = 32
    files: int = 1_000_000


@dataclass(slots=True)
class _Walk:
    """The state of one walk; folders are known by their real paths."""

    root: Path
    limits: ReadingLimits
    files: list[InboxFile] = field(default_factory=list[InboxFile])
    sidecars: list[tuple[Path, str]] = field(default_factory=list[tuple[Path, str]])
    refused: list[Quarantined] = field(default_factory=list[Quarantined])
    targets: set[str] = field(default_factory=set[str])
    walked: set[str] = field(default_factory=set[str])
    linked_folders: list[tuple[Path, str, int]] = field(default_factory=list[tuple[Path, str, int]])

    def refuse(self, origin: str, rule: RefusalRule, found: str, advice: str) -> None:
        self.refused.append(quarantine(Refused(rule, found, advice), origin))


def list_inbox(inbox: Path, limits: ReadingLimits | None = None) -> Listing:
    """Return the files of a folder and of the folders below it; or the one file that `inbox` is.

    Left out without a word are hidden names and what editors, browsers and file managers leave behind (a~,
    #a#, ~$a, a.tmp, a.part, a.crdownload, a.swp, a.bak, Thumbs.db, desktop.ini, __MACOSX). Whether a reader
    knows a file shows when it is read. A link to a folder of the inbox is not followed where that folder is
    walked under its own path: its files would come twice.

    Raises:
        FileNotFoundError: There is no such file or folder.
    """
    limits = limits or ReadingLimits()
    if not inbox.exists():
        raise FileNotFoundError(f"{inbox}: there is no such inbox. Make the folder, or set SITREP_INBOX to another.")
    if not inbox.is_dir():
        return _list_single(inbox, limits)
    walk = _Walk(Path(os.path.realpath(inbox)), limits)
    _walk_folder(walk, walk.root, "", 0)
    for path, origin, depth in walk.linked_folders:  # grows while links to links are followed
        _walk_folder(walk, path, f"{origin}/", depth)
    for path, origin in walk.sidecars:
        if origin.removesuffix(SIDECAR_SUFFIX) not in walk.targets:
            _refuse_orphan(walk, path, origin)
    files = sorted(walk.files, key=lambda file: file.origin)
    if len(files) > limits.files:
        walk.refuse(
            files[limits.files].origin,
            RefusalRule.TOO_MANY_FILES,
            f"{len(files):,} files; at most {limits.files:,} are read, and this is the first beyond",
            "Move files that are published already out of the inbox.",
        )
    refused = sorted(walk.refused, key=lambda row: (row.item, row.rule))
    return Listing(tuple(files[: limits.files]), tuple(refused))


def is_within(path: Path, root: Path) -> bool:
    """Return whether a path, its links followed, lies in a folder (or is it)."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def name_origin(name: str) -> str:
    r"""Return a file name as valid Unicode: a byte that is no UTF-8 becomes \xff."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _list_single(path: Path, limits: ReadingLimits) -> Listing:
    walk = _Walk(Path(os.path.realpath(path.parent)), limits)
    origin = name_origin(path.name)
    if origin.endswith(SIDECAR_SUFFIX):
        _refuse_orphan(walk, path, origin)
    elif not _is_regular(path):
        _refuse_special(walk, origin)
    else:
        walk.files.append(InboxFile(path, origin, path.stat().st_size))
    return Listing(tuple(walk.files), tuple(walk.refused))


def _walk_folder(walk: _Walk, folder: Path, prefix: str, depth: int) -> None:
    """Walk a folder and the real folders below it, links to folders put aside."""
    pending = [(folder, prefix, depth)]
    while pending:
        here, prefix, depth = pending.pop()
        if depth > walk.limits.depth:
            walk.refuse(
                prefix.removesuffix("/"),
                RefusalRule.TOO_DEEP,
                f"folder {depth:,} levels below the inbox; at most {walk.limits.depth:,} are walked",
                "Move it further up.",
            )
            continue
        real = os.path.realpath(here)
        if real in walk.walked:
            walk.refuse(
                prefix.removesuffix("/"),
                RefusalRule.DIRECTORY_LOOP,
                f"leads to the folder {name_origin(real)!r}, which is walked under another path",
                "Nothing is lost; remove the link to be rid of this line.",
            )
            continue
        walk.walked.add(real)
        try:
            with os.scandir(here) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            _refuse_unreadable(walk, prefix.removesuffix("/") or ".", error)
            continue
        for entry in entries:
            if _is_passed_over(entry.name):
                continue
            origin = prefix + name_origin(entry.name)
            try:
                if entry.is_symlink():
                    _sort_link(walk, Path(entry.path), origin, depth + 1)
                elif entry.is_dir():
                    pending.append((Path(entry.path), f"{origin}/", depth + 1))
                else:
                    _sort_file(walk, Path(entry.path), origin)
            except OSError as error:
                _refuse_unreadable(walk, origin, error)


def _is_passed_over(name: str) -> bool:
    lower = name.lower()
    return (
        lower.startswith((".", "~$"))
        or lower.endswith(_LEFTOVER_SUFFIXES)
        or lower in _LEFTOVER_NAMES
        or (len(lower) > 1 and lower[0] == lower[-1] == "#")
    )


def _sort_file(walk: _Walk, path: Path, origin: str) -> None:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        walk.targets.add(origin)
        _refuse_special(walk, origin)
    elif origin.endswith(SIDECAR_SUFFIX):
        walk.sidecars.append((path, origin))
    else:
        walk.targets.add(origin)
        walk.files.append(InboxFile(path, origin, status.st_size))


def _sort_link(walk: _Walk, path: Path, origin: str, depth: int) -> None:
    try:
        target = path.resolve(strict=True)
    except (FileNotFoundError, NotADirectoryError):
        target = None
    except PermissionError:
        raise
    except (
        OSError,
        RuntimeError,
    ):  # pathlib tells of a link that leads to itself by either, depending on Python
        walk.targets.add(origin)
        walk.refuse(origin, RefusalRule.DIRECTORY_LOOP, "a link that leads back to itself", "Remove it, or mend it.")
        return
    where = name_origin(str(path.readlink()))
    if not is_within(path, walk.root):
        walk.targets.add(origin)
        walk.refuse(
            origin,
            RefusalRule.LINK_OUT_OF_INBOX,
            f"a link to {where!r}, which is outside the inbox",
            "Copy the file into the inbox instead.",
        )
    elif target is None:
        walk.targets.add(origin)
        walk.refuse(
            origin,
            RefusalRule.UNREADABLE,
            f"a link to {where!r}, which does not exist",
            "Remove it, or mend it.",
        )
    elif target.is_dir():
        walk.linked_folders.append((path, origin, depth))
    else:
        _sort_file(walk, path, origin)


def _refuse_unreadable(walk: _Walk, origin: str, error: OSError) -> None:
    walk.targets.add(origin)
    walk.refuse(
        origin,
        RefusalRule.UNREADABLE,
        f"cannot be read ({error.strerror or type(error).__name__})",
        "Check that it is there and that its permissions let it be read.",
    )


def _refuse_special(walk: _Walk, origin: str) -> None:
    walk.refuse(
        origin,
        RefusalRule.NOT_A_FILE,
        "a socket, pipe or device, not a file with text",
        "Remove it from the inbox.",
    )


def _refuse_orphan(walk: _Walk, path: Path, origin: str) -> None:
    target = origin.removesuffix(SIDECAR_SUFFIX)
    if path.with_name(path.name.removesuffix(SIDECAR_SUFFIX)).is_file() and not target.endswith(SIDECAR_SUFFIX):
        found = f"a sidecar, which tells about {target!r}"
        advice = "Name that file instead."
    else:
        found = f"a sidecar of {target!r}, which is not a file of the inbox"
        advice = "Put the file beside it, rename it to the file's full name with .toml after it, or remove it."
    walk.refuse(origin, RefusalRule.ORPHAN_SIDECAR, found, advice)


def _is_regular(path: Path) -> bool:
    return stat.S_ISREG(path.stat().st_mode)
