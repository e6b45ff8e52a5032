"""Which of its namesakes a name means: what stands beside it, what else the report names, size."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, exp, hypot, radians

from dateline.ground.places.gazetteer import CITY_KINDS, Entry, Gazetteer
from dateline.ground.places.phrases import core_of, reduce_name, same_kind_of_site

MOST = 30
"""Namesakes looked at for one name: the largest ones."""

# Weights of the score, in units of log10 of people; steered by the development sets of bench/places.py.
_SIZE, _USUAL, _OWN, _CAPITAL, _COUNTRY_KIND = 1.0, 0.8, 0.7, 1.8, 3.0
_SAME_COUNTRY, _SAME_DIVISION, _NEAR, _HOME, _WANTED = 2.8, 1.8, 1.9, 1.2, 3.0
LIKE = 8.0
"""What a spelling loses for each part in which it is unlike the known one."""
_LEADING = 2
_RESPELLED = 0.6
"""What is left of the confidence where a name was taken for another spelling of a known one."""
_DIVISION_NEXT = re.compile(
    r"[ ]?(?:province|governorate|oblast|county|parish|region|state)s?\b", re.IGNORECASE
)
_BEFORE = re.compile(
    r"\b(?:(province|governorate|county|oblast|region|state)|city|town|village|port) of $", re.IGNORECASE
)
_AFTER = re.compile(r"(?:,\s+|\s+\(|\s+in\s+|,\s+in\s+)((?:[A-Z][\w.'’-]*)(?:\s[A-Z][\w.'’-]*){0,3})")
_INSIDE = re.compile(r",? (?:in|inside) (?:\w+ )?|, ")
_SAME_SPOT_KM = 40
"""A town and the district around it are rivals in name only: they share their belief."""
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
    shares: list[float]
    """How likely each namesake is by itself; a name's own share does not count as support for it."""
    parents: list[Entry]
    best: Entry | None = None
    scores: list[float] | None = None
    spelled: str | None = None
    """The name as the report spells it, where the namesakes were found by another spelling."""


@dataclass(frozen=True, slots=True)
class _Votes:
    """How much a report speaks of each country and of each division."""

    countries: dict[str, float]
    divisions: dict[str, float]
    most: tuple[float, float]

    def leading(self) -> list[str]:
        """The countries the report is about: named most, or nearly as much."""
        ranked = sorted(self.countries, key=lambda country: -self.countries[country])[:_LEADING]
        return [country for country in ranked if self.countries[country] >= max(1.0, self.most[0] / 2)]

    def support(self, entry: Entry, own: tuple[dict[str, float], dict[str, float]]) -> float:
        """What the rest of the report adds to a namesake's score, its name's own votes taken off."""
        place = entry.country or ""
        country = (self.countries[place] - own[0].get(place, 0.0)) / self.most[0] if place else 0.0
        division = 0.0
        if entry.admin in self.divisions:
            division = (self.divisions[entry.admin] - own[1].get(entry.admin, 0.0)) / self.most[1]
        return _SAME_COUNTRY * country + _SAME_DIVISION * division


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
    votes = _votes(senses, words if words is not None else _capitalised(text), gazetteer)
    home = _home(domain)
    for text_of, sense in senses.items():
        if not sense.entries:
            _respell(text_of, sense, votes, gazetteer)
    for sense in senses.values():
        if len(sense.entries) == 1:
            sense.best, sense.scores = sense.entries[0], [0.0]
        else:
            _weigh(sense, votes, home, ())
    anchors = tuple(s.best for s in senses.values() if s.best and s.best.kind != "country")
    for sense in senses.values():
        if len(sense.entries) > 1:
            _weigh(sense, votes, home, anchors)
    chosen = {key: _choice(sense) for key, sense in senses.items()}
    choices = [
        _own_parent(senses[name.text], parents) or chosen[name.text]
        for name, parents in zip(names, beside, strict=True)
    ]
    for at, (name, after) in enumerate(pairwise(names)):
        between = text[name.end : after.start]
        if choices[at].entry is None:
            choices[at] = _around(between, choices[at + 1]) or choices[at]
        elif _INSIDE.fullmatch(between):
            choices[at + 1] = _holding(choices[at], senses[after.text], choices[at + 1])
    return tuple(choices)


def _holding(smaller: Choice, sense: _Sense, larger: Choice) -> Choice:
    """The namesake that holds the place named right before it: in `Atlanta, Georgia` the state."""
    town = smaller.entry
    if town is None or larger.entry is None or not smaller.exact or inside(town, larger.entry):
        return larger
    holds = [e for e in sense.entries if e.kind in ("country", "admin1") and inside(town, e)]
    return Choice(holds[0], smaller.confidence) if len(holds) == 1 else larger


def _around(between: str, larger: Choice) -> Choice | None:
    """Where a name that nobody knows stands, if the text puts it into the place named right after it."""
    entry = larger.entry
    if entry is None or not larger.exact or not _INSIDE.fullmatch(between):
        return None
    if between[0] == "," and " in" not in between and entry.kind not in ("country", "admin1"):
        return None  # "Ariha, Saraqib": the next of a list
    return Choice(entry, round(larger.confidence * 0.9, 3), exact=False)


def _sense(name: Named, text: str, gazetteer: Gazetteer) -> _Sense:
    entry = gazetteer.demonyms.get(name.text)
    if entry:
        return _Sense((entry,), None, True, [5.0], [1.0], [])
    entries, wanted, exact = reduce_name(name.text, gazetteer)
    if wanted is None and _DIVISION_NEXT.match(text, name.end):
        wanted = "admin"
    if wanted is None and (match := _BEFORE.search(text, max(0, name.start - 16), name.start)):
        wanted = "admin" if match[1] else "city"
    entries = entries[:MOST]
    base = [prior(entry, wanted) for entry in entries]
    weights = [exp(score) for score in base]
    total = sum(weights)
    return _Sense(entries, wanted, exact, base, [weight / total for weight in weights], [])


def _respell(name: str, sense: _Sense, votes: _Votes, gazetteer: Gazetteer) -> None:
    """Gives an unknown name what it may be a spelling of, in the countries the report is about."""
    core = core_of(name)
    found = [
        (LIKE * (likeness - 1), entry)
        for country in votes.leading()
        for likeness, entry in gazetteer.variants(core, country)
        if sense.wanted != "site" or same_kind_of_site(name, entry.kind)
    ]
    if not found:
        return
    found = sorted(found, key=lambda pair: -(pair[0] + pair[1].weight))[:MOST]
    sense.entries, sense.spelled = tuple(entry for _, entry in found), core
    sense.base = [prior(entry, sense.wanted) + less for less, entry in found]
    weights = [exp(score - max(sense.base)) for score in sense.base]
    sense.shares = [weight / sum(weights) for weight in weights]


def prior(entry: Entry, wanted: str | None) -> float:
    """How likely a namesake is by itself: its size and kind, and what the type noun asks for."""
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
            countries = any(entry.kind == "country" for entry in wide)
            return [] if countries and _may_be_country(name.text, gazetteer) else wide
        if found and len(words) > 1:
            return []
        words.pop()
    return []


def _may_be_country(name: str, gazetteer: Gazetteer) -> bool:
    """Whether a name is a country's, which lies in no other: `in Russia, U.S. officials said`."""
    return any(entry.kind == "country" for entry in gazetteer.lookup(name))


def _counted(sense: _Sense) -> tuple[dict[str, float], dict[str, float]]:
    """What a name by itself adds to the votes for countries and divisions."""
    countries: dict[str, float] = defaultdict(float)
    divisions: dict[str, float] = defaultdict(float)
    for entry, share in zip(sense.entries, sense.shares, strict=True):
        countries[entry.country or ""] += share
        if entry.kind in ("admin1", "admin2") or len(sense.entries) == 1:
            divisions[entry.admin] += share
    return countries, divisions


def _votes(senses: dict[str, _Sense], words: Iterable[str], gazetteer: Gazetteer) -> _Votes:
    countries: dict[str, float] = defaultdict(float)
    divisions: dict[str, float] = defaultdict(float)
    for word in words:
        if entry := gazetteer.demonyms.get(word):
            countries[entry.country or ""] += 0.5
    for sense in senses.values():
        for parent in sense.parents:
            countries[parent.country or ""] += 1
            divisions[parent.admin] += 2
        for counts, own in zip((countries, divisions), _counted(sense), strict=True):
            for key, share in own.items():
                counts[key] += share
    countries.pop("", None)
    divisions.pop("", None)
    most = max(countries.values(), default=1.0), max(divisions.values(), default=1.0)
    return _Votes(countries, divisions, most)


def _weigh(sense: _Sense, votes: _Votes, home: str | None, anchors: tuple[Entry, ...]) -> None:
    scores = []
    own = _counted(sense)
    for entry, base in zip(sense.entries, sense.base, strict=True):
        score = base + votes.support(entry, own) + _HOME * (entry.country == home)
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
    return _chosen(sense, entry, 0.95)


def _chosen(sense: _Sense, entry: Entry, confidence: float) -> Choice:
    if sense.spelled is None:
        return Choice(entry, confidence, sense.exact)
    note = f"spelled {sense.spelled}: taken for {entry.name}, because the report is about {entry.country}"
    return Choice(entry, round(confidence * _RESPELLED, 3), sense.exact, note)


def _choice(sense: _Sense) -> Choice:
    if not sense.scores or sense.best is None:
        return Choice(None, note="not in the gazetteer")
    top = max(sense.scores)
    total = same = 0.0
    for score, entry in zip(sense.scores, sense.entries, strict=True):
        share = exp(score - top)
        total += share
        if entry.country == sense.best.country and distance(entry, sense.best) < _SAME_SPOT_KM:
            same += share
    return _chosen(sense, sense.best, round(same / total, 3))


def _home(domain: str | None) -> str | None:
    if not domain:
        return None
    return _OUTLET_ENDS.get(domain[domain.rfind(".") :].lower())


def _capitalised(text: str) -> list[str]:
    return re.findall(r"\b[A-Z][a-zé]+\b", text)
