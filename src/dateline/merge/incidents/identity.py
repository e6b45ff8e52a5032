"""Which incident is which: ids that stay when reports are added.

An incident is named after its first mention, by report and position, so that another version of the coder
gives it the same name. Where incidents were published before, a cluster keeps the id that most of its events
had; what changes hands is told in the log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dateline.record import short_id

Row = Mapping[str, Any]


def own_id(event: Row) -> str:
    """The id of the incident that this event is the first mention of."""
    return short_id(event["report_id"], event["trigger_start"], event["trigger_end"], event["type"])


def named(
    clusters: Iterable[Sequence[str]], own: Mapping[str, str], before: Mapping[str, str]
) -> dict[str, list[str]]:
    """Incident id → its events. `own`: event → id it would give; `before`: event → its incident until now.

    Of two clusters that hold events of one earlier incident, the one with more of them keeps its id (the
    earlier one where both have as many); where neither can keep one, the first mention names it.
    """
    ordered = list(clusters)
    claims = []
    for n, events in enumerate(ordered):
        held = Counter(before[e] for e in events if e in before)
        claims += [(-count, n, incident) for incident, count in held.items()]
    given: dict[int, str] = {}
    for _, n, incident in sorted(claims):
        if n not in given and incident not in given.values():
            given[n] = incident
    taken = set(given.values())
    out: dict[str, list[str]] = {}
    for n, events in enumerate(ordered):
        incident = given.get(n, "")
        if not incident:
            incident = next((own[e] for e in events if own[e] not in taken), _another(own[events[0]], taken))
            taken.add(incident)
        out[incident] = list(events)
    return out


def _another(name: str, taken: set[str]) -> str:
    """A name made of another, where that is taken."""
    while name in taken:
        name = short_id(name)
    return name
