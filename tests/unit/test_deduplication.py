"""Duplicates: one of each id stays, the same one whatever the order or the shards."""

from itertools import permutations

from sitrep.deduplication import Duplicate, drop_duplicates
from sitrep.reading.reports import name_report
from sitrep.schema import Report


def report(origin: str, text: str, **fields: str | None) -> Report:
    return Report(
        report_id=name_report(None, text, None),
        origin=origin,
        reader="test 1",
        raw_sha256="0" * 64,
        raw_bytes=1,
        text=text,
        word_count=1,
        **fields,  # type: ignore[arg-type]
    )


A1, A2, A3, B = (
    report("a.txt", "One"),
    report("b.txt", "one "),
    report("c.txt", "ONE"),
    report("b2.txt", "Two"),
)


def test_the_first_origin_stays_whatever_the_order() -> None:
    for order in permutations([A1, A2, A3, B]):
        found = drop_duplicates(order)
        assert found.kept == (A1, B)
        assert found.duplicates == (Duplicate(A1.report_id, "b.txt"), Duplicate(A1.report_id, "c.txt"))


def test_what_is_known_is_left_out() -> None:
    found = drop_duplicates([A2, B], known={A1.report_id})
    assert found.kept == (B,)
    assert found.duplicates == (Duplicate(A1.report_id, "b.txt"),)


def test_shards_in_order_give_what_one_call_gives() -> None:
    known: set[str] = set()
    kept: list[Report] = []
    for shard in ([A2, A1], [B, A3]):
        found = drop_duplicates(shard, known)
        kept += found.kept
        known |= {each.report_id for each in found.kept}
    assert tuple(kept) == drop_duplicates([A1, A2, A3, B]).kept


def test_records_that_share_an_origin_are_told_apart_by_what_they_hold() -> None:
    one, other = report("a.jsonl#1", "One", url="https://a.example"), report("a.jsonl#1", "one")
    assert drop_duplicates([one, other]).kept == drop_duplicates([other, one]).kept


def test_nothing_gives_nothing() -> None:
    assert drop_duplicates([]).kept == ()
