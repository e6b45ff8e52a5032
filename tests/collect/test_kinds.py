"""What a file is shows by its bytes; its name counts only where the bytes could be several things."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.collect.opening.kinds import HEAD, kind_of

COLUMNS = frozenset({"text", "body"})


def tar() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"), io.BytesIO(b""))
    return packed.getvalue()


def zipped(name: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, "x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"WARC/1.0\r\n", "x", "warc"),
        (gzip.compress(b"anything"), "page.html", "packed"),
        (bz2.compress(b"anything"), "a", "packed"),
        (lzma.compress(b"anything"), "a", "packed"),
        (zipped("a.txt"), "a.bin", "zip"),
        (zipped("[Content_Types].xml"), "report", "text"),
        (zipped("mimetype"), "report", "text"),
        (zipped("z.txt"), "report.docx", "text"),
        (tar(), "a", "tar"),
        (b"PAR1\x15", "a.csv", "parquet"),
        (b'{"text": "a"}\n{"text": "b"}\n', "a.txt", "lines"),
        (b'\xef\xbb\xbf{"text": "a"}\n', "a.txt", "lines"),
        (b"no JSON at all", "a.jsonl.gz", "lines"),
        (b'{\n "text": "a"\n}', "a", "json"),
        (b'[{"text": "a"}]', "a", "json"),
        (b"{curly} brackets open this text", "a", "json"),
        (b"<!DOCTYPE html><p>x", "a.txt", "page"),
        (b"  <!-- saved --> <HTML>", "a", "page"),
        ("<html>".encode("utf-16"), "a", "page"),
        (b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0'>", "a.html", "feed"),
        (b"<?xml version='1.0'?><html xmlns='x'>", "a", "page"),
        (b"<NAME WITHHELD> told reporters that a < b", "a", "text"),
        (b"<!---->" * 1_000 + b"x", "a", "text"),
        (b"<feed xmlns='x'>", "a", "feed"),
        (b"<rdf:RDF>", "a", "feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "a.json", "feed"),
        (b"title,body\nA,B\n", "a.txt", "table"),
        (b'"ID";"Text"\n1;x\n', "a", "table"),
        (b"date\ttext\n", "a", "table"),
        (b"one,two\n", "a.csv", "table"),
        (b"one,two\n", "a.txt", "text"),
        (b"In the text, he said, there was no word of it.\n", "a.txt", "text"),
        (b"A plain text.", "a.html", "text"),
        (b"", "a", "text"),
        (b"%PDF-1.7", "a.html", "text"),
    ],
)
def test_kinds(content: bytes, name: str, kind: str) -> None:
    assert kind_of(content[:HEAD], name, COLUMNS) == kind


@given(st.binary(max_size=600), st.text(max_size=12))
def test_anything_is_of_some_kind(content: bytes, name: str) -> None:
    assert kind_of(content, name, COLUMNS)
