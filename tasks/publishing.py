"""Publishing: a batch that passed becomes visible as a whole, and the run's account is written for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pyarrow.parquet as pq
from prefect import get_run_logger, task
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

from sitrep import auditing, batches
from sitrep.batches import CodedShard, Intake, Shards
from sitrep.settings import Settings
from sitrep.warehouse import Warehouse
from tasks.summaries import RunSummary
from tasks.validation import Verdict

#: Task results are asked for within a run, and by the one that resumes it.
RESULTS_KEPT = timedelta(days=7)


@task(name="complete earlier publishes", persist_result=True, cache_policy=NO_CACHE)
def complete_publishes(settings: Settings) -> int:
    """Publish what an earlier run had staged and was cut off before publishing to the end; return how many."""
    warehouse = Warehouse(settings.warehouse)
    batches.clear_results(warehouse.results, older_than=RESULTS_KEPT)
    unpublished = warehouse.list_unpublished()
    for batch in unpublished:
        get_run_logger().warning("Batch %s was cut off while publishing; completing it now.", batch.batch_id)
        warehouse.publish(batch)
        batches.clear_staging(batch.folder)
    return len(unpublished)


@task(
    name="publish batch",
    persist_result=True,
    cache_policy=NO_CACHE,
    retries=3,
    retry_delay_seconds=1,
    retry_jitter_factor=1,
)
def publish_batch(
    intake: Intake,
    shards: Shards,
    coded: Sequence[CodedShard],
    verdict: Verdict,
    settings: Settings,
    coder: str,
) -> RunSummary:
    """Commit the batch table by table and swap the catalogue; return the run's account."""
    warehouse = Warehouse(settings.warehouse)
    staged = auditing.stage_batch(
        intake, shards, coded, verdict.audit, pq.read_table(verdict.events), verdict.event_breaks, coder
    )
    by_rule = auditing.count_by_rule(staged)
    rows = {name: pq.read_metadata(staged.locate(name)).num_rows for name in ("reports", "mentions", "events")}
    warehouse.publish(staged)
    batches.clear_staging(intake.folder)
    return RunSummary(
        batch_id=staged.batch_id,
        files=intake.files,
        known_files=intake.known_files,
        read=shards.read,
        new=rows["reports"],
        duplicate=shards.duplicate,
        refused=shards.refused_count + shards.new - rows["reports"],
        mentions=rows["mentions"],
        events=rows["events"],
        quarantined=by_rule,
        words=sum(shard.words for shard in coded),
        warnings=verdict.warnings,
        data_docs=verdict.data_docs,
    )


@task(name="close without publishing", persist_result=True, cache_policy=NO_CACHE)
def discard_batch(intake: Intake, shards: Shards, verdict: Verdict | None = None) -> RunSummary:
    """Publish nothing; return the account of a run that found nothing new or was blocked.

    A blocked batch stays in staging, so that the next run, with the coder or the bounds mended, need not code it
    again.
    """
    if verdict is None:
        batches.clear_staging(intake.folder)
    return RunSummary(
        files=intake.files,
        known_files=intake.known_files,
        read=shards.read,
        duplicate=shards.duplicate,
        refused=shards.refused_count,
        warnings=verdict.warnings if verdict else (),
        blocked=verdict.blocked if verdict else (),
        data_docs=verdict.data_docs if verdict else None,
    )


@task(name="write artifacts", persist_result=True, cache_policy=NO_CACHE)
def write_artifacts(summary: RunSummary, settings: Settings) -> None:
    """Write the run's account where the Prefect UI shows it."""
    create_markdown_artifact(
        summary.describe(settings.warehouse),
        key="news-to-events",
        description="What came in and what went out",
    )
    create_table_artifact(
        [{"rule": rule, "rows": count} for rule, count in summary.quarantined.items()],
        key="quarantine-by-rule",
        description="Files and rows kept out of this batch, by rule",
    )
    if summary.data_docs is not None:
        create_link_artifact(
            summary.data_docs.resolve().as_uri(),
            link_text="Data Docs",
            key="data-docs",
            description="Every expectation and what it found",
        )
