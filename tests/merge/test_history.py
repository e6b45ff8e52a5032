"""Claims from real reports: updates, a page that changed, copies and denials."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from dateline.keep.tables import coded_rows
from dateline.merge.answers import Claim, answers_of, claims_of
from tests.interpret.reading import read

FIRST = "Rebels shelled the market of Baidoa on Sunday. The governor said five people were killed."
SECOND = "Rebels shelled the market of Baidoa on Sunday. The governor said twelve people were killed."
DENIED = "The army said that no shell had hit Baidoa. It denied that it had shelled the market."


def tables(*texts: tuple[str, str, str], linked: tuple[str, ...] | None = None) -> dict[str, Any]:
    """The rows of reports (id, day, text); the events of all, or of those `linked`, are one incident."""
    rows: dict[str, Any] = {}
    for name, day, text in texts:
        for table, more in coded_rows(read(text, day), datetime(2021, 5, 1, tzinfo=UTC)).items():
            rows.setdefault(table, []).extend(_of(name, row) for row in more)
    rows["incident_events"] = [
        {"incident_id": "i", "event_id": e["event_id"], "report_id": e["report_id"]}
        for e in rows["events"]
        if linked is None or e["report_id"] in linked
    ]
    return rows


def _of(report: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row as that of another report."""
    event = {"event_id": f"{report}-{row['event_id']}"} if row.get("event_id") else {}
    return row | {"report_id": report} | event


def killed(rows: dict[str, Any]) -> list[Claim]:
    """The claims on how many were killed."""
    return [c for c in claims_of(rows) if c.question == "killed"]


def test_a_later_word_of_the_same_governor_is_an_update() -> None:
    found = killed(tables(("a", "2021-05-02", FIRST), ("b", "2021-05-04", SECOND)))
    assert [(c.best, c.latest) for c in found] == [(5, False), (12, True)]
    assert found[1].supersedes == found[0].claim_id
    assert {c.holder for c in found} == {"The governor"}
    (answer,) = answers_of(found, "ucdp")
    assert (answer.best, answer.disputed) == (12, False)


def test_two_reports_that_quote_one_governor_on_one_day_have_one_origin() -> None:
    found = killed(tables(("a", "2021-05-02", FIRST), ("b", "2021-05-02", FIRST)))
    assert len({c.origin_id for c in found}) == 1
    assert all(c.latest for c in found)


def test_what_a_page_said_before_it_changed_is_history() -> None:
    rows = tables(("old", "2021-05-02", FIRST), ("new", "2021-05-02", SECOND), linked=("new",))
    for report in rows["reports"]:
        report["revises"] = "old" if report["report_id"] == "new" else None
    rows["earlier_reports"] = [r for r in rows["reports"] if r["report_id"] == "old"]
    rows["earlier_figures"] = [r for r in rows["figures"] if r["report_id"] == "old"]
    for name in ("reports", "events", "figures"):
        rows[name] = [r for r in rows[name] if r["report_id"] == "new"]
    found = killed(rows)
    assert [(c.best, c.latest) for c in found] == [(5, False), (12, True)]


def test_a_denial_stands_beside_what_it_denies() -> None:
    rows = tables(("a", "2021-05-02", FIRST), ("b", "2021-05-02", DENIED))
    stances = {(c.question, c.stance) for c in claims_of(rows)}
    assert ("happened", "asserts") in stances
    assert ("happened", "denies") in stances
    found = {a.question: a for a in answers_of(claims_of(rows))}
    assert found["happened"].disputed
    assert found["killed"].best == 5


def test_competing_claims_of_responsibility_and_a_denial_stand_side_by_side() -> None:
    bomb = "A car bomb exploded outside the courthouse in Kabul on Sunday."
    rows = tables(
        ("a", "2021-05-03", f"{bomb} The Taliban claimed responsibility for the attack."),
        ("b", "2021-05-03", f"{bomb} Islamic State said it had carried out the attack."),
        ("c", "2021-05-03", f"{bomb} The Taliban denied that they were behind the bombing."),
    )
    who = [c for c in claims_of(rows) if c.question == "who"]
    assert {(c.report_id, str(c.value).partition(" (")[0], c.stance) for c in who} == {
        ("a", "Taliban", "admits"),
        ("b", "Islamic State", "admits"),
        ("c", "Taliban", "denies"),
    }
    found = {a.question: a for a in answers_of(claims_of(rows))}
    assert found["who"].disputed


def test_every_claim_points_to_its_characters() -> None:
    for claim in claims_of(tables(("a", "2021-05-02", FIRST))):
        assert FIRST[claim.start : claim.end] == claim.text
