"""kill -9 in the middle of a run: the next run ends where an undisturbed one would have."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from running import SAMPLES, kill, read_tables, start

from sitrep.warehouse import Warehouse

pytestmark = pytest.mark.e2e

#: What is seen on disk at the moment of the kill.
MOMENTS = {
    "while coding": "staging/*/mentions-*.parquet",
    "while staging": "staging/*/publish-reports.parquet",
    "while publishing": "tables/reports/_delta_log/*1.json",
    "between two tables": "tables/mentions/_delta_log/*1.json",
}


#: Loaded by every Python process of a run: notes each address that is not of this machine.
GUARD = """
import os, socket
LOCAL = ("127.", "::1", "localhost", "0.0.0.0")
def note(host):
    if isinstance(host, (str, bytes)) and not os.fsdecode(host).startswith(LOCAL):
        with open(os.environ["GUARD_LOG"], "a") as log:
            log.write(os.fsdecode(host) + chr(10))
connect, look_up = socket.socket.connect, socket.getaddrinfo
def guarded_connect(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6):
        note(address[0])
    return connect(self, address)
def guarded_look_up(host, *rest, **named):
    note(host)
    return look_up(host, *rest, **named)
socket.socket.connect, socket.getaddrinfo = guarded_connect, guarded_look_up
with open(os.environ["GUARD_LOG"], "a"):
    pass
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment whose Prefect keeps to itself; small shards, so that there is a middle."""
    home = tmp_path_factory.mktemp("prefect")
    (home / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    guard = {"PYTHONPATH": str(home), "GUARD_LOG": str(home / "guard.log")}
    return {**os.environ, **guard, "PREFECT_HOME": str(home), "SITREP_SHARD_REPORTS": "10"}


def start_run(warehouse: Warehouse, environment: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "sitrep.cli", "run", "-i", str(SAMPLES), "-w", str(warehouse.root)]
    return start(command, environment, subprocess.PIPE)


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
    kill(run)
    finish_run(warehouse, environment)
    assert read_tables(warehouse) == read_tables(undisturbed)
    assert list(warehouse.staging.iterdir()) == []


def test_a_run_talks_to_this_machine_alone(undisturbed: Warehouse, environment: dict[str, str]) -> None:
    assert undisturbed.exists()
    assert Path(environment["GUARD_LOG"]).read_text(encoding="utf-8") == ""


def test_the_guard_notes_another_address(environment: dict[str, str], tmp_path: Path) -> None:
    log = tmp_path / "guard.log"
    script = "import sitecustomize; sitecustomize.note('127.0.0.1'); sitecustomize.note('192.0.2.1')"
    with start([sys.executable, "-c", script], {**environment, "GUARD_LOG": str(log)}) as running:
        running.communicate()
    assert log.read_text(encoding="utf-8") == "192.0.2.1\n"
