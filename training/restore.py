"""A run's last checkpoint as a network, to export or to look at while training goes on."""

from __future__ import annotations

import json
from pathlib import Path

import torch

from training.network import Network, Sizes


def restore(run: Path) -> Network:
    """The network of `run`/last.pt, ready to export."""
    labels = json.loads((run / "labels.json").read_text(encoding="utf8"))
    net = Network(Sizes.of(labels))
    net.load_state_dict(torch.load(run / "last.pt", weights_only=True, map_location="cpu")["net"])
    net.eval()
    return net
