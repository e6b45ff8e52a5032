"""Bytes to text. The order: byte-order mark, the carrier's word (HTTP), the page's own, UTF-8, a detector."""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SIGNATURES = (
    (b"%PDF-", "a PDF", "extract its text first, for example with pdftotext"),
    (b"PK\x03\x04", "a zip, Word or OpenDocument file", "save it as plain text first"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Office file", "save it as plain text first"),
    (b"{\\rtf", "an RTF file", "save it as plain text first"),
    (b"\x89PNG", "an image", "give the text of the report"),
    (b"\xff\xd8\xff", "an image", "give the text of the report"),
    (b"GIF8", "an image", "give the text of the report"),
)
META = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE
)
CODECS = frozenset(
    "utf-8 utf-16 utf-16-le utf-16-be gb18030 big5hkscs euc_jp cp932 iso2022_jp cp949 koi8-r koi8-u cp866 "
    "mac-roman mac-cyrillic cp874 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 iso8859-2 "
    "iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15 "
    "iso8859-16".split()
)
"""The encodings of the web. Others that Python knows turn bytes into other text than a browser shows."""
MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932",
    "euc_kr": "cp949", "windows-874": "cp874", "windows-31j": "cp932", "x-sjis": "cp932",
    "x-gbk": "gb18030", "x-euc-jp": "euc_jp", "x-mac-cyrillic": "mac-cyrillic", "iso-8859-8-i": "iso8859-8",
    "unicode-1-1-utf-8": "utf-8",
}  # fmt: skip
"""What browsers read where a page names an encoding that is a part of another, or in their own way."""
CONTROLS = bytes(frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1b"))
LOOKED_AT = 8_192
DETECTED_FROM = 50_000
"""Bytes that the detector sees; it is slow, and the rest of a text has the encoding of its start."""
MANY_CONTROLS = 0.02
MANY_UNREADABLE = 0.001
FEW_HIGH = 0.06
"""Text with so few bytes beyond ASCII is English with curly quotes; too few of them for a detector."""
HIGH = bytes(range(128, 256))
BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
STRAY = re.compile("[\udc80-\udcff]")


class UndecodableError(ValueError):
    """The bytes are no text; the message says what they are and what to do."""


def decode(raw: bytes, *, html: bool = False, charset: str | None = None) -> tuple[str, str]:
    """The text of `raw`, and its encoding with what decided it: `("…", "utf-8 (strict)")`.

    `charset` is what the bytes' carrier says (an HTTP header). A carrier or a page that names something
    else is not believed where the bytes are UTF-8 beyond ASCII: no other encoding looks like it.
    """
    refuse_binary(raw)
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return _marked(raw[len(mark) :], encoding)
    told = list(_told(raw, html, charset))
    if wide := _wide(raw, [encoding for encoding, _ in told], html):
        return wide
    refuse_nul(raw, html=html)
    strict = _try(raw, "utf-8")
    if strict is None or strict.isascii():
        for encoding, teller in told:
            if (text := _try(raw, encoding)) is not None:
                return text, f"{encoding} ({teller})"
    elif any(encoding == "utf-8" for encoding, _ in told[:1]):
        return strict, f"utf-8 ({told[0][1]})"
    if strict is not None:
        return strict, "utf-8 (strict)"
    return _cut(raw, "utf-8") or _mixed(raw) or _lenient(raw, told) or _detected(raw)


def refuse_binary(raw: bytes) -> None:
    """Raises UndecodableError where the first bytes are those of a known format that is no text."""
    head = raw[:LOOKED_AT].lstrip()
    for signature, what, advice in SIGNATURES:
        if head.startswith(signature):
            raise UndecodableError(f"is {what}, no text; {advice}")


def refuse_nul(raw: bytes, *, html: bool = False) -> None:
    """Raises UndecodableError where the bytes hold what no text without a byte-order mark holds.

    In a page single ones are passed over, as browsers do.
    """
    head = raw[:LOOKED_AT]
    many = len(head) - len(head.translate(None, CONTROLS)) > MANY_CONTROLS * len(head)
    if many or (b"\0" in raw and (not html or raw.count(0) > MANY_CONTROLS * len(raw))):
        raise UndecodableError("is binary, no text; give plain text, HTML or JSON lines")


def is_plain(encoding: str) -> bool:
    """Whether the encoding was declared or certain, so that nobody needs to look at the text."""
    return encoding.endswith(("(strict)", "(mark)", "(http)", "(meta)", "(given)", "(json)"))


def _marked(raw: bytes, encoding: str) -> tuple[str, str]:
    text = _try(raw, encoding)
    if text is not None:
        return text, f"{encoding} (mark)"
    cut = _cut(raw, encoding) or (_mixed(raw) if encoding == "utf-8" else None)
    if cut is None:
        raise UndecodableError(f"starts as {encoding} but is not valid {encoding}; save it again as UTF-8")
    return cut


def _told(raw: bytes, html: bool, charset: str | None) -> Iterator[tuple[str, str]]:
    """The encodings that carrier and page name, each with who does."""
    if charset and (name := _codec(charset)):
        yield name, "http"
    if html and (match := META.search(raw[:LOOKED_AT])):
        name = _codec((match[1] or match[2]).decode("ascii", "replace"))
        if name:  # a page in UTF-16 could not be read up to where it says so: HTML takes that for UTF-8
            yield "utf-8" if name.startswith("utf-16") else name, "meta"


def _codec(label: str) -> str | None:
    """The codec that a label means to a browser; None where it means none."""
    label = label.strip(" \"'").lower()
    try:
        name = codecs.lookup(MEANT.get(label, label)).name
    except (LookupError, UnicodeError, ValueError):
        return None
    name = MEANT.get(name, name)
    return name if name in CODECS else None


def _wide(raw: bytes, told: list[str], html: bool) -> tuple[str, str] | None:
    """UTF-16 without a mark: named by the carrier, or a page that opens with `<` in two bytes."""
    named = next((name for name in told[:1] if name.startswith("utf-16")), None)
    start = raw[:2] if html else b""
    seen = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(start)
    encoding = seen or (named and ("utf-16-be" if named.endswith("be") else "utf-16-le"))
    if encoding is None or b"\0" not in raw[:LOOKED_AT]:
        return None
    text = _try(raw, encoding)
    who = "http" if named else "detected"
    return _cut(raw, encoding) if text is None else (text, f"{encoding} ({who})")


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _cut(raw: bytes, encoding: str) -> tuple[str, str] | None:
    """A text that ends inside a character, without that one; None where it is wrong elsewhere."""
    try:
        text, used = codecs.getincrementaldecoder(encoding)().decode(raw), len(raw)
    except UnicodeError:
        return None
    left = used - len(text.encode(encoding, "surrogatepass"))
    return (text, f"{encoding} (cut: the last {left} bytes are no character)") if text and left else None


def _mixed(raw: bytes) -> tuple[str, str] | None:
    """UTF-8 with stray bytes of an older encoding, as pasted files have; None where it is not that."""
    text = raw.decode("utf-8", "surrogateescape")
    strays = len(raw) - len(text.encode("utf-8", "ignore"))
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    if beyond_ascii < 2 * strays:
        return None
    repaired = STRAY.sub(_as_windows_1252, text)
    return repaired, f"utf-8 (mixed: {strays} bytes read as cp1252)"


def _as_windows_1252(match: re.Match[str]) -> str:
    return bytes([ord(match[0]) - 0xDC00]).decode("cp1252", "replace")


def _lenient(raw: bytes, told: list[tuple[str, str]]) -> tuple[str, str] | None:
    """What carrier or page name, if few bytes are wrong in it; these become U+FFFD."""
    for encoding, teller in told:
        text = raw.decode(encoding, "replace")
        wrong = text.count("\ufffd")
        if wrong <= max(1, MANY_UNREADABLE * len(text)):
            return text, f"{encoding} ({teller}{f'; {wrong} characters unreadable' if wrong else ''})"
    return None


def _detected(raw: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    first = BEYOND_ASCII.search(raw)
    if first is None or len(raw) - len(raw.translate(None, HIGH)) <= FEW_HIGH * len(raw):
        western = _lenient(raw, [("cp1252", "detected")])
        if western:
            return western
    start = max(0, first.start() - LOOKED_AT) if first else 0
    best = from_bytes(raw[start : start + DETECTED_FROM], cp_isolation=sorted(CODECS)).best()
    found = best and _lenient(raw, [(codecs.lookup(best.encoding).name, "detected")])
    if not found:
        raise UndecodableError("is in no encoding that could be recognised; save it as UTF-8")
    return found
