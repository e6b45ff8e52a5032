"""What the words right at an event say of its status: negation, modals, aspect, modifiers."""

from __future__ import annotations

from dateline.interpret.attribution_tree import Tree
from dateline.interpret.chains_index import statements_near
from dateline.interpret.cues import StatusWords
from dateline.model import Statement

_DURING = frozenset(["long"])


def preposition(tree: Tree, token: int) -> str:
    """The first preposition or conjunction before a word in its phrase, empty where there is none."""
    for kid in tree.kids[token]:
        if kid < token and tree.dep[kid] in ("case", "mark"):
            return tree.lower[kid]
    return ""


def to_infinitive(tree: Tree, token: int) -> bool:
    """Whether a verb stands as "to withdraw"; "to have withdrawn" and "confessed to beating" are none."""
    to = any(tree.lower[k] == "to" and k < token and tree.dep[k] in ("mark", "aux") for k in tree.kids[token])
    gerund = "VerbForm=Ger" in tree.feats[token] or tree.lower[token].endswith("ing")
    return to and not gerund and not any(tree.lower[k] == "have" for k in tree.kids[token])


def second_words(tree: Tree, verb: int) -> set[str]:
    """Particles and prepositions that go with a verb."""
    seconds = {tree.lower[k] for k in tree.kids[verb] if k > verb} | set(tree.lower[verb + 1 : verb + 2])
    for kid in tree.kids[verb]:
        if kid > verb:
            seconds.update(
                tree.lower[k] for k in tree.kids[kid] if k < kid and tree.dep[k] in ("case", "mark")
            )
    return seconds


def opens_content(tree: Tree, statements: tuple[Statement, ...], token: int) -> bool:
    """Whether a word stands in what somebody says: there "would" is a future."""
    start, end = tree.start[token], tree.end[token]
    return any(
        part.start <= start and end <= part.end
        for s in statements_near(statements, start)
        for part in s.content
    )


_BETWEEN = frozenset("det amod nummod compound nmod:poss advmod".split())
_LONGEST = 4


def before(tree: Tree, phrases: dict[tuple[str, ...], str], token: int) -> str | None:
    """What the words right before an event's word make of it: "due to visit", "ahead of a protest"."""
    line: list[str] = []
    for i in range(token - 1, tree.sentence[token][0] - 1, -1):
        if len(line) == _LONGEST or tree.pos[i] == "PUNCT":
            break
        if line or tree.head[i] != token or tree.dep[i] not in _BETWEEN:
            line.insert(0, tree.lower[i])
    return next((phrases[tuple(line[n:])] for n in range(len(line)) if tuple(line[n:]) in phrases), None)


def _inverted(tree: Tree, clause: int) -> bool:
    """Whether a clause is a condition by its order: "should the truce break", "were he to leave"."""
    if tree.relation(clause) != "advcl" or tree.child(clause, "mark") is not None:
        return False
    first = tree.left[clause]
    subject = tree.child(clause, "nsubj")
    return tree.lower[first] in ("should", "were", "had") and subject is not None and first < subject


def negative(tree: Tree, words: StatusWords, token: int) -> bool:
    """Whether the word is negated: by a child, or by "no" on its subject or on itself."""
    for kid in tree.kids[token]:
        word = tree.lower[kid]
        if word in words.negatives and kid < token and tree.lower[kid + 1 : kid + 2] != ["only"]:
            return tree.dep[kid] not in ("cc", "cc:preconj")
        if word == "longer" and any(tree.lower[k] == "no" for k in tree.kids[kid]):
            return True
        if tree.relation(kid) in ("nsubj", "obj") and _no(tree, kid):
            return True
    return False


def _no(tree: Tree, noun: int) -> bool:
    if tree.lower[noun] in ("nobody", "none", "nothing"):
        return True
    if tree.lower[noun] == "one" and any(tree.lower[k] == "not" for k in tree.kids[noun]):
        return True
    return any(
        tree.lower[k] in ("no", "neither") and tree.relation(k) in ("det", "advmod", "cc")
        for k in tree.kids[noun]
    )


def local_status(tree: Tree, words: StatusWords, verb: int, reported: bool) -> str:
    """The status by the verb's own negation, condition, modal and aspect."""
    if negative(tree, words, verb):
        asked = any(
            tree.lower[k] in ("must", "should", "ought") for k in tree.kids[verb] if tree.relation(k) == "aux"
        )
        return "possible" if asked else "denied"
    if conditional(tree, words, verb):
        return "possible"
    modal = _modal(tree, words, verb, reported)
    if modal is not None:
        return modal
    return "ongoing" if _progressive(tree, verb) else "happened"


def conditional(tree: Tree, words: StatusWords, verb: int) -> bool:
    """Whether the verb stands in an if-clause, or is a future that hangs on one."""
    kids = tree.kids[verb]
    if any(tree.dep[k] == "mark" and words.markers.get(tree.lower[k]) == "possible" for k in kids):
        return True
    if _inverted(tree, verb):
        return True
    modal = any(
        tree.lower[k] in words.modals or tree.lower[k] == "would" for k in kids if tree.relation(k) == "aux"
    )
    return modal and any(
        tree.relation(k) == "advcl"
        and (
            preposition(tree, k) in ("if", "unless")
            or any(tree.lower[m] in _DURING for m in tree.kids[k])
            or _inverted(tree, k)
        )
        for k in kids
    )


def _modal(tree: Tree, words: StatusWords, verb: int, reported: bool) -> str | None:
    auxiliaries = [k for k in tree.kids[verb] if tree.relation(k) == "aux" and k < verb]
    lowers = {tree.lower[k] for k in auxiliaries}
    perfect = "have" in lowers
    for kid in auxiliaries:
        word = tree.lower[kid]
        if word in words.modals:
            return words.modals[word]
        if word in ("would", "'d", "’d") and word == "would":
            relative = tree.dep[verb] == "acl:relcl"
            return "planned" if reported and not perfect and not relative else "possible"
    if to_infinitive(tree, verb) and lowers & {"is", "are", "was", "were"} and not tree.passive(verb):
        return "planned"
    if (
        tree.lemma[verb] == "go"
        and tree.child(verb, "xcomp") is not None
        and tree.lower[verb] in ("going", "gon")
    ):
        return "planned"
    return None


def _progressive(tree: Tree, verb: int) -> bool:
    """Reads "is withdrawing", "has been protesting", "was being done"."""
    auxiliaries = [tree.lower[k] for k in tree.kids[verb] if tree.relation(k) == "aux" and k < verb]
    if "being" in auxiliaries and len(auxiliaries) > 1:
        return True
    to_be = any(
        word in ("is", "are", "was", "were", "am", "'s", "'re", "been", "be", "’s", "’re")
        for word in auxiliaries
    )
    return tree.lower[verb].endswith("ing") and to_be


def modified(tree: Tree, words: StatusWords, noun: int) -> str | None:
    """What the words before and after an event noun make of it: "the planned withdrawal", "no attack"."""
    status: str | None = None
    for kid in tree.kids[noun]:
        word, relation = tree.lower[kid], tree.relation(kid)
        if kid < noun and relation in ("det", "advmod") and word in ("no", "not", "neither", "never"):
            return "denied"
        if kid < noun and relation in ("amod", "compound", "advmod", "nmod"):
            status = words.modifiers.get(word, status)
        if (
            kid > noun
            and relation == "acl"
            and tree.lemma[kid] in ("plan", "schedule", "announce", "propose", "promise")
        ):
            status = "possible" if tree.lemma[kid] == "propose" else "planned"
    return status
