"""English is read, other languages are named, and what is too short is not judged."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.collect.text.language import gate_html, language_of, load_languages, name_of

TEXTS = {
    "en": "The ministry of defence said on Tuesday that the first group of aircraft had left the air base.",
    "fr": "Le ministère de la Défense a annoncé mardi que le premier groupe d'avions avait quitté la base.",
    "de": "Das Ministerium teilte am Dienstag mit, die ersten Flugzeuge hätten den Stützpunkt verlassen.",
    "es": "El ejército recuperó la ciudad tras semanas de combates, dijo el domingo la televisión estatal.",
    "nl": "De eerste groep vliegtuigen heeft dinsdag de basis verlaten, aldus het ministerie van Defensie.",
    "ru": "Первая группа самолетов покинула авиабазу во вторник, сообщили в министерстве обороны страны.",
    "zh": "国防部星期二说,第一批飞机已经离开了基地,返回了自己的国家,没有说明其他飞机何时离开。",
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_sentence_is_enough(code: str) -> None:
    assert language_of(TEXTS[code]) == code


@pytest.mark.parametrize(
    "text", ["", "!!! ...", "Hassan Rouhani, Ali Khamenei", "Le président est parti hier."]
)
def test_what_is_too_short_is_not_judged(text: str) -> None:
    assert language_of(text) is None


def test_english_full_of_names_is_not_set_aside() -> None:
    text = "Chuck Hagel, Hassan Rouhani, Bashar al-Assad, Ali Khamenei, Recep Tayyip Erdogan, Omar al-Bashir"
    assert language_of(text) in {None, "en"}


def test_languages_are_named() -> None:
    assert name_of("fr") == "French"
    assert "xx" in name_of("xx")
    assert set(TEXTS) <= load_languages().names.keys()


def paragraphs(root: Path) -> list[tuple[str, str]]:
    """Language and paragraph of the set that the bench measures on."""
    data = tomllib.loads((root / "bench/paragraphs.toml").read_text("utf-8"))
    return [(code, line) for code, text in data.items() for line in text.strip().splitlines()]


def test_paragraphs_in_many_languages_are_named(root: Path) -> None:
    found = [(code, language_of(text)) for code, text in paragraphs(root)]
    assert len(found) >= 400
    assert len({code for code, _ in found}) >= 20
    assert sum(code == got for code, got in found) >= 0.99 * len(found)
    assert [got for code, got in found if code == "en" and got not in {"en", None}] == []


def test_close_languages_are_told_apart_by_their_words() -> None:
    shared = "rombongan bantuan sampai ke kota itu setelah tiga hari dan membawa air, makanan dan ubat"
    assert language_of(f"Menteri mengatakan bahwa {shared} karena banjir.") == "id"
    assert language_of(f"Menteri berkata bahawa {shared} kerana banjir.") == "ms"


def test_a_foreign_script_is_foreign_whatever_latin_names_it_holds() -> None:
    assert (
        language_of("Windows と Kindle for PC の設定を変える方法について、以下に詳しく説明します。") == "ja"
    )
    assert language_of("Компания Apple and Co. представила на выставке в Москве телефон iPhone.") == "ru"


def test_data_tables_hold_only_languages_with_names() -> None:
    known = load_languages()
    codes = {*known.words, *known.scripts, *known.close, *(c for pair in known.apart for c in pair)}
    assert codes <= known.names.keys()
    assert known.only_english
    assert known.only_english <= known.english


def page(*texts: str, head: str = "", encoding: str = "utf-8") -> bytes:
    body = "".join(f"<div><p class='x'>{text}</p></div>" for text in texts)
    return f"<!doctype html><html lang='en'><head>{head}</head><body>{body}</body></html>".encode(encoding)


def test_raw_pages_in_other_languages_are_named_whatever_they_declare(root: Path) -> None:
    texts: dict[str, list[str]] = {}
    for code, text in paragraphs(root):
        texts.setdefault(code, []).append(text)
    for code, lines in texts.items():
        found = gate_html(page(*lines))
        assert found == (None if code == "en" else code)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html lang=de><p>Kurz.</p></html>",
        page("Sign up", "Das ist kurz", head="<script>der die das und ist nicht</script>"),
        page(TEXTS["en"], TEXTS["en"], TEXTS["de"]),
        page(*["Hassan Rouhani, Ali Khamenei, Bashar al-Assad, Recep Tayyip Erdogan, Omar al-Bashir"] * 5),
        b"<p>" + b"x" * 500,
        b"<p " * 200,
    ],
    ids=["empty", "short", "labels", "mostly English", "names", "no end", "no close"],
)
def test_a_raw_page_that_is_english_or_unclear_is_kept(raw: bytes) -> None:
    assert gate_html(raw) is None


@pytest.mark.parametrize(("encoding", "declared"), [("cp1251", "windows-1251"), ("koi8-r", "KOI8-R")])
def test_a_raw_pages_charset_is_heeded(encoding: str, declared: str) -> None:
    raw = page(*[TEXTS["ru"]] * 5, head=f'<meta charset="{declared}">', encoding=encoding)
    assert gate_html(raw) == "ru"
    assert gate_html(re.sub(rb"charset=[^>]*", b"charset=no-such", raw)) != "en"


@given(
    st.binary() | st.lists(st.sampled_from([b"<p", b">", b"</p", b"\xd0", b"der die und " * 9])).map(b"".join)
)
def test_any_bytes_are_skimmed(raw: bytes) -> None:
    assert gate_html(raw) is None or gate_html(raw) in load_languages().names


@given(st.text())
def test_any_text_has_a_known_language_or_none(text: str) -> None:
    assert language_of(text) in {None, *load_languages().names}
