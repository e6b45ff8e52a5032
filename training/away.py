"""Train on a machine that has an accelerator and PyTorch, and nothing of dateline's own environment.

    python3 dev.py train --pack FILE                                             here
    python3 -m training.away FILE RUN --encoder FILE [--teachers RUN...] ...     there, in a checkout
    python3 dev.py train --export --run RUN                                      here again

What is packed are the examples as `training/data.py` read them, and the tokenizer's table.
"""

from __future__ import annotations

import argparse
import importlib.util
import logging
import lzma
import pickle
import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from training.rounds import Data

HERE = Path(__file__).resolve().parent.parent


def _without_spacy() -> None:
    """Let small modules of `dateline.digest` be imported where spaCy, which its `__init__` loads, is not."""
    if importlib.util.find_spec("spacy") is not None:
        return
    sys.path.insert(0, str(HERE / "src"))
    for name in ("dateline", "dateline.digest"):
        package = types.ModuleType(name)
        package.__path__ = [str(HERE / "src" / name.replace(".", "/"))]
        sys.modules[name] = package


def pack(data: object, place: Path) -> None:
    """Write what `load_data` gave into one small file."""
    place.write_bytes(lzma.compress(pickle.dumps(data), preset=6))


def unpack(place: Path) -> Data:
    """What `pack` wrote."""
    data: Data = pickle.loads(lzma.decompress(place.read_bytes()))
    return data


def main() -> None:
    """Parse options and train."""
    _without_spacy()
    from training.plan import Plan  # noqa: PLC0415 - only now can it be imported
    from training.trainer import train  # noqa: PLC0415

    ap = argparse.ArgumentParser(prog="training.away", description=__doc__)
    ap.add_argument("packed", type=Path)
    ap.add_argument("run", type=Path)
    ap.add_argument(
        "--encoder", type=Path, required=True, help="model.safetensors, or a package's data folder"
    )
    ap.add_argument("--teachers", type=Path, nargs="*", default=[], metavar="RUN")
    ap.add_argument("--device", default="cuda")
    ap.add_argument("--open-only", action="store_true", help="what was packed was read so")
    ap.add_argument("--no-events", action="store_true", help="let teachers read no events")
    numbers = {"minutes": float, "steps": int, "seed": int, "workers": int, "batch_pieces": int,
               "encoder_rate": float, "head_rate": float, "dropout": float, "head_dropout": float,
               "syntax": float, "claims": float, "other_names": float, "worldwide": float, "deeds": int,
               "check_every": int, "save_every": int}  # fmt: skip
    for name, kind in numbers.items():
        ap.add_argument(f"--{name.replace('_', '-')}", type=kind, default=getattr(Plan, name))
    a = ap.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    plan = Plan(
        device=a.device, open_only=a.open_only, events=not a.no_events, **{n: getattr(a, n) for n in numbers}
    )
    train(unpack(a.packed), a.encoder, a.run, plan, a.teachers)


if __name__ == "__main__":
    main()
