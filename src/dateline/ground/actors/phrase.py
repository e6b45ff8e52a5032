"""Where a noun phrase begins and ends in the tree."""

from __future__ import annotations

from dateline.ground.actors.sheet import Sheet

LEFT = frozenset(
    [
        "advmod", "amod", "compound", "det", "det:predet", "fixed", "flat", "goeswith", "nmod", "nmod:desc",
        "nmod:poss", "nmod:unmarked", "nummod",
    ]
)  # fmt: skip
"""Relations that reach to the left of a head and belong to its phrase."""
FIRM_RIGHT = frozenset(("flat", "compound", "fixed", "goeswith", "nummod"))
CALLED = frozenset(("known", "called", "named", "dubbed", "nicknamed"))
_CLAUSE = frozenset(("nsubj", "nsubj:pass", "cop", "aux", "aux:pass", "mark", "expl", "csubj"))


def span_of(sheet: Sheet, head: int) -> tuple[int, int]:
    """Tokens [start, end) of the phrase at `head`: no preposition, relative clause, apposition, conjunct."""
    return _left_edge(sheet, head), _right_edge(sheet, head)


def subtree(sheet: Sheet, top: int) -> tuple[int, int]:
    """First and last token that hang from `top`, itself included; robust against broken trees."""
    low = high = top
    todo, seen = [top], {top}
    while todo:
        for kid in sheet.kids[todo.pop()]:
            if kid not in seen:
                seen.add(kid)
                todo.append(kid)
                low, high = min(low, kid), max(high, kid)
    return low, high


def _left_edge(sheet: Sheet, head: int) -> int:
    edge = head
    kids = [kid for kid in sheet.kids[head] if kid < head]
    clause = [kid for kid in kids if sheet.deps[kid] in _CLAUSE]
    for kid in reversed(kids):
        dep = sheet.deps[kid]
        if dep == "punct" and sheet.words[kid] in ('"', "“", "'", "‘", "-", "–"):
            continue
        if dep not in LEFT or (clause and kid < clause[-1]) or (dep == "advmod" and clause):
            break
        low, high = subtree(sheet, kid)
        if high > head:
            break
        edge = min(edge, low)
    return edge


def _right_edge(sheet: Sheet, head: int) -> int:
    edge = head + 1
    for kid in sheet.kids[head]:
        if kid < head:
            continue
        low, high = subtree(sheet, kid)
        if sheet.deps[kid] == "case" or (sheet.deps[kid] == "punct" and sheet.words[kid] in DASH):
            continue
        after = _past_blanks(sheet, edge)
        if low > after + 1 or not _belongs(sheet, head, kid, low, after):
            break
        edge = max(edge, _trimmed(sheet, kid, high) + 1)
    return edge


def _past_blanks(sheet: Sheet, edge: int) -> int:
    """The first token from `edge` on that is no line's end."""
    while edge < len(sheet.folded) and sheet.folded[edge].isspace():
        edge += 1
    return edge


DASH = frozenset("-–")


def _of_several(sheet: Sheet, kid: int) -> bool:
    """Whether a phrase names some of those before it: "five people *including a child*"."""
    return any(sheet.deps[k] == "case" and sheet.folded[k] in _AMONG for k in sheet.kids[kid])


_AMONG = frozenset(("including", "excluding", "besides"))


def _belongs(sheet: Sheet, head: int, kid: int, low: int, edge: int) -> bool:
    dep = sheet.deps[kid]
    if dep in FIRM_RIGHT:
        return True
    if dep in ("nmod", "obl"):
        return low == edge and sheet.labels[kid] != "DATE" and not _of_several(sheet, kid)
    if dep == "appos":
        # "Iranian general Qasem Soleimani": no comma between, so it is one name with its title.
        return low == edge == kid and sheet.pos[kid] == "PROPN"
    return dep in ("acl", "acl:relcl") and low == edge and sheet.folded[kid] in CALLED


def _trimmed(sheet: Sheet, kid: int, high: int) -> int:
    """The last token of a kept dependent, without its own relative clauses, appositions and conjuncts."""
    if sheet.deps[kid] in ("acl", "acl:relcl"):
        objects = [k for k in sheet.kids[kid] if k > kid and sheet.deps[k] in ("obl", "obj", "xcomp")]
        return _right_edge(sheet, objects[0]) - 1 if objects else high
    if sheet.deps[kid] in ("nmod", "obl", "appos"):
        return _right_edge(sheet, kid) - 1
    return high
