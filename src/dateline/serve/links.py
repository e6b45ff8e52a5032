"""Where pages are: addresses of the running desk, or files of an exported site that link to each other."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
"""What is safe as a file's name everywhere: one case, no dot, no reserved character."""
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of the running desk."""

    exported: bool = False

    def page(self, kind: str, key: str = "", anchor: str = "") -> str:
        """A page's address: its kind, what it is of, and the place on it."""
        path = f"/{kind}/{quote(key, safe='')}" if key else f"/{kind}"
        return path + (f"#{quote(anchor)}" if anchor else "")

    def data(self, kind: str, key: str = "") -> str:
        """The same page's data."""
        return f"{self.page(kind or 'overview', key)}.json"

    def overview(self, filters: Mapping[str, str] | None = None) -> str:
        """The overview, with these filters in its address."""
        return f"/?{urlencode(filters)}" if filters else "/"

    def static(self, name: str) -> str:
        """A file that every page uses."""
        return f"/static/{name}"


@dataclass(frozen=True, slots=True)
class FileLinks(Links):
    """Links from a file in a site of files; `up` leads from the page's folder to the site's."""

    up: str = ""
    known: frozenset[tuple[str, str]] | None = None
    """Pages that the site has; None where it has all."""

    def page(self, kind: str, key: str = "", anchor: str = "") -> str:
        """A page's file, as seen from this one."""
        path = f"{self.up}{kind}/{file_name(key)}.html" if key else f"{self.up}{kind}.html"
        return path + (f"#{quote(anchor)}" if anchor else "")

    def data(self, kind: str, key: str = "") -> str:
        """The same page's data, beside it."""
        return self.page(kind or "index", key).removesuffix(".html") + ".json"

    def overview(self, filters: Mapping[str, str] | None = None) -> str:
        """The overview; its filters are read from the fragment, as a file takes no query."""
        return f"{self.up}index.html" + (f"#{urlencode(filters)}" if filters else "")

    def static(self, name: str) -> str:
        """A file that every page uses."""
        return f"{self.up}static/{name}"


def file_name(key: str) -> str:
    """A name for a file, the same for the same key, and another for each other one."""
    if _FILE_NAME.fullmatch(key) and not _RESERVED.fullmatch(key):
        return key
    tidy = re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")[:40]
    return f"{tidy or 'page'}.{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
