"""The flow: order, and one report's error that must not lose the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import pipeline
from dateline.collect.records import make_report
from dateline.config import Settings
from dateline.model import Digest, Failure, Interpretation, Report
from dateline.pipeline import STEPS, Engine, load_engine, run


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine()


def report(text: str) -> Report:
    made = make_report(text, f"test: {text[:20]}", None, Settings())
    assert isinstance(made, Report)
    return made


def test_the_steps_follow_from_each_other() -> None:
    written = {STEPS[0].reads}
    for step in STEPS:
        read = {step.reads} if step is STEPS[0] else set(step.reads.split(", "))
        assert read <= written, f"{step.name} reads what no step before it writes"
        written.add(step.writes)


def test_order_is_kept_and_failures_pass_through(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "GROUP_CHARS", 30)
    items: list[Report | Failure] = []
    for number in range(6):
        items += [report(f"Troops left town {number}."), Failure(f"f{number}", "x")]
    out = list(run(items, engine))
    told = [o.grounded.digest.report if isinstance(o, Interpretation) else o for o in out]
    assert told == items


def test_no_reports_no_readings(engine: Engine) -> None:
    assert list(run([], engine)) == []


def test_a_step_that_fails_is_named_and_costs_one_report(engine: Engine) -> None:
    broken = replace(engine, rules=None)  # type: ignore[arg-type]
    (failure,) = run([report("Troops left the town on Monday.")], broken)
    assert isinstance(failure, Failure)
    assert "the step “interpret” failed on it" in failure.message
    assert failure.origin == "test: Troops left the town"
    assert len(failure.message.splitlines()) == 1


def test_an_error_in_a_batch_is_pinned_to_its_report(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pipeline.digest

    def poisoned(reports: list[Report], model: object) -> Iterator[Digest]:
        if any("poison" in one.text for one in reports):
            raise RuntimeError("first\nsecond")
        yield from whole(reports, model)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "digest", poisoned)
    out = list(run([report("They left."), report("A poison."), report("They came back.")], engine))
    assert [type(one) for one in out] == [Interpretation, Failure, Interpretation]
    assert isinstance(out[1], Failure)
    assert "the step “digest” failed on it (RuntimeError: first second)" in out[1].message


PIECES = [
    "Rebels attacked ",
    "the army",
    " said",
    ".",
    "\n",
    "“",
    "”",
    " in Aleppo",
    " on Tuesday",
    " 20 people",
    "\r",
    "é",
]


@settings(max_examples=25)
@given(st.text(max_size=120) | st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_any_text_is_read_and_every_span_is_its_slice(text: str) -> None:
    made = make_report(text, "any", None, Settings())
    (outcome,) = run([made], load_engine())
    if isinstance(outcome, Failure):
        assert outcome is made, outcome.message
        return
    doc = outcome.grounded.digest.doc
    assert len(doc.text) == len(text)
    spans = [m.span for m in (*outcome.grounded.actors, *outcome.grounded.places)]
    spans += [m.span for m in (*outcome.grounded.times, *outcome.grounded.quantities)]
    spans += [span for s in outcome.statements for span in (*s.source, *s.cue, *s.content)]
    for event in outcome.events:
        spans += [event.trigger, event.sentence, *(a.span for a in (*event.actors, *event.recipients))]
        spans += [*(c.span for c in event.counts), *(h.span for h in event.said_by)]
        spans += [*(p.mention.span for p in event.places), *((event.time.span,) if event.time else ())]
    assert all(text[span.start : span.end] == span.text for span in spans)
