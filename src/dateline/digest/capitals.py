"""Text in capitals throughout, as wires and headlines have it, read as if it were written in mixed case.

The model reads a word's case as evidence, and lemmas are made from words as they are usually written. So a
window in capitals is read in small letters first; then the names found, and the words that begin a
sentence, get their capitals, and it is read once more. Offsets and the text itself stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dateline.digest.language_model import LanguageModel
from dateline.digest.reader import Reading, read_windows

FEWEST: Final = 4
"""Words in capitals that a window must have: fewer may be acronyms."""
SHARE: Final = 0.8
"""Of the words with letters, those that must be in capitals."""
_SMALL: Final = frozenset({"of", "the", "and", "in", "for", "de", "del", "la", "el", "al", "du", "von"})
"""Words that stay small inside names."""


def in_capitals(words: Sequence[str]) -> bool:
    """Whether a window is written in capitals throughout."""
    lettered = [w for w in words if any(c.isalpha() for c in w)]
    upper = sum(w.isupper() and len(w) > 1 for w in lettered)
    return upper >= FEWEST and upper >= SHARE * sum(len(w) > 1 for w in lettered)


def _recased(words: Sequence[str], reading: Reading, model: LanguageModel) -> list[str]:
    """The words with the capitals that names and beginnings of sentences have."""
    out = []
    for i, word in enumerate(words):
        tag = model.tags[reading.tags[i]]
        named = tag != "O" and not tag.endswith("DATE") and (word not in _SMALL or tag.startswith("B"))
        out.append(word.title() if named or reading.starts[i] or word == "i" else word)
    return out


def read_mixed(model: LanguageModel, windows: Sequence[list[str]]) -> tuple[list[Reading], list[list[str]]]:
    """Each window's reading, and its words as they were read: windows in capitals in mixed case."""
    words = list(windows)
    loud = [n for n, window in enumerate(words) if in_capitals(window)]
    for n in loud:
        words[n] = [word.lower() for word in words[n]]
    readings = read_windows(model, words)
    for n in loud:
        words[n] = _recased(words[n], readings[n], model)
    for n, again in zip(loud, read_windows(model, [words[n] for n in loud]), strict=True):
        readings[n] = again
    return readings, words
