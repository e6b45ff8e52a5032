"""Events as an Arrow table with an explicit schema: the fields of RECORD.md, nested as they are."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from dateline.errors import UserError
from dateline.model import Event
from dateline.record import SURROGATE, event_record


def needs(package: str, extra: str) -> Any:  # noqa: ANN401 - a module
    """The imported package, or a UserError that names the extra to install."""
    try:
        return import_module(package)
    except ImportError as error:
        raise UserError(f"{package} is not installed; install dateline[{extra}]") from error


def to_arrow(events: Iterable[Event]) -> Any:  # noqa: ANN401 - a pyarrow.Table
    """The events as a `pyarrow.Table`; unpaired surrogates, which Arrow cannot hold, become U+FFFD."""
    pa = needs("pyarrow", "arrow")
    return pa.Table.from_pylist([_clean(event_record(event)) for event in events], schema=schema())


def schema() -> Any:  # noqa: ANN401 - a pyarrow.Schema
    """The Arrow schema of an event."""
    pa = needs("pyarrow", "arrow")
    text, real, offset = pa.string(), pa.float64(), pa.int64()
    texts = pa.list_(text)
    span = [("start", offset), ("end", offset)]
    words = [*span, ("text", text)]
    identity = [("name", text), ("country", text), ("sector", text)]
    actor = pa.struct([*words, *identity, ("id", text)])
    holder = pa.struct([*words, *identity, ("cue", pa.struct(words)), ("kind", text), ("certainty", text)])
    degrees = [("lat", real), ("lon", real)]
    place = [*words, ("role", text), ("name", text), ("country", text), *degrees]
    bounds = [("low", real), ("best", real), ("high", real), ("said_by", pa.list_(holder))]
    dated = pa.struct([(name, text) for name in ("raw", "method", "day")])
    said = [(name, text) for name in ("id", "outlet", "url", "title", "author", "published")]
    report = [*said, ("dated", dated), ("language", text)]
    version = [(name, text) for name in ("dateline", "model", "ontology")]
    return pa.schema(
        [
            pa.field("id", text, nullable=False),
            pa.field("report", pa.struct(report), nullable=False),
            pa.field("type", text, nullable=False),
            ("mode", text),
            ("contexts", texts),
            ("quad", text),
            ("score", real),
            pa.field("trigger", pa.struct(words), nullable=False),
            pa.field("sentence", pa.struct(span), nullable=False),
            ("mentions", pa.list_(pa.struct(words))),
            ("actors", pa.list_(actor)),
            ("recipients", pa.list_(actor)),
            ("targets", pa.list_(pa.struct(words))),
            ("places", pa.list_(pa.struct([*place, ("precision", text), ("source", text)]))),
            ("time", pa.struct([*words, ("value", text), ("precision", text), ("confidence", real)])),
            ("counts", pa.list_(pa.struct([*words, ("of", text), ("what", text), *bounds]))),
            pa.field("status", text, nullable=False),
            ("said_by", pa.list_(holder)),
            ("why", pa.struct([("coder", text), ("rule", text), ("pieces", texts), ("arguments", texts)])),
            ("confidence", real),
            ("main", pa.bool_()),
            ("version", pa.struct(version)),
        ]
    )


def _clean(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value
