"""Transcripts: paragraphs that open with their speaker's name and a colon, and those that go on from them."""

from __future__ import annotations

import re
from collections import Counter

from dateline.interpret.attribution_frames import Frame, trimmed
from dateline.interpret.attribution_surface import COLON, NO_SPEAKER
from dateline.interpret.attribution_tree import Run, Tree

_LABEL = re.compile(r"[\"“”'‘]?\s*((?:[A-Z][\w.’'-]*|[QA])(?: \(?[A-Z][\w.’'()-]*){0,4})\s?:\s")
_OPENING = frozenset('"“”‘')
_FEWEST = 3
"""Labelled paragraphs that make a transcript; less may be a heading with a colon."""
_LONGEST = 60


def transcript_frames(tree: Tree) -> list[Frame]:
    """One frame for each labelled speech, its paragraphs as content; none where there is no transcript."""
    if tree.text.count(":") < _FEWEST:
        return []
    paragraphs = _paragraphs(tree)
    labels = [_label(tree, run) for run in paragraphs]
    names = Counter(_name(tree, label) for label in labels if label is not None)
    if sum(names.values()) < _FEWEST or max(names.values()) < 2:
        return []
    frames: list[Frame] = []
    for number, label in enumerate(labels):
        if label is None:
            continue
        runs = [trimmed(tree, label[1] + 2, paragraphs[number][1])]
        runs += _going_on(tree, paragraphs, labels, number)
        content = tuple(run for run in runs if run is not None)
        if content:
            colon = label[1] + 1
            frames.append(
                Frame(colon, ((colon, colon),), label[1], content, COLON, True, spoken=(label,), owned=True)
            )
    return frames


def with_transcript(tree: Tree, frames: list[Frame]) -> list[Frame]:
    """The frames, with the speeches of a transcript in place of what else was read at their labels."""
    speeches = transcript_frames(tree)
    colons = {frame.verb for frame in speeches}
    others = [f for f in frames if not any(first <= c <= last for first, last in f.cue for c in colons)]
    return others + speeches if speeches else frames


def _paragraphs(tree: Tree) -> list[Run]:
    runs: list[Run] = []
    first = 0
    for token, tag in enumerate([*tree.pos, "SPACE"]):
        if token == len(tree) or (tag == "SPACE" and "\n" in tree.lower[token]):
            if token > first:
                runs.append((first, token - 1))
            first = token + 1
    return runs


def _label(tree: Tree, run: Run) -> Run | None:
    """The speaker's name at the head of a paragraph, as tokens."""
    start = tree.start[run[0]]
    match = _LABEL.match(tree.text, start, min(start + _LONGEST, tree.end[run[1]]))
    if match is None:
        return None
    tokens = [t for t in range(run[0], run[1] + 1) if match.start(1) <= tree.start[t] < match.end(1)]
    if not tokens or tokens[-1] >= run[1] or tree.lower[tokens[-1] + 1] != ":":
        return None
    return None if NO_SPEAKER & {tree.lower[t] for t in tokens} else (tokens[0], tokens[-1])


def _name(tree: Tree, label: Run) -> str:
    return tree.text[tree.start[label[0]] : tree.end[label[1]]]


def _going_on(tree: Tree, paragraphs: list[Run], labels: list[Run | None], number: int) -> list[Run]:
    """The paragraphs after a labelled one that are the same speaker's: quoted as it is, up to a label."""
    quoted = tree.lower[paragraphs[number][0]] in _OPENING
    found: list[Run] = []
    for run, label in zip(paragraphs[number + 1 :], labels[number + 1 :], strict=True):
        if label is not None or not quoted or tree.lower[run[0]] not in _OPENING:
            break
        if (kept := trimmed(tree, *run)) is not None:
            found.append(kept)
    return found
