"""A user's own actors over the shipped ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import UserError
from dateline.ground import load_tables
from dateline.ground.actors.load import load_actors
from dateline.ground.actors.overlay import read_own
from dateline.ground.places import load_gazetteer
from tests.ground.trees import codes, read

SPOKE = "spoke/VERB/0/root"
HEADER = "name,country,sector,kind,role,from,to,aliases\n"


def own(folder: Path, *rows: str, header: str = HEADER, name: str = "mine.csv") -> str:
    """A table of a user's with these rows, as a path."""
    path = folder / name
    path.write_text(header + "\n".join(rows) + "\n", encoding="utf-8")
    return str(path)


def test_own_entry_wins_over_the_shipped_one_with_all_its_spellings(tmp_path: Path) -> None:
    table = load_actors((own(tmp_path, "Boko Haram,NGA,CRM,,,,,Haramites"),))
    for name in ("Boko/PROPN/3/nsubj/B-ORG Haram/PROPN/1/flat/I-ORG", "Haramites/PROPN/2/nsubj"):
        mention = read(f"{name} {SPOKE}", table=table)[0]
        assert (mention.name, *codes(mention)) == ("Boko Haram", "NGA", "CRM")
        assert mention.rule == "mine.csv:2 Boko Haram"


def test_new_name_is_known_and_the_rest_stays_as_shipped(tmp_path: Path) -> None:
    table = load_actors((own(tmp_path, "Ember Column,TCD,REB,group,,,,"),))
    mentions = read(
        f"Ember/PROPN/3/nsubj/B-ORG Column/PROPN/1/flat/I-ORG {SPOKE}",
        f"Russia/PROPN/2/nsubj/B-LOC {SPOKE}",
        table=table,
    )
    assert codes(mentions[0]) == ("TCD", "REB")
    assert (mentions[3].name, *codes(mentions[3])) == ("Russia", "RUS", "GOV")


@pytest.mark.parametrize(
    ("day", "sector"), [("2011-05-01", "REB"), ("2016-03-15", "GOV"), ("2020-01-01", "GOV")]
)
def test_own_terms_are_read_by_the_report_s_date(tmp_path: Path, day: str, sector: str) -> None:
    rows = ("Ember Column,TCD,REB,group,,2009,2014,", "Ember Column,TCD,GOV,group,,2015,2018,")
    table = load_actors((own(tmp_path, *rows),))
    mention = read(f"Ember/PROPN/3/nsubj/B-ORG Column/PROPN/1/flat/I-ORG {SPOKE}", day=day, table=table)[0]
    assert codes(mention) == ("TCD", sector)


def test_kind_left_open_is_told_by_the_text(tmp_path: Path) -> None:
    table = load_actors((own(tmp_path, "Delmar Quist,SWE,OPP", header="name,country,sector\n"),))
    mentions = read(
        f"Delmar/PROPN/3/nsubj/B-PER Quist/PROPN/1/flat/I-PER {SPOKE}",
        f"He/PRON/2/nsubj {SPOKE}",
        table=table,
    )
    assert codes(mentions[3]) == ("SWE", "OPP")


def test_later_table_goes_over_the_earlier(tmp_path: Path) -> None:
    first = own(tmp_path, "Ember Column,TCD,REB,,,,,", name="a.csv")
    second = own(tmp_path, "Ember Column,CAF,PRM,,,,,", name="b.csv")
    mention = read(
        f"Ember/PROPN/3/nsubj/B-ORG Column/PROPN/1/flat/I-ORG {SPOKE}", table=load_actors((first, second))
    )[0]
    assert (*codes(mention), mention.rule) == ("CAF", "PRM", "b.csv:2 Ember Column")


def test_tables_with_own_actors_are_loaded_once(tmp_path: Path) -> None:
    path = Path(own(tmp_path, "Ember Column,TCD,REB,,,,,"))
    assert load_tables([path]) is load_tables([path])
    assert load_tables([path]).gazetteer is load_gazetteer()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Ember Column,Chad,REB,,,,,", "line 2: 'Chad' is no three-letter code"),
        ("Ember Column,TCD,ARMY,,,,,", "line 2: 'ARMY' is no sector"),
        ("Ember Column,TCD,REB,gang,,,,", "line 2: 'gang' is no kind"),
        ("Ember Column,,,,,,,", "line 2: neither country nor sector"),
        (",TCD,REB,,,,,", "line 2: the name is missing"),
        ("Ember Column,TCD,REB,,,2016-02-31x,,", "line 2: '2016-02-31x' is no date"),
        ("Ember Column,TCD,REB,,,2016,2015,", "line 2: the term of Ember Column ends before it begins"),
        ("Ember Column,TCD", "line 2: 2 fields instead of 8"),
    ],
)
def test_mistake_names_file_line_and_remedy(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(UserError, match=message) as caught:
        load_actors((own(tmp_path, row),))
    assert str(caught.value).startswith("mine.csv, ")


@pytest.mark.parametrize("header", ["country,sector\n", "name,nation\n", "name,name\n", "\n"])
def test_columns_that_are_none_are_told(tmp_path: Path, header: str) -> None:
    with pytest.raises(UserError, match=r"mine\.csv, line 1: .*the first line names the columns"):
        load_actors((own(tmp_path, "x,y", header=header),))


def test_file_that_is_missing_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"none\.csv: cannot be read"):
        load_actors((str(tmp_path / "none.csv"),))
    (tmp_path / "bytes.csv").write_bytes(b"name,country\n\xff\xfe,TCD\n")
    with pytest.raises(UserError, match=r"bytes\.csv: is no CSV in UTF-8"):
        load_actors((str(tmp_path / "bytes.csv"),))


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=60))
def test_any_line_is_read_or_refused_with_its_line(
    tmp_path_factory: pytest.TempPathFactory, line: str
) -> None:
    path = own(tmp_path_factory.mktemp("own"), f"{line},TCD,REB", header="name,country,sector\n")
    try:
        said = ""
        assert all(entry.name for entry, _ in read_own(Path(path)))
    except UserError as error:
        said = str(error)
    assert not said or said.startswith(("mine.csv, line 2: ", path))
