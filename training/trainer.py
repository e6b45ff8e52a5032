"""The training loop: mixed batches, one schedule, checkpoints that a cut run goes on from."""

from __future__ import annotations

import copy
import json
import logging
import random
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

import torch

from dateline.digest.pieces import PieceTable
from training import corpus
from training.batches import Batch, Coded, Coder, gather_rows, make_batches, pad, split_paragraph
from training.claims import join_factuality, read_attributions, read_factuality
from training.deeds import read_deeds
from training.losses import batch_loss, quick_check
from training.network import Network, Sizes
from training.teacher import fill_in
from training.warm import start_from, weights_name

log = logging.getLogger(__name__)
Row = TypeVar("Row")


@dataclass(frozen=True)
class Plan:
    """One run's settings; a run that is gone on with keeps those it began with."""

    minutes: float = 90.0
    steps: int = 1_000_000
    batch_pieces: int = 2000
    encoder_rate: float = 3e-4
    head_rate: float = 2e-3
    warmup: float = 0.05
    open_only: bool = False
    seed: int = 16
    other_names: float = 0.7
    """Share of the names-only rows of the open sets that each round takes."""
    worldwide: float = 0.6
    syntax: float = 2.0
    """Share of the syntax paragraphs that each round takes; 2 is each of them twice."""
    claims: float = 0.7
    """The same of the rows with attributions and factuality."""
    deeds: int = 3
    """How often each round takes the sentences with events: they are few."""
    check_every: int = 500
    save_every: int = 50


@dataclass
class Data:
    """What a run reads: training rows by kind, and coded development sets."""

    syntax: list[corpus.Example]
    open_names: list[corpus.Example]
    worldwide: list[corpus.Example]
    claims: list[corpus.Example]
    """Attributions, and factuality where no syntax paragraph carries it."""
    deeds: list[corpus.Example]
    dev: dict[str, list[Batch]]
    coder: Coder


OPEN_FACTUALITY = ("UDS_IH2", "MEANTIME")
"""The factuality sets that state a licence."""


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
        "world": [] if plan.open_only else corpus.read_worldwide(world, aside=True)[:600],
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
    aside = [] if plan.open_only else corpus.read_worldwide(world, aside=False)
    return Data(syntax, names, aside, claims, read_deeds(aside=False), dev, coder)


def _stretch(rows: list[Row], share: float, rng: random.Random) -> list[Row]:
    """A random run of neighbouring rows, so that those put together belong together; over 1 they repeat."""
    whole, part = int(share), share % 1
    at = rng.randrange(len(rows)) if rows else 0
    return whole * rows + (rows[at:] + rows[:at])[: int(len(rows) * part)]


def rounds(
    data: Data, plan: Plan, rng: random.Random, teacher: Network | None = None
) -> Iterator[list[Coded]]:
    """Endless batches: each round takes the shares of each kind that the plan tells.

    What `teacher` reads stands in for the trees of rows with attributions, factuality and events.
    """
    code = data.coder.code
    claims, deeds = [code(e) for e in data.claims], [code(e) for e in data.deeds]
    if teacher is not None:
        fill_in(teacher, claims + deeds)
    while True:
        rows = [p for e in _stretch(data.syntax, plan.syntax, rng) for p in split_paragraph(e, rng)]
        rows += gather_rows(_stretch(data.open_names, plan.other_names, rng), rng)
        rows += gather_rows(_stretch(data.worldwide, plan.worldwide, rng), rng, most=2)
        coded = [code(e) for e in rows] + _stretch(claims, plan.claims, rng) + plan.deeds * deeds
        yield from make_batches(coded, plan.batch_pieces, rng)


def _optimizer(net: Network, plan: Plan) -> torch.optim.AdamW:
    encoder = list(net.encoder.parameters())
    plain = [p for p in encoder if p.ndim < 2]
    heavy = [p for p in encoder if p.ndim >= 2]
    return torch.optim.AdamW(
        [
            {"params": heavy, "peak": plan.encoder_rate, "weight_decay": 0.01},
            {"params": plain, "peak": plan.encoder_rate, "weight_decay": 0.0},
            {"params": list(net.heads.parameters()), "peak": plan.head_rate, "weight_decay": 0.01},
        ],
        lr=0.0,
        betas=(0.9, 0.98),
        fused=True,
    )


def _rate(progress: float, warmup: float) -> float:
    """Linear up, then linear to zero: the share of the peak rate."""
    return progress / warmup if progress < warmup else max(0.0, (1 - progress) / (1 - warmup))


def _started(sizes: Sizes, weights: Path) -> tuple[Network, Network | None]:
    """A network on the encoder's weights, or on a package's, which then is also the teacher."""
    net = Network(sizes)
    if not weights.is_dir():
        net.encoder.load_pretrained(weights)
        return net, None
    start_from(net, weights)
    return net, copy.deepcopy(net)


def train(data: Data, encoder_weights: Path, run: Path, plan: Plan) -> Network:
    """Train until the plan's minutes or steps are used up; go on from `run`/last.pt if it is there.

    `encoder_weights` is a file of the encoder alone, or the folder of a package's data to go on from.

    `run` gets curve.jsonl (the learning curve), labels.json and last.pt.
    """
    run.mkdir(parents=True, exist_ok=True)
    labels = data.coder.labels
    torch.manual_seed(plan.seed)
    sizes = Sizes.of(asdict(labels))
    net, teacher = _started(sizes, encoder_weights)
    optimizer = _optimizer(net, plan)
    step, spent = 0, 0.0
    if (last := run / "last.pt").exists():
        state = torch.load(last, weights_only=True)
        net.load_state_dict(state["net"])
        optimizer.load_state_dict(state["optimizer"])
        step, spent = state["step"], state["seconds"]
        log.info("going on at step %d, %.1f minutes in", step, spent / 60)
    (run / "labels.json").write_text(json.dumps(asdict(labels)), encoding="utf8")
    taught = {
        "quotes": any(e.quotes is not None for e in data.claims),
        "sets": list(OPEN_FACTUALITY if plan.open_only else corpus.SETS),
        "worldwide": not plan.open_only,
        "from": weights_name(encoder_weights),
    }
    (run / "taught.json").write_text(json.dumps(taught), encoding="utf8")
    lemmas = json.dumps(corpus.known_lemmas(data.syntax), ensure_ascii=False)
    (run / "lemmas.json").write_text(lemmas, encoding="utf8")
    rng = random.Random(plan.seed + step)
    began = time.monotonic() - spent
    for group in rounds(data, plan, rng, teacher):
        seconds = time.monotonic() - began
        progress = max(step / plan.steps, seconds / 60 / plan.minutes)
        if progress >= 1:
            break
        for part in optimizer.param_groups:
            part["lr"] = part["peak"] * _rate(max(progress, 1e-4), plan.warmup)
        batch = pad(group, sizes.names, rng)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss, parts = batch_loss(net, batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        step += 1
        if step % 50 == 0:
            log.info("step %d progress %.3f %s", step, progress, {n: round(v, 3) for n, v in parts.items()})
        if step % plan.check_every == 0:
            _note(net, data, run, step, seconds)
        if step % plan.save_every == 0:
            save(net, optimizer, run, step, time.monotonic() - began)
    _note(net, data, run, step, time.monotonic() - began)
    save(net, optimizer, run, step, time.monotonic() - began)
    return net


def _note(net: Network, data: Data, run: Path, step: int, seconds: float) -> None:
    scores = {name: quick_check(net, batches) for name, batches in data.dev.items() if batches}
    line = {"step": step, "minutes": round(seconds / 60, 1), **scores}
    log.info("%s", line)
    with (run / "curve.jsonl").open("a", encoding="utf8") as out:
        out.write(json.dumps(line) + "\n")


def save(net: Network, optimizer: torch.optim.Optimizer, run: Path, step: int, seconds: float) -> None:
    """Write `run`/last.pt whole or not at all."""
    new = run / "last.pt.new"
    state = {"net": net.state_dict(), "optimizer": optimizer.state_dict(), "step": step, "seconds": seconds}
    torch.save(state, new)
    new.replace(run / "last.pt")
