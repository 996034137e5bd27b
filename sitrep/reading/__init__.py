"""From the inbox to reports: list, hash, archive, read; what is no report is refused with a reason.

A format is one module in `formats/`.
"""

from sitrep.reading.archiving import archive_file
from sitrep.reading.inbox import InboxFile, Listing, ReadingLimits, list_inbox
from sitrep.reading.opening import hash_file
from sitrep.reading.refusing import FileRefusedError, RefusalRule
from sitrep.reading.reports import Reading, read_file

__all__ = [
    "FileRefusedError",
    "InboxFile",
    "Listing",
    "Reading",
    "ReadingLimits",
    "RefusalRule",
    "archive_file",
    "hash_file",
    "list_inbox",
    "read_file",
]
