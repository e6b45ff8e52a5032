"""RSS, RDF, Atom and JSON feeds to entries: what each declares of itself, and its text where it is there.

An entry's text counts as full where it is the feed's element for whole texts (`content:encoded`, Atom's
`content`, JSON Feed's `content_html`), or a description of at least three paragraphs and 1,000
characters; not where it breaks off ("…", "Read more"). What is mostly links, or only says the title
again, is no text. Of the dates, `published` comes before `updated`.
"""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

import hashlib
import html
import io
import itertools
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from dateline.collect.items import Declared, Document
from dateline.collect.page.dates import parse_date
from dateline.collect.text.decode import UndecodableError, decode
from dateline.model import Failure

Fields = dict[str, Any]

ROOT = re.compile(r"<(?P<name>(?:[\w.-]+:)?(?P<kind>rss|rdf|feed|channel))(?=[\s>/])", re.IGNORECASE)
ENTITY = re.compile(r"<!ENTITY\s+([\w.:-]+)\s")
FULL = re.compile(r"<(?:content:encoded|(?:atom\w*:)?content|(?:xhtml:)?body|fullitem)[\s>]", re.IGNORECASE)
OPENED = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]", re.IGNORECASE)
CLOSED = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
LINK = re.compile(r"<(/?)a[\s>]", re.IGNORECASE)
BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
PARAGRAPH = re.compile(r"<p[\s>]|<br\s*/?>\s*<br\s*/?>|\n[ \t\r]*\n", re.IGNORECASE)
CUT = re.compile(
    r"(?:…|\.{3}|\[…\]|\[\.{3}\]|\b(?:read|see|view) (?:more|on|(?:the )?full \w+)|"
    r"continue reading\b.{0,80})[\s\])»>→.]*$",
    re.IGNORECASE,
)
WHERE_FROM = re.compile(r"\s*The post .{1,300}? (?:first appeared|appeared first) on .{1,200}$")
"""What WordPress puts behind every text."""
MAIL = re.compile(r"\S{1,64}@\S{1,255}")
JSON_FEED = re.compile(r'\s*\{.{0,2000}?"version"\s*:\s*"https?:(?:\\?/){2}jsonfeed\.org', re.DOTALL)
WHOLE_PARAGRAPHS = 3
WHOLE_LETTERS = 1_000
LINK_SHARE = 0.5
"""A summary with this share of its letters in links points to reports and is none itself."""
PARSER_ERRORS = (ValueError, LookupError, AssertionError, TypeError, AttributeError, RecursionError)
"""What the parser lets through on broken input; it does not say so itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed. `id` tells it from the feed's others, and is the same whenever it is read.

    `html` is its text as the feed carries it, None where there is none; `is_full` whether that is the
    whole report. `link` is the report's page.
    """

    id: str
    declared: Declared
    html: str | None
    is_full: bool
    link: str | None


def read_feed(document: Document) -> Iterator[Entry | Failure]:
    """The entries in the order of the feed; a feed cut short ends in a Failure after those that are whole."""
    try:
        text = decode(document.raw, html=True, charset=document.charset)[0].lstrip("\ufeff")
    except UndecodableError as error:
        yield Failure(document.origin, f"a feed that cannot be read: it {error}")
        return
    if JSON_FEED.match(text):
        yield from _json_feed(text, document)
        return
    body = _without_prolog(text)
    root = ROOT.match(body)
    problem = "empty" if not text.strip() else None if root else "not a feed"
    own = _own_entity(text[: len(text) - len(body)])
    if root is None or problem:
        yield Failure(document.origin, f"{problem}; give RSS, Atom or JSON Feed")
    elif own:
        yield Failure(document.origin, f"a feed with an entity of its own (&{own};), which is not expanded")
    else:
        yield from _xml_feed(body, root["name"], document)


def _without_prolog(text: str) -> str:
    """The text from its first element on: no document type, so that no entity is ever declared."""
    at = 0
    while True:
        at += len(text[at : at + 10_000]) - len(text[at : at + 10_000].lstrip())
        if text[at : at + 1].isspace():
            continue
        for opening, closing in (("<?", "?>"), ("<!--", "-->"), ("<!", ">")):
            if text.startswith(opening, at):
                subset = text.find("[", at, text.find(">", at)) if opening == "<!" else -1
                end = text.find("]", subset) if subset >= 0 else at
                end = text.find(closing, end) if end >= 0 else -1
                at = end + len(closing) if end >= 0 else len(text)
                break
        else:
            return text[at:]


def _own_entity(prolog: str) -> str | None:
    """The first entity that a feed declares and HTML does not know: its text would be lost, or explode."""
    return next((name for name in ENTITY.findall(prolog) if f"{name};" not in html.entities.html5), None)


def _xml_feed(body: str, root: str, document: Document) -> Iterator[Entry | Failure]:
    import feedparser

    headers = {"content-type": "application/xml; charset=utf-8"}
    raw = io.BytesIO(body.encode("utf-8", "replace"))  # bytes: of a string it would make a path or an address
    try:
        parsed = feedparser.parse(
            raw, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except PARSER_ERRORS as error:
        yield Failure(document.origin, f"a broken feed ({type(error).__name__}: {error}); fetch it again")
        return
    feed, entries = parsed.feed, list(parsed.entries)
    is_cut = body.rfind(f"</{root}") < 0
    without_end = entries[-1:] if is_cut and _last(OPENED, body) > _last(CLOSED, body) else []
    base = _address(feed.get("link"), document.declared.url) or document.declared.url
    has_full = FULL.search(body) is not None
    for fields in entries[: len(entries) - len(without_end)]:
        yield _entry(fields, feed, base, has_full=has_full)
    if is_cut:
        left_out = ", and its last entry, which has no end, left out" if without_end else ""
        yield Failure(document.origin, f"the feed is cut short{left_out}; fetch it again")
    elif not entries:
        yield Failure(document.origin, "a feed with no entry in it")


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _entry(fields: Fields, feed: Fields, base: str | None, *, has_full: bool) -> Entry:
    # dict's own `get`: the parser's hands out `published` for a missing `updated`, with a warning
    source = fields.get("source") or {}
    near = None if fields.get("guidislink") else base  # the parser makes a link of an id, which is no address
    link = _address(fields.get("feedburner_origlink"), None) or _address(fields.get("link"), near)
    title = _plain(fields.get("title"))
    authors = fields.get("authors") or []
    contents = [(_as_html(c), has_full) for c in fields.get("content") or ()]
    summary = [(_as_html(fields.get("summary_detail") or {"value": fields.get("summary")}), False)]
    dates = [dict.get(fields, name) for name in ("published", "created", "updated")]
    return _made(
        identity=fields.get("id"),
        link=link,
        title=title,
        outlet=_plain(source.get("title")) or _plain(feed.get("title")),
        author=_authors(authors if len(authors) > 1 else [{"name": fields.get("author")}]),
        dates=dates,
        language=feed.get("language"),
        texts=contents + summary,
    )


def _made(
    *,
    identity: object,
    link: str | None,
    title: str | None,
    outlet: str | None,
    author: str | None,
    dates: Sequence[object],
    language: object,
    texts: Sequence[tuple[str, bool]],
) -> Entry:
    """The entry of fields in the terms of no format; the best text is a full one, then the longest."""
    found = next((d for raw in dates if isinstance(raw, str) and (d := parse_date(raw, "feed"))), None)
    judged = [
        (_is_full(text, declared), len(text), text) for text, declared in texts if _is_prose(text, title)
    ]
    is_full, _, text = max(judged, default=(False, 0, None))
    seed = "\n".join((title or "", text or ""))
    name = str(identity).strip() if isinstance(identity, (str, int)) else ""
    declared = Declared(
        outlet=outlet,
        url=link,
        title=title,
        author=author,
        published=found[0] if found else None,
        dated=found[1] if found else None,
        language=language.strip() if isinstance(language, str) and language.strip() else None,
    )
    fallback = link or hashlib.sha256(seed.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Entry(id=name or fallback, declared=declared, html=text, is_full=is_full, link=link)


def _address(link: object, base: str | None) -> str | None:
    """The link as an absolute http(s) address, or None: nothing else is ever followed."""
    if not isinstance(link, str) or not link.strip():
        return None
    try:
        address = urljoin(base or "", "".join(link.split()))
        parts = urlsplit(address)
        return address if parts.scheme in {"http", "https"} and parts.hostname else None
    except ValueError:
        return None


def _plain(value: object) -> str | None:
    """A title without its markup."""
    if not isinstance(value, str):
        return None
    return " ".join(html.unescape(TAG.sub(" ", value)).split()) or None


def _authors(authors: Sequence[object]) -> str | None:
    """Who wrote it, by name: mail addresses are left out."""
    names = [_plain(a.get("name")) for a in authors if isinstance(a, dict)]
    bare = [" ".join(MAIL.sub(" ", name).split()).strip("()<> ") for name in names if name]
    return ", ".join(dict.fromkeys(filter(None, bare))) or None


def _as_html(content: Fields) -> str:
    """A text of the feed as HTML; of plain text, blank lines part the paragraphs."""
    value = content.get("value")
    if not isinstance(value, str):
        return ""
    is_text = content.get("type") == "text/plain"
    if is_text or not TAG.search(value):
        parts = [
            part.strip() for part in BLANK_LINE.split(html.escape(value, quote=False) if is_text else value)
        ]
        return "\n\n".join(f"<p>{part}</p>" for part in parts if part)
    return value


def _letters(markup: str) -> tuple[int, int]:
    """Letters and figures outside of the tags, and how many of them stand in links."""
    whole = linked = at = 0
    inside = False
    for tag in itertools.chain(TAG.finditer(markup), (None,)):
        count = sum(c.isalnum() for c in html.unescape(markup[at : tag.start() if tag else None]))
        whole += count
        linked += count if inside else 0
        if tag:
            at = tag.end()
            link = LINK.match(tag[0])
            inside = not link[1] if link else inside
    return whole, linked


def _is_prose(markup: str, title: str | None) -> bool:
    """Whether there is a text: neither nothing, nor the title once more, nor a list of links."""
    letters, linked = _letters(markup)
    return linked < LINK_SHARE * letters and _plain(markup) != title


def _is_full(markup: str, declared: bool) -> bool:
    ending = WHERE_FROM.sub("", (_plain(markup) or "")[-600:])
    if CUT.search(ending[-200:]):
        return False
    return declared or (
        len(PARAGRAPH.findall(markup)) >= WHOLE_PARAGRAPHS and _letters(markup)[0] >= WHOLE_LETTERS
    )


def _json_feed(text: str, document: Document) -> Iterator[Entry | Failure]:
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        yield Failure(document.origin, "a JSON feed that is broken or cut short; fetch it again")
        return
    base = document.declared.url or _address(feed.get("home_page_url"), None)
    items = feed.get("items")
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            yield _json_entry(item, feed, base)
        else:
            yield Failure(document.origin, "an entry of the feed is no JSON object; it is left out")
    if not items:
        yield Failure(document.origin, "a feed with no entry in it")


def _json_entry(item: Fields, feed: Fields, base: str | None) -> Entry:
    authors = item.get("authors") or [item.get("author")]
    return _made(
        identity=item.get("id"),
        link=_address(item.get("url"), base) or _address(item.get("external_url"), base),
        title=_plain(item.get("title")),
        outlet=_plain(feed.get("title")),
        author=_authors(authors if isinstance(authors, list) else []),
        dates=[item.get("date_published"), item.get("date_modified")],
        language=item.get("language") or feed.get("language"),
        texts=[
            (_as_html({"value": item.get("content_html")}), True),
            (_as_html({"value": item.get("content_text"), "type": "text/plain"}), True),
            (_as_html({"value": item.get("summary"), "type": "text/plain"}), False),
        ],
    )
