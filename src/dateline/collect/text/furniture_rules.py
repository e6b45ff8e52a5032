"""The rules for furniture lines: those of `_ref/furniture/rules.toml`, with a user's file laid over them.

In: a TOML file of `[[rule]]` entries (patterns) and `[[outlet]]` entries (lines that recur in an outlet's
reports, as `dateline furniture` writes them). Out: `Rules`. Fails with `UserError` that names file, line
and entry.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from dateline.errors import UserError

LONGEST = 200
SETTINGS = ("name", "patterns", "inside", "case", "longest", "upper", "mixed", "off")
RULE_KEYS = frozenset([*SETTINGS, "marks", "leaves", "marks_inside"])
OUTLET_KEYS = frozenset(["name", "reports", "lines"])


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a data file.

    `pattern` must match a whole line; `inside` is searched in lines much longer than that, where it
    marks only what it matches; `upper` marks headlines set in capitals; `mixed` keeps to texts that are
    not set in capitals as a whole. `marks`, `leaves` and `marks_inside` are examples for tests.
    """

    name: str
    pattern: re.Pattern[str] | None = None
    inside: re.Pattern[str] | None = None
    longest: int = LONGEST
    upper: bool = False
    mixed: bool = False
    marks: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    marks_inside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """What marks furniture: the rules in order, and each outlet's own lines (by `outlet_key`)."""

    rules: tuple[Rule, ...]
    outlets: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def lines_of(self, outlet: str | None) -> frozenset[str]:
        """The lines known to recur in reports of `outlet`."""
        return self.outlets.get(outlet_key(outlet), frozenset()) if outlet else frozenset()


@dataclass(frozen=True, slots=True)
class _Entry:
    """One table of a user's file, and where it stands."""

    where: str
    table: Mapping[str, Any]


def outlet_key(outlet: str) -> str:
    """An outlet's name as it is compared: letter case and white space do not count."""
    return " ".join(outlet.casefold().split())


def line_key(line: str) -> str:
    """A line as it is compared: runs of white space count as one."""
    return " ".join(line.split())


def load_rules(path: str | None = None) -> Rules:
    """The shipped rules; with `path`, that file's laid over them.

    A rule of the file takes the place of the shipped one with its name (`off = true` only takes it away);
    new ones are tried before the shipped.
    """
    shipped = _shipped()
    if path is None:
        return shipped
    entries = _read(path)
    own = {str(e.table["name"]): _rule(e) for e in entries["rule"]}
    off = {str(e.table["name"]) for e in entries["rule"] if e.table.get("off")}
    names = {rule.name for rule in shipped.rules}
    new = [rule for name, rule in own.items() if name not in names | off]
    kept = [own.get(rule.name, rule) for rule in shipped.rules if rule.name not in off]
    outlets: dict[str, frozenset[str]] = {}
    for entry in entries["outlet"]:
        key = outlet_key(str(entry.table["name"]))
        outlets[key] = outlets.get(key, frozenset()) | _lines(entry)
    return Rules((*new, *kept), outlets)


@cache
def _shipped() -> Rules:
    text = (files("dateline") / "_ref/furniture/rules.toml").read_text(encoding="utf-8")
    return Rules(tuple(_rule(e) for e in _entries(text, "rules.toml", "rule", RULE_KEYS)))


def _read(path: str) -> dict[str, list[_Entry]]:
    try:
        text = Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UserError(f"{path}: not UTF-8 (byte {error.start}); save the file as UTF-8") from error
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror or error}; check the path") from error
    found = {
        "rule": list(_entries(text, path, "rule", RULE_KEYS)),
        "outlet": list(_entries(text, path, "outlet", OUTLET_KEYS)),
    }
    unknown = _parsed(text, path).keys() - found.keys()
    if unknown:
        raise UserError(
            f"{path}: unknown table “{min(unknown)}”; a furniture file has [[rule]] and [[outlet]]"
        )
    return found


def _parsed(text: str, path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UserError(f"{path}: not TOML: {error}; mend it there") from error


def _entries(text: str, path: str, kind: str, keys: frozenset[str]) -> Iterator[_Entry]:
    """The file's tables of one kind, each with its place; raises where one is not what it must be."""
    tables = _parsed(text, path).get(kind, [])
    heads = [m.start() for m in re.finditer(rf"^[ \t]*\[\[\s*{kind}\s*\]\]", text, re.MULTILINE)]
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise UserError(f"{path}: “{kind}” must be written as [[{kind}]] tables")
    for number, table in enumerate(tables):
        line = f":{text.count(chr(10), 0, heads[number]) + 1}" if len(heads) == len(tables) else ""
        where = f"{path}{line}: {kind} {number + 1}"
        if not isinstance(table.get("name"), str) or not table["name"].strip():
            raise UserError(f'{where}: needs a name = "…"')
        where = f"{path}{line}: {kind} “{table['name']}”"
        unknown = table.keys() - keys
        if unknown:
            raise UserError(f"{where}: unknown key “{min(unknown)}”; there are {', '.join(sorted(keys))}")
        yield _Entry(where, table)


def _rule(entry: _Entry) -> Rule:
    table = entry.table
    rule = Rule(
        name=str(table["name"]),
        pattern=_compiled(entry, "patterns", re.NOFLAG if _flag(entry, "case") else re.IGNORECASE),
        inside=_compiled(entry, "inside", re.NOFLAG),
        longest=_whole(entry, "longest", LONGEST),
        upper=_flag(entry, "upper"),
        mixed=_flag(entry, "mixed"),
        marks=_strings(entry, "marks"),
        leaves=_strings(entry, "leaves"),
        marks_inside=_strings(entry, "marks_inside"),
    )
    if not (rule.pattern or rule.inside or rule.upper or _flag(entry, "off")):
        raise UserError(
            f"{entry.where}: marks nothing; give it patterns = ['…'], inside = ['…'] or off = true"
        )
    return rule


def _compiled(entry: _Entry, key: str, flags: re.RegexFlag) -> re.Pattern[str] | None:
    patterns = _strings(entry, key)
    for pattern in patterns:
        try:
            empty = re.compile(pattern, flags).search("")
        except re.error as error:
            raise UserError(f"{entry.where}: “{pattern}” is no regular expression: {error}") from error
        if empty and key == "inside":
            raise UserError(
                f"{entry.where}: “{pattern}” matches the empty text, so it would match everywhere"
            )
    return re.compile("|".join(f"(?:{p})" for p in patterns), flags) if patterns else None


def _strings(entry: _Entry, key: str) -> tuple[str, ...]:
    value = entry.table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise UserError(f"{entry.where}: {key} must be a list of strings")
    return tuple(value)


def _flag(entry: _Entry, key: str) -> bool:
    value = entry.table.get(key, False)
    if not isinstance(value, bool):
        raise UserError(f"{entry.where}: {key} must be true or false")
    return value


def _whole(entry: _Entry, key: str, default: int) -> int:
    value = entry.table.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise UserError(f"{entry.where}: {key} must be a whole number above 0")
    return value


def _lines(entry: _Entry) -> frozenset[str]:
    """An outlet's lines: a table of line = number of reports, or a plain list of lines."""
    lines = entry.table.get("lines", [])
    if isinstance(lines, dict):
        lines = list(lines)
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise UserError(f"{entry.where}: lines must be a list of strings, or a table of line = count")
    return frozenset(filter(None, map(line_key, lines)))
