"""Feeds of every format: what an entry declares, which text is full, and what broken feeds do."""

from __future__ import annotations

import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.collect.items import Declared, Document
from dateline.collect.page.feeds import Entry, read_feed
from dateline.model import Failure, PublicationDate

PROSE = " ".join(f"Sentence {n} tells what the patrol saw near the old bridge." for n in range(12))
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Northern &amp;amp; Post</title><link>https://north.example/</link><language>en-gb</language>
<item><title>Shells hit the &lt;b&gt;market&lt;/b&gt;</title><link>/a/1</link>
  <guid isPermaLink="false">n-1</guid><pubDate>Tue, 15 Mar 2016 08:30:00 +0200</pubDate>
  <dc:creator>desk@north.example (Ann Bee)</dc:creator>
  <description>Short text.</description>
  <content:encoded><![CDATA[<p>Full <b>text</b> here.</p><p>Second &amp; last.</p>]]></content:encoded>
  <enclosure url="https://north.example/a.mp3" type="audio/mpeg" length="1"/>
  <media:description>A picture of the market</media:description></item>
<item><title>Long description</title><link>https://north.example/a/2</link>
  <description>&lt;p&gt;{PROSE}&lt;/p&gt;&lt;p&gt;{PROSE}&lt;/p&gt;&lt;p&gt;{PROSE}&lt;/p&gt;</description></item>
<item><title>Teaser</title><link>https://north.example/a/3</link>
  <description>{PROSE} [&amp;#8230;]</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title type="html">The &lt;i&gt;Wire&lt;/i&gt;</title>
<link href="https://wire.example/"/>
<entry><id>tag:wire.example,2016:1</id><title>Talks</title><updated>2016-03-15T10:00:00Z</updated>
  <link rel="alternate" href="https://wire.example/1"/><author><name>A. Writer</name></author>
  <author><name>B. Writer</name></author>
  <content type="xhtml">
  <div xmlns="http://www.w3.org/1999/xhtml"><p>Body &lt; text</p></div></content></entry>
<entry><id>tag:wire.example,2016:2</id><title>Truce</title><published>2016-03-14</published>
  <updated>2016-03-15T10:00:00Z</updated><content type="text">Paragraph one &lt; two.

Paragraph two.</content></entry></feed>"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://old.example/"><title>Old Radio</title><link>https://old.example/</link></channel>
<item rdf:about="https://old.example/7"><title>Bridge closed</title><link>https://old.example/7</link>
  <dc:date>2004-05-06T07:08:09+01:00</dc:date>
  <description>The bridge was closed on Monday.</description></item>
</rdf:RDF>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "Json Times",
 "home_page_url": "https://j.example/",
 "items": [{"id": 5, "url": "/5", "content_text": "First line.\\n\\nSecond line.",
  "authors": [{"name": "C. Dee"}],
  "date_published": "2016-03-15T10:00:00+02:00", "language": "en"}]}"""


def read(text: str | bytes, **carrier) -> tuple[list[Entry], list[Failure]]:
    raw = text if isinstance(text, bytes) else text.encode()
    found = list(read_feed(Document(origin="feed.xml", raw=raw, **carrier)))
    return [f for f in found if isinstance(f, Entry)], [f for f in found if isinstance(f, Failure)]


def test_rss_entry_declares_what_its_feed_says():
    (first, _, _), failures = read(RSS)
    assert first == Entry(
        id="n-1",
        declared=Declared(
            outlet="Northern & Post",
            url="https://north.example/a/1",
            title="Shells hit the market",
            author="Ann Bee",
            published="2016-03-15T08:30:00+02:00",
            dated=PublicationDate("Tue, 15 Mar 2016 08:30:00 +0200", "feed", "local"),
            language="en-gb",
        ),
        html="<p>Full <b>text</b> here.</p><p>Second &amp; last.</p>",
        is_full=True,
        link="https://north.example/a/1",
    )
    assert failures == []


def test_description_is_full_only_as_long_prose():
    (_, long, teaser), _ = read(RSS)
    assert (long.is_full, teaser.is_full) == (True, False)
    assert teaser.html is not None
    assert "patrol" in teaser.html


def test_media_description_is_no_full_text():
    feed = RSS[: RSS.index("  <content:encoded>")] + RSS[RSS.index("  <enclosure") :]
    (first, *_), _ = read(feed)
    assert not first.is_full


def test_atom():
    (one, two), failures = read(ATOM)
    assert (one.id, one.html, one.is_full) == ("tag:wire.example,2016:1", "<p>Body &lt; text</p>", True)
    assert one.declared.author == "A. Writer, B. Writer"
    assert one.declared.outlet == "The Wire"
    assert one.declared.dated == PublicationDate("2016-03-15T10:00:00Z", "feed", "utc")
    assert two.declared.published == "2016-03-14", "`updated` counts only without `published`"
    assert two.html == "<p>Paragraph one &lt; two.</p>\n\n<p>Paragraph two.</p>"
    assert two.link is None
    assert failures == []


def test_rdf():
    (entry,), failures = read(RDF)
    assert (entry.declared.outlet, entry.declared.published) == ("Old Radio", "2004-05-06T07:08:09+01:00")
    assert (entry.link, entry.is_full, failures) == ("https://old.example/7", False, [])


@pytest.mark.parametrize("version", ["0.91", "0.92", "2.0"])
def test_old_rss_with_a_document_type(version):
    doctype = (
        '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://unreachable.example/rss-0.91.dtd">'
    )
    (entry,), failures = read(
        f'<?xml version="1.0"?>{doctype}<rss version="{version}"><channel><title>T</title>'
        "<item><title>A&nbsp;day</title></item></channel></rss>"
    )
    assert (entry.declared.title, failures) == ("A day", [])


def test_json_feed():
    (entry,), failures = read(JSON)
    assert (entry.id, entry.link, entry.is_full, failures) == ("5", "https://j.example/5", True, [])
    assert entry.html == "<p>First line.</p>\n\n<p>Second line.</p>"
    assert entry.declared.author == "C. Dee"
    assert entry.declared.published == "2016-03-15T10:00:00+02:00"


def item(inside: str) -> str:
    return f"<rss><channel><title>News</title><item>{inside}</item></channel></rss>"


def test_a_summary_of_links_is_no_text():
    links = (
        '<ol><li><a href="https://a.example/1">Convoy reaches the city</a> <font>The Post</font></li></ol>'
    )
    (entry,), _ = read(
        item(
            f"<title>Convoy - The Post</title><description><![CDATA[{links}]]></description>"
            '<source url="https://post.example">The Post</source>'
        )
    )
    assert (entry.html, entry.declared.outlet) == (None, "The Post")


@pytest.mark.parametrize("text", ["Same words", "<![CDATA[<img src='a.png'>]]>", ""])
def test_no_text(text):
    (entry,), _ = read(item(f"<title>Same words</title><description>{text}</description>"))
    assert (entry.html, entry.is_full) == (None, False)


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "file:///etc/passwd", "ftp://a.example/", "//", "https://", "http://[", "x y"],
)
def test_only_web_addresses_are_links(link):
    (entry,), _ = read(item(f"<title>T</title><link>{link}</link>"))
    assert entry.link is None
    assert entry.declared.url is None


def test_an_id_is_no_address():
    (entry,), _ = read(
        RSS[: RSS.index("<item>")] + "<item><title>T</title><guid>n-17</guid></item></channel></rss>"
    )
    assert (entry.id, entry.link) == ("n-17", None)
    (entry,), _ = read(item("<title>T</title><guid>https://a.example/17</guid>"))
    assert entry.link == "https://a.example/17"


@pytest.mark.parametrize(
    ("ending", "is_full"),
    [
        ("until dawn.", True),
        ("until dawn. The post Shells hit the market appeared first on Northern Post.", True),
        ("until …", False),
        ("until [&hellip;]", False),
        ("until... <a href='/a/1'>Continue reading Shells hit the market</a>", False),
        ("until dawn <a href='/a/1'>Read more »</a>", False),
        ("until [...]</p><p>The post <a href='/1'>Shells</a> appeared first on <a href='/'>Post</a>.", False),
    ],
)
def test_a_text_that_breaks_off_is_not_full(ending, is_full):
    feed = RSS.replace("Second &amp; last.", f"They stayed in the cellar of the school {ending}")
    (first, *_), _ = read(feed)
    assert first.is_full == is_full


def test_relative_link_of_a_fetched_feed():
    (entry,), _ = read(
        item("<title>T</title><link>../7</link>"), declared=Declared(url="https://a.example/f/r.xml")
    )
    assert entry.link == "https://a.example/7"


def test_entry_without_id_is_named_by_its_link_or_its_text():
    (linked,), _ = read(item("<title>T</title><link>https://a.example/1</link>"))
    (bare,), _ = read(item("<title>T</title><description>Some words.</description>"))
    (other,), _ = read(item("<title>T</title><description>Other words.</description>"))
    assert linked.id == "https://a.example/1"
    assert len({bare.id, other.id, ""}) == 3


def test_unreadable_date_leaves_the_entry_undated():
    (entry,), failures = read(item("<title>T</title><pubDate>some day in spring</pubDate>"))
    assert (entry.declared.published, entry.declared.dated, failures) == (None, None, [])


@pytest.mark.parametrize("end", range(len(RSS) - 600, len(RSS) - 6, 37))
def test_cut_feed_gives_whole_entries_and_one_failure(end):
    entries, failures = read(RSS[:end])
    whole = RSS[:end].count("</item>")
    assert [e.id for e in entries] == [e.id for e in read(RSS)[0]][:whole]
    assert len(failures) == 1
    assert "cut short" in failures[0].message


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<!doctype html><html><body><p>Hello</p></body></html>", "not a feed"),
        (b"%PDF-1.7", "PDF"),
        (b"<rss><channel><title>T</title></channel></rss>", "no entry"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [', "broken or cut"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": []}', "no entry"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [3]}', "no JSON object"),
    ],
)
def test_no_feed(raw, said):
    entries, (failure,) = read(raw)
    assert entries == []
    assert failure.origin == "feed.xml"
    assert said in failure.message


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_encodings_of_unicode(encoding):
    entries, failures = read(ATOM.replace("Talks", "Łódź talks").encode(encoding))
    assert entries[0].declared.title == "Łódź talks"
    assert failures == []


def test_declared_encodings():
    text = item("<title>Łódź: żółć, gęś</title>")
    declared = f'<?xml version="1.0" encoding="iso-8859-2"?>{text}'.encode("iso-8859-2")
    for raw, carrier in ((declared, {}), (text.encode("cp1250"), {"charset": "cp1250"})):
        (entry,), _ = read(raw, **carrier)
        assert entry.declared.title == "Łódź: żółć, gęś"
    (entry,), _ = read(text.encode(), charset="iso-8859-1")
    assert entry.declared.title == "Łódź: żółć, gęś", "UTF-8 shows itself, whatever its carrier says"


def test_entities_never_grow():
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "ha">{levels}]>' + item("<title>&e9;</title>")
    long = f'<!DOCTYPE r [<!ENTITY a "{"x" * 100_000}">]>' + item(f"<title>{'&a;' * 100_000}</title>")
    for feed in (bomb, long, f"<!-- <rss> -->{bomb}"):
        start = time.perf_counter()
        entries, (failure,) = read(feed)
        assert entries == []
        assert "entity of its own" in failure.message
        assert time.perf_counter() - start < 2


WATCHED: list[str] = []
IS_WATCHING = [False]


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if IS_WATCHING[0] and event.startswith(("open", "socket", "urllib", "subprocess", "os.system")):
        WATCHED.append(f"{event} {arguments[0]}")


def test_nothing_is_opened_or_fetched(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret words")
    outside = f'<!DOCTYPE r [<!ENTITY secret SYSTEM "{secret.as_uri()}"><!ENTITY % p SYSTEM "http://a.example/d">%p;]>'
    feeds = [
        RSS,
        RSS.replace("</rss>", ""),
        outside + item("<title>&secret;</title>"),
        outside.replace("ENTITY secret", "ENTITY nbsp") + item("<title>&nbsp;</title>"),
        item('<xi:include href="secret.txt" xmlns:xi="http://www.w3.org/2001/XInclude"/>'),
        str(secret),
        secret.as_uri(),
        "http://a.example/feed.xml",
    ]
    read(RSS)  # imports what it needs
    sys.addaudithook(_watch)
    IS_WATCHING[0] = True
    try:
        texts = [str(read(feed)) for feed in feeds]
    finally:
        IS_WATCHING[0] = False
    assert WATCHED == []
    assert "the secret words" not in "".join(texts)


@given(
    st.sampled_from([RSS, ATOM, RDF, JSON]),
    st.integers(0, 3_000),
    st.integers(0, 60),
    st.binary(max_size=40)
    | st.sampled_from([b"<item>", b"</item>", b"<![CDATA[", b"&#x110000;", b"<!DOCTYPE", b"\0"]),
)
def test_mutated_feeds_only_give_entries_and_failures(feed, at, dropped, put):
    raw = feed.encode()
    at %= len(raw)
    found = list(read_feed(Document(origin="f", raw=raw[:at] + put + raw[at + dropped :])))
    assert found
    assert all(isinstance(f, Entry | Failure) for f in found)


@given(st.text(st.sampled_from("<>/!&;#[]-?rs item\"'=x0") | st.characters(), max_size=200))
def test_any_text_inside_a_feed(text):
    found = list(read_feed(Document(origin="f", raw=item(text).encode("utf-8", "replace"))))
    assert found
