"""How well sources, cues and contents are found, and who is said to have said an event, and its status.

    python3 dev.py bench attribution [--errors] [--limit N] [--tune] [--rules]

PolNeAR dev: token F for content, source and cue (tokens of our own tokenizer, blanks left out), and pair F:
a statement is found where its source overlaps and each content has at least half of the other (attributions
without a source span are left out on both sides). Direct quotations are those whose content stands to nine
tenths in quotation marks that the cue is outside of; one is recalled where a statement with at least half of
its content has an overlapping source, and precise where the gold has such an attribution. Reports: chain and
status at the first gold trigger of each event that is not optional, and at whichever of its triggers does
best. --rules leaves the language model's proposals out; --tune shows how the figures move with the constants.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from bench.attribution_tune import recorded, sweep
from bench.gold import gold_folder, read_lines
from dateline.digest import digest, load_model
from dateline.digest.language_model import LanguageModel
from dateline.ground import ground, load_tables
from dateline.interpret.attribution import attribute, quotation_kind
from dateline.interpret.chains import chain_of
from dateline.interpret.quotes import quotations
from dateline.interpret.status import status_of
from dateline.model import Digest, Grounded, Holder, Report, Span, Statement

PARTS = ("content", "source", "cue")
COLUMNS = (*PARTS, "pair", "direct R", "direct P")
PEERS: dict[str, tuple[float | None, ...]] = {
    "rules on CoreNLP": (63.7, 60.3, 39.1, 47.7, None, None),
    "CRF on CoreNLP": (83.0, 70.3, 61.2, None, None, None),
    "textacy 0.13": (None, None, None, None, 47.6, 75.4),
    "people": (91.1, 81.2, 69.8, 80.2, None, None),
}
Pieces = dict[str, list[tuple[int, int]]]


def read_polnear(gold: Path, limit: int | None) -> list[dict[str, Any]]:
    """The development articles of PolNeAR."""
    return list(islice(read_lines(gold / "claims" / "polnear.dev.jsonl.gz"), limit))


def pieces_of(statement: Statement) -> Pieces:
    """A statement's spans as pairs of offsets."""
    return {part: [(s.start, s.end) for s in getattr(statement, part)] for part in PARTS}


def gold_pieces(attribution: dict[str, Any]) -> Pieces:
    """The same of a gold attribution."""
    return {part: [(s["start"], s["end"]) for s in attribution[part]] for part in PARTS}


def covered(statements: Iterable[Pieces], part: str, tokens: list[tuple[int, int]]) -> set[int]:
    """The tokens that any span of a part touches."""
    text = bytearray(tokens[-1][1] if tokens else 0)
    for spans in statements:
        for start, end in spans[part]:
            text[start:end] = b"\1" * max(0, min(end, len(text)) - start)
    return {i for i, (start, end) in enumerate(tokens) if any(text[start:end])}


def share(inner: list[tuple[int, int]], outer: list[tuple[int, int]]) -> float:
    """How much of the one the other covers."""
    size = sum(end - start for start, end in inner)
    common = sum(max(0, min(b, d) - max(a, c)) for a, b in inner for c, d in outer)
    return common / size if size else 0.0


def same(one: Pieces, other: Pieces) -> bool:
    """Whether two attributions are one: sources overlap, contents share at least half of each."""
    sources = any(a < d and c < b for a, b in one["source"] for c, d in other["source"])
    contents = one["content"], other["content"]
    return sources and share(*contents) >= 0.5 and share(contents[1], contents[0]) >= 0.5


def f_score(right: int, found: int, gold: int) -> float:
    """F1 in per cent."""
    return 200 * right / (found + gold) if found + gold else 0.0


def overlapping(one: Pieces, other: Pieces) -> bool:
    """Whether two attributions have a source in common."""
    return any(a < d and c < b for a, b in one["source"] for c, d in other["source"])


def is_direct(text: str, pieces: Pieces) -> bool:
    """Whether an attribution is a direct quotation."""
    spans = {part: tuple(Span.of(text, a, b) for a, b in pieces[part]) for part in PARTS}
    return (
        bool(pieces["content"])
        and quotation_kind(spans["cue"], spans["content"], quotations(text)) == "direct"
    )


def count_direct(
    text: str, found: list[Pieces], wanted: list[Pieces], counts: Counter[tuple[str, str]]
) -> None:
    """How many direct quotations have the right speaker; both lists have sources."""
    ours = [p for p in found if is_direct(text, p)]
    theirs = [q for q in wanted if is_direct(text, q)]
    counts["direct", "found"] += len(ours)
    counts["direct", "gold"] += len(theirs)
    counts["direct", "precise"] += sum(
        any(overlapping(p, q) and share(p["content"], q["content"]) >= 0.5 for q in wanted) for p in ours
    )
    counts["direct", "recalled"] += sum(
        any(overlapping(p, q) and share(q["content"], p["content"]) >= 0.5 for p in found) for q in theirs
    )


def count_article(
    article: dict[str, Any], read: Digest, found: list[Pieces], counts: Counter[tuple[str, str]]
) -> None:
    """Adds what one article gives to the counts."""
    wanted = [gold_pieces(a) for a in article["attributions"]]
    tokens = [(t.idx, t.idx + len(t)) for t in read.doc if not t.is_space]
    for part in PARTS:
        ours, theirs = covered(found, part, tokens), covered(wanted, part, tokens)
        counts[part, "right"] += len(ours & theirs)
        counts[part, "found"] += len(ours)
        counts[part, "gold"] += len(theirs)
    found, wanted = [p for p in found if p["source"]], [p for p in wanted if p["source"]]
    counts["pair", "precise"] += sum(any(same(p, q) for q in wanted) for p in found)
    counts["pair", "recalled"] += sum(any(same(p, q) for p in found) for q in wanted)
    counts["pair", "found"] += len(found)
    counts["pair", "gold"] += len(wanted)
    count_direct(article["text"], found, wanted, counts)


def score_polnear(articles: list[dict[str, Any]], reads: list[Digest]) -> tuple[float, ...]:
    """Content, source, cue and pair F, recall and precision of direct quotations."""
    counts: Counter[tuple[str, str]] = Counter()
    for article, read in zip(articles, reads, strict=True):
        found = [pieces_of(s) for s in attribute(Grounded(read))]
        count_article(article, read, found, counts)
    tokens = [f_score(counts[p, "right"], counts[p, "found"], counts[p, "gold"]) for p in PARTS]
    precision = counts["pair", "precise"] / max(1, counts["pair", "found"])
    recall = counts["pair", "recalled"] / max(1, counts["pair", "gold"])
    pair = 200 * precision * recall / (precision + recall or 1.0)
    found_right = 100 * counts["direct", "precise"] / max(1, counts["direct", "found"])
    return *tokens, pair, 100 * counts["direct", "recalled"] / max(1, counts["direct", "gold"]), found_right


def read_articles(
    gold: Path, model: LanguageModel, limit: int | None
) -> tuple[list[dict[str, Any]], list[Digest]]:
    """The articles of PolNeAR dev and their digests; one that could not be read would be an error here."""
    articles = read_polnear(gold, limit)
    return articles, list(digest([Report(a["doc_id"], a["text"], "") for a in articles], model))


def unaided(read: Digest) -> Digest:
    """A digest as another pipeline would give it, without the language model's proposals."""
    return replace(read, signals=None)


def quoted(text: str, quote: dict[str, Any]) -> Span:
    """The n-th occurrence of an exact string."""
    at = -1
    for _ in range(quote.get("n", 1)):
        at = text.index(quote["q"], at + 1)
    return Span.of(text, at, at + len(quote["q"]))


def head_of(read: Digest, span: Span) -> int:
    """The token of a span that hangs outside it."""
    inside = [t for t in read.doc if t.idx < span.end and t.idx + len(t) > span.start]
    return next((t.i for t in inside if t.head not in inside or t.head == t), inside[0].i)


def right_source(chain: tuple[Holder, ...], gold: list[Span]) -> bool:
    """Whether both are empty, or the innermost holders overlap."""
    return (not chain and not gold) or bool(chain and gold and chain[-1].span.overlaps(gold[-1]))


def read_reports(gold: Path) -> Iterator[tuple[Report, list[dict[str, Any]]]]:
    """The annotated reports with their events."""
    for path in sorted((gold / "reports").glob("*.report.json")):
        raw = json.loads(path.read_text(encoding="utf8"))
        events = json.loads(path.with_name(path.name.replace(".report", "")).read_text(encoding="utf8"))[
            "events"
        ]
        yield (
            Report(raw["id"], raw["text"], "", outlet=raw.get("outlet"), published=raw.get("published")),
            events,
        )


def score_reports(gold: Path, model: LanguageModel, *, errors: bool, rules: bool) -> Counter[str]:
    """How often chain and status are right, given the gold triggers."""
    counts: Counter[str] = Counter()
    cases, tables = list(read_reports(gold)), load_tables()
    for (report, events), read in zip(cases, digest([r for r, _ in cases], model), strict=True):
        grounded = ground(unaided(read) if rules else read, tables)
        statements = attribute(grounded)
        for event in (e for e in events if not e.get("optional")):
            triggers = [quoted(report.text, t) for t in event["triggers"]]
            wanted = [quoted(report.text, s) for s in event["said_by"]]
            chains = [chain_of(statements, t) for t in triggers]
            stati = [status_of(grounded, statements, head_of(read, t)) for t in triggers]
            counts["events"] += 1
            counts["said_by, first trigger"] += right_source(chains[0], wanted)
            counts["said_by, any trigger"] += any(right_source(c, wanted) for c in chains)
            counts["status, first trigger"] += stati[0] == event["status"]
            counts["status, any trigger"] += event["status"] in stati
            if errors and not (right_source(chains[0], wanted) and stati[0] == event["status"]):
                held = [h.span.text for h in chains[0]], [w.text for w in wanted]
                print(
                    f"- {report.id} {event['id']} «{triggers[0].text}» {held} {stati[0]} ({event['status']})"
                )
    return counts


def speed(reads: list[Digest]) -> float:
    """Words a second of `attribute` alone, trees and lists included."""
    words = sum(len(read.doc) for read in reads)
    began = time.perf_counter()
    for read in reads:
        attribute(Grounded(read))
    return words / (time.perf_counter() - began)


def share_of_reading(gold: Path, model: LanguageModel) -> float:
    """The time of attribution and status over the language model's, in one process, on the reports."""
    reports = [report for report, _ in read_reports(gold)]
    began = time.process_time()
    reads = list(digest(reports, model))
    middle = time.process_time()
    for read in reads:
        grounded = Grounded(read)
        statements = attribute(grounded)
        for token in read.doc:
            if token.pos_ == "VERB":
                status_of(grounded, statements, token.i)
                chain_of(statements, Span.of(read.doc.text, token.idx, token.idx + len(token)))
    return (time.process_time() - middle) / (middle - began)


def row(name: str, figures: tuple[float | None, ...]) -> str:
    """A line of the table."""
    return f"{name:24}" + "".join(f" {'–' if f is None else format(f, '.1f'):>8}" for f in figures)


def main() -> None:
    """Print both tables."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--errors", action="store_true", help="list the events that are wrong")
    options.add_argument("--limit", type=int, help="only so many PolNeAR articles")
    options.add_argument("--tune", action="store_true", help="show how the figures move with each constant")
    options.add_argument("--rules", action="store_true", help="without the language model's proposals")
    options.add_argument("--model", type=Path, help="a folder with another language model")
    chosen = options.parse_args()
    gold, model = gold_folder(), load_model(chosen.model)
    articles, reads = read_articles(gold, model, chosen.limit)
    print(f"{'PolNeAR dev':24}" + "".join(f" {name:>8}" for name in COLUMNS))
    if chosen.tune:
        for name, value, present, digests in sweep(recorded(reads, model), model):
            print(
                row(f"{name} {value}{' *' if present else ''}", score_polnear(articles, digests)), flush=True
            )
        return
    alone = [unaided(read) for read in reads]
    ours = {
        "dateline": score_polnear(articles, reads),
        "dateline, rules alone": score_polnear(articles, alone),
    }
    for name, figures in (ours | PEERS).items():
        print(row(name, figures))
    print("(token and pair F, direct quotations with the right speaker; peers were measured on PolNeAR test)")
    counts = score_reports(gold, model, errors=chosen.errors, rules=chosen.rules)
    total = counts.pop("events")
    print(f"\nreports, {total} events at their gold triggers")
    for name, right in counts.items():
        print(f"{name:28} {right / total:.3f}")
    print(f"\nattribution alone: {speed(reads):,.0f} words/s")
    part = share_of_reading(gold, model)
    print(f"attribution, and chain and status at every verb, over the language model's time: {part:.1%}")


if __name__ == "__main__":
    main()
