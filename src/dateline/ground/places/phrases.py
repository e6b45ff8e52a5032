"""The parts of a place's name: type nouns, directions, and what is left when they are taken off."""

from __future__ import annotations

from dateline.ground.places.gazetteer import Entry, Gazetteer

ADMIN_NOUNS = frozenset(
    "province governorate oblast county parish region prefecture department state krai canton "
    "voivodeship municipality territory".split()
)
CITY_NOUNS = frozenset("city town village township suburb neighborhood neighbourhood metropolis".split())
SITE_NOUNS = frozenset(
    "base airbase airport airfield aerodrome airstrip camp crossing checkpoint mosque cathedral church "
    "hospital university school prison jail bridge dam port harbour harbor palace square stadium hotel "
    "mall market embassy consulate barracks fort castle refinery plant reactor oilfield field mine station "
    "park cemetery monastery synagogue temple shrine museum theatre theater headquarters compound".split()
)
AREA_NOUNS = frozenset(
    "district valley peninsula desert island islands strait river lake mountain mountains forest gulf sea "
    "bay canal coast border area".split()
)
NOUNS = ADMIN_NOUNS | CITY_NOUNS | SITE_NOUNS | AREA_NOUNS
_MODIFIERS = frozenset(
    "north south east west northern southern eastern western northeast northwest southeast southwest "
    "northeastern northwestern southeastern southwestern north-east north-west south-east south-west "
    "north-eastern north-western south-eastern south-western central downtown upper lower greater rural "
    "inner outer mid old coastal mainland metro suburban the a an its their occupied war-torn nearby".split()
)
_QUALIFIERS = frozenset(
    "international air military naval army refugee border air-force nuclear power force".split()
)
_FIELDS = frozenset("base airbase airport airfield aerodrome airstrip".split())
_NOT_NAMING = frozenset("border coast area headquarters market mine field".split())
_SITE_HINT, _ADMIN_HINT, _CITY_HINT = "site", "admin", "city"


def is_type_noun(word: str) -> bool:
    """Whether a lower-case word, right behind a name, is part of it: Homs *province*."""
    return word in NOUNS and word not in _NOT_NAMING


def may_precede_type_noun(word: str) -> bool:
    """Whether a word may stand between a name and its type noun: Hmeimim *air* base."""
    return word in _QUALIFIERS or word in NOUNS


def hint_of(noun: str) -> str | None:
    """What kind of place a type noun asks for: admin, city, site or no matter."""
    if noun in ADMIN_NOUNS:
        return _ADMIN_HINT
    if noun in CITY_NOUNS:
        return _CITY_HINT
    return _SITE_HINT if noun in SITE_NOUNS else None


def reduce_name(name: str, gazetteer: Gazetteer) -> tuple[tuple[Entry, ...], str | None, bool]:
    """The places a name can mean, the kind its type noun asks for, and whether all of it counted.

    The name is tried whole, then without its type noun (`Homs province`), without directions
    (`northern Mali`), then, for a site, as the place it is named after.
    """
    words = _words(name)
    last = words[-1].lower() if words else ""
    wanted = hint_of(last) if len(words) > 1 else None
    if found := gazetteer.lookup(name):
        return found, wanted, True
    if len(words) > 2 and words[1].lower() == "of" and hint_of(words[0].lower()):
        found = gazetteer.lookup(" ".join(words[2:]))
        return found, hint_of(words[0].lower()), words[0].lower() not in SITE_NOUNS
    core = core_of(name)
    if core == " ".join(words):
        return (), wanted, True
    found = gazetteer.lookup(core)
    if wanted == _SITE_HINT:
        return _sites_first(found)
    return found, wanted, True


def core_of(name: str) -> str:
    """A name without directions before it and type nouns behind it: northern *Idlib* province."""
    words = _words(name)
    start, end = 0, len(words)
    while end > 1 and (
        words[end - 1].lower() in NOUNS or (end < len(words) and words[end - 1].lower() in _QUALIFIERS)
    ):
        end -= 1
    while start < end - 1 and words[start].lower() in _MODIFIERS:
        start += 1
    return " ".join(words[start:end])


def same_kind_of_site(name: str, kind: str) -> bool:
    """Whether a name's type noun fits the kind of an entry: `base` and `airfield`, `camp` and `camp`."""
    noun, said = name.rsplit(maxsplit=1)[-1].lower(), kind.rsplit(maxsplit=1)[-1]
    return noun == said or {noun, said} <= _FIELDS


def _sites_first(found: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], str | None, bool]:
    """Of a site's namesakes the sites if there are any, else the place it is named after."""
    sites = tuple(entry for entry in found if entry.precision == "site")
    return (sites or found), (_SITE_HINT if sites else None), bool(sites)


def _words(name: str) -> list[str]:
    return name.replace("\n", " ").split()
