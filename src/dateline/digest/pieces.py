"""Words → word pieces and shapes, the encoder's two inputs.

The encoder is uncased; what case and digits tell comes in as one of six shapes a word.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tokenizers import Tokenizer

SHAPES: Final = ("lower", "title", "upper", "mixed", "digits", "other")
CLS: Final = 101
SEP: Final = 102
UNKNOWN: Final = 100
MASK: Final = 103
MAX_PIECES_A_WORD: Final = 8
"""Longer words (addresses, noise) are cut: their beginning tells what they are."""
_CACHE_LIMIT: Final = 200_000


def shape_of(word: str) -> int:
    """The index in SHAPES of a word's shape."""
    if word.isalpha() or any(c.isalpha() for c in word):
        if word.islower():
            return 0
        if word.isupper():
            return 2 if len(word) > 1 else 1
        return 1 if word[:1].isupper() and word[1:].islower() else 3
    return 4 if any(c.isdigit() for c in word) else 5


class PieceTable:
    """Word → (piece ids, shape), remembered: news repeats its words."""

    def __init__(self, tokenizer_file: Path) -> None:
        """Read the WordPiece vocabulary (`tokenizer.json` of the encoder)."""
        self._tokenizer = Tokenizer.from_file(str(tokenizer_file))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._known: dict[str, tuple[tuple[int, ...], int]] = {}

    def lookup(self, words: list[str]) -> list[tuple[tuple[int, ...], int]]:
        """Piece ids (at least one) and shape of each word."""
        known = self._known
        missing = list({w for w in words if w not in known})
        if missing:
            if len(known) > _CACHE_LIMIT:
                known.clear()
                missing = list(set(words))
            for word, made in zip(
                missing, self._tokenizer.encode_batch(missing, add_special_tokens=False), strict=True
            ):
                ids = tuple(made.ids[:MAX_PIECES_A_WORD]) or (UNKNOWN,)
                known[word] = (ids, shape_of(word))
        return [known[w] for w in words]
