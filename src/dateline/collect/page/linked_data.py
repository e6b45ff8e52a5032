"""JSON-LD: what a page declares in the vocabulary of schema.org, and which part of it is its article."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

HtmlElement = Any  # lxml's, which ships no types
Object = Mapping[str, Any]
NO_OBJECT: Object = {}

INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed")
"""Where an object holds what it is about; its other parts (`hasPart`, `itemListElement`) are other pages."""
OPENINGS = ("//", "<![CDATA[", "<!--")
CLOSINGS = (";", "//", "]]>", "-->")
COMMA_TOO_MANY = re.compile(r",\s*(?=[}\]])")
TAGS = re.compile(r"</?[a-zA-Z][^<>]*>")


def read_linked_data(tree: HtmlElement) -> tuple[Object, ...]:
    """Every object of the page's JSON-LD that stands at the top, in a list or in a graph."""
    found: list[Object] = []
    for script in tree.iter("script"):
        if "ld+json" in script.get("type", "").lower() and script.text:
            found.extend(_objects(_loaded(script.text)))
    return tuple(found)


def _loaded(text: str) -> object:
    """The JSON, mended where it is wrapped or has a comma too many; None where it stays broken."""
    for mend in (str, _mended):
        try:
            return json.loads(mend(text), strict=False)
        except (ValueError, RecursionError):
            continue
    return None  # a page's broken JSON-LD declares nothing


def _mended(text: str) -> str:
    """The text without what wraps it as a script or a comment, and without commas before a bracket."""
    text = text.strip()
    for marks, cut in ((OPENINGS, str.removeprefix), (CLOSINGS, str.removesuffix)):
        for mark in (*marks, *reversed(marks)):
            text = cut(text, mark).strip()
    return COMMA_TOO_MANY.sub("", text)


def _objects(value: object) -> Iterator[Object]:
    waiting = [value]
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting[:0] = value
        elif isinstance(value, dict):
            yield value
            waiting[:0] = [value[name] for name in INSIDE if isinstance(value.get(name), (dict, list))]


def types_of(thing: Object) -> tuple[str, ...]:
    """The object's types without the vocabulary's address."""
    value = thing.get("@type")
    names = value if isinstance(value, list) else [value]
    return tuple(str(name).rsplit("/", 1)[-1] for name in names if isinstance(name, str))


def article_of(things: Sequence[Object], addresses: Sequence[str]) -> Object:
    """The object that is the page's article: of several, the one that names one of the page's addresses."""
    articles = [t for t in things if any(_is_article(name) for name in types_of(t))]
    pages = [t for t in things if any(name.endswith("Page") for name in types_of(t))]
    for group in (articles, pages):
        own = [t for t in group if any(_same(link, a) for link in _links(t) for a in addresses)]
        dated = [t for t in own or group if "datePublished" in t]
        if best := dated or own or group:
            return best[0]
    untyped = [t for t in things if "@type" not in t and "datePublished" in t]
    return untyped[0] if untyped else NO_OBJECT


def _is_article(name: str) -> bool:
    return name.endswith(("Article", "Posting")) or name in {"Report", "Review"}


def _links(thing: Object) -> Iterator[str]:
    main = thing.get("mainEntityOfPage")
    for value in (thing.get("url"), thing.get("@id"), main.get("@id") if isinstance(main, dict) else main):
        if isinstance(value, str):
            yield value


def _same(one: str, other: str) -> bool:
    """Whether two addresses differ in nothing but scheme, `www.`, fragment and a slash at the end."""
    return _bare(one) == _bare(other)


def _bare(address: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", address.partition("#")[0].strip()).rstrip("/").lower()


def text_of(value: object) -> str | None:
    """A value as one line of plain text; None where it is no text."""
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, str):
        return None
    return " ".join(html.unescape(TAGS.sub("", html.unescape(value))).split()) or None


def names_in(value: object, things: Sequence[Object]) -> list[str]:
    """The names of people or organisations: given as such, as objects, or as references to objects."""
    if isinstance(value, list):
        return [name for item in value for name in names_in(item, things)]
    if isinstance(value, dict):
        name = text_of(value.get("name"))
        if name is None and "@id" in value:
            name = next(
                (text_of(t.get("name")) for t in things if t.get("@id") == value["@id"] and "name" in t), None
            )
        return [name] if name else []
    name = text_of(value)
    return [name] if name else []
