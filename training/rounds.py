"""What a run reads, in endless rounds of mixed batches.

Nothing here needs spaCy, so that a machine with PyTorch alone can train on data that was read elsewhere.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from torch.utils.data import IterableDataset, get_worker_info

from training import corpus
from training.batches import Batch, Coded, Coder, gather_rows, make_batches, pad, split_paragraph
from training.network import Network
from training.plan import Plan
from training.teacher import fill_in

Row = TypeVar("Row")


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


@dataclass
class Rows:
    """The rows of a run that are coded once: all those that carry no tree of their own."""

    claims: list[Coded]
    deeds: list[Coded]
    open_names: list[Coded] | None = None
    worldwide: list[Coded] | None = None
    """Names-only rows that teachers read; without teachers they are put together anew each round."""


def read_by(teachers: list[Network], data: Data, plan: Plan) -> Rows:
    """The rows without trees, with those that `teachers` read in them where there are any."""
    code = data.coder.code
    rows = Rows([code(e) for e in data.claims], [code(e) for e in data.deeds])
    if teachers:
        rng = random.Random(plan.seed)
        rows.open_names = [code(e) for e in gather_rows(data.open_names, rng)]
        rows.worldwide = [code(e) for e in gather_rows(data.worldwide, rng, most=2)]
        fill_in(
            teachers,
            rows.claims + rows.deeds + rows.open_names + rows.worldwide,
            plan.device,
            events=plan.events,
        )
    return rows


def _stretch(rows: list[Row], share: float, rng: random.Random) -> list[Row]:
    """A random run of neighbouring rows, so that those put together belong together; over 1 they repeat."""
    whole, part = int(share), share % 1
    at = rng.randrange(len(rows)) if rows else 0
    return whole * rows + (rows[at:] + rows[:at])[: int(len(rows) * part)]


def _names(data: Data, rows: Rows, plan: Plan, rng: random.Random) -> list[Coded]:
    if rows.open_names is not None and rows.worldwide is not None:
        names = _stretch(rows.open_names, plan.other_names, rng)
        return names + _stretch(rows.worldwide, plan.worldwide, rng)
    examples = gather_rows(_stretch(data.open_names, plan.other_names, rng), rng)
    examples += gather_rows(_stretch(data.worldwide, plan.worldwide, rng), rng, most=2)
    return [data.coder.code(e) for e in examples]


def rounds(data: Data, rows: Rows, plan: Plan, rng: random.Random) -> Iterator[list[Coded]]:
    """Endless batches: each round takes the shares of each kind that the plan tells."""
    while True:
        whole = [p for e in _stretch(data.syntax, plan.syntax, rng) for p in split_paragraph(e, rng)]
        coded = [data.coder.code(e) for e in whole] + _names(data, rows, plan, rng)
        coded += _stretch(rows.claims, plan.claims, rng) + plan.deeds * rows.deeds
        yield from make_batches(coded, plan.batch_pieces, rng)


class Stream(IterableDataset[Batch]):
    """The padded batches of endless rounds; each process that makes them draws its own."""

    def __init__(self, data: Data, rows: Rows, plan: Plan, seed: int) -> None:
        """Of a run that begins with `seed`."""
        self._made = data, rows, plan
        self._seed = seed

    def __iter__(self) -> Iterator[Batch]:
        """Batches without end."""
        data, rows, plan = self._made
        info = get_worker_info()
        rng = random.Random(self._seed + 1000 * (info.id if info else 0))
        tags = len(data.coder.labels.names)
        for group in rounds(data, rows, plan, rng):
            yield pad(group, tags, rng)
