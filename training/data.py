"""The gold files → what a run reads. The one step of training that cuts texts into words, by spaCy."""

from __future__ import annotations

import random
from pathlib import Path

from dateline.digest.pieces import PieceTable
from training import corpus
from training.batches import Coder, make_batches, pad
from training.claims import join_factuality, read_attributions, read_factuality
from training.deeds import read_deeds
from training.plan import OPEN_FACTUALITY, Plan
from training.rounds import Data
from training.worldwide import read_worldwide


def _claims(
    folder: Path, split: str, *, open_only: bool
) -> tuple[list[corpus.Example], list[corpus.Example]]:
    """(attributions, factuality) of one split; `folder` holds the files, or lies beside the one that does."""
    claims = folder if (folder / "factuality.traindev.jsonl.gz").exists() else folder.parent / "claims"
    sets = OPEN_FACTUALITY if open_only else corpus.SETS
    sure = read_factuality(claims / "factuality.traindev.jsonl.gz", split, sets)
    return ([] if open_only else read_attributions(claims / f"polnear.{split}.jsonl.gz")), sure


def load_data(folder: Path, tokenizer_file: Path, plan: Plan) -> Data:
    """Read the language and claims gold; with `open_only`, without the sets that state no licence."""
    syntax = corpus.read_syntax(folder / "ud_ewt_gum_open.train.jsonl.gz")
    alone = plan.open_only
    open_names = corpus.read_open_names(folder / "ner_open.train.jsonl.gz", alone=alone)
    names = corpus.join_names(syntax, open_names)
    world = folder / "ner_worldwide.train.jsonl.gz"
    said, sure = _claims(folder, "train", open_only=plan.open_only)
    claims = said + join_factuality(syntax, sure)
    said_dev, sure_dev = _claims(folder, "dev", open_only=plan.open_only)
    coder = Coder(corpus.collect_labels(syntax), PieceTable(tokenizer_file))
    tags = len(coder.labels.names)
    dev_sets = {
        "ewt": corpus.read_syntax(folder / "ud_ewt.dev.jsonl.gz"),
        "gum": corpus.read_syntax(folder / "ud_gum.dev.jsonl.gz"),
        "names": corpus.read_open_names(folder / "ner_open.dev.jsonl.gz", alone=alone),
        "said": said_dev,
        "sure": sure_dev,
        "deeds": read_deeds(aside=True),
        "world": [] if plan.open_only else read_worldwide(world, aside=True)[:600],
    }
    known = {n: set(v) for n, v in (("upos", coder.labels.upos), ("feats", coder.labels.feats),
                                    ("deprel", coder.labels.deprel))}  # fmt: skip
    dev = {}
    for name, rows in dev_sets.items():
        short = [r for e in rows for r in (corpus.cut_long(e) if e.names else [e])]
        fit = [e for e in short if all(set(getattr(e, n) or ()) <= known[n] for n in known)]
        coded = [coder.code(e) for e in fit]
        # A third is enough for a curve; the bench scores the whole.
        dev[name] = [pad(g, tags) for g in make_batches(coded, 4000, random.Random(1))[::3]]
    aside = [] if plan.open_only else read_worldwide(world, aside=False)
    return Data(syntax, names, aside, claims, read_deeds(aside=False), dev, coder)
