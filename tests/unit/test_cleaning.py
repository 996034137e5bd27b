"""Cleaning: what each step does, what is left alone, and datelines and bylines."""

import textwrap
import time

import pytest

from sitrep.cleaning import clean_text
from sitrep.datelines import find_dateline, is_byline

PARAGRAPHS = [
    "Gunmen stormed a boarding school in Yobe state in the early hours of Tuesday and killed at least 29 "
    "pupils, the state's police commissioner said. Sanusi Rufai told reporters that the U.S. ambassador had "
    "been informed.",
    "Nobody has claimed the raid, but Boko Haram is suspected. President Goodluck Jonathan condemned the "
    "killings on Monday. On June 12 he flew to Mosul and Baghdad, and on 3 March 2014 to Abuja; cross-border "
    "raids go on.",
    "In July last year an attack on a school at Mamudo, in the same state, left 29 pupils and a teacher dead.",
]
BODY = "\n\n".join(PARAGRAPHS)


def wrap(text: str, width: int) -> str:
    return "\n\n".join(textwrap.fill(paragraph, width) for paragraph in text.split("\n\n"))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\u200bb\ufeff c\u00ad d\x07", "ab c d"),
        ("demon\u00ad\r\n  stration", "demonstration"),
        ("one.\r\nTwo.\rThree.\x0cFour.\u2028Five.", "one.\nTwo.\nThree.\nFour.\nFive."),
        ("one.\r\n\r\n\r\n \t\r\ntwo.", "one.\n\ntwo."),
        ("  a \t  b\u00a0\u2009c \n\n ", "a b c"),
        ("a  \n  b.", "a\nb."),
        ("“No,” he said; ‘never’. «Jamais» „nie“", '"No," he said; \'never\'. "Jamais" "nie"'),
        ("the army\x92s \x93men\x94 \x96 they said\x85", 'the army\'s "men" – they said…'),
        ('He said ""go"" and ``no\'\'.', 'He said "go" and "no".'),
        ("", ""),
        (" \n\t\r\n ", ""),
        ("FranÃ§ois stays as it is", "FranÃ§ois stays as it is"),
    ],
)
def test_what_the_steps_make_of_a_text(raw: str, clean: str) -> None:
    assert clean_text(raw).text == clean


@pytest.mark.parametrize("width", [50, 60, 66, 72, 78, 80, 100])
def test_a_body_wrapped_by_hand_is_unwrapped(width: int) -> None:
    assert clean_text(wrap(BODY, width)).text == BODY
    assert clean_text(wrap(BODY, width).replace("\n", "\r\n")).text == BODY


@pytest.mark.parametrize("width", [50, 60, 72, 80])
@pytest.mark.parametrize(
    "headline",
    [
        "Raid in Yobe",
        "Gunmen kill 29 pupils in night raid on Nigerian boarding school",
        "Gunmen Kill 29 Pupils In Night Raid On Nigerian Boarding School",
    ],
)
def test_a_headline_is_not_merged_with_the_body(headline: str, width: int) -> None:
    text = f"{headline}\n{wrap(BODY, width)}"
    assert clean_text(text).text == f"{headline}\n{BODY}"


@pytest.mark.parametrize("width", [60, 72])
def test_a_headline_over_two_lines_is_one(width: int) -> None:
    text = f"Gunmen kill 29 pupils in night raid on\nboarding school\n\n{wrap(BODY, width)}"
    assert clean_text(text).text == f"Gunmen kill 29 pupils in night raid on boarding school\n\n{BODY}"


def test_a_byline_and_a_dateline_stay_on_lines_of_their_own() -> None:
    dated = f"DAMATURU, Nigeria (Example Wire) - {BODY}"
    for width in (60, 72, 80):
        clean = clean_text(f"Gunmen kill 29 pupils in night raid\nBy Jane Doe\n{wrap(dated, width)}")
        assert clean.text == f"Gunmen kill 29 pupils in night raid\nBy Jane Doe\n{dated}"
        assert clean.byline == "By Jane Doe"
        assert clean.dateline is not None
        assert clean.text[clean.dateline.start : clean.dateline.end] == "DAMATURU, Nigeria (Example Wire) -"


def test_a_byline_as_wide_as_the_text_stays_on_its_line() -> None:
    byline = "By Jane Doe, John Roe and Mary Major in Abuja and in Jos"
    assert clean_text(f"Raid in Yobe\n{byline}\n{wrap(BODY, 60)}").text == f"Raid in Yobe\n{byline}\n{BODY}"


def test_a_full_headline_in_title_case_stays_on_its_line() -> None:
    headline = "Gunmen Kill 29 Pupils In Night Raid On Nigerian Boarding School"
    assert clean_text(f"{headline}\n{wrap(BODY, 66)}").text == f"{headline}\n{BODY}"


def test_capital_headlines_end_before_the_dateline() -> None:
    head = "RAID IN YOBE STATE\nNOBODY HAS CLAIMED THE ATTACK ON THE BOARDING SCHOOL"
    text = f"BOGOTA, 4 FEB 90 (WIRE) -- {BODY.upper()}"
    assert clean_text(f"{head}\n{wrap(text, 72)}").text == f"{head}\n{text}"


def test_capitals_are_unwrapped_too() -> None:
    body = BODY.upper()
    assert clean_text(wrap(f"BOGOTA, 4 FEB 90 (WIRE) -- [TEXT] {body}", 72)).text == (
        f"BOGOTA, 4 FEB 90 (WIRE) -- [TEXT] {body}"
    )
    assert clean_text(f"RAID IN YOBE\n{wrap(body, 72)}").text == f"RAID IN YOBE\n{body}"


def test_list_items_stay_apart() -> None:
    items = "- 29 pupils were killed\n- a teacher was hurt\n1. The first\n2) The second\n(a) the third\n| a | b |"
    text = f"{wrap(BODY, 72)}\n\nThe toll:\n{items}"
    assert clean_text(text).text == f"{BODY}\n\nThe toll:\n{items}"


def test_a_number_at_the_start_of_a_wrapped_line_is_no_list_item() -> None:
    text = "The first of the attacks on the town and on its market came on June\n12. It killed five.\n"
    text += "The second, which the army said had been the work of the same group,\nkilled three."
    assert "on June 12. It killed" in clean_text(text).text


@pytest.mark.parametrize(
    "text",
    [
        "A first paragraph ends here.\nA second one follows it.\nA third one too, and it is rather long.",
        "Killed: 5\nWounded: 7\nMissing: 2",
        "\n".join(PARAGRAPHS),
        "rice\nwheat\noil",
        "\n".join(f"the {number} side said {'that it had been told so ' * 5}" + "by the other" for number in range(5)),
        "\n".join(["A paragraph that is one line ends here."] * 6)
        + "\nA line with no stop, as captions have none\nthen.",
    ],
)
def test_a_text_that_is_not_wrapped_keeps_its_lines(text: str) -> None:
    assert clean_text(text).text == text


def test_spans_lead_back_to_the_raw_text() -> None:
    raw = "\ufeff  The  army\u00ad’s\r\nmen  re\u00adtook “Mosul” and all towns around on Monday,\r\nit said.  "
    clean = clean_text(raw)
    assert clean.text == 'The army\'s men retook "Mosul" and all towns around on Monday, it said.'
    for phrase, found in [
        ("The", "The"),
        ("army's", "army\u00ad’s"),
        ("retook", "re\u00adtook"),
        ('"Mosul"', "“Mosul”"),
        ("Monday, it", "Monday,\r\nit"),
    ]:
        start = clean.text.index(phrase)
        first, last = clean.to_raw(start, start + len(phrase))
        assert raw[first:last] == found
        assert clean.from_raw(first, last) == (start, start + len(phrase))
    assert clean.to_raw(0, len(clean.text)) == (3, len(raw) - 2)


def test_empty_and_dropped_spans_are_empty() -> None:
    clean = clean_text("a \u200b\u200b b")
    assert clean.to_raw(1, 1) == (1, 1)
    assert clean.to_raw(3, 3) == (6, 6)
    assert clean.from_raw(2, 4) == (2, 2)
    assert clean.from_raw(6, 6) == (3, 3)
    nothing = clean_text(" \n ")
    assert nothing.to_raw(0, 0) == (3, 3)
    assert nothing.from_raw(0, 3) == (0, 0)


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (1, 0), (0, 4), (4, 4)])
def test_spans_outside_are_refused(start: int, end: int) -> None:
    clean = clean_text("abc")
    with pytest.raises(ValueError, match="clean text of 3 characters"):
        clean.to_raw(start, end)
    with pytest.raises(ValueError, match="raw text of 3 characters"):
        clean.from_raw(start, end)


@pytest.mark.parametrize(
    ("text", "place", "region", "date_text", "dateline"),
    [
        ("BAGHDAD (Example Wire) - Gunmen", "BAGHDAD", None, None, "BAGHDAD (Example Wire) -"),
        ("BAGHDAD - Gunmen killed", "BAGHDAD", None, None, "BAGHDAD -"),
        ("BAGHDAD—Gunmen killed", "BAGHDAD", None, None, "BAGHDAD—"),
        ("LAGOS, Nigeria, March 3 — Gunmen", "LAGOS", "Nigeria", "March 3", "LAGOS, Nigeria, March 3 —"),
        ("Geneva, 3 May 2015 – Envoys", "Geneva", None, "3 May 2015", "Geneva, 3 May 2015 –"),
        ("Baghdad (AP) -- Gunmen", "Baghdad", None, None, "Baghdad (AP) --"),
        ("N'DJAMENA, Chad (AP) _ The", "N'DJAMENA", "Chad", None, "N'DJAMENA, Chad (AP) _"),
        ("PORT-AU-PRINCE, Haiti (AP) — A", "PORT-AU-PRINCE", "Haiti", None, "PORT-AU-PRINCE, Haiti (AP) —"),
        (
            "WASHINGTON/LONDON, July 7 (Wire) - A",
            "WASHINGTON",
            None,
            "July 7",
            "WASHINGTON/LONDON, July 7 (Wire) -",
        ),
        ("BOGOTA, 4 FEB 90 (A - B) -- [TEXT] THE", "BOGOTA", None, "4 FEB 90", "BOGOTA, 4 FEB 90 (A - B) --"),
        ("LIMA (PERU), 4 FEB 90 -- THE", "LIMA", "PERU", "4 FEB 90", "LIMA (PERU), 4 FEB 90 --"),
        ("7 July 2019, BAGHDAD - Gunmen", "BAGHDAD", None, "7 July 2019", "7 July 2019, BAGHDAD -"),
        ("NEW DELHI: Police shot two men.", "NEW DELHI", None, None, "NEW DELHI:"),
        ("Five killed\n\nBy Jane Doe\n\nMOSUL (Wire) - A", "MOSUL", None, None, "MOSUL (Wire) -"),
        ("IRAQ: Five killed\n\nMOSUL (Wire) - A", "MOSUL", None, None, "MOSUL (Wire) -"),
    ],
)
def test_datelines(text: str, place: str, region: str | None, date_text: str | None, dateline: str) -> None:
    found = clean_text(text).dateline
    assert found is not None
    assert (found.place, found.region, found.date_text) == (place, region, date_text)
    assert text[found.start : found.end] == dateline


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mosul - the city that fell in 2014",
        "BREAKING - Gunmen killed five",
        "EXCLUSIVE: Army retakes the town.",
        "TEN KILLED IN BAGHDAD - POLICE SAY",
        "Police said - on Tuesday, 3 May - that",
        "In Baghdad, 3 May 2015 - a bomb",
        "The army (ISF) - and its allies -",
        "Gunmen killed five.\n\nBAGHDAD (Wire) - Another report",
        "U.S.-led forces – the largest contingent – left",
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    assert find_dateline(text) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Jane Doe", True),
        ("BY JANE DOE AND JOHN ROE", True),
        ("By our correspondent in Mesetas", True),
        ("By a staff reporter", True),
        ("By the newsroom of Savanna Post (sample)", False),
        ("By Tuesday the army had retaken the town", False),
        ("By Tuesday the army had retaken it.", False),
        ("By 2014", False),
        ("Bystanders Were Hurt", False),
        ("By ", False),
    ],
)
def test_bylines(line: str, *, expected: bool) -> None:
    assert is_byline(line) is expected


@pytest.mark.parametrize(
    "text",
    [
        "\n" * 500_000 + "x",
        " \u200b" * 250_000,
        '"' * 500_000,
        "a\n" * 250_000,
        "- a\n" * 125_000,
        "A" * 500_000,
        ("x" * 60 + " and\nthe ") * 7_000,
        ("(" * 70 + "\n") * 7_000,
        "\u00ad\n" * 250_000,
        "By " + "A " * 250_000,
        "A, " * 170_000 + "- x",
        "BAGHDAD (" * 50_000,
    ],
)
def test_hostile_text_takes_no_longer_than_other(text: str) -> None:
    start = time.perf_counter()
    clean_text(text)
    assert time.perf_counter() - start < 3  # 0.5 MB; at 2 MB/s, on a machine ten times as busy
