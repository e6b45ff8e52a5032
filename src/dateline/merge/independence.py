"""How many sources stand behind what several reports say: three numbers, never one.

Reports are counted as they are. Texts are counted once, in however many reports they stand. Origins are
the last holders of what is said: two voices are one origin where they rest on the same passage, agency or
outlet, or name the same last holder (two papers that quote one spokesman have one source), or where each is
one with a third. Who says nothing of where he has it from is not shown to be independent and adds no
origin. In: `Voice`s. Out: `Independence`. Fails: never.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dateline.merge.copies.groups import Groups

UNKNOWN = "unknown:"
"""How the ids of origins begin that nothing shows."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One report that says something: the text that it is, its passage's origin, its last source."""

    report_id: str
    text_id: str | None = None
    """None: the report is a text of its own."""
    origin_id: str | None = None
    holder: str | None = None
    """What tells the last holder of the chain from others; None where none is named."""


@dataclass(frozen=True, slots=True)
class Independence:
    """Reports, independent texts, independent origins; and how many voices do not show where they have it."""

    reports: int
    texts: int
    origins: int
    unshown: int


def independence(voices: Iterable[Voice]) -> Independence:
    """The three numbers for all who say the same; whoever speaks, one origin there is at least."""
    heard = list(voices)
    groups: Groups[str] = Groups()
    shown = set()
    unshown = 0
    for voice in heard:
        marks = _marks(voice)
        unshown += not marks
        shown.update(marks)
        for mark in marks[1:]:
            groups.join(marks[0], mark)
    origins = len({groups.of(mark) for mark in shown})
    texts = {voice.text_id or voice.report_id for voice in heard}
    reports = {voice.report_id for voice in heard}
    return Independence(len(reports), len(texts), max(origins, min(1, len(heard))), unshown)


def _marks(voice: Voice) -> list[str]:
    """What a voice can be joined to others by; empty where it shows no source."""
    marks = [f"says:{voice.holder}"] if voice.holder else []
    if voice.origin_id and not voice.origin_id.startswith(UNKNOWN):
        marks.append(voice.origin_id)
    return marks
