"""What every test may ask for: the checkout, the gold sets where they are, and steady property tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

# Under CI the same examples every time: a change is judged by what it changes. A slow machine is no defect.
settings.register_profile(
    "dateline",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("dateline")

# Of all tables of places, only the shipped one: a developer's own GeoNames table must not decide a test.
os.environ["DATELINE_GAZETTEER"] = "none"


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder of gold sets; the test is skipped on a machine that has none."""
    named = os.environ.get("DATELINE_GOLD")
    folder = Path(named) if named else ROOT.parent / "shared" / "gold"
    if not folder.is_dir():
        pytest.skip(f"no gold sets at {folder}: set DATELINE_GOLD to their folder")
    return folder
