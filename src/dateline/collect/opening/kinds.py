"""What bytes are, told by the bytes: the name only decides where they could be several things."""

from __future__ import annotations

import json
import re
from typing import Literal

Kind = Literal["warc", "zip", "tar", "packed", "parquet", "lines", "table", "feed", "page", "json", "text"]

HEAD = 8_192
"""Bytes looked at, unpacked where they are gzip."""
TAR_MARK = slice(257, 262)
PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
OFFICE = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/", b"mimetype")
"""First members of Office, OpenDocument and EPUB files, which are zips and no archives of reports."""
OFFICE_NAMES = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".epub")
MARK = b"\xef\xbb\xbf"
PACKED_NAMES = (".gz", ".bz2", ".xz")
LINES_NAMES = (".jsonl", ".ndjson")
TABLE_NAMES = (".csv", ".tsv", ".tab")
TAGS = (
    "!doctype html", "html", "head", "body", "title", "meta", "article", "main", "section", "header",
    "div", "p", "h1", "h2", "script", "span", "link", "table",
)  # fmt: skip
OPENING = rb"(?:\xef\xbb\xbf)?(?>\s+|<\?xml[^>]*>|<!--.*?-->|<!doctype (?!html)[^>\[]*(?:\[.*?\]\s*)?>)*+"
"""What may come first. Nothing of it is tried twice: a thousand comments must cost no more than one."""
PAGE = re.compile(OPENING + rb"<(?:" + "|".join(TAGS).encode() + rb")[\s/>]", re.IGNORECASE | re.DOTALL)
FEED = re.compile(OPENING + rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE | re.DOTALL)
JSON_FEED = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{.{0,2000}?https?:(?:\\?/){2}jsonfeed\.org", re.DOTALL)
WIDE = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def kind_of(head: bytes, name: str, columns: frozenset[str] = frozenset()) -> Kind:
    """The kind of what begins with `head` and is called `name`.

    `columns` are names, in lower case, of which one makes a delimited first line the header of a table.
    """
    name = _bare(name)
    if head.startswith(b"WARC/"):
        return "warc"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "text" if head[30:].startswith(OFFICE) or name.endswith(OFFICE_NAMES) else "zip"
    if head[TAR_MARK] == b"ustar":
        return "tar"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(PACKED):
        return "packed"
    return _text_kind(_narrow(head), name, columns)


def _text_kind(head: bytes, name: str, columns: frozenset[str]) -> Kind:
    if FEED.match(head) or JSON_FEED.match(head):
        return "feed"
    if PAGE.match(head):
        return "page"
    first = next(filter(None, map(bytes.strip, head.removeprefix(MARK).splitlines())), b"")
    if name.endswith(LINES_NAMES) or is_json_line(first, name):
        return "lines"
    if name.endswith(TABLE_NAMES) or is_header(first, columns):
        return "table"
    return "json" if first[:1] in (b"{", b"[") else "text"


def is_json_line(line: bytes, name: str) -> bool:
    """Whether a first line is a JSON object on its own, or the beginning of one that goes on and on."""
    if not line.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return line.startswith(b'{"') and not name.endswith(".json")


def is_header(line: bytes, columns: frozenset[str]) -> bool:
    """Whether a first line names columns of which one is known, and at least two in all."""
    for delimiter in (b",", b";", b"\t", b"|"):
        cells = [cell.strip(b" \"'").lower() for cell in line.split(delimiter)]
        if len(cells) >= 2 and any(cell.decode("utf-8", "replace") in columns for cell in cells):
            return all(0 < len(cell) <= 60 for cell in cells)
    return False


def _bare(name: str) -> str:
    """The name in lower case, less the ending of a packing that has been taken off."""
    name = name.lower()
    for ending in PACKED_NAMES:
        name = name.removesuffix(ending)
    return name


def _narrow(head: bytes) -> bytes:
    """UTF-16 as UTF-8, so that what it opens with can be seen."""
    for mark, encoding in WIDE:
        if head.startswith(mark):
            return head[2 : len(head) // 2 * 2].decode(encoding, "ignore").encode("utf-8", "ignore")
    return head
