"""Sentences of our own → training rows: words for strings, and a tenth that training never sees."""

from __future__ import annotations

import json
from pathlib import Path

from training.deeds import is_set_aside, read_deeds, read_rows


def write(folder: Path, name: str, *rows: dict) -> None:
    (folder / name).write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows))


def event(trigger: str, **more: object) -> dict:
    return {"trigger": trigger, "type": "ASSAULT", "mode": None, "status": "happened", "actors": [],
            "recipients": [], **more}  # fmt: skip


def only(folder: Path) -> list:
    return read_deeds(aside=False, folder=folder) + read_deeds(aside=True, folder=folder)


def test_strings_become_the_words_they_cover(tmp_path: Path) -> None:
    text = "Troops didn't shoot, Sana'a's mayor said; troops opened fire later."
    told = event("opened fire", actors=["troops"], recipients=["Sana'a's mayor"])
    write(tmp_path, "a.jsonl", {"text": text, "events": [told]})
    (row,) = only(tmp_path)
    (deed,) = row.deeds
    assert [row.words[i] for i in deed.trigger] == ["opened", "fire"]
    assert [row.words[i] for i in deed.actors] == ["troops"]
    assert [row.words[i] for i in deed.recipients][-2:] == ["'s", "mayor"]
    assert row.words[:3] == ["Troops", "did", "n't"], "cut as at run time"


def test_a_part_of_a_word_is_the_whole_word(tmp_path: Path) -> None:
    write(tmp_path, "a.jsonl", {"text": "A U.S.-led raid.", "events": [event("raid", actors=["U.S."])]})
    (row,) = only(tmp_path)
    assert "U.S." in "".join(row.words[i] for i in row.deeds[0].actors)


def test_several_strings_and_the_second_of_two_equal_ones(tmp_path: Path) -> None:
    text = "They and the police shot; they fled from the police."
    told = event("fled", actors=["They", "they"], recipients=["the police#2"])
    write(tmp_path, "a.jsonl", {"text": text, "events": [told]})
    (row,) = only(tmp_path)
    assert row.deeds[0].actors == [0, 6]
    assert row.deeds[0].recipients == [9, 10]


def test_a_sentence_without_events_says_that_it_has_none(tmp_path: Path) -> None:
    write(tmp_path, "a.jsonl", {"text": "A strike price.", "events": []})
    (row,) = only(tmp_path)
    assert row.deeds == []
    assert row.quotes is None, "of what the file does not tell, nothing is said"


def test_the_tenth_set_aside_depends_on_the_text_alone(tmp_path: Path) -> None:
    texts = [f"Rebels shelled town {n}." for n in range(300)]
    write(tmp_path, "b.jsonl", *({"text": t, "events": []} for t in texts[:150]))
    write(tmp_path, "a.jsonl", *({"text": t, "events": []} for t in texts[150:]))
    aside = {" ".join(e.words) for e in read_deeds(aside=True, folder=tmp_path)}
    kept = {" ".join(e.words) for e in read_deeds(aside=False, folder=tmp_path)}
    assert not aside & kept
    assert len(aside) + len(kept) == 300
    assert len(aside) == sum(map(is_set_aside, texts))
    assert 10 <= len(aside) <= 60


def test_a_second_labelling_in_a_folder_below_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()
    write(tmp_path, "a.jsonl", {"text": "One.", "events": []})
    write(tmp_path / "second", "labels.jsonl", {"text": "Two.", "events": []})
    assert [r["text"] for r in read_rows(tmp_path)] == ["One."]
