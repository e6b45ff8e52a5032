"""Statements → the chain of holders at a point of the text, outermost first."""

from __future__ import annotations

from bisect import bisect_right

from dateline.interpret.attribution_holders import Holders, passed_on
from dateline.interpret.attribution_tree import Tree, tree_of
from dateline.interpret.chains_index import statements_near
from dateline.interpret.cues import cues
from dateline.model import Grounded, Holder, QuantityMention, Span, Statement


def chain_of(statements: tuple[Statement, ...], trigger: Span) -> tuple[Holder, ...]:
    """Who says that what happens at `trigger` happened; empty where the reporter says it.

    A statement whose own cue is the trigger does not count: the speaker of a speech act is its actor.
    """
    near = statements_near(statements, trigger.start)
    around = [s for s in near if s.chain and _inside(s, trigger)]
    quoting = [s.chain[:-1] for s in near if len(s.cue) > 1 and s.cue[-1].overlaps(trigger)]
    around.sort(key=lambda s: (-_size(s), len(s.chain), s.content[0].start))
    chain: list[Holder] = []
    for statement in around:
        if new := [h for h in statement.chain if not _known(chain, h)]:
            chain = [*map(passed_on, chain), *new]
    for outer in quoting:  # "A quoted B as saying": of B's saying, A is the holder
        chain += [h for h in outer if not _known(chain, h)]
    return tuple(chain)


def chain_of_statement(statements: tuple[Statement, ...], statement: Statement) -> tuple[Holder, ...]:
    """The holders of a statement with those around it: "the BBC" in "the general told the BBC that …"."""
    first, cue = statement.content[0], statement.cue[0] if statement.cue else None
    near = [s for s in statements_near(statements, first.start) if s is not statement and s.chain]
    around = [s for s in near if _inside(s, first) and (cue is None or _inside(s, cue))]
    around.sort(key=lambda s: (-_size(s), len(s.chain), s.content[0].start))
    chain: list[Holder] = []
    for outer in around:
        chain += [passed_on(h) for h in outer.chain if not _known([*chain, *statement.chain], h)]
    return (*chain, *statement.chain)


def _inside(statement: Statement, trigger: Span) -> bool:
    if any(cue.overlaps(trigger) for cue in statement.cue):
        return False
    return any(part.holds(trigger) or part.overlaps(trigger) for part in statement.content)


def _size(statement: Statement) -> int:
    return sum(part.end - part.start for part in statement.content)


def _known(chain: list[Holder], holder: Holder) -> bool:
    """Whether the chain has this very phrase; a name alone does not make two links one."""
    return any(h.span == holder.span or (h.name is not None and h.name == holder.name) for h in chain)


def holder_of_quantity(grounded: Grounded, quantity: QuantityMention) -> tuple[Holder, ...]:
    """Whose number it is, where its own clause says so: "US estimates of … vary from 3,000 to 6,000"."""
    tree, lists = tree_of(grounded.digest.doc), cues()
    at = _token_at(tree, quantity.span)
    if at is None:
        return ()
    holders = Holders(grounded, tree, lists)
    for _ in range(12):
        for noun in [at, *tree.children(at, "nsubj", "obl", "nmod")]:
            if tree.lemma[noun] in lists.words["figures"] and tree.is_noun(noun):
                found = holders.holders(noun, noun)
                if found and found[0].span.text.lower().split()[-1] != tree.lower[noun]:
                    return tuple(found)
        if tree.lemma[at] == "estimate" and tree.is_verb(at):
            subject = tree.child(at, "nsubj")
            return tuple(holders.holders(subject, at)) if subject is not None else ()
        if tree.head[at] == at:
            break
        at = tree.head[at]
    return ()


def _token_at(tree: Tree, span: Span) -> int | None:
    at = bisect_right(tree.start, span.start) - 1
    return at if at >= 0 and span.start < tree.end[at] else None
