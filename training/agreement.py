"""`python -m training.agreement FILE…`: how far a second labelling agrees with the first.

In: files of sentences labelled anew, in the form of training/sentences/README.md. Out: a table. The first
labelling of each sentence is looked up in training/sentences by its text; a sentence that is not there is
a UserError. Events are paired where their triggers share a word, the best pairs first.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from dateline.errors import UserError
from training.deeds import read_rows
from training.sentences_check import find, mistakes

Row = dict[str, Any]
PARTIES: Final = ("actors", "recipients")


@dataclass
class Overlap:
    """Counts behind an F1: in both, in the first labelling, in the second."""

    both: int = 0
    first: int = 0
    second: int = 0

    def add(self, both: int, first: int, second: int) -> None:
        """Count one more sentence or event."""
        self.both += both
        self.first += first
        self.second += second

    @property
    def f1(self) -> float:
        """The same whichever labelling is taken for the truth."""
        return 2 * self.both / (self.first + self.second) if self.first + self.second else 1.0


@dataclass
class Agreement:
    """What two labellings of the same sentences have in common."""

    sentences: int = 0
    triggers: Overlap = field(default_factory=Overlap)
    types: list[tuple[str, str]] = field(default_factory=list)
    """Of each paired event, by the first labelling and by the second."""
    modes: list[tuple[str, str]] = field(default_factory=list)
    """Of pairs of one type."""
    statuses: list[tuple[str, str]] = field(default_factory=list)
    parties: dict[str, Overlap] = field(default_factory=lambda: {p: Overlap() for p in PARTIES})
    """Words of paired events' actors and recipients."""


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa: agreement beyond what the two labellers' own frequencies give by chance."""
    if not pairs:
        return 1.0
    total = len(pairs)
    seen = sum(a == b for a, b in pairs) / total
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[label] * second[label] for label in first) / total**2
    return (seen - chance) / (1 - chance) if chance < 1 else 1.0


def _words(text: str, quotes: Iterable[str]) -> set[int]:
    """The beginnings of the words that the quotes cover."""
    spans = [find(text, quote) for quote in quotes]
    starts = [i for i, c in enumerate(text) if not c.isspace() and (i == 0 or text[i - 1].isspace())]
    ends = [i + len(text[i:].split(maxsplit=1)[0]) for i in starts]
    return {a for a, b in zip(starts, ends, strict=True) if any(a < e and b > s for s, e in spans)}


def paired(text: str, first: Sequence[Row], second: Sequence[Row]) -> list[tuple[Row, Row]]:
    """The events of two labellings that are one: triggers that share a word, of one type before others."""
    ranked = []
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            common = len(_words(text, [a["trigger"]]) & _words(text, [b["trigger"]]))
            if common:
                ranked.append((a["type"] != b["type"], -common, i, j))
    taken: tuple[set[int], set[int]] = (set(), set())
    out = []
    for _, _, i, j in sorted(ranked):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            out.append((first[i], second[j]))
    return out


def compare(pairs: Iterable[tuple[Row, Row]]) -> Agreement:
    """The agreement of sentences labelled twice: (first labelling, second) of each."""
    out = Agreement()
    for first, second in pairs:
        text = first["text"]
        events = paired(text, first["events"], second["events"])
        out.sentences += 1
        out.triggers.add(len(events), len(first["events"]), len(second["events"]))
        for a, b in events:
            out.types.append((a["type"], b["type"]))
            out.statuses.append((a["status"], b["status"]))
            if a["type"] == b["type"]:
                out.modes.append((f"{a['type']}.{a['mode']}", f"{b['type']}.{b['mode']}"))
            for part in PARTIES:
                left, right = _words(text, a[part]), _words(text, b[part])
                out.parties[part].add(len(left & right), len(left), len(right))
    return out


def read_second(paths: Iterable[Path]) -> list[Row]:
    """The rows of a second labelling; raises UserError where a line is not labelled as it must be."""
    out = []
    for path in paths:
        try:
            lines = path.read_text(encoding="utf8").splitlines()
        except OSError as error:
            raise UserError(f"cannot read {path}: {error.strerror}") from error
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                wrong = next(mistakes(row), None)
            except ValueError as error:
                raise UserError(f"{path}:{number}: not a JSON object: {error}") from error
            if wrong:
                raise UserError(f"{path}:{number}: {wrong}")
            out.append(row)
    return out


def match(first: Iterable[Row], second: Iterable[Row]) -> list[tuple[Row, Row]]:
    """Each sentence of the second labelling beside its first; UserError where one has no first."""
    by_text = {row["text"]: row for row in first}
    out = []
    for row in second:
        if row["text"] not in by_text:
            raise UserError(f"not among the sentences of training/sentences: {row['text'][:60]!r}")
        out.append((by_text[row["text"]], row))
    return out


def table(found: Agreement) -> str:
    """The figures as a Markdown table."""
    rows = [
        ("triggers that overlap, F1", found.triggers.f1, found.triggers.first),
        ("type of common triggers, kappa", kappa(found.types), len(found.types)),
        ("mode where the type is one, kappa", kappa(found.modes), len(found.modes)),
        ("status of common triggers, kappa", kappa(found.statuses), len(found.statuses)),
        *((f"{p} of common triggers, word F1", o.f1, o.first) for p, o in found.parties.items()),
    ]
    lines = [f"{found.sentences} sentences, {found.triggers.first} and {found.triggers.second} events", ""]
    lines += ["| what | agreement | of |", "|---|---|---|"]
    return "\n".join(lines + [f"| {name} | {value:.3f} | {count} |" for name, value, count in rows])


def main(arguments: list[str] | None = None) -> int:
    """Print the agreement of the named files with the first labelling; 2 where they cannot be used."""
    paths = [Path(a) for a in (sys.argv[1:] if arguments is None else arguments)]
    if not paths:
        print("usage: python -m training.agreement FILE…", file=sys.stderr)
        return 2
    try:
        print(table(compare(match(read_rows(), read_second(paths)))))
    except UserError as error:
        print(f"training.agreement: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
