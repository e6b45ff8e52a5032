"""What a caller may set for fetching, and what comes back: bytes, or one line that says why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata

from dateline.collect.items import Declared, Document
from dateline.config import VERSION
from dateline.model import Failure

MEBIBYTE = 1_048_576
PAGE_BYTES = 5 * MEBIBYTE
"""Where CC-NEWS cuts its pages too; hardly any article is longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRules:
    """How far a fetch may go. Times are in seconds, sizes in bytes after unpacking.

    `seconds` is the time that one fetch may spend on the network, redirects and robots.txt included;
    waiting for a host's turn does not count. `delay` lies between two fetches from one host. A host's
    own wishes (`Crawl-delay`, `Retry-After`) are followed up to `longest_wait`. Any port may be asked for;
    addresses inside a private network only with `allow_private`. Proxies are not used: what the
    environment says of them is passed over, since behind one nobody could check the address.
    """

    allow_private: bool = False
    max_bytes: int = PAGE_BYTES
    seconds: float = 30.0
    connect_seconds: float = 10.0
    redirects: int = 5
    delay: float = 1.0
    longest_wait: float = 30.0


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave along with a document, to ask later whether there is a newer one."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address gave. `address` is the one at the end of all redirects.

    `status` 304 means that nothing has changed since the validators handed in; `raw` is empty then.
    `media_type` and `charset` are what the header says, lower case; nothing has been checked.
    """

    address: str
    status: int
    raw: bytes
    fetched_at: datetime
    media_type: str | None = None
    charset: str | None = None
    validators: Validators = Validators()

    @property
    def unchanged(self) -> bool:
        """Whether the server says that nothing has changed."""
        return self.status == 304

    @property
    def document(self) -> Document:
        """The same as any source hands it over, its address declared."""
        return Document(
            origin=self.address,
            raw=self.raw,
            declared=Declared(url=self.address),
            media_type=self.media_type,
            charset=self.charset,
        )


@dataclass(frozen=True, slots=True)
class FetchFailure(Failure):
    """An address that gave nothing. `lasting`: asking again will not help."""

    status: int | None = None
    retry_after: float | None = None
    lasting: bool = False


class FetchError(Exception):
    """Why an address gives nothing, on its way to becoming a `FetchFailure`."""

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        lasting: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after
        self.lasting = lasting

    def failure(self, address: str) -> FetchFailure:
        """The same as a value, for the address that was asked for."""
        return FetchFailure(address, str(self), self.status, self.retry_after, self.lasting)


@cache
def user_agent() -> str:
    """What the program calls itself: its name and version and, as installed, its home page if it has one."""
    try:
        urls = metadata("dateline").get_all("Project-URL") or ()
    except PackageNotFoundError:  # a checkout that is not installed
        urls = ()
    pages = [
        f" (+{address})"
        for label, _, address in (line.partition(", ") for line in urls)
        if label == "Homepage"
    ]
    return f"dateline/{VERSION}" + "".join(pages[:1])
