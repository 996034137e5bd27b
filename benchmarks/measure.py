"""Measure the coder and the pipeline and write the figures into benchmarks/README.md.

    python benchmarks/measure.py --data FOLDER [--reports N] [--only coding|resolving|speed|flow|language]

FOLDER holds `gold/dev.jsonl` and `bench/score_events.py` (coding), `corpora/load/dated_news.jsonl.gz` (speed, flow and
language), and the sets of the other tables; benchmarks/README.md says what they are and where they come from.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # run as a file, with benchmarks and flows beside it

from benchmarks.tables import README, Table, write_tables  # noqa: E402


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    what: str
    value: str
    command: str


def read_news(data: Path, number: int) -> list[dict[str, Any]]:
    """Return the first dated articles as records that `sitrep run` and `sitrep code` read."""
    with gzip.open(data / "corpora" / "load" / "dated_news.jsonl.gz", "rt", encoding="utf-8") as file:
        return [
            {"id": each["id"], "source": each["source"], "published": each["date"], "text": each["text"]}
            for each in map(json.loads, islice(file, number))
        ]


def time_call(call: Callable[[], object]) -> float:
    """Return the wall seconds of a call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def code_records(records: list[dict[str, Any]]) -> int:
    """Code records with the bare coder, in this process; return the number of mentions."""
    from sitrep.coding import code_report, load_coder
    from sitrep.coding.gold import read_gold_document

    coder = load_coder()
    return sum(len(code_report(coder, *read_gold_document(record))) for record in records)


def measure_speed(data: Path, number: int) -> list[Figure]:
    """Return the words a second of the bare coder on one core, and its memory."""
    records = read_news(data, number)
    words = sum(len(record["text"].split()) for record in records)
    loading = time_call(lambda: code_records(records[:1]))
    seconds = time_call(lambda: code_records(records))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    command = f"--only speed --reports {number}"
    return [
        Figure("bare coder", f"{words / seconds:,.0f} words/s on one core ({words:,} words)", command),
        Figure("load the coder and code one report", f"{loading:.2f} s", command),
        Figure("memory, coder and texts", f"{memory:.0f} MB", command),
    ]


def measure_flow(data: Path, number: int) -> list[Figure]:
    """Return the wall time of the flow against the bare coder, and of a run with nothing new against an empty flow."""
    records = read_news(data, number)
    bare = time_call(lambda: code_records(records))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PREFECT_HOME"] = str(folder / "prefect")
        os.environ["PREFECT_LOGGING_LEVEL"] = "ERROR"
        os.environ["PREFECT_LOCAL_STORAGE_PATH"] = str(folder / "warehouse" / "results")
        os.environ["SITREP_WORKERS"] = "1"
        # Old news of one kind: what the batch rules say of it is no matter here.
        os.environ["SITREP_MOST_QUARANTINED_SHARE"] = "1"
        inbox = folder / "news.jsonl"
        inbox.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")

        from prefect import flow

        from flows.news_to_events import news_to_events

        @flow
        def do_nothing() -> None:
            """Start and end."""

        do_nothing()  # starts the server
        empty = min(time_call(do_nothing) for _ in range(3))
        full = time_call(lambda: news_to_events(inbox, folder / "warehouse", return_state=True))
        nothing_new = min(
            time_call(lambda: news_to_events(inbox, folder / "warehouse", return_state=True)) for _ in range(3)
        )
    command = f"--only flow --reports {number}"
    return [
        Figure(
            f"flow over bare coder, {number:,} reports, one worker",
            f"{full:.1f} s against {bare:.1f} s: {full / bare - 1:.0%} more",
            command,
        ),
        Figure(
            "run with nothing new over an empty flow",
            f"{nothing_new:.2f} s against {empty:.2f} s: {nothing_new / empty:.1f} times",
            command,
        ),
    ]


def write_figures(figures: list[Figure]) -> None:
    """Put the figures into the table of the README: a line measured anew replaces the old one of the same name."""
    text = README.read_text(encoding="utf-8")
    before, start, rest = text.partition("<!-- figures -->\n")
    table, end, after = rest.partition("<!-- end of figures -->")
    old = {line.split(" | ")[0].removeprefix("| "): line for line in table.splitlines() if line.startswith("| ")}
    old.pop("what", None)
    kinds = {figure.command.split()[1] for figure in figures}
    kept = [line for line in old.values() if not any(f"--only {kind}" in line for kind in kinds)]
    new = [f"| {each.what} | {each.value} | `{each.command}` |" for each in figures]
    lines = ["| what | figure | options |", "|---|---|---|", *kept, *new]
    README.write_text(before + start + "\n".join(lines) + "\n" + end + after, encoding="utf-8")


def tabulate_coding(data: Path, without_own: Path | None) -> dict[str, Table]:
    """Return the coder's tables."""
    from benchmarks.coding import measure_coding

    return measure_coding(data, without_own)


def tabulate_resolving(data: Path) -> dict[str, Table]:
    """Return the tables of places, dates and actors."""
    from benchmarks import actors, dates, places

    return {
        "places": Table(places.HEADER, places.measure_places(data)),
        "dates": Table(dates.HEADERS, dates.measure_dates(data)),
        "actors": Table(actors.HEADERS, actors.measure_actors(data)),
    }


def tabulate_language(data: Path, reports: int, full: Path | None) -> dict[str, Table]:
    """Return the language model's tables."""
    from benchmarks.language import measure_language

    return measure_language(data, reports, full)


def describe_machine() -> str:
    """Return what the figures were measured on, without its name."""
    model = "unknown processor"
    info = Path("/proc/cpuinfo")
    if info.exists():
        found = re.search(r"model name\s*:\s*(.+)", info.read_text(encoding="utf-8"))
        model = found.group(1) if found else model
    return f"{os.cpu_count()} cores of {model}, Python {platform.python_version()}"


def main() -> None:
    """Measure what is asked for and write it down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the gold set and the corpora")
    parser.add_argument("--reports", type=int, default=1000, help="articles to code")
    parser.add_argument("--only", choices=("coding", "resolving", "speed", "flow", "language"))
    parser.add_argument("--full", type=Path, help="language: folder of the same model in single precision, to compare")
    parser.add_argument("--without-own", type=Path, help="coding: folder of a model made without our own passages")
    asked = parser.parse_args()
    measures: dict[str, Callable[[], list[Figure]]] = {
        "speed": lambda: measure_speed(asked.data, asked.reports),
        "flow": lambda: measure_flow(asked.data, asked.reports),
    }
    tables: dict[str, Callable[[], dict[str, Table]]] = {
        "coding": lambda: tabulate_coding(asked.data, asked.without_own),
        "resolving": lambda: tabulate_resolving(asked.data),
        "language": lambda: tabulate_language(asked.data, asked.reports, asked.full),
    }
    figures: list[Figure] = []
    for name, measure in measures.items():
        if asked.only in (None, name):
            figures += measure()
    if figures:
        write_figures(figures)
    for name, tabulate in tables.items():
        if asked.only in (None, name):
            write_tables(tabulate())
    for figure in figures:
        print(f"{figure.what:<45} {figure.value}")
    print(describe_machine())


if __name__ == "__main__":
    main()
