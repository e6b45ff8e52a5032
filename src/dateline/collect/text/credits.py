"""Credit lines and datelines that name an agency: evidence of where a text comes from.

In: a report's text and its furniture. Out: a `Credit` for each agency named, in order, its span the name as
written. A prose mention ("Reuters reported") is no credit, and neither is a picture's. Fails: never.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

from dateline.collect.text.furniture import text_lines
from dateline.model import Credit, Furniture, Span

UNNAMED = "agencies"
"""What a credit is listed under that says "agencies" and names none."""
EDGE_LINES = 5
"""Lines at either end of a report in which a bare name is a credit; in between it is a picture's."""
EDGE = 600
"""Characters at either end of a report in which a credit may be run together with prose."""
CREDIT_RULES = frozenset(
    ["credit", "contributed", "copyright", "dates-and-versions", "byline", "outlet-line"]
)
"""Furniture that may hold a credit; other furniture (captions, links to other stories) is not asked."""
FOLDER = "_ref/furniture"


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a credit: a pattern finds it and its group `who` holds the agencies' names.

    `where` is the part of a report it is looked for in: `head`, `tail` (lines, and of a long line no more
    than `EDGE` characters), `edge` (either), or `any`.
    """

    name: str
    where: str
    patterns: tuple[re.Pattern[str], ...]
    finds: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agencies:
    """The data files: each spelling's agency, patterns for spellings and for the bare word, the forms."""

    canonical: dict[str, str]
    spelled: re.Pattern[str]
    unnamed: re.Pattern[str]
    forms: tuple[Form, ...]


@cache
def load_agencies() -> Agencies:
    """The agencies of `_ref/furniture/agencies.toml`, and the forms of `credits.toml` compiled for them."""
    kinds: dict[str, list[str]] = {"names": [], "short": [], "alone": []}
    canonical: dict[str, str] = {}
    for entry in _data("agencies.toml")["agency"]:
        for kind, spellings in kinds.items():
            spellings.extend(entry.get(kind, ()))
        canonical |= dict.fromkeys((*entry["names"], *entry.get("short", ())), str(entry["name"]))
    data = _data("credits.toml")
    every = _one_of(kinds["names"] + kinds["short"])
    parts = dict(data["parts"]) | {
        "sure": _list(_one_of(kinds["names"])),
        "alone": _list(_one_of(kinds["names"] + kinds["alone"])),
        "every": _list(every),
    }
    forms = tuple(_form(entry, parts) for entry in data["form"])
    return Agencies(canonical, re.compile(every), re.compile(r"\b" + parts["agencies"]), forms)


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((files("dateline") / FOLDER / name).read_text(encoding="utf-8"))


def _form(entry: dict[str, Any], parts: dict[str, str]) -> Form:
    """A form with its <parts> put in; `(?P<who>` is the group's own spelling and stays."""
    patterns = tuple(
        re.compile(re.sub(r"(?<!\?P)<(\w+)>", lambda part: parts[part.group(1)], pattern))
        for pattern in entry["patterns"]
    )
    return Form(entry["name"], entry["where"], patterns, tuple(entry["finds"]), tuple(entry["leaves"]))


def find(text: str, furniture: Iterable[Furniture]) -> tuple[Credit, ...]:
    """The credits of `text`, in order; `furniture` is what `mark` found in it."""
    agencies = load_agencies()
    passed = [f for f in furniture if f.rule not in CREDIT_RULES]
    lines = list(text_lines(text))
    found: dict[int, Credit] = {}
    for number, (start, line) in enumerate(lines):
        if not (agencies.spelled.search(line) or agencies.unnamed.search(line)):
            continue
        zones = {"any"} | ({"head"} if number < EDGE_LINES else set())
        zones |= {"tail"} if number >= len(lines) - EDGE_LINES else set()
        for begin, end, agency, rule in _of_line(line, zones, agencies):
            span = Span.of(text, start + begin, start + end)
            if not any(f.start <= span.start < f.end for f in passed):
                found.setdefault(span.start, Credit(span, agency, rule))
    return tuple(found[start] for start in sorted(found))


def _of_line(line: str, zones: set[str], agencies: Agencies) -> Iterator[tuple[int, int, str, str]]:
    for form in agencies.forms:
        for begin, end in _stretches(form.where, zones, len(line)):
            for match in chain.from_iterable(p.finditer(line, begin, end) for p in form.patterns):
                for name in _named(line, *match.span("who"), agencies):
                    yield *name, form.name


def _stretches(where: str, zones: set[str], length: int) -> Iterator[tuple[int, int]]:
    """The parts of a line of some length that a rule is tried on, in a report's zones."""
    if where == "any":
        yield 0, length
    if where in {"head", "edge"} and "head" in zones:
        yield 0, min(length, EDGE)
    if where in {"tail", "edge"} and "tail" in zones:
        yield max(0, length - EDGE), length


def _named(line: str, begin: int, end: int, agencies: Agencies) -> Iterator[tuple[int, int, str]]:
    """The agencies named in a stretch of a line; the unnamed ones where there is only that word."""
    named = False
    for match in agencies.spelled.finditer(line, begin, end):
        named = True
        yield *match.span(), agencies.canonical[match.group()]
    bare = None if named else agencies.unnamed.search(line, begin, end)
    if bare:
        yield *bare.span(), UNNAMED


def _one_of(spellings: Iterable[str]) -> str:
    """A pattern for the spellings as whole words, the longest first."""
    ordered = sorted(set(spellings), key=lambda s: (-len(s), s))
    first = "".join(sorted({spelling[0] for spelling in ordered}))
    return rf"(?=[{first}])(?<!\w)(?<!\w-)(?:{'|'.join(map(re.escape, ordered))})(?!\w|-[a-z])"


def _list(agency: str) -> str:
    return rf"(?:{agency})(?:(?:\s*[/,&|–—-]\s*|,? and |\s)(?:[Tt]he )?(?:{agency})){{0,4}}"
