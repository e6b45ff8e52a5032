"""The packaged model, as reports go through it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Token

from dateline.digest import LanguageModel, digest, load_model
from dateline.digest.language_model import FILES
from dateline.digest.reader import read_windows
from dateline.errors import UserError
from dateline.model import Furniture, Report

NEWS = (
    "Two soldiers were killed on Monday when rebels attacked a checkpoint near Sarmin, the defence "
    "ministry said.\nAl-Shabab, which is linked to al-Qaida, claimed responsibility. Officials in the "
    "Islamic State group, al-Qaida's Syria branch and others did not answer."
)


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return load_model()


def read(model: LanguageModel, *texts: str, furniture: tuple[Furniture, ...] = ()) -> list[Doc]:
    reports = [Report(str(i), t, "", furniture=furniture) for i, t in enumerate(texts)]
    return [d.doc for d in digest(reports, model)]


def word(doc: Doc, text: str) -> Token:
    return next(t for t in doc if t.text == text)


def test_a_news_sentence_is_read_as_a_grammarian_would(model: LanguageModel) -> None:
    (doc,) = read(model, NEWS)
    assert word(doc, "soldiers").dep_ == "nsubj:pass"
    assert word(doc, "soldiers").head.lemma_ == "kill"
    assert word(doc, "rebels").head.text == "attacked"
    assert word(doc, "ministry").head.text == "said"
    assert word(doc, "checkpoint").dep_ == "obj"
    assert "Tense=Past" in str(word(doc, "attacked").morph)
    assert {(e.text, e.label_) for e in doc.ents} >= {("Monday", "DATE"), ("Sarmin", "LOC")}


def test_a_possessive_before_a_capital_ends_no_sentence(model: LanguageModel) -> None:
    (doc,) = read(model, NEWS)
    last = list(doc.sents)[-1]
    assert last.text.startswith("Officials")
    assert last.text.endswith("did not answer.")


def test_a_name_may_hold_odd_spaces(model: LanguageModel) -> None:
    (doc,) = read(model, "Troops from Papua  New \u00a0 Guinea arrived in Port  Moresby.")
    assert "Papua  New \u00a0 Guinea" in [e.text for e in doc.ents]


def test_lines_are_read_apart(model: LanguageModel) -> None:
    (doc,) = read(model, "Troops leave northern base\nThe ministry said so on Friday.")
    assert [s.text.strip() for s in doc.sents] == [
        "Troops leave northern base",
        "The ministry said so on Friday.",
    ]


def test_furniture_in_the_middle_of_a_line_is_read_apart(model: LanguageModel) -> None:
    text = "Aid reached the town. Share this article The convoy left."
    at = text.index("Share")
    (doc,) = read(model, text, furniture=(Furniture(at, at + 18, "share"),))
    assert "Share this article" in [s.text.strip() for s in doc.sents]


def test_together_or_alone_a_report_reads_the_same(model: LanguageModel) -> None:
    alone = [[(t.text, t.pos_, t.head.i) for t in read(model, t)[0]] for t in NEWS.split("\n")]
    together = [[(t.text, t.pos_, t.head.i) for t in d] for d in read(model, *NEWS.split("\n"))]
    # Batches differ in padding, and int8 activations are scaled by batch: nearly all, not all, must agree.
    pairs = [(a, b) for x, y in zip(alone, together, strict=True) for a, b in zip(x, y, strict=True)]
    assert sum(a == b for a, b in pairs) >= 0.9 * len(pairs)


def test_a_line_without_an_end_is_read_whole(model: LanguageModel) -> None:
    (doc,) = read(model, "stone " * 3000)
    assert len(doc) == 3000
    assert all(t.pos_ for t in doc)


def test_a_word_of_a_million_letters_is_read(model: LanguageModel) -> None:
    (doc,) = read(model, "He said " + "a" * 1_000_000 + " twice.")
    assert len(doc.text) == 1_000_015


def test_words_given_are_read_as_given(model: LanguageModel) -> None:
    (reading,) = read_windows(model, [["Rebels", "left", "."]])
    assert [model.upos[u] for u in reading.upos] == ["NOUN", "VERB", "PUNCT"]
    assert reading.heads.tolist() == [1, 1, 1]


def test_missing_weights_are_named(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UserError, match=re.escape(FILES[0])):
        load_model(tmp_path)


@settings(max_examples=60)
@given(st.lists(st.text(max_size=200), min_size=1, max_size=3))
def test_any_text_keeps_its_characters_and_gets_trees(texts: list[str]) -> None:
    model = SHARED()
    for text, doc in zip(texts, read(model, *texts), strict=True):
        assert len(doc.text) == len(text)
        for token in doc:
            assert text[token.idx : token.idx + len(token)] == token.text or "\ufffd" in token.text
        assert all(text[e.start_char : e.end_char] for e in doc.ents)
        for sentence in doc.sents:
            assert sum(t.head.i == t.i for t in sentence) == 1


class _Shared:
    """The model loaded once for the property tests, which take no fixtures of their own."""

    def __init__(self) -> None:
        self._model: LanguageModel | None = None

    def __call__(self) -> LanguageModel:
        self._model = self._model or load_model()
        return self._model


SHARED = _Shared()
