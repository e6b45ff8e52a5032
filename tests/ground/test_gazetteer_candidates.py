"""What a name can stand for, told to a person who asks; spellings of names that no table has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline._ref.gazetteer.spelling import SPELLED_VARIOUSLY, is_frame, spelling
from dateline._ref.gazetteer.table import Frames, Table
from dateline.ground.places import Named, candidates, load_gazetteer, resolve
from dateline.ground.places.gazetteer import HOME
from dateline.ground.places.variants import closest, likeness


def test_the_likeliest_comes_first_and_all_shares_make_one() -> None:
    found = candidates("Tripoli", load_gazetteer())
    assert (found[0].country, found[0].precision, found[0].source) == ("LBY", "city", "geonames:2210247")
    assert {"LBY", "LBN", "GRC"} <= {candidate.country for candidate in found}
    assert sum(candidate.score for candidate in found) == pytest.approx(1, abs=0.02)
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


def test_a_country_leaves_only_its_places() -> None:
    found = candidates("Tripoli", load_gazetteer(), "LBN")
    assert found
    assert {candidate.country for candidate in found} == {"LBN"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Syrian", "a word for the people of the country"),
        ("Va.", "an abbreviation that counts as written"),
        ("Hmeymim air base", "another name of 'Khmeimim Air Base' in our table"),
        ("Idlib province", "looked up as 'Idlib'"),
        ("Homs Museum", "the place that the name takes its own from"),
    ],
)
def test_a_candidate_says_why(name: str, said: str) -> None:
    assert said in candidates(name, load_gazetteer())[0].why


def test_an_unknown_spelling_needs_a_country() -> None:
    assert candidates("Edhleb", load_gazetteer()) == ()
    [first, *_] = candidates("Edhlib", load_gazetteer(), "SYR")
    assert first.name.startswith("Idlib")
    assert "tried in SYR only" in first.why


def test_nothing_is_found_for_no_name() -> None:
    assert candidates("Qwertzuville", load_gazetteer()) == ()
    assert candidates("", load_gazetteer()) == ()


@pytest.mark.parametrize(
    ("country", "one", "other"),
    [
        ("SYR", "Hmeimim", "Khmeimim"),
        ("SYR", "Hemeimeem", "Humaymim"),
        ("SYR", "Idlib", "Edlib"),
        ("SYR", "Deir ez-Zor", "Dayr az-Zawr"),
        ("SYR", "Jisr al-Shughour", "Jisr ash Shughur"),
        ("UKR", "Bakhmut", "Bakhmout"),
        ("UKR", "Luhansk", "Lugansk"),
        ("UKR", "Chernihiv", "Chernigov"),
        ("SOM", "Mogadishu", "Muqdisho"),
        ("YEM", "Hudaydah", "Hodeida"),
        ("LBY", "Zuwara", "Zwarah"),
        ("IRQ", "Sulaymaniyah", "Slemani"),
    ],
)
def test_spellings_of_one_name_are_close(country: str, one: str, other: str) -> None:
    assert closest(one, country, [(other, "found")])


@pytest.mark.parametrize(
    ("country", "one", "other"),
    [
        ("SYR", "Homs", "Hama"),
        ("IRQ", "Mosul", "Musayyib"),
        ("UKR", "Kharkiv", "Kherson"),
        ("SYR", "Aleppo", "Latakia"),
    ],
)
def test_different_names_are_not(country: str, one: str, other: str) -> None:
    assert not closest(one, country, [(other, "found")])


def meaning(text: str, name: str, *others: str) -> tuple[str | None, float, str | None]:
    """What `name` means in a text that also names `others`."""
    named = [Named(text.index(n), text.index(n) + len(n), n) for n in (name, *others)]
    choice = resolve(named, text, load_gazetteer())[0]
    return choice.entry.name if choice.entry else None, choice.confidence, choice.note


def test_a_spelling_counts_only_where_the_report_sets_the_country() -> None:
    name, confidence, note = meaning("Syrian jets struck Hmaymeem, said Syria.", "Hmaymeem", "Syria")
    assert name == "Khmeimim Air Base"
    assert confidence <= 0.6
    assert note is not None
    assert "spelled Hmaymeem" in note
    assert meaning("Peruvian police reached Hmaymeem in Peru.", "Hmaymeem", "Peru")[0] != "Khmeimim Air Base"
    assert meaning("Police reached Hmaymeem today.", "Hmaymeem")[0] is None


def test_the_table_of_spellings_is_made_of_this_table_by_these_rules() -> None:
    table, frames, gazetteer = Table(HOME / "geonames.bin"), Frames(HOME / "spellings.npy"), load_gazetteer()
    iso3 = {entry.source: entry.country for entry in gazetteer.countries.values()}
    assert iso3
    checked = 0
    for index in range(0, len(table), 397):
        row = table.row(index)
        found = gazetteer.lookup(row.name)
        country = next((e.country for e in found if e.geonameid == row.geonameid), None)
        if row.geonameid and country in SPELLED_VARIOUSLY and is_frame(spelling(row.name, country)[0]):
            assert index in frames.find(country, spelling(row.name, country)[0]), row.name
            checked += 1
    assert checked > 50


def test_an_unknown_site_stands_in_the_place_named_right_after_it() -> None:
    text = "Shells hit Blompfeld Hospital in Homs, Syria."
    named = [Named(text.index(n), text.index(n) + len(n), n) for n in ("Blompfeld Hospital", "Homs", "Syria")]
    site, homs, _ = resolve(named, text, load_gazetteer())
    assert (site.entry, site.exact) == (homs.entry, False)
    text = "Shells hit Blompfeld, Homs and Hama in Syria."
    named = [Named(text.index(n), text.index(n) + len(n), n) for n in ("Blompfeld", "Homs", "Hama", "Syria")]
    assert resolve(named, text, load_gazetteer())[0].entry is None


LETTERS = st.text("abdefghijklmnoqrstuwyz -'", max_size=20)


@given(LETTERS)
def test_a_name_is_close_to_itself_or_has_too_few_letters(name: str) -> None:
    frame, sound = spelling(name, "SYR")
    assert not frame or set(frame) <= set(sound) | {"a"}
    assert likeness(sound, sound) == (1.0 if len(sound) > 2 else 0.0)


@given(LETTERS, LETTERS)
def test_likeness_is_between_nothing_and_one(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
