"""Copies and origins: pairs judged by hand, and the speed of the search.

    python -m bench copies [--errors] [--gold FOLDER]

The pairs (bench/data/same_origin.jsonl, see same_origin.md there) name reports of a corpus that is not in
the repository, by id and hash. One part of them was set aside before any rule was tried; `--errors`
shows what is wrong in the other part alone.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bench.gold import gold_folder, read_lines
from dateline.collect.text.credits import find
from dateline.collect.text.furniture import mark
from dateline.merge.copies.candidates import candidates
from dateline.merge.copies.run import sources
from dateline.merge.copies.search import Search
from dateline.merge.copies.shingles import bands, fingerprints
from dateline.merge.copies.words import read_words

PAIRS = Path(__file__).parent / "data" / "same_origin.jsonl"
CORPUS = "conflict_multioutlet.jsonl.gz"
MIX = "throughput_mix.jsonl.gz"
WANTED = "wanted: precision 0.970, recall 0.930"
REPORTS, WORDS = 20_000, 300
"""How many reports of how many words the speed is measured on."""
ROUNDS = 3


def corpus_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The reports as a store holds them, without what the search does not read; each once.

    The corpus has an id twice for different texts, so that an id here is the corpus's with the text's hash.
    """
    seen = set()
    for row in read_lines(path):
        text, outlet, published = row["text"], row["outlet"], row["published"]
        text_sha256 = hashlib.sha256(text.encode("utf-8")).hexdigest()
        report_id = f"{row['id']} {text_sha256[:16]}"
        if report_id in seen:
            continue
        seen.add(report_id)
        furniture = mark(text, outlet)
        yield {
            "report_id": report_id,
            "text": text,
            "text_sha256": text_sha256,
            "outlet": outlet,
            "published_day": date.fromisoformat(published[:10]) if published else None,
            "furniture": [{"start": f.start, "end": f.end} for f in furniture],
            "credits": [{"agency": c.agency, "rule": c.rule} for c in find(text, furniture)],
        }


def judged(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The pairs judged by hand; SystemExit where the corpus is not the one they were judged on."""
    known = {row["report_id"] for row in rows}
    pairs = list(read_lines(PAIRS))
    for pair in pairs:
        for side in "ab":
            pair[side] = f"{pair[side]} {pair[f'{side}_sha256']}"
            if pair[side] not in known:
                raise SystemExit(f"{pair[side]}: the corpus is not the one that the pairs were judged on")
    return pairs


def score(pairs: list[dict[str, Any]], found: set[tuple[str, str]]) -> dict[str, float]:
    """Precision and recall over pairs, of how many; what was judged unclear is left out."""
    hits = [(pair["same"], (pair["a"], pair["b"]) in found) for pair in pairs if pair["same"] is not None]
    right, real = hits.count((True, True)), sum(same for same, _ in hits)
    claimed = sum(got for _, got in hits)
    return {"precision": right / claimed, "recall": right / real, "copies": real, "pairs": len(hits)}


def search(corpora: Path) -> tuple[list[dict[str, Any]], set[tuple[str, str]]]:
    """The judged pairs, and all pairs that are found in the whole corpus."""
    rows = list(corpus_rows(corpora / CORPUS))
    found = {(pair.a.report_id, pair.b.report_id) for pair in Search(sources(rows)).pairs()}
    return judged(rows), found


def accuracy(corpora: Path, *, errors: bool) -> None:
    """The pairs found, against those judged."""
    pairs, found = search(corpora)
    print(f"{len(found)} pairs found; {WANTED}")
    for part in ("dev", "aside", "both"):
        got = score([pair for pair in pairs if part in {pair["part"], "both"}], found)
        print(f"  {part:<6} precision {got['precision']:.3f}, recall {got['recall']:.3f}", end="")
        print(f" ({got['copies']} of {got['pairs']} pairs are copies)")
    for pair in pairs if errors else ():
        if pair["part"] == "dev" and pair["same"] not in {None, (pair["a"], pair["b"]) in found}:
            print(f"    {'missed' if pair['same'] else 'wrong'}: {pair['a']} {pair['b']} ({pair['kind']})")


def mixed_reports(corpora: Path) -> list[str]:
    """Reports of `WORDS` words: stretches of news, and pages with halves copied from two of them."""
    words = [word for row in read_lines(corpora / MIX) for word in row["text"].split()]
    plain = [" ".join(words[at : at + WORDS]) for at in range(0, len(words) - WORDS, WORDS)][:REPORTS]
    half = WORDS // 2
    pages = (
        " ".join([*one.split()[:half], *other.split()[half:]])
        for step in itertools.count(1)
        for one, other in zip(plain, plain[step:], strict=False)
    )
    return [*plain, *itertools.islice(pages, REPORTS - len(plain))]


def speed(corpora: Path) -> None:
    """Reports a CPU second that are read, signed and matched with all others; the best of some rounds."""
    texts = mixed_reports(corpora)
    best, pairs = 0.0, 0
    for _ in range(ROUNDS):
        began = time.process_time()
        marks = fingerprints(read_words(texts))
        pairs = len(candidates(marks, bands(marks, len(texts))))
        best = max(best, len(texts) / (time.process_time() - began))
    print(f"candidate search: {best:,.0f} reports of {WORDS} words a CPU second (at least 5,000), ", end="")
    print(f"{pairs:,} pairs to compare among {len(texts):,} reports")


def main() -> None:
    """Accuracy on the judged pairs, and speed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--errors", action="store_true", help="show what is wrong in the part not set aside")
    parser.add_argument("--gold")
    options = parser.parse_args()
    corpora = gold_folder(given=options.gold).parent / "corpora"
    accuracy(corpora, errors=options.errors)
    speed(corpora)


if __name__ == "__main__":
    main()
