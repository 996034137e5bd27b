"""Data Docs that can be read offline, and a first page that says in sentences what held and what did not.

Great Expectations' own pages fetch styles and scripts from elsewhere, and their index is empty without them; what
they would fetch is taken out, a small style put in, and the first page is ours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

REMOTE = re.compile(
    r"<script\b[^>]*\bsrc=[\"']https?://[^>]*>\s*</script>|<link\b[^>]*\bhref=[\"']https?://[^>]*/?>",
    re.IGNORECASE,
)
IMAGE = re.compile(r"<img\b[^>]*\bsrc=[\"']https?://[^>]*>", re.IGNORECASE)
BACKGROUND = re.compile(r"url\([\"']?https?://[^)]*\)", re.IGNORECASE)

#: Great Expectations puts values on its pages unescaped: nothing that a report says may run, nothing is fetched.
POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
)

STYLE = """
<style>
body { font: 15px/1.5 system-ui, sans-serif; color: #1c2430; margin: 0 auto; max-width: 1200px; padding: 1rem 2rem; }
a { color: #0b5cad; }
table { border-collapse: collapse; margin: .5rem 0 2rem; width: 100%; }
td, th { border: 1px solid #d5dae1; padding: .3rem .6rem; text-align: left; vertical-align: top; }
th { background: #f1f4f8; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
tr.broken { background: #fdecea; }
tr.warned { background: #fff6e0; }
details summary { cursor: pointer; }
.collapse:not(.show):not(.navbar-collapse) { display: block; }
.badge { border: 1px solid #d5dae1; border-radius: 4px; padding: 0 .3rem; background: #f1f4f8; }
.fa-check-circle::before { content: "\\2713"; color: #1a7f37; }
.fa-times::before, .fa-exclamation-triangle::before { content: "\\2717"; color: #b42318; }
.modal, .btn-primary, #ge-cta-footer, .footer, .navbar-light { display: none; }
ol.ge-breadcrumbs, .breadcrumb { list-style: none; padding: 0; display: flex; gap: .6rem; }
</style>
"""


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What one rule found in one batch."""

    suite: str
    rule: str
    sentence: str
    severity: str
    checked: int
    broken: int
    sample: str


def style_page(page: str) -> str:
    """Return a page without remote scripts, styles and images, with a style and a policy; the same if it has them."""
    if POLICY in page:
        return page
    page = BACKGROUND.sub("none", IMAGE.sub("", REMOTE.sub("", page)))
    before, head, rest = page.partition("<head>")
    inside, end, body = rest.partition("</head>")
    return f"{before}{head}{POLICY}{inside}{STYLE}{end}{body}" if head else f"{POLICY}{STYLE}{page}"


def style_data_docs(folder: Path) -> None:
    """Style every page of a folder."""
    for path in sorted(folder.rglob("*.html")):
        path.write_text(style_page(path.read_text(encoding="utf-8")), encoding="utf-8")


def _write_row(outcome: RuleOutcome) -> str:
    kind = "" if not outcome.broken else ' class="broken"' if outcome.severity == "critical" else ' class="warned"'
    cells = (outcome.rule, outcome.sentence, outcome.severity)
    numbers = f'<td class="number">{outcome.checked:,}</td><td class="number">{outcome.broken:,}</td>'
    texts = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f"<tr{kind}>{texts}{numbers}<td>{escape(outcome.sample)}</td></tr>"


def _write_table(outcomes: Sequence[RuleOutcome]) -> str:
    names = (
        "rule",
        "what it means",
        "severity",
        "rows looked at",
        "rows that break it",
        "found, for example",
    )
    head = "".join(f"<th>{name}</th>" for name in names)
    return f"<table><tr>{head}</tr>{''.join(map(_write_row, outcomes))}</table>"


def write_front_page(outcomes: Sequence[RuleOutcome], folder: Path) -> Path:
    """Write the page that says what held and what did not, and return its path.

    What was broken comes first; the rules that held follow by suite, with a link to Great Expectations' page.
    """
    broken = [outcome for outcome in outcomes if outcome.broken]
    rows = sum(outcome.broken for outcome in broken)
    verdict = f"{len(broken)} rules broken, by {rows:,} values." if broken else "Every rule held."
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        f"{POLICY}<title>Validation of the last batch</title>",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"{STYLE}</head><body><h1>Validation of the last batch</h1>",
        f"<p>{len(outcomes)} rules were asked. {verdict} A row that breaks a critical rule is in quarantine.</p>",
    ]
    if broken:
        parts.append(_write_table(broken))
    for suite in dict.fromkeys(outcome.suite for outcome in outcomes):
        of_suite = [outcome for outcome in outcomes if outcome.suite == suite]
        held = sum(not outcome.broken for outcome in of_suite)
        pages = sorted(folder.glob(f"validations/{suite.replace('.', '/')}/*/*/*.html"))
        link = f' &middot; <a href="{escape(pages[-1].relative_to(folder).as_posix())}">in full</a>' if pages else ""
        summary = f"{escape(suite)}: {held} of {len(of_suite)} rules held"
        parts.append(f"<details><summary>{summary}{link}</summary>{_write_table(of_suite)}</details>")
    path = folder / "summary.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join([*parts, "</body></html>\n"]), encoding="utf-8")
    return path
