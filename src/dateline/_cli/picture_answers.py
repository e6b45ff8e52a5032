"""Behind `answers`: the claims of incidents, and one answer to each question by a named rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dateline._cli.rows import write_rows
from dateline._cli.store_show import resolve
from dateline.api import open_store
from dateline.keep import Snapshot
from dateline.merge.answers import Answer, Claim, answers_of, load_vague
from dateline.merge.answers.rules import DEFAULT

COLUMNS = ("incident", "question", "of", "answer", "rule", "who says it", "day", "says", "stance", "still")


def show_answers(
    name: str | None, folder: str, form: str, *,
    rule: str | None, vague: str | None, question: str | None, disputed: bool,
) -> None:  # fmt: skip
    """The answers that are asked for, each with its claims."""
    with open_store(folder).current() as snapshot:
        incident = resolve(name, snapshot, ("incident",))[1] if name else None
        claims = _claims(snapshot, incident)
    found = [
        answer
        for answer in answers_of(claims, rule or DEFAULT, load_vague(vague))
        if question in (None, answer.question) and (answer.disputed or not disputed)
    ]
    by_id = {claim.claim_id: claim for claim in claims}
    if form == "json":
        rows = ({**a.row(), "claims": [by_id[i].row() for i in a.claims]} for a in found)
        write_rows([], rows, "json", total=len(found))
        return
    lines = [line for answer in found for line in _lines(answer, [by_id[i] for i in answer.claims])]
    write_rows(COLUMNS, lines, "table", total=len(lines))


def _claims(snapshot: Snapshot, incident: str | None) -> list[Claim]:
    order = "ORDER BY incident_id, published_day NULLS FIRST, report_id, start, question"
    where = "WHERE incident_id = ?" if incident else ""
    rows = snapshot.rows(f"SELECT * FROM claims {where} {order}", [incident] if incident else [])
    return [Claim(**row) for row in rows]


def _lines(answer: Answer, claims: Iterable[Claim]) -> Iterator[dict[str, Any]]:
    """An answer in a line, then its claims, a line each."""
    told = _levels(answer.low, answer.best, answer.high) or answer.value or ""
    told += " (disputed)" if answer.disputed else ""
    of = answer.population or ""
    head = (answer.incident_id, answer.question, of, told, answer.rule, *[""] * 5)
    yield dict(zip(COLUMNS, head, strict=True))
    for claim in claims:
        says = _levels(claim.low, claim.best, claim.high) or claim.value or claim.text
        line = (
            "", "", "", "", "", claim.holder or "the reporter", claim.day, says, claim.stance,
            "yes" if claim.latest else "no",
        )  # fmt: skip
        yield dict(zip(COLUMNS, line, strict=True))


def _levels(low: float | None, best: float | None, high: float | None) -> str:
    """Three levels in a few characters: `9`, `9 to 12`, `9 to 12, best 10`, `9 or more`."""
    if low is None and high is None:
        return "" if best is None else f"about {best:g}"
    if low == high:
        return f"{low:g}"
    span = f"{low:g} to {high:g}" if low is not None and high is not None else ""
    span = span or (f"{low:g} or more" if low is not None else f"up to {high:g}")
    return f"{span}, best {best:g}" if best is not None and high is not None else span
