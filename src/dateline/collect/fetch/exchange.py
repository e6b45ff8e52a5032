"""One question and one answer over HTTP, with limits that hold against any server.

Time and size are watched where the bytes come in, below the HTTP library: a server that sends one
byte every few seconds, or a line without an end, gets no further than one that answers as it should.
"""

from __future__ import annotations

import http.client
import io
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, cast

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, ProtocolError
from urllib3.response import HTTPResponse

from dateline.collect.fetch.addresses import Target
from dateline.collect.fetch.body import TooLongError, unpacked
from dateline.collect.fetch.reasons import named

BLOCK = 65_536
FOR_HEADERS = 1_048_576
"""Bytes on the wire besides the body: headers, and what chunked transfer adds."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one exchange may take: until when (on `clock`), and how many bytes after unpacking.

    With `cut`, a longer body ends there; otherwise it is an error.
    """

    until: float
    seconds: float
    connect_seconds: float
    max_bytes: int
    clock: Callable[[], float]
    cut: bool = False

    @property
    def left(self) -> float:
        """Seconds left; raises TimeoutError where there are none."""
        left = self.until - self.clock()
        if left <= 0:
            raise TimeoutError
        return left


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. The body is read only where the status is one of success."""

    status: int
    headers: Mapping[str, str]
    raw: bytes


@cache
def system_trust() -> ssl.SSLContext:
    """The certificates that the system trusts, and those that `SSL_CERT_FILE` names."""
    return ssl.create_default_context()


def exchange(
    target: Target,
    machines: tuple[str, ...],
    headers: Mapping[str, str],
    limits: Limits,
    trust: ssl.SSLContext | None,
) -> Answer:
    """Asks the first machine that takes the connection; raises FetchError where that gives nothing."""
    with named(target, limits.seconds, limits.max_bytes):
        connection = _connected(target, machines, limits, trust)
        try:
            return _asked(connection, target, headers, limits)
        finally:
            connection.close()


def _connected(
    target: Target, machines: tuple[str, ...], limits: Limits, trust: ssl.SSLContext | None
) -> HTTPConnection:
    for machine in machines[:-1]:
        try:
            return _connection(target, machine, limits, trust)
        except (HTTPError, OSError):
            continue  # the next machine of the same name may be up
    return _connection(target, machines[-1], limits, trust)


def _connection(target: Target, machine: str, limits: Limits, trust: ssl.SSLContext | None) -> HTTPConnection:
    """A connection to the machine in figures; the certificate must still be one for the host's name."""
    seconds = min(limits.left, limits.connect_seconds)
    connection = (
        HTTPSConnection(
            machine,
            target.port,
            timeout=seconds,
            ssl_context=trust or system_trust(),
            server_hostname=target.host,
        )
        if target.scheme == "https"
        else HTTPConnection(machine, target.port, timeout=seconds)
    )
    try:
        connection.connect()
    except BaseException as error:
        connection.close()
        if isinstance(error, TimeoutError):
            raise ConnectTimeoutError(str(error)) from error
        raise
    return connection


def _asked(connection: HTTPConnection, target: Target, headers: Mapping[str, str], limits: Limits) -> Answer:
    connection.response_class = cast("Any", partial(_Metered, limits=limits))
    connection.request(
        "GET",
        target.path,
        headers={"Host": target.place, **headers, "Connection": "close"},
        preload_content=False,
        decode_content=False,
    )
    response = connection.getresponse()
    try:
        found = {name.lower(): value for name, value in response.headers.items()}
        if not 200 <= response.status < 300:
            return Answer(response.status, found, b"")
        raw = _body(response, found, limits)
        return Answer(response.status, found, raw)
    finally:
        response.close()


def _body(response: HTTPResponse, headers: Mapping[str, str], limits: Limits) -> bytes:
    if not limits.cut and (response.length_remaining or 0) > limits.max_bytes:
        raise TooLongError  # as the server says beforehand
    blocks = response.stream(BLOCK, decode_content=False)
    raw = bytearray()
    try:
        for block in unpacked(blocks, headers.get("content-encoding", "")):
            raw += block
            if len(raw) > limits.max_bytes:
                if limits.cut:
                    break
                raise TooLongError
    except ValueError as error:  # a chunk of negative length
        raise ProtocolError("a length that is none") from error
    return bytes(raw[: limits.max_bytes])


class _Metered(http.client.HTTPResponse):
    """A response whose every byte, headers included, comes through a `_Wire`."""

    def __init__(self, sock: Any, *args: Any, limits: Limits, **options: Any) -> None:  # noqa: ANN401
        super().__init__(sock, *args, **options)
        self.fp = io.BufferedReader(_Wire(sock, self.fp.detach(), limits))


class _Wire(io.RawIOBase):
    """The bytes from a socket while there is time and room for them."""

    def __init__(self, sock: Any, raw: io.RawIOBase, limits: Limits) -> None:  # noqa: ANN401
        self._sock = sock
        self._raw = raw
        self._limits = limits
        self._room = limits.max_bytes + FOR_HEADERS

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any, /) -> int | None:  # noqa: ANN401 - any writable buffer
        """Waits for bytes no longer than there is time left for the whole exchange."""
        self._sock.settimeout(self._limits.left)
        count = self._raw.readinto(buffer)
        self._room -= count or 0
        if self._room < 0:
            raise TooLongError
        return count

    def close(self) -> None:
        """Closes the socket's side too."""
        self._raw.close()
        super().close()
