"""Opening a file of the inbox so that what is read is what was hashed."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from sitrep.reading.inbox import MEGABYTE, InboxFile
from sitrep.reading.refusing import FileRefusedError, ReadingRefusedError, RefusalRule, quarantine

#: Bytes read at a time.
PIECE = MEGABYTE

_CHANGED = "It is taken up again by the next run; if it is still being written, wait for its end."


class _Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, from 1; `content` is None where it is longer than allowed."""

    number: int
    content: bytes | None


class OpenedFile:
    """An open file of the inbox, read whole or line by line, no further than its listed size.

    A file that grows while it is read is read as it was listed; one that shrinks or is rewritten is refused.
    """

    def __init__(self, stream: BinaryIO, file: InboxFile, sha256: str) -> None:
        self.name = file.path.name
        self.size = file.size
        self._stream = stream
        self._sha256 = sha256

    def peek(self, size: int) -> bytes:
        """Return the first bytes without moving on."""
        with _telling_errors():
            self._stream.seek(0)
            head = self._stream.read(min(size, self.size))
            self._stream.seek(0)
        return head

    def read_all(self) -> bytes:
        """Return the whole file.

        Raises:
            ReadingRefusedError: It is not the file that was hashed any more.
        """
        with _telling_errors():
            content = self._stream.read(self.size)
        self._compare(hashlib.sha256(content))
        return content

    def read_lines(self, most: int) -> Iterator[Line]:
        """Yield the lines without their ends; of a line longer than `most` bytes no more than that is held.

        Raises:
            ReadingRefusedError: After the last line, if the file is not the one that was hashed any more.
        """
        digest = hashlib.sha256()
        left, number = self.size, 0
        while left > 0:
            number += 1
            piece = self._read_line(min(most + 1, left))
            is_whole = len(piece) <= most or piece.endswith(b"\n")
            content = piece.rstrip(b"\r\n") if is_whole else None
            digest.update(piece)
            left -= len(piece)
            while piece and left > 0 and not piece.endswith(b"\n"):
                piece = self._read_line(min(PIECE, left))
                digest.update(piece)
                left -= len(piece)
            if not piece:
                break  # the file ended before its listed size
            yield Line(number, content)
        self._compare(digest)

    def _read_line(self, most: int) -> bytes:
        try:
            return self._stream.readline(most)
        except OSError as error:
            raise _describe_error(error) from error

    def _compare(self, digest: _Digest) -> None:
        found = digest.hexdigest()
        if found != self._sha256:
            raise ReadingRefusedError(
                RefusalRule.CHANGED,
                f"its SHA-256 was {self._sha256[:12]}… and is {found[:12]}… now",
                _CHANGED,
            )


@contextmanager
def open_file(file: InboxFile) -> Generator[BinaryIO]:
    """Open a regular file that has the size it was listed with.

    Raises:
        ReadingRefusedError: It vanished, changed its size, is no regular file or cannot be read.
    """
    # Without O_NONBLOCK a pipe that took the file's place would be waited for.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        stream = os.fdopen(os.open(file.path, flags), "rb")
    except FileNotFoundError as error:
        raise ReadingRefusedError(RefusalRule.CHANGED, "listed, but not there any more", _CHANGED) from error
    except OSError as error:
        raise _describe_error(error) from error
    with stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise ReadingRefusedError(RefusalRule.CHANGED, "listed as a file, but none any more", _CHANGED)
        if status.st_size != file.size:
            found = f"listed with {file.size:,} bytes, but has {status.st_size:,} now"
            raise ReadingRefusedError(RefusalRule.CHANGED, found, _CHANGED)
        yield stream


def hash_file(file: InboxFile) -> str:
    """Return the SHA-256 of a file in hexadecimal, read a megabyte at a time.

    Raises:
        FileRefusedError: It cannot be read, or is not as it was listed; the error carries the quarantine row.
    """
    digest = hashlib.sha256()
    try:
        with open_file(file) as stream:
            for piece in read_pieces(stream, file.size):
                digest.update(piece)
    except ReadingRefusedError as error:
        raise FileRefusedError(quarantine(error.refused, file.origin)) from error
    return digest.hexdigest()


def read_pieces(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield `size` bytes in pieces.

    Raises:
        ReadingRefusedError: The file ends before.
    """
    left = size
    while left > 0:
        with _telling_errors():
            piece = stream.read(min(PIECE, left))
        if not piece:
            found = f"listed with {size:,} bytes, but ended after {size - left:,}"
            raise ReadingRefusedError(RefusalRule.CHANGED, found, _CHANGED)
        left -= len(piece)
        yield piece


@contextmanager
def _telling_errors() -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise _describe_error(error) from error


def _describe_error(error: OSError) -> ReadingRefusedError:
    return ReadingRefusedError(
        RefusalRule.UNREADABLE,
        f"cannot be read ({error.strerror or type(error).__name__})",
        "Check that its permissions let it be read and that its disk is sound.",
    )
