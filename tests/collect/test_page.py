"""Web pages: the article, and only what the page declares of itself."""

from __future__ import annotations

from pathlib import Path

from dateline.collect import collect
from dateline.collect.page import looks_like_feed, looks_like_page, read_page
from dateline.model import Failure, Report

BODY = "".join(
    f"<p>Paragraph {n}: the convoy left the harbour on Tuesday and drove north, officials said, after a "
    "night of shelling in which several houses near the market were damaged.</p>"
    for n in range(4)
)
HEAD = "<title>Convoy leaves</title>"


def page(head: str = HEAD, body: str = BODY) -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body><article>{body}</article></body></html>"


def test_the_sample_page(root: Path) -> None:
    (report,) = collect([root / "samples/karabakh-exodus.html"])
    assert isinstance(report, Report)
    assert (report.outlet, report.published) == ("The Daily Kittiwake", "2023-09-30T18:40:00+04:00")
    assert report.title == "Nearly everyone has gone: Karabakh empties within a week"
    assert "Filippo Grandi, who leads the agency (UNHCR)" in report.text
    for leftover in ("Ten soups", "Cookie settings", "newsletter", "Puzzles"):
        assert leftover not in report.text


def test_a_date_in_the_text_is_no_publication_date() -> None:
    body = "<p>Published 3 May 2014, updated 2014-05-04.</p>" + BODY
    read = read_page(page(body=body))
    assert read.text
    assert read.declared.published is None
    assert read.declared.outlet is None
    assert read.declared.title == "Convoy leaves"


def test_declared_metadata_in_json() -> None:
    data = (
        '<script type="application/ld+json">{"@graph": [{"datePublished": "2016-03-15T10:00:00Z", '
        '"headline": "Convoy leaves harbour", "publisher": {"name": "The Pebble"}}]}</script>'
    )
    declared = read_page(page(head=data)).declared
    assert (declared.published, declared.title, declared.outlet) == (
        "2016-03-15T10:00:00Z",
        "Convoy leaves harbour",
        "The Pebble",
    )


def test_a_declared_date_that_is_none_is_passed_over() -> None:
    head = (
        '<meta property="article:published_time" content="yesterday"><meta name="date" content="2016-03-15">'
    )
    assert read_page(page(head=head)).declared.published == "2016-03-15"
    assert (
        read_page(page(head='<script type="application/ld+json">{broken</script>')).declared.published is None
    )


def test_paragraphs_of_links_are_left_out() -> None:
    body = BODY + '<p><a href="#x">Rebels say they have shot down a jet over the border town</a></p>' + BODY
    text = read_page(page(body=body)).text
    assert text
    assert "shot down" not in text


def test_a_page_without_an_article_says_so(tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    path.write_text("<html><body></body></html>")
    (failure,) = collect([path])
    assert isinstance(failure, Failure)
    assert "no article was found" in failure.message


def test_what_looks_like_what() -> None:
    assert looks_like_page("\n<!-- saved --><html lang='en'>")
    assert looks_like_page("<?xml version='1.0'?><!DOCTYPE html>")
    assert not looks_like_page("<NAME WITHHELD> told reporters that a < b")
    assert looks_like_feed("<?xml version='1.0'?>\n<rss version='2.0'>")
