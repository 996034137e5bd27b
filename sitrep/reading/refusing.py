"""What is refused, by which rule, and the sentence that tells a person what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from sitrep.schema import Quarantined, hash_id


class RefusalRule(StrEnum):
    """Why a file or report is not read; `sentence` says the rule to people."""

    sentence: str

    def __new__(cls, value: str, sentence: str) -> RefusalRule:
        """Return the member with its sentence."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.sentence = sentence
        return member

    EMPTY_FILE = "empty_file", "A file has no bytes."
    TOO_LARGE = "too_large", "A file is larger than files of its format may be."
    BINARY_FILE = "binary_file", "A file holds something else than text."
    UNDECODABLE = "undecodable", "The bytes are text in no encoding that is known."
    UNREADABLE = "unreadable", "The system does not let the file or folder be read."
    UNKNOWN_FORMAT = "unknown_format", "No reader knows the format."
    CHANGED = "changed", "A file changed or vanished while it was being read."
    NOT_A_FILE = "not_a_file", "A socket, pipe or device holds no report."
    LINK_OUT_OF_INBOX = "link_out_of_inbox", "A link leads to a place outside the inbox."
    DIRECTORY_LOOP = "directory_loop", "A link leads to a folder that is walked under its own path."
    TOO_DEEP = "too_deep", "Folders or page elements are nested deeper than is read."
    TOO_MANY_FILES = "too_many_files", "The inbox holds more files than one run takes."
    TOO_COMPLEX = "too_complex", "A page has more elements than any article has."
    TOO_LONG = "too_long", "A text or a line has more characters than one report may have."
    NO_TEXT = "no_text", "There is no text to code."
    BROKEN_JSON = "broken_json", "A line of a JSON lines file is no JSON object."
    BAD_FIELD = "bad_field", "A field holds something that it may not hold."
    BROKEN_SIDECAR = "broken_sidecar", "A sidecar cannot be read, or tells what it cannot tell."
    ORPHAN_SIDECAR = "orphan_sidecar", "A sidecar has no file beside it that it could tell about."


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal before it is known which file of the inbox it concerns.

    Attributes:
        rule: The rule that is broken.
        found: What was found and what was expected, a clause without its full stop.
        advice: What to do, in full sentences.
        line: Line of the file, from 1, where one line alone is refused.
        kind: "report" where the rest of the file is read, else "file".
    """

    rule: RefusalRule
    found: str
    advice: str
    line: int | None = None
    kind: Literal["file", "report"] = "file"


class ReadingRefusedError(Exception):
    """Raised within a reader or its parts: the file or record cannot be read."""

    def __init__(self, rule: RefusalRule, found: str, advice: str) -> None:
        super().__init__(f"{found}. {advice}")
        self.refused = Refused(rule, found, advice)


class FileRefusedError(OSError):
    """Raised by `hash_file` and `archive_file`; `refusal` is the row for the quarantine.

    An OSError, since what the system says about a file is the one cause beside its changing meanwhile.
    """

    def __init__(self, refusal: Quarantined) -> None:
        super().__init__(refusal.reason)
        self.strerror = refusal.reason
        self.refusal = refusal


def quarantine(refused: Refused, origin: str, sha256: str | None = None) -> Quarantined:
    """Return the quarantine row of a refusal: "iraq.jsonl:7: the line is no JSON object (…). Mend it."."""
    item = origin if refused.line is None else f"{origin}:{refused.line}"
    return Quarantined(
        quarantine_id=hash_id(item, refused.rule, refused.found),
        kind=refused.kind,
        item=item,
        rule=refused.rule.value,
        reason=f"{show(item)}: {refused.found}. {refused.advice}",
        raw_sha256=sha256,
    )


def show(value: str, most: int = 200) -> str:
    r"""Return text fit for a message: on one line, cut to a length; "a\nb" -> "a\\nb"."""
    cut = value if len(value) <= most else f"{value[:most]}…"
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in cut)
