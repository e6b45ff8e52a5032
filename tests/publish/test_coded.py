"""What `code` gives: Arrow, pandas, polars, and the notebook view."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import UserError
from dateline.model import Failure
from dateline.publish.arrow import schema
from dateline.publish.coded import Coded
from dateline.publish.page import to_html
from dateline.record import event_record
from tests.publish.events import SENTENCE, reading_of, withdrawal


@pytest.fixture
def coded() -> Coded:
    bare = replace(
        withdrawal(), time=None, actors=(), places=(), counts=(), said_by=(), mode=None, score=None
    )
    return Coded((reading_of(withdrawal()), reading_of(withdrawal(), bare)), (Failure("x", "y"),))


def test_it_is_its_events(coded: Coded) -> None:
    assert len(coded) == 3
    assert list(coded) == list(coded.events)
    assert [event.type for event in coded] == ["RETREAT"] * 3


def test_arrow_holds_the_record(coded: Coded) -> None:
    table = coded.to_arrow()
    assert table.schema.equals(schema())
    assert table.to_pylist() == [event_record(event) for event in coded]
    table.validate(full=True)
    assert Coded().to_arrow().schema.equals(schema())


def test_arrow_takes_unpaired_surrogates() -> None:
    table = Coded((reading_of(withdrawal(title="a\ud800")),)).to_arrow()
    assert table.column("report")[0].as_py()["title"] == "a\N{REPLACEMENT CHARACTER}"


def test_pandas_and_polars(coded: Coded) -> None:
    frame = coded.to_pandas()
    assert isinstance(frame, pd.DataFrame)
    assert list(frame["type"]) == ["RETREAT"] * 3
    polars = coded.to_polars()
    assert isinstance(polars, pl.DataFrame)
    assert polars.columns == schema().names
    assert isinstance(coded.to_arrow(), pa.Table)


def test_a_missing_extra_is_named(coded: Coded, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("dateline.publish.arrow.import_module", refuse)
    for method, extra in (
        (coded.to_arrow, "arrow"),
        (coded.to_pandas, "pandas"),
        (coded.to_polars, "polars"),
    ):
        with pytest.raises(UserError, match=rf"install dateline\[{extra}\]"):
            method()


class Words(HTMLParser):
    """The text and the tags of a block of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.tags, self.titles = "", set[str](), set[str]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.titles |= {value for name, value in attrs if name == "title" and value}

    def handle_data(self, data: str) -> None:
        self.words += data


def test_the_notebook_view_marks_the_spans(coded: Coded) -> None:
    seen = Words(coded._repr_html_())
    assert SENTENCE in seen.words
    assert "3 events; 1 reports set aside" in seen.words
    assert {"what", "who", "where", "when", "how many", "said by"} <= seen.titles


def test_the_notebook_view_stays_short() -> None:
    assert "… and 10 more" in to_html([withdrawal()] * 60)


@given(st.text())
def test_report_text_is_never_markup(words: str) -> None:
    event = withdrawal()
    shown = replace(
        event,
        sentence=replace(
            event.sentence, text="<script>x</script>" + words, end=event.sentence.start + len(words) + 18
        ),
        actors=(replace(event.actors[0], name='"><img src=x>' + words),),
    )
    assert Words(to_html([shown])).tags <= {"div", "p", "b", "mark", "blockquote"}
