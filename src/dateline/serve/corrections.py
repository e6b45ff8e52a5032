"""Corrections: what a reviewer changed in an event's form, and the record with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from dateline.errors import UserError
from dateline.serve.forms import Form
from dateline.serve.judged import Judged
from dateline.serve.view import Row

PLAIN: Final = ("type", "mode", "status")
LISTS: Final = {
    "actors": ("country", "sector"),
    "recipients": ("country", "sector"),
    "places": ("role", "name", "country"),
    "counts": ("of", "low", "best", "high"),
}
"""The fields that point into the text, with what else the form asks of each."""
ROLES: Final = ("at", "from", "to")
COUNTED: Final = (
    "killed", "injured", "arrested", "displaced", "missing", "captured", "participants", "personnel",
    "materiel",
    "money", "duration", "other",
)  # fmt: skip
MOST_ROWS: Final = 40


def changes(form: Form, record: Row, text: str) -> dict[str, Any]:
    """Field → its new value, for each field that the form has otherwise than the record.

    UserError where a quote does not stand in the report, or a number is none.
    """
    found: dict[str, Any] = {}
    for name in PLAIN:
        if (form[name] or None) != record[name]:
            found[name] = form[name] or None
    for name, extra in LISTS.items():
        rows = [_row(form, f"{name}.{n}", extra, old, record, text) for n, old in _rows(form, name, record)]
        value = [one for one in rows if one]
        if value != [_known(one, extra) for one in record[name]]:
            found[name] = value
    time = _time(form, record, text)
    if time != (_known(record["time"], ("value",)) if record["time"] else None):
        found["time"] = time
    return found


def _rows(form: Form, name: str, record: Row) -> Iterable[tuple[int, Row | None]]:
    """The rows that the form can have: those of the record, and those filled in below them."""
    known = record[name]
    rows = [n for n in range(MOST_ROWS) if n < len(known) or form[f"{name}.{n}.text"]]
    return [(n, known[n] if n < len(known) else None) for n in rows]


def _row(form: Form, at: str, extra: tuple[str, ...], old: Row | None, record: Row, text: str) -> Row | None:
    """One row of a list field; None where its quote was emptied."""
    quoted = form[f"{at}.text"]
    if not quoted:
        return None
    span = _place_of(quoted, old, record, text)
    return span | {name: _value(name, form[f"{at}.{name}"]) for name in extra}


def _time(form: Form, record: Row, text: str) -> Row | None:
    quoted = form["time.text"]
    return (
        _place_of(quoted, record["time"], record, text) | {"value": form["time.value"] or None}
        if quoted
        else None
    )


def _place_of(quoted: str, old: Row | None, record: Row, text: str) -> Row:
    """Where a quote stands: as before if it is the same, else where it is nearest to the event's own word."""
    if old and old["text"] == quoted:
        return {name: old[name] for name in ("start", "end", "text")}
    here = record["trigger"]["start"]
    starts = [n for n in range(len(text)) if text.startswith(quoted, n)]
    if not starts:
        raise UserError(f"“{quoted}” does not stand in the report; copy the words exactly as they are there")
    start = min(starts, key=lambda n: abs(n - here))
    return {"start": start, "end": start + len(quoted), "text": quoted}


def _value(name: str, given: str) -> str | float | None:
    if name not in {"low", "best", "high"} or not given:
        return given or None
    try:
        number = float(given.replace(",", ""))
    except ValueError:
        raise UserError(f"“{given}” is no number; write digits, or leave the field empty") from None
    if not abs(number) < 1e15:
        raise UserError(f"“{given}” is too large a number")
    return int(number) if number.is_integer() else number


def _known(one: Row, extra: tuple[str, ...]) -> Row:
    return {name: one[name] for name in ("start", "end", "text", *extra)}


def corrected(record: Row, rows: Iterable[Row]) -> Row:
    """The record with corrections in it; what a corrected row does not say, its words' old row keeps."""
    made = dict(record)
    for row in rows:
        name, value = row["field"], row["value"]
        if name in LISTS:
            old = {(one["start"], one["end"]): one for one in record[name]}
            made[name] = [_fresh(name) | old.get((one["start"], one["end"]), {}) | one for one in value]
        elif name == "time":
            made[name] = value and {"precision": None, "confidence": None} | (record[name] or {}) | value
        elif name in PLAIN:
            made[name] = value
    return made


def _fresh(name: str) -> Row:
    return {"said_by": [], "what": None} if name == "counts" else {"name": None}


def decided(record: Row, judged: Judged) -> tuple[str | None, Row]:
    """What holds for an event: its last verdict by anybody, and the record as that verdict has it."""
    verdicts = list(judged.verdicts(record["id"]).values())
    if not verdicts:
        return None, record
    last = max(verdicts, key=lambda rows: rows[-1]["at"])
    return str(last[-1]["action"]), corrected(record, last if last[-1]["action"] == "correct" else ())
