"""Tables: columns found by their names, rows as records, and what broken rows and files do."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.collect.items import Record
from dateline.collect.opening.columns import FIELDS
from dateline.collect.opening.tables import rows, text_columns
from dateline.config import Settings
from dateline.errors import UserError
from dateline.model import Failure, PublicationDate

CSV = """id,Headline,Body,Date,Source,Link,Byline,Lang
1,"Shells, again","First line.
He said ""stop"".",2016-03-15,The Post,https://a.example/1,A. Bee,en
2,Truce, Indented text ,2016-03-16T08:30:00+02:00,,,,
"""


def read(raw: bytes | str, **options) -> list[Record | Failure]:
    stream = io.BytesIO(raw.encode() if isinstance(raw, str) else raw)
    return list(rows(stream, "t.csv", Settings(**options)))


def messages(found: list[Record | Failure]) -> dict[str, str]:
    return {f.origin: f.message for f in found if isinstance(f, Failure)}


def texts(found: list[Record | Failure]) -> list[str]:
    return [f.fields["text"] for f in found if isinstance(f, Record)]


def test_rows_as_records():
    first, second = read(CSV)
    assert first == Record(
        origin="t.csv:2",
        fields={
            "text": 'First line.\nHe said "stop".',
            "title": "Shells, again",
            "published": "2016-03-15",
            "dated": PublicationDate("2016-03-15", "record", "local"),
            "outlet": "The Post",
            "url": "https://a.example/1",
            "id": "1",
            "author": "A. Bee",
            "language": "en",
        },
        encoding="utf-8 (strict)",
        raw=CSV.encode().split(b"\n", 1)[1].split(b"\n2,")[0],
    )
    assert second.origin == "t.csv:4"
    assert second.fields["text"] == " Indented text ", "a text is kept as it stands"
    assert [second.fields[f] for f in ("outlet", "url", "author", "language")] == [None] * 4


@pytest.mark.parametrize(("field", "name"), [(f, n) for f, names in FIELDS.items() for n in names])
def test_every_usual_name(field, name):
    other = "text" if field != "text" else "title"
    cell = "2016-03-15" if field == "published" else "en"
    (record,) = read(f"{name.upper()},{other}\n{cell},x\n")
    assert record.fields[field] == cell


def test_of_two_columns_the_more_telling_name_is_taken():
    (record,) = read("content,date,article_text,published_at\nteaser,2016-01-01,whole,2016-02-02\n")
    assert (record.fields["text"], record.fields["published"]) == ("whole", "2016-02-02")


def test_named_columns_come_first():
    (record,) = read(
        "text,My Words,when\na,b,2016-01-01\n", columns={"text": "my words", "published": "When"}
    )
    assert (record.fields["text"], record.fields["published"]) == ("b", "2016-01-01")


def test_a_named_column_that_is_not_there():
    with pytest.raises(UserError, match="no column “Body” for text; it has “a”, “b c”"):
        read("a,b c\n1,2\n", columns={"text": "Body"})
    with pytest.raises(UserError, match="no field “txt”"):
        read("a,b\n1,2\n", columns={"txt": "a"})


def test_no_text_column():
    (failure,) = read("a\x1b,b\n1,2\n")
    assert "no column that is known to hold the text" in failure.message
    assert "“a\\x1b”, “b”" in failure.message


def test_names_that_make_a_header():
    assert {"text", "body", "article_text"} <= text_columns({})
    assert text_columns({"text": "Words"}) == {"words"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiters_newlines_and_encodings(delimiter, newline, encoding):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline)
    writer.writerows([["title", "text"], ["Zażółć", 'one, "two"; three|four\tfive']])
    (record,) = read(out.getvalue().encode(encoding))
    assert (record.fields["title"], record.fields["text"]) == ("Zażółć", 'one, "two"; three|four\tfive')
    assert record.encoding == ("utf-16 (mark)" if encoding == "utf-16" else "utf-8 (strict)")


def test_note_of_the_delimiter():
    assert texts(read("sep=;\r\n\r\ntext;title\r\na, b;c\r\n")) == ["a, b"]


def test_an_older_encoding_is_said():
    first, second = read("text,title\nna\xefve \u201cquote\u201d,x\nplain,y\n".encode("cp1252"))
    assert first.fields["text"] == "naïve “quote”"
    assert first.encoding == "utf-8 (mixed: 3 bytes read as cp1252)"
    assert first.raw == "naïve “quote”,x".encode("cp1252")
    assert second.encoding == "utf-8 (strict)"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("only", "1 cells, and 3 columns"),
        ("a,b,c,d", "4 cells, and 3 columns"),
        ('"a"b,c,2016-01-01', "mend its quotes"),
        ("a\0b,c,2016-01-01", "holds a NUL"),
        ("a,b,03/04/2016", "column “date”: “03/04/2016” is not one certain day"),
        ("a,b,soon", "“soon” is not one certain day"),
        ('a,b,"soon\nor late"', "“soon\\x0aor late” is not one certain day"),
        (f"{'x' * 20_100_000},b,", "longer than"),
    ],
)
def test_a_broken_row_is_told_with_its_line_and_the_rest_read(row, said):
    found = read(f"text,title,date\ngood,,2016-01-01\n{row}\n\nalso good,,\n", max_chars=10_000_000)
    assert texts(found) == ["good", "also good"]
    ((origin, message),) = messages(found).items()
    assert origin == "t.csv:3"
    assert said in message
    assert len(message) < 200


def test_a_quote_that_never_closes_swallows_nothing():
    found = read('text,title\ngood,x\n"open,y\n' + "".join(f"text {n},t\n" for n in range(500)))
    assert texts(found) == ["good"] + [f"text {n}" for n in range(500)]
    assert list(messages(found)) == ["t.csv:3"]


def test_empty_cells_at_the_end_are_no_harm():
    assert texts(read("text,title\na,b,,\n")) == ["a"]


@pytest.mark.parametrize("cell", ["", " ", "nan", "NaN", "None", "NULL", "NaT", "\\N"])
def test_cells_that_stand_for_nothing(cell):
    (record,) = read(f"text,outlet,date\nnull,{cell},{cell}\n")
    assert record.fields == {"text": "null", "outlet": None, "published": None}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"text,title\n", "no row under"),
        (bytes(range(256)) * 300, "no column"),
        (b"\xff\xfet\0e\0x\0t\0\n\0\x00\xd8a\0", "starts as utf-16"),
        (b"PAR1" + bytes(900) + b"PAR1", "Parquet file that cannot be read"),
        (b"PAR1", "Parquet file that cannot be read"),
    ],
)
def test_files_that_are_no_tables(raw, said):
    (failure,) = read(raw)
    assert failure.origin == "t.csv"
    assert said in failure.message
    assert "\n" not in failure.message


def test_a_table_is_not_held_in_memory():
    """More rows are there than are ever taken from the stream."""
    endless = itertools.chain(b"text,title\n", itertools.cycle(b"some words,t\n"))

    class Endless(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, buffer):
            buffer[:] = bytes(itertools.islice(endless, len(buffer)))
            return len(buffer)

    found = rows(io.BufferedReader(Endless()), "t.csv", Settings())
    assert len(list(itertools.islice(found, 5_000))) == 5_000


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1),
            st.text(st.sampled_from('a,;"\n\r\t |')),
        ),
        min_size=1,
    ),
    st.sampled_from(",;\t|"),
)
def test_what_a_writer_wrote_is_read_back(written, delimiter):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([("text", "title"), *written])
    assert texts(read(out.getvalue().encode())) == [text for text, _ in written]


@given(st.binary(max_size=300), st.integers(0, 200), st.integers(0, 20))
def test_mutated_csv_only_gives_records_and_failures(put, at, dropped):
    raw = CSV.encode()
    found = read(raw[:at] + put + raw[at + dropped :])
    assert found
    assert all(f.origin.startswith("t.csv") for f in found)


TABLE = {
    "body": ["First text.", "Second “text”.", "Third."],
    "title": ["A", None, "C"],
    "source": ["The Post", "", "nan"],
    "n": [1, 2, 3],
}


def parquet(path, **columns) -> str:
    pq.write_table(pa.table({**TABLE, **columns}), path)
    return str(path)


def read_file(path: str, **options) -> list[Record | Failure]:
    with open(path, "rb") as stream:  # noqa: PTH123 - the name as the reader sees it
        return list(rows(stream, "t.parquet", Settings(**options)))


def test_parquet_of_pyarrow(tmp_path):
    day = dt.date(2016, 3, 15)
    zone = dt.timezone(dt.timedelta(hours=2))
    at = dt.datetime(2016, 3, 15, 8, 30, tzinfo=zone)
    path = parquet(tmp_path / "a.parquet", published=[at] * 3, authors=[["A", "B"], [], None], date=[day] * 3)
    found = read_file(path)
    assert texts(found) == TABLE["body"]
    assert [f.origin for f in found] == [f"t.parquet:{n}" for n in (1, 2, 3)]
    first, second, third = (f.fields for f in found)
    assert (first["published"], first["author"], first["title"]) == ("2016-03-15T06:30:00Z", "A, B", "A")
    assert first["dated"] == PublicationDate("2016-03-15T06:30:00Z", "record", "utc")
    assert (second["title"], second["outlet"], third["outlet"], third["author"]) == (None, None, None, None)


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        (dt.date(2016, 3, 15), "2016-03-15"),
        (dt.datetime(2016, 3, 15, 8, 30), "2016-03-15T08:30:00"),  # noqa: DTZ001 - without zone on purpose
        ("15 March 2016", "2016-03-15"),
        (20160315, "2016-03-15"),
        (None, None),
    ],
)
def test_parquet_dates(tmp_path, value, iso):
    for record in read_file(parquet(tmp_path / "a.parquet", date=[value] * 3)):
        assert record.fields["published"] == iso


def test_parquet_dates_that_are_none(tmp_path):
    found = read_file(parquet(tmp_path / "a.parquet", date=["soon", "2016-03-15", None]))
    assert list(messages(found)) == ["t.parquet:1"]
    assert "column “date”: “soon”" in messages(found)["t.parquet:1"]
    assert texts(found) == TABLE["body"][1:]


@pytest.mark.parametrize("writer", ["pandas", "polars", "duckdb", "binary"])
def test_parquet_of_other_writers(tmp_path, writer):
    path = str(tmp_path / "a.parquet")
    if writer == "pandas":
        pd.DataFrame(TABLE).to_parquet(path, compression="gzip")
    elif writer == "polars":
        pl.DataFrame(TABLE).write_parquet(path)
    elif writer == "duckdb":
        frame = pa.table(TABLE)  # noqa: F841 - duckdb finds it by its name
        duckdb.sql("SELECT * FROM frame").write_parquet(path, compression="brotli")
    else:
        pq.write_table(pa.table({"body": [t.encode() for t in TABLE["body"]]}), path)
    assert texts(read_file(path)) == TABLE["body"]


@pytest.mark.parametrize(
    "name", ["a[1]*.parquet", "x'; DROP TABLE t; --.parquet", "key=value.parquet", "ü b.parquet"]
)
def test_parquet_by_any_name_and_from_a_stream(tmp_path, name):
    path = parquet(tmp_path / name)
    assert texts(read_file(path)) == TABLE["body"]
    with open(path, "rb") as file:  # noqa: PTH123 - the same
        assert texts(list(rows(io.BytesIO(file.read()), "t", Settings()))) == TABLE["body"]


def test_parquet_columns_by_odd_names(tmp_path):
    path = parquet(tmp_path / "a.parquet", **{'we"ird; name': ["x", "y", "z"]})
    assert texts(read_file(path, columns={"text": 'we"ird; name'})) == ["x", "y", "z"]
    with pytest.raises(UserError, match="no column “nope” for text; it has “body”"):
        read_file(path, columns={"text": "nope"})
    (failure,) = read_file(path, columns={"text": "n"})
    assert "column “n” holds BIGINT, no text" in failure.message


def test_parquet_without_rows_or_text(tmp_path):
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), tmp_path / "a.parquet")
    assert "no row" in read_file(str(tmp_path / "a.parquet"))[0].message
    pq.write_table(pa.table({"words": ["x"]}), tmp_path / "b.parquet")
    assert "it has “words”" in read_file(str(tmp_path / "b.parquet"))[0].message


def test_many_rows_in_order(tmp_path):
    number = 5_000
    table = pa.table({"text": [f"text {n}" for n in range(number)]})
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=700)
    assert texts(read_file(str(tmp_path / "a.parquet"))) == table["text"].to_pylist()


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("parquet") / "a.parquet"
    pq.write_table(pa.table({**TABLE, "date": ["2016-03-15"] * 3}), path)
    return path.read_bytes()


def test_mutated_parquet_only_gives_records_and_failures(whole):
    @given(
        st.lists(
            st.tuples(st.integers(4, 4_000), st.integers(0, 9), st.binary(max_size=9)), min_size=1, max_size=3
        )
    )
    def check(changes):
        raw = whole
        for at, dropped, put in changes:
            raw = raw[: max(4, at % len(raw))] + put + raw[max(4, at % len(raw)) + dropped :]
        for found in read(raw):
            assert found.origin.startswith("t.csv")

    check()
