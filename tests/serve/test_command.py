"""`dateline desk` on the command line: what it refuses, what it prints, what it writes."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.desk_store import make_tables, write_store
from dateline.cli import cli
from dateline.keep import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_store(tmp_path / "store", make_tables(20)).folder


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--host", "0.0.0.0"], "give a password"),
        (["--password-file", "nowhere"], "cannot be read"),
        (["--export", "."], "holds other files"),
        (["--port", "70000"], "70000"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_line(
    folder: Path, args: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATELINE_PASSWORD", raising=False)
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(cli, ["desk", str(folder), *args])
    assert (done.exit_code, said in done.output) == (2, True), done.output


def test_a_folder_without_a_store_is_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["desk", str(tmp_path / "none")])
    assert done.exit_code == 2
    assert "there is no store" in done.output
    assert not (tmp_path / "none").exists()


def test_a_port_in_use_is_told(store: Store) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = CliRunner().invoke(cli, ["desk", str(store.folder), "--port", str(taken.getsockname()[1])])
    assert done.exit_code == 2
    assert "choose another with --port" in done.output


def test_a_site_and_the_gold_are_written(folder: Path, tmp_path: Path) -> None:
    from dateline.keep import open_store

    store = open_store(folder)
    with store.current() as snapshot:
        event = snapshot.rows("SELECT event_id, report_id FROM events LIMIT 1")[0]
    store.judge("Ada", "accept", event_id=event["event_id"])
    args = ["desk", str(folder), "--export", str(tmp_path / "site"), "--gold", str(tmp_path / "gold")]
    done = CliRunner().invoke(cli, args)
    assert done.exit_code == 0, done.output
    assert (tmp_path / "site" / "index.html").is_file()
    gold = json.loads((tmp_path / "gold" / f"{event['report_id']}.json").read_text())
    assert len(gold["events"]) == 1


def test_the_address_that_it_prints_opens_the_desk(folder: Path) -> None:
    command = [sys.executable, "-m", "dateline", "desk", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as desk:
        try:
            assert desk.stdout
            address, _, token = desk.stdout.readline().strip().partition("?token=")
            assert address.startswith("http://127.0.0.1:")
            headers = {"authorization": f"Bearer {token}"}
            asked = urllib.request.Request(f"{address}overview.json", headers=headers)
            with urllib.request.urlopen(asked, timeout=20) as answer:
                assert json.loads(answer.read())["total"]["incidents"] > 0
            with pytest.raises(
                urllib.error.HTTPError, match="403"
            ):  # who comes without the token gets nothing
                urllib.request.urlopen(address, timeout=20)
        finally:
            desk.kill()
