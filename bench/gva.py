"""Reports into incidents, one pass in time order: the GVA reports, against the registry's incidents.

    python -m bench gva [--fit] [--file FILE] [--all]

Two folds by a hash of the incident: the whole stream is run with weights from one fold and scored on the
reports of the other, and the other way round; the figures are pooled. What is learned from is pairs of a
report with its nearest earlier ones. `--fit` writes the weights of both folds together into
`_ref/incidents/reports.toml`; `--file FILE` runs the weights that ship on another file of the same form,
unfitted. Pages flagged unusable (boilerplate alone, or one page under two incidents) are left out, but with
`--all`.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.boost import fit
from bench.clusters import Score, b_cubed, pairs
from bench.gold import gold_folder, read_lines
from dateline.merge.incidents.pairs import FEATURES, compare
from dateline.merge.incidents.stories import Stories
from dateline.merge.incidents.trees import Floats, Trees, write_trees
from dateline.merge.incidents.weights import REPORTS, report_trees
from dateline.merge.incidents.window import Window

SETTINGS = {"join": -0.25, "merge": 0.0, "leave": -2.0, "never": -99.0, "best_share": 0.5}
HEAD = """Whether two reports tell of one story: boosted trees over the figures of merge/incidents/pairs.py.
Each tree asks its questions in turn; the answers, no or yes, pick one of the eight numbers, from no-no-no to
yes-yes-yes, that is added to the log-odds. A figure of -1: one of the two says nothing about it.
Made by `python3 dev.py bench gva --fit`; SOURCES.md says from what."""
Row = dict[str, Any]


def stream(path: Path, *, everything: bool = False) -> list[Row]:
    """The reports in time order."""
    rows = [r for r in read_lines(path) if everything or r.get("usable", True)]
    return sorted(rows, key=lambda r: (r["published"] or "", r["doc_id"]))


def fold_of(incident: str) -> int:
    """0 or 1, by a hash."""
    return int(hashlib.sha1(incident.encode()).hexdigest(), 16) % 2


def day_of(row: Row) -> date | None:
    """The day of publication."""
    return date.fromisoformat(row["published"][:10]) if row["published"] else None


def cases(rows: list[Row]) -> tuple[Floats, NDArray[np.bool_], NDArray[np.int64]]:
    """Figures of each report with its nearest earlier ones; whether of one incident; the report's fold."""
    window = Window()
    incident = [r["incident_id"] for r in rows]
    figures, same, folds = [], [], []
    for n, row in enumerate(rows):
        entry, _ = window.take(row["doc_id"], row["title"], row["text"], day_of(row), row["outlet"])
        for slot in window.near(entry):
            figures.append(compare(window.entries[slot].weighted, entry.weighted))
            same.append(incident[slot] == incident[n])
            folds.append(fold_of(incident[n]))
        window.put(entry)
    return np.array(figures, dtype=float), np.array(same), np.array(folds)


def run(rows: list[Row], trees: Trees) -> tuple[dict[str, int], float]:
    """Report → story after one pass, and reports a CPU second."""
    stories = Stories(trees)
    label: dict[int, int] = {}
    held: dict[int, set[int]] = {}
    began = time.process_time()
    for row in rows:
        _, changes, _ = stories.add(row["doc_id"], row["title"], row["text"], day_of(row), row["outlet"])
        for change in changes:
            if change.action == "merge" and change.other is not None:
                for slot in held.pop(change.other):
                    label[slot] = change.cluster
                    held[change.cluster].add(slot)
                continue
            if change.other is not None:
                held[change.other].remove(change.item)
            label[change.item] = change.cluster
            held.setdefault(change.cluster, set()).add(change.item)
    speed = len(rows) / (time.process_time() - began)
    return {row["doc_id"]: label[n] for n, row in enumerate(rows)}, speed


def show(name: str, gold: dict[str, str], results: Iterator[tuple[dict[str, int], list[str] | None]]) -> None:
    """Prints B³ and pairs, pooled over runs that are each scored on some of the items."""
    cubed = linked = Score(0, 0, 0, 0)
    for system, only in results:
        cubed += b_cubed(gold, system, only)
        linked += pairs(gold, system, only)
    print(f"{name}: B³ {cubed}   pairs {linked}")


def main() -> None:
    """Cross-validated figures; weights where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    path = options.file or gold_folder("incidents") / "gva.dev.jsonl.gz"
    rows = stream(path, everything=options.all)
    gold = {r["doc_id"]: r["incident_id"] for r in rows}
    print(f"{path.name}: {len(rows)} reports of {len(set(gold.values()))} incidents (P R F)")
    if options.file is None:
        figures, same, folds = cases(rows)

        def crossed() -> Iterator[tuple[dict[str, int], list[str] | None]]:
            for k in (0, 1):
                trees = fit(figures[folds == k], same[folds == k], FEATURES, SETTINGS)
                yield run(rows, trees)[0], [d for d, i in gold.items() if fold_of(i) != k]

        show("weights of the other fold (B³ F at least 94.5, pairs 84)", gold, crossed())
        if options.fit:
            write_trees(REPORTS, fit(figures, same, FEATURES, SETTINGS), HEAD)
            report_trees.cache_clear()
    system, speed = run(rows, report_trees())
    show("weights as shipped" + ("" if options.file else " (fitted on these)"), gold, iter([(system, None)]))
    print(f"{speed:,.0f} reports a CPU second (at least 1,000)")
    print("peers: TF-IDF stream 88.6 / 62.7; boosting over five cosines, on a half 93.8 / 83.6")


if __name__ == "__main__":
    main()
