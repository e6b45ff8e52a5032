"""What others made is as they made it; the figures on the method page are those of the benches."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

from dateline.serve.pages import STATIC

VENDOR = STATIC / "vendor"


def rows() -> list[list[str]]:
    lines = re.findall(r"^\| `.*$", (VENDOR / "VENDORED.md").read_text("utf-8"), re.MULTILINE)
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


def test_every_vendored_file_is_unchanged_and_has_its_licence() -> None:
    listed = {row[0]: row for row in rows()}
    files = {p.name for p in VENDOR.iterdir()} - {"VENDORED.md"}
    licences = {name for name in files if name.endswith(".LICENSE.txt")}
    assert set(listed) == files - licences
    for name, (_, _, version, licence, _, sha256) in listed.items():
        content = (VENDOR / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == sha256, name
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)
        (named,) = re.findall(r"[\w-]+\.LICENSE\.txt", licence)
        assert "Permission to use, copy, modify" in (VENDOR / named).read_text("utf-8")


def test_our_own_scripts_are_short_and_hold_no_address(root: Path) -> None:
    for path in [*STATIC.glob("*.js"), *STATIC.glob("*.css"), *(STATIC.parent / "templates").iterdir()]:
        text = path.read_text("utf-8")
        assert len(text.splitlines()) <= 260, path.name
        assert not re.search(r"https?://(?!www\.w3\.org)\w", text), path.name
        assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|\beval\(", text), path.name
        assert not re.search(r"<script>|\bon\w+=\"|\bstyle=\"|\| *safe\b", text), path.name


def test_each_figure_stands_where_it_is_said_to(root: Path) -> None:
    read = tomllib.loads((root / "src/dateline/serve/figures.toml").read_text("utf-8"))
    for figure in read["figure"]:
        text = " ".join((root / figure["file"]).read_text("utf-8").split())
        assert figure["words"] in text, figure["what"]
