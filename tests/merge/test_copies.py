"""Which reports are copies of each other: the rules as cases, and what must hold for any texts."""

from __future__ import annotations

import json
import random
import unicodedata
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest

from dateline.merge.copies.align import align
from dateline.merge.copies.candidates import MANY
from dateline.merge.copies.run import copies_tables
from dateline.merge.copies.words import read_words
from tests.merge.reports import report, table

LEAD = (
    "Two mortar shells hit the grain market of Port Ellis on Tuesday morning, killing nine people and "
    "wounding at least thirty others, the town's hospital said. "
)
SCENE = (
    "Stalls burned until noon while fishermen carried the wounded to the quay on doors and handcarts, "
    "and the only ambulance of the district made the journey to the hill clinic eleven times before its "
    "engine failed. "
)
CAUSE = (
    "The shells came from the direction of the old brickworks, which the rebels of the northern valley "
    "took from the border guards at the end of the dry season and have held against three attempts to "
    "win it back. "
)
QUOTE = (
    "“Nobody who sells barley in an open square before breakfast is a soldier, and whoever fired knew "
    "that very well,” mayor Ama Boateng told a crowd of reporters. "
)
OTHER = (
    "A bread price rise of a fifth was announced on Friday by the ministry of supply, which blamed the "
    "harvest, the road tolls and the new levy on imported yeast for a step that bakers had long been "
    "asking for. "
)
MORE = (
    "Shop owners in the capital closed early because they feared looting, though the streets stayed "
    "quiet and the police, who had called in their leave, sent most of the extra men home again before "
    "midnight. "
)
WAR = (
    "The war in Norland began nine years ago, when the army fired on a march of railway workers, and "
    "has since killed more than forty thousand people and driven half a million from the valleys of the "
    "north. "
)


def rows_of(*texts: str, day: str = "2026-03-10") -> list[dict[str, Any]]:
    return [report(f"r{n}", text, f"paper {n}", day) for n, text in enumerate(texts)]


def kinds(rows: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    found = copies_tables(table(rows))["copies"].to_pylist()
    return {(row["report_a"], row["report_b"]): row["kind"] for row in found}


@pytest.mark.parametrize(
    ("why", "one", "other", "kind"),
    [
        ("the same words", LEAD + SCENE + CAUSE, LEAD + SCENE + CAUSE, "same"),
        (
            "letter case and punctuation do not count",
            LEAD + SCENE,
            (LEAD + SCENE).replace(",", "").upper(),
            "same",
        ),
        (
            "a word was changed",
            LEAD + SCENE + CAUSE,
            (LEAD + SCENE + CAUSE).replace("rebels", "militants"),
            "near",
        ),
        ("an editor cut the end and put another", LEAD + SCENE + CAUSE, LEAD + SCENE + OTHER + MORE, "part"),
        (
            "the lead was written anew, the rest was not",
            LEAD + CAUSE,
            SCENE + "It was Tuesday. " + CAUSE,
            "part",
        ),
        ("nothing in common", LEAD + SCENE, OTHER + MORE, None),
        (
            "both quote the mayor and write the rest themselves",
            LEAD + SCENE + QUOTE,
            MORE + QUOTE + CAUSE,
            "quote",
        ),
        (
            "so little may be chance",
            LEAD + SCENE,
            OTHER + "Nine people and wounding at least thirty others.",
            None,
        ),
    ],
)
def test_what_is_a_copy(why: str, one: str, other: str, kind: str | None) -> None:
    assert kinds(rows_of(one, other)) == ({("r0", "r1"): kind} if kind else {}), why


def test_a_passage_on_another_day_s_news_is_no_copy_and_on_the_same_day_s_it_is() -> None:
    opening = "Nine people died when mortar shells hit the grain market of Port Ellis on {}. "
    rest = OTHER.replace("Friday", "") + CAUSE
    one = LEAD + MORE + CAUSE
    assert kinds(rows_of(one, opening.format("Tuesday") + rest)) == {("r0", "r1"): "part"}
    assert kinds(rows_of(one, opening.format("Monday") + rest)) == {}
    assert kinds(rows_of(one, "It rained on Tuesday. " + rest)) == {}, "the same day, another happening"


def test_what_stands_in_the_reports_of_many_weeks_is_no_copy() -> None:
    days = ["2026-01-05", "2026-02-10", "2026-03-20"]
    texts = [LEAD + WAR + CAUSE, OTHER + WAR + MORE, SCENE + WAR]
    standing = [
        report(f"s{n}", text, "wire", day) for n, (text, day) in enumerate(zip(texts, days, strict=True))
    ]
    assert kinds(standing) == {}


def test_lines_that_a_site_prints_on_every_page_are_no_copy() -> None:
    page = "Please switch off your blocker to go on with this page\nThe valley in pictures every day\n"
    rows = [
        report(f"p{n}", f"{page * 3}{text}", "valley.example", "2026-03-10")
        for n, text in enumerate((LEAD, SCENE, OTHER, MORE))
    ]
    assert kinds(rows) == {}


def test_a_headline_alone_is_a_copy_of_nothing() -> None:
    assert kinds(rows_of("Shells hit market in Port Ellis", "Shells hit market in Port Ellis")) == {}
    assert kinds(rows_of("", "")) == {}


# What must hold for any texts.

VOCABULARY = [
    f"{a}{b}" for a in ("bar", "cor", "dan", "fel", "gor", "hin") for b in ("ak", "el", "im", "os", "ut")
]


def drawn_texts(seed: int, count: int = 14) -> list[dict[str, Any]]:
    """Reports patched together from common paragraphs, their own ones, quotations, odd marks and spaces."""
    draw = random.Random(seed)

    def words(number: int) -> str:
        return " ".join(draw.choice(VOCABULARY) for _ in range(number))

    common = [words(draw.randint(12, 60)) for _ in range(6)]

    def piece() -> str:
        kind = draw.random()
        text = draw.choice(common) if kind < 0.6 else words(draw.randint(3, 40))
        text = draw.choice(
            [text, text.upper(), text.title(), text.replace("a", "á"), f"“{text}”", f'"{text}']
        )
        return text + draw.choice(
            [". ", ".\n", " \ud800", "’s ", " (AP) ", " on Monday, ", "\N{EM SPACE}", "𝔛 "]
        )

    outlets = ["north", "south", None]
    return [
        report(
            f"id{draw.randrange(10**6)}-{n}",
            "".join(piece() for _ in range(draw.randint(0, 6))).replace(
                "\ud800", "\N{REPLACEMENT CHARACTER}"
            ),
            draw.choice(outlets),
            draw.choice([None, "2026-01-03", "2026-01-04", "2026-02-01", "2026-03-01"]),
        )
        for n in range(count)
    ]


def letters(text: str) -> str:
    """The letters alone, as words are compared."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in plain if c.isalnum())


def as_rows(tables: dict[str, pa.Table]) -> dict[str, list[dict[str, Any]]]:
    return {name: found.to_pylist() for name, found in tables.items()}


@pytest.mark.parametrize("seed", range(12))
def test_evidence_is_the_same_text_in_both_reports(seed: int) -> None:
    rows = drawn_texts(seed)
    texts = {row["report_id"]: row["text"] for row in rows}
    for copy in copies_tables(table(rows))["copies"].to_pylist():
        a, b = texts[copy["report_a"]], texts[copy["report_b"]]
        evidence = json.loads(copy["evidence"])
        assert copy["report_a"] < copy["report_b"]
        assert 0 < copy["share_of_a"] <= 1
        assert 0 < copy["share_of_b"] <= 1
        assert evidence["runs"]
        for start_a, end_a, start_b, end_b in evidence["equal"]:
            assert a[start_a:end_a] == b[start_b:end_b] != ""
        for start_a, end_a, start_b, end_b in evidence["runs"]:
            assert letters(a[start_a:end_a])[:40] == letters(b[start_b:end_b])[:40] != ""


@pytest.mark.parametrize("seed", range(12))
def test_two_texts_have_the_same_in_common_whichever_is_named_first(seed: int) -> None:
    draw = random.Random(seed)
    texts = [" ".join(draw.choice(VOCABULARY[:3]) for _ in range(draw.randint(0, 80))) for _ in range(2)]
    one, other = (read_words([text]) for text in texts)
    turned = sorted((run.turned() for run in align(other, one, 3)), key=lambda run: run.a)
    assert list(align(one, other, 3)) == turned
    for run in turned:
        assert (one.hashes[run.a :][: run.count] == other.hashes[run.b :][: run.count]).all()


@pytest.mark.parametrize("seed", range(8))
def test_the_order_of_the_reports_does_not_matter(seed: int) -> None:
    rows = drawn_texts(seed)
    expected = as_rows(copies_tables(table(rows)))
    shuffled = rows[:]
    random.Random(seed + 100).shuffle(shuffled)
    assert as_rows(copies_tables(table(shuffled))) == expected


@pytest.mark.parametrize("seed", range(8))
def test_adding_reports_gives_what_reading_all_at_once_gives(seed: int) -> None:
    rows = drawn_texts(seed)
    expected = as_rows(copies_tables(table(rows)))
    first = rows[: len(rows) // 2]
    earlier = copies_tables(table(first))["copies"]
    grown = copies_tables(table(rows), before=earlier, known=[row["report_id"] for row in first])
    assert as_rows(grown) == expected


@pytest.mark.parametrize("seed", range(8))
def test_passages_lie_apart_and_leave_out_no_word(seed: int) -> None:
    rows = drawn_texts(seed)
    found = copies_tables(table(rows))["passages"].to_pylist()
    for row in rows:
        own = [(p["start"], p["end"]) for p in found if p["report_id"] == row["report_id"]]
        assert own == sorted(own)
        assert all(start < end for start, end in own)
        assert all(before[1] <= after[0] for before, after in pairwise(own))
        edges = [(0, 0), *own, (len(row["text"]), len(row["text"]))]
        left = "".join(row["text"][before[1] : after[0]] for before, after in pairwise(edges))
        assert not any(map(str.isalnum, left))


def test_many_copies_are_found_without_comparing_all_with_all() -> None:
    wire = [f"{LEAD}{SCENE}{CAUSE}Edition {n}." for n in range(60)]
    pages = [f"{OTHER}{LEAD}{SCENE}{CAUSE}Page {n}." for n in range(5)]
    rows = [report(f"r{n:03}", text, f"paper {n}", "2026-03-10") for n, text in enumerate(wire + pages)]
    tables = copies_tables(table(rows))
    assert {row["text_id"] for row in tables["report_texts"].to_pylist()} == {"r000"}
    assert len(tables["copies"]) < len(rows) * MANY / 2


def test_a_text_that_says_one_thing_over_and_over_costs_no_more_than_another() -> None:
    again = "no no never " * 20_000
    rows = rows_of(again, again, again + LEAD + SCENE, LEAD + SCENE + "never no no " * 20_000)
    assert kinds(rows)[("r0", "r1")] == "same"
