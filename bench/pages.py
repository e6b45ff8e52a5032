"""How well and how fast pages are read: the article, what it declares, and its date.

    python3 dev.py bench pages [--errors N] [--corpora FOLDER]

The article-extraction-benchmark (181 pages, MIT licence, pages © their sites) is scored in its own way:
runs of four words of the text against those of the gold, for each page precision and recall, then the
means of both and their F1. Dates have no gold there: those that are declared stand for it, once against
the day in the page's own address and once against what is guessed when the declarations are taken out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.gold import gold_folder
from dateline.collect.page.article import Page, read_page
from dateline.collect.page.guess import guess_date
from dateline.collect.page.markup import BLOCKS, HtmlElement, parse_page
from dateline.collect.text.decode import decode
from dateline.model import PublicationDate

BENCHMARK = "article_extraction_benchmark.tar.gz"
NEWS = "news_200.warc.gz"
WORD = re.compile(r"\w+")
RUN = 4
FLOOR_F1 = 0.965
FLOOR_SPEED = 45
PEERS = (
    ("trafilatura fast", ".962 .946 .979", "64-86"),
    ("trafilatura default", ".960 .942 .978", "53 (39 with metadata)"),
    ("trafilatura precision", ".964 .958 .971", "52"),
    ("readability-lxml", ".954 .935 .974", "25"),
    ("newspaper4k", ".938 .964 .913", "12"),
    ("resiliparse", ".927 .879 .981", "624"),
    ("goose3", ".875 .931 .825", "12"),
    ("all visible text", ".670 .506 .994", "2,000"),
)
DATE_PEERS = (
    "peers, 200 news pages with gold dates: JSON-LD + OpenGraph + <time> 151 right, 8 wrong, 41 none;\n"
    "  htmldate not extensive 170, 12, 18; extensive 178, 18, 4"
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One page of the benchmark."""

    address: str
    html: str
    article: str


def samples(folder: Path) -> Iterator[Sample]:
    """The pages of the benchmark with the texts that people marked as their articles."""
    with tarfile.open(folder / BENCHMARK) as packed:
        held = {Path(m.name).name: packed.extractfile(m) for m in packed.getmembers() if m.isfile()}
        read = {name: stream.read() for name, stream in held.items() if stream is not None}
    for key, entry in json.loads(read["ground-truth.json"]).items():
        html = gzip.decompress(read[f"{key}.html.gz"]).decode("utf-8")
        yield Sample(entry["url"], html, entry.get("articleBody") or "")


def runs(text: str) -> Counter[tuple[str, ...]]:
    """Every run of four words, or the whole of a shorter text."""
    words = WORD.findall(text)
    return Counter(tuple(words[n : n + RUN]) for n in range(max(1, len(words) - RUN + 1)) if words)


def score(found: str, gold: str) -> tuple[float | None, float | None]:
    """Precision and recall of one page; None where nothing was found, or nothing was to be found."""
    ours, theirs = runs(found), runs(gold)
    shared = (ours & theirs).total()
    precision = shared / ours.total() if ours else None
    return precision, shared / theirs.total() if theirs else None


def mean(values: list[float | None]) -> float:
    """The mean of what is known."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 0.0


def link_lines(html: str) -> set[str]:
    """Texts of innermost blocks that are links for nine tenths or more, and stand nowhere without a link."""
    tree = parse_page(html)
    linked: set[str] = set()
    unlinked: set[str] = set()
    for block in tree.iter(*BLOCKS) if tree is not None else ():
        if any(e.tag in BLOCKS for e in block.iterdescendants()):
            continue
        text = " ".join("".join(block.itertext()).split())
        in_links = sum(len("".join(a.itertext()).strip()) for a in block.iter("a") if "href" in a.attrib)
        if in_links < 0.9 * len(text):
            unlinked.add(text)
        elif len(text.split()) >= 3:
            linked.add(text)
    return linked - unlinked


def left_over(page: Page, sample: Sample) -> list[str]:
    """Lines of the text that are nothing but a link on the page, and no part of the gold."""
    links = link_lines(sample.html)
    lines = (line.removeprefix("- ").strip() for line in (page.text or "").splitlines())
    return [line for line in lines if line in links and line not in sample.article]


def summary(scores: list[tuple[float | None, float | None]]) -> tuple[float, float, float]:
    """F1, precision and recall over all pages, as the benchmark takes their means."""
    precision, recall = mean([p for p, _ in scores]), mean([r for _, r in scores])
    return 2 * precision * recall / (precision + recall), precision, recall


def measure_articles(sample: list[Sample], errors: int) -> list[Page]:
    """The table of the extraction, beside the peers'."""
    read_page(sample[0].html)
    began = time.process_time()
    pages = [read_page(s.html, address=s.address) for s in sample]
    speed = len(pages) / (time.process_time() - began)
    scores = [score(page.text or "", s.article) for page, s in zip(pages, sample, strict=True)]
    f1, precision, recall = summary(scores)
    print(f"{len(pages)} pages{'':15} F1    P     R    pages a CPU second (with metadata and dates)")
    print(f"{'dateline':24} {f1:.3f} {precision:.3f} {recall:.3f} {speed:.0f}")
    print(f"{'floor':24} {FLOOR_F1:.3f}{'':12} {FLOOR_SPEED}")
    for name, figures, pace in PEERS:
        print(f"{name:24}  {figures.replace(' ', '  ')} {pace} (text alone)")
    left = [line for page, s in zip(pages, sample, strict=True) for line in left_over(page, s)]
    there = sum(len(link_lines(s.html)) for s in sample)
    print(f"link-only paragraphs left in the texts: {len(left)} of {there:,} on the pages (wanted: 0)")
    worst = sorted(zip(scores, sample, strict=True), key=lambda pair: sum(v or 0 for v in pair[0]))
    for (p, r), s in worst[:errors]:
        print(f"    P {p or 0:.2f} R {r or 0:.2f} {s.address}")
    for line in left[:errors]:
        print(f"    left: {line[:100]}")
    return pages


def measure_dates(sample: list[Sample], pages: list[Page], errors: int) -> None:
    """Declared dates against those in addresses, and guesses against declared dates."""
    against: Counter[str] = Counter()
    guesses: dict[str, Counter[str]] = {"with the address": Counter(), "from the page alone": Counter()}
    for s, page in zip(sample, pages, strict=True):
        dated = page.declared.dated
        if dated is None or dated.guessed or page.declared.published is None:
            continue
        day = page.declared.published[:10]
        bare = parse_page("<html><body></body></html>")
        in_address = guess_date(bare, s.address)
        against[_verdict(in_address, day)] += 1
        for how, address in zip(guesses, (s.address, None), strict=True):
            found = guess_date(without_declarations(s.html), address)
            verdict = _verdict(found, day)
            guesses[how][verdict] += 1
            if verdict == "wrong" and errors:
                print(f"    {how}: {found} for {day} {s.address[:90]}")
    print(f"dates declared: {_shown(against)} by the day in the page's own address")
    for how, table in guesses.items():
        print(f"dates guessed without the declarations, {how}: {_shown(table)}")
    print(DATE_PEERS)


def without_declarations(html: str) -> HtmlElement:
    """The page's tree without what declares its date."""
    tree = parse_page(html)
    assert tree is not None
    for element in tree.xpath("//meta | //script | //time/@datetime/.. | //*[@itemprop='datePublished']"):
        if element.tag in {"meta", "script"}:
            element.drop_tree()
        else:
            for name in ("datetime", "itemprop", "content", "title", "pubdate"):
                element.attrib.pop(name, None)
    return tree


def _verdict(found: tuple[str, PublicationDate] | None, day: str) -> str:
    if found is None:
        return "none"
    apart = abs(_number(found[0]) - _number(day))
    return "right" if apart == 0 else "a day apart" if apart == 1 else "wrong"


def _number(day: str) -> int:
    return time.strptime(day[:10], "%Y-%m-%d").tm_yday + 366 * int(day[:4])


def _shown(table: Counter[str]) -> str:
    return ", ".join(f"{table[name]} {name}" for name in ("right", "a day apart", "wrong", "none"))


def measure_news(path: Path) -> None:
    """From the bytes of a WARC's pages to articles: speed, and what the pages declare."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    given: Counter[str] = Counter()
    took = 0.0
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            raw, address = record.reader.read(), record.headers.get("WARC-Target-URI")
            began = time.process_time()
            html, encoding = decode(raw, html=True, charset=record.http_charset)
            page = read_page(html, address=address)
            took += time.process_time() - began
            declared = page.declared
            given["page"] += 1
            given["article"] += bool(page.text)
            given[f"encoding by {encoding.partition('(')[2].rstrip(')')}"] += 1
            for name in ("title", "author", "outlet", "url", "language", "published"):
                given[name] += getattr(declared, name) is not None
            given["date guessed"] += bool(declared.dated and declared.dated.guessed)
    pages = given.pop("page")
    print(f"{path.name}: {pages} pages, {pages / took:.0f} a CPU second from bytes to article")
    print("  " + ", ".join(f"{name} {100 * count / pages:.0f} %" for name, count in given.items()))


def main() -> None:
    """All tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--gold")
    options = parser.parse_args()
    folder = gold_folder(given=options.gold).parent / "corpora" / "pages"
    if not folder.is_dir():
        print(f"pages: not at {folder}")
        return
    sample = list(samples(folder))
    pages = measure_articles(sample, options.errors)
    measure_dates(sample, pages, options.errors)
    measure_news(folder / NEWS)


if __name__ == "__main__":
    main()
