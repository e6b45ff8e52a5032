"""Merge: the events of many reports → what happened, told once, and where the reports differ.

In: the tables of a store (`keep.schema.CODED`) and its judgements. Out: the tables made of them
(`keep.schema.MERGED`): which reports copy each other, where each passage comes from, which events are one
incident, what each source answers to each question about an incident, who has what where. Fails: never on a
store's tables; KeyError where a table is missing; UserError where a rule or a table of words that the user
names is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from dateline.keep.schema import CODED
from dateline.merge.answers import DEFAULT
from dateline.merge.answers.run import READ as ANSWERED_FROM
from dateline.merge.answers.run import answers_tables, with_disputes
from dateline.merge.copies.run import copies_tables
from dateline.merge.incidents import READ, link
from dateline.merge.independence import Independence, Voice, independence
from dateline.merge.latest import Latest
from dateline.merge.ledger import ledger_table

__all__ = ["Independence", "Voice", "independence", "link", "merge"]


def merge(
    tables: Mapping[str, pa.Table], judgements: pa.Table, rule: str = DEFAULT, vague: str | None = None
) -> dict[str, pa.Table]:
    """The merged tables of a store's tables and of what people decided, all made anew.

    Of a page that changed, only its last version counts. Where `tables` has the incidents of the last run,
    they keep their ids and their log goes on. `rule`, `vague`: docs/disagreement.md.
    """
    latest = Latest(tables)
    made = copies_tables(latest["reports"])
    made["ledger"] = ledger_table(latest)
    coded = {name: latest[name] for name in {*READ, *ANSWERED_FROM} & set(CODED)}
    made |= link({**coded, **made, "judgements": judgements}, tables)
    made |= answers_tables({**coded, **made}, rule, vague, whole=tables)
    made["incidents"] = with_disputes(made["incidents"], made["answers"])
    return made
