"""How many civilians an incident killed, lowest and highest, from prose that cites many sources.

    python -m bench airwars [--aside] [--rule NAME] [--limit N] [--errors]

The set: 443 of 497 texts on single incidents that state who was killed; each has the lowest and the
highest number that the people who wrote it settled on. They follow rules of their own where sources differ,
and about a third of the highest numbers stands nowhere in the text. Half of the set, by a hash of the
incident's id, was set aside before any rule was written; without `--aside` the other half is scored.

The text is all that is read: it is one report, its events and figures are one incident, and the answer is
that of the store's own rules for the question "killed", for civilians and people without more.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from bench.gold import gold_folder, read_lines
from dateline.collect.records import from_record
from dateline.config import Settings
from dateline.keep.tables import coded_rows
from dateline.merge.answers import claims_of, load_vague, of_civilians
from dateline.merge.answers.answer import number
from dateline.merge.answers.rules import RULES
from dateline.model import Interpretation, Report
from dateline.pipeline import load_engine, run

PEER = "first number near a word for death: 65.2 / 49.3 / 45.9, where they differ 16 (all 841 texts)"
WANTED = "both 70, where they differ 45"
INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class Scored:
    """One text: the numbers of the gold and ours (None where no number was found)."""

    name: str
    gold: tuple[int, int]
    ours: tuple[float | None, float | None]

    @property
    def right(self) -> tuple[bool, bool]:
        """Whether lowest and highest are right."""
        return self.ours[0] == self.gold[0], self.ours[1] == self.gold[1]


def aside(name: str) -> bool:
    """Whether a text is of the half that was set aside."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 0


def report_of(row: dict[str, Any]) -> Report:
    """The text as the collector makes it; none of the answer fields goes in."""
    made = from_record({"id": row["incident_id"], "text": row["text"]}, row["incident_id"], None, Settings())
    if not isinstance(made, Report):
        raise SystemExit(f"{made.origin}: {made.message}")
    return made


def killed(reading: Interpretation, rule: str) -> tuple[float | None, float | None]:
    """Lowest and highest number of civilians killed, the whole report taken as one incident."""
    rows: dict[str, Any] = dict(coded_rows(reading, datetime.now(UTC)))
    report = rows["reports"][0]["report_id"]
    ids = [event["event_id"] for event in rows["events"]] or [""]
    rows["incident_events"] = [{"incident_id": INCIDENT, "event_id": i, "report_id": report} for i in ids]
    claims = of_civilians(c for c in claims_of(rows) if c.question == "killed")
    if not claims:
        return None, None
    answer = number(claims, rule, load_vague())
    return answer.low, answer.high


def score(rows: list[dict[str, Any]], rule: str) -> Iterator[Scored]:
    """Each text with both numbers."""
    by_id = {row["incident_id"]: row for row in rows}
    for outcome in run(map(report_of, rows), load_engine()):
        if not isinstance(outcome, Interpretation):
            raise SystemExit(f"{outcome.origin}: {outcome.message}")
        name = outcome.grounded.digest.report.id
        row = by_id[name]
        yield Scored(name, (row["killed_min"], row["killed_max"]), killed(outcome, rule))


def line(name: str, scored: list[Scored]) -> str:
    """Shares right of a group of texts: lowest, highest, both."""
    total = max(1, len(scored))
    low, high = (100 * sum(s.right[k] for s in scored) / total for k in (0, 1))
    both = 100 * sum(all(s.right) for s in scored) / total
    return f"{name:24} n {len(scored):3}  lowest {low:5.1f}  highest {high:5.1f}  both {both:5.1f}"


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--aside", action="store_true", help="the half set aside instead of the other")
    parser.add_argument("--rule", default="summary", choices=list(RULES))
    parser.add_argument("--limit", type=int)
    parser.add_argument("--errors", action="store_true", help="list the texts that are wrong")
    options = parser.parse_args()
    lines = read_lines(gold_folder("claims") / "airwars.dev.jsonl.gz")
    wanted = (r for r in lines if r["killed_min"] is not None and aside(r["incident_id"]) == options.aside)
    scored = list(score(list(islice(wanted, options.limit)), options.rule))
    print(f"airwars, {'the half set aside' if options.aside else 'the half worked on'}, rule {options.rule}")
    print(line("all", scored))
    print(line("where they differ", [s for s in scored if s.gold[0] != s.gold[1]]))
    print(f"wanted: {WANTED}; peer: {PEER}")
    if options.errors:
        for one in scored:
            if not all(one.right):
                print(re.sub(r"\.0\b", "", f"{one.name}  gold {one.gold}  ours {one.ours}"))
