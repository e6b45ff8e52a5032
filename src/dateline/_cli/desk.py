"""Behind `dateline desk`: the store is opened, the pages are served or written, pasted reports are read."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import click

from dateline._cli.run import tell
from dateline.coders import make_coder
from dateline.collect import collect
from dateline.collect.records import make_report
from dateline.config import Settings
from dateline.errors import UserError
from dateline.keep import open_store
from dateline.model import Failure, Interpretation, Report
from dateline.pipeline import Engine, load_engine, run
from dateline.serve import Pasted, Place, serve


def run_desk(
    folder: str, *, host: str, port: int, names: tuple[str, ...], password_file: str | None,
        export: str | None,
    gold: str | None, private: bool, actors: tuple[str, ...], ontology: str | None, lexicon: tuple[str, ...],
) -> None:  # fmt: skip
    """Serves until Ctrl-C, or writes a site or the gold and ends."""
    if not Path(folder).is_dir():
        raise UserError(
            f"{folder}: there is no such folder; make a store with `dateline add --store {folder} PATH…`"
        )
    store = open_store(folder, make_coder(actors, ontology, lexicon))
    place = Place(host=host, port=port, password=_password(password_file), names=names)

    def engine() -> Engine:
        return load_engine(actors, ontology, lexicon)

    threading.Thread(target=engine, daemon=True).start()  # so that the first report need not wait for it
    serve(store, place, make_reader(engine, Settings(private=private)), tell=_tell_address)


def _tell_address(address: str) -> None:
    click.echo(address)
    tell("open this address in a browser; Ctrl-C ends the desk")


def _password(path: str | None) -> str | None:
    if path is None:
        return os.environ.get("DATELINE_PASSWORD") or None
    try:
        lines = Path(path).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: the password cannot be read ({error}); name a text file") from error
    if not lines or not lines[0].strip():
        raise UserError(f"{path}: its first line is empty; write the password there")
    return lines[0].strip()


def make_reader(
    engine: Callable[[], Engine], settings: Settings
) -> Callable[[Pasted], Interpretation | Failure]:
    """What reads a pasted text, or the first report at an address."""

    def read(pasted: Pasted) -> Interpretation | Failure:
        found = _fetched(pasted, settings) if pasted.address else _given(pasted)
        return found if isinstance(found, Failure) else next(run([found], engine()))

    return read


def _given(pasted: Pasted) -> Report | Failure:
    known = Settings(published=pasted.published, outlet=pasted.outlet, title=pasted.title)
    return make_report(pasted.text, "pasted", None, known)


def _fetched(pasted: Pasted, settings: Settings) -> Report | Failure:
    if not pasted.address.startswith(("http://", "https://")):
        return Failure(pasted.address[:80], "an address begins with https:// or http://")
    known = Settings(
        published=pasted.published, outlet=pasted.outlet, title=pasted.title, private=settings.private
    )  # fmt: skip
    for outcome in collect([pasted.address], settings=known):
        return outcome
    return Failure(pasted.address, "there is no report at this address")
