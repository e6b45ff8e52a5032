"""The key of MUC-4 as Python values: templates, fills, days and places; and how phrases are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

_CODES = """EL SALVADOR=SLV COLOMBIA=COL PERU=PER GUATEMALA=GTM CHILE=CHL HONDURAS=HND NICARAGUA=NIC
PANAMA=PAN BOLIVIA=BOL ECUADOR=ECU ARGENTINA=ARG BRAZIL=BRA VENEZUELA=VEN PARAGUAY=PRY URUGUAY=URY
COSTA RICA=CRI
MEXICO=MEX CUBA=CUB HAITI=HTI UNITED STATES=USA SPAIN=ESP DOMINICAN REPUBLIC=DOM ITALY=ITA FRANCE=FRA
BELIZE=BLZ JAMAICA=JAM PUERTO RICO=PRI PHILIPPINES=PHL"""
COUNTRIES = {name.strip(): code for name, code in re.findall(r"([A-Z ]+)=([A-Z]{3})", _CODES)}
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_DAY = re.compile(r"(\d{1,2}) (" + "|".join(MONTHS) + r") (\d{2})")
_STRINGS = re.compile(r'"([^"]*)"')
_CUT = re.compile(r"[,;:(\[]|\s(?:OF|IN|ON|AT|FROM|TO|FOR|WITH|WHO|WHICH|THAT|NEAR|BY|BELONGING|WHERE)\s")
_ARTICLE = re.compile(r"^(?:THE|AN?|SOME|HIS|HER|THEIR|ITS|OUR)\s+")
_WORD = re.compile(r"[\w.-]*\w")


def base(text: str) -> str:
    """A noun phrase without article and without what follows its head."""
    plain = _ARTICLE.sub("", re.sub(r"\[[^\]]*\]?", " ", text.upper()).replace("’", "'").strip())
    cut = _CUT.split(" ".join(plain.split()) + " ", maxsplit=1)[0]
    return cut.strip() or plain


def plain(name: str | None) -> str:
    """A name without its accents, as the key writes it."""
    letters = unicodedata.normalize("NFD", name or "")
    return "".join(c for c in letters if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The words of the base of a noun phrase."""
    return _WORD.findall(base(text))


def head(text: str) -> str:
    """The last word of the base, without the s of a plural."""
    found = words(text)
    return found[-1].removesuffix("S").rstrip(".") if found else ""


@dataclass(slots=True)
class Fill:
    """One filler of a template: its strings, whether it is a person's name, whether it is optional."""

    strings: list[str]
    name: bool = False
    optional: bool = False
    number: str | None = None

    def fits(self, *mention: str) -> bool:
        """Whether a mention, or the name it was tied to, has the head of one of the strings."""
        return any(self._fit(words) for words in mention)

    def _fit(self, mention: str) -> bool:
        ours = head(mention)
        if not ours:
            return False
        if any(head(s) == ours for s in self.strings):
            return True
        mine = words(mention)
        return self.name and any(
            mine[-1] in words(s) or words(s)[-1] in mine for s in self.strings if words(s)
        )


@dataclass(slots=True)
class Template:
    """One incident of the key."""

    type: str
    optional: bool
    dates: list[tuple[date, date]]
    places: list[list[str]]
    fills: dict[str, list[Fill]] = field(default_factory=dict)


def _strings(raw: str) -> list[str]:
    """The quoted strings of a fill; quotation marks inside them are escaped there."""
    plain = _STRINGS.findall(raw.replace('\\\\"', "'").replace('\\"', "'"))
    return [s for s in plain if s.strip(" -")]


def _fill(raw: str) -> Fill | None:
    strings = _strings(raw)
    return Fill(strings, optional=raw.lstrip().startswith("?")) if strings else None


def _victims(raw: dict[str, list[str]]) -> list[Fill]:
    """The human targets: names with what describes them, and descriptions that stand alone."""
    found = [f for f in map(_fill, raw["human_target_name"]) if f]
    for fill in found:
        fill.name = True
    for item in raw["human_target_desc"]:
        described, _, of = item.partition('": "')
        strings = _strings(described + '"')
        owner = next((f for f in found if of and set(_strings('"' + of)) & set(f.strings)), None)
        if owner is not None:
            owner.strings += strings
        elif strings:
            found.append(Fill(strings, optional=item.lstrip().startswith("?")))
    for item in raw["human_target_number"]:
        number, _, of = item.partition(": ")
        for fill in found:
            if set(_strings(of)) & set(fill.strings):
                fill.number = number
    return found


def template_of(raw: dict[str, list[str]]) -> Template:
    """A template of the key, its fills read."""
    fills = {
        "perpetrator": [f for f in map(_fill, raw["perp_individual"]) if f]
        + [Fill(f.strings, True, f.optional) for f in map(_fill, raw["perp_organization"]) if f],
        "victim": _victims(raw),
        "target": [f for f in map(_fill, raw["phys_target"]) if f],
    }
    places = [
        [re.sub(r"\s*\([^)]*\)", "", part).strip(" ?") for part in one.split(":")]
        for item in raw["location"]
        for one in re.split(r" / | - ", item)
    ]
    optional = "OPTIONAL" in raw["template"][0]
    return Template(raw["type"][0].strip(" ?"), optional, list(_dates(raw["date"])), places, fills)


def _dates(items: Iterable[str]) -> Iterator[tuple[date, date]]:
    """The days or closed ranges that a template gives; "- 6 SEP 89" has no beginning and is none."""
    for item in items:
        for one in item.split(" / "):
            days = [_edge(f"19{y}-{MONTHS.index(m) + 1}-{d}", False) for d, m, y in _DAY.findall(one)]
            if days and not one.strip().startswith("-"):
                yield days[0], days[-1]


def day_of(value: str) -> tuple[date, date] | None:
    """First and last day of a time's value; None for what is no date."""
    parts = value.split("/")
    try:
        first, last = (_edge(parts[0], False), _edge(parts[-1], True))
    except ValueError:
        return None
    return first, last


def _edge(text: str, end: bool) -> date:
    numbers = [int(n) for n in text.split("-")]
    if len(numbers) >= 3:
        return date(numbers[0], numbers[1], 1) + timedelta(days=numbers[2] - 1)
    year, month = numbers[0], numbers[1] if len(numbers) > 1 else (12 if end else 1)
    if not end:
        return date(year, month, 1)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
