"""What the model proposes beside words and trees, at the indices of the report's own tokens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from dateline.digest import LanguageModel, digest, load_model
from dateline.digest.claims import Anchored, Claims
from dateline.digest.signals import signals_of
from dateline.digest.windows import Window
from dateline.model import Digest, ProposedEvent, ProposedQuote, Report, Signals

ODD = "Тест 👨‍👩‍👧\tRebels  shelled\u00a0the port\n\n\n\u200b\ufeff“We 😀 won,” the mayor said.\r\n\r\n"


@cache
def loaded() -> LanguageModel:
    """The packaged model, loaded once; a property test cannot take a fixture of a function."""
    return load_model()


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return loaded()


def read(model: LanguageModel, *texts: str) -> list[Digest]:
    return list(digest([Report(str(i), t, "") for i, t in enumerate(texts)], model))


def signals(d: Digest) -> Signals:
    assert d.signals is not None
    return d.signals


def words(doc: Doc, tokens: Iterable[int]) -> str:
    """Tokens as they stand in the text, one space between them."""
    return " ".join(doc[i].text for i in tokens)


def quote_at(d: Digest, cue: str) -> ProposedQuote:
    """The attribution whose cue has that word."""
    found = [q for q in signals(d).quotes or () if cue in words(d.doc, q.cue).split()]
    assert len(found) == 1, f"{cue}: {found}"
    return found[0]


def event_at(d: Digest, trigger: str) -> ProposedEvent:
    """The event whose trigger has that word."""
    found = [e for e in signals(d).events if trigger in words(d.doc, e.trigger).split()]
    assert len(found) == 1, f"{trigger}: {found}"
    return found[0]


@pytest.mark.parametrize(
    ("text", "cue", "source", "content"),
    [
        ("The ministry said that rebels had shelled the port.", "said", "ministry",
         "rebels had shelled the port"),
        ("“We will not leave,” the mayor told reporters on Friday.", "told", "mayor", "We will not leave"),
        ("According to a hospital director, nine people died.", "According", "hospital director",
         "nine people died"),
        ("The bridge has fallen, reports the Ruritanian news agency.", "reports", "agency",
         "The bridge has fallen"),
    ],
)  # fmt: skip
def test_who_says_what(model: LanguageModel, text: str, cue: str, source: str, content: str) -> None:
    (d,) = read(model, text)
    quote = quote_at(d, cue)
    assert source in words(d.doc, quote.source)
    assert content in words(d.doc, quote.content)
    assert not set(quote.cue) & (set(quote.source) | set(quote.content))


def test_a_sentence_that_quotes_nobody_has_no_attribution(model: LanguageModel) -> None:
    (d,) = read(model, "Two trains collided near the border on Tuesday.")
    assert signals(d).quotes == ()


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "mode", "status", "actors", "recipients"),
    [
        ("Rebels shelled the port of Varna on Monday.", "shelled", "ASSAULT", "heavy-weapons", "happened",
         "Rebels", "port"),
        ("Police arrested three journalists in Minsk.", "arrested", "COERCE", "arrest", "happened",
         "Police", "journalists"),
        ("Thousands of teachers marched through Lima to demand higher pay.", "marched", "PROTEST", "demo",
         "happened", "Thousands of teachers", ""),
        ("Gunmen shot dead two policemen in Mosul.", "shot", "ASSAULT", "firearms", "happened",
         "Gunmen", "two policemen"),
        ("The court sentenced the former minister to ten years.", "sentenced", "SANCTION", "convict",
         "happened", "court", "former minister"),
    ],
)  # fmt: skip
def test_what_happened_and_to_whom(
    model: LanguageModel, text: str, trigger: str, kind: str, mode: str, status: str,
    actors: str, recipients: str,
) -> None:  # fmt: skip
    (d,) = read(model, text)
    event = event_at(d, trigger)
    assert (event.type, event.mode, event.status) == (kind, mode, status)
    assert actors in words(d.doc, event.actors)
    assert recipients in words(d.doc, event.recipients)


@pytest.mark.parametrize(
    ("text", "trigger", "kind"),
    [
        ("France will withdraw its troops from Chad next year.", "withdraw", "RETREAT"),
        ("The government said it would release all prisoners next month.", "release", "RETREAT"),
    ],
)
def test_what_is_to_come_has_not_happened(model: LanguageModel, text: str, trigger: str, kind: str) -> None:
    (d,) = read(model, text)
    event = event_at(d, trigger)
    assert event.type == kind
    assert event.status in {"planned", "possible"}


@pytest.mark.parametrize(
    "text",
    [
        "The strikers fired twice before half-time.",
        "The storm killed four people in the valley.",
        "Senators attacked the budget proposal as too generous to bankers.",
    ],
)
def test_words_that_elsewhere_name_violence_name_none(model: LanguageModel, text: str) -> None:
    (d,) = read(model, text)
    assert [e.type for e in signals(d).events if e.type == "ASSAULT"] == []


def test_what_did_not_happen_is_less_factual_than_what_did(model: LanguageModel) -> None:
    done, denied, hoped = read(
        model, "The troops left.", "The troops did not leave.", "The troops may leave."
    )  # fmt: skip

    def told(d: Digest, word: str, scale: str) -> float:
        (token,) = (t for t in d.doc if t.text == word)
        return float(signals(d).factuality[token.i, signals(d).scale_names.index(scale)])

    for scale in ("UDS_IH2", "UW"):
        assert told(done, "left", scale) > 1.5
        assert told(denied, "leave", scale) < -0.5
    graded = (told(denied, "leave", "UW"), told(hoped, "leave", "UW"), told(done, "left", "UW"))
    assert graded == tuple(sorted(graded)), "UW grades what is possible; UDS-IH2 asks whether it happened"


def sound(d: Digest) -> None:
    """Everything points at tokens of the report that are no white space; arrays have a row a token."""
    found, doc = signals(d), d.doc
    for rows in (found.types, found.statuses, found.factuality, found.inside):
        assert rows is not None
        assert len(rows) == len(doc)
        assert not rows[[t.i for t in doc if t.is_space]].any()
    for q in found.quotes or ():
        for part in (q.cue, q.source, q.content):
            assert list(part) == sorted(set(part))
            assert not any(doc[i].is_space for i in part)
        assert q.cue
    for e in found.events:
        for part in (e.trigger, e.actors, e.recipients):
            assert list(part) == sorted(set(part))
            assert not any(doc[i].is_space for i in part)
        assert e.trigger
        assert e.type in found.type_names[1:]
        assert e.status in found.status_names


def test_offsets_are_right_on_odd_text(model: LanguageModel) -> None:
    (d,) = read(model, ODD)
    sound(d)
    event = event_at(d, "shelled")
    first = d.doc[event.trigger[0]]
    assert ODD[first.idx : first.idx + len(first)] == "shelled"
    quote = quote_at(d, "said")
    (cue,) = quote.cue
    assert ODD[d.doc[cue].idx :].startswith("said")
    assert "won" in words(d.doc, quote.content)
    assert "mayor" in words(d.doc, quote.source)


@pytest.mark.parametrize("text", ["", " \n\t ", "😀", "\ud800", "." * 300, "no " * 400])
def test_any_text_has_signals(model: LanguageModel, text: str) -> None:
    (d,) = read(model, text)
    sound(d)
    if not text.strip():
        assert (signals(d).quotes, signals(d).events) == ((), ())


def test_signals_do_not_depend_on_the_reports_beside(model: LanguageModel) -> None:
    text = "The ministry said that rebels had shelled the port."
    (alone,) = read(model, text)
    _, beside, _ = read(model, "", text, "Nobody came. " * 30)
    one, other = (replace(quote_at(d, "said"), score=0) for d in (alone, beside))
    assert one == other
    first, second = (replace(event_at(d, "shelled"), score=0) for d in (alone, beside))
    assert first == second


@st.composite
def layouts(draw: st.DrawFn) -> tuple[int, list[Window], list[Claims]]:
    """A doc's length, windows over some of its tokens, and any claims of them."""
    length = draw(st.integers(0, 20))
    read_tokens = [i for i in range(length) if draw(st.booleans())]
    cut = sorted(draw(st.sets(st.integers(1, max(1, len(read_tokens)))))) if read_tokens else []
    windows = [
        Window(read_tokens[a:b], True) for a, b in zip([0, *cut], [*cut, len(read_tokens)], strict=True)
    ]
    windows = [w for w in windows if w.tokens]
    dice = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return length, windows, [claims_of(dice, len(w.tokens)) for w in windows]


def claims_of(dice: np.random.Generator, n: int) -> Claims:
    def anchored(labels: int) -> tuple[Anchored, ...]:
        ends = sorted(dice.integers(0, n, 2).tolist())
        return (Anchored(ends[0], ends[1], dice.integers(0, labels + 1, n), 0.5),)

    def rows(width: int) -> np.ndarray:
        return dice.random((n, width), dtype=np.float32) + 0.01

    return Claims(anchored(3), rows(2), anchored(2), rows(17), dice.integers(0, 48, n), rows(5), rows(4))


@given(layouts())
def test_every_index_is_a_token_of_the_window(layout: tuple[int, list[Window], list[Claims]]) -> None:
    length, windows, claims = layout
    found = signals_of(loaded(), length, windows, claims)
    assert found.quotes is not None
    assert found.inside is not None
    for proposals in (found.quotes, found.events):
        assert len(proposals) == len(windows)
    for window, quote, event in zip(windows, found.quotes, found.events, strict=True):
        mine = set(window.tokens)
        assert {*quote.cue, *quote.source, *quote.content} <= mine
        assert {*event.trigger, *event.actors, *event.recipients} <= mine
        assert not set(quote.cue) & {*quote.source, *quote.content}
    read_tokens = [i for w in windows for i in w.tokens]
    for rows, part in ((found.types, "types"), (found.inside, "inside"), (found.factuality, "scales")):
        assert len(rows) == length
        assert not rows[[i for i in range(length) if i not in read_tokens]].any(), "white space is silent"
        if windows:
            given_rows = np.concatenate([getattr(c, part) for c in claims])
            assert np.array_equal(rows[read_tokens], given_rows)


@given(layouts())
def test_weights_without_attributions_propose_none(layout: tuple[int, list[Window], list[Claims]]) -> None:
    length, windows, claims = layout
    untaught = [replace(c, quotes=None, inside=None) for c in claims]
    found = signals_of(loaded(), length, windows, untaught)
    if windows:
        assert found.quotes is None
        assert found.inside is None
    assert len(found.events) == len(windows)
