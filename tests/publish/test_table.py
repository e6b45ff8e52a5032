"""The table for a person: within its width, plain, and safe for the terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from dateline.model import Count, Event, Span
from dateline.publish import publish
from dateline.publish.table import quotation
from dateline.publish.words import count_words, line_of, marks, pieces, printable
from tests.publish.events import SENTENCE, TEXT, reading_of, withdrawal


def lines(event: Event, width: int) -> list[str]:
    return list(publish([reading_of(event)], "table", width=width))


def test_all_that_is_asked_for_stands_in_one_line() -> None:
    heading, _, line, _ = lines(withdrawal(outlet="The Pebble", published="2016-03-15"), 200)
    assert heading.startswith("The Pebble · 2016-03-15 · ")
    order = [
        "2016-03-15", "Russia (MIL)", "→", "RETREAT withdraw", "from Khmeimim Air Base, SY", "51+ jets",
        "happened", "Ministry of Defence", "“…", "left the Hmeimim",
    ]  # fmt: skip
    places = [line.index(words) for words in order]
    assert places == sorted(places)


@pytest.mark.parametrize("width", [80, 100, 120, 139, 140, 160, 200])
def test_no_line_is_wider_than_there_is_room(width: int) -> None:
    event = withdrawal(outlet="非常に長い新聞" * 30)
    long = replace(event.actors[0], name="The Union of Very Long Names " * 9)
    for one in (event, replace(event, actors=(long,) * 3, recipients=(long,), said_by=event.said_by * 9)):
        assert max(map(cell_len, lines(one, width))) <= width
    assert "left" in "\n".join(lines(event, width))
    assert "happened" in "\n".join(lines(event, width))


def test_below_that_width_the_quote_has_a_line_of_its_own() -> None:
    _, _, first, second, _ = lines(withdrawal(), 80)
    assert "RETREAT" in first
    assert second.startswith("  Ministry of Defence: “")
    assert "left the Hmeimim" in second


def test_unknowns_stay_open() -> None:
    event = replace(withdrawal(), actors=(), time=None, places=(), counts=(), said_by=())
    assert "? → RETREAT" in lines(event, 160)[2]
    time = withdrawal().time
    assert time
    assert line_of(replace(event, time=replace(time, value=None))).when == "“Tuesday”"
    assert lines(event, 160)[0].startswith("undated")


def test_a_report_without_events_says_so() -> None:
    reading = replace(reading_of(withdrawal()), events=())
    assert list(publish([reading], "table"))[1] == "no events"


@pytest.mark.parametrize(
    ("low", "best", "high", "words"),
    [
        (20, 20, None, "20 killed"),
        (51, None, None, "51+ killed"),
        (3000, None, 6000, "3,000–6,000 killed"),
        (None, None, 50, "up to 50 killed"),
        (40, 40, 40, "40 killed"),
        (None, None, None, "killed"),
    ],
)
def test_numbers_as_one_says_them(low: float, best: float, high: float, words: str) -> None:
    assert count_words(Count(Span(0, 0, ""), "killed", None, low, best, high)) == words


def test_controls_do_nothing_to_the_terminal() -> None:
    assert printable("a\x1b[31mb\u202e\r\nc\x07\ud800") == "a [31mb c"
    text = TEXT.replace("aircraft, ", "aircraft,\x1b]0;x\x07")
    sentence = SENTENCE.replace("aircraft, ", "aircraft,\x1b]0;x\x07")
    for width in (80, 200):
        assert not {"\x1b", "\x07"} & set("\n".join(lines(withdrawal(text, sentence), width)))


def test_forms_are_known() -> None:
    with pytest.raises(ValueError, match="no form 'xml'"):
        publish([], "xml")


@given(st.integers(0, 300))
def test_a_quotation_keeps_its_trigger_and_its_width(width: int) -> None:
    text = quotation(withdrawal(), width).plain
    assert "left" in text
    assert len(text) <= max(width, len("“…left…”"))
    assert text.startswith("“")
    if width > len(SENTENCE) + 2:
        assert text == f"“{SENTENCE}”"


@given(st.text(max_size=30), st.data())
def test_pieces_rebuild_the_whole(text: str, data: st.DataObject) -> None:
    ends = st.integers(0, len(text))
    spans = [
        (Span.of(text, *sorted(data.draw(st.tuples(ends, ends)))), kind)
        for kind in data.draw(st.lists(st.just("x")))
    ]
    cut = pieces(Span.of(text, 0, len(text)), spans)
    assert "".join(piece for piece, _ in cut) == text
    assert sum(len(piece) for piece, kinds in cut if kinds) == len(
        {i for s, _ in spans for i in range(s.start, s.end)}
    )


def test_marks_are_the_events_own_spans() -> None:
    assert all(TEXT[span.start : span.end] == span.text for span, _ in marks(withdrawal()))
    assert {kind for _, kind in marks(withdrawal())} == {
        "what",
        "who",
        "where",
        "when",
        "how many",
        "said by",
    }
