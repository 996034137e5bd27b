"""How far a run is, told to whoever watches: the command line's progress bars, or nobody."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from prefect.futures import PrefectFuture, as_completed

T = TypeVar("T")

#: Called with the stage, the number of parts done and the number of all.
Watcher = Callable[[str, int, int], None]

_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


@contextmanager
def watch_progress(watcher: Watcher) -> Generator[None]:
    """Tell `watcher` how far the runs are that start inside the block."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def report_progress(stage: str, done: int, total: int) -> None:
    """Tell the watcher, if there is one."""
    watcher = _watcher.get()
    if watcher:
        watcher(stage, done, total)


def collect(stage: str, futures: Iterable[PrefectFuture[T]]) -> list[T]:
    """Return the results in the order of the futures, telling how many are done as they come.

    Raises:
        Exception: what the first failed task raised.
    """
    listed = list(futures)
    report_progress(stage, 0, len(listed))
    for done, _ in enumerate(as_completed(listed), 1):
        report_progress(stage, done, len(listed))
    return [future.result() for future in listed]
