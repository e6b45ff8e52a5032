"""`dateline why`: one event explained from what the coder kept with it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from dateline._cli.run import Tally, console, readings
from dateline.config import Settings
from dateline.errors import UserError
from dateline.model import Event, Interpretation
from dateline.publish.record import number
from dateline.publish.table import STYLES, heading
from dateline.publish.words import line_of, marks, pieces, printable

AMBIGUOUS = 5


def explain(event_id: str, paths: Sequence[str], settings: Settings) -> Tally:
    """Finds the event among the reports of `paths` and prints why it was coded."""
    tally = Tally()
    found = [
        (event, reading)
        for reading in readings(paths, settings, tally)
        for event in reading.events
        if event.id.startswith(event_id)
    ]
    different = {event.id for event, _ in found}
    if tally.read and not found:
        raise UserError(f"no event {event_id} in these reports; `dateline read --json` lists their ids")
    if len(different) > 1:
        some = ", ".join(sorted(different)[:AMBIGUOUS])
        raise UserError(f"{len(different)} events begin with {event_id} ({some}…); give more of the id")
    if found:
        _print(console(), *found[0])
    return tally


def _print(out: Console, event: Event, reading: Interpretation) -> None:
    out.print(Text(heading(event.report), style="bold underline"))
    out.print()
    out.print(_marked(event))
    out.print()
    for name, words in _facts(event):
        out.print(Text.assemble((f"{name:<11}", "dim"), printable(words)))
    rejected = [r for r in reading.rejected if r.trigger.overlaps(event.sentence)]
    out.print(Text("\nconsidered and rejected" if rejected else "\nnothing else was considered", style="dim"))
    for one in rejected:
        out.print(
            Text.assemble(
                "  “", (printable(one.trigger.text), "bold"), f"”  {one.rule}: {printable(one.reason)}"
            )
        )


def _marked(event: Event) -> Text:
    """The sentence, each span in its colour and followed by what it is."""
    text = Text()
    ends = {span.end: kind for span, kind in reversed(marks(event))}
    position = event.sentence.start
    for piece, kinds in pieces(event.sentence, marks(event)):
        style = "bold underline" if "what" in kinds else STYLES.get(kinds[0], "") if kinds else ""
        text.append(_visible(piece), style)
        position += len(piece)
        if position in ends:
            text.append(f"[{ends[position]}]", "dim")
    return text


def _visible(piece: str) -> str:
    """A piece made safe for the terminal, the blanks at its ends kept."""
    return printable(f"|{piece}|")[1:-1]


def _facts(event: Event) -> list[tuple[str, str]]:
    line = line_of(event)
    kind = ", ".join(filter(None, (event.quad, *event.contexts)))
    score = "" if event.score is None else f"; score {number(event.score)}"
    facts = [
        ("event", event.id),
        ("what", f"{line.what} ({kind}{score})"),
        ("who", line.who),
        ("whom", line.whom),
        ("where", line.where),
        ("when", line.when),
        ("how many", line.how_many),
        ("status", line.status),
        ("said by", line.said_by),
        ("rule", f"{event.why.rule} ({event.why.coder})"),
        *(("", piece) for piece in event.why.pieces),
        ("confidence", f"{event.confidence:.2f}"),
    ]
    return [(name, words) for name, words in facts if words]
