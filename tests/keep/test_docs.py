"""docs/store.md tells of every table, every column and every key there is, and of no other."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest

from dateline.keep.find import KEYS
from dateline.keep.schema import TABLES
from tests.conftest import ROOT

PAGE = (ROOT / "docs/store.md").read_text("utf-8")
KINDS = {
    pa.string(): "text",
    pa.int32(): "int",
    pa.int64(): "int",
    pa.float64(): "real",
    pa.bool_(): "yes/no",
    pa.date32(): "day",
    pa.timestamp("us"): "moment",
    pa.list_(pa.string()): "texts",
}


def told() -> dict[str, list[tuple[str, str]]]:
    """Table → its columns and their types, as the page has them."""
    sections = re.split(r"^### `(\w+)`.*$", PAGE, flags=re.MULTILINE)[1:]
    rows = re.compile(r"^\| `(\w+)` \| ([^|]+) \| [^|]+ \|$", re.MULTILINE)
    return {name: rows.findall(text) for name, text in zip(sections[::2], sections[1::2], strict=True)}


def kind(field: pa.Field) -> str:
    """A column's type in the page's words."""
    word = KINDS.get(field.type) or ("rows" if pa.types.is_list(field.type) else "row")
    return f"{word}, or null" if field.nullable else word


def test_the_page_has_the_tables_of_the_schema_in_their_order() -> None:
    assert list(told()) == list(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_the_page_has_the_columns_of_each_table_with_their_types(table: str) -> None:
    assert told()[table] == [(field.name, kind(field)) for field in TABLES[table]]


def test_the_page_has_the_keys_of_the_language() -> None:
    section = PAGE.partition("\n## Finding\n")[2].partition("\n## ")[0]
    listed = [key for row in re.findall(r"^\| (`.+?) \|", section, re.MULTILINE) for key in row.split()]
    assert [key.strip("`:") for key in listed] == list(KEYS)
