"""Data Docs that can be read offline: what they would fetch from elsewhere is taken out, a small style put in."""

from __future__ import annotations

import re
from pathlib import Path

REMOTE = re.compile(
    r"<script\b[^>]*\bsrc=[\"']https?://[^>]*>\s*</script>|<link\b[^>]*\bhref=[\"']https?://[^>]*/?>", re.IGNORECASE
)
IMAGE = re.compile(r"<img\b[^>]*\bsrc=[\"']https?://[^>]*>", re.IGNORECASE)
MARK = "<!-- sitrep: readable offline -->"

STYLE = f"""{MARK}
<style>
body {{ font: 15px/1.5 system-ui, sans-serif; color: #1c2430; margin: 0 auto; max-width: 1200px; padding: 1rem 2rem; }}
a {{ color: #0b5cad; }}
table {{ border-collapse: collapse; margin: .5rem 0; }}
td, th {{ border: 1px solid #d5dae1; padding: .3rem .6rem; text-align: left; vertical-align: top; }}
th {{ background: #f1f4f8; }}
.collapse:not(.show):not(.navbar-collapse) {{ display: block; }}
.badge {{ border: 1px solid #d5dae1; border-radius: 4px; padding: 0 .3rem; background: #f1f4f8; }}
.fa-check-circle::before {{ content: "\\2713"; color: #1a7f37; }}
.fa-times::before, .fa-exclamation-triangle::before {{ content: "\\2717"; color: #b42318; }}
.modal, .btn-primary, #ge-cta-footer {{ display: none; }}
ol.ge-breadcrumbs, .breadcrumb {{ list-style: none; padding: 0; display: flex; gap: .6rem; }}
</style>
"""


def style_page(page: str) -> str:
    """Return a page without remote scripts, styles and images, with a style of its own; the same if it has one."""
    if MARK in page:
        return page
    page = IMAGE.sub("", REMOTE.sub("", page))
    head, end, rest = page.partition("</head>")
    return f"{head}{STYLE}{end}{rest}" if end else STYLE + page


def style_data_docs(folder: Path) -> None:
    """Style every page of a folder."""
    for path in sorted(folder.rglob("*.html")):
        path.write_text(style_page(path.read_text(encoding="utf-8")), encoding="utf-8")
