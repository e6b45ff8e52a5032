"""`dateline watch` as a program: it prints, remembers, and ends as it should, however it is ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dateline._cli.watch import default_state
from tests.cli.conftest import Run, search_path
from tests.collect.fetch.feeds import TEXTS, Item, article, full, served
from tests.collect.fetch.site import Site, answer


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        running.pages["/feed"] = served(full("kabul"), full("aleppo"))
        yield running


@pytest.fixture
def watch(run: Run, site: Site, tmp_path: Path) -> Callable[..., Any]:
    """One round of the site's feed."""

    def once(*options: str) -> Any:
        state = str(tmp_path / "state.sqlite")
        return run("watch", site.address("/feed"), "--once", "--allow-private", "--state", state, *options)

    return once


Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(root: Path, site: Site, tmp_path: Path) -> Iterator[Start]:
    """Starts the watch as a program of its own."""
    running: list[subprocess.Popen[str]] = []

    def go(*options: str, **more: Any) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "dateline", "watch", site.address("/feed"), "--allow-private"]
        process = subprocess.Popen(
            [*command, "--state", tmp_path / "state.sqlite", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": search_path(root)},
            **more,
        )
        running.append(process)
        return process

    yield go
    for process in running:
        process.kill()
        process.communicate()


def pages(lines: str) -> list[str]:
    """The last part of the address of each report that events were printed of, in order."""
    urls = dict.fromkeys(json.loads(line)["report"]["url"] for line in lines.splitlines())
    return [url.rpartition("/")[2] for url in urls]


def test_events_come_as_json_lines_and_only_once(watch: Callable[..., Any], site: Site) -> None:
    first = watch()
    assert first.code == 0
    assert pages(first.out) == ["aleppo", "kabul"]
    (line,) = first.said
    assert "UTC: 1 feed; 2 new reports, " in line
    assert line.endswith("0 set aside")
    again = watch()
    assert (again.code, again.out) == (0, "")
    assert "0 new reports, 0 events" in again.said[0]


def test_pages_are_fetched_and_what_fails_is_listed(watch: Callable[..., Any], site: Site) -> None:
    site.pages |= {
        "/feed": served(Item("a", site.address("/a")), Item("gone", site.address("/gone"))),
        "/a": answer(article(TEXTS["lagos"])),
    }
    ran = watch()
    assert ran.code == 1
    assert pages(ran.out) == ["a"]
    told, line = ran.said
    assert told == f"{site.address('/gone')}: the server answers 404 Not Found; check the address"
    assert line.endswith("1 set aside")


def test_a_table_is_for_people(watch: Callable[..., Any]) -> None:
    ran = watch("--format", "table", "--no-follow")
    assert ran.code == 0
    assert "Aleppo" in ran.out
    assert not ran.out.startswith("{")


def test_no_feed_to_be_had_is_an_error(watch: Callable[..., Any], site: Site) -> None:
    site.pages["/feed"] = answer(status="404 Not Found")
    ran = watch()
    assert (ran.code, ran.out) == (2, "")
    assert ran.said[0].startswith(f"{site.address('/feed')}: the server answers 404")
    assert "1 feed, 1 failed" in ran.said[1]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["http://news.example/feed", "--every", "often"], "write it as 90s, 15m, 2h or 1d"),
        (["http://news.example/feed", "--every", "30s"], "once a minute at most"),
        (["http://news.example/feed", "--every", "0s", "--allow-private"], "once a minute at most"),
        (["feed.xml"], "only addresses that begin with http:// or https:// are fetched; `dateline read`"),
        (["http://me:word@news.example/feed"], "user name"),
        (["http://news.example/feed", "--state", "/dev/null/x"], "--state"),
        ([], "FEED"),
    ],
)
def test_what_cannot_be_done_is_said_at_once(run: Run, arguments: list[str], reason: str) -> None:
    ran = run("watch", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert reason in ran.said[-1]


def test_this_machine_is_not_asked_unless_allowed(run: Run, site: Site, tmp_path: Path) -> None:
    ran = run("watch", site.address("/feed"), "--once", "--state", tmp_path / "state.sqlite")
    assert ran.code == 2
    assert "127.0.0.1 is a loopback address" in ran.said[0]
    assert site.requests == []


def test_it_goes_on_until_it_is_asked_to_end(start: Start, site: Site) -> None:
    """Ctrl-C on a terminal reaches every process of the group, the one that reads pages too."""
    process = start("--every", "1s", start_new_session=True)
    assert process.stderr is not None
    assert "2 new reports" in process.stderr.readline()
    site.pages["/feed"] = served(full("lagos"), full("kabul"), full("aleppo"), etag='"2"')
    while "1 new report" not in (line := process.stderr.readline()):
        assert "0 new reports" in line
    os.killpg(process.pid, signal.SIGINT)
    out, said = process.communicate(timeout=20)
    assert process.returncode == 0
    assert pages(out) == ["aleppo", "kabul", "lagos"]
    assert said.splitlines()[-1] == "stopped"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_while_a_server_keeps_it_waiting(
    start: Start, site: Site, number: signal.Signals
) -> None:
    asked = []

    def silent(request: Any, _send: Any) -> None:
        asked.append(request)
        process.send_signal(number)
        process.wait(20)

    site.pages["/feed"] = silent
    process = start()
    _, said = process.communicate(timeout=20)
    assert (process.returncode, said, len(asked)) == (0, "stopped\n", 1)


def test_nothing_is_lost_when_it_is_killed(start: Start, site: Site, watch: Callable[..., Any]) -> None:
    """Killed as soon as its first line is out, it goes on where it was."""
    names = ["lagos", "kabul", "aleppo"] * 4
    site.pages["/feed"] = served(*(full(name, str(number)) for number, name in enumerate(names)))
    process = start()
    assert process.stdout is not None
    first = process.stdout.readline()
    process.kill()
    before = [json.loads(line) for line in (first + process.stdout.read()).splitlines() if line.endswith("}")]
    after = watch().records
    assert len(before) >= 1
    urls = [{event["report"]["url"] for event in events} for events in (before, after)]
    assert urls[0] | urls[1] == {f"http://news.example/{name}{number}" for number, name in enumerate(names)}
    assert len(urls[0] & urls[1]) <= 1
    assert watch().out == ""


def test_a_reader_that_goes_away_takes_nothing_with_it(
    start: Start, site: Site, watch: Callable[..., Any]
) -> None:
    process = start()
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _, said = process.communicate(timeout=60)
    assert (process.returncode != 0, said) == (True, "")
    assert pages(watch().out) == ["aleppo", "kabul"]


def test_the_state_has_its_place_by_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "states"))
    monkeypatch.setattr(sys, "platform", "linux")
    assert default_state() == tmp_path / "states" / "dateline" / "watch.sqlite"
    for unset in ("", "relative"):
        monkeypatch.setenv("XDG_STATE_HOME", unset)
        assert default_state() == tmp_path / ".local" / "state" / "dateline" / "watch.sqlite"
