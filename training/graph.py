"""The trained network as an ONNX graph, written node by node.

onnxruntime's fused operators (Attention, BiasGelu) are used directly, and words are picked out of the
padded batch in the last layer, so that neither its larger half nor the heads work on padding.
Float first; `training.export` turns the matrices into int8.

Inputs: pieces, shapes, mask [B, L] int32; words [N] int64 (flat positions of the words' first
pieces, then of the B [CLS]); word_shapes [N] int64 with the [CLS] last. Outputs a word (the [CLS]
rows are cut off but for `head`): upos, feats, scripts [n] int64, starts [n] float (log-odds that a
sentence starts), names [n, tags], arc [n, ARC], dep [n, REL], head [N, ARC + REL]; and of the claims heads
cue [n] (log-odds), inside [n, 2], quote_anchor [n, labels * (PAIR + 1)], quote_word [n, PAIR], the same two
of party, types, modes, statuses, scales [n, …]. Weights that were taught no attributions give none.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.network import ARC, ATTENTION_HEADS, LAYERS, REL, WIDTH, Network

MICROSOFT = "com.microsoft"
Array = NDArray[Any]


class Graph:
    """Nodes and weights in the order they are added."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, value: Array) -> str:
        """Add a constant; its name."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(
        self,
        op: str,
        inputs: list[str],
        output: str,
        domain: str = "",
        **attributes: Any,  # noqa: ANN401 - as ONNX has them
    ) -> str:
        """Add a node with one output; the output's name."""
        self.nodes.append(
            helper.make_node(op, inputs, [output], name=f"{op}:{output}", domain=domain, **attributes)
        )
        return output

    def linear(self, x: str, name: str, weight: Array, bias: Array | None) -> str:
        """X @ weight.T + bias, weights as PyTorch keeps them."""
        out = self.add("MatMul", [x, self.weight(f"{name}.w", weight.T)], f"{name}.mm")
        return out if bias is None else self.add("Add", [out, self.weight(f"{name}.b", bias)], f"{name}.out")


def _by_row(g: Graph, name: str, ids: str, table: Array) -> str:
    """Look rows up in a table kept as int8 with one scale a row (the largest part of the file)."""
    scale = np.abs(table).max(1, keepdims=True).clip(min=1e-8) / 127
    small = np.round(table / scale).astype(np.int8)
    rows = g.add("Gather", [g.weight(f"{name}.int8", small), ids], f"{name}.rows")
    rows = g.add("Cast", [rows], f"{name}.float", to=TensorProto.FLOAT)
    scales = g.add("Gather", [g.weight(f"{name}.scale", scale.astype(np.float32)), ids], f"{name}.scales")
    return g.add("Mul", [rows, scales], f"{name}.looked")


def _norm(g: Graph, x: str, skip: str, name: str, w: dict[str, Array], at: str) -> str:
    """LayerNorm of a sum. onnxruntime's own fusion of the two is ten times slower on a CPU."""
    parts = [g.weight(f"{name}.gamma", w[f"{at}.weight"]), g.weight(f"{name}.beta", w[f"{at}.bias"])]
    return g.add("LayerNormalization", [g.add("Add", [x, skip], f"{name}.sum"), *parts], name, epsilon=1e-12)


def _embed(g: Graph, w: dict[str, Array], small_table: bool) -> str:
    table = w["encoder.pieces.weight"]
    if small_table:
        x = _by_row(g, "pieces", "pieces_in", table)
    else:
        x = g.add("Gather", [g.weight("pieces.table", table), "pieces_in"], "pieces.looked")
    shapes = g.add(
        "Gather", [g.weight("shapes.table", w["encoder.shapes.weight"]), "shapes_in"], "shapes.looked"
    )
    where = g.weight("positions.table", w["encoder.positions.weight"] + w["encoder.kind"])
    length = g.add("Slice", [g.add("Shape", ["pieces_in"], "size"), g.weight("one", np.array([1], np.int64)),
                             g.weight("two", np.array([2], np.int64))], "length")  # fmt: skip
    zero = g.weight("zero", np.array([0], np.int64))
    positions = g.add("Slice", [where, zero, length, zero], "positions")
    x = g.add("Add", [g.add("Add", [x, shapes], "embed.shapes"), positions], "embed.sum")
    parts = [
        g.weight("embed.gamma", w["encoder.norm.weight"]),
        g.weight("embed.beta", w["encoder.norm.bias"]),
    ]
    return g.add("LayerNormalization", [x, *parts], "embed.norm", epsilon=1e-12)


def _layer(g: Graph, x: str, i: int, w: dict[str, Array]) -> str:
    """One layer; behind the last one's attention only the words' first pieces are gone on with."""
    at = f"encoder.layers.{i}"
    qkv = [g.weight(f"{at}.qkv.w", w[f"{at}.qkv.weight"].T), g.weight(f"{at}.qkv.b", w[f"{at}.qkv.bias"])]
    mixed = g.add("Attention", [x, *qkv, "mask_in"], f"{at}.attention", MICROSOFT, num_heads=ATTENTION_HEADS)
    if i == LAYERS - 1:
        x, mixed = _pick(g, x, "skip"), _pick(g, mixed, "mixed")
    out = g.linear(mixed, f"{at}.out", w[f"{at}.out.weight"], w[f"{at}.out.bias"])
    x = _norm(g, out, x, f"{at}.first", w, f"{at}.norm1")
    up = g.linear(x, f"{at}.up", w[f"{at}.up.weight"], None)
    up = g.add("BiasGelu", [up, g.weight(f"{at}.up.b", w[f"{at}.up.bias"])], f"{at}.gelu", MICROSOFT)
    down = g.linear(up, f"{at}.down", w[f"{at}.down.weight"], w[f"{at}.down.bias"])
    return _norm(g, down, x, f"{at}.second", w, f"{at}.norm2")


def _pick(g: Graph, x: str, name: str) -> str:
    """The rows of `words_in` out of the flattened batch."""
    return g.add("Gather", [g.add("Reshape", [x, "flat"], f"{name}.flat"), "words_in"], f"{name}.picked")


def _heads(g: Graph, x: str, w: dict[str, Array], habit: tuple[float, float], *, quotes: bool) -> list[str]:
    shapes = g.add(
        "Gather", [g.weight("word_shapes", w["heads.shapes.weight"]), "word_shapes_in"], "picked.shapes"
    )
    every = g.add("Add", [x, shapes], "every")
    count = g.add("Slice", [g.add("Shape", ["pieces_in"], "size2"), "zero", "one"], "rows")
    total = g.add("Shape", ["words_in"], "total")
    end = g.add("Sub", [total, count], "count")
    words = g.add("Slice", [every, "zero", end, "zero"], "words")
    outs = []
    for name in ("upos", "feats", "scripts"):
        scores = g.linear(words, name, w[f"heads.{name}.weight"], w[f"heads.{name}.bias"])
        outs.append(g.add("ArgMax", [scores], f"{name}_out", axis=1, keepdims=0))
    odds_w = (w["heads.starts.weight"][1] - w["heads.starts.weight"][0])[None]
    odds = g.linear(words, "starts", odds_w, (w["heads.starts.bias"][1:] - w["heads.starts.bias"][:1]))
    outs.append(g.add("Reshape", [odds, g.weight("line", np.array([-1], np.int64))], "starts_out"))
    extra = habit[0] * w["heads.habits"][0] + habit[1] * w["heads.habits"][1]
    names = g.linear(
        words, "names", w["heads.names.weight"] + extra[:, :-1], w["heads.names.bias"] + extra[:, -1]
    )
    outs.append(g.add("Identity", [names], "names_out"))
    dep = g.add("Gelu", [g.linear(words, "dep", w["heads.dep.weight"], w["heads.dep.bias"])], "dep.gelu")
    # The [CLS] rows of `head` stand for the root; they carry no shape of their own in training.
    root = g.add("Slice", [x, end, total, "zero"], "roots")
    both = g.add("Concat", [words, root], "both", axis=0)
    head = g.add("Gelu", [g.linear(both, "head", w["heads.head.weight"], w["heads.head.bias"])], "head_out")
    arc_at = g.weight("arc.end", np.array([ARC], np.int64))
    all_at = g.weight("rel.end", np.array([ARC + REL], np.int64))
    arc = g.add("Slice", [dep, "zero", arc_at, "one"], "dep.arc")
    arc = g.linear(arc, "arc", w["heads.arc"][:ARC].T, w["heads.arc"][ARC])
    outs.append(g.add("Identity", [arc], "arc_out"))
    outs.append(g.add("Slice", [dep, arc_at, all_at, "one"], "dep_out"))
    return [*outs, head, *_claims(g, words, w, quotes=quotes)]


def _claims(g: Graph, words: str, w: dict[str, Array], *, quotes: bool) -> list[str]:
    """The heads for attributions, events and factuality, each group behind a hidden layer of its own."""

    def linear(x: str, name: str, out: str) -> str:
        made = g.linear(x, name, w[f"heads.{name}.weight"], w[f"heads.{name}.bias"])
        return g.add("Identity", [made], out)

    def hidden(name: str) -> str:
        return g.add("Gelu", [linear(words, name, f"{name}.in")], f"{name}.hidden")

    outs = []
    if quotes:
        said = hidden("said")
        outs = [g.add("Reshape", [linear(said, "cue", "cue.column"), "line"], "cue_out"),
                linear(said, "inside", "inside_out"), linear(said, "quote.anchor", "quote_anchor_out"),
                linear(said, "quote.word", "quote_word_out")]  # fmt: skip
    deed = hidden("deed")
    outs += [linear(deed, name, f"{name}_out") for name in ("types", "modes", "statuses")]
    outs += [linear(deed, "party.anchor", "party_anchor_out"), linear(deed, "party.word", "party_word_out")]
    return [*outs, linear(hidden("sure"), "scales", "scales_out")]


def build(
    net: Network,
    habit: tuple[float, float],
    *,
    small_table: bool,
    quotes: bool,
    sets: list[int] | None = None,
) -> onnx.ModelProto:
    """The whole network as a float graph; `habit` weighs the names sets' habits (open, worldwide).

    `sets` are those of the factuality scales that were taught, all without.
    """
    w = {k: v.detach().float().numpy() for k, v in net.state_dict().items()}
    if sets is not None:
        w |= {n: w[n][sets] for n in ("heads.scales.weight", "heads.scales.bias")}
    g = Graph()
    g.weight("flat", np.array([-1, WIDTH], np.int64))
    x = _embed(g, w, small_table)
    for i in range(LAYERS):
        x = _layer(g, x, i, w)
    outs = _heads(g, x, w, habit, quotes=quotes)
    grid = ["batch", "length"]
    inputs = [
        helper.make_tensor_value_info(n, TensorProto.INT32, grid)
        for n in ("pieces_in", "shapes_in", "mask_in")
    ]
    inputs += [
        helper.make_tensor_value_info(n, TensorProto.INT64, ["total"]) for n in ("words_in", "word_shapes_in")
    ]
    kinds = dict.fromkeys(("upos_out", "feats_out", "scripts_out"), TensorProto.INT64)
    flat = [helper.make_tensor_value_info(n, kinds.get(n, TensorProto.FLOAT), None) for n in outs]
    graph = helper.make_graph(g.nodes, "dateline-en", inputs, flat, g.weights)
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(graph, opset_imports=opsets, producer_name="dateline", ir_version=9)


def build_labeller(net: Network) -> onnx.ModelProto:
    """Pairs of REL vectors → relation scores: dep, head [N, REL] → scores [N, labels]."""
    rel = net.heads.rel.detach().float().numpy()
    labels = rel.shape[1]
    g = Graph()
    # The dependent's constant 1 is the last row of `rel`: a bias of the first product.
    left = g.linear("dep_in", "left", rel[:REL].reshape(REL, -1).T, rel[REL].reshape(-1))
    left = g.add("Reshape", [left, g.weight("shape", np.array([-1, labels, REL + 1], np.int64))], "left.cube")
    ones = g.weight("ones", np.array([0, 0, 0, 1], np.int64))
    head = g.add("Pad", ["head_in", ones, g.weight("fill", np.array(1.0, np.float32))], "head.padded")
    head = g.add("Unsqueeze", [head, g.weight("last", np.array([2], np.int64))], "head.column")
    scores = g.add("Squeeze", [g.add("MatMul", [left, head], "pair"), "last"], "scores_out")
    inputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["n", REL]) for n in ("dep_in", "head_in")]
    outs = [helper.make_tensor_value_info(scores, TensorProto.FLOAT, None)]
    graph = helper.make_graph(g.nodes, "labeller", inputs, outs, g.weights)
    return helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 20)], producer_name="dateline", ir_version=9
    )
