"""What the repository may not hold, and what it must."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.repo.source import ROOT, files, relative

# A folder of somebody's machine, where it begins a path; and the addresses that packages come from.
MACHINE = re.compile(r"(?<![\w.~/])/(?:home|root|tmp|work|Users)/\w|[A-Z]:\\Users\\")
REGISTRY = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org", re.IGNORECASE)
THIS = Path(__file__).resolve()


def texts() -> list[tuple[str, str]]:
    """Every file that is text, by name; data in other forms is left aside."""
    found = []
    for path in files():
        if path != THIS:
            try:
                found.append((relative(path), path.read_bytes().decode("utf-8")))
            except UnicodeDecodeError:
                continue
    return found


@pytest.mark.parametrize("pattern", [MACHINE, REGISTRY], ids=["a machine's path", "a registry's address"])
def test_no_file_names_a_place_of_its_making(pattern: re.Pattern[str]) -> None:
    assert {name: found[0] for name, text in texts() if (found := pattern.search(text))} == {}


@pytest.mark.parametrize(
    ("line", "bad"),
    [
        ("open('/home/ann/x')", True),
        ("cd /tmp/try", True),
        ("see https://example.org/home/page", False),
        ("~/deeds/notes, ../tmp/x, network/tmp/y", False),
        (r"C:\Users\ann", True),
    ],
)
def test_the_pattern_for_paths_sees_machines_and_not_addresses(line: str, bad: bool) -> None:
    assert bool(MACHINE.search(line)) is bad


def test_both_licences_are_whole() -> None:
    code = (ROOT / "LICENSE").read_text("utf-8")
    weights = (ROOT / "models/dateline-en/LICENSE").read_text("utf-8")
    assert "Apache License" in code
    assert "END OF TERMS AND CONDITIONS" in code
    assert weights.startswith("Attribution-ShareAlike 4.0 International")
    assert "Section 8 -- Interpretation." in weights


def test_reference_data_tells_where_it_comes_from() -> None:
    folders = [folder for folder in (ROOT / "src/dateline/_ref").iterdir() if folder.is_dir()]
    folders = [folder for folder in folders if folder.name != "__pycache__"]
    assert folders
    assert [folder.name for folder in folders if not (folder / "SOURCES.md").is_file()] == []


def test_ci_checks_first_and_then_tests() -> None:
    script = (ROOT / ".ci/run").read_text("utf-8")
    assert re.findall(r"^python3 dev\.py (\w+)", script, re.MULTILINE) == ["lint", "test"]


@pytest.mark.parametrize(("lint", "test", "status"), [(0, 0, 0), (1, 0, 1), (0, 1, 1), (2, 0, 2)])
def test_ci_fails_when_either_fails_and_runs_both(tmp_path: Path, lint: int, test: int, status: int) -> None:
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci/run").write_bytes((ROOT / ".ci/run").read_bytes())
    (tmp_path / "dev.py").write_text(
        f"import sys\nprint('ran', sys.argv[1])\nsys.exit({{'lint': {lint}, 'test': {test}}}[sys.argv[1]])\n"
    )
    done = subprocess.run(["bash", ".ci/run"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.split("\n")[:2] == ["ran lint", "ran test"]
    assert done.returncode == status
