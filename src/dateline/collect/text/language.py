"""Which language a text is written in: only English is read, everything else is named and set aside."""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

import html
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SAMPLE = 4_000
"""Characters looked at: a language shows long before."""
SHORTEST = 60
"""Letters below which no judgement is made: names and headlines mislead."""
PLAINLY_ENGLISH = 0.12
HARDLY_ENGLISH = 0.08
FARTHER = 1.5
"""How many times as common as English function words those of another language must be where both occur."""
SURE = 0.9
LATIN = re.compile(r"[A-Za-zª-\u024f]+")
FOREIGN = re.compile(r"[^\W\d_\x00-\u024f]+")
"""Letters outside the Latin script as the languages of Europe write it."""
FOREIGN_SCRIPT = 0.5
"""A text with this share of letters outside the Latin script is not English, whatever names it holds."""
OWN_SCRIPT = 0.15
"""Share of letters in a script of its own that names the language: Japanese has Chinese letters between."""
SKIMMED = 200_000
"""Bytes of a page that the skim looks at."""
SKIM_ENOUGH = 300
"""Bytes of text in paragraphs after which a skim stops."""
SKIM_LEAST = 150
"""Letters of the Latin script below which a skim says nothing (a third of that in others)."""
SKIM_ENGLISH = 0.04
"""Share of English function words from which a skim does not call a page foreign."""
COMMON = 0.2
"""Share of a language's function words in a text of it."""
LEAD = 1.5
"""How many times as common they are as those of the next language."""
SHORT_PARAGRAPH = 60
"""Bytes below which a paragraph is a label or a button, in whatever language the site is."""
LONG_PARAGRAPH = 4_000
LONG_TAG = 1_000
CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]{3,20})""", re.IGNORECASE)
TAG = re.compile(rb"<[^>]*>")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Languages:
    """The data file: function words, scripts and groups of close languages, names.

    `only_english` are the function words that no other list has; `languages_of` the lists a word is in.
    """

    english: frozenset[str]
    only_english: frozenset[str]
    words: dict[str, frozenset[str]]
    languages_of: dict[str, tuple[str, ...]]
    scripts: dict[str, re.Pattern[str]]
    close: dict[str, frozenset[str]]
    apart: tuple[dict[str, frozenset[str]], ...]
    names: dict[str, str]


@cache
def load_languages() -> Languages:
    """What `_ref/language/languages.toml` holds."""
    data = tomllib.loads((files("dateline") / "_ref/language/languages.toml").read_text(encoding="utf-8"))
    close: dict[str, frozenset[str]] = {}
    for group in data["close"]["groups"]:
        for code in group.split():
            close[code] = close.get(code, frozenset()) | frozenset(group.split())
    words = _word_sets(data["words"])
    english = frozenset(data["english"].split())
    return Languages(
        english=english,
        only_english=english.difference(*words.values()),
        words=words,
        languages_of={
            word: tuple(code for code, own in words.items() if word in own)
            for word in frozenset[str]().union(*words.values())
        },
        scripts={code: re.compile(f"[{letters}]") for code, letters in data["scripts"].items()},
        close=close,
        apart=tuple(map(_word_sets, data["apart"])),
        names=data["names"],
    )


def _word_sets(table: dict[str, str]) -> dict[str, frozenset[str]]:
    return {code: frozenset(words.split()) for code, words in table.items()}


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text`, or None where it cannot be told for sure.

    English shows by its function words, so that an English text never waits for the identifier,
    which is loaded only for the others.
    """
    return _named(text[:SAMPLE], SHORTEST, PLAINLY_ENGLISH, HARDLY_ENGLISH)


def gate_html(raw: bytes) -> str | None:
    """The language of a web page's bytes where it is surely not English; None where it is, or may be.

    Looks at the first paragraphs only, as they stand in the source: much cheaper than making a tree. What
    the page declares about its language is not asked: templates declare English on pages in any language.
    """
    sample = _skim(raw)
    language = _by_words(sample) if len(sample) >= SKIM_LEAST else None
    language = language or _named(sample[:SKIM_ENOUGH], SKIM_LEAST, SKIM_ENGLISH, SKIM_ENGLISH)
    return None if language == "en" else language


def name_of(code: str) -> str:
    """The English name of a language code; the code itself where it is not in the table."""
    return load_languages().names.get(code, f"language “{code}”")


def _named(sample: str, shortest: int, english: float, hardly: float) -> str | None:
    """The language of a sample with `shortest` letters or more; English from a share of its words on."""
    foreign, latin = (sum(map(len, letters.findall(sample))) for letters in (FOREIGN, LATIN))
    if latin + 3 * foreign < shortest:  # a letter of the other scripts tells more
        return None
    if foreign >= FOREIGN_SCRIPT * (latin + foreign):
        likeliest = _by_script(sample, latin + foreign) or _identified(sample, sure=0)
        return None if likeliest == "en" else likeliest
    words = WORD.findall(sample.lower())
    known = load_languages()
    if _share(words, known.only_english) >= english:
        return "en"
    language, share = _identified(sample), _share(words, known.english)
    if language is None and share >= english:
        return "en"  # it has English words, and nothing speaks for another language
    if language is None or language == "en" or share < hardly:
        return language
    own = _share(words, known.words.get(language, frozenset()))
    return language if own >= FARTHER * share else None


def _by_script(sample: str, letters: int) -> str | None:
    """The only language written in the script of a fair part of the sample's letters."""
    for code, script in load_languages().scripts.items():
        if len(script.findall(sample)) >= OWN_SCRIPT * letters:
            return code
    return None


def _identified(sample: str, sure: float = SURE) -> str | None:
    """The identifier's word for it, where it is sure of the language or of its group."""
    ranked = _identifier().rank(sample)
    first = str(ranked[0][0])
    group = load_languages().close.get(first, frozenset({first}))
    sureness = sum(share for code, share in ranked if code in group)
    return _told_apart(first, sample) if sureness >= sure else None


def _told_apart(language: str, sample: str) -> str:
    """The language or its neighbour, by the words that tell the two apart; the language where none do."""
    for sets in load_languages().apart:
        if language in sets:
            words = WORD.findall(sample.lower())
            counts = {code: sum(w in own for w in words) for code, own in sets.items()}
            return max(sets, key=lambda code: (counts[code], code == language))
    return language


def _share(words: list[str], among: frozenset[str]) -> float:
    return sum(w in among for w in words) / len(words) if words else 0.0


def _by_words(text: str) -> str | None:
    """The language whose function words are common in `text`, where no other comes near."""
    words = WORD.findall(text.lower())
    known = load_languages()
    if _share(words, known.only_english) > SKIM_ENGLISH:
        return None
    counts = Counter(chain.from_iterable(known.languages_of.get(word, ()) for word in words)).most_common(2)
    (code, most), (_, second) = (*counts, ("", 0), ("", 0))[:2]
    return code if most >= max(1, COMMON * len(words)) and most >= LEAD * second else None


def _skim(raw: bytes) -> str:
    """The text of the first paragraphs of some length, without their markup."""
    parts: list[bytes] = []
    size, at = 0, 0
    while size < SKIM_ENOUGH and (at := raw.find(b"<p", at, SKIMMED) + 2) > 1:
        if raw[at : at + 1] not in (b">", b" ", b"\n"):
            continue  # <path>, <picture>
        begin = raw.find(b">", at, at + LONG_TAG) + 1
        end = raw.find(b"</p", begin, begin + LONG_PARAGRAPH) if begin else -1
        if end - begin < SHORT_PARAGRAPH:
            continue
        part = b" ".join(TAG.sub(b" ", raw[begin:end]).split())
        if len(part) >= SHORT_PARAGRAPH:
            parts.append(part)
            size += len(part)
    return html.unescape(_decoded(b"\n".join(parts)[: 2 * SKIM_ENOUGH], raw))


def _decoded(part: bytes, raw: bytes) -> str:
    """Good enough to tell the language: UTF-8, else what the page declares, else Western European."""
    try:
        return part.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(part) - 4:  # the cut went through a letter
            return part[: error.start].decode("utf-8")
    declared = CHARSET.search(raw, 0, 4_096)
    try:
        return part.decode(declared.group(1).decode("ascii") if declared else "cp1252", "replace")
    except LookupError:
        return part.decode("cp1252", "replace")


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(set(load_languages().names))
    return identifier
