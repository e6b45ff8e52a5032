"""Behind `count` and `ledger`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dateline._cli.rows import write_rows, write_table
from dateline._cli.run import tell
from dateline.api import open_store
from dateline.errors import UserError
from dateline.ground.times.values import days_of
from dateline.keep import Snapshot
from dateline.keep.find import names_of
from dateline.merge.counting import DIMENSIONS, Asked, count, tables_for
from dateline.merge.latest import Latest
from dateline.merge.ledger import Position, chosen

LEDGER_COLUMNS = ("actor", "change", "what", "number", "place", "from", "to", "status", "said by")


def count_and_show(folder: str, form: str, plot: str | None, options: Mapping[str, Any]) -> None:
    """The counts that are asked for, as rows or as a picture."""
    by = [name.strip() for name in options["by"].split(",") if name.strip()]
    with open_store(folder).current() as snapshot:
        codes = names_of(snapshot).countries
        only = {
            name: [
                _code(value, codes) if name in ("actor", "recipient", "country") else value
                for value in wanted
            ]
            for name in DIMENSIONS
            if (wanted := options.get(name))
        }
        asked = Asked(
            by,
            only,
            _day(options["since"]),
            _day(options["until"], last=True),
            options["unit"],
            options["dated"],
        )
        found = count(_tables(snapshot, tables_for(asked)), asked)
    if plot is None:
        write_table(found, form)
        return
    from dateline.publish.plot_counts import plot_counts  # noqa: PLC0415 - matplotlib only where asked for

    plot_counts(found, plot, _title(only, asked))
    tell(f"{plot}: {found.num_rows:,} numbers drawn")


def _tables(snapshot: Snapshot, names: Sequence[str]) -> Mapping[str, Any]:
    latest = Latest({name: snapshot.table(name) for name in names})
    return {name: latest[name] for name in names}


def _code(value: str, codes: Mapping[str, str]) -> str:
    """A country's code for its name; anything else as it is."""
    return codes.get(value.casefold(), value)


def _day(value: str | None, last: bool = False) -> str | None:
    """An ISO day; of a month or a year its first day, or its last."""
    if value is None:
        return None
    days = days_of(value)
    if days is None:
        raise UserError(f"{value} is no day; write it as 2016-03-15, 2016-03 or 2016")
    return days[last].isoformat()


def _title(only: Mapping[str, Sequence[str]], asked: Asked) -> str | None:
    told = [f"{name} {', '.join(values)}" for name, values in only.items()]
    told += [f"{word} {day}" for word, day in (("since", asked.since), ("until", asked.until)) if day]
    return " · ".join(told) or None


def show_ledger(folder: str, form: str, actor: str | None, place: str | None) -> None:
    """The positions of an actor at a place."""
    with open_store(folder).current() as snapshot:
        codes = names_of(snapshot).countries
        positions = [Position(**row) for row in snapshot.table("ledger").to_pylist()]
    found = chosen(positions, actor, place, codes)
    if form == "table":
        rows = (_shown(position) for position in found)
        write_rows(LEDGER_COLUMNS, rows, form, total=len(found))
    else:
        write_rows(list(Position.__slots__), (position.row() for position in found), form, total=len(found))


def _shown(position: Position) -> dict[str, Any]:
    """A position in the words of a person's table."""
    where = ", ".join(part for part in (position.place, position.place_country) if part)
    values = (
        position.country or position.actor, position.change, position.what, position.number_text, where,
        position.from_day, position.to_day, position.status, position.holder or "the reporter",
    )  # fmt: skip
    return dict(zip(LEDGER_COLUMNS, values, strict=True))
