"""The folders tell the flow, and the imports keep to it."""

from __future__ import annotations

import ast
import importlib
import json
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import dateline
import dateline_en
from dateline import pipeline
from tests.repo.source import (
    PACKAGE,
    ROOT,
    forbidden_imports,
    imported,
    package_of,
    python_files,
    relative,
    tree,
)

STEPS = [step.name for step in pipeline.STEPS]
FOLDERS = sorted(
    folder.name
    for folder in PACKAGE.iterdir()
    if not folder.name.startswith("_") and any(folder.glob("*.py"))
)


def test_the_sorted_folders_are_the_steps_in_order() -> None:
    assert FOLDERS == STEPS


@pytest.mark.parametrize("step", FOLDERS)
def test_a_step_imports_only_what_comes_before_it(step: str) -> None:
    wrong = {
        relative(path): bad
        for path in python_files(f"src/dateline/{step}")
        if (bad := forbidden_imports(step, FOLDERS, imported(tree(path), package_of(path))))
    }
    assert wrong == {}


@pytest.mark.parametrize("name", ["errors", "config", "_ref", "model", "record"])
def test_what_all_steps_share_imports_no_step(name: str) -> None:
    paths = python_files(f"src/dateline/{name}", f"src/dateline/{name}.py")
    assert paths or name == "_ref"  # _ref may be data alone
    assert {relative(path): imported(tree(path), package_of(path)) & set(FOLDERS) for path in paths} == {
        relative(path): set() for path in paths
    }


@pytest.mark.parametrize(
    ("line", "package", "found"),
    [
        ("import dateline.publish.table", "dateline.ground", {"publish"}),
        ("from dateline import publish, model", "dateline.ground", {"publish", "model"}),
        ("from dateline.publish import table", "dateline.ground", {"publish"}),
        ("from ..publish import table", "dateline.ground", {"publish"}),
        ("from .. import publish", "dateline.ground", {"publish"}),
        ("from ...publish import table", "dateline.ground.places", {"publish"}),
        ("from .times import resolve", "dateline.ground", {"ground"}),
        ("def f():\n    import dateline.publish", "dateline.ground", {"publish"}),
        ("import json\nfrom pathlib import Path", "dateline.ground", set()),
    ],
)
def test_every_way_to_import_is_seen(line: str, package: str, found: set[str]) -> None:
    assert imported(ast.parse(line), package) == found


def test_a_later_step_and_a_command_are_forbidden_and_shared_parts_are_not() -> None:
    found = {"collect", "ground", "publish", "cli", "model", "_ref"}
    assert forbidden_imports("ground", ["collect", "digest", "ground", "publish"], found) == {
        "publish",
        "cli",
    }


@pytest.mark.parametrize("step", FOLDERS)
def test_a_step_hands_out_the_function_of_its_name_and_tells_its_contract(step: str) -> None:
    module = importlib.import_module(f"dateline.{step}")
    assert callable(getattr(module, step, None))
    told = module.__doc__ or ""
    assert [word for word in ("In:", "Out:", "Fails") if word not in told] == []


def test_one_version_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    model = tomllib.loads((ROOT / "models/dateline-en/pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == dateline.__version__
    assert model["version"] == dateline_en.__version__
    weights = json.loads((Path(dateline_en.path()) / "meta.json").read_text("utf-8"))
    assert (weights["name"], weights["version"]) == (model["name"], model["version"])
    (wanted,) = (r for r in map(Requirement, project["dependencies"]) if r.name == "dateline-en")
    assert model["version"] in wanted.specifier
    assert f"\nversion: {dateline.__version__}\n" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"\n## [{dateline.__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")
