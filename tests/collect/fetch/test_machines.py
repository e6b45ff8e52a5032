"""Which machine is really asked: names that lead home, answers that change, redirects inwards, TLS names."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.collect.fetch import FetchRules, Session, fetch
from tests.collect.fetch.conftest import Time
from tests.collect.fetch.site import Site, answer, redirect
from tests.collect.fetch.test_fetch import PAGE, failed, got


@pytest.fixture
def strict(time: Time) -> Session:
    """A session as a user has it: nothing private."""
    return Session(clock=time.clock)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST."])
def test_this_machine_is_not_asked(site: Site, strict: Session, host: str) -> None:
    failure = failed(fetch(f"http://{host}:{site.port}/a", strict))
    assert "is a loopback address, not the open internet" in failure.message
    assert "--allow-private" in failure.message
    assert failure.lasting
    assert site.requests == []


def test_a_name_that_leads_home_is_refused(site: Site, strict: Session) -> None:
    strict.resolve = lambda *_: ["93.184.215.14", "127.0.0.1"]
    message = failed(fetch(f"http://news.example:{site.port}/a", strict)).message
    assert "news.example (127.0.0.1) is a loopback address" in message
    assert site.requests == []


def test_a_name_is_asked_for_once_and_the_answer_is_where_the_connection_goes(
    site: Site, session: Session
) -> None:
    """What a name server says later, or the system's resolver would, makes no difference."""
    asked: list[str] = []

    def resolve(host: str, port: int, _seconds: float) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    session.resolve = resolve
    site.pages |= {"/a": answer(PAGE), "/robots.txt": answer(status="404 Not Found")}
    got(fetch(f"http://no-such-host.invalid:{site.port}/a", session))
    assert asked == ["no-such-host.invalid"] * len(site.requests)
    assert {request.headers["host"] for request in site.requests} == {f"no-such-host.invalid:{site.port}"}


def test_an_answer_that_changes_is_checked_again(
    site: Site, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first answer passes (as if this machine were public), the second leads inwards."""
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["127.0.0.1"], ["10.0.0.5"]])
    strict = Session(clock=time.clock, resolve=lambda *_: next(answers))
    monkeypatch.setattr(
        "dateline.collect.fetch.addresses.not_public",
        lambda machine: None if machine == "127.0.0.1" else "a private address",
    )
    site.pages |= {"/a": redirect("/b"), "/b": redirect("/c"), "/c": answer(PAGE)}
    message = failed(fetch(f"http://news.example:{site.port}/a", strict)).message
    assert "news.example (10.0.0.5) is a private address" in message
    assert site.paths == ["/a", "/b"]


@pytest.mark.parametrize(
    "inwards",
    ["http://10.0.0.1/", "http://169.254.169.254/latest", "http://[::1]/", "http://[::ffff:a00:1]/"],
)
def test_redirects_do_not_lead_inwards(
    site: Site, time: Time, monkeypatch: pytest.MonkeyPatch, inwards: str
) -> None:
    from dateline.collect.fetch import addresses

    known = addresses.not_public
    monkeypatch.setattr(addresses, "not_public", lambda m: None if m == "127.0.0.1" else known(m))
    site.pages["/a"] = redirect(inwards)
    failure = failed(fetch(site.address("/a"), Session(clock=time.clock)))
    assert "not the open internet" in failure.message
    assert failure.lasting


def test_a_robots_file_does_not_lead_inwards_either(
    site: Site, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "dateline.collect.fetch.addresses.not_public",
        lambda machine: None if machine == "127.0.0.1" else "a private address",
    )
    site.pages |= {"/robots.txt": redirect("http://10.0.0.1/robots.txt"), "/a": answer(PAGE)}
    assert (
        "its robots.txt, which comes first: 10.0.0.1 is a private address"
        in failed(fetch(site.address("/a"), Session(clock=time.clock))).message
    )
    assert site.paths == []


def test_ipv6_is_spoken(session: Session) -> None:
    try:
        running = Site("::1").__enter__()
    except OSError:
        pytest.skip("this machine has no IPv6")
    try:
        running.pages["/a"] = answer(PAGE)
        fetched = got(fetch(running.address("/a"), session))
        assert fetched.address == f"http://[::1]:{running.port}/a"
        assert running.requests[-1].headers["host"] == f"[::1]:{running.port}"
        assert "loopback" in failed(fetch(running.address("/a"), Session())).message
    finally:
        running.__exit__()


def test_the_next_machine_of_a_name_is_asked_when_the_first_is_down(site: Site, session: Session) -> None:
    session.resolve = lambda *_: ["127.255.255.254", "127.0.0.1"]
    site.pages["/a"] = answer(PAGE)
    got(fetch(f"http://news.example:{site.port}/a", session))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for news.example that nobody but itself vouches for."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    command = f"{openssl} req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    names = ["-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example"]
    key = path.with_suffix(".key")
    subprocess.run([*command.split(), *names, "-keyout", key, "-out", path], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + key.read_bytes())
    return path


@pytest.fixture
def safe(certificate: Path) -> Iterator[Site]:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    with Site(tls=tls) as running:
        running.pages["/a"] = answer(PAGE)
        yield running


def secure(time: Time, trust: ssl.SSLContext | None = None) -> Session:
    session = Session(FetchRules(allow_private=True), clock=time.clock, trust=trust)
    session.resolve = lambda *_: ["127.0.0.1"]
    return session


def test_a_certificate_that_nobody_vouches_for_is_refused(safe: Site, time: Time) -> None:
    message = failed(fetch(safe.address("/a", "news.example"), secure(time))).message
    assert "the certificate of news.example is not to be trusted" in message
    assert safe.requests == []


def test_the_certificate_is_held_to_the_name_and_not_to_the_machine(
    safe: Site, time: Time, certificate: Path
) -> None:
    session = secure(time, ssl.create_default_context(cafile=str(certificate)))
    assert got(fetch(safe.address("/a", "news.example"), session)).raw == PAGE.encode()
    assert {r.headers["host"] for r in safe.requests} == {f"news.example:{safe.port}"}
    for other in ("other.example", "127.0.0.1"):
        message = failed(fetch(safe.address("/a", other), session)).message
        assert "is not to be trusted" in message
        assert other in message


def test_plain_http_behind_https_is_named(time: Time) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def say() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(1_000)
                connection.sendall(answer(PAGE))

        threading.Thread(target=say, daemon=True).start()
        message = failed(fetch(f"https://news.example:{listening.getsockname()[1]}/a", secure(time))).message
    assert "no secure connection to news.example" in message
