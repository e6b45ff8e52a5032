"""Spellings of transliterated names: Khmeimim and Hmeimim, Dayr az Zawr and Deir ez-Zor.

Two keys are made of a name. The frame keeps its consonants, with those made one that transliterations
mix up; the sound keeps the vowels too, in three classes. Two spellings are taken for one name where
their frames are the same and their sounds close. That is unsafe among all names of the world, so it
is only ever asked within one country, and only for names that no table has as they stand.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

from dateline._ref.gazetteer.fold import fold

Found = TypeVar("Found")
CLOSE = 0.72
"""How alike (0 to 1) two sounds with the same frame must be."""
SPELLED_VARIOUSLY = frozenset(
    "AFG ARE ARM AZE BFA BGD BGR BHR BLR CAF CHN CMR COD COM CYP DJI DZA EGY ERI ESH ETH GEO GRC IDN IND "
    "IRN IRQ ISR JOR KAZ KEN KGZ KHM KOR KWT LAO LBN LBR LBY LKA MAR MDA MKD MLI MMR MNG MOZ MRT MYS NER NGA "
    "NPL OMN PAK PHL PRK PSE QAT RUS SAU SDN SEN SLE SOM SRB SSD SYR TCD THA TJK TKM TUN TUR TWN TZA UGA UKR "
    "UZB VNM XKX YEM ZWE".split()
)
"""Countries whose names reach English from another script or without a settled spelling."""
_EAST_SLAVIC = frozenset({"UKR", "BLR", "RUS"})
_ARTICLES = frozenset("al el ar as ash at ad adh an az er es esh ed et ez en ul ud ur us il the".split())
_SAME = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        (r"sch|tch|ch|sh|ts|tz", "s"),
        (r"dzh|zh|dj|j|gh", "k"),
        (r"kh", "x"),
        (r"dh", "d"),
        (r"th", "t"),
        (r"ph", "f"),
        (r"c(?=[eiy])", "s"),
        (r"[cqgk]+", "k"),
        (r"(?<=[aeiou])[wv](?![aeiouy])", "u"),
        (r"[wv]", "v"),
    )
)
_LONG = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in ((r"[ae][iy]+|ee|ie|[eiy]+", "i"), (r"[ao]u|oo|[ou]+", "u"), (r"a+", "a"))
)
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=4096)
def spelling(name: str, country: str) -> tuple[str, str]:
    """A name's frame and sound in a country; empty where it has no letters."""
    words = fold(name).split()
    kept = [word for word in words if word not in _ARTICLES] or words
    letters = "".join(kept)
    for pattern, letter in _SAME:
        letters = pattern.sub(letter, letters)
    letters = letters.replace("h", "k") if country in _EAST_SLAVIC else letters
    letters = letters[:1].replace("x", "h") + letters[1:].replace("x", "h" if country in _EAST_SLAVIC else "")
    letters = letters[:1] + re.sub(r"h", "", letters[1:])
    sound = letters
    for pattern, letter in _LONG:
        sound = pattern.sub(letter, sound)
    sound = _TWICE.sub(r"\1", sound)
    frame = _TWICE.sub(r"\1", sound[:1].translate(_FIRST) + re.sub(r"[aiu]", "", sound[1:]))
    return frame, sound


_FIRST = str.maketrans("iu", "aa")


def likeness(one: str, other: str) -> float:
    """How alike two sounds are, 0 to 1; 0 where they are too short to tell anything."""
    if min(len(one), len(other)) < 4:
        return float(one == other and len(one) >= 3)
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def is_spelling(frame: str) -> bool:
    """Whether a frame has consonants enough to tell names apart."""
    return len(frame.removeprefix("a")) >= 2


Spellings = dict[str, list[tuple[str, Found]]]
"""A country's names by their frames, each with its sound and what it names."""


def spellings_of(country: str, named: Iterable[tuple[str, Found]]) -> Spellings[Found]:
    """The index of a country's names."""
    made: Spellings[Found] = defaultdict(list)
    for name, what in named:
        frame, sound = spelling(name, country)
        if is_spelling(frame):
            made[frame].append((sound, what))
    return made


def closest(name: str, country: str, spellings: Spellings[Found]) -> list[tuple[float, Found]]:
    """What an unknown name may be another spelling of: likeness and what it names, the likest first."""
    frame, sound = spelling(name, country)
    close = [(likeness(sound, other), what) for other, what in spellings.get(frame, ())]
    return sorted((pair for pair in close if pair[0] >= CLOSE), key=lambda pair: -pair[0])
