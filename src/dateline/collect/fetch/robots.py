"""What a site's robots.txt allows (RFC 9309)."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from dateline.collect.fetch.rules import FetchError, user_agent

MAX_BYTES = 500 * 1024
"""What comes after this is not read, as the RFC has it."""
KEPT = 86_400.0
KEPT_FAILURE = 300.0
"""Seconds: a day for what a site says; a site that was down is asked again soon."""
TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Policy:
    """One site's rules. `problem` says why nothing may be fetched; `until` is when to ask again."""

    until: float
    rules: Protego | None = None
    problem: str | None = None

    @property
    def delay(self) -> float:
        """Seconds the site wants between two fetches."""
        wanted = self.rules.crawl_delay(user_agent()) if self.rules else None
        return max(wanted or 0.0, 0.0)

    def check(self, address: str) -> None:
        """Raises FetchError where the address may not be fetched."""
        if self.problem:
            raise FetchError(f"its robots.txt, which comes first: {self.problem}")
        if self.rules and not self.rules.can_fetch(address, user_agent()):
            raise FetchError(
                "the site's robots.txt asks programs to leave this alone; save it in a browser and read that",
                lasting=True,
            )


def policy_of(raw: bytes, now: float) -> Policy:
    """The rules in a robots.txt."""
    text = raw.decode("utf-8-sig", "replace")
    return Policy(now + KEPT, Protego.parse(text))


def policy_without(error: FetchError, now: float) -> Policy:
    """What holds where there is no robots.txt: all is allowed if the server says so, else nothing."""
    status = error.status
    if status is not None and status < 500 and status != TOO_MANY:
        return Policy(now + KEPT)
    return Policy(now + KEPT_FAILURE, problem=str(error))
