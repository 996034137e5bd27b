"""Coding: the mentions of a shard."""

from __future__ import annotations

from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from sitrep import batches
from sitrep.batches import CodedShard
from sitrep.coding import load_coder


# Files named after what they hold are the cache: a shard coded before is passed over, also after a crash. Results
# are kept because under load the server may answer a finished task without its data.
@task(
    name="code shard",
    task_run_name="code {path.stem}",
    persist_result=True,
    cache_policy=NO_CACHE,
)
def code_shard(path: Path) -> CodedShard:
    """Code the reports of one shard."""
    return batches.code_shard(path, load_coder())
