"""The account of a run, for people: in the terminal and in the Prefect UI."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What came in and what went out of one run."""

    batch_id: str | None = None
    files: int
    known_files: int
    read: int = 0
    new: int = 0
    duplicate: int = 0
    refused: int = 0
    mentions: int = 0
    events: int = 0
    quarantined: Mapping[str, int] = field(default_factory=dict[str, int])
    words: int = 0
    warnings: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    data_docs: Path | None = None

    @property
    def is_nothing_new(self) -> bool:
        """True where the run found nothing to publish."""
        return self.batch_id is None and not self.blocked

    def list_counts(self) -> Iterator[tuple[str, int]]:
        """Yield what was counted, in the order of a report's way."""
        yield "files in the inbox", self.files
        yield "files seen before", self.known_files
        yield "reports read", self.read
        yield "reports new", self.new
        yield "reports duplicate", self.duplicate
        yield "files and reports refused", self.refused
        yield "mentions", self.mentions
        yield "events added or changed", self.events
        yield "kept out in all", sum(self.quarantined.values())
        yield "words coded", self.words

    def describe(self, warehouse: Path) -> str:
        """Return the account as Markdown."""
        lines = [f"Batch `{self.batch_id}` in `{warehouse}`" if self.batch_id else "Nothing new was published."]
        lines += ["", "| | |", "|---|---:|"]
        lines += [f"| {name} | {count:,} |" for name, count in self.list_counts()]
        if self.quarantined:
            lines += ["", "Kept out, by rule:", "", "| rule | rows |", "|---|---:|"]
            lines += [f"| {rule} | {count:,} |" for rule, count in self.quarantined.items()]
        lines += [""] + [f"- **blocked** {sentence}" for sentence in self.blocked]
        lines += [f"- warning: {sentence}" for sentence in self.warnings]
        if self.data_docs:
            lines += [
                "",
                f"[Data Docs]({self.data_docs.resolve().as_uri()}): every expectation and what it found.",
            ]
        return "\n".join(lines)
