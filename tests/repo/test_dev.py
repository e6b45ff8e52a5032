"""dev.py from a bare start: a checkout in miniature, a real environment, real installs, no network."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

import dev
from tests.repo.source import ROOT

PROGRAM = "import sys, tiny\nprint('tiny', tiny.VERSION, *sys.argv[1:])\n"


def make_wheel(folder: Path, version: str) -> str:
    """A package of one line, put together by hand; gives its line for a requirements file."""
    wheel = folder / f"tiny-{version}-py3-none-any.whl"
    about = f"tiny-{version}.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny.py", f"VERSION = {version!r}\n")
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")
    return f"tiny=={version} \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


class Checkout:
    """A checkout with one pinned package and a program that prints it, on a machine without a network."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a check out"  # a space: the environment must not mind
        self.wheels = folder / "wheels"
        self.wheels.mkdir()
        self.runtime = self.root / "requirements" / "runtime.txt"
        package = self.root / "src" / "dateline"
        package.mkdir(parents=True)
        (self.root / "models/dateline-en/src/dateline_en").mkdir(parents=True)
        (self.root / "models/dateline-en/src/dateline_en/__init__.py").touch()
        self.runtime.parent.mkdir()
        shutil.copy(ROOT / "dev.py", self.root)
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text(PROGRAM)
        self.pin("1.0")
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
        }

    def pin(self, version: str) -> None:
        """Pin the package at a version."""
        self.runtime.write_text(make_wheel(self.wheels, version))

    def start(self, *args: str, **env: str) -> subprocess.Popen[str]:
        """Start dev.py from another folder."""
        return subprocess.Popen(
            [sys.executable, self.root / "dev.py", *args],
            cwd=self.wheels,
            env=self.env | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *args: str, **env: str) -> tuple[int, str, str]:
        """Run dev.py to its end: exit status, standard output, standard error."""
        with self.start(*args, **env) as process:
            out, err = process.communicate()
        return process.returncode, out, err


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_the_first_run_makes_the_environment_and_the_second_finds_it(checkout: Checkout) -> None:
    status, out, err = checkout.run("run", "read", "x y")
    assert (status, out) == (0, "tiny 1.0 read x y\n")
    assert err == "dev.py: making .venv: runtime (once; a minute or two)\n"
    begin = time.perf_counter()
    assert checkout.run("run", PYTHONPATH="/nowhere", PIP_USER="1") == (0, "tiny 1.0\n", "")
    assert time.perf_counter() - begin < 2
    command = checkout.root / ".venv/bin/dateline"
    assert (
        subprocess.run([command, "a b"], capture_output=True, text=True, check=True).stdout
        == "tiny 1.0 a b\n"
    )


def test_changed_pins_and_a_cut_are_each_mended(checkout: Checkout) -> None:
    assert checkout.run("run")[0] == 0
    left_behind = checkout.root / ".venv/left-behind"
    left_behind.touch()
    checkout.pin("1.1")
    assert checkout.run("run")[:2] == (0, "tiny 1.1\n")
    assert not left_behind.exists(), "an environment with other pins must not be built upon"

    (checkout.root / ".venv/dateline-layers.json").unlink()  # as a cut leaves it: half an environment
    (checkout.root / ".venv/pyvenv.cfg").unlink()
    assert checkout.run("run")[:2] == (0, "tiny 1.1\n")


def test_an_environment_that_moved_or_lost_its_interpreter_is_not_used(tmp_path: Path) -> None:
    venv, stamp = tmp_path / "venv", tmp_path / "venv/stamp.json"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    dev.write_stamp(stamp, tmp_path, {"runtime": "a hash"})
    assert dev.read_stamp(stamp, tmp_path) == {"runtime": "a hash"}
    assert dev.read_stamp(stamp, tmp_path / "elsewhere") == {}
    dev.venv_python(venv).unlink()
    assert dev.read_stamp(stamp, tmp_path) == {}


def test_a_package_that_is_not_what_was_pinned_is_refused_and_leaves_no_stamp(checkout: Checkout) -> None:
    good = checkout.runtime.read_text()
    checkout.runtime.write_text(good[:-3] + ("00\n" if good[-3:-1] != "00" else "11\n"))
    status, out, err = checkout.run("run")
    assert (status, out) == (2, "")
    last = err.splitlines()[-1]
    assert last.startswith(
        "dev.py: installing requirements/runtime.txt failed: ERROR: THESE PACKAGES DO NOT MATCH"
    )
    assert last.endswith("(whole log: .cache/dev/setup.log)")
    assert not (checkout.root / ".venv/dateline-layers.json").exists()


def test_two_at_once_set_up_once(checkout: Checkout) -> None:
    with checkout.start("run", "a") as one, checkout.start("run", "b") as two:
        ends = [process.communicate() for process in (one, two)]
    assert [out for out, _ in ends] == ["tiny 1.0 a\n", "tiny 1.0 b\n"]
    assert "".join(err for _, err in ends).count("making .venv") == 1


@pytest.mark.parametrize("absent", ["ensurepip", "--python"])
def test_either_ensurepip_or_a_pip_outside_is_enough(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, absent: str
) -> None:
    """Debian keeps ensurepip apart, and its pip may not install for the system: one way always remains."""
    if absent == "--python" and importlib.util.find_spec("ensurepip.__main__") is None:
        pytest.skip("this Python has no ensurepip")
    venv, work = checkout.root / ".venv", checkout.root / ".cache/dev"
    places = {"ROOT": checkout.root, "VENV": venv, "WORK": work, "STAMP": venv / "dateline-layers.json"}
    for name, value in places.items():
        monkeypatch.setattr(dev, name, value)
    for name, value in checkout.env.items():
        monkeypatch.setenv(name, value)
    really = dev.answers
    monkeypatch.setattr(dev, "answers", lambda command: None if absent in command else really(command))
    python = dev.ensure("runtime")
    assert python == venv / "bin/python"
    assert really([python, "-m", "dateline"]) == "tiny 1.0"
    assert (really([python, "-m", "pip", "--version"]) is None) is (absent == "ensurepip")


def test_with_no_pip_at_all_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "answers", lambda _: None)
    with pytest.raises(dev.SetupError, match=r"neither ensurepip nor pip .* python3-venv"):
        dev.find_pip(tmp_path / "python")


def test_a_lacking_layer_is_added_and_a_changed_one_makes_all_anew(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    (checkout.root / "requirements/dev.txt").write_text("")
    monkeypatch.setattr(dev, "ROOT", checkout.root)
    both = ("runtime", "dev")
    hashes, afresh = dev.layers_to_install(both, {})
    assert (list(hashes), afresh) == (["runtime", "dev"], True)
    assert dev.layers_to_install(both, hashes) == ({}, False)
    assert dev.layers_to_install(both, {"runtime": hashes["runtime"]}) == ({"dev": hashes["dev"]}, False)
    checkout.pin("2.0")
    assert dev.layers_to_install(("dev",), hashes) == ({}, False)
    changed, afresh = dev.layers_to_install(both, hashes)
    assert (list(changed), afresh) == (["runtime", "dev"], True)
    assert changed["runtime"] != hashes["runtime"]


@pytest.mark.parametrize(
    "stamp", ["", "{", "[]", '{"format": 1}', '{"format": 0, "root": "x", "layers": {}}']
)
def test_a_stamp_that_cannot_be_read_counts_as_none(tmp_path: Path, stamp: str) -> None:
    path = tmp_path / "stamp.json"
    path.write_text(stamp)
    assert dev.read_stamp(path, tmp_path) == {}
    assert dev.read_stamp(tmp_path / "absent.json", tmp_path) == {}


def test_a_missing_requirements_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(dev.SetupError, match=r"runtime\.txt is missing"):
        dev.layer_hash("runtime", tmp_path)


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (["--help"], 0, "python3 dev.py demo"),
        ([], 2, "expected one of: demo, run, test"),
        (["tset"], 2, "expected one of: demo, run, test"),
        (["lint", "--all"], 2, "usage: python3 dev.py lint [--fix]"),
        (["lock", "spacy"], 2, "usage: python3 dev.py lock [--upgrade]"),
    ],
)
def test_usage_is_told_in_one_line(checkout: Checkout, args: list[str], status: int, said: str) -> None:
    code, out, err = checkout.run(*args)
    assert code == status
    assert said in (out if status == 0 else err)
    assert status == 0 or len(err.splitlines()) == 1
    assert not (checkout.root / ".venv").exists()


def test_an_older_python_hands_over_to_a_newer_one_or_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "OLDEST", (4, 0))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(dev.SetupError, match=r"needs Python 3\.11 or newer; this is 3\."):
        dev.use_new_enough_python()


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("one\nERROR: no such thing\ntwo\n", "ERROR: no such thing"),
        ("one\ntwo\n\n", "two"),
        ("", "it printed nothing"),
    ],
)
def test_of_a_failed_tool_the_line_that_says_most_is_shown(words: str, line: str) -> None:
    assert dev.last_error(words) == line
