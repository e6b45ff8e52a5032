"""Check tables of actors: every mistake of every row, with the file and the line."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.errors import UserError
from dateline.ground.actors.forms import LONGEST_CAPITALS
from dateline.ground.actors.rows import SECTORS, Row, days_of, items
from dateline.ground.actors.table import OVERSEAS, pieces_of

SHIPPED = Path(__file__).parents[2] / "_ref" / "actors"
SPELLED = ("other_names", "aliases", "adjectives", "people", "seats")
"""Columns that list spellings, beside `name`."""
SHORTEST = 3
"""Letters that a spelling must have, unless it stands in capitals."""
SHORT_NAMES = frozenset(("xi",))
COMMON = frozenset(
    """
    a about after all also an and any are army as at bank bar base basic be big black blue book both boy
    bright but by call car care central chief child city clear club coast common council country court
    cross dawn day deep democracy direct division door east emergency end event fair fall far fast field
    fire first five force forum four free friend front future general girl good government great green
    group guard half head help her here high him his home house how idea if in is it its join just key
    king land last law leader left let light line list live long male man many march mark market may me
    media memorial men mine minister mission model monday month moon most mother mountain move my nation
    navy need network never new next night no north not now of office oil old on one open or order our out
    over park parliament party past peace people place plan point police port post power press pride prime
    progress public queen rally real red rice right road rock rose round sea see senate set seven she
    short should side six sky so some south star state still stop storm street strike sun sunday ten that
    the their them then there they this three time today tomorrow total tree true trust turn two unit
    united unity up us vote war water way we week well west what when white who why will with woman women
    work world year yes you young
    """.split()
)
"""Words too common to name anybody, which a sentence may begin with."""
_MONTHS = "january february march april may june july august september october november december"
_DATE = re.compile(rf"({'|'.join(_MONTHS.split())}) \d+|\d+ ({'|'.join(_MONTHS.split())})")
_ID = re.compile(r"[A-Z]{3}|([A-Z]{3}-)?[a-z0-9]+(-[a-z0-9]+)*")
_NOT_A_STATE = frozenset((*OVERSEAS, "ISM", "MNC"))
_UNSPELLED = ("roles", "words", "institutions")
_SPELLINGS = ("regions", "countries")
"""Tables where rows of one id are several spellings of it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake, and where it stands."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.message}"


def lint(path: Path) -> list[Problem]:
    """All that is wrong in a table, or in all tables of a folder; nothing when all is well."""
    found: list[Problem] = []
    rows: list[Row] = []
    for file in sorted(path.glob("*.csv")) if path.is_dir() else [path]:
        rows += _read(file, found)
    codes = _codes(rows)
    known = {row.get("id") for row in rows} | codes
    for row in rows:
        found += [_at(row, message) for message in _row_problems(row, codes, known)]
    found += _identity_problems(rows)
    found += _shared_spellings(rows)
    return sorted(found, key=lambda problem: (problem.file, problem.line))


def _at(row: Row, message: str) -> Problem:
    return Problem(row.file, row.line, message)


def _read(path: Path, found: list[Problem]) -> Iterator[Row]:
    """The rows that have all their fields; what else is wrong with the lines goes to `found`."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines)
        columns = next(reader, [])
        for cells in reader:
            if not cells or cells[0].startswith("#"):
                continue
            row = Row(path.name, reader.line_num, dict(zip(columns, map(str.strip, cells), strict=False)))
            if len(cells) != len(columns):
                found.append(_at(row, f"{len(cells)} fields instead of {len(columns)}"))
                continue
            if any(cell != cell.strip() for cell in cells):
                found.append(_at(row, "a blank at the edge of a field"))
            yield row


def _codes(rows: Iterable[Row]) -> frozenset[str]:
    """Codes of states, of these tables or else of the shipped ones, and those that stand for no state."""
    codes = {row.get("code") for row in rows if row.get("code")}
    if not codes:
        with (SHIPPED / "countries.csv").open(encoding="utf-8", newline="") as lines:
            codes = {row["code"] for row in csv.DictReader(lines) if not row["code"].startswith("#")}
    return frozenset(codes) | _NOT_A_STATE


def _row_problems(row: Row, codes: frozenset[str], known: set[str] | frozenset[str]) -> Iterator[str]:
    yield from _code_problems(row, codes, known)
    sector = row.get("sector")
    if sector and sector not in SECTORS:
        yield f"{sector!r} is no sector"
    if row.get("id") and not _ID.fullmatch(row.get("id")):
        yield f"{row.get('id')!r} is no id such as SYR, RUS-federal-security-service or vladimir-putin"
    first, last = ("from", "to") if "from" in row.cells else ("start", "end")
    try:
        days_of(row, first, last)
    except UserError as error:
        yield str(error).split(": ", 1)[1]
    for column in (*SPELLED, "forms", "words", "active_in", "sponsors"):
        cell = row.get(column)
        if cell and [item.strip() for item in cell.split(";")] != items(cell):
            yield f"an empty item in {column}"
        elif cell and cell.split(";") != items(cell):
            yield f"a blank at the edge of an item of {column}"
    if Path(row.file).stem not in _UNSPELLED:
        yield from _spelling_problems(row)


def _code_problems(row: Row, codes: frozenset[str], known: set[str] | frozenset[str]) -> Iterator[str]:
    for code in filter(None, (row.get("country"), row.get("code"))):
        if code not in codes:
            yield f"{code!r} is no code of ISO 3166-1 alpha-3 or PLOVER"
    for code in items(row.get("active_in")):
        if code not in codes:
            yield f"{code!r} in active_in is no code of ISO 3166-1 alpha-3 or PLOVER"
    for sponsor in items(row.get("sponsors")):
        if sponsor not in known and not any(ident.endswith(f"-{sponsor.lower()}") for ident in known):
            yield f"{sponsor!r} in sponsors is neither a code nor an id"


def _spelling_problems(row: Row) -> Iterator[str]:
    if not (row.get("name") or row.get("code")):
        yield "the name is missing"
    for column in SPELLED:
        seen: set[tuple[str, ...] | str] = set()
        for spelling in items(row.get(column)):
            key = spelling if _in_capitals(spelling) else pieces_of(spelling)
            if key in seen:
                yield f"{spelling!r} stands twice in {column}: case, accents and hyphens make no difference"
            seen.add(key)
    for spelling in _spellings(row):
        pieces = pieces_of(spelling)
        if not pieces:
            yield f"{spelling!r} has no letters"
        elif _DATE.fullmatch(" ".join(pieces)):
            yield f"{spelling!r} reads as a date"
        elif len(pieces) == 1 and not _in_capitals(spelling):
            if pieces[0] in COMMON:
                yield f"{spelling!r} is a common word"
            elif len(pieces[0]) < SHORTEST and pieces[0] not in SHORT_NAMES:
                yield f"{spelling!r} is too short to be found safely, unless it stands in capitals"


def _in_capitals(spelling: str) -> bool:
    """Whether a spelling is found only in just these capitals."""
    letters = spelling.replace(".", "").replace("-", "")
    return len(pieces_of(spelling)) == 1 and letters.isupper() and len(letters) <= LONGEST_CAPITALS


def _spellings(row: Row) -> list[str]:
    """All by which a row is found; a name with a bracket only tells rows apart."""
    name = row.get("name")
    own = [name] if name and "(" not in name else []
    return [*own, *(spelling for column in SPELLED for spelling in items(row.get(column)))]


def _identity_problems(rows: Iterable[Row]) -> Iterator[Problem]:
    """An id in two tables, and rows of one id whose times overlap."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.get("id"):
            groups[row.get("id")].append(row)
    for ident, group in groups.items():
        for number, row in enumerate(group):
            before = group[:number]
            other = next((one for one in before if one.file != row.file), None)
            if other is not None:
                yield _at(row, f"the id {ident!r} is already in {other.file}, line {other.line}")
            else:
                same = next((one for one in before if _repeats(one, row)), None)
                if same is not None:
                    yield _at(row, f"the id {ident!r} holds at the same time in line {same.line}")


def _repeats(one: Row, other: Row) -> bool:
    """Whether two rows of one id say twice what somebody is: of persons the same office, else anything."""
    table = Path(other.file).stem
    if table in _SPELLINGS:
        return False
    return one.get("role") == other.get("role") and _overlap(one, other)


def _apart(one: Row, other: Row) -> bool:
    """Whether where a report plays tells two groups of one spelling apart: two al-Shabaabs."""
    groups = all(Path(row.file).stem == "armed_groups" for row in (one, other))
    return groups and one.get("country") != other.get("country")


def _shared_spellings(rows: Iterable[Row]) -> Iterator[Problem]:
    """Spellings that two identities have at the same time, so that a reader could not tell them apart."""
    holders: dict[tuple[str, ...] | str, list[Row]] = defaultdict(list)
    for row in rows:
        if Path(row.file).stem in _UNSPELLED:
            continue
        for spelling in dict.fromkeys(_spellings(row)):
            key = spelling if _in_capitals(spelling) else pieces_of(spelling)
            for other in holders[key]:
                if _identity(other) != _identity(row) and _overlap(other, row) and not _apart(other, row):
                    place = f"{other.file}, line {other.line}"
                    yield _at(row, f"{spelling!r} is a spelling of {place} at the same time")
            holders[key].append(row)


def _identity(row: Row) -> str:
    return row.get("id") or row.get("name") or row.get("code")


def _overlap(one: Row, other: Row) -> bool:
    """Whether two rows hold on the same day; what ends in the month another begins in does not."""
    (start, end), (begin, stop) = _days(one), _days(other)
    return not (_before(end, begin) or _before(stop, start))


def _days(row: Row) -> tuple[str, str]:
    if "from" in row.cells:
        return row.get("from"), row.get("to")
    return row.get("start"), row.get("end")


def _before(end: str, start: str) -> bool:
    """Whether something ends before (or in the year, month or day in which) another begins."""
    size = min(len(end), len(start))
    return bool(end) and bool(start) and end[:size] <= start[:size]
