"""What a claimed number may mean: its lowest and highest, words for numbers by an editable table."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from dateline.errors import UserError
from dateline.merge.answers.claim import Claim

PLURAL = "(plural)"
"""Stands as the value of a claim that is a plural without a number."""
LISTED = "(list)"
"""Stands as the value of a claim that names those it counts one by one."""


@dataclass(frozen=True, slots=True)
class Vague:
    """Words for numbers → lowest and highest, and a pattern that finds the longest of them in a text."""

    words: Mapping[str, tuple[float, float]]
    pattern: re.Pattern[str]

    def bounds(self, text: str) -> tuple[float, float] | None:
        """What the words of a text that hold no digits may mean; None where none of them is in the table."""
        if any(letter.isdigit() for letter in text):
            return None
        found = self.pattern.search(" ".join(text.lower().split()))
        return self.words[found.group()] if found else None


@cache
def load_vague(path: str | None = None) -> Vague:
    """The shipped table, or a user's own file of the same form. Raises UserError where that is wrong."""
    source = Path(path) if path else files("dateline") / "_ref" / "answers" / "vague.toml"
    try:
        data = tomllib.loads(source.read_text(encoding="utf8"))
        words = {str(word).lower(): _pair(bounds) for word, bounds in data["words"].items()}
        words[PLURAL] = _pair(data["plural"]["bounds"])
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            f"{path}: cannot be read ({error}); name a file like _ref/answers/vague.toml"
        ) from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UserError(
            f'{path}: not a table of vague numbers ({error}); write lines such as `"dozens" = [12, 24]` '
            "under [words], and `bounds = [2, 2]` under [plural]"
        ) from None
    longest = sorted((word for word in words if word != PLURAL), key=len, reverse=True)
    return Vague(words, re.compile(r"\b(?:" + "|".join(map(re.escape, longest)) + r")\b"))


def _pair(bounds: list[float]) -> tuple[float, float]:
    low, high = map(float, bounds)
    if low > high:
        raise ValueError(f"{low:g} is above {high:g}")
    return low, high


def spread(claim: Claim, vague: Vague) -> tuple[float | None, float | None]:
    """The lowest and the highest number a claim states; an open end is the end that it does state.

    "at least 20" states 20 and nothing above it; "up to 20" nothing below.
    """
    if claim.best is None and claim.high is None and (meant := vague.bounds(claim.text)):
        return meant
    if claim.low is not None and claim.best is None and claim.high is None and claim.value == PLURAL:
        return vague.words[PLURAL]
    stated = [n for n in (claim.low, claim.best, claim.high) if n is not None]
    return (min(stated), max(stated)) if stated else (None, None)


def interval(claim: Claim, vague: Vague) -> tuple[float, float]:
    """What the number may be if the claim is true: open ends go on for ever."""
    if claim.best is None and claim.high is None and (meant := vague.bounds(claim.text)):
        return meant
    low = claim.low if claim.low is not None else claim.best if claim.high is None else None
    high = claim.high
    if claim.low is None and claim.best is not None and claim.high is None:  # "about 20"
        return claim.best * 0.9, claim.best * 1.1
    return (low if low is not None else 0.0), (high if high is not None else float("inf"))
