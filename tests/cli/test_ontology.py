"""`dateline ontology` and `dateline lexicon`, and reading with event types and entries of one's own."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from dateline.interpret.lexicon_cases import parse_cases
from dateline.interpret.ontology_read import load_ontology
from tests.cli.conftest import Run

LABOUR = Path("examples/labour")


def labour(root: Path) -> tuple[str, ...]:
    folder = root / LABOUR
    return ("--ontology", str(folder / "ontology.toml"), "--lexicon", f"only:{folder / 'lexicon'}")


def test_the_overview_names_all_types_and_modes(run: Run) -> None:
    (shown,) = run("ontology", "show").records
    assert shown["name"] == "PLOVER 2.0"
    assert len(shown["types"]) == 16
    assert sum(len(t["modes"]) for t in shown["types"]) == 67
    assert len(shown["contexts"]) == 37
    assert shown["renamed"]["FIGHT"] == "ASSAULT"


def test_each_type_mode_and_context_has_words_of_its_own(run: Run) -> None:
    (shown,) = run("ontology", "show").records
    told = [*shown["types"]] + [m for t in shown["types"] for m in t["modes"]]
    assert all(t["definition"] and t["example"] for t in told)
    assert len({t["example"] for t in told}) >= len(told) - 2  # a type and its mode may share one
    assert all(shown["contexts"].values())


@pytest.mark.parametrize(
    ("name", "mode", "score"),
    [("RETREAT.withdraw", "withdraw", 8.0), ("retreat.withdraw", "withdraw", 8.0), ("COERCE", None, -7.0)],
)
def test_one_type_or_mode_is_explained(run: Run, name: str, mode: str | None, score: float) -> None:
    (shown,) = run("ontology", "show", name).records
    assert (shown["type"], shown.get("mode"), shown["score"]) == (
        name.partition(".")[0].upper(),
        mode,
        score,
    )


def test_an_older_name_shows_the_type_that_took_its_place(run: Run) -> None:
    assert run("ontology", "show", "DEMAND").records[0]["type"] == "REQUEST"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ATTACK", "has no type 'ATTACK'; there are AGREE"),
        ("RETREAT.flee", "no mode 'flee'; it has withdraw"),
    ],
)
def test_a_name_that_is_none_is_answered_with_those_there_are(run: Run, name: str, said: str) -> None:
    ran = run("ontology", "show", name)
    assert ran.code == 2
    assert said in ran.said[-1]


def test_a_table_for_people(run: Run) -> None:
    shown = run("ontology", "show", "RETREAT", "--format", "table").out
    assert "RETREAT" in shown
    assert "ceasefire" in shown


def test_lint_names_every_mistake_of_an_ontology_with_its_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        '[types.RAID]\ndefinition = "A raid."\nquad = "conflict"\nscore = "high"\ncolour = "red"\n', "utf8"
    )
    ran = run("ontology", "lint", file)
    assert ran.code == 1
    assert [line.partition(": ")[0].rpartition(" ")[2] for line in ran.said] == ["1", "5", "3", "4"]
    assert "lacks example" in ran.said[0]
    assert run("ontology", "lint", "plover").code == 0


def test_the_shipped_lexicon_codes_the_sentences_written_for_it(run: Run, root: Path) -> None:
    ran = run("lexicon", "test", root / "tests/interpret/lexicon_cases.toml")
    assert ran.code == 0, "\n".join(ran.said)


def test_each_type_has_sentences_of_its_own_and_some_must_not_be_coded(root: Path) -> None:
    cases = parse_cases(
        (root / "tests/interpret/lexicon_cases.toml").read_text("utf8"), "cases", load_ontology()
    )
    of_type = Counter(one.type for case in cases for one in case.events)
    assert set(of_type) == set(load_ontology().types)
    assert min(of_type.values()) >= 3
    assert sum(not case.events for case in cases) >= 30


def test_the_shipped_lexicon_is_in_order(run: Run) -> None:
    ran = run("lexicon", "lint")
    assert (ran.code, ran.said) == (0, ["the shipped lexicon: in order"])


def test_lint_names_every_fault_of_a_lexicon_with_its_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        'type = "ASSAULT"\n\n[[group]]\nid = "a"\nmode = "arial"\nverbs = ["bomb"]\n\n'
        '[[group]]\nid = "b"\nverbs = ["zap", "zap",\n  "Bang"]\nwhen = ["objj:*"]\n\n'
        '[[group]]\nid = "c"\nverbs = ["fry =egg"]\nunless = ["obj:egg|fish"]\n',
        "utf8",
    )
    ran = run("lexicon", "lint", file)
    assert ran.code == 1
    found = [line.removeprefix(f"{file}, line ") for line in ran.said]
    assert found[0].startswith("5: ASSAULT has no mode 'arial'")
    assert any(line.startswith("10: warning: “zap” stands twice") for line in found)
    assert any(line.startswith("11: warning: “Bang” has capitals") for line in found)
    assert any(line.startswith("12: unknown slot 'objj'") for line in found)
    assert any(line.startswith("16: warning: “fry_egg” can never match") for line in found)


def test_lint_names_entries_that_another_always_beats(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(
        'type = "ASSAULT"\n[[group]]\nid = "one"\nverbs = ["zap"]\n[[group]]\nid = "two"\nverbs = ["zap"]\n',
        "utf8",
    )
    ran = run("lexicon", "lint", f"only:{tmp_path}")
    assert ran.said == [
        f"{tmp_path / 'a.toml'}, line 7: warning: “zap” is never taken: assault.one/zap fits wherever it does"
    ]


def test_sentences_that_fail_are_told_with_what_was_coded(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "cases.toml"
    file.write_text(
        '[[case]]\ntext = "Russia attacked Ukraine."\nevents = ["ASSAULT attacked actor=RUS recipient=UKR"]\n'
        '[[case]]\ntext = "Russia shelled Ukraine."\nevents = ["ASSAULT.aerial"]\n'
        '[[case]]\ntext = "The storm killed nine people."\nevents = []\n',
        "utf8",
    )
    ran = run("lexicon", "test", file)
    assert ran.code == 1
    assert ran.said[0] == f"{file}, line 4: Russia shelled Ukraine."
    assert ran.said[1] == "- not coded: ASSAULT.aerial"
    assert "by assault.heavy" in ran.said[2]
    assert ran.said[-1] == "2 of 3 sentences as expected"


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ('text = "x"\nevents = ["ATTACK"]', "line 1: 'ATTACK' is no type of PLOVER 2.0"),
        ('text = "x"\nevents = ["ASSAULT.arial"]', "ASSAULT has no mode 'arial'"),
        ('text = "x"\nevents = ["ASSAULT target=me"]', "unknown field 'target'"),
        ('text = "x"', "a case needs text"),
        ('text = "x"\nevents = []\nwhy = ""', "unknown key 'why'"),
    ],
)
def test_a_mistake_in_a_test_file_is_told_with_its_line(
    run: Run, tmp_path: Path, case: str, said: str
) -> None:
    file = tmp_path / "cases.toml"
    file.write_text(f"[[case]]\n{case}\n", "utf8")
    ran = run("lexicon", "test", file)
    assert ran.code == 2
    assert said in ran.said[-1]


def test_a_lexicon_of_ones_own_lies_over_the_shipped_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        'type = "ASSAULT"\n[[group]]\nid = "mine"\nmode = "drone"\nverbs = ["zap"]\n', "utf8"
    )
    text = b"Russia zapped Ukraine. Russia attacked Georgia."
    plain = run("read", "-", "--json", given=text).records
    with_mine = run("read", "-", "--json", "--lexicon", tmp_path, given=text).records
    assert [e["type"] for e in plain] == ["ASSAULT"]
    assert [(e["mode"], e["why"]["rule"]) for e in with_mine] == [
        ("drone", "assault.mine/zap"),
        (None, "assault.attack/attack"),
    ]
    assert with_mine[0]["version"]["ontology"].startswith("PLOVER 2.0, lexicon ")


def test_a_group_of_the_same_name_takes_the_shipped_ones_place(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        'type = "ASSAULT"\n[[group]]\nid = "attack"\nverbs = ["zap"]\n', "utf8"
    )
    given = b"Russia attacked Georgia."
    assert run("read", "-", "--json", "--lexicon", tmp_path, given=given).records == []


def test_the_third_ontology_of_the_tutorial(run: Run, root: Path) -> None:
    lines = [*(root / LABOUR).glob("ontology.toml"), *(root / LABOUR / "lexicon").glob("*.toml")]
    assert sum(1 for f in lines for line in f.read_text("utf8").splitlines() if line) <= 30
    assert run("ontology", "lint", root / LABOUR / "ontology.toml").code == 0
    assert run("lexicon", "test", root / LABOUR / "cases.toml", *labour(root)).code == 0
    (event,) = run("read", "-", "--json", *labour(root), given=b"Dockers downed tools in Oran.").records
    assert (event["type"], event["score"], event["why"]["rule"]) == (
        "STOPPAGE",
        None,
        "stoppage.walk-off/down_tool",
    )


def test_another_ontology_needs_a_lexicon_of_its_own(run: Run, root: Path) -> None:
    ran = run("read", "-", "--ontology", root / LABOUR / "ontology.toml", given=b"Dockers downed tools.")
    assert ran.code == 2
    assert "give one for it with --lexicon only:DIR" in ran.said[-1]
