"""What a reader of times keeps in mind: the publication day, the last date told, the tense nearby."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from dateline.ground.times.grammar import Found
from dateline.ground.times.items import Item, Items
from dateline.ground.times.values import year_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NO_DATE = "no publication date"
NO_ANCHOR = "no date in the text to count from"

_FUTURE = frozenset(
    "will 'll shall expected expects expect due scheduled upcoming plans plan planned planning plan would "
    "payable going intends intend may to".split()
) - {"to", "may"}
_PAST = frozenset(
    "was were had did said told came took went gave got made found held left met fell rose began won lost "
    "killed died saw became sent ran broke struck shot hit led put set cut fled fought brought announced "
    "reported sold bought paid grew kept spoke wrote stood drove flew won swore quit".split()
)
_SENTENCE_END = frozenset(".!?")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule's reader made of a match; `value` None where nothing fixes it."""

    type: str
    value: str | None = None
    mod: str | None = None
    anchor: str | None = None
    note: str | None = None
    interval: str | None = None


class Match:
    """A rule's match with its items at hand."""

    __slots__ = ("found", "items")

    def __init__(self, found: Found, items: Items) -> None:
        self.found = found
        self.items = items.items

    def get(self, *names: str) -> Item | None:
        """The item kept under the first of `names` that has one."""
        for name in names:
            if name in self.found.kept:
                return self.items[self.found.kept[name]]
        return None

    def number(self, *names: str) -> float | None:
        """The number kept under one of `names`."""
        item = self.get(*names)
        return float(item.value) if item and not isinstance(item.value, str) else None

    def text(self, *names: str) -> str | None:
        """The word value kept under one of `names`."""
        item = self.get(*names)
        return str(item.value) if item else None

    @property
    def mod(self) -> str | None:
        """The TIMEX3 modifier that the match's words give."""
        item = self.get("b", "e", "e2", "x")
        return str(item.value) if item and item.value in _MODS else None

    def before(self) -> Item | None:
        """The item before the match."""
        return self.items[self.found.first - 1] if self.found.first else None

    def after(self) -> Item | None:
        """The item after the match."""
        return self.items[self.found.last] if self.found.last < len(self.items) else None

    def opens(self) -> Item:
        """The first item of the match."""
        return self.items[self.found.first]


_MODS = frozenset("START MID END APPROX MORE_THAN LESS_THAN EQUAL_OR_MORE EQUAL_OR_LESS BEFORE AFTER".split())


@dataclass(slots=True)
class Context:
    """The state of one report's reading; lives as long as that."""

    items: Items
    published: date | None
    narrative: bool = False
    tagged: Tagged | None = None
    last: str | None = None
    """The last calendar value told in the text."""
    quarter: str | None = None
    """The last quarter told in the text."""

    @property
    def today(self) -> str | None:
        """The publication day as a value."""
        return self.published.isoformat() if self.published else None

    def base(self, near: bool) -> tuple[str | None, str | None, str | None]:
        """(value, anchor, note) to count from: the text's last date where `near`, else publication.

        A history counts from its own dates; a report from the day it was published.
        """
        if (near or self.narrative or self.published is None) and self.last:
            return self.last, "text", None
        if self.published:
            return self.today, "published", None
        return None, None, NO_DATE

    def direction(self, at: int) -> int:
        """-1 where the words around item `at` tell of the past, +1 of the future, 0 where neither."""
        if self.tagged is not None:
            told = self.tagged.direction(self.items.items[at].start)
            if told:
                return told
        return direction_near(self.items.items, at)


def direction_near(items: Sequence[Item], at: int, reach: int = 12) -> int:
    """The tense of the nearest word that shows one, inside the sentence; nearer words win."""
    back, ahead = True, True
    for step in range(1, reach + 1):
        for sign in (-1, 1):
            i = at + sign * step
            if not (0 <= i < len(items)) or not (back if sign < 0 else ahead):
                continue
            low = items[i].low
            if items[i].cls == "BREAK" or low in _SENTENCE_END:
                back, ahead = (False, ahead) if sign < 0 else (back, False)
            elif low in _FUTURE:
                return 1
            elif low in _PAST or (low.endswith("ed") and len(low) > 4):
                return -1
    return 0


@dataclass(frozen=True)
class Tagged:
    """The language model's tags and trees, looked up by offset."""

    doc: Doc
    starts: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, doc: Doc) -> Tagged | None:
        """The doc's tags where it has any."""
        return cls(doc, [token.idx for token in doc]) if doc.has_annotation("POS") else None

    @cached_property
    def parsed(self) -> bool:
        """Whether the doc has trees."""
        return bool(self.doc.has_annotation("DEP"))

    def token(self, offset: int) -> Token | None:
        """The token that covers an offset."""
        i = bisect_right(self.starts, offset) - 1
        return self.doc[i] if i >= 0 else None

    def direction(self, offset: int) -> int:
        """The tense of the verb that the word at `offset` depends on: -1 past, +1 future, 0 unknown."""
        token = self.token(offset)
        for _ in range(6):
            if token is None or not self.parsed or token.head.i == token.i:
                break
            token = token.head
            if token.pos_ in ("VERB", "AUX"):
                return _tense(token)
        return 0

    def is_name(self, offset: int) -> bool:
        """Whether the word at `offset` is part of a person's name."""
        token = self.token(offset)
        return token is not None and token.ent_type_ == "PER"

    def is_verb(self, offset: int) -> bool:
        """Whether the word at `offset` is tagged as a verb."""
        token = self.token(offset)
        return token is not None and token.pos_ in ("VERB", "AUX")


def _tense(verb: Token) -> int:
    helpers = {child.lemma_ for child in verb.children if child.dep_.startswith("aux")}
    if helpers & {"will", "shall", "'ll"}:
        return 1
    if "Past" in verb.morph.get("Tense", []) or (
        helpers & {"have", "be"} and "Part" in verb.morph.get("VerbForm", [])
    ):
        return -1
    if verb.lemma_ in ("expect", "schedule", "plan", "intend"):
        return 1
    return 0


def is_narrative(matches: Sequence[Match], published: date | None) -> bool:
    """Whether a text tells history: many years of its own, few words that lean on the publication day."""
    years = [y for m in matches if (y := year_of(_year_text(m))) is not None]
    leaning = sum(m.found.rule in ("deictic", "weekday", "weekend", "tonight") for m in matches)
    if published is None:
        return bool(years)
    old = [y for y in years if abs(published.year - y) >= 2]
    near = [y for y in years if abs(published.year - y) <= 1]
    return len(old) >= 5 and len(old) > 2 * leaning and len(near) * 4 < len(years)


def _year_text(match: Match) -> str | None:
    item = match.get("y") or (match.get("n") if match.get("era") else None)
    return f"{int(item.value):04d}" if item and not isinstance(item.value, str) else None
