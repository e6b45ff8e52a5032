"""Fetching from a server that behaves: documents, redirects, conditional requests, whose turn it is."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import pytest

from dateline.collect.fetch import Fetched, FetchFailure, FetchRules, Session, Validators, fetch
from tests.collect.fetch.conftest import Time
from tests.collect.fetch.site import Page, Request, Send, Site, answer, redirect

PAGE = "<p>Rebels attacked a village near Aleppo on Monday.</p>"


def got(outcome: Fetched | FetchFailure) -> Fetched:
    assert isinstance(outcome, Fetched), outcome
    return outcome


def failed(outcome: Fetched | FetchFailure) -> FetchFailure:
    assert isinstance(outcome, FetchFailure), outcome
    assert "\n" not in outcome.message
    assert outcome.message.isprintable()
    return outcome


def test_a_document_comes_with_what_the_server_says_of_it(site: Site, session: Session, time: Time) -> None:
    site.pages["/a"] = answer(
        PAGE,
        content_type='Text/HTML; Charset="UTF-8"',
        etag='"x1"',
        last_modified="Sun, 22 Nov 2026 10:00:00 GMT",
    )
    fetched = got(fetch(site.address("/a#part"), session))
    assert fetched == Fetched(
        address=site.address("/a"),
        status=200,
        raw=PAGE.encode(),
        fetched_at=time.clock.now(),
        media_type="text/html",
        charset="utf-8",
        validators=Validators('"x1"', "Sun, 22 Nov 2026 10:00:00 GMT"),
    )


def test_the_program_says_who_it_is(site: Site, session: Session) -> None:
    site.pages["/a?b=c"] = site.pages["/a"] = answer(PAGE)
    got(fetch(site.address("/a?b=c"), session))
    robots, page = site.requests
    assert (robots.path, page.path) == ("/robots.txt", "/a?b=c")
    for request in (robots, page):
        assert request.headers["user-agent"].partition("/")[0] == "dateline"
        assert request.headers["host"] == f"127.0.0.1:{site.port}"
        assert request.headers["accept-encoding"] == "gzip, deflate"
        assert "cookie" not in request.headers
    assert "text/html" in page.headers["accept"]


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(PAGE.encode())),
        ("x-gzip", gzip.compress(PAGE.encode()[:9]) + gzip.compress(PAGE.encode()[9:])),
        ("GZIP", gzip.compress(PAGE.encode()) + b"bytes after the end"),
        ("deflate", zlib.compress(PAGE.encode())),
        ("deflate", zlib.compress(PAGE.encode())[2:-4]),
        ("identity", PAGE.encode()),
    ],
)
def test_packed_documents_are_unpacked(site: Site, session: Session, coding: str, packed: bytes) -> None:
    site.pages["/a"] = answer(packed, content_encoding=coding)
    assert got(fetch(site.address("/a"), session)).raw == PAGE.encode()


def test_chunks_are_put_together(site: Site, session: Session) -> None:
    chunks = "".join(f"{len(part):x};note=1\r\n{part}\r\n" for part in (PAGE[:10], PAGE[10:]))
    head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    site.pages["/a"] = f"{head}{chunks}0\r\nTrailer: x\r\n\r\n".encode()
    fetched = got(fetch(site.address("/a"), session))
    assert fetched.raw == PAGE.encode()
    assert (fetched.media_type, fetched.charset) == (None, None)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("text/html", ("text/html", None)),
        ("text/html; charset=no-such-thing", ("text/html", "no-such-thing")),
        ("text/html; charset=windows-1251", ("text/html", "windows-1251")),
        ("nonsense", (None, None)),
        ("; charset=utf-8", (None, None)),
        ("application/rss+xml;charset='utf-8'", ("application/rss+xml", "'utf-8'")),
    ],
)
def test_claims_about_the_type_are_handed_on_as_they_are(
    site: Site, session: Session, given: str, read: tuple[str | None, str | None]
) -> None:
    site.pages["/a"] = answer(PAGE.encode("utf-16"), content_type=given)
    fetched = got(fetch(site.address("/a"), session))
    assert (fetched.media_type, fetched.charset) == read
    assert fetched.raw == PAGE.encode("utf-16")


def test_redirects_are_followed_to_the_end(site: Site, session: Session) -> None:
    site.pages |= {
        "/a": redirect("b?c=1", "301 Moved Permanently"),
        "/b": redirect(site.address("/c"), "307 Temporary Redirect"),
        "/c": answer(PAGE),
    }
    assert got(fetch(site.address("/a"), session)).address == site.address("/c")
    assert site.paths == ["/a", "/b?c=1", "/c"]


def test_redirects_end_somewhere(site: Site, session: Session) -> None:
    def onward(request: Request, send: Send) -> None:
        send(redirect(f"/{int(request.path[1:]) + 1}"))

    site.otherwise = onward
    site.pages["/robots.txt"] = answer(status="404 Not Found")
    assert "more than 5 redirects" in failed(fetch(site.address("/1"), session)).message
    assert site.paths == [f"/{n}" for n in range(1, 7)]


def test_redirects_in_a_circle_are_noticed(site: Site, session: Session) -> None:
    site.pages |= {"/a": redirect("/b"), "/b": redirect("/a")}
    assert "round in a circle" in failed(fetch(site.address("/a"), session)).message
    assert site.paths == ["/a", "/b"]


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://news.example/a", "data:text/html,x"])
def test_redirects_lead_to_nothing_but_the_web(site: Site, session: Session, location: str) -> None:
    site.pages["/a"] = redirect(location)
    failure = failed(fetch(site.address("/a"), session))
    assert failure.message.startswith(f"it leads on to “{location}”: only addresses that begin with http")
    assert failure.lasting


def test_conditional_requests_bring_only_what_is_new(site: Site, session: Session) -> None:
    def feed(request: Request, send: Send) -> None:
        known = request.headers.get("if-none-match") == '"1"' and "if-modified-since" in request.headers
        send(answer(status="304 Not Modified", etag='"1"') if known else answer(PAGE, etag='"1"'))

    site.pages["/feed"] = feed
    first = got(fetch(site.address("/feed"), session))
    assert (first.unchanged, first.raw) == (False, PAGE.encode())
    again = got(
        fetch(site.address("/feed"), session, known=Validators('"1"', "Sun, 22 Nov 2026 10:00:00 GMT"))
    )
    assert (again.unchanged, again.raw, again.validators.etag) == (True, b"", '"1"')


def test_not_modified_without_a_question_is_no_document(site: Site, session: Session) -> None:
    site.pages["/a"] = answer(status="304 Not Modified")
    assert "304 Not Modified" in failed(fetch(site.address("/a"), session)).message


@pytest.mark.parametrize(
    ("status", "advice", "lasting"),
    [
        ("401 Unauthorized", "save it in a browser", True),
        ("403 Forbidden", "save it in a browser", True),
        ("404 Not Found", "check the address", True),
        ("410 Gone", "check the address", True),
        ("418 I'm a Teapot", "check the address", True),
        ("451 Unavailable For Legal Reasons", "save it in a browser", True),
        ("500 Internal Server Error", "try again later", False),
        ("503 Service Unavailable", "try again later", False),
        ("429 Too Many Requests", "try again later", False),
        ("799", "check the address", False),
        ("302 Found", "check the address", True),
    ],
)
def test_other_answers_are_named(
    site: Site, session: Session, status: str, advice: str, lasting: bool
) -> None:
    site.pages["/a"] = answer("<h1>Sorry</h1>", status)
    failure = failed(fetch(site.address("/a"), session))
    assert failure.origin == site.address("/a")
    assert failure.message.startswith(f"the server answers {status}")
    assert advice in failure.message
    assert (failure.status, failure.lasting) == (int(status[:3]), lasting)


def test_a_host_is_asked_once_a_second_at_most(site: Site, session: Session, time: Time) -> None:
    site.pages |= {"/a": answer(PAGE), "/b": redirect("/a")}
    got(fetch(site.address("/a"), session))
    assert time.slept == []
    got(fetch(site.address("/b"), session))
    assert time.slept == [1.0]
    time.passed += 0.75
    got(fetch(site.address("/a"), session))
    assert time.slept == [1.0, 0.25]
    time.passed += 5
    got(fetch(site.address("/a"), session))
    assert time.slept == [1.0, 0.25]


def test_every_host_has_its_own_turn(site: Site, session: Session, time: Time) -> None:
    session.resolve = lambda *_: ["127.0.0.1"]
    site.pages["/a"] = answer(PAGE)
    for host in ("one.example", "two.example", "three.example"):
        got(fetch(f"http://{host}:{site.port}/a", session))
    assert time.slept == []


def busy_first(status: str, retry_after: str) -> Callable[[list[Request]], Page]:
    def page(requests: list[Request]) -> Page:
        def say(_request: Request, send: Send) -> None:
            first = sum(request.path == "/a" for request in requests) == 1
            send(answer(status=status, retry_after=retry_after) if first else answer(PAGE))

        return say

    return page


@pytest.mark.parametrize(
    ("retry_after", "seconds"), [("7", 7.0), ("Sun, 22 Nov 2026 12:16:50 GMT", 10.0), ("0", 0.0)]
)
@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_busy_server_is_asked_again_when_it_says(
    site: Site, session: Session, time: Time, status: str, retry_after: str, seconds: float
) -> None:
    site.pages["/a"] = busy_first(status, retry_after)(site.requests)
    assert got(fetch(site.address("/a"), session)).raw == PAGE.encode()
    assert time.slept == [seconds]


@pytest.mark.parametrize("retry_after", ["31", "86400", "soon", "-5", "Sun, 22 Nov 2026 13:00:00 GMT"])
def test_a_server_that_is_busy_for_long_is_left_alone(
    site: Site, session: Session, time: Time, retry_after: str
) -> None:
    site.pages["/a"] = busy_first("503 Service Unavailable", retry_after)(site.requests)
    failure = failed(fetch(site.address("/a"), session))
    assert not failure.lasting
    assert (time.slept, site.paths) == ([], ["/a"])
    if retry_after == "86400":
        assert failure.retry_after == 86_400
        assert "(it asks for 86,400 s of patience)" in failure.message


def test_a_server_that_stays_busy_is_asked_twice(site: Site, session: Session) -> None:
    site.pages["/a"] = answer(status="429 Too Many Requests", retry_after="3")
    assert failed(fetch(site.address("/a"), session)).retry_after == 3
    assert site.paths == ["/a", "/a"]


def test_proxies_of_the_environment_are_passed_over(
    site: Site, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.pages["/a"] = answer(PAGE)
    got(fetch(site.address("/a"), session))


def test_the_rules_have_the_limits_that_are_promised() -> None:
    rules = FetchRules()
    assert (rules.max_bytes, rules.seconds, rules.redirects, rules.delay) == (5 * 2**20, 30, 5, 1)
    assert not rules.allow_private
