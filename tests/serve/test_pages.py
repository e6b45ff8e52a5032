"""Each page says what the store holds, and its data say the same."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bench.desk_store import Tables, make_tables, write_store
from dateline.serve import open_desk
from dateline.serve.guard import Access
from tests.serve.conftest import client_of


def test_the_overview_counts_and_lists_the_incidents(client: TestClient, tables: Tables) -> None:
    page = client.get("/").text
    data = client.get("/overview.json").json()
    assert data["total"]["incidents"] == len(tables["incidents"])
    assert f"<b>{len(tables['incidents'])}</b> incidents" in page
    assert sum(place["incidents"] for place in data["map"]["places"]) == len(tables["incidents"])
    assert sum(bar["incidents"] for bar in data["timeline"]["bars"]) == len(tables["incidents"])
    assert all(one["title"] in unescape(page) for one in data["list"])


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("type", lambda row, value: row["type"] == value),
        ("country", lambda row, value: row["country"] == value),
        ("place", lambda row, value: row["place_name"] == value),
        ("actor", lambda row, value: value in row["actors"]),
        ("recipient", lambda row, value: value in row["recipients"]),
        ("status", lambda row, value: row["status"] == value),
        ("origins", lambda row, value: row["origins"] >= int(value)),
        ("disputed", lambda row, _: row["disputed"]),
        ("first", lambda row, value: row["last_day"].isoformat() >= value),
        ("last", lambda row, value: row["first_day"].isoformat() <= value),
        ("words", lambda row, value: value.lower() in row["title"].lower()),
    ],
)
def test_each_filter_keeps_what_fits_and_nothing_else(
    client: TestClient, tables: Tables, name: str, fits: object
) -> None:
    first = tables["incidents"][0]
    value = {
        "type": first["type"], "country": first["country"], "place": first["place_name"],
        "actor": first["actors"][0],
        "recipient": next(r["recipients"][0] for r in tables["incidents"] if r["recipients"]),
        "status": "happened",
        "origins": "3", "disputed": "1", "first": "2023-01-01", "last": "2022-12-31", "words": "REBELS",
    }[name]  # fmt: skip
    wanted = [row for row in tables["incidents"] if fits(row, value)]  # type: ignore[operator]
    assert 0 < len(wanted) < len(tables["incidents"])
    data = client.get("/overview.json", params={name: value}).json()
    assert data["total"]["incidents"] == len(wanted)
    assert {one["incident_id"] for one in data["list"]} <= {row["incident_id"] for row in wanted}
    assert data["filters"] == {name: value}


def test_a_source_is_an_outlet_or_whoever_is_quoted(client: TestClient, tables: Tables) -> None:
    outlet = {r["report_id"] for r in tables["reports"] if r["outlet"] == "Delta Gazette"}
    by_outlet = {c["incident_id"] for c in tables["claims"] if c["report_id"] in outlet}
    by_voice = {c["incident_id"] for c in tables["claims"] if c["holder"] == "witnesses"}
    for source, wanted in (("Delta Gazette", by_outlet), ("witnesses", by_voice)):
        assert client.get("/overview.json", params={"source": source}).json()["total"]["incidents"] == len(
            wanted
        )


def test_a_box_on_the_map_is_a_filter_and_may_cross_the_date_line(client: TestClient, tables: Tables) -> None:
    def inside(box: str) -> int:
        return int(client.get("/overview.json", params={"box": box}).json()["total"]["incidents"])

    west = [row for row in tables["incidents"] if row["lon"] < 0]
    assert inside("-180,-90,0,90") == len(west)
    assert inside("170,-90,-60,90") == len(
        [row for row in tables["incidents"] if row["lon"] >= 170 or row["lon"] <= -60]
    )


@pytest.mark.parametrize(
    "query",
    ["first=yesterday", "status=maybe", "origins=-1", "box=1,2,3", "box=nan,0,1,1", "page=x", "sort=by"],
)
def test_a_filter_that_makes_no_sense_is_refused_in_a_line(client: TestClient, query: str) -> None:
    answer = client.get(f"/?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[2] in unescape(answer.text)
    assert client.get(f"/overview.json?{query}").json()["error"]


def test_an_incident_shows_each_side_with_its_words_and_chain(client: TestClient, tables: Tables) -> None:
    disputed = next(row for row in tables["incidents"] if row["disputed"] and row["type"] == "ASSAULT")
    key = disputed["incident_id"]
    data, page = client.get(f"/incident/{key}.json").json(), unescape(client.get(f"/incident/{key}").text)
    claims = [c for c in tables["claims"] if c["incident_id"] == key]
    assert {c["claim_id"] for c in data["claims"]} == {c["claim_id"] for c in claims}
    assert "Where they differ" in page
    for question in data["differing"]:
        told = [c for c in claims if c["question"] == question["question"]]
        assert sum(len(side["claims"]) for side in question["sides"]) == len(told)
        assert len(question["sides"]) > 1
    texts = {r["report_id"]: r["text"] for r in tables["reports"]}
    for claim in data["claims"]:
        at = claim["start"] - claim["sentence_start"]
        assert claim["quote"][at : at + len(claim["text"])] == claim["text"]
        assert claim["quote"] in texts[claim["report_id"]]
        assert claim["chain"][0]["kind"] == "outlet"
        assert f"/report/{claim['report_id']}#at-{claim['start']}" in page


def test_a_chain_runs_from_the_outlet_by_the_agency_to_the_last_source(
    client: TestClient, tables: Tables
) -> None:
    voiced = {h["event_id"] for h in tables["event_holders"] if h["kind"] == "agency"}
    claim = next(c for c in tables["claims"] if c["event_id"] in voiced)
    data = client.get(f"/incident/{claim['incident_id']}.json").json()
    chain = next(c["chain"] for c in data["claims"] if c["claim_id"] == claim["claim_id"])
    kinds = [link["kind"] for link in chain]
    assert kinds[0] == "outlet"
    assert "agency" in kinds[1:-1]
    assert chain[-1]["name"] == claim["holder"]


def test_a_report_marks_exactly_the_spans_of_its_events(client: TestClient, tables: Tables) -> None:
    for row in tables["reports"][:20]:
        page = client.get(f"/report/{row['report_id']}").text
        body = re.search(r'<div class="text".*?</div>', page, re.DOTALL)
        assert body
        plain = unescape(re.sub(r"<[^>]+>", "", re.sub(r"</p>\n?", "\n", body[0])))
        assert plain.split() == row["text"].split()
        for count in (c for c in tables["event_counts"] if c["report_id"] == row["report_id"]):
            marked = re.search(rf'id="at-{count["start"]}" class="m m-count"[^>]*>([^<]*)<', page)
            assert marked
            assert unescape(marked[1]) == count["text"]
        assert 'class="m m-furniture"' in page


def test_every_number_leads_to_a_place_that_is_there(client: TestClient, tables: Tables) -> None:
    for path in ("/ledger", f"/incident/{tables['incidents'][0]['incident_id']}"):
        links = set(re.findall(r'href="(/report/\w+)#(at-\d+)"', client.get(path).text))
        assert links
        for address, anchor in list(links)[:25]:
            assert f'id="{anchor}"' in client.get(address).text


def test_the_ledger_lists_and_narrows(client: TestClient, tables: Tables) -> None:
    assert client.get("/ledger.json").json()["total"] == len(tables["ledger"])
    leaving = [row for row in tables["ledger"] if row["change"] == "leaves"]
    assert client.get("/ledger.json?change=leaves").json()["total"] == len(leaving)
    assert client.get("/ledger?change=sideways").status_code == 400
    assert len(client.get("/ledger.csv").text.splitlines()) == len(tables["ledger"]) + 1


def test_countries_and_actors_have_pages(client: TestClient, tables: Tables) -> None:
    row = tables["incidents"][0]
    country = client.get(f"/country/{row['country']}.json").json()
    assert country["total"]["incidents"] == len(
        [r for r in tables["incidents"] if r["country"] == row["country"]]
    )
    actor = client.get(f"/actor/{row['actors'][0]}.json").json()
    both = [r for r in tables["incidents"] if row["actors"][0] in r["actors"] + r["recipients"]]
    assert actor["total"]["incidents"] == len(both)
    for path in (f"/country/{row['country']}", f"/actor/{row['actors'][0]}"):
        assert client.get(path).status_code == 200


def test_the_method_page_explains_each_type_and_names_the_versions(client: TestClient) -> None:
    page, data = client.get("/method").text, client.get("/method.json").json()
    assert all(name.lower() in page for name in data["ontology"]["types"])
    assert data["versions"][0]["ontology"] == "PLOVER 2.0"


def test_the_address_of_an_incident_that_went_into_another_leads_there(tmp_path: Path) -> None:
    tables = make_tables(20)
    kept = tables["incidents"][0]["incident_id"]
    merged = {"action": "merge", "incident_id": kept, "other": "gone", "seq": 99, "by": "person"}
    tables["incident_log"].append(tables["incident_log"][0] | merged)
    client = client_of(open_desk(write_store(tmp_path / "store", tables), Access()))
    assert client.get("/incident/gone").url.path == f"/incident/{kept}"
    assert client.get("/incident/gone.json").json()["incident"]["incident_id"] == kept


@pytest.mark.parametrize(
    "path",
    [
        "/incident/none",
        "/report/none",
        "/actor/none",
        "/country/ZZZ",
        "/nothing",
        "/static/desk.py",
        "/static/..%2Fapp.py",
    ],
)
def test_what_is_not_there_is_said_to_be_missing(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert "Not found" in client.get(path).text
