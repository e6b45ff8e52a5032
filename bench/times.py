"""How well times are found and valued, beside the figures of HeidelTime and others.

    python3 dev.py bench times [--set timebank|aquaint|wikiwars|gum] [--plain] [--errors N] [--fit]

TempEval-3 way of counting: relaxed = the spans overlap, strict = the same span; the F1 of type and
value is relaxed F1 times the share of matched pairs in which that attribute is equal. GUM: a gold date
counts as found where a mention overlaps it, and as right where the mention's value covers exactly the
same calendar days. The texts are read as the program reads them, with the language model's tags and
trees; `--plain` reads the text alone. Last, what `confidence` promises beside the share of values that
are right (a gold value with X agrees with what says more); `--fit` prints the table anew.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import spacy

from bench.gold import gold_folder
from dateline.digest import digest, load_model
from dateline.ground.times import find_times, told_times
from dateline.ground.times.values import interval_of
from dateline.model import Digest, Report, TimeMention

Read = Callable[[Report], Digest]
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
SEEN = 20
"""Fewer values of a way and anchor than this are fitted with the way as a whole."""
GUM_PEER = "HeidelTime (GUM news): found 92.4 %, interval exactly right 82.7 %"


def reports(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """The gold documents of a set."""
    with (folder / f"{name}.dev.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def reader(plain: bool) -> Read:
    """What makes a digest of a report: the language model, or its text alone."""
    if plain:
        nlp = spacy.blank("en")
        return lambda report: Digest(report, nlp.make_doc(report.text))
    model = load_model()
    return lambda report: next(digest([report], model))


def report_of(record: dict[str, Any]) -> Report:
    """A gold document as a report."""
    return Report(record["id"], record["text"], "", published=record.get("dct"))


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


def score(name: str, read: list[tuple[dict[str, Any], tuple[TimeMention, ...]]], errors: int) -> None:
    """Scores of a TIMEX3 set, printed beside the peers'."""
    n: Counter[str] = Counter()
    shown: dict[str, Counter[str]] = {"missed": Counter(), "extra": Counter(), "wrong": Counter()}
    for record, ours in read:
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
            if not exact or entry["value"] != mention.value:
                what = f"{entry['text']!r} {entry['value']} <> {mention.span.text!r} {mention.value}"
                shown["wrong"][f"{what} [{record['dct']}]"] += 1
        done = {id(entry) for entry, _ in both}
        taken = {id(mention) for _, mention in both}
        shown["missed"].update(entry["text"].lower() for entry in gold if id(entry) not in done)
        shown["extra"].update(m.span.text.lower() for m in ours if id(m) not in taken)
    figures = tuple(f1(n[key], n["ours"], n["gold"]) for key in ("relaxed", "strict", "value"))
    print(f"{name}: {n['gold']} gold, {n['ours']} found")
    print(f"  {'':18} relaxed strict  value")
    print(
        f"  {'dateline':18} {figures[0]:7.1f} {figures[1]:6.1f} {figures[2]:6.1f}"
        f"   type {f1(n['type'], n['ours'], n['gold']):.1f}"
    )
    print(f"  {'wanted':18} " + " ".join(f"{value:6.1f}" for value in FLOORS[name]))
    for peer, told in PEERS[name].items():
        print(f"  {peer:18} {told[0]:7.1f} {told[1]:6.1f} {told[2]:6.1f}")
    for title, table in shown.items():
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


def score_gum(folder: Path, read: Read, errors: int) -> None:
    """How many GUM news dates are found, and for how many the calendar days are exactly right."""
    n: Counter[str] = Counter()
    for record in reports(folder, "gum"):
        if record["genre"] != "news":
            continue
        ours = find_times(read(report_of(record)))
        for entry in record["dates"]:
            if (days := gum_interval(entry)) is None:
                continue
            n["gold"] += 1
            over = [m for m in ours if entry["start"] < m.span.end and m.span.start < entry["end"]]
            n["found"] += bool(over)
            right = any(days in (m.interval, interval_of(m.value)) for m in over)
            n["right"] += right
            if not right and n["shown"] < errors:
                n["shown"] += 1
                print("   ", record["id"], entry["text"], days, [(m.span.text, m.value) for m in over])
    print(
        f"gum news: {n['gold']} dates, found {100 * n['found'] / n['gold']:.1f} %, "
        f"interval exactly right {100 * n['right'] / n['gold']:.1f} % (wanted 87)"
    )
    print(f"  {GUM_PEER}")


def agrees(gold: str | None, ours: str) -> bool:
    """Whether a value is the gold's, or one that says more where the gold has X."""
    if gold == ours:
        return True
    if not gold or "X" not in gold:
        return False
    digits = "".join(r"\d" if letter == "X" else re.escape(letter) for letter in gold)
    return bool(re.fullmatch(digits, ours)) or ours == re.sub(r"(-X+)+$", "", gold)


def calibrate(seen: list[tuple[str, float, bool]], fit: bool) -> None:
    """What `confidence` says of each way of telling, beside the share that is right."""
    table: dict[str, list[tuple[float, bool]]] = {}
    for way, told, right in seen:
        for key in (way, f"{way.partition('.')[0]}.any"):
            table.setdefault(key, []).append((told, right))
    mean = sum(right for _, _, right in seen) / len(seen)
    off = 0.0
    print("confidence: way of telling, values seen, said, right")
    for key, rows in sorted(table.items()):
        said, good = sum(p for p, _ in rows) / len(rows), sum(r for _, r in rows)
        off += 0.0 if key.endswith(".any") else abs(said * len(rows) - good)
        if fit and (len(rows) >= SEEN or key.endswith(".any")):
            print(f"  {key:18} right = {(good + 5 * mean) / (len(rows) + 5):.3f}, seen = {len(rows)}")
        elif not fit:
            print(f"  {key:18} {len(rows):5} {said:6.3f} {good / len(rows):6.3f}")
    print(f"  said and right differ by {100 * off / len(seen):.1f} points, averaged over {len(seen)} values")


def speed(folder: Path) -> None:
    """Words a second of text, finding alone."""
    nlp = spacy.blank("en")
    digests = [Digest(report_of(r), nlp.make_doc(r["text"])) for r in reports(folder, "timebank")]
    words = sum(len(re.findall(r"\w+", one.report.text)) for one in digests)
    find_times(digests[0])
    start = time.process_time()
    for one in digests:
        find_times(one)
    print(f"speed: {words / (time.process_time() - start):,.0f} words a CPU second")


def main() -> None:
    """Scores of the sets asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--set", action="append", choices=[*PEERS, "gum"])
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--gold")
    options = parser.parse_args()
    folder = gold_folder("times", options.gold)
    read = reader(options.plain)
    seen: list[tuple[str, float, bool]] = []
    for name in options.set or [*PEERS, "gum"]:
        if name == "gum":
            score_gum(folder, read, options.errors)
            continue
        told = [(record, list(told_times(read(report_of(record))))) for record in reports(folder, name)]
        score(name, [(record, tuple(m for m, _ in ours)) for record, ours in told], options.errors)
        for record, ours in told:
            ways = {id(mention): way for mention, way in ours}
            for entry, m in pairs(record["timex"], tuple(m for m, _ in ours)):
                if m.value is not None and m.confidence is not None:
                    seen.append((ways[id(m)], m.confidence, agrees(entry["value"], m.value)))
    if seen:
        calibrate(seen, options.fit)
    speed(folder)


if __name__ == "__main__":
    main()
