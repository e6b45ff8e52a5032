"""Every page's data, put together once: the running desk and the exported site show the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from dateline.serve import incident, ledger, method, overview, profile, report, review
from dateline.serve.filters import Filters
from dateline.serve.judged import Judged
from dateline.serve.links import Links
from dateline.serve.view import View, as_data

LABELS = {
    "actor": "who", "recipient": "to whom", "type": "what", "country": "in", "place": "at",
    "status": "status",
    "source": "source", "first": "from", "last": "to", "origins": "origins from", "disputed": "disputed",
    "box": "area", "words": "title has",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its template, the data that its `.json` gives, and what only the HTML needs besides."""

    template: str
    data: Mapping[str, Any]
    more: Mapping[str, Any] = field(default_factory=dict)
    here: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """The pages of one view of the store."""

    view: View
    links: Links
    judged: Judged

    def overview(self, query: Mapping[str, str]) -> Page:
        """Incidents on the map, on the timeline and in a list."""
        filters = Filters.of(query)
        data = self.view.known(
            f"overview {sorted(filters.set().items())}", lambda: overview.overview(self.view, filters)
        )
        chosen = filters.set()
        more = {
            "offered": self.view.known("offered", lambda: overview.offered(self.view)),
            "but": filters.but,
            "number": filters.number,
            "narrowed": filters.narrowing(),
            "labels": LABELS,
            "embedded": as_data(
                {name: data[name] for name in ("filters", "total", "map", "timeline", "types")}
            ),
            "data_address": self.links.data("") + (f"?{urlencode(chosen)}" if chosen else ""),
            "csv_address": "/overview.csv" + (f"?{urlencode(chosen)}" if chosen else ""),
        }
        return Page("overview.html", data, more, "overview")

    def overview_sheet(self, query: Mapping[str, str]) -> Page:
        """Every incident under these filters, for a spreadsheet."""
        return Page("", {"rows": overview.sheet(self.view, Filters.of(query))}, here="incidents")

    def incident(self, key: str, *, alike: bool = False) -> Page | None:
        """One incident; `alike`: with others that it may be the same as."""
        data = self.view.known(f"incident {key}", lambda: incident.incident(self.view, key))
        if data is None:
            return None
        history = [
            {name: claim[name] for name in ("question", "population", "published_day", "low", "best",
                "high", "holder",
                                            "outlet", "latest", "report_id", "start")}
            | {"href": self.links.page("report", claim["report_id"], f"at-{claim['start']}")}
            for claim in data["history"]
        ]  # fmt: skip
        more = {
            "embedded": as_data({"history": history}),
            "judged": self.judged.of_incident(key, data["events"]),
            "alike": review.alike(self.view, data["incident"]) if alike else None,
        }
        return Page("incident.html", data, more, "incident")

    def report(self, key: str) -> Page | None:
        """One report."""
        data = self.view.known(f"report {key}", lambda: report.report(self.view, key))
        if data is None:
            return None
        judged = self.judged.of_events([event["id"] for event in data["events"]])
        return Page("report.html", data, {"paragraphs": report.marked(data), "judged": judged}, "report")

    def review(self, reviewer: str, event_id: str | None = None) -> Page | None:
        """What to look at next, and what was decided."""
        data = review.review(self.view, self.judged, reviewer, event_id)
        if data is None:
            return None
        shown = [data["item"]["record"]["id"]] if data["item"] else []
        more = {"choices": review.choices(), "judged": self.judged.of_events(shown)}
        return Page("review.html", data, more, "review")

    def country(self, key: str) -> Page | None:
        """One country."""
        return self._profile(self.view.known(f"country {key}", lambda: profile.country(self.view, key)))

    def actor(self, key: str) -> Page | None:
        """One actor."""
        return self._profile(self.view.known(f"actor {key}", lambda: profile.actor(self.view, key)))

    def _profile(self, data: Mapping[str, Any] | None) -> Page | None:
        if data is None:
            return None
        return Page(
            "profile.html", data, {"embedded": as_data({"timeline": data["timeline"]})}, str(data["kind"])
        )

    def ledger(self, query: Mapping[str, str], most: int = ledger.PAGE) -> Page:
        """Who has what where."""
        data = ledger.ledger(self.view, query, most)
        return Page(
            "ledger.html",
            data,
            {"offered": self.view.known("ledger", lambda: ledger.offered(self.view))},
            "ledger",
        )

    def method(self, _: Mapping[str, str]) -> Page:
        """How all this was made."""
        return Page("method.html", self.view.known("method", lambda: method.method(self.view)), here="method")
