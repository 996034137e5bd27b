"""What can be wrong with an installation or a warehouse, checked one by one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import duckdb

from sitrep import __version__
from sitrep.coding import load_coder
from sitrep.language.model import LanguageModel, digest_weights
from sitrep.ontology import load_ontology
from sitrep.reference import ReferenceError, locate_reference
from sitrep.settings import Settings
from sitrep.warehouse import Warehouse

#: Without these the pipeline does not run; the bounds are those of pyproject.toml.
PIPELINE = ("prefect", "great-expectations", "pandas", "deltalake", "pyarrow")

TELEMETRY_OFF = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "GX_ANALYTICS_ENABLED": "false",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    found: str
    is_sound: bool
    advice: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """Yield what was looked at, in order: Python, packages, reference data, language model, telemetry, warehouse."""
    yield Finding("sitrep", f"{__version__} on Python {sys.version.split()[0]}", True)
    yield from _examine_packages()
    yield _examine_reference()
    yield _examine_model()
    yield _examine_telemetry()
    yield from _examine_warehouse(settings)


def _examine_packages() -> Iterator[Finding]:
    for name in PIPELINE:
        try:
            yield Finding(name, version(name), True)
        except PackageNotFoundError:
            yield Finding(name, "not installed", False, "Install the locked versions: make run does it.")


def _examine_reference() -> Finding:
    try:
        types, coder = len(load_ontology().types), load_coder().version
    except ReferenceError as error:
        return Finding("reference data", str(error), False, "Mend the line named, or restore data/reference.")
    return Finding("reference data", f"{types} event types; coder {coder}", True)


def _examine_model() -> Finding:
    advice = "Restore data/reference/model, or make it anew: training/language/README.md."
    try:
        model = LanguageModel.load()
        found = digest_weights(locate_reference("model", "model.json").parent)
    except ReferenceError as error:
        return Finding("language model", str(error), False, advice)
    if found != model.version:
        return Finding("language model", f"weights are {found[:8]}, expected {model.version[:8]}", False, advice)
    return Finding("language model", found[:8], True)


def _examine_telemetry() -> Finding:
    loud = [name for name, value in TELEMETRY_OFF.items() if os.environ.get(name, value).lower() != value]
    if loud:
        return Finding("telemetry", f"on by {', '.join(loud)}", False, "Unset them: sitrep turns telemetry off.")
    return Finding("telemetry", "off", True)


def _examine_warehouse(settings: Settings) -> Iterator[Finding]:
    warehouse = Warehouse(settings.warehouse)
    subject = f"warehouse {settings.warehouse}"
    if not settings.warehouse.exists():
        yield Finding(subject, "not there yet; the first run makes it", True)
        return
    if not os.access(settings.warehouse, os.W_OK):
        yield Finding(subject, "cannot be written", False, "Give yourself write permission, or name another.")
        return
    if not warehouse.exists():
        yield Finding(subject, "no tables yet; the first run makes them", True)
        return
    unpublished = warehouse.list_unpublished()
    if unpublished:
        advice = "A publish was cut off; the next `sitrep run` completes it."
        yield Finding(subject, f"{len(unpublished)} batch not published to the end", False, advice)
    try:
        with warehouse.connect() as connection:
            tables = ("reports", "mentions", "events", "quarantine", "batches")
            counts = {name: connection.table(name).shape[0] for name in tables}
    except (FileNotFoundError, duckdb.Error) as error:
        yield Finding(subject, f"the catalogue does not answer: {error}", False, "The next `sitrep run` makes it anew.")
        return
    yield Finding(subject, ", ".join(f"{count:,} {name}" for name, count in counts.items()), True)
