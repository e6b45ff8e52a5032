"""Who may ask, and from where: host, session and origin are checked before any page is made.

The address that `dateline desk` prints holds a token, which is exchanged for a cookie at once. A request must
name a host that the desk answers to (so that no foreign name can be made to point here), carry the session,
and, if it changes anything, come from a page of the desk and carry that page's own key.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from anyio import to_thread
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS: Final = (
    ("content-security-policy", SECURITY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
)
SAFE: Final = frozenset({"GET", "HEAD"})
OPEN: Final = ("/static/", "/enter")
"""What is answered without a session: the style of the page that asks for the password, and that page."""
MOST_TRIES: Final = 5
EVERY: Final = 60.0
"""So many wrong passwords a minute are looked at; those beyond are refused unread."""
AT_ONCE: Final = max(2, os.cpu_count() or 2)
"""So many pages are made at a time, the others wait: more threads than cores would only take turns,
    slowly."""
SESSION_SECONDS: Final = 30 * 24 * 3600


@dataclass(slots=True)
class Access:
    """The secrets of a running desk and the names that it answers to."""

    hosts: frozenset[str] = frozenset({"127.0.0.1", "localhost", "[::1]"})
    any_address: bool = False
    """Whether any numeric address will do as a host, where the desk listens on all of them."""
    password: str | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    tries: list[float] = field(default_factory=list)

    def _made(self, purpose: str) -> str:
        return hmac.new(self.secret, purpose.encode(), hashlib.sha256).hexdigest()

    @property
    def session(self) -> str:
        """What the cookie of an admitted reader holds."""
        return self._made("session")

    @property
    def key(self) -> str:
        """What every form of the desk carries, and no page from elsewhere can know."""
        return self._made("write")

    def answers_to(self, host: str) -> bool:
        """Whether the desk answers to this Host header."""
        name = _name(host)
        return name in self.hosts or (self.any_address and _is_address(name))

    def admits(self, password: str) -> bool:
        """Whether this is the password; after a few wrong ones in a minute the answer is no."""
        now = time.monotonic()
        self.tries = [then for then in self.tries if now - then < EVERY]
        if self.password is None or len(self.tries) >= MOST_TRIES:
            return False
        right = same(password, self.password)
        if not right:
            self.tries.append(now)
        return right


def same(one: str, other: str) -> bool:
    """Whether two secrets are equal, in a time that tells nothing."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def _name(host: str) -> str:
    """The name in a Host header, without its port."""
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.rpartition(":")[0].lower() if ":" in host else host.lower()


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


class Guard:
    """Wraps the application: refuses, admits, and puts the headers on every answer."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
        cookie = f"dateline_{(scope.get('server') or ('', 0))[1]}"

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                fresh = [(n.encode(), v.encode()) for n, v in HEADERS if n.encode() not in given]
                if b"cache-control" not in given:
                    fresh.append((b"cache-control", b"no-store"))
                message["headers"] = [*message["headers"], *fresh]
            await send(message)

        answer = self._refusal(scope, cookie)
        await (answer or self.app)(scope, receive, guarded)

    def _refusal(self, scope: Scope, cookie: str) -> Response | None:
        """The answer that ends a request here; None where the application may answer it."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get("host", "")
        if not self.access.answers_to(host):
            return PlainTextResponse(
                "This desk does not answer to that host name; use the address that `dateline desk` "
                "printed.\n",
                421,
            )
        writes = scope["method"] not in SAFE
        if writes and urlsplit(headers.get("origin", "")).netloc != host:
            return PlainTextResponse("A change must come from a page of this desk.\n", 403)
        if scope["path"].startswith(OPEN):
            return None
        query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
        token = query.pop("token", None)
        if (
            token is not None
            and not writes
            and self.access.password is None
            and same(token, self.access.token)
        ):
            return self._exchange(scope["path"], query, cookie)
        if _has_session(headers, cookie, self.access):
            return None
        if self.access.password is not None:
            return RedirectResponse("/enter", 303) if not writes else PlainTextResponse("Enter first.\n", 403)
        return PlainTextResponse(
            "This desk is private. Open the address that `dateline desk` printed, with its token.\n", 403
        )

    def _exchange(self, path: str, query: Mapping[str, str], cookie: str) -> Response:
        """The token leaves the address, so that it is not passed on with it; a cookie takes its place."""
        local = "/" + path.lstrip("/\\")
        answer = RedirectResponse(local + (f"?{urlencode(query)}" if query else ""), 303)
        admit(answer, cookie, self.access)
        return answer


def admit(answer: Response, cookie: str, access: Access) -> None:
    """Gives whoever gets this answer a session."""
    answer.set_cookie(
        cookie, access.session, max_age=SESSION_SECONDS, httponly=True, samesite="lax", path="/"
    )


def _has_session(headers: Mapping[str, str], cookie: str, access: Access) -> bool:
    bearer = headers.get("authorization", "").removeprefix("Bearer ")
    if access.password is None and bearer and same(bearer, access.token):
        return True
    try:
        jar = SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return False
    return cookie in jar and same(jar[cookie].value, access.session)
