"""The flow on one page: what each step reads and writes, and how a report goes through them all."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from dateline import __version__
from dateline.digest import LanguageModel, digest, load_model
from dateline.ground import Tables, ground, load_tables
from dateline.interpret import Rules, interpret, load_rules
from dateline.model import Digest, Failure, Interpretation, Report, Version

LOG = logging.getLogger(__name__)
GROUP_CHARS = 400_000
"""Reports are handed to the language model in groups of about this size, which bounds memory."""
Out = TypeVar("Out")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its folder, what it reads, what it writes, and the version of what it does."""

    name: str
    reads: str
    writes: str
    version: str


STEPS = (
    Step("collect", "files, folders, archives, tables, addresses, standard input", "Report", "2"),
    Step("digest", "Report", "Digest", "1"),
    Step("ground", "Digest", "Grounded", "1"),
    Step("interpret", "Grounded", "Interpretation", "1"),
    Step("keep", "Interpretation", "Store", "1"),
    Step("merge", "Store", "Incidents", "1"),
    Step("publish", "Interpretation, Store, Incidents", "tables, JSON lines, layers, exports", "2"),
    Step("serve", "Store, Incidents", "pages for a browser, and their data", "1"),
)


@dataclass(frozen=True, slots=True)
class Engine:
    """All that the steps need besides the report, loaded once."""

    model: LanguageModel
    tables: Tables
    rules: Rules
    version: Version


@cache
def load_engine(
    actors: tuple[str, ...] = (), ontology: str | None = None, lexicon: tuple[str, ...] = ()
) -> Engine:
    """The packaged language model, tables and rules, loaded once.

    `actors`: a user's own tables of them; `ontology` and `lexicon` as `interpret.load_rules` takes them.
    """
    rules = load_rules(ontology, lexicon)
    model = load_model()
    version = Version(dateline=__version__, model=model.version, ontology=rules.name)
    return Engine(model, load_tables(actors), rules, version)


def run(reports: Iterable[Report | Failure], engine: Engine) -> Iterator[Interpretation | Failure]:
    """Each report read to the end, in order; failures of earlier on pass through in their place.

    A report on which a step raises is set aside as a `Failure` that names the step; the rest go on.
    """
    for group in _groups(reports):
        digests = _digests([item for item in group if isinstance(item, Report)], engine)
        for item in group:
            outcome = item if isinstance(item, Failure) else next(digests)
            yield _finish(outcome, engine) if isinstance(outcome, Digest) else outcome


def _groups(items: Iterable[Report | Failure]) -> Iterator[list[Report | Failure]]:
    rest = iter(items)
    for first in rest:
        group, size = [first], _length(first)
        while size < GROUP_CHARS and (more := list(itertools.islice(rest, 1))):
            group += more
            size += _length(more[0])
        yield group


def _length(item: Report | Failure) -> int:
    return len(item.text) if isinstance(item, Report) else 0


def _digests(reports: list[Report], engine: Engine) -> Iterator[Digest | Failure]:
    """One outcome a report. After an error each report left is tried alone, to find whose it was."""
    done = 0
    try:
        for one in digest(reports, engine.model):
            done += 1
            yield one
    except Exception as error:
        LOG.debug("digest failed in a batch; reading its reports one by one", exc_info=error)
    for report in reports[done:]:
        yield _attempt("digest", report, lambda report=report: next(digest([report], engine.model)))  # type: ignore[misc]


def _finish(read: Digest, engine: Engine) -> Interpretation | Failure:
    grounded = _attempt("ground", read.report, lambda: ground(read, engine.tables))
    if isinstance(grounded, Failure):
        return grounded
    return _attempt("interpret", read.report, lambda: interpret(grounded, engine.rules, engine.version))


def _attempt(step: str, report: Report, work: Callable[[], Out]) -> Out | Failure:
    try:
        return work()
    except Exception as error:
        LOG.debug("%s failed on %s", step, report.origin, exc_info=error)
        what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        message = f"set aside: the step “{step}” failed on it ({what}); this is a defect, please report it"
        return Failure(report.origin or report.id, message)
