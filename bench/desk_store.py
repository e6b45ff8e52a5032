"""A store of N invented events with the store's own tables, to measure and to try the desk on.

    python3 -m bench.desk_store FOLDER --events 200000

Every `text` is its slice of the report, claims agree with the counts they come from, and the same seed
gives the same store.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from bench.desk_texts import AGENCIES, OUTLETS, Draft, Happening, Row, make_happening, write_event

if TYPE_CHECKING:
    from dateline.keep import Store

FIRST: Final = date(2021, 1, 1)
DAYS: Final = 1500
MADE: Final = datetime(2025, 6, 1, 12, 0, tzinfo=UTC).replace(tzinfo=None)
Tables = dict[str, list[Row]]
VERSIONS: Final = {"dateline": "invented", "ontology": "PLOVER 2.0"}
ABROAD: Final = {"MED": None, "NGO": "NGO"}
_BOUNDS: Final = ("low", "best", "high")


def make_tables(events: int, seed: int = 1) -> Tables:
    """All tables of a store of about `events` events (never fewer)."""
    chance = Random(seed)
    tables: Tables = defaultdict(list)
    earlier: list[tuple[str, Happening]] = []
    while len(tables["events"]) < events:
        deed = make_happening(chance, FIRST, DAYS)
        incident = _id("incident", len(earlier))
        told = min(1 + int(chance.paretovariate(1.2)), 14)
        _write_incident(tables, chance, incident, deed, told, earlier)
        earlier.append((incident, deed))
    _merge(tables, dict(earlier))
    return dict(tables)


def _id(*parts: object) -> str:
    return hashlib.blake2b("/".join(map(str, parts)).encode(), digest_size=8).hexdigest()


def _write_incident(
    tables: Tables,
    chance: Random,
    incident: str,
    deed: Happening,
    told: int,
    earlier: list[tuple[str, Happening]],
) -> None:
    """The reports on one deed: some are copies of an agency's, some look back on another deed."""
    wire: Row | None = None
    for _number in range(told):
        outlet = chance.choice(OUTLETS)
        day = deed.day + timedelta(days=int(chance.paretovariate(1.5)) - 1)
        if wire and chance.random() < 0.3:
            copied = dict(wire, outlet=outlet, day=day)
            _add_report(tables, chance, copied, copy_of=wire["report_id"])
            continue
        draft = Draft()
        agency = chance.choice(AGENCIES) if chance.random() < 0.4 else None
        draft.add(f"{deed.place[0].upper()}, {deed.day:%B} {deed.day.day}")
        credit = None
        if agency:
            draft.add(" (")
            credit = draft.add(agency)
            draft.add(")")
        draft.add(" - ")
        parts = [(incident, deed, write_event(draft, deed, chance))]
        draft.add(" It was not possible to reach the other side for comment.\n\n")
        if earlier and chance.random() < 0.5:
            back = chance.choice(earlier[-400:])
            draft.add("Some time before, ")
            parts.append((*back, write_event(draft, back[1], chance)))
            draft.add("\n\n")
        furniture = draft.add("Read more: all our stories of the week")
        title = f"{deed.kind.type.title()} in {deed.place[0]}: what is known"
        made = {"outlet": outlet, "day": day, "agency": agency, "credit": credit, "title": title,
            "parts": parts,
                "text": draft.text, "furniture": furniture}  # fmt: skip
        _add_report(tables, chance, made, copy_of=None)
        wire = made if agency else wire


def _add_report(tables: Tables, chance: Random, made: Row, copy_of: str | None) -> None:
    report = _id("report", len(tables["reports"]))
    if copy_of is None:
        made["report_id"] = made["text_id"] = report
        made["origin_id"] = f"agency:{made['agency']}" if made["agency"] else f"outlet:{made['outlet']}"
    credit = made["credit"]
    tables["reports"].append({
        "report_id": report, "text": made["text"],
        "text_sha256": hashlib.sha256(made["text"].encode()).hexdigest(),
        "raw_sha256": None, "outlet": made["outlet"], "url": f"https://example.org/{report}",
        "title": made["title"],
        "author": None, "published": made["day"].isoformat(), "published_day": made["day"],
        "dated": {"raw": made["day"].isoformat(), "method": "record", "day": "local"}, "language": "en",
        "origin": None, "encoding": None, "extractor": None, "added_at": MADE, "revises": None,
        "given_id": None,
        "furniture": [{"start": made["furniture"]["start"], "end": made["furniture"]["end"],
        "rule": "read-more"}],
        "credits": [credit | {"agency": made["agency"], "rule": "dateline"}] if credit else [],
    })  # fmt: skip
    tables["report_texts"].append({"report_id": report, "text_id": made["text_id"]})
    origin = {
        "report_id": report,
        "start": 0,
        "end": made["furniture"]["start"],
        "origin_id": made["origin_id"],
    }
    tables["passages"].append(origin | {"evidence": "{}"})
    if copy_of:
        tables["copies"].append({"report_a": copy_of, "report_b": report, "kind": "same", "share_of_a": 1.0,
                                 "share_of_b": 1.0, "evidence": '{"rule": "same text"}'})  # fmt: skip
    for n, (incident, deed, spans) in enumerate(made["parts"]):
        _add_event(tables, chance, made | {"report_id": report}, _id(report, n), (incident, deed, spans))


def _add_event(
    tables: Tables, chance: Random, made: Row, event: str, part: tuple[str, Happening, Row]
) -> None:
    incident, deed, spans = part
    of = {"event_id": event, "report_id": made["report_id"]}
    confidence = round(chance.betavariate(4, 2), 3)
    status = "denied" if chance.random() < 0.05 else deed.status
    record = _record(of, made, deed, spans, status, confidence)
    time_ = spans["time"]
    tables["events"].append(of | {
        "type": deed.kind.type, "mode": deed.kind.mode, "contexts": record["contexts"],
        "quad": deed.kind.quad,
        "score": deed.kind.score, "status": status, "trigger_start": spans["trigger"]["start"],
        "trigger_end": spans["trigger"]["end"], "trigger_text": spans["trigger"]["text"],
        "sentence_start": spans["sentence"][0], "sentence_end": spans["sentence"][1],
        "time_text": time_["text"],
        "time_value": deed.day.isoformat(), "time_low": deed.day, "time_high": deed.day,
        "time_precision": "day",
        "confidence": confidence, "coder": "lexicon", "rule": record["why"]["rule"],
        "record": json.dumps(record, ensure_ascii=False),
    })  # fmt: skip
    for role in ("actor", "recipient"):
        for n, who in enumerate(record[f"{role}s"]):
            tables["event_actors"].append(of | {"role": role, "n": n} | who)
    tables["event_places"].append(of | {"n": 0} | record["places"][0])
    tables["event_mentions"].append(of | {"n": 0} | spans["trigger"])
    for n, holder in enumerate(record["said_by"]):
        cue = holder["cue"] or dict.fromkeys(("start", "end", "text"))
        tables["event_holders"].append(
            of | {"count_n": None, "n": n} | {k: v for k, v in holder.items() if k != "cue"}
            | {f"cue_{k}": v for k, v in cue.items()}
        )  # fmt: skip
    for n, count in enumerate(record["counts"]):
        kept = {k: v for k, v in count.items() if k != "said_by"}
        tables["event_counts"].append(of | {"n": n} | kept)
    link = {
        "incident_id": incident,
        "score": 1.0,
        "reasons": '{"rule": "same place and day"}',
        "by": "machine",
    }
    tables["incident_events"].append(of | link)
    _add_claims(tables, incident, of, made, deed, record)


def _record(of: Row, made: Row, deed: Happening, spans: Row, status: str, confidence: float) -> Row:
    country = deed.place[1]

    def who(span: Row, entry: tuple[str, str, str]) -> Row:
        name = f"{entry[1]} of {country}" if entry[1] else None
        return span | {"name": name, "country": ABROAD.get(entry[2], country), "sector": entry[2], "id": None}

    counts = [
        span | {"of": name, "what": "people"} | dict(zip(_BOUNDS, bounds, strict=True)) | {"said_by": []}
        for name, (span, bounds) in spans["numbers"].items()
    ]  # fmt: skip
    said = [
        span | {"name": name or None, "country": country, "sector": sector, "cue": cue, "kind": kind,
                "certainty": "certain" if kind != "agency" else "unknown"}
        for span, name, sector, kind, cue in spans["voice"] or ()
    ]  # fmt: skip
    place = {"role": "at", "name": deed.place[0], "country": country, "lat": deed.place[2],
        "lon": deed.place[3],
             "precision": "city", "source": "invented"}  # fmt: skip
    return {
        "id": of["event_id"],
        "report": {"id": of["report_id"], "outlet": made["outlet"],
        "url": f"https://example.org/{of['report_id']}",
                   "title": made["title"], "author": None, "published": made["day"].isoformat(),
                   "dated": None,
                   "language": "en"},
        "type": deed.kind.type, "mode": deed.kind.mode, "contexts": ["military"] if deed.kind.counted else [],
        "quad": deed.kind.quad, "score": deed.kind.score, "trigger": spans["trigger"],
        "sentence": dict(zip(("start", "end"), spans["sentence"], strict=True)),
        "mentions": [spans["trigger"]],
        "actors": [who(spans["actor"], deed.actor)],
        "recipients": [who(spans["recipient"], deed.recipient)] if deed.recipient else [],
        "targets": [], "places": [spans["place"] | place],
        "time": spans["time"] | {"value": deed.day.isoformat(), "precision": "day", "confidence": 0.9},
        "counts": counts, "status": status, "said_by": said,
        "why": {"coder": "lexicon", "rule": f"{deed.kind.type.lower()}.invented/{spans['trigger']['text']}",
                "pieces": [spans["trigger"]["text"]], "arguments": []},
        "confidence": confidence,
        "version": {"dateline": "0.1.0", "model": "none", "ontology": "PLOVER 2.0"},
    }  # fmt: skip


def _add_claims(tables: Tables, incident: str, of: Row, made: Row, deed: Happening, record: Row) -> None:
    """One claim a number, one for where, one for when; the last holder is whose word it is."""
    last = record["said_by"][-1] if record["said_by"] else {}
    base = {
        "incident_id": incident, **of, "holder": last.get("name") or last.get("text"),
        "holder_kind": last.get("kind"),
        "origin_id": made["origin_id"], "published_day": made["day"], "as_of": made["day"],
        "stance": "denies" if record["status"] == "denied" else "asserts", "latest": True, "supersedes": None,
    }  # fmt: skip
    nothing = dict.fromkeys((*_BOUNDS, "value"))
    claims = [
        nothing | {"question": c["of"], "population": c["what"], "value": c["text"],
            **{k: c[k] for k in ("start", "end", "text", *_BOUNDS)}}
        for c in record["counts"]
    ]  # fmt: skip
    for question, span, value in (
        ("where", record["places"][0], deed.place[0]),
        ("when", record["time"], deed.day.isoformat()),
    ):
        words = {k: span[k] for k in ("start", "end", "text")}
        claims.append(nothing | {"question": question, "population": None, "value": value} | words)
    for claim in claims:
        tables["claims"].append(base | claim | {"claim_id": _id(of["event_id"], claim["question"])})
    if deed.kind.type in {"MOBILIZE", "RETREAT"} and record["counts"]:
        _add_ledger(tables, base, of, deed, record)


def _add_ledger(tables: Tables, base: Row, of: Row, deed: Happening, record: Row) -> None:
    count = record["counts"][0]
    tables["ledger"].append(of | {
        "actor": record["actors"][0]["name"] or record["actors"][0]["text"], "country": deed.place[1],
        "what": "soldiers", "place": deed.place[0], "place_country": deed.place[1], "lat": deed.place[2],
        "lon": deed.place[3], **{k: count[k] for k in ("start", "end", "text", *_BOUNDS)},
        "number_text": count["text"], "from_day": deed.day, "to_day": None,
        "change": "arrives" if deed.kind.type == "MOBILIZE" else "leaves", "status": record["status"],
        "holder": base["holder"], "holder_kind": base["holder_kind"],
    })  # fmt: skip


def _merge(tables: Tables, deeds: dict[str, Happening]) -> None:
    """Incidents and answers, counted from what the reports say."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for claim in tables["claims"]:
        grouped[claim["incident_id"]].append(claim)
    text_of = {row["report_id"]: row["text_id"] for row in tables["report_texts"]}
    confidence = {row["event_id"]: row["confidence"] for row in tables["events"]}
    status = {row["event_id"]: row["status"] for row in tables["events"]}
    for seq, (incident, deed) in enumerate(deeds.items()):
        claims = grouped[incident]
        answers = list(_answers(incident, claims))
        tables["answers"] += answers
        told = {c["report_id"] for c in claims}
        own = {c["event_id"] for c in claims}
        tables["incidents"].append({
            "incident_id": incident, "title": _title(deed), "type": deed.kind.type,
            "modes": [deed.kind.mode] if deed.kind.mode else [], "first_day": deed.day, "last_day": deed.day,
            "country": deed.place[1], "place_name": deed.place[0], "lat": deed.place[2], "lon": deed.place[3],
            "place_precision": "city", "status": Counter(status[e] for e in own).most_common(1)[0][0],
            "actors": [_named(deed.actor, deed)], "recipients": [_named(deed.recipient,
            deed)] if deed.recipient else [],
            "reports": len(told), "texts": len({text_of[r] for r in told}),
            "origins": len({c["origin_id"] for c in claims}),
            "events": len(own), "disputed": any(a["disputed"] for a in answers),
            "confidence": max(confidence[e] for e in own),
        })  # fmt: skip
        tables["incident_log"].append({"seq": seq, "at": MADE, "action": "create", "incident_id": incident,
                                       "other": None, "by": "machine", "reason": None,
                                       "evidence": "{}"})  # fmt: skip


def _named(entry: tuple[str, str, str], deed: Happening) -> str:
    return f"{entry[1]} of {deed.place[1]}" if entry[1] else entry[0]


def _title(deed: Happening) -> str:
    recipient = f" {deed.recipient[0]}" if deed.recipient else ""
    verb = deed.kind.sentence.partition("[")[2].partition("|")[0]
    return f"{deed.actor[0][0].upper()}{deed.actor[0][1:]} {verb}{recipient} in {deed.place[0]}"


def _answers(incident: str, claims: list[Row]) -> Iterator[Row]:
    asked: dict[tuple[str, str | None], list[Row]] = defaultdict(list)
    for claim in claims:
        asked[claim["question"], claim["population"]].append(claim)
    for (question, population), several in asked.items():
        lows = [c["low"] for c in several if c["low"] is not None]
        highs = [c["high"] or c["best"] or c["low"] for c in several if c["low"] is not None]
        values = {c["value"] if c["low"] is None else c["low"] for c in several}
        yield {
            "incident_id": incident, "question": question, "population": population,
            "rule": "range of the latest",
            "low": min(lows, default=None), "best": None, "high": max(highs, default=None),
            "value": None if lows else several[0]["value"], "disputed": len(values) > 1,
            "claims": [c["claim_id"] for c in several],
        }  # fmt: skip


def write_store(folder: Path, tables: Tables) -> Store:
    """The tables as a store, open: what was read as one shard, the incidents made of it as another."""
    from dateline.keep import open_store
    from dateline.keep.schema import CODED, MERGED, to_table
    from dateline.keep.writer import writing

    whole = {name: to_table(name, tables.get(name, ())) for name in (*CODED, *MERGED)}
    with writing(folder) as writer:
        writer.keep("invented", VERSIONS, "coded", {name: whole[name] for name in CODED})
        writer.keep_merged({name: whole[name] for name in MERGED}, 0)
        writer.finish(None)
    return open_store(folder)


def main() -> None:
    """Make a store as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--events", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.perf_counter()
    tables = make_tables(asked.events, asked.seed)
    write_store(asked.folder, tables)
    sizes = ", ".join(
        f"{len(rows)} {name}" for name, rows in tables.items() if name in {"reports", "events", "incidents"}
    )
    print(f"{asked.folder}: {sizes} in {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
