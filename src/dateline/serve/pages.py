"""Templates and what they may call: every page is made here, for the running desk and for a site of files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from dateline.config import VERSION
from dateline.serve import text, words
from dateline.serve.links import Links

STATIC: Final = Path(__file__).parent / "static"
SCRIPTS: Final = {
    "d3.js": "vendor/d3.min.js",
    "plot.js": "vendor/plot.min.js",
    "topojson.js": "vendor/topojson-client.min.js",
}
"""Vendored scripts by the names that pages call them by."""
_KINDS: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@cache
def environment() -> Environment:
    """The templates; whatever is put into one is escaped, and a name that is not there is an error."""
    made = Environment(
        loader=PackageLoader("dateline.serve"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # templates do not change while the desk runs; looking costs a file access each
    )
    made.filters |= {
        "plain": text.plain, "shown": text.shown, "bdi": text.isolated, "script_json": text.script_json,
        "day": _said(words.day), "number": words.number, "extent": words.extent, "percent": words.percent,
        "country": _said(words.country), "question": _said(words.question), "origin": _said(words.origin),
        "merged": lambda one,
        more: {**one, **more},
        "query": urlencode,
    }  # fmt: skip
    made.globals |= {
        "days": lambda first, last: text.plain(words.days(first, last)),
        "version": VERSION,
        "statuses": words.STATUSES,
    }
    return made


def _said(say: Callable[[Any], str]) -> Callable[[Any], str]:
    """Words for a value; where there are none for it, it comes back as it was, and may be hostile."""
    return lambda value: text.plain(say(value))


def render(template: str, links: Links, data: Mapping[str, Any], **more: Any) -> str:  # noqa: ANN401
    """A page of these data; `more` is what only the running desk knows."""
    around = {"key": "", "reviewer": "", "here": "", **more}
    return environment().get_template(template).render(url=links, stamp=stamp(), **around, **data)


@cache
def asset(name: str) -> tuple[bytes, str] | None:
    """A file that pages use, with its kind; None where there is none.

    `world.js` is made from the vendored map.
    """
    if name == "world.js":
        world = (STATIC / "vendor" / "countries-50m.json").read_text("utf-8")
        return f"window.WORLD = {world};\n".encode(), _KINDS[".js"]
    path = STATIC / SCRIPTS.get(name, name)
    if path.suffix not in _KINDS or path.parent not in {STATIC, STATIC / "vendor"} or not path.is_file():
        return None
    return path.read_bytes(), _KINDS[path.suffix]


def asset_names() -> list[str]:
    """Every such file by the name that pages call it by."""
    own = [path.name for path in STATIC.iterdir() if path.suffix in _KINDS]
    return sorted([*own, *SCRIPTS, "world.js"])


@cache
def stamp() -> str:
    """A hash over those files: it stands in their addresses, so that a browser may keep what it has."""
    digest = hashlib.sha256()
    for name in asset_names():
        if found := asset(name):
            digest.update(found[0])
    return digest.hexdigest()[:10]


def to_json(value: object) -> bytes:
    """Data as JSON in UTF-8; unpaired surrogates are written as escapes."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode("ascii")
