"""Behind `judge`: a decision is written down, and the incidents are made anew with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import click

from dateline._cli.run import tell
from dateline._cli.store_show import resolve
from dateline.api import open_store
from dateline.errors import UserError
from dateline.keep import Snapshot


def decide(action: str, name: str, other: str | None, folder: str, said: Mapping[str, str | None]) -> None:
    """Writes the decision down and prints it as a JSON object."""
    store = open_store(folder)
    with store.current() as snapshot:
        about = {"undoes": name} if action == "undo" else _about(action, name, other, snapshot)
    more: dict[str, Any] = {key: said[key] for key in ("reason", "field") if said[key] is not None}
    if said["value"] is not None:
        more["value"] = _value(said["value"])
    made = store.judge(said["reviewer"] or "", action, **about, **more)
    try:
        store.refresh()
    except UserError as error:
        tell(f"the decision is written down; the incidents follow with the next addition ({error})")
    click.echo(json.dumps(asdict(made), ensure_ascii=False))


def _about(action: str, name: str, other: str | None, snapshot: Snapshot) -> dict[str, str]:
    """What is decided about, with whole ids."""
    kind, found = resolve(name, snapshot, ("event", "incident"))
    about = {f"{kind}_id": found}
    if action == "merge":
        about["other"] = resolve(_needed(other, "the other incident"), snapshot, ("incident",))[1]
    if action == "split":
        about["event_id"] = resolve(_needed(other, "the event that is none of it"), snapshot, ("event",))[1]
    return about


def _needed(name: str | None, what: str) -> str:
    if name is None:
        raise UserError(f"name {what} after the incident")
    return name


def _value(written: str) -> Any:  # noqa: ANN401 - any JSON value
    try:
        return json.loads(written)
    except ValueError:
        return written
