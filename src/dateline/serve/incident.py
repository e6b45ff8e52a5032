"""An incident: what its sources agree on, where they differ, on whose word, and how the numbers went."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from dateline.serve.view import Row, View

MOST_CLAIMS: Final = 600
MOST_REPORTS: Final = 300
MOST_EVENTS: Final = 300

_CLAIMS: Final = f"""
SELECT c.claim_id, c.question, c.population, c.report_id, c.event_id, c.start, c."end", c.text, c.holder,
    c.holder_kind, c.origin_id, c.published_day, c.as_of, c.stance, c.low, c.best, c.high, c.value, c.latest,
    c.supersedes, r.outlet, r.title, r.credits, e.sentence_start,
    substring(r.text, e.sentence_start + 1, e.sentence_end - e.sentence_start) AS quote
FROM claims c JOIN reports r USING (report_id) LEFT JOIN events e USING (event_id)
WHERE c.incident_id = ? ORDER BY c.question, c.published_day DESC NULLS LAST, c.claim_id LIMIT
{MOST_CLAIMS}"""

_REPORTS: Final = f"""
SELECT r.report_id, r.outlet, r.title, r.published, r.published_day, r.url, r.language, t.text_id,
    list(DISTINCT p.origin_id) FILTER (p.origin_id IS NOT NULL) AS origins, i.events
FROM (SELECT report_id, count(*) AS events FROM incident_events WHERE incident_id = ? GROUP BY 1) i
JOIN reports r USING (report_id) LEFT JOIN report_texts t USING (report_id) LEFT JOIN passages p USING
(report_id)
GROUP BY ALL ORDER BY r.published_day NULLS LAST, r.report_id LIMIT {MOST_REPORTS}"""

_EVENTS: Final = f"""
SELECT i.event_id, i.report_id, i.score, i.reasons, i."by", e.type, e.mode, e.status, e.confidence,
e.sentence_start,
    e.trigger_text, e.trigger_start, r.outlet, r.published_day,
    substring(r.text, e.sentence_start + 1, e.sentence_end - e.sentence_start) AS quote
FROM incident_events i JOIN events e USING (event_id) JOIN reports r ON r.report_id = i.report_id
WHERE i.incident_id = ? ORDER BY r.published_day NULLS LAST, i.event_id LIMIT {MOST_EVENTS}"""

_HOLDERS: Final = """
SELECT h.event_id, c.start AS count_start, h.n, h.start, h."end", h.text, h.name, h.country, h.kind,
h.certainty,
    h.cue_text
FROM event_holders h LEFT JOIN event_counts c ON c.event_id = h.event_id AND c.n = h.count_n
WHERE h.event_id IN (SELECT event_id FROM incident_events WHERE incident_id = ?) ORDER BY h.event_id, h.n"""


def incident(view: View, incident_id: str) -> dict[str, Any] | None:
    """All that the page shows; None where there is no such incident."""
    found = view.one("SELECT * FROM incidents WHERE incident_id = ?", [incident_id])
    if found is None:
        return None
    claims = view.rows(_CLAIMS, [incident_id])
    chains = _chains(view.rows(_HOLDERS, [incident_id]))
    for claim in claims:
        claim["chain"] = _chain(claim, chains)
        del claim["credits"]
    answers = view.rows(
        "SELECT * FROM answers WHERE incident_id = ? ORDER BY question, population", [incident_id]
    )
    questions = [_question(answer, claims) for answer in answers]
    return {
        "incident": found,
        "agreed": [one for one in questions if not one["disputed"]],
        "differing": [one for one in questions if one["disputed"]],
        "claims": claims,
        "history": [c for c in claims if any(c[bound] is not None for bound in ("low", "best", "high"))],
        "reports": view.rows(_REPORTS, [incident_id]),
        "events": view.rows(_EVENTS, [incident_id]),
        "log": view.rows(
            "SELECT * FROM incident_log WHERE incident_id = ? OR other = ? ORDER BY seq",
            [incident_id, incident_id],
        ),
    }  # fmt: skip


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


def _chains(holders: list[Row]) -> dict[tuple[str, int | None], list[Row]]:
    """Who is named as a source of each event, and of each of its numbers by where it stands."""
    chains: dict[tuple[str, int | None], list[Row]] = defaultdict(list)
    for holder in holders:
        chains[holder["event_id"], holder["count_start"]].append(holder)
    return chains


def _chain(claim: Row, chains: dict[tuple[str, int | None], list[Row]]) -> list[Row]:
    """From the outlet to whoever is last named: a number's own sources before those of its event."""
    event = claim["event_id"]
    named = chains.get((event, claim["start"])) or chains.get((event, None)) or []
    links = [
        {"name": claim["outlet"] or claim["title"] or claim["report_id"], "kind": "outlet", "start": None}
    ]
    told = {(link["name"] or link["text"]).casefold() for link in named}
    for credit in claim["credits"] or ():
        if credit["agency"].casefold() not in told | {link["name"].casefold() for link in links}:
            links.append({"name": credit["agency"], "kind": "agency", "start": credit["start"]})
    links += [
        {"name": h["name"] or h["text"], "text": h["text"], "kind": h["kind"], "start": h["start"],
         "certainty": h["certainty"], "cue": h["cue_text"], "country": h["country"]}
        for h in named
    ]  # fmt: skip
    return links
