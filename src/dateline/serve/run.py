"""The desk's start: where it listens, who may enter, what it says about that."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass

import uvicorn

from dateline.errors import UserError
from dateline.keep import Store
from dateline.serve.app import make_app
from dateline.serve.contents import Contents
from dateline.serve.desk import Desk, Reader
from dateline.serve.guard import Access
from dateline.serve.judged import Judged
from dateline.serve.links import Links
from dateline.serve.view import View, Views

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
ANY = frozenset({"0.0.0.0", "::"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the desk listens. Beyond this machine a password is demanded; `names` are further host names."""

    host: str = "127.0.0.1"
    port: int = 8765
    password: str | None = None
    names: tuple[str, ...] = ()

    def access(self) -> Access:
        """Who may enter; UserError where others could without a password."""
        if self.host not in LOOPBACK and not self.password:
            raise UserError(
                f"--host {self.host}: others could reach the desk; give a password with --password-file FILE "
                "or in DATELINE_PASSWORD"
            )
        shown = f"[{self.host}]" if ":" in self.host else self.host
        hosts = {"127.0.0.1", "localhost", "[::1]", shown, *(name.lower() for name in self.names)}
        if self.host in ANY:
            hosts.add(socket.gethostname().lower())
        return Access(frozenset(hosts), self.host in ANY, self.password or None)


def open_desk(store: Store, access: Access, reader: Reader | None = None) -> Desk:
    """A desk over a store; UserError where the store has nothing to show yet."""
    return Desk(store, Views(store, _warm), access, reader)


def _warm(view: View) -> None:
    """Asks what costs most and every reader wants: all incidents, and what filters can be filled with."""
    contents = Contents(view, Links(), Judged())
    contents.overview({})
    contents.ledger({})


def serve(
    store: Store,
    place: Place,
    reader: Reader | None = None,
    tell: Callable[[str], object] = print,
) -> None:
    """Answers until it is ended. `tell` gets the address to open."""
    desk = open_desk(store, place.access(), reader)
    listening = _socket(place)
    host = "127.0.0.1" if place.host in ANY else place.host
    address = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/"
    tell(address if desk.access.password else f"{address}?token={desk.access.token}")
    config = uvicorn.Config(
        make_app(desk), log_level="warning", server_header=False, access_log=False, proxy_headers=False,
            ws="none",
        lifespan="off", timeout_keep_alive=30,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])


def _socket(place: Place) -> socket.socket:
    """A listening socket; UserError where the port cannot be had."""
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((place.host, place.port))
        made.listen(128)  # so that the address answers from the moment it is told
    except (OSError, OverflowError) as error:
        made.close()
        raise UserError(
            f"{place.host}:{place.port}: cannot listen there ({error}); choose another with --port, 0 for "
            f"any free one"
        ) from error
    return made
