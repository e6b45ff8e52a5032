"""What a name stands for in the tables, and why: for a person who asks, not for the flow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dateline.ground.actors.match import choose
from dateline.ground.actors.table import ActorTable, Entry, NameForm, Role, Term, pieces_of, resolve


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a name, or a part of it, can stand for.

    `taken`: whether this is what the flow takes on the day, as far as the name alone decides. `why` names
    the entry and what the date made of it, `where` file and line.
    """

    layer: str
    """`actor` for an identity, `role` for a noun that says what somebody is."""
    spelled: str
    name: str | None
    kind: str
    country: str | None
    sector: str | None
    id: str | None
    taken: bool
    why: str
    where: str
    terms: tuple[Term, ...] = ()
    sponsors: tuple[str, ...] = ()
    active_in: tuple[str, ...] = ()


def look_up(name: str, table: ActorTable, day: str | None = None) -> tuple[Found, ...]:
    """What the tables know of a name on a day (None: undated); () where they know nothing of it.

    A name that is no entry as a whole is taken apart: "Syrian presidency" is a nation's word and an office.
    """
    pieces = pieces_of(name)
    if pieces[:1] == ("the",) and len(pieces) > 1:
        pieces = pieces[1:]
    whole = _at(pieces, table, day)
    if whole:
        return tuple(replace(found, spelled=name) for found in whole)
    return tuple(_parts(pieces, table, day))


def _parts(pieces: tuple[str, ...], table: ActorTable, day: str | None) -> Iterator[Found]:
    at = 0
    while at < len(pieces):
        for end in range(len(pieces), at, -1):
            found = _at(pieces[at:end], table, day)
            if found:
                yield from found
                at = end
                break
        else:
            at += 1


def _at(pieces: tuple[str, ...], table: ActorTable, day: str | None) -> list[Found]:
    """All that is spelled exactly so."""
    if not pieces:
        return []
    known = table.names.get(pieces[0])
    forms = known.forms.get(pieces, ()) if known is not None else ()
    taken = choose([form.entry for form in forms], day) if forms else None
    found = [_of_entry(form, " ".join(pieces), form.entry is taken, day) for form in forms]
    roles = [form.role for form in table.roles.get(pieces[0], ()) if form.pieces == pieces]
    return found + [_of_role(role, " ".join(pieces), table, taken=not forms) for role in roles]


def _of_entry(form: NameForm, spelled: str, taken: bool, day: str | None) -> Found:
    entry, now = form.entry, resolve(form.entry, day)
    reasons = [entry.source]
    if now.term is not None:
        reasons.append(f"{now.term.role or 'term'} {now.term.start or '…'}/{now.term.end or '…'}")
    if now.note:
        reasons.append(now.note)
    if form.exact:
        reasons.append(f"only where written {form.exact}")
    if not taken:
        reasons.append(_why_not(entry, day))
    return Found(
        "actor", spelled, entry.name, entry.kind, now.country, now.sector, entry.id, taken,
        "; ".join(reasons), entry.where, entry.terms, entry.sponsors, entry.active_in,
    )  # fmt: skip


def _why_not(entry: Entry, day: str | None) -> str:
    if day is None:
        return "not taken: others share the spelling, and no date decides"
    if not entry.stands(day):
        return f"not taken: not of {day}"
    return "not taken: another of that spelling goes before it, or several are of that day"


def _of_role(role: Role, spelled: str, table: ActorTable, *, taken: bool) -> Found:
    how = "what stands beside it decides the sector" if role.lent else "the country comes from what stands by"
    return Found(
        "role", spelled, role.name, role.kind, None, role.sector, table.offices.get(role.name or ""), taken,
        f"{role.source}; {how}", role.where,
    )  # fmt: skip
