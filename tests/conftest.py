"""Settings that keep the tests to themselves: no telemetry, nothing of whoever runs them."""

from __future__ import annotations

import os

import pytest

# Before anything imports Prefect or Great Expectations.
os.environ.update(
    DO_NOT_TRACK="1",
    PREFECT_SERVER_ANALYTICS_ENABLED="false",
    GX_ANALYTICS_ENABLED="false",
    PREFECT_LOGGING_LEVEL="ERROR",
)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take SITREP_* of whoever runs the tests out of the way."""
    for name in [name for name in os.environ if name.startswith("SITREP_")]:
        monkeypatch.delenv(name)
