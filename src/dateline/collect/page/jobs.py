"""What the worker does: the jobs `page` and `feed`, answered as JSON objects."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dateline.collect.items import Document, declared_of
from dateline.collect.page.article import read_page
from dateline.collect.page.feeds import read_feed
from dateline.collect.text.decode import UndecodableError, decode
from dateline.model import Failure


def answer(head: dict[str, Any], raw: bytes) -> dict[str, Any]:
    """The answer to one job, or `{"error": …}` with one line for a reader."""
    document = Document(
        origin=head["origin"], raw=raw, media_type=head["media_type"], charset=head["charset"],
        declared=declared_of(head["declared"]),
    )  # fmt: skip
    return _feed(document) if head["job"] == "feed" else _page(document)


def warm_up() -> None:
    """Does each job once on next to nothing, so that all that they import is there."""
    for raw, job in (
        (b"<!doctype html><p>Seen on 15 March 2016.</p>", _page),
        (b"<rss><channel/></rss>", _feed),
    ):
        job(Document(origin="", raw=raw))


def _page(document: Document) -> dict[str, Any]:
    try:
        html, encoding = decode(document.raw, html=True, charset=document.charset)
    except UndecodableError as error:
        return {"error": str(error)}
    page = read_page(html, address=document.declared.url)
    if page.text is None or not page.text.strip():
        return {"error": page.problem or "a web page in which no article was found; save its text instead"}
    return {
        "text": page.text,
        "encoding": encoding,
        "extractor": page.extractor,
        "declared": asdict(page.declared),
    }


def _feed(document: Document) -> dict[str, Any]:
    entries: list[dict[str, Any]] = []
    for entry in read_feed(document):
        if isinstance(entry, Failure):
            entries.append({"origin": entry.origin, "message": entry.message})
        else:
            entries.append(asdict(entry))
    return {"entries": entries}
