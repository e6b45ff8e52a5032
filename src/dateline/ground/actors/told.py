"""What a report says an unknown name is: "a militia called X", "X is a rebel leader", "the suspect as X"."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.ground.actors.scene import Scene

NAMING = frozenset("call dub identify identified know known name named nickname called dubbed".split())
_NOT = frozenset(("not", "n't", "never", "no"))


def described(scene: Scene, head: int) -> tuple[int, ...]:
    """The nouns that the text says the name at `head` is: their head tokens, none where it says nothing."""
    sheet = scene.sheet
    if sheet.pos[head] != "PROPN":
        return ()
    return tuple(i for i in _said(scene, head) if i in scene.roles and i != head)


def _said(scene: Scene, head: int) -> Iterator[int]:
    sheet, above, dep = scene.sheet, scene.sheet.heads[head], scene.sheet.deps[head]
    if dep == "nsubj" and sheet.pos[above] == "NOUN":
        kids = sheet.kids[above]
        copula = any(sheet.deps[kid] == "cop" for kid in kids)
        if copula and not any(sheet.folded[kid] in _NOT for kid in kids):
            yield above
    elif dep == "appos" and sheet.pos[above] == "NOUN":
        yield above
    elif dep in ("obl", "obj", "xcomp") and _names(scene, above):
        yield from _named_by(scene, head, above)


def _names(scene: Scene, verb: int) -> bool:
    return bool({scene.sheet.lemmas[verb].lower(), scene.sheet.folded[verb]} & NAMING)


def _named_by(scene: Scene, head: int, verb: int) -> Iterator[int]:
    """Who is given the name: the noun before "called X", the object or subject of "identified as X"."""
    sheet = scene.sheet
    if sheet.deps[head] == "obl" and not any(sheet.folded[kid] == "as" for kid in sheet.kids[head]):
        return
    if sheet.deps[verb] == "acl":
        yield sheet.heads[verb]
    for kid in sheet.kids[verb]:
        passive = sheet.deps[kid] == "nsubj:pass"
        if kid != head and (passive or (sheet.deps[kid] == "obj" and sheet.deps[head] == "obl")):
            yield kid


def run_of(scene: Scene, head: int) -> range:
    """The tokens of the name at `head`: the entity the model reads, else the proper nouns about it."""
    sheet = scene.sheet
    first = sheet.names[head]
    if first >= 0:
        last = head
        while last + 1 < len(sheet.words) and sheet.names[last + 1] == first:
            last += 1
        return range(first, last + 1)
    first = last = head
    while first > 0 and sheet.pos[first - 1] == "PROPN" and sheet.heads[first - 1] == head:
        first -= 1
    while last + 1 < len(sheet.words) and sheet.pos[last + 1] == "PROPN" and sheet.heads[last + 1] == head:
        last += 1
    return range(first, last + 1)


def heads_name(scene: Scene, head: int) -> bool:
    """Whether the token is the one by which the tree hangs its name."""
    sheet = scene.sheet
    above = sheet.heads[head]
    return above == head or sheet.names[above] != sheet.names[head] or sheet.names[head] < 0
