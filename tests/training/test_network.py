"""The network and its ways out and in: batches, losses, the exported graph, a warm start. Needs PyTorch."""

from __future__ import annotations

import json
import random
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")
import onnxruntime  # noqa: E402

from dateline.digest.language_model import packaged_path  # noqa: E402
from dateline.digest.lemmas import make_script  # noqa: E402
from dateline.digest.pieces import PieceTable  # noqa: E402
from training.batches import IGNORE, Batch, Coder, make_batches, pad, split_paragraph  # noqa: E402
from training.corpus import CONTENT, SOURCE, Deed, Example, Labels, Quote  # noqa: E402
from training.export import export  # noqa: E402
from training.graph import build  # noqa: E402
from training.losses import WEIGHTS, batch_loss, quick_check, run_words  # noqa: E402
from training.network import Network, Sizes  # noqa: E402
from training.teacher import fill_in  # noqa: E402
from training.warm import CLAIMS, start_from, weights_name  # noqa: E402

LABELS = Labels(
    ["NOUN", "VERB"],
    ["_", "Tense=Past"],
    [make_script("Rebels", "rebel"), make_script("left", "leave")],
    ["ROOT", "nsubj", "obj"],
)
WORDS = "Rebels shelled the port , officials said".split()
SAID = Example(
    WORDS,
    quotes=[Quote(6, [5], [6], [0, 1, 2, 3])],
    inside=[CONTENT] * 4 + [0, SOURCE, 0],
    sure=[None, (1, 2.5), None, None, None, None, (0, 3.0)],
)
DEED = Example(WORDS, deeds=[Deed([1], "ASSAULT", "heavy-weapons", "happened", [0], [2, 3])])
TREE = Example(
    ["Rebels", "left", "."], ["NOUN", "VERB", "NOUN"], ["_", "Tense=Past", "_"], ["rebel", "leave", "."],
    [1, 1, 1], ["nsubj", "ROOT", "obj"], [True, False, False],
    [("B-ORG", "B-NORP"), ("O",), None], 0,
)  # fmt: skip


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(LABELS, PieceTable(packaged_path() / "tokenizer.json"))


@pytest.fixture(scope="module")
def batch(coder: Coder) -> Batch:
    return pad([coder.code(e) for e in (SAID, DEED, TREE)], len(LABELS.names))


@pytest.fixture(scope="module")
def net() -> Network:
    torch.manual_seed(1)
    made = Network(Sizes.of(asdict(LABELS)))
    with torch.no_grad():
        for pairs in (made.heads.quote, made.heads.party):
            pairs.near.normal_(std=0.5)
        made.heads.habits.normal_(std=0.1)
        made.encoder.kind.normal_(std=0.1)
    return made.eval()


def test_what_a_row_does_not_tell_is_masked(batch: Batch) -> None:
    assert batch.cue[0, :7].tolist() == [0, 0, 0, 0, 0, 0, 1]
    assert (batch.cue[1:] == IGNORE).all(), "only the first row tells attributions"
    assert batch.types[1, :7].tolist() == [0, LABELS.types.index("ASSAULT"), 0, 0, 0, 0, 0]
    assert (batch.types[[0, 2]] == IGNORE).all()
    assert batch.modes[1, 1] == LABELS.modes.index("ASSAULT.heavy-weapons")
    assert batch.heads[2, :3].tolist() == [2, 0, 2], "0 is the root"
    assert (batch.heads[:2] == IGNORE).all()
    assert not batch.names[2, 2].any(), "an unknown name allows no tag, so that it counts nowhere"
    assert batch.names[2, 0].sum() == 2, "a coarse gold allows both"
    assert batch.sets[0].tolist() == [IGNORE, 1, IGNORE, IGNORE, IGNORE, IGNORE, 0]
    assert batch.values[0, 1] == 2.5


def test_an_anchors_words_are_told_by_label_and_end_with_the_row(batch: Batch) -> None:
    assert batch.quotes.gold.tolist() == [[3, 3, 3, 3, 0, 1, 2]]
    assert (batch.quotes.rows.tolist(), batch.quotes.at.tolist()) == ([0], [6])
    assert batch.deeds.gold.tolist() == [[1, 0, 2, 2, 0, 0, 0]]
    assert (batch.deeds.rows.tolist(), batch.deeds.at.tolist()) == ([1], [1])


def test_batches_hold_every_row_once_within_their_budget(coder: Coder) -> None:
    rows = [coder.code(Example(["word"] * n)) for n in range(1, 40)]
    found = make_batches(rows, 200, random.Random(2))
    assert sorted(len(c.pieces) for g in found for c in g) == list(range(1, 40))
    assert all(max(c.length for c in g) * len(g) <= 200 for g in found)


def test_a_paragraph_cut_in_two_keeps_its_trees_and_factuality() -> None:
    two = Example(
        ["I", "left", "She", "stayed"], ["X"] * 4, ["_"] * 4, list("abcd"), [1, 1, 3, 3], ["r"] * 4,
        [True, False, True, False], sure=[None, (0, 3.0), None, (0, 1.0)],
    )  # fmt: skip
    parts = next(p for seed in range(99) if len(p := split_paragraph(two, random.Random(seed))) == 2)
    assert [p.words for p in parts] == [["I", "left"], ["She", "stayed"]]
    assert parts[1].heads == [1, 1]
    assert parts[1].sure == [None, (0, 1.0)]


def test_one_training_step_lowers_the_loss_of_every_head(coder: Coder, batch: Batch) -> None:
    torch.manual_seed(3)
    net = Network(Sizes.of(asdict(LABELS)), dropout=0.0, head_dropout=0.0)
    loss, before = batch_loss(net, batch)
    assert set(before) == set(WEIGHTS), "the toy batch has gold for every head"
    loss.backward()
    with torch.no_grad():
        for parameter in net.parameters():
            if parameter.grad is not None:
                parameter.sub_(parameter.grad, alpha=1e-3)
    after, parts = batch_loss(net, batch)
    assert after < loss
    assert sum(parts[n] < before[n] for n in parts) >= len(parts) - 2, (before, parts)


def test_a_few_steps_learn_a_toy_batch_by_heart(batch: Batch) -> None:
    torch.manual_seed(4)
    net = Network(Sizes.of(asdict(LABELS)), dropout=0.0, head_dropout=0.0)
    optimizer = torch.optim.AdamW(net.parameters(), lr=5e-4)
    for _ in range(25):
        optimizer.zero_grad()
        batch_loss(net, batch)[0].backward()
        optimizer.step()
    scores = quick_check(net, [batch])
    named = ("cue", "source", "content", "types", "actor", "recipient", "upos", "las", "names")
    assert {n: scores[n] for n in named} == dict.fromkeys(named, 100.0)


def feed(batch: Batch) -> dict[str, np.ndarray]:
    """A batch as the exported graph takes it."""
    length = batch.ids.shape[1]
    rows, at = batch.word_mask.nonzero(as_tuple=True)
    roots = torch.arange(len(batch.ids))
    words = torch.cat([rows * length + batch.first[rows, at], roots * length])
    shapes = torch.cat([batch.word_shapes[rows, at], torch.full_like(roots, 5)])
    ints = {"pieces_in": batch.ids, "shapes_in": batch.shapes, "mask_in": batch.mask}
    longs = {"words_in": words, "word_shapes_in": shapes}
    return {n: v.to(torch.int32).numpy() for n, v in ints.items()} | {n: v.numpy() for n, v in longs.items()}


def test_the_graph_computes_what_the_network_does(net: Network, batch: Batch) -> None:
    model = build(net, (0.5, 0.5), small_table=False, quotes=True)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    names = [o.name for o in session.get_outputs()]
    out = dict(zip(names, session.run(None, feed(batch)), strict=True))
    with torch.no_grad():
        words, _ = run_words(net, batch)
        words = words[batch.word_mask]
        said, deed, sure = (net.heads.hidden(n, words) for n in ("said", "deed", "sure"))
        expected = {
            "cue_out": net.heads.cue(said).squeeze(-1), "inside_out": net.heads.inside(said),
            "quote_anchor_out": net.heads.quote.anchor(said), "quote_word_out": net.heads.quote.word(said),
            "types_out": net.heads.types(deed), "modes_out": net.heads.modes(deed),
            "statuses_out": net.heads.statuses(deed), "party_anchor_out": net.heads.party.anchor(deed),
            "party_word_out": net.heads.party.word(deed), "scales_out": net.heads.scales(sure),
        }  # fmt: skip
    for name, value in expected.items():
        np.testing.assert_allclose(out[name], value.numpy(), atol=2e-4, err_msg=name)
    assert "cue_out" not in [o.name for o in build(net, (1, 0), small_table=False, quotes=False).graph.output]


@pytest.fixture(scope="module")
def package(net: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    run, out = tmp_path_factory.mktemp("run"), tmp_path_factory.mktemp("package")
    (run / "labels.json").write_text(json.dumps(asdict(LABELS)))
    (run / "lemmas.json").write_text("{}")
    (run / "taught.json").write_text('{"quotes": true}')
    export(net, run, packaged_path() / "tokenizer.json", out, "0.0.1")
    return out


def test_a_warm_start_gives_back_what_was_exported(net: Network, package: Path) -> None:
    torch.manual_seed(5)
    warm = Network(Sizes.of(asdict(LABELS)))
    start_from(warm, package)
    first, again = net.state_dict(), warm.state_dict()
    moved = {"encoder.positions.weight", "encoder.kind", "heads.habits", "heads.names.weight",
             "heads.names.bias", "heads.starts.weight", "heads.starts.bias"}  # fmt: skip
    for name, value in first.items():
        if name not in moved:
            # int8 keeps a column to a part in 63 of its largest weight.
            loss = (value - again[name]).abs().max() / value.abs().max().clamp(min=1e-9)
            assert loss < 1 / 60, name
    habits = first["heads.habits"].mean(0)
    assert torch.allclose(again["heads.names.bias"], first["heads.names.bias"] + habits[:, -1], atol=1e-5)
    assert torch.allclose(
        again["encoder.positions.weight"], first["encoder.positions.weight"] + first["encoder.kind"]
    )
    assert all(f"heads.{n}.weight" in first for n in CLAIMS)


def test_a_package_without_claims_leaves_those_heads_as_they_were(net: Network, package: Path) -> None:
    model = onnx.load(package / "model.onnx")
    kept = [w for w in model.graph.initializer if not w.name.startswith(tuple(f"{n}." for n in CLAIMS))]
    older = package.parent / "older"
    older.mkdir()
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    onnx.save(model, older / "model.onnx")
    (older / "labeller.onnx").write_bytes((package / "labeller.onnx").read_bytes())
    warm = Network(Sizes.of(asdict(LABELS)))
    fresh = {n: warm.state_dict()[n].clone() for n in ("heads.cue.weight", "heads.quote.near")}
    start_from(warm, older)
    for name, value in fresh.items():
        assert torch.equal(warm.state_dict()[name], value)
    assert not torch.equal(warm.state_dict()["heads.upos.weight"], torch.zeros(2, 384))


def test_untaught_heads_are_not_shipped(net: Network, tmp_path: Path) -> None:
    (tmp_path / "labels.json").write_text(json.dumps(asdict(LABELS)))
    (tmp_path / "lemmas.json").write_text("{}")
    (tmp_path / "taught.json").write_text('{"quotes": false, "sets": ["UDS_IH2", "MEANTIME"]}')
    out = tmp_path / "package"
    export(net, tmp_path, packaged_path() / "tokenizer.json", out, "0.0.1")
    assert json.loads((out / "labels.json").read_text())["sets"] == ["UDS_IH2", "MEANTIME"]
    outputs = [o.name for o in onnx.load(out / "model.onnx").graph.output]
    assert "types_out" in outputs
    assert not {"cue_out", "inside_out", "quote_anchor_out", "quote_word_out"} & set(outputs)
    torch.manual_seed(6)
    warm = Network(Sizes.of(asdict(LABELS)))
    fresh = warm.state_dict()["heads.scales.bias"].clone()
    start_from(warm, out)
    bias, first = warm.state_dict()["heads.scales.bias"], net.state_dict()["heads.scales.bias"]
    assert torch.allclose(bias[[0, 2]], first[[0, 2]])
    assert torch.equal(bias[[1, 3]], fresh[[1, 3]]), "what was not taught stays as it is"
    assert weights_name(out) == "dateline-en 0.0.1"
    assert weights_name(out / "model.onnx") is None


def test_weights_of_other_labels_are_refused(package: Path) -> None:
    other = Network(Sizes.of({**asdict(LABELS), "deprel": ["ROOT"]}))
    with pytest.raises(ValueError, match=r"heads\.rel is"):
        start_from(other, package)


def test_rows_without_trees_are_held_to_what_the_teacher_reads(net: Network, coder: Coder) -> None:
    silent, gold = coder.code(DEED), coder.code(TREE)
    before = list(gold.upos), list(gold.heads)
    fill_in([net], [silent, gold])
    assert (gold.upos, gold.heads) == before
    assert all(0 <= tag < len(LABELS.upos) for tag in silent.upos)
    assert all(0 <= head <= len(WORDS) for head in silent.heads)
    assert all(0 <= label < len(LABELS.deprel) for label in silent.deprel)
    loss, parts = batch_loss(net, pad([silent], len(LABELS.names)))
    assert {"upos", "arc", "rel", "types"} <= set(parts)
    assert torch.isfinite(loss)


def test_several_teachers_also_tell_the_events_that_they_are_sure_of(net: Network, coder: Coder) -> None:
    labelled, silent, none = coder.code(DEED), coder.code(SAID), coder.code(SAID)
    before = list(labelled.types or ())
    fill_in([net, net], [labelled, silent])
    assert labelled.types == before
    assert silent.types is not None
    assert all(t == IGNORE or 0 <= t < len(LABELS.types) for t in silent.types)
    events = [i for i, t in enumerate(silent.types) if t > 0]
    assert [p.anchor for p in silent.deeds or ()] == events
    assert [i for i, m in enumerate(silent.modes or ()) if m != IGNORE] == events
    fill_in([net, net], [none], events=False)
    assert none.types is None
