"""Behind `generations` and `diff`: what was read by which coder, and what that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from rich.text import Text

from dateline._cli.rows import write_rows
from dateline._cli.run import console, tell
from dateline.api import open_store
from dateline.errors import UserError
from dateline.keep import Store
from dateline.keep.changes import CHANGED, Change, changes
from dateline.keep.manifest import Manifest
from dateline.publish.words import printable

SIGNS = {"gone": "−", "new": "+", "changed": "~", "report gone": "−", "report new": "+"}
STYLES = {"−": "red", "+": "green", "~": "yellow"}


def list_generations(folder: str, form: str) -> None:
    """One row a generation, oldest first."""
    known = open_store(folder).manifest()
    rows = []
    for name in known.generations:
        lines = [line for line in known.lines if line.generation == name]
        shards = known.shards(name)
        rows.append(
            {
                "generation": name,
                "current": name == known.current,
                "reports": sum(shard.rows("reports") for shard in shards),
                "events": sum(shard.rows("events") for shard in shards),
                "since": lines[0].made_at,
                **known.versions(name),
            }
        )
    columns = list(dict.fromkeys(column for row in rows for column in row))
    write_rows(columns, ({name: row.get(name) for name in columns} for row in rows), form)


def show_changes(before: str | None, after: str | None, folder: str, form: str) -> None:
    """Every difference between two generations."""
    store = open_store(folder)
    known = store.manifest()
    older, newer = _pair(known, before, after)
    found = list(changes(store.tables(older), store.tables(newer)))
    if form == "table":
        _print(found)
    else:
        columns = ["report_id", "change", "before", "after", "fields"]
        write_rows(columns, (_row(change) for change in found), form)
    _summarise(store, older, newer, found)


def _pair(known: Manifest, before: str | None, after: str | None) -> tuple[str, str]:
    if known.current is None:
        raise UserError("the store holds no reports yet; add some first")
    newer = _named(known, after) if after else known.current
    if before:
        return _named(known, before), newer
    older = [name for name in known.generations if name != newer]
    if not older:
        raise UserError("there is one generation only; `dateline recode` by another coder makes a second")
    return older[-1], newer


def _named(known: Manifest, name: str) -> str:
    found = [one for one in known.generations if one.startswith(name)]
    if len(found) != 1:
        which = "several begin with" if found else "there is none that begins with"
        raise UserError(f"generations: {which} “{name}”; there are {', '.join(known.generations)}")
    return found[0]


def _row(change: Change) -> dict[str, Any]:
    return {
        "report_id": change.report_id,
        "change": change.change,
        "before": _event(change.before),
        "after": _event(change.after),
        "fields": {name: list(pair) for name, pair in change.fields.items()},
    }


def _event(record: Any) -> dict[str, Any] | None:  # noqa: ANN401 - a record
    if record is None:
        return None
    return {name: record[name] for name in ("id", "type", "mode", "trigger", "status")}


def _print(found: list[Change]) -> None:
    out = console()
    last = None
    for change in found:
        if change.report_id != last:
            out.print(Text(printable(change.report_id), style="bold underline"))
            last = change.report_id
        sign = SIGNS[change.change]
        out.print(Text.assemble((f"{sign} ", STYLES[sign]), *_words(change)), soft_wrap=True)


def _words(change: Change) -> Iterator[str]:
    event = change.after or change.before
    if event is None:
        yield change.change
        return
    yield printable(f"{event['type']} {event['mode'] or ''} “{event['trigger']['text']}”")
    for name, (one, other) in change.fields.items():
        yield printable(f"  {name}: {_value(one)} → {_value(other)}")


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)


def _summarise(store: Store, older: str, newer: str, found: list[Change]) -> None:
    kinds = Counter(change.change for change in found)
    fields = Counter(name for change in found if change.change == CHANGED for name in change.fields)
    said = ", ".join(f"{count:,} {kind}" for kind, count in kinds.items()) or "nothing differs"
    tell(f"{store.folder}: {older} → {newer}: {said}")
    if fields:
        tell("changed: " + ", ".join(f"{name} {count:,}" for name, count in fields.most_common()))
