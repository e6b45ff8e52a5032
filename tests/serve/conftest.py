"""A small store of invented reports, one with hostile ones, and a desk over each without a browser."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from bench.desk_store import Tables, make_tables, write_store
from dateline.keep import Store
from dateline.serve import Desk, open_desk
from dateline.serve.app import make_app
from dateline.serve.guard import Access
from tests.serve.hostile import make_hostile

BASE = "http://127.0.0.1:8765"


@pytest.fixture(scope="session")
def tables() -> Tables:
    return make_tables(400)


@pytest.fixture(scope="session")
def store(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Store:
    return write_store(tmp_path_factory.mktemp("store"), tables)


@pytest.fixture(scope="session")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return write_store(tmp_path_factory.mktemp("hostile"), make_hostile(make_tables(40)))


@pytest.fixture
def desk(store: Store) -> Desk:
    return open_desk(store, Access())


def client_of(desk: Desk) -> TestClient:
    """A reader who has opened the address with its token."""
    client = TestClient(make_app(desk), base_url=BASE)
    client.get("/", params={"token": desk.access.token})
    return client


@pytest.fixture
def client(desk: Desk) -> TestClient:
    return client_of(desk)


@pytest.fixture
def hostile(hostile_store: Store) -> TestClient:
    return client_of(open_desk(hostile_store, Access()))
