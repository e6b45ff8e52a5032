"""A page's source to its element tree, and the tree without navigation and paragraphs of links."""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

HtmlElement = Any  # lxml's, which ships no types

CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r"))
"""Bytes that HTML does not allow anywhere; lxml stops at some of them."""
BALLAST = re.compile(r"<(?:(script|style|svg)(?=[\s/>])([^<>]*)>|!--)", re.IGNORECASE)
CLOSING = {
    name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style", "svg")
} | {"": re.compile("--!?>")}  # fmt: skip
TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)[^<>]*>")
TAG_START = re.compile(r"<[a-zA-Z]")
MOST_TAGS = 250_000
"""A live report of a whole day has some 30,000."""
LONG_SOURCE = 500_000
LONG_TAG = re.compile(r"<([a-zA-Z][\w:-]*)\s[^<>]{20000,}>")
DEEPEST = 200
"""Elements inside each other that a page's wrappers may have; libxml2 gives up at 256."""
FLAT_TAGS = frozenset("html head body title meta link base p br hr img input script".split())
"""What holds no element, or is closed by the next of its kind."""
BLOCKS = frozenset(
    "address article aside blockquote dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
LINK_BLOCKS = frozenset("dd div dt figcaption h1 h2 h3 h4 h5 h6 li p pre td th blockquote section".split())
"""What is dropped where it is made of links."""
LINK_SHARE = 0.8
"""A paragraph with this share of its letters in links points to another story."""
LINK_LIST = 20
"""Links side by side in a block of other blocks: so many, and little between them, are a list."""
LONGEST_TEASER = 1_000
"""Characters; a longer stretch inside a link is an article behind a link that nobody closed."""
UNREAD = (
    "iframe", "noscript", "select", "button", "video", "audio", "canvas", "map", "dialog", "object",
    "textarea", "input", "style", "link", "meta",
)  # fmt: skip
NAVIGATION = ("nav", "footer")


class TooManyTagsError(ValueError):
    """No page of an article: the message says how many elements it has."""


def parse_page(html: str) -> HtmlElement | None:
    """The element tree of a page without styles, scripts and comments; None where there is no element.

    JSON-LD stays: it declares what the page is about. A page nested deeper than the parser goes is parsed
    without its wrappers. Raises TooManyTagsError.
    """
    source = without_ballast(html)
    if len(source) > LONG_SOURCE:
        source = LONG_TAG.sub(r"<\1>", source)
    tags = source.count("<")
    if tags > MOST_TAGS and (tags := len(TAG_START.findall(source))) > MOST_TAGS:
        raise TooManyTagsError(f"holds {tags:,} tags, more than a page may ({MOST_TAGS:,})")
    tree, is_whole = _parse(source, huge=False)
    return tree if is_whole else _parse(flattened(source), huge=True)[0]


def without_ballast(html: str) -> str:
    """The source without scripts (JSON-LD apart), styles, drawings and comments, in one pass.

    What is never closed stays: a parser knows better where it ends.
    """
    kept: list[str] = []
    start = at = 0
    never_closed: set[str] = set()
    while opening := BALLAST.search(html, at):
        name = (opening[1] or "").lower()
        at = opening.end()
        closing = None
        if name not in never_closed:
            closing = CLOSING[name].search(html, at if name else at - 2)
        if closing is None:
            never_closed.add(name)
            continue
        at = closing.end()
        if name != "script" or "ld+json" not in opening[2].lower():
            kept.append(html[start : opening.start()])
            start = at
    return "".join(kept) + html[start:]


def flattened(html: str) -> str:
    """The source without the wrappers (`<div>`, `<span>`, …) that lie deeper than DEEPEST."""
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        if tag[2].lower() in FLAT_TAGS:
            return tag[0]
        depth = max(0, depth - 1) if tag[1] else depth + 1
        return tag[0] if depth + bool(tag[1]) <= DEEPEST else " "

    return TAG.sub(keep, html)


def _parse(source: str, *, huge: bool) -> tuple[HtmlElement | None, bool]:
    """The tree, and whether it holds the whole page; parts can lie too deep or be too long for the parser."""
    from lxml import etree
    from lxml.html import HtmlElement as Element

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=huge, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=Element))
    try:
        tree = etree.fromstring(source.encode("utf-8", "ignore").translate(None, CONTROLS), parser=parser)
    except etree.XMLSyntaxError:
        tree = None  # nothing in it that is markup
    return tree, all(entry.type_name != "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def drop_furniture(tree: HtmlElement) -> None:
    """Removes navigation, what holds no prose, and paragraphs made of links: headlines of other stories."""
    for element in list(tree.iter(*UNREAD)):
        _drop(element)
    for element in list(tree.iter(*NAVIGATION)):
        if next(element.iter("h1", "article", "main"), None) is None:  # else it was never closed
            _drop(element)
    for element in list(_link_blocks(tree)):
        _drop(element)
    for link in list(tree.iter("a")):
        if "href" in link.attrib and _holds_block(link) and len("".join(link.itertext())) <= LONGEST_TEASER:
            _drop(link)


def _link_blocks(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Innermost blocks whose text is mostly that of their links, and links in rows between blocks."""
    linked: dict[HtmlElement, list[HtmlElement]] = {}
    for link in tree.iter("a"):
        length = len("".join(link.itertext()).strip())
        if 0 < length <= LONGEST_TEASER and "href" in link.attrib:
            block = next((e for e in link.iterancestors() if e.tag in BLOCKS or e.tag == "body"), None)
            if block is not None:
                linked.setdefault(block, []).append(link)
    for block, links in linked.items():
        length = sum(len("".join(link.itertext()).strip()) for link in links)
        if not _holds_block(block):
            if block.tag in LINK_BLOCKS and length >= LINK_SHARE * len("".join(block.itertext()).strip()):
                yield block
        elif len(links) >= LINK_LIST and length >= LINK_SHARE * (length + _own_length(block)):
            for link in links:
                if not (link.tail or "").strip():
                    link.tail = None  # else it is handed from link to link, ever longer
                yield link


def _own_length(block: HtmlElement) -> int:
    """Characters that stand in the block itself, in none of its elements."""
    return sum(len(text.strip()) for text in (block.text or "", *(child.tail or "" for child in block)))


def _holds_block(element: HtmlElement) -> bool:
    return any(inner.tag in BLOCKS for inner in element.iterdescendants())


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()
