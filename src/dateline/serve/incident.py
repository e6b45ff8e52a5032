"""An incident: what its sources agree on, where they differ, on whose word, and how the numbers went."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from heapq import nsmallest
from typing import Any, Final

from dateline.serve.view import Row, View

MOST_CLAIMS: Final = 600
MOST_REPORTS: Final = 300
MOST_EVENTS: Final = 300
Chains = dict[tuple[str, int | None], list[Row]]
"""Of an event, and of each of its numbers by where it stands: who is named as a source."""

_CLAIMS: Final = f"SELECT * EXCLUDE (incident_id) FROM claims WHERE incident_id = ? LIMIT {MOST_CLAIMS}"
_LINKS: Final = 'SELECT event_id, report_id, score, reasons, "by" FROM incident_events WHERE incident_id = ?'
_LOG: Final = (
    "SELECT * FROM incident_log WHERE incident_id = $1 UNION ALL SELECT * FROM incident_log WHERE other = $1"
)
_EVENTS: Final = (
    "SELECT event_id, type, mode, status, confidence, sentence_start, sentence_end, trigger_text, "
    "trigger_start, record FROM events"
)
_REPORTS: Final = (
    "SELECT report_id, outlet, title, published, published_day, url, language, text, credits FROM reports"
)


def incident(view: View, incident_id: str) -> dict[str, Any] | None:
    """All that the page shows; None where there is no such incident.

    Tables are asked one by one for rows of known keys, which their indexes answer; a join would read them
    all. Their few rows are put in order here: sorting and DISTINCT cost the database more than the reading.
    """
    found = view.one("SELECT * FROM incidents WHERE incident_id = ?", [incident_id])
    if found is None:
        return None
    claims = view.rows(_CLAIMS, [incident_id])
    events = nsmallest(MOST_EVENTS, view.rows(_LINKS, [incident_id]), key=lambda row: row["event_id"])
    keys = {row["event_id"] for row in (*claims, *events)}
    known = {row["event_id"]: row for row in view.among(_EVENTS, "event_id", keys)}
    reports = {
        r["report_id"]: r
        for r in view.among(_REPORTS, "report_id", {r["report_id"] for r in (*claims, *events)})
    }
    chains = _chains(json.loads(row.pop("record")) for row in known.values())
    claims = [_claim(one, reports, known, chains) for one in claims if one["report_id"] in reports]
    claims.sort(key=lambda one: (one["question"], one["population"] or "", one["claim_id"]))
    claims.sort(key=lambda one: one["published_day"] or date.min, reverse=True)
    answers = view.rows("SELECT * FROM answers WHERE incident_id = ?", [incident_id])
    answers.sort(key=lambda row: (row["question"], row["population"] is None, row["population"] or ""))
    questions = [_question(answer, claims) for answer in answers]
    return {
        "incident": found,
        "agreed": [one for one in questions if not one["disputed"]],
        "differing": [one for one in questions if one["disputed"]],
        "claims": claims,
        "history": [c for c in claims if any(c[bound] is not None for bound in ("low", "best", "high"))],
        "reports": _reports(view, reports, events),
        "events": [_event(one, reports, known) for one in events if one["event_id"] in known],
        "log": sorted(view.rows(_LOG, [incident_id]), key=lambda row: row["seq"]),
    }


def successor(view: View, incident_id: str) -> str | None:
    """The incident that one of this id has gone into: old addresses lead on. None where none is known."""
    into = view.one(
        "SELECT n.incident_id FROM incident_log l JOIN incidents n USING (incident_id) "
        "WHERE l.other = ? AND l.action = 'merge' ORDER BY l.seq DESC LIMIT 1",
        [incident_id],
    )
    return str(into["incident_id"]) if into else None


def _reports(view: View, reports: dict[str, Row], events: list[Row]) -> list[Row]:
    """The incident's reports in the order of their days, each with its text's group and its origins."""
    own = {row["report_id"] for row in events if row["report_id"] in reports}
    texts = {r["report_id"]: r["text_id"] for r in view.among("SELECT * FROM report_texts", "report_id", own)}
    origins: dict[str, set[str]] = defaultdict(set)
    for row in view.among("SELECT report_id, origin_id FROM passages", "report_id", own):
        origins[row["report_id"]].add(row["origin_id"])
    listed = [
        {name: value for name, value in reports[key].items() if name not in {"text", "credits"}}
        | {"text_id": texts.get(key), "origins": sorted(origins[key])}
        for key in sorted(own)
    ]
    return sorted(listed, key=lambda row: row["published_day"] or date.max)[:MOST_REPORTS]


def _event(link: Row, reports: dict[str, Row], known: dict[str, Row]) -> Row:
    event, report = known[link["event_id"]], reports.get(link["report_id"], {})
    about = {name: report.get(name) for name in ("outlet", "published_day")}
    return {**link, **event, **about, "quote": _sentence(event, report)}


def _claim(claim: Row, reports: dict[str, Row], known: dict[str, Row], chains: Chains) -> Row:
    """A claim with its sentence, its report, and who passed it on."""
    report, event = reports[claim["report_id"]], known.get(claim["event_id"])
    told = {
        **claim,
        "outlet": report["outlet"],
        "title": report["title"],
        "sentence_start": event and event["sentence_start"],
        "quote": _sentence(event, report) if event else None,
    }
    return {**told, "chain": _chain(told, report["credits"], chains)}


def _sentence(event: Row, report: Row) -> str:
    return str(report.get("text", "")[event["sentence_start"] : event["sentence_end"]])


def _question(answer: Row, claims: list[Row]) -> Row:
    """An answer with the claims it was made of, those that say the same put together."""
    ids = set(answer["claims"])
    own = [claim for claim in claims if claim["claim_id"] in ids]
    return {**answer, "sides": _sides(own), "claims": own}


def _sides(claims: list[Row]) -> list[Row]:
    """Claims that say the same, those that more independent origins stand behind first."""
    grouped: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for claim in claims:
        grouped[_says(claim)].append(claim)
    sides = [
        {
            "low": several[0]["low"], "best": several[0]["best"], "high": several[0]["high"],
            "value": several[0]["value"], "stance": several[0]["stance"], "claims": several,
            "latest": any(claim["latest"] for claim in several),
            "origins": len({claim["origin_id"] or claim["report_id"] for claim in several}),
        }
        for several in grouped.values()
    ]  # fmt: skip
    return sorted(sides, key=lambda side: (not side["latest"], -side["origins"], side["low"] or 0))


def _says(claim: Row) -> tuple[Any, ...]:
    """What a claim says, whatever words it says it in: numbers by their bounds, the rest by its value."""
    bounds = (claim["low"], claim["best"], claim["high"])
    return (*bounds, claim["stance"], claim["value"] if bounds == (None, None, None) else None)


def _chains(records: Iterable[Row]) -> Chains:
    """Who is named as a source of each event, and of each of its numbers by where it stands."""
    chains: Chains = {}
    for record in records:
        chains[record["id"], None] = record["said_by"]
        for count in record["counts"]:
            if count["said_by"]:
                chains[record["id"], count["start"]] = count["said_by"]
    return chains


def _chain(claim: Row, credited: list[Row] | None, chains: Chains) -> list[Row]:
    """From the outlet to whoever is last named: a number's own sources before those of its event."""
    event = claim["event_id"]
    named = chains.get((event, claim["start"])) or chains.get((event, None)) or []
    links = [
        {"name": claim["outlet"] or claim["title"] or claim["report_id"], "kind": "outlet", "start": None}
    ]
    told = {(link["name"] or link["text"]).casefold() for link in named}
    for credit in credited or ():
        if credit["agency"].casefold() not in told | {link["name"].casefold() for link in links}:
            links.append({"name": credit["agency"], "kind": "agency", "start": credit["start"]})
    links += [
        {"name": h["name"] or h["text"], "text": h["text"], "kind": h["kind"], "start": h["start"],
         "certainty": h["certainty"], "cue": h["cue"] and h["cue"]["text"], "country": h["country"]}
        for h in named
    ]  # fmt: skip
    return links
