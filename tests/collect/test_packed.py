"""Archives: what they hold comes out as streams; what they are up to does no harm."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.collect.opening import packed
from dateline.collect.opening.packed import label, members, unpacked
from dateline.config import Settings
from dateline.model import Failure

WORDS = b"The ceasefire held on Tuesday. " * 20
FILES = {"a.txt": WORDS, "b/c.html": b"<p>" + WORDS, "b/empty.txt": b"", "d.txt": os.urandom(70_000)}
Read = list[tuple[str, bytes] | Failure]


class Pipe(io.RawIOBase):
    """A stream that only goes on."""

    def __init__(self, raw: bytes) -> None:
        self.rest = io.BytesIO(raw)

    def readable(self):
        return True

    def readinto(self, buffer):
        part = self.rest.read(min(len(buffer), 997))
        buffer[: len(part)] = part
        return len(part)


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.mkdir("folder")
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def tarred(files: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


ARCHIVES = {
    "zip": zipped(FILES),
    "zip stored": zipped(FILES, zipfile.ZIP_STORED),
    "zip bzip2": zipped(FILES, zipfile.ZIP_BZIP2),
    "zip lzma": zipped(FILES, zipfile.ZIP_LZMA),
    "tar": tarred(FILES),
    "tar ustar": tarred(FILES, tarfile.USTAR_FORMAT),
    "tar gnu": tarred(FILES, tarfile.GNU_FORMAT),
    "tar.gz": gzip.compress(tarred(FILES)),
    "tar.bz2": bz2.compress(tarred(FILES)),
    "tar.xz": lzma.compress(tarred(FILES)),
}


def read(raw: bytes, *, piped: bool = False) -> Read:
    stream = io.BufferedReader(Pipe(raw)) if piped else io.BytesIO(raw)
    found: Read = []
    for member in members(stream, "a", Settings()):
        if isinstance(member, Failure):
            found.append(member)
            continue
        try:
            found.append((member[0], member[1].read()))
        except OSError as error:
            found.append(Failure(member[0], str(error)))
    return found


def failures(found: Read) -> list[Failure]:
    return [f for f in found if isinstance(f, Failure)]


@pytest.mark.parametrize("kind", ARCHIVES)
@pytest.mark.parametrize("piped", [False, True])
def test_every_kind_of_archive(kind, piped):
    assert read(ARCHIVES[kind], piped=piped) == [(f"a!{name}", content) for name, content in FILES.items()]


@pytest.mark.parametrize("kind", ["zip", "tar"])
def test_members_may_be_left_unread(kind):
    names = [m[0] for m in members(io.BytesIO(ARCHIVES[kind]), "a", Settings()) if not isinstance(m, Failure)]
    assert names == [f"a!{name}" for name in FILES]


NAMES = {
    "../../etc/x.html": "a!../../etc/x.html",
    "/abs.html": "a!/abs.html",
    "C:\\x\\y.txt": "a!C:\\x\\y.txt",
    "ev\u202eil.txt": "a!ev\\u202eil.txt",
    "red\x1b[31m\r\n.txt": "a!red\\x1b[31m\\x0d\\x0a.txt",
    "naïve 城.txt": "a!naïve 城.txt",
}


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_names_are_labels_and_nothing_is_written(pack, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert [m[0] for m in read(pack(dict.fromkeys(NAMES, WORDS)))] == list(NAMES.values())
    assert list(Path(tmp_path).rglob("*")) == []


@given(
    st.text(st.characters(exclude_categories=()) | st.sampled_from("\0\x1b\x7f\x85\u200b\u202e\u2028\udc9b"))
)
def test_labels_are_printable(name):
    assert all(c.isprintable() for c in label(name))
    assert label(label(name)) == label(name)


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_what_is_no_report_is_passed_over(pack):
    hidden = ["__MACOSX/._a.txt", "x/.DS_Store", ".git/config", "./.hidden", "b/.x/y.txt"]
    assert read(pack({**dict.fromkeys(hidden, WORDS), "./x.txt": WORDS})) == [("a!./x.txt", WORDS)]


def test_links_and_devices_are_passed_over():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE):
            entry = tarfile.TarInfo("link")
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
        entry = tarfile.TarInfo("real.txt")
        entry.size = len(WORDS)
        archive.addfile(entry, io.BytesIO(WORDS))
    assert read(out.getvalue()) == [("a!real.txt", WORDS)]


def test_latin_names_of_an_old_tar():
    raw = tarred({"caf_.txt": WORDS}, tarfile.USTAR_FORMAT)
    header = bytearray(raw[:512].replace(b"caf_", b"caf\xe9"))
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    assert read(bytes(header) + raw[512:]) == [("a!caf\\xe9.txt", WORDS)]


def test_encrypted_member_is_told_and_the_rest_read():
    raw = bytearray(zipped({"a.txt": WORDS, "b.txt": WORDS}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(b"a.txt") - 30 + flags if flags == 6 else raw.rindex(b"a.txt") - 46 + flags] |= 1
        assert raw.count(mark) == 3
    failure, rest = read(bytes(raw))
    assert failure == Failure(
        "a!a.txt", "is encrypted; unpack the archive with its password and give the folder"
    )
    assert rest == ("a!b.txt", WORDS)


def test_unknown_packing_is_told_and_the_rest_read():
    raw = bytearray(zipped({"a.txt": WORDS, "b.txt": WORDS}))
    raw[raw.index(b"a.txt") - 22] = raw[raw.rindex(b"a.txt") - 36] = 99
    failure, rest = read(bytes(raw))
    assert "cannot be undone here" in failure.message
    assert rest == ("a!b.txt", WORDS)


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_damaged_member_is_told_and_the_rest_read(method):
    raw = bytearray(zipped({"a.txt": WORDS, "b.txt": WORDS}, method))
    raw[raw.index(b"a.txt") + 25] ^= 0xFF
    failure, rest = read(bytes(raw))
    assert isinstance(failure, Failure)
    assert (failure.origin, rest) == ("a!a.txt", ("a!b.txt", WORDS))


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz", "tar.bz2", "tar.xz"])
@pytest.mark.parametrize("piped", [False, True])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_cut_archives_end_in_a_failure(kind, piped, share):
    raw = ARCHIVES[kind]
    found = read(raw[: int(len(raw) * share)], piped=piped)
    assert failures(found)
    assert all(f in [(f"a!{n}", c) for n, c in FILES.items()] for f in found if not isinstance(f, Failure))


def test_damaged_header_inside_a_tar_is_no_silent_end():
    raw = bytearray(ARCHIVES["tar ustar"])
    raw[1_536:1_600] = b"\xff" * 64
    found = read(bytes(raw))
    assert len(failures(found)) == 1
    assert found[0] == ("a!a.txt", WORDS)


@pytest.mark.parametrize("pack", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_zip_bombs_are_refused_soon(pack, monkeypatch):
    monkeypatch.setattr(packed, "RATIO_FROM", 1 << 20)
    found = read(zipped({f"{n}.txt": bytes(3 << 20) for n in range(9)}, pack))
    assert all("bomb" in f.message for f in failures(found))
    assert isinstance(found[-1], Failure)
    assert len(found) <= 3


def test_tar_bombs_are_refused_even_where_they_are_passed_over(monkeypatch):
    monkeypatch.setattr(packed, "RATIO_FROM", 1 << 20)
    bomb = gzip.compress(tarred({".hidden": bytes(9 << 20), "x.txt": WORDS}), 9)
    (failure,) = read(bomb)
    assert "bomb" in failure.message


def test_too_many_members(monkeypatch):
    monkeypatch.setattr(packed, "MOST_MEMBERS", 3)
    found = read(zipped({f"{n}.txt": WORDS for n in range(9)}))
    assert len(found) == 4
    assert "more than 3 files" in failures(found)[0].message


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_single_packed_files(pack, monkeypatch):
    monkeypatch.setattr(packed, "RATIO_FROM", 1 << 20)
    raw = pack(FILES["d.txt"]) + pack(WORDS)
    assert unpacked(io.BufferedReader(Pipe(raw)), raw[:6]).read() == FILES["d.txt"] + WORDS
    with pytest.raises(OSError, match=r"\w"):
        unpacked(io.BytesIO(raw[:-30]), raw[:6]).read()
    with pytest.raises(OSError, match="bomb"):
        unpacked(io.BytesIO(pack(bytes(9 << 20))), raw[:6]).read()


@given(
    st.sampled_from(sorted(ARCHIVES)),
    st.lists(
        st.tuples(st.integers(0, 100_000), st.integers(0, 9), st.binary(max_size=9)), min_size=1, max_size=3
    ),
    st.booleans(),
)
def test_mutated_archives_only_give_members_and_failures(kind, changes, piped):
    raw = ARCHIVES[kind]
    for at, dropped, put in changes:
        raw = raw[: at % len(raw)] + put + raw[at % len(raw) + dropped :]
    for found in read(raw, piped=piped):
        assert isinstance(found, Failure) or found[0].startswith("a!")


@given(st.sampled_from(["zip", "tar"]), st.integers(0, 1_200), st.integers(0, 255), st.booleans())
def test_mutated_headers_only_give_members_and_failures(kind, at, value, at_end):
    raw = bytearray(tarred({"a.txt": WORDS, "b.txt": WORDS}) if kind == "tar" else zipped({"a.txt": WORDS}))
    raw[-1 - at % len(raw) if at_end else at % len(raw)] = value
    assert all(isinstance(f, Failure | tuple) for f in read(bytes(raw)))
