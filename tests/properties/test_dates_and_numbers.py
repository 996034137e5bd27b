"""What holds for dates and numbers of any text."""

import sys
from collections.abc import Callable
from datetime import date, timedelta
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitrep.resolving.dates import DateReason, find_dates, is_historical, resolve_date
from sitrep.resolving.numbers import NumberBasis, find_numbers

PUBLISHED = st.dates(date(1970, 1, 1), date(2100, 12, 31))


def words(text: str) -> list[str]:
    return text.split()


WEEKDAYS = words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
MONTHS = words("January February March April May June July August September October November December")
PIECES = words(
    "on in since from between to and the last next early a ago later Monday May march Dec. 2016 16 3 31 4th "
    "overnight weekend week years at least up to about or more no one casualties dozens of thousand hundred "
    "twenty 1,200 1.5 million $ % km aged , - – . ( ) / : ſ İ ٣ ½ 0 00 9999999999999"
)
NEWSLIKE = st.lists(st.sampled_from(PIECES), max_size=30).flatmap(
    lambda words: st.sampled_from(["", " ", "\n", "\u00a0"]).map(lambda gap: gap.join(words))
)
TEXT = st.one_of(st.text(max_size=200), NEWSLIKE)


@given(TEXT)
def test_date_mentions_lie_in_order_in_the_text(text: str) -> None:
    end = 0
    for mention in find_dates(text):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.text.strip() == mention.text
        end = mention.end


@given(TEXT, PUBLISHED | st.none(), st.booleans(), PUBLISHED | st.none())
def test_any_text_resolves(text: str, published: date | None, future: bool, anchor: date | None) -> None:
    for expression in [text, *(mention.text for mention in find_dates(text))]:
        found = resolve_date(expression, published=published, future=future, anchor=anchor)
        assert (found.start is None) == (found.precision == "unknown")
        if found.start is None:
            assert found.end is None
        if found.end is not None and found.start is not None:
            assert found.start < found.end
        if found.reason is DateReason.OPEN:
            assert found.end is None
        is_historical(found, published=published)


@given(TEXT)
def test_a_found_date_is_a_date_out_of_its_text_too(text: str) -> None:
    for mention in find_dates(text):
        alone = resolve_date(mention.text, published=date(2016, 3, 4))
        assert alone.reason is not DateReason.PUBLICATION
        if alone.reason is DateReason.UNPARSED:
            assert any(character.isdigit() for character in mention.text)


@given(st.sampled_from(WEEKDAYS), PUBLISHED)
def test_a_past_weekday_is_the_latest_on_or_before_publication(weekday: str, published: date) -> None:
    past = resolve_date(f"on {weekday}", published=published).start
    ahead = resolve_date(f"on {weekday}", published=published, future=True).start
    assert past is not None
    assert ahead is not None
    assert past <= published < ahead
    assert ahead - past == timedelta(days=7)
    assert past.weekday() == WEEKDAYS.index(weekday)


@given(st.integers(1, 31), st.sampled_from(MONTHS), PUBLISHED)
def test_a_past_day_without_a_year_is_the_latest_of_its_name(day: int, month: str, published: date) -> None:
    found = resolve_date(f"{day} {month}", published=published)
    number = MONTHS.index(month) + 1
    if found.start is None:
        assert (day, number) in {(30, 2), (31, 2), (31, 4), (31, 6), (31, 9), (31, 11)}
        return
    assert (found.start.day, found.start.month) == (day, number)
    assert found.start <= published
    if (day, number) != (29, 2):
        assert published.replace(year=published.year - 1, day=min(published.day, 28)) < found.start
    assert resolve_date(f"{month} {day}", published=published) == found


@given(PUBLISHED, PUBLISHED | st.none())
def test_a_full_date_resolves_to_itself_however_written(day: date, published: date | None) -> None:
    month = MONTHS[day.month - 1]
    for written in [
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{WEEKDAYS[day.weekday()]}, {day.day} {month[:3]} {day.year}",
        f"{day.day}-{month[:3].upper()}-{day.year}",
    ]:
        (mention,) = find_dates(f"Police said on {written} that")
        assert mention.text == written
        found = resolve_date(mention.text, published=published)
        assert (found.start, found.end, found.precision) == (day, None, "day")


@given(st.integers(1, 300), st.sampled_from(["day", "week", "month", "year"]), PUBLISHED)
def test_ago_and_later_mirror_each_other(count: int, unit: str, published: date) -> None:
    ago = resolve_date(f"{count} {unit}s ago", published=published)
    assert ago.start is not None
    assert ago.start <= published
    assert ago.precision == unit
    there = resolve_date(f"{count} {unit}s later", published=published, anchor=ago.start)
    assert there.start is not None
    assert there.start <= published <= (there.end or there.start)


@given(TEXT)
def test_number_mentions_lie_in_order_in_the_text(text: str) -> None:
    end = 0
    for mention in find_numbers(text):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        end = mention.end


@given(TEXT)
def test_low_best_high_stand_in_order(text: str) -> None:
    for mention in find_numbers(text):
        told = [number for number in (mention.low, mention.best, mention.high) if number is not None]
        assert mention.best is not None
        assert told == sorted(told)
        assert told[0] >= 0
        assert mention.best <= 10**9
        assert (mention.low is None) == (mention.basis is NumberBasis.MAXIMUM)
        assert (mention.high is None) == (mention.basis in {NumberBasis.MINIMUM, NumberBasis.WORD})


@given(TEXT)
def test_no_number_is_part_of_a_date(text: str) -> None:
    dates = find_dates(text)
    for number in find_numbers(text):
        assert all(number.end <= day.start or day.end <= number.start for day in dates)


@given(st.integers(1, 10**9))
def test_digits_are_read_as_they_count(number: int) -> None:
    for written in {f"{number:,}", f"{number:,}".replace(",", "\u202f")}:
        (mention,) = find_numbers(f"at least {written} people")
        assert (mention.low, mention.best, mention.high) == (number, number, None)


ONES = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
TENS = words("- - twenty thirty forty fifty sixty seventy eighty ninety")


def spell(number: int) -> str:
    """Write a number below a million in English words."""
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + (f"-{spell(number % 10)}" if number % 10 else "")
    if number < 1000:
        return f"{spell(number // 100)} hundred" + (f" and {spell(number % 100)}" if number % 100 else "")
    rest = number % 1000
    joint = " and " if rest < 100 else " "
    return f"{spell(number // 1000)} thousand" + (f"{joint}{spell(rest)}" if rest else "")


@given(st.integers(1, 999_999))
def test_spelled_numbers_are_read_as_they_count(number: int) -> None:
    (mention,) = find_numbers(f"{spell(number)} people")
    assert (mention.text, mention.best) == (spell(number), number)


def count_steps(work: Callable[[str], object], text: str) -> int:
    """Return how many calls the work on a text takes, the calls of compiled code among them."""
    steps = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal steps
        steps += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work(text)
    finally:
        sys.setprofile(before)
    return steps


@pytest.mark.parametrize("work", [find_dates, find_numbers])
@pytest.mark.parametrize(
    "unit",
    [
        "1",
        ",",
        " ",
        "1,111",
        "1 ",
        "the ",
        "Monday (",
        "from 3 May to ",
        "between 1 and ",
        "no one of a ",
        "2014, ",
    ],
)
def test_hostile_text_takes_a_bounded_number_of_steps(work: Callable[[str], object], unit: str) -> None:
    few, many = (count_steps(work, (unit * length)[:length]) for length in (2_000, 100_000))
    # Fifty times the text: at most fifty times the steps, and a little for what a call costs anyway.
    assert many <= 55 * few + 100
    assert many <= 40 * 100_000
