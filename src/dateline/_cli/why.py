"""`dateline why`: an event, or a sentence without one, explained from what the coder kept of it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from dateline._cli.run import Tally, console, readings
from dateline._cli.why_sure import sureness
from dateline.config import Settings
from dateline.errors import UserError
from dateline.model import Event, Interpretation, Rejected, Span
from dateline.publish.table import STYLES, heading
from dateline.publish.words import line_of, marks, pieces, printable
from dateline.record import number

AMBIGUOUS = 5
CLOSEST = 3
"""How many words of a sentence without events are shown with what the language model makes of them."""
UNLIKELY = 0.05
"""Below this the language model sees nothing in a word."""


def explain(what: str, paths: Sequence[str], settings: Settings) -> Tally:
    """Prints why an event was coded (an id or its beginning), or what was read in a sentence (its words)."""
    return _sentences(what, paths, settings) if " " in what.strip() else _event(what, paths, settings)


def _event(event_id: str, paths: Sequence[str], settings: Settings) -> Tally:
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


def _sentences(words: str, paths: Sequence[str], settings: Settings) -> Tally:
    """Every sentence that holds the words: its events, or what came closest to one."""
    tally, shown = Tally(), 0
    wanted = " ".join(words.split()).lower()
    for reading in readings(paths, settings, tally):
        report = reading.grounded.digest.report
        for sent in reading.grounded.digest.doc.sents:
            span = Span.of(report.text, sent.start_char, sent.end_char)
            if wanted not in " ".join(span.text.split()).lower():
                continue
            shown += 1
            events = [e for e in reading.events if e.trigger.overlaps(span)]
            for event in events:
                _print(console(), event, reading)
            if not events:
                _print_none(console(), reading, span)
    if tally.read and not shown:
        raise UserError(f"no sentence of these reports holds “{words}”; give words just as they stand there")
    return tally


def _print_none(out: Console, reading: Interpretation, sentence: Span) -> None:
    """A sentence without events: what the lexicon came near to, and what the language model makes of it."""
    out.print(Text(heading(reading.grounded.digest.report), style="bold underline"))
    out.print(Text(f"\n{printable(sentence.text.strip())}\n"))
    near = [r for r in reading.rejected if r.trigger.overlaps(sentence)]
    closest = _most_likely(reading, sentence)
    out.print(
        Text("no event; closest were" if near or closest else "no event, and nothing near one", style="dim")
    )
    for one in near:
        out.print(_rejected(one))
    for word, kind, odds in closest:
        out.print(
            Text.assemble(
                "  “", (printable(word), "bold"), f"”  {kind}: the language model gives it {odds:.2f}"
            )
        )


def _most_likely(reading: Interpretation, sentence: Span) -> list[tuple[str, str, float]]:
    """The words of a sentence that the language model takes for triggers most, with type and probability."""
    signals, doc = reading.grounded.digest.signals, reading.grounded.digest.doc
    if signals is None:
        return []
    inside = [t.i for t in doc if sentence.start <= t.idx < sentence.end]
    scored = [(float(signals.types[i, 1:].max()), i) for i in inside]
    best = sorted((one for one in scored if one[0] >= UNLIKELY), reverse=True)[:CLOSEST]
    return [(doc[i].text, signals.type_names[int(signals.types[i, 1:].argmax()) + 1], p) for p, i in best]


def _rejected(one: Rejected) -> Text:
    return Text.assemble(
        "  “", (printable(one.trigger.text), "bold"), f"”  {one.rule}: {printable(one.reason)}"
    )


def _print(out: Console, event: Event, reading: Interpretation) -> None:
    out.print(Text(heading(event.report), style="bold underline"))
    out.print()
    out.print(_marked(event))
    out.print()
    for name, words in _facts(event, reading):
        out.print(Text.assemble((f"{name:<11}", "dim"), printable(words)))
    rejected = [r for r in reading.rejected if r.trigger.overlaps(event.sentence)]
    out.print(Text("\nconsidered and rejected" if rejected else "\nnothing else was considered", style="dim"))
    for one in rejected:
        out.print(_rejected(one))


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


def _facts(event: Event, reading: Interpretation) -> list[tuple[str, str]]:
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
        *sureness(event, reading),
        ("said by", line.said_by),
        ("rule", f"{event.why.rule} ({event.why.coder})"),
        *(("", piece) for piece in event.why.pieces),
        ("confidence", f"{event.confidence:.2f}"),
    ]
    return [(name, words) for name, words in facts if words]
