"""A real Prefect server for the flows, started once."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from prefect.settings import PREFECT_LOCAL_STORAGE_PATH, temporary_settings
from prefect.testing.utilities import prefect_test_harness
from running import RunFlow

from flows.news_to_events import choose_task_runner, news_to_events
from sitrep.settings import read_settings
from sitrep.warehouse import Warehouse
from tasks.summaries import RunSummary


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    """A server with a database of its own."""
    with (
        temporary_settings({PREFECT_LOCAL_STORAGE_PATH: tmp_path_factory.mktemp("results")}),
        prefect_test_harness(server_startup_timeout=120),
    ):
        yield


@pytest.fixture
def run_flow(prefect_server: None) -> RunFlow:  # noqa: ARG001 - the server must run
    """Run the flow as the command line does and return its account."""

    def run(inbox: Path, warehouse: Warehouse) -> RunSummary:
        flow = news_to_events.with_options(task_runner=choose_task_runner(read_settings()))
        state = flow(inbox, warehouse.root, return_state=True)
        outcome = state.result(raise_on_failure=False)
        if isinstance(outcome, BaseException):
            raise outcome
        assert isinstance(outcome, RunSummary)
        return outcome

    return run


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    """A warehouse folder that is not there yet."""
    return Warehouse(tmp_path / "warehouse")
