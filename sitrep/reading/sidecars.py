"""Sidecars: `<file name>.toml` beside a file tells what the file does not, or tells wrongly."""

from __future__ import annotations

import difflib
import os
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sitrep.reading.fields import read_language, read_published, read_text_field
from sitrep.reading.inbox import SIDECAR_SUFFIX, InboxFile, is_within
from sitrep.reading.refusing import ReadingRefusedError, RefusalRule, show

_MOST_BYTES = 64 * 1024
_KEYS = ("title", "source", "url", "published", "language", "licence", "note")


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What a sidecar tells; None is not told. A `note` is for people and not read."""

    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: date | None = None
    language: str | None = None
    licence: str | None = None


def read_sidecar(file: InboxFile) -> Sidecar:
    """Return what the sidecar of a file tells; nothing where it has none.

    Raises:
        ReadingRefusedError: It cannot be read, is no TOML, or has a key or value that is unknown
            (BROKEN_SIDECAR): a file whose source or date is misread would be worse than one put aside.
    """
    path = file.path.with_name(file.path.name + SIDECAR_SUFFIX)
    if not os.path.lexists(path):  # False, not an error, where the name would be too long for the system
        return Sidecar()
    fields = _load_toml(path, file.path.parents[file.origin.count("/")])
    for key in fields:
        if key not in _KEYS:
            close = difflib.get_close_matches(key, _KEYS, 1)
            meant = f"; did you mean {close[0]!r}?" if close else ""
            raise _broken(f"unknown key {show(key, 40)!r}; known are {', '.join(_KEYS)}{meant}")
    try:
        return Sidecar(
            title=read_text_field(fields, "title"),
            source=read_text_field(fields, "source"),
            url=read_text_field(fields, "url"),
            published=read_published(fields),
            language=read_language(fields),
            licence=read_text_field(fields, "licence"),
        )
    except ReadingRefusedError as error:
        raise _broken(error.refused.found) from error


def _load_toml(path: Path, inbox: Path) -> dict[str, Any]:
    try:
        if not is_within(path, inbox):
            raise _broken("a link that leads out of the inbox")
        if not path.is_file():
            raise _broken("not a file")
        with path.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise _broken(f"cannot be read ({error.strerror or type(error).__name__})") from error
    if len(content) > _MOST_BYTES:
        raise _broken(f"more than {_MOST_BYTES:,} bytes")
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _broken(f"no UTF-8 (at line {line})") from error
    except tomllib.TOMLDecodeError as error:
        raise _broken(f"no TOML: {show(str(error))}") from error
    except RecursionError as error:
        raise _broken("no TOML: nested too deeply") from error


def _broken(found: str) -> ReadingRefusedError:
    return ReadingRefusedError(
        RefusalRule.BROKEN_SIDECAR, f"sidecar: {found}", "Mend its sidecar, the .toml beside it."
    )
