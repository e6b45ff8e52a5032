"""Pages that are swollen, nested, broken or no pages at all: an article, or one line that says why not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.collect.page.article import Page, read_page
from dateline.collect.page.markup import flattened, parse_page, without_ballast
from dateline.collect.text.decode import UndecodableError, decode

SENTENCE = "the convoy left the harbour before dawn, and nobody in the port office could say where it went. "
BODY = "".join(f"<p>Paragraph {n}: {SENTENCE}{SENTENCE}</p>" for n in range(5))
HEAD = "<!DOCTYPE html><html><head><title>Convoy leaves</title></head><body><h1>Convoy leaves</h1>"
TAIL = "</body></html>"
SECONDS = 20
"""Ten times what the slowest takes on a machine that does nothing else."""

SWOLLEN = {
    "a script of 10 MB": f"<script>var x = '{'a < b ' * 1_700_000}';</script>{BODY}",
    "a style of 10 MB": f"<style>{'a {b: c} ' * 1_200_000}</style>{BODY}",
    "a comment of 10 MB": f"<!--{'- -> a ' * 1_500_000}-->{BODY}",
    "a data attribute of 10 MB": f'<div data-x="{"x" * 10_000_000}">{BODY}</div>',
    "200,000 attributes": f"<div {' '.join(f'a{n}=1' for n in range(200_000))}>{BODY}</div>",
    "a paragraph of 10 MB": f"{BODY}<p>{SENTENCE * 100_000}</p>",
    "100,000 comments": f"{'<!-- x -->' * 100_000}{BODY}",
    "JSON-LD of 10 MB": f'<script type="application/ld+json">{{"a": "{"x" * 10_000_000}"}}</script>{BODY}',
    "JSON-LD in 100,000 brackets": f'<script type="application/ld+json">{"[" * 100_000}</script>{BODY}',
    "JSON-LD that is all spaces": f'<script type="application/ld+json">{{{" " * 2_000_000}x</script>{BODY}',
    "130,000 links": BODY + "".join(f'<a href="/s/{n}">Story number {n}</a> ' for n in range(130_000)),
    "5,000 nested divisions": "<div>" * 5_000 + BODY + "</div>" * 5_000,
    "100,000 nested divisions": "<div>" * 100_000 + BODY + "</div>" * 100_000,
    "100,000 nested lists": "<ul><li>" * 100_000 + BODY,
    "20,000 nested tables": "<table><tr><td>" * 20_000 + BODY,
    "50,000 nested unknown elements": "<x-y>" * 50_000 + BODY,
    "50,000 dates": BODY + "".join(f"<i class=date>March {n % 28 + 1}, 2016</i> " for n in range(50_000)),
    "50,000 declared dates": '<meta name="date" content="yesterday">' * 50_000 + BODY,
    "50,000 authors": '<i itemprop="author"><b itemprop="name">Jo Doe</b></i>' * 50_000 + BODY,
}


def read(html: str) -> Page:
    began = time.monotonic()
    page = read_page(html, address="https://pebble.example/news/1")
    assert time.monotonic() - began < SECONDS
    return page


@pytest.mark.parametrize("name", SWOLLEN)
def test_a_swollen_page_gives_its_article(name: str) -> None:
    page = read(HEAD + SWOLLEN[name] + TAIL)
    assert page.text is not None
    assert "Paragraph 4: the convoy left" in page.text
    assert "Story number" not in page.text


def test_ten_million_characters_of_paragraphs_of_which_none_is_lost() -> None:
    page = read(HEAD + "".join(f"<p>{n} {SENTENCE * 1_000}</p>" for n in range(100)) + TAIL)
    assert page.text is not None
    assert page.text.count("the convoy left") == 100_000


def test_a_page_of_nothing_but_tags_is_refused_in_one_line() -> None:
    page = read(HEAD + "<p>" * 1_000_000 + TAIL)
    assert page.text is None
    assert page.problem == "holds 1,000,005 tags, more than a page may (250,000)"


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ('{"headline": "Convoy leaves", "body": "' + SENTENCE * 9 + '"}', "is JSON"),
        ('<html><body><pre>[{"body": "' + SENTENCE * 9 + '"}]</pre></body></html>', "is JSON"),
        ("<html><body>%PDF-1.4 1 0 obj stream " + SENTENCE * 9, "is a PDF"),
        ("", None),
        (" \n", None),
        ("<", None),
        ("<!-- never closed", None),
    ],
)
def test_what_is_no_page_has_no_text(source: str, problem: str | None) -> None:
    page = read(source)
    assert page.text is None
    assert (page.problem or "").startswith(problem or "")
    assert bool(page.problem) is bool(problem)


def test_control_characters_and_half_characters_are_passed_over() -> None:
    page = read((HEAD + BODY + TAIL).replace("convoy left", "con\0voy\x01 le\ud800ft"))
    assert page.text is not None
    assert "the convoy left the harbour" in page.text


def test_a_page_cut_short_gives_what_there_is() -> None:
    raw = (HEAD + BODY + "<p>The café near the port has been closed since caf\u00e9").encode()[:-1]
    text, encoding = decode(raw, html=True)
    assert encoding == "utf-8 (cut: the last 1 bytes are no character)"
    assert "café near the port" in (read(text).text or "")
    assert "Paragraph 4" in (read(HEAD + BODY + "<script>var x = 'no end to this").text or "")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
def test_pages_in_wide_encodings(encoding: str) -> None:
    text, _ = decode((HEAD + BODY + TAIL).encode(encoding), html=True)
    assert "Paragraph 4: the convoy left" in (read(text).text or "")


def test_bytes_of_other_formats_with_a_pages_name_are_refused() -> None:
    for raw in (b"%PDF-1.7\n%\xe2\xe3", b" \n%PDF-1.4", b"PK\x03\x04abc", b"\x89PNG\r\n"):
        with pytest.raises(UndecodableError):
            decode(raw, html=True)


def test_ballast_is_what_a_browser_does_not_show() -> None:
    source = "a<script>if (x < '<!--') {}</script>b<!-- <script> -->c<STYLE\n>p{}</style >d<!-->e<svg/>f"
    assert without_ballast(source) == "abcde<svg/>f"
    kept = '<script type="application/ld+json">{"a": "<!-- x -->"}</script>'
    assert without_ballast(f"a{kept}b<style>c</style>d") == f"a{kept}bd"


def test_flattening_keeps_shallow_pages_as_they_are() -> None:
    source = HEAD + "<div><ul><li>a</li></ul></div>" + BODY + TAIL
    assert flattened(source) == source


@given(st.text(alphabet=st.sampled_from("<>/!-=\"' \0\n&;adivpscrtlehmnybofq0123"), max_size=300))
def test_any_markup_gives_a_page_or_none(source: str) -> None:
    for html in (source, HEAD + source + BODY):
        page = read_page(html)
        assert page.text is None or page.text.strip()


@given(
    st.lists(st.sampled_from(["<div>", "</div>", "<p>", "x", "<a href=y>", "</a>", "<li>", "<!--", "-->"]))
)
def test_no_order_of_tags_breaks_the_tree(parts: list[str]) -> None:
    tree = parse_page("<html><body>" + "".join(parts) + "</body></html>")
    assert tree is None or tree.tag == "html"
