"""How well quantities are read, beside the published figures of CQE and the measured ones of others.

    python3 dev.py bench quantities [--plain] [--errors N] [--gold FOLDER]

NewsQuant: one-to-one inside a sentence; a value is right where it is equal (relative 1e-5, sign ignored,
both ends of a range), then value and change, then value and unit. A unit of measure is right where it is
the gold's unit by our table of units; a counted thing where its head noun is the gold's. Vague counts are
compared in NewsQuant's own terms (dozens = 12 to 120), as the record gives them other bounds. MeasEval:
detection by overlap. The sentences are read as the program reads them, with the language model's tags and
trees; `--plain` reads their text alone.
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
from dateline.ground.quantities import find_quantities
from dateline.ground.quantities.words import Rows, phrase_at, words
from dateline.ground.times.lexemes import Lexeme, lexemes_of
from dateline.model import Digest, QuantityMention, Report

PEERS = {
    "CQE (published)": (92.0, 88.1, 85.6),
    "quantulum3": (74.1, 53.0, 45.1),
    "recognizers-text": (74.1, 52.1, 35.5),
    "GPT-3 (published)": (70.6, 51.9, 59.1),
    "regex baseline": (80.3, 73.9, None),
}
FLOOR = (93.0, 89.0, 86.5)
Read = Callable[[str], tuple[QuantityMention, ...]]
VAGUE = {
    "dozens": (12, 120), "hundreds": (100, 1000), "thousands": (1000, 10_000), "millions": (1e6, 1e7),
    "tens of thousands": (1e4, 1e5), "hundreds of thousands": (1e5, 1e6), "billions": (1e9, 1e10),
}  # fmt: skip


def records(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """The gold sentences of a set."""
    with (folder / f"{name}.dev.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def reader(plain: bool) -> Read:
    """What finds the quantities of a text: with the language model before it, or by the text alone."""
    if plain:
        nlp = spacy.blank("en")
        return lambda text: find_quantities(Digest(Report("gold", text, ""), nlp.make_doc(text)))
    model = load_model()
    return lambda text: find_quantities(next(digest([Report("gold", text, "")], model)))


def ends(mention: QuantityMention) -> tuple[float, ...]:
    """A mention's value, or both ends of its range."""
    vague = VAGUE.get(re.sub(r"^\W*(?:several|many|a few) ", "", mention.span.text.lower()))
    if vague:
        return vague
    if mention.value is not None:
        return (mention.value,)
    return tuple(end for end in (mention.low, mention.high) if end is not None)


def same_value(gold: float | list[float], mention: QuantityMention) -> bool:
    """Whether the values are equal, sign ignored."""
    told = gold if isinstance(gold, list) else [gold]
    ours = ends(mention)
    if len(told) != len(ours):
        return False
    pairs = zip(sorted(map(abs, told)), sorted(map(abs, ours)), strict=True)
    return all(abs(a - b) <= 1e-5 * max(abs(a), abs(b), 1e-12) for a, b in pairs)


def canonical(phrase: str) -> str | None:
    """The name of a unit of measure in our table."""
    phrase = (
        phrase.strip()
        .lower()
        .replace("year of age", "year")
        .replace("month of age", "month")
        .replace("generation wireless", "generation")
    )
    lexemes = lexemes_of(phrase)
    table = words()
    for rows in (table.units, table.prefixes):
        for found in (phrase_at(rows, lexemes, 0),) if rows is table.units else _whole(rows, lexemes):
            if found is None:
                continue
            rest = " ".join(lexeme.low for lexeme in lexemes[found[0] :])
            if not rest:
                return str(found[1])
            rate = re.fullmatch(r"(?:per|a|an|/) ?(.+)", rest)
            if rate:
                return f"{found[1]} per {canonical(rate[1]) or rate[1]}"
    return None


def _whole(rows: Rows, lexemes: list[Lexeme]) -> Iterator[tuple[int, Any]]:
    for entries in rows.values():
        for pieces, value in entries:
            if tuple(lexeme.low for lexeme in lexemes[: len(pieces)]) == pieces:
                yield len(pieces), value


def singular(word: str) -> str:
    """A noun without its plural ending, roughly and alike on both sides."""
    word = word.lower()
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def head(phrase: str) -> str:
    """The head noun of a counted phrase: the last word before `of`, `in` and the like."""
    before = re.split(r"\b(?:of|in|to|from|with|for)\b", phrase.strip(" %"))[0].split()
    return singular(before[-1]) if before else ""


def same_unit(gold: dict[str, Any], mention: QuantityMention) -> bool:
    """Whether unit or counted noun are the gold's."""
    told = {gold["unit_norm"].strip(), gold["unit"].strip()}
    units = {name for name in map(canonical, told) if name}
    if mention.unit is not None:
        ours = {mention.unit, canonical(mention.unit)}
        if mention.unit == "percent":
            ours |= {"percent"}
            units |= {"percent"} if "percentage" in told or "%" in told else set()
        if mention.unit == "pound":
            ours |= {"pound-mass", "pound sterling"}
        return bool(units & ours)
    if told == {"-"}:
        return mention.what is None
    if mention.what is None:
        return False
    return head(mention.what) in {head(phrase) for phrase in told}


def match(
    gold: list[dict[str, Any]], ours: tuple[QuantityMention, ...]
) -> list[tuple[dict[str, Any], QuantityMention]]:
    """Gold and ours paired one to one by value; pairs that agree in more are made first."""
    options = [
        (-(g["change"] == m.change) - same_unit(g, m), i, j)
        for i, g in enumerate(gold)
        for j, m in enumerate(ours)
        if same_value(g["value"], m)
    ]
    pairs: dict[int, int] = {}
    for _, i, j in sorted(options):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return [(gold[i], ours[j]) for i, j in sorted(pairs.items())]


def newsquant(folder: Path, quantities: Read, errors: int) -> None:
    """Scores on NewsQuant, printed beside the peers'."""
    n: Counter[str] = Counter()
    for record in records(folder, "newsquant"):
        ours = quantities(record["text"])
        gold = record["quantities"]
        both = match(gold, ours)
        n["gold"] += len(gold)
        n["ours"] += len(ours)
        n["value"] += len(both)
        bad = len(both) < max(len(gold), len(ours))
        for g, m in both:
            n["change"] += g["change"] == m.change
            n["unit"] += same_unit(g, m)
            bad |= g["change"] != m.change or not same_unit(g, m)
        if bad and n["shown"] < errors:
            n["shown"] += 1
            print(record["id"], record["text"])
            paired = {id(m) for _, m in both}
            for g in gold:
                mine = next((m for done, m in both if done is g), None)
                state = (
                    "MISSED"
                    if mine is None
                    else ("" if g["change"] == mine.change else "CHANGE ")
                    + ("" if same_unit(g, mine) else "UNIT")
                )
                if state:
                    print(
                        "   ",
                        state,
                        g["change"],
                        g["value"],
                        g["unit"],
                        "|",
                        g["unit_norm"],
                        "<>",
                        mine and (mine.span.text, mine.change, mine.unit, mine.what),
                    )
            for m in ours:
                if id(m) not in paired:
                    print("    EXTRA", m.span.text, ends(m), m.change, m.unit, m.what)

    def f1(right: int) -> float:
        return 200 * right / (n["gold"] + n["ours"])

    print(f"newsquant: {n['gold']} gold, {n['ours']} found")
    print(f"  {'':18} value  +change  +unit")
    print(f"  {'dateline':18} {f1(n['value']):5.1f} {f1(n['change']):8.1f} {f1(n['unit']):6.1f}")
    print(f"  {'wanted':18} {FLOOR[0]:5.1f} {FLOOR[1]:8.1f} {FLOOR[2]:6.1f}")
    for name, told in PEERS.items():
        print(f"  {name:18} {told[0]:5.1f} {told[1]:8.1f} {told[2] if told[2] is not None else '-':>6}")


def measeval(folder: Path, quantities: Read) -> None:
    """Detection by overlap on science prose."""
    n: Counter[str] = Counter()
    for record in records(folder, "measeval"):
        ours = quantities(record["text"])
        gold = record.get("quantities") or record.get("results") or []
        n["gold"] += len(gold)
        n["ours"] += len(ours)
        n["found"] += sum(
            any(g["start"] < m.span.end and m.span.start < g["end"] for m in ours) for g in gold
        )
        n["right"] += sum(
            any(g["start"] < m.span.end and m.span.start < g["end"] for g in gold) for m in ours
        )
    precision, recall = n["right"] / n["ours"], n["found"] / n["gold"]
    print(
        f"measeval detection: P {precision:.3f} R {recall:.3f} "
        f"F1 {2 * precision * recall / (precision + recall):.3f} (quantulum3 0.684)"
    )


def speed(folder: Path) -> None:
    """Words a second, finding alone."""
    nlp = spacy.blank("en")
    texts = [record["text"] for record in records(folder, "measeval")]
    digests = [Digest(Report("gold", text, ""), nlp.make_doc(text)) for text in texts]
    find_quantities(digests[0])
    start = time.process_time()
    for one in digests:
        find_quantities(one)
    taken = time.process_time() - start
    print(f"speed: {sum(len(re.findall(r'[^ ]+', text)) for text in texts) / taken:,.0f} words a CPU second")


def main() -> None:
    """Scores of all sets."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--gold")
    options = parser.parse_args()
    folder = gold_folder("quantities", options.gold)
    quantities = reader(options.plain)
    newsquant(folder, quantities, options.errors)
    measeval(folder, quantities)
    speed(folder)


if __name__ == "__main__":
    main()
