"""The tables of copies from the table of reports: `copies`, `passages`, `report_texts`.

In: the table `reports` of a store, and where one is at hand an earlier `copies` with the ids of the
reports it was made from: pairs among those are not searched again. Out: the three tables, the same as
without it, whatever the order of the rows. Fails: never; a report without words has no copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from dateline.collect.text.furniture import text_lines
from dateline.collect.text.furniture_rules import line_key, outlet_key
from dateline.collect.text.outlet_lines import count
from dateline.keep.schema import as_json, to_table
from dateline.merge.copies.evidence import equal_spans, run_spans
from dateline.merge.copies.groups import copied_stretches, text_ids
from dateline.merge.copies.kinds import Kinship
from dateline.merge.copies.passages import Credited, Passage, passages
from dateline.merge.copies.search import Pair, Search, Source
from dateline.merge.copies.shared_quotes import quoting_pairs
from dateline.model import Report

COLUMNS = ["report_id", "text", "text_sha256", "outlet", "published_day", "furniture", "credits"]
"""What is read of the table `reports`."""
Row = Mapping[str, Any]


def copies_tables(
    reports: pa.Table, before: pa.Table | None = None, known: Iterable[str] = ()
) -> dict[str, pa.Table]:
    """The tables `copies`, `passages` and `report_texts`; `before` is the `copies` of the reports `known`."""
    rows: list[Row] = reports.select(COLUMNS).to_pylist()
    search = Search(sources(rows))
    earlier = before.select(["report_a", "report_b"]).to_pylist() if before is not None else []
    old = frozenset(known) if before is not None else frozenset()
    copied = list(search.pairs(((row["report_a"], row["report_b"]) for row in earlier), old))
    quoting = list(_quoting(search))
    texts = text_ids((row["report_id"] for row in rows), copied)
    credited = [
        Credited(row["report_id"], row["text"], row["outlet"], tuple(row["credits"] or ())) for row in rows
    ]
    found = passages(credited, copied_stretches(copied), copied_stretches(quoting))
    return {
        "copies": to_table("copies", _copies(copied, quoting)),
        "passages": to_table("passages", map(_passage, found)),
        "report_texts": to_table(
            "report_texts", ({"report_id": key, "text_id": texts[key]} for key in sorted(texts))
        ),
    }


def sources(rows: Sequence[Row]) -> Iterator[Source]:
    """The reports as the search wants them: without their furniture and the lines of their outlets."""
    recurring = outlet_lines(rows)
    for row in rows:
        lines = recurring.get(outlet_key(row["outlet"] or ""), frozenset())
        leave_out = [(part["start"], part["end"]) for part in row["furniture"] or ()]
        if lines:
            leave_out += [
                (start, start + len(line))
                for start, line in text_lines(row["text"])
                if line_key(line) in lines
            ]
        yield Source(row["report_id"], row["text"], row["outlet"], row["published_day"], tuple(leave_out))


def outlet_lines(rows: Iterable[Row]) -> dict[str, frozenset[str]]:
    """For each outlet the lines that recur in its reports: what its site prints on every page."""
    found = count(
        Report(row["report_id"], row["text"], row["text_sha256"], outlet=row["outlet"]) for row in rows
    )
    return {outlet_key(outlet.name): frozenset(outlet.lines) for outlet in found.outlets}


def _quoting(search: Search) -> Iterator[Pair]:
    """The pairs of reports that quote the same words."""
    sighted = [search.sighted(number) for number in range(len(search.sources))]
    for first, second, runs in quoting_pairs(sighted):
        a, b = sighted[first], sighted[second]
        words = sum(run.count for run in runs)
        shares = words / len(a.words), words / len(b.words)
        yield Pair(a, b, Kinship("quote", runs, float(words), *shares, same_day=None))


def _copies(copied: Sequence[Pair], quoting: Sequence[Pair]) -> Iterator[dict[str, Any]]:
    """The rows of `copies` in order; who copies another quotes what it quotes, and that is not said again."""
    pairs = {(pair.a.report_id, pair.b.report_id): pair for pair in (*quoting, *copied)}
    for (one, other), pair in sorted(pairs.items(), key=lambda item: item[0]):
        found = pair.found
        evidence = {
            "words": found.counted,
            "same_day": found.same_day,
            "runs": run_spans(pair.a, pair.b, found.runs),
            "equal": equal_spans(pair.a, pair.b, found.runs),
        }
        yield {
            "report_a": one,
            "report_b": other,
            "kind": found.kind,
            "share_of_a": found.share_of_a,
            "share_of_b": found.share_of_b,
            "evidence": as_json(evidence),
        }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "report_id": passage.report_id,
        "start": passage.start,
        "end": passage.end,
        "origin_id": passage.origin_id,
        "evidence": as_json(passage.evidence),
    }
