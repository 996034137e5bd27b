"""Web pages: the main text by trafilatura; title, source, address and date only where the page states them.

A date is taken from article:published_time, JSON-LD datePublished or a <time datetime> that stands for the
article. It is not guessed from the address, the footer or the text, as htmldate would: a date that is off by
a day moves every "on Sunday" by a week.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, cast

from sitrep.reading.decoding import decode
from sitrep.reading.fields import mend_text, parse_day
from sitrep.reading.inbox import ReadingLimits
from sitrep.reading.opening import OpenedFile
from sitrep.reading.reader import Draft, Reader
from sitrep.reading.refusing import ReadingRefusedError, RefusalRule, Refused
from sitrep.schema import PublishedReason

if TYPE_CHECKING:
    from configparser import ConfigParser

    from lxml.html import HtmlElement

# The time that trafilatura takes grows with the square of the elements in a paragraph, and with their depth.
# At these bounds the worst page tried took half a minute; the largest articles have some 10,000 elements, 30
# deep.
_MOST_TAGS = 400_000
_MOST_ELEMENTS = 50_000
_MOST_DEPTH = 256
_MOST_DEPTHS = 1_500_000  # the depths of all elements added up

_LEAST_WORDS = 5  # the shortest flash has more, what is left of a menu often fewer

_START = re.compile(
    rb"\s{0,500}(?:<\?xml[^>]{0,200}>\s{0,100})?(?:<!--[^>]{0,500}-->\s{0,100}){0,3}<(?:!doctype\s{1,10}html|html|head|body)\b",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w.:-]{1,40})", re.IGNORECASE)
_CHARSET_BYTES = 4096
_ARTICLE_TYPE = re.compile(r".{0,60}(?:Article|Posting)|Report|WebPage")


def _sniff(head: bytes) -> bool:
    return _START.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def _read(file: OpenedFile, limits: ReadingLimits) -> Iterator[Draft | Refused]:
    del limits
    content = file.read_all()
    declared = _CHARSET.search(content[:_CHARSET_BYTES])
    html = decode(content, declared.group(1).decode("ascii") if declared else None)
    tree = _parse(html)
    title = _find_title(tree)
    source = _find_meta(tree, "og:site_name")
    url = _find_url(tree)
    published = _find_published(tree)
    text = _extract_text(tree)
    words = len(text.split())
    if words < _LEAST_WORDS:
        raise ReadingRefusedError(
            RefusalRule.NO_TEXT,
            f"no article is found on the page, but {words} words",
            "If it has one, save its text as a .txt file; link lists and pages made by scripts have none.",
        )
    yield Draft(
        text=text,
        title=title,
        source=source,
        url=url,
        published=published,
        published_reason=PublishedReason.UNKNOWN if published is None else PublishedReason.PAGE,
    )


def _parse(html: str) -> HtmlElement:
    # Half a second to import with trafilatura, which most runs do not need.
    from lxml.etree import LxmlError  # noqa: PLC0415
    from lxml.html import HTMLParser, document_fromstring  # noqa: PLC0415

    tags = html.count("<")
    if tags > _MOST_TAGS:
        found = f"{tags:,} tags; at most {_MOST_TAGS:,} are read from a page"
        raise ReadingRefusedError(RefusalRule.TOO_COMPLEX, found, "Save the article's text as a .txt file.")
    # Without huge_tree the parser drops what is nested deeper than 256 or longer than 10 MB, silently. A page
    # that it still cuts is deeper than 2,000, and refused below.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True)
    content = mend_text(html).encode("utf-8")
    try:
        tree = document_fromstring(content, parser=parser) if content.strip() else None
    except (LxmlError, ValueError):  # lxml tells of a document without any element by either
        tree = None
    if tree is None:
        raise ReadingRefusedError(RefusalRule.NO_TEXT, "the page has no elements", "Remove it, or fill it.")
    _check_size(tree)
    return tree


def _check_size(tree: HtmlElement) -> None:
    """Refuse a page that would take minutes."""
    from lxml.etree import iterwalk  # noqa: PLC0415

    depth = deepest = elements = depths = 0
    for event, _ in iterwalk(tree, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        elements += 1
        depths += depth
        deepest = max(deepest, depth)
        if deepest > _MOST_DEPTH:
            found = f"elements nested more than {_MOST_DEPTH} deep"
            raise ReadingRefusedError(RefusalRule.TOO_DEEP, found, "Save the article's text as a .txt file.")
        if elements > _MOST_ELEMENTS or depths > _MOST_DEPTHS:
            found = f"more than {elements - 1:,} elements, {depths // elements} deep on average"
            raise ReadingRefusedError(RefusalRule.TOO_COMPLEX, found, "Save the article's text as a .txt file.")


def _extract_text(tree: HtmlElement) -> str:
    """Return the main text: paragraphs and headings on lines of their own; "" where there is none."""
    from lxml.etree import LxmlError  # noqa: PLC0415
    from trafilatura import extract  # noqa: PLC0415

    # It logs each page without text; the refusal says so already.
    logging.getLogger("trafilatura").addHandler(_NULL_HANDLER)
    try:
        text = extract(
            tree,
            fast=False,
            favor_precision=True,
            include_comments=False,
            include_tables=True,
            include_links=False,
            include_images=False,
            include_formatting=False,
            deduplicate=False,  # it would remember what earlier pages said
            with_metadata=False,
            target_language=None,
            config=_load_config(),
        )
    except (
        LxmlError,
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        raise ReadingRefusedError(
            RefusalRule.NO_TEXT,
            f"the search for the article ended with {type(error).__name__}",
            "Save the article's text as a .txt file.",
        ) from error
    return mend_text(text or "")


_NULL_HANDLER = logging.NullHandler()


@cache
def _load_config() -> ConfigParser:
    """Return trafilatura's settings without its bound on bytes: the file's size is bounded already."""
    from trafilatura.settings import use_config  # noqa: PLC0415

    config = use_config()
    config.set("DEFAULT", "MAX_FILE_SIZE", str(2**40))
    return config


def _join_words(text: str | None) -> str | None:
    return mend_text(" ".join((text or "").split())) or None


def _find_meta(tree: HtmlElement, name: str) -> str | None:
    """Return the content of the first <meta> with this property or name that has any."""
    for meta in tree.iter("meta"):
        if name in {meta.get("property"), meta.get("name"), meta.get("itemprop")}:
            content = _join_words(meta.get("content"))
            if content:
                return content
    return None


def _find_title(tree: HtmlElement) -> str | None:
    """Return the headline: og:title, else the first <h1>, else <title>."""
    title = _find_meta(tree, "og:title")
    for tag in ("h1", "title"):
        if title is None:
            title = next(filter(None, (_join_words(element.text_content()) for element in tree.iter(tag))), None)
    return title


def _find_url(tree: HtmlElement) -> str | None:
    """Return the page's address, where it states one in full: rel=canonical, else og:url."""
    links = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    for address in (*links, _find_meta(tree, "og:url")):
        if address and re.match(r"https?://\S", address.strip(), re.IGNORECASE):
            return mend_text(address.strip())
    return None


def _find_published(tree: HtmlElement) -> date | None:
    """Return the day the page says it was published on; a value that is no date is passed over."""
    stated = _find_meta(tree, "article:published_time") or _find_meta(tree, "datePublished")
    day = parse_day(stated) if stated else None
    return day or _find_linked_date(tree) or _find_time_date(tree)


def _find_linked_date(tree: HtmlElement) -> date | None:
    """Return datePublished of the page's JSON-LD: of an article, else of the page."""
    found: dict[bool, date] = {}
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        for node in _list_nodes(script.text or ""):
            kinds = [kind for kind in _as_list(node.get("@type")) if isinstance(kind, str)]
            value = node.get("datePublished")
            if isinstance(value, str) and any(_ARTICLE_TYPE.fullmatch(kind) for kind in kinds):
                day = parse_day(value)
                if day is not None:
                    found.setdefault("WebPage" in kinds, day)
    return found.get(False) or found.get(True)


def _list_nodes(text: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-LD script: on top, in a list, and in their @graph."""
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError):
        return  # a broken script states nothing
    for node in _as_list(loaded):
        if isinstance(node, dict):
            top = cast("dict[str, Any]", node)
            yield top
            yield from (cast("dict[str, Any]", each) for each in _as_list(top.get("@graph")) if isinstance(each, dict))


def _as_list(value: object) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else [value]


def _find_time_date(tree: HtmlElement) -> date | None:
    """Return the day of the <time datetime> elements: of one marked as publication, else where all agree.

    A page that shows times of related articles or of updates on other days states no single day, so none is
    taken.
    """
    days: set[date] = set()
    for element in tree.iter("time"):
        day = parse_day(element.get("datetime") or "")
        if day is None:
            continue
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
            return day
        days.add(day)
    return days.pop() if len(days) == 1 else None


READER = Reader(
    name="web_page",
    version=f"1 trafilatura {version('trafilatura')}",  # another release finds another text
    label="a web page",
    media_type="text/html",
    suffixes=(".html", ".htm"),
    read=_read,
    sniff=_sniff,
)
