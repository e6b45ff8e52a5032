"""Items to reports: pages and feeds through the worker, records by their fields, texts as they stand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Self

from dateline.collect.archive import Archive
from dateline.collect.items import NOTHING, Declared, Document, Item, Record, declared_of
from dateline.collect.opening.kinds import HEAD, kind_of
from dateline.collect.page.feeds import Entry
from dateline.collect.page.worker import JobError, Worker
from dateline.collect.records import from_record, make_report
from dateline.collect.text.decode import UndecodableError, decode
from dateline.collect.text.furniture_rules import Rules, load_rules
from dateline.config import Settings
from dateline.model import Failure, Report

Outcome = Report | Failure
Follow = Callable[[str], Document | Failure]
SUMMARY = "feed summary"


@dataclass(slots=True)
class Reader:
    """Reads items as reports, one after the other. Use as a context, or call `close`."""

    settings: Settings
    worker: Worker = field(init=False)
    archive: Archive | None = field(init=False)
    rules: Rules = field(init=False)

    def __post_init__(self) -> None:
        self.worker = Worker(self.settings.max_memory)
        self.rules = load_rules(self.settings.furniture)
        self.archive = Archive.open(self.settings.archive) if self.settings.archive else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the worker, which is started again when it is needed."""
        self.worker.close()

    def reports(
        self, item: Item, follow: Follow | None = None, only: frozenset[str] | None = None
    ) -> Iterator[Outcome]:
        """The reports of one item: one, but of a feed any number; failures in their place.

        `follow` fetches the page behind an address, for feeds that only sum their articles up; without
        it the summary is the report's text, and its `extractor` says so. Of a feed whose entries are named
        in `only`, no others are read.
        """
        if isinstance(item, Record):
            yield self._kept(self._record(item), raw_of(item), item)
            return
        kind = kind_of(item.raw[:HEAD], item.origin)
        if kind == "feed":
            for entry in self.entries(item):
                if isinstance(entry, Failure):
                    yield entry
                elif only is None or item.origin in only or f"{item.origin}#{entry.id}" in only:
                    yield from self.entry(entry, item, follow)
        else:
            outcome = self._page(item) if kind == "page" else self._text(item)
            yield self._kept(outcome, item.raw, item)

    def _record(self, item: Record) -> Outcome:
        return from_record(item.fields, item.origin, item.encoding, self.settings, self.rules)

    def _text(self, document: Document) -> Outcome:
        try:
            text, encoding = decode(document.raw, charset=document.charset)
        except UndecodableError as error:
            return Failure(document.origin, str(error))
        return make_report(text, document.origin, encoding, self.settings, document.declared, self.rules)

    def _page(self, document: Document) -> Outcome:
        if len(document.raw) > self.settings.max_page:
            return _too_large(document, self.settings)
        answer = self._job("page", document)
        if "error" in answer:
            return Failure(document.origin, answer["error"])
        declared = _filled(declared_of(answer["declared"]), document.declared)
        report = make_report(
            answer["text"], document.origin, answer["encoding"], self.settings, declared, self.rules
        )
        return replace(report, extractor=answer["extractor"]) if isinstance(report, Report) else report

    def _job(self, job: str, document: Document) -> dict[str, Any]:
        head = {
            "job": job, "origin": document.origin, "media_type": document.media_type,
            "charset": document.charset, "declared": asdict(document.declared),
        }  # fmt: skip
        try:
            return self.worker.do(head, document.raw, self.settings.max_seconds)
        except JobError as error:
            return {"error": str(error)}

    def entries(self, feed: Document) -> list[Entry | Failure]:
        """A feed's entries in its order; of a feed that cannot be read, the one failure that says why."""
        if len(feed.raw) > self.settings.max_page:
            return [_too_large(feed, self.settings)]
        answer = self._job("feed", feed)
        if "error" in answer:
            return [Failure(feed.origin, answer["error"])]
        return [
            Failure(**entry)
            if "message" in entry
            else Entry(**{**entry, "declared": declared_of(entry["declared"])})
            for entry in answer["entries"]
        ]

    def entry(self, entry: Entry, feed: Document, follow: Follow | None) -> Iterator[Outcome]:
        """The report of one entry: its own text where that is the whole, else the page it links to."""
        if not entry.is_full and entry.link and follow is not None:
            page = follow(entry.link)
            if isinstance(page, Failure):
                yield page
            else:
                yield from self.reports(replace(page, declared=_filled(page.declared, entry.declared)))
            return
        origin = f"{feed.origin}#{entry.id}"
        if not entry.html:
            yield Failure(origin, "the feed gives no text for it; let its page be fetched with --follow")
            return
        raw = _as_page(entry.html)
        text = Document(
            origin=origin, raw=raw, declared=entry.declared, media_type="text/html", charset="utf-8"
        )
        for outcome in self.reports(text):
            if isinstance(outcome, Report) and not entry.is_full:
                yield replace(outcome, extractor=f"{SUMMARY}, {outcome.extractor}")
            else:
                yield outcome

    def _kept(self, outcome: Outcome, raw: bytes, item: Item) -> Outcome:
        """The outcome with the hash of its bytes, and these in the archive, where there is one."""
        if isinstance(outcome, Failure):
            return outcome
        report = replace(outcome, raw_sha256=hashlib.sha256(raw).hexdigest())
        if self.archive is None:
            return report
        problem = self.archive.keep(report, raw, item, new_text=self.settings.new_text)
        return Failure(item.origin, problem) if problem else report


def raw_of(record: Record) -> bytes:
    """The bytes that stand for a record: the line it was, or its fields as JSON."""
    return record.raw or json.dumps(dict(record.fields), ensure_ascii=False, default=str).encode(
        "utf-8", "surrogatepass"
    )


def _as_page(html: str) -> bytes:
    return f"<!doctype html><html><body><article>{html}</article></body></html>".encode("utf-8", "replace")


def _filled(first: Declared, second: Declared) -> Declared:
    """`first`, its gaps filled from `second`; a date goes together with how it is known.

    A date that the carrier declares is better than one that was guessed from the page.
    """
    gaps = {f.name: getattr(second, f.name) for f in fields(first) if getattr(first, f.name) is None}
    if first.dated is not None and first.dated.guessed and second.dated is not None:
        gaps |= {"published": second.published, "dated": second.dated}
    elif first.published is not None:
        gaps.pop("dated", None)
    return replace(first, **gaps) if second != NOTHING else first


def _too_large(document: Document, settings: Settings) -> Failure:
    size = f"{len(document.raw):,} bytes, more than a page or feed may have ({settings.max_page:,})"
    return Failure(document.origin, f"{size}; save its text instead, or raise --max-page")


__all__ = ["Follow", "Outcome", "Reader", "raw_of"]
