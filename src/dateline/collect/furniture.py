"""Lines that are no prose: found by the rules of `_ref/furniture/rules.toml`, marked, left in place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.model import Furniture

LONGEST = 200
UPPER_WORDS = 3
UPPER_LETTERS = 12
MIXED_TEXT_UPPER_SHARE = 0.3
"""A text with a larger share of capitals is set in capitals as a whole (an old wire), not mixed."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the data file; `pattern` is None for the rule on capitals."""

    name: str
    pattern: re.Pattern[str] | None
    longest: int
    marks: tuple[str, ...]
    leaves: tuple[str, ...]


@cache
def load_rules() -> tuple[Rule, ...]:
    """The furniture rules in the order of their file, compiled."""
    data = tomllib.loads((files("dateline") / "_ref/furniture/rules.toml").read_text(encoding="utf-8"))
    return tuple(_rule(entry) for entry in data["rule"])


def _rule(entry: dict[str, object]) -> Rule:
    patterns = [str(p) for p in entry["patterns"]] if "patterns" in entry else []  # type: ignore[attr-defined]
    flags = re.NOFLAG if entry.get("case") else re.IGNORECASE
    return Rule(
        name=str(entry["name"]),
        pattern=re.compile("|".join(f"(?:{p})" for p in patterns), flags) if patterns else None,
        longest=int(str(entry.get("longest", LONGEST))),
        marks=tuple(map(str, entry.get("marks", ()))),  # type: ignore[call-overload]
        leaves=tuple(map(str, entry.get("leaves", ()))),  # type: ignore[call-overload]
    )


def mark(text: str) -> tuple[Furniture, ...]:
    """The furniture lines of `text`, in order, each without the white space around it."""
    lines = list(_lines(text))
    mixed = _is_mixed(text)
    found = []
    for number, (start, line) in enumerate(lines):
        name = rule_of(line, mixed=mixed, first=number == 0)
        if name is not None:
            found.append(Furniture(start, start + len(line), name))
    return tuple(found)


def rule_of(line: str, *, mixed: bool = True, first: bool = False) -> str | None:
    """The name of the first rule that marks `line` (stripped), or None where it is prose."""
    for rule in load_rules():
        if len(line) > rule.longest:
            continue
        if rule.pattern is None:
            if mixed and not first and _is_upper_headline(line):
                return rule.name
        elif rule.pattern.fullmatch(line):
            return rule.name
    return None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line that is not blank, with its offset, stripped."""
    offset = 0
    for raw in text.splitlines(keepends=True):
        line = raw.strip()
        if line:
            yield offset + len(raw) - len(raw.lstrip()), line
        offset += len(raw)


def _is_mixed(text: str) -> bool:
    letters = [c for c in text[:20_000] if c.isalpha()]
    return sum(map(str.isupper, letters)) < MIXED_TEXT_UPPER_SHARE * len(letters)


def _is_upper_headline(line: str) -> bool:
    letters = [c for c in line if c.isalpha()]
    return (
        len(letters) >= UPPER_LETTERS
        and len(line.split()) >= UPPER_WORDS
        and line == line.upper()
        and not line.endswith((".", ":"))
    )
