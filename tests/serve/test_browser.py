"""The desk in Debian's Chromium: each page and each action, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench.desk_store import Tables, make_tables, write_store
from dateline._cli.desk import make_reader
from dateline.config import Settings
from dateline.keep import Store
from dateline.pipeline import load_engine
from dateline.serve import Desk, open_desk
from dateline.serve.guard import Access
from tests.serve.browser import chromium, hindrances, running, shot, start, visitor

pytestmark = pytest.mark.skipif(
    chromium() is None, reason="no Chromium here: install Debian's, or name one in DATELINE_CHROMIUM"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = start(playwright)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def reading(store: Store) -> Desk:
    return open_desk(store, Access())


@pytest.fixture(scope="module")
def base(reading: Desk) -> Iterator[str]:
    with running(reading) as address:
        yield address


@pytest.fixture
def page(browser: Browser, base: str, reading: Desk) -> Iterator[Page]:
    with visitor(browser, base, reading.access.token) as opened:
        yield opened


@pytest.fixture
def own(tmp_path: Path) -> Store:
    return write_store(tmp_path / "store", make_tables(60))


@pytest.fixture
def mine(browser: Browser, own: Store) -> Iterator[Page]:
    """A visitor of a store that may be written to."""
    desk = open_desk(own, Access(), make_reader(load_engine, Settings()))
    with running(desk) as address, visitor(browser, address, desk.access.token) as opened:
        yield opened


def drag(page: Page, selector: str, start_: tuple[float, float], end: tuple[float, float]) -> None:
    """Drags over an element from one place in it to another, both as shares of its width and height."""
    box = page.locator(selector).bounding_box()
    assert box
    page.mouse.move(box["x"] + start_[0] * box["width"], box["y"] + start_[1] * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + end[0] * box["width"], box["y"] + end[1] * box["height"], steps=4)
    page.mouse.up()


def counted(page: Page) -> int:
    return int(page.locator("#sum b").inner_text().replace(",", ""))


def disputed(tables: Tables) -> str:
    rows = [row for row in tables["incidents"] if row["disputed"] and row["type"] == "ASSAULT"]
    return str(max(rows, key=lambda row: row["reports"])["incident_id"])


def told(tables: Tables, incident: str) -> str:
    return next(str(c["report_id"]) for c in tables["claims"] if c["incident_id"] == incident)


def test_map_and_timeline_narrow_each_other_and_the_address_says_so(
    page: Page, tables: Tables, tmp_path: Path
) -> None:
    everything = counted(page)
    assert everything == len(tables["incidents"])
    expect(page.locator("#map circle").first).to_be_visible()
    dots, bars = page.locator("#map circle").count(), page.locator("#timeline rect").count()
    shot(page, tmp_path, "overview")

    drag(page, "#timeline .brush .overlay", (0.3, 0.5), (0.6, 0.5))
    page.wait_for_url(re.compile(r"first=\d{4}-\d\d-\d\d&last="))
    expect(page.locator("#always")).to_be_visible()
    narrowed = counted(page)
    assert 0 < narrowed < everything
    assert page.locator("#map circle").count() < dots

    drag(page, "#map .brush .overlay", (0.45, 0.2), (0.75, 0.75))
    page.wait_for_url(re.compile("box="))
    expect(page.locator("#whole")).to_be_visible()
    assert 0 < counted(page) <= narrowed
    address, here = page.url, counted(page)
    page.goto(address)  # as somebody does who was sent it
    assert counted(page) == here

    page.locator("#whole").click()
    expect(page.locator("#sum b")).to_have_text(str(narrowed))
    page.locator("#always").click()
    expect(page.locator("#sum b")).to_have_text(str(everything))
    assert page.locator("#timeline rect").count() == bars
    page.go_back()
    expect(page.locator("#sum b")).to_have_text(str(narrowed))


def test_filters_are_set_and_taken_away(page: Page, tables: Tables) -> None:
    page.locator(".filters summary").click()
    page.get_by_label("What").select_option("ASSAULT")
    page.get_by_label("disputed only").check()
    page.get_by_role("button", name="Show").click()
    wanted = [row for row in tables["incidents"] if row["type"] == "ASSAULT" and row["disputed"]]
    expect(page.locator("#sum b")).to_have_text(str(len(wanted)))
    page.get_by_role("link", name="Remove the filter disputed 1").click()
    wanted = [row for row in tables["incidents"] if row["type"] == "ASSAULT"]
    expect(page.locator("#sum b")).to_have_text(str(len(wanted)))
    assert "disputed" not in page.url
    page.goto(f"{page.url.partition('?')[0]}?type=PROTEST&country=ABW")
    expect(page.locator("h1")).to_have_text("No incident fits")


def test_from_a_number_one_click_leads_to_its_sentence(
    page: Page, base: str, tables: Tables, tmp_path: Path
) -> None:
    key = disputed(tables)
    page.goto(f"{base}/incident/{key}")
    expect(page.locator("#history .plot svg").first).to_be_visible()
    expect(page.locator(".chain .link.is-last").first).to_be_visible()
    shot(page, tmp_path, "incident")
    page.locator("#history summary").click()
    number = page.locator("#history tbody a").first
    words = next(
        c
        for c in tables["claims"]
        if f"at-{c['start']}" == (number.get_attribute("href") or "").partition("#")[2]
    )
    number.click()
    page.wait_for_url(re.compile(r"/report/\w+#at-\d+"))
    target = page.locator(":target")
    expect(target).to_be_in_viewport()
    assert (target.text_content() or "").split()[-1] == words["text"].split()[-1]
    expect(page.locator(".card.is-on")).to_have_count(1)


def test_a_point_of_the_chart_leads_to_its_sentence(page: Page, base: str, tables: Tables) -> None:
    page.goto(f"{base}/incident/{disputed(tables)}")
    page.locator("#history .plot a").first.click()
    page.wait_for_url(re.compile(r"/report/\w+#at-\d+"))


def test_pointing_and_the_keyboard_show_what_a_span_is(
    page: Page, base: str, tables: Tables, tmp_path: Path
) -> None:
    page.goto(f"{base}/report/{told(tables, disputed(tables))}")
    page.locator(".text .m-count").first.hover()
    expect(page.locator(".card.is-on")).to_have_count(1)
    shot(page, tmp_path, "report")
    page.mouse.move(0, 0)
    expect(page.locator(".card.is-on")).to_have_count(0)
    page.locator(".text .m-event").first.focus()
    card = page.locator(".card.is-on")
    expect(card).to_contain_text("rule")
    page.keyboard.press("Enter")
    expect(page.locator(".card:target")).to_have_count(1)
    grey = page.locator(".text .m-furniture").last.evaluate("(e) => getComputedStyle(e).color")
    assert grey != page.locator(".text").evaluate("(e) => getComputedStyle(e).color")


def test_events_are_judged_by_keyboard_alone(mine: Page, own: Store, tmp_path: Path) -> None:
    mine.keyboard.press("Tab")
    mine.keyboard.press("Tab")
    for _ in range(3):
        mine.keyboard.press("Tab")
    mine.keyboard.press("Enter")  # the third page in the masthead
    mine.wait_for_url(re.compile("/review$"))
    shot(mine, tmp_path, "review")
    mine.get_by_label("Your name").focus()
    mine.keyboard.type("Ada")
    mine.keyboard.press("Enter")  # in a field, Enter takes the first of the buttons
    expect(mine.locator(".mine li")).to_have_count(1)
    mine.keyboard.press("r")
    expect(mine.locator(".mine li")).to_have_count(2)
    before = mine.locator("input[name=event]").input_value()
    mine.keyboard.press("j")
    expect(mine.locator("input[name=event]")).not_to_have_value(before)
    mine.keyboard.press("c")
    expect(mine.locator("#correct")).to_be_visible()
    expect(mine.locator("select[name=type]")).to_be_focused()
    mine.keyboard.press("Tab")
    mine.keyboard.press("Control+a")
    mine.keyboard.type("arc")  # letters of shortcuts stay letters in a field
    mine.get_by_role("button", name="Save the correction").focus()
    mine.keyboard.press("Enter")
    expect(mine.locator(".mine li")).to_have_count(3)
    mine.keyboard.press("u")
    expect(mine.locator(".mine li")).to_have_count(2)
    assert [(j.action, j.reviewer) for j in own.judgements()] == [
        (action, "Ada") for action in ("accept", "reject", "correct", "undo")
    ]


def test_events_are_judged_by_mouse(mine: Page, own: Store) -> None:
    mine.get_by_role("link", name="Review").click()
    mine.get_by_label("Your name").fill("Grace")
    mine.get_by_label("Reason").fill("not in the text")
    mine.get_by_role("button", name="Reject").click()
    expect(mine.locator(".mine li")).to_have_count(1)
    mine.get_by_role("button", name="Correct").click()
    mine.get_by_label("Status").select_option("denied")
    mine.get_by_role("button", name="Save the correction").click()
    expect(mine.locator(".mine li")).to_have_count(2)
    mine.locator(".mine a").first.click()
    expect(mine.locator(".specimen .verdict")).to_contain_text("corrected by Grace")
    mine.get_by_role("button", name="Undo reject").click()
    expect(mine.locator(".mine li")).to_have_count(1)
    assert [j.action for j in own.judgements()] == ["reject", "correct", "undo"]
    assert own.judgements()[0].reason == "not in the text"


def test_incidents_are_merged_and_split(mine: Page, own: Store, tmp_path: Path) -> None:
    rows = mine.evaluate("fetch('/overview.json?sort=reports').then((r) => r.json())")["list"]
    one, other = rows[0]["incident_id"], rows[1]["incident_id"]
    mine.goto(f"{mine.url.rstrip('/')}/incident/{one}")
    mine.locator("#merge summary").click()
    form = mine.locator("#merge form")
    form.get_by_label("Another's id").fill(other)
    form.get_by_label("Your name").fill("Ada")
    form.get_by_label("Reason").fill("the same raid")
    form.get_by_role("button", name="Merge").click()
    expect(mine.locator(".note").first).to_contain_text("Ada put it together with")
    mine.locator("#split summary").click()
    shot(mine, tmp_path, "split")
    form = mine.locator("#split form")
    form.get_by_role("checkbox").first.check()
    form.get_by_role("button", name="Split off").click()
    expect(mine.locator(".note").nth(1)).to_contain_text("out of it")
    mine.locator(".undo button").first.click()
    expect(mine.locator(".note")).to_have_count(1)
    assert [j.action for j in own.judgements()] == ["merge", "split", "undo"]


def test_a_pasted_report_is_shown_as_it_was_read(mine: Page, tmp_path: Path) -> None:
    mine.get_by_role("link", name="Add").click()
    mine.get_by_label("Text").fill(
        "Gunmen attacked a market in Kano on Monday, killing at least 20 people, the police said."
    )
    mine.get_by_label("Published").fill("2024-03-06")
    mine.get_by_role("button", name="Read it").click()
    mine.get_by_text("not stored").wait_for(timeout=90_000)  # the language model may have to be loaded first
    expect(mine.locator(".text .m-count")).to_have_text("at least 20")
    mine.locator(".text .m-event").first.hover()
    expect(mine.locator(".card.is-on")).to_have_count(1)
    shot(mine, tmp_path, "added")


def test_nothing_that_reports_say_is_run(browser: Browser, hostile_store: Store) -> None:
    desk = open_desk(hostile_store, Access())
    with running(desk) as address, visitor(browser, address, desk.access.token) as page:
        data = page.evaluate("fetch('/overview.json').then((r) => r.json())")["list"]
        reports = page.evaluate(f"fetch('/incident/{data[0]['incident_id']}.json').then((r) => r.json())")[
            "reports"
        ]
        for path in [
            "/",
            "/ledger",
            "/review",
            f"/report/{reports[0]['report_id']}",
            *(f"/incident/{d['incident_id']}" for d in data[:6]),
        ]:
            page.goto(address + path)
            page.mouse.move(400, 300)
            assert page.evaluate("window.pwned") is None, path


def addresses(tables: Tables) -> dict[str, str]:
    """One page of each kind."""
    key = disputed(tables)
    row = next(r for r in tables["incidents"] if r["incident_id"] == key)
    return {
        "overview": "/", "incident": f"/incident/{key}", "report": f"/report/{told(tables, key)}",
        "ledger": "/ledger",
        "country": f"/country/{row['country']}", "actor": f"/actor/{row['recipients'][0]}",
        "method": "/method",
        "review": "/review", "add": "/add", "missing": "/incident/none",
    }  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_axe_finds_no_serious_hindrance_and_no_page_is_wider_than_its_screen(
    browser: Browser, base: str, reading: Desk, tables: Tables, tmp_path: Path, width: int, scheme: str
) -> None:
    found: dict[str, object] = {}
    with visitor(browser, base, reading.access.token, width, scheme) as page:
        for name, path in addresses(tables).items():
            if name == "missing":  # the browser itself reports a 404 as an error on its console
                continue
            page.goto(base + path)
            page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
            if page.locator("#open-correct").count():
                page.locator("#open-correct").click()
            shot(page, tmp_path, f"{name}-{width}-{scheme}")
            # In the dark only colours are others, and four pages have them all.
            rules = () if scheme == "light" else ("color-contrast",)
            looked_at = width > 500 and (not rules or name in {"overview", "incident", "report", "review"})
            if looked_at and (wrong := hindrances(page, *rules)):
                found[name] = wrong
            beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if beyond > 0:
                found[f"{name} is too wide"] = beyond
    assert found == {}
