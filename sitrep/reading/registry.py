"""The readers there are, and which of them reads a file: by its content first, then by its name."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import PurePath

from sitrep.reading import formats
from sitrep.reading.decoding import find_mark
from sitrep.reading.reader import Reader
from sitrep.reading.refusing import ReadingRefusedError, RefusalRule, show

#: Bytes at the start of a file that tell its format.
HEAD = 4096

# First bytes of formats that have no reader yet, and of what is no text at all.
_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive, as Word and LibreOffice files are"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or Outlook file"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"WARC/", "a WARC archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
)
_CONVERT = "Convert it to one of them, or remove it from the inbox."


@cache
def load_readers() -> tuple[Reader, ...]:
    """Return the `READER` of each module in `sitrep/reading/formats`, in the order of their names."""
    names = sorted(module.name for module in pkgutil.iter_modules(formats.__path__))
    return tuple(import_module(f"{formats.__name__}.{name}").READER for name in names)


def choose_reader(name: str, head: bytes) -> Reader:
    """Return the reader for a file of this name that begins with these bytes.

    "a.txt", "<!doctype html>"  -> web page: the content wins
    "a", "Gunmen killed"        -> plain text: a file without a suffix that holds no NUL
    "a.pdf", "%PDF-1.7"         -> refused

    Raises:
        ReadingRefusedError: No reader knows it (UNKNOWN_FORMAT), or it is no text (BINARY_FILE).
    """
    known = f"readers there are for {', '.join(each for reader in load_readers() for each in reader.suffixes)}"
    for signature, label in _SIGNATURES:
        if head.startswith(signature):
            is_text = b"\x00" not in head and head.isascii()
            rule = RefusalRule.UNKNOWN_FORMAT if is_text else RefusalRule.BINARY_FILE
            raise ReadingRefusedError(rule, f"begins like {label}; {known}", _CONVERT)
    if b"\x00" in head and find_mark(head) is None:
        at = head.index(b"\x00")
        raise ReadingRefusedError(
            RefusalRule.BINARY_FILE, f"byte {at:,} is NUL, which no text holds; {known}", _CONVERT
        )
    for reader in load_readers():
        if reader.sniff(head):
            return reader
    suffix = PurePath(name).suffix.lower()
    for reader in load_readers():
        if (suffix or ".txt") in reader.suffixes:
            return reader
    raise ReadingRefusedError(
        RefusalRule.UNKNOWN_FORMAT, f"no reader knows {show(suffix, 20)!r} files; {known}", _CONVERT
    )
