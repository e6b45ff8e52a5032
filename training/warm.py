"""A shipped package's int8 weights → a network to go on from, so that a new head costs no whole training.

What int8 lost stays lost until training goes on; the names sets' habits come back as one.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from training.corpus import SETS
from training.network import ARC, LAYERS, REL, Network

Array = NDArray[Any]
CLAIMS = (
    "said", "cue", "inside", "quote.anchor", "quote.word",
    "deed", "types", "modes", "statuses", "party.anchor", "party.word", "sure", "scales",
)  # fmt: skip
"""Heads that not every package has."""


class Weights:
    """The constants of an ONNX file by name, quantised ones made whole again."""

    def __init__(self, path: Path) -> None:
        """Read the file."""
        graph = onnx.load(path).graph
        self._by_name = {w.name: w for w in graph.initializer}

    def get(self, name: str) -> Array:
        """A constant as float32."""
        if name in self._by_name:
            return np.asarray(numpy_helper.to_array(self._by_name[name]))
        small = numpy_helper.to_array(self._by_name[f"{name}_quantized"]).astype(np.float32)
        scale = numpy_helper.to_array(self._by_name[f"{name}_scale"])
        zero = numpy_helper.to_array(self._by_name[f"{name}_zero_point"]).astype(np.float32)
        return np.asarray((small - zero) * scale)

    def has(self, name: str) -> bool:
        """Whether there is such a constant."""
        return name in self._by_name or f"{name}_quantized" in self._by_name

    def linear(self, name: str) -> tuple[Array, Array]:
        """(weight [out, in], bias [out]) of a linear layer."""
        return self.get(f"{name}.w").T, self.get(f"{name}.b")


def start_from(net: Network, folder: Path) -> None:
    """Fill the encoder and those heads that the package in `folder` has; the others stay as they are."""
    w, labeller = Weights(folder / "model.onnx"), Weights(folder / "labeller.onnx")
    state: dict[str, Array] = {}
    table = w.get("pieces.int8").astype(np.float32) * w.get("pieces.scale")
    state["encoder.pieces.weight"] = table
    state["encoder.positions.weight"] = w.get("positions.table")
    state["encoder.kind"] = np.zeros(table.shape[1], np.float32)
    state["encoder.shapes.weight"] = w.get("shapes.table")
    state["encoder.norm.weight"], state["encoder.norm.bias"] = w.get("embed.gamma"), w.get("embed.beta")
    for i in range(LAYERS):
        _layer(state, w, f"encoder.layers.{i}")
    state["heads.shapes.weight"] = w.get("word_shapes")
    for name in ("upos", "feats", "scripts", "names", "dep", "head"):
        _linear(state, w, f"heads.{name}", name)
    odds, bias = w.linear("starts")
    state["heads.starts.weight"] = np.concatenate([np.zeros_like(odds), odds])
    state["heads.starts.bias"] = np.concatenate([np.zeros(1, np.float32), bias])
    arc, arc_bias = w.linear("arc")
    state["heads.arc"] = np.concatenate([arc.T, np.reshape(arc_bias, (1, ARC))])
    rel, rel_bias = labeller.linear("left")
    state["heads.rel"] = np.concatenate([rel.T.reshape(REL, -1, REL + 1), rel_bias.reshape(1, -1, REL + 1)])
    own = net.state_dict()
    _claims(state, w, folder)
    if "heads.scales.bias" in state:
        _all_scales(state, own, json.loads((folder / "labels.json").read_text(encoding="utf8"))["sets"])
    for name, value in state.items():
        if own[name].shape != value.shape:
            raise ValueError(f"{folder}: {name} is {value.shape}, wanted {tuple(own[name].shape)}")
    net.load_state_dict({**own, **{n: torch.tensor(np.ascontiguousarray(v)) for n, v in state.items()}})


def _linear(state: dict[str, Array], w: Weights, to: str, name: str) -> None:
    state[f"{to}.weight"], state[f"{to}.bias"] = w.linear(name)


def _claims(state: dict[str, Array], w: Weights, folder: Path) -> None:
    """The heads for attributions, events and factuality, as far as the package was taught them."""
    for name in CLAIMS:
        if w.has(f"{name}.w"):
            _linear(state, w, f"heads.{name}", name)
    if (place := folder / "near.json").exists():
        near = json.loads(place.read_text(encoding="utf8"))
        for name in ("quote", "party"):
            state[f"heads.{name}.near"] = np.array(near[name], np.float32)


def _all_scales(state: dict[str, Array], own: dict[str, torch.Tensor], taught: list[str]) -> None:
    """The taught factuality scales at their places, the others as they are."""
    at = [SETS.index(name) for name in taught]
    for name in ("heads.scales.weight", "heads.scales.bias"):
        whole = own[name].numpy().copy()
        whole[at] = state[name]
        state[name] = whole


def weights_name(weights: Path) -> str | None:
    """Name and version of a package's weights in a folder; None for a file of the encoder alone."""
    if not weights.is_dir():
        return None
    meta = json.loads((weights / "meta.json").read_text(encoding="utf8"))
    return f"{meta['name']} {meta['version']}"


def _layer(state: dict[str, Array], w: Weights, at: str) -> None:
    state[f"{at}.qkv.weight"], state[f"{at}.qkv.bias"] = w.get(f"{at}.qkv.w").T, w.get(f"{at}.qkv.b")
    for name in ("out", "up", "down"):
        _linear(state, w, f"{at}.{name}", f"{at}.{name}")
    for name, norm in (("first", "norm1"), ("second", "norm2")):
        state[f"{at}.{norm}.weight"] = w.get(f"{at}.{name}.gamma")
        state[f"{at}.{norm}.bias"] = w.get(f"{at}.{name}.beta")
