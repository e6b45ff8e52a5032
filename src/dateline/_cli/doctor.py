"""`dateline doctor`: what is installed, where the data is, and whether one sentence is read rightly."""

from __future__ import annotations

import hashlib
import platform
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from dateline import __version__
from dateline.api import code
from dateline.digest.language_model import packaged_path
from dateline.errors import UserError
from dateline.ground.places.geonames_table import find_table

PACKAGES = (
    "dateline-en",
    "spacy",
    "onnxruntime",
    "tokenizers",
    "numpy",
    "trafilatura",
    "htmldate",
    "lxml",
    "feedparser",
    "fastwarc",
    "duckdb",
    "urllib3",
    "charset-normalizer",
    "py3langid",
    "click",
    "rich",
    "pyarrow",
    "pandas",
    "polars",
)
SENTENCE = "Rebels attacked a village near Aleppo on Monday, killing at least 20 civilians, the army said."
HASH_LENGTH = 16


def examine() -> bool:
    """Prints the findings; whether the self-check passed."""
    click.echo(f"dateline {__version__}, Python {platform.python_version()}, {platform.platform()}")
    for line in (*_packages(), *_model(), *_data()):
        click.echo(line)
    started = time.perf_counter()
    problem = _self_check()
    click.echo(f"self-check {problem or 'passed'} ({time.perf_counter() - started:.1f} s)")
    return problem is None


def _packages() -> Iterator[str]:
    for name in PACKAGES:
        try:
            yield f"  {name} {version(name)}"
        except PackageNotFoundError:
            yield f"  {name} not installed"


def _model() -> Iterator[str]:
    try:
        folder = packaged_path()
    except UserError as error:
        yield f"model {error}"
        return
    yield f"model in {folder}"
    for path in sorted(folder.glob("*.onnx")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        yield f"  {path.name}: {path.stat().st_size:,} bytes, sha256 {digest[:HASH_LENGTH]}"


def _data() -> Iterator[str]:
    folder = Path(__file__).resolve().parents[1] / "_ref"
    yield f"data in {folder}"
    for part in sorted(path for path in folder.iterdir() if path.is_dir() and path.name[0] != "_"):
        files = sorted(path for path in part.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        whole = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
        yield f"  {part.name}: {len(files)} files, sha256 {whole[:HASH_LENGTH]}"
    own = find_table()
    yield f"  your own GeoNames table: {own or 'none'}"


def _self_check() -> str | None:
    """Reads one sentence; None where it gives the attack, else what went wrong."""
    try:
        coded = code(SENTENCE, published="2016-03-15")
    except Exception as error:  # noqa: BLE001 - whatever it is, the doctor names it
        return f"failed: {type(error).__name__}: {error}"
    if coded.failures:
        return f"failed: {coded.failures[0].message}"
    types = {event.type for event in coded.events}
    return (
        None
        if "ASSAULT" in types
        else f"failed: no ASSAULT in “{SENTENCE}”, found {sorted(types) or 'nothing'}"
    )
