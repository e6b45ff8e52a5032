"""Is it so: happened, ongoing, planned, possible or denied, from the words that govern an event.

The reading starts at the event's own word (negation, modals, aspect, modifiers) and climbs the tree: each
governing word changes the status ("plans to", "denied", "a threat of") until nothing governs any more.
"""

from __future__ import annotations

from dateline.interpret.attribution_tree import Tree, tree_of
from dateline.interpret.chains_index import statements_near
from dateline.interpret.cues import StatusWords, status_words
from dateline.interpret.status_choice import weighed
from dateline.interpret.status_local import (
    before,
    local_status,
    modified,
    opens_content,
    preposition,
    second_words,
    to_infinitive,
)
from dateline.model import Grounded, Statement

_DEPTH = 8
_GOVERNED_BY = frozenset(["for", "to", "on", "of", "from", "with", "into", "against"])
_TRANSPARENT = frozenset(
    "series wave spate start beginning outbreak launch end round number part phase stage act halt".split()
)
_ENDS = ("end", "halt", "stop")
_ORDERS = ("order", "instruct", "direct", "command")


def status_of(
    grounded: Grounded, statements: tuple[Statement, ...], trigger: int, effect: str | None = None
) -> str:
    """The status of the event at a token, by the words around it and by the language model.

    `effect` is what its lexicon entry makes of one that happened.
    """
    status = status_by_words(grounded, statements, trigger)
    if 0 <= trigger < len(grounded.digest.doc):
        told = witness(tree_of(grounded.digest.doc), trigger, status)
        status = weighed(grounded.digest.signals, trigger, told)
    return effect if effect is not None and status == "happened" else status


def witness(tree: Tree, trigger: int, status: str) -> str:
    """What the words say, as `status_weights.toml` names it: a verb in the past is surer to have happened."""
    past = tree.lower[trigger].endswith("ed") or (
        tree.pos[trigger] == "VERB" and "Tense=Past" in tree.feats[trigger]
    )
    return "past" if status == "happened" and past else status


def status_by_words(grounded: Grounded, statements: tuple[Statement, ...], trigger: int) -> str:
    """The status of the event at a token as the words around it tell."""
    tree, words = tree_of(grounded.digest.doc), status_words()
    if not 0 <= trigger < len(tree):
        return "happened"
    reported = opens_content(tree, statements, trigger)
    status = _status(tree, words, trigger, reported, 0)
    if status in ("happened", "planned"):
        status = _by_statement(tree, words, statements, trigger, status)
    return status


def applied(operator: str | None, status: str) -> str:
    """What a governing word makes of a status: "agreed not to attack" stays denied."""
    if operator in (None, "happened"):
        return status
    if operator == "denied":
        return "possible" if status == "denied" else "denied"
    if operator == "possible":
        return "possible"
    if operator == "planned":
        return "planned" if status in ("happened", "planned") else status
    return "ongoing" if status in ("happened", "planned", "ongoing") else status


def _status(tree: Tree, words: StatusWords, token: int, reported: bool, depth: int) -> str:
    if depth > _DEPTH:
        return "happened"
    if tree.pos[token] in ("VERB", "AUX"):
        return _verb(tree, words, token, reported, depth)
    return _noun(tree, words, token, reported, depth)


def _verb(tree: Tree, words: StatusWords, token: int, reported: bool, depth: int) -> str:
    status = local_status(tree, words, token, reported)
    ahead = before(tree, words.before_verbs, token) or (
        before(tree, words.before_nouns, token) if tree.lower[token].endswith("ing") else None
    )
    if ahead == "denied":  # nothing further up undoes "failed to"
        return "denied"
    status = applied(ahead, status) if status != "denied" else status
    head, relation = tree.head[token], tree.relation(token)
    if head == token:
        return applied("planned", status) if to_infinitive(tree, token) else status
    if relation == "conj":
        return _conjunct(tree, words, token, status, reported, depth)
    if relation in ("xcomp", "ccomp", "csubj"):
        return _complement(tree, words, token, status, reported, depth)
    if relation in ("advcl", "obl"):
        return _adverbial(tree, words, token, status, reported, depth)
    if tree.dep[token] == "acl":
        return _adnominal(tree, words, token, status, reported, depth)
    if tree.dep[token] in ("amod", "compound") and tree.is_noun(head):
        return applied(modified(tree, words, head), status)
    return applied("planned", status) if to_infinitive(tree, token) else status


def _conjunct(tree: Tree, words: StatusWords, token: int, status: str, reported: bool, depth: int) -> str:
    """A coordinated verb without its own subject and auxiliary shares those of the first one."""
    head = tree.head[token]
    own = tree.child(token, "nsubj", "aux", "mark") is not None
    past = "Tense=Past" in tree.feats[token] and "VerbForm=Fin" in tree.feats[token]
    if tree.pos[head] not in ("VERB", "AUX") or (own and not to_infinitive(tree, token)) or past:
        return status
    if tree.relation(head) not in ("xcomp", "ccomp", "advcl", "acl") and tree.child(head, "aux") is None:
        return status
    outer = _status(tree, words, head, reported, depth + 1)
    return applied(outer, status) if outer != "denied" or status != "denied" else "denied"


def governor(tree: Tree, words: StatusWords, verb: int) -> str | None:
    """What a verb or predicate makes of what it governs; None where it leaves it as it is."""
    lemma = tree.lemma[verb]
    for second, status in words.multi.get(lemma, {}).items():
        if second in second_words(tree, verb):
            return status
    if lemma in words.verbs and tree.pos[verb] in ("VERB", "AUX", "NOUN"):
        return words.verbs[lemma]
    return words.adjectives.get(lemma) if tree.pos[verb] in ("ADJ", "ADV", "NOUN") else None


def _complement(tree: Tree, words: StatusWords, token: int, status: str, reported: bool, depth: int) -> str:
    head = tree.head[token]
    operator = _of_complement(tree, words, head, token)
    bare = to_infinitive(tree, token) or (
        "VerbForm=Ger" in tree.feats[token] and tree.child(token, "aux") is None
    )
    finite = tree.relation(token) == "ccomp" and not bare
    if (
        finite
        and operator != "denied"
        and not (operator == "possible" and status in ("planned", "happened") and _unreal(tree, token))
    ):
        operator = None
    if operator is None and finite:
        return status
    outer = _status(tree, words, head, reported, depth + 1)
    if finite:
        return applied(operator, status)
    status = applied(operator, status)
    if operator is None and tree.lemma[head] in (
        "say",
        "believe",
        "report",
        "think",
        "know",
        "allege",
        "see",
        "find",
        "describe",
    ):
        return status
    return status if outer == "ongoing" and operator not in (None, "happened") else applied(outer, status)


_ENDED = ("stop", "cease", "quit", "halt")


def _of_complement(tree: Tree, words: StatusWords, head: int, token: int) -> str | None:
    """What a verb makes of its clause: what stopped had been going on, a vow with an "unless" is a threat."""
    operator = governor(tree, words, head)
    if tree.lemma[head] in _ENDED and "VerbForm=Ger" in tree.feats[token] and not preposition(tree, token):
        return "happened"
    conditions = (k for k in tree.kids[head] if tree.relation(k) == "advcl" and k > token)
    if operator == "planned" and any(preposition(tree, k) in ("if", "unless") for k in conditions):
        return "possible"
    return operator


def _unreal(tree: Tree, token: int) -> bool:
    """A clause without tense of its own ("demanded that they leave") or with a modal."""
    modal = any(
        tree.lower[k] in ("would", "will", "should", "may", "might", "could") for k in tree.kids[token]
    )
    return modal or "VerbForm=Inf" in tree.feats[token] or "Mood=Sub" in tree.feats[token]


def _adverbial(tree: Tree, words: StatusWords, token: int, status: str, reported: bool, depth: int) -> str:
    head = tree.head[token]
    mark = preposition(tree, token)
    if mark in words.markers:
        return applied(words.markers[mark], status)
    if to_infinitive(tree, token):
        if tree.lemma[token] in words.shown and local_status(tree, words, head, reported) == "happened":
            return status
        aim = governor(tree, words, head) or words.nouns.get(tree.lemma[head], "planned")
        return applied("planned" if aim == "happened" else aim, status)
    if mark in _UNTIL and _status(tree, words, head, reported, depth + 1) in ("planned", "possible"):
        return applied("possible", status)
    if mark in ("from", "of", "on", "for", "to"):
        operator = governor(tree, words, head)
        return applied(operator, status) if operator != "planned" or mark != "of" else status
    if "VerbForm=Ger" in tree.feats[token] and governor(tree, words, head) == "denied" and token == head + 1:
        return applied("denied", status)
    return status


_UNTIL = ("until", "till", "once")


def _adnominal(tree: Tree, words: StatusWords, token: int, status: str, reported: bool, depth: int) -> str:
    head = tree.head[token]
    operator = words.nouns.get(tree.lemma[head]) or words.adjectives.get(tree.lemma[head])
    if to_infinitive(tree, token):
        status = applied(operator or "planned", status)
    elif preposition(tree, token) in ("of", "that", "for", "to"):
        status = applied(operator, status)
        if status == "happened" and _refused(tree, words, head):
            return "denied"
    return status


def _refused(tree: Tree, words: StatusWords, noun: int) -> bool:
    """Whether a word for what is said is refused: "rejected claims that …", "there is no evidence that …"."""
    if tree.lemma[noun] not in words.said and tree.lemma[noun] not in ("evidence", "proof", "sign"):
        return False
    if modified(tree, words, noun) == "denied":
        return True
    verb = tree.head[noun]
    return tree.relation(noun) == "obj" and governor(tree, words, verb) == "denied"


_SPANS = frozenset({"day", "week", "month", "year", "night", "hour"})


def _goes_on(tree: Tree, token: int) -> bool:
    """Whether a noun is said to be in its so-manieth week: "in the *third* week of protests"."""
    head = tree.head[token]
    part = tree.dep[token] == "nmod" and preposition(tree, token) == "of" and tree.lemma[head] in _SPANS
    return (
        part
        and preposition(tree, head) in ("in", "into", "on", "for", "entered")
        and any("NumType=Ord" in tree.feats[k] and tree.lower[k] != "first" for k in tree.kids[head])
    )


def _noun(tree: Tree, words: StatusWords, token: int, reported: bool, depth: int) -> str:
    status = modified(tree, words, token) or before(tree, words.before_nouns, token) or "happened"
    if status == "happened" and _goes_on(tree, token):
        return "ongoing"
    prep = preposition(tree, token)
    status = applied(words.prepositions.get(prep), status)
    predicate = (
        local_status(tree, words, token, reported) if tree.child(token, "cop") is not None else "happened"
    )
    status = applied(predicate, status)
    if status in ("denied", "possible") or tree.head[token] == token:
        return status
    head, relation = tree.head[token], tree.relation(token)
    if relation in ("conj", "appos"):
        return applied(_noun_outer(tree, words, head, reported, depth + 1), status)
    return applied(_noun_outer(tree, words, token, reported, depth), status)


def _noun_outer(tree: Tree, words: StatusWords, token: int, reported: bool, depth: int) -> str | None:
    """What governs an event noun: the verb it is the object of, or a noun that it completes."""
    head, relation = tree.head[token], tree.relation(token)
    if head == token or depth > _DEPTH:
        return None
    prep = preposition(tree, token)
    if relation in ("obj", "nsubj", "obl", "xcomp", "ccomp", "advcl") and tree.pos[head] in (
        "VERB",
        "AUX",
        "ADJ",
        "ADV",
    ):
        return _governed(tree, words, token, relation, prep, reported, depth)
    if relation in ("nsubj", "csubj"):
        return _predicated(tree, words, head)
    if relation in ("nmod", "compound", "conj", "appos", "amod"):
        operator = words.nouns.get(tree.lemma[head])
        if tree.lemma[head] in words.deploring and tree.lemma[token] in words.done:
            operator = None
        if relation == "nmod" and prep not in _GOVERNED_BY:
            return None
        if operator and (relation == "compound" or prep in ("for", "of", "to", "on", "about", "that")):
            outer = _noun_outer(tree, words, head, reported, depth + 1)
            return applied(
                "denied" if outer == "denied" and tree.lemma[head] not in words.said else operator, "happened"
            )
        if relation in ("compound", "conj", "appos", "amod") or tree.lemma[head] in _TRANSPARENT:
            outer = _noun_outer(tree, words, head, reported, depth + 1)
            open_end = tree.lemma[head] in _ENDS and outer in ("planned", "possible")
            return None if open_end else outer  # what is to be ended is under way
    return None


def _governed(
    tree: Tree, words: StatusWords, token: int, relation: str, prep: str, reported: bool, depth: int
) -> str | None:
    head, lemma = tree.head[token], tree.lemma[token]
    operator = governor(tree, words, head)
    if relation == "obl" and prep not in _GOVERNED_BY:
        return None
    if relation == "nsubj" and tree.dep[token] != "nsubj:pass":
        if operator == "ongoing":
            return "ongoing"
        if tree.lemma[head] in ("set", "schedule", "due", "expect", "plan", "likely", "slate"):
            return operator
        starts = tree.lemma[head] in (
            "begin",
            "start",
            "take",
            "occur",
            "happen",
            "end",
            "stop",
            "go",
            "follow",
            "open",
            "come",
            "cease",
        )
        there = tree.lemma[head] == "be" and tree.child(head, "expl") is not None
        return _status(tree, words, head, reported, depth + 1) if starts or there else None
    deplored = tree.lemma[head] in words.deploring and lemma in words.done
    if operator == "denied" and (lemma in words.said or deplored):
        return None
    if operator == "planned" and (lemma in words.done or lemma in words.said):
        return None
    if (
        relation == "obl"
        and operator in ("planned", "possible")
        and prep not in ("for", "to", "on", "of", "with")
    ):
        operator = None
    if lemma in words.called and tree.lemma[head] == "call" and relation == "obj":
        operator = operator or "planned"
    if operator not in (None, "happened"):
        outer = _status(tree, words, head, reported, depth + 1) if tree.pos[head] == "VERB" else "happened"
        return applied(outer, operator) if outer in ("possible", "denied") else operator
    if relation != "obl" and tree.lemma[head] in words.light:
        return _status(tree, words, head, reported, depth + 1)
    return None


def _predicated(tree: Tree, words: StatusWords, head: int) -> str | None:
    """Reads "The withdrawal is under way", "an attack is possible"."""
    lemma = tree.lemma[head]
    if lemma in ("way", "underway", "ongoing", "progress"):
        return "ongoing"
    return words.adjectives.get(lemma) or words.modifiers.get(lemma)


def _deplores(words: StatusWords, cue: str) -> bool:
    """Whether a cue for words denied condemns a deed instead: "repudiated the attack"."""
    return any(cue.lower().startswith(word.removesuffix("e")) for word in words.deploring)


def _by_statement(
    tree: Tree, words: StatusWords, statements: tuple[Statement, ...], trigger: int, status: str
) -> str:
    """The statement right around the event, for where the parser lost the link to its cue."""
    start, end = tree.start[trigger], tree.end[trigger]
    around = [
        s
        for s in statements_near(statements, start)
        if s.cue and any(c.start <= start and end <= c.end for c in s.content)
    ]
    if not around:
        return status
    nearest = min(around, key=lambda s: sum(c.end - c.start for c in s.content))
    if status == "planned":
        return "possible" if nearest.stance == "warns" else status
    cue, gap = nearest.cue[-1], tree.text[nearest.cue[-1].end : start]
    if cue.end > start or len(gap.split()) > 4 or tree.lemma[trigger] in words.said:
        return "happened"
    bare = "VerbForm=Inf" in tree.feats[trigger] or gap.split()[-1:] == ["to"]
    if tree.lemma[trigger] in words.done and _deplores(words, cue.text):
        return "happened"
    if nearest.stance == "denies" and (bare or len(gap.split()) <= 2):
        return "denied"
    if bare and nearest.stance in ("demands", "asks", "warns"):
        return "planned" if cue.text.lower().startswith(_ORDERS) else "possible"
    return "planned" if bare and nearest.stance == "plans" else "happened"
