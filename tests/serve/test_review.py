"""Judging events and incidents: appended, named, undoable; what was decided comes out as gold."""

from __future__ import annotations

import io
import json
import re
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bench.desk_store import Tables, make_tables, write_store
from dateline.keep import Store
from dateline.serve import open_desk
from dateline.serve.agreement import alpha
from dateline.serve.guard import Access
from tests.serve.conftest import BASE, client_of

ORIGIN = {"origin": BASE}


@pytest.fixture
def own(tmp_path: Path) -> Store:
    """A store that a test may write to."""
    return write_store(tmp_path / "store", make_tables(60))


@pytest.fixture
def reviewer(own: Store) -> TestClient:
    return client_of(open_desk(own, Access()))


def key_of(client: TestClient) -> str:
    found = re.search(r'name="key" value="(\w+)"', client.get("/review").text)
    assert found
    return found[1]


def first(client: TestClient) -> str:
    """The event that the review page shows."""
    found = re.search(r'name="event" value="(\w+)"', client.get("/review").text)
    assert found
    return found[1]


def judge(client: TestClient, event: str, action: str, name: str = "Ada", **fields: Any) -> Any:
    data = {"key": key_of(client), "event": event, "action": action, "reviewer": name, **fields}
    return client.post("/judge", data=data, headers=ORIGIN)


def form_of(record: dict[str, Any]) -> dict[str, Any]:
    """The form of corrections as the page fills it for a record."""
    fields: dict[str, Any] = {name: record[name] or "" for name in ("type", "mode", "status")}
    for name, extra in (("actors", "country sector"), ("recipients", "country sector"),
                        ("places", "role name country"), ("counts", "of low best high")):  # fmt: skip
        for n, one in enumerate(record[name]):
            fields |= {f"{name}.{n}.{field}": one[field] for field in ("text", *extra.split())}
    if record["time"]:
        fields |= {"time.text": record["time"]["text"], "time.value": record["time"]["value"]}
    return {name: "" if value is None else value for name, value in fields.items()}


def record_of(store: Store, event: str) -> dict[str, Any]:
    with store.current() as snapshot:
        record = snapshot.event(event)
    assert record
    return record


def text_of(store: Store, report: str) -> str:
    with store.current() as snapshot:
        found = snapshot.report(report)
    assert found
    return found.text


def test_the_least_certain_and_most_consequential_come_first(client: TestClient, tables: Tables) -> None:
    page = client.get("/review").text
    order = re.findall(r'href="/review/(\w+)"', page[page.index("<h2>Next</h2>") :])
    event = {row["event_id"]: row for row in tables["events"]}
    hurt = {c["event_id"]: c["high"] or c["low"] for c in tables["event_counts"] if c["of"] == "killed"}
    ahead = [event[key]["confidence"] for key in order[:8]]
    assert sum(ahead) / len(ahead) < sum(row["confidence"] for row in tables["events"]) / len(
        tables["events"]
    )
    assert sum(hurt.get(key, 0) for key in order[:8]) / 8 > sum(hurt.values()) / len(tables["events"])


def test_accepting_and_rejecting_append_and_lead_on_to_the_next(reviewer: TestClient, own: Store) -> None:
    one = first(reviewer)
    assert judge(reviewer, one, "accept", reason="as the text says").url.path.startswith("/review")
    two = first(reviewer)
    judge(reviewer, two, "reject")
    assert len({one, two, first(reviewer)}) == 3
    said = own.judgements()
    assert [(j.event_id, j.action, j.reviewer, j.reason) for j in said] == [
        (one, "accept", "Ada", "as the text says"), (two, "reject", "Ada", None),
    ]  # fmt: skip
    report = record_of(own, one)["report"]["id"]
    assert "accepted by Ada" in reviewer.get(f"/report/{report}").text


def test_the_reviewers_name_is_kept_for_the_next_form(reviewer: TestClient) -> None:
    judge(reviewer, first(reviewer), "accept", name="Zoë 李")
    assert 'name="reviewer" value="Zoë 李"' in unescape(reviewer.get("/review").text)


def test_a_correction_keeps_exact_offsets_and_says_only_what_changed(
    reviewer: TestClient, own: Store
) -> None:
    event = first(reviewer)
    record = record_of(own, event)
    text = text_of(own, record["report"]["id"])
    changed = form_of(record) | {"status": "denied", "actors.0.text": "It", "actors.0.country": "NGA"}
    judge(reviewer, event, "correct", **changed)
    said = {j.field: j.value for j in own.judgements()}
    assert set(said) == {"status", "actors"}
    (actor,) = said["actors"]
    assert text[actor["start"] : actor["end"]] == "It"
    assert (actor["country"], said["status"]) == ("NGA", "denied")
    assert "status: denied" in reviewer.get(f"/review/{event}").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "nothing was changed"),
        ({"actors.0.text": "words that are not there"}, "does not stand in the report"),
        ({"counts.9.text": "It", "counts.9.low": "many"}, "is no number"),
        ({"status": ""}, "has a status"),
        ({"reviewer": " "}, "write your name"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_in_a_line(
    reviewer: TestClient, own: Store, fields: dict[str, str], said: str
) -> None:
    event = first(reviewer)
    answer = judge(reviewer, event, "correct", **{**form_of(record_of(own, event)), **fields})
    assert answer.status_code == 400
    assert said in unescape(answer.text)
    assert own.judgements() == []


def test_undo_takes_a_verdict_back_whole_and_deletes_nothing(reviewer: TestClient, own: Store) -> None:
    event = first(reviewer)
    judge(
        reviewer, event, "correct", **form_of(record_of(own, event)) | {"status": "denied", "mode": "other"}
    )
    said = own.judgements()
    assert len(said) == 2
    data = {"key": key_of(reviewer), "reviewer": "Ada", "judgement": said[-1].judgement_id, "back": "/review"}
    assert reviewer.post("/undo", data=data, headers=ORIGIN).status_code == 200
    assert [j.action for j in own.judgements()] == ["correct", "correct", "undo", "undo"]
    assert own.judgements()[:2] == said
    assert first(reviewer) == event
    assert reviewer.post("/undo", data=data, headers=ORIGIN).status_code == 400


def test_undo_leads_only_to_pages_of_the_desk(reviewer: TestClient, own: Store) -> None:
    judge(reviewer, first(reviewer), "accept")
    data = {"key": key_of(reviewer), "reviewer": "Ada", "judgement": own.judgements()[0].judgement_id}
    answer = reviewer.post(
        "/undo", data=data | {"back": "//example.org"}, headers=ORIGIN, follow_redirects=False
    )
    assert answer.headers["location"] == "/review"


def test_incidents_are_merged_and_split_with_a_note_until_the_store_follows(
    reviewer: TestClient, own: Store
) -> None:
    one, other = (
        row["incident_id"] for row in reviewer.get("/overview.json?sort=reports").json()["list"][:2]
    )
    signed = {"key": key_of(reviewer), "reviewer": "Ada", "reason": "the same raid"}
    assert (
        reviewer.post(f"/merge/{one}", data=signed | {"other_id": other}, headers=ORIGIN).status_code == 200
    )
    assert f"Ada put it together with {other}" in reviewer.get(f"/incident/{one}").text
    assert f"Ada put it together with {one}" in reviewer.get(f"/incident/{other}").text
    events = [e["event_id"] for e in reviewer.get(f"/incident/{one}.json").json()["events"]]
    data = signed | {"event": events[:2]}
    assert reviewer.post(f"/split/{one}", data=data, headers=ORIGIN).status_code == 200
    assert [(j.action, j.incident_id, j.other, j.event_id) for j in own.judgements()] == [
        ("merge", one, other, None), ("split", one, None, events[0]), ("split", one, None, events[1]),
    ]  # fmt: skip


def test_likely_ones_are_offered_where_they_are_asked_for(reviewer: TestClient) -> None:
    one = reviewer.get("/overview.json").json()["list"][0]["incident_id"]
    assert "Show likely ones" in reviewer.get(f"/incident/{one}").text
    assert "Show likely ones" not in reviewer.get(f"/incident/{one}?alike").text


@pytest.mark.parametrize(
    ("path", "fields"),
    [("merge", {"other_id": "none"}), ("merge", {}), ("split", {}), ("split", {"event": "none"})],
)
def test_a_merge_or_split_of_nothing_is_refused(
    reviewer: TestClient, own: Store, path: str, fields: dict[str, str]
) -> None:
    one = reviewer.get("/overview.json").json()["list"][0]["incident_id"]
    data = {"key": key_of(reviewer), "reviewer": "Ada"} | fields
    assert reviewer.post(f"/{path}/{one}", data=data, headers=ORIGIN).status_code == 400
    assert own.judgements() == []


@pytest.mark.parametrize("path", ["/judge", "/undo", "/merge/x", "/split/x", "/add", "/add/keep"])
def test_nothing_is_changed_from_elsewhere_or_without_the_key(
    reviewer: TestClient, own: Store, path: str
) -> None:
    data = {"key": key_of(reviewer), "event": first(reviewer), "action": "accept", "reviewer": "Eve"}
    assert reviewer.post(path, data=data, headers={"origin": "https://example.org"}).status_code == 403
    assert reviewer.post(path, data=data, headers={"origin": "null"}).status_code == 403
    assert reviewer.post(path, data=data).status_code == 403
    assert reviewer.post(path, data=data | {"key": "0" * 64}, headers=ORIGIN).status_code == 403
    assert reviewer.post(path, json=data, headers=ORIGIN).status_code == 415
    assert reviewer.get(path.replace("/x", "/y")).status_code in {404, 405} or path == "/add"
    assert own.judgements() == []


def test_agreement_of_two_reviewers_is_shown(reviewer: TestClient) -> None:
    events = []
    for _ in range(4):
        events.append(first(reviewer))
        judge(reviewer, events[-1], "accept")
    for event, action in zip(events, ("accept", "accept", "reject", "accept"), strict=True):
        judge(reviewer, event, action, name="Grace")
    page = re.sub(r"<[^>]+>", "", reviewer.get("/review").text)
    assert "3 of 4 events with two or more verdicts were judged alike" in page
    assert f"alpha is {alpha([['a', 'a'], ['a', 'a'], ['a', 'r'], ['a', 'a']]):.2f}" in page


def test_alpha_is_krippendorffs() -> None:
    """A worked example of the literature: two observers, ten units, two values; alpha 0.095."""
    one, other = "0100000000", "1110010100"
    found = alpha(zip(one, other, strict=True))
    assert found == pytest.approx(0.095, abs=0.001)
    assert alpha([["a", "a"], ["b", "b"]]) == 1
    assert alpha([["a", "a"], ["a", "a"]]) is None
    assert alpha([["a"], ["b"]]) is None
    assert alpha([["a", "b"], ["b", "a"]]) < 0


def test_decisions_come_out_as_gold_that_points_into_the_text(reviewer: TestClient, own: Store) -> None:
    kept = first(reviewer)
    judge(reviewer, kept, "accept")
    wrong = first(reviewer)
    judge(reviewer, wrong, "reject")
    mended = first(reviewer)
    judge(reviewer, mended, "correct", **form_of(record_of(own, mended)) | {"status": "denied"})
    archive = zipfile.ZipFile(io.BytesIO(reviewer.get("/review/gold.zip").content))
    files = {name: json.loads(archive.read(name)) for name in archive.namelist()}
    found = []
    for event in (kept, wrong, mended):
        record = record_of(own, event)
        report = record["report"]["id"]
        gold, text = files[f"{report}.json"], files[f"{report}.report.json"]["text"]
        assert text == text_of(own, report)
        for one in gold["events"]:
            trigger = one["triggers"][0]
            at = -1
            for _ in range(trigger["n"]):
                at = text.index(trigger["q"], at + 1)
            found.append((report, at, one["status"]))
    place = {
        e: (record_of(own, e)["report"]["id"], record_of(own, e)["trigger"]["start"])
        for e in (kept, wrong, mended)
    }
    assert (*place[kept], record_of(own, kept)["status"]) in found
    assert (*place[mended], "denied") in found
    assert place[wrong] not in [one[:2] for one in found]
    whole = files["README.json"]
    assert set(whole["every event looked at"]) | set(whole["only some"]) == {place[e][0] for e in place}
