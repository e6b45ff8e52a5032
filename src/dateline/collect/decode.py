"""Bytes to text. The order: byte-order mark, the page's own declaration, strict UTF-8, a detector."""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

import codecs
import re

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
META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1b")
LOOKED_AT = 8_192
MANY_CONTROLS = 0.02
STRAY = re.compile("[\udc80-\udcff]")


class UndecodableError(ValueError):
    """The bytes are no text; the message says what they are and what to do."""


def decode(raw: bytes, *, html: bool = False) -> tuple[str, str]:
    """The text of `raw`, and its encoding with what decided it: `("…", "utf-8 (strict)")`."""
    refuse_binary(raw)
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return _marked(raw[len(mark) :], encoding)
    refuse_nul(raw)
    strict = _try(raw, "utf-8")
    declared = _declared(raw) if html else None
    if declared is not None and (strict is None or strict.isascii()):
        text = _try(raw, declared)
        if text is not None:
            return text, f"{declared} (meta)"
    if strict is not None:
        return strict, "utf-8 (strict)"
    return _mixed(raw) or _detected(raw)


def refuse_binary(raw: bytes) -> None:
    """Raises UndecodableError where the first bytes are those of a known format that is no text."""
    for signature, what, advice in SIGNATURES:
        if raw.startswith(signature):
            raise UndecodableError(f"is {what}, no text; {advice}")


def refuse_nul(raw: bytes) -> None:
    """Raises UndecodableError where the bytes hold what no text without a byte-order mark holds."""
    head = raw[:LOOKED_AT]
    if b"\0" in raw or sum(b in CONTROLS for b in head) > MANY_CONTROLS * len(head):
        raise UndecodableError("is binary, no text; give plain text, HTML or JSON lines")


def is_plain(encoding: str) -> bool:
    """Whether the encoding was declared or certain, so that nobody needs to look at the text."""
    return encoding.endswith(("(strict)", "(mark)", "(meta)", "(given)", "(json)"))


def _marked(raw: bytes, encoding: str) -> tuple[str, str]:
    text = _try(raw, encoding)
    if text is None:
        raise UndecodableError(f"starts as {encoding} but is not valid {encoding}; save it again as UTF-8")
    return text, f"{encoding} (mark)"


def _declared(raw: bytes) -> str | None:
    """The codec a page names for itself; Latin-1 stands for windows-1252, as in every browser."""
    match = META.search(raw[:LOOKED_AT])
    try:
        name = codecs.lookup(match[1].decode("ascii")).name if match else None
    except (LookupError, UnicodeDecodeError):
        return None
    return "cp1252" if name in {"iso8859-1", "ascii"} else name


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _mixed(raw: bytes) -> tuple[str, str] | None:
    """UTF-8 with stray bytes of an older encoding, as pasted files have; None where it is not that."""
    text = raw.decode("utf-8", "surrogateescape")
    strays = len(STRAY.findall(text))
    if sum(c > "\x7f" for c in text) < 2 * strays:
        return None
    repaired = STRAY.sub(_as_windows_1252, text)
    return repaired, f"utf-8 (mixed: {strays} bytes read as cp1252)"


def _as_windows_1252(match: re.Match[str]) -> str:
    return bytes([ord(match[0]) - 0xDC00]).decode("cp1252", "replace")


def _detected(raw: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    best = from_bytes(raw).best()
    text = _try(raw, best.encoding) if best else None
    if best is None or text is None:
        raise UndecodableError("is in no encoding that could be recognised; save it as UTF-8")
    return text, f"{best.encoding} (detected)"
