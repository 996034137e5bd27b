"""Numbers found in text as low, best and high (codebook, section 7)."""

import pytest

from sitrep.resolving.numbers import NumberBasis, find_numbers

Triple = tuple[int | None, int | None, int | None]


def numbers(text: str) -> list[tuple[str, int | None]]:
    return [(mention.text, mention.best) for mention in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "triple", "basis"),
    [
        ("14", (14, 14, 14), "exact"),
        ("0", (0, 0, 0), "exact"),
        ("1,200", (1200, 1200, 1200), "exact"),
        ("1 200", (1200, 1200, 1200), "exact"),
        ("1\u202f200\u202f000", (1200000, 1200000, 1200000), "exact"),
        ("1.2 million", (1200000, 1200000, 1200000), "exact"),
        ("3 thousand", (3000, 3000, 3000), "exact"),
        ("30k", (30000, 30000, 30000), "exact"),
        ("2 lakh", (200000, 200000, 200000), "exact"),
        ("one", (1, 1, 1), "exact"),
        ("twelve", (12, 12, 12), "exact"),
        ("twenty", (20, 20, 20), "exact"),
        ("twenty-one", (21, 21, 21), "exact"),
        ("NINETY NINE", (99, 99, 99), "exact"),
        ("a hundred", (100, 100, 100), "exact"),
        ("two hundred and fifty", (250, 250, 250), "exact"),
        ("Three hundred and eighty-five", (385, 385, 385), "exact"),
        ("one thousand two hundred", (1200, 1200, 1200), "exact"),
        ("two hundred and fifty thousand", (250000, 250000, 250000), "exact"),
        ("one hundred thousand", (100000, 100000, 100000), "exact"),
        ("a dozen", (12, 12, 12), "exact"),
        ("two dozen", (24, 24, 24), "exact"),
        ("half a dozen", (6, 6, 6), "exact"),
        ("half a million", (500000, 500000, 500000), "exact"),
        ("a couple of", (2, 2, 2), "exact"),
        ("at least 14", (14, 14, None), "minimum"),
        ("At least another 35", (35, 35, None), "minimum"),
        ("at least twenty-five", (25, 25, None), "minimum"),
        ("more than 14", (14, 14, None), "minimum"),
        ("well over 14", (14, 14, None), "minimum"),
        ("no fewer than 1,400", (1400, 1400, None), "minimum"),
        ("upwards of seventy", (70, 70, None), "minimum"),
        ("14 or more", (14, 14, None), "minimum"),
        ("14+", (14, 14, None), "minimum"),
        ("up to 20", (None, 20, 20), "maximum"),
        ("as many as 20", (None, 20, 20), "maximum"),
        ("no more than three", (None, 3, 3), "maximum"),
        ("fewer than 20", (None, 20, 20), "maximum"),
        ("up to about 20", (None, 20, 20), "maximum"),
        ("up to a half million", (None, 500000, 500000), "maximum"),
        ("between 10 and 15", (10, 12, 15), "range"),
        ("10 to 15", (10, 12, 15), "range"),
        ("10-15", (10, 12, 15), "range"),
        ("10 – 15", (10, 12, 15), "range"),
        ("some 10 to 15", (10, 12, 15), "range"),
        ("seven or eight", (7, 7, 8), "range"),
        ("twelve to fifteen", (12, 13, 15), "range"),
        ("between 300 and 1,500", (300, 900, 1500), "range"),
        ("20 to 3 thousand", (20, 1510, 3000), "range"),
        ("two to three million", (2000000, 2500000, 3000000), "range"),
        ("between one hundred and one hundred and forty", (100, 120, 140), "range"),
        ("around 30,000", (27000, 30000, 33000), "approximate"),
        ("about 14", (13, 14, 15), "approximate"),
        ("some 5", (4, 5, 6), "approximate"),
        ("about 26", (23, 26, 29), "approximate"),
        ("an estimated 400,000", (360000, 400000, 440000), "approximate"),
        ("50 or so", (45, 50, 55), "approximate"),
        ("a hundred or so", (90, 100, 110), "approximate"),
        ("nearly 200", (180, 200, 200), "approximate"),
        ("almost 1,000", (900, 1000, 1000), "approximate"),
        ("about one", (1, 1, 2), "approximate"),
        ("several", (3, 3, None), "word"),
        ("a few", (3, 3, None), "word"),
        ("dozens", (24, 24, None), "word"),
        ("scores", (40, 40, None), "word"),
        ("Hundreds", (200, 200, None), "word"),
        ("thousands", (2000, 2000, None), "word"),
        ("tens of thousands", (20000, 20000, None), "word"),
        ("hundreds of thousands", (200000, 200000, None), "word"),
        ("millions", (2000000, 2000000, None), "word"),
        ("several hundred", (300, 300, None), "word"),
        ("at least several dozen", (36, 36, None), "word"),
        ("none", (0, 0, 0), "none"),
        ("No one", (0, 0, 0), "none"),
        ("zero", (0, 0, 0), "none"),
    ],
)
def test_triple_covers_the_whole_expression(text: str, triple: Triple, basis: str) -> None:
    (mention,) = find_numbers(text)
    assert mention.text == text
    assert (mention.low, mention.best, mention.high) == triple
    assert mention.basis == NumberBasis(basis)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("killed 14 people and hurt at least 20.", [("14", 14), ("at least 20", 20)]),
        ("which killed over 26 and wounded over 42", [("over 26", 26), ("over 42", 42)]),
        ("two, three and four men", [("two", 2), ("three", 3), ("four", 4)]),
        ("the toll rose from 10 to 15", [("10", 10), ("15", 15)]),
        ("voted 15 to 10", [("15", 15), ("10", 10)]),
        ("dozens or hundreds", [("dozens", 24), ("hundreds", 200)]),
        ("three women and three children", [("three", 3), ("three", 3)]),
        ("40, including 3 children", [("40", 40), ("3", 3)]),
        ("killing 14. Then", [("14", 14)]),
        ("in Homs 14, in Hama 5", [("14", 14), ("5", 5)]),
        ("20 more people", [("20", 20)]),
        ("one of the attackers", [("one", 1)]),
        ("at 14 checkpoints", [("14", 14)]),
        ("guarded by 1400 soldiers", [("1400", 1400)]),
        ("2000 people fled", [("2000", 2000)]),
        ("In March 14 Iraqi soldiers died", [("14", 14)]),
        ("ON 4 MARCH 20 SOLDIERS DIED", [("20", 20)]),
        ("On March 4, 2000 people fled", [("2000", 2000)]),
        ("Over half a million Syrians", [("Over half a million", 500000)]),
        ("more\nthan  14 dead", [("more\nthan  14", 14)]),
        ("between the 14", [("14", 14)]),
        ("between 20 and some others", [("20", 20)]),
        ("(14)", [("14", 14)]),
        ("one hundred and two hundred", [("one hundred", 100), ("two hundred", 200)]),
        ("999999999 or 1000000000", [("999999999 or 1000000000", 999999999)]),
    ],
)
def test_counts_are_found(text: str, expected: list[tuple[str, int]]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "in 2016",
        "in 1969, 1983 and 1992 the focus",
        "7 July 2019",
        "BOGOTA, 7 JUL 90 (EFE)",
        "between 3 and 5 May",
        "around 3 May",
        "her stolen 1989 Mercury",
        "© 2018 RFE",
        "the 1990s",
        "over the past two years",
        "three weeks ago",
        "for four days",
        "more than 24 hours",
        "two more nights",
        "9:30",
        "9.30 am",
        "9 am",
        "9 a.m.",
        "at five.",
        "nine o'clock",
        "at 1330, a bomb",
        "curfew from 2300 to 0500",
        "0930 GMT",
        "aged 34",
        "aged between 20 and 30",
        "aged from 19 to 1.",
        "children as young as 10",
        "34-year-old",
        "34 years old",
        "Miguel Beedle, 55, of Park Ridge",
        "Paul Floyd, 47 and said to be homeless",
        "John Smith (34) said",
        "$3 million",
        "US$ 3 million",
        "Rs 500",
        "rs 10,000 crore",
        "between $10 and $15",
        "3 million dollars",
        "€20",
        "20%",
        "20 %",
        "20 per cent",
        "30 to 40 percent",
        "15 km",
        "15-km",
        "15 square kilometres",
        "122 mm",
        ".38 caliber",
        "20 tons",
        "84 MW",
        "AK-47",
        "F-16",
        "M23",
        "G7",
        "Covid-19",
        "UN Resolution 2254",
        "Resolutions 2254 and 2118",
        "Route 66",
        "Area 51",
        "BATTALION 3-16",
        "ARTICLE 13, SUBPARAGRAPH 2",
        "UNIT NO. 7",
        "sector 29",
        "1st",
        "the 22nd",
        "3-0",
        "2-1",
        "1/2",
        "2 1/2",
        "9/11",
        "24/7",
        "two-thirds",
        "three times",
        "910-432-3383",
        "(661) 272-2400",
        "35.0325; 43.6463889",
        "35°01′57″N",
        "said.[3]",
        "#14",
        "469 Vermont St. in",
        "1600 Pennsylvania Avenue",
        "one another",
        "no one another",
        "this one",
        "one-sided",
        "one of the deadliest attacks",
        "as many as one in four",
        "1. Attack on the camp",
        "007",
        "10000000000",
        "two billion",
        "1.25 people",
        "a score of 3-0",
        "hundred",
        "a man and another",
        "",
    ],
)
def test_what_counts_nobody_is_left_out(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("There were no casualties.", "no"),
        ("no civilian casualties", "no"),
        ("no deaths or injuries", "no"),
        ("No reported fatalities", "No"),
        ("zero casualties", "zero"),
        ("No one was hurt", "No one"),
        ("No one else was injured in the attack", "No one"),
        ("but nobody was killed", "nobody"),
        ("nobody died", "nobody"),
        ("none of the passengers were hurt", "none"),
        ("No soldier died", "No"),
        ("no residents have been injured", "no"),
        ("not a single soldier was killed", "not a single"),
    ],
)
def test_told_absence_is_zero(text: str, expected: str) -> None:
    (mention,) = find_numbers(text)
    assert (mention.text, mention.low, mention.best, mention.high) == (expected, 0, 0, 0)
    assert mention.basis is NumberBasis.NONE


@pytest.mark.parametrize(
    "text",
    [
        "no reports of casualties",
        "no doubt that they were killed",
        "no death penalty",
        "Nobody knows who was killed",
        "No one has claimed responsibility for killing them",
        "none of which matters",
        "there is no plan",
        "no party accepted",
    ],
)
def test_absence_of_something_else_is_not_told(text: str) -> None:
    assert numbers(text) == []


def test_mentions_carry_their_place() -> None:
    text = "At least 14 died; no one was hurt."
    first, second = find_numbers(text)
    assert (first.start, first.end) == (0, 11)
    assert text[second.start : second.end] == second.text == "no one"


def test_letters_that_only_a_caseless_pattern_takes_for_ascii() -> None:
    assert numbers("ſix") == [("ſix", 6)]
