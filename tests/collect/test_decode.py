"""Bytes to text: what decides the encoding, and what is refused."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.collect.decode import UndecodableError, decode, is_plain

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
