"""Keys under which spellings of one name meet: Khmeimim and Hmeimim, Dayr az Zawr and Deir ez-Zor.

The frame of a name keeps its consonants, with those made one that transliterations mix up; its sound
keeps the vowels too, in three classes. Frames are short, so they only tell names apart within a country.
"""

from __future__ import annotations

import re
from functools import lru_cache

from dateline._ref.gazetteer.fold import fold

SPELLED_VARIOUSLY = frozenset(
    "AFG ARE ARM AZE BFA BGD BGR BHR BLR CAF CMR COD COM CYP DJI DZA EGY ERI ESH ETH GEO GRC IDN IND "
    "IRN IRQ ISR JOR KAZ KEN KGZ KHM KOR KWT LAO LBN LBR LBY LKA MAR MDA MKD MLI MMR MNG MOZ MRT MYS NER NGA "
    "NPL OMN PAK PRK PSE QAT RUS SAU SDN SEN SLE SOM SRB SSD SYR TCD THA TJK TKM TUN TUR TZA UGA UKR "
    "UZB XKX YEM ZWE".split()
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


def is_frame(frame: str) -> bool:
    """Whether a frame has consonants enough to tell names apart."""
    return len(frame.removeprefix("a")) >= 2
