"""Whether a time without a year or a week lies before the report or after it: what the verbs around tell."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from dateline.ground.times.items import Item

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FUTURE = frozenset(
    "will 'll shall expected expects expect due scheduled upcoming plans plan planned planning plan would "
    "payable going intends intend".split()
)
_PAST = frozenset(
    "was were had did said told came took went gave got made found held left met fell rose began won lost "
    "killed died saw became sent ran broke struck shot hit led put set cut fled fought brought announced "
    "reported sold bought paid grew kept spoke wrote stood drove flew won swore quit".split()
)
_SENTENCE_END = frozenset(".!?")
_PUT_OFF = frozenset(
    "extend extended extends extending postpone postponed postponing delay delayed adjourn adjourned suspend "
    "suspended defer deferred remand remanded give given gave have has close closed pushed".split()
)
_AHEAD = frozenset("effective payable due".split())
_PLANS = frozenset("schedule plan slate expect intend postpone suppose due set poise ready likely".split())
_PROMISES = frozenset("agree agreement vow promise pledge plan decide want hope threaten offer".split())
_WISHES = frozenset(["would", "might", "may", "should", "must"])
_SAYING = frozenset("say tell report announce add write quote accord".split())
_DAYPARTS = frozenset("morning afternoon evening night".split())
_REACH = 12


def direction_by_cue(items: Sequence[Item], at: int) -> int:
    """What the words right before item `at` tell: `since` -1, `effective` and `as soon as` +1, else 0."""
    first = at
    while first > 0 and items[first - 1].cls in ("WEEKDAY", "CLOCK", "MERIDIEM", "ZONE", "NOON", "THE"):
        first -= 1
    before = [item.low for item in items[max(0, first - 3) : first]]
    if not before:
        return 0
    if before[-1] == "since":
        return -1
    if before[-1] in _AHEAD or before in (["as", "soon", "as"], ["as", "early", "as"]):
        return 1
    if before[-1] in ("until", "till", "through"):
        earlier = {item.low for item in items[max(0, first - _REACH) : first - 1]}
        return 1 if earlier & _PUT_OFF else 0
    return 0


def direction_near(items: Sequence[Item], at: int, reach: int = _REACH) -> int:
    """The tense of the nearest word that shows one, inside the sentence: before the time, else after it."""
    for sign in (-1, 1):
        for i in range(at + sign, at + sign * (reach + 1), sign):
            if not 0 <= i < len(items) or items[i].cls == "BREAK" or items[i].low in _SENTENCE_END:
                break
            told = _word_tense(items, i)
            if told:
                return told
    return 0


def _word_tense(items: Sequence[Item], i: int) -> int:
    low, before = items[i].low, items[i - 1].low if i else ""
    if low in _FUTURE or (low == "to" and before in ("is", "are", "set", "supposed", "about", "likely")):
        return 1
    helped = before in ("be", "to") or (i > 1 and items[i - 2].low in ("be", "will", "would", "to"))
    if not helped and (low in _PAST or (low.endswith("ed") and len(low) > 4)):
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
        return cls(doc, doc.to_array("IDX").tolist()) if doc.has_annotation("POS") else None

    @cached_property
    def parsed(self) -> bool:
        """Whether the doc has trees."""
        return bool(self.doc.has_annotation("DEP"))

    def token(self, offset: int) -> Token | None:
        """The token that covers an offset."""
        i = bisect_right(self.starts, offset) - 1
        return self.doc[i] if i >= 0 else None

    def direction(self, offset: int) -> int:
        """The tense that governs the word at `offset`: -1 past, +1 future, 0 unknown."""
        token = self.token(offset)
        if token is None or not self.parsed:
            return 0
        for hops in range(8):
            if token.dep_ == "nmod:poss" or (token.dep_ == "compound" and _is_owned(token.head)):
                return _of_owner(token.head)
            if token.head.i == token.i:
                return 0
            token = token.head
            told = _tense(token, hops < 2)
            if told is not None:
                return -1 if told == 1 and token.lemma_ in _PLANS and _fronted(token, offset) else told
        return 0

    def is_name(self, offset: int) -> bool:
        """Whether the word at `offset` is part of a person's name."""
        token = self.token(offset)
        return token is not None and token.ent_type_ == "PER"

    def is_verb(self, offset: int) -> bool:
        """Whether the word at `offset` is tagged as a verb."""
        token = self.token(offset)
        return token is not None and token.pos_ in ("VERB", "AUX")


def _fronted(verb: Token, offset: int) -> bool:
    """`On Friday they planned a rally`: the day of the planning."""
    return verb.idx > offset and verb.morph.get("Tense", []) == ["Past"] and verb.dep_ != "xcomp"


def _is_owned(noun: Token) -> bool:
    """Whether a noun is a thing that a day names (`a Sunday vote`), not part of the time itself."""
    return noun.pos_ in ("NOUN", "PROPN") and noun.lower_ not in _DAYPARTS


def _of_owner(noun: Token) -> int:
    """`Sunday's election`: ahead where something is told ahead of it, or of what it will bring, else past."""
    if any(child.dep_ == "case" and child.lower_ in ("ahead", "for") for child in noun.children):
        return 1
    return 1 if noun.dep_.startswith("nsubj") and _tense(noun.head, True) == 1 else -1


def _tense(word: Token, near: bool) -> int | None:
    """-1, +1 or 0 as a verb and its helpers tell; None where they tell nothing and the next head may.

    A present tense tells only what stands `near` it.
    """
    helpers = {
        child.lower_
        for child in word.children
        if child.dep_.startswith(("aux", "cop")) or (child.dep_ == "mark" and child.lower_ == "to")
    }
    if helpers & {"will", "shall", "'ll", "’ll", "wo"}:
        return 1
    if word.pos_ not in ("VERB", "AUX") and not helpers - {"to"}:
        return None
    if "had" in helpers or (helpers & {"have", "has"} and "to" not in helpers):
        return 1 if word.lemma_ in _PLANS and "had" not in helpers else -1
    if helpers & _WISHES:
        denied = any(child.lower_ in ("not", "n't", "n’t") for child in word.children)
        return -1 if denied and "would" in helpers else 1
    if word.lemma_ in _PLANS and word.pos_ in ("VERB", "ADJ"):
        return 0 if helpers & {"was", "were"} else 1
    if helpers & {"was", "were", "did"}:
        return 0 if "to" in helpers else -1
    return _by_form(word, helpers, near)


def _by_form(word: Token, helpers: set[str], near: bool) -> int | None:
    forms, tense = word.morph.get("VerbForm", []), word.morph.get("Tense", [])
    if helpers & {"is", "are", "am", "'s", "’s"} and ("to" in helpers or "Part" in forms or "Ger" in forms):
        return 1 if "to" in helpers else int(near and _is_prose(word))
    if "Past" in tense or word.lower_.endswith("ed"):
        return -1
    if "Fin" in forms and "Pres" in tense and word.pos_ == "VERB":
        return -1 if word.lemma_ in _SAYING else int(near and _is_prose(word))
    if "Inf" in forms and word.head.lemma_ in _PROMISES:
        return 1
    return None


def _is_prose(word: Token) -> bool:
    """Whether a word stands in a whole sentence: a headline tells the past in the present tense."""
    sentence = word.sent
    return len(sentence) > 0 and any(token.text[:1] in ".?!" for token in sentence[-3:])
