"""Does an event's confidence keep its word: each fifth of the texts told by weights of the other four.

    python -m bench confidence [--write]

Cases: the coded events of the annotated reports (right: the scorer finds type and both sets of countries),
and of the sentences of our own that no head was trained on (right: type and trigger as labelled, every actor
and recipient labelled is met and no other is coded; a pronoun may be met by whom it stands for). Fifths by a
hash of report or sentence, within each kind. `--write` puts the weights of all cases into
`_ref/confidence/weights.toml` and the curve of the fifths that were set aside into `docs/confidence.svg`.

Expected calibration error (Naeini et al. 2015): the mean distance, over ten bins of equal width and weighted
by their size, between the confidence told and the share that is right.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.gold import ROOT, gold_folder
from bench.reports import code, found, scorer
from dateline.interpret.confidence import WEIGHTS, confidence
from dateline.model import ActorMention, Event, Failure, Report
from dateline.pipeline import load_engine, run
from dateline.record import event_record
from training.deeds import is_set_aside, read_rows
from training.sentences_check import find

FOLDS = 5
PRONOUNS = frozenset("i we me us my our he she him her his it its they them their who which that".split())


@dataclass(frozen=True)
class Case:
    """One coded event: from which text, what its confidence is made of, and whether it is right."""

    text: str
    features: dict[str, float]
    right: bool


def report_cases(gold: Path) -> Iterator[Case]:
    """The coded events of the annotated reports."""
    readings = code(gold / "reports", load_engine())
    right = found(scorer(gold), gold / "reports", [event_record(e) for r in readings for e in r.events])
    for reading in readings:
        for event in reading.events:
            yield Case(event.report.id, reading.features[event.id], right[event.id])


def sentence_cases() -> Iterator[Case]:
    """The coded events of the sentences of our own that were set aside."""
    rows = [row for row in read_rows() if is_set_aside(row["text"])]
    reports = (Report(f"s{i}", row["text"], f"s{i}", published="2020-06-15") for i, row in enumerate(rows))
    for row, reading in zip(rows, run(reports, load_engine()), strict=True):
        if isinstance(reading, Failure):
            raise SystemExit(f"{reading.origin}: {reading.message}")
        for event in reading.events:
            yield Case(row["text"], reading.features[event.id], is_right(row, event))


def is_right(row: dict[str, Any], event: Event) -> bool:
    """Whether an event is one of those labelled, with its actors and recipients."""
    text = row["text"]
    for label in row["events"]:
        start, end = find(text, label["trigger"])
        if label["type"] == event.type and start < event.trigger.end and event.trigger.start < end:
            return all(
                _met([find(text, q) for q in label[side]], coded, text)
                for side, coded in (("actors", event.actors), ("recipients", event.recipients))
            )
    return False


def _met(labelled: list[tuple[int, int]], coded: Sequence[ActorMention], text: str) -> bool:
    open_ended = any(text[a:b].lower() in PRONOUNS for a, b in labelled)
    met = all(any(a < m.span.end and m.span.start < b for m in coded) or text[a:b].lower() in PRONOUNS
              for a, b in labelled)  # fmt: skip
    kept = all(any(a < m.span.end and m.span.start < b for a, b in labelled) for m in coded)
    return met and (kept or (open_ended and len(coded) <= len(labelled)))


def fit(cases: Sequence[Case], pull: float = 1.0, steps: int = 60) -> dict[str, float]:
    """Logistic regression by Newton's method, with a pull of `pull` towards zero on all but the bias."""
    names = sorted({name for case in cases for name in case.features})
    x = np.array([[case.features.get(n, 0.0) for n in names] for case in cases])
    y = np.array([case.right for case in cases], dtype=float)
    ridge = np.diag([0.01 if n == "bias" else pull for n in names])
    w: NDArray[np.float64] = np.zeros(len(names))
    for _ in range(steps):
        p = 1 / (1 + np.exp(-x @ w))
        slope = x.T @ (y - p) - ridge @ w
        w += np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + ridge, slope)
    return {n: round(float(v), 3) for n, v in zip(names, w, strict=True)}


def bins(told: Sequence[float], right: Sequence[bool]) -> list[tuple[int, float, float]]:
    """(size, mean told, share right) of each tenth of the scale that holds a case."""
    out = []
    for k in range(10):
        here = [i for i, p in enumerate(told) if min(int(p * 10), 9) == k]
        if here:
            out.append(
                (len(here), sum(told[i] for i in here) / len(here), sum(right[i] for i in here) / len(here))
            )
    return out


def calibration_error(told: Sequence[float], right: Sequence[bool]) -> float:
    """The expected calibration error over ten bins."""
    return sum(n * abs(p - q) for n, p, q in bins(told, right)) / max(1, len(told))


def curve(rows: list[tuple[int, float, float]]) -> str:
    """The bins as an SVG picture: told along, right up, dots as large as their bins."""
    points = [(n, 40 + 300 * p, 320 - 300 * q) for n, p, q in rows]
    dots = "".join(
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{2 + math.sqrt(n) / 2:.1f}"/>' for n, x, y in points
    )
    line = " ".join(f"{x:.0f},{y:.0f}" for _, x, y in points)
    marks = "".join(
        f'<text x="{40 + 30 * k}" y="338" text-anchor="middle">{k / 10:.1f}</text>'
        f'<text x="34" y="{324 - 30 * k}" text-anchor="end">{k / 10:.1f}</text>'
        for k in range(0, 11, 2)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 370" width="360" height="370" '
        'font-family="sans-serif" font-size="11" role="img" aria-label="Confidence told and share right">'
        '<rect width="360" height="370" fill="#fff"/>'
        '<path d="M40 320L340 20" stroke="#bbb" stroke-dasharray="4"/>'
        f'<path d="M40 20V320H340" fill="none" stroke="#333"/>{marks}'
        f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="1.5"/>'
        f'<g fill="#1f5fa8">{dots}</g>'
        '<text x="190" y="358" text-anchor="middle">confidence told</text>'
        '<text x="12" y="170" text-anchor="middle" transform="rotate(-90 12 170)">share right</text></svg>\n'
    )


def write(weights: dict[str, float]) -> None:
    """The weights as the data file that the program reads."""
    lines = "".join(f"{name} = {value}\n" for name, value in weights.items())
    WEIGHTS.write_text(
        "# How probable it is that an event's type, actors and recipients are all right: the weights of a\n"
        "# logistic regression\n"
        "# made by `python3 dev.py bench confidence --write`; SOURCES.md says from what.\n\n"
        f"[weights]\n{lines}",
        encoding="utf8",
    )


def fifths(cases: Sequence[Case]) -> list[int]:
    """Which fifth of the texts each case is in, by the order of the texts' hashes."""
    texts = sorted({c.text for c in cases}, key=lambda t: hashlib.sha1(t.encode()).hexdigest())
    place = {text: i % FOLDS for i, text in enumerate(texts)}
    return [place[c.text] for c in cases]


def told_aside(kinds: dict[str, list[Case]]) -> dict[str, list[tuple[float, bool]]]:
    """For each kind of case (confidence by weights of the other fifths, right), each case once."""
    folds = {name: fifths(cases) for name, cases in kinds.items()}
    out: dict[str, list[tuple[float, bool]]] = {name: [] for name in kinds}
    for k in range(FOLDS):
        learned = fit(
            [c for n, cases in kinds.items() for c, f in zip(cases, folds[n], strict=True) if f != k]
        )
        for name, cases in kinds.items():
            out[name] += [(confidence(c.features, learned), c.right)
                          for c, f in zip(cases, folds[name], strict=True) if f == k]  # fmt: skip
    return out


def main() -> None:
    """Fit, measure, print; write where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write weights and curve")
    options = parser.parse_args()
    kinds = {"reports": list(report_cases(gold_folder())), "sentences": list(sentence_cases())}
    pairs = told_aside(kinds)
    pairs["both"] = [pair for group in list(pairs.values()) for pair in group]
    for name, group in pairs.items():
        told, right = [p for p, _ in group], [r for _, r in group]
        brier = sum((p - q) ** 2 for p, q in group) / max(1, len(group))
        share, error = sum(right) / max(1, len(right)), calibration_error(told, right)
        figures = f"{share:.2f} right, calibration error {error:.3f}, Brier {brier:.3f}"
        print(f"{name:10} {len(group):5} events, {figures}")
    rows = bins(told, right)
    print("told  right  events")
    for n, p, q in rows:
        print(f"{p:.2f}  {q:.2f}  {n}")
    if options.write:
        write(fit([c for cases in kinds.values() for c in cases]))
        (ROOT / "docs" / "confidence.svg").write_text(curve(rows), encoding="utf8")
        sys.stdout.write(f"written: {WEIGHTS.name}, docs/confidence.svg\n")


if __name__ == "__main__":
    main()
