"""WARC files, plain or gzipped record by record or as a whole, to the documents in them.

Taken are answers with an HTTP status of success and `resource` and `conversion` records that hold pages,
feeds or plain text; the others are passed over. `file.warc.gz@1234` is the record at that byte of the file
(of a file packed as a whole: at that byte of what it unpacks to). `WARC-Date` is when a page was fetched
and never taken for its date.
"""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

import io
import zlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from dateline.collect.items import Declared, Document
from dateline.collect.opening.kinds import HEAD, kind_of
from dateline.collect.opening.warc_window import GZIP, Window, end_of, is_one_stream, next_record, unpacked
from dateline.collect.text.language import gate_html, name_of
from dateline.config import Settings
from dateline.model import Failure

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

PAGES = frozenset({"text/html", "application/xhtml+xml"})
FEEDS = frozenset(
    {
        "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json",
        "application/xml", "text/xml",
    }
)  # fmt: skip
"""Feeds come as these, and much else: what is no feed by its bytes is passed over."""
TEXTS = frozenset({"text/plain"})
UNTOLD = "application/unknown"
"""The type of what comes without one: pages and feeds show by their bytes."""
NOT_REPORTS = ("/robots.txt", "/humans.txt", "/ads.txt", "/security.txt")
CHUNK_HEAD = 1_024
TAKEN = PAGES | FEEDS | TEXTS | {UNTOLD}
Steps = Generator[Document | Failure, None, int | None]
"""Outcomes, and the offset from which to read on, or None at the end."""


class _BrokenRecordError(ValueError):
    """A record does not hold what its header says."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """A record that was read, or passed over, and what came of it."""

    offset: int
    outcome: Document | Failure | None
    is_read: bool


def records(
    stream: BinaryIO, origin: str, settings: Settings, only: frozenset[str] | None = None
) -> Iterator[Document | Failure]:
    """The documents in the order of the file; a broken record is a Failure, and what follows is read.

    With `only`, a set of origins, nothing else comes out, and a file that can be sought in is not read
    whole for it.
    """
    window = Window(stream)
    packed = window.piece(0, len(GZIP)) == GZIP
    if packed and is_one_stream(window):
        window, packed = unpacked(window), False
    reader = _Reader(window, origin, settings, packed)
    if only is None or origin in only:
        yield from reader.outcomes()
        return
    offsets = sorted(o for name in only if (o := _offset(name, origin)) is not None)
    if not offsets or not (window.stream is stream and stream.seekable()):
        yield from (outcome for outcome in (reader.outcomes() if offsets else ()) if outcome.origin in only)
        return
    for offset in offsets:
        window.skip(offset)
        yield from (outcome for outcome in reader.outcomes(offset, 1) if outcome.origin in only)


def _offset(name: str, origin: str) -> int | None:
    number = name.removeprefix(f"{origin}@")
    return int(number) if number != name and number.isdecimal() else None


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one file; starts anew behind every record that stops the parser."""

    window: Window
    origin: str
    settings: Settings
    packed: bool

    def outcomes(self, at: int | None = 0, most: int | None = None) -> Iterator[Document | Failure]:
        """What the records from an offset on give; of the first only, where `most` is 1."""
        while at is not None:
            at = yield from self._run(at, most)
        if self.window.error is not None:
            yield self._failure(self.window.end, f"the file is broken from here on ({self.window.error})")

    def _run(self, at: int, most: int | None) -> Steps:
        """Reads from `at` up to the end or the first broken record; returns where to go on.

        A record is held back until the next one, or the end, shows that it ended where it should.
        """
        from fastwarc.warc import ArchiveIterator

        self.window.go(at)
        held: _Taken | None = None
        offset = at
        try:
            for record in ArchiveIterator(cast("BinaryIO", self.window)):
                if held is not None and held.outcome is not None:
                    yield held.outcome
                if held is not None and most == 1:
                    return None
                held, offset = None, record.stream_pos
                self.window.forget(offset)
                held = self._taken(record, offset)
        except (OSError, _BrokenRecordError) as error:
            if held is None:
                following = None if most == 1 else self._next(offset + 1)
                yield self._failure(offset, _broken(str(error), following))
                return following
            return (yield from self._behind(held))
        if held is None:
            return None
        if held.is_read and self._end(held) is None:  # whole, though the file ends before the packing does
            if held.outcome is not None:
                yield held.outcome
            return None
        return (yield from self._behind(held))

    def _behind(self, held: _Taken) -> Steps:
        """What follows a record that the parser could not get past: it is broken itself, or the next is."""
        end = self._end(held)
        if end is None:
            following = self._next(held.offset + 1)
            yield self._failure(held.offset, _broken("its length is wrong", following))
            return following
        if held.outcome is not None:
            yield held.outcome
        following = self._next(end)
        between = self.window.piece(end, min(following or end + CHUNK_HEAD, end + CHUNK_HEAD) - end)
        if between.strip():
            yield self._failure(end, _broken("none begins where one should", following))
        return following

    def _end(self, held: _Taken) -> int | None:
        return end_of(self.window, held.offset, packed=self.packed)

    def _next(self, offset: int) -> int | None:
        return next_record(self.window, offset, packed=self.packed)

    def _failure(self, offset: int, message: str) -> Failure:
        return Failure(f"{self.origin}@{offset}", message)

    def _taken(self, record: WarcRecord, offset: int) -> _Taken:
        kind = record.headers.get("WARC-Type")
        if kind is None:
            raise _BrokenRecordError("without WARC-Type")
        media_type = self._media_type(record, kind.lower())
        if media_type is None:
            return _Taken(offset, None, False)
        if record.content_length > self.settings.max_page:
            size = f"{record.content_length:,} bytes, more than a page may have ({self.settings.max_page:,})"
            return _Taken(offset, self._failure(offset, size), False)
        raw = _read(record)
        return _Taken(offset, self._outcome(record, media_type, raw, f"{self.origin}@{offset}"), True)

    def _media_type(self, record: WarcRecord, kind: str) -> str | None:
        """The media type of a record that may hold a report; None where it is passed over."""
        if kind == "response":
            if not record.is_http:
                return None
            if record.http_headers.status_code is None:
                raise _BrokenRecordError("an answer without HTTP status")
            if not 200 <= record.http_headers.status_code < 300:
                return None
            content_type = record.http_headers.get("Content-Type") or UNTOLD
        elif kind in {"resource", "conversion"}:
            content_type = record.headers.get("Content-Type") or ""
        else:
            return None
        media_type = content_type.split(";")[0].strip().lower()
        is_file = (record.headers.get("WARC-Target-URI") or "").endswith(NOT_REPORTS)
        return media_type if media_type in TAKEN and not is_file else None

    def _outcome(
        self, record: WarcRecord, media_type: str, raw: bytes, origin: str
    ) -> Document | Failure | None:
        if record.is_http:
            raw = _decoded(record, raw, self.settings.max_page)
        if len(raw) > self.settings.max_page:
            return Failure(origin, f"unpacks to more than a page may have ({self.settings.max_page:,} bytes)")
        kind = kind_of(raw[:HEAD], origin) if media_type in FEEDS or media_type == UNTOLD else None
        if kind not in {None, "feed"} and not (kind == "page" and media_type == UNTOLD):
            return None
        language = gate_html(raw) if media_type in PAGES or kind == "page" else None
        if language:
            return Failure(origin, f"written in {name_of(language)}; only English reports are read")
        charset = record.http_charset if record.is_http else "utf-8" if media_type in TEXTS else None
        url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
        return Document(
            origin=origin,
            raw=raw,
            declared=Declared(url=url if url.startswith(("http://", "https://")) else None),
            media_type=None if media_type == UNTOLD else media_type,
            charset=(charset or "").strip("\"' ") or None,
        )


def _broken(why: str, following: int | None) -> str:
    rest = "nothing that can be read follows" if following is None else f"reading goes on at byte {following}"
    return f"a broken WARC record ({why.rstrip('.')}); {rest}"


def _read(record: WarcRecord) -> bytes:
    """The record's content; raises where there is less of it than its header says."""
    expected = record.content_length
    raw = record.reader.read()
    if len(raw) < expected:
        raise _BrokenRecordError(f"{expected:,} bytes by its header, {len(raw):,} there")
    return raw


def _decoded(record: WarcRecord, raw: bytes, limit: int) -> bytes:
    """The body without its transfer and content encodings.

    Many crawlers store a body decoded and leave the header that says how it came: where undoing an encoding
    fails, the bytes stand as they are.
    """
    if "chunked" in (record.http_headers.get("Transfer-Encoding") or "").lower():
        raw = _joined(raw)
    for encoding in reversed((record.http_headers.get("Content-Encoding") or "").lower().split(",")):
        raw = _inflated(raw, encoding.strip(), limit)
    return raw


def _joined(raw: bytes) -> bytes:
    """The chunks of a body put together, as far as they go; the body itself where it is not in chunks."""
    parts: list[bytes] = []
    at = 0
    while at < len(raw):
        line_end = raw.find(b"\n", at, at + CHUNK_HEAD)
        try:
            size = int(raw[at:line_end].split(b";")[0].strip() or b"-", 16) if line_end >= 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return b"".join(parts) if parts else raw
        if size == 0:
            break
        parts.append(raw[line_end + 1 : line_end + 1 + size])
        at = line_end + 1 + size
        at += 2 if raw[at : at + 2] == b"\r\n" else 1
    return b"".join(parts)


def _inflated(raw: bytes, encoding: str, limit: int) -> bytes:
    """One content encoding undone, up to one byte over the limit; of a cut body, what is there."""
    try:
        if encoding in {"gzip", "x-gzip"}:
            return zlib.decompressobj(31).decompress(raw, limit + 1)
        if encoding == "deflate":
            try:
                return zlib.decompressobj(15).decompress(raw, limit + 1)
            except zlib.error:  # servers send it without its frame, too
                return zlib.decompressobj(-15).decompress(raw, limit + 1)
    except zlib.error:
        return raw
    return _from_brotli(raw, limit) or raw if encoding == "br" else raw


def _from_brotli(raw: bytes, limit: int) -> bytes:
    from fastwarc.stream_io import BrotliReader

    reader, parts, size = BrotliReader(io.BytesIO(raw)), [], 0
    try:
        while size <= limit and (part := reader.read(1 << 16)):
            parts.append(part)
            size += len(part)
    except OSError:
        pass  # what came before the break is tried
    return b"".join(parts)
