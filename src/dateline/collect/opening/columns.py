"""Which column of a table is which field of a report, and a row's cells as a record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.collect.items import Record
from dateline.collect.opening.packed import label
from dateline.collect.page.dates import parse_date
from dateline.errors import UserError
from dateline.model import Failure

USUAL = {
    "text": "article_text full_text fulltext maintext main_text article_body articlebody body_text body"
    " article_content content text article story raw_text plain_text document",
    "title": "title headline article_title head heading hed",
    "published": "published published_at publishedat publication_date date_published date_publish"
    " datepublished publish_date published_date pubdate pub_date publishdate publicationdate article_date"
    " created_at datetime date timestamp",
    "outlet": "outlet outlet_name newspaper publisher publication source_name source_domain site_name medium"
    " media_name source site domain feed",
    "url": "url article_url source_url link permalink uri web_url canonical_url address href",
    "id": "id article_id articleid docid doc_id document_id uid uuid guid story_id",
    "author": "author authors byline creator writer",
    "language": "language lang language_code",
}
"""The usual names, the more telling first: of two columns that fit, the first of these is taken."""
FIELDS = {field: tuple(names.split()) for field, names in USUAL.items()}
MISSING = frozenset(("", "nan", "nat", "none", "null", "n/a", "<na>", "\\n"))
"""What stands in cells that are empty, after the programs that write tables; a text is never judged so."""
BLANKS = re.compile(r"[\s_\-.]+")
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the fields are: each with its column's index and its name in the table."""

    places: Mapping[str, tuple[int, str]]

    def record(
        self, cells: Sequence[str | None], origin: str, encoding: str | None, raw: bytes | None = None
    ) -> Record | Failure:
        """The row as a record; a date that cannot be read makes it a Failure."""
        fields: dict[str, object] = {}
        for field, (index, name) in self.places.items():
            cell = cells[index]
            if cell is not None and "\0" in cell:
                return Failure(origin, f"column “{name}” holds a NUL, which no text does; mend the row")
            fields[field] = cell if field == "text" else _given(cell)
        fields["text"] = fields["text"] or ""
        raw_date = fields.get("published")
        if isinstance(raw_date, str):
            found = parse_date(raw_date, "record")
            if found is None:
                return Failure(origin, _problem_of_cell(self.places["published"][1], raw_date))
            fields["published"], fields["dated"] = found
        return Record(origin=origin, fields=fields, encoding=encoding, raw=raw)


def text_columns(columns: Mapping[str, str]) -> frozenset[str]:
    """Names, in lower case, of which one in a first line makes it the header of a table of reports."""
    named = columns.get("text")
    return frozenset((named.lower(),)) if named else frozenset(FIELDS["text"])


def find_columns(header: Sequence[str], origin: str, named: Mapping[str, str]) -> Columns | Failure:
    """The fields' columns, by the names given for them or else by the usual ones.

    Raises UserError where a column was named that the table does not have.
    """
    unknown = next((field for field in named if field not in FIELDS), None)
    if unknown:
        raise UserError(f"no field “{unknown}”; a column can be one of {', '.join(FIELDS)}")
    places: dict[str, tuple[int, str]] = {}
    for field, usual in FIELDS.items():
        given = named.get(field)
        index = _index(header, (given,) if given else usual)
        if index is not None:
            places[field] = (index, header[index].strip())
        elif given:
            raise UserError(f"{origin}: no column “{given}” for {field}; it has {_shown(header)}")
    if "text" not in places:
        return Failure(
            origin,
            f"no column that is known to hold the text; name it (text=COLUMN); it has {_shown(header)}",
        )
    return Columns(places)


def _index(header: Sequence[str], names: Sequence[str]) -> int | None:
    """The first column that has the first of these names that any has; case and blanks do not count."""
    plain = [plain_name(cell) for cell in header]
    return next((plain.index(name) for name in map(plain_name, names) if name in plain), None)


def plain_name(name: str) -> str:
    """A column's name as names are compared: without case, blanks, quotes, points and dashes."""
    return BLANKS.sub("_", name.strip("\ufeff \t\r\n\"'").casefold()).strip("_")


def _given(cell: str | None) -> str | None:
    stripped = (cell or "").strip()
    return None if stripped.casefold() in MISSING else stripped


def _problem_of_cell(column: str, value: str) -> str:
    return (
        f"column “{label(column)}”: “{label(value)[:40]}” is not one certain day; "
        "write it as 2016-03-15 or 2016-03-15T08:30"
    )


def _shown(header: Sequence[str]) -> str:
    names = [f"“{label(cell.strip()[:40])}”" for cell in header[:SHOWN]]
    more = f" and {len(header) - SHOWN} more" if len(header) > SHOWN else ""
    return f"{', '.join(names)}{more}"
