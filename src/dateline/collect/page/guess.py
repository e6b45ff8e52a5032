"""A page's date where it declares none: what htmldate finds, if the address or the page writes it."""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from dateline.collect.page.dates import MONTHS, parse_date
from dateline.collect.page.markup import BLOCKS
from dateline.model import PublicationDate

HtmlElement = Any  # lxml's, which ships no types

MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
IN_ADDRESS = re.compile(
    r"(?<!\d)(?:19|20)\d{2}(?:(?P<sep>[/_.-])(?:\d{1,2}|[a-z]{3,9})(?P=sep)\d{1,2}|\d{4})(?!\d)",
    re.IGNORECASE,
)
IN_TEXT = re.compile(
    r"(?<![\w/.-])(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{MONTH}[, -] ?\d{{4}}"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})(?!\d)",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
UPDATED = re.compile(
    r"\b(?:updated?|modified|edited|revised|corrected|accessed|retrieved)\b[^\d]*$", re.IGNORECASE
)
LONGEST_LINE = 200
"""Characters; a date in a longer block is told about, not the date of the page."""
PROSE = ("p", "li", "td", "blockquote")
ELSEWHERE = re.compile(
    r"comment|related|recommend|popular|latest|sidebar|copyright|footer|teaser|promo", re.IGNORECASE
)


def guess_date(tree: HtmlElement, address: str | None) -> tuple[str, PublicationDate] | None:
    """A day and how it was guessed; None where nothing is found, or what is found is written nowhere.

    htmldate proposes a day; it counts if the address or a short line of the page writes that very day, so
    that no month or year is filled up to one.
    """
    body = tree.find("body")
    if body is None:
        return None
    latest = datetime.now(UTC).date() + timedelta(days=1)
    if address and (found := _in_address(address, latest)):
        return found
    day = _proposed(body, latest)
    return None if day is None else _in_text(body, day)


def _in_address(address: str, latest: date) -> tuple[str, PublicationDate] | None:
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return None
    for match in IN_ADDRESS.finditer(path):
        raw = match[0]
        found = parse_date(re.sub("[/_]", "-", raw), "guess: address", latest=latest)
        if found:
            return found[0], PublicationDate(raw, "guess: address", "local")
    return None


def _proposed(body: HtmlElement, latest: date) -> str | None:
    from htmldate import find_date

    return find_date(body, extensive_search=False, original_date=True, max_date=latest.isoformat())


def _in_text(body: HtmlElement, day: str) -> tuple[str, PublicationDate] | None:
    """The day as a short line writes it; None where another day is the first after the headline.

    Lines of other stories and of readers do not count, nor does when the page was brought up to date.
    """
    after = "(.//h1)[1]//text() | (.//h1)[1]/following::text()[not(parent::script)]"
    for where in (after, ".//text()[not(parent::script)]"):
        for line in _lines(body, where):
            for match in IN_TEXT.finditer(line):
                found = parse_date(match[0], "guess: text of the page")
                if found and not UPDATED.search(line[: match.start()]):
                    return found if found[0] == day else None
    return None


def _lines(body: HtmlElement, where: str) -> Iterator[str]:
    for text in body.xpath(where):
        if not YEAR.search(text):
            continue
        holder = text.getparent()
        holder = holder.getparent() if text.is_tail else holder
        around = [holder, *holder.iterancestors()]
        if any(
            ELSEWHERE.search(f"{e.get('class', '')} {e.get('id', '')}") for e in around if e.tag != "body"
        ):
            continue
        block = next((e for e in around if e.tag in BLOCKS), body)
        whole = " ".join("".join(block.itertext()).split())
        if len(whole) <= LONGEST_LINE:
            yield whole
        elif block.tag not in PROSE and len(text) <= LONGEST_LINE:
            yield " ".join(text.split())
