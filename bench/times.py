"""How well times are found and valued, beside the figures of HeidelTime and others.

    python3 dev.py bench times [--set timebank|aquaint|wikiwars|gum] [--errors N] [--gold FOLDER]

TempEval-3 way of counting: relaxed = the spans overlap, strict = the same span; the F1 of type and
value is relaxed F1 times the share of matched pairs in which that attribute is equal. GUM: a gold date
counts as found where a mention overlaps it, and as right where the mention's value covers exactly the
same calendar days.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy

from bench.gold import gold_folder
from dateline.ground.times import find_times
from dateline.ground.times.values import interval_of
from dateline.model import Digest, Report, TimeMention

PEERS = {
    "timebank": {
        "HeidelTime": (91.9, 85.3, 79.5),
        "recognizers-text": (87.0, 65.9, 46.3),
        "dateparser": (55.9, 22.3, 11.3),
    },
    "aquaint": {
        "HeidelTime": (92.5, 81.3, 72.9),
        "recognizers-text": (87.0, 73.8, 45.0),
        "dateparser": (77.8, 31.1, 18.7),
    },
    "wikiwars": {
        "HeidelTime": (91.9, 85.4, 82.9),
        "recognizers-text": (87.3, 64.9, 47.4),
        "dateparser": (77.6, 12.1, 12.9),
    },
}
FLOORS = {"timebank": (92, 86, 81), "aquaint": (93, 82, 75), "wikiwars": (93, 87, 85)}
GUM_PEER = "HeidelTime (GUM news): found 92.4 %, interval exactly right 82.7 %"


def reports(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """The gold documents of a set."""
    with (folder / f"{name}.dev.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def mentions(record: dict[str, Any], nlp: spacy.language.Language) -> tuple[TimeMention, ...]:
    """What is found in a gold document's text."""
    report = Report(record["id"], record["text"], "", published=record.get("dct"))
    return find_times(Digest(report, nlp.make_doc(record["text"])))


def pairs(
    gold: list[dict[str, Any]], ours: tuple[TimeMention, ...]
) -> list[tuple[dict[str, Any], TimeMention]]:
    """Gold and ours matched one to one: equal spans first, then the first overlap."""
    free = list(ours)
    matched: list[tuple[dict[str, Any], TimeMention]] = []
    for exact in (True, False):
        for entry in gold:
            if any(entry is done for done, _ in matched):
                continue
            for mention in free:
                same = (entry["start"], entry["end"]) == (mention.span.start, mention.span.end)
                if same or (
                    not exact and entry["start"] < mention.span.end and mention.span.start < entry["end"]
                ):
                    matched.append((entry, mention))
                    free.remove(mention)
                    break
    return matched


def f1(right: float, found: int, gold: int) -> float:
    """F1 in percent."""
    return 200 * right / (found + gold) if found + gold else 0.0


def score(folder: Path, name: str, errors: int) -> None:
    """Scores of a TIMEX3 set, printed beside the peers'."""
    nlp = spacy.blank("en")
    n: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for record in reports(folder, name):
        ours = mentions(record, nlp)
        gold = record["timex"]
        both = pairs(gold, ours)
        n["gold"] += len(gold)
        n["ours"] += len(ours)
        n["relaxed"] += len(both)
        for entry, mention in both:
            exact = (entry["start"], entry["end"]) == (mention.span.start, mention.span.end)
            n["strict"] += exact
            n["type"] += entry["type"] == mention.type
            n["value"] += entry["value"] == mention.value
            if not exact:
                wrong[f"span  {entry['text']!r} <> {mention.span.text!r}"] += 1
            if entry["value"] != mention.value:
                wrong[
                    f"value {entry['text']!r} {entry['value']} <> "
                    f"{mention.span.text!r} {mention.value} [{record['dct']}]"
                ] += 1
        for entry in gold:
            if not any(entry is done for done, _ in both):
                missed[entry["text"].lower()] += 1
        taken = {id(mention) for _, mention in both}
        for mention in ours:
            if id(mention) not in taken:
                extra[mention.span.text.lower()] += 1
    figures = tuple(f1(n[key], n["ours"], n["gold"]) for key in ("relaxed", "strict", "value"))
    print(f"{name}: {n['gold']} gold, {n['ours']} found")
    print(f"  {'':18} relaxed strict  value")
    print(
        f"  {'dateline':18} {figures[0]:7.1f} {figures[1]:6.1f} {figures[2]:6.1f}"
        f"   type {f1(n['type'], n['ours'], n['gold']):.1f}"
    )
    print(f"  {'floor':18} " + " ".join(f"{value:6.1f}" for value in FLOORS[name]))
    for peer, told in PEERS[name].items():
        print(f"  {peer:18} {told[0]:7.1f} {told[1]:6.1f} {told[2]:6.1f}")
    for title, table in (("missed", missed), ("extra", extra), ("wrong", wrong)):
        for what, count in table.most_common(errors):
            print(f"    {title} {count} {what}")


def gum_interval(entry: dict[str, Any]) -> str | None:
    """The calendar days of a GUM date."""
    when = entry.get("when")
    if when:
        return interval_of(when[:10])
    first, last = entry.get("from") or entry.get("notBefore"), entry.get("to") or entry.get("notAfter")
    if not first or not last:
        return None
    start, end = interval_of(first), interval_of(last)
    return f"{start.split('/')[0]}/{end.split('/')[1]}" if start and end else None


def score_gum(folder: Path, errors: int) -> None:
    """How many GUM news dates are found, and for how many the calendar days are exactly right."""
    nlp = spacy.blank("en")
    n: Counter[str] = Counter()
    for record in reports(folder, "gum"):
        if record["genre"] != "news":
            continue
        ours = mentions(record, nlp)
        for entry in record["dates"]:
            if (days := gum_interval(entry)) is None:
                continue
            n["gold"] += 1
            over = [m for m in ours if entry["start"] < m.span.end and m.span.start < entry["end"]]
            n["found"] += bool(over)
            right = any(days in (m.interval, interval_of(m.value)) for m in over)
            n["right"] += right
            if not right and errors:
                print(
                    "   ",
                    record["id"],
                    record["dct"],
                    entry["text"],
                    days,
                    [(m.span.text, m.value) for m in over],
                )
    print(
        f"gum news: {n['gold']} dates, found {100 * n['found'] / n['gold']:.1f} %, "
        f"interval exactly right {100 * n['right'] / n['gold']:.1f} % (floor 87)"
    )
    print(f"  {GUM_PEER}")


def speed(folder: Path) -> None:
    """Words a second on the history texts, finding alone."""
    nlp = spacy.blank("en")
    digests = [
        Digest(Report(r["id"], r["text"], "", published=r["dct"]), nlp.make_doc(r["text"]))
        for r in reports(folder, "timebank")
    ]
    words = sum(len(re.findall(r"\w+", digest.report.text)) for digest in digests)
    find_times(digests[0])
    start = time.process_time()
    for digest in digests:
        find_times(digest)
    print(f"speed: {words / (time.process_time() - start):,.0f} words a CPU second")


def main() -> None:
    """Scores of the sets asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--set", action="append", choices=[*PEERS, "gum"])
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--gold")
    options = parser.parse_args()
    folder = gold_folder("times", options.gold)
    for name in options.set or [*PEERS, "gum"]:
        if name == "gum":
            score_gum(folder, options.errors)
        else:
            score(folder, name, options.errors)
    speed(folder)


if __name__ == "__main__":
    main()
