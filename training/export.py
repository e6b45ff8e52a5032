"""A trained network → the files of models/dateline-en: int8 ONNX, labels, tokenizer, meta."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic

from dateline.digest.language_model import file_hash
from training.graph import build, build_labeller
from training.network import Network

HABIT = (0.5, 0.5)
"""How much the shipped names head follows the open sets' and the worldwide set's habits.

On samples of the open development set and of the worldwide news set aside: 0.5 of the first 69.7 and 84.3,
0.8: 71.1 and 83.4, 1.0: 72.9 and 79.5. News is what is read, so what is lost there weighs more.
"""
OPEN_HABIT = (1.0, 0.0)
"""The same where the worldwide set taught nothing."""


def export(net: Network, run: Path, tokenizer: Path, out: Path, version: str, *, small: bool = True) -> None:
    """Write the package's data files into `out`; float32 with `small` off (to measure what int8 costs).

    `run` holds what training left beside its checkpoint: labels.json, lemmas.json, and taught.json, which
    says whether there were attributions, which factuality sets, and whether there was worldwide news: an
    untaught head is not shipped, an untaught habit not followed.
    """
    net.eval()
    out.mkdir(parents=True, exist_ok=True)
    labels = json.loads((run / "labels.json").read_text(encoding="utf8"))
    taught = json.loads((run / "taught.json").read_text(encoding="utf8"))
    quotes = bool(taught["quotes"])
    habit = HABIT if taught.get("worldwide", True) else OPEN_HABIT
    sets = [i for i, name in enumerate(labels["sets"]) if name in taught.get("sets", labels["sets"])]
    labels["sets"] = [labels["sets"][i] for i in sets]
    for name, model in (
        ("model", build(net, habit, small_table=small, quotes=quotes, sets=sets)),
        ("labeller", build_labeller(net)),
    ):
        target = out / f"{name}.onnx"
        if small:
            _quantize(model, target)
        else:
            onnx.save(model, target)
    shutil.copyfile(tokenizer, out / "tokenizer.json")
    shutil.copyfile(run / "lemmas.json", out / "lemmas.json")
    (out / "labels.json").write_text(json.dumps(labels), encoding="utf8")
    near = {n: getattr(net.heads, n).near.detach().tolist() for n in ("quote", "party")}
    (out / "near.json").write_text(json.dumps(near) + "\n", encoding="utf8")
    meta = {"name": "dateline-en", "version": version, "sha256": file_hash(out / "model.onnx")}
    (out / "meta.json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf8")


def _quantize(model: onnx.ModelProto, target: Path) -> None:
    """int8 weights by column; activations are measured as they come (dynamic quantisation).

    Seven bits of weights: processors without VNNI add pairs of products in 16 bits, and eight overflow.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "float.onnx"
        onnx.save(model, source)
        quantize_dynamic(
            source,
            target,
            op_types_to_quantize=["MatMul", "Attention"],
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
        )
