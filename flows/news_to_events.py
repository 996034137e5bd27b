"""From raw news reports to published events: find, read, cut, code, validate, publish."""

# No `from __future__ import annotations` here: Prefect reads the parameters' types of a served flow from a module that
# it has not registered, and finds no `Path` for the text "Path".
from pathlib import Path
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from sitrep.coding import load_coder
from sitrep.settings import Settings, read_settings
from sitrep.warehouse import Warehouse, WarehouseBusyError
from tasks.coding import code_shard
from tasks.ingestion import cut_shards, find_files, read_files
from tasks.progress import collect, report_progress
from tasks.publishing import complete_publishes, discard_batch, publish_batch, write_artifacts
from tasks.validation import validate_batch


def choose_task_runner(settings: Settings) -> TaskRunner[Any]:
    """Return what runs the mapped tasks: threads of this process, as many as the settings say."""
    return ThreadPoolTaskRunner(max_workers=settings.workers)


@flow(name="news to events", flow_run_name="news to events: {inbox}", persist_result=True)
def news_to_events(inbox: Path | None = None, warehouse: Path | None = None) -> State[Any]:
    """Read what is new in an inbox, code it, validate it and publish it to a warehouse.

    Args:
        inbox: folder or file to read; the setting `inbox` where it is not given.
        warehouse: folder of the tables; the setting `warehouse` where it is not given.

    Returns:
        A state whose data is a `RunSummary`: completed, "Nothing new", or failed, "Blocked by validation"; or
        a state named Busy where another run is at work on the warehouse.
    """
    settings = read_settings(inbox=inbox, warehouse=warehouse)
    try:
        with Warehouse(settings.warehouse).hold():
            return _take_in(settings, load_coder().version)
    except WarehouseBusyError as error:
        return Failed(name="Busy", message=str(error))


def _take_in(settings: Settings, coder: str) -> State[Any]:
    """Run the stages one after the other."""
    complete_publishes(settings)

    intake = find_files(settings, coder)
    groups = collect(
        "reading",
        [read_files.submit(n, files, intake.folder, settings) for n, files in enumerate(intake.groups)],
    )
    shards = cut_shards(intake, groups, settings, coder)
    if not shards.new and not shards.refused_count:
        summary = discard_batch(intake, shards)
        return Completed(message="Nothing new", data=summary)

    coded = collect("coding", code_shard.map(list(shards.paths)))
    report_progress("validating", 0, 1)
    verdict = validate_batch(intake, coded, settings)
    report_progress("validating", 1, 1)
    if verdict.blocked:
        summary = discard_batch(intake, shards, verdict)
        write_artifacts(summary, settings)
        return Failed(message="Blocked by validation: " + " ".join(verdict.blocked), data=summary)

    report_progress("publishing", 0, 1)
    summary = publish_batch(intake, shards, coded, verdict, settings, coder)
    report_progress("publishing", 1, 1)
    write_artifacts(summary, settings)
    return Completed(message=f"{summary.new} new reports, {summary.events} events", data=summary)
