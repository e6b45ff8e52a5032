"""How well factuality is told: from -3 (surely not so) to 3 (surely so), on the scale of each set.

    python3 dev.py bench factuality [--file FILE] [--split NAME] [--fit] [--errors N] [--limit N]

Each sentence goes through the program's own digest as a report of its own; the event's word is found by its
offsets (the last word that touches them). Two figures: what the language model says there
(`Digest.signals.factuality`), and what `interpret.status_factuality` makes of it with the words around.

The language model was taught on the split `train`; its correction is fitted on `dev` (`--fit` fits and writes
`_ref/attribution/factuality.toml`), since what the model says of its own lessons is surer than what it says
of anything else. So on `dev` the corrected figures are of five-fold cross-validation by sentence; on any
other split (`--split`) they are by the weights that ship. Figures: mean absolute error and Pearson's r;
`not so`: F1 for finding the events of 0 or less, which "all so" never finds.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.gold import ROOT, gold_folder, read_lines
from dateline.digest import digest, load_model
from dateline.interpret.status_factuality import LIMIT, corrected, factuality_features
from dateline.interpret.weighted import load_weights
from dateline.model import Digest, Report

NAMES = {"UDS_IH2": "UDS-IH2", "UW": "UW", "MEANTIME": "MEANTIME", "RP": "Ross-Pavlick"}
WANTED = {"UDS_IH2": "0.90 / 0.80", "UW": "0.48 / 0.75"}
PEERS = {
    "UDS_IH2": "linear 1.11 / .73, bi-LSTM .96 / .77",
    "UW": "linear .53 / .72, bi-LSTM .51 / .72",
    "MEANTIME": "all +3 .31 / -, best of 2018 .31 / .55",
}
"""Measured on the test splits."""
TARGET = ROOT / "src" / "dateline" / "_ref" / "attribution" / "factuality.toml"
FITTED = "dev"
FEWEST, PULL, NEAR, ROUNDS, FOLDS = 10, 10.0, 0.15, 30, 5
"""A feature's fewest events; the pull to zero; the error below which all count alike; rounds; folds."""
HEADER = """\
# How words and trees correct the language model's factuality (dateline/interpret/status_factuality.py):
# feature = weight, one table a scale. Made by `python3 dev.py bench factuality --fit`; not edited by hand.
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One event: its set, what people said, its features, and where it stands."""

    set: str
    gold: float
    features: Mapping[str, float]
    sentence: int
    about: str

    @property
    def plain(self) -> float | None:
        """What the language model says; None where its weights were not taught this set's scale."""
        return self.features.get(f"model {self.set}")


def sentences(path: Path, split: str, limit: int | None) -> list[dict[str, Any]]:
    """The sentences of a split."""
    return list(islice((row for row in read_lines(path) if row["split"] == split), limit))


def cases_of(rows: Sequence[dict[str, Any]], reads: Iterable[Digest]) -> list[Case]:
    """The events of the sentences as they were read."""
    found = []
    for number, (row, read) in enumerate(zip(rows, reads, strict=True)):
        if read.signals is None:
            raise SystemExit("the language model has no factuality: name a model that was taught it")
        for event in row["events"]:
            token = [t.i for t in read.doc if t.idx < event["end"] and t.idx + len(t) > event["start"]][-1]
            features = factuality_features(read, token)
            about = f"«{event['text']}» {row['text']}"
            found.append(Case(row["dataset"], float(event["factuality"]), features, number, about))
    return found


def fit(cases: Sequence[Case]) -> dict[str, float]:
    """The weights of one scale: linear, by the least absolute error, pulled towards zero."""
    often = Counter(name for c in cases for name, value in c.features.items() if value)
    names = sorted(name for name, n in often.items() if n >= FEWEST)
    rows = [[c.features.get(n, 0.0) for n in names] + [1.0] for c in cases]
    x: NDArray[np.float64] = np.array(rows)
    gold = np.array([c.gold for c in cases])
    ridge = np.diag([PULL] * len(names) + [1e-6])
    counts = np.ones(len(cases))
    solved = np.zeros(len(names) + 1)
    for _ in range(ROUNDS):  # least squares, each event counting by the error that the last round left it
        weighted = x * counts[:, None]
        solved = np.linalg.solve(weighted.T @ x + ridge, weighted.T @ gold)
        counts = 1 / np.maximum(abs(gold - x @ solved), NEAR)
    table = {"bias": round(float(solved[-1]), 3)}
    return table | {n: round(float(v), 3) for n, v in zip(names, solved, strict=False) if abs(v) >= 0.005}


def crossed(cases: Sequence[Case]) -> list[float]:
    """What weights fitted on the other folds make of each event; a sentence is in one fold."""
    by_fold = [fit([c for c in cases if c.sentence % FOLDS != k]) for k in range(FOLDS)]
    return [corrected(by_fold[c.sentence % FOLDS], c.features) for c in cases]


def figures(cases: Sequence[Case], ours: Sequence[float]) -> str:
    """Mean absolute error, Pearson's r, and F1 of what is not so."""
    gold, told = np.array([c.gold for c in cases]), np.array(ours)
    right = int(((gold <= 0) & (told <= 0)).sum())
    share = 2 * right / max(1, int((gold <= 0).sum() + (told <= 0).sum()))
    return f"{abs(gold - told).mean():.3f} / {np.corrcoef(gold, told)[0, 1]:.3f}  {share:.3f}"


def written(table: Mapping[str, Mapping[str, float]]) -> str:
    """The weights as a file that people can read."""
    lines = [HEADER.rstrip()]
    for scale, own in table.items():
        lines += ["", f"[{scale}]"]
        lines += [f'"{n}" = {v}' for n, v in sorted(own.items(), key=lambda p: (p[0] != "bias", p[0]))]
    return "\n".join(lines) + "\n"


def report(cases: Sequence[Case], split: str, errors: int) -> None:
    """Print the table, and the worst errors."""
    print(f"{split:14} events   model: MAE / r, not so  corrected              wanted        all +3  peers")
    for name, title in NAMES.items():
        mine = [c for c in cases if c.set == name]
        if len(mine) < 2:
            continue
        shipped = load_weights("factuality")[name] if split != FITTED else {}
        ours = crossed(mine) if split == FITTED else [corrected(shipped, c.features) for c in mine]
        every = sum(abs(c.gold - LIMIT) for c in mine) / len(mine)
        plain = [c.plain for c in mine if c.plain is not None]
        alone = figures(mine, plain) if len(plain) == len(mine) else f"{'not taught':22}"
        row = f"{title:14} {len(mine):6}   {alone}"
        print(
            f"{row}   {figures(mine, ours)}   {WANTED.get(name, ''):12} {every:.3f}   {PEERS.get(name, '')}"
        )
        for case, told in sorted(zip(mine, ours, strict=True), key=lambda p: -abs(p[0].gold - p[1]))[:errors]:
            print(f"- {case.gold:+.2f} {told:+.2f} {case.about}")


def main() -> None:
    """Read, print, and fit where that is asked for."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--file", type=Path, help="a file of the same form (default: the gold's)")
    options.add_argument("--split", default=FITTED, help=f"which split of it (default: {FITTED})")
    options.add_argument("--fit", action="store_true", help=f"fit the correction on `{FITTED}` and write it")
    options.add_argument("--errors", type=int, default=0, help="list so many of the worst of each set")
    options.add_argument("--limit", type=int, help="only so many sentences")
    options.add_argument("--model", type=Path, help="a folder with another language model")
    chosen = options.parse_args()
    path = chosen.file or gold_folder("claims") / "factuality.traindev.jsonl.gz"
    rows = sentences(path, chosen.split, chosen.limit)
    reports = (Report(str(i), row["text"], "") for i, row in enumerate(rows))
    cases = cases_of(rows, digest(reports, load_model(chosen.model)))
    report(cases, chosen.split, chosen.errors)
    if chosen.fit and chosen.split == FITTED:
        table = {name: fit([c for c in cases if c.set == name]) for name in NAMES}
        TARGET.write_text(written(table), encoding="utf8")


if __name__ == "__main__":
    main()
