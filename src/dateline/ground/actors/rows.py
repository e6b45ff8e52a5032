"""Tables in CSV: rows with their line, cells checked; a mistake is a UserError with file and line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import UserError

SECTORS = frozenset(
    [
        "AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "JRN", "JUD", "LAB", "LEG", "MED", "MIL",
        "NGO", "OPP", "PRE", "PRM", "PTY", "REB", "REF", "REL", "SOC", "SPY", "UAF", "UNK",
    ]
)  # fmt: skip
_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_COUNTRY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the file's name, the line, and its cells by column."""

    file: str
    line: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """The cell of a column; empty where the table has no such column."""
        return self.cells.get(column, "")

    def wrong(self, what: str) -> UserError:
        """The error to raise for this row."""
        return UserError(f"{self.file}, line {self.line}: {what}")


def read_rows(path: Path, needed: Sequence[str], optional: Sequence[str] = ()) -> Iterator[Row]:
    """The rows of a table that has the columns `needed` first, in this order, then any of `optional`."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines)
        columns = next(reader, None)
        _check_header(path.name, columns, needed, optional)
        yield from _body(path.name, reader, columns or [])


def read_free_rows(path: Path, needed: Sequence[str], optional: Sequence[str]) -> Iterator[Row]:
    """The rows of a user's table: the columns in any order, those of `needed` among them."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines)
            columns = [cell.strip() for cell in next(reader, [])]
            known = [*needed, *optional]
            odd = [name for name in columns if name not in known]
            missing = [name for name in needed if name not in columns]
            if odd or missing or len(set(columns)) < len(columns):
                problem = f"no column {', '.join(missing)}" if missing else f"unknown column {', '.join(odd)}"
                raise UserError(
                    f"{path.name}, line 1: {problem}; the first line names the columns, each once: "
                    f"{', '.join(known)}"
                )
            yield from _body(path.name, reader, columns)
    except OSError as error:
        raise UserError(f"{path}: cannot be read ({error.strerror}); name an actor table in CSV") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path}: is no CSV in UTF-8 ({error}); save it as such") from error


def _check_header(
    file: str, columns: list[str] | None, needed: Sequence[str], optional: Sequence[str]
) -> None:
    if (
        columns is None
        or columns[: len(needed)] != list(needed)
        or not set(columns[len(needed) :]) <= {*optional}
    ):
        more = f", then any of {','.join(optional)}" if optional else ""
        raise UserError(f"{file}, line 1: the columns must be {','.join(needed)}{more}")


def _body(file: str, reader: Iterator[list[str]], columns: list[str]) -> Iterator[Row]:
    size = len(columns)
    for cells in reader:
        if not cells or cells[0].startswith("#"):
            continue
        line: int = reader.line_num  # type: ignore[attr-defined]
        if len(cells) != size:
            raise UserError(
                f"{file}, line {line}: {len(cells)} fields instead of {size} ({','.join(columns)}); "
                "put a field that holds a comma between double quotes"
            )
        yield Row(file, line, dict(zip(columns, map(str.strip, cells), strict=True)))


def code_of(row: Row, column: str = "country") -> str | None:
    """The three-letter code in a column; None where it is empty."""
    code = row.get(column)
    if code and not _COUNTRY.fullmatch(code):
        raise row.wrong(f"{code!r} is no three-letter code such as SYR, UNO or IGO")
    return code or None


def sector_of(row: Row) -> str | None:
    """The PLOVER sector of a row; None where it is empty."""
    sector = row.get("sector")
    if sector and sector not in SECTORS:
        raise row.wrong(f"{sector!r} is no sector; use one of {' '.join(sorted(SECTORS))} or leave it empty")
    return sector or None


def name_of(row: Row) -> str:
    """The name of a row, which must have one."""
    if not row.get("name"):
        raise row.wrong("the name is missing")
    return row.get("name")


def days_of(row: Row, first: str = "start", last: str = "end") -> tuple[str, str]:
    """From when to when a row holds, as written: years, months or days; empty where open."""
    start, end = row.get(first), row.get(last)
    if not start and not end:
        return "", ""
    for day in (start, end):
        if day and not _DAY.fullmatch(day):
            raise row.wrong(f"{day!r} is no date; write 2016, 2016-03 or 2016-03-15")
    if start and end and end < start[: len(end)]:
        raise row.wrong(f"the term of {row.get('name')} ends before it begins")
    return start, end


def items(cell: str) -> list[str]:
    """The items of a field that holds a list."""
    if ";" not in cell:
        return [cell] if cell else []
    return [item for item in map(str.strip, cell.split(";")) if item]
