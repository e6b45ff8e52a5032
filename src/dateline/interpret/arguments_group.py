"""Of which armed group nameless fighters are: the one that they are members of, or the report's only one.

In: the drafts of a report. Out: the same; "members of the army" and, where a report names one rebel group
of a country alone, "rebels" of that country, have the group's name. How it was found is added to the
mention's rule.
"""

from __future__ import annotations

from dataclasses import replace

from dateline.interpret.coder import Draft
from dateline.interpret.coder_facts import Facts
from dateline.interpret.coder_tree import cases
from dateline.model import ActorMention, Statement

_MEMBERS = frozenset(
    "member element group unit commando activist faction cell column band squad front fighter".split()
)
_FIGHTERS = frozenset(
    "guerrilla rebel insurgent subversive extremist militant fighter terrorist commando column unit".split()
)


def named_groups(facts: Facts, _: tuple[Statement, ...], events: list[Draft]) -> list[Draft]:
    """The drafts whose nameless fighters have the name of their group."""
    only = _only_groups(facts)
    return [
        replace(d, actors=tuple(_named(facts, a, only) for a in d.actors))
        if d.entry.group.type == "ASSAULT"
        else d
        for d in events
    ]


def _only_groups(facts: Facts) -> dict[str | None, ActorMention]:
    """For each country the one rebel group that the report names, where it names no second one."""
    found: dict[str | None, dict[str, ActorMention]] = {}
    for mention in facts.grounded.actors:
        if mention.sector == "REB" and mention.name and mention.country and _is_group(mention):
            found.setdefault(mention.country, {}).setdefault(mention.name, mention)
    return {country: next(iter(ms.values())) for country, ms in found.items() if len(ms) == 1}


def _is_group(mention: ActorMention) -> bool:
    return mention.rule.startswith(("armed_groups.csv", "coref:")) and "armed_groups.csv" in mention.rule


def _named(facts: Facts, mention: ActorMention, only: dict[str | None, ActorMention]) -> ActorMention:
    tree, head = facts.tree, mention.head
    if head in facts.persons or head in facts.orgs or "armed_groups.csv" in mention.rule:
        return mention
    if tree.lemma[head] in _MEMBERS:
        for k in tree.kids[head]:
            inner = facts.party(k) if cases(tree, k)[:1] == ["of"] else None
            if inner is not None and inner.name and (k in facts.orgs or inner.sector == mention.sector):
                return _of(mention, inner, "member of it")
    group = only.get(mention.country)
    if group is not None and mention.sector == "REB" and _fighters(facts, head):
        return _of(mention, group, "the one group that is named")
    return mention


def _fighters(facts: Facts, head: int) -> bool:
    tree = facts.tree
    words = {tree.lemma[head], *(tree.lemma[k] for k in tree.kids[head])}
    return bool(words & _FIGHTERS)


def _of(mention: ActorMention, group: ActorMention, why: str) -> ActorMention:
    return replace(mention, name=group.name, id=group.id, rule=f"{mention.rule}; {group.name}: {why}")
