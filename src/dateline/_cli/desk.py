"""Behind `dateline desk`: the store is opened, the pages are served or written, pasted reports are read."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import click

from dateline._cli.run import tell
from dateline.api import open_store
from dateline.collect import collect
from dateline.collect.records import make_report
from dateline.config import Settings
from dateline.errors import UserError
from dateline.keep import Store
from dateline.model import Failure, Interpretation, Report
from dateline.pipeline import Engine, load_engine, run
from dateline.serve import Pasted, Place, serve
from dateline.serve.export import export
from dateline.serve.gold import gold, write_gold
from dateline.serve.judged import Judged
from dateline.serve.view import View


def run_desk(
    folder: str,
    *,
    place: Place,
    site: str | None,
    gold_folder: str | None,
    settings: Settings,
) -> None:
    """Serves until Ctrl-C, or writes a site or the gold and ends."""
    store = open_store(folder, actors=settings.actors, ontology=settings.ontology, lexicon=settings.lexicon)
    if site or gold_folder:
        _write_files(store, site, gold_folder)
        return

    def engine() -> Engine:
        return load_engine(settings.actors, settings.ontology, settings.lexicon)

    threading.Thread(target=engine, daemon=True).start()  # so that the first report need not wait for it
    serve(store, place, make_reader(engine, settings), tell=_tell_address)


def _write_files(store: Store, site: str | None, gold_folder: str | None) -> None:
    """The site, or the gold, or both."""
    with store.current() as snapshot:
        view, judged = View(snapshot), Judged(store.judgements())
        if site:
            count = export(view, judged, Path(site), lambda so_far: tell(f"{so_far} pages"))
            tell(f"{site}: {count} pages; open index.html")
        if gold_folder:
            count = write_gold(gold(view, judged), Path(gold_folder))
            tell(f"{gold_folder}: {count} annotated reports")


def _tell_address(address: str) -> None:
    click.echo(address)
    tell("open this address in a browser; Ctrl-C ends the desk")


def password_in(path: str | None) -> str | None:
    """The password in a file, else in the environment; UserError where the file holds none."""
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
