"""Text in capitals is read like the same text in mixed case, at its own offsets."""

from __future__ import annotations

from dateline.digest import digest, load_model
from dateline.digest.capitals import in_capitals
from dateline.model import Digest, Report

MIXED = (
    "Rebels attacked a police station in Medellin on Friday. Officials said that two officers were killed."
)


def read(text: str) -> Digest:
    (found,) = digest([Report("r", text, "")], load_model())
    return found


def test_a_few_acronyms_are_no_text_in_capitals() -> None:
    assert not in_capitals(["NATO", "AND", "EU"])
    assert not in_capitals("The UN and NATO met".split())
    assert in_capitals("TWO MEN WERE SHOT IN LIMA .".split())


def test_capitals_change_neither_trees_nor_lemmas() -> None:
    loud, plain = read(MIXED.upper()).doc, read(MIXED).doc
    assert loud.text == MIXED.upper()
    assert [t.pos_ for t in loud] == [t.pos_ for t in plain]
    assert [(t.head.i, t.dep_) for t in loud] == [(t.head.i, t.dep_) for t in plain]
    assert [t.lemma_.lower() for t in loud] == [t.lemma_.lower() for t in plain]
    assert [(e.text.lower(), e.label_) for e in loud.ents] == [(e.text.lower(), e.label_) for e in plain.ents]


def test_verbs_in_capitals_have_their_lemmas() -> None:
    lemmas = {t.text: t.lemma_ for t in read("SOLDIERS SEIZED THE TOWN AND HAVE TAKEN ITS MAYOR.").doc}
    assert (lemmas["SEIZED"], lemmas["HAVE"], lemmas["TAKEN"]) == ("seize", "have", "take")
