"""Web pages: the article and what the page states; nothing guessed, and no page takes for ever."""

import socket
from collections.abc import Callable
from datetime import date

import pytest
from inbox_folder import Inbox

FIRST = "Gunmen stormed a boarding school in Yobe state on Tuesday and killed 29 pupils, police said."
SECOND = "Nobody has claimed the raid, but Boko Haram is suspected. The president condemned the killings."
DAY = date(2019, 7, 7)
ARTICLE = f"<h1>Gunmen kill 29 pupils</h1><p>{FIRST}</p><p>{SECOND}</p>"


def page(head: str = "", body: str = "", article: str = ARTICLE) -> str:
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/s'>Sport</a></li></ul></nav>"
    content = f"{menu}<article>{article}</article>{body}"
    return f"<!DOCTYPE html><html><head>{head}</head><body>{content}</body></html>"


def test_the_article_is_read_and_the_menu_not(inbox: Inbox) -> None:
    inbox.put("a.html", page(body="<footer><p>Copyright nobody. <a href='/c'>Contact</a></p></footer>"))
    report = inbox.read_report("a.html")
    assert FIRST in report.text
    assert SECOND in report.text
    for surplus in ("Home", "Sport", "Copyright", "<"):
        assert surplus not in report.text
    assert report.title == "Gunmen kill 29 pupils"
    assert (report.published, report.published_reason) == (None, "unknown")
    assert report.reader.startswith("web_page 1 trafilatura 2.")


@pytest.mark.parametrize(
    "surplus",
    [
        "<div class='related'><h3>Related</h3><p>Five killed in Mosul market, police say.</p></div>",
        "<div class='newsletter'><p>Sign up to our newsletter for daily news of the world.</p></div>",
        "<p><a href='/x'>Five killed in Mosul market on Monday, police said</a></p>",
        "<div class='comments'><p>I think that this is a wrong thing to say about it all.</p></div>",
    ],
)
def test_what_stands_beside_the_article_is_no_part_of_it(inbox: Inbox, surplus: str) -> None:
    inbox.put("a.html", page(body=surplus, article=ARTICLE + surplus))
    inbox.put("b.html", page())
    assert inbox.read_report("a.html").text == inbox.read_report("b.html").text


def test_a_page_with_a_nul_is_no_text(inbox: Inbox) -> None:
    inbox.put("a.html", page().replace("<body>", "<body>\x00"))
    assert inbox.read_refusal("a.html").rule == "binary_file"


def test_reading_is_repeatable_and_independent_of_other_pages(inbox: Inbox) -> None:
    for number in range(5):
        inbox.put(f"{number}.html", page())
    texts = {inbox.read_report(f"{number % 5}.html").text for number in range(10)}
    assert len(texts) == 1


def test_no_reading_touches_the_network(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    inbox.put(
        "a.html",
        page("<link rel='canonical' href='https://example.org/1'><meta http-equiv='refresh' content='0'>"),
    )
    assert inbox.read_report("a.html").url == "https://example.org/1"


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        (
            "<meta property='article:published_time' content='2019-07-07T23:30:00-05:00'>",
            "",
            DAY,
        ),
        ("<meta name='article:published_time' content='2019-07-07'>", "", DAY),
        ("<meta itemprop='datePublished' content='2019-07-07'>", "", DAY),
        (
            "<script type='application/ld+json'>"
            '{"@type": "NewsArticle", "datePublished": "2019-07-07T10:00:00Z", "dateModified": "2019-08-01"}'
            "</script>",
            "",
            DAY,
        ),
        (
            "<script type='application/ld+json'>"
            '{"@graph": [{"@type": "WebPage", "datePublished": "2018-01-01"}, '
            '{"@type": ["Thing", "ReportageNewsArticle"], "datePublished": "2019-07-07"}]}'
            "</script>",
            "",
            DAY,
        ),
        ("", "<time datetime='2019-07-07T10:00'>7 July</time>", DAY),
        (
            "",
            "<time datetime='2019-07-07'>x</time><time datetime='2019-07-07T10:00Z'>y</time>",
            DAY,
        ),
        (
            "",
            "<time datetime='2019-08-01'>x</time><time pubdate datetime='2019-07-07'>y</time>",
            DAY,
        ),
        # Times on two days tell no single one; what is no date tells none; other metadata is not asked.
        ("", "<time datetime='2019-07-07'>x</time><time datetime='2019-08-01'>y</time>", None),
        ("<meta property='article:published_time' content='yesterday'>", "", None),
        ("<meta property='article:modified_time' content='2019-07-07'>", "", None),
        (
            '<script type=\'application/ld+json\'>{"@type": "Event", "datePublished": "2019-07-07"}</script>',
            "",
            None,
        ),
        ("<script type='application/ld+json'>{broken</script>", "", None),
        ("<script type='application/ld+json'>" + "[" * 100_000 + "</script>", "", None),
        ("", "<p class='date'>Published on 7 July 2019</p><footer>Copyright 2019-07-07</footer>", None),
    ],
)
def test_only_a_stated_date_counts(inbox: Inbox, head: str, body: str, day: date | None) -> None:
    inbox.put("2019-07-07/a.html", page(head, body))
    report = inbox.read_report("2019-07-07/a.html")
    assert (report.published, report.published_reason) == (day, "page" if day else "unknown")


def test_the_first_good_statement_wins(inbox: Inbox) -> None:
    head = (
        "<title>Title | Site</title><meta property='og:title' content=' Stated\n title '>"
        "<meta property='og:site_name' content='Example Wire'>"
        "<meta property='og:url' content='https://example.org/2'>"
        "<link rel='canonical' href='/relative'>"
    )
    inbox.put("a.html", page(head))
    report = inbox.read_report("a.html")
    assert (report.title, report.source, report.url) == (
        "Stated title",
        "Example Wire",
        "https://example.org/2",
    )


def test_the_sidecar_wins_over_the_page(inbox: Inbox) -> None:
    head = "<meta name='datePublished' content='2019-07-07'><meta property='og:site_name' content='A'>"
    inbox.put("a.html", page(head), sidecar='source = "B"\npublished = 2019-07-08\n')
    report = inbox.read_report("a.html")
    assert (report.source, report.published, report.published_reason) == ("B", date(2019, 7, 8), "sidecar")


@pytest.mark.parametrize(
    ("encoding", "head"),
    [
        ("utf-8", ""),
        ("utf-8", "<meta charset='iso-8859-1'>"),  # wrong, and the bytes show it
        ("utf-16", ""),
        ("cp1252", "<meta charset='iso-8859-1'>"),
        ("cp1252", "<meta charset='no-such-thing'>"),
        ("cp1251", "<meta http-equiv='Content-Type' content='text/html; charset=windows-1251'>"),
    ],
)
def test_a_page_is_decoded_as_it_declares_unless_it_is_utf8(inbox: Inbox, encoding: str, head: str) -> None:
    quote = "Владимир Зеленский" if encoding == "cp1251" else "“José’s café”"
    inbox.put("a.html", page(head, article=f"<p>{FIRST} {quote}</p><p>{SECOND}</p>").encode(encoding))
    assert quote in inbox.read_report("a.html").text


def test_content_tells_a_page_whatever_its_name(inbox: Inbox) -> None:
    inbox.put("a.txt", f"<!-- saved from a site -->\n{page()}")
    inbox.put("b", page())
    inbox.put("c.txt", "<p> stands at the start of this plain text about five people.")
    assert inbox.read_report("a.txt").reader.startswith("web_page")
    assert inbox.read_report("b").reader.startswith("web_page")
    assert inbox.read_report("c.txt").reader == "plain_text 1"


@pytest.mark.parametrize(
    "html",
    [
        "<html></html>",
        "<!doctype html>",
        "<html><body></body></html>",
        "<html><body><script>draw()</script></body></html>",
        "<!-- nothing -->",
        "<html><body><nav><a href='/'>Home</a></nav></body></html>",
    ],
)
def test_a_page_without_an_article_is_refused(inbox: Inbox, html: str) -> None:
    inbox.put("a.html", html)
    refusal = inbox.read_refusal("a.html")
    assert refusal.rule == "no_text"
    assert refusal.raw_sha256 is not None


def nest(count: int) -> str:
    return "<div>" * count + FIRST + "</div>" * count


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        (lambda: nest(100_000), "too_deep"),
        (lambda: nest(1000), "too_deep"),
        (lambda: "<b>" * 100_000 + FIRST, "too_deep"),
        (lambda: f"<p>{FIRST}</p>" * 60_000, "too_complex"),
        (lambda: "<div>" * 200 + f"<p><i>{FIRST}</i></p>" * 20_000, "too_complex"),
        (lambda: "<!--" * 500_000, "too_complex"),
    ],
)
def test_a_page_made_to_take_for_ever_is_refused(inbox: Inbox, html: Callable[[], str], rule: str) -> None:
    inbox.put("a.html", f"<html><body>{html()}")
    assert inbox.read_refusal("a.html").rule == rule


def test_what_the_parser_would_cut_is_read(inbox: Inbox) -> None:
    inbox.put("deep.html", page(article="<div>" * 200 + ARTICLE + "</div>" * 200))
    inbox.put("wide.html", page(body=f"<p title='{'x' * 12_000_000}'>Read on.</p>"))
    inbox.put("odd.html", page("<meta " * 60_000))
    for name in ("deep.html", "wide.html", "odd.html"):
        assert SECOND in inbox.read_report(name).text
