"""One spelling for many: the key under which a place name is stored and looked up."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ə": "a",
        "ħ": "h",
        "&": " and ",
        **dict.fromkeys("'’‘`´ʻʼʽʾʿ′.", None),
    }
)
_GAP = re.compile(r"[\W_]+")
_SHORT = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
_ARTICLE = re.compile(r"^(?:al|el|ar|as|ash|at|ad|adh|an|az|er|es|ed) (?=\w{3})")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The key of a name: lower case, no accents, apostrophes or hyphens, no leading *the*."""
    plain = name.lower()
    if plain.isascii() and plain.isalpha():
        return _SHORT.get(plain, plain)
    if not plain.isascii():
        marked = unicodedata.normalize("NFKD", plain.translate(_LETTERS))
        # Ornate letters only now become plain ones, with their case.
        plain = "".join(char for char in marked.lower() if not unicodedata.combining(char))
    else:
        plain = plain.translate(_LETTERS)
    words = _GAP.sub(" ", plain).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(_SHORT.get(word, word) for word in words)


def bare(key: str) -> str:
    """A folded key without its Arabic article: `al hasakah` and `el hasakah` give `hasakah`."""
    return _ARTICLE.sub("", key)


def is_code(name: str) -> bool:
    """Whether a name counts only as written, because folded it is another word: US, Va., U.K."""
    if not name.isupper() and not name.endswith("."):
        return False
    letters = name.replace(".", "").replace(" ", "")
    return (letters.isupper() and len(letters) <= 5) or (name.endswith(".") and len(letters) <= 5)
