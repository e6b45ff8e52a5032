"""Counts as a picture: real files, looked into."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import matplotlib as mpl
import pyarrow as pa
import pytest
from matplotlib.image import imread

from dateline.errors import UserError
from dateline.publish.plot_counts import MOST_SERIES, REST, drawn, plot_counts, series_of

MONTHS = pa.table(
    {
        "month": ["2020-11", "2020-11", "2021-02", None],
        "type": ["ASSAULT", "RETREAT", "ASSAULT", "PROTEST"],
        "events": [3, 1, 2, 7],
    }
)


def test_the_time_runs_on_through_months_without_events() -> None:
    found = series_of(MONTHS)
    assert found.labels == ("2020-11", "2020-12", "2021-01", "2021-02")
    assert found.values == {"ASSAULT": (3, 0, 0, 2), "RETREAT": (1, 0, 0, 0)}
    assert found.left_out == 7


@pytest.mark.parametrize(
    ("step", "first", "last", "number"),
    [
        ("day", "2020-02-28", "2020-03-01", 3),
        ("week", "2020-W52", "2021-W01", 3),
        ("year", "1999", "2001", 3),
    ],
)
def test_every_step_has_its_place(step: str, first: str, last: str, number: int) -> None:
    found = series_of(pa.table({step: [first, last], "events": [1, 1]}))
    assert len(found.labels) == number
    assert (found.labels[0], found.labels[-1]) == (first, last)


def test_rare_values_are_drawn_together() -> None:
    names = [f"T{n:02}" for n in range(12)]
    found = series_of(pa.table({"month": ["2020-11"] * 12, "type": names, "events": list(range(12, 0, -1))}))
    assert len(found.values) == MOST_SERIES + 1
    assert found.values[REST] == (4 + 3 + 2 + 1,)


def test_a_png_is_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "counts.png"
    plot_counts(MONTHS, str(path), "actor RUS")
    pixels = imread(path)
    assert pixels.shape[0] > 400
    assert pixels.shape[1] > 900
    assert len({tuple(p) for p in pixels[:, ::7].reshape(-1, pixels.shape[2]).tolist()}) > 3


def test_an_svg_needs_no_font_and_no_date(tmp_path: Path) -> None:
    path = tmp_path / "counts.svg"
    plot_counts(MONTHS, str(path))
    root = ET.fromstring(path.read_bytes())
    names = {re.sub(r"{.*}", "", element.tag) for element in root.iter()}
    assert "path" in names
    assert "text" not in names  # letters are drawn as paths, so that they look alike everywhere
    assert path.read_bytes() == drawn(MONTHS, "svg")  # the same counts make the same file


def test_without_a_time_the_largest_is_on_top() -> None:
    table = pa.table({"actor": ["KEN", None, "UGA"], "events": [2, 1, 5]})
    assert series_of(table).labels == ("UGA", "KEN", "not told")
    assert drawn(table, "png").startswith(b"\x89PNG")


def test_drawing_leaves_the_users_settings_alone() -> None:
    before = dict(mpl.rcParams)
    drawn(MONTHS, "png")
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize(
    ("table", "name", "told"),
    [
        (MONTHS, "counts.pdf", "a plot is a .png or .svg file"),
        (MONTHS, "nowhere/counts.png", "cannot be written"),
        (MONTHS.slice(3), "counts.png", "nothing to plot"),
        (MONTHS.slice(0, 0), "counts.png", "nothing to plot"),
        (pa.table({"events": [3]}), "counts.png", "nothing to plot"),
    ],
)
def test_what_cannot_be_drawn_is_told_in_a_line(
    tmp_path: Path, table: pa.Table, name: str, told: str
) -> None:
    with pytest.raises(UserError, match=told):
        plot_counts(table, str(tmp_path / name))
