"""The weights of dateline's English language model; how they were made is in the model card, README.md."""

from __future__ import annotations

from pathlib import Path

__all__ = ["__version__", "path"]

__version__ = "0.3.0"


def path() -> Path:
    """The folder with the weights; it is empty or absent only where the package was built without them."""
    return Path(__file__).parent / "data"
