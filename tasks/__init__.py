"""One file a stage: thin Prefect tasks around the steps of `sitrep.batches` and `sitrep.auditing`.

The tasks bear no tags: Prefect asks its server for a concurrency slot for each tag, which takes 2 seconds a task.
"""

import os

# Prefect asks these when it is imported: nobody is told that sitrep runs.
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT", "false")
