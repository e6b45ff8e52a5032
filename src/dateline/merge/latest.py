"""Of a page that changed, only what its last version says: what was corrected does not count twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc


class Latest(Mapping[str, pa.Table]):
    """The coded tables of a store without the reports that a later version took the place of."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self._tables = tables
        self._revised: pa.Array | None = None

    def __getitem__(self, name: str) -> pa.Table:
        table = self._tables[name]
        if self._revised is None:
            reports = table if name == "reports" else self._tables["reports"]
            self._revised = pc.drop_null(reports["revises"].combine_chunks())
        if not len(self._revised) or "report_id" not in table.column_names:
            return table
        return table.filter(pc.invert(pc.is_in(table["report_id"], value_set=self._revised)))

    def __contains__(self, name: object) -> bool:
        return name in self._tables

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)
