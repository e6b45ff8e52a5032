"""W3C PROV-JSON for one incident: from what, by whom and by which program each of its statements came about."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from dateline.errors import UserError
from dateline.model import Event, Holder, Span
from dateline.publish.cells import whole_text
from dateline.publish.chosen import Chosen, EventRow, IncidentRow
from dateline.publish.formats.form import INCIDENTS, Format

PREFIX: Final = {
    "dateline": "https://dateline.invalid/ns#",
    "rec": "https://dateline.invalid/rec/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}
LOCAL = re.compile(r"[^A-Za-z0-9_-]")
QUALIFIED: Final = "prov:QUALIFIED_NAME"
COLLECTION: Final = {"$": "prov:Collection", "type": QUALIFIED}
QUOTATION: Final = {"$": "prov:Quotation", "type": QUALIFIED}
REVISION: Final = {"$": "prov:Revision", "type": QUALIFIED}
KINDS: Final = ("entity", "activity", "agent")


@dataclass(slots=True)
class Book:
    """A PROV document as it grows: kind → id → attributes."""

    parts: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, kind: str, name: str, **attributes: Any) -> str:  # noqa: ANN401 - any JSON value
        """An entity, activity or agent; what is unknown is left away."""
        known = {
            key.replace("__", ":"): whole_text(value) if isinstance(value, str) else value
            for key, value in attributes.items()
            if value is not None
        }
        self.parts[kind].setdefault(name, {}).update(known)
        return name

    def link(self, kind: str, **ends: str | dict[str, str]) -> None:
        """A relation; the ends are named as PROV-JSON names them."""
        relation = {f"prov:{key}": value for key, value in ends.items()}
        if relation not in self.parts[kind].values():
            self.parts[kind][f"_:{kind}{len(self.parts[kind]) + 1}"] = relation

    def document(self) -> dict[str, Any]:
        """The document as PROV-JSON."""
        return {"prefix": PREFIX, **self.parts}


def _name(kind: str, key: str) -> str:
    """A name within `rec:` that every reader of PROV takes; what a name cannot hold is written _XX."""
    return f"rec:{kind}-" + LOCAL.sub(lambda found: f"_{ord(found[0]):X}_", key)


def _type(name: str) -> dict[str, str]:
    return {"$": f"dateline:{name}", "type": QUALIFIED}


def _agent(book: Book, kind: str, key: str, **attributes: Any) -> str:  # noqa: ANN401 - any JSON value
    typed = {"$": f"prov:{kind}", "type": QUALIFIED}
    return book.add("agent", _name("agent", key), prov__type=typed, **attributes)


def _moment(value: Any) -> str | None:  # noqa: ANN401 - a datetime of the store
    return f"{value.isoformat()}Z" if value else None


def _program(book: Book, event: Event) -> str:
    v = event.version
    label = f"dateline {v.dateline}, {v.model}, {v.ontology}"
    return _agent(
        book,
        "SoftwareAgent",
        label,
        prov__label=label,
        dateline__model=v.model,
        dateline__ontology=v.ontology,
    )


def _report(book: Book, row: EventRow) -> str:
    report = row.event.report
    name = book.add(
        "entity", _name("report", report.id), prov__type=_type("Report"), prov__label=report.title or report.id,
        dateline__url=report.url, dateline__published=report.published, dateline__text_sha256=report.text_sha256,
        dateline__raw_sha256=report.raw_sha256,
    )  # fmt: skip
    if report.outlet:
        outlet = _agent(book, "Organization", f"outlet {report.outlet}", foaf__name=report.outlet)
        book.link("wasAttributedTo", entity=name, agent=outlet)
    return name


def _passage(book: Book, report: str, span: Span) -> str:
    """The words of a report, which they are quoted from."""
    name = book.add(
        "entity", f"{report}.{span.start}-{span.end}", prov__type=_type("Passage"), prov__value=span.text,
        dateline__start=span.start, dateline__end=span.end,
    )  # fmt: skip
    book.link("wasDerivedFrom", generatedEntity=name, usedEntity=report, type=QUOTATION)
    return name


def _holder(book: Book, holder: Holder | None, said: str, name: str | None = None) -> None:
    called = name or (holder.name or holder.span.text if holder else None)
    if called:
        kind = holder.kind if holder else None
        agent = _agent(book, "Agent", f"source {called}", foaf__name=called, dateline__kind=kind)
        book.link("wasAttributedTo", entity=said, agent=agent)


def _event(book: Book, row: EventRow) -> str:
    event = row.event
    report = _report(book, row)
    run = book.add(
        "activity", _name("coding", f"{event.report.id}"), prov__type=_type("Coding"),
        prov__endTime=_moment(row.added_at),
    )  # fmt: skip
    book.link("used", activity=run, entity=report)
    book.link("wasAssociatedWith", activity=run, agent=_program(book, event))
    name = book.add(
        "entity", _name("event", event.id), prov__type=_type("Event"),
        prov__label=" ".join(filter(None, (event.type, event.mode))), dateline__status=event.status,
        dateline__confidence=event.confidence, dateline__coder=event.why.coder, dateline__rule=event.why.rule,
    )  # fmt: skip
    book.link("wasGeneratedBy", entity=name, activity=run)
    for span in dict.fromkeys((event.sentence, event.trigger)):
        book.link("wasDerivedFrom", generatedEntity=name, usedEntity=_passage(book, report, span))
    for holder in event.said_by:
        _holder(book, holder, name)
    return name


def _claims(
    book: Book, rows: Iterable[dict[str, Any]], reports: dict[str, str], events: dict[str, str]
) -> None:
    for claim in rows:
        name = book.add(
            "entity", _name("claim", claim["claim_id"]), prov__type=_type("Claim"), prov__label=claim["question"],
            prov__value=claim["text"], dateline__stance=claim["stance"], dateline__population=claim["population"],
            dateline__low=claim["low"], dateline__best=claim["best"], dateline__high=claim["high"],
            dateline__value=claim["value"], dateline__latest=claim["latest"],
        )  # fmt: skip
        report = reports.get(claim["report_id"])
        if report:
            span = Span(claim["start"], claim["end"], claim["text"])
            book.link("wasDerivedFrom", generatedEntity=name, usedEntity=_passage(book, report, span))
        if claim["event_id"] in events:
            book.link("wasDerivedFrom", generatedEntity=name, usedEntity=events[claim["event_id"]])
        _holder(book, None, name, claim["holder"])
        if claim["supersedes"]:
            earlier = _name("claim", claim["supersedes"])
            book.parts["entity"].setdefault(earlier, {})
            book.link("wasDerivedFrom", generatedEntity=name, usedEntity=earlier, type=REVISION)


def _incident(book: Book, row: IncidentRow, events: dict[str, str], links: list[dict[str, Any]]) -> str:
    of = row.incident
    name = book.add(
        "entity", _name("incident", of["incident_id"]), prov__type=[_type("Incident"), COLLECTION], prov__label=of["title"],
        dateline__reports=of["reports"], dateline__texts=of["texts"], dateline__origins=of["origins"],
        dateline__status=of["status"], dateline__disputed=of["disputed"],
    )  # fmt: skip
    merging = book.add("activity", _name("merging", of["incident_id"]), prov__type=_type("Merging"))
    book.link("wasGeneratedBy", entity=name, activity=merging)
    book.link("wasAssociatedWith", activity=merging, agent=_program(book, row.lead.event))
    by = {link["event_id"]: link["by"] for link in links}
    if "person" in by.values():
        people = _agent(book, "Person", "reviewers", prov__label="reviewers; who they are stays in the store")
        book.link("wasAssociatedWith", activity=merging, agent=people)
    for key, event in events.items():
        book.link("used", activity=merging, entity=event)
        book.add("entity", event, dateline__linked_by=by.get(key))
        book.link("wasDerivedFrom", generatedEntity=name, usedEntity=event)
    return name


def _answers(book: Book, row: IncidentRow, incident: str) -> None:
    for n, answer in enumerate(row.answers):
        name = book.add(
            "entity", f"{incident}.answer{n}", prov__type=_type("Answer"), prov__label=answer["question"],
            dateline__population=answer["population"], dateline__rule=answer["rule"], dateline__low=answer["low"],
            dateline__best=answer["best"], dateline__high=answer["high"], dateline__value=answer["value"],
            dateline__disputed=answer["disputed"],
        )  # fmt: skip
        book.link("hadMember", collection=incident, entity=name)
        for claim in answer["claims"]:
            book.parts["entity"].setdefault(_name("claim", claim), {})
            book.link("wasDerivedFrom", generatedEntity=name, usedEntity=_name("claim", claim))


def document(chosen: Chosen) -> dict[str, Any]:
    """The provenance of the one incident that was chosen; UserError where it is none or several."""
    rows = list(chosen.incidents())
    if len(rows) != 1:
        raise UserError(f"prov is for one incident, and these are {len(rows)}; name one with --incident ID")
    (row,) = rows
    book = Book()
    whole = chosen.with_whole_incidents()
    events = {one.event.id: _event(book, one) for one in row.events}
    reports = {one.event.report.id: _name("report", one.event.report.id) for one in row.events}
    tables: dict[str, list[dict[str, Any]]] = {"claims": [], "incident_events": [], "copies": []}
    for table, line in whole.tables(tables):
        tables[table].append(line)
    incident = _incident(book, row, events, tables["incident_events"])
    _claims(book, tables["claims"], reports, events)
    _answers(book, row, incident)
    for copy in tables["copies"]:
        if copy["report_a"] in reports and copy["report_b"] in reports:
            ends = {"alternate1": reports[copy["report_a"]], "alternate2": reports[copy["report_b"]]}
            book.link("alternateOf", **ends)
    return book.document()


def write(chosen: Chosen, unit: str, path: Path) -> int:
    """Writes the provenance of the one incident that was chosen."""
    whole = document(chosen)
    path.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return sum(len(whole.get(kind, ())) for kind in KINDS)


FORMAT = Format(
    name="prov",
    title="W3C PROV-JSON",
    suffix=".prov.json",
    lines="entities, activities and agents",
    write=write,
    fields={
        INCIDENTS: (
            ("dateline:Report (entity)", "a report, with the hash of its text; attributed to its outlet", True),
            ("dateline:Passage (entity)", "words of a report with their offsets; quoted from it", True),
            ("dateline:Event (entity)", "a coded event with status, confidence and rule; generated by the coding of its "
             "report, derived from its sentence and its trigger, attributed to the sources that the report names", True),
            ("dateline:Claim (entity)", "an answer of one source to one question; derived from its passage and its event, "
             "attributed to its holder; a later one of the same source is a revision of the earlier", True),
            ("dateline:Answer (entity)", "what the claims come to, with the rule; derived from them; member of the incident", True),
            ("dateline:Incident (entity)", "generated by the merging, derived from its events", True),
            ("dateline:Coding, dateline:Merging (activity)", "runs of the program", True),
            ("prov:SoftwareAgent (agent)", "dateline with the versions of model and ontology", True),
            ("prov:Organization, prov:Agent, prov:Person (agent)", "outlets, sources, reviewers", True),
            ("alternateOf (relation)", "reports that are copies of one another, in whole or in part", True),
        ),
    },
    about="The provenance of one incident (`--incident ID`): which report said what where, on whose word, and what the "
    "program made of it. The `prov` library and ProvStore read it.",
    file="PROV-JSON, UTF-8.",
    notes=(
        "Ids are local names under `rec:`; a character that a name cannot hold is written as its code between underscores.",
    ),
)  # fmt: skip
