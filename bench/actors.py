"""Country and sector of actors, given the gold mention: on whole reports and on PLOVER's sentences.

    python3 dev.py bench actors [--errors]

Gold: reports/ (country and sector of every actor, recipient and source) and events/plover_gsr.dev
(country, and sector where the gold gives one; any of IGO, UNO, EUR, NGO counts for its IGO). Beside each
figure what is wanted; then what loading the tables and reading the actors cost, in processor time.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.gold import gold_folder
from dateline.digest import digest, load_model
from dateline.ground.actors import Scene, ground_phrase, load_actors, open_scene, read_scene
from dateline.ground.places import find_places, load_gazetteer
from dateline.model import Digest, PlaceMention, Report

WANTED = {"17 reports": (0.85, 0.75), "PLOVER sentences (dev)": (0.85, 0.80)}
WANTED_LOAD = 0.3
WANTED_SPEED = 60_000
OLD_CODES = {"JAP": "JPN", "ITL": "ITA", "UNO": "IGO", "EUR": "IGO", "NGO": "IGO"}
OLD_SECTORS = {"CIV": "CVL"}


@dataclass(frozen=True, slots=True)
class GoldActor:
    """One gold mention: characters [start, end), and what it should be read as."""

    start: int
    end: int
    country: str | None
    sector: str | None
    has_sector: bool


Case = tuple[Report, list[GoldActor]]


def report_cases(gold: Path) -> Iterator[Case]:
    """The annotated reports with every distinct actor mention of theirs."""
    for path in sorted((gold / "reports").glob("*.report.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        report = Report(raw["id"], raw["text"], "", published=raw.get("published"), title=raw.get("title"))
        events = json.loads(path.with_name(path.name.replace(".report", "")).read_text(encoding="utf-8"))[
            "events"
        ]
        found: dict[tuple[int, int], GoldActor] = {}
        for event in events:
            holders = [*event["actors"], *event["recipients"], *event["said_by"]]
            for actor in holders:
                start = _nth(report.text, actor["q"], actor.get("n", 1))
                end = start + len(actor["q"])
                found.setdefault(
                    (start, end), GoldActor(start, end, actor.get("country"), actor.get("sector"), True)
                )
        yield report, list(found.values())


def sentence_cases(gold: Path) -> Iterator[Case]:
    """PLOVER's validation sentences; actors whose text is not found as written are left out."""
    seen = set()
    for line in (gold / "events" / "plover_gsr.dev.jsonl").read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        if raw["text"] in seen:
            continue
        seen.add(raw["text"])
        actors: dict[int, GoldActor] = {}
        for expected in raw["expected"]:
            for role in ("source", "target"):
                for actor in expected[role] if isinstance(expected.get(role), list) else []:
                    one = _sentence_actor(raw["text"], actor)
                    if one is not None:
                        actors[one.start] = one
        yield Report(raw["id"], raw["text"], ""), list(actors.values())


def _sentence_actor(text: str, actor: dict[str, str]) -> GoldActor | None:
    start = text.find(actor.get("actorText") or "\0")
    code, sector = actor.get("code"), actor.get("sector")
    if start < 0 or not code:
        return None
    sector = OLD_SECTORS.get(sector or "", sector)
    plain = bool(sector) and len(sector or "") == 3 and (sector or "").isalpha() and sector != "MOS"
    return GoldActor(start, start + len(actor["actorText"]), OLD_CODES.get(code, code), sector, plain)


def _nth(text: str, quote: str, n: int) -> int:
    at = -1
    for _ in range(n):
        at = text.index(quote, at + 1)
    return at


def head_token(scene: Scene, actor: GoldActor) -> int | None:
    """The token of the span whose head lies outside it; of several the first that is no modifier."""
    sheet = scene.sheet
    inside = [t.i for t in sheet.doc if t.idx < actor.end and t.idx + len(t) > actor.start and not t.is_space]
    tops = [i for i in inside if not inside[0] <= sheet.heads[i] <= inside[-1] or sheet.heads[i] == i]
    heads = [i for i in tops if sheet.pos[i] in ("NOUN", "PROPN", "PRON", "NUM")]
    free = [i for i in heads if sheet.deps[i] not in ("amod", "compound", "det", "nmod:desc")]
    chosen = free[:1] or heads[-1:] or tops[-1:] or inside[-1:]
    return chosen[0] if chosen else None


def score(
    cases: Iterable[tuple[Digest, tuple[PlaceMention, ...], list[GoldActor]]], old: bool, errors: bool
) -> Counter[str]:
    """How many countries and sectors are right, out of how many."""
    table, counts = load_actors(), Counter[str]()
    for read, places, actors in cases:
        scene = open_scene(read, table, places)
        read_scene(scene)
        for actor in actors:
            head = head_token(scene, actor)
            if head is None:
                continue
            mention = ground_phrase(scene, head)
            country = OLD_CODES.get(mention.country or "", mention.country) if old else mention.country
            right = country == actor.country, mention.sector == actor.sector
            counts["actors"] += 1
            counts["country"] += right[0]
            counts["sectors"] += actor.has_sector
            counts["sector"] += actor.has_sector and right[1]
            if errors and not (right[0] and (right[1] or not actor.has_sector)):
                text = read.report.text[actor.start : actor.end]
                gold = f"gold {actor.country} {actor.sector}"
                got = f"read {mention.country} {mention.sector}"
                print(read.report.id, text, gold, got, mention.span.text, mention.rule, sep="\t")
    return counts


def _read(cases: Iterable[Case]) -> Iterator[tuple[Digest, tuple[PlaceMention, ...], list[GoldActor]]]:
    model, gazetteer = load_model(), load_gazetteer()
    known = list(cases)
    for read, (_, actors) in zip(digest([report for report, _ in known], model), known, strict=True):
        yield read, find_places(read, gazetteer), actors


def words_a_second(digests: list[Digest], at_least: float = 2.0) -> float:
    """Words of which the actors are read in a second of processor time, names and places being known."""
    table, gazetteer = load_actors(), load_gazetteer()
    read = [(one, find_places(one, gazetteer)) for one in digests]
    words, spent = 0, 0.0
    while spent < at_least:
        for one, places in read:
            began = time.process_time()
            read_scene(open_scene(one, table, places))
            spent += time.process_time() - began
            words += len(one.doc)
    return words / spent


def load_seconds() -> float:
    """Processor time that all tables of the step take to load, in a process of its own."""
    command = (
        "import time; import dateline.ground.tables as t; began = time.process_time(); "
        "t.load_tables(); print(time.process_time() - began)"
    )
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> None:
    """Print the figures beside what is wanted."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--errors", action="store_true", help="name what was read wrong")
    chosen = options.parse_args()
    gold = gold_folder()
    print(f"{'actors, given the mention':26}{'n':>6}{'country':>9}{'wanted':>8}{'sector':>9}{'wanted':>8}")
    digests: list[Digest] = []
    for name, cases, old in (
        ("17 reports", report_cases(gold), False),
        ("PLOVER sentences (dev)", sentence_cases(gold), True),
    ):
        read = list(_read(cases))
        digests = digests or [one for one, _, _ in read]
        got = score(read, old, chosen.errors)
        country, sector = got["country"] / got["actors"], got["sector"] / max(1, got["sectors"])
        wanted = WANTED[name]
        print(
            f"{name:26}{got['actors']:6}{country:9.3f}{wanted[0]:8.2f}{sector:9.3f}{wanted[1]:8.2f}",
            flush=True,
        )
    print(f"reading the actors  {words_a_second(digests):9,.0f} words/s  (wanted {WANTED_SPEED:,})")
    print(f"loading all tables  {load_seconds():9.2f} s        (wanted at most {WANTED_LOAD})")


if __name__ == "__main__":
    main()
