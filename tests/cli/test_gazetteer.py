"""`dateline gazetteer build`: a dump in GeoNames' own format, broken, cut off, resumed, and then used."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dateline.errors import UserError
from dateline.ground.places import Named, load_gazetteer, resolve
from dateline.ground.places.gazetteer import Gazetteer
from dateline.ground.places.geonames_line import features, precision_of
from dateline.ground.places.geonames_load import FILE_NAME, load
from dateline.ground.places.geonames_table import VARIABLE, FullTable, default_folder, find_table
from tests.cli.conftest import Run, search_path

KHIRBET = "Khirbet al-Wahm"


def line(
    number: int, name: str, code: str = "P.PPL", *, others: str = "", country: str = "SY", admin: str = "12",
    lat: str = "35.71234", lon: str = "36.54321", people: int = 0,
) -> str:  # fmt: skip
    """One line as GeoNames writes it: nineteen columns."""
    feature_class, feature_code = code.split(".")
    cells = [str(number), name, name, others, lat, lon, feature_class, feature_code, country, "", admin]
    return "\t".join([*cells, "", "", "", str(people), "", "312", "Asia/Damascus", "2026-01-31"]) + "\n"


def many(count: int, first: int = 1_000_000) -> Iterator[str]:
    """So many lines, half of them of features that are not kept."""
    chance = random.Random(7)
    syllables = "ba dar kaf ma nur ra sal tell um za".split()
    for number in range(first, first + count):
        name = "".join(chance.choices(syllables, k=3)).title()
        yield line(number, name, chance.choice(["P.PPL", "H.SPNG"]), others=f"{name}a,{name} el Foka,قرية")


def dump(path: Path, *lines: str) -> Path:
    path.write_text("".join(lines), encoding="utf-8", newline="")
    return path


@pytest.fixture
def village(tmp_path: Path) -> Path:
    """A small dump around one village and one base that no shipped table has."""
    return dump(
        tmp_path / "SY.txt",
        line(11, KHIRBET, others="Khirbat al Wahm,خربة الوهم", people=310),
        line(12, "Wahm Air Base", "S.AIRB", others="Al Wahm Airbase"),
        line(13, "Wadi Wahm", "H.STM"),
        line(14, "Idlib Governorate", "A.ADM1", others="Idlib"),
    )


def test_a_village_is_found_once_its_dump_is_loaded(village: Path, tmp_path: Path, run: Run) -> None:
    made = run("gazetteer", "build", village, "--out", tmp_path / "mine")
    assert made.code == 0, made.said
    assert any("3 places of 4 lines" in said for said in made.said)
    assert any(f"where {VARIABLE} is" in said for said in made.said)
    gazetteer = Gazetteer(full=FullTable(tmp_path / "mine" / FILE_NAME))
    assert Gazetteer().lookup(KHIRBET) == ()
    [found] = gazetteer.lookup(KHIRBET)
    assert (found.source, found.geonameid, found.precision) == ("geonames-full:11", 11, "city")
    assert (found.lat, found.lon, found.country, found.admin) == (35.71234, 36.54321, "SYR", "SY.12")
    assert gazetteer.lookup("Khirbat al-Wahm")[0].source == "geonames-full:11"
    text = "Jets left Wahm air base for Idlib in Syria."
    named = [Named(text.index(n), text.index(n) + len(n), n) for n in ("Wahm air base", "Idlib")]
    base, idlib = resolve(named, text, gazetteer)
    assert base.entry is not None
    assert (base.entry.source, base.entry.precision) == ("geonames-full:12", "site")
    assert idlib.entry is not None
    assert idlib.entry.precision == "city"
    assert [e.source for e in gazetteer.lookup("Idlib") if e.kind == "admin1"] == ["geonames-full:14"]


def test_reading_uses_the_table_and_says_so(
    village: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(village, tmp_path / "mine")
    for named, source in ((str(tmp_path / "mine"), "geonames-full:11"), ("none", None)):
        monkeypatch.setenv(VARIABLE, named)
        load_gazetteer.cache_clear()
        found = load_gazetteer().lookup(KHIRBET)
        assert (found[0].source if found else None) == source
    load_gazetteer.cache_clear()


def test_the_users_own_folder_is_looked_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    assert find_table() is None
    load(dump(tmp_path / "one.txt", line(1, KHIRBET)), default_folder())
    assert find_table() == default_folder() / FILE_NAME


def test_broken_lines_are_named_and_skipped(tmp_path: Path, run: Run) -> None:
    broken = [
        "12\tOnly five\tcolumns\there\t\n",
        line(21, "No Number", lat="north"),
        line(22, "Beyond The Pole", lat="91.5"),
        line(23, "Minus People", people=-4),
    ]
    good = [line(number, f"Kafr {number}") for number in range(100, 110)]
    path = dump(tmp_path / "SY.txt", *good[:5], *broken, *good[5:])
    path.write_bytes(path.read_bytes() + line(30, "Latin X").encode().replace(b"Latin X", b"Latin \xe9"))
    made = run("gazetteer", "build", path, "--out", tmp_path)
    assert made.code == 0
    said = "\n".join(made.said)
    assert "5 broken lines skipped" in said
    for told in (
        "line 6: 5 columns instead of 19",
        "line 7: a number is expected: could not convert string to float: b'north'",
        "line 8: id 22, 91.5, 36.54321 or population 0 is out of range",
        "line 9: id 23",
        "line 15: not UTF-8 at byte 6",
    ):
        assert told in said
    assert len(FullTable(tmp_path / FILE_NAME)) == 10


@pytest.mark.parametrize("content", [b"", b"name,lat,lon\nHoms,34.7,36.7\n" * 5, os.urandom(5000)])
def test_another_file_is_refused(content: bytes, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "wrong.txt"
    path.write_bytes(content)
    made = run("gazetteer", "build", path, "--out", tmp_path / "mine")
    assert made.code == 2
    assert f"{path} is no GeoNames dump" in "\n".join(made.said)
    assert not (tmp_path / "mine" / FILE_NAME).exists()


def test_a_long_wrong_file_is_refused_after_its_first_lines(tmp_path: Path) -> None:
    path = dump(tmp_path / "wrong.txt", *("a,b,c\n" for _ in range(100_000)))
    began = time.monotonic()
    with pytest.raises(UserError, match="line 1: 1 columns instead of 19"):
        load(path, tmp_path / "mine")
    assert time.monotonic() - began < 2


def test_a_missing_file_is_one_line(tmp_path: Path, run: Run) -> None:
    made = run("gazetteer", "build", tmp_path / "none.txt", "--out", tmp_path)
    assert (made.code, len(made.said)) == (2, 1)
    assert "none.txt: No such file" in made.said[0]


def test_a_zip_is_read_as_it_is(village: Path, tmp_path: Path) -> None:
    packed = tmp_path / "SY.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(village, "SY.txt")
        archive.writestr("readme.txt", "about")
    assert load(packed, tmp_path / "mine").places == 3
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("photo.jpg", "no text")
    with pytest.raises(UserError, match="0 text files in the archive"):
        load(packed, tmp_path / "mine")


def test_a_named_folder_without_a_table_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(UserError, match="holds no geonames-full"):
        find_table()


def test_a_spoilt_table_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database at all" * 400)
    with pytest.raises(UserError, match="make it again"):
        FullTable(tmp_path / FILE_NAME)


def test_a_second_load_at_the_same_time_is_refused(village: Path, tmp_path: Path) -> None:
    def load_again(_done: int, _total: int, what: str) -> None:
        if what == "reading lines":
            with pytest.raises(UserError, match="end the other load"):
                load(village, tmp_path / "mine")

    assert load(village, tmp_path / "mine", load_again).places == 3


@pytest.fixture
def killed(root: Path) -> Callable[..., bool]:
    """Starts a load as a program and kills it hard once it has begun; whether it was in the middle."""

    def start(source: Path, folder: Path, size: int = 1_000_000) -> bool:
        command = [sys.executable, "-m", "dateline", "gazetteer", "build", source, "--out", folder]
        process = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": search_path(root)})
        loading = folder / f"{FILE_NAME}.loading"
        while process.poll() is None:
            if loading.is_file() and loading.stat().st_size > size:
                process.send_signal(signal.SIGKILL)
                process.wait()
                return True
            time.sleep(0.01)
        return False

    return start


def test_a_killed_load_goes_on_where_it_stood(tmp_path: Path, killed: Callable[..., bool]) -> None:
    source = dump(tmp_path / "all.txt", *many(100_000))
    whole = load(source, tmp_path / "whole")
    for size in range(1_000_000, 9_000_000, 1_000_000):  # until something of it is safe on disk
        cut = tmp_path / str(size)
        assert killed(source, cut, size), "the load was done before it could be killed"
        assert not (cut / FILE_NAME).exists()
        again = load(source, cut)
        if again.resumed_at:
            break
    assert 0 < again.resumed_at < whole.lines
    assert (again.lines, again.places, again.skipped) == (whole.lines, whole.places, 0)
    assert sorted(path.name for path in cut.iterdir()) == [FILE_NAME]
    one, other = FullTable(whole.path), FullTable(again.path)
    for row in one._ask("SELECT name FROM place ORDER BY id LIMIT 300"):
        key = row[0].lower()
        assert [r.geonameid for r in one.find(key)] == [r.geonameid for r in other.find(key)]


def test_another_dump_is_not_mixed_with_a_cut_off_one(
    tmp_path: Path, killed: Callable[[Path, Path], bool]
) -> None:
    source = dump(tmp_path / "all.txt", *many(80_000))
    assert killed(source, tmp_path / "mine")
    other = dump(tmp_path / "SY.txt", line(7, KHIRBET))
    assert (load(other, tmp_path / "mine").resumed_at, len(FullTable(tmp_path / "mine" / FILE_NAME))) == (
        0,
        1,
    )


def test_each_kind_has_one_precision() -> None:
    for kind, precision in features().values():
        assert precision_of(kind) == precision
