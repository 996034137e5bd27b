from pathlib import Path

import pytest

from training.passages import Argument, Event, read_passage, read_passages


def test_a_passage_is_read_with_its_events() -> None:
    passage = read_passage(
        "[A12 Vell guards] [!1:ASSAULT/firearms/negated shot] at no [R1A2 marcher], "
        "who [!2:PROTEST/demo/historical marched] [T2 in 2012]."
    )
    assert passage.text == "Vell guards shot at no marcher, who marched in 2012."
    guards, marcher = (0, 11), (23, 30)
    assert passage.events == (
        Event("ASSAULT", ("firearms",), "negated", False, 12, 16, (Argument("A", *guards), Argument("R", *marcher))),
        Event(
            "PROTEST", ("demo",), "actual", True, 36, 43,
            (Argument("A", *guards), Argument("A", *marcher), Argument("T", 44, 51)),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[A1 Guards] left.", "mark A1"),
        ("[!1:ATTACK hit] it.", "type ATTACK"),
        ("[!1:ASSAULT/demo hit] it.", "demo is no mode of ASSAULT"),
        ("[!1:ASSAULT hit] and [!1:ASSAULT ran].", "two triggers"),
        ("[!1:ASSAULT hit it.", "a bracket that is no mark"),
        ("[Z1 He] [!1:ASSAULT hit] it.", "mark Z1"),
    ],
)
def test_a_wrong_mark_is_told(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "battles.txt").write_text(f"# a heading\nNothing here.\n{line}\n", "utf-8")
    with pytest.raises(ValueError, match=rf"battles\.txt:3: .*{message}"):
        list(read_passages(tmp_path))


def test_our_own_passages_are_sound() -> None:
    passages = list(read_passages(Path(__file__).parents[3] / "training" / "sentences"))
    assert len(passages) >= 3016
    assert {event.type for passage in passages for event in passage.events} >= {"ASSAULT", "AID", "AGREE"}
