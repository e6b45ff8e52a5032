"""Mutated files against each reader: `python3 dev.py bench fuzz --minutes 10 [--reader warc …]`.

Each example is a valid file of a reader's format, changed by Hypothesis: bytes flipped, cut, doubled, moved,
put in from a list of what the format gives meaning to. All that comes out must be items and failures; nothing
may be raised, and nothing may take long. Every round has a seed of its own, which is printed when it fails.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from dateline.collect.items import Document, Record
from dateline.collect.opening.kinds import HEAD, kind_of
from dateline.collect.opening.streams import Carrier, items
from dateline.collect.page.jobs import answer
from dateline.collect.records import from_record, make_report
from dateline.collect.text.decode import UndecodableError, decode
from dateline.config import Settings
from dateline.model import Failure, Report

SLOW = 10.0
"""Seconds after which an example of a few kilobytes counts as a hang."""
ROUND = 200
LIMITS = Settings(max_chars=200_000, max_page=2 << 20)
TEXT = "Rebels attacked a village near Aleppo on Monday, killing at least 20 civilians, the army said.\n"
PAGE = (
    "<!doctype html><html lang='en'><head><title>Attack</title><meta property='article:published_time' "
    "content='2016-03-15T09:30:00+03:00'><script type='application/ld+json'>"
    '{"@type": "NewsArticle", "datePublished": "2016-03-15", "author": [{"name": "A. Writer"}]}</script>'
    f"</head><body><article>{f'<p>{TEXT}</p>' * 8}<p><a href='/x'>More</a></p></article></body></html>"
)
FEED = (
    "<?xml version='1.0'?><rss version='2.0' "
    "xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>"
    "<title>Wire</title><item><guid>1</guid><title>Attack</title><link>https://example.org/1</link>"
    f"<pubDate>Tue, 15 Mar 2016 09:30:00 +0300</pubDate><content:encoded><![CDATA[<p>{TEXT}</p>]]>"
    "</content:encoded></item></channel></rss>"
)


def warc() -> bytes:
    """Two records, gzipped one by one."""
    body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGE}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        "WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789012>\r\n"
        "WARC-Date: 2016-03-15T10:00:00Z\r\nWARC-Target-URI: https://example.org/1\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    return gzip.compress(head + body + b"\r\n\r\n") * 2


def zipped() -> bytes:
    """A zip of a page and of JSON lines."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/page.html", PAGE)
        archive.writestr("lines.jsonl", json.dumps({"text": TEXT}) + "\n")
    return packed.getvalue()


def tarred() -> bytes:
    """The same as a tar."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in (("a.html", PAGE), ("b.txt", TEXT)):
            member = tarfile.TarInfo(name)
            member.size = len(content.encode())
            archive.addfile(member, io.BytesIO(content.encode()))
    return packed.getvalue()


def parquet() -> bytes:
    """A table of two columns."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.parquet")
        rows = "(VALUES (?, DATE '2016-03-15'), (?, NULL)) AS rows(text, published)"
        with duckdb.connect(":memory:") as base:
            base.execute(f"CREATE TABLE rows AS SELECT * FROM {rows}", [TEXT, TEXT * 3])
            base.execute(f"COPY rows TO '{path}' (FORMAT parquet)")
        return path.read_bytes()


@dataclass(frozen=True)
class Target:
    """A reader's valid file, its name, and tokens that mean something to it."""

    name: str
    make: Callable[[], bytes]
    tokens: Sequence[bytes] = field(default=())


MARKUP = [
    b"<",
    b">",
    b"&#0;",
    b"&#xD800;",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"<!---->" * 30,
    b"<script>",
    b"<p>" * 50,
    b"</",
    b"\xff\xfe",
]
RECORDS = (json.dumps({"text": TEXT}) + "\n").encode() * 3
ROWS = f'id,text,published\n1,"{TEXT}",2016-03-15\n'.encode()
TARGETS = (
    Target("report.txt", lambda: TEXT.encode() * 5, [b"\0", b"\xff\xfe", b"\xef\xbb\xbf", "\u2028".encode()]),
    Target("lines.jsonl", lambda: RECORDS, [b"{", b"[" * 99, b"\\ud800", b"\n"]),
    Target("list.json", lambda: json.dumps([{"text": TEXT}]).encode(), [b"{", b"[" * 99, b"1e999", b"NaN"]),
    Target("page.html", PAGE.encode, MARKUP),
    Target("feed.xml", FEED.encode, [*MARKUP, b"<item>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;"]),
    Target("pages.warc.gz", warc, [b"\x1f\x8b\x08", b"\0" * 8]),
    Target(
        "pages.warc",
        lambda: gzip.decompress(warc()),
        [b"WARC/1.0\r\n", b"Content-Length: 99999999999\r\n", b"\r\n\r\n"],
    ),
    Target("reports.zip", zipped, [b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"\xff\xff\xff\xff"]),
    Target("reports.tar", tarred, [b"ustar", b"\0" * 512, b"77777777777", b"\x80\xff\xff\xff"]),
    Target("reports.csv", lambda: ROWS * 2, [b'"', b"\n", b"\0", b";", b"\t"]),
    Target("reports.parquet", parquet, [b"PAR1", b"\xff\xff\xff\x7f"]),
)


def consume(name: str, content: bytes) -> None:
    """Reads the bytes to the end, all but the worker in between, which would hide what is raised."""
    for item in items(io.BytesIO(content), Carrier(name), LIMITS):
        if isinstance(item, Record):
            outcome = from_record(item.fields, item.origin, item.encoding, LIMITS)
            assert isinstance(outcome, Report | Failure)
        elif isinstance(item, Document):
            _document(item)
        else:
            assert isinstance(item, Failure), item
            assert "\n" not in item.message, item


def _document(item: Document) -> None:
    kind = kind_of(item.raw[:HEAD], item.origin)
    if kind in ("page", "feed"):
        head = {
            "job": kind, "origin": item.origin, "media_type": item.media_type, "charset": item.charset,
            "declared": asdict(item.declared),
        }  # fmt: skip
        json.dumps(answer(head, item.raw))
        return
    try:
        text, encoding = decode(item.raw)
    except UndecodableError as error:
        if "\n" in str(error):
            raise AssertionError("more than one line") from error
        return
    assert isinstance(make_report(text, item.origin, encoding, LIMITS), Report | Failure)


@st.composite
def mutated(draw: st.DrawFn, valid: bytes, tokens: Sequence[bytes]) -> bytes:
    """The valid file with up to eight changes."""
    content = bytearray(valid)
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, max(0, len(content) - 1)))
        width = draw(st.sampled_from([1, 2, 4, 16, 64, 512]))
        match draw(st.integers(0, 6)):
            case 0:
                content[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
            case 1:
                del content[at : at + width]
            case 2:
                content[at:at] = content[at : at + width] * draw(st.integers(1, 20))
            case 3:
                content[at:at] = draw(st.sampled_from(list(tokens) or [b"\0"]))
            case 4:
                content[at : at + width] = draw(st.binary(max_size=width))
            case 5:
                del content[at:]
            case _:
                content[at : at + 1] = (
                    bytes([content[at] ^ (1 << draw(st.integers(0, 7)))]) if content else b""
                )
    return bytes(content)


def fuzz(target: Target, seconds: float, start: int) -> tuple[int, float]:
    """Rounds of examples until the time is over: how many, and how long the slowest took."""
    valid, count, slowest = target.make(), 0, 0.0
    consume(target.name, valid)
    until = time.monotonic() + seconds

    def check(content: bytes) -> None:
        nonlocal count, slowest
        began = time.process_time()
        consume(target.name, content)
        count += 1
        slowest = max(slowest, time.process_time() - began)
        assert slowest < SLOW, f"an example took {slowest:.1f} s"

    number = start
    while time.monotonic() < until:
        quick = settings(
            max_examples=ROUND, deadline=None, database=None, suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        )  # fmt: skip
        try:
            seed(number)(quick(given(mutated(valid, target.tokens))(check)))()
        except BaseException:
            print(f"{target.name}: failed with seed {number}", file=sys.stderr)
            raise
        number += 1
    return count, slowest


def main() -> None:
    """Fuzzes the readers named (all of them by default), each for the time given."""
    parser = argparse.ArgumentParser(prog="bench fuzz")
    parser.add_argument("--minutes", type=float, default=10.0, help="for each reader")
    parser.add_argument("--reader", action="append", choices=[t.name for t in TARGETS], help="only this one")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    for target in TARGETS:
        if options.reader and target.name not in options.reader:
            continue
        count, slowest = fuzz(target, 60 * options.minutes, options.seed)
        print(
            f"{target.name:16} {count:8,} examples  slowest {slowest:5.2f} s  nothing raised, no hang",
            flush=True,
        )


if __name__ == "__main__":
    main()
