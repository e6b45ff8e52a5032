"""PETRARCH's actor and agent dictionaries, read as they are."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import UserError
from dateline.ground.actors.cameo import parts, translate
from dateline.ground.actors.load import load_actors
from dateline.ground.actors.petrarch import read_petrarch
from tests.ground.trees import codes, read

STATES = frozenset(("AFG", "ARM", "CHE", "RUS", "SWE", "SYR", "TCD", "USA"))
SPOKE = "spoke/VERB/0/root"
QUIST = f"Delmar/PROPN/3/nsubj/B-PER Quist/PROPN/1/flat/I-PER {SPOKE}"
ACTORS = """# a dictionary of our own making

CHAD_ [TCD] ; the state
+CHADIAN_
+LAKE_TOWN_   # a place that stands for it
DELMAR_QUIST_
+QUIST
\t[SWEGOV 20100101-20141231]
\t[SWEOPP >150101] [SWEELI]
EMBER_COLUMN_(EC)_
\t[TCDREB <20120601]
\t[TCDGOV >20120601]
"""
AGENTS = """!MINIST! = MINISTER, MINISTRY
HARVEST_!MINIST! [~GOVAGR]
CAMEL_RIDER [~MIL]
OUTRIDER {OUTRIDING_MEN} [~PRM]
GRAIN_POLICE {} [~COP]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an actor and an agent dictionary, and one that is neither."""
    tmp_path = tmp_path_factory.mktemp("petrarch")
    (tmp_path / "own.actors.txt").write_text(ACTORS, encoding="utf-8")
    (tmp_path / "own.agents.txt").write_text(AGENTS, encoding="utf-8")
    (tmp_path / "verbs.txt").write_text("--- SAY [010] ---\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("day", "country", "sector"),
    [
        ("2005-01-01", "SWE", "ELI"),
        ("2012-07-01", "SWE", "GOV"),
        ("2016-03-15", "SWE", "OPP"),
        (None, "SWE", None),
    ],
)
def test_dated_code_is_the_one_of_the_report_s_day(
    folder: Path, day: str | None, country: str, sector: str | None
) -> None:
    mention = read(QUIST, day=day, table=load_actors((f"petrarch:{folder}",)))[0]
    assert codes(mention) == (country, sector)
    assert mention.rule.startswith("own.actors.txt:6 DELMAR QUIST")


def test_before_and_after_meet_at_the_day(folder: Path) -> None:
    table = load_actors((f"petrarch:{folder}",))
    column = f"Ember/PROPN/3/nsubj/B-ORG Column/PROPN/1/flat/I-ORG {SPOKE}"
    assert codes(read(column, day="2012-05-31", table=table)[0]) == ("TCD", "REB")
    assert codes(read(column, day="2012-06-01", table=table)[0]) == ("TCD", "GOV")


def test_synonyms_of_a_state_keep_what_they_are(folder: Path) -> None:
    table = load_actors((f"petrarch:{folder}",))
    mentions = read(
        f"Chadian/ADJ/2/amod riders/NOUN/3/nsubj {SPOKE}",
        f"Lake/PROPN/3/nsubj/B-LOC Town/PROPN/1/flat/I-LOC {SPOKE}",
        f"Chad/PROPN/2/nsubj/B-LOC {SPOKE}",
        table=table,
    )
    assert mentions[3].country == "TCD"
    assert codes(mentions[6]) == ("TCD", "GOV")
    assert mentions[6].rule == "own.actors.txt:3 CHAD"


@pytest.mark.parametrize(
    ("words", "sector"),
    [
        ("camel/NOUN/3/compound riders/NOUN/4/nsubj", "MIL"),
        ("harvest/NOUN/3/compound ministry/NOUN/4/nsubj", "GOV"),
        ("grain/NOUN/3/compound police/NOUN/4/nsubj", "COP"),
        ("outriding/NOUN/3/compound men/NOUN/4/nsubj", "PRM"),
    ],
)
def test_agents_with_plurals_and_sets_give_the_sector(folder: Path, words: str, sector: str) -> None:
    mention = read(f"Chadian/ADJ/3/amod {words} {SPOKE}", table=load_actors((f"petrarch:{folder}",)))[2]
    assert codes(mention) == ("TCD", sector)
    assert "own.agents.txt:" in mention.rule


@pytest.mark.parametrize(
    ("code", "country", "sector"),
    [
        ("RUS", "RUS", None), ("RUSGOV", "RUS", "GOV"), ("USAMED", "USA", "JRN"), ("SYRREBMUS", "SYR", "REB"),
        ("USRARM", "SUN", None), ("PSEGZA", "PSE", None), ("TMPGOV", "TLS", "GOV"), ("IGOUNO", "UNO", None),
        ("IGOEUREEC", "EUR", None), ("IGOUNOREFHCR", "UNO", "REF"), ("NGO", "NGO", None),
        ("NGOCHEHLH", "CHE", "NGO"), ("MNCUSAMED", "USA", "BUS"), ("IMGMUSALQ", "IMG", "REB"),
        ("MEA", None, None), ("ELI", None, "ELI"), ("---", None, None), ("~GOVMIL", None, "MIL"),
        ("~MUSRAD", None, "REL"), ("AFGMUS", "AFG", "REL"), ("RUSHLH", "RUS", "MED"),
    ],
)  # fmt: skip
def test_cameo_codes_become_country_and_sector(code: str, country: str | None, sector: str | None) -> None:
    coded = translate(code, STATES | {"PSE"})
    assert (coded.country, coded.sector, coded.odd) == (country, sector, "")


def test_code_that_nobody_knows_is_kept_and_told() -> None:
    coded = translate("KNTGOV", STATES)
    assert (coded.country, coded.sector) == ("KNT", "GOV")
    assert "KNT" in coded.odd


@pytest.mark.parametrize(
    ("lines", "line", "what"),
    [
        ("QUIST_\n\t[SWEGOV 20101301-20111231]", 2, "dates of [SWEGOV 20101301-20111231]"),
        ("QUIST_\n\t[SWEGOV 20120101-20111231]", 2, "dates of"),
        ("QUIST_\n\t[SWEGO]", 2, "not made of parts of three letters"),
        ("QUIST_\n\t[SWEGOV 20120101]", 2, "no code with or without dates"),
        ("QUIST_\n\tDELMAR\n\t[SWEGOV]", 2, "stands where a code should"),
        ("QUIST_\n+QUIST]_\n\t[SWEGOV]", 2, "bracket without its partner"),
        ("\t[SWEGOV]", 1, "a code before any name"),
        ("QUIST_", 1, "has no code"),
    ],
)
def test_odd_line_is_named_and_the_rest_loads(tmp_path: Path, lines: str, line: int, what: str) -> None:
    file = tmp_path / "odd.actors.txt"
    file.write_text(f"{lines}\nCHAD_ [TCD]\n", encoding="utf-8")
    found = read_petrarch(file, STATES)
    assert any(note.startswith(f"odd.actors.txt:{line}: ") and what in note for note in found.notes)
    assert found.named[-1][0].country == "TCD"


def test_odd_agents_are_named(tmp_path: Path) -> None:
    file = tmp_path / "odd.agents.txt"
    file.write_text("RIDER [~MIL]\nSOWER!FOLK! [~AGR]\nREAPER\nWANDERER [~XYZ]\n", encoding="utf-8")
    found = read_petrarch(file, STATES)
    assert [role[:2] for role in found.roles] == [("RIDER", "MIL"), ("RIDERS", "MIL")]
    assert [note.split(": ")[0] for note in found.notes] == [f"odd.agents.txt:{n}" for n in (2, 3, 4)]


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "verbs.txt").write_text("x\n", encoding="utf-8")
    for path, message in (
        (tmp_path, "no PETRARCH dictionary in it"),
        (tmp_path / "verbs.txt", "no actor or agent"),
        (tmp_path / "none", "cannot be read"),
    ):
        with pytest.raises(UserError, match=message):
            read_petrarch(path, STATES)


def test_published_dictionaries_load_whole(root: Path) -> None:
    folder = Path(os.environ.get("DATELINE_PETRARCH") or root.parent / "shared" / "petrarch")
    if not folder.is_dir():
        pytest.skip(f"no PETRARCH dictionaries at {folder}: set DATELINE_PETRARCH to their folder")
    table = load_actors((f"petrarch:{folder}",))
    assert len(table.notes) < 100
    assert all(":" in note for note in table.notes)
    karzai = f"Hamid/PROPN/3/nsubj/B-PER Karzai/PROPN/1/flat/I-PER {SPOKE}"
    assert codes(read(karzai, day="2005-05-05", table=table)[0]) == ("AFG", "GOV")
    assert codes(read(karzai, day="1995-05-05", table=table)[0]) == ("AFG", "ELI")
    farmers = read(f"Afghan/ADJ/2/amod farmers/NOUN/3/nsubj {SPOKE}", table=table)[1]
    assert codes(farmers) == ("AFG", "AGR")


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["CHAD_ [TCD]", "+LAKE_", "\t[SWEGOV >20100101]", "\t[XX", "]_", "!S! = A, B", "X!S! [~MIL]"]
        ),
        st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=20),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to write over and over."""
    return tmp_path_factory.mktemp("own") / "own.txt"


@given(lines=LINES, first=st.sampled_from(["KEPT_ [TCDREB]", "RIDER [~MIL]"]))
def test_any_lines_are_read_or_told(scratch: Path, lines: list[str], first: str) -> None:
    scratch.write_text("\n".join((first, *lines, "")), encoding="utf-8")
    found = read_petrarch(scratch, STATES)
    assert all(spellings and entry.name for entry, spellings in found.named)
    assert all(note.startswith("own.txt:") for note in found.notes)
    assert all(words and sector for words, sector, _ in found.roles)
    assert found.named or found.roles


def test_every_code_of_the_mapping_is_well_formed_and_told_once(root: Path) -> None:
    table = root / "src" / "dateline" / "_ref" / "petrarch" / "codes.csv"
    with table.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if not row["code"].startswith("#")]
    known = [row["code"] for row in rows]
    assert len(known) == len(set(known)) == len(parts())
    for row in rows:
        assert len(row["code"]) == (6 if row["kind"] == "pair" else 3)
        assert row["kind"] in {"country", "overseas", "region", "role", "weak", "pair", "body"}
        assert bool(row["country"]) >= (row["kind"] in {"country", "body"})
        assert bool(row["sector"]) >= (row["kind"] in {"role", "weak", "pair"})
