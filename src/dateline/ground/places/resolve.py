"""Which of its namesakes a name means: what stands beside it, what else the report names, size."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, exp, hypot, radians

from dateline.ground.places.gazetteer import CITY_KINDS, Entry, Gazetteer
from dateline.ground.places.phrases import reduce_name

MOST = 40
"""Namesakes looked at for one name: the largest ones."""

_SIZE, _USUAL, _OWN, _CAPITAL, _COUNTRY_KIND = 1.0, 0.7, 0.8, 2.0, 4.5
_SAME_COUNTRY, _SAME_DIVISION, _NEAR, _HOME, _WANTED = 2.6, 2.2, 1.6, 1.2, 2.0
_DIVISION_NEXT = re.compile(
    r"[ ]?(?:province|governorate|oblast|county|parish|region|district|state)s?\b", re.I
)
_AFTER = re.compile(r"(?:,\s+|\s+\(|\s+in\s+|,\s+in\s+)((?:[A-Z][\w.'’-]*)(?:\s[A-Z][\w.'’-]*){0,3})")
_OUTLET_ENDS = {
    ".uk": "GBR", ".ca": "CAN", ".au": "AUS", ".in": "IND", ".ie": "IRL", ".nz": "NZL", ".za": "ZAF",
    ".pk": "PAK", ".ng": "NGA", ".ke": "KEN", ".lb": "LBN", ".ge": "GEO", ".il": "ISR", ".tw": "TWN",
    ".ua": "UKR", ".ru": "RUS", ".ph": "PHL", ".my": "MYS", ".sg": "SGP", ".hk": "HKG", ".cn": "CHN",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A place name to resolve: where it stands, and what its type noun asks for."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What a name was taken to mean. `confidence`: the share of belief among its namesakes.

    `exact` is False where only a part of the name was found (`Jolo Cathedral` → Jolo), so that the
    coordinates are those of the place around it.
    """

    entry: Entry | None
    confidence: float = 0.0
    exact: bool = True
    note: str | None = None


@dataclass(slots=True)
class _Sense:
    """A name's namesakes while the report is being weighed."""

    entries: tuple[Entry, ...]
    wanted: str | None
    exact: bool
    base: list[float]
    parents: list[Entry]
    best: Entry | None = None
    scores: list[float] | None = None


def resolve(
    names: Sequence[Named],
    text: str,
    gazetteer: Gazetteer,
    words: Iterable[str] | None = None,
    domain: str | None = None,
) -> tuple[Choice, ...]:
    """What each name means in this report, in the order given.

    `words` are the capitalised words of the report, for people's names of countries (Syrian);
    None reads them off `text`. `domain` is the outlet's web domain. A name keeps one sense in a
    report, except where a larger place beside it says otherwise.
    """
    senses: dict[str, _Sense] = {}
    beside = [_beside(name, text, gazetteer) for name in names]
    for name, parents in zip(names, beside, strict=True):
        sense = senses.get(name.text)
        if sense is None:
            sense = senses[name.text] = _sense(name, text, gazetteer)
        sense.parents.extend(parents)
    countries, divisions = _votes(senses, words if words is not None else _capitalised(text), gazetteer)
    home = _home(domain)
    for sense in senses.values():
        _weigh(sense, countries, divisions, home, ())
    anchors = tuple(s.best for s in senses.values() if s.best and s.best.kind != "country")
    for sense in senses.values():
        _weigh(sense, countries, divisions, home, anchors)
    chosen = {key: _choice(sense) for key, sense in senses.items()}
    return tuple(
        _own_parent(senses[name.text], parents) or chosen[name.text]
        for name, parents in zip(names, beside, strict=True)
    )


def _sense(name: Named, text: str, gazetteer: Gazetteer) -> _Sense:
    entry = gazetteer.demonyms.get(name.text)
    if entry:
        return _Sense((entry,), None, True, [5.0], [])
    entries, wanted, exact = reduce_name(name.text, gazetteer)
    if wanted is None and _DIVISION_NEXT.match(text, name.end):
        wanted = "admin"
    entries = entries[:MOST]
    return _Sense(entries, wanted, exact, [_prior(entry, wanted) for entry in entries], [])


def _prior(entry: Entry, wanted: str | None) -> float:
    score = _SIZE * entry.weight + _USUAL * entry.usual + _OWN * entry.own + _CAPITAL * entry.capital
    if entry.kind == "country":
        score += _COUNTRY_KIND
    if entry.kind == "admin2":
        score -= 1.5
    elif entry.kind == "admin1" and wanted != "admin":
        score -= 0.6
    if wanted == "admin":
        score += _WANTED * (entry.kind in ("admin1", "admin2", "region", "disputed area"))
    elif wanted == "city":
        score += _WANTED * (entry.kind in CITY_KINDS)
    elif wanted == "site":
        score += _WANTED * (entry.precision == "site")
    return score


def _beside(name: Named, text: str, gazetteer: Gazetteer) -> list[Entry]:
    """The larger places that the text puts right behind the name: `Paris, Texas`."""
    match = _AFTER.match(text, name.end)
    if not match:
        return []
    comma = match[0][0] in ", ("
    words = match[1].split()
    while words:
        found = gazetteer.lookup(" ".join(words)) or gazetteer.lookup(words[-1].rstrip(".,")) * (
            len(words) == 1
        )
        wide = [e for e in found if e.kind in ("country", "admin1") or (e.kind == "admin2" and comma)]
        if wide:
            return wide
        words.pop()
    return []


def _votes(
    senses: dict[str, _Sense], words: Iterable[str], gazetteer: Gazetteer
) -> tuple[dict[str, float], dict[str, float]]:
    """How much the report speaks of each country and division, between 0 and 1."""
    countries: dict[str, float] = defaultdict(float)
    divisions: dict[str, float] = defaultdict(float)
    for word in words:
        if entry := gazetteer.demonyms.get(word):
            countries[entry.country or ""] += 0.5
    for sense in senses.values():
        for parent in sense.parents:
            countries[parent.country or ""] += 1
            divisions[parent.admin] += 2
        total = sum(map(exp, sense.base))
        for entry, base in zip(sense.entries, sense.base, strict=True):
            share = exp(base) / total
            countries[entry.country or ""] += share
            if entry.kind in ("admin1", "admin2") or len(sense.entries) == 1:
                divisions[entry.admin] += share
    countries.pop("", None)
    divisions.pop("", None)
    return _shares(countries), _shares(divisions)


def _shares(counts: dict[str, float]) -> dict[str, float]:
    top = max(counts.values(), default=0.0)
    return {key: count / top for key, count in counts.items()} if top else {}


def _weigh(
    sense: _Sense,
    countries: dict[str, float],
    divisions: dict[str, float],
    home: str | None,
    anchors: tuple[Entry, ...],
) -> None:
    scores = []
    for entry, base in zip(sense.entries, sense.base, strict=True):
        score = (
            base + _SAME_COUNTRY * countries.get(entry.country or "", 0.0) + _HOME * (entry.country == home)
        )
        score += _SAME_DIVISION * divisions.get(entry.admin, 0.0)
        score += _NEAR * _nearness(entry, anchors, sense.best)
        if sense.parents and any(inside(entry, parent) for parent in sense.parents):
            score += 8.0
        scores.append(score)
    sense.scores = scores
    sense.best = max(zip(scores, sense.entries, strict=True), key=lambda pair: pair[0])[1] if scores else None


def _nearness(entry: Entry, anchors: tuple[Entry, ...], itself: Entry | None) -> float:
    """How closely other places of the report stand around: 0 to 1."""
    total = 0.0
    for anchor in anchors:
        if anchor is not itself and anchor.source != entry.source:
            total += exp(-distance(entry, anchor) / 120)
            if total >= 2:
                break
    return min(total, 2.0) / 2


def distance(one: Entry, other: Entry) -> float:
    """Kilometres between two places, near enough to compare (flat over short ways)."""
    middle = radians((one.lat + other.lat) / 2)
    across = abs(one.lon - other.lon)
    return 111.2 * hypot(one.lat - other.lat, min(across, 360 - across) * cos(middle))


def inside(entry: Entry, parent: Entry) -> bool:
    """Whether an entry lies in a larger place, as far as codes (or, for counties, distance) tell."""
    if entry is parent or entry.source == parent.source:
        return False
    if parent.kind == "country":
        return entry.country == parent.country and entry.kind != "country"
    if parent.kind == "admin1":
        return entry.admin == parent.admin
    return entry.country == parent.country and distance(entry, parent) < 80


def _own_parent(sense: _Sense, parents: list[Entry]) -> Choice | None:
    """The choice where this very mention has a larger place beside it."""
    if not parents or not sense.scores:
        return None
    fitting = [
        (score, entry)
        for score, entry in zip(sense.scores, sense.entries, strict=True)
        if any(inside(entry, parent) for parent in parents)
    ]
    if not fitting:
        return None
    entry = max(fitting, key=lambda pair: pair[0])[1]
    return Choice(entry, 0.95, sense.exact)


def _choice(sense: _Sense) -> Choice:
    if not sense.scores or sense.best is None:
        return Choice(None, note="not in the gazetteer")
    top = max(sense.scores)
    total = sum(exp(score - top) for score in sense.scores)
    return Choice(sense.best, round(1 / total, 3), sense.exact)


def _home(domain: str | None) -> str | None:
    if not domain:
        return None
    return _OUTLET_ENDS.get(domain[domain.rfind(".") :].lower())


def _capitalised(text: str) -> list[str]:
    return re.findall(r"\b[A-Z][a-zé]+\b", text)
