"""The sample reports are what their README says: sizes, dates, shared passages, and words of our own."""

import datetime as dt
import html.parser
import json
import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
FIELDS = {"id", "outlet", "title", "published", "language", "text"}
AGENCY = "niger-ternwire"
COPIES = ("niger-millbrook-evening", "niger-pebble-crown")
BASE_NAMES = {
    "withdrawal-harbour-courier": "Khmeimim",
    "withdrawal-copperhill-chronicle": "Hemeimeem",
    "withdrawal-larkspur-radio": "Bassel Al-Assad",
    "withdrawal-ternwire": "Hmeimim",
}
LEFTOVERS = (
    "Share this article",
    "More From This Section",
    "Sign up for our newsletter",
    "Photo:",
    "Related:",
)
RUN = 8


class _Article(html.parser.HTMLParser):
    """Collects the text inside the `article` element and the properties of the meta tags."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.parts: list[str] = []
        self.meta: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note meta properties and the start of the article."""
        named = dict(attrs)
        if tag == "meta" and named.get("property"):
            self.meta[str(named["property"])] = str(named.get("content"))
        self.inside = self.inside or tag == "article"

    def handle_endtag(self, tag: str) -> None:
        """Note the end of the article."""
        self.inside = self.inside and tag != "article"

    def handle_data(self, data: str) -> None:
        """Keep text that lies inside the article."""
        if self.inside:
            self.parts.append(data)


def _article(path: Path) -> _Article:
    page = _Article()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def _reports() -> dict[str, dict[str, str]]:
    lines = (SAMPLES / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert len({row["id"] for row in rows}) == len(rows)
    return {row["id"]: row for row in rows}


def _texts() -> dict[str, str]:
    texts = {name: row["text"] for name, row in _reports().items()}
    texts |= {path.name: path.read_text(encoding="utf-8") for path in SAMPLES.glob("*.txt")}
    return texts | {path.name: " ".join(_article(path).parts) for path in SAMPLES.glob("*.html")}


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def _gold_folder() -> Path:
    named = os.environ.get("DATELINE_GOLD")
    return (Path(named) if named else ROOT.parent / "shared" / "gold") / "reports"


def test_every_line_has_the_fields() -> None:
    reports = _reports()
    assert len(reports) >= 20
    for name, row in reports.items():
        assert set(row) in (FIELDS, FIELDS - {"published"}), name
        assert all(value.strip() for value in row.values()), name
        assert row["language"] == "en"
        assert row["text"] == row["text"].strip()
        assert "http" not in row["text"]
        assert "www." not in row["text"]


def test_exactly_one_is_undated_and_says_tuesday() -> None:
    undated = [row for row in _reports().values() if "published" not in row]
    assert len(undated) == 1
    assert "Tuesday" in undated[0]["text"]
    for row in _reports().values():
        if "published" in row:
            dt.date.fromisoformat(row["published"])


@pytest.mark.parametrize("name", sorted(_texts()))
def test_length_is_that_of_a_report(name: str) -> None:
    assert 150 <= len(_texts()[name].split()) <= 500


def test_there_are_plain_texts_and_pages() -> None:
    assert len(list(SAMPLES.glob("*.txt"))) >= 3
    assert len(list(SAMPLES.glob("*.html"))) >= 2


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.html")), ids=lambda path: path.name)
def test_pages_carry_outlet_date_and_furniture(path: Path) -> None:
    page = _article(path)
    assert page.meta["og:site_name"]
    dt.datetime.fromisoformat(page.meta["article:published_time"])
    whole = path.read_text(encoding="utf-8")
    assert all(mark in whole for mark in ("<nav", "<footer", "<aside", "Share this article"))


def test_four_outlets_tell_of_the_withdrawal_with_four_names_of_the_base() -> None:
    reports = _reports()
    assert len({reports[name]["outlet"] for name in BASE_NAMES}) == 4
    for name, base in BASE_NAMES.items():
        text = reports[name]["text"]
        found = {other for other in BASE_NAMES.values() if re.search(rf"\b{other}\b", text)}
        assert found == {base}, name


def test_accounts_of_one_strike_differ_in_the_number_of_dead() -> None:
    reports = _reports()
    assert "At least 40 people were killed" in reports["tajoura-quayside-post"]["text"]
    assert "Forty-four migrants were killed" in reports["tajoura-ternwire"]["text"]
    assert "number of dead to 53" in reports["tajoura-saltmarsh-observer"]["text"]


@pytest.mark.parametrize("copy", COPIES)
def test_copied_paragraphs_are_verbatim_and_credited(copy: str) -> None:
    reports = _reports()
    agency, text = reports[AGENCY]["text"], reports[copy]["text"]
    shared = [part for part in text.split("\n\n") if len(part.split()) >= 25 and part in agency]
    assert len(shared) == 2
    assert "Ternwire" in text
    assert len(" ".join(shared).split()) < len(text.split()) * 0.6, "a copy in part only"


def test_other_reports_share_no_long_passage() -> None:
    runs = {name: _runs(text) for name, text in _texts().items()}
    family = {AGENCY, *COPIES}
    names = sorted(runs)
    for i, one in enumerate(names):
        for two in names[i + 1 :]:
            if not {one, two} <= family:
                assert not runs[one] & runs[two], (one, two)


def test_one_report_has_leftovers_of_its_page() -> None:
    lines = _reports()["belgrade-protest"]["text"].splitlines()
    for leftover in LEFTOVERS:
        assert any(line.startswith(leftover) for line in lines), leftover


def test_readme_tells_of_every_report() -> None:
    told = set(
        re.findall(r"^\| `([^`]+)`", (SAMPLES / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert told == set(_texts())


def test_no_words_are_taken_from_the_gold_reports() -> None:
    paths = sorted(_gold_folder().glob("*.report.json"))
    if not paths:
        pytest.skip("no gold reports here: set DATELINE_GOLD to the folder that holds reports/")
    ours = {name: _runs(text) for name, text in _texts().items()}
    for path in paths:
        theirs = _runs(json.loads(path.read_text(encoding="utf-8"))["text"])
        for name, runs in ours.items():
            assert not runs & theirs, (name, path.name, runs & theirs)
