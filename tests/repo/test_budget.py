"""Small files, small functions, and a word on everything public."""

from __future__ import annotations

import ast
from statistics import median

from tests.repo.source import functions, length, python_files, relative, tree, undocumented

SHIPPED = ("src", "models", "training", "bench", "dev.py")


def lines(text: str) -> int:
    return len(text.splitlines())


def test_no_file_is_longer_than_500_lines() -> None:
    sizes = {relative(path): lines(path.read_text("utf-8")) for path in python_files(*SHIPPED, "tests")}
    assert {name: size for name, size in sizes.items() if size > 500} == {}


def test_no_function_is_longer_than_60_lines() -> None:
    sizes = {
        f"{relative(path)}:{function.name}": length(function)
        for path in python_files(*SHIPPED, "tests")
        for function in functions(tree(path))
    }
    assert {name: size for name, size in sizes.items() if size > 60} == {}


def test_most_files_and_functions_are_short() -> None:
    paths = python_files("src")
    assert median(lines(path.read_text("utf-8")) for path in paths) <= 150
    assert median(length(function) for path in paths for function in functions(tree(path))) <= 12


def test_every_public_name_has_a_docstring() -> None:
    missing = {relative(path): list(undocumented(tree(path))) for path in python_files(*SHIPPED)}
    assert {name: names for name, names in missing.items() if names} == {}


def test_the_measures_see_what_they_should() -> None:
    module = ast.parse(
        '"""Doc."""\nclass A:\n    """Doc."""\n    def f(self):\n        pass\n    def _g(self): ...\n'
    )
    assert list(undocumented(module)) == ["A.f"]
    assert sorted(length(function) for function in functions(module)) == [1, 2]
