"""Made-up reports for the desk's measurements: every field is cut from the text it stands in.

The towns are real so that they lie on a map; outlets, agencies, people and deeds are invented.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, Final

Row = dict[str, Any]

OUTLETS: Final = (
    "The Harbour Courier", "Delta Gazette", "The Evening Ledger", "Northern Star", "Capital Tribune",
    "The Lighthouse", "Riverside Post", "The Morning Dispatch", "Plateau Times", "Coast Herald",
    "The Weekly Beacon", "Union Observer",
)  # fmt: skip
AGENCIES: Final = ("Meridian Press", "Blue Wire", "Continental News Agency")
TOWNS: Final = (
    ("Aleppo", "SYR", 36.2, 37.16), ("Idlib", "SYR", 35.93, 36.63), ("Homs", "SYR", 34.73, 36.72),
    ("Mosul", "IRQ", 36.34, 43.13), ("Basra", "IRQ", 30.51, 47.78), ("Kirkuk", "IRQ", 35.47, 44.39),
    ("Sanaa", "YEM", 15.35, 44.21), ("Taiz", "YEM", 13.58, 44.02), ("Aden", "YEM", 12.79, 45.02),
    ("Tripoli", "LBY", 32.89, 13.19), ("Benghazi", "LBY", 32.12, 20.07), ("Khartoum", "SDN", 15.5, 32.56),
    ("El Fasher", "SDN", 13.63, 25.35), ("Juba", "SSD", 4.85, 31.58), ("Mogadishu", "SOM", 2.04, 45.34),
    ("Kismayo", "SOM", -0.36, 42.55), ("Goma", "COD", -1.68, 29.22), ("Bunia", "COD", 1.57, 30.25),
    ("Maiduguri", "NGA", 11.85, 13.16), ("Kaduna", "NGA", 10.52, 7.44), ("Gao", "MLI", 16.27, -0.04),
    ("Mopti", "MLI", 14.49, -4.19), ("Bangui", "CAF", 4.36, 18.56), ("Mekelle", "ETH", 13.5, 39.47),
    ("Kabul", "AFG", 34.53, 69.17), ("Kandahar", "AFG", 31.61, 65.71), ("Quetta", "PAK", 30.18, 67.0),
    ("Peshawar", "PAK", 34.0, 71.58), ("Srinagar", "IND", 34.09, 74.81), ("Imphal", "IND", 24.81, 93.95),
    ("Sittwe", "MMR", 20.15, 92.9), ("Myitkyina", "MMR", 25.38, 97.4), ("Marawi", "PHL", 8.0, 124.29),
    ("Donetsk", "UKR", 48.0, 37.8), ("Kharkiv", "UKR", 49.98, 36.25), ("Kherson", "UKR", 46.64, 32.61),
    ("Stepanakert", "AZE", 39.82, 46.75), ("Diyarbakir", "TUR", 37.91, 40.24), ("Beirut", "LBN", 33.89, 35.5),
    ("Cali", "COL", 3.44, -76.52), ("Cucuta", "COL", 7.89, -72.51), ("Port-au-Prince", "HTI", 18.54, -72.34),
    ("Culiacan", "MEX", 24.8, -107.39), ("Caracas", "VEN", 10.49, -66.88), ("Minsk", "BLR", 53.9, 27.57),
    ("Santiago", "CHL", -33.46, -70.65), ("Jayapura", "IDN", -2.53, 140.72), ("Paris", "FRA", 48.85, 2.35),
    ("Geneva", "CHE", 46.2, 6.15), ("Nairobi", "KEN", -1.28, 36.82), ("Maputo", "MOZ", -25.97, 32.58),
    ("Pemba", "MOZ", -12.97, 40.52),
)  # fmt: skip
QUARTERS: Final = ("", " North", " South", " East", " West", " Old Town", " Harbour", " Heights")


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of event, how it is worded, and what is counted in it."""

    type: str
    mode: str | None
    quad: str
    score: float
    sentence: str
    actors: tuple[tuple[str, str, str], ...]
    """Phrase, name, sector."""
    recipients: tuple[tuple[str, str, str], ...]
    counted: tuple[str, ...] = ()


_ARMED = (("government forces", "Army", "MIL"), ("the rebels", "Northern Front", "REB"),
          ("fighters of the Red Banner", "Red Banner", "REB"), ("gunmen", "", "UAF"))  # fmt: skip
_CIVIL = (("civilians", "", "CVL"), ("a market", "", "CVL"), ("a convoy of doctors", "", "MED"))
_STATE = (("the government", "Government", "GOV"),
          ("the foreign minister", "Ministry of Foreign Affairs", "GOV"),
          ("the president", "Presidency", "GOV"))  # fmt: skip
_CROWD = (("thousands of students", "", "EDU"), ("dock workers", "", "LAB"),
          ("supporters of the opposition", "Opposition", "OPP"))  # fmt: skip
_DEAD = (
    "{actor} [attacked|bombed|shelled] {recipient} in {place} on {time}, "
    "killing {killed} people and wounding {injured}"
)
KINDS: Final = (
    Kind("ASSAULT", "aerial", "material conflict", -10, _DEAD, _ARMED[:1], _CIVIL, ("killed", "injured")),
    Kind("ASSAULT", "explosives", "material conflict", -10, _DEAD, _ARMED[1:], _CIVIL, ("killed", "injured")),
    Kind("ASSAULT", "firearms", "material conflict", -9, _DEAD, _ARMED, _CIVIL, ("killed", "injured")),
    Kind("PROTEST", "demo", "material conflict", -5,
         "{actor} [marched|demonstrated] in {place} on {time} against {recipient}", _CROWD, _STATE),
    Kind("COERCE", "arrest", "material conflict", -6,
         "{actor} [arrested|detained] {arrested} of {recipient} in {place} on {time}", _STATE[:1], _CROWD,
         ("arrested",)),
    Kind("CONSULT", "visit", "verbal cooperation", 2,
        "{actor} [met|received] {recipient} in {place} on {time}",
         _STATE, _STATE[1:]),
    Kind("RETREAT", "withdraw", "material cooperation", 8,
         "{actor} [withdrew|pulled out] {personnel} soldiers from {place} on {time}", _ARMED[:2], (),
         ("personnel",)),
    Kind("MOBILIZE", "troops", "material conflict", -4,
         "{actor} [deployed|moved] {personnel} soldiers to {place} on {time}", _ARMED[:2], (),
         ("personnel",)),
    Kind("AID", None, "material cooperation", 7,
        "{actor} [delivered food to|sent medicine to] {recipient} in {place} on {time}",
         (("the aid convoy", "Relief Convoy", "NGO"),), _CIVIL[:1]),
)  # fmt: skip
VOICES: Final = (
    ("the army", "Army", "MIL", "party"), ("the health ministry", "Ministry of Health", "GOV", "official"),
    ("doctors at the hospital", "", "MED", "medic"), ("the rebels", "Northern Front", "REB", "party"),
    ("witnesses", "", "CVL", "witness"), ("the governor", "", "GOV", "official"),
    ("the monitoring group", "Conflict Monitor", "NGO", "ngo"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happening:
    """What truly happened, in the invented world: the reports are made from it."""

    kind: Kind
    place: tuple[str, str, float, float]
    day: date
    actor: tuple[str, str, str]
    recipient: tuple[str, str, str] | None
    numbers: dict[str, int]
    status: str


@dataclass(slots=True)
class Draft:
    """A text being written; `add` gives the offsets of what it added."""

    parts: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, text: str) -> Row:
        """Appends a piece and gives its span."""
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return {"start": start, "end": self.length, "text": text}

    @property
    def text(self) -> str:
        """All of it so far."""
        return "".join(self.parts)


def make_happening(chance: Random, first: date, days: int) -> Happening:
    """Some deed on some day in some quarter of some town."""
    kind = chance.choices(KINDS, weights=(4, 3, 3, 3, 2, 3, 1, 2, 1))[0]
    town, country, lat, lon = chance.choice(TOWNS)
    quarter = chance.choice(QUARTERS)
    shift = 0.03 * QUARTERS.index(quarter)
    numbers = {
        of: max(1, int(chance.paretovariate(1.1) * (2 if of != "personnel" else 200))) for of in kind.counted
    }
    return Happening(
        kind=kind,
        place=(town + quarter, country, round(lat + shift, 4), round(lon - shift, 4)),
        day=first + timedelta(days=chance.randrange(days)),
        actor=chance.choice(kind.actors),
        recipient=chance.choice(kind.recipients) if kind.recipients else None,
        numbers={of: min(n, 4000) for of, n in numbers.items()},
        status=chance.choices(("happened", "ongoing", "planned", "possible"), (20, 2, 3, 2))[0],
    )


def write_event(draft: Draft, deed: Happening, chance: Random) -> Row:
    """One sentence that tells of a deed; gives every span that stands in it."""
    begin = draft.length
    spans: Row = {"numbers": {}, "voice": None}
    for piece in re.split(r"(\{\w+\}|\[[^\]]+\])", deed.kind.sentence):
        if piece.startswith("["):
            spans["trigger"] = draft.add(chance.choice(piece[1:-1].split("|")))
        elif not piece.startswith("{"):
            draft.add(piece)
        else:
            _fill(draft, piece[1:-1], deed, chance, spans)
    if chance.random() < 0.7:
        _say(draft, chance, spans)
    draft.add(".")
    spans["sentence"] = (begin, draft.length)
    return spans


def _fill(draft: Draft, slot: str, deed: Happening, chance: Random, spans: Row) -> None:
    if slot == "actor":
        spans["actor"] = draft.add(deed.actor[0])
    elif slot == "recipient" and deed.recipient:
        spans["recipient"] = draft.add(deed.recipient[0])
    elif slot == "place":
        spans["place"] = draft.add(deed.place[0])
    elif slot == "time":
        spans["time"] = draft.add(f"{deed.day.day} {deed.day:%B %Y}")
    else:
        off = chance.choice((0, 0, 0, 1, 2, -1, 5))
        said = max(1, deed.numbers[slot] + off * max(1, deed.numbers[slot] // 10))
        words = chance.choice(("{}", "{}", "at least {}", "more than {}")).format(said)
        bounds = (
            (said, said, None)
            if "least" in words
            else (said + 1, None, None)
            if "more" in words
            else (said,) * 3
        )
        spans["numbers"][slot] = (draft.add(words), bounds)


def _say(draft: Draft, chance: Random, spans: Row) -> None:
    """The end of a sentence that names who says it, now and then through an agency."""
    phrase, name, sector, kind = chance.choice(VOICES)
    draft.add(", ")
    chain: list[tuple[Row, str, str, str, Row | None]] = []
    if chance.random() < 0.25:
        agency = chance.choice(AGENCIES)
        chain.append((draft.add(agency), agency, "MED", "agency", draft.add(" reported")))
        draft.add(", citing ")
        chain.append((draft.add(phrase), name, sector, kind, None))
    else:
        holder = draft.add(phrase)
        chain.append((holder, name, sector, kind, draft.add(" said")))
    spans["voice"] = chain
