"""Lines that are no prose: found by rules, marked, left in place.

In: a report's text, its outlet, and `Rules` (`load_rules`: the shipped ones, a user's file over them).
Out: `Furniture` in order. Fails: never; what no rule marks is prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dateline.collect.text.furniture_rules import Rule, Rules, line_key, load_rules
from dateline.model import Furniture

__all__ = ["Rule", "Rules", "load_rules", "mark", "rule_of", "text_lines"]

OUTLET_LINE = "outlet-line"
"""The rule's name for a line that recurs in reports of its outlet."""
RUN_TOGETHER = 500
"""Longer lines may hold leftovers between their sentences."""
UPPER_WORDS = 6
UPPER_LETTERS = 12
MIXED_TEXT_UPPER_SHARE = 0.3
"""A text with a larger share of capitals is set in capitals as a whole (an old wire), not mixed."""
INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"
"""What may stand around a line and is not seen."""
SPACES = dict.fromkeys(map(ord, "\xa0\u2009\u202f\u3000"), " ")
BROKEN = 0.3
"""A text with a larger share of lines that open with a small letter has lines broken inside sentences."""
ENDED = re.compile(r"[.!?:;{}_–—-][)\]]?[\"'”’»)]*$")
NUMBERED_OR_QUOTED = re.compile(r"\d+[.)] .*|[\"“][^\"“”]*[\"”]|[‘'](?:(?![’'][\s,]).)*[’']")


def mark(text: str, outlet: str | None = None, rules: Rules | None = None) -> tuple[Furniture, ...]:
    """The furniture of `text`, in order: whole lines without white space around, parts of long lines."""
    rules = load_rules() if rules is None else rules
    known, mixed, lines = rules.lines_of(outlet), _is_mixed(text), list(text_lines(text))
    broken = not mixed or sum(line[0].islower() for _, line in lines) > BROKEN * len(lines)
    found: list[Furniture] = []
    for number, (start, line) in enumerate(lines):
        small = not mixed or line[0].islower() or line[0].isdigit()
        if broken and small and number and _goes_on(text, *lines[number - 1], start):
            continue
        name = _outlet_rule(line, known) or rule_of(line, mixed=mixed, first=number == 0, rules=rules)
        if name is not None:
            found.append(Furniture(start, start + len(line), name))
        else:
            found.extend(_inside(start, line, rules))
    return tuple(found)


def rule_of(line: str, *, mixed: bool = True, first: bool = False, rules: Rules | None = None) -> str | None:
    """The name of the first rule that marks `line` (stripped), or None where it is prose."""
    line = line.strip(INVISIBLE).translate(SPACES)
    for rule in (load_rules() if rules is None else rules).rules:
        if len(line) > rule.longest or (rule.mixed and not mixed):
            continue
        if rule.pattern is not None and rule.pattern.fullmatch(line):
            return rule.name
        if rule.upper and mixed and not first and _is_upper_headline(line):
            return rule.name
    return None


def text_lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line that is not blank, with its offset, stripped."""
    offset = 0
    for raw in text.splitlines(keepends=True):
        line = raw.strip()
        if line:
            yield offset + len(raw) - len(raw.lstrip()), line
        offset += len(raw)


def _goes_on(text: str, before: int, line: str, start: int) -> bool:
    """Whether what begins at `start` goes on the line before: no blank line and no stop stands between."""
    return text.count("\n", before + len(line), start) < 2 and not ENDED.search(line)


def _outlet_rule(line: str, known: frozenset[str]) -> str | None:
    return OUTLET_LINE if known and line_key(line) in known else None


def _inside(start: int, line: str, rules: Rules) -> list[Furniture]:
    """The parts of a long line that rules mark: phrases run together with prose, as where lines were lost."""
    if len(line) <= RUN_TOGETHER:
        return []
    parts = [
        (match.start(), match.end(), rule.name)
        for rule in rules.rules
        if rule.inside is not None
        for match in rule.inside.finditer(line)
    ]
    found: list[Furniture] = []
    for begin, end, name in sorted(parts):
        part = line[begin:end]
        first = start + begin + len(part) - len(part.lstrip())
        if part.strip() and (not found or first >= found[-1].end):
            found.append(Furniture(first, first + len(part.strip()), name))
    return found


def _is_mixed(text: str) -> bool:
    sample = text[:20_000]
    return sum(map(str.isupper, sample)) < MIXED_TEXT_UPPER_SHARE * sum(map(str.isalpha, sample))


def _is_upper_headline(line: str) -> bool:
    return (
        line.isupper()
        and sum(map(str.isalpha, line)) >= UPPER_LETTERS
        and len(line.split()) >= UPPER_WORDS
        and not line.endswith((".", ":"))
        and not NUMBERED_OR_QUOTED.fullmatch(line)
    )
