"""The commands run as a user runs them, in this process (quick) or as a program of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from dateline.cli import cli


def search_path(root: Path) -> str:
    """Where a program of its own finds this checkout's modules: first here, then where this one does."""
    return os.pathsep.join(filter(None, (str(root / "src"), os.environ.get("PYTHONPATH"))))


@dataclass(frozen=True)
class Ran:
    """What a command did: its code, its data, and what it said besides."""

    code: int
    out: str
    said: list[str]

    @property
    def records(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines."""
        return [json.loads(line) for line in self.out.split("\n") if line]


Run = Callable[..., Ran]


@pytest.fixture
def run() -> Run:
    """Runs a command; an exception that is no orderly end of it fails the test."""

    def invoke(*arguments: str | Path, given: str | bytes = b"", **environment: str) -> Ran:
        result: Result = CliRunner(env=environment).invoke(cli, list(map(str, arguments)), input=given)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr.splitlines())

    return invoke


@pytest.fixture
def program(root: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Runs the command line as a program of its own."""

    def start(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
        environment = os.environ | {"PYTHONPATH": search_path(root)} | options.pop("env", {})
        command = [sys.executable, "-m", "dateline", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, check=False, env=environment, **options)

    return start
