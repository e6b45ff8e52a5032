"""The weights of `_ref/attribution/status_weights.toml`: what words say of an event, given its status.

    python -m training.statuses

Counted on the sentences of our own that are not set aside; what it gives is printed for those that are, which
neither the language model nor these weights have seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.digest import digest, load_model
from dateline.interpret.attribution import attribute
from dateline.interpret.attribution_tree import tree_of
from dateline.interpret.cues import STATUSES
from dateline.interpret.status import status_by_words, status_of, witness
from dateline.model import Digest, Grounded, Report
from training.deeds import is_set_aside, read_rows
from training.sentences_check import find

TARGET = Path(__file__).resolve().parents[1] / "src/dateline/_ref/attribution/status_weights.toml"
WITNESSES = (*STATUSES, "past")
SMOOTH = 2.0
"""Seen so often more, shared by all answers."""
HEADER = """\
# P(what the words around an event say | its status), for dateline/interpret/status_choice.py.
# Made by `python -m training.statuses`; not edited by hand.
"""


@dataclass(frozen=True, slots=True)
class Told:
    """One event: its status, and what the words, the words in finer terms, both, and the model say."""

    gold: str
    words: str
    witness: str
    both: str
    model: str


def read(aside: bool) -> list[Told]:
    """The events of the sentences set aside, or of the rest."""
    rows = [row for row in read_rows() if is_set_aside(row["text"]) == aside]
    reports = [Report(str(i), row["text"], "") for i, row in enumerate(rows)]
    found = []
    for row, one in zip(rows, digest(reports, load_model()), strict=True):
        grounded = Grounded(one)
        statements = attribute(grounded)
        for event in row["events"]:
            token = _head(one, *find(row["text"], event["trigger"]))
            signals = one.signals
            model = signals.status_names[int(signals.statuses[token].argmax())] if signals else ""
            both = status_of(grounded, statements, token)
            words = status_by_words(grounded, statements, token)
            told = witness(tree_of(one.doc), token, words)
            found.append(Told(event["status"], words, told, both, model))
    return found


def _head(read: Digest, start: int, end: int) -> int:
    inside = [t for t in read.doc if t.idx < end and t.idx + len(t) > start]
    return next((t.i for t in inside if t.head not in inside or t.head == t), inside[0].i)


def counted(told: Sequence[Told]) -> dict[str, dict[str, float]]:
    """How often the words say each status, given the status."""
    seen = Counter((t.gold, t.witness) for t in told)
    table = {}
    for gold in STATUSES:
        total = sum(seen[gold, words] for words in WITNESSES) + SMOOTH
        table[gold] = {w: round((seen[gold, w] + SMOOTH / len(WITNESSES)) / total, 4) for w in WITNESSES}
    return table


def written(table: Mapping[str, Mapping[str, float]]) -> str:
    """The table as a file that people can read."""
    lines = [HEADER.rstrip()]
    for gold, own in table.items():
        lines += ["", f"[{gold}]", *(f"{words} = {share}" for words, share in own.items())]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Count, write, and say what it gives on what was set aside."""
    TARGET.write_text(written(counted(read(aside=False))), encoding="utf8")
    aside = read(aside=True)
    for name in ("words", "model", "both"):
        right = sum(getattr(t, name) == t.gold for t in aside)
        print(f"{name:6} {right / len(aside):.3f} of {len(aside)} events set aside")


if __name__ == "__main__":
    main()
