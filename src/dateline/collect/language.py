"""Which language a text is written in: only English is read, everything else is named and set aside."""

# ruff: noqa: PLC0415 - imported when used, so that `dateline --help` answers at once

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SAMPLE = 4_000
"""Characters looked at: a language shows long before."""
SHORTEST = 60
"""Letters below which no judgement is made: names and headlines mislead."""
PLAINLY_ENGLISH = 0.15
HARDLY_ENGLISH = 0.08
SURE = 0.9
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Languages:
    """The data file: function words of English, and the names of the languages told apart."""

    english: frozenset[str]
    names: dict[str, str]


@cache
def load_languages() -> Languages:
    """The words and names of `_ref/language/languages.toml`."""
    data = tomllib.loads((files("dateline") / "_ref/language/languages.toml").read_text(encoding="utf-8"))
    return Languages(frozenset(data["english"].split()), data["names"])


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text`, or None where it cannot be told for sure.

    English shows by its function words, so that an English text never waits for the identifier,
    which is loaded only for the others.
    """
    sample = text[:SAMPLE]
    if _weight(sample) < SHORTEST:
        return None
    share = _function_words(sample)
    if share >= PLAINLY_ENGLISH:
        return "en"
    language, sureness = _identifier().classify(sample)
    if language == "en":
        return "en"
    return str(language) if sureness >= SURE and share < HARDLY_ENGLISH else None


def name_of(code: str) -> str:
    """The English name of a language code; the code itself where it is not in the table."""
    return load_languages().names.get(code, f"language “{code}”")


def _weight(text: str) -> int:
    """Letters, those outside the Latin script counted three times: they tell more each."""
    return sum(3 if c > "\u024f" else 1 for c in text if c.isalpha())


def _function_words(text: str) -> float:
    words = WORD.findall(text.lower())
    english = load_languages().english
    return sum(w in english for w in words) / len(words) if words else 0.0


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(set(load_languages().names))
    return identifier
