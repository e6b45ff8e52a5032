"""A web page to its article (trafilatura) and to what it declares about itself."""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from typing import Any

from dateline.collect.items import NOTHING, Declared
from dateline.collect.page.declared import read_declared
from dateline.collect.page.guess import guess_date
from dateline.collect.page.markup import TooManyTagsError, drop_furniture, parse_page

HtmlElement = Any  # lxml's, which ships no types

OPTIONS = "fast, without comments, link paragraphs dropped before"


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a page; `text` is None where no article was found in it.

    `extractor` names what made the text, with version and options; another text from the same bytes means
    another extractor.
    """

    text: str | None
    declared: Declared
    extractor: str
    problem: str | None = None
    """Why there is no text, where that is known."""


@cache
def extractor_name() -> str:
    """The extractor with its version and options, as a report's record has it."""
    return f"trafilatura {version('trafilatura')} ({OPTIONS})"


def read_page(html: str, *, address: str | None = None) -> Page:
    """The article's text and what the page says of itself; `address` is where the page was found.

    What is not declared stays None, apart from the date: where none is declared, one that is written in
    the address or on the page is taken and marked as a guess.
    """
    try:
        tree = parse_page(html)
    except TooManyTagsError as error:
        return Page(None, NOTHING, extractor_name(), str(error))
    if tree is None:
        return Page(None, NOTHING, extractor_name())
    declared = read_declared(tree, address)
    if declared.published is None and (guess := guess_date(tree, declared.url or address)):
        declared = replace(declared, published=guess[0], dated=guess[1])
    drop_furniture(tree)
    text = _article(tree)
    problem = text and _problem(text)
    return Page(None if problem else text, declared, extractor_name(), problem)


def _article(tree: HtmlElement) -> str | None:
    from trafilatura import extract

    text = extract(tree, fast=True, include_comments=False)
    return text if text and any(c.isalnum() for c in text) else None


def _problem(text: str) -> str | None:
    """What the text is, where it is no prose: data or a document that only pretends to be a page."""
    if text.startswith("%PDF-"):
        return "is a PDF that calls itself a web page; extract its text first, for example with pdftotext"
    if text.startswith(("{", "[")):
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return None  # prose may open with a bracket
        return "is JSON that calls itself a web page; give it as JSON lines"
    return None
