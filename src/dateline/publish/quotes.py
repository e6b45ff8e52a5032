"""Speakers and what they said: statements as records, as CSV, and as a table for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from dateline.interpret.chains import chain_of_statement
from dateline.model import Holder, Interpretation, Report, Span, Statement
from dateline.publish.cells import JOIN, Cell
from dateline.publish.sheet import sheet_row
from dateline.publish.table import heading
from dateline.publish.words import chain_words, printable
from dateline.record import Record, holder_record, report_record, span_record

GAP = " … "
"""Between the parts of what is said, where the report interrupts it."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A statement that somebody answers for, with its report and the whole chain of holders."""

    report: Report
    statement: Statement
    chain: tuple[Holder, ...]

    @property
    def speaker(self) -> Holder:
        """Who says it: the innermost holder."""
        return self.chain[-1]

    @property
    def name(self) -> str:
        """The speaker as identified, else in the report's words."""
        return self.speaker.name or printable(self.speaker.span.text)


def quotes_of(
    reading: Interpretation, kinds: frozenset[str] = frozenset(), *, by_speaker: bool = False
) -> list[Quote]:
    """What is said in a report and by whom, in text order or by speaker; of some kinds only, if named.

    A statement that nobody answers for (a wish, what is "reportedly" so) is no quotation.
    """
    report = reading.grounded.digest.report
    found = [
        Quote(report, statement, chain_of_statement(reading.statements, statement))
        for statement in reading.statements
        if statement.cue and statement.chain and (not kinds or statement.kind in kinds)
    ]
    found.sort(key=lambda quote: quote.statement.content[0].start)
    if by_speaker:
        order = list(dict.fromkeys(quote.name for quote in found))
        found.sort(key=lambda quote: order.index(quote.name))
    return found


def quote_record(quote: Quote) -> Record:
    """A quotation as a JSON object: spans as lists, since each may be interrupted."""
    statement = quote.statement
    return {
        "report": report_record(quote.report),
        "speaker": holder_record(quote.speaker),
        "said_by": [holder_record(holder) for holder in quote.chain],
        "source": [span_record(span) for span in statement.source],
        "cue": [span_record(span) for span in statement.cue],
        "stance": statement.stance,
        "kind": statement.kind,
        "content": [span_record(span) for span in statement.content],
    }


def _texts(spans: tuple[Span, ...]) -> str:
    return GAP.join(span.text for span in spans)


COLUMNS: tuple[tuple[str, Callable[[Quote], Cell]], ...] = (
    ("report_id", lambda q: q.report.id),
    ("outlet", lambda q: q.report.outlet),
    ("url", lambda q: q.report.url),
    ("title", lambda q: q.report.title),
    ("published", lambda q: q.report.published),
    ("speaker", lambda q: q.speaker.name),
    ("speaker_text", lambda q: q.speaker.span.text),
    ("speaker_country", lambda q: q.speaker.country),
    ("speaker_sector", lambda q: q.speaker.sector),
    ("speaker_kind", lambda q: q.speaker.kind),
    ("certainty", lambda q: q.speaker.certainty),
    ("said_by", lambda q: chain_words(q.chain)),
    ("cue", lambda q: _texts(q.statement.cue)),
    ("stance", lambda q: q.statement.stance),
    ("kind", lambda q: q.statement.kind),
    ("content", lambda q: _texts(q.statement.content)),
    ("content_start", lambda q: q.statement.content[0].start),
    ("content_end", lambda q: q.statement.content[-1].end),
    ("content_spans", lambda q: JOIN.join(f"{s.start}-{s.end}" for s in q.statement.content)),
    ("cue_start", lambda q: q.statement.cue[0].start),
    ("cue_end", lambda q: q.statement.cue[-1].end),
)


def quotes_header() -> str:
    """The line of column names."""
    return sheet_row(name for name, _ in COLUMNS)


def quotes_rows(quotes: list[Quote]) -> Iterator[str]:
    """One line a quotation."""
    return (sheet_row(value(quote) for _, value in COLUMNS) for quote in quotes)


def print_quotes(console: Console, report: Report, quotes: list[Quote], *, by_speaker: bool = False) -> None:
    """A report's heading, and who says what: one quotation a line, or each speaker with theirs below."""
    head = Text(heading(report), style="bold underline")
    head.truncate(console.width, overflow="ellipsis")
    console.print(head, no_wrap=True)
    if not quotes:
        console.print(Text("nobody is quoted", style="dim"))
    widest = min(max((len(chain_words(q.chain)) for q in quotes), default=0), console.width // 3)
    last = ""
    for quote in quotes:
        if by_speaker and quote.name != last:
            console.print(Text(_described(quote), style="bold cyan"), no_wrap=True, overflow="ellipsis")
        last = quote.name
        lead = Text("  ") if by_speaker else Text(chain_words(quote.chain), style="cyan")
        if not by_speaker:
            lead.truncate(widest, overflow="ellipsis", pad=True)
        line = Text.assemble(lead, "  ", (f"{quote.statement.stance:<10}", "magenta"))
        line.append(f"{quote.statement.kind:<9}", "dim").append(_said(quote))
        line.truncate(console.width, overflow="ellipsis")
        console.print(line, no_wrap=True, overflow="ellipsis")
    console.print()


def _described(quote: Quote) -> str:
    """`Ministry of Defence (RUS, MIL, party)`."""
    speaker = quote.speaker
    known = ", ".join(filter(None, (speaker.country, speaker.sector, speaker.kind)))
    return f"{quote.name} ({known})" if known else quote.name


def _said(quote: Quote) -> str:
    cue = printable(" … ".join(span.text for span in quote.statement.cue))
    return f"{cue}: {printable(_texts(quote.statement.content))}"
