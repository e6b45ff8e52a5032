"""PETRARCH's own dictionaries, loaded as they are: source, target and full CAMEO code beside PETRARCH itself.

    python -m bench petrarch [--errors] [--gold FILE] [--dictionaries FOLDER]

Gold: events/petr2_gsr.dev, sentences coded from PETRARCH2's output and then corrected. Events are (source,
target, code), duplicates inside a sentence once; those of a party without a country (`---…`) are left out on
both sides, as for the peers' figures, and below also with only those whose party is quite unknown left out.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.gold import gold_folder, read_lines
from dateline.ground import ground_phrase
from dateline.interpret.coder_facts import facts_of
from dateline.interpret.petrarch import Dictionaries, load_dictionaries
from dateline.interpret.petrarch.record import dyads_of
from dateline.model import Failure, Interpretation, Report
from dateline.pipeline import Engine, load_engine, run

PEERS = """PETRARCH2, 58 of these sentences with trees of CoreNLP     F1 .825
UniversalPetrarch, hand-corrected UD trees                 P .782  R .871  F1 .824
UniversalPetrarch, trees of a model of ours (older)        F1 .624
speed of the coder alone, trees given: PETRARCH2 250 (stated) to 1,600 (measured) sentences/s"""
WANTED = 0.83
ROUNDS = 8
Triple = tuple[str, str, str]


def day_of(text: str) -> str:
    """A date as the suites write it, 20080804 or 080804, as an ISO date."""
    digits = text if len(text) == 8 else f"20{text}"
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"


def wanted(row: dict[str, Any]) -> set[Triple]:
    """The gold's events."""
    return {(event["source"], event["target"], event["code"]) for event in row["expected"]}


def coded(reading: Interpretation) -> set[Triple]:
    """Our events; a party that is not known is `---`."""
    return {
        (
            next((a.code for a in event.actors if a.code), "---"),
            next((r.code for r in event.recipients if r.code), "---"),
            event.type,
        )
        for event in reading.events
    }


def readings(path: Path, engine: Engine) -> Iterator[tuple[dict[str, Any], Interpretation]]:
    """Each gold sentence with what is read in it."""
    rows = list(read_lines(path))
    reports = (
        Report(
            row["id"], row["text"], hashlib.sha256(row["text"].encode()).hexdigest(),
            published=day_of(row["date"]),
        )
        for row in rows
    )  # fmt: skip
    for row, outcome in zip(rows, run(reports, engine), strict=True):
        if isinstance(outcome, Failure):
            raise SystemExit(f"{outcome.origin}: {outcome.message}")
        yield row, outcome


def line(name: str, pairs: list[tuple[set[Triple], set[Triple]]], null: Callable[[str], bool]) -> str:
    """Precision, recall and F1 without events that have a null party."""
    kept = [
        (
            {e for e in g if not null(e[0]) and not null(e[1])},
            {e for e in c if not null(e[0]) and not null(e[1])},
        )
        for g, c in pairs
    ]
    right = sum(len(g & c) for g, c in kept)
    n_gold, n_coded = sum(len(g) for g, _ in kept), sum(len(c) for _, c in kept)
    exact = sum(g == c for g, c in kept)
    p, r = right / max(1, n_coded), right / max(1, n_gold)
    f1 = 2 * right / max(1, n_gold + n_coded)
    return f"{name:58} P {p:.3f}  R {r:.3f}  F1 {f1:.3f}  exact {exact} of {len(kept)}"


def speed(found: list[tuple[dict[str, Any], Interpretation]], dictionaries: Dictionaries) -> float:
    """Sentences a second of processor time, from grounded reports to events with both parties."""
    grounded = [reading.grounded for _, reading in found]
    facts = [facts_of(g, lambda i, g=g: ground_phrase(g, i)) for g in grounded]  # type: ignore[misc]
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for one in facts:
            dyads_of(one, dictionaries)
        best = min(best, time.process_time() - start)
    return sum(len(one.tree.sentences) for one in facts) / best


def errors(found: list[tuple[dict[str, Any], Interpretation]]) -> Iterator[str]:
    """Each sentence that is not coded as the gold has it, with what decided."""
    for row, reading in found:
        gold, ours = wanted(row), coded(reading)
        if gold != ours:
            yield f"{row['id']}: missed {sorted(gold - ours)}, added {sorted(ours - gold)}; {row['text']}"
            for event in reading.events:
                yield f"    {event.type}: {event.why.rule}; {'; '.join(event.why.pieces)}"


def main() -> None:
    """Read, compare, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="show the sentences coded otherwise")
    parser.add_argument("--gold", help="a file in the form of petr2_gsr.dev.jsonl")
    parser.add_argument("--dictionaries", help="the folder of dictionaries; else DATELINE_PETRARCH")
    options = parser.parse_args()
    gold = Path(options.gold) if options.gold else gold_folder("events") / "petr2_gsr.dev.jsonl"
    folder = options.dictionaries or os.environ.get("DATELINE_PETRARCH")
    folder = folder or str(gold_folder().parent / "petrarch")
    start = time.process_time()
    dictionaries = load_dictionaries(folder)
    loaded = time.process_time() - start
    found = list(readings(gold, load_engine((), None, (f"petrarch:{folder}",))))
    pairs = [(wanted(row), coded(reading)) for row, reading in found]
    out = sys.stdout
    out.write(line("dateline, nulls (---…) left out", pairs, lambda c: c.startswith("---")))
    out.write(f"  wanted {WANTED}\n")
    out.write(line("dateline, only --- left out", pairs, lambda c: c == "---") + "\n")
    out.write(line("dateline, nulls kept", pairs, lambda _: False) + "\n")
    out.write(f"{PEERS}\n")
    out.write(
        f"dateline's: {speed(found, dictionaries):,.0f} sentences/s; dictionaries read in {loaded:.1f} s, "
    )
    out.write(f"{len(dictionaries.notes)} lines passed over\n")
    if options.errors:
        out.write("\n".join(errors(found)) + "\n")


if __name__ == "__main__":
    main()
