"""Web pages: the article, and only what the page declares of itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dateline.collect import collect
from dateline.collect.page.article import read_page
from dateline.model import Failure, PublicationDate, Report

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


@pytest.mark.parametrize(
    "body",
    [
        "<p>Published 3 May 2014, updated 2014-05-04.</p>" + BODY,
        BODY
        + "<p>The bridge was closed on 3 May 2014, and it has been shut ever since. "
        + "x " * 100
        + "</p>",
        "<h1>Convoy leaves</h1><p class=date>May 2014</p>" + BODY,
        "<h1>Convoy leaves</h1><p class=date>03/04/2014</p>" + BODY,
        BODY + "<footer>Copyright 2014</footer>",
        BODY + "<div class=comments><p class=date>3 May 2014</p></div>",
        BODY + '<img src="/2014/05/03/convoy.jpg">',
    ],
)
def test_a_date_that_may_be_another_is_no_publication_date(body: str) -> None:
    read = read_page(page(body=body), address="https://pebble.example/2014/convoy")
    assert read.text
    assert read.declared.published is None
    assert read.declared.dated is None
    assert read.declared.outlet is None
    assert read.declared.title == "Convoy leaves"


@pytest.mark.parametrize(
    ("address", "body", "published", "raw", "method"),
    [
        ("https://a.example/2014/05/03/convoy", BODY, "2014-05-03", "2014/05/03", "guess: address"),
        ("https://a.example/world/2014/may/03/convoy", BODY, "2014-05-03", "2014/may/03", "guess: address"),
        (
            "https://a.example/convoy",
            '<h1>Convoy leaves</h1><p class="date">By Jo Doe | May 3, 2014</p>' + BODY,
            "2014-05-03",
            "May 3, 2014",
            "guess: text of the page",
        ),
    ],
)
def test_a_guess_says_what_it_was_made_from(
    address: str, body: str, published: str, raw: str, method: str
) -> None:
    declared = read_page(page(body=body), address=address).declared
    assert declared.published == published
    assert declared.dated == PublicationDate(raw, method, "local")
    assert declared.dated.guessed


LINKED = '<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{}"}}</script>'
LOCAL = "2016-03-15T22:10:00-04:00"


@pytest.mark.parametrize(
    ("head", "published", "method", "day"),
    [
        (f'<meta property="article:published_time" content="{LOCAL}">', LOCAL, "meta", "local"),
        ('<meta name="DC.date.issued" content="2016-03-15">', "2016-03-15", "meta", "local"),
        (
            '<meta itemprop="datePublished dateCreated" content="2016-03-15T22:10:00Z">',
            "2016-03-15T22:10:00Z",
            "meta",
            "utc",
        ),
        (LINKED.format("2016-03-16T02:10:00Z"), "2016-03-16T02:10:00Z", "json-ld", "utc"),
        (
            LINKED.format("2016-03-16T02:10:00Z") + f'<meta name="date" content="{LOCAL}">',
            LOCAL,
            "meta",
            "local",
        ),
        (
            LINKED.format("0001-01-01T00:00:00Z")
            + '<meta name="date" content="1970-01-01"><meta name="pubdate" content="March 15, 2016">',
            "2016-03-15",
            "meta",
            "local",
        ),
    ],
)
def test_declared_dates(head: str, published: str, method: str, day: str) -> None:
    declared = read_page(page(head=head), address="https://a.example/2009/01/01/x").declared
    assert declared.dated is not None
    assert (declared.published, declared.dated.method, declared.dated.day) == (published, method, day)


def test_a_time_element_in_the_article_is_declared() -> None:
    body = '<h1>Convoy leaves</h1><time datetime="2016-03-15T08:30:00+02:00">Tuesday</time>' + BODY
    declared = read_page(page(body=body)).declared
    assert declared.published == "2016-03-15T08:30:00+02:00"
    assert declared.dated == PublicationDate("2016-03-15T08:30:00+02:00", "time", "local")


def test_the_article_among_what_is_declared() -> None:
    data = """<script type="application/ld+json">[
      {"@type": "WebSite", "name": "The Pebble"},
      {"@graph": [
        {"@type": "NewsArticle", "url": "https://a.example/other", "headline": "Other",
         "datePublished": "2015-01-01"},
        {"@type": ["ReportageNewsArticle"], "mainEntityOfPage": {"@id": "https://a.example/convoy#page"},
         "headline": "Convoy &amp; crew <em>leave</em>", "datePublished": "2016-03-15",
         "author": [{"@id": "#jo"}, {"name": "Sam Roe"}], "publisher": {"@id": "#pebble"}},
        {"@type": "Person", "@id": "#jo", "name": "By Jo Doe"},
        {"@type": "Organization", "@id": "#pebble", "name": "The Pebble | News"}]},]
    </script>"""
    declared = read_page(page(head=data), address="http://www.a.example/convoy/").declared
    assert declared.title == "Convoy & crew leave"
    assert declared.author == "Jo Doe; Sam Roe"
    assert declared.outlet == "The Pebble"
    assert declared.published == "2016-03-15"


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Convoy leaves | The Pebble", "Convoy leaves"),
        ("Convoy leaves - thepebble.com", "Convoy leaves"),
        ("The Pebble: Convoy leaves", "Convoy leaves"),
        ("Convoy leaves – and comes back", "Convoy leaves – and comes back"),
    ],
)
def test_a_title_is_given_without_the_outlet(title: str, told: str) -> None:
    head = f'<title>{title}</title><meta property="og:site_name" content="The Pebble">'
    assert read_page(page(head=head)).declared.title == told


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="/convoy">', "https://a.example/convoy"),
        (
            '<base href="https://b.example/x/"><link rel="canonical" href="convoy">',
            "https://b.example/x/convoy",
        ),
        ('<link rel="canonical" href="https://a.example/">', None),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ('<link rel="canonical" href="http://[broken">', None),
        ('<meta property="og:url" content="//c.example/convoy">', "https://c.example/convoy"),
    ],
)
def test_the_canonical_address_is_absolute(head: str, url: str | None) -> None:
    assert read_page(page(head=head), address="https://a.example/news/convoy").declared.url == url


@pytest.mark.parametrize(
    ("root", "head", "language"),
    [
        ('lang="en-GB"', "", "en-GB"),
        ("", '<meta property="og:locale" content="en_US">', "en-US"),
        ("", '<meta http-equiv="Content-Language" content="ru, en">', "ru"),
        ('lang="{{ lang }}"', "", None),
    ],
)
def test_the_declared_language(root: str, head: str, language: str | None) -> None:
    html = page(head=head).replace("<html>", f"<html {root}>")
    assert read_page(html).declared.language == language


@pytest.mark.parametrize("author", ["https://social.example/jo", "admin", "Jo Doe, 3 May 2014", "x" * 500])
def test_what_names_no_author(author: str) -> None:
    assert read_page(page(head=f'<meta name="author" content="{author}">')).declared.author is None


def test_the_extractor_is_named_with_version_and_options() -> None:
    assert re.fullmatch(r"trafilatura \d+\.\d+\.\d+ \(.*fast.*\)", read_page(page()).extractor)


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


LINK = '<a href="/x">Rebels say they have shot down a jet over the border town</a>'


@pytest.mark.parametrize(
    "teaser",
    [
        f"<p>{LINK}</p>",
        f"<p>See: {LINK}</p>",
        f"<ul><li>{LINK}</li><li><b>{LINK}</b></li></ul>",
        f"<h3>{LINK}</h3>",
        f"<div><span>{LINK}</span></div>",
        '<a href="/x"><h3>Rebels say</h3><p>they have shot down a jet over the border town</p></a>',
        f"{LINK} | " * 25,
    ],
)
def test_paragraphs_of_links_are_left_out(teaser: str) -> None:
    text = read_page(page(body=BODY + teaser + BODY.replace("Paragraph", "Section"))).text
    assert text
    assert "shot down" not in text
    assert "Section 3: the convoy" in text


def test_links_inside_prose_stay() -> None:
    prose = (
        "<p>The ministry said on Monday that <a href=/y>the second convoy</a> had not yet left the base.</p>"
    )
    text = read_page(page(body=BODY + prose)).text
    assert text
    assert "said on Monday that the second convoy had not" in text


def test_an_article_inside_a_link_that_nobody_closed_stays() -> None:
    text = read_page(page(body='<a href="/x">' + BODY + BODY.replace("Paragraph", "Section"))).text
    assert text
    assert "Section 3: the convoy" in text


def test_a_page_without_an_article_says_so(tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    path.write_text("<html><body></body></html>")
    (failure,) = collect([path])
    assert isinstance(failure, Failure)
    assert "no article was found" in failure.message
