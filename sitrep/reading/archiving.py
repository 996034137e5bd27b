"""The archive of evidence: each content once, under its hash, with what is known of it beside it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from sitrep.reading.inbox import InboxFile
from sitrep.reading.opening import open_file, read_pieces
from sitrep.reading.refusing import FileRefusedError, ReadingRefusedError, RefusalRule, quarantine
from sitrep.reading.registry import HEAD, choose_reader

_SUFFIX = re.compile(r"\.[a-z0-9]{1,10}")
_DESCRIPTION_SUFFIX = ".json"


def archive_file(file: InboxFile, sha256: str, archive: Path) -> Path:
    """Return where the archive keeps a file: archive/ab/abcdef….txt; copy it there if it is not there yet.

    Beside it abcdef….txt.json tells origin, bytes, media type and reader of the first file with this content.
    Both are written beside their place, synced and renamed, the description first: a content that is there is
    whole and described. A second file with the same bytes adds nothing, whatever its name.

    Raises:
        FileRefusedError: The file cannot be read, or is not the one that was hashed any more.
        OSError: The archive cannot be written.
    """
    folder = archive / sha256[:2]
    kept = _find_kept(folder, sha256)
    if kept is not None:
        return kept
    suffix = file.path.suffix.lower()
    path = folder / f"{sha256}{suffix if _SUFFIX.fullmatch(suffix) else '.bin'}"
    try:
        with open_file(file) as stream:
            description = _describe(file, sha256, stream.read(HEAD))
            stream.seek(0)
            folder.mkdir(parents=True, exist_ok=True)
            _write(path.with_name(path.name + _DESCRIPTION_SUFFIX), lambda target: target.write(description))
            _write(path, lambda target: _copy(stream, target, file.size, sha256))
    except ReadingRefusedError as error:
        raise FileRefusedError(quarantine(error.refused, file.origin, sha256)) from error
    return path


def _find_kept(folder: Path, sha256: str) -> Path | None:
    """Return the content kept under a hash; its description has one suffix more."""
    if not folder.is_dir():
        return None
    return min((path for path in folder.glob(f"{sha256}.*") if path.name.count(".") == 1), default=None)


def _describe(file: InboxFile, sha256: str, head: bytes) -> bytes:
    try:
        reader = choose_reader(file.path.name, head)
    except ReadingRefusedError:
        reader = None
    description = {
        "sha256": sha256,
        "origin": file.origin,
        "bytes": file.size,
        "media_type": reader.media_type if reader else "application/octet-stream",
        "reader": reader.signature if reader else None,
    }
    return (json.dumps(description, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _copy(source: BinaryIO, target: BinaryIO, size: int, sha256: str) -> None:
    digest = hashlib.sha256()
    for piece in read_pieces(source, size):
        digest.update(piece)
        target.write(piece)
    if digest.hexdigest() != sha256:
        raise ReadingRefusedError(
            RefusalRule.CHANGED, "changed while it was archived", "It is taken up again by the next run."
        )


def _write(path: Path, fill: Callable[[BinaryIO], object]) -> None:
    """Write a file beside its place, sync it and put it there; nothing is left behind if that fails."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
    try:
        with temporary.open("wb") as stream:
            fill(stream)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a power cut, where the system knows folders as files (not on Windows)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
