"""The folder of our own dictionaries."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.interpret.petrarch.own import write


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Dictionaries of our own, written once."""
    return write(tmp_path_factory.mktemp("petrarch"))


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """An empty folder."""
    return tmp_path
