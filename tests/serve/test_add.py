"""A pasted report is read at once, shown as a report, and stored only when somebody says so."""

from __future__ import annotations

import re
import time
from html import unescape

import pytest
from starlette.testclient import TestClient

from dateline._cli.desk import make_reader
from dateline.coders import make_coder
from dateline.config import Settings
from dateline.keep import open_store
from dateline.pipeline import load_engine
from dateline.serve import open_desk
from dateline.serve.guard import Access
from tests.serve.conftest import BASE, client_of
from tests.serve.hostile import SCRIPT
from tests.serve.test_review import key_of

ORIGIN = {"origin": BASE}
TEXT = (
    "MAIDUGURI, Nigeria - Gunmen attacked a market near Maiduguri on Monday, killing at least 20 people, the "
    "police said.\n\nThe governor visited the wounded on Tuesday."
)


@pytest.fixture(scope="module")
def adder(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    store = open_store(tmp_path_factory.mktemp("add") / "store", make_coder())
    store.add([])
    return client_of(open_desk(store, Access(), make_reader(load_engine, Settings())))


def test_a_pasted_report_is_coded_within_two_seconds(adder: TestClient) -> None:
    data = {"key": key_from(adder), "text": TEXT, "published": "2024-03-06", "outlet": "The Plateau Herald"}
    adder.post(
        "/add", data=data, headers=ORIGIN
    )  # the language model is loaded once, as the desk's start does
    began = time.perf_counter()
    page = adder.post("/add", data=data, headers=ORIGIN)
    assert time.perf_counter() - began < 2
    text = re.sub(r"<[^>]+>", "", unescape(page.text))
    assert "assault" in text
    assert "at least 20" in text
    assert "not stored" in text
    assert adder.get("/overview.json").json()["total"]["incidents"] == 0


def key_from(client: TestClient) -> str:
    found = re.search(r'name="key" value="(\w+)"', client.get("/add").text)
    assert found
    return found[1]


def test_it_is_stored_when_somebody_says_so(adder: TestClient) -> None:
    data = {"key": key_from(adder), "text": TEXT, "published": "2024-03-06"}
    page = adder.post("/add", data=data, headers=ORIGIN).text
    held = re.search(r'name="held" value="(\w+)"', page)
    assert held
    stored = adder.post("/add/keep", data={"key": data["key"], "held": held[1]}, headers=ORIGIN)
    assert stored.url.path.startswith("/report/")
    assert "Gunmen" in stored.text
    assert adder.get(f"{stored.url.path}.json").json()["report"]["text"] == TEXT


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": "  "}, "paste a report's text"),
        ({"address": "file:///etc/passwd"}, "begins with https://"),
        ({"address": "http://127.0.0.1:9/"}, "127.0.0.1"),
        ({"text": TEXT, "published": "soon"}, "soon"),
    ],
)
def test_what_cannot_be_read_comes_back_with_the_reason(
    adder: TestClient, fields: dict[str, str], said: str
) -> None:
    answer = adder.post("/add", data={"key": key_from(adder)} | fields, headers=ORIGIN)
    assert answer.status_code == 400
    assert said in unescape(answer.text)


def test_a_hostile_paste_is_shown_and_not_run(adder: TestClient) -> None:
    data = {"key": key_from(adder), "text": f"{TEXT}\n{SCRIPT}</textarea>", "title": SCRIPT}
    page = adder.post("/add", data=data, headers=ORIGIN).text
    assert SCRIPT not in page
    back = adder.post("/add", data=data | {"address": "x"}, headers=ORIGIN).text
    assert SCRIPT not in back
    assert back.count("</textarea>") == 1


def test_a_desk_without_a_reader_says_so(client: TestClient) -> None:
    answer = client.post("/add", data={"key": key_of(client), "text": TEXT}, headers=ORIGIN)
    assert answer.status_code == 400
    assert "without the language model" in answer.text
