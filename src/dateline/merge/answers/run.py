"""The tables `claims` and `answers` of a store's tables."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from dateline.keep.schema import to_table
from dateline.merge.answers.answer import answers_of
from dateline.merge.answers.bounds import load_vague
from dateline.merge.answers.claims import claims_of
from dateline.merge.answers.rules import DEFAULT

READ = (
    "reports", "events", "event_actors", "event_places", "event_counts", "event_holders", "event_mentions",
    "figures", "statements", "incident_events", "passages",
)  # fmt: skip
"""The tables that claims are made of."""


def answers_tables(
    tables: Mapping[str, pa.Table],
    rule: str = DEFAULT,
    vague: str | None = None,
    whole: Mapping[str, pa.Table] | None = None,
) -> dict[str, pa.Table]:
    """`claims` and `answers`. `rule`: a name of `RULES`; `vague`: a file of words for numbers of your own.

    `whole`: the tables with the earlier versions of pages that changed, whose numbers are history.
    """
    rows = {name: _rows(name, tables[name]) for name in READ if name in tables}
    for name in ("reports", "figures"):
        rows[f"earlier_{name}"] = _earlier(name, whole) if whole else []
    claims = claims_of(rows)
    answers = answers_of(claims, rule, load_vague(vague))
    return {
        "claims": to_table("claims", (claim.row() for claim in claims)),
        "answers": to_table("answers", (answer.row() for answer in answers)),
    }


def with_disputes(incidents: pa.Table, answers: pa.Table) -> pa.Table:
    """The table `incidents`, disputed wherever an answer is."""
    disputed = set(answers.filter(answers["disputed"])["incident_id"].to_pylist())
    flags = [
        row["disputed"] or row["incident_id"] in disputed
        for row in incidents.select(["incident_id", "disputed"]).to_pylist()
    ]
    at = incidents.schema.get_field_index("disputed")
    return incidents.set_column(at, incidents.schema.field(at), pa.array(flags, pa.bool_()))


def _earlier(name: str, whole: Mapping[str, pa.Table]) -> list[dict[str, object]]:
    """The rows of reports that a later version took the place of."""
    revised = pc.drop_null(whole["reports"]["revises"].combine_chunks())
    if not len(revised) or name not in whole:
        return []
    table = whole[name]
    return _rows(name, table.filter(pc.is_in(table["report_id"], value_set=revised)))


def _rows(name: str, table: pa.Table) -> list[dict[str, object]]:
    """The rows, without what is large and not asked for."""
    left_out = {"reports": ("text", "furniture", "credits"), "events": ("record",)}.get(name, ())
    kept = [column for column in table.column_names if column not in left_out]
    return list(table.select(kept).to_pylist())
