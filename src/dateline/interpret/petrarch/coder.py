"""The coder: a sentence's tree → who did what to whom, by a verb dictionary of PETRARCH's.

A verb gives its subject, a code and, as target, who its object or its prepositional phrases name; or, where
it has none of its own, what the clauses below it say, joined with its own code. The dictionary's
transformations then say what becomes of an event inside another ("said … attacked").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dateline.interpret.petrarch.clauses import Clause, clause_of, coordinated
from dateline.interpret.petrarch.codes import NOTHING, Code, code_of, is_kind, join, over, refused
from dateline.interpret.petrarch.match import Fit, best_pattern, sides_of
from dateline.interpret.petrarch.phrases import Group, Party, Phrases, joined
from dateline.interpret.petrarch.tops import tops
from dateline.interpret.petrarch.verbs import PAIR, SOURCE, TARGET, Transform, Verb, VerbFile

_BY = frozenset({"BY", "FROM", "IN"})
_TOWARDS = frozenset({"AT", "AGAINST", "INTO", "TOWARDS", "ON"})
_INTEND = "030"
_COOPERATIVE = ("03", "04", "05", "06")
_SPEECH = "01"
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """One event as read: parties, code, the verb it hangs on, and the lines that decided.

    `inner` is an event of somebody else that this one is about; such a reading is no event by itself.
    """

    sources: tuple[Party, ...]
    targets: tuple[Party, ...]
    code: Code
    verb: int
    lines: tuple[str, ...]
    inner: Reading | None = None
    passive: bool = False
    """Of a passive: its subject, also one above it, is the target."""
    intent: bool = False
    mutual: bool = False
    """Whether the dictionary says that those who do it do it to each other, as far as they are told."""


@dataclass(slots=True)
class Coder:
    """The coder of one report."""

    file: VerbFile
    phrases: Phrases

    def sentence(self, first: int, last: int) -> list[Reading]:
        """The readings of a sentence whose parts are all known: those of its highest clauses."""
        found: list[Reading] = []
        for verb, left_out in tops(self.phrases.tree, first, last):
            for reading in self.clause(verb, (), frozenset(left_out), 0):
                found += self.final(reading)
        return found

    def final(self, reading: Reading) -> list[Reading]:
        """A reading that says something of somebody; parties that act together are each other's targets."""
        if reading.inner is not None or not reading.code or not (reading.sources or reading.targets):
            return []
        if reading.code.cameo.startswith(_SPEECH) and not (reading.sources and reading.targets):
            return []  # that somebody said something is no event between two
        shared = reading.mutual or reading.code.cameo[:2] in _COOPERATIVE
        together = len(reading.sources) > 1 and shared
        if not reading.targets and together:
            return [
                replace(reading, sources=(source,), targets=(target,))
                for source in reading.sources
                for target in reading.sources
                if source.code != target.code
            ]
        return [reading]

    def clause(
        self, verb: int, above: tuple[int, ...], left_out: frozenset[int], depth: int
    ) -> list[Reading]:
        """What a verb and those coordinated with it say; `above` are the subjects it shares."""
        tree = self.phrases.tree
        if depth > _DEPTH:
            return []
        clause = clause_of(self.phrases, verb)
        clause.below = [kid for kid in clause.below if kid not in left_out]
        subjects = tuple(clause.subjects) or above
        found = self._verb(clause, subjects, depth)
        for kid in coordinated(tree, verb):
            if kid not in left_out and kid not in clause.below:
                found += self.clause(kid, subjects, left_out, depth + 1)
        return found

    def _verb(self, clause: Clause, subjects: tuple[int, ...], depth: int) -> list[Reading]:
        active, passive, lines, fit = self._code(clause, list(subjects))
        if fit is not None:
            clause.consumed, clause.bound = frozenset(fit.used), fit.bound
        own_subjects = self._parties(subjects, clause.consumed) or self._parties(subjects, frozenset())
        if clause.passive or (passive and not active):
            found = self._passive(clause, own_subjects, active or passive, lines)
            if found:
                return found
        found = self._active(clause, own_subjects, active, passive, lines)
        if not found and clause.below:
            found = self._below(clause, subjects, own_subjects, active, lines, depth)
        if clause.negated:
            found = [replace(r, code=refused(r.code, clause.intent)) if r.inner is None else r for r in found]
        return [changed for reading in found for changed in self._transformed(reading)]

    def _parties(self, heads: Iterable[int], without: frozenset[int]) -> tuple[Party, ...]:
        groups = [group for head in heads for group in self.phrases.codes(head, without)]
        return tuple(joined(groups))

    def _code(self, clause: Clause, subjects: list[int]) -> tuple[Code, Code, tuple[str, ...], Fit | None]:
        """The codes of a verb: those of the pattern that fits best, else its own."""
        verb = self._entry(clause)
        if verb is None:
            return NOTHING, NOTHING, (), None
        fit = best_pattern(self.file, verb.block, sides_of(self.phrases, clause, subjects))
        if fit is not None:
            pattern = fit.pattern
            where = f"{self.file.name}:{pattern.line} {pattern.text}"
            return pattern.active, pattern.passive, (where,), fit
        return verb.active, verb.passive, (f"{self.file.name}:{verb.line} {verb.text}",), None

    def _entry(self, clause: Clause) -> Verb | None:
        tree, token = self.phrases.tree, clause.verb
        near = {tree.lower[k].upper() for k in clause.near}
        for form in (self.phrases.word(token), tree.lower[token].upper(), tree.lemma[token].upper()):
            for verb in self.file.verbs.get(form, ()):
                if _stands(tree.lower, token, verb, near):
                    return verb
        return None

    def _passive(
        self, clause: Clause, subjects: tuple[Party, ...], code: Code, lines: tuple[str, ...]
    ) -> list[Reading]:
        """A passive: who did it stands after by, from or in; to whom is the subject."""
        parties = tuple(joined(self._groups(clause, _BY)))
        targets = subjects + tuple(joined(self._groups(clause, _TOWARDS)))
        if SOURCE in clause.bound:
            parties = self._parties([clause.bound[SOURCE]], frozenset())
        if TARGET in clause.bound:
            targets = self._parties([clause.bound[TARGET]], frozenset())
        if not code or not (parties or not clause.below):
            return []
        return [Reading(parties, targets, code, clause.verb, lines, passive=True)]

    def _groups(self, clause: Clause, preps: frozenset[str]) -> list[Group]:
        return [
            group
            for case, head in clause.preps
            if case in preps
            for group in self.phrases.codes(head, clause.consumed)
        ]

    def _active(
        self, clause: Clause, sources: tuple[Party, ...], active: Code, passive: Code, lines: tuple[str, ...]
    ) -> list[Reading]:
        targets = () if self._controls(clause) else self._targets(clause)
        if SOURCE in clause.bound:
            sources = self._parties([clause.bound[SOURCE]], frozenset())
        if PAIR in clause.bound:
            targets = ()
        if (not targets and clause.below) or not (sources or targets):
            return []
        mutual = passive == active and bool(passive)
        found = [Reading(sources, targets, active, clause.verb, lines, intent=clause.intent, mutual=mutual)]
        if passive and targets and sources and clause.subjects:
            found.append(Reading(targets, sources, passive, clause.verb, lines))
        return found

    def _controls(self, clause: Clause) -> bool:
        """Whether the object is who is to do what stands below: "asks the army to leave"."""
        tree = self.phrases.tree
        return bool(clause.objects) and any(
            tree.dep[kid] == "xcomp" and bool(self._parties(clause.objects, clause.consumed))
            for kid in clause.below
        )

    def _targets(self, clause: Clause) -> tuple[Party, ...]:
        if TARGET in clause.bound:
            return self._parties([clause.bound[TARGET]], frozenset())
        parties: tuple[Party, ...] = ()
        for without in (clause.consumed, frozenset[int]()):
            objects = [g for head in clause.objects for g in self.phrases.codes(head, without)]
            preps = [g for _, head in clause.preps for g in self.phrases.codes(head, without)]
            parties = parties or tuple(joined(objects, preps))
        return parties

    def _below(
        self,
        clause: Clause,
        subjects: tuple[int, ...],
        sources: tuple[Party, ...],
        code: Code,
        lines: tuple[str, ...],
        depth: int,
    ) -> list[Reading]:
        """What the clauses below say, under this verb's code."""
        tree = self.phrases.tree
        found: list[Reading] = []
        for kid in clause.below:
            own = bool(tree.child(kid, "nsubj"))
            controlled = tuple(clause.objects) if tree.dep[kid] == "xcomp" and clause.objects else ()
            lent = self._parties(controlled, clause.consumed)
            above = () if own else controlled if lent else subjects
            for lower in self.clause(kid, above, frozenset(), depth + 1):
                if own and not lower.sources and not lower.passive:
                    continue  # of somebody whom the dictionaries do not know
                found += self._under(clause, sources, code, lines, lower, shared=not own and not lent)
        return found

    def _under(
        self,
        clause: Clause,
        sources: tuple[Party, ...],
        code: Code,
        lines: tuple[str, ...],
        lower: Reading,
        *,
        shared: bool,
    ) -> list[Reading]:
        if not sources and not code:
            return [lower]
        if lower.inner is None and lower.passive and shared:
            return [replace(lower, code=join(code, lower.code), lines=lower.lines + lines)]
        if lower.inner is None and (shared or not lower.sources):
            both = join(code, lower.code)
            verb = lower.verb if both == lower.code else clause.verb
            sources = sources or lower.sources
            return [replace(lower, sources=sources, code=both, verb=verb, lines=lower.lines + lines)]
        return [Reading(sources, (), code, clause.verb, lines, inner=lower)]

    def _transformed(self, reading: Reading) -> list[Reading]:
        """The event that the dictionary makes of one inside another."""
        inner = reading.inner
        if inner is None:
            return [reading]
        for transform in self.file.transforms:
            made = _apply(transform, reading, inner, self.file.name)
            if made is not None:
                return [made]
        apart = _codes(reading.sources) != _codes(inner.sources)
        if (
            reading.sources
            and reading.code
            and inner.inner is None
            and inner.sources
            and not inner.code.act
            and apart
        ):
            both = over(reading.code, inner.code)
            lines = reading.lines + inner.lines
            return [Reading(reading.sources, inner.sources, both, reading.verb, lines)]
        return [reading]


def _stands(lower: list[str], token: int, verb: Verb, near: set[str]) -> bool:
    """Whether the words that belong to a verb of several words are there: beside it, or as its particles."""
    after = all(
        word in near or (token + 1 + n < len(lower) and lower[token + 1 + n].upper() == word)
        for n, word in enumerate(verb.after)
    )
    size = len(verb.before)
    return after and [w.upper() for w in lower[max(token - size, 0) : token]] == list(verb.before)


def _codes(parties: tuple[Party, ...]) -> frozenset[str]:
    return frozenset(party.code for party in parties)


def _apply(transform: Transform, reading: Reading, inner: Reading, file: str) -> Reading | None:
    if not is_kind(reading.code, transform.upper) or inner.inner is not None or not reading.sources:
        return None
    if transform.lower is not None and not is_kind(inner.code, transform.lower):
        return None
    bound = {transform.outer: reading.sources}
    for name, parties in ((transform.source, inner.sources), (transform.target, inner.targets)):
        if not _bind(bound, name, parties):
            return None
    left, right, code = transform.answer
    made = code if code is not None else inner.code
    if code is None and inner.intent and made and not made.no and not made.act:
        made = join(code_of(_INTEND), made)
    lines = (f"{file}:{transform.line} {transform.text}", *inner.lines, *reading.lines)
    verb = inner.verb if code is None else reading.verb
    return Reading(bound.get(left, ()), bound.get(right, ()), made, verb, lines)


def _bind(bound: dict[str, tuple[Party, ...]], name: str, parties: tuple[Party, ...]) -> bool:
    if name == ".":
        return True
    if name == "_":
        return not parties
    if name in bound:
        return _codes(bound[name]) == _codes(parties)
    if not parties or any(_codes(other) == _codes(parties) for other in bound.values()):
        return False
    bound[name] = parties
    return True
