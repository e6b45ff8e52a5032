"""Who says what: the statements of a report, each with source, cue, content, stance and chain of holders."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace

from dateline.interpret.attribution_frames import (
    Frame,
    entry_of,
    noun_before,
    subject_of,
    verb_frame,
    without,
)
from dateline.interpret.attribution_holders import Holders, passed_on
from dateline.interpret.attribution_proposals import with_proposals
from dateline.interpret.attribution_quotes import attach_quotations
from dateline.interpret.attribution_surface import (
    according_frames,
    colon_frames,
    hearsay_frames,
    parenthetical_frame,
    quoted_as_saying,
    surface_frame,
)
from dateline.interpret.attribution_transcript import with_transcript
from dateline.interpret.attribution_tree import Tree, tree_of
from dateline.interpret.cues import Cues, cues, status_words
from dateline.interpret.quotes import Quotation, quotations
from dateline.model import Grounded, Holder, Span, Statement

_ATTITUDES = frozenset(
    ["believe", "plan", "know", "judge", "seem", "learn", "describe", "show", "speculate", "promise"]
)


def attribute(grounded: Grounded) -> tuple[Statement, ...]:
    """The statements of a report in text order; any text gives a result, at worst an empty one."""
    tree, lists = tree_of(grounded.digest.doc), cues()
    if not len(tree):
        return ()
    holders = Holders(grounded, tree, lists)
    heads = frozenset(holders.mentions)
    marks = quotations(tree.text)
    frames = _frames(tree, lists, heads)
    if grounded.digest.signals is not None:
        frames = with_proposals(tree, frames, grounded.digest.signals, lists, marks)
    frames = [f for f in frames if not _thought_aloud(tree, f, marks)]
    frames = with_transcript(tree, frames)
    frames = attach_quotations(tree, frames, marks, lists)
    statements = [_statement(tree, holders, frame, marks) for frame in frames]
    statements += [extra for frame in frames for extra in _told_medium(tree, holders, frame, lists)]
    statements = [s for s in statements if s.content]
    return tuple(sorted(statements, key=lambda s: (s.cue[0].start if s.cue else 0, s.content[0].start)))


def _frames(tree: Tree, lists: Cues, heads: frozenset[int]) -> list[Frame]:
    negatives = status_words().negatives
    frames: list[Frame] = []
    used: set[int] = set()
    for token, pos in enumerate(tree.pos):
        if token in used:
            continue
        if pos == "VERB":
            entry = entry_of(tree, token, lists)
            if entry is None:
                continue
            if quoted := quoted_as_saying(tree, token, lists):
                frames.append(quoted[0])
                used.update((token, quoted[1]))
                continue
            frame = (
                parenthetical_frame(tree, token, entry)
                or verb_frame(tree, token, entry, negatives)
                or surface_frame(tree, token, entry, lists, negatives)
            )
            if frame is not None:
                frames.append(frame)
        elif pos == "NOUN":
            frame = noun_frame(tree, token, lists) or _misread(tree, token, lists, negatives)
            if frame is not None:
                frames.append(frame)
    attributed = according_frames(tree, lists)
    frames = [_other_than(tree, frame, attributed) for frame in frames] + attributed
    frames += hearsay_frames(tree, lists) + colon_frames(tree, lists, heads)
    return _citing(tree, frames)


def _other_than(tree: Tree, frame: Frame, attributed: list[Frame]) -> Frame:
    """The frame without the speaker of an "according to" as its subject: the noun before its verb is that."""
    own = noun_before(tree, frame.verb)
    taken = any(frame.source == other.source for other in attributed)
    if not taken or own is None or own == frame.source:
        return frame
    holes = [(tree.left[own], own)]
    content = tuple(r for run in frame.content for r in without(tree, *run, holes))
    return replace(frame, source=own, content=content or frame.content)


def _thought_aloud(tree: Tree, frame: Frame, marks: tuple[Quotation, ...]) -> bool:
    """Whether somebody speaks of what is thought or wanted inside a quotation: it is part of what is said."""
    at = tree.start[frame.verb]
    inside = any(m.start < at < m.end for m in marks)
    if not inside:
        return False
    own = frame.source is not None and tree.lower[frame.source] in ("i", "we", "you")
    return own or frame.cue_entry.group in _ATTITUDES


def _misread(tree: Tree, token: int, lists: Cues, negatives: frozenset[str]) -> Frame | None:
    """A verb of saying after a comma that was tagged as a noun: ", reports the agency"."""
    word = tree.lower[token]
    lemma = word.removesuffix("s")
    entry = lists.verbs.get(lemma)
    if entry is None or entry.group not in ("say", "announce") or word == lemma or token == 0:
        return None
    if tree.lower[token - 1] not in (",", "”", '"') or tree.pos[token + 1 : token + 2] not in (
        ["DET"],
        ["PROPN"],
    ):
        return None
    return surface_frame(tree, token, entry, lists, negatives)


def noun_frame(tree: Tree, noun: int, lists: Cues) -> Frame | None:
    """A noun of saying with its clause or phrase: "the claim that …", "US estimates of …"."""
    entry = lists.nouns.get(tree.lemma[noun])
    if entry is None:
        return None
    for kid in tree.kids[noun]:
        if kid < noun:
            continue
        first = next(
            (tree.lower[k] for k in tree.kids[kid] if tree.dep[k] in ("case", "mark") and k < kid), ""
        )
        relation = tree.dep[kid]
        clause = relation in ("acl", "ccomp", "xcomp") and first in ("that", "to") and "that" in entry.takes
        if clause or (relation in ("nmod", "acl") and first in entry.takes):
            content = ((tree.left[kid], tree.right[kid]),)
            source = _noun_source(tree, noun)
            return Frame(
                noun,
                ((noun, noun),),
                source,
                content,
                entry,
                first in entry.holds or (clause and bool(entry.holds)),
            )
    return None


def _noun_source(tree: Tree, noun: int) -> int | None:
    """The owner or maker of a noun of saying, else the subject of the verb that it is the object of."""
    for kid in tree.kids[noun]:
        case = next((tree.lower[k] for k in tree.kids[kid] if tree.dep[k] == "case" and k < kid), "")
        if tree.dep[kid] == "nmod:poss" or (
            kid > noun and case in ("by", "from") and tree.relation(kid) == "nmod"
        ):
            return kid
    first = next((k for k in tree.kids[noun] if k < noun and tree.dep[k] in ("compound", "amod")), None)
    if first is not None and tree.pos[first] == "PROPN":
        return first
    verb = tree.head[noun]
    if tree.relation(noun) == "obj" and tree.lemma[verb] in (
        "make",
        "issue",
        "have",
        "voice",
        "express",
        "repeat",
        "give",
    ):
        return tree.child(verb, "nsubj")
    return None


def _citing(tree: Tree, frames: list[Frame]) -> list[Frame]:
    """Reads "A, citing B, reported that …": what A reports is B's word too."""
    by_verb = {f.verb: f for f in frames}
    for token, word in enumerate(tree.lower):
        # The parser may take whom one cites for an adverbial, which then has no preposition.
        source = tree.child(token, "obj", "obl") if word in ("citing", "quoting") else None
        if source is None:
            continue
        host = tree.head[token]
        while host not in by_verb and tree.head[host] != host:
            host = tree.head[host]
        frame, outer = by_verb.get(host), None
        if frame is not None and frame.verb != token:
            outer = frame.source
        elif (frame := by_verb.get(token)) is not None and tree.is_verb(tree.head[token]):
            outer = subject_of(tree, tree.head[token])  # the parser hung what is reported on "citing"
        if frame is None or outer is None:
            continue
        content = tuple(run for run in frame.content if not run[0] <= token <= run[1]) or frame.content
        cue = ((token, token),)
        inner = replace(
            frame, verb=token, cue=cue, source=source, content=content, outer=(*frame.outer, outer)
        )
        frames = [f for f in frames if f.verb != token] + [inner]
    return frames


def _told_medium(tree: Tree, holders: Holders, frame: Frame, lists: Cues) -> list[Statement]:
    """Reads "X told the BBC that …": the BBC is where the telling comes from."""
    if tree.lemma[frame.verb] not in ("tell", "inform", "describe", "say", "confirm"):
        return []
    for kid in tree.kids[frame.verb]:
        relation = tree.relation(kid)
        if (
            kid < frame.verb
            or relation not in ("obj", "iobj", "obl")
            or not _medium(tree, kid, holders, lists)
        ):
            continue
        if relation == "obl" and not any(tree.lower[k] in ("to", "for", "with") for k in tree.kids[kid]):
            continue
        chain = tuple(map(passed_on, holders.holders(kid, frame.verb)))[:1]
        run = holders.phrase(kid)
        low = min([frame.verb, *(first for first, _ in frame.content), *_token(frame.source)])
        high = max([frame.verb, *(last for _, last in frame.content)])
        if not chain or any(first <= kid <= last for first, last in frame.content):
            continue
        return [
            Statement((holders.span(run),), (), (holders.span((low, high)),), "indirect", "asserts", chain)
        ]
    return []


def _token(token: int | None) -> tuple[int, ...]:
    return () if token is None else (token,)


def _medium(tree: Tree, head: int, holders: Holders, lists: Cues) -> bool:
    if tree.lemma[head] in lists.words["listeners"] or tree.lower[head] in lists.words["listeners"]:
        return False
    mention = holders.mentions.get(head)
    if mention is not None and mention.sector == "JRN":
        return True
    first, last = holders.phrase(head)
    named = any(tree.pos[t] == "PROPN" for t in range(first, last + 1))
    return named and any(
        tree.lower[t] in lists.words["media"] for t in range(first, last + 1) if tree.lower[t] != "al"
    )


def _statement(tree: Tree, holders: Holders, frame: Frame, marks: tuple[Quotation, ...]) -> Statement:
    content = tuple(holders.span(run) for run in frame.content)
    source: tuple[Span, ...] = ()
    chain: list[Holder] = []
    if frame.source is not None:
        own = tree.child(frame.verb, "nsubj")
        relative = own is not None and own != frame.source and tree.lower[own] in ("who", "which", "that")
        run = (
            (own, own)
            if own is not None and relative
            else holders.source(frame.source, frame.verb, frame.content)
        )
        source = tuple(map(holders.span, frame.spoken or (run,)))
    if frame.holds:
        chain += [passed_on(h) for outer in frame.outer for h in holders.holders(outer, frame.verb)]
        chain += holders.holders(frame.source, frame.verb) if frame.source is not None else []
    cue = tuple(holders.span(run) for run in frame.cue)
    return Statement(
        source, cue, content, quotation_kind(cue, content, marks), frame.cue_entry.stance, tuple(chain)
    )


def quotation_kind(cue: tuple[Span, ...], content: tuple[Span, ...], marks: tuple[Quotation, ...]) -> str:
    """Direct where nearly all of it is in quotation marks that its cue is outside of, mixed where some is."""
    total = sum(s.end - s.start for s in content)
    quoted = 0
    starts = [m.start for m in marks]
    for span in content:
        low = max(0, bisect_right(starts, span.start) - 1)
        high = bisect_left(starts, span.end)
        own = [m for m in marks[low:high] if not any(m.start < c.start < m.end for c in cue)]
        quoted += sum(max(0, min(m.end, span.end) - max(m.start, span.start)) for m in own)
    if quoted >= 0.9 * total:
        return "direct"
    return "mixed" if quoted > 0 else "indirect"
