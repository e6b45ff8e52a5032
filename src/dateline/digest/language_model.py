"""The packaged weights and the sessions that run them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from spacy.tokenizer import Tokenizer

from dateline.digest.claims import Near
from dateline.digest.lemmas import with_regular_forms
from dateline.digest.names import transitions
from dateline.digest.pieces import PieceTable
from dateline.digest.tokens import make_tokenizer
from dateline.errors import UserError

FILES = (
    "model.onnx", "labeller.onnx", "tokenizer.json", "labels.json", "lemmas.json", "near.json", "meta.json",
)  # fmt: skip
SLOW_FUSIONS = ["SkipLayerNormFusion"]
"""Fusions that cost more on a CPU than the parts they replace."""


@dataclass(frozen=True)
class LanguageModel:
    """Everything that reading needs, loaded once. `version` names package and weights."""

    encoder: onnxruntime.InferenceSession
    labeller: onnxruntime.InferenceSession
    pieces: PieceTable
    tokenizer: Tokenizer
    upos: list[str]
    feats: list[str]
    scripts: list[str]
    deprel: list[str]
    tags: list[str]
    types: list[str]
    """Event types; the first, empty, stands for no event."""
    modes: list[str]
    """`TYPE.mode`, with nothing behind the stop where a type has no mode."""
    statuses: list[str]
    sets: list[str]
    """The factuality sets, each with a scale of its own use."""
    near: Near
    lemmas: dict[str, dict[str, str]]
    """UPOS → form → lemma, as the training data has them."""
    version: str

    @cached_property
    def allowed(self) -> NDArray[np.float32]:
        """Which name tag may follow which."""
        return transitions(self.tags)

    @cached_property
    def starts(self) -> NDArray[np.float32]:
        """Which name tag may open a window."""
        starts: NDArray[np.float32] = transitions(self.tags)[self.tags.index("O")]
        return starts

    @cached_property
    def outputs(self) -> list[str]:
        """The encoder's outputs by name, in order."""
        return [o.name for o in self.encoder.get_outputs()]

    @cached_property
    def mode_of_type(self) -> NDArray[np.bool_]:
        """[types, modes] Which modes a type has; no event has any, which keeps the choice defined."""
        return np.array([[not t or m.startswith(f"{t}.") for m in self.modes] for t in self.types])

    @cached_property
    def root(self) -> int:
        """The index of the root's relation."""
        return self.deprel.index("ROOT")


def packaged_path() -> Path:
    """Where the installed weights lie; UserError where they are not."""
    try:
        import dateline_en  # noqa: PLC0415 - another language model may be used without it
    except ImportError as e:
        raise UserError(
            "the language model is not installed: install the package dateline-en beside dateline"
        ) from e
    return Path(dateline_en.path())


def open_session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """An onnxruntime session on `threads` threads that keeps no arena between batches."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW_FUSIONS
    )


def load_model(path: Path | None = None, *, threads: int = 1) -> LanguageModel:
    """Load the weights in `path`, or the packaged ones.

    Raises UserError where a file is missing or is not what meta.json says.
    """
    folder = path or packaged_path()
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise UserError(
            f"{folder}: no language model here ({', '.join(missing)} missing); reinstall dateline-en"
        )
    labels: dict[str, Any] = json.loads((folder / "labels.json").read_text(encoding="utf8"))
    near = json.loads((folder / "near.json").read_text(encoding="utf8"))
    meta = json.loads((folder / "meta.json").read_text(encoding="utf8"))
    return LanguageModel(
        encoder=open_session(folder / "model.onnx", threads),
        labeller=open_session(folder / "labeller.onnx", threads),
        pieces=PieceTable(folder / "tokenizer.json"),
        tokenizer=make_tokenizer(),
        upos=labels["upos"],
        feats=labels["feats"],
        scripts=labels["scripts"],
        deprel=labels["deprel"],
        tags=labels["names"],
        types=labels["types"],
        modes=labels["modes"],
        statuses=labels["statuses"],
        sets=labels["sets"],
        near=Near(*(np.array(near[n], dtype=np.float32) for n in ("quote", "party"))),
        lemmas=with_regular_forms(json.loads((folder / "lemmas.json").read_text(encoding="utf8"))),
        version=f"{meta['name']} {meta['version']} {meta['sha256'][:8]}",
    )


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
