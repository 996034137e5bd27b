"""Dates found in text and placed on the calendar (codebook, section 6)."""

from datetime import date

import pytest

from sitrep.resolving.dates import (
    DateReason,
    DateResolution,
    default_date,
    find_dates,
    is_historical,
    resolve_date,
)

FRIDAY = date(2016, 3, 4)


def day(text: str) -> date:
    return date.fromisoformat(text)


def texts(text: str) -> list[str]:
    return [mention.text for mention in find_dates(text)]


def told(resolution: DateResolution) -> str:
    """Write a resolution as "2016-03-01..2016-03-31 month explicit"."""
    end = f"..{resolution.end}" if resolution.end else ""
    return f"{resolution.start}{end} {resolution.precision} {resolution.reason}"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # absolute
        ("2016-03-04", "2016-03-04 day explicit"),
        ("2016/03/04", "2016-03-04 day explicit"),
        ("2016-03-04T12:30:00Z", "2016-03-04 day explicit"),
        ("2016-03-04T12:30:00.250+02:00", "2016-03-04 day explicit"),
        ("4 March 2015", "2015-03-04 day explicit"),
        ("4th of March 2015", "2015-03-04 day explicit"),
        ("4th of March, 2015", "2015-03-04 day explicit"),
        ("March 4, 2015", "2015-03-04 day explicit"),
        ("March 4th 2015", "2015-03-04 day explicit"),
        ("March the 4th, 2015", "2015-03-04 day explicit"),
        ("Wednesday, 4 March 2015", "2015-03-04 day explicit"),
        ("Wednesday (March 4, 2015)", "2015-03-04 day explicit"),
        ("04-Mar-2015", "2015-03-04 day explicit"),
        ("7 July 2019", "2019-07-07 day explicit"),
        ("29 February 2016", "2016-02-29 day explicit"),
        ("14/3/2016", "2016-03-14 day explicit"),
        ("3/14/2016", "2016-03-14 day explicit"),
        ("14.3.2016", "2016-03-14 day explicit"),
        ("4/4/2016", "2016-04-04 day explicit"),
        ("12/14/2015", "2015-12-14 day explicit"),
        ("in March 2015", "2015-03-01..2015-03-31 month explicit"),
        ("February of 2016", "2016-02-01..2016-02-29 month explicit"),
        ("early March 2015", "2015-03-01..2015-03-10 month explicit"),
        ("mid-March 2015", "2015-03-11..2015-03-20 month explicit"),
        ("late March 2015", "2015-03-21..2015-03-31 month explicit"),
        ("the end of February 2015", "2015-02-21..2015-02-28 month explicit"),
        ("the beginning of March 2015", "2015-03-01..2015-03-10 month explicit"),
        ("the first week of March 2015", "2015-03-01..2015-03-07 week explicit"),
        ("the last week of February 2015", "2015-02-22..2015-02-28 week explicit"),
        ("the week of 17 February 2015", "2015-02-16..2015-02-22 week explicit"),
        ("in 2014", "2014-01-01..2014-12-31 year explicit"),
        ("early 2014", "2014-01-01..2014-04-30 year explicit"),
        ("mid-2014", "2014-05-01..2014-08-31 year explicit"),
        ("late 2014", "2014-09-01..2014-12-31 year explicit"),
        ("the 1990s", "1990-01-01..1999-12-31 year explicit"),
        ("the late 1990s", "1997-01-01..1999-12-31 year explicit"),
        ("the summer of 2015", "2015-06-01..2015-08-31 month explicit"),
        ("winter 2014", "2014-12-01..2015-02-28 month explicit"),
        ("New Year's Eve 2014", "2014-12-31 day explicit"),
        ("7 JUL 90", "1990-07-07 day explicit"),
        ("4 FEB 15", "2015-02-04 day explicit"),
        ("7 Jul '99", "1999-07-07 day explicit"),
        ("30 APR 45", "1945-04-30 day explicit"),
        # the year closest to publication, not after it
        ("3 March", "2016-03-03 day explicit_year_inferred"),
        ("4 March", "2016-03-04 day explicit_year_inferred"),
        ("March 5", "2015-03-05 day explicit_year_inferred"),
        ("Nov 25", "2015-11-25 day explicit_year_inferred"),
        ("Sept. 11", "2015-09-11 day explicit_year_inferred"),
        ("Dec.14th", "2015-12-14 day explicit_year_inferred"),
        ("Thursday, Dec. 15", "2015-12-15 day explicit_year_inferred"),
        ("29 February", "2016-02-29 day explicit_year_inferred"),
        ("in March", "2016-03-01..2016-03-31 month explicit_year_inferred"),
        ("in April", "2015-04-01..2015-04-30 month explicit_year_inferred"),
        ("late March", "2015-03-21..2015-03-31 month explicit_year_inferred"),
        ("last March", "2015-03-01..2015-03-31 month explicit_year_inferred"),
        ("last May", "2015-05-01..2015-05-31 month explicit_year_inferred"),
        ("next March", "2017-03-01..2017-03-31 month explicit_year_inferred"),
        ("Sept.", "2015-09-01..2015-09-30 month explicit_year_inferred"),
        ("May", "2015-05-01..2015-05-31 month explicit_year_inferred"),
        ("on the 4th", "2016-03-04 day explicit_year_inferred"),
        ("on the 9th", "2016-02-09 day explicit_year_inferred"),
        ("on the 31st", "2016-01-31 day explicit_year_inferred"),
        ("Christmas Eve", "2015-12-24 day explicit_year_inferred"),
        # weekdays
        ("on Tuesday", "2016-03-01 day weekday"),
        ("on Friday", "2016-03-04 day weekday"),
        ("Saturday", "2016-02-27 day weekday"),
        ("late on Monday", "2016-02-29 day weekday"),
        ("Monday night", "2016-02-29 day weekday"),
        ("last Friday", "2016-02-26 day weekday"),
        ("last Tuesday", "2016-03-01 day weekday"),
        ("next Tuesday", "2016-03-08 day weekday"),
        ("next Friday", "2016-03-11 day weekday"),
        ("Tuesday of last week", "2016-02-23 day weekday"),
        # counted from publication
        ("today", "2016-03-04 day relative"),
        ("tonight", "2016-03-04 day relative"),
        ("this morning", "2016-03-04 day relative"),
        ("yesterday", "2016-03-03 day relative"),
        ("yesterday evening", "2016-03-03 day relative"),
        ("tomorrow", "2016-03-05 day relative"),
        ("the day before yesterday", "2016-03-02 day relative"),
        ("last night", "2016-03-03 day relative"),
        ("overnight", "2016-03-03..2016-03-04 day relative"),
        ("the weekend", "2016-02-27..2016-02-28 day relative"),
        ("next weekend", "2016-03-05..2016-03-06 day relative"),
        ("last week", "2016-02-22..2016-02-28 week relative"),
        ("this week", "2016-02-29..2016-03-06 week relative"),
        ("earlier this month", "2016-03-01..2016-03-04 month relative"),
        ("last month", "2016-02-01..2016-02-29 month relative"),
        ("next month", "2016-04-01..2016-04-30 month relative"),
        ("last year", "2015-01-01..2015-12-31 year relative"),
        ("late last year", "2015-09-01..2015-12-31 year relative"),
        ("later this year", "2016-03-05..2016-12-31 year relative"),
        ("June last year", "2015-06-01..2015-06-30 month relative"),
        ("two days ago", "2016-03-02 day relative"),
        ("an hour ago", "2016-03-04 day relative"),
        ("36 hours ago", "2016-03-03 day relative"),
        ("a fortnight ago", "2016-02-15..2016-02-21 week relative"),
        ("three weeks ago", "2016-02-08..2016-02-14 week relative"),
        ("two months ago", "2016-01-01..2016-01-31 month relative"),
        ("nearly four years ago", "2012-01-01..2012-12-31 year relative"),
        ("a decade ago", "2006-01-01..2006-12-31 year relative"),
        ("two weeks from now", "2016-03-14..2016-03-20 week relative"),
        ("in two weeks' time", "2016-03-14..2016-03-20 week relative"),
        # periods
        ("3-5 May 2017", "2017-05-03..2017-05-05 day period"),
        ("between 3 and 5 May 2017", "2017-05-03..2017-05-05 day period"),
        ("May 3-5, 2017", "2017-05-03..2017-05-05 day period"),
        ("October 25 - 26, 2015", "2015-10-25..2015-10-26 day period"),
        ("3-5 May", "2015-05-03..2015-05-05 day period"),
        ("between 11-13 Dec", "2015-12-11..2015-12-13 day period"),
        ("from 3 May to 5 June 2015", "2015-05-03..2015-06-05 day period"),
        ("30 December 2014 to 2 January", "2014-12-30..2015-01-02 day period"),
        ("between 30 November and 1 December 2014", "2014-11-30..2014-12-01 day period"),
        ("between the 1st and the 3rd", "2016-03-01..2016-03-03 day period"),
        ("between May and July 2014", "2014-05-01..2014-07-31 month period"),
        ("November to February 2015", "2014-11-01..2015-02-28 month period"),
        ("November to February", "2015-11-01..2016-02-29 month period"),
        ("January to mid-November", "2015-01-01..2015-11-20 month period"),
        ("from Monday to Wednesday", "2016-02-29..2016-03-02 day period"),
        ("between Saturday and Monday", "2016-02-27..2016-02-29 day period"),
        ("Overnight Thursday to Friday", "2016-03-03..2016-03-04 day period"),
        ("between 2011 and 2014", "2011-01-01..2014-12-31 year period"),
        ("2011-2014", "2011-01-01..2014-12-31 year period"),
        ("2011–14", "2011-01-01..2014-12-31 year period"),
        ("in 2013/14", "2013-01-01..2014-12-31 year period"),
        ("from 2014 to the present", "2014-01-01..2016-03-04 year period"),
        ("from May 2014 to last week", "2014-05-01..2016-02-28 month period"),
        ("in the past two years", "2014-03-04..2016-03-04 year period"),
        ("the past 36 hours", "2016-03-02..2016-03-04 day period"),
        ("the past 24 hours", "2016-03-03..2016-03-04 day period"),
        ("the last few days", "2016-03-01..2016-03-04 day period"),
        ("the past week", "2016-02-26..2016-03-04 week period"),
        ("the next three months", "2016-03-04..2016-06-04 month period"),
        # open
        ("since 2011", "2011-01-01 year open"),
        ("since 3 May 2014", "2014-05-03 day open"),
        ("since Monday", "2016-02-29 day open"),
        ("since last month", "2016-02-01 month open"),
        # no place on the calendar
        ("a year earlier", "None unknown no_anchor"),
        ("three days later", "None unknown no_anchor"),
        ("the same day", "None unknown no_anchor"),
        ("the following week", "None unknown no_anchor"),
        ("the night before", "None unknown no_anchor"),
        ("the previous Friday", "None unknown no_anchor"),
        ("4/3/2016", "None unknown ambiguous"),
        ("years ago", "None unknown vague"),
        ("days earlier", "None unknown vague"),
        ("31 February", "None unknown unparsed"),
        ("29 February 2015", "None unknown unparsed"),
        ("13/13/2016", "None unknown unparsed"),
        ("2016-13-01", "None unknown unparsed"),
        ("2016-00-00", "None unknown unparsed"),
        ("0000-01-01", "None unknown unparsed"),
        ("between 5 May 2014 and 3 May 2014", "None unknown unparsed"),
        ("at 9 am", "None unknown unparsed"),
        ("they may have killed", "None unknown unparsed"),
        ("in two weeks", "None unknown unparsed"),
        ("", "None unknown unparsed"),
    ],
)
def test_expression_is_placed(expression: str, expected: str) -> None:
    assert told(resolve_date(expression, published=FRIDAY)) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("on Tuesday", "2016-03-08 day weekday"),
        ("on Friday", "2016-03-11 day weekday"),
        ("from Monday to Wednesday", "2016-03-07..2016-03-09 day period"),
        ("the weekend", "2016-03-05..2016-03-06 day relative"),
        ("5 March", "2016-03-05 day explicit_year_inferred"),
        ("20 December", "2016-12-20 day explicit_year_inferred"),
        ("2 January", "2017-01-02 day explicit_year_inferred"),
        ("20 February", "2016-02-20 day explicit_year_inferred"),
        ("in February", "2017-02-01..2017-02-28 month explicit_year_inferred"),
        ("in March", "2016-03-01..2016-03-31 month explicit_year_inferred"),
        ("on the 3rd", "2016-04-03 day explicit_year_inferred"),
        ("in two weeks", "2016-03-14..2016-03-20 week relative"),
        ("within six months", "2016-09-01..2016-09-30 month relative"),
        ("yesterday", "2016-03-03 day relative"),
        ("since Monday", "2016-02-29 day open"),
        ("4 March 2015", "2015-03-04 day explicit"),
    ],
)
def test_future_telling_looks_ahead(expression: str, expected: str) -> None:
    assert told(resolve_date(expression, published=FRIDAY, future=True)) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("three days later", "2013-04-18 day anchored"),
        ("the next day", "2013-04-16 day anchored"),
        ("the following morning", "2013-04-16 day anchored"),
        ("that night", "2013-04-15 day anchored"),
        ("the night before", "2013-04-14 day anchored"),
        ("two weeks earlier", "2013-04-01..2013-04-07 week anchored"),
        ("a month later", "2013-05-01..2013-05-31 month anchored"),
        ("a year earlier", "2012-01-01..2012-12-31 year anchored"),
        ("the previous Friday", "2013-04-12 day anchored"),
        ("yesterday", "2016-03-03 day relative"),
        ("20 April", "2015-04-20 day explicit_year_inferred"),
    ],
)
def test_anchor_carries_what_counts_from_another_happening(expression: str, expected: str) -> None:
    resolution = resolve_date(expression, published=FRIDAY, anchor=date(2013, 4, 15))
    assert told(resolution) == expected


@pytest.mark.parametrize(
    "expression",
    [
        *(
            "on Tuesday",
            "yesterday",
            "overnight",
            "last month",
            "two days ago",
            "in March",
            "4 March",
            "last week",
        ),
        *("the weekend", "3-5 May", "on the 9th", "the past two years", "since Monday", "from 2014 to now"),
    ],
)
def test_relative_dates_of_an_undated_report_stay_unresolved(expression: str) -> None:
    resolution = resolve_date(expression, published=None)
    assert told(resolution) == "None unknown no_publication_date"


@pytest.mark.parametrize("expression", ["4 March 2015", "in 2014", "since 2011", "2011-2014", "7 JUL 90"])
def test_absolute_dates_of_an_undated_report_resolve(expression: str) -> None:
    assert resolve_date(expression, published=None) == resolve_date(expression, published=FRIDAY)


def test_weekend_ahead_of_a_saturday_is_the_next_to_begin() -> None:
    saturday = date(2016, 3, 5)
    ahead = resolve_date("next weekend", published=saturday)
    assert told(ahead) == "2016-03-12..2016-03-13 day relative"
    assert resolve_date("the weekend", published=saturday, future=True) == ahead


def test_undated_report_takes_the_year_of_the_anchor() -> None:
    anchor = date(2005, 11, 5)
    assert told(resolve_date("10 November", published=None, anchor=anchor)) == "2005-11-10 day anchored"
    assert told(resolve_date("2 January", published=None, anchor=anchor)) == "2006-01-02 day anchored"


@pytest.mark.parametrize(
    ("published", "expression", "expected"),
    [
        ("1990-07-08", "7 JUL 90", "1990-07-07"),
        ("1990-07-08", "7 JUL 45", "1945-07-07"),
        ("2019-01-02", "7 JUL 68", "1968-07-07"),
        ("2080-01-02", "7 JUL 68", "2068-07-07"),
        ("2080-01-02", "7 JUL 69", "1969-07-07"),
        ("2017-03-01", "29 February", "2016-02-29"),
        ("1904-02-28", "29 February", "1896-02-29"),
        ("2016-01-01", "31 December", "2015-12-31"),
        ("2016-12-31", "January 1", "2016-01-01"),
        ("2016-03-06", "the weekend", "2016-03-05"),
        ("2016-03-05", "the weekend", "2016-02-27"),
        ("2016-01-01", "last week", "2015-12-21"),
        ("2016-01-15", "last month", "2015-12-01"),
        ("2016-03-31", "the past month", "2016-02-29"),
    ],
)
def test_edges_of_the_calendar(published: str, expression: str, expected: str) -> None:
    assert resolve_date(expression, published=day(published)).start == day(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen killed two on Tuesday in Kano.", ["Tuesday"]),
        ("He died in March 2016, police said.", ["March 2016"]),
        ("in March, the army", ["March"]),
        ("on 3 May and 14 June", ["3 May", "14 June"]),
        ("from 3 May to 5 June 2015 in Homs", ["from 3 May to 5 June 2015"]),
        ("since early March the army", ["since early March"]),
        ("between 3 and 5 May 2017, at", ["between 3 and 5 May 2017"]),
        ("between 14 and 20 people died", []),
        ("MOSUL, Iraq, 7 July 2019 (AP)", ["7 July 2019"]),
        ("BOGOTA, 7 JUL 90 (EFE) -- [TEXT]", ["7 JUL 90"]),
        ("ON 14 MARCH IN SAN SALVADOR", ["14 MARCH"]),
        ("ON 4 MARCH 20 SOLDIERS DIED", ["4 MARCH"]),
        ("On March 4, 2000 people fled", ["March 4"]),
        ("On March 4, 14 people died", ["March 4"]),
        ("In March 14 Iraqi soldiers died", ["March"]),
        ("In March 4,000 people fled", ["March"]),
        ("the bombings on Aug. 7 killed 259", ["Aug. 7"]),
        ("on Wednesday (April 4th) when", ["Wednesday (April 4th)"]),
        ("today (23 December) that", ["today (23 December)"]),
        ("(Monday, 3 May)", ["Monday, 3 May"]),
        ("an August 2015 drone strike", ["August 2015"]),
        ("a 2015 police sweep", ["2015"]),
        ("the 1994 massacre", ["1994"]),
        ("its founder (1994) said", ["1994"]),
        ("in 1911 and 1913", ["1911", "1913"]),
        ("Turkey's 2016 coup", ["2016"]),
        ("In 2014, 14 people", ["2014"]),
        ("Theresa May said on Monday", ["Monday"]),
        ("met Theresa May in May", ["May"]),
        ("they may have killed 14", []),
        ("14 may have died", []),
        ("the march to the capital", []),
        ("a march on Monday", ["Monday"]),
        ("took part in march to the sea", []),
        ("MAY BE DEAD", []),
        ("an august body", []),
        ("April Smith was shot", []),
        ("meetings in April", ["April"]),
        ("Jan Egeland said", []),
        ("Jan. 10 strikes", ["Jan. 10"]),
        ("his son sat in the sun", []),
        ("every Friday", []),
        ("on a Friday", []),
        ("on Fridays", []),
        ("Bloody Sunday", []),
        ("at 9 am", []),
        ("at 12:30", []),
        ("at 1900 GMT", []),
        ("in 2000 villages", []),
        ("of 2000 people", []),
        ("$2014 and 2014 km", []),
        ("a toll of 2,014", []),
        ("M23 and Covid-19 and AK-47", []),
        ("Resolution 2254", []),
        ("for three days", []),
        ("for years", []),
        ("scheduled to last 45 minutes", []),
        ("to last two days", []),
        ("to this day", []),
        ("the last day of Ramadan", []),
        ("on the 9th, after", ["the 9th"]),
        ("on the 22nd floor", []),
        ("the 9th brigade", []),
        ("the fall of Mosul", []),
        ("since the fall of 2014", ["since the fall of 2014"]),
        ("overnight curfew", []),
        ("three days\nlater", ["three days\nlater"]),
        ("3\u00a0May\u00a02016", ["3\u00a0May\u00a02016"]),
        ("32 May", []),
        ("4/3/2016", ["4/3/2016"]),
        ("31 February 2016", ["31 February 2016"]),
        ("2016-03-04T12:30:00Z", ["2016-03-04T12:30:00Z"]),
        ("call 910-432-3383", []),
        ("", []),
    ],
)
def test_dates_are_found_where_the_text_tells_them(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_mentions_carry_their_place() -> None:
    text = "On Monday, and again on 3 May 2016."
    for mention in find_dates(text):
        assert text[mention.start : mention.end] == mention.text
    assert [(mention.start, mention.end) for mention in find_dates(text)] == [(3, 9), (24, 34)]


def test_letters_that_only_a_caseless_pattern_takes_for_ascii() -> None:
    assert told(resolve_date("ſunday", published=FRIDAY)) == "2016-02-28 day weekday"
    assert told(resolve_date("four weeKs ago", published=FRIDAY)) == "2016-02-01..2016-02-07 week relative"


@pytest.mark.parametrize(
    ("expression", "published", "expected"),
    [
        ("on Tuesday", "2016-03-04", False),
        ("2 February 2016", "2016-03-04", False),
        ("1 February 2016", "2016-03-04", True),
        ("last month", "2016-03-31", False),
        ("in January 2016", "2016-03-04", True),
        ("in February 2016", "2016-03-04", False),
        ("in 2014", "2016-03-04", True),
        ("last year", "2016-01-10", True),
        ("this year", "2016-03-04", False),
        ("since 2011", "2016-03-04", True),
        ("since Monday", "2016-03-04", False),
        ("the past two years", "2016-03-04", False),
        ("next month", "2016-03-04", False),
        ("no date at all", "2016-03-04", False),
    ],
)
def test_background_is_historical(expression: str, published: str, *, expected: bool) -> None:
    report = day(published)
    assert is_historical(resolve_date(expression, published=report), published=report) is expected


def test_historical_in_an_undated_report() -> None:
    def historical(expression: str) -> bool:
        return is_historical(resolve_date(expression, published=None), published=None)

    assert historical("in 2014")
    assert historical("in May 2014")
    assert not historical("4 May 2014")
    assert not historical("last year")


def test_untold_date_is_that_of_publication() -> None:
    assert default_date(FRIDAY) == DateResolution(FRIDAY, None, "week", DateReason.PUBLICATION)
    assert default_date(None) == DateResolution(None, None, "unknown", DateReason.NO_PUBLICATION_DATE)
