"""Coding: the mentions of a shard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from prefect import task
from prefect.context import TaskRunContext

from sitrep import batches
from sitrep.batches import CodedShard
from sitrep.coding import load_coder


def _key_by_content(context: TaskRunContext, parameters: dict[str, Any]) -> str | None:
    """Return the cache key: a shard's file is named after its reports and coder. None once its file is gone."""
    del context
    path: Path = parameters["path"]
    return f"code-shard-{path.stem}" if path.exists() else None


@task(
    name="code shard",
    task_run_name="code {path.stem}",
    tags=["sitrep", "sitrep-code"],
    persist_result=True,
    cache_key_fn=_key_by_content,
)
def code_shard(path: Path) -> CodedShard:
    """Code the reports of one shard."""
    return batches.code_shard(path, load_coder())
