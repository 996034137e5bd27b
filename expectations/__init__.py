"""What must hold before anything is published, as Great Expectations suites.

`suites.py` derives the rules on single columns from `sitrep/schema.py`; `rules.py` writes those across columns by
hand; `frames.py` lays out what they look at; `validation.py` runs them. Importing Great Expectations takes 6 to 10
seconds, so only a process that validates imports this package.
"""

import os

# Great Expectations asks this when it is imported: nobody is told that sitrep runs.
os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
