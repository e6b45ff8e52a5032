"""How well the language model reads, beside the published figures of spaCy, Stanza and UDPipe.

    python3 dev.py bench language [--model FOLDER] [--float FOLDER] [--quick] [--floors] [--no-speed]

Gold tokens: the words are given, sentences are the model's own (in brackets: given). LAS counts
universal relations as the CoNLL 2018 shared task does, punctuation included; LASsub counts subtypes too.
Raw text: word-aligned F1, paragraphs given as lines. Names: exact span and type.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from bench.gold import gold_folder, read_lines
from bench.speed import measure_cost
from dateline.digest import LanguageModel, digest, load_model
from dateline.digest.language_model import packaged_path
from dateline.digest.lemmas import lemma_of
from dateline.digest.reader import Reading, read_windows
from dateline.model import Report

Row = dict[str, Any]
FLOORS = Path(__file__).with_name("floors.json")
WANTED = {
    "ewt.UPOS": 96.9, "ewt.UAS": 91.6, "ewt.LAS": 89.2, "ewt.gold-sentences.UPOS": 96.9,
    "ewt.gold-sentences.UAS": 91.6, "ewt.gold-sentences.LAS": 89.2, "ewt.feats": 95.5, "gum.LAS": 88.6,
    "gum.gold-sentences.LAS": 88.6, "pud.LAS": 86.8, "pud.lemma_nocase": 97.5, "pud.raw.sentences": 97.0,
    "pud.raw.LAS": 85.0, "names.uner": 78.0, "names.wikigold": 74.0, "names.worldwide": 80.0,
}  # fmt: skip
"""What the model is wanted to reach; floors.json holds what it has reached and may not lose."""
PEERS = """published by others (other releases, other training data: for orientation)
  EWT, raw text      Stanza (UD 2.5)   UPOS 95.4  UAS 86.2  LAS 83.6  sentences 81.1
  EWT, raw text      UDPipe 1.2        UPOS 93.3  UAS 80.2  LAS 77.0  sentences 77.4
  EWT, model card    spaCy en_udv25_englishewt_trf (861 MB)  UPOS 96.9  UAS 91.9  LAS 89.4
  OntoNotes, card    spaCy en_core_web_sm 3.7  UAS 91.8  LAS 89.9  sentences 90.6  names 84.6 (other labels)
  PUD, raw text      spaCy, same sets, no pretraining  UPOS 95.7  LAS 80.4  sentences 97.3"""
_TO_UNER = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "FAC": "LOC"}
_TO_FOUR = {**_TO_UNER, "MISC": "MISC", "NORP": "MISC"}


@dataclass(frozen=True)
class Ratio:
    """Right out of predicted and out of gold."""

    right: int
    predicted: int
    gold: int

    @property
    def f1(self) -> float:
        """F1 in per cent."""
        total = self.predicted + self.gold
        return 200 * self.right / total if total else 0.0


def universal(label: str) -> str:
    """A relation without its subtype."""
    return label.split(":", maxsplit=1)[0]


def score_tokens(model: LanguageModel, rows: list[Row], *, given: bool) -> dict[str, float]:
    """Accuracies in per cent on gold words; `given`: sentences as in the gold."""
    starts = [np.array(r["sent_start"]) for r in rows] if given else None
    hit: Counter[str] = Counter()
    total = 0
    for row, reading in zip(rows, read_windows(model, [r["words"] for r in rows], starts), strict=True):
        total += len(row["words"])
        for i in range(len(row["words"])):
            _count_word(model, row, reading, i, hit)
    return {name: 100 * n / total for name, n in hit.items()}


def _count_word(model: LanguageModel, row: Row, reading: Reading, i: int, hit: Counter[str]) -> None:
    label = model.deprel[reading.deprel[i]]
    upos = model.upos[reading.upos[i]]
    lemma = lemma_of(row["words"][i], upos, model.scripts[reading.scripts[i]], model.lemmas)
    same_head = int(reading.heads[i]) == row["head"][i]
    hit["UPOS"] += upos == row["upos"][i]
    hit["UAS"] += same_head
    hit["LAS"] += same_head and universal(label) == universal(row["deprel"][i])
    hit["LASsub"] += same_head and label == row["deprel"][i]
    hit["feats"] += model.feats[reading.feats[i]] == row["feats"][i]
    hit["lemma"] += lemma == row["lemma"][i]
    hit["lemma_nocase"] += lemma.lower() == row["lemma"][i].lower()


def score_raw(model: LanguageModel, rows: list[Row]) -> dict[str, float]:
    """F1 in per cent of words, sentences, tags and trees from raw text, aligned by offsets."""
    text, gold, gold_sentences = _raw_gold(rows)
    report = Report("bench", text, "")
    doc = next(iter(digest([report], model))).doc
    words = {(t.idx, t.idx + len(t)): t for t in doc if not t.is_space}
    sentences = set()
    for sentence in doc.sents:
        real = [t for t in sentence if not t.is_space]
        if real:
            sentences.add((real[0].idx, real[-1].idx + len(real[-1])))
    hit: Counter[str] = Counter()
    for span, (upos, head, label) in gold.items():
        token = words.get(span)
        if token is None:
            continue
        at = None if token.dep_ == "ROOT" else (token.head.idx, token.head.idx + len(token.head))
        hit["words"] += 1
        hit["UPOS"] += token.pos_ == upos
        hit["UAS"] += at == head
        hit["LAS"] += at == head and universal(token.dep_) == universal(label)
    out = {name: Ratio(n, len(words), len(gold)).f1 for name, n in hit.items()}
    right = len(sentences & gold_sentences)
    out["sentences"] = Ratio(right, len(sentences), len(gold_sentences)).f1
    return out


Gold = dict[tuple[int, int], tuple[str, tuple[int, int] | None, str]]


def _raw_gold(rows: list[Row]) -> tuple[str, Gold, set[tuple[int, int]]]:
    text, gold, sentences = "", {}, set()
    for row in rows:
        spans = []
        for word, space in zip(row["words"], row["spaces"], strict=True):
            spans.append((len(text), len(text) + len(word)))
            text += word + (" " if space else "")
        text = text.rstrip() + "\n"
        at = [i for i, s in enumerate(row["sent_start"]) if s] + [len(spans)]
        sentences |= {(spans[a][0], spans[b - 1][1]) for a, b in pairwise(at)}
        for i, span in enumerate(spans):
            head = None if row["head"][i] == i else spans[row["head"][i]]
            gold[span] = (row["upos"][i], head, row["deprel"][i])
    return text, gold, sentences


def spans_of(tags: list[str]) -> set[tuple[int, int, str]]:
    """(start, end, type) of the names in BIO tags."""
    out, start = set(), None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and not (tag.startswith("I-") and tag[2:] == tags[start][2:]):
            out.add((start, i, tags[start][2:]))
            start = None
        if tag != "O" and start is None:
            start = i
    return out


def score_names(model: LanguageModel, rows: list[Row], types: Callable[[str], str | None]) -> Ratio:
    """Exact spans; `types` maps our type to the gold's, or to None where the gold has no such type."""
    right = predicted = gold = 0
    for row, reading in zip(rows, read_windows(model, [r["words"] for r in rows]), strict=True):
        ours = {(a, b, types(t)) for a, b, t in spans_of([model.tags[t] for t in reading.tags])}
        ours = {s for s in ours if s[2]}
        theirs = spans_of(row["ner"])
        right += len(ours & theirs)
        predicted += len(ours)
        gold += len(theirs)
    return Ratio(right, predicted, gold)


def worldwide_aside(folder: Path) -> list[Row]:
    """The tenth of the worldwide news documents that no run trains on, in our seven types."""
    from training.worldwide import read_worldwide

    rows = read_worldwide(folder / "ner_worldwide.train.jsonl.gz", aside=True)
    return [{"words": e.words, "ner": [t[0] if t else "O" for t in e.names or []]} for e in rows]


def score_all(model: LanguageModel, folder: Path, *, quick: bool = False) -> dict[str, float]:
    """Every accuracy by name, in per cent; `quick` leaves out the gold-sentence variants."""
    rows = {n: list(read_lines(folder / f"ud_{n}.test.jsonl.gz")) for n in ("ewt", "gum", "pud")}
    out: dict[str, float] = {}
    for name, these in rows.items():
        for given in (False,) if quick else (False, True):
            scores = score_tokens(model, these, given=given)
            out |= {f"{name}.{'gold-sentences.' if given else ''}{k}": v for k, v in scores.items()}
        out |= {f"{name}.raw.{k}": v for k, v in score_raw(model, these).items()}
    uner = [_only(r, set(_TO_UNER)) for r in read_lines(folder / "ner_uner.test.jsonl.gz")]
    out["names.uner"] = score_names(model, uner, _TO_UNER.get).f1
    wikigold = list(read_lines(folder / "ner_wikigold.test.jsonl.gz"))
    out["names.wikigold"] = score_names(model, wikigold, _TO_FOUR.get).f1
    gum = list(read_lines(folder / "ner_gum.test.jsonl.gz"))
    out["names.gum"] = score_names(model, gum, _TO_FOUR.get).f1
    out["names.worldwide"] = score_names(model, worldwide_aside(folder), lambda t: t).f1
    return {k: round(v, 2) for k, v in out.items()}


def _only(row: Row, types: set[str]) -> Row:
    return {"words": row["words"], "ner": [t if t[2:] in types else "O" for t in row["ner"]]}


def print_table(
    scores: dict[str, float], floors: dict[str, float], other: dict[str, float] | None
) -> list[str]:
    """Our figures beside what is wanted and float32's where measured; the names below their floor."""
    print(f"{'measure':34}{'int8':>9}{'float32':>9}{'wanted':>8}")
    for name, value in scores.items():
        wanted = WANTED.get(name)
        mark = "" if wanted is None else f"{wanted:8.1f}{'  short' if value < wanted else ''}"
        right = f"{other[name]:9.2f}" if other and name in other else " " * 9
        print(f"{name:34}{value:9.2f}{right}{mark}")
    return [name for name, floor in floors.items() if scores.get(name, floor) < floor]


def main() -> None:
    """Score the model, print the table; with --floors end with code 1 where a floor is not held."""
    ap = argparse.ArgumentParser(prog="bench language", description=__doc__.split("\n")[0])
    ap.add_argument(
        "--model", type=Path, default=None, help="a folder of weights (default: the packaged ones)"
    )
    ap.add_argument("--float", type=Path, default=None, help="float32 weights to compare with")
    ap.add_argument("--quick", action="store_true", help="leave out the variants with given sentences")
    ap.add_argument("--floors", action="store_true", help="fail below bench/floors.json")
    ap.add_argument("--no-speed", action="store_true")
    a = ap.parse_args()
    folder = gold_folder("language")
    path = a.model or packaged_path()
    model = load_model(path, threads=os.cpu_count() or 1)
    print(f"{model.version}\n")
    scores = score_all(model, folder, quick=a.quick)
    other = _float_scores(a.float, path, folder, quick=a.quick)
    floors = json.loads(FLOORS.read_text(encoding="utf8"))["language"]
    short = print_table(scores, floors, other)
    if other:
        worst = min((scores[n] - other[n], n) for n in WANTED if n in other)
        print(f"\nint8 against float32, at worst: {worst[0]:+.2f} ({worst[1]})")
    print(f"\n{PEERS}\n")
    if not a.no_speed:
        print(measure_cost(path))
    if short:
        print(f"below the floor: {', '.join(short)}")
    if a.floors and short:
        raise SystemExit(1)


def _float_scores(
    given: Path | None, packaged: Path, folder: Path, *, quick: bool
) -> dict[str, float] | None:
    """float32's figures: measured where its weights are at hand, else as the export noted them."""
    if given:
        return score_all(load_model(given, threads=os.cpu_count() or 1), folder, quick=quick)
    noted = packaged / "float32.json"
    if noted.exists():
        return dict(json.loads(noted.read_text(encoding="utf8")))
    return None


if __name__ == "__main__":
    main()
