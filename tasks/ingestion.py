"""Taking in: what is new in the inbox, read and cut into shards."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.tasks import exponential_backoff

from sitrep import batches
from sitrep.batches import Intake, ReadGroup, Shards
from sitrep.intake import HashedFile
from sitrep.reading import ReadingLimits
from sitrep.settings import Settings
from sitrep.warehouse import Warehouse


def read_limits(settings: Settings) -> ReadingLimits:
    """Return the reading limits of the settings."""
    return ReadingLimits(file_bytes=settings.file_bytes, stream_bytes=settings.stream_bytes)


@task(
    name="find new files",
    persist_result=True,
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=2,
    retry_jitter_factor=0.5,
)
def find_files(settings: Settings, coder: str) -> Intake:
    """Return what is new in the inbox, in groups to read."""
    return batches.find_files(settings.inbox, Warehouse(settings.warehouse), coder, read_limits(settings))


@task(
    name="read files",
    task_run_name="read files {number}",
    persist_result=True,
    cache_policy=NO_CACHE,
    retries=3,
    retry_delay_seconds=exponential_backoff(backoff_factor=2),
    retry_jitter_factor=0.5,
)
def read_files(number: int, files: Sequence[HashedFile], folder: Path, settings: Settings) -> ReadGroup:
    """Archive and read one group of files."""
    return batches.read_group(number, files, folder, Warehouse(settings.warehouse).archive, read_limits(settings))


@task(name="cut shards", persist_result=True, cache_policy=NO_CACHE)
def cut_shards(intake: Intake, groups: Sequence[ReadGroup], settings: Settings, coder: str) -> Shards:
    """Drop duplicates and cut the rest into shards."""
    return batches.build_shards(
        intake,
        groups,
        Warehouse(settings.warehouse),
        coder,
        most_reports=settings.shard_reports,
        most_words=settings.shard_words,
    )
