"""The claims of an incident → one answer a question, by a named rule, with whether it is disputed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import combinations
from typing import Any

from dateline.merge.answers.bounds import Vague, interval, load_vague, spread
from dateline.merge.answers.claim import ASSERTING, FIGHTING, NUMBERS, Claim
from dateline.merge.answers.claims import near
from dateline.merge.answers.rules import DEFAULT, Figure, rule_named

MOST = "most-origins"
"""The rule of answers that are no numbers: what most independent origins put forward."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns of the table `answers`, in their order."""

    incident_id: str
    question: str
    population: str | None
    rule: str
    low: float | None
    best: float | None
    high: float | None
    value: str | None
    disputed: bool
    claims: tuple[str, ...]

    def row(self) -> dict[str, Any]:
        """The answer as a row of the table."""
        return {field.name: getattr(self, field.name) for field in fields(self)} | {
            "claims": list(self.claims)
        }


def answers_of(claims: Iterable[Claim], rule: str = DEFAULT, vague: Vague | None = None) -> list[Answer]:
    """An answer for each incident, question and population. Raises UserError for an unknown rule."""
    rule_named(rule)
    groups: dict[tuple[str, str, str | None], list[Claim]] = {}
    for claim in claims:
        groups.setdefault((claim.incident_id, claim.question, claim.population), []).append(claim)
    table = vague or load_vague()
    return [
        number(own, rule, table) if key[1] in NUMBERS else worded(own)
        for key, own in groups.items()
    ]  # fmt: skip


def number(claims: Sequence[Claim], rule: str, vague: Vague) -> Answer:
    """Low, best and high of the latest asserted figures; claims of one incident, question and population."""
    figures = figures_of(claims, vague)
    estimate = rule_named(rule)(figures) if figures else None
    return Answer(
        claims[0].incident_id, claims[0].question, claims[0].population, rule,
        estimate.low if estimate else None,
        estimate.best if estimate else None,
        estimate.high if estimate else None,
        None, numbers_differ(claims, vague), tuple(claim.claim_id for claim in claims),
    )  # fmt: skip


def figures_of(claims: Iterable[Claim], vague: Vague) -> list[Figure]:
    """The latest asserted numbers; what is denied, feared or foreseen is no figure. In the claims' order."""
    found = []
    for claim in claims:
        if claim.latest and claim.stance in ASSERTING:
            low, high = spread(claim, vague)
            if low is not None and high is not None:
                found.append(
                    Figure(claim, low, high, claim.best is None and vague.bounds(claim.text) is not None)
                )
    return found


def of_civilians(claims: Iterable[Claim]) -> list[Claim]:
    """The claims of one question on civilians or on people without more; fighters and forces are left out.

    Where the first speaks of a group among them ("two women were killed"), claims on that group count too.
    """
    kept = [c for c in claims if c.population not in FIGHTING]
    return [c for c in kept if c.population in (None, "civilians", kept[0].population)]


def numbers_differ(claims: Sequence[Claim], vague: Vague) -> bool:
    """Whether two origins contradict each other: at one time no number fits both, or one denies.

    "at least 5" and "7" fit; an earlier 5 and a later 7 are no conflict.
    """
    said = {
        (c.origin_id, c.day, c.stance == "denies", interval(c, vague))
        for c in claims
        if c.latest and (c.stance in ASSERTING or c.stance == "denies")
    }
    for (origin, day, denied, one), (origin_other, day_other, denied_other, other) in combinations(said, 2):
        if origin == origin_other or (denied and denied_other) or not near(day, day_other):
            continue
        if denied != denied_other or one[1] < other[0] or other[1] < one[0]:
            return True
    return False


def worded(claims: Sequence[Claim]) -> Answer:
    """The value that most independent origins put forward; of equals the one put forward first."""
    asserted = [c for c in claims if c.latest and c.stance in ASSERTING] or [c for c in claims if c.latest]
    votes = Counter(value for _, value in dict.fromkeys((c.origin_id, c.value) for c in asserted))
    best = max(votes, key=lambda value: votes[value]) if votes else None
    first = claims[0]
    return Answer(
        first.incident_id, first.question, first.population, MOST, None, None, None, best,
        worded_differ(claims), tuple(claim.claim_id for claim in claims),
    )  # fmt: skip


def worded_differ(claims: Sequence[Claim]) -> bool:
    """Whether origins contradict each other: one denies what another asserts, or their values differ.

    Several parties that one origin names together are one answer, and who names only one of them agrees.
    """
    latest = [c for c in claims if c.latest]
    question = claims[0].question
    asserted: dict[str, set[str]] = {}
    for claim in latest:
        if claim.stance in ASSERTING and claim.value:
            asserted.setdefault(claim.origin_id, set()).add(claim.value)
    if any(
        c.stance == "denies" and any(origin != c.origin_id and (question == "happened" or c.value in said)
                                     for origin, said in asserted.items())
        for c in latest
    ):  # fmt: skip
        return True
    if question == "happened":
        return False
    different = {frozenset(values) for values in asserted.values()}
    return any(not _agree(one, other, question) for one, other in combinations(different, 2))


def _agree(one: frozenset[str], other: frozenset[str], question: str) -> bool:
    """Whether two answers share a value, or one is a coarser form of the other."""
    if one & other:
        return True
    pairs = [(a, b) for a in one for b in other]
    if question == "when":
        return any(_times_meet(a, b) for a, b in pairs)
    if question == "where":
        return any(_places_meet(a, b) for a, b in pairs)
    return question in ("who", "whom") and any(_parties_meet(a, b) for a, b in pairs)


_STATE = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG", ""})
"""Sectors that act for their country."""


def _parties_meet(one: str, other: str) -> bool:
    """Whether two names may stand for one party: of one country, both of its state or of one sector."""
    known = [
        value.rpartition(" (")[2].removesuffix(")") if value.endswith(")") else "" for value in (one, other)
    ]
    (country, _, sector), (country_other, _, sector_other) = (told.partition(" ") for told in known)
    if not country or country != country_other:
        return False
    return sector == sector_other or {sector, sector_other} <= _STATE


def _times_meet(one: str, other: str) -> bool:
    """Whether two ISO times may be the same: a day in its month, a day within an interval."""
    if one.startswith(other) or other.startswith(one):
        return True
    (low, high), (low_other, high_other) = _ends(one), _ends(other)
    return low <= high_other[: len(low)] and low_other <= high[: len(low_other)]


def _ends(value: str) -> tuple[str, str]:
    first, divided, last = value.partition("/")
    return first, last if divided else first


def _places_meet(one: str, other: str) -> bool:
    """Whether a place may lie in the other: of one country, and one told more coarsely than the other."""
    (name, kind), (name_other, kind_other) = (value.rpartition(" (")[::2] for value in (one, other))
    same_country = name.rpartition(", ")[2] == name_other.rpartition(", ")[2]
    return same_country and kind != kind_other
