"""Which pattern of a verb's block fits its clause: the one that names most words, of equal ones the last."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.interpret.petrarch.clauses import Clause
from dateline.interpret.petrarch.phrases import Phrases
from dateline.interpret.petrarch.verbs import PAIR, SKIP, SOURCE, TARGET, Noun, Pattern, Prep, VerbFile

_AGENT_PREPS = ("BY", "FROM")
_LIKE = 0.8
"""What another form of a pattern's word counts, where the same form counts 1."""


@dataclass(slots=True)
class Fit:
    """How a pattern fits: its score, the words it used, the phrases it names as source and target."""

    pattern: Pattern
    score: float = 0.0
    used: set[int] = field(default_factory=set)
    bound: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Sides:
    """The phrases before and after the verb, in the order of the active: turned round for a passive."""

    phrases: Phrases
    before: list[int]
    after: list[int]
    before_preps: list[tuple[str, int]]
    after_preps: list[tuple[str, int]]
    words: dict[int, frozenset[str]] = field(default_factory=dict)

    def forms(self, token: int) -> frozenset[str]:
        """A token as patterns may write it: its whole word, itself, its lemma."""
        found = self.words.get(token)
        if found is None:
            tree = self.phrases.tree
            found = frozenset(
                (self.phrases.word(token), tree.lower[token].upper(), tree.lemma[token].upper())
            )
            self.words[token] = found
        return found


def sides_of(phrases: Phrases, clause: Clause, subjects: list[int]) -> Sides:
    """What stands before and after a verb; `subjects` may be those of the verb above."""
    tree = phrases.tree
    own = _all_members(phrases, subjects)
    objects = _all_members(phrases, clause.objects) + clause.near
    inner = [pair for head in own for pair in phrases.preps(head)]
    preps = clause.preps + [pair for head in objects for pair in phrases.preps(head)]
    aux = [k for k in tree.kids[clause.verb] if tree.relation(k) == "aux" or tree.lower[k] == "not"]
    if clause.passive:
        agents = [head for case, head in preps if case in _AGENT_PREPS]
        return Sides(phrases, agents, own + objects, [], preps + inner)
    return Sides(phrases, own + aux, objects, inner, preps)


def _all_members(phrases: Phrases, heads: list[int]) -> list[int]:
    return [member for head in heads for member in phrases.members(head)]


def best_pattern(file: VerbFile, block: str, sides: Sides) -> Fit | None:
    """The pattern of a block that fits best."""
    index = file.blocks.get(block)
    if index is None:
        return None
    best: Fit | None = None
    for pattern in _candidates(index, sides):
        fit = _fit(pattern, sides)
        if fit is not None and (best is None or _rank(fit) > _rank(best)):
            best = fit
    return best


def _rank(fit: Fit) -> tuple[float, int]:
    return fit.score, fit.pattern.line


def _candidates(index: dict[str, list[Pattern]], sides: Sides) -> list[Pattern]:
    keys = {""}
    for token in (*sides.before, *sides.after):
        keys |= sides.forms(token)
    for case, token in (*sides.before_preps, *sides.after_preps):
        keys.add(f"({case}")
        for member in sides.phrases.members(token):
            keys |= sides.forms(member)
    found: dict[int, Pattern] = {}
    for key in keys:
        for pattern in index.get(key, ()):
            found[pattern.line] = pattern
    return list(found.values())


def _fit(pattern: Pattern, sides: Sides) -> Fit | None:
    fit = Fit(pattern)
    for noun in pattern.before:
        if not _noun(noun, sides.before, sides, fit):
            return None
    for noun in pattern.after:
        if not _noun(noun, sides.after, sides, fit):
            return None
    for prep in pattern.before_preps:
        if not _prep(prep, sides.before_preps, sides, fit):
            return None
    for prep in pattern.after_preps:
        if not _prep(prep, sides.after_preps, sides, fit):
            return None
    return fit


def _prep(prep: Prep, given: list[tuple[str, int]], sides: Sides, fit: Fit) -> bool:
    for case, head in given:
        if case != prep.word or head in fit.bound.values():
            continue
        trial = Fit(fit.pattern, fit.score + 1, set(fit.used), dict(fit.bound))
        if all(_noun(noun, sides.phrases.members(head), sides, trial) for noun in prep.nouns):
            if prep.word == "FROM" and any(noun.mark == SKIP for noun in prep.nouns):
                trial.used.update(range(sides.phrases.tree.left[head], sides.phrases.tree.right[head] + 1))
            fit.score, fit.used, fit.bound = trial.score, trial.used, trial.bound
            return True
    return False


def _noun(noun: Noun, heads: list[int], sides: Sides, fit: Fit) -> bool:
    if noun.mark:
        return _mark(noun.mark, heads, sides, fit)
    best: tuple[float, int] | None = None
    for head in heads:
        if head in fit.used:
            continue
        score = _word(noun, head, sides)
        if score and (best is None or score > best[0]):
            best = score, head
    if best is None:
        return False
    fit.score += best[0]
    fit.used.add(best[1])
    fit.used.update(_mods(noun, best[1], sides))
    return True


def _word(noun: Noun, head: int, sides: Sides) -> float:
    """How well a phrase's head is the noun: 0 where it is not, more for each word asked for before it."""
    forms = sides.forms(head)
    score = 0.0
    if forms & noun.heads:
        exact = sides.phrases.tree.lower[head].upper() in noun.heads or sides.phrases.word(head) in noun.heads
        score = 1.0 if exact else _LIKE
    own: frozenset[str] | None = None
    for last, before in noun.longs:
        if last in forms:
            own = own if own is not None else _own_forms(head, sides)
            if before <= own:
                score = max(score, 1.0 + len(before))
    if score and noun.mods:
        own = own if own is not None else _own_forms(head, sides)
        if not all(own & choices for choices in noun.mods):
            return 0.0
        score += len(noun.mods)
    return score


def _mods(noun: Noun, head: int, sides: Sides) -> list[int]:
    """The words before a phrase's head that the noun asks for."""
    asked = frozenset[str]().union(*noun.mods, *(before for _, before in noun.longs))
    return [token for token in sides.phrases.own(head) if asked & sides.forms(token)] if asked else []


def _own_forms(head: int, sides: Sides) -> frozenset[str]:
    return frozenset(form for token in sides.phrases.own(head) for form in sides.forms(token))


def _mark(mark: str, heads: list[int], sides: Sides, fit: Fit) -> bool:
    phrases = sides.phrases
    if mark == PAIR:
        several = len(heads) > 1
        if several:
            fit.score += 1
            fit.bound[PAIR] = heads[0]
        return several
    for head in heads:
        if head in fit.used or head in fit.bound.values():
            continue
        if mark == SKIP:
            return True
        if mark in (SOURCE, TARGET) and phrases.codes(head):
            fit.score += 1
            fit.bound[mark] = head
            return True
    return False
