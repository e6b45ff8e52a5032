"""WARC files as crawlers write them and as they break: every whole record comes out, with its place."""

from __future__ import annotations

import bz2
import gzip
import io
import os
import zlib

import pytest
from fastwarc.stream_io import BrotliWriter, GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType
from hypothesis import given
from hypothesis import strategies as st

from dateline.collect.items import Document
from dateline.collect.opening.warc import records
from dateline.config import Settings
from dateline.model import Failure

PAGE = b"<html><body><p>The army said on Monday that it had left the town of number %d.</p></body></html>"
SPANISH = (
    "<html lang='en'><body>"
    + "<p>El gobierno anunció que las fuerzas armadas se retirarán de la ciudad antes del domingo, según "
    "dijo un portavoz del ministerio a los periodistas que esperaban en la plaza.</p>" * 4 + "</body></html>"
).encode()


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", *(headers or ("Content-Type: text/html; charset=utf-8",)), "", ""]
    return "\r\n".join(lines).encode() + body


def record(
    number: int, block: bytes, kind: str = "response", length: int | None = None, mime: str | None = None
) -> bytes:
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:0000000{number}>",
        "WARC-Date: 2020-01-01T00:00:00Z",
        f"WARC-Target-URI: https://a.example/{number}",
        f"Content-Type: {mime or f'application/http; msgtype={kind}'}",
        f"Content-Length: {len(block) if length is None else length}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


RECORDS = [record(n, answer(PAGE % n)) for n in range(5)]
PACKED = [gzip.compress(r) for r in RECORDS]
FORMS = {
    "plain": (b"".join(RECORDS), [sum(map(len, RECORDS[:n])) for n in range(5)]),
    "gzip by record": (b"".join(PACKED), [sum(map(len, PACKED[:n])) for n in range(5)]),
    "gzip as a whole": (gzip.compress(b"".join(RECORDS)), [sum(map(len, RECORDS[:n])) for n in range(5)]),
    "gzip cut anywhere": (
        gzip.compress(b"".join(RECORDS)[:500]) + gzip.compress(b"".join(RECORDS)[500:]),
        [sum(map(len, RECORDS[:n])) for n in range(5)],
    ),
}


class Pipe(io.RawIOBase):
    """A stream that only goes on, a few bytes at a time."""

    def __init__(self, raw: bytes, step: int = 777) -> None:
        self.rest, self.step = io.BytesIO(raw), step

    def readable(self):
        return True

    def readinto(self, buffer):
        part = self.rest.read(min(len(buffer), self.step))
        buffer[: len(part)] = part
        return len(part)


class Counting(io.BufferedReader):
    """A file that counts the bytes taken from it."""

    count = 0

    def read(self, size=-1):
        part = super().read(size)
        self.count += len(part)
        return part


def read(raw: bytes, **options) -> list[Document | Failure]:
    return list(records(io.BytesIO(raw), "f", Settings(), **options))


def addresses(found: list[Document | Failure]) -> list[str]:
    return [f.declared.url or "" for f in found if isinstance(f, Document)]


def failures(found: list[Document | Failure]) -> list[Failure]:
    return [f for f in found if isinstance(f, Failure)]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_documents(form):
    raw, offsets = FORMS[form]
    found = read(raw)
    assert [f.origin for f in found] == [f"f@{offset}" for offset in offsets]
    assert [f.raw for f in found] == [PAGE % n for n in range(5)]
    assert addresses(found) == [f"https://a.example/{n}" for n in range(5)]
    assert {(f.media_type, f.charset) for f in found} == {("text/html", "utf-8")}
    assert {f.declared.published for f in found} == {None}, "when it was fetched is no publication date"
    piped = records(io.BufferedReader(Pipe(raw)), "f", Settings())
    assert list(piped) == found


@pytest.mark.parametrize("form", FORMS)
def test_records_are_found_again_alone(form):
    raw, _ = FORMS[form]
    found = read(raw)
    wanted = frozenset((found[1].origin, found[3].origin, "other@7", "f@nowhere"))
    assert read(raw, only=wanted) == [found[1], found[3]]
    assert list(records(io.BufferedReader(Pipe(raw)), "f", Settings(), only=wanted)) == [found[1], found[3]]
    assert read(raw, only=frozenset(("f",))) == found, "the file's own origin is all of it"
    assert read(raw, only=frozenset(("g@0",))) == []


def test_only_the_wanted_part_of_a_file_is_read(tmp_path):
    path = tmp_path / "f"
    path.write_bytes(PACKED[0] + gzip.compress(os.urandom(2_000_000), 0) + PACKED[1])
    with path.open("rb") as stream:
        origin = f"f@{path.stat().st_size - len(PACKED[1])}"
        counting = Counting(stream.raw)
        (one,) = records(counting, "f", Settings(), only=frozenset((origin,)))
    assert addresses([one]) == ["https://a.example/1"]
    assert counting.count < 300_000


def test_files_of_an_independent_writer():
    out = io.BytesIO()
    for number in range(3):
        made = WarcRecord()
        made.init_headers(WarcRecordType.response)
        made.headers["WARC-Target-URI"] = f"https://a.example/{number}"
        made.is_http = True
        made.set_bytes_content(answer(PAGE % number))
        packer = GzipWriter(out)
        made.write(packer, checksum_data=True)
        packer.finish()
    assert addresses(read(out.getvalue())) == [f"https://a.example/{n}" for n in range(3)]


@pytest.mark.parametrize(
    ("block", "kind", "mime", "taken"),
    [
        (b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", "request", None, False),
        (answer(PAGE, status="404 Not Found"), "response", None, False),
        (answer(PAGE, status="301 Moved"), "response", None, False),
        (answer(b"\x89PNG", "Content-Type: image/png"), "response", None, False),
        (answer(b"a: b", "Content-Type: text/plain"), "response", None, True),
        (answer(PAGE, "Server: x"), "response", None, True),
        (answer(b"<rss><channel/></rss>", "Server: x"), "response", None, True),
        (answer(b"\x89PNG and more", "Server: x"), "response", None, False),
        (answer(PAGE).replace(b"HTTP/1.1", b"HTTP/2"), "response", None, True),
        (answer(b"<rss><channel/></rss>", "Content-Type: text/xml"), "response", None, True),
        (answer(b"<urlset></urlset>", "Content-Type: text/xml"), "response", None, False),
        (answer(PAGE, "Content-Type: Application/XHTML+XML"), "response", None, True),
        (PAGE, "resource", "text/html", True),
        (b"Words of a page.", "conversion", "text/plain", True),
        (b"software: x", "warcinfo", "application/warc-fields", False),
        (b"", "revisit", None, False),
        (b"a: b", "metadata", "application/warc-fields", False),
        (b"20200101 1.2.3.4", "response", "text/dns", False),
        (b"what", "of my own", "text/plain", False),
    ],
)
def test_what_is_taken(block, kind, mime, taken):
    found = read(record(0, block, kind, mime=mime) + RECORDS[1])
    assert addresses(found) == ["https://a.example/0"] * taken + ["https://a.example/1"]
    assert failures(found) == []


def test_files_about_a_site_are_passed_over():
    robots = record(0, answer(b"User-agent: *", "Content-Type: text/plain")).replace(b"e/0", b"e/robots.txt")
    assert read(robots) == []


def test_charset_of_text_and_of_quoted_header():
    (made,) = read(record(0, b"Words.", "conversion", mime="text/plain"))
    assert (made.media_type, made.charset) == ("text/plain", "utf-8")
    (quoted,) = read(record(0, answer(PAGE, 'Content-Type: text/html; charset="ISO-8859-1"')))
    assert quoted.charset == "iso-8859-1"


def _brotli(raw: bytes) -> bytes:
    out = io.BytesIO()
    packer = BrotliWriter(out)
    packer.write(raw)
    packer.flush()
    packer.close()
    return out.getvalue()


RAW_DEFLATE = zlib.compressobj(wbits=-15)
CODED = {
    "gzip": gzip.compress(PAGE),
    "x-gzip": gzip.compress(PAGE),
    "deflate": zlib.compress(PAGE),
    "Deflate": RAW_DEFLATE.compress(PAGE) + RAW_DEFLATE.flush(),
    "br": _brotli(PAGE),
    "gzip, deflate": zlib.compress(gzip.compress(PAGE)),
    "identity": PAGE,
}


@pytest.mark.parametrize("coding", CODED)
@pytest.mark.parametrize("chunked", [False, True])
def test_codings_are_undone(coding, chunked):
    body = CODED[coding]
    headers = ["Content-Type: text/html", f"Content-Encoding: {coding}"]
    if chunked:
        headers.append("Transfer-Encoding: chunked")
        body = b"".join(b"%x;a=b\r\n%s\r\n" % (len(p), p) for p in (body[:11], body[11:])) + b"0\r\n\r\n"
    (page,) = read(record(0, answer(body, *headers)))
    assert page.raw == PAGE


@pytest.mark.parametrize(
    "header", ["Content-Encoding: gzip", "Content-Encoding: br", "Transfer-Encoding: chunked"]
)
def test_a_body_that_was_stored_decoded_stays_as_it_is(header):
    (page,) = read(record(0, answer(PAGE, "Content-Type: text/html", header)))
    assert page.raw == PAGE


def test_a_cut_body_is_still_tried():
    long = b"".join(PAGE % n for n in range(400))
    (page,) = read(record(0, answer(gzip.compress(long)[:-200], "Content-Encoding: gzip")))
    assert long.startswith(page.raw)
    assert len(page.raw) > 1_000


def test_large_answers_are_set_aside_before_they_are_unpacked():
    settings = Settings(max_page=10_000)
    bomb = gzip.compress(bytes(50_000_000))
    raw = (
        record(0, answer(bytes(10_500)))
        + record(1, answer(bomb[:9_000], "Content-Encoding: gzip"))
        + RECORDS[2]
    )
    large, unpacked, page = records(io.BytesIO(raw), "f", settings)
    assert (large.origin, unpacked.origin) == ("f@0", f"f@{raw.index(b'WARC/1.0', 1)}")
    assert "more than a page may have" in large.message
    assert "unpacks to more" in unpacked.message
    assert addresses([page]) == ["https://a.example/2"]


def test_other_languages_are_named_and_not_read():
    found = read(record(0, answer(SPANISH)) + RECORDS[1])
    assert failures(found) == [Failure("f@0", "written in Spanish; only English reports are read")]
    assert addresses(found) == ["https://a.example/1"]


HEADERLESS = RECORDS[1].replace(b"WARC-Type: response\r\n", b"")
LONG_HEADER = RECORDS[1].replace(b"WARC-Date", b"X: " + b"y" * 100_000 + b"\r\nWARC-Date")
BREAKS = {
    "garbage between": [RECORDS[0], b"some words\nof garbage\n", *RECORDS[1:]],
    "length too short": [RECORDS[0], record(1, answer(PAGE), length=70), *RECORDS[2:]],
    "length too long": [RECORDS[0], record(1, answer(PAGE), length=400), *RECORDS[2:]],
    "length beyond the end": [RECORDS[0], record(1, answer(PAGE), length=10**9), *RECORDS[2:]],
    "length beyond the end, passed over": [RECORDS[0], record(1, b"", "request", length=10**9), *RECORDS[2:]],
    "no number": [RECORDS[0], RECORDS[1].replace(b"Length: ", b"Length: -"), *RECORDS[2:]],
    "no length": [RECORDS[0], RECORDS[1].replace(b"Content-Length", b"X-Length"), *RECORDS[2:]],
    "no type": [RECORDS[0], HEADERLESS, *RECORDS[2:]],
    "no status": [RECORDS[0], record(1, PAGE), *RECORDS[2:]],
    "endless header": [RECORDS[0], LONG_HEADER, *RECORDS[2:]],
    "cut record": [RECORDS[0], RECORDS[1][:-90], *RECORDS[2:]],
    "cut header": [RECORDS[0], RECORDS[1][:120], *RECORDS[2:]],
    "zeros": [RECORDS[0], bytes(5_000), *RECORDS[2:]],
}
PACKED_BREAKS = {
    "garbage between": [PACKED[0], b"some words\nof garbage\n", *PACKED[2:]],
    "cut member": [PACKED[0], PACKED[1][:-60], *PACKED[2:]],
    "cut checksum": [PACKED[0], PACKED[1][:-3], *PACKED[2:]],
    "wrong checksum": [PACKED[0], PACKED[1][:-8] + b"\0\0\0\0" + PACKED[1][-4:], *PACKED[2:]],
    "damaged member": [PACKED[0], PACKED[1][:90] + b"\xff\xff\xff" + PACKED[1][93:], *PACKED[2:]],
    "false beginnings": [PACKED[0], b"\x1f\x8b\x08\x00" * 300, *PACKED[2:]],
    "no record in a member": [PACKED[0], gzip.compress(b"some words"), *PACKED[2:]],
    **{f"packed: {name}": [gzip.compress(part) for part in parts] for name, parts in BREAKS.items()},
}


@pytest.mark.parametrize("name", [*BREAKS, *PACKED_BREAKS])
@pytest.mark.parametrize("piped", [False, True])
def test_reading_goes_on_behind_what_is_broken(name, piped):
    parts = BREAKS.get(name) or PACKED_BREAKS[name]
    raw = b"".join(parts)
    stream = io.BufferedReader(Pipe(raw)) if piped else io.BytesIO(raw)
    found = list(records(stream, "f", Settings()))
    good = [f"https://a.example/{n}" for n in (0, 2, 3, 4)]
    assert [a for a in addresses(found) if not a.endswith("/1")] == good
    if "too short" not in name:  # what a packed record has over its length is not missed
        (failure,) = failures(found)
        offset = int(failure.origin.removeprefix("f@"))
        assert len(parts[0]) - 4 <= offset <= len(parts[0]) + len(parts[1])
        assert failure.message.startswith("a broken WARC record (")


@pytest.mark.parametrize("raw", [RECORDS, PACKED], ids=["plain", "packed"])
@pytest.mark.parametrize("missing", [1, 40, 90, 150, 200])
def test_a_file_that_is_cut_short(raw, missing):
    found = read(b"".join(raw)[:-missing])
    assert addresses(found)[:4] == [f"https://a.example/{n}" for n in range(4)]
    assert len(found) == 5
    assert missing < 20 or isinstance(found[4], Failure)


def test_a_stream_that_breaks_off_is_told():
    outer = bz2.compress(b"".join(RECORDS * 600))
    found = list(records(bz2.BZ2File(io.BytesIO(outer[: len(outer) // 2])), "f", Settings()))
    assert "the file is broken from here on" in found[-1].message


@pytest.mark.parametrize(
    "raw", [b"", b"\r\n\r\n", b"<html>" * 400, b"WARC/1.0\r\nX:" * 50_000, b"\x1f\x8b\x08" * 90_000]
)
def test_what_holds_no_record(raw):
    assert addresses(read(raw)) == []


def test_many_broken_records_take_no_longer_than_their_size():
    tiny = gzip.compress(b"WARC/1.0\r\nWARC-Type: x\r\n\r\nX")
    found = read(PACKED[0] + tiny * 3_000 + PACKED[1])
    assert addresses(found) == ["https://a.example/0", "https://a.example/1"]


BOTH = {"plain": b"".join(RECORDS), "packed": b"".join(PACKED), "whole": FORMS["gzip as a whole"][0]}


@given(
    st.sampled_from(sorted(BOTH)),
    st.lists(
        st.tuples(st.integers(0, 10_000), st.integers(0, 40), st.binary(max_size=20)), min_size=1, max_size=3
    ),
)
def test_mutated_files_only_give_documents_and_failures(form, changes):
    raw = BOTH[form]
    for at, dropped, put in changes:
        raw = raw[: at % len(raw)] + put + raw[at % len(raw) + dropped :]
    found = list(records(io.BytesIO(raw), "f", Settings()))
    assert all(isinstance(f, Document | Failure) for f in found)
    assert all(f.origin.startswith("f@") for f in found)
