"""What to look at first: the events that are least certain and would matter most if they were wrong."""

from __future__ import annotations

from typing import Final

from dateline.serve.view import Row, View

LONGEST: Final = 1000
_QUEUE: Final = f"""
SELECT e.event_id, e.report_id, e.type, e.mode, e.status, e.confidence, e.trigger_text, i.incident_id,
n.title,
    n.disputed, n.reports, h.hurt, r.outlet, r.published_day,
    (1 - e.confidence) * (1 + ln(1 + coalesce(h.hurt, 0)) + coalesce(n.disputed, false)::INT
        + ln(coalesce(n.reports, 1))) AS weight
FROM events e
LEFT JOIN (
    SELECT event_id, max(coalesce(high, best, low) * CASE "of" WHEN 'killed' THEN 1 ELSE 0.25 END) AS hurt
    FROM event_counts WHERE "of" IN ('killed', 'injured', 'missing', 'captured', 'displaced') GROUP BY 1
) h USING (event_id)
LEFT JOIN (SELECT event_id, any_value(incident_id) AS incident_id FROM incident_events GROUP BY 1) i USING
(event_id)
LEFT JOIN incidents n ON n.incident_id = i.incident_id
JOIN reports r ON r.report_id = e.report_id
ORDER BY weight DESC, e.event_id LIMIT {LONGEST}"""


def queue(view: View) -> list[Row]:
    """The weightiest events, weightiest first. An event's weight is its doubt, (1 - confidence), times its
    consequence: 1, plus the logarithms of people hurt and of reports, plus 1 where its incident is disputed.
    """
    return view.known("queue", lambda: view.rows(_QUEUE))
