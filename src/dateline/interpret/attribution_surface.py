"""The second route: patterns over the words, for where the tree is wrong or has no word for it."""

from __future__ import annotations

from dateline.interpret.attribution_frames import (
    SPEECH,
    Frame,
    cue_run,
    negated,
    noun_after,
    noun_before,
    parted,
    preposition,
    source_of,
    subject_of,
    trimmed,
    without,
)
from dateline.interpret.attribution_tree import Run, Tree
from dateline.interpret.cues import Cue, Cues

_NOMINATIVE = frozenset("it he she they we i there".split())
_SKIPPED = frozenset(["ADV", "PART", "SPACE"])
_NEAR = 9
_NOMINAL = frozenset(["DET", "ADJ", "NUM", "NOUN", "PROPN", "PRON", "ADP", "PART"])
_CLOSING = frozenset(["”", '"', "''", "’"])
_OPENING = frozenset(["“", '"', "``", "‘"])
NO_SPEAKER = frozenset(
    "image photo picture video note update source file read more related watch published story by".split()
)
"""Words before a colon that name no speaker."""
_WH = frozenset(["what", "which", "who", "whose", "where", "that"])
_SUBORDINATE = frozenset(
    "if when after as while because although though before since until once unless".split()
)
_SPEAKER = ("DET", "PROPN", "NOUN", "PRON", "ADJ", "NUM")
HEARSAY = Cue("hearsay", "speculates", frozenset(), frozenset())
ACCORDING = Cue("according", "asserts", frozenset(["that"]), frozenset(["that"]))
COLON = Cue("say", "asserts", frozenset(["that"]), frozenset(["that"]))


def surface_frame(tree: Tree, verb: int, cue: Cue, cues: Cues, negatives: frozenset[str]) -> Frame | None:
    """A verb of saying whose content the tree does not show: after it, or before it at the sentence's end."""
    if cue.group not in SPEECH or tree.relation(verb) in ("aux", "cop"):
        return None
    runs = _after(tree, verb, cues) or _before(tree, verb)
    if not runs:
        return None
    source = source_of(tree, verb)
    if source is None or any(low <= source <= high for low, high in runs):
        source = beside(tree, verb)
    if source is None or any(low <= source <= high for low, high in runs):
        return None
    holds = not negated(tree, verb, negatives) and "that" in cue.holds
    return Frame(verb, cue_run(tree, verb, cue.second), source, runs, cue, holds)


def beside(tree: Tree, verb: int) -> int | None:
    """The noun right before the verb, else the noun phrase right after it."""
    before = verb - 1
    while before >= tree.sentence[verb][0] and tree.pos[before] in ("AUX", "ADV"):
        before -= 1
    if (
        before >= tree.sentence[verb][0]
        and tree.is_noun(before)
        and tree.lower[before] not in ("that", "which")
    ):
        return before
    return noun_after(tree, verb + 1)


def _finite(tree: Tree, token: int) -> bool:
    return tree.pos[token] in ("AUX", "VERB") and not tree.lower[token].endswith("ing")


def _after(tree: Tree, verb: int, cues: Cues) -> tuple[Run, ...]:
    """Reads "announced (on Monday) (that) it would withdraw …"."""
    last = tree.sentence[verb][1]
    for at in range(verb + 1, min(last, verb + _NEAR) + 1):
        if tree.lower[at] == "that" and tree.pos[at] == "SCONJ":
            return without(tree, at, clause_end(tree, at, cues), [])
        if tree.pos[at] == "PUNCT":
            return ()
    at = verb + 1
    while at <= last and tree.pos[at] in _SKIPPED:
        at += 1
    if at > last or not (tree.lower[at] in _NOMINATIVE or tree.pos[at] in _SPEAKER):
        return ()
    pronoun = tree.lower[at] in _NOMINATIVE
    for later in range(at + 1, min(last, at + (4 if pronoun else 14)) + 1):
        if tree.pos[later] == "PUNCT":
            return ()
        if _finite(tree, later):
            return without(tree, at, clause_end(tree, at, cues), [])
    return ()


def clause_end(tree: Tree, at: int, cues: Cues) -> int:
    """The last token of what is said from `at` on: the sentence's, or before another voice comes in."""
    last = tree.sentence[at][1]
    for token in range(at, last + 1):
        if tree.lower[token] == ";":
            return token - 1
        if tree.lower[token] == "," and _other_voice(tree, token + 1, last, cues):
            return token - 1
    return last


def _other_voice(tree: Tree, token: int, last: int, cues: Cues) -> bool:
    if token > last:
        return False
    if tree.lower[token] == "according":
        return True
    cue = cues.verbs.get(tree.lemma[token])
    if cue is None or cue.group not in SPEECH:
        return False
    return tree.lower[token].endswith("ing") or noun_after(tree, token + 1) is not None


def parenthetical(tree: Tree, verb: int) -> tuple[int, Run] | None:
    """Reads "…, officials said(,) …" and "…, said officials": speaker and words not in the content."""
    first, last = tree.sentence[verb]
    if any(
        tree.relation(k) == "aux" and tree.lower[k] not in ("has", "have", "had") for k in tree.kids[verb]
    ):
        return None
    source = noun_before(tree, verb)
    if source is not None and any(
        k > verb and tree.pos[k] in ("NOUN", "PROPN") for k in tree.children(verb, "obj")
    ):
        return None
    if source is not None:
        start = source
        while start > first and tree.pos[start - 1] in _NOMINAL:
            start -= 1
        after = _closed(tree, verb + 1, last)
        fits = start > first and parted(tree, start) and verb - start < _NEAR
        if fits and after is not None and tree.lower[start] not in _WH:
            return source, (start, after)
        return None
    source = noun_after(tree, verb + 1)
    if verb <= first or not parted(tree, verb) or source is None:
        return None
    after = _closed(tree, source + 1, last)
    return (source, (verb, after)) if after is not None else None


def _closed(tree: Tree, at: int, last: int) -> int | None:
    """The last token before the comma or full stop that ends a short phrase without a verb."""
    for token in range(at, min(last, at + _NEAR) + 1):
        if tree.lower[token] in (",", ".", ";", "—", "–", "?", "!", ":", '"', "“"):
            return token - 1
        if tree.pos[token] in ("VERB", "AUX", "SCONJ") or tree.lower[token] == "that":
            return None
    return last if last - at < _NEAR else None


def _before(tree: Tree, verb: int) -> tuple[Run, ...]:
    """What an inserted "officials said" speaks for: the rest of its sentence."""
    found = parenthetical(tree, verb)
    if found is None:
        return ()
    hole = found[1]
    first, last = tree.sentence[verb]
    if (
        any(t < hole[0] and preposition(tree, t) in _SUBORDINATE for t in tree.children(verb, "advcl"))
        and hole[1] >= last - 1
    ):
        return ()
    low = max((t + 1 for t in range(first, hole[0]) if tree.lower[t] == ";"), default=first)
    high = min((t - 1 for t in range(hole[1] + 1, last + 1) if tree.lower[t] == ";"), default=last)
    if tree.lower[hole[0] - 1] in _CLOSING and not set(tree.lower[hole[1] + 1 : hole[1] + 4]) & _OPENING:
        high = hole[0] - 1  # after a quotation, what goes on without quotation marks is the reporter's
    runs = without(tree, low, high, [hole])
    return runs if any(_finite(tree, t) for low, high in runs for t in range(low, high + 1)) else ()


def parenthetical_frame(tree: Tree, verb: int, cue: Cue) -> Frame | None:
    """The frame of an inserted or final "officials said", by the words alone."""
    if cue.group not in SPEECH or "quote" not in cue.takes or cue.group in ("warn", "describe"):
        return None
    found = parenthetical(tree, verb)
    runs = _before(tree, verb)
    if found is None or not runs:
        return None
    return Frame(verb, cue_run(tree, verb, cue.second), found[0], runs, cue, "that" in cue.holds)


def according_frames(tree: Tree, cues: Cues) -> list[Frame]:
    """Reads "according to X": X is the source of the sentence it stands in."""
    found: list[Frame] = []
    for token in (t for t, word in enumerate(tree.lower) if word in cues.words["attributive"]):
        first, last = tree.sentence[token]
        if token >= last or tree.lower[token + 1] != "to":
            continue
        source = tree.head[token] if tree.head[token] > token else tree.head[token + 1]
        if source <= token + 1 or not tree.is_noun(source):
            near = noun_after(tree, token + 2) if token + 2 <= last else None
            if near is None:
                continue
            source = near
        hole = (token, max(tree.right[source], source))
        if hole[1] >= last - 1 and token == first:
            hole = (token, _comma(tree, source, last))
        runs = _around(tree, token, source, hole)
        if runs:
            found.append(Frame(token, ((token, token + 1),), source, runs, ACCORDING, True))
    return found


def _comma(tree: Tree, at: int, last: int) -> int:
    return next((t - 1 for t in range(at, last) if tree.lower[t] == ","), last)


def _around(tree: Tree, token: int, source: int, hole: Run) -> tuple[Run, ...]:
    """What an inserted phrase speaks for: its sentence, or the clause of a longer one that it ends."""
    first, last = tree.sentence[token]
    low = max((t + 1 for t in range(first, token) if tree.lower[t] == ";"), default=first)
    high = min((t - 1 for t in range(hole[1] + 1, last + 1) if tree.lower[t] == ";"), default=last)
    return without(tree, low, high, [hole])


def hearsay_frames(tree: Tree, cues: Cues) -> list[Frame]:
    """Reads "reportedly": somebody says so, and nobody is named."""
    found: list[Frame] = []
    for token, word in enumerate(tree.lower):
        if word not in cues.words["hearsay"]:
            continue
        head = tree.head[token]
        low, high = (tree.left[head], tree.right[head]) if head != token else tree.sentence[token]
        if tree.relation(head) in ("advcl", "acl", "ccomp", "conj") or tree.pos[head] != "VERB":
            low = max(low, token)
        if runs := without(tree, low, high, [(token, token)]):
            found.append(Frame(token, ((token, token),), None, runs, HEARSAY, False))
    return found


def colon_frames(tree: Tree, cues: Cues, heads: frozenset[int]) -> list[Frame]:
    """A headline's "Police: two held" and "Two held: police". `heads` are the heads of known actors."""
    found: list[Frame] = []
    for first, last in tree.sentences:
        for colon in range(first + 1, last):
            if tree.lower[colon] != ":":
                continue
            for part, rest in (
                ((first, colon - 1), (colon + 1, last)),
                ((colon + 1, last), (first, colon - 1)),
            ):
                source = _short_speaker(tree, part, cues, heads)
                runs = trimmed(tree, *rest)
                if source is not None and runs and any(_finite(tree, t) for t in range(runs[0], runs[1] + 1)):
                    found.append(Frame(colon, ((colon, colon),), source, (runs,), COLON, True))
                    break
    return found


def _short_speaker(tree: Tree, part: Run, cues: Cues, heads: frozenset[int]) -> int | None:
    run = trimmed(tree, *part)
    if (
        run is None
        or run[1] - run[0] > 5
        or any(tree.pos[t] in ("VERB", "AUX") for t in range(run[0], run[1] + 1))
    ):
        return None
    paragraph = run[0] == 0 or "\n" in tree.lower[run[0] - 1]
    named = all(tree.pos[t] == "PROPN" for t in range(run[0], run[1] + 1))
    if paragraph and named and not NO_SPEAKER & set(tree.lower[run[0] : run[1] + 1]):
        return run[1] if tree.relation(run[1]) == "flat" and tree.head[run[1]] < run[0] else _top(tree, run)
    for token in range(run[1], run[0] - 1, -1):
        if token in heads or tree.lower[token] in cues.words["speakers"]:
            return token
    return None


def _top(tree: Tree, run: Run) -> int:
    """The token of a run that hangs outside it."""
    return next((t for t in range(run[0], run[1] + 1) if not run[0] <= tree.head[t] <= run[1]), run[1])


def quoted_as_saying(tree: Tree, verb: int, cues: Cues) -> tuple[Frame, int] | None:
    """Reads "A quoted B as saying that …", "B was quoted (by A) as saying …": frame and second verb."""
    if tree.lemma[verb] not in ("quote", "cite"):
        return None
    last = tree.sentence[verb][1]
    for at in range(verb + 1, min(last, verb + 25)):
        if tree.lower[at] == "as" and tree.lower[at + 1] in ("saying", "stating", "telling", "writing"):
            break
    else:
        return None
    second = at + 1
    clause = tree.child(second, "ccomp", "parataxis", "obj")
    begin = second + 1 if clause is None else min(second + 1, tree.left[clause])
    runs = without(tree, begin, clause_end(tree, begin, cues), []) if begin <= last else ()
    if not runs:
        return None
    passive = tree.passive(verb) and tree.child(verb, "obj") is None
    outer = source_of(tree, verb) if passive else subject_of(tree, verb)
    speaker = subject_of(tree, verb) if passive else _quoted(tree, verb, at)
    cue = cues.verbs["quote"]
    frame = Frame(
        verb, ((verb, verb), (at, second)), speaker, runs, cue, True, () if outer is None else (outer,)
    )
    return frame, second


def _quoted(tree: Tree, verb: int, until: int) -> int | None:
    kid = next(
        (k for k in tree.kids[verb] if verb < k < until and tree.relation(k) in ("obj", "iobj", "obl")), None
    )
    return kid if kid is not None else noun_after(tree, verb + 1)
