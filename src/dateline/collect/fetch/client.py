"""An address to its bytes: whose turn it is, what robots.txt says, every redirect checked like the first."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.message import Message
from http import HTTPStatus

from dateline.collect.fetch.addresses import (
    Resolver,
    Target,
    machines,
    parse_address,
    redirected,
    system_resolver,
)
from dateline.collect.fetch.body import ACCEPTED
from dateline.collect.fetch.exchange import Answer, Limits, exchange
from dateline.collect.fetch.pace import Clock, Pace, wanted_wait
from dateline.collect.fetch.reasons import BUSY, refused
from dateline.collect.fetch.robots import MAX_BYTES, Policy, policy_of, policy_without
from dateline.collect.fetch.rules import (
    Fetched,
    FetchError,
    FetchFailure,
    FetchRules,
    Validators,
    user_agent,
)

ACCEPT = (
    "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5"
)
NOTHING_KNOWN = Validators()
REDIRECTS = frozenset({301, 302, 303, 307, 308})
LONGEST_VALIDATOR = 1_000


@dataclass(slots=True)
class Session:
    """What one fetch knows of those before it: whose turn it is, and what each site's robots.txt says.

    One thread uses it at a time. `trust` says which certificates hold (the system's, and those that
    `SSL_CERT_FILE` names, where none is given); `resolve` and `clock` are for tests.
    """

    rules: FetchRules = field(default_factory=FetchRules)
    resolve: Resolver = system_resolver
    clock: Clock = field(default_factory=Clock)
    trust: ssl.SSLContext | None = None
    policies: dict[str, Policy] = field(default_factory=dict)
    pace: Pace = field(init=False)

    def __post_init__(self) -> None:
        self.pace = Pace(self.clock)


@dataclass(slots=True)
class _Trip:
    """One fetch under way: what it may take, what it sends along, and the time it has left."""

    session: Session
    max_bytes: int
    headers: Mapping[str, str]
    left: float
    cut: bool = False
    obedient: bool = True
    asked: set[str] = field(default_factory=set)


def fetch(
    address: str,
    session: Session,
    *,
    known: Validators = NOTHING_KNOWN,
    max_bytes: int | None = None,
) -> Fetched | FetchFailure:
    """The document at an address, or the one line that says why there is none; never raises for bad input.

    `known` makes the question conditional: `Fetched.unchanged` says that nothing is new. `max_bytes`
    takes the place of the rules' own limit.
    """
    headers = {"User-Agent": user_agent(), "Accept": ACCEPT, "Accept-Encoding": ACCEPTED}
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    rules = session.rules
    trip = _Trip(session, max_bytes or rules.max_bytes, headers, rules.seconds)
    try:
        target, answer = _travel(trip, parse_address(address))
    except FetchError as error:
        return error.failure(address)
    return _fetched(target, answer, session)


def _travel(trip: _Trip, target: Target) -> tuple[Target, Answer]:
    """From redirect to redirect, to the answer at their end."""
    visited = {target.address}
    while True:
        answer = _patient(trip, target)
        location = answer.headers.get("location")
        if answer.status not in REDIRECTS or location is None:
            if not 200 <= answer.status < 300 and not _is_unchanged(answer, trip):
                raise refused(answer.status, _wanted_wait(answer, trip))
            return target, answer
        target = redirected(target, location)
        if target.address in visited:
            raise FetchError("its redirects go round in a circle; check the address", status=answer.status)
        if len(visited) > trip.session.rules.redirects:
            raise FetchError(
                f"more than {trip.session.rules.redirects} redirects, one after the other; check the address",
                status=answer.status,
            )
        visited.add(target.address)


def _patient(trip: _Trip, target: Target) -> Answer:
    """The answer; a server that says when it will have time is asked once more then."""
    answer = _ask(trip, target)
    if answer.status not in BUSY:
        return answer
    session = trip.session
    wait = _wanted_wait(answer, trip)
    if wait is None or wait > session.rules.longest_wait:
        return answer
    session.clock.sleep(wait)
    return _ask(trip, target)


def _ask(trip: _Trip, target: Target) -> Answer:
    """One question, when it is the host's turn and robots.txt has nothing against it."""
    session = trip.session
    rules = session.rules
    start = session.clock.seconds()
    found = machines(target, session.resolve, trip.left, allow_private=rules.allow_private)
    trip.left -= session.clock.seconds() - start
    if trip.obedient:
        policy = _policy(trip, target)
        policy.check(target.address)
        if target.host not in trip.asked:
            session.pace.take_turn(target.host, max(rules.delay, min(policy.delay, rules.longest_wait)))
            trip.asked.add(target.host)
    start = session.clock.seconds()
    limits = Limits(
        until=start + trip.left,
        seconds=rules.seconds,
        connect_seconds=rules.connect_seconds,
        max_bytes=trip.max_bytes,
        clock=session.clock.seconds,
        cut=trip.cut,
    )
    try:
        return exchange(target, found, trip.headers, limits, session.trust)
    finally:
        trip.left -= session.clock.seconds() - start
        if trip.obedient:
            session.pace.done(target.host)


def _policy(trip: _Trip, target: Target) -> Policy:
    """The site's rules, asked for once a day."""
    session = trip.session
    now = session.clock.seconds()
    policy = session.policies.get(target.site)
    if policy is None or policy.until <= now:
        for site in [site for site, old in session.policies.items() if old.until <= now]:
            del session.policies[site]
        policy = session.policies[target.site] = _asked_policy(trip, target)
    return policy


def _asked_policy(trip: _Trip, target: Target) -> Policy:
    """The rules as the site gives them; the time that takes is the trip's."""
    session = trip.session
    headers = {"User-Agent": user_agent(), "Accept-Encoding": ACCEPTED}
    side_trip = _Trip(session, MAX_BYTES, headers, trip.left, cut=True, obedient=False)
    try:
        _, answer = _travel(side_trip, replace(target, path="/robots.txt"))
    except FetchError as error:
        return policy_without(error, session.clock.seconds())
    finally:
        trip.left = side_trip.left
    return policy_of(answer.raw, session.clock.seconds())


def _wanted_wait(answer: Answer, trip: _Trip) -> float | None:
    return wanted_wait(answer.headers.get("retry-after"), trip.session.clock.now())


def _is_unchanged(answer: Answer, trip: _Trip) -> bool:
    """Whether it says that there is nothing newer, having been asked that."""
    asked = trip.headers.keys() & {"If-None-Match", "If-Modified-Since"}
    return answer.status == HTTPStatus.NOT_MODIFIED and bool(asked)


def _fetched(target: Target, answer: Answer, session: Session) -> Fetched:
    media_type, charset = _content_type(answer.headers.get("content-type"))
    return Fetched(
        address=target.address,
        status=answer.status,
        raw=answer.raw,
        fetched_at=session.clock.now(),
        media_type=media_type,
        charset=charset,
        validators=Validators(
            _validator(answer.headers.get("etag")), _validator(answer.headers.get("last-modified"))
        ),
    )


def _content_type(value: str | None) -> tuple[str | None, str | None]:
    """Media type and charset of a header; what is no media type is None."""
    if not value or "/" not in value.partition(";")[0]:
        return None, None
    message = Message()
    message["Content-Type"] = value
    charset = message.get_content_charset()
    return message.get_content_type(), charset.strip() if charset else None


def _validator(value: str | None) -> str | None:
    return value if value and len(value) <= LONGEST_VALIDATOR else None
