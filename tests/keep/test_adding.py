"""What adding does with reports it has seen, with changed pages, and with reports that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.errors import UserError
from dateline.keep import Store, adding
from dateline.model import Failure
from tests.keep.stores import BROKEN, report, store_in

TEXT = "Alpha attacked Beta."
LATER = "Alpha attacked Beta. Correction: Gamma left Delta."


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_in(tmp_path / "store")


def stored(store: Store) -> list[tuple[str, str | None, str | None]]:
    with store.current() as snapshot:
        rows = snapshot.rows("SELECT report_id, revises, outlet FROM reports")
    return [(row["report_id"], row["revises"], row["outlet"]) for row in rows]


def files(store: Store) -> set[str]:
    return {path.name for path in store.folder.rglob("*")}


@pytest.mark.parametrize("fields", [{}, {"id": "a"}, {"url": "https://x.example/a"}, {"outlet": "X"}])
def test_the_same_report_twice_changes_nothing(store: Store, fields: dict[str, str]) -> None:
    first = store.add([report(TEXT, **fields)])
    before = files(store)
    again = store.add([report(TEXT, **fields), report(TEXT, **fields)])
    assert (first.stored, first.known, first.events) == (1, 0, 1)
    assert (again.stored, again.known, again.events) == (0, 2, 0)
    assert files(store) == before


def test_the_same_report_twice_in_one_go_is_stored_once(store: Store) -> None:
    added = store.add([report(TEXT), report(TEXT)])
    assert (added.stored, added.known) == (1, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"outlet": "X"}, {"outlet": "Y"}),
        ({"url": "https://x.example/a"}, {"url": "https://y.example/a"}),
        ({"id": "a"}, {"id": "b"}),
        ({"id": "a", "url": "https://x.example/a"}, {"id": "b", "url": "https://x.example/a"}),
        ({}, {"outlet": "X"}),
    ],
)
def test_the_same_text_from_elsewhere_is_another_report(
    store: Store, one: dict[str, str], other: dict[str, str]
) -> None:
    store.add([report(TEXT, **one)])
    store.add([report(TEXT, **other)])
    (first, _, _), (second, revises, _) = stored(store)
    assert first != second
    assert revises is None


@pytest.mark.parametrize("fields", [{"id": "a"}, {"url": "https://x.example/a"}])
def test_a_changed_page_is_a_later_version_of_the_old_one(store: Store, fields: dict[str, str]) -> None:
    store.add([report(TEXT, **fields)])
    added = store.add([report(LATER, **fields)])
    third = store.add([report("Gamma left Delta.", **fields)])
    assert (added.stored, added.revised, third.revised) == (1, 1, 1)
    (first, nothing, _), (second, revised, _), (_, revised_then, _) = stored(store)
    assert (nothing, revised, revised_then) == (None, first, second)
    assert store.add([report(text, **fields) for text in (TEXT, LATER)]).known == 2


def test_a_given_id_is_kept_and_a_later_version_has_it_in_its_own(store: Store) -> None:
    later = report(LATER, id="a")
    store.add([report(TEXT, id="a"), later])
    assert [one[0] for one in stored(store)] == ["a", f"a@{later.text_sha256[:8]}"]
    with store.current() as snapshot:
        assert snapshot.sql("SELECT DISTINCT given_id FROM reports").to_pylist() == [{"given_id": "a"}]
        events = snapshot.rows("SELECT DISTINCT report_id FROM events ORDER BY 1")
    assert [row["report_id"] for row in events] == ["a", f"a@{later.text_sha256[:8]}"]


def test_a_front_page_is_no_page_that_changes(store: Store) -> None:
    store.add([report(TEXT, url="https://x.example/"), report(LATER, url="https://x.example/")])
    assert [revises for _, revises, _ in stored(store)] == [None, None]


def test_what_cannot_be_read_is_set_aside_and_tried_again_later(store: Store) -> None:
    bad = report(f"{TEXT} {BROKEN}", id="bad")
    added = store.add([Failure("x.html", "no text"), report(TEXT), bad])
    assert (added.stored, [failure.message for failure in added.failures]) == (
        1,
        ["no text", "set aside: it says so itself"],
    )
    assert [failure.origin for failure in store.add([bad]).failures] == ["by hand"]


def test_a_version_after_one_that_could_not_be_read_revises_the_one_before(store: Store) -> None:
    store.add([report(text, id="a") for text in (TEXT, f"{TEXT} {BROKEN}", LATER)])
    assert [revises for _, revises, _ in stored(store)] == [None, "a"]


def test_a_shard_ends_after_so_many_reports(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "SHARD_REPORTS", 4)
    told: list[int] = []
    store.add(
        [report(f"Alpha attacked Beta{n}.") for n in range(10)], lambda added: told.append(added.stored)
    )
    assert told == [4, 8, 10]
    assert [line.rows("reports") for line in store.manifest().lines] == [4, 4, 2]


def test_a_shard_ends_after_so_many_seconds(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "SHARD_SECONDS", 0.0)
    store.add([report(f"Alpha attacked Beta{n}.") for n in range(3)])
    assert [line.rows("reports") for line in store.manifest().lines] == [1, 1, 1]


def test_another_coder_is_not_mixed_with_the_first(tmp_path: Path) -> None:
    store_in(tmp_path).add([report(TEXT)])
    with pytest.raises(UserError, match=r"another coder \(model by hand, now new\).*dateline recode"):
        store_in(tmp_path, model="new").add([report(LATER)])
