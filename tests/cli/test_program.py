"""The program as a process: quick to start, quiet on a closed pipe, colourless when piped."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run, search_path

Program = Callable[..., subprocess.CompletedProcess[bytes]]
HEAVY = {
    "spacy",
    "numpy",
    "onnxruntime",
    "rich",
    "trafilatura",
    "lxml",
    "py3langid",
    "charset_normalizer",
    "pyarrow",
}


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no device that is always full")
@pytest.mark.parametrize("command", [("read", "--json"), ("read", "--format", "table"), ("furniture",)])
def test_a_full_disk_is_one_line(root: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "a.txt").write_text("The army said on Tuesday that rebels had shelled the village.\n")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "dateline", *command, str(tmp_path / "a.txt")],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env=os.environ | {"PYTHONPATH": search_path(root)},
        )  # fmt: skip
    assert done.returncode == 2
    assert "standard output cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_help_loads_nothing_heavy(root: Path) -> None:
    """What makes `dateline --help` quick, without a clock."""
    script = (
        "import sys\nsys.argv = ['dateline', '--help']\nfrom dateline.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONPATH": search_path(root)},
    )
    assert b"Usage: dateline" in done.stdout
    assert HEAVY & set(done.stderr.decode().split()) == set()


def test_bad_input_loads_no_model(tmp_path: Path, program: Program) -> None:
    done = program("read", tmp_path / "none.txt", timeout=120)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines()[1:] == ["nothing could be read"]


def test_version(program: Program) -> None:
    assert program("--version").stdout.decode().strip() == "dateline, version 0.1.0"


@pytest.mark.skipif(os.name != "posix", reason="closed pipes differ elsewhere")
def test_a_closed_pipe_ends_it_quietly(root: Path) -> None:
    command = f"{sys.executable} -m dateline read samples/reports.jsonl | head -n 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=root,
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONPATH": search_path(root)},
    )
    assert done.stdout.startswith(b'{"id": ')
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""
    assert done.returncode == 141


def test_ctrl_c_ends_it_in_one_word(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("dateline._cli.run.read_and_print", interrupted)
    ran = run("read", "-", given="A report.")
    assert (ran.code, ran.said) == (130, ["stopped"])


def test_piped_it_is_plain_json_and_utf8(root: Path, program: Program) -> None:
    done = program("read", root / "samples/karabakh-exodus.html", env={"LC_ALL": "C", "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert done.stderr == b""
    assert b"\x1b" not in done.stdout
    assert done.stdout.decode("utf-8").startswith('{"id": ')
