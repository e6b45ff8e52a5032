"""Every kind of source through the command line, as files, as addresses and over standard input."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.collect.fetch.feeds import TEXTS, Item, article, feed, full, served
from tests.collect.fetch.site import Site, answer, redirect

TEXT = TEXTS["aleppo"]
LINE = json.dumps({"id": "l1", "text": TEXT, "published": "2016-03-15"}) + "\n"
ROW = f'article_id,Body,Date\nr1,"{TEXT}",2016-03-15\n'
PAGE = article(TEXT).replace(
    "<title>", '<meta property="article:published_time" content="2016-03-15"><title>'
)


def warc(*pages: str) -> bytes:
    """A WARC file as the crawlers write it: an answer a page, each record gzipped by itself."""
    packed = b""
    for number, page in enumerate(pages):
        body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
            f"WARC-Target-URI: https://news.example.org/{number}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        packed += gzip.compress(head.encode() + body + b"\r\n\r\n")
    return packed


def zipped(**members: bytes) -> bytes:
    """A zip archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def tarred(mode: str, **members: bytes) -> bytes:
    """A tar archive, packed as `mode` says."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=f"w:{mode}") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return packed.getvalue()


def parquet(tmp_path: Path) -> bytes:
    """A table of one row."""
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({"headline": ["Attack"], "content": [TEXT], "date_publish": ["2016-03-15"]})
    pytest.importorskip("pyarrow.parquet").write_table(table, tmp_path / "made")
    return (tmp_path / "made").read_bytes()


FEED = feed(full("aleppo")).encode()
KINDS = {
    "a text": TEXT.encode(),
    "a page": PAGE.encode(),
    "lines": LINE.encode(),
    "lines, bz2": bz2.compress(LINE.encode()),
    "a list": json.dumps([{"text": TEXT}], indent=1).encode(),
    "rows": ROW.encode(),
    "rows, gzip": gzip.compress(ROW.encode()),
    "a feed": FEED,
    "a WARC file": warc(PAGE),
    "a zip": zipped(a=PAGE.encode()),
    "a tar.gz of a zip of rows": tarred("gz", z=zipped(b=ROW.encode())),
    "a tar.xz of lines": tarred("xz", z=gzip.compress(LINE.encode())),
    "a tar of a WARC file": tarred("", w=warc(PAGE)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_read_by_what_it_is(kind: str, tmp_path: Path, run: Run) -> None:
    """No name helps, and standard input, which cannot go back, does as well as a file."""
    (tmp_path / "source").write_bytes(KINDS[kind])
    from_file = run("read", tmp_path / "source", "--json")
    from_pipe = run("read", "-", "--json", given=KINDS[kind])
    for ran in (from_file, from_pipe):
        assert (ran.code, ran.said) == (0, [])
        assert "ASSAULT" in {record["type"] for record in ran.records}
    assert from_file.records == from_pipe.records


def test_parquet(tmp_path: Path, run: Run) -> None:
    (tmp_path / "source").write_bytes(parquet(tmp_path))
    (tmp_path / "made").unlink()
    for ran in (
        run("read", tmp_path, "--json"),
        run("read", "-", "--json", given=(tmp_path / "source").read_bytes()),
    ):
        assert ran.code == 0
        report = ran.records[0]["report"]
        assert (report["title"], report["published"]) == ("Attack", "2016-03-15")


def test_a_folder_of_any_mix(tmp_path: Path, run: Run) -> None:
    for number, content in enumerate(KINDS.values()):
        (tmp_path / f"{number:02}").write_bytes(content)
    ran = run("read", tmp_path, "--json")
    assert (ran.code, ran.said) == (0, [])
    assert sum(record["type"] == "ASSAULT" for record in ran.records) >= len(KINDS)


def test_a_column_by_another_name(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.csv").write_text(f'nr;When;What\n1;2016-03-15;"{TEXT}"\n')
    ran = run("read", tmp_path / "a.csv", "--json", "--column", "text=What", "--column", "published=When")
    assert ran.code == 0
    assert ran.records[0]["report"]["published"] == "2016-03-15"
    wrong = run("read", tmp_path / "a.csv", "--json", "--column", "text=Words")
    assert wrong.code == 2
    assert "When" in wrong.said[0]
    assert run("read", tmp_path / "a.csv", "--column", "words=What").code == 2


def test_the_date_of_a_page_is_the_one_it_declares(tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc(PAGE, article(TEXT)))
    ran = run("layers", tmp_path / "a.warc.gz", "--json")
    declared, undated = ran.records
    assert declared["report"]["dated"] == {"raw": "2016-03-15", "method": "meta", "day": "local"}
    assert declared["provenance"]["extractor"].startswith("trafilatura ")
    assert undated["report"]["published"] is None, "the day of the crawl never stands in"
    assert undated["report"]["dated"] is None


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        running.pages |= {
            "/page": answer(PAGE),
            "/old": redirect("/page"),
            "/feed": served(
                full("kabul"), Item("n2", running.address("/page"), summary="An attack near Aleppo.")
            ),
            "/pages.warc.gz": answer_of(warc(PAGE)),
        }
        yield running


def answer_of(content: bytes) -> bytes:
    """A file as a server hands it over."""
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


@pytest.mark.parametrize("path", ["/page", "/old", "/pages.warc.gz"])
def test_an_address(path: str, site: Site, run: Run) -> None:
    ran = run("read", site.address(path), "--json", "--allow-private")
    assert (ran.code, ran.said) == (0, [])
    assert ran.records[0]["type"] == "ASSAULT"
    if path != "/pages.warc.gz":
        assert ran.records[0]["report"]["url"] == site.address("/page"), "where the redirects ended"


def test_an_address_in_the_local_network_is_not_fetched(site: Site, run: Run) -> None:
    ran = run("read", site.address("/page"), "--json")
    assert ran.code == 2
    assert "--allow-private" in ran.said[0]
    assert site.requests == []


def test_a_feed_from_an_address_brings_the_pages_it_links_to(site: Site, run: Run) -> None:
    ran = run("read", site.address("/feed"), "--json", "--allow-private")
    assert ran.code == 0
    titles = {record["report"]["title"] for record in ran.records}
    assert len(titles) == 2
    assert "/page" in [request.path for request in site.requests]


def test_a_feed_in_a_file_fetches_nothing_unless_told(site: Site, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(feed(Item("n2", site.address("/page"), summary=TEXT)))
    alone = run("layers", path, "--json")
    assert alone.records[0]["provenance"]["extractor"].startswith("feed summary, ")
    assert site.requests == []
    followed = run("layers", path, "--json", "--follow", "--allow-private")
    assert followed.records[0]["provenance"]["extractor"].startswith("trafilatura")
    assert followed.records[0]["report"]["published"] == "2016-03-15"


def test_other_schemes_are_refused(run: Run) -> None:
    ran = run("read", "ftp://example.org/a.txt")
    assert ran.code == 2
    assert "http or https" in ran.said[0]
