"""Who acts: names, offices, modifiers, terms of office, earlier mentions; on trees built by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from dateline.errors import UserError
from dateline.ground.actors import ground_phrase, load_actors, open_scene, read_scene
from dateline.ground.actors.load import read_actors
from dateline.ground.actors.table import Entry, Term, fold, pieces_of, resolve
from dateline.model import Digest, Report
from tests.ground.trees import VOCAB, codes, digest_of, read

TABLES = Path(__file__).parents[2] / "src" / "dateline" / "_ref" / "actors"


AIRCRAFT = (
    "The/DET/3/det first/ADJ/3/amod group/NOUN/8/nsubj of/ADP/6/case Russian/ADJ/6/amod aircraft/NOUN/3/nmod"
    " has/AUX/8/aux left/VERB/0/root Syria/PROPN/8/obj/B-LOC"
)


def test_group_of_aircraft_is_its_nations_military() -> None:
    mentions = read(AIRCRAFT)
    assert mentions[2].span.text == "The first group of Russian aircraft"
    assert codes(mentions[2]) == ("RUS", "MIL")
    assert mentions[2].name == "Russia"
    assert "countries.csv:RUS adjective" in mentions[2].rule


def test_presidency_needs_no_entry_of_its_own() -> None:
    mentions = read("The/DET/3/det Zambian/ADJ/3/amod presidency/NOUN/4/nsubj spoke/VERB/0/root")
    assert codes(mentions[2]) == ("ZMB", "GOV")
    assert mentions[2].name == "Presidency"


@pytest.mark.parametrize(
    ("day", "sector", "office"),
    [
        ("2016-03-15", "GOV", "president"),
        ("2009-06-01", "GOV", "prime minister"),
        ("1998-01-01", None, "(before 1999-08-09)"),
    ],
)
def test_office_is_the_one_held_on_the_day(day: str, sector: str | None, office: str) -> None:
    mention = read("Putin/PROPN/2/nsubj/B-PER spoke/VERB/0/root", day=day)[0]
    assert (mention.country, mention.sector, mention.name) == ("RUS", sector, "Vladimir Putin")
    assert mention.rule.endswith(office)


def test_undated_report_takes_only_what_all_terms_agree_on() -> None:
    russian = read("Putin/PROPN/2/nsubj/B-PER spoke/VERB/0/root", day=None)[0]
    sharaa = read("Ahmed/PROPN/3/nsubj/B-PER al-Sharaa/PROPN/1/flat/I-PER spoke/VERB/0/root", day=None)[0]
    assert codes(russian) == ("RUS", "GOV")
    assert codes(sharaa) == ("SYR", None)


def test_another_person_of_the_same_surname_is_not_the_known_one() -> None:
    mention = read("Maria/PROPN/3/nsubj/B-PER Putin/PROPN/1/flat/I-PER spoke/VERB/0/root")[0]
    assert mention.name == "Maria Putin"
    assert codes(mention) == (None, None)


def test_capital_acts_as_subject_and_not_where_something_is() -> None:
    mentions = read(
        "Moscow/PROPN/2/nsubj/B-LOC announced/VERB/0/root it/PRON/2/obj",
        "He/PRON/2/nsubj spoke/VERB/0/root in/ADP/4/case Moscow/PROPN/2/obl/B-LOC",
    )
    assert codes(mentions[0]) == ("RUS", "GOV")
    assert 6 not in mentions


def test_apposition_says_who_an_unknown_person_is() -> None:
    mention = read(
        "Maria/PROPN/10/nsubj/B-PER Okello/PROPN/1/flat/I-PER ,/PUNCT/1/punct a/DET/5/det"
        " spokeswoman/NOUN/1/appos for/ADP/9/case the/DET/9/det Ugandan/ADJ/9/amod army/NOUN/5/nmod"
        " spoke/VERB/0/root"
    )[0]
    assert (mention.span.text, *codes(mention)) == ("Maria Okello", "UGA", "MIL")


def test_title_gives_country_and_sector_and_a_former_one_no_office() -> None:
    name = "Oumar/PROPN/5/nsubj/B-PER Bello/PROPN/3/flat/I-PER spoke/VERB/0/root"
    now = read(f"Chadian/ADJ/2/amod President/PROPN/3/nmod:desc {name}")
    past = read(
        "Former/ADJ/3/amod Chadian/ADJ/3/amod President/PROPN/4/nmod:desc Bello/PROPN/5/nsubj/B-PER"
        " spoke/VERB/0/root"
    )
    assert codes(now[2]) == ("TCD", "GOV")
    assert codes(past[3]) == ("TCD", "ELI")


def test_ministry_and_short_name_are_those_named_before() -> None:
    mentions = read(
        "Kenya/PROPN/4/nmod:poss/B-LOC 's/PART/1/case"
        " defence/NOUN/4/compound ministry/NOUN/5/nsubj spoke/VERB/0/root",
        "The/DET/2/det ministry/NOUN/3/nsubj spoke/VERB/0/root",
        "Colonel/PROPN/2/nmod:desc Ali/PROPN/8/nsubj/B-PER Bello/PROPN/2/flat/I-PER of/ADP/7/case"
        " the/DET/7/det Kenyan/ADJ/7/amod army/NOUN/2/nmod spoke/VERB/0/root",
        "Bello/PROPN/2/nsubj/B-PER left/VERB/0/root",
    )
    assert codes(mentions[3]) == codes(mentions[6]) == ("KEN", "MIL")
    assert mentions[6].rule.startswith("coref:the ministry")
    assert codes(mentions[16]) == ("KEN", "MIL")


def test_pronoun_is_the_subject_before() -> None:
    mentions = read(
        "Merkel/PROPN/2/nsubj/B-PER met/VERB/0/root Hollande/PROPN/2/obj/B-PER",
        "She/PRON/2/nsubj left/VERB/0/root",
    )
    assert mentions[3].name == "Angela Merkel"


def test_militia_backed_by_a_state_is_not_of_that_state() -> None:
    mention = read(
        "Iranian/ADJ/3/amod -/PUNCT/3/punct backed/VERB/4/amod rebels/NOUN/7/nsubj in/ADP/6/case"
        " Yemen/PROPN/4/nmod/B-LOC fired/VERB/0/root"
    )[3]
    assert codes(mention) == ("YEM", "REB")


def test_two_nations_before_one_noun_are_two_actors() -> None:
    mentions = read(
        "Czech/ADJ/4/amod and/CCONJ/3/cc Polish/ADJ/1/conj officials/NOUN/5/nsubj agreed/VERB/0/root"
    )
    assert codes(mentions[3]) == ("CZE", "GOV")
    assert (mentions[2].span.text, *codes(mentions[2])) == ("Polish", "POL", "GOV")


def test_nameless_troops_are_those_of_the_state_that_acts() -> None:
    mentions = read(
        "Russia/PROPN/2/nsubj/B-LOC keeps/VERB/0/root troops/NOUN/2/obj in/ADP/5/case Syria/PROPN/2/obl/B-LOC"
    )
    assert codes(mentions[2]) == ("RUS", "MIL")


@pytest.mark.parametrize(
    ("noun", "sector"),
    [("gunmen", "UAF"), ("attacker", "CRM"), ("protesters", "CVL"), ("judges", "JUD"), ("senators", "LEG")],
)
def test_nouns_say_what_somebody_is(noun: str, sector: str) -> None:
    assert read(f"Malian/ADJ/2/amod {noun}/NOUN/3/nsubj fled/VERB/0/root")[1].sector == sector


def test_us_is_the_country_only_in_capitals() -> None:
    mentions = read("They/PRON/2/nsubj told/VERB/0/root us/PRON/2/obj")
    assert all(mention.country != "USA" for mention in mentions.values())
    assert read("US/PROPN/2/compound/B-LOC troops/NOUN/3/nsubj left/VERB/0/root")[1].country == "USA"


def test_any_phrase_can_be_grounded_by_its_head() -> None:
    digest = digest_of("Turkish/ADJ/2/amod statements/NOUN/3/nsubj angered/VERB/0/root him/PRON/3/obj")
    scene = open_scene(digest, load_actors())
    read_scene(scene)
    mention = ground_phrase(scene, 1)
    assert (mention.span.text, mention.country) == ("Turkish statements", "TUR")


def test_term_runs_through_its_last_day_and_partial_dates_stand_for_all_their_days() -> None:
    term = Term("SYR", "GOV", "president", "2000-07", "2024-12-08")
    assert term.holds("2000-07-01")
    assert term.holds("2024-12-08")
    assert not term.holds("2024-12-09")
    assert not term.holds("2000-06-30")


def test_office_ends_with_its_term_and_rebellion_does_not() -> None:
    for sector, after in (("GOV", "ELI"), ("REB", "REB")):
        entry = Entry("X", "person", None, None, "t", (Term("COD", sector, "x", "2001", "2005"),))
        standing = resolve(entry, "2010-01-01")
        assert (standing.country, standing.sector, standing.term) == ("COD", after, None)
        assert standing.note == "x until 2005"


def test_shipped_tables_hold_enough() -> None:
    table = load_actors()
    entries = {(form.entry.kind, form.entry.name) for forms in table.names.values() for form in forms}
    count = Counter(kind for kind, _ in entries)
    assert count["person"] >= 500
    assert count["organisation"] + count["institution"] + count["group"] + count["media"] >= 500
    assert len(table.countries) >= 200


def test_shipped_terms_are_in_order_and_do_not_reach_past_their_end() -> None:
    persons = {form.entry for forms in load_actors().names.values() for form in forms if form.entry.terms}
    assert all(not term.end or term.start <= term.end for person in persons for term in person.terms)


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ("persons", "X,RUS,GOV,president,2010-13-1x,,", "is no date"),
        ("persons", "X,RUS,GOV,president,2010,2009,", "ends before it begins"),
        ("persons", "X,Russia,GOV,president,2010,,", "three-letter code"),
        ("media", "X,RUS,PRESS,", "no sector"),
        ("media", "X,RUS", "2 fields instead of "),
        ("roles", "GOV,gives,person,tsar", "own or lent"),
    ],
)
def test_mistake_in_a_table_is_told_with_file_and_line(
    tmp_path: Path, table: str, line: str, message: str
) -> None:
    for source in TABLES.glob("*.csv"):
        (tmp_path / source.name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    broken = tmp_path / f"{table}.csv"
    lines = broken.read_text(encoding="utf-8")
    if "fields" not in message:
        line += "," * (lines.partition("\n")[0].count(",") - line.count(","))
    broken.write_text(f"{lines}{line}\n", encoding="utf-8")
    number = len(broken.read_text(encoding="utf-8").splitlines())
    with pytest.raises(UserError, match=message) as caught:
        read_actors(tmp_path)
    assert str(caught.value).startswith(f"{table}.csv, line {number}: ")


TEXT = "the The a Russian Putin Moscow army of , ( SDF ) - al Qaida ministry they his U.S. ’s é 😀"
WORDS = st.sampled_from([*TEXT.split(), "\n"])
TAGS = st.sampled_from("NOUN PROPN ADJ VERB ADP DET PRON PUNCT NUM X".split())
RELATIONS = "nsubj obj nmod amod compound flat appos case det conj nmod:poss obl acl punct nmod:desc"
CELLS = st.tuples(WORDS, TAGS, st.sampled_from(RELATIONS.split()), st.integers(0, 11))


@given(st.lists(CELLS, min_size=1, max_size=12), st.booleans())
def test_any_tree_gives_spans_that_are_slices(
    cells: list[tuple[str, str, str, int]], rightward: bool
) -> None:
    size = len(cells)
    words, tags, deps, numbers = (list(column) for column in zip(*cells, strict=True))
    heads = [n % (i + 1) if not rightward else size - 1 - n % (size - i) for i, n in enumerate(numbers)]
    doc = Doc(VOCAB, words=words, pos=tags, deps=deps, heads=heads, lemmas=[w.lower() for w in words])
    scene = open_scene(Digest(Report("t", doc.text, "", published="2016-03-15"), doc), load_actors())
    mentions = [*read_scene(scene), *(ground_phrase(scene, i) for i in range(size))]
    for mention in mentions:
        assert doc.text[mention.span.start : mention.span.end] == mention.span.text
        assert 0 <= mention.head < size


@given(st.text())
def test_folding_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert all(piece and not piece.isspace() for piece in pieces_of(text))
