"""Which places, dates and numbers of a report belong to which event."""

from __future__ import annotations

from tests.interpret.reading import events


def _places(text: str, type_: str) -> set[tuple[str | None, str]]:
    return {(p.mention.name, p.role) for e in events(text, type_) for p in e.places}


def _counts(text: str, type_: str) -> set[tuple[str, float | None]]:
    return {(c.of, c.low) for e in events(text, type_) for c in e.counts}


def test_the_thing_hit_is_where_it_happened() -> None:
    assert ("Aleppo", "at") in _places("Russian jets bombed Aleppo on Sunday.", "ASSAULT")


def test_a_place_in_a_title_is_not_where_it_happened() -> None:
    assert not _places("The mayor of London condemned France.", "ACCUSE")


def test_a_nation_before_a_noun_is_no_place() -> None:
    assert "United States" not in {n for n, _ in _places("Rebels attacked US troops in Mosul.", "ASSAULT")}


def test_a_number_counts_what_its_own_verb_says() -> None:
    text = "Gunmen attacked a market in Kabul. Six people were killed and seven were injured."
    assert _counts(text, "ASSAULT") == {("killed", 6), ("injured", 7)}


def test_a_span_of_time_is_no_crowd() -> None:
    found = _counts("Students protested in Dakar after two weeks of protests.", "PROTEST")
    assert "participants" not in {of for of, _ in found}


def test_a_share_is_no_count() -> None:
    assert not _counts("A quarter of the city marched in Dakar.", "PROTEST")


def test_a_date_at_the_head_dates_the_whole_chain() -> None:
    text = "On Sunday a man entered a shop, grabbed a knife and stabbed a guard."
    assert [e.time.value for e in events(text, "ASSAULT") if e.time] == ["2020-03-15"]
