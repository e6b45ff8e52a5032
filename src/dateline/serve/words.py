"""Dates, numbers and codes in the plain forms that a reader expects."""

from __future__ import annotations

import csv
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final

STATUSES: Final = ("happened", "ongoing", "planned", "possible", "denied")
BODIES: Final = {"UNO": "United Nations", "EUR": "European Union", "IGO": "an intergovernmental body",
                 "NGO": "a non-governmental body", "IMG": "an armed movement without a state"}  # fmt: skip
QUESTIONS: Final = {"who": "Who did it", "whom": "To whom", "where": "Where", "when": "When",
                    "happened": "Whether it happened", "personnel": "Troops",
                    "participants": "Took part"}  # fmt: skip


def day(value: object) -> str:
    """`3 March 2024`; a month, a year or what is no date stays as it is written."""
    if isinstance(value, datetime | date):
        return f"{value.day} {value:%B %Y}"
    text = "" if value is None else str(value)
    try:
        return day(date.fromisoformat(text[:10])) if len(text) >= 10 else text
    except ValueError:
        return text


def days(first: object, last: object) -> str:
    """`3 March 2024`, or `3 March 2024 to 5 March 2024`."""
    begin, end = day(first), day(last)
    return begin if begin == end or not end else f"{begin} to {end}" if begin else end


def number(value: float | None) -> str:
    """`1,200`; a fraction only where there is one."""
    if value is None:
        return ""
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,.2f}"


def extent(one: dict[str, Any]) -> str:
    """A number as UCDP's low, best and high say it: `20`, `at least 20`, `3,000 to 6,000`."""
    low, best, high = one.get("low"), one.get("best"), one.get("high")
    if low is not None and high is not None:
        return number(low) if low == high else f"{number(low)} to {number(high)}"
    if low is not None:
        return f"at least {number(low)}"
    if high is not None:
        return f"at most {number(high)}"
    return f"about {number(best)}" if best is not None else ""


def percent(value: float | None) -> str:
    """A probability as a reader says it: `87 %`."""
    return "" if value is None else f"{100 * value:.0f} %"


def question(name: str) -> str:
    """What a claim answers, as a heading."""
    return QUESTIONS.get(name, name.replace("_", " ").capitalize())


def origin(name: str) -> str:
    """Whom a passage comes from, in words: its id without the kind that begins it."""
    kind, _, rest = name.partition(":")
    if kind == "unknown":
        return "not known"
    return f"{rest} (agency)" if kind == "agency" else rest or name


@cache
def countries() -> dict[str, str]:
    """Code → name: countries, and the codes that stand for bodies."""
    source = files("dateline") / "_ref" / "gazetteer" / "countries.csv"
    with source.open(encoding="utf-8") as file:
        return {row["iso3"]: row["name"] for row in csv.DictReader(file)} | BODIES


def country(code: str | None) -> str:
    """The name of a country by its code; an unknown code stays."""
    return "" if code is None else countries().get(code, code)
