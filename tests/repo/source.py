"""The repository looked at as text and as syntax trees, for the tests beside this file."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "dateline"
SHARED = frozenset({"model", "record", "errors", "config", "_ref"})
"""What every step may import besides the steps before it."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files() -> tuple[Path, ...]:
    """Every file of the repository: tracked, or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def python_files(*folders: str) -> list[Path]:
    """The Python files under these folders of the repository (or these files themselves)."""
    wanted = [ROOT / folder for folder in folders]
    return [
        path
        for path in files()
        if path.suffix == ".py" and any(path == one or one in path.parents for one in wanted)
    ]


def relative(path: Path) -> str:
    """A path as a person would name it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"), str(path))


def functions(module: ast.Module) -> Iterator[Function]:
    """Every function and method of a module, inner ones included."""
    return (node for node in ast.walk(module) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines from `def` to the last one, docstring included."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def undocumented(module: ast.Module) -> Iterator[str]:
    """Public names without a docstring: the module, its classes and functions, their public methods."""
    if not ast.get_docstring(module):
        yield "the module"
    todo: list[tuple[str, ast.AST]] = [("", module)]
    while todo:
        prefix, parent = todo.pop()
        for node in ast.iter_child_nodes(parent):
            if not isinstance(node, ast.ClassDef | Function) or node.name.startswith("_"):
                continue
            if not ast.get_docstring(node):
                yield prefix + node.name
            if isinstance(node, ast.ClassDef):
                todo.append((f"{prefix}{node.name}.", node))


def imported(module: ast.Module, package: str) -> set[str]:
    """The parts of dateline that a module imports, by their first name under `dateline`.

    `package` is the dotted package the module lies in, for its relative imports. `from dateline import x`
    counts as importing x.
    """
    return {name.split(".")[1] for name in dotted(module, package) if name.startswith("dateline.")}


def dotted(module: ast.Module, package: str) -> Iterator[str]:
    """Every name a module imports, in full, wherever in the module the import stands."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            base = parts[: len(parts) - node.level + 1] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{start}.{alias.name}" for alias in node.names)


def package_of(path: Path) -> str:
    """The dotted package that a file under src/ lies in."""
    return ".".join(path.relative_to(ROOT / "src").parent.parts)


def forbidden_imports(step: str, steps: list[str], found: set[str]) -> set[str]:
    """What a step imports though it comes after it, or is neither a step nor shared by all."""
    return found - SHARED - set(steps[: steps.index(step) + 1])
