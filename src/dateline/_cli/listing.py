"""The layers of a report for a person: what was found in it, with its place in the text."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text

from dateline.model import Interpretation
from dateline.publish.table import heading
from dateline.publish.words import printable
from dateline.record import layers_record

LAYERS = ("furniture", "names", "actors", "places", "times", "quantities", "attributions")


def print_layers(console: Console, reading: Interpretation) -> None:
    """One line an item: offsets, the words, and what is known of them."""
    record = layers_record(reading)
    text = reading.grounded.digest.report.text
    console.print(Text(heading(reading.grounded.digest.report), style="bold underline"))
    counts = f"{len(record['sentences'])} sentences, {len(record['tokens'])} words"
    console.print(Text(f"{counts}, {len(record['events'])} events", style="dim"))
    for layer in LAYERS:
        for item in record[layer]:
            console.print(Text.assemble((f"{layer:<13}", "cyan"), _line(item, text)))
    console.print()


def _line(item: dict[str, Any], text: str) -> str:
    if "content" in item:
        parts = (f"{name}: {_cut(item[name], text)}" for name in ("source", "cue", "content"))
        return f"{item['kind']}, {item['stance']}  {'  '.join(parts)}"
    known = {k: v for k, v in item.items() if k not in {"start", "end", "text"} and v is not None}
    words = printable(text[item["start"] : item["end"]])
    return f"{item['start']}–{item['end']}  {words}  " + "  ".join(f"{k} {v}" for k, v in known.items())


def _cut(spans: list[list[int]], text: str) -> str:
    return " … ".join(f"“{printable(text[start:end])}”" for start, end in spans) or "–"
