"""What a store is given: how reports are read, and how incidents are made of what was read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from dateline.model import Failure, Interpretation, Report

Merger = Callable[[Mapping[str, pa.Table], pa.Table], Mapping[str, pa.Table]]
"""The coded tables and the judgements → the merged tables."""


@dataclass(frozen=True, slots=True)
class Coder:
    """What reads reports for a store, and the versions of all that decides what it reads.

    `read` gives one outcome an item, in order; failures of earlier on pass through it in their place.
    """

    versions: Mapping[str, str]
    read: Callable[[Iterable[Report | Failure]], Iterator[Interpretation | Failure]]

    @property
    def generation(self) -> str:
        """The name of what this coder makes: another where any version is another."""
        return generation_of(self.versions)


def generation_of(versions: Mapping[str, str]) -> str:
    """A short hash of what decided."""
    told_of = json.dumps(dict(sorted(versions.items())), ensure_ascii=False)
    return hashlib.sha256(told_of.encode("utf-8", "surrogatepass")).hexdigest()[:12]
