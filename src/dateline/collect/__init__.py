"""Bytes to reports.

In: paths (files, folders, globs, `-`). Out: `Report`s in order, their text stored as it was read.
Fails: a file, line or record that gives no report comes out as a `Failure` of one line, in its place;
nothing is raised for bad input, and the rest goes on.
"""

from __future__ import annotations

import io
import itertools
import json
import os
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from dateline.collect.decode import UndecodableError, decode
from dateline.collect.page import looks_like_feed, looks_like_page, read_page
from dateline.collect.records import from_json, from_record, make_report, too_long
from dateline.collect.sources import BROKEN_STREAM, Source, expand, opened, reason
from dateline.config import Settings
from dateline.model import Failure, Report

__all__ = ["collect"]

JSON_BYTES = 12
"""Most bytes one character takes in JSON: a pair of escapes."""
TEXT_BYTES = 4
ROOM = 65_536
Outcome = Report | Failure
DEFAULT = Settings()


def collect(
    paths: Iterable[str | os.PathLike[str]],
    *,
    settings: Settings = DEFAULT,
    stdin: BinaryIO | None = None,
    on_bytes: Callable[[int], object] = id,
) -> Iterator[Outcome]:
    """Read every report that `paths` name; before each, `on_bytes` is told of the bytes taken so far."""
    before = 0
    for source in expand(paths):
        if isinstance(source, Failure):
            yield source
            continue
        for outcome, position in _read(source, settings, stdin):
            on_bytes(before + position)
            yield outcome
        before += source.size or 0


def _read(source: Source, settings: Settings, stdin: BinaryIO | None) -> Iterator[tuple[Outcome, int]]:
    """What the source holds, each with the bytes taken from it by then."""
    try:
        with opened(source, stdin) as stream:
            for outcome in _reports(stream, source.origin, settings):
                yield outcome, _position(stream)
    except BROKEN_STREAM as error:
        yield Failure(source.origin, reason(error)), 0


def _position(stream: io.BufferedReader) -> int:
    """Bytes taken from the disk so far; of a packed file, packed bytes."""
    packed = getattr(stream.raw, "fileobj", None)
    try:
        return int((packed or stream).tell())
    except OSError:
        return 0  # a pipe does not tell


def _reports(stream: io.BufferedReader, origin: str, settings: Settings) -> Iterator[Outcome]:
    """What the stream holds, judged by its first line: JSON lines, or one document."""
    first = _first_lines(stream, settings)
    if _is_json_lines(first.lstrip(b"\xef\xbb\xbf").strip(), origin):
        yield from _json_lines(first, stream, origin, settings)
        return
    limit = TEXT_BYTES * settings.max_chars + ROOM
    raw = first + stream.read(max(0, limit + 1 - len(first)))
    if len(raw) > limit:
        yield Failure(origin, too_long(len(raw), settings, "bytes or more"))
    else:
        yield from _document(raw, origin, settings)


def _first_lines(stream: io.BufferedReader, settings: Settings) -> bytes:
    """The stream's bytes up to the end of its first line that is not blank."""
    lines: list[bytes] = []
    for line in itertools.islice(iter(lambda: stream.readline(_line_limit(settings)), b""), 1_000):
        lines.append(line)
        if line.strip():
            break
    return b"".join(lines)


def _line_limit(settings: Settings) -> int:
    return JSON_BYTES * settings.max_chars + ROOM


def _is_json_lines(line: bytes, origin: str) -> bool:
    name = origin.lower().removesuffix(".gz")
    if name.endswith((".jsonl", ".ndjson")):
        return True
    if not line.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return line.startswith(b'{"') and not name.endswith(".json")


def _json_lines(
    first: bytes, stream: io.BufferedReader, origin: str, settings: Settings
) -> Iterator[Outcome]:
    limit = _line_limit(settings)
    head = [line + b"\n" for line in first.removesuffix(b"\n").split(b"\n")]
    if len(first) >= limit and not first.endswith(b"\n"):
        head[-1] = first  # cut inside a line: the rest of it is still in the stream
    found = False
    rest = iter(lambda: stream.readline(limit), b"")
    for number, line in enumerate(itertools.chain(head, rest), start=1):
        if len(line) >= limit and not line.endswith(b"\n"):
            _skip_line(stream, limit)
            yield Failure(f"{origin}:{number}", too_long(len(line), settings, "bytes or more"))
        elif line.strip():
            yield _json_line(line.removeprefix(b"\xef\xbb\xbf"), f"{origin}:{number}", settings)
        else:
            continue
        found = True
    if not found:
        yield Failure(origin, "empty: there is no report in it")


def _skip_line(stream: io.BufferedReader, limit: int) -> None:
    while (rest := stream.readline(limit)) and not rest.endswith(b"\n"):
        pass


def _json_line(line: bytes, origin: str, settings: Settings) -> Outcome:
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return Failure(origin, "not UTF-8, as JSON lines must be; convert the file")
    return from_json(text, origin, "utf-8 (json)", settings)


def _document(raw: bytes, origin: str, settings: Settings) -> Iterator[Outcome]:
    """One file as a whole: a JSON report or list of them, a page, or plain text."""
    try:
        text, encoding = decode(raw)
        if looks_like_page(text):
            text, encoding = decode(raw, html=True)
            yield _page(text, origin, encoding, settings)
            return
    except UndecodableError as error:
        yield Failure(origin, str(error))
        return
    if looks_like_feed(text):
        yield Failure(origin, "a feed, which is not read yet; save its articles as HTML or text")
    elif text.lstrip()[:1] in ("{", "[") and (outcomes := _whole_json(text, origin, encoding, settings)):
        yield from outcomes
    else:
        yield make_report(text, origin, encoding, settings)


def _page(html: str, origin: str, encoding: str, settings: Settings) -> Outcome:
    page = read_page(html)
    if page.text is None or not page.text.strip():
        return Failure(origin, "a web page in which no article was found; save its text instead")
    return make_report(page.text, origin, encoding, settings, page.declared)


def _whole_json(text: str, origin: str, encoding: str, settings: Settings) -> list[Outcome]:
    """The reports of a JSON file written over several lines; none where the text is no JSON."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        named = origin.lower().removesuffix(".gz").endswith(".json")
        return [from_json(text, origin, encoding, settings)] if named else []
    if isinstance(value, list):
        return [from_record(v, f"{origin}[{n}]", encoding, settings) for n, v in enumerate(value)]
    return [from_record(value, origin, encoding, settings)]
