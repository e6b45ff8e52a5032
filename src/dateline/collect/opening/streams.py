"""Streams to items: what a file is shows by its bytes, and a container's members are looked at in turn."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

from dateline.collect.items import NOTHING, Declared, Document, Item, Record
from dateline.collect.opening.columns import text_columns
from dateline.collect.opening.kinds import HEAD, Kind, kind_of
from dateline.collect.opening.packed import Rejoined, members, unpacked
from dateline.collect.opening.tables import rows as table_rows
from dateline.collect.opening.warc import records as warc_records
from dateline.collect.records import kind_of_value, too_long
from dateline.collect.text.decode import UndecodableError, decode
from dateline.config import Settings
from dateline.model import Failure

JSON_BYTES = 12
"""Most bytes one character takes in JSON: a pair of escapes."""
TEXT_BYTES = 4
ROOM = 65_536
DEEPEST = 3
"""Archives in archives are opened so far down; below that sits mischief."""
BROKEN_STREAM = (OSError, EOFError, zlib.error, lzma.LZMAError)


@dataclass(frozen=True, slots=True)
class Carrier:
    """What brought a stream, and what it says of it: an HTTP answer, an archive, a file."""

    origin: str
    declared: Declared = NOTHING
    media_type: str | None = None
    charset: str | None = None
    depth: int = 0
    only: frozenset[str] | None = None
    """Origins to read, where not everything is wanted."""

    def inside(self, origin: str) -> Carrier:
        """The carrier of a part; of a part that is wanted as a whole, everything is."""
        only = None if self.only is None or origin in self.only else self.only
        return Carrier(origin, self.declared, depth=self.depth + 1, only=only)

    def wants(self, origin: str) -> bool:
        """Whether an item is wanted."""
        return self.only is None or origin in self.only or self.origin in self.only


def items(stream: BinaryIO, carrier: Carrier, settings: Settings) -> Iterator[Item | Failure]:
    """What the stream holds, lazily, in order; a part that is broken comes out as a `Failure`."""
    found = carrier.only is not None
    try:
        for item in _items(stream, carrier, settings):
            found = True
            yield item
    except BROKEN_STREAM as error:
        found = True
        yield Failure(carrier.origin, reason(error))
    if not found:
        yield Failure(carrier.origin, "no report in it; give one that holds text, pages, feeds or tables")


def _items(stream: BinaryIO, carrier: Carrier, settings: Settings) -> Iterator[Item | Failure]:
    head, stream = _peeked(stream)
    kind = kind_of(head, carrier.origin, text_columns(settings.columns))
    if kind == "packed" and not is_packed_warc(head):
        yield from _packed(head, stream, carrier, settings)
    elif kind in ("zip", "tar"):
        yield from _members(stream, carrier, settings)
    else:
        for item in _leaf(stream, kind, carrier, settings):
            if carrier.wants(item.origin):
                yield item


def _leaf(stream: BinaryIO, kind: Kind, carrier: Carrier, settings: Settings) -> Iterator[Item | Failure]:
    """What a stream holds that is no archive of other files."""
    if kind in ("warc", "packed"):
        yield from warc_records(stream, carrier.origin, settings, only=carrier.only)
    elif kind in ("table", "parquet"):
        yield from table_rows(stream, carrier.origin, settings)
    elif kind == "lines":
        yield from _lines(stream, carrier.origin, settings)
    else:
        yield from _document(stream, kind, carrier, settings)


def is_packed_warc(head: bytes) -> bool:
    """Whether a packed stream is a WARC file, which is read by its records and never unpacked whole."""
    if not head.startswith(b"\x1f\x8b"):
        return False
    try:
        return zlib.decompressobj(31).decompress(head, HEAD).startswith(b"WARC/")
    except zlib.error:
        return False


def _peeked(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The first bytes, and a stream that still begins with them."""
    if stream.seekable():
        start = stream.tell()
        head = stream.read(HEAD)
        stream.seek(start)
        return head, stream
    head = stream.read(HEAD)
    return head, cast("BinaryIO", io.BufferedReader(Rejoined(head, stream)))


def _packed(head: bytes, stream: BinaryIO, carrier: Carrier, settings: Settings) -> Iterator[Item | Failure]:
    """What a packed stream holds, unpacked."""
    if carrier.depth > DEEPEST:
        yield Failure(carrier.origin, "packed in packed in packed; unpack it yourself")
        return
    # Not sought in: going back in a packed stream means unpacking it anew, where it can be done at all.
    inner = replace(carrier, depth=carrier.depth + 1)
    yield from _items(io.BufferedReader(Rejoined(b"", unpacked(stream, head))), inner, settings)


def _members(stream: BinaryIO, carrier: Carrier, settings: Settings) -> Iterator[Item | Failure]:
    if carrier.depth > DEEPEST:
        yield Failure(carrier.origin, "an archive in an archive in an archive; unpack it yourself")
        return
    for member in members(stream, carrier.origin, settings):
        if isinstance(member, Failure):
            yield member
        else:
            origin, content = member
            yield from items(content, carrier.inside(origin), settings)


def _lines(stream: BinaryIO, origin: str, settings: Settings) -> Iterator[Item | Failure]:
    """JSON lines, one record each; `path:number` is a line's origin."""
    limit = JSON_BYTES * settings.max_chars + ROOM
    found = False
    for number, line in enumerate(iter(lambda: stream.readline(limit), b""), start=1):
        place = f"{origin}:{number}"
        if len(line) >= limit and not line.endswith(b"\n"):
            while (rest := stream.readline(limit)) and not rest.endswith(b"\n"):
                pass
            yield Failure(place, too_long(len(line), settings, "bytes or more"))
        elif line.strip():
            yield _line(line.removeprefix(b"\xef\xbb\xbf"), place)
        else:
            continue
        found = True
    if not found:
        yield Failure(origin, "empty: there is no report in it")


def _line(line: bytes, origin: str) -> Item | Failure:
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return Failure(origin, "not UTF-8, as JSON lines must be; convert the file")
    except (ValueError, RecursionError) as error:
        return _broken(origin, error)
    return _record(value, origin, "utf-8 (json)", line.strip())


def _record(value: object, origin: str, encoding: str, raw: bytes | None = None) -> Item | Failure:
    if isinstance(value, dict):
        return Record(origin=origin, fields=value, encoding=encoding, raw=raw)
    return Failure(origin, f"a report is a JSON object, this is {kind_of_value(value)}")


def _broken(origin: str, error: Exception) -> Failure:
    why = "nested too deeply" if isinstance(error, RecursionError) else str(error)
    if "integer string conversion" in why:
        why = "a number of too many digits"
    if isinstance(error, json.JSONDecodeError):
        why = f"{error.msg} at line {error.lineno}, column {error.colno}"
    return Failure(origin, f"broken JSON ({why}); mend or remove it")


def _document(stream: BinaryIO, kind: Kind, carrier: Carrier, settings: Settings) -> Iterator[Item | Failure]:
    """One file as a whole: a page, a feed, a JSON report or list of them, or plain text."""
    page = kind in ("page", "feed")
    limit = settings.max_page if page else TEXT_BYTES * settings.max_chars + ROOM
    raw = stream.read(limit + 1)
    if len(raw) > limit:
        size = f"more than {limit:,} bytes"
        yield Failure(
            carrier.origin,
            f"{size}, which is more than a page or feed may have; raise --max-page, or save its text"
            if page
            else too_long(len(raw), settings, "bytes or more"),
        )
        return
    outcomes = _whole_json(raw, carrier.origin) if kind == "json" else None
    if outcomes is not None:
        yield from outcomes
        return
    yield Document(
        origin=carrier.origin, raw=raw, declared=carrier.declared, media_type=carrier.media_type,
        charset=carrier.charset,
    )  # fmt: skip


def _whole_json(raw: bytes, origin: str) -> list[Item | Failure] | None:
    """The records of a JSON file written over several lines; None where the text is no JSON."""
    try:
        text, encoding = decode(raw)
        value = json.loads(text)
    except UndecodableError:
        return None
    except (ValueError, RecursionError) as error:
        named = origin.lower().removesuffix(".gz").endswith(".json")
        return [_broken(origin, error)] if named else None
    if isinstance(value, list):
        return [_record(one, f"{origin}[{number}]", encoding) for number, one in enumerate(value)]
    return [_record(value, origin, encoding, raw)]


def reason(error: BaseException) -> str:
    """One line for an error of the file system or of a packed file."""
    if isinstance(error, PermissionError):
        return "cannot be read: permission denied; change its permissions"
    broken = (EOFError, zlib.error, gzip.BadGzipFile, lzma.LZMAError)
    if isinstance(error, broken) or isinstance(error.__cause__, broken):
        return "the packed file is broken or cut short; pack it again"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}"
