"""The site of files: it opens from a folder, links within itself, and filters without a server."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from bench.desk_store import Tables, make_tables, write_store
from dateline.errors import UserError
from dateline.keep.judgements import Judgement
from dateline.serve.export import export
from dateline.serve.judged import Judged
from dateline.serve.links import file_name
from dateline.serve.view import View
from tests.serve.browser import chromium, hindrances, shot, start, visitor
from tests.serve.hostile import make_hostile


@pytest.fixture(scope="module")
def few() -> Tables:
    return make_tables(40)


@pytest.fixture(scope="module")
def site(few: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    event = few["events"][0]["event_id"]
    said = Judgement(
        judgement_id="1", at="2025-01-02T00:00:00", reviewer="Ada", action="accept", event_id=event
    )
    with write_store(folder / "store", few).current() as snapshot:
        export(View(snapshot), Judged([said]), folder / "site")
    return folder / "site"


def test_every_page_is_there_with_its_data(site: Path, few: Tables) -> None:
    for kind, table, key in (("incident", "incidents", "incident_id"), ("report", "reports", "report_id")):
        for row in few[table]:
            assert (site / kind / f"{file_name(row[key])}.html").is_file()
            assert json.loads((site / kind / f"{file_name(row[key])}.json").read_text("utf-8"))
    assert len(json.loads((site / "ledger.json").read_text())["rows"]) == len(few["ledger"])


def test_every_link_leads_to_a_file_and_every_anchor_to_a_place_in_it(site: Path) -> None:
    broken = []
    for path in site.rglob("*.html"):
        for link in set(re.findall(r'(?:href|src)="([^"]+)"', path.read_text("utf-8"))):
            address, _, anchor = unescape(link).partition("#")
            target = (path.parent / unquote(address)).resolve() if address else path
            if (
                not target.is_file()
                or site.resolve() not in target.parents
                or (anchor.startswith("at-") and f'id="{anchor}"' not in target.read_text("utf-8"))
            ):
                broken.append((path.name, link))
    assert broken == []


def test_nothing_in_it_writes_and_what_was_decided_is_told(site: Path, few: Tables) -> None:
    pages = {path: path.read_text("utf-8") for path in site.rglob("*.html")}
    assert [path for path, text in pages.items() if 'method="post"' in text or "/review" in text] == []
    report = file_name(few["events"][0]["report_id"])
    assert "accepted by Ada" in pages[site / "report" / f"{report}.html"]


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, few: Tables) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with (
        write_store(tmp_path / "store", few).current() as snapshot,
        pytest.raises(UserError, match="other files"),
    ):
        export(View(snapshot), Judged(), tmp_path / "out")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    "key", ["../../etc/passwd", "a/b", "A", "a", "CON", ".", "", "é", "x" * 300, "https://a.b/?c=d#e"]
)
def test_a_files_name_is_one_plain_name_and_its_own(key: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9_.-]{0,99}", file_name(key))
    assert len({file_name(one) for one in (key, key + "/", key.upper() + "!", f"../{key}")}) == 4


@pytest.mark.skipif(chromium() is None, reason="no Chromium here: install Debian's")
def test_it_opens_from_a_file_and_filters_there(site: Path, few: Tables, tmp_path: Path) -> None:
    from playwright.sync_api import expect, sync_playwright

    with sync_playwright() as playwright:
        browser = start(playwright)
        with visitor(browser, "file://") as page:
            page.goto((site / "index.html").as_uri())
            expect(page.locator("#map circle").first).to_be_visible()
            expect(page.locator("#sum b")).to_have_text(str(len(few["incidents"])))
            page.locator("#only-disputed").click()
            disputed = [row for row in few["incidents"] if row["disputed"]]
            expect(page.locator("#sum b")).to_have_text(str(len(disputed)))
            assert page.url.endswith("#disputed=1")
            shot(page, tmp_path, "site")
            assert hindrances(page) == []
            page.locator("#chips a").click()
            expect(page.locator("#sum b")).to_have_text(str(len(few["incidents"])))
            page.locator(".filters summary").click()
            page.get_by_label("What").select_option("ASSAULT")
            page.get_by_role("button", name="Show").click()
            attacks = [row for row in few["incidents"] if row["type"] == "ASSAULT"]
            expect(page.locator("#sum b")).to_have_text(str(len(attacks)))
            page.locator("#list a").first.click()
            expect(page.locator("#history svg").first).to_be_visible()
            page.locator(".said .more").first.click()
            expect(page.locator(":target")).to_be_in_viewport()
        browser.close()


@pytest.mark.skipif(chromium() is None, reason="no Chromium here: install Debian's")
def test_a_hostile_store_makes_a_harmless_site(tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    with write_store(tmp_path / "store", make_hostile(make_tables(12))).current() as snapshot:
        export(View(snapshot), Judged(), tmp_path / "site")
    with sync_playwright() as playwright:
        browser = start(playwright)
        with visitor(browser, "file://") as page:
            for path in [tmp_path / "site/index.html", *sorted((tmp_path / "site").rglob("*/*.html"))[:12]]:
                page.goto(path.as_uri())
                assert page.evaluate("window.pwned") is None
            page.goto((tmp_path / "site/index.html").as_uri() + "#sort=reports")
            assert page.locator("#list li").count()
            assert page.locator("#list img, #list script").count() == 0
            assert page.evaluate("window.pwned") is None
        browser.close()
