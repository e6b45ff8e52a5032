"""PETRARCH's dictionaries are read as they are; what is malformed is told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import UserError
from dateline.interpret import load_rules
from dateline.interpret.petrarch import load_dictionaries
from dateline.interpret.petrarch.forms import of_noun, of_verb
from dateline.interpret.petrarch.names import Names, add_discards, add_names
from dateline.interpret.petrarch.verbs import VerbFile
from dateline.interpret.petrarch.verbs_read import looks_like_verbs, read_verbs
from tests.interpret.petrarch.own import DISCARDS, VERBS, write


def _verbs(text: str) -> VerbFile:
    return read_verbs(text, "v.txt")


def test_a_verb_has_its_regular_forms_or_those_in_braces() -> None:
    read = _verbs(VERBS)
    assert {"HELP", "HELPS", "HELPED", "HELPING"} <= set(read.verbs)
    assert {"SAID", "SAYING"} <= set(read.verbs)
    assert "SAYED" not in read.verbs


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("CARRY", ["CARRIES", "CARRIED", "CARRYING"]),
        ("PLEDGE", ["PLEDGES", "PLEDGED", "PLEDGING"]),
        ("FREE", ["FREES", "FREED", "FREEING"]),
        ("CRASH", ["CRASHES", "CRASHED", "CRASHING"]),
        ("OBEY", ["OBEYS", "OBEYED", "OBEYING"]),
        ("WIRE_+TAP", ["WIRE_+TAPS", "WIRE_+TAPED", "WIRE_+TAPING"]),
    ],
)
def test_regular_forms(verb: str, forms: list[str]) -> None:
    assert of_verb(verb) == forms


def test_regular_plurals() -> None:
    assert [of_noun(word) for word in ("BARGE", "FERRY", "BUS", "RICE_")] == [
        "BARGES",
        "FERRIES",
        "BUSES",
        "",
    ]


def test_a_block_gives_its_code_and_a_verb_may_have_its_own() -> None:
    read = _verbs(VERBS)
    assert read.verbs["ATTACK"][0].active.cameo == "190"
    assert read.verbs["SHOT"][0].active.cameo == "193"
    assert (read.verbs["BLAME"][0].active.cameo, read.verbs["BLAME"][0].passive.cameo) == ("---", "112")


def test_a_verb_of_several_words_names_the_one_that_is_the_verb() -> None:
    (verb,) = _verbs(VERBS).verbs["STOOD"]
    assert (verb.before, verb.after, verb.active.cameo) == ((), ("BY",), "051")


def test_a_synonym_set_stands_for_its_members_and_their_plurals() -> None:
    patterns = _verbs(VERBS).blocks["ATTACK"]
    assert {"BARGE", "BARGES", "FERRY", "FERRIES", "BOAT", "BOATS"} <= set(patterns)
    (noun,) = patterns["BARGE"][0].after
    assert ("BOAT", frozenset({"FISHING"})) in noun.longs


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("- SHIPS [190]", "a pattern without * for its verb; left out"),
        ("- * SHIPS", "has no code in brackets; left out"),
        ("- * (AT SHIPS [190]", "( without its partner; left out"),
        ("- * &SHIPS [190]", "the synonym set &SHIPS is not defined above; left out"),
        ("TWO WORDS", "is not one verb (_ joins the words of one); left out"),
        ("* SHIPS [190]", "is neither a verb nor a pattern; left out"),
        ("~ a (b HIT = 190", "is no transformation: ~ a (b c VERB) VERB = a b CODE; left out"),
        ("~ a (a b HIT) UTTER = a b 015", "UTTER is no verb of the dictionary; left out"),
    ],
)
def test_a_malformed_line_is_told_and_the_rest_is_read(line: str, said: str) -> None:
    read = _verbs(f"--- HIT [190] ---\nHIT\n{line}\nSTRIKE\n")
    (note,) = read.notes
    assert note.startswith("v.txt:3: ")
    assert said in note
    assert {"HIT", "STRIKE"} <= set(read.verbs)


def test_lines_before_the_first_block_are_told() -> None:
    assert _verbs("HIT\n--- HIT [190] ---\nHIT\n").notes == [
        "v.txt:1: 'HIT' stands before the first block; left out"
    ]


@given(st.text(alphabet="ab &+-*~{}()[]^$%_:0129#;\n\tAB", max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    _verbs(text)


@given(st.text(alphabet="ab +_[]()<>-~!={},;#0129\n\tAB", max_size=200))
def test_no_text_breaks_the_reading_of_names(text: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.actors.txt"
        path.write_text(text, encoding="utf-8")
        add_names(path, Names())
        add_discards(path, Names())


def test_a_code_holds_for_its_days(folder: str) -> None:
    (name,) = {name for words, name in load_dictionaries(folder).names.actors["TOVE"] if len(words) == 2}
    assert [name.on(day) for day in ("2012-01-01", "2014-01-01", "2009-12-31", "")] == [
        "NORGOV",
        "NOROPP",
        "",
        "",
    ]


def test_names_line_on_line_before_a_code_are_spellings_of_one(folder: str) -> None:
    names = load_dictionaries(folder).names
    assert names.actors["FJORD"][0][1] is names.actors["FJORDERS"][0][1]


def test_brackets_in_a_name_are_no_word_of_it(folder: str) -> None:
    assert load_dictionaries(folder).names.actors["NORDIC"][0][0] == ("NORDIC", "COUNCIL")


def test_discards_are_of_a_sentence_or_of_a_report(fresh: Path) -> None:
    path = fresh / "d.txt"
    path.write_text(DISCARDS, encoding="utf-8")
    names = Names()
    add_discards(path, names)
    assert names.discarded("THEY PLAYED ICE HOCKEY THERE".split()) == names.discards["ICE"][0]
    assert names.discarded("THE CHESS OLYMPIAD BEGAN".split()) == names.discards["CHESS"][0]
    assert names.discards["CHESS"][0].whole
    # Words are what stands between blanks, as in PETRARCH: one with a comma is another word.
    assert names.discarded("THEY PLAYED ICE HOCKEY, TOO".split()) is None


def test_a_folder_is_read_once_and_marked_by_its_files(folder: str) -> None:
    assert load_dictionaries(folder) is load_dictionaries(folder)
    rules = load_rules(None, (f"petrarch:{folder}",))
    assert rules.name.startswith("CAMEO 1.1b3, PETRARCH dictionaries ")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "no verb dictionary in it (blocks like --- SAY [010] ---); add it"),
        (
            {"v.txt": "--- HIT [190] ---\nHIT\n"},
            "no actor in it; add a dictionary with actors in its file's name",
        ),
        (
            {"v.txt": "--- HIT [190] ---\nHIT\n", "w.txt": "--- HIT [190] ---\nHIT\n"},
            "v.txt and w.txt are verb dictionaries both; keep one of them there",
        ),
    ],
)
def test_a_folder_that_cannot_do_is_told_in_one_line(fresh: Path, files: dict[str, str], said: str) -> None:
    for name, text in files.items():
        (fresh / name).write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match="^" + str(fresh)) as error:
        load_dictionaries(str(fresh))
    assert said in str(error.value)


def test_a_folder_that_is_not_there_is_told(fresh: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        load_dictionaries(str(fresh / "none"))


def test_no_other_lexicon_goes_with_it(folder: str) -> None:
    with pytest.raises(UserError, match="give it alone"):
        load_rules(None, (f"petrarch:{folder}", folder))


def test_the_verb_dictionary_is_known_by_its_blocks_whatever_its_name(fresh: Path) -> None:
    assert looks_like_verbs(VERBS)
    assert not looks_like_verbs(DISCARDS)
    write(fresh)
    (fresh / "own.verbs.txt").rename(fresh / "CAMEO.9.txt")
    (fresh / "notes.txt").write_text("read me", encoding="utf-8")
    assert load_dictionaries(str(fresh)).verbs.name == "CAMEO.9.txt"
