"""What a batch takes in: files not seen before, their reports without duplicates, cut into shards.

Shards are cut from the reports in the order of their ids, so that neither the order of the files nor how many of
them were read at a time shows in what comes out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sitrep.deduplication import ReportKey
from sitrep.reading import InboxFile
from sitrep.schema import hash_id


@dataclass(frozen=True, slots=True)
class HashedFile:
    """A file of the inbox with the SHA-256 of its bytes."""

    file: InboxFile
    sha256: str


def choose_new_files(
    files: Iterable[HashedFile], *, known: Collection[str], refused: Collection[tuple[str, str]]
) -> list[HashedFile]:
    """Return the files whose bytes no published report was read from, and that were not refused before.

    A copy of a published file is left out wherever it lies; a refused file only under the path it was refused at,
    so that each broken file is named.
    """
    return sorted(
        (each for each in files if each.sha256 not in known and (each.file.origin, each.sha256) not in refused),
        key=lambda each: each.file.origin,
    )


def group_files(files: Sequence[HashedFile], *, most_files: int, most_bytes: int) -> list[list[HashedFile]]:
    """Return the files in groups to be read by one task each, in order; a larger file is a group of its own."""
    groups: list[list[HashedFile]] = []
    size = 0
    for hashed in files:
        if not groups or len(groups[-1]) >= most_files or size + hashed.file.size > most_bytes:
            groups.append([])
            size = 0
        groups[-1].append(hashed)
        size += hashed.file.size
    return groups


def name_intake(files: Iterable[HashedFile], coder: str) -> str:
    """Return the id of an intake: the same files and coder give the same id, in any order."""
    return hash_id(coder, *(part for each in files for part in (each.file.origin, each.sha256)))


def name_batch(report_ids: Iterable[str], refusal_ids: Iterable[str], coder: str) -> str:
    """Return the id of a batch: a hash of all that it takes in and of the coder."""
    return hash_id(coder, *sorted(report_ids), "refused", *sorted(refusal_ids))


def cut_shards(reports: Sequence[ReportKey], *, most_reports: int, most_words: int) -> Iterator[list[ReportKey]]:
    """Yield the reports in shards of at most so many reports and words; a longer report is a shard of its own."""
    shard: list[ReportKey] = []
    words = 0
    for report in reports:
        if shard and (len(shard) >= most_reports or words + report.word_count > most_words):
            yield shard
            shard, words = [], 0
        shard.append(report)
        words += report.word_count
    if shard:
        yield shard
