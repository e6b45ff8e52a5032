"""Whose a thing is: parts of a body, deeds and papers are nobody, but belong to or are meant for somebody.

"A woman whose eye was injured" was injured herself; who seeks "the prosecution of X" seeks X; "Iranian
involvement" is Iran's.
"""

from __future__ import annotations

from dateline.interpret.coder_facts import Facts
from dateline.interpret.coder_tree import cases
from dateline.model import ActorMention

_BODY = frozenset(
    "eye leg arm hand head face skull body chest back neck foot finger shoulder stomach jaw nose ear knee"
    " throat abdomen spine rib".split()
)
_DEEDS = frozenset(
    "prosecution trial extradition arrest detention release assassination killing murder removal sentence"
    " resignation ouster expulsion deportation conviction sentencing indictment impeachment surrender return"
    " involvement complicity role interference meddling misconduct conduct behaviour behavior aggression"
    " encroachment crackdown treatment handling decision ruling verdict response reply capture policy".split()
)
"""Nouns for what somebody does or undergoes, which are no party themselves."""


def of_body(facts: Facts, i: int) -> int | None:
    """Whose part of a body a noun names: the token of the owner."""
    tree = facts.tree
    if tree.lemma[i] not in _BODY:
        return None
    owner = next((k for k in tree.kids[i] if tree.dep[k] == "nmod:poss"), None)
    if owner is None or tree.lower[owner] != "whose":
        return owner
    v = i
    for _ in range(6):
        if tree.dep[v] == "acl:relcl":
            return tree.head[v]
        v = tree.head[v]
    return None


def is_deed(facts: Facts, i: int) -> bool:
    """Whether a noun names a deed rather than somebody."""
    return facts.tree.lemma[i] in _DEEDS


def done_to(facts: Facts, i: int) -> bool:
    """Whether a deed's phrase tells only who underwent it: "the murder of X" blames no X."""
    owned = ("nmod:poss", "amod", "compound", "nmod:desc")
    return is_deed(facts, i) and not any(facts.tree.dep[k] in owned for k in facts.tree.kids[i])


def party_of_deed(facts: Facts, i: int) -> ActorMention | None:
    """Whose deed a noun names, or who undergoes it: "Trump's prosecution", "Iranian involvement"."""
    tree = facts.tree
    for k in tree.kids[i]:
        owned = tree.dep[k] in ("nmod:poss", "amod", "compound", "nmod:desc")
        if (owned or cases(tree, k)[:1] in (["of"], ["by"])) and (mention := _party(facts, k)) is not None:
            return mention
    return None


def _party(facts: Facts, k: int) -> ActorMention | None:
    mention = facts.party(k)
    if mention is None and facts.tree.dep[k] in ("amod", "compound", "nmod:desc"):
        mention = facts.inside.get(k) or (facts.phrase(k) if facts.tree.pos[k] in ("ADJ", "PROPN") else None)
    return mention if mention is not None and (mention.country or mention.sector) else None
