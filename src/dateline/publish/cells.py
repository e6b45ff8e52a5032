"""Cells of tables: what one may hold, and text that is safe in a spreadsheet and in a line of tabs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dateline.record import SURROGATE

Cell = str | int | float | None
JOIN = "; "
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that opens with one of these runs as a formula in spreadsheets."""
BREAKS = re.compile("[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
"""What ends a cell or a line for some reader of tab-separated text."""


def whole_text(text: str) -> str:
    """The text with what no table can hold (NUL, unpaired surrogates) as U+FFFD, one for one."""
    return SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text).replace("\0", "\N{REPLACEMENT CHARACTER}")


def safe(cell: Cell) -> Cell:
    """Text that no spreadsheet runs: an apostrophe before a formula's first character."""
    if not isinstance(cell, str):
        return cell
    text = whole_text(cell)
    runs = text.lstrip(" \n").startswith(FORMULA) or text.lstrip().startswith(FORMULA)
    return f"'{text}" if runs else text


def one_line(cell: Cell) -> Cell:
    """The same on one line: a space for every tab and line break."""
    return BREAKS.sub(" ", cell) if isinstance(cell, str) else cell


def joined(values: Iterable[str | None], *, keep_empty: bool = False) -> str:
    """Several values in one cell; with `keep_empty` they stay side by side with those of other columns."""
    found = [value or "" for value in values]
    return JOIN.join(found) if keep_empty else JOIN.join(filter(None, found))
