"""CAMEO actor codes (RUSGOV, IGOUNO, ~MIL) → country and PLOVER sector, by `_ref/petrarch/codes.csv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dateline.ground.actors.rows import code_of, read_rows, sector_of

PART = 3
"""Letters of one part of a code."""
_TABLE = Path(__file__).parents[2] / "_ref" / "petrarch" / "codes.csv"


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of a code, or a pair of parts, stands for."""

    kind: str
    country: str | None
    sector: str | None


@dataclass(frozen=True, slots=True)
class Coded:
    """A code in dateline's terms; `odd` says what of it could not be made out."""

    country: str | None
    sector: str | None
    plain: bool = False
    """Whether it names a state and no role."""
    odd: str = ""


@cache
def parts() -> dict[str, Part]:
    """The parts that the table knows."""
    columns = ("code", "kind", "country", "sector", "note")
    return {
        row.get("code"): Part(row.get("kind"), code_of(row), sector_of(row))
        for row in read_rows(_TABLE, columns)
    }


@cache
def translate(code: str, states: frozenset[str]) -> Coded:
    """What a code says; `states` are the ISO codes that stand for themselves. An agent's begins with ~."""
    if code.strip("-~") == "":
        return Coded(None, None)
    agent = code.startswith("~")
    letters = code.strip("~")
    if len(letters) % PART or not letters.isalnum():
        return Coded(None, None, odd=f"{code!r} is not made of parts of three letters")
    chunks = [letters[i : i + PART] for i in range(0, len(letters), PART)]
    if agent:
        return Coded(None, _sector(chunks, None))
    return _of_first(chunks, states)


def _of_first(chunks: list[str], states: frozenset[str]) -> Coded:
    first, rest = chunks[0], chunks[1:]
    known = parts().get(first)
    if known is None:
        odd = "" if first in states else f"{first} is no country known here; kept as it stands"
        sector = _sector(rest, None)
        return Coded(first, sector, sector is None, odd)
    if known.kind == "country":
        sector = _sector(rest, None)
        return Coded(known.country, sector, sector is None)
    if known.kind == "overseas":
        return _overseas(known, rest, states)
    if known.kind == "region":
        return Coded(None, _sector(rest, None))
    return Coded(None, _sector(chunks, None))


def _overseas(first: Part, rest: list[str], states: frozenset[str]) -> Coded:
    country, sector = first.country, _sector(rest, first.sector)
    if country == "IGO":
        bodies = (parts()[chunk].country for chunk in rest if _kind(chunk) == "body")
        return Coded(next(bodies, None) or country, sector)
    if country == "NGO" or first.sector == "BUS":
        home = next((_state(chunk, states) for chunk in rest if _state(chunk, states)), None)
        if home:
            return Coded(home, "NGO" if country == "NGO" else first.sector)
        return Coded(country, None if country == "NGO" else first.sector)
    return Coded(country, sector)


def _kind(chunk: str) -> str:
    known = parts().get(chunk)
    return known.kind if known else ""


def _state(chunk: str, states: frozenset[str]) -> str | None:
    known = parts().get(chunk)
    if known is not None:
        return known.country if known.kind == "country" else None
    return chunk if chunk in states else None


def _sector(chunks: list[str], otherwise: str | None) -> str | None:
    """The sector of a code's parts: a pair of roles, else the first role, else a weak one."""
    table = parts()
    roles = [chunk for chunk in chunks if _kind(chunk) in ("role", "weak")]
    pair = table.get("".join(roles[:2])) if len(roles) > 1 else None
    if pair is not None:
        return pair.sector
    firm = next((table[chunk].sector for chunk in roles if table[chunk].kind == "role"), None)
    return firm or otherwise or next((table[chunk].sector for chunk in roles), None)
