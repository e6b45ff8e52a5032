"""On whose word an organisation is blamed, and how far an incident has come, against MUC-4's templates.

    python -m bench muc_claims [--aside] [--fit] [--limit N] [--errors]

The set: 1,300 reports of 1988 to 1990 on violence in Latin America. A third, by a hash of the report's id,
was set aside before any was looked at; `--aside` scores that third instead of the rest. On the rest the
figures are of five-fold cross-validation by report: the weights that ship were fitted on it (`--fit` fits
and writes them), so that scoring them there would say little.

  stage       accomplished, attempted or threatened, given the incident: its mode, and its targets, means and
              individual perpetrators wherever their strings stand in the text. Macro-F over the three.
  confidence  how an organisation is tied to the incident, given both: reported as fact, claimed or admitted,
              suspected or accused, the same by authorities, possible, acquitted. One case each organisation
              of a template with its strings; optional ones (`?`) count like others.
  Where the key gives alternatives any of them is right, and what was answered then stands for the key; where
  none is hit the first stands. Macro-F is over the answers that the key has; `acquitted` is in the key as an
  alternative of two or three cases at most, and each figure names the answers it is over.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.gold import gold_folder, read_lines
from bench.muc import aside, report_of
from dateline.interpret.blame import BASES
from dateline.interpret.blame_clues import clues_of
from dateline.interpret.stage import STAGES, stage_features
from dateline.interpret.weighted import Weights, load_weights, probabilities
from dateline.model import Interpretation, Span
from dateline.pipeline import load_engine, run

WANTED = {"stage": "macro-F 70.0", "confidence": "accuracy 72.0, macro-F 55.0"}
PEERS = {
    "stage": "majority macro-F 31.5, bag of words 35.1",
    "confidence": "majority accuracy 58; bag of words 58, macro-F 37.5",
}
NAMES = {
    "REPORTED AS FACT": "fact",
    "CLAIMED OR ADMITTED": "admitted",
    "SUSPECTED OR ACCUSED BY AUTHORITIES": "accused by authorities",
    "SUSPECTED OR ACCUSED": "accused",
    "POSSIBLE": "possible",
    "ACQUITTED": "cleared",
}
MODES = {"BOMBING": "explosives", "KIDNAPPING": "abduct", "ARSON": "destroy"}
FILLS = ("INCIDENT: INSTRUMENT", "PERP: INDIVIDUAL", "PHYS TGT", "HUM TGT")
FOLDS = 5
PULL, FLOOR = {"stage": 3.0, "confidence": 4.0}, 0.5
"""How hard weights are pulled to zero; rare answers count more, by this power of how rare they are."""
Matrix = NDArray[np.float64]
_STRINGS = re.compile(r'"((?:[^"\\]|\\.)*)"')
TARGET = Path(__file__).resolve().parents[1] / "src" / "dateline" / "_ref" / "attribution"


@dataclass(frozen=True, slots=True)
class Case:
    """One question: its features, the answers that are right, and where it comes from."""

    features: Mapping[str, float]
    right: tuple[str, ...]
    doc: str
    about: str


def reports(limit: int | None, of_aside: bool) -> list[dict[str, Any]]:
    """The reports that have a template."""
    rows = read_lines(gold_folder("claims") / "muc4_confidence.dev.jsonl")
    return list(islice((r for r in rows if r["templates"] and aside(r["doc_id"]) == of_aside), limit))


def strings_of(raw: str) -> list[str]:
    """The strings between quotation marks."""
    return [s.replace('\\"', '"').strip(' "') for s in _STRINGS.findall(raw)]


def spans_of(text: str, strings: Iterable[str]) -> list[Span]:
    """Every place where one of the strings stands, however its words are spaced."""
    found = []
    for string in {s for s in strings if s.strip(' -"')}:
        pattern = r"\b" + r"\s+".join(map(re.escape, string.split())) + r"(?!\w)"
        found += [Span.of(text, m.start(), m.end()) for m in re.finditer(pattern, text)]
    return sorted(found, key=lambda s: (s.start, s.end))


def deed_of(text: str, template: dict[str, Any]) -> list[Span]:
    """Where the text names what the template says of the incident, organisations left out."""
    strings = [
        s
        for slot, values in template["slots"].items()
        if slot.startswith(FILLS)
        for value in values
        for s in strings_of(value)
    ]
    return spans_of(text, strings)


def mode_of(template: dict[str, Any]) -> str:
    """The PLOVER mode of an incident's type."""
    kind: str = template["slots"]["INCIDENT: TYPE"][0].strip(" ?")
    return MODES.get(kind, kind.lower())


def stage_cases(row: dict[str, Any], reading: Interpretation) -> Iterator[Case]:
    """The question of stage for each template."""
    for template in row["templates"]:
        raw = template["slots"].get("INCIDENT: STAGE OF EXECUTION", ["-"])[0]
        right = tuple(p.strip(" ?()").lower() for p in raw.split("/"))
        if not set(right) <= set(STAGES):
            continue
        features = stage_features(reading, deed_of(row["text"], template), mode_of(template))
        about = f"template {template['template']}"
        yield Case(
            features or {f"mode {mode_of(template)}": 1.0, "no words": 1.0}, right, row["doc_id"], about
        )


def blame_cases(row: dict[str, Any], reading: Interpretation) -> Iterator[Case]:
    """The question of confidence for each organisation of each template."""
    for template in row["templates"]:
        deed = deed_of(row["text"], template)
        for raw in template["slots"].get("PERP: ORGANIZATION CONFIDENCE", ()):
            named, _, strings = raw.partition(":")
            right = tuple(NAMES.get(part.strip(" ?()"), "") for part in named.split("/"))
            actor = spans_of(row["text"], strings_of(strings))
            if not strings_of(strings) or "" in right:
                continue
            features = clues_of(reading, actor, deed).features or {"no words": 1.0}
            yield Case(features, right, row["doc_id"], f"template {template['template']} {strings.strip()}")


MAKERS: dict[str, tuple[Callable[[dict[str, Any], Interpretation], Iterator[Case]], tuple[str, ...]]] = {
    "stage": (stage_cases, STAGES),
    "confidence": (blame_cases, BASES),
}
FILES = {"stage": "stage_weights", "confidence": "blame_weights"}


def fit(cases: Sequence[Case], answers: Sequence[str], pull: float) -> dict[str, dict[str, float]]:
    """Weights of a softmax over features, rare answers counted more, pulled towards zero."""
    names = sorted({n for c in cases for n in c.features})
    x = np.array([[c.features.get(n, 0.0) for n in names] + [1.0] for c in cases])
    y = np.array([[float(a in c.right) / len(c.right) for a in answers] for c in cases])
    often = y.sum(axis=0)
    per_case = (y * (often.sum() / np.maximum(often, 1)) ** FLOOR).sum(axis=1)
    per_case /= per_case.mean()
    w = descend(x, y, per_case, pull)
    table: dict[str, dict[str, float]] = {}
    for k, answer in enumerate(answers):
        table[answer] = {"bias": round(float(w[-1, k]), 3)}
        table[answer] |= {n: round(float(w[i, k]), 3) for i, n in enumerate(names) if abs(w[i, k]) >= 0.005}
    return table


def descend(x: Matrix, y: Matrix, per_case: Matrix, pull: float, steps: int = 25) -> Matrix:
    """Newton's steps for a softmax with a pull towards zero on all weights but the bias."""
    n, k = x.shape[1], y.shape[1]
    w = np.zeros((n, k))
    ridge = np.full(n, pull)
    ridge[-1] = 1e-3
    for _ in range(steps):
        z = x @ w
        p = np.exp(z - z.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        slope = x.T @ ((p - y) * per_case[:, None]) + ridge[:, None] * w
        bend = np.zeros((n, k, n, k))
        for a in range(k):
            for b in range(k):
                share = per_case * p[:, a] * ((a == b) - p[:, b])
                bend[:, a, :, b] = (x * share[:, None]).T @ x
            bend[:, a, :, a] += np.diag(ridge)
        step = np.linalg.solve(bend.reshape(n * k, n * k), slope.reshape(-1)).reshape(n, k)
        w -= step
        if abs(step).max() < 1e-4:
            break
    return w


def answers_of(weights: Weights, cases: Iterable[Case]) -> list[str]:
    """The likeliest answer to each question."""
    likely = [probabilities(weights, c.features) for c in cases]
    return [max(p, key=lambda a: p[a]) for p in likely]


def crossed(cases: Sequence[Case], answers: Sequence[str], pull: float) -> list[str]:
    """Answers by weights fitted on the other folds; the reports of a fold are its own."""
    fold = {doc: i % FOLDS for i, doc in enumerate(dict.fromkeys(c.doc for c in cases))}
    out = [""] * len(cases)
    for k in range(FOLDS):
        weights = fit([c for c in cases if fold[c.doc] != k], answers, pull)
        mine = [i for i, c in enumerate(cases) if fold[c.doc] == k]
        for i, answer in zip(mine, answers_of(weights, [cases[i] for i in mine]), strict=True):
            out[i] = answer
    return out


def figures(cases: Sequence[Case], ours: Sequence[str]) -> tuple[float, float, dict[str, str]]:
    """Accuracy, macro-F over the answers of the key, and for each its F and how often the key has it."""
    key = [a if a in c.right else c.right[0] for c, a in zip(cases, ours, strict=True)]
    right = Counter(a for a, k in zip(ours, key, strict=True) if a == k)
    gold, found = Counter(key), Counter(ours)
    each = {a: 200 * right[a] / (gold[a] + found[a]) for a in gold}
    texts = {a: f"{each[a]:.1f} ({gold[a]})" for a in sorted(gold, key=lambda a: -gold[a])}
    return 100 * right.total() / len(cases), sum(each.values()) / len(each), texts


def written(name: str, table: Mapping[str, Mapping[str, float]]) -> str:
    """The weights as a file that people can read."""
    lines = [
        f"# Weights of a softmax over clues: see dateline/interpret/{FILES[name].partition('_')[0]}.py.",
        "# Made by `python -m bench muc_claims --fit`; not edited by hand.",
    ]
    for answer, own in table.items():
        lines += ["", f'["{answer}"]']
        lines += [f'"{n}" = {v}' for n, v in sorted(own.items(), key=lambda p: (p[0] != "bias", p[0]))]
    return "\n".join(lines) + "\n"


def read(rows: Sequence[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Interpretation]]:
    """Each report with its reading."""
    for row, outcome in zip(
        rows,
        run((report_of({"id": r["doc_id"], "text": r["text"]}) for r in rows), load_engine()),
        strict=True,
    ):
        if not isinstance(outcome, Interpretation):
            raise SystemExit(f"{row['doc_id']}: {outcome.message}")
        yield row, outcome


def main() -> None:
    """Read, answer, score, print; fit where that is asked for."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument(
        "--aside", action="store_true", help="score the third set aside, with the weights shipped"
    )
    options.add_argument("--fit", action="store_true", help="fit the weights on the rest and write them")
    options.add_argument("--limit", type=int, help="only so many reports")
    options.add_argument("--errors", action="store_true", help="list the questions answered wrongly")
    chosen = options.parse_args()
    read_rows = list(read(reports(chosen.limit, chosen.aside)))
    for name, (maker, answers) in MAKERS.items():
        cases = [c for row, reading in read_rows for c in maker(row, reading)]
        score(name, cases, answers, chosen)


def score(name: str, cases: Sequence[Case], answers: Sequence[str], chosen: argparse.Namespace) -> None:
    """Print the figures of one question, and write its weights where that is asked for."""
    if chosen.aside:
        ours, how = answers_of(load_weights(FILES[name]), cases), "set aside"
    else:
        ours, how = crossed(cases, answers, PULL[name]), "cross-validated"
    accuracy, macro, each = figures(cases, ours)
    print(f"{name}, {len(cases)} cases ({how}): accuracy {accuracy:.1f}, macro-F {macro:.1f}")
    print(f"  wanted {WANTED[name]}; {PEERS[name]}")
    print("  F and cases: " + ", ".join(f"{a} {f}" for a, f in each.items()))
    for case, answer in zip(cases, ours, strict=True):
        if chosen.errors and answer not in case.right:
            print(f"- {case.doc} {case.about}: {answer}, not {' or '.join(case.right)}")
    if chosen.fit and not chosen.aside:
        table = fit(cases, answers, PULL[name])
        (TARGET / f"{FILES[name]}.toml").write_text(written(name, table), encoding="utf8")


if __name__ == "__main__":
    main()
