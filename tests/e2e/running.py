"""What the end-to-end tests share: how a run is started, and what a warehouse holds."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sitrep.schema import TABLES
from sitrep.warehouse import Warehouse
from tasks.summaries import RunSummary

RunFlow = Callable[[Path, Warehouse], RunSummary]

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "data" / "raw" / "samples"

#: What the clock or the order of batches tells; everything else must be the same in each run.
OF_THE_RUN = {"batches": "EXCLUDE (published_at)"}
OF_THE_BATCH = dict.fromkeys(TABLES, "EXCLUDE (batch_id)")


def read_tables(warehouse: Warehouse, without: dict[str, str] = OF_THE_RUN) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables, sorted."""
    with warehouse.connect() as connection:
        return {
            name: connection.sql(f"SELECT * {without.get(name, '')} FROM {name} ORDER BY ALL").fetchall()
            for name in TABLES
        }


def copy_samples(folder: Path, *patterns: str) -> Path:
    """Copy the samples that fit, with their sidecars, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for pattern in patterns:
        for path in sorted(SAMPLES.glob(pattern), reverse=True):
            shutil.copy(path, folder)
    return folder


def start(command: list[str], environment: dict[str, str], output: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
    """Start a command in the checkout, in a group of its own, so that it can be killed with all it started."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=output,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def kill(running: subprocess.Popen[str]) -> None:
    """kill -9 a command and all that it started."""
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
