"""The feeds that a web page names in its head: people give the address they know."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin

LINK = re.compile(r"<link\b([^>]{0,2000})>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([\w-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
HEAD_BYTES = 262_144


def named_feeds(raw: bytes, base: str) -> list[str]:
    """The addresses in the order of the page, which lies at `base`."""
    head = raw[:HEAD_BYTES].decode("utf-8", "replace")
    links = (_attributes(match[1]) for match in LINK.finditer(head))
    named = (_joined(base, link.get("href")) for link in links if link.get("type", "").lower() in TYPES)
    return [address for address in named if address]


def _joined(base: str, link: str | None) -> str | None:
    try:
        return urljoin(base, html.unescape(link)) if link else None
    except ValueError:
        return None


def _attributes(tag: str) -> dict[str, str]:
    found = ATTRIBUTE.findall(tag)
    return {name.lower(): double or single or bare for name, double, single, bare in found}
