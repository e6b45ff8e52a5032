"""The training loop: mixed batches, one schedule, checkpoints that a cut run goes on from."""

from __future__ import annotations

import copy
import json
import logging
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import torch
from torch.utils.data import DataLoader

from training import corpus
from training.losses import batch_loss, quick_check
from training.network import Network, Sizes
from training.plan import OPEN_FACTUALITY, Plan
from training.restore import restore
from training.rounds import Data, Stream, read_by
from training.warm import start_from, weights_name

log = logging.getLogger(__name__)


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


def _started(sizes: Sizes, weights: Path, plan: Plan) -> tuple[Network, list[Network]]:
    """A network on the encoder's weights, or on a package's, which then is also its teacher."""
    net = Network(sizes, plan.dropout, plan.head_dropout)
    if not weights.is_dir():
        net.encoder.load_pretrained(weights)
        return net.to(plan.device), []
    start_from(net, weights)
    return net.to(plan.device), [copy.deepcopy(net)]


def train(data: Data, encoder_weights: Path, run: Path, plan: Plan, teachers: Sequence[Path] = ()) -> Network:
    """Train until the plan's minutes or steps are used up; go on from `run`/last.pt if it is there.

    `encoder_weights` is a file of the encoder alone, or the folder of a package's data to go on from;
    `teachers` are earlier runs, whose networks together read trees into the rows that have none.

    `run` gets curve.jsonl (the learning curve), labels.json and last.pt.
    """
    run.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(plan.seed)
    net, start = _started(Sizes.of(asdict(data.coder.labels)), encoder_weights, plan)
    rows = read_by([restore(t) for t in teachers] or start, data, plan)
    optimizer = _optimizer(net, plan)
    step, spent = 0, 0.0
    if (last := run / "last.pt").exists():
        state = torch.load(last, weights_only=True, map_location=plan.device)
        net.load_state_dict(state["net"])
        optimizer.load_state_dict(state["optimizer"])
        step, spent = state["step"], state["seconds"]
        log.info("going on at step %d, %.1f minutes in", step, spent / 60)
    _describe(data, encoder_weights, run, plan)
    stream = Stream(data, rows, plan, plan.seed + step)
    began = time.monotonic() - spent
    for made in DataLoader(stream, batch_size=None, num_workers=plan.workers):
        batch = made.to(plan.device)
        seconds = time.monotonic() - began
        progress = max(step / plan.steps, seconds / 60 / plan.minutes)
        if progress >= 1:
            break
        for part in optimizer.param_groups:
            part["lr"] = part["peak"] * _rate(max(progress, 1e-4), plan.warmup)
        with torch.autocast(plan.device, dtype=torch.bfloat16):
            loss, parts = batch_loss(net, batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        step += 1
        if step % 50 == 0:
            told = {n: round(float(v), 3) for n, v in parts.items()}
            log.info("step %d progress %.3f %s", step, progress, told)
        if step % plan.check_every == 0:
            _note(net, data, run, step, seconds)
        if step % plan.save_every == 0:
            save(net, optimizer, run, step, time.monotonic() - began)
    _note(net, data, run, step, time.monotonic() - began)
    save(net, optimizer, run, step, time.monotonic() - began)
    return net


def _describe(data: Data, weights: Path, run: Path, plan: Plan) -> None:
    """What the export needs to know of a run, beside its checkpoint."""
    (run / "labels.json").write_text(json.dumps(asdict(data.coder.labels)), encoding="utf8")
    taught = {
        "quotes": any(e.quotes is not None for e in data.claims),
        "sets": list(OPEN_FACTUALITY if plan.open_only else corpus.SETS),
        "worldwide": not plan.open_only,
        "from": weights_name(weights),
    }
    (run / "taught.json").write_text(json.dumps(taught), encoding="utf8")
    lemmas = json.dumps(corpus.known_lemmas(data.syntax), ensure_ascii=False)
    (run / "lemmas.json").write_text(lemmas, encoding="utf8")


def _note(net: Network, data: Data, run: Path, step: int, seconds: float) -> None:
    device = next(net.parameters()).device
    on = {name: [b.to(device) for b in batches] for name, batches in data.dev.items() if batches}
    scores = {name: quick_check(net, batches) for name, batches in on.items()}
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
