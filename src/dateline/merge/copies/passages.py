"""Reports and the copies among them → passages, each with its origin.

Passages copied from one another are one group, in however many reports they stand; their origin is the
agency that most of those reports credit, else the group itself (`text:…`). A sentence that an agency was
told is that agency's (`agency:…`). What is left of a report is the agency's that the whole is credited to,
else its outlet's (`outlet:…`), but for quotations that others have too (`quote:…`). Where a report names an
agency for some part and nobody knows which, or has no outlet, its origin is not known (`unknown:…`).
In: reports, groups of copied stretches. Out: `Passage`s that cover each report. Fails: never.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import whitespace
from typing import Any

from dateline.collect.text.furniture_rules import outlet_key
from dateline.merge.copies.credits import agency_of, told_to
from dateline.merge.copies.groups import Stretch

CLOSING = f".,;:!?)]”’»{whitespace}"
"""What ends the passage before, not begins one."""
MOST_NAMED = 20
"""Reports that a passage's evidence lists by name."""


@dataclass(frozen=True, slots=True)
class Credited:
    """What the origins need of a report besides the copies."""

    report_id: str
    text: str
    outlet: str | None
    credits: tuple[Mapping[str, Any], ...] = ()

    @property
    def agency(self) -> str | None:
        """The agency that the whole report is by, if one alone."""
        return agency_of(self.outlet, self.credits)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a report and its origin; `evidence` says what shows it."""

    report_id: str
    start: int
    end: int
    origin_id: str
    evidence: dict[str, Any] = field(default_factory=dict)


def passages(
    reports: Iterable[Credited], copied: Sequence[Sequence[Stretch]], quoted: Sequence[Sequence[Stretch]] = ()
) -> Iterator[Passage]:
    """The passages of each report, in order; they lie apart and leave out no word."""
    ordered = sorted(reports, key=lambda report: report.report_id)
    agencies = {report.report_id: report.agency for report in ordered}
    own: dict[str, list[Passage]] = defaultdict(list)
    for group in copied:
        for passage in _of_group(group, agencies):
            own[passage.report_id].append(passage)
    heard: dict[str, list[Passage]] = defaultdict(list)
    for group in quoted:
        origin = f"quote:{_short(group[0])}"
        for stretch in group:
            heard[stretch[0]].append(Passage(*stretch, origin, {"quoted_by": _others(group, stretch[0])}))
    for report in ordered:
        told = [
            Passage(report.report_id, t.start, t.end, f"agency:{t.agency}", {"told": list(t.cue)})
            for t in told_to(report.text)
        ]
        quotes = [] if agencies[report.report_id] else heard[report.report_id]
        yield from _laid(report, [own[report.report_id], told, quotes], _rest(report, agencies))


def _of_group(group: Sequence[Stretch], agencies: Mapping[str, str | None]) -> Iterator[Passage]:
    """The passages of a group of copies, with the agency that most of their reports credit."""
    reports = sorted({stretch[0] for stretch in group})
    named = Counter(agency for report_id in reports if (agency := agencies[report_id]))
    most = named.most_common(2)
    sure = bool(most) and (len(most) == 1 or most[0][1] > most[1][1])
    origin = f"agency:{most[0][0]}" if sure else f"text:{_short(group[0])}"
    credited = [report_id for report_id in reports if sure and agencies[report_id] == most[0][0]]
    for stretch in group:
        evidence: dict[str, Any] = {"copied_with": _others(group, stretch[0])}
        if credited:
            evidence["credited_in"] = credited[:MOST_NAMED]
        yield Passage(*stretch, origin, evidence)


def _rest(report: Credited, agencies: Mapping[str, str | None]) -> tuple[str, dict[str, Any]]:
    """The origin of what nothing else is known of."""
    spans = [[credit["start"], credit["end"]] for credit in report.credits]
    if agency := agencies[report.report_id]:
        return f"agency:{agency}", {"credits": spans} if spans else {"outlet": report.outlet}
    if spans or not report.outlet:
        return f"unknown:{report.report_id}", {"credits": spans} if spans else {}
    return f"outlet:{outlet_key(report.outlet)}", {"outlet": report.outlet}


def _laid(
    report: Credited, layers: Sequence[Sequence[Passage]], rest: tuple[str, dict[str, Any]]
) -> Iterator[Passage]:
    """The passages of a report in order: of those that overlap, the one of an earlier layer stays whole."""
    kept: list[Passage] = []
    for layer in layers:
        for passage in sorted(layer, key=lambda one: (one.start, one.end)):
            for start, end in _free(kept, passage.start, passage.end):
                kept += _cut(report, start, end, passage.origin_id, passage.evidence)
    for start, end in _free(kept, 0, len(report.text)):
        kept += _cut(report, start, end, *rest)
    yield from sorted(kept, key=lambda one: one.start)


def _free(kept: Sequence[Passage], start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a stretch that no passage takes yet."""
    found = []
    for passage in sorted(kept, key=lambda one: one.start):
        if passage.end <= start or passage.start >= end:
            continue
        if passage.start > start:
            found.append((start, passage.start))
        start = max(start, passage.end)
    return [*found, (start, end)] if start < end else found


def _cut(report: Credited, start: int, end: int, origin: str, evidence: dict[str, Any]) -> list[Passage]:
    """A passage from its first word or opening mark on; none where there is no letter or digit."""
    words = report.text[start:end]
    if not any(map(str.isalnum, words)):
        return []
    start += len(words) - len(words.lstrip(CLOSING))
    return [Passage(report.report_id, start, start + len(words.lstrip(CLOSING).rstrip()), origin, evidence)]


def _others(group: Sequence[Stretch], report_id: str) -> list[str]:
    """The reports of a group but one, so many as are named."""
    return sorted({stretch[0] for stretch in group} - {report_id})[:MOST_NAMED]


def _short(stretch: Stretch) -> str:
    """A short name for a group, by its first stretch."""
    return hashlib.sha256(f"{stretch[0]}\n{stretch[1]}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
