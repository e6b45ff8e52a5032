"""The pins: complete, hashed, without addresses, agreeing with each other and with what is installed."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import dev
from tests.repo.source import ROOT

FOLDER = ROOT / "requirements"
NAMES = [name for files in dev.LAYERS.values() for name in files]
HASHED = [name for name in NAMES if name not in dev.LOOSE]


def pins(name: str) -> dict[str, Requirement]:
    entries = dev.entries((FOLDER / name).read_text("utf-8"))
    return {
        package: Requirement(re.split(r"\s*\\?\n", entry, maxsplit=1)[0])
        for package, entry in entries.items()
    }


def test_each_file_belongs_to_a_layer() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_no_file_names_an_address_or_a_setting(name: str) -> None:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    assert [line for line in lines if "://" in line or line.startswith("-") or " @ " in line] == []


@pytest.mark.parametrize("name", HASHED)
def test_each_pin_is_exact_and_hashed(name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    entries = dev.entries(text)
    assert entries
    for entry in entries.values():
        first, *hashes = entry.split("\n")
        assert re.match(r"[a-z0-9-]+==[\w.!+]+( ; .+)? \\$", first), first
        assert hashes
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in hashes), entry
    kept = [line for line in text.splitlines() if not line.startswith("#")]
    assert kept == "\n".join(entries.values()).splitlines()


@pytest.mark.parametrize("name", sorted(dev.LOOSE))
def test_a_file_without_hashes_is_exact_and_says_why(name: str) -> None:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    assert [
        line for line in lines if not line.startswith("#") and not re.fullmatch(r"[\w-]+==[\d.]+", line)
    ] == []
    assert "without hashes" in lines[0]


@pytest.mark.parametrize("layer", list(dev.LAYERS))
def test_what_pyproject_asks_for_is_pinned_within_its_range(layer: str) -> None:
    pinned = {k: v for name in ("runtime.txt", *dev.LAYERS[layer]) for k, v in pins(name).items()}
    for line in dev.asked_for()[layer]:
        asked = Requirement(line)
        (pin,) = pinned[dev.bare_name(line)].specifier
        assert asked.specifier.contains(pin.version), f"{line}: pinned {pin.version}; run dev.py lock"


def test_no_package_is_pinned_in_two_layers_that_meet() -> None:
    runtime = pins("runtime.txt")
    dev_pins, training = pins("dev.txt"), pins("training.txt")
    assert not runtime.keys() & (dev_pins.keys() | training.keys())
    assert {n for n in dev_pins.keys() & training.keys() if dev_pins[n] != training[n]} == set()


def test_the_environment_is_what_the_pins_say() -> None:
    wrong = {}
    for name in ("runtime.txt", "dev.txt"):
        for package, pin in pins(name).items():
            if pin.marker is None or pin.marker.evaluate():
                (exact,) = pin.specifier
                wrong |= {package: version(package)} if version(package) != exact.version else {}
    assert wrong == {}


def test_every_platform_finds_its_file() -> None:
    """All files of a release are hashed, not only the one that this machine would take."""
    spacy = dev.entries((FOLDER / "runtime.txt").read_text("utf-8"))["spacy"]
    assert spacy.count("--hash=") > 15


def test_a_pin_with_an_address_or_without_a_hash_is_refused(tmp_path: Path) -> None:
    good = "a==1 \\\n    --hash=sha256:" + "0" * 64
    with pytest.raises(dev.SetupError, match="no hash for b"):
        dev.write_pins(tmp_path / "x.txt", {"a": good, "b": "b==1"})
    for bad in ("c @ https://example.org/c.whl --hash=sha256:0", "--index-url https://example.org --hash=x"):
        with pytest.raises(dev.SetupError, match="address"):
            dev.write_pins(tmp_path / "x.txt", {"a": good, "c": bad})
    assert not (tmp_path / "x.txt").exists()


def test_compiled_output_is_read_less_its_settings() -> None:
    compiled = (
        "--index-url https://example.org/simple\n# via x\nFoo.Bar==1.0 ; sys_platform == 'win32' \\\n"
        "    --hash=sha256:bb \\\n    --hash=sha256:aa\n    # via y\nzed==2 \\\n    --hash=sha256:cc\n"
    )
    assert dev.entries(compiled) == {
        "foo-bar": "Foo.Bar==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb",
        "zed": "zed==2 \\\n    --hash=sha256:cc",
    }


def test_our_own_packages_are_not_pinned() -> None:
    assert not dev.OWN & {name for file in NAMES for name in pins(file)}
    assert [line for line in dev.asked_for()["runtime"] if "dateline" in line] == []
