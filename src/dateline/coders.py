"""What a store works with: the pipeline, the versions of all that decides what it reads, the merging."""

# ruff: noqa: PLC0415 - imported when used, so that a store can be read without the language model

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.keep import Coder
from dateline.model import Failure, Interpretation, Report

if TYPE_CHECKING:
    import pyarrow as pa

REF = Path(__file__).parent / "_ref"


def make_coder(
    actors: tuple[str, ...] = (), ontology: str | None = None, lexicon: tuple[str, ...] = ()
) -> Callable[[], Coder]:
    """What gives the coder when something is to be read: the language model is loaded no earlier."""
    return partial(_coder, actors, ontology, lexicon)


def _coder(actors: tuple[str, ...], ontology: str | None, lexicon: tuple[str, ...]) -> Coder:
    from dateline.ground.places.geonames_table import find_table
    from dateline.pipeline import load_engine, run

    engine = load_engine(actors, ontology, lexicon)
    versions = {
        "dateline": engine.version.dateline,
        "model": engine.version.model,
        "ontology": engine.rules.name,
        "reference": mark_of(sorted(path for path in REF.iterdir() if path.name != "samples")),
    }
    if ontology and Path(ontology).exists():
        versions["own ontology"] = mark_of([ontology])
    if actors:
        versions["own actors"] = mark_of([path.removeprefix("petrarch:") for path in actors])
    if table := find_table():
        versions["own gazetteer"] = f"{table.stat().st_size} bytes"

    def read(reports: Iterable[Report | Failure]) -> Iterator[Interpretation | Failure]:
        return run(reports, engine)

    return Coder(versions, read)


def merge_tables(tables: Mapping[str, pa.Table], judgements: pa.Table) -> Mapping[str, pa.Table]:
    """The incidents of a store, made when there is something new in it."""
    from dateline.merge import merge

    return merge(tables, judgements)


def mark_of(paths: Sequence[str | Path]) -> str:
    """A short hash of what is in these files and folders."""
    found = hashlib.sha256()
    for path in map(Path, paths):
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if file.suffix not in {".pyc", ".md"}:
                found.update(f"{file.relative_to(path.parent)}\0".encode("utf-8", "surrogatepass"))
                found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()[:8]
