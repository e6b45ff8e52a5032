"""Any text whatever gives statements whose spans slice, and quotations that never overlap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from dateline.interpret.attribution import attribute
from dateline.interpret.attribution_tree import tree_of
from dateline.interpret.chains import chain_of, holder_of_quantity
from dateline.interpret.cues import cues, inflections, status_words, verb_forms
from dateline.interpret.quotes import quotations
from dateline.interpret.status import status_of
from dateline.model import Digest, Grounded, Holder, QuantityMention, Report, Span, Statement

VOCAB = Vocab()
WORDS = (
    'he said that troops reports , . " “ ” according to Reuters will not : leave quoted as saying citing '
    "police reportedly the claim who told BBC"
).split()
TAGS = ["VERB", "NOUN", "PROPN", "PRON", "PUNCT", "AUX", "ADP", "SCONJ", "DET", "SPACE"]
LABELS = (
    "nsubj nsubj:pass obj obl obl:agent ccomp xcomp advcl acl acl:relcl parataxis conj punct mark case "
    "aux aux:pass appos flat nmod nmod:poss dep"
).split()
STATUSES = {"happened", "ongoing", "planned", "possible", "denied"}


@st.composite
def docs(draw: st.DrawFn) -> Doc:
    """A doc with any tree at all: heads may be anything that has no loop."""
    words = draw(st.lists(st.sampled_from([*WORDS, "\n"]), min_size=1, max_size=25))
    order = draw(st.permutations(range(len(words))))
    heads = [0] * len(words)
    for place, token in enumerate(order):
        heads[token] = token if place == 0 else order[draw(st.integers(0, place - 1))]
    deps = ["ROOT" if heads[t] == t else draw(st.sampled_from(LABELS)) for t in range(len(words))]
    tags = [draw(st.sampled_from(TAGS)) for _ in words]
    spaces = [draw(st.booleans()) for _ in words]
    return Doc(VOCAB, words=words, spaces=spaces, pos=tags, heads=heads, deps=deps, lemmas=words)


def grounded(doc: Doc) -> Grounded:
    return Grounded(Digest(Report("r", doc.text, ""), doc))


@given(docs())
def test_every_span_slices_and_every_token_has_a_status(doc: Doc) -> None:
    known = grounded(doc)
    statements = attribute(known)
    for statement in statements:
        assert statement.content
        spans = [*statement.source, *statement.cue, *statement.content]
        for holder in statement.chain:
            spans += [holder.span, *([holder.cue] if holder.cue else [])]
        assert all(doc.text[s.start : s.end] == s.text and s.text for s in spans)
        assert statement.kind in {"direct", "indirect", "mixed"}
    for token in doc:
        assert status_of(known, statements, token.i) in STATUSES
        span = Span.of(doc.text, token.idx, token.idx + len(token))
        chain = chain_of(statements, span)
        assert len({h.span for h in chain}) == len(chain)
        assert isinstance(holder_of_quantity(known, QuantityMention(span)), tuple)


@given(st.text(alphabet="ab .,\n\"'“”‘’«»`S", max_size=80))
def test_quotations_are_in_order_and_apart(text: str) -> None:
    end = 0
    for quotation in quotations(text):
        assert end <= quotation.start < quotation.end <= len(text)
        end = quotation.end


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "we go" and left.', ['"we go"']),
        ("He said “we go” and left.", ["“we go”"]),
        ("He said ‘we go’ and left.", ["‘we go’"]),
        ("The ministers' plan isn't the people's.", []),
        ("He ordered 'heightened alert' from troops.", ["'heightened alert'"]),
        ("“We go.\n\n“We stay.”", ["“We go.", "“We stay.”"]),
        ('"We go.\nNothing more.', ['"We go.']),
        ("«We go», he said.", ["«We go»"]),
        ("``We go,'' he said.", ["``We go,''"]),
        ('"She shouted “We go” twice," he said.', ['"She shouted “We go” twice,"']),
    ],
)
def test_quotation_marks_of_every_kind(text: str, quoted: list[str]) -> None:
    assert [text[q.start : q.end] for q in quotations(text)] == quoted


def _span(start: int, end: int) -> Span:
    return Span(start, end, "x" * (end - start))


def _statement(content: tuple[int, int], holder: tuple[int, int]) -> Statement:
    span = _span(*holder)
    return Statement((span,), (), (_span(*content),), "indirect", "asserts", (Holder(span, None),))


@given(st.permutations(range(4)))
def test_a_chain_runs_from_the_outermost_statement_inwards(order: list[int]) -> None:
    nested = [_statement((10 * i, 100 - 10 * i), (200 + i, 201 + i)) for i in range(4)]
    chain = chain_of(tuple(nested[i] for i in order), _span(50, 52))
    assert [h.span.start for h in chain] == [200, 201, 202, 203]


def test_a_trigger_that_is_the_cue_is_not_in_its_own_content() -> None:
    source, cue = _span(0, 5), _span(6, 10)
    statement = Statement((source,), (cue,), (_span(0, 40),), "indirect", "asserts", (Holder(source, cue),))
    assert chain_of((statement,), cue) == ()
    assert len(chain_of((statement,), _span(20, 24))) == 1


def test_the_lists_are_read_whole() -> None:
    assert {"say", "deny", "announce"} <= set(cues().verbs)
    assert "for" in cues().multi["call"]
    assert status_words().verbs["plan"] == "planned"
    assert set(status_words().verbs.values()) <= STATUSES


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("denied", "deny"),
        ("planned", "plan"),
        ("said", "say"),
        ("announcing", "announce"),
        ("began", "begin"),
        ("admitted", "admit"),
    ],
)
def test_forms_of_listed_verbs_are_known(form: str, lemma: str) -> None:
    assert verb_forms()[form] == lemma
    assert lemma in inflections(lemma)


def test_the_tree_lists_are_those_of_the_doc() -> None:
    doc = Doc(
        VOCAB,
        words=["Troops", "left", "."],
        spaces=[True, False, False],
        heads=[1, 1, 1],
        deps=["nsubj", "ROOT", "punct"],
        pos=["NOUN", "VERB", "PUNCT"],
        lemmas=["troops", "leave", "."],
    )
    tree = tree_of(doc)
    assert (tree.start, tree.end, tree.head) == ([0, 7, 11], [6, 11, 12], [1, 1, 1])
    assert (tree.left[1], tree.right[1], tree.child(1, "nsubj")) == (0, 1, 0)
