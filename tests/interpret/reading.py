"""Short reports read to the end with the real model, for tests that read like a specification."""

from __future__ import annotations

import hashlib
from functools import cache

from dateline.digest import LanguageModel, digest, load_model
from dateline.ground import ground, load_tables
from dateline.interpret import interpret, load_rules
from dateline.model import Event, Interpretation, Report, Version

VERSION = Version("test", "test", "PLOVER 2.0")


@cache
def model() -> LanguageModel:
    """The packaged model, loaded once."""
    return load_model()


@cache
def read(text: str, published: str = "2020-03-18") -> Interpretation:
    """What a text says."""
    report = Report(
        "r", text, hashlib.sha256(text.encode("utf8", "surrogatepass")).hexdigest(), published=published
    )
    (read_digest,) = digest([report], model())
    return interpret(ground(read_digest, load_tables()), load_rules(), VERSION)


def events(text: str, type_: str | None = None) -> list[Event]:
    """The events of a text, of one type where that is named."""
    return [e for e in read(text).events if type_ in (None, e.type)]
