"""Places: one place under many spellings, the right one among namesakes, spans that slice."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from dateline._ref.gazetteer.fold import fold
from dateline.ground.places import Named, find_places, load_gazetteer, resolve
from dateline.ground.places.gazetteer import HOME
from dateline.model import Digest, PlaceMention, Report

VOCAB = Vocab()


def rows(pattern: str) -> list[dict[str, str]]:
    """The rows of every table that fits the pattern."""
    found: list[dict[str, str]] = []
    for path in sorted(HOME.glob(pattern)):
        with path.open(encoding="utf-8", newline="") as stream:
            found += csv.DictReader(stream)
    return found


def digest_of(tagged: str) -> Digest:
    """A digest from words `word/POS` or `word/POS/LABEL`; equal labels in a row make one name."""
    parts = [part.split("/") for part in tagged.split()]
    doc = Doc(VOCAB, words=[part[0] for part in parts], pos=[part[1] for part in parts])
    spans: list[Span] = []
    at = 0
    while at < len(parts):
        label = parts[at][2] if len(parts[at]) > 2 else ""
        end = at + 1
        while label and end < len(parts) and parts[end][2:] == [label]:
            end += 1
        if label:
            spans.append(Span(doc, at, end, label=label))
        at = end
    doc.ents = tuple(spans)
    text = doc.text
    return Digest(Report("t", text, hashlib.sha256(text.encode()).hexdigest()), doc)


def places(tagged: str) -> dict[str, PlaceMention]:
    return {place.span.text: place for place in find_places(digest_of(tagged), load_gazetteer())}


def meant(text: str, *names: str) -> list[tuple[str | None, str | None]]:
    """Name and division of what each name means in a text (its first occurrence)."""
    named = [Named(text.index(name), text.index(name) + len(name), name) for name in names]
    choices = resolve(named, text, load_gazetteer())
    return [(c.entry.name, c.entry.admin or c.entry.country) if c.entry else (None, None) for c in choices]


@pytest.mark.parametrize(
    "name",
    [
        "Hmeimim",
        "Khmeimim",
        "Hemeimeem",
        "Hmeymim",
        "Hemeimeem air base",
        "Hmeimim airbase",
        "Khmeimim Air Base",
        "Bassel Al-Assad International Airport",
    ],
)
def test_the_base_of_march_2016_is_one_place(name: str) -> None:
    [choice] = resolve([Named(0, len(name), name)], name, load_gazetteer())
    assert choice.entry is not None
    assert (choice.entry.name, choice.entry.country) == ("Khmeimim Air Base", "SYR")
    assert (choice.entry.lat, choice.entry.lon) == (35.40, 35.95)
    assert (choice.entry.precision, choice.entry.source) == ("site", "ourairports:OSLK")


def test_every_name_of_our_tables_leads_to_its_row() -> None:
    gazetteer = load_gazetteer()
    for row in rows("places/*.csv"):
        for name in (row["name"], *filter(None, row["aliases"].split(";"))):
            assert row["source"] in {entry.source for entry in gazetteer.lookup(name)}, name
    for row in rows("countries.csv"):
        for name in (row["name"], *filter(None, row["aliases"].split(";"))):
            assert row["iso3"] in {entry.country for entry in gazetteer.lookup(name)}, name


def test_our_table_is_sound() -> None:
    countries = {row["iso3"] for row in rows("countries.csv")}
    table = rows("places/*.csv")
    assert len(table) >= 250
    assert len({row["source"] + row["name"] for row in table}) == len(table)
    for row in table:
        assert not row["country"] or row["country"] in countries, row
        assert -90 <= float(row["lat"]) <= 90, row
        assert -180 <= float(row["lon"]) <= 180, row
        assert row["precision"] in {"site", "city", "admin", "country"}, row
        assert row["source"].split(":")[0] in {"ourairports", "geonames", "dateline"}, row


def test_a_larger_place_beside_the_name_decides() -> None:
    assert meant("He moved to Paris, Texas, last year.", "Paris") == [("Paris", "US.TX")]
    assert meant("He moved to Paris last year.", "Paris")[0][0] == "Paris"
    assert meant("A clash near Tripoli, Lebanon.", "Tripoli") == [("Tripoli", "LB.09")]
    assert meant("Fire in Alexandria, Va., spread.", "Alexandria") == [("Alexandria", "US.VA")]


def test_the_report_decides_among_namesakes() -> None:
    text = "Lebanese soldiers entered Tripoli. The army came from Beirut and Sidon in Lebanon."
    assert meant(text, "Tripoli", "Beirut", "Sidon", "Lebanon")[0] == ("Tripoli", "LB.09")
    text = "Libyan fighters left Tripoli for Misrata and Benghazi."
    assert meant(text, "Tripoli", "Misrata", "Benghazi")[0][1] == "LY.77"


def test_a_type_noun_asks_for_its_kind() -> None:
    [(name, admin)] = meant("Fighting in Idlib province went on.", "Idlib province")
    assert (name, admin) == ("Idlib Governorate", "SY.12")
    [(name, admin)] = meant("Shells fell on the city of Idlib.", "city of Idlib")
    assert (name, admin) == ("Idlib", "SY.12")


def test_codes_count_only_as_written() -> None:
    gazetteer = load_gazetteer()
    assert [entry.country for entry in gazetteer.lookup("U.S.")] == ["USA"]
    assert [entry.country for entry in gazetteer.lookup("US")] == ["USA"]
    assert gazetteer.lookup("us") == ()


def test_a_tagged_name_takes_its_type_noun_along() -> None:
    found = places(
        "Jets/NOUN left/VERB the/DET Hmeimim/PROPN/LOC air/NOUN base/NOUN in/ADP Syria/PROPN/LOC ./PUNCT"
    )
    assert list(found) == ["Hmeimim air base", "Syria"]
    assert found["Hmeimim air base"].name == "Khmeimim Air Base"
    assert found["Syria"].precision == "country"


def test_other_names_are_no_places() -> None:
    assert not places(
        "Paris/PROPN/PER Hilton/PROPN/PER sued/VERB the/DET Washington/PROPN/ORG Post/PROPN/ORG"
    )


def test_a_country_that_the_tagger_missed_is_found() -> None:
    assert [
        place.country for place in places("Rebels/NOUN fled/VERB to/ADP Chad/PROPN ./PUNCT").values()
    ] == ["TCD"]


def test_a_site_without_entry_stands_at_the_place_it_is_named_after() -> None:
    [place] = places("Shells/NOUN hit/VERB the/DET Homs/PROPN/FAC Museum/PROPN/FAC").values()
    assert (place.name, place.country, place.note) == ("Homs Museum", "SYR", "coordinates of Homs")


def test_an_unknown_name_has_its_span_and_nothing_else() -> None:
    [place] = places("They/PRON met/VERB in/ADP Qwertzuville/PROPN/LOC ./PUNCT").values()
    assert (place.span.text, place.name, place.lat, place.source) == ("Qwertzuville", None, None, None)


def test_a_name_cut_by_a_comma_is_two_places() -> None:
    found = places("Shots/NOUN in/ADP Minsk/PROPN/LOC ,/PUNCT/LOC Belarus/PROPN/LOC ./PUNCT")
    assert [place.name for place in found.values()] == ["Minsk", "Belarus"]


NAMES = [row["name"] for name in ("places/*.csv", "countries.csv") for row in rows(name)]
WORDS = st.lists(
    st.tuples(
        st.one_of(
            st.sampled_from(NAMES).map(lambda name: name.split()[0]),
            st.text("aB,.-'é —’", min_size=1, max_size=6),
        ),
        st.sampled_from(["PROPN", "NOUN", "ADP", "PUNCT", "DET", "ADJ"]),
        st.sampled_from(["", "LOC", "FAC", "ORG", "PER"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


@given(WORDS)
def test_spans_slice_and_never_nest(words: list[tuple[str, str, str, bool]]) -> None:
    doc = Doc(VOCAB, words=[w[0] for w in words], pos=[w[1] for w in words], spaces=[w[3] for w in words])
    doc.ents = tuple(Span(doc, at, at + 1, label=word[2]) for at, word in enumerate(words) if word[2])
    end = 0
    for place in find_places(Digest(Report("t", doc.text, ""), doc), load_gazetteer()):
        assert doc.text[place.span.start : place.span.end] == place.span.text != ""
        assert place.span.start >= end
        assert 0 <= place.confidence <= 1
        assert (place.lat is None) == (place.lon is None) == (place.source is None)
        end = place.span.end


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


def test_the_table_matches_its_reader(tmp_path: Path) -> None:
    from dateline._ref.gazetteer.table import Table

    (tmp_path / "broken.bin").write_bytes(b"not a gazetteer")
    with pytest.raises(ValueError, match=r"broken\.bin is not a gazetteer"):
        Table(tmp_path / "broken.bin")
    assert len(Table(HOME / "geonames.bin")) > 200_000


def test_a_name_that_people_bear_too_needs_a_word_of_place() -> None:
    assert not places("Nasir/PROPN said/VERB nothing/PRON ./PUNCT")
    assert [
        place.country for place in places("Shells/NOUN fell/VERB in/ADP Robotyne/PROPN ./PUNCT").values()
    ] == ["UKR"]
    assert [p.country for p in places("Jets/NOUN left/VERB Hmeimim/PROPN ./PUNCT").values()] == ["SYR"]


@pytest.mark.parametrize("label", ["ORG", "MISC", "PER"])
def test_a_town_tagged_as_a_body_is_a_place_where_the_report_goes_there(label: str) -> None:
    syria = "Syrian/ADJ troops/NOUN {}/VERB Manbij/PROPN/{} ./PUNCT"
    assert [place.country for place in places(syria.format("took", label)).values()] == ["SYR"]
    assert not places(syria.format("thanked", label))
    assert not places(f"Two/NUM men/NOUN took/VERB Manbij/PROPN/{label} ./PUNCT")


def test_a_hyphened_name_is_whole() -> None:
    text = "Tanks left Rostov-on-Don."
    doc = Doc(
        VOCAB,
        words=["Tanks", "left", "Rostov", "-", "on", "-", "Don", "."],
        spaces=[True, True, *[False] * 6],
        pos=["NOUN", "VERB", "PROPN", "PUNCT", "ADP", "PUNCT", "PROPN", "PUNCT"],
    )
    doc.ents = (Span(doc, 2, 3, label="LOC"), Span(doc, 6, 7, label="LOC"))
    (place,) = find_places(Digest(Report("t", text, ""), doc), load_gazetteer())
    assert (place.span.text, place.country) == ("Rostov-on-Don", "RUS")


def test_the_larger_place_holds_the_one_before_it() -> None:
    assert meant("A vigil in Atlanta, Georgia, was held.", "Atlanta", "Georgia")[1][1] == "US.GA"
    assert meant("Shells fell in Gori, Georgia.", "Gori", "Georgia")[1] == ("Georgia", "GEO")
