"""What a Python user calls: `read` gives reports, `code` what is in them, `open_store` keeps it."""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from dateline.config import MAX_CHARS, Settings
from dateline.errors import SkippedReport, UserError
from dateline.model import Failure, Interpretation, Report
from dateline.publish.coded import Coded

if TYPE_CHECKING:
    from dateline.keep import Store
    from dateline.pipeline import Engine


def read(
    *paths: str | os.PathLike[str],
    published: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    max_chars: int = MAX_CHARS,
    columns: Mapping[str, str] | None = None,
    furniture: str | None = None,
    archive: str | None = None,
    follow: bool = False,
    private: bool = False,
) -> list[Report]:
    """The reports in files, folders, globs, addresses and `-` (standard input), in order.

    For the options see `dateline.config.Settings`. Raises UserError where none could be read; warns
    `SkippedReport` for each one set aside otherwise.
    """
    from dateline.collect import collect

    settings = Settings(
        max_chars=max_chars, published=published, outlet=outlet, title=title, columns=columns or {},
        furniture=furniture, archive=archive, follow=follow, private=private,
    )  # fmt: skip
    outcomes = list(collect(paths, settings=settings))
    failures = [f"{o.origin}: {o.message}" for o in outcomes if isinstance(o, Failure)]
    reports = [o for o in outcomes if isinstance(o, Report)]
    if not reports:
        raise UserError("\n".join(failures) or "nothing to read: name a file or a folder")
    for line in failures:
        warnings.warn(line, SkippedReport, stacklevel=2)
    return reports


def code(
    reports: str | Report | Iterable[str | Report],
    *,
    published: str | None = None,
    outlet: str | None = None,
    actors: Sequence[str] = (),
    ontology: str | None = None,
    lexicon: Sequence[str] = (),
    min_confidence: float = 0.0,
    main_only: bool = False,
    engine: Engine | None = None,
) -> Coded:
    """Everything the reports say: a text, a report, or any number of either.

    `published` and `outlet` hold for the texts; a `Report` keeps its own. `actors` are tables of your own,
    laid over the shipped ones; `ontology` and `lexicon` are types and entries of your own, or
    `petrarch:DIR` (docs/knowledge.md). Events of less than `min_confidence` are left out, and with
    `main_only` those that a sentence only mentions in passing. Raises UserError where one of your files has a
    mistake.
    """
    from dateline.pipeline import load_engine, run

    several = [reports] if isinstance(reports, (str, Report)) else reports
    settings = Settings(published=published, outlet=outlet)
    items = (_as_report(item, number, settings) for number, item in enumerate(several, start=1))
    outcomes = list(run(items, engine or load_engine(tuple(actors), ontology, tuple(lexicon))))
    readings = (o.at_least(min_confidence) for o in outcomes if isinstance(o, Interpretation))
    return Coded(
        readings=tuple(r.mains() if main_only else r for r in readings),
        failures=tuple(o for o in outcomes if isinstance(o, Failure)),
    )


def open_store(
    folder: str | os.PathLike[str],
    *,
    actors: Sequence[str] = (),
    ontology: str | None = None,
    lexicon: Sequence[str] = (),
) -> Store:
    """The store in `folder`, made where there is none: `add` reports to it, read it with `current()`.

    `actors`, `ontology` and `lexicon` are what reports are read by, as for `code`; a store that is only
    looked at needs none of them. Raises UserError where the folder is no store or cannot be written.
    """
    from dateline.coders import make_coder, merge_tables
    from dateline.keep import open_store as open_folder

    return open_folder(folder, make_coder(tuple(actors), ontology, tuple(lexicon)), merge_tables)


def _as_report(item: str | Report, number: int, settings: Settings) -> Report | Failure:
    from dateline.collect.records import make_report

    return item if isinstance(item, Report) else make_report(item, f"text {number}", None, settings)
