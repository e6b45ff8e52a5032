"""What goes wrong between here and an address, each thing in one line: what, and what to do."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    IncompleteRead,
    InvalidChunkLength,
    NewConnectionError,
)

from dateline.collect.fetch.addresses import Target
from dateline.collect.fetch.body import BrokenBodyError, TooLongError
from dateline.collect.fetch.rules import MEBIBYTE, FetchError

BUSY = frozenset({429, 503})
"""The statuses that may say when to come again."""
ADVICE = (
    ({401, 402, 403, 407, 451}, "the site keeps it from programs; save it in a browser and read the file"),
    ({404, 410}, "check the address"),
    ({408, 425, 429}, "try again later"),
    (range(500, 600), "the site has trouble; try again later"),
)
PASSING = frozenset({408, 425, 429})
"""Below 500, only these may go otherwise next time."""
NO_CONNECTION = "no connection to {target.place} could be made; check the address and the network"
REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (NewConnectionError, NO_CONNECTION),
    (ConnectTimeoutError, "{target.place} does not take the connection in time; try again later"),
    (TimeoutError, "it was not done within {seconds:g} s; try again later"),
    (ssl.SSLError, "no secure connection to {target.place} could be made; check whether it is http:// there"),
    (InvalidChunkLength, "the server sent broken chunks; try again later"),
    (IncompleteRead, "the server broke off before the end; try again later"),
    (http.client.IncompleteRead, "the server broke off before the end; try again later"),
    (ConnectionError, "the server closed the connection; try again later"),
    (http.client.HTTPException, "the server's answer is not proper HTTP; check the address and the port"),
    (HTTPError, "the server's answer breaks off or is not proper HTTP; try again later"),
)
"""The first that fits tells what went wrong."""


def refused(status: int, wait: float | None) -> FetchError:
    """What an answer says that brings no document; `wait` is the time that it asks for, in seconds."""
    advice = next((line for statuses, line in ADVICE if status in statuses), "check the address")
    later = f" (it asks for {wait:,.0f} s of patience)" if wait and status in BUSY else ""
    return FetchError(
        f"the server answers {_status_line(status)}{later}; {advice}",
        status=status,
        retry_after=wait,
        lasting=status < 500 and status not in PASSING,
    )


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


@contextmanager
def named(target: Target, seconds: float, max_bytes: int) -> Iterator[None]:
    """Turns whatever goes wrong on the network into one line."""
    try:
        yield
    except FetchError:
        raise
    except TooLongError as error:
        raise FetchError(
            f"it is larger than {max_bytes / MEBIBYTE:,.3g} MiB; not read", lasting=True
        ) from error
    except BrokenBodyError as error:
        raise FetchError(f"{error}; try again later") from error
    except (HTTPError, http.client.HTTPException, OSError) as error:
        raise FetchError(_reason(error, target, seconds)) from error


def _reason(error: BaseException, target: Target, seconds: float) -> str:
    """One line for what the libraries below raise; they wrap each other's errors, so all are looked at."""
    causes = list(_causes(error))
    certificate = next((c for c in causes if isinstance(c, ssl.SSLCertVerificationError)), None)
    if certificate is not None:
        why = str(certificate.verify_message).rstrip(".")
        return f"the certificate of {target.host} is not to be trusted ({why}); not read"
    for kind, line in REASONS:
        if any(isinstance(cause, kind) for cause in causes):
            return line.format(target=target, seconds=seconds)
    return NO_CONNECTION.format(target=target)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
