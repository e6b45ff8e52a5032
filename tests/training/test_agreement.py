"""How far two labellings of the same sentences agree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training import agreement
from training.agreement import compare, kappa, main, match, paired, read_second
from training.sentences_check import MODES

TEXT = "Rebels shelled the port and the town hall, killing two, after troops opened fire."


def event(trigger: str, kind: str = "ASSAULT", **more: object) -> dict:
    return {"trigger": trigger, "type": kind, "mode": None, "status": "happened", "actors": [],
            "recipients": [], **more}  # fmt: skip


def row(*events: dict) -> dict:
    return {"text": TEXT, "events": list(events)}


def test_the_same_labels_agree_wholly() -> None:
    found = compare([(row(event("shelled", actors=["Rebels"])), row(event("shelled", actors=["Rebels"])))])
    assert (found.triggers.f1, found.parties["actors"].f1, found.parties["recipients"].f1) == (1, 1, 1)
    assert kappa(found.types) == kappa(found.statuses) == 1


def test_triggers_pair_where_they_share_a_word_one_to_one() -> None:
    first = [event("opened fire"), event("killing")]
    second = [event("fire", "PROTEST"), event("opened fire"), event("shelled")]
    assert paired(TEXT, first, second) == [(first[0], second[1])], "the like type wins"
    found = compare([(row(*first), row(*second))])
    assert found.triggers.f1 == pytest.approx(2 / 5)


def test_modes_are_compared_where_the_types_are_one() -> None:
    same = (row(event("shelled", mode="heavy-weapons")), row(event("shelled")))
    other = (row(event("shelled")), row(event("shelled", "COERCE", mode="seize", status="denied")))
    found = compare([same, other])
    assert found.modes == [("ASSAULT.heavy-weapons", "ASSAULT.None")]
    assert found.types == [("ASSAULT", "ASSAULT"), ("ASSAULT", "COERCE")]
    assert found.statuses[1] == ("happened", "denied")


def test_parties_are_counted_by_words() -> None:
    wide = row(event("shelled", recipients=["the port and the town hall"]))
    narrow = row(event("shelled", recipients=["the port"]))
    assert compare([(wide, narrow)]).parties["recipients"].f1 == pytest.approx(2 * 2 / (6 + 2))


def test_kappa_is_what_is_beyond_chance() -> None:
    # Of 50 pairs 35 agree; chance gives 25 / 50 * 30 / 50 + 25 / 50 * 20 / 50.
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([("a", "b"), ("b", "a")]) == pytest.approx(-1)
    assert kappa([("a", "a")] * 3) == 1, "one label only: there is nothing to agree on by chance"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1))
def test_kappa_is_the_same_both_ways_and_at_most_one(pairs: list[tuple[str, str]]) -> None:
    assert kappa(pairs) == pytest.approx(kappa([(b, a) for a, b in pairs]))
    assert -1 - 1e-9 <= kappa(pairs) <= 1


@given(st.lists(st.sampled_from(["shelled", "killing", "opened fire", "fire", "opened"]), unique=True),
       st.lists(st.sampled_from(["shelled", "killing", "opened fire", "fire"]), unique=True),
       st.lists(st.sampled_from(sorted(MODES)), min_size=5, max_size=5))  # fmt: skip
def test_no_event_is_paired_twice(first: list[str], second: list[str], kinds: list[str]) -> None:
    a = [event(t, k) for t, k in zip(first, kinds, strict=False)]
    b = [event(t) for t in second]
    pairs = paired(TEXT, a, b)
    assert len({id(x) for x, _ in pairs}) == len({id(y) for _, y in pairs}) == len(pairs)


def test_a_sentence_without_a_first_labelling_is_refused() -> None:
    with pytest.raises(agreement.UserError, match="not among the sentences"):
        match([row()], [{"text": "Something else.", "events": []}])


def test_a_badly_labelled_line_is_named(tmp_path: Path) -> None:
    place = tmp_path / "second.jsonl"
    place.write_text(json.dumps(row()) + "\n" + json.dumps(row(event("bombed"))) + "\n")
    with pytest.raises(agreement.UserError, match=r"second\.jsonl:2: 'bombed' is not in the text"):
        read_second([place])
    place.write_text("[\n")
    with pytest.raises(agreement.UserError, match=r"second\.jsonl:1: not a JSON object"):
        read_second([place])


@pytest.mark.parametrize(
    ("name", "first"),
    [("labels", "449 sentences, 871 and 831 events"), ("paragraphs", "367 sentences, 1088 and 986 events")],
)
def test_the_command_prints_the_table_of_the_readme(
    name: str, first: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(agreement.__file__).with_name("sentences")
    assert main([str(folder / "second" / f"{name}.jsonl")]) == 0
    told = capsys.readouterr().out
    readme = (folder / "README.md").read_text(encoding="utf8")
    assert told.startswith(first)
    for line in told.splitlines()[2:]:
        assert line in readme


def test_without_usable_files_it_ends_with_2_and_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().err.startswith("usage: python -m training.agreement")
    assert main(["no such file.jsonl"]) == 2
    assert capsys.readouterr().err == (
        "training.agreement: cannot read no such file.jsonl: No such file or directory\n"
    )
