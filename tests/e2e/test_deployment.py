"""A deployment with a schedule, served as a team would: what a wrong version of Prefect's dependencies breaks first."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
import urllib.request
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from running import copy_samples, kill, start

from sitrep.warehouse import Warehouse

pytestmark = pytest.mark.e2e

SERVE = """
from flows.news_to_events import news_to_events
news_to_events.serve(name="often", interval=10, limit=1, parameters={parameters!r}, print_starting_message=False)
"""


def ask(url: str, body: dict[str, Any] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json"})  # noqa: S310 - a local server
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        return json.load(answer)


def wait_for(what: str, look: Callable[[], Any], seconds: float = 120) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            found = look()
        except OSError:
            found = None
        if found:
            return found
        time.sleep(0.5)
    raise AssertionError(f"{what}: not seen within {seconds:.0f} s")


@pytest.fixture
def served(tmp_path: Path) -> Generator[tuple[str, dict[str, str]]]:
    """Address of a Prefect server of its own, and the environment to reach it in."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/api"
    environment = {**os.environ, "PREFECT_HOME": str(tmp_path / "prefect"), "PREFECT_API_URL": address}
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    server = start(command, environment)
    try:
        wait_for("the server", lambda: ask(f"{address}/health"))
        yield address, environment
    finally:
        kill(server)


def test_a_scheduled_run_of_a_deployment_publishes(served: tuple[str, dict[str, str]], tmp_path: Path) -> None:
    address, environment = served
    warehouse = Warehouse(tmp_path / "warehouse")
    inbox = copy_samples(tmp_path / "inbox", "kenya*")
    parameters = {"inbox": str(inbox), "warehouse": str(warehouse.root)}
    server = start([sys.executable, "-c", SERVE.format(parameters=parameters)], environment)
    try:
        runs = wait_for(
            "a completed run",
            lambda: ask(f"{address}/flow_runs/filter", {"flow_runs": {"state": {"type": {"any_": ["COMPLETED"]}}}}),
        )
    finally:
        kill(server)
    assert all(run["auto_scheduled"] for run in runs)
    assert any(run["state"]["message"].startswith("3 new reports") for run in runs)
    with warehouse.connect() as connection:
        assert connection.table("reports").shape[0] == 3
