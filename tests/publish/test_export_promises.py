"""What holds for every export: texts as in the report or no file, harmless cells, people's decisions."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from dateline.errors import UserError
from dateline.keep import Store
from dateline.keep.events import event_of
from dateline.model import Event, Span
from dateline.publish.chosen import Chosen, chosen
from dateline.publish.export import EXPORTS, export, format_named
from dateline.publish.judged import judged
from dateline.publish.spans import check_row
from dateline.record import event_record
from tests.publish import stores

SHEETS = ("polecat", "icews", "gdelt", "gdelt-mentions", "ucdp", "acled", "csv")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return stores.small_store(tmp_path_factory.mktemp("store"))


def attack_alone(choice: Chosen) -> Chosen:
    return chosen(choice.source, [stores.first_attack().id, stores.second_attack().id])


@pytest.mark.parametrize("form", EXPORTS)
def test_every_format_writes_one_whole_file(store: Store, tmp_path: Path, form: str) -> None:
    with store.current() as snapshot:
        done = export(attack_alone(chosen(snapshot)), form, tmp_path / "out")
    assert done.rows > 0
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("form", EXPORTS)
def test_the_same_store_gives_the_same_file(store: Store, tmp_path: Path, form: str) -> None:
    for name in ("a", "b"):
        with store.current() as snapshot:
            export(attack_alone(chosen(snapshot)), form, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def moved(event: Event) -> Event:
    """Its trigger's words are not those at its offsets."""
    return replace(event, trigger=replace(event.trigger, text="bombed"))


def outside(event: Event) -> Event:
    """A number that stands beyond the end of the report."""
    far = Span(5000, 5011, "at least 12")
    return replace(event, counts=(replace(event.counts[0], span=far),))


def misquoted(event: Event) -> Event:
    """The word that shows who speaks is another."""
    (holder,) = event.said_by
    assert holder.cue
    return replace(event, said_by=(replace(holder, cue=replace(holder.cue, text="sang")),))


@pytest.mark.parametrize(
    ("spoil", "fields"),
    [
        (moved, {"trigger", "events.trigger_text"}),
        (outside, {"counts[0]", "event_counts.text"}),
        (misquoted, {"said_by[0].cue", "event_holders.cue_text"}),
    ],
)
def test_an_export_fails_where_a_text_differs_and_leaves_nothing(
    tmp_path: Path, spoil: Callable[[Event], Event], fields: set[str]
) -> None:
    attacks = (spoil(stores.first_attack()), stores.second_attack())
    store = stores.store_of(tmp_path / "store", *attacks)
    stores.merge(store, attacks, claims=[], answers=[stores.answer(12, 12, 15)])
    target = tmp_path / "out" / "file"
    target.parent.mkdir()
    target.write_text("what was there before", "utf-8")
    for form in EXPORTS:
        with store.current() as snapshot, pytest.raises(UserError) as failed:
            export(chosen(snapshot), form, target)
        told = str(failed.value)
        what, _, rest = told.partition(", ")
        assert (what, rest.partition(":")[0] in fields) == (f"event {stores.first_attack().id}", True)
        assert "\n" not in told
        assert [path.name for path in target.parent.iterdir()] == ["file"]
        assert target.read_text("utf-8") == "what was there before"


def test_a_row_of_a_table_is_held_to_its_report_as_well() -> None:
    text = "Rebels shelled Azaz."
    row = {"event_id": "e1", "report_id": "r1", "start": 0, "end": 6, "text": "Rebels"}
    check_row("event_actors", row, text)
    with pytest.raises(
        UserError, match=r"event e1, event_actors.text: at 0–6 its report has “Rebels”, and “rebels”"
    ):
        check_row("event_actors", row | {"text": "rebels"}, text)
    with pytest.raises(UserError, match=r"event_holders.cue_text"):
        check_row("event_holders", row | {"cue_start": 7, "cue_end": 14, "cue_text": "bombed"}, text)
    with pytest.raises(UserError, match=r"reports.credits\[0\]"):
        check_row("reports", {"report_id": "r1", "credits": [{"start": 0, "end": 6, "text": "AFP"}]}, text)


@pytest.mark.parametrize("form", SHEETS)
def test_no_cell_runs_and_no_cell_breaks_its_line(store: Store, tmp_path: Path, form: str) -> None:
    with store.current() as snapshot:
        export(chosen(snapshot), form, tmp_path / "out")
    text = (tmp_path / "out").read_bytes().decode("utf-8")
    assert "\0" not in text
    bare = form.startswith("gdelt")
    tabs = bare or form in {"polecat", "icews"}
    rows = list(
        csv.reader(
            io.StringIO(text, newline=""),
            delimiter="\t" if tabs else ",",
            quoting=csv.QUOTE_NONE if bare else csv.QUOTE_MINIMAL,
            strict=not bare,
        )
    )
    ((_, fields), *_) = format_named(form).fields.items()
    assert {len(row) for row in rows} == {len(fields)}
    numbers = [cell for row in rows for cell in row if cell.lstrip("-").replace(".", "", 1).isdecimal()]
    cells = [cell for row in rows for cell in row if cell not in numbers]
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))] == []
    assert any(cell.startswith("'@") for cell in cells) or form in {"gdelt", "ucdp", "acled"}
    if tabs:
        assert text.count("\n") == len(rows)


def test_bidirectional_controls_and_the_rest_of_unicode_survive(store: Store, tmp_path: Path) -> None:
    with store.current() as snapshot:
        export(chosen(snapshot), "csv", tmp_path / "out")
    text = (tmp_path / "out").read_text("utf-8")
    assert stores.HARM.split("\n", maxsplit=1)[1] in text


def test_an_event_comes_back_from_its_record_as_it_was() -> None:
    for event in (stores.first_attack(), stores.second_attack(), stores.plan(), stores.retreat()):
        back = event_of(json.dumps(event_record(event)), event.report)
        assert event_record(back) == event_record(event)
        assert back.sentence == event.sentence


def decision(n: int, action: str, event: str | None = None, **given: object) -> dict[str, object]:
    empty = dict.fromkeys(("incident_id", "other", "field", "value", "reason", "undoes"))
    at = datetime(2026, 1, 2, 3, 4, n)  # noqa: DTZ001 - the store's are UTC without a zone
    own = {"judgement_id": f"j{n}", "at": at, "reviewer": "ann", "action": action, "event_id": event}
    return empty | own | given


def test_decisions_hold_until_they_are_undone() -> None:
    rows = [
        decision(1, "reject", "a"),
        decision(2, "reject", "b"),
        decision(3, "accept", "b"),
        decision(4, "reject", "c"),
        decision(5, "undo", undoes="j4"),
        decision(6, "reject", "d"),
        decision(7, "undo", undoes="j6"),
        decision(8, "undo", undoes="j7"),
        decision(9, "correct", "a", field="type", value='"PROTEST"'),
    ]
    assert judged(rows).rejected == {"a", "d"}
    record = {"id": "a", "type": "ASSAULT", "mode": None}
    assert judged(rows).apply(record)["type"] == "PROTEST"
    assert judged([*rows, decision(10, "undo", undoes="j9")]).apply(record)["type"] == "ASSAULT"


def test_an_unknown_format_or_unit_is_told_in_one_line(store: Store, tmp_path: Path) -> None:
    with store.current() as snapshot:
        with pytest.raises(UserError, match="no format 'xml'"):
            export(chosen(snapshot), "xml", tmp_path / "out")
        with pytest.raises(UserError, match="acled has no rows of events; it has incidents"):
            export(chosen(snapshot), "acled", tmp_path / "out", "events")
        with pytest.raises(UserError, match="cannot be written"):
            export(chosen(snapshot), "csv", tmp_path / "nowhere" / "out")
    assert list(tmp_path.iterdir()) == []
