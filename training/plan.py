"""One run's settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

OPEN_FACTUALITY: Final = ("UDS_IH2", "MEANTIME")
"""The factuality sets that state a licence."""


@dataclass(frozen=True)
class Plan:
    """One run's settings; a run that is gone on with keeps those it began with."""

    minutes: float = 90.0
    steps: int = 1_000_000
    batch_pieces: int = 2000
    encoder_rate: float = 3e-4
    head_rate: float = 2e-3
    warmup: float = 0.05
    dropout: float = 0.1
    head_dropout: float = 0.25
    device: str = "cpu"
    workers: int = 0
    """Processes that make batches beside the training; with none the training makes them itself."""
    open_only: bool = False
    seed: int = 16
    other_names: float = 0.7
    """Share of the names-only rows of the open sets that each round takes."""
    worldwide: float = 0.6
    syntax: float = 2.0
    """Share of the syntax paragraphs that each round takes; 2 is each of them twice."""
    claims: float = 0.7
    """The same of the rows with attributions and factuality."""
    events: bool = True
    """Whether teachers read events too into the rows where nobody labelled them."""
    deeds: int = 3
    """How often each round takes the sentences with events: they are few."""
    check_every: int = 500
    save_every: int = 50
