"""The sentences of our own: their check names every mistake with its line, and they keep to it themselves."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from training import deeds
from training.sentences_check import MODES, STATUSES, find, main

FILES = sorted(deeds.FOLDER.glob("*.jsonl"))
SECOND = sorted((deeds.FOLDER / "second").glob("*.jsonl"))
EVENT = {
    "trigger": "shelled", "type": "ASSAULT", "mode": "heavy-weapons", "status": "happened",
    "actors": ["Rebels"], "recipients": ["the port"],
}  # fmt: skip


def row(**changes: Any) -> dict[str, Any]:
    """A sound row, or one with that changed in its event."""
    return {"text": "Rebels shelled the port on Monday.", "events": [{**EVENT, **changes}]}


def checked(tmp_path: Path, capsys: pytest.CaptureFixture[str], *rows: Any) -> tuple[int, list[str]]:
    """The exit code, and the mistakes without their file."""
    place = tmp_path / "some.jsonl"
    place.write_text("".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in rows))
    code = main([str(place)])
    told = capsys.readouterr().out.splitlines()
    return code, [line.removeprefix(f"{place}:") for line in told if line.startswith(str(place))]


def test_sound_rows_have_no_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    none = {"text": "The storm shelled no one.", "events": []}
    assert checked(tmp_path, capsys, row(), none) == (0, [])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("{", "Expecting property name"),
        ([], "a row has just `text` and `events`"),
        ({"text": "No events."}, "a row has just `text` and `events`"),
        ({**row(), "note": ""}, "a row has just `text` and `events`"),
        ({"text": "Two  spaces.", "events": []}, "odd white space"),
        (row(place="x"), "an event has just the keys"),
        (row(type="WAR"), "no type 'WAR'"),
        (row(mode="troops"), "ASSAULT has no mode 'troops'"),
        (row(status="true"), "no status 'true'"),
        (row(trigger="fired"), "'fired' is not in the text as whole words"),
        (row(trigger="shell"), "'shell' is not in the text as whole words"),
        (row(actors=["rebels"]), "'rebels' is not in the text as whole words"),
        (row(recipients=["port#2"]), "'port#2' is not in the text as whole words"),
        (row(trigger="shelled the port on Monday"), "is longer than four words"),
        ({**row(), "events": [EVENT, EVENT]}, "('shelled', 'ASSAULT') twice"),
        ({"text": "He said he left.", "events": [{**EVENT, "trigger": "he#2"}]}, "'he#2' is not in the text"),
    ],
)
def test_every_mistake_is_named_with_its_line(
    wrong: Any, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, mistakes = checked(tmp_path, capsys, {"text": "Nothing to see.", "events": []}, wrong)
    assert code == 1
    assert mistakes
    assert all(m.startswith("2: ") for m in mistakes)
    assert said in mistakes[0]


def test_a_text_may_stand_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert checked(tmp_path, capsys, row(), row()) == (1, ["2: this text was there before"])


def test_the_nth_occurrence_is_told_by_a_number() -> None:
    text = "The army shot at the army; #2 fell."
    assert find(text, "the army") == (17, 25)
    with pytest.raises(ValueError, match="stands 2 times: say which with #n"):
        find(text, "army")
    assert find(text, "army#2") == (21, 25)
    assert find("Sri Lanka's army", "Sri Lanka") == (0, 9)


def test_the_shipped_sentences_pass_their_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(f) for f in FILES]) == 0, capsys.readouterr().out
    assert main([str(f) for f in SECOND]) == 0, capsys.readouterr().out


def test_there_are_enough_of_every_kind() -> None:
    rows = deeds.read_rows()
    events = [e for r in rows for e in r["events"]]
    assert len(rows) >= 4_000
    assert {(e["type"], m) for e in events if (m := e["mode"])} == {
        (t, m) for t, modes in MODES.items() for m in modes.split()
    }
    assert {e["status"] for e in events} == set(STATUSES)
    assert sum(not r["events"] for r in rows) >= 500, "hard negatives"


def grams(text: str) -> Iterator[tuple[str, ...]]:
    """Eight words in a row, whatever their case and marks."""
    words = re.findall(r"\w+", text.lower())
    return (tuple(words[i : i + 8]) for i in range(len(words) - 7))


def texts(value: Any) -> Iterator[str]:
    """Every text in a gold row, words put together again."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        if isinstance(value.get("words"), list):
            yield " ".join(value["words"])
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list) and not all(isinstance(v, str) for v in value):
        for part in value:
            yield from texts(part)


def gold_texts(place: Path) -> Iterator[str]:
    """The texts of a gold file."""
    with (gzip.open if place.suffix == ".gz" else open)(place, "rt", encoding="utf8") as lines:
        for line in lines if ".jsonl" in place.name else [lines.read()]:
            yield from texts(json.loads(line))


@pytest.mark.gold
def test_no_sentence_stands_near_a_gold_text(gold: Path) -> None:
    ours = {g: r["text"] for r in deeds.read_rows() for g in grams(r["text"])}
    places = [p for p in sorted(gold.rglob("*")) if {".json", ".jsonl"} & set(p.suffixes)]
    assert len(places) > 20
    near = {
        (p.name, ours[g], " ".join(g))
        for p in places
        for text in gold_texts(p)
        for g in grams(text)
        if g in ours
    }
    assert near == set()
