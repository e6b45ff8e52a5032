"""A web page to text (trafilatura), and what the page declares about itself: nothing is guessed."""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dateline.collect.items import Declared
from dateline.collect.records import problem_of_date

HtmlElement = Any  # lxml's, which ships no types

LINK_SHARE = 0.9
"""A paragraph with this share of its letters in links points to another story."""
TAGS = (
    "!doctype html", "html", "head", "body", "title", "meta", "article", "main", "section", "header",
    "div", "p", "h1", "h2", "script", "span", "link", "table",
)  # fmt: skip
LOOKS_LIKE_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:" + "|".join(TAGS) + r")[\s/>]", re.IGNORECASE | re.DOTALL
)
LOOKS_LIKE_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(rss|feed|rdf:RDF)[\s>]", re.DOTALL)
DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//time[@pubdate]/@datetime",
    "//meta[@name='date' or @name='pubdate' or @name='publish-date' or @name='parsely-pub-date']/@content",
    "//meta[@name='DC.date.issued' or @name='dcterms.created']/@content",
)
TITLES = ("//meta[@property='og:title']/@content", "//meta[@name='twitter:title']/@content", "//title/text()")
SITES = ("//meta[@property='og:site_name']/@content", "//meta[@name='application-name']/@content")
URLS = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a page; `text` is None where no article was found in it."""

    text: str | None
    declared: Declared


def looks_like_page(text: str) -> bool:
    """Whether a text opens as HTML does."""
    return LOOKS_LIKE_PAGE.match(text[:4_096]) is not None


def looks_like_feed(text: str) -> bool:
    """Whether a text opens as an RSS or Atom feed does."""
    return LOOKS_LIKE_FEED.match(text[:4_096]) is not None


def read_page(html: str) -> Page:
    """The article's text and the page's declared title, outlet, address and publication date."""
    import trafilatura

    tree = trafilatura.load_html(html)
    if tree is None:
        return Page(None, Declared())
    declared = _declared(tree)
    _drop_link_paragraphs(tree)
    text = trafilatura.extract(tree, fast=True, include_comments=False, include_tables=False)
    return Page(text, declared)


def _declared(tree: HtmlElement) -> Declared:
    linked = list(_linked_data(tree))
    dates = [_text(item.get("datePublished")) for item in linked] + _all(tree, DATES)
    titles = (
        _all(tree, TITLES[:1]) + [_text(item.get("headline")) for item in linked] + _all(tree, TITLES[1:])
    )
    sites = _all(tree, SITES) + [_publisher(item) for item in linked]
    return Declared(
        published=next((d for d in dates if d and problem_of_date(d) is None), None),
        title=next(filter(None, titles), None),
        outlet=next(filter(None, sites), None),
        url=next(filter(None, _all(tree, URLS)), None),
    )


def _all(tree: HtmlElement, paths: tuple[str, ...]) -> list[str]:
    return [" ".join(str(value).split()) for path in paths for value in tree.xpath(path)]


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD that stands at the top or in a graph or list."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            yield from _objects(json.loads(str(script), strict=False))
        except (ValueError, RecursionError):
            continue  # a page's broken JSON-LD declares nothing


def _objects(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value:
            yield from _objects(item)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph", []))


def _publisher(item: dict[str, Any]) -> str | None:
    publisher = item.get("publisher")
    return _text(publisher.get("name")) if isinstance(publisher, dict) else None


def _text(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _drop_link_paragraphs(tree: HtmlElement) -> None:
    """Removes paragraphs that are only links: headlines of other stories, which read as events."""
    for paragraph in tree.xpath("//p[.//a]"):
        whole = len("".join(paragraph.itertext()).strip())
        linked = sum(len("".join(a.itertext()).strip()) for a in paragraph.iter("a"))
        if whole and linked >= LINK_SHARE * whole:
            paragraph.drop_tree()
