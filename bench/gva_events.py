"""Coded events into incidents: the assaults that our coder finds in GVA reports, against the registry.

    python -m bench gva_events [--fit]

A sample of the incidents with two reports or more (by a hash) is read by the whole program; what it codes is
linked as a store's events are. Two folds by incident: pairs of mentions learn with stories told by trees of
the other fold, and each fold's events are scored with weights from the other. A pair of assaults is one event
where the registry has their reports under one incident; events of two types are two; what the registry does
not tell (two charges in one case) is not learned from. `--fit` writes the weights of both folds.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.boost import fit as fit_trees
from bench.gold import gold_folder
from bench.gva import SETTINGS as REPORT_SETTINGS
from bench.gva import cases as report_cases
from bench.gva import fold_of, show, stream
from bench.signed import FIXED, fit, recorder_of, write
from dateline.keep.schema import CODED, to_table
from dateline.keep.tables import coded_rows
from dateline.merge.incidents.events import Told, in_order, parts_of
from dateline.merge.incidents.happenings import Happenings, Weights
from dateline.merge.incidents.mentions import FEATURES
from dateline.merge.incidents.pairs import FEATURES as FIGURES
from dateline.merge.incidents.stories import Stories
from dateline.merge.incidents.trees import Floats, Trees
from dateline.merge.incidents.weights import mention_weights, report_trees
from dateline.model import Failure, Report
from dateline.pipeline import load_engine, run

SHARE = 45
"""Of a hundred incidents that are read."""
CHARACTERS = 2500
KIND = "ASSAULT"
PRIOR = {
    "place": (1.0, 20.0), "elsewhere": (-2.0, 200.0), "day": (1.0, 20.0), "other_day": (-2.0, 200.0),
    "actors": (0.5, 100.0), "recipients": (0.5, 100.0), "counts": (0.5, 20.0), "same_trigger": (0.5, 100.0),
}  # fmt: skip
"""Weights, and how strongly they are pulled there. The registry's reports, each on one shooting, cannot teach
what parts the attacks of a report that tells of several: other places, other days, other parties. What each
figure is held to there is set by us."""
PULL = 20.0


def sample() -> list[dict[str, Any]]:
    """The reports that are read, in time order."""
    rows = stream(gold_folder("incidents") / "gva.dev.jsonl.gz")
    size = Counter(r["incident_id"] for r in rows)

    def picked(incident: str) -> bool:
        return int(hashlib.sha1(f"x{incident}".encode()).hexdigest(), 16) % 100 < SHARE

    return [r for r in rows if size[r["incident_id"]] > 1 and picked(r["incident_id"])]


def told(rows: list[dict[str, Any]]) -> list[Told]:
    """The reports with the events that the program codes in them."""
    reports = (
        Report(r["doc_id"], r["text"][:CHARACTERS], r["doc_id"], outlet=r["outlet"], title=r["title"],
               published=r["published"])
        for r in rows
    )  # fmt: skip
    kept: dict[str, list[dict[str, Any]]] = {name: [] for name in CODED}
    for reading in run(reports, load_engine()):
        if isinstance(reading, Failure):
            raise SystemExit(f"{reading.origin}: {reading.message}")
        for name, more in coded_rows(reading, datetime(2026, 1, 1)).items():  # noqa: DTZ001
            kept[name] += more
    tables = {name: to_table(name, rows) for name, rows in kept.items()}
    return list(in_order(tables, parts_of(tables), kept["events"]))


def link(reports: list[Told], trees: Trees, weights: Weights) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Event → incident after one pass, and the pairs that were compared."""
    happenings = Happenings(weights, Stories(trees))
    of: dict[str, int] = {}
    keys: dict[int, str] = {}
    compared: list[tuple[str, str]] = []
    for report in reports:
        row = report.row
        slot, _, left = happenings.stories.add(
            row["report_id"], row["title"], report.prose, report.day, row["outlet"]
        )
        for change in happenings.add(slot, left, (m for _, m in report.events)):
            if change.action == "merge":
                of = {k: change.cluster if c == change.other else c for k, c in of.items()}
                continue
            keys[change.item] = happenings.mentions[change.item].key
            of[keys[change.item]] = change.cluster
            if change.action != "split":
                compared += [(keys[o], keys[change.item]) for o in happenings.clusters.odds[change.item]]
    return of, compared


def cases(
    reports: list[Told], trees: Trees, incident: dict[str, str], fold: int
) -> tuple[Floats, NDArray[np.bool_]]:
    """Figures of the pairs whose later report is of this fold, and whether they are one event."""
    kind = {m.key: m.type for r in reports for _, m in r.events}
    report = {m.key: m.report for r in reports for _, m in r.events}
    recorder = recorder_of()
    _, compared = link(reports, trees, recorder)
    figures, same = [], []
    for row, (a, b) in zip(recorder.seen, compared, strict=True):
        one = incident[report[a]] == incident[report[b]]
        unknown = one and kind[a] == kind[b] != KIND
        if fold_of(incident[report[b]]) == fold and not unknown:
            figures.append(row)
            same.append(one and kind[a] == kind[b])
    return np.array(figures), np.array(same)


def main() -> None:
    """Cross-validated figures; weights where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args()
    rows = sample()
    measure(rows, told(rows), write_them=options.fit)


def measure(rows: list[dict[str, Any]], reports: list[Told], *, write_them: bool) -> None:
    """Prints what the other fold's weights do; writes those of both where asked."""
    incident = {r["doc_id"]: r["incident_id"] for r in rows}
    gold = {m.key: incident[m.report] for r in reports for _, m in r.events if m.type == KIND}
    figures, same, folds = report_cases(rows)
    trees = [fit_trees(figures[folds != k], same[folds != k], FIGURES, REPORT_SETTINGS) for k in (0, 1)]
    pairs = [cases(reports, trees[k], incident, k) for k in (0, 1)]
    before = mention_weights()

    def crossed() -> Iterator[tuple[dict[str, int], list[str] | None]]:
        for k in (0, 1):
            weights = replace(before, typed=fit(*pairs[1 - k], PRIOR, FIXED, PULL))
            of, _ = link(reports, trees[k], weights)
            yield {e: of[e] for e in gold}, [e for e, i in gold.items() if fold_of(i) == k]

    print(f"{len(gold)} assaults in {len(reports)} reports of {len(set(gold.values()))} incidents (P R F)")
    show("weights of the other fold", gold, crossed())
    if write_them:
        joined = [np.concatenate(parts) for parts in zip(*pairs, strict=True)]
        write(replace(before, typed=fit(joined[0], joined[1], PRIOR, FIXED, PULL)))
    of, _ = link(reports, report_trees(), mention_weights())
    show("weights as shipped (fitted on these)", gold, iter([({e: of[e] for e in gold}, None)]))
    print(f"figures: {', '.join(FEATURES)}")


if __name__ == "__main__":
    main()
