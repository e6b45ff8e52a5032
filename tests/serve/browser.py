"""A real browser on a running desk: it fails on any error of a page and on any request elsewhere."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright

from dateline.serve import Desk
from dateline.serve.app import make_app

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
PATIENCE = 15_000
"""Milliseconds to wait for anything on a page; a loaded machine is no defect."""


def chromium() -> str | None:
    """The browser of this machine; None where it has none."""
    return os.environ.get("DATELINE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def start(playwright: Playwright) -> Browser:
    """The machine's own browser, without a window."""
    return playwright.chromium.launch(executable_path=chromium(), args=FLAGS)


@contextlib.contextmanager
def running(desk: Desk) -> Iterator[str]:
    """The address of a desk that answers."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(make_app(desk), log_level="warning", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()


@contextlib.contextmanager
def visitor(
    browser: Browser, base: str, token: str = "", width: int = 1280, scheme: str = "light"
) -> Iterator[Page]:
    """A page of a fresh visitor. Whatever goes wrong on it fails the test at the end."""
    wrong: list[str] = []
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        has_touch=width < 500,
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.on(
        "console",
        lambda said: wrong.append(f"console: {said.text}") if said.type in {"error", "warning"} else None,
    )
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    page.on(
        "request", lambda r: None if r.url.startswith((base, "data:")) else wrong.append(f"request: {r.url}")
    )
    page.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
    if token:
        page.goto(f"{base}/?token={token}")
    try:
        yield page
        assert not wrong, "; ".join(wrong)
    finally:
        context.close()


def shot(page: Page, folder: Path, name: str) -> None:
    """A picture of the page, for whoever wants to look: in DATELINE_SHOTS where it names a folder."""
    page.screenshot(path=Path(os.environ.get("DATELINE_SHOTS") or folder) / f"{name}.png")


def hindrances(page: Page, *rules: str) -> list[str]:
    """What axe finds on the page that is serious or critical (by these rules alone, where any are given)."""
    options = {"resultTypes": ["violations"], "preload": False} | ({"runOnly": list(rules)} if rules else {})
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:120]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
