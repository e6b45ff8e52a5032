"""What of the store a view shows: read from its address, written into it, and asked of the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final, Self

from dateline.errors import UserError
from dateline.serve.words import STATUSES

SORTS: Final = {
    "recent": "last_day DESC NULLS LAST, incident_id",
    "origins": "origins DESC, last_day DESC NULLS LAST, incident_id",
    "reports": "reports DESC, last_day DESC NULLS LAST, incident_id",
    "doubt": "disputed DESC, confidence ASC, incident_id",
}
MAX_LENGTH: Final = 300
_BY_SOURCE: Final = """incident_id IN (
    SELECT incident_id FROM claims WHERE holder = ?
    UNION ALL
    SELECT incident_id FROM incident_events JOIN reports USING (report_id) WHERE outlet = ?)"""


@dataclass(frozen=True, slots=True)
class Filters:
    """Each field is one filter; empty means that it does not hold. All that are set hold together."""

    actor: str = ""
    recipient: str = ""
    type: str = ""
    country: str = ""
    place: str = ""
    status: str = ""
    source: str = ""
    first: str = ""
    last: str = ""
    origins: str = ""
    disputed: str = ""
    box: str = ""
    """West, south, east, north in degrees."""
    words: str = ""
    sort: str = ""
    page: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """The filters in a query, other names left aside; UserError where a value makes no sense."""
        given = {f.name: query.get(f.name, "").strip()[:MAX_LENGTH] for f in fields(cls)}
        found = cls(**given)
        found.check()
        return found

    def check(self) -> None:
        """UserError in a line where a filter cannot be understood."""
        for name in ("first", "last"):
            if getattr(self, name):
                _day(name, getattr(self, name))
        if self.status and self.status not in STATUSES:
            raise UserError(f"status “{self.status}”: it is one of {', '.join(STATUSES)}")
        if self.sort and self.sort not in SORTS:
            raise UserError(f"sort “{self.sort}”: it is one of {', '.join(SORTS)}")
        for name in ("origins", "page"):
            value = getattr(self, name)
            if value and not (value.isascii() and value.isdigit() and len(value) < 7):
                raise UserError(f"{name} “{value}”: write a whole number")
        if self.box:
            self.bounds()

    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north; UserError where they are no box on the globe."""
        try:
            west, south, east, north = (float(part) for part in self.box.split(","))
        except ValueError:
            raise UserError(f"box “{self.box}”: write it as WEST,SOUTH,EAST,NORTH in degrees") from None
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
            raise UserError(
                f"box “{self.box}”: no box on the globe (west and east ±180, south below north, ±90)"
            )
        return west, south, east, north

    def where(self) -> tuple[str, list[Any]]:
        """The condition on the table of incidents, and its values."""
        parts, values = self._named()
        if self.box:
            west, south, east, north = self.bounds()
            across = "lon BETWEEN ? AND ?" if west <= east else "(lon >= ? OR lon <= ?)"
            parts.append(f"lat BETWEEN ? AND ? AND {across}")
            values += [south, north, west, east]
        if self.first:
            parts.append("last_day >= ?")
            values.append(_day("first", self.first))
        if self.last:
            parts.append("first_day <= ?")
            values.append(_day("last", self.last))
        if self.origins:
            parts.append("origins >= ?")
            values.append(int(self.origins))
        if self.disputed:
            parts.append("disputed")
        return " AND ".join(parts) or "true", values

    def _named(self) -> tuple[list[str], list[Any]]:
        conditions = {
            "actor": "list_contains(actors, ?)",
            "recipient": "list_contains(recipients, ?)",
            "type": "type = ?",
            "country": "country = ?",
            "place": "place_name = ?",
            "status": "status = ?",
            "source": _BY_SOURCE,
            "words": "contains(lower(title), lower(?))",
        }
        held = [name for name in conditions if getattr(self, name)]
        values = [getattr(self, name) for name in held for _ in range(conditions[name].count("?"))]
        return [conditions[name] for name in held], values

    @property
    def order(self) -> str:
        """How the list is sorted."""
        return SORTS[self.sort or "recent"]

    @property
    def number(self) -> int:
        """Which page of the list, from 1."""
        return max(1, int(self.page or 1))

    def set(self) -> dict[str, str]:
        """Those that are set, as an address has them."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name)}

    def but(self, **changes: str) -> dict[str, str]:
        """The same with some changed, from the first page again."""
        return replace(self, **{"page": "", **changes}).set()

    def narrowing(self) -> int:
        """How many filters hold, sorting and paging aside."""
        return len([name for name in self.set() if name not in {"sort", "page"}])


def _day(name: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UserError(f"{name} “{value}”: write the day as 2024-03-15") from None
