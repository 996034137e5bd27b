"""kill -9 in the middle of a run: the next run ends where an undisturbed one would have."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from running import ROOT, SAMPLES, read_tables

from sitrep.warehouse import Warehouse

pytestmark = pytest.mark.e2e

#: What is seen on disk at the moment of the kill.
MOMENTS = {
    "while coding": "staging/*/mentions-*.parquet",
    "while staging": "staging/*/publish-reports.parquet",
    "while publishing": "tables/reports/_delta_log/*1.json",
    "between two tables": "tables/mentions/_delta_log/*1.json",
}


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment whose Prefect keeps to itself; small shards, so that there is a middle."""
    home = tmp_path_factory.mktemp("prefect")
    return {**os.environ, "PREFECT_HOME": str(home), "SITREP_SHARD_REPORTS": "10"}


def start_run(warehouse: Warehouse, environment: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "sitrep.cli", "run", "-i", str(SAMPLES), "-w", str(warehouse.root)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def finish_run(warehouse: Warehouse, environment: dict[str, str]) -> str:
    run = start_run(warehouse, environment)
    output, _ = run.communicate(timeout=180)
    assert run.returncode == 0, output
    return output


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Warehouse:
    """A warehouse that one run filled."""
    warehouse = Warehouse(tmp_path_factory.mktemp("undisturbed") / "w")
    output = finish_run(warehouse, environment)
    assert "reports new" in output
    return warehouse


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_run_is_made_good_by_the_next(
    moment: str, tmp_path: Path, environment: dict[str, str], undisturbed: Warehouse
) -> None:
    warehouse = Warehouse(tmp_path / "w")
    run = start_run(warehouse, environment)
    deadline = time.monotonic() + 120
    while run.poll() is None and not list(warehouse.root.glob(MOMENTS[moment])):
        assert time.monotonic() < deadline, "the moment never came"
        time.sleep(0.002)
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    finish_run(warehouse, environment)
    assert read_tables(warehouse) == read_tables(undisturbed)
    assert list(warehouse.staging.iterdir()) == []
