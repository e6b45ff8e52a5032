"""Addresses of the web: what may be asked for, and which machines may be asked.

A host's name is resolved here, every answer is checked, and the connection goes to the very address
that was checked, so that a second answer of the name server cannot lead elsewhere.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urljoin

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from dateline.collect.fetch.rules import FetchError

Resolver = Callable[[str, int, float], Sequence[str]]
"""Host, port and seconds that it may take, to addresses in figures; raises OSError where there is none."""
PORTS = {"http": 80, "https": 443}
LONGEST = 4_000
"""Characters an address may have; browsers and servers stop at about twice that."""
UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\\]")
NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)", re.IGNORECASE)
NAT64 = ip_network("64:ff9b::/96")
SHARED = ip_network("100.64.0.0/10")
"""Between an access provider and its customers."""
NOT_FOR_ALL = tuple(
    ip_network(block) for block in ("192.88.99.0/24", "64:ff9b:1::/48", "fec0::/10", "3fff::/20", "5f00::/16")
)
"""Not the open internet either, though not every Python version knows of them."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart. `host` is in ASCII, without brackets or a dot at its end."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def place(self) -> str:
        """Host and port as a `Host` header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def site(self) -> str:
        """What shares one robots.txt: scheme, host and port."""
        return f"{self.scheme}://{self.place}"

    @property
    def address(self) -> str:
        """The whole address, without the part after `#`."""
        return self.site + self.path


def parse_address(address: str) -> Target:
    """The address taken apart; raises FetchError where it is none that may be fetched."""
    if len(address) > LONGEST:
        raise FetchError(f"the address has more than {LONGEST:,} characters; check it", lasting=True)
    if UNSAFE.search(address):
        raise FetchError("there are blanks or control characters in the address; take them out", lasting=True)
    try:
        parts = parse_url(address)
    except LocationParseError as error:
        raise FetchError("this is no address that can be understood; check it", lasting=True) from error
    if parts.scheme not in PORTS or not re.match(r"https?://", address, re.IGNORECASE):
        raise FetchError("only addresses that begin with http:// or https:// are fetched", lasting=True)
    if parts.auth is not None:
        raise FetchError("there is a user name in the address; take it out", lasting=True)
    host = _checked_host(parts.host, address)
    return Target(parts.scheme, host, parts.port or PORTS[parts.scheme], parts.request_uri)


def redirected(target: Target, location: str) -> Target:
    """Where a redirect leads; what servers often get wrong is put right as browsers do.

    Headers are read as Latin-1, though most servers write UTF-8 into them; and some leave blanks in.
    """
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        whole = urljoin(target.address, location.strip().replace(" ", "%20"))
    except ValueError:
        whole = location
    try:
        return parse_address(whole)
    except FetchError as error:
        raise FetchError(f"it leads on to “{_short(location)}”: {error}", lasting=True) from error


def machines(target: Target, resolve: Resolver, seconds: float, *, allow_private: bool) -> tuple[str, ...]:
    """The machines behind the target, in figures; raises FetchError where one of them may not be asked."""
    found = _in_figures(target.host) or _resolved(target, resolve, seconds)
    if not allow_private:
        for machine in found:
            kind = not_public(machine)
            if kind:
                name = machine if machine == target.host else f"{target.host} ({machine})"
                raise FetchError(
                    f"{name} is {kind}, not the open internet; give --allow-private if you mean it",
                    lasting=True,
                )
    return found


def not_public(machine: str) -> str | None:
    """What kind of closed address this is, or None where it is one of the open internet."""
    try:
        address = ip_address(machine)
    except ValueError:
        return "an address that cannot be checked"
    inner = _embedded(address)
    if inner is not None:
        return not_public(str(inner))
    kinds = (
        ("an unspecified address", address.is_unspecified),
        ("a loopback address", address.is_loopback),
        ("a link-local address", address.is_link_local),
        ("a multicast address", address.is_multicast),
        ("a provider's shared address", address.version == 4 and address in SHARED),
        ("a private address", address.is_private),
        ("a reserved address", address.is_reserved or not address.is_global),
        (
            "a reserved address",
            any(address in block for block in NOT_FOR_ALL if block.version == address.version),
        ),
    )
    return next((kind for kind, holds in kinds if holds), None)


def system_resolver(host: str, port: int, seconds: float) -> Sequence[str]:
    """What the system's resolver says. It knows no time limit of its own, so it runs beside us."""
    found: list[str] = []
    problems: list[OSError] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:  # UnicodeError: a label that is too long
            problems.append(error if isinstance(error, OSError) else OSError(str(error)))
        else:
            found.extend(dict.fromkeys(str(answer[4][0]) for answer in answers))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(max(seconds, 0))
    if problems:
        raise problems[0]
    if not found:
        raise TimeoutError("the name server does not answer")
    return found


def _checked_host(host: str | None, address: str) -> str:
    plain = (host or "").strip("[]").removesuffix(".")
    before_path = re.split(r"[/?#]", address.partition("://")[2], maxsplit=1)[0]
    if not plain or "%" in before_path:
        raise FetchError("there is no host name in the address; check it", lasting=True)
    if NUMERIC.fullmatch(plain.rsplit(".", 1)[-1]) and not _in_figures(plain):
        raise FetchError(
            f"“{plain}” is an unusual way to write a host; write it as 203.0.113.7", lasting=True
        )
    return plain


def _in_figures(host: str) -> tuple[str, ...]:
    try:
        return (str(ip_address(host)),)
    except ValueError:
        return ()


def _resolved(target: Target, resolve: Resolver, seconds: float) -> tuple[str, ...]:
    try:
        return tuple(resolve(target.host, target.port, seconds))
    except TimeoutError as error:
        raise FetchError(
            f"the name server did not say within {seconds:.0f} s where {target.host} is; try again later"
        ) from error
    except OSError as error:
        raise FetchError(
            f"no host of the name {target.host} was found; check the address and the network"
        ) from error


def _embedded(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for: mapped, 6to4, or translated (NAT64)."""
    if isinstance(address, IPv4Address):
        return None
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


def _short(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text[:100])
