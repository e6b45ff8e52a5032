"""What SECURITY.md promises of the desk: who may ask, and that no report can do anything but be read."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from dateline.errors import UserError
from dateline.keep import Store
from dateline.serve import Desk, Place, open_desk
from dateline.serve.app import make_app
from dateline.serve.guard import SECURITY, Access
from dateline.serve.text import UNSEEN
from tests.serve.conftest import BASE
from tests.serve.hostile import EVERY, FORMULA, RIGHT_TO_LEFT

ELSEWHERE = "https://example.org"


@pytest.fixture
def stranger(desk: Desk) -> TestClient:
    """A client without a session."""
    return TestClient(make_app(desk), base_url=BASE, follow_redirects=False)


def test_without_the_token_nothing_is_shown(stranger: TestClient) -> None:
    for path in ("/", "/overview.json", "/ledger", "/?token=wrong", "/?token="):
        assert stranger.get(path).status_code == 403


def test_the_token_leaves_the_address_and_becomes_a_cookie(stranger: TestClient, desk: Desk) -> None:
    answer = stranger.get("/", params={"token": desk.access.token, "country": "SYR"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/?country=SYR")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert desk.access.token not in cookie
    assert stranger.get("/").status_code == 200


def test_the_token_leads_nowhere_else(stranger: TestClient, desk: Desk) -> None:
    answer = stranger.get(f"{BASE}//example.org/x", params={"token": desk.access.token})
    assert not answer.headers.get("location", "/").startswith(("//", "http"))


def test_a_program_may_send_the_token_as_a_header(stranger: TestClient, desk: Desk) -> None:
    assert (
        stranger.get("/overview.json", headers={"authorization": f"Bearer {desk.access.token}"}).status_code
        == 200
    )


@pytest.mark.parametrize(
    "host", ["example.org", "example.org:8765", "127.0.0.1.example.org", "10.0.0.7:8765", ""]
)
def test_a_foreign_host_name_is_refused_even_with_the_session(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "LOCALHOST", "[::1]:8765"])
def test_the_names_of_this_machine_are_answered(client: TestClient, desk: Desk, host: str) -> None:
    headers = {"host": host, "authorization": f"Bearer {desk.access.token}"}
    assert client.get("/overview.json", headers=headers).status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org"])
def test_beyond_this_machine_a_password_is_demanded(host: str) -> None:
    with pytest.raises(UserError, match="password"):
        Place(host=host).access()
    assert Place(host=host, password="a word").access().password == "a word"


def test_a_password_admits_and_wrong_ones_soon_are_not_looked_at(store: Store) -> None:
    access = Place(host="0.0.0.0", password="right").access()
    client = TestClient(make_app(open_desk(store, access)), base_url=BASE, follow_redirects=False)
    headers = {"origin": BASE}
    assert client.get("/").headers["location"] == "/enter"
    assert client.get("/", params={"token": access.token}).status_code == 303, "the token is no way around it"
    assert client.get("/enter").status_code == 200
    assert client.post("/enter", data={"password": "wrong"}, headers=headers).status_code == 403
    assert client.post("/enter", data={"password": "right"}, headers={"origin": ELSEWHERE}).status_code == 403
    entered = client.post("/enter", data={"password": "right"}, headers=headers)
    assert (entered.status_code, client.get("/").status_code) == (303, 200)
    for _ in range(5):
        client.post("/enter", data={"password": "wrong"}, headers=headers)
    assert client.post("/enter", data={"password": "right"}, headers=headers).status_code == 403


def test_every_answer_has_the_policy_and_is_kept_from_others(client: TestClient) -> None:
    assert "unsafe" not in SECURITY
    for path in ("/", "/overview.json", "/static/desk.css", "/nothing", "/?first=x", "/method"):
        headers = client.get(path).headers
        assert headers["content-security-policy"] == SECURITY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
    assert client.get("/").headers["cache-control"] == "no-store"


class Elements(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def pages(client: TestClient) -> list[str]:
    """An address of every page that shows what reports say."""
    data = client.get("/overview.json").json()["list"]
    incidents = [f"/incident/{one['incident_id']}" for one in data[:12]]
    reports = [
        f"/report/{r['report_id']}"
        for path in incidents[:6]
        for r in client.get(f"{path}.json").json()["reports"]
    ]
    places = re.findall(r'href="(/(?:actor|country)/[^"]+)"', client.get(incidents[0]).text)
    return ["/", "/ledger", "/method", *incidents, *reports, *map(unescape, places)]


def test_no_report_puts_an_element_or_a_script_into_a_page(hostile: TestClient) -> None:
    for path in pages(hostile):
        page = hostile.get(path)
        assert page.status_code == 200, path
        for tag, attributes in Elements(page.text).found:
            assert tag != "img", path
            assert not [name for name in attributes if name.startswith("on") or name == "style"], path
            if tag == "script":
                assert attributes.get("type") == "application/json" or str(attributes["src"]).startswith(
                    "/static/"
                )
            for name in ("href", "src", "action"):
                assert (
                    not str(attributes.get(name, "/"))
                    .lower()
                    .startswith(("javascript:", "data:", "http", "//"))
                ), path


def test_overrides_are_written_out_and_right_to_left_names_stay(hostile: TestClient) -> None:
    seen = ""
    for path in pages(hostile):
        page = unescape(hostile.get(path).text)
        assert not UNSEEN.search(re.sub(r"\\u[0-9a-f]{4}", "", page)), path
        seen += page
    assert "U+202E" in seen
    assert f"<bdi>{RIGHT_TO_LEFT}</bdi>" in seen


def test_data_keep_what_was_said_and_cannot_be_run(hostile: TestClient) -> None:
    answer = hostile.get("/overview.json")
    assert answer.headers["content-type"] == "application/json"
    assert {one["title"] for one in answer.json()["list"]} <= set(EVERY)


@pytest.mark.parametrize("path", ["/overview.csv", "/ledger.csv"])
def test_no_cell_of_a_sheet_runs_as_a_formula(hostile: TestClient, path: str) -> None:
    sheet = hostile.get(path)
    assert sheet.headers["content-disposition"].startswith("attachment")
    cells = re.findall(r'(?:^|,)"?([^",\r\n]*)', sheet.text, re.MULTILINE)
    assert [cell for cell in cells if cell.startswith(("=", "+", "@")) or re.match(r"-\D", cell)] == []
    assert "'" + FORMULA[:10] in sheet.text


def test_each_run_has_its_own_secrets() -> None:
    one, other = Access(), Access()
    assert len({one.token, other.token, one.session, other.session, one.key, other.key}) == 6
    assert len(one.token) >= 32
