"""docs/codebook is what the code makes of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline._cli.export_commands import FORMATS
from dateline.publish.codebook import main, pages
from dateline.publish.export import EXPORTS, format_named
from tests.repo.source import ROOT

FOLDER = ROOT / "docs" / "codebook"


@pytest.mark.parametrize("name", sorted(pages()))
def test_each_page_is_what_the_code_makes(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == pages()[name], "run dateline.publish.codebook"


def test_there_are_no_other_pages_and_the_command_writes_them(tmp_path: Path) -> None:
    main(str(tmp_path))
    assert {path.name for path in FOLDER.iterdir()} == {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize("name", EXPORTS)
def test_each_column_is_explained(name: str) -> None:
    form = format_named(name)
    assert form.name == name
    for fields in form.fields.values():
        assert len({column for column, _, _ in fields}) == len(fields)
        assert all(told for _, told, _ in fields)


def test_the_command_line_knows_every_format() -> None:
    assert FORMATS == EXPORTS
