"""English is read, other languages are named, and what is too short is not judged."""

from __future__ import annotations

import pytest

from dateline.collect.language import language_of, load_languages, name_of

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
