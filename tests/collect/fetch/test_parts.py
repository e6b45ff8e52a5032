"""The parts of fetching by themselves: names, waiting, unpacking."""

from __future__ import annotations

import gzip
import socket
import threading
import time as real_time
import zlib
from collections.abc import Iterator
from email.message import Message
from importlib.metadata import PackageNotFoundError

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.collect.fetch import pace, rules
from dateline.collect.fetch.addresses import system_resolver
from dateline.collect.fetch.body import PIECE, BrokenBodyError, unpacked
from dateline.collect.fetch.pace import Pace, wanted_wait
from dateline.config import VERSION
from tests.collect.fetch.conftest import Time


@pytest.mark.parametrize(
    ("declared", "name"),
    [
        ([], f"dateline/{VERSION}"),
        (["Changes, https://news.example/changes"], f"dateline/{VERSION}"),
        (
            ["Changes, https://news.example/c", "Homepage, https://news.example/"],
            f"dateline/{VERSION} (+https://news.example/)",
        ),
        (None, f"dateline/{VERSION}"),
    ],
)
def test_the_name_has_the_version_and_the_home_page_where_one_is_declared(
    monkeypatch: pytest.MonkeyPatch, declared: list[str] | None, name: str
) -> None:
    def metadata(_name: str) -> Message:
        if declared is None:
            raise PackageNotFoundError
        message = Message()
        for line in declared:
            message["Project-URL"] = line
        return message

    monkeypatch.setattr(rules, "metadata", metadata)
    assert rules.user_agent.__wrapped__() == name


def test_only_so_many_hosts_are_remembered(monkeypatch: pytest.MonkeyPatch, time: Time) -> None:
    monkeypatch.setattr(pace, "REMEMBERED", 2)
    turns = Pace(time.clock)
    for host in ("a", "b", "a", "c"):
        turns.done(host)
    assert list(turns.last) == ["a", "c"]


@given(st.text(max_size=40) | st.integers().map(str))
@example("Sun, 22 Nov 20269999999999999999999 13:00:00 GMT")
@example("Sun, 22 Nov 2026 13:00:00 -0000")
@example("9" * 400)
def test_any_retry_after_is_a_time_or_nothing(value: str) -> None:
    wait = wanted_wait(value, Time().clock.now())
    assert wait is None or wait >= 0


def test_the_systems_resolver_knows_this_machine() -> None:
    assert set(system_resolver("localhost", 80, 10)) <= {"127.0.0.1", "::1"}


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a" * 64 + ".example", "a..example"])
def test_the_systems_resolver_says_what_it_does_not_know(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known = socket.getaddrinfo

    def nothing(*arguments: object, **named: object) -> list[object]:
        if host.endswith(".invalid"):  # no question to a name server from a test
            raise socket.gaierror(-2, "Name or service not known")
        return known(*arguments, **named)  # type: ignore[arg-type, return-value]

    monkeypatch.setattr(socket, "getaddrinfo", nothing)
    with pytest.raises(OSError, match=r"not known|label|idna"):
        system_resolver(host, 80, 10)


def test_a_name_server_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: released.wait(10) and [])
    start = real_time.monotonic()
    with pytest.raises(TimeoutError):
        system_resolver("news.example", 80, 0.05)
    released.set()
    assert real_time.monotonic() - start < 1


def cut(raw: bytes, at: list[int]) -> Iterator[bytes]:
    ends = sorted({min(place, len(raw)) for place in at} | {len(raw)})
    return (raw[start:end] for start, end in zip([0, *ends], ends, strict=False))


@given(st.binary(max_size=3_000), st.lists(st.integers(0, 3_000), max_size=8), st.integers(0, 3))
@example(b"text", [0], 2)
@example(b"text", [1], 2)
def test_what_was_packed_is_unpacked_however_it_is_cut(raw: bytes, at: list[int], kind: int) -> None:
    packed, coding = (
        (gzip.compress(raw), "gzip"),
        (gzip.compress(raw[:9]) + gzip.compress(raw[9:]), "gzip"),
        (zlib.compress(raw), "deflate"),
        (raw, ""),
    )[kind]
    assert b"".join(unpacked(cut(packed, at), coding)) == raw


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "gzip, br", "\x00"]))
def test_any_bytes_unpack_or_are_refused(raw: bytes, coding: str) -> None:
    try:
        b"".join(unpacked([raw], coding))
    except BrokenBodyError as error:
        reason = str(error)
    else:
        reason = "it is whole"
    assert reason.isprintable()


def test_the_second_part_may_begin_where_a_block_does() -> None:
    parts = [gzip.compress(b"one, "), gzip.compress(b"two")]
    for at in range(len(parts[0]) - 2, len(parts[0]) + 3):
        assert b"".join(unpacked(cut(b"".join(parts), [at]), "gzip")) == b"one, two"


def test_a_bomb_goes_off_in_pieces() -> None:
    packed = gzip.compress(bytes(50 * PIECE))
    assert max(map(len, unpacked([packed], "gzip"))) <= PIECE
