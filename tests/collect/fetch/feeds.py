"""Feeds written for the tests."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from tests.collect.fetch.site import answer

TEXTS = {
    "aleppo": "Rebels attacked a village near Aleppo on Monday and killed 20 civilians, the army said.",
    "kabul": "Gunmen attacked a police station in Kabul on Tuesday and killed four officers, police said.",
    "lagos": "Hundreds of students protested in Lagos on Wednesday against higher fees, witnesses said.",
}


@dataclass(frozen=True)
class Item:
    """An entry: its text in full, or, without one, only the link."""

    id: str
    link: str
    text: str | None = None
    summary: str | None = None


def article(text: str) -> str:
    """A page with an article long enough to be found as one."""
    more = "The attack was one of several in the region this month, according to two officials. " * 3
    body = f"<article><p>{text}</p><p>{more}</p></article>"
    return f"<html><head><title>News</title></head><body>{body}</body></html>"


def feed(*items: Item, end: str = "</channel></rss>") -> str:
    """An RSS feed, the newest entry first as usual."""
    entries = "".join(
        f"<item><title>Report {item.id}</title><link>{item.link}</link>"
        f"<guid isPermaLink='false'>{item.id}</guid>"
        "<pubDate>Tue, 15 Mar 2016 08:00:00 GMT</pubDate>"
        + (f"<content:encoded>{escape(f'<p>{item.text}</p>')}</content:encoded>" if item.text else "")
        + (f"<description>{escape(item.summary)}</description>" if item.summary else "")
        + "</item>"
        for item in items
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>The Sample</title><link>http://news.example/</link>{entries}{end}"
    )


def served(*items: Item, etag: str = '"1"') -> bytes:
    """The feed as a server gives it."""
    return answer(feed(*items), content_type="application/rss+xml", etag=etag)


def full(name: str, number: str = "") -> Item:
    """An entry with one of the texts."""
    return Item(name + number, f"http://news.example/{name}{number}", TEXTS[name])
