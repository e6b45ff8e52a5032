"""Servers that misbehave: each ends in one line, in time, and with little read."""

from __future__ import annotations

import gzip
import itertools
import socket
import threading
import time as clock
import tracemalloc
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.collect.fetch import Session, fetch
from tests.collect.fetch.site import Page, Request, Send, Site, answer, redirect
from tests.collect.fetch.test_fetch import failed, got

Hasty = Callable[..., Session]
OK = b"HTTP/1.1 200 OK\r\n"


def endless(start: bytes, piece: bytes, every: float = 0.0) -> Page:
    """Sends the start, then the piece again and again, until the client goes away."""

    def say(_request: Request, send: Send) -> None:
        send(start)
        for _ in itertools.count():
            send(piece)
            if every:
                clock.sleep(every)

    return say


def silent(_request: Request, send: Send) -> None:
    clock.sleep(3)


SLOW: dict[str, Page] = {
    "no answer": silent,
    "headers in drips": endless(OK + b"X-Slow: ", b"a", 0.02),
    "a status line in drips": endless(b"HTTP/1.1 200 ", b"O", 0.02),
    "one header after the other": endless(OK, b"A: b\r\n", 0.02),
    "a body in drips": endless(OK + b"\r\n", b"a", 0.02),
    "a body in drips, of a length": endless(OK + b"Content-Length: 9000\r\n\r\n", b"a", 0.02),
    "chunks in drips": endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n", 0.02),
    "a chunk's length in drips": endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0", 0.02),
    "please go on, for ever": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.02),
    "trailers in drips": endless(OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"A: b\r\n", 0.02),
}


@pytest.mark.parametrize("page", SLOW.values(), ids=SLOW)
def test_a_slow_server_has_only_so_much_time(site: Site, hasty: Hasty, page: Page) -> None:
    site.pages["/a"] = page
    start = clock.monotonic()
    failure = failed(fetch(site.address("/a"), hasty()))
    assert clock.monotonic() - start < 1
    assert failure.message == "it was not done within 0.3 s; try again later"
    assert not failure.lasting


LARGE: dict[str, Page] = {
    "an endless body": endless(OK + b"\r\n", b"a" * 10_000),
    "endless chunks": endless(
        OK + b"Transfer-Encoding: chunked\r\n\r\n", b"2710\r\n" + b"a" * 10_000 + b"\r\n"
    ),
    "endless trailers": endless(OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"A: b\r\n" * 2_000),
    "please go on, for ever": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 400),
    "a length that is too long": OK + b"Content-Length: 50001\r\n\r\n" + b"a" * 50_001,
    "a gzip bomb": answer(gzip.compress(bytes(20_000_000)), content_encoding="gzip"),
    "a bomb of many parts": answer(gzip.compress(bytes(100)) * 1_000, content_encoding="gzip"),
}


@pytest.mark.parametrize("page", LARGE.values(), ids=LARGE)
def test_no_more_is_read_than_allowed(site: Site, hasty: Hasty, page: Page) -> None:
    site.pages["/a"] = page
    tracemalloc.start()
    try:
        failure = failed(fetch(site.address("/a"), hasty(seconds=5)))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert failure.message == "it is larger than 0.0477 MiB; not read"
    assert failure.lasting
    assert peak < 8_000_000


def test_a_body_that_is_said_to_be_too_long_is_not_waited_for(site: Site, hasty: Hasty) -> None:
    site.pages["/a"] = endless(OK + b"Content-Length: 50001\r\n\r\n", b"a", 0.02)
    assert "it is larger than" in failed(fetch(site.address("/a"), hasty())).message


def test_the_time_is_for_redirects_and_robots_together(site: Site, hasty: Hasty) -> None:
    def onward(request: Request, send: Send) -> None:
        clock.sleep(0.12)
        send(redirect(f"{request.path}a", "301 Moved Permanently"))

    site.otherwise = onward
    start = clock.monotonic()
    assert "it was not done within 0.3 s" in failed(fetch(site.address("/a"), hasty())).message
    assert clock.monotonic() - start < 0.6


@pytest.mark.parametrize("pieces", [b"", b"\x16\x03\x03\x40\x00\x02"])
def test_a_secure_connection_has_only_so_much_time_to_be_made(hasty: Hasty, pieces: bytes) -> None:
    """The first bytes of an answer to TLS's greeting, and then more of it in drips."""

    def drip() -> None:
        connection, _ = listening.accept()
        with connection, suppress(OSError):
            connection.sendall(pieces)
            while True:
                clock.sleep(0.02)
                connection.sendall(b"\0" if pieces else b"")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=drip, daemon=True).start()
        start = clock.monotonic()
        address = f"https://127.0.0.1:{listening.getsockname()[1]}/a"
        message = failed(fetch(address, hasty(connect_seconds=0.2))).message
    assert "does not take the connection in time" in message
    assert clock.monotonic() - start < 0.6


def test_just_what_is_allowed_is_read(site: Site, hasty: Hasty) -> None:
    site.pages["/a"] = answer(b"a" * 50_000)
    assert len(got(fetch(site.address("/a"), hasty())).raw) == 50_000
    assert len(got(fetch(site.address("/a"), hasty(), max_bytes=50_000)).raw) == 50_000
    failed(fetch(site.address("/a"), hasty(), max_bytes=49_999))


BROKEN: dict[str, tuple[Page, str]] = {
    "shorter than it says": (OK + b"Content-Length: 100\r\n\r\nshort", "broke off before the end"),
    "chunks that break off": (OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab", "broke off before the end"),
    "chunks without a last one": (
        OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
        "breaks off or is not proper HTTP",
    ),
    "a chunk of no length": (OK + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\nab\r\n", "broken chunks"),
    "a chunk of negative length": (
        OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\nab\r\n",
        "is not proper HTTP",
    ),
    "two lengths": (OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", "not proper HTTP"),
    "gzip that is none": (answer("hello", content_encoding="gzip"), "packed it wrongly"),
    "gzip cut short": (
        answer(gzip.compress(b"a long text " * 99)[:-9], content_encoding="gzip"),
        "ends before it is unpacked",
    ),
    "gzip with a wrong sum": (
        answer(gzip.compress(b"text")[:-8] + b"\0" * 8, content_encoding="gzip"),
        "packed it wrongly",
    ),
    "a coding nobody asked for": (answer("x", content_encoding="br"), "packed it as “br”"),
    "two codings": (answer("x", content_encoding="gzip, gzip"), "packed it as “gzip, gzip”"),
    "nothing at all": (b"", "closed the connection"),
    "no HTTP": (b"220 mail.example ESMTP\r\n", "not proper HTTP"),
    "half a status line": (b"HTTP/1.1", "not proper HTTP"),
    "a status of words": (b"HTTP/1.1 yes fine\r\n\r\n", "not proper HTTP"),
    "a huge header": (OK + b"A: " + b"b" * 70_000 + b"\r\n\r\n", "not proper HTTP"),
    "very many headers": (OK + b"A: b\r\n" * 200 + b"\r\n", "not proper HTTP"),
}


@pytest.mark.parametrize(("page", "reason"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_named(site: Site, hasty: Hasty, page: Page, reason: str) -> None:
    site.pages["/a"] = page
    assert reason in failed(fetch(site.address("/a"), hasty(seconds=5))).message


def test_bytes_after_the_length_are_nobodys(site: Site, hasty: Hasty) -> None:
    site.pages["/a"] = OK + b"Content-Length: 4\r\n\r\ntext and more"
    assert got(fetch(site.address("/a"), hasty())).raw == b"text"


def test_a_reset_is_named(site: Site, hasty: Hasty) -> None:
    def reset(_request: Request, send: Send) -> None:
        send(OK + b"Content-Length: 100\r\n\r\nabc")
        connection: socket.socket = send.__self__  # type: ignore[attr-defined]
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.close()

    site.pages["/a"] = reset
    message = failed(fetch(site.address("/a"), hasty(seconds=5))).message
    assert "closed the connection" in message or "broke off" in message


def test_a_closed_port_is_named(site: Site, hasty: Hasty) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    message = failed(fetch(f"http://127.0.0.1:{port}/a", hasty())).message
    assert f"no connection to 127.0.0.1:{port} could be made" in message


def test_a_resolver_that_never_answers_is_left_behind(hasty: Hasty) -> None:
    session = hasty(seconds=0.1)
    session.resolve = lambda _host, _port, seconds: (_ for _ in ()).throw(TimeoutError(seconds))
    assert "the name server did not say" in failed(fetch("http://news.example/", session)).message


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=30).filter(lambda raw: not set(raw) & set(b"\r\n")))
def test_any_validator_can_be_sent_back(site: Site, hasty: Hasty, etag: bytes) -> None:
    site.pages["/a"] = OK + b"ETag: " + etag + b"\r\nContent-Length: 0\r\n\r\n"
    known = got(fetch(site.address("/a"), hasty(seconds=5))).validators
    again = got(fetch(site.address("/a"), hasty(seconds=5), known=known))
    assert again.validators == known


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=200)
    | st.builds(
        lambda head, body: OK + head + b"\r\n\r\n" + body,
        st.sampled_from(
            [
                b"Transfer-Encoding: chunked",
                b"Content-Encoding: gzip",
                b"Content-Length: 7",
                b"Location: x",
                b": ",
            ]
        )
        | st.binary(max_size=60),
        st.binary(max_size=80),
    )
)
def test_any_bytes_are_a_document_or_one_line(site: Site, hasty: Hasty, raw: bytes) -> None:
    site.pages["/a"] = raw
    outcome = fetch(site.address("/a"), hasty(seconds=5))
    assert outcome.raw is not None if hasattr(outcome, "raw") else failed(outcome)
