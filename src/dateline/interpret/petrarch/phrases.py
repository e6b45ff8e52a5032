"""Noun phrases of a tree and the codes of who they are.

A phrase's own words (its head, modifiers, possessors) are looked up from left to right; where they name no
actor, its prepositional phrases do, then its apposition. Each actor takes the agents beside it: "Israeli
soldiers" is ISRMIL. The members of a coordination are phrases of their own, and one without an actor has that
of the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from dateline.interpret.attribution_tree import Tree
from dateline.interpret.petrarch.names import Name, Names, longest

_OWN = frozenset("det amod compound flat nummod nmod:poss nmod:desc nmod:unmarked fixed goeswith dep".split())
_PEOPLE = "~PPL"
_NONE: frozenset[int] = frozenset()
_REFLEXIVE = ("self", "selves")
_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Party:
    """Who a phrase, or a member of it, is: the code, the words that made it, and the entries behind it."""

    code: str
    head: int
    first: int
    last: int
    names: tuple[tuple[str, str], ...]
    """Name and file:line of each entry, the actor first."""


@dataclass(frozen=True, slots=True)
class Found:
    """One entry found in a phrase: the tokens it covers, the code, the entry."""

    first: int
    last: int
    code: str
    name: Name


@dataclass(frozen=True, slots=True)
class Group:
    """A phrase's findings before actors and agents are joined."""

    head: int
    actors: tuple[Found, ...]
    agents: tuple[Found, ...]


@dataclass(slots=True)
class Phrases:
    """The phrases of a report's tree, read by a set of names for a day."""

    tree: Tree
    names: Names
    day: str
    units: list[tuple[int, int, str]] = field(default_factory=list)
    """Of each token, the word it is part of ("pro-Russia" is one): first and last token, in capitals."""
    groups: dict[tuple[int, frozenset[int]], tuple[Group, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Join the tokens of hyphened words."""
        self.units = _units(self.tree)

    def word(self, token: int) -> str:
        """The whole word a token is part of, in capitals."""
        return self.units[token][2]

    def own(self, head: int) -> list[int]:
        """The tokens of a phrase without its prepositional phrases, clauses and fellow members."""
        tree, found, todo = self.tree, [head], [head]
        while todo:
            for kid in tree.kids[todo.pop()]:
                if tree.dep[kid] in _OWN or (tree.dep[kid] == "nmod" and not self.case(kid)):
                    if tree.pos[kid] == "VERB" and tree.dep[kid] not in ("amod", "compound"):
                        continue
                    found.append(kid)
                    todo.append(kid)
                elif tree.dep[kid] == "conj" and not tree.is_noun(kid) and tree.head[kid] != head:
                    found.append(kid)
                    todo.append(kid)
        return sorted(found)

    def case(self, token: int) -> str:
        """The preposition before a phrase, in capitals; empty where there is none."""
        tree = self.tree
        words = [tree.lower[k] for k in tree.kids[token] if tree.dep[k] == "case" and k < token]
        return " ".join(words).upper()

    def preps(self, head: int) -> list[tuple[str, int]]:
        """The prepositional phrases of a phrase, those of its own words included."""
        tree = self.tree
        return [
            (self.case(kid), kid)
            for token in self.own(head)
            for kid in tree.kids[token]
            if tree.dep[kid] in ("nmod", "obl", "nmod:agent") and self.case(kid)
        ]

    def members(self, head: int) -> list[int]:
        """The phrase's head and the heads of its fellow members."""
        tree = self.tree
        found = [head]
        for kid in tree.kids[head]:
            if tree.dep[kid] == "conj" and tree.is_noun(kid) and not _clause(tree, kid):
                found += self.members(kid)
        return found

    def codes(self, head: int, without: frozenset[int] = _NONE) -> tuple[Group, ...]:
        """What is found in each member of a phrase; tokens in `without` are passed over."""
        key = (head, without)
        if key not in self.groups:
            self.groups[key] = ()  # a phrase that holds itself by way of a pronoun is nobody
            self.groups[key] = self._codes(head, without)
        return self.groups[key]

    def _codes(self, head: int, without: frozenset[int]) -> tuple[Group, ...]:
        if self.tree.pos[head] == "PRON":
            antecedent = self._antecedent(head)
            return () if antecedent is None else self.codes(antecedent)
        found: list[Group] = []
        for member in self.members(head):
            group = self._member(member, without)
            if found and not group.actors:
                group = Group(member, found[0].actors, group.agents)
            found.append(group)
        return tuple(found)

    def _member(self, head: int, without: frozenset[int]) -> Group:
        words = self.own(head)
        actors: list[Found] = []
        agents: list[Found] = []
        below: list[Group] = []
        for _, kid in self.preps(head):
            groups = self.codes(kid, without)
            if any(group.actors for group in groups):
                below += groups
            elif kid not in without:
                words = sorted({*words, *self._inlined(kid)})
        self._look_up([w for w in words if w not in without], actors, agents)
        if not agents and not actors:
            agents = [found for group in below if not group.actors for found in group.agents]
        named_below = [group for group in below if group.actors]
        if not actors and len(named_below) == 1:  # "leaders of the Muslim Brotherhood" have both roles
            actors, agents = list(named_below[0].actors), agents + list(named_below[0].agents)
        elif not actors:
            actors = [found for group in below for found in _whole(group)]
        actors = _most_specific(actors)
        named = Group(head, tuple(actors), tuple(agents))
        named = named if actors else self._apposed(named, without)
        return named if named.actors else self._undergone(named, without)

    def _undergone(self, named: Group, without: frozenset[int]) -> Group:
        """A phrase without any actor has those of a participle after it: "a report released in …"."""
        tree = self.tree
        for verb in tree.kids[named.head]:
            if tree.dep[verb] != "acl" or tree.child(verb, "nsubj") is not None:
                continue
            for kid in tree.kids[verb]:
                if tree.relation(kid) in ("obl", "obj"):
                    actors = [found for group in self.codes(kid, without) for found in _whole(group)]
                    if actors:
                        return Group(named.head, tuple(actors), named.agents)
        return named

    def _apposed(self, named: Group, without: frozenset[int]) -> Group:
        """A phrase without an actor has that of its apposition, which says who it is."""
        for kid in self.tree.kids[named.head]:
            if self.tree.dep[kid] in ("appos", "list"):
                for group in self.codes(kid, without):
                    agents = named.agents or group.agents
                    if group.actors or agents:
                        return Group(named.head, group.actors, agents)
        return named

    def _inlined(self, kid: int) -> list[int]:
        """The words of a prepositional phrase, its preposition among them, without its clauses."""
        tree = self.tree
        words = self.own(kid) + [k for k in tree.kids[kid] if tree.dep[k] == "case"]
        for _, inner in self.preps(kid):
            words += self._inlined(inner)
        return words

    def _look_up(self, tokens: list[int], actors: list[Found], agents: list[Found]) -> None:
        runs: list[tuple[int, int, str]] = []
        for token in tokens:
            unit = self.units[token]
            if self.tree.dep[token] == "case" and self.tree.lower[token] in ("'s", "’s", "'"):
                continue
            if not runs or runs[-1] != unit:
                runs.append(unit)
        words = [word for _, _, word in runs]
        at = 0
        while at < len(words):
            for table, into in ((self.names.actors, actors), (self.names.agents, agents)):
                hit = longest(table, words, at, self.day)
                if hit is not None:
                    length, name, code = hit
                    into.append(Found(runs[at][0], runs[at + length - 1][1], code, name))
                    at += length
                    break
            else:
                at += 1

    def _antecedent(self, pronoun: int) -> int | None:
        """Whom a third person's pronoun takes up: the subject of its clause if reflexive, else one above."""
        tree = self.tree
        if "Person=1" in tree.feats[pronoun] or "Person=2" in tree.feats[pronoun]:
            return None
        if "PronType=Rel" in tree.feats[pronoun] and tree.lower[pronoun] in ("who", "which", "that"):
            return self._relative(pronoun)
        local = tree.lower[pronoun].endswith(_REFLEXIVE)
        at = pronoun
        for _ in range(_DEPTH):
            if tree.head[at] == at:
                return None
            at = tree.head[at]
            subject = tree.child(at, "nsubj")
            if subject is None or tree.under(pronoun, subject):
                local = local or (subject is not None and tree.under(pronoun, subject))
                continue
            if tree.pos[subject] == "PRON" and subject > pronoun:
                continue
            if (local or tree.head[pronoun] != at) and self.codes(subject):
                return subject
        return None

    def _relative(self, pronoun: int) -> int | None:
        tree, at = self.tree, pronoun
        for _ in range(_DEPTH):
            if tree.dep[at].startswith("acl"):
                return tree.head[at]
            at = tree.head[at]
        return None


def _whole(group: Group) -> list[Found]:
    """The actors of a prepositional phrase, each with the agents beside it as one code."""
    agents = _chosen(group)
    return [replace(actor, code=_with(actor.code, agents)) for actor in group.actors]


def _most_specific(actors: list[Found]) -> list[Found]:
    """Without those whose code another of them only makes more exact: "the US Secretary of State" is one."""
    codes = {actor.code for actor in actors}
    return [a for a in actors if not any(c != a.code and c.startswith(a.code) for c in codes)]


def _clause(tree: Tree, token: int) -> bool:
    return any(tree.dep[k].startswith(("nsubj", "cop", "aux")) for k in tree.kids[token])


def _units(tree: Tree) -> list[tuple[int, int, str]]:
    """Words joined by hyphens without blanks; a stray dash at the end of a word is no part of it."""
    units: list[tuple[int, int, str]] = []
    at, size = 0, len(tree)
    while at < size:
        last = at
        while (
            last + 2 < size
            and tree.lower[last + 1] in ("-", "–")
            and tree.end[last] == tree.start[last + 1]
            and tree.end[last + 1] == tree.start[last + 2]
        ):
            last += 2
        text = tree.text[tree.start[at] : tree.end[last]].upper().rstrip("-–") or "-"
        units += [(at, last, text.replace("–", "-").replace("’", "'"))] * (last - at + 1)
        at = last + 1
    return units


def joined(groups: Iterable[Group], others: Iterable[Group] = ()) -> list[Party]:
    """Actors with their agents; where `groups` has no actor those of `others` are taken, agents likewise."""
    groups, others = list(groups), list(others)
    if not any(group.actors for group in groups):
        lent = tuple(found for group in others for found in _whole(group))
        groups = [Group(g.head, lent, g.agents) for g in groups if g.agents] or others
    spare = tuple(found for group in others if not group.actors for found in group.agents)
    if not any(group.agents for group in groups):
        groups = [Group(g.head, g.actors, spare) for g in groups]
    parties: dict[str, Party] = {}
    for group in groups:
        for party in _parties(group):
            parties.setdefault(party.code, party)
    return list(parties.values())


def _chosen(group: Group) -> list[Found]:
    """The agents of a group, each once; people at large only where there is nobody else."""
    agents = list({found.code: found for found in group.agents}.values())
    if len(agents) > 1:
        agents = [found for found in agents if found.code != _PEOPLE] or agents[:1]
    return agents


def _parties(group: Group) -> list[Party]:
    agents = _chosen(group)
    if not group.actors:
        if not agents:
            return []
        code = "---" + "".join(found.code[1:] for found in agents)
        return [_party(group, code, agents)]
    return [_party(group, _with(actor.code, agents), [actor, *agents]) for actor in group.actors]


def _with(code: str, agents: list[Found]) -> str:
    for found in agents:
        if found.code[1:] not in code:
            code += found.code[1:]
    return code


def _party(group: Group, code: str, parts: list[Found]) -> Party:
    first, last = min(f.first for f in parts), max(f.last for f in parts)
    names = tuple((found.name.name, found.name.where) for found in parts)
    return Party(code, group.head, first, last, names)
