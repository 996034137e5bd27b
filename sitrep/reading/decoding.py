"""From bytes to text: by byte order mark, as UTF-8, as declared, or by a guess over what is not ASCII."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence

from sitrep.reading.refusing import ReadingRefusedError, RefusalRule

#: Bytes of the words with other than ASCII characters that a guess rests on.
SAMPLE = 16 * 1024

# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# The encodings that browsers know (WHATWG Encoding Standard), by Python's names. Without this bound, short
# texts are taken for pages of old terminals.
_GUESSED: str = (
    "cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874 cp866 iso8859_2 iso8859_3 "
    "iso8859_4 iso8859_5 iso8859_6 iso8859_7 iso8859_8 iso8859_10 iso8859_13 iso8859_14 iso8859_15 "
    "iso8859_16 koi8_r koi8_u mac_roman mac_cyrillic gb18030 big5 big5hkscs euc_jp shift_jis cp932 "
    "euc_kr cp949"
)
_WORD = re.compile(rb"\S+")
_DECLARABLE = re.compile(r"(?:cp|iso8859|koi8|mac_|gb|big5|euc|shift_jis|utf_8$|tis_620|johab|hz$|iso2022)")


def find_mark(head: bytes) -> tuple[str, int] | None:
    """Return the encoding that a byte order mark tells and the mark's length; None without one."""
    return next(((name, len(mark)) for mark, name in _MARKS if head.startswith(mark)), None)


def decode(content: bytes, declared: str | None = None) -> str:
    """Return the text of some bytes, without a byte order mark and otherwise unchanged.

    In this order: the encoding that a mark tells; UTF-8, which other text is hardly ever taken for; the
    encoding that the file itself declares; the likeliest by charset-normalizer. Where Windows-1252 is as
    likely as any, it is taken: it is what English news without a declaration is written in.

    Raises:
        ReadingRefusedError: No encoding fits (UNDECODABLE).
    """
    mark = find_mark(content)
    if mark is not None:
        name, length = mark
        text = _try_decode(content[length:], [name])
        found = f"begins as {name.upper()}, but its bytes do not go on so"
    else:
        name = _name_codec(declared) if declared else None
        text = _try_decode(content, ["utf-8", *([name] if name else [])])
        if text is None:
            text = _try_decode(content, _guess(content))
        found = "is text in no encoding that is known" + (f"; it declares {declared!r}" if declared else "")
    if text is None:
        raise ReadingRefusedError(RefusalRule.UNDECODABLE, found, "Save it as UTF-8.")
    return text


def _try_decode(content: bytes, names: Sequence[str] | Iterator[str]) -> str | None:
    for name in names:
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    return None


def _name_codec(label: str) -> str | None:
    """Return Python's name of an encoding; None for one that is unknown or no encoding of text files.

    Latin-1 and ASCII are read as Windows-1252, as browsers do.
    """
    try:
        name = codecs.lookup(label.strip()).name.replace("-", "_")
    except (LookupError, ValueError):
        return None
    if name in {"iso8859_1", "ascii"}:
        return "cp1252"
    return name if _DECLARABLE.match(name) else None


def _guess(content: bytes) -> Iterator[str]:
    """Yield the likely encodings of some bytes, likeliest first."""
    # Takes a tenth of a second to import; most files are UTF-8.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    matches = list(from_bytes(_take_sample(content), cp_isolation=_GUESSED.split()))
    if not matches:
        return
    best = matches[0]
    for match in matches:
        names = [match.encoding, *match.could_be_from_charset]
        if "cp1252" in names and (match.chaos, -match.coherence) <= (best.chaos, -best.coherence):
            yield "cp1252"
            break
    for match in matches:
        yield match.encoding


def _take_sample(content: bytes) -> bytes:
    """Return the first words with other than ASCII characters: they alone tell encodings apart."""
    words: list[bytes] = []
    size = 0
    for match in _WORD.finditer(content):
        word = match.group()
        if not word.isascii():
            words.append(word[:SAMPLE])
            size += len(word)
            if size >= SAMPLE:
                break
    return b" ".join(words)
