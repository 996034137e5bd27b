from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from sitrep.deduplication import ReportKey
from sitrep.intake import HashedFile, choose_new_files, cut_shards, group_files, name_batch, name_intake
from sitrep.reading import InboxFile


def hashed(origin: str, sha256: str, size: int = 10) -> HashedFile:
    return HashedFile(InboxFile(Path(origin), origin, size), sha256)


def test_what_was_read_or_refused_before_is_left_out() -> None:
    files = [hashed("b.txt", "2"), hashed("a.txt", "1"), hashed("bad.txt", "3"), hashed("copy-of-bad.txt", "3")]
    chosen = choose_new_files(files, known={"1"}, refused={("bad.txt", "3")})
    assert [each.file.origin for each in chosen] == ["b.txt", "copy-of-bad.txt"]


def test_groups_are_bounded_by_number_and_bytes() -> None:
    files = [hashed(str(n), str(n), size) for n, size in enumerate([10, 10, 95, 10, 10, 10])]
    groups = group_files(files, most_files=2, most_bytes=100)
    assert [[each.file.size for each in group] for group in groups] == [[10, 10], [95], [10, 10], [10]]


sizes = st.lists(st.builds(ReportKey, st.uuids().map(lambda u: u.hex), st.just("x"), st.just(0), st.integers(1, 500)))


@given(sizes, st.integers(1, 5), st.integers(1, 1000))
def test_shards_hold_every_report_once_and_keep_their_bounds(
    reports: list[ReportKey], most_reports: int, most_words: int
) -> None:
    shards = list(cut_shards(reports, most_reports=most_reports, most_words=most_words))
    assert [report for shard in shards for report in shard] == reports
    for shard in shards:
        assert 1 <= len(shard) <= most_reports
        assert len(shard) == 1 or sum(report.word_count for report in shard) <= most_words


def test_names_do_not_depend_on_order_but_on_the_coder() -> None:
    assert name_batch(["a", "b"], ["r"], "c1") == name_batch(["b", "a"], ["r"], "c1")
    assert name_batch(["a", "b"], [], "c1") != name_batch(["a", "b"], [], "c2")
    assert name_batch(["a"], ["b"], "c") != name_batch(["a", "b"], [], "c")
    assert name_intake([hashed("a", "1")], "c1") != name_intake([hashed("a", "2")], "c1")
