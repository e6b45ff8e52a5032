"""A real web server on this machine that says exactly what a test wants, well-behaved or not."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

Send = Callable[[bytes], None]
Page = bytes | Callable[["Request", Send], None]
"""Bytes to send as they are, or what does the sending."""


@dataclass(frozen=True)
class Request:
    """What a client asked for. Header names are lower case."""

    path: str
    headers: dict[str, str]


def answer(body: bytes | str = b"", status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer; `content_type="text/html"` becomes the header of that name."""
    raw = body.encode() if isinstance(body, str) else body
    lines = {"Content-Length": str(len(raw)), "Content-Type": "text/html; charset=utf-8"}
    lines |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode("latin-1") + raw


def redirect(location: str, status: str = "302 Found") -> bytes:
    """An answer that leads elsewhere."""
    return answer(status=status, location=location)


NOTHING_HERE = answer("nothing here", "404 Not Found")


class _Handler(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        with suppress(OSError):
            stream = self.request.makefile("rb")
            first, *lines = iter(lambda: stream.readline().decode("latin-1").rstrip("\r\n"), "")
            pairs = (line.partition(":") for line in lines)
            request = Request(first.split()[1], {name.lower(): value.strip() for name, _, value in pairs})
            self.server.site.requests.append(request)
            page = self.server.site.pages.get(request.path.partition("?")[0], self.server.site.otherwise)
            if isinstance(page, bytes):
                self.request.sendall(page)
            else:
                page(request, self.request.sendall)
            self.request.shutdown(socket.SHUT_WR)

    def finish(self) -> None:
        self.request.close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    site: Site
    tls: ssl.SSLContext | None = None

    def get_request(self) -> tuple[Any, Any]:
        connection, client = super().get_request()
        if self.tls is not None:
            connection.settimeout(5)
            connection = self.tls.wrap_socket(connection, server_side=True)
        return connection, client

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that breaks off is no error here."""


class _Server6(_Server):
    address_family = socket.AF_INET6


@dataclass
class Site:
    """The server. `pages` says what each path answers; `requests` is what was asked, in order."""

    machine: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None
    pages: dict[str, Page] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    otherwise: Page = NOTHING_HERE

    def __enter__(self) -> Self:
        kind = _Server6 if ":" in self.machine else _Server
        self._server = kind((self.machine, 0), _Handler)
        self._server.site = self
        self._server.tls = self.tls
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    def address(self, path: str = "/", host: str | None = None) -> str:
        """The address of a path, under the machine's own name or another."""
        machine = f"[{self.machine}]" if ":" in self.machine else self.machine
        return f"{'https' if self.tls else 'http'}://{host or machine}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """What was asked for besides robots.txt."""
        return [request.path for request in self.requests if request.path != "/robots.txt"]
