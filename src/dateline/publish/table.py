"""Events as a table for a person: one event a line, in the width there is."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from dateline.model import Event, Interpretation, Report
from dateline.publish.words import line_of, printable

ONE_LINE = 140
"""From this width on an event takes one line; below, its source and quote take a second."""
GAP = 2
STATUS_WIDTH = 8
STYLES = {
    "who": "cyan",
    "what": "bold",
    "whom": "yellow",
    "where": "green",
    "when": "magenta",
    "how many": "blue",
    "said by": "italic",
    "happened": "green",
    "ongoing": "green",
    "planned": "blue",
    "possible": "yellow",
    "denied": "red",
}
SHARES = {"when": 0.08, "where": 0.14, "how many": 0.11, "said by": 0.12}
"""The most of the width a column takes; none takes more than it needs, deed and quote share the rest."""
NARROW_SHARES = {"when": 0.17, "where": 0.22, "how many": 0.18}
DEED = "who → what → whom"


def print_reading(console: Console, reading: Interpretation) -> None:
    """A report's heading and its events."""
    print_events(console, reading.grounded.digest.report, reading.events)


def print_events(console: Console, report: Report, events: tuple[Event, ...]) -> None:
    """A report's heading and some of its events."""
    head = Text(heading(report), style="bold underline")
    head.truncate(console.width, overflow="ellipsis")
    console.print(head, no_wrap=True)
    for line in _lines(events, console.width):
        console.print(line, no_wrap=True, overflow="crop", crop=False)
    console.print()


def heading(report: Report) -> str:
    """Outlet, title, date and id, as far as known."""
    known = (report.outlet, report.title, report.published or "undated", report.id)
    return " · ".join(printable(part) for part in known if part)


def _lines(events: tuple[Event, ...], width: int) -> Iterator[Text]:
    if not events:
        yield Text("no events", style="dim")
        return
    wide = width >= ONE_LINE
    rows = [_cells(event, wide=wide) for event in events]
    widths = _widths(rows, width, wide=wide)
    names = {name: Text(name, style="dim") for name in rows[0]}
    names |= {"quote": Text("quote", style="dim")} if wide else {}
    yield _join(names, widths)
    for event, row in zip(events, rows, strict=True):
        quote = {"quote": quotation(event, widths["quote"])} if wide else {}
        yield _join(row | quote, widths)
        if not wide:
            yield _second_line(event, width)


def _cells(event: Event, *, wide: bool) -> dict[str, Text]:
    line = line_of(event)
    deed = Text.assemble((line.who, STYLES["who"]) if line.who else ("?", "dim"), " → ", (line.what, "bold"))
    if line.whom:
        deed.append(" → ").append(line.whom, STYLES["whom"])
    cells = {
        "when": Text(line.when, STYLES["when"]),
        DEED: deed,
        "where": Text(line.where, STYLES["where"]),
        "how many": Text(line.how_many, STYLES["how many"]),
        "status": Text(line.status, STYLES.get(line.status, "")),
    }
    return cells | ({"said by": Text(line.said_by, STYLES["said by"])} if wide else {})


def _widths(rows: list[dict[str, Text]], width: int, *, wide: bool) -> dict[str, int]:
    """Each column as wide as its widest cell, within its share; the deed, and the quote, get what is left."""
    widths = {
        name: min(_needed(rows, name), int(share * width))
        for name, share in (SHARES if wide else NARROW_SHARES).items()
    }
    widths["status"] = STATUS_WIDTH
    left = width - sum(widths.values()) - GAP * len(widths)
    if not wide:
        return widths | {DEED: left}
    deed = min(_needed(rows, DEED), (left - GAP) // 2)
    return widths | {DEED: deed, "quote": left - GAP - deed}


def _needed(rows: list[dict[str, Text]], name: str) -> int:
    return max(len(name), *(row[name].cell_len for row in rows))


def _join(cells: dict[str, Text], widths: dict[str, int]) -> Text:
    whole = Text()
    for number, (name, cell) in enumerate(cells.items()):
        last = number == len(cells) - 1
        cell.truncate(widths[name], overflow="ellipsis", pad=not last)
        whole.append_text(cell).append("" if last else " " * GAP)
    return whole


def _second_line(event: Event, width: int) -> Text:
    source = Text(line_of(event).said_by, STYLES["said by"])
    source.truncate(width // 3, overflow="ellipsis")
    lead = Text("  ") + source + (": " if source.plain else "")
    return lead + quotation(event, width - lead.cell_len)


def quotation(event: Event, width: int) -> Text:
    """The event's sentence, cut around its trigger to about `width` characters, the trigger marked."""
    split = max(0, event.trigger.start - event.sentence.start)
    before = printable(event.sentence.text[:split] + "|")[:-1]
    trigger = printable(event.trigger.text)
    after = printable("|" + event.sentence.text[split + len(event.trigger.text) :])[1:]
    room = max(0, width - len(trigger) - 2)
    left = max(min(len(before), room // 2), room - len(after))
    if left < len(before):
        before = "…" + before[len(before) - left + 1 :] if left > 1 else "…"
    right = room - len(before)
    if right < len(after):
        after = after[: max(0, right - 1)] + "…"
    return Text.assemble("“", before, (trigger, "bold underline"), after, "”")
