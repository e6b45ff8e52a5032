"""Training elsewhere: what is packed is read back, and trains a run that teaches another. Needs PyTorch."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from dateline.digest.language_model import packaged_path  # noqa: E402
from dateline.digest.pieces import PieceTable  # noqa: E402
from training.away import pack, unpack  # noqa: E402
from training.batches import Coder, pad  # noqa: E402
from training.corpus import Deed, Example, Labels, Quote  # noqa: E402
from training.plan import Plan  # noqa: E402
from training.restore import restore  # noqa: E402
from training.rounds import Data  # noqa: E402
from training.trainer import train  # noqa: E402

WORDS = ["Rebels", "left", "."]
LABELS = Labels(["NOUN", "VERB"], ["_"], ["K0"], ["ROOT", "nsubj"])


@pytest.fixture
def data() -> Data:
    coder = Coder(LABELS, PieceTable(packaged_path() / "tokenizer.json"))
    tree = Example(WORDS, ["NOUN", "VERB", "NOUN"], ["_"] * 3, list(WORDS), [1, 1, 1],
                   ["nsubj", "ROOT", "nsubj"], [True, False, False])  # fmt: skip
    names = Example(WORDS, names=[("B-ORG",), ("O",), ("O",)], source=0)
    said = Example(WORDS, quotes=[Quote(1, [0], [1], [2])], inside=[0, 0, 0])
    deed = Example(WORDS, deeds=[Deed([1], "RETREAT", "withdraw", "happened", [0], [])])
    dev = {"deeds": [pad([coder.code(deed)], len(LABELS.names))]}
    return Data([tree], [names], [names], [said], [deed], dev, coder)


def test_what_is_packed_comes_back(data: Data, tmp_path: Path) -> None:
    pack(data, tmp_path / "data.xz")
    back = unpack(tmp_path / "data.xz")
    assert (back.syntax, back.claims, back.deeds) == (data.syntax, data.claims, data.deeds)
    assert back.coder.code(back.syntax[0]) == data.coder.code(data.syntax[0])
    assert len(pickle.dumps(back.dev)) > 0


def test_a_run_teaches_the_next(data: Data, tmp_path: Path) -> None:
    weights = packaged_path()
    plan = Plan(steps=2, check_every=1, batch_pieces=50)
    with pytest.raises(ValueError, match="wanted"):  # other labels than the package's
        train(data, weights, tmp_path / "no", plan)
    encoder = tmp_path / "model.safetensors"
    _random_encoder(encoder)
    train(data, encoder, tmp_path / "first", plan)
    train(data, encoder, tmp_path / "second", plan, [tmp_path / "first"] * 2)
    assert json.loads((tmp_path / "second" / "curve.jsonl").read_text().splitlines()[-1])["step"] == 2
    assert restore(tmp_path / "second").sizes == restore(tmp_path / "first").sizes


def _random_encoder(place: Path) -> None:
    """Weights of the encoder's shapes under the names that they are published with."""
    from safetensors.torch import save_file

    from training.network import INNER, LAYERS, POSITIONS, VOCABULARY, WIDTH

    shapes = {"embeddings.word_embeddings.weight": (VOCABULARY, WIDTH),
              "embeddings.position_embeddings.weight": (POSITIONS, WIDTH),
              "embeddings.token_type_embeddings.weight": (2, WIDTH)}  # fmt: skip
    square = {"attention.self.query": (WIDTH, WIDTH), "attention.self.key": (WIDTH, WIDTH),
              "attention.self.value": (WIDTH, WIDTH), "attention.output.dense": (WIDTH, WIDTH),
              "intermediate.dense": (INNER, WIDTH), "output.dense": (WIDTH, INNER)}  # fmt: skip
    norms = ["embeddings.LayerNorm"]
    for i in range(LAYERS):
        at = f"encoder.layer.{i}."
        shapes |= {f"{at}{n}.weight": s for n, s in square.items()}
        shapes |= {f"{at}{n}.bias": s[:1] for n, s in square.items()}
        norms += [at + "attention.output.LayerNorm", at + "output.LayerNorm"]
    weights = {n: 0.02 * torch.randn(s) for n, s in shapes.items()}
    for norm in norms:
        weights |= {f"{norm}.weight": torch.ones(WIDTH), f"{norm}.bias": torch.zeros(WIDTH)}
    save_file(weights, str(place))
