"""Tables of reports, one report a row: CSV and its kin here, Parquet in `parquet`.

`file.csv:12` is the row that begins in line 12. Quotes are taken strictly: a row in which they do not fit is
a Failure, never a guess, and reading goes on at its second line. What is not UTF-8 in a row is read as
windows-1252, and the row's encoding says so.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from dateline.collect.items import Record
from dateline.collect.opening.columns import FIELDS, Columns, find_columns, plain_name, text_columns
from dateline.collect.opening.packed import Rejoined
from dateline.collect.opening.parquet import MARK, parquet_rows
from dateline.config import Settings
from dateline.model import Failure

__all__ = ["rows", "text_columns"]

DELIMITERS = ",;\t|"
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
ROOM = 65_536
NEWLINE = ("\n", "\r")
STRAY = re.compile("[\udc80-\udcff]")


def rows(stream: BinaryIO, origin: str, settings: Settings) -> Iterator[Record | Failure]:
    """The table's rows as records, in order; a broken row is a Failure, and the rest is read.

    Raises UserError where the settings name a column that the table does not have.
    """
    head = stream.read(len(MARK))
    whole = Rejoined(head, stream)
    if head == MARK:
        yield from parquet_rows(cast("BinaryIO", whole), _path(stream, len(head)), origin, settings)
        return
    encoding = "utf-16" if head.startswith(WIDE) else "utf-8-sig"
    lines = io.TextIOWrapper(io.BufferedReader(whole), encoding, errors="surrogateescape", newline="")
    try:
        yield from _Csv(lines, origin, settings).records()
    except UnicodeDecodeError as error:
        yield Failure(origin, f"starts as {encoding} and is none ({error.reason}); save it as UTF-8")
    finally:
        lines.detach()


def _path(stream: BinaryIO, taken: int) -> str | None:
    """The path of a stream that is a file on the disk, as it lies there; None for all others."""
    raw = getattr(stream, "raw", stream)
    is_file = isinstance(raw, io.FileIO) and isinstance(raw.name, str) and stream.seekable()
    return str(Path(str(raw.name)).absolute()) if is_file and stream.tell() == taken else None


class _TooLongError(csv.Error):
    """A row goes on over the limit: an open quote, most often."""


class _Csv:
    """One delimited file, read line by line."""

    def __init__(self, lines: io.TextIOWrapper, origin: str, settings: Settings) -> None:
        self.lines, self.origin, self.settings = lines, origin, settings
        self.number = 0
        self.again: deque[str] = deque()
        self.limit = 2 * settings.max_chars + ROOM
        """Characters of one row, quoted quotes counted twice."""

    def records(self) -> Iterator[Record | Failure]:
        first = next((line for line in iter(self._line, "") if not _is_preamble(line)), None)
        if first is None:
            yield Failure(self.origin, "empty: there is no table in it")
            return
        delimiter, header = max(_headers(first), key=lambda found: self._known(found[1]))
        columns = find_columns(header, self.origin, self.settings.columns)
        if isinstance(columns, Failure):
            yield columns
            return
        csv.field_size_limit(max(csv.field_size_limit(), self.limit))  # there is one for the whole process
        found = False
        while (record := self._record(columns, delimiter, len(header))) is not None:
            found = True
            yield record
        if not found:
            yield Failure(self.origin, "empty: there is no row under the table's header")

    def _known(self, header: Sequence[str]) -> tuple[int, int]:
        names = {plain_name(name) for names in FIELDS.values() for name in names}
        names |= {plain_name(name) for name in self.settings.columns.values()}
        return sum(plain_name(cell) in names for cell in header), len(header)

    def _line(self) -> str:
        """The next line; empty at the end. Of a line over the limit, what is over it is dropped."""
        self.number += 1
        if self.again:
            return self.again.popleft()
        line = self.lines.readline(self.limit)
        rest = line
        while len(rest) >= self.limit and not rest.endswith(NEWLINE):
            rest = self.lines.readline(self.limit)
        return line

    def _record(self, columns: Columns, delimiter: str, width: int) -> Record | Failure | None:
        """The next row that is not blank; None at the end."""
        cells: list[str] = []
        lines: list[str] = []
        while not cells:
            lines = []
            start = self.number + 1
            try:
                cells = next(csv.reader(self._row_lines(lines), delimiter=delimiter, strict=True))
            except StopIteration:
                return None
            except csv.Error as error:
                self.again.extendleft(reversed(lines[1:]))
                self.number = start
                return Failure(
                    f"{self.origin}:{start}", f"a row that cannot be read ({error}); {_remedy(error)}"
                )
        origin = f"{self.origin}:{start}"
        if len(cells) < width or any(cells[width:]):
            return Failure(origin, f"{len(cells)} cells, and {width} columns in the header; mend the row")
        raw = "".join(lines).rstrip("\r\n")
        return _record(cells, raw, columns, origin, self.lines.encoding)

    def _row_lines(self, lines: list[str]) -> Iterator[str]:
        """The lines of one row as the parser asks for them, noted in `lines`."""
        size = 0
        while line := self._line():
            lines.append(line)
            size += len(line)
            if size >= self.limit:
                raise _TooLongError(f"longer than {self.limit:,} characters")
            yield line
        self.number -= 1


def _record(cells: list[str], raw: str, columns: Columns, origin: str, encoding: str) -> Record | Failure:
    if encoding == "utf-16":
        return columns.record(cells, origin, "utf-16 (mark)")
    strays = len(STRAY.findall(raw))
    if strays:
        cells = [STRAY.sub(_as_windows_1252, cell) for cell in cells]
    found = f"mixed: {strays} bytes read as cp1252" if strays else "strict"
    return columns.record(cells, origin, f"utf-8 ({found})", raw.encode("utf-8", "surrogateescape"))


def _as_windows_1252(match: re.Match[str]) -> str:
    return bytes((ord(match[0]) - 0xDC00,)).decode("cp1252", "replace")


def _remedy(error: csv.Error) -> str:
    too_long = isinstance(error, _TooLongError)
    return "mend its quotes, or, if it is so long, raise --max-chars" if too_long else "mend its quotes"


def _is_preamble(line: str) -> bool:
    """Whether a line stands before the header: blank, or a spreadsheet's note of its delimiter."""
    return not line.strip() or (line.lower().startswith("sep=") and len(line.strip()) == len("sep=;"))


def _headers(line: str) -> Iterator[tuple[str, list[str]]]:
    """The header's cells by every delimiter that a table may have."""
    for delimiter in DELIMITERS:
        try:
            yield delimiter, next(csv.reader([line], delimiter=delimiter, strict=True))
        except (csv.Error, StopIteration):
            yield delimiter, [line.strip()]
