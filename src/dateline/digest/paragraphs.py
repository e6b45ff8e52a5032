"""Where paragraphs end: at every line end, but for texts that are wrapped at a fixed width.

Agency wires and mail wrap their lines; there a line end inside a paragraph is only a space.
"""

from __future__ import annotations

import re
from typing import Final

_LINES: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_ENDED: Final = re.compile(r"""[.!?:;][)"'”’\]]*\s*$""")
FEWEST: Final = 3
"""Lines that must be seen to tell a wrapped text from a list."""
WIDTHS: Final = (45, 110)
"""Characters in a wrapped line, all but the last of a paragraph."""
SHORT: Final = 0.7
"""A line under this share of the usual width, ended by a stop, ends its paragraph."""


def paragraph_ends(text: str) -> frozenset[int] | None:
    """Offsets of the line ends that end a paragraph, or None where all do (text that is not wrapped)."""
    lines = [(m.start(), m.group().rstrip("\r\n"), m.end()) for m in _LINES.finditer(text) if m.group()]
    inner = [i for i in range(len(lines) - 1) if lines[i][1].strip() and lines[i + 1][1].strip()]
    if len(inner) < FEWEST or not _is_wrapped([lines[i][1] for i in inner]):
        return None
    width = sorted(len(lines[i][1].rstrip()) for i in inner)[int(0.8 * len(inner))]
    joined = {i for i in inner if not _ends_paragraph(lines[i][1], lines[i + 1][1], width)}
    return frozenset(at for i, (start, line, end) in enumerate(lines) if i not in joined
                     for at in range(start + len(line), end))  # fmt: skip


def _is_wrapped(lines: list[str]) -> bool:
    """Whether most lines are of a wrapped line's length and stop in the middle of a sentence."""
    low, high = WIDTHS
    fitting = sum(low <= len(line.rstrip()) <= high for line in lines)
    unended = sum(_ENDED.search(line) is None for line in lines)
    return fitting >= 0.6 * len(lines) and unended >= 0.6 * len(lines)


def _ends_paragraph(line: str, following: str, width: int) -> bool:
    """Inside a wrapped text: an indented line begins a paragraph, a short ended one ends it."""
    if len(following) - len(following.lstrip()) >= 2 > len(line) - len(line.lstrip()):
        return True
    return len(line.rstrip()) < SHORT * width and _ENDED.search(line) is not None
