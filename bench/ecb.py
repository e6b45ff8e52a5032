"""Mentions of events across documents: ECB+, gold mentions, our own document clusters; and MEANTIME.

    python -m bench ecb [--fit] [--file FILE] [--errors]

Weights are learned from the documents of the train part; `--fit` writes them (`untyped` of
`_ref/incidents/mentions.toml`). Dev is scored with the weights that ship; beside it, each half of the
train part's topics with weights from the other half. No gold argument, time, place, topic or document
cluster is
used, and documents come in an order that tells nothing. MEANTIME is scored with the same weights.
`--file FILE` scores another file of that form.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.clusters import Conll, conll
from bench.coref_read import Document, documents, rows_of
from bench.gold import gold_folder
from bench.signed import FIXED, fit, recorder_of, write
from dateline.merge.incidents.happenings import Happenings, Weights
from dateline.merge.incidents.stories import Stories
from dateline.merge.incidents.trees import Floats
from dateline.merge.incidents.weights import mention_weights, report_trees
from dateline.merge.incidents.window import Window


def stream(docs: Iterable[Document], weights: Weights) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Mention → cluster after one pass, and the pairs of mentions that were compared."""
    stories = Stories(report_trees(), Window())
    happenings = Happenings(weights, stories)
    of: dict[str, int] = {}
    keys: dict[int, str] = {}
    compared: list[tuple[str, str]] = []
    for doc in docs:
        slot, _, left = stories.add(doc.key, None, doc.text)
        for change in happenings.add(slot, left, doc.mentions):
            if change.action == "merge":
                of = {k: change.cluster if c == change.other else c for k, c in of.items()}
                continue
            keys[change.item] = happenings.mentions[change.item].key
            of[keys[change.item]] = change.cluster
            if change.action != "split":
                compared += [(keys[o], keys[change.item]) for o in happenings.clusters.odds[change.item]]
    return of, compared


def cases(docs: list[Document]) -> tuple[Floats, NDArray[np.bool_]]:
    """Figures of the pairs of mentions that are compared, and whether they are one event."""
    gold = gold_of(docs)
    recorder = recorder_of()
    _, compared = stream(docs, recorder)
    return np.array(recorder.seen), np.array([gold[a] == gold[b] for a, b in compared])


def gold_of(docs: Iterable[Document]) -> dict[str, str]:
    """Mention → gold cluster."""
    return {m.key: c for d in docs for m, c in zip(d.mentions, d.gold, strict=True)}


def score(docs: list[Document], weights: Weights) -> Conll:
    """The documents linked in one pass, against their gold."""
    return conll(gold_of(docs), stream(docs, weights)[0])


def halves(docs: list[Document]) -> list[list[Document]]:
    """The documents by whether their topic's number is even."""
    even = [int("".join(c for c in d.topic.split("_")[0] if c.isdigit()) or 0) % 2 == 0 for d in docs]
    return [[d for d, e in zip(docs, even, strict=True) if e == half] for half in (True, False)]


def main() -> None:
    """Figures of train (crossed), dev and MEANTIME; weights where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--file", type=Path)
    options = parser.parse_args()
    if options.file:
        print(f"{options.file.name}: {score(list(documents(rows_of(options.file))), mention_weights())}")
        return
    folder = gold_folder("incidents")
    ecb = folder / "ecbplus.traindev.jsonl.gz"
    train, dev = (list(documents(rows_of(ecb, part))) for part in ("train", "dev"))
    print("P R F of each measure; peer on ECB+ test: lemma in TF-IDF clusters 75.8")
    for learn, told in (halves(train), halves(train)[::-1]):
        learned = replace(mention_weights(), untyped=fit(*cases(learn), fixed=FIXED))
        print(f"train, half of the topics by the other: {score(told, learned)}")
    if options.fit:
        write(replace(mention_weights(), untyped=fit(*cases(train), fixed=FIXED)))
    weights = mention_weights()
    print(f"dev (at least 79): {score(dev, weights)}")
    print(f"MEANTIME: {score(list(documents(rows_of(folder / 'meantime.dev.jsonl.gz'))), weights)}")


if __name__ == "__main__":
    main()
