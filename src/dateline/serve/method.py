"""The method page: what the types mean, what made the store, how well each step does, what is not known."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from dateline.serve.view import View

TABLES = ("reports", "events", "incidents", "claims", "ledger", "judgements")


def method(view: View) -> dict[str, Any]:
    """All that the page shows."""
    return {
        "ontology": ontology(),
        "figures": figures(),
        "versions": view.rows(
            "SELECT record->'version'->>'dateline' AS dateline, record->'version'->>'model' AS model, "
            "record->'version'->>'ontology' AS ontology, count(*) AS events FROM events GROUP BY ALL ORDER "
            "BY 4 DESC LIMIT 20"
        ),
        "coders": view.rows("SELECT coder, count(*) AS events FROM events GROUP BY 1 ORDER BY 2 DESC"),
        "sizes": {name: view.rows(f"SELECT count(*) AS n FROM {name}")[0]["n"] for name in TABLES},
        "types": view.rows("SELECT type, count(*) AS events FROM events GROUP BY 1"),
        "outlets": view.rows(
            "SELECT outlet, count(*) AS reports FROM reports WHERE outlet IS NOT NULL GROUP BY 1 ORDER BY "
            "2 DESC, 1 LIMIT 40"
        ),
        "snapshot": view.snapshot.number,
    }


@cache
def ontology() -> dict[str, Any]:
    """The shipped ontology, as its file says it."""
    read: dict[str, Any] = tomllib.loads(
        (files("dateline") / "_ref" / "ontology" / "plover.toml").read_text("utf-8")
    )
    return read


@cache
def figures() -> dict[str, Any]:
    """How well each step does, as measured; each figure with the command that measures it again."""
    read: dict[str, Any] = tomllib.loads((files("dateline.serve") / "figures.toml").read_text("utf-8"))
    return read
