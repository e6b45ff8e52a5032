"""Who says what, and is it so: `statement_cases.txt` and `holder_cases.txt`, read with the real model."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.interpret.attribution_tree import tree_of
from dateline.interpret.chains import chain_of
from dateline.interpret.status import status_of
from dateline.model import Interpretation, Span, Statement
from tests.interpret.reading import read


def rows(name: str) -> list[list[str]]:
    """The rows of a table beside this file, cell by cell."""
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines if line and not line.startswith("#")]


CASES, HOLDERS = rows("statement_cases.txt"), rows("holder_cases.txt")
KNOWN = ("The president dismissed reports that police arrested the editor.",)
"""Where the words' past tense outweighs what the language model says."""


def _around(reading: Interpretation, word: Span) -> Statement | None:
    """The smallest statement whose content has a word that is no cue of it, one with a source first."""
    holding = [
        s for s in reading.statements
        if s.cue and any(c.overlaps(word) for c in s.content) and not any(c.overlaps(word) for c in s.cue)
    ]  # fmt: skip
    return min(holding, key=lambda s: (not s.source, sum(c.end - c.start for c in s.content)), default=None)


@pytest.mark.parametrize(
    "row",
    [pytest.param(r, marks=pytest.mark.xfail(strict=True)) if r[0] in KNOWN else r for r in CASES],
    ids=[row[0][:70] for row in CASES],
)
def test_chain_stance_and_status(row: list[str]) -> None:
    text, word, chain, stance, status = row
    text = text.replace("¶", "\n\n")
    reading = read(text)
    at = text.index(word)
    span = Span.of(text, at, at + len(word))
    found = chain_of(reading.statements, span)
    wanted = [name.strip() for link in chain.split("←") for name in link.split(",") if name.strip()]
    assert [holder.span.text for holder in found] == wanted
    around = _around(reading, span)
    assert (around.stance if around else "") == stance
    token = next(i for i, start in enumerate(tree_of(reading.grounded.digest.doc).start) if start == at)
    assert status_of(reading.grounded, reading.statements, token) == status


@pytest.mark.parametrize("row", HOLDERS, ids=[row[0] for row in HOLDERS])
def test_kind_and_certainty_of_a_holder(row: list[str]) -> None:
    text, kind, certainty = row
    (holder, *_) = next(s.chain for s in read(text).statements if s.chain)
    assert (holder.kind, holder.certainty) == (kind, certainty)


def test_who_passes_on_is_unsure_and_who_speaks_is_sure() -> None:
    text = "The agency quoted the mayor as saying that rebels shelled the port."
    at = text.index("shelled")
    chain = chain_of(read(text).statements, Span.of(text, at, at + 7))
    assert [holder.certainty for holder in chain] == ["unknown", "certain"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“Rebels shelled the port,” the mayor said.", "direct"),
        ("The mayor said rebels had “shelled and burned” the port.", "mixed"),
        ("The mayor said rebels shelled the port.", "indirect"),
        ("“The mayor told us that rebels shelled the port,” the farmer recalled.", "indirect"),
    ],
)
def test_kind_of_quotation(text: str, kind: str) -> None:
    statement = next(s for s in read(text).statements if any("mayor" in p.text.lower() for p in s.source))
    assert statement.kind == kind
