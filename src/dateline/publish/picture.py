"""The table of events as a picture: SVG with no font, script or address from outside."""

from __future__ import annotations

import io
from typing import Final

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI

from dateline.model import Interpretation
from dateline.publish.table import print_reading

WIDTH: Final = 150
"""Columns of the table in the picture."""
_FRAME: Final = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>Events of a news report, one a line</title>
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
<rect width="{width}" height="{height}" rx="8" fill="#1f1f1f"/>
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def draw(reading: Interpretation, *, width: int = WIDTH) -> str:
    """A reading's table, `width` columns wide, as an SVG document."""
    console = Console(
        record=True, width=width, file=io.StringIO(), force_terminal=True, color_system="truecolor",
        highlight=False, emoji=False, markup=False,
    )  # fmt: skip
    print_reading(console, reading)
    return console.export_svg(theme=DIMMED_MONOKAI, code_format=_FRAME, unique_id="dateline")
