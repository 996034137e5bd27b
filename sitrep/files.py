"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def replace_path(path: Path) -> Generator[Path]:
    """Give a path beside `path` to write to, and put what was written in its place by one rename.

    When the block fails, what was there stays, and what was begun is removed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def replace_file(path: Path) -> Generator[TextIO]:
    """Give a text file to write to, which takes the place of `path` when the block ends well."""
    with replace_path(path) as temporary, temporary.open("w", encoding="utf-8") as file:
        yield file


def write_text(text: str, path: Path) -> Path:
    """Write a text beside its place and put it there by one rename; return the path."""
    with replace_file(path) as file:
        file.write(text)
    return path
