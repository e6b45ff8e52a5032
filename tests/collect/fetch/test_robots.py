"""robots.txt as RFC 9309 has it, asked for once a day."""

from __future__ import annotations

import pytest

from dateline.collect.fetch import Session, fetch
from tests.collect.fetch.conftest import Time
from tests.collect.fetch.site import Page, Request, Send, Site, answer, redirect
from tests.collect.fetch.test_fetch import PAGE, failed, got


@pytest.fixture(autouse=True)
def pages(site: Site) -> None:
    site.pages |= {"/open/a": answer(PAGE), "/closed/a": answer(PAGE)}


def robots(site: Site) -> int:
    return sum(request.path == "/robots.txt" for request in site.requests)


RULES = "User-agent: *\nDisallow: /closed/\nAllow: /closed/but-this\n"


@pytest.mark.parametrize(
    "text",
    [
        RULES,
        f"\ufeff{RULES}",
        RULES.replace("\n", "\r\n"),
        f"User-agent: *\nDisallow: /\n\n{RULES.replace('*', 'dateline')}",
        RULES + "\0\x01 nonsense ::: \n" * 5,
    ],
)
def test_what_is_disallowed_is_not_fetched(site: Site, session: Session, text: str) -> None:
    site.pages["/robots.txt"] = answer(text, content_type="text/plain")
    site.pages["/closed/but-this"] = answer(PAGE)
    got(fetch(site.address("/open/a"), session))
    got(fetch(site.address("/closed/but-this"), session))
    failure = failed(fetch(site.address("/closed/a"), session))
    assert "robots.txt asks programs to leave this alone" in failure.message
    assert failure.lasting
    assert site.paths == ["/open/a", "/closed/but-this"]


def test_a_redirect_does_not_lead_around_it(site: Site, session: Session) -> None:
    site.pages |= {"/robots.txt": answer(RULES), "/open/b": redirect("/closed/a")}
    assert "robots.txt" in failed(fetch(site.address("/open/b"), session)).message
    assert site.paths == ["/open/b"]


@pytest.mark.parametrize(
    "page",
    [
        answer("Disallow: /", "404 Not Found"),
        answer(RULES, "403 Forbidden"),
        answer(status="410 Gone"),
        answer("<html>the front page</html>"),
        redirect("/robots.txt"),
        answer(""),
    ],
)
def test_without_rules_all_is_allowed(site: Site, session: Session, page: Page) -> None:
    site.pages["/robots.txt"] = page
    got(fetch(site.address("/closed/a"), session))


@pytest.mark.parametrize(
    "page",
    [answer(status="500 Internal Server Error"), answer(status="429 Too Many Requests"), b"", b"nonsense"],
)
def test_rules_that_cannot_be_had_forbid_everything_for_a_while(
    site: Site, session: Session, time: Time, page: Page
) -> None:
    site.pages["/robots.txt"] = page
    failure = failed(fetch(site.address("/open/a"), session))
    assert failure.message.startswith("its robots.txt, which comes first: the server")
    assert not failure.lasting
    failed(fetch(site.address("/open/a"), session))
    assert (site.paths, robots(site)) == ([], 1)
    site.pages["/robots.txt"] = answer(RULES)
    time.passed += 301
    got(fetch(site.address("/open/a"), session))


def test_rules_are_kept_for_a_day(site: Site, session: Session, time: Time) -> None:
    site.pages["/robots.txt"] = answer(RULES)
    for _ in range(3):
        got(fetch(site.address("/open/a"), session))
    assert robots(site) == 1
    time.passed += 86_401
    got(fetch(site.address("/open/a"), session))
    assert robots(site) == 2


def test_rules_are_looked_for_where_they_moved(site: Site, session: Session) -> None:
    site.pages |= {"/robots.txt": redirect("/rules.txt"), "/rules.txt": answer(RULES)}
    failed(fetch(site.address("/closed/a"), session))


def test_only_the_first_500_kib_count(site: Site, session: Session) -> None:
    def endless(_request: Request, send: Send) -> None:
        send(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /closed/\n")
        while True:
            send(b"Disallow: /x\n" * 1_000)

    site.pages["/robots.txt"] = endless
    got(fetch(site.address("/open/a"), session))
    failed(fetch(site.address("/closed/a"), session))


@pytest.mark.parametrize(
    ("wanted", "slept"),
    [("4", 4.0), ("0.2", 1.0), ("9000", 30.0), ("often", 1.0), ("nan", 1.0), ("-5", 1.0)],
)
def test_the_delay_a_site_asks_for_is_kept_up_to_a_point(
    site: Site, session: Session, time: Time, wanted: str, slept: float
) -> None:
    site.pages["/robots.txt"] = answer(f"User-agent: *\nCrawl-delay: {wanted}\n")
    got(fetch(site.address("/open/a"), session))
    got(fetch(site.address("/open/a"), session))
    assert time.slept == [slept]
