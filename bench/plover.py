"""How well single sentences are typed on PLOVER's own gold: the type, and the type with both countries.

    python -m bench plover [--errors] [--gold FOLDER]

The gold names one event a sentence, the one that the sentence is mainly about, by the older names of the
types. So what is scored are the events that `dateline read --main-only` prints; the lines "all events" take
those told in passing too ("after a coup toppled the government"). Types are compared as sets, sentence by
sentence; events as (type, actor countries, recipient countries), each once a sentence.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench.gold import gold_folder, read_lines
from dateline.model import Event, Failure, Interpretation, Report
from dateline.pipeline import load_engine, run

NEW_NAMES = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
BODIES = {"UNO": "IGO", "EUR": "IGO"}
"""The gold writes every body of states IGO."""
TYPOS = {"JAP": "JPN", "ITL": "ITA", "TIM": "TLS", "ROM": "ROU"}
NO_COUNTRY = frozenset({None, "", "---", "UNK"})
PEER = "UniversalPetrarch over the whole set, its better mode for each: type F1 .49, with both countries .25"
TARGETS = {"type": 0.75, "type, actor and recipient": 0.55}

Triple = tuple[str, frozenset[str], frozenset[str]]
Pairs = list[tuple[set[Triple], set[Triple]]]


def countries(codes: Iterable[str | None]) -> frozenset[str]:
    """A set of countries as both sides are compared."""
    return frozenset(BODIES.get(c, TYPOS.get(c, c)) for c in codes if c is not None and c not in NO_COUNTRY)


def wanted(row: dict[str, Any]) -> set[Triple]:
    """The events of a gold sentence."""
    return {
        (
            NEW_NAMES.get(event["event"], event["event"]),
            countries(a.get("code") for a in event["source"] or ()),
            countries(a.get("code") for a in event["target"] or () if isinstance(a, dict)),
        )
        for event in row["expected"]
    }


def coded(events: Iterable[Event]) -> set[Triple]:
    """The events that dateline finds in a sentence."""
    return {
        (e.type, countries(a.country for a in e.actors), countries(r.country for r in e.recipients))
        for e in events
    }


def readings(path: Path) -> Iterator[tuple[dict[str, Any], Interpretation]]:
    """Each gold sentence with what is read in it."""
    rows = list(read_lines(path))
    reports = (
        Report(
            row["id"], row["text"], hashlib.sha256(row["text"].encode()).hexdigest(), published=row["date"]
        )
        for row in rows
    )
    for row, outcome in zip(rows, run(reports, load_engine()), strict=True):
        if isinstance(outcome, Failure):
            raise SystemExit(f"{outcome.origin}: {outcome.message}")
        yield row, outcome


def line(name: str, pairs: list[tuple[set[Any], set[Any]]]) -> str:
    """Precision, recall and F1 over sentences of gold and coded sets."""
    right = sum(len(gold & found) for gold, found in pairs)
    n_gold, n_found = sum(len(g) for g, _ in pairs), sum(len(f) for _, f in pairs)
    p, r = right / max(1, n_found), right / max(1, n_gold)
    f1 = 2 * p * r / (p + r) if right else 0.0
    goal = f"  wanted {TARGETS[name]:.2f}" if name in TARGETS else ""
    return f"{name:27} P {p:.3f}  R {r:.3f}  F1 {f1:.3f}  ({n_found} coded, {n_gold} gold){goal}"


def _types(pairs: Pairs) -> list[tuple[set[Any], set[Any]]]:
    return [({t for t, *_ in gold}, {t for t, *_ in ours}) for gold, ours in pairs]


def table(found: list[tuple[dict[str, Any], Interpretation]]) -> str:
    """The figures, and which types are missed and added most."""
    triples = [(wanted(row), coded(reading.mains().events)) for row, reading in found]
    every = [(wanted(row), coded(reading.events)) for row, reading in found]
    types = _types(triples)
    missed = Counter(t for g, c in types for t in g - c)
    added = Counter(t for g, c in types for t in c - g)
    return "\n".join(
        [
            line("type", types),
            line("type, all events", _types(every)),
            line("type, actor and recipient", list(triples)),
            line("the same, all events", list(every)),
            "types missed: " + ", ".join(f"{t} {n}" for t, n in missed.most_common()),
            "types added: " + ", ".join(f"{t} {n}" for t, n in added.most_common()),
            f"peer: {PEER}",
        ]
    )


def errors(found: list[tuple[dict[str, Any], Interpretation]]) -> Iterator[str]:
    """Each sentence whose types are not the gold's, with the entries that decided."""
    for row, reading in found:
        gold = {t for t, *_ in wanted(row)}
        got = {e.type for e in reading.mains().events}
        if gold != got:
            rules = ", ".join(f"{e.type} “{e.trigger.text}” {e.why.rule}" for e in reading.mains().events)
            yield f"{row['id']}: wanted {', '.join(sorted(gold))}; {row['text']}"
            yield f"    {rules or 'nothing'}"


def main() -> None:
    """Read, compare, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", action="store_true", help="show the sentences typed otherwise")
    parser.add_argument("--gold")
    options = parser.parse_args()
    found = list(readings(gold_folder("events", options.gold) / "plover_gsr.dev.jsonl"))
    sys.stdout.write(table(found) + "\n")
    if options.errors:
        sys.stdout.write("\n".join(errors(found)) + "\n")


if __name__ == "__main__":
    main()
