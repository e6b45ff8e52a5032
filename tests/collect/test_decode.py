"""Bytes to text: what decides the encoding, and what is refused."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.collect.text.decode import UndecodableError, decode, is_plain

ENGLISH = "The ministry said “we will leave” – and the café near Orléans closed."
RUSSIAN = (
    "Первая группа самолетов вылетела с авиабазы во вторник, сообщили в министерстве обороны страны. " * 3
)


@pytest.mark.parametrize(
    ("raw", "decided"),
    [
        (ENGLISH.encode(), "utf-8 (strict)"),
        (codecs.BOM_UTF8 + ENGLISH.encode(), "utf-8 (mark)"),
        (codecs.BOM_UTF16_LE + ENGLISH.encode("utf-16-le"), "utf-16-le (mark)"),
        (codecs.BOM_UTF16_BE + ENGLISH.encode("utf-16-be"), "utf-16-be (mark)"),
        (codecs.BOM_UTF32_LE + ENGLISH.encode("utf-32-le"), "utf-32-le (mark)"),
    ],
)
def test_unicode_is_read_for_sure(raw: bytes, decided: str) -> None:
    assert decode(raw) == (ENGLISH, decided)
    assert is_plain(decided)


def test_line_ends_are_kept() -> None:
    assert decode(b"a\r\nb\rc\n")[0] == "a\r\nb\rc\n"


def test_a_page_may_name_its_encoding() -> None:
    raw = b'<meta charset="windows-1251">' + RUSSIAN.encode("cp1251")
    text, decided = decode(raw, html=True)
    assert text.endswith(RUSSIAN)
    assert decided == "cp1251 (meta)"


def test_a_page_that_is_utf8_is_read_so_whatever_it_names() -> None:
    raw = b'<meta charset="iso-8859-1">' + ENGLISH.encode()
    assert decode(raw, html=True)[0].endswith(ENGLISH)


def test_an_unknown_name_does_not_stop_the_reading() -> None:
    assert decode(b'<meta charset="x-mars">' + ENGLISH.encode(), html=True)[1] == "utf-8 (strict)"


def test_mixed_bytes_are_read_and_recorded() -> None:
    raw = ("café " * 5).encode() + b"and \x93quoted\x94."
    text, decided = decode(raw)
    assert text == "café " * 5 + "and “quoted”."
    assert decided == "utf-8 (mixed: 2 bytes read as cp1252)"
    assert not is_plain(decided)


def test_an_older_encoding_is_detected_and_recorded() -> None:
    text, decided = decode(RUSSIAN.encode("cp1251"))
    assert text == RUSSIAN
    assert decided.endswith("(detected)")


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"%PDF-1.7 x", "a PDF, no text; extract its text first"),
        (b"PK\x03\x04rest", "save it as plain text first"),
        (b"{\\rtf1 x}", "an RTF file"),
        (b"\x89PNG\r\n", "an image"),
        (b"text with \0 in it", "is binary, no text"),
        (bytes(range(1, 9)) * 50, "is binary, no text"),
        (codecs.BOM_UTF16_LE + b"a", "not valid utf-16-le; save it again as UTF-8"),
    ],
)
def test_what_is_no_text_is_named(raw: bytes, what: str) -> None:
    with pytest.raises(UndecodableError, match=what.replace("(", r"\(")):
        decode(raw)


@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_give_text_or_one_line(raw: bytes, html: bool) -> None:
    try:
        text, decided = decode(raw, html=html)
    except UndecodableError as refused:
        text, decided = None, str(refused)
    assert decided.endswith(")") == (text is not None)
    assert len(decided.splitlines()) == 1


@pytest.mark.parametrize(
    ("raw", "charset", "decided", "certain"),
    [
        (RUSSIAN.encode("cp1251"), "windows-1251", "cp1251 (http)", True),
        (b'<meta charset="utf-8">' + RUSSIAN.encode("koi8-r"), "KOI8-R", "koi8-r (http)", True),
        (b'<meta charset="windows-1251">' + RUSSIAN.encode("cp1251"), "x-mars", "cp1251 (meta)", True),
        (
            b'<?xml version="1.0" encoding="windows-1251"?>' + RUSSIAN.encode("cp1251"),
            None,
            "cp1251 (meta)",
            True,
        ),
        (RUSSIAN.encode(), "iso-8859-1", "utf-8 (strict)", True),
        (RUSSIAN.encode(), "utf-8", "utf-8 (http)", True),
        (RUSSIAN.encode("utf-16-le"), "utf-16", "utf-16-le (http)", True),
        (RUSSIAN.encode()[:-3], None, "utf-8 (cut: the last 1 bytes are no character)", False),
        (codecs.BOM_UTF8 + RUSSIAN.encode("utf-8"), "windows-1251", "utf-8 (mark)", True),
        (RUSSIAN.encode("cp1251"), "utf-7", "cp1251 (detected)", False),
        (
            "He said “no” – and left the room with his three advisers, twice, an aide said.".encode("cp1252"),
            None,
            "cp1252 (detected)",
            False,
        ),
    ],
)
def test_who_decides_the_encoding(raw: bytes, charset: str | None, decided: str, certain: bool) -> None:
    text, said = decode(raw, html=True, charset=charset)
    assert said == decided
    assert is_plain(said) is certain
    assert "\ufffd" not in text
    assert RUSSIAN[:60] in text or "“no”" in text


@pytest.mark.parametrize(
    "charset", ["utf-7", "unicode_escape", "rot13", "punycode", "hex", "idna", "", "\0", "é"]
)
def test_an_encoding_that_no_browser_reads_is_not_believed(charset: str) -> None:
    raw = b"plain words +ADw-script+AD4- \\x41 and no more"
    assert decode(raw, html=True, charset=charset) == (raw.decode(), "utf-8 (strict)")


def test_a_page_may_hold_single_nul_bytes_and_a_text_may_not() -> None:
    raw = b"<html><body><p>" + b"words and words " * 50 + b"\0</p>"
    assert decode(raw, html=True)[1] == "utf-8 (strict)"
    with pytest.raises(UndecodableError):
        decode(raw)


def test_few_wrong_bytes_in_a_declared_encoding_are_counted() -> None:
    raw = RUSSIAN.encode("cp1251") * 10 + b"\x98"
    text, decided = decode(raw, charset="windows-1251")
    assert decided == "cp1251 (http; 1 characters unreadable)"
    assert text == RUSSIAN * 10 + "\ufffd"
    assert not is_plain(decided)


@given(
    st.binary(max_size=200), st.text(max_size=20) | st.sampled_from(["utf-16", "gb18030", "big5", "utf-8"])
)
def test_any_bytes_and_any_charset(raw: bytes, charset: str) -> None:
    try:
        text, decided = decode(raw, html=True, charset=charset)
    except UndecodableError:
        return
    assert isinstance(text, str)
    assert decided.endswith(")")
