"""The fitted weights of both levels, read once from `_ref/incidents`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from dateline.merge.incidents.happenings import Weights
from dateline.merge.incidents.pairs import FEATURES
from dateline.merge.incidents.trees import Trees, read_trees

FOLDER = Path(__file__).parents[2] / "_ref" / "incidents"
REPORTS = FOLDER / "reports.toml"
MENTIONS = FOLDER / "mentions.toml"
SYNONYMS = FOLDER / "synonyms.toml"


@cache
def report_trees(path: Path = REPORTS) -> Trees:
    """What tells whether two reports are of one story."""
    return read_trees(path, FEATURES)


@cache
def mention_weights(path: Path = MENTIONS) -> Weights:
    """What tells whether two mentions are of one event."""
    data = tomllib.loads(path.read_text("utf8"))
    typed, untyped, settings = (
        {k: float(v) for k, v in data[part].items()} for part in ("typed", "untyped", "settings")
    )
    return Weights(typed, untyped, settings, synonyms())


@cache
def synonyms(path: Path = SYNONYMS) -> dict[str, str]:
    """Word → the class of words that tell of the same kind of happening."""
    classes = tomllib.loads(path.read_text("utf8"))["classes"]
    return {word: name for name, words in classes.items() for word in words.split()}
