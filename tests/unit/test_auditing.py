from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
from specimens import make_mention, make_report

from sitrep.auditing import audit_rows, summarise_rows
from sitrep.projections import build_table, flatten_record
from sitrep.quarantine import Break, refuse_row
from sitrep.schema import Mention, Report

WRONG = Break("quote_is_exact", "The quote is what the text has.", "False")


def test_rows_are_parted_and_mentions_go_with_their_report(tmp_path: Path) -> None:
    kept, refused = make_report(text="One.\n\nMilitants fired."), make_report(text="Two.\n\nMilitants fired.")
    good, bad, orphan = make_mention(kept), make_mention(kept, mention_id="b" * 32), make_mention(refused)
    breaks = {
        "reports": {refused.report_id: [Break("text_is_filled", "The text is not empty.", "''")]},
        "mentions": {bad.mention_id: [WRONG]},
    }
    reports, mentions = build_table(Report, [kept, refused]), build_table(Mention, [good, bad, orphan])
    audit = audit_rows(tmp_path, [], reports, mentions, breaks)
    assert pq.read_table(audit.reports)["report_id"].to_pylist() == [kept.report_id]
    assert pq.read_table(audit.mentions)["mention_id"].to_pylist() == [good.mention_id]
    quarantined = {row["item"]: row["rule"] for row in pq.read_table(audit.refused).to_pylist()}
    assert quarantined == {
        refused.report_id: "text_is_filled",
        bad.mention_id: "quote_is_exact",
        orphan.mention_id: "report_quarantined",
    }


def test_a_refused_row_is_kept_whole_with_every_rule_it_breaks() -> None:
    mention = make_mention()
    later = Break("spans_are_exact", "Every name is what the text has.", "False")
    row = refuse_row("mention", mention.mention_id, [later, WRONG], flatten_record(mention))
    assert row.rule == "quote_is_exact"
    assert row.reason == (
        "quote_is_exact: The quote is what the text has. Found False. "
        "spans_are_exact: Every name is what the text has. Found False."
    )
    assert row.row is not None
    assert json.loads(row.row)["date_start"] == "2017-03-17"
    again = refuse_row("mention", mention.mention_id, [WRONG, later], flatten_record(mention))
    assert again.quarantine_id == row.quarantine_id


def test_shares_are_judged_from_twenty_rows_on() -> None:
    report, mention = flatten_record(make_report()), flatten_record(make_mention())
    undated = {**mention, "date_precision": "unknown", "place_country": None}
    few = summarise_rows([report] * 19, [mention] * 15, 4)
    assert set(few.values()) == {None}
    many = summarise_rows([report] * 40, [mention] * 15 + [undated] * 5, 20)
    assert many == {"coded_share": 1 / 40, "quarantined_share": 0.5, "dated_share": 0.75, "placed_share": 0.75}
