"""What is known of a report's tokens once it is grounded: who, where, when and how many, by token."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from dateline.interpret.attribution_tree import Tree, tree_of
from dateline.interpret.coder_opening import dateline_end
from dateline.model import ActorMention, Grounded, PlaceMention, QuantityMention, Span, TimeMention

ARMED = frozenset({"MIL", "REB", "COP", "UAF", "PRM", "SPY", "CRM"})
GOVERNING = frozenset({"GOV", "LEG", "JUD", "MIL", "SPY"})
CIVIL = frozenset({"CVL", "EDU", "LAB", "OPP", "SOC", "REF", "PTY", "AGR", "REL", "NGO", "JRN", "MED"})
CONTAINERS = frozenset(
    [
        "group",
        "number",
        "dozen",
        "hundred",
        "thousand",
        "million",
        "score",
        "member",
        "ten",
        "majority",
        "handful",
        "couple",
        "crowd",
        "band",
        "series",
        "some",
        "many",
        "most",
        "several",
        "half",
        "part",
        "rest",
        "lot",
        "type",
        "kind",
        "all",
        "both",
        "each",
        "one",
        "two",
        "three",
        "four",
        "pair",
        "contingent",
        "bulk",
        "unit",
        "wave",
        "column",
        "convoy",
        "team",
        "variety",
        "few",
        "none",
    ]
)
"""Nouns that stand for what follows their "of": a group of soldiers is soldiers."""

_NOMINAL = frozenset({"NOUN", "PROPN", "NUM"})

Phrase = Callable[[int], ActorMention | None]


@dataclass(frozen=True, slots=True)
class Gap:
    """A clause that shares the verb of the one before it: who does it, to what, where it begins and ends."""

    subject: int
    object: int
    first: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """A grounded report by token: mentions at their head tokens, places and times at each of theirs.

    Compared by identity: what is found out once for a report is kept by its facts.
    """

    grounded: Grounded
    tree: Tree
    actors: dict[int, ActorMention]
    inside: dict[int, ActorMention]
    """Any token of a mention → the mention."""
    places: dict[int, PlaceMention]
    times: tuple[tuple[int, TimeMention], ...]
    quantities: tuple[tuple[int, QuantityMention], ...]
    persons: frozenset[int]
    orgs: frozenset[int]
    barred: frozenset[int]
    """Tokens of furniture lines and of the dateline: not coded, and nobody's."""
    phrase: Phrase
    cache: dict[int, ActorMention | None] = field(default_factory=dict)
    several: dict[int, tuple[ActorMention, ...]] = field(default_factory=dict)
    """Mentions over one phrase that stands for several, by its head."""
    gaps: dict[int, Gap] = field(default_factory=dict)
    """Verbs that a clause behind them shares."""

    def party(self, i: int) -> ActorMention | None:
        """Who the noun phrase headed by `i` is: a mention, or what its words tell; None for mere things."""
        if i not in self.cache:
            found = self.actors.get(i)
            if found is None and self.tree.pos[i] in _NOMINAL and i not in self.barred:
                found = self.phrase(i)
                named = i in self.persons or i in self.orgs
                if found is not None and not (found.sector or (found.country and named)):
                    found = None
            self.cache[i] = found
        return self.cache[i]

    def together(self, mention: ActorMention) -> tuple[ActorMention, ...]:
        """All whom the phrase of a mention names: for "the two leaders" each of them."""
        return self.several.get(mention.head, (mention,))

    def span(self, first: int, last: int) -> Span:
        """The characters of tokens first…last, both included."""
        return Span.of(self.tree.text, self.tree.start[first], self.tree.end[last])

    def sentence_span(self, i: int) -> Span:
        """The sentence of token `i`, without the blanks around it."""
        first, last = self.tree.sentence[i]
        while first < last and self.tree.text[self.tree.start[first] : self.tree.end[first]].isspace():
            first += 1
        while last > first and self.tree.text[self.tree.start[last] : self.tree.end[last]].isspace():
            last -= 1
        return self.span(first, last)


def tokens_of(tree: Tree, span: Span) -> range:
    """The tokens that a span covers."""
    first = bisect_right(tree.end, span.start)
    return range(first, bisect_left(tree.start, span.end))


def top_of(tree: Tree, tokens: range) -> int:
    """The token of a run whose head lies outside it."""
    return next((i for i in tokens if tree.head[i] not in tokens or tree.head[i] == i), tokens[0])


def facts_of(grounded: Grounded, phrase: Phrase) -> Facts:
    """The facts of one report; `phrase` says who a noun phrase without a mention is."""
    tree = tree_of(grounded.digest.doc)
    opening = dateline_end(tree.text) or 0
    actors = tuple(actor for actor in grounded.actors if actor.span.end > opening)
    inside: dict[int, ActorMention] = {}
    for actor in actors:
        for i in tokens_of(tree, actor.span):
            inside.setdefault(i, actor)
    places: dict[int, PlaceMention] = {}
    for place in grounded.places:
        for i in tokens_of(tree, place.span):
            places.setdefault(i, place)
    times = [(top_of(tree, run), t) for t in grounded.times if (run := tokens_of(tree, t.span))]
    quantities = [(top_of(tree, run), q) for q in grounded.quantities if (run := tokens_of(tree, q.span))]
    labels = {i: ent.label_ for ent in grounded.digest.doc.ents for i in range(ent.start, ent.end)}
    barred = frozenset(
        i
        for line in grounded.digest.report.furniture
        for i in tokens_of(tree, Span(line.start, line.end, ""))
    ) | frozenset(tokens_of(tree, Span(0, opening, "")))
    return Facts(
        grounded,
        tree,
        {actor.head: actor for actor in actors},
        inside,
        places,
        tuple(times),
        tuple(quantities),
        frozenset(i for i, label in labels.items() if label == "PER"),
        frozenset(i for i, label in labels.items() if label == "ORG"),
        barred,
        phrase,
        several=_several(actors),
    )


def _several(actors: tuple[ActorMention, ...]) -> dict[int, tuple[ActorMention, ...]]:
    together: dict[int, tuple[ActorMention, ...]] = {}
    for actor in actors:
        together[actor.head] = (*together.get(actor.head, ()), actor)
    return {head: each for head, each in together.items() if len(each) > 1}


def contents(tree: Tree, i: int) -> list[int]:
    """`i`, and for a container ("a group of soldiers") also the noun it contains."""
    found = [i]
    if tree.lemma[i] in CONTAINERS or tree.pos[i] == "NUM":
        for k in tree.kids[i]:
            if tree.dep[k] == "nmod" and any(
                tree.dep[c] == "case" and tree.lemma[c] == "of" for c in tree.kids[k]
            ):
                found.extend(contents(tree, k))
    return found
