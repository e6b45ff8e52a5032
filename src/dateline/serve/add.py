"""Adding a report: it is read at once and shown; it goes into the store only when somebody says so."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from typing import Any, Final

from dateline.errors import UserError
from dateline.keep import Snapshot
from dateline.model import Failure, Interpretation, Report
from dateline.record import attribution_record, event_record
from dateline.serve.desk import Desk, Pasted
from dateline.serve.forms import Form

HELD: Final = 20
"""So many reports wait in memory for somebody to have them stored; the oldest go first."""


class Waiting:
    """Reports that were read and not yet stored."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Report] = OrderedDict()

    def hold(self, report: Report) -> str:
        """Keeps a report for a while; gives the name to ask for it by."""
        name = secrets.token_hex(8)
        self._held[name] = report
        while len(self._held) > HELD:
            self._held.popitem(last=False)
        return name

    def take(self, name: str) -> Report:
        """The report of this name; UserError where it is no longer held."""
        found = self._held.get(name)
        if found is None:
            raise UserError("that report is no longer at hand; paste it again")
        return found


def pasted_of(form: Form) -> Pasted:
    """What a form asks to be read; UserError where there is nothing."""
    text, address = form.raw("text"), form["address"]
    if not text.strip() and not address:
        raise UserError("paste a report's text, or give its address")
    return Pasted(
        text="" if address else text,
        address=address,
        title=form["title"] or None,
        outlet=form["outlet"] or None,
        published=form["published"] or None,
    )


def read(desk: Desk, pasted: Pasted) -> Interpretation:
    """The report, read to the end; UserError where it cannot be."""
    if desk.reader is None:
        raise UserError("this desk was started without the language model, so that it can read nothing")
    outcome = desk.reader(pasted)
    if isinstance(outcome, Failure):
        raise UserError(f"{outcome.origin}: {outcome.message}")
    return outcome


def as_page(reading: Interpretation) -> dict[str, Any]:
    """The same data that a stored report's page has."""
    found = reading.grounded.digest.report
    names = ("title", "outlet", "url", "author", "published", "text", "language")
    about = {name: getattr(found, name) for name in names}
    return {
        "report": {
            "report_id": found.id,
            **about,
            "furniture": [{"start": f.start, "end": f.end, "rule": f.rule} for f in found.furniture],
            "credits": [
                {"start": c.span.start, "end": c.span.end, "agency": c.agency} for c in found.credits
            ],
        },
        "events": [event_record(event) | {"stored": False} for event in reading.events],
        "statements": [
            {"kind": s.kind, "stance": s.stance, "record": attribution_record(s)} for s in reading.statements
        ],
        "copies": [],
        "origins": [],
    }


def keep(desk: Desk, report: Report) -> str:
    """Stores a report; gives the id that it has in the store. UserError where it cannot be stored."""
    added = desk.store.add([report])
    if added.failures:
        raise UserError(f"it was not stored: {added.failures[0].message}")
    return stored_id(desk.views.refresh().snapshot, report)


def stored_id(snapshot: Snapshot, report: Report) -> str:
    """The id of the stored report with this text."""
    found = snapshot.rows("SELECT report_id FROM reports WHERE text_sha256 = ? LIMIT 1", [report.text_sha256])
    if not found:
        raise UserError(
            "it was stored, but is not yet in what this desk reads; load the incidents again soon"
        )
    return str(found[0]["report_id"])
