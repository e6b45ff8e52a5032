"""A choice among a few answers by weighted features: weights in a readable file of `_ref/attribution`.

A file has one table an answer: feature → weight, `bias` among them. The probability of an answer is the
softmax of the sums; a feature without a weight counts for nothing.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from dateline.errors import UserError

Weights = Mapping[str, Mapping[str, float]]


@cache
def load_weights(name: str) -> Weights:
    """The weights in `_ref/attribution/NAME.toml`."""
    path = files("dateline").joinpath("_ref", "attribution", f"{name}.toml")
    try:
        table: Weights = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as problem:
        raise UserError(
            f"_ref/attribution/{name}.toml: cannot be read ({problem}); restore the file"
        ) from problem
    return table


def probabilities(weights: Weights, features: Mapping[str, float]) -> dict[str, float]:
    """How likely each answer is."""
    sums = {
        answer: own.get("bias", 0.0) + sum(own.get(name, 0.0) * value for name, value in features.items())
        for answer, own in weights.items()
    }
    most = max(sums.values())
    grown = {answer: math.exp(value - most) for answer, value in sums.items()}
    total = sum(grown.values())
    return {answer: value / total for answer, value in grown.items()}
