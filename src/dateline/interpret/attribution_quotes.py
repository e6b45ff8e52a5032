"""Quotations meet frames: contents widen to whole quotations, quotations without one find their speaker."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace

from dateline.interpret.attribution_frames import (
    Frame,
    cue_run,
    entry_of,
    inverted_speaker,
    noun_after,
    source_of,
)
from dateline.interpret.attribution_surface import COLON, beside
from dateline.interpret.attribution_tree import Run, Tree
from dateline.interpret.cues import Cues
from dateline.interpret.quotes import Quotation

_REACH = 14
_SHORTEST = 3
_DASHES = frozenset(["—", "―", "–", "--", "-"])


def attach_quotations(
    tree: Tree, frames: list[Frame], marks: tuple[Quotation, ...], lists: Cues
) -> list[Frame]:
    """Frames with the quotations that belong to them; a source carries over inside a quotation only."""
    by_sentence: dict[Run, list[int]] = {}
    for number, frame in enumerate(frames):
        by_sentence.setdefault(tree.sentence[frame.verb], []).append(number)
    owned = [run for frame in frames if frame.owned for run in frame.content]
    speaking: int | None = None
    before: Run | None = None
    for mark in marks:
        run = _tokens(tree, mark)
        if run is None or any(run[0] <= last and first <= run[1] for first, last in owned):
            continue
        near = _near(tree, run, by_sentence)
        for number in near:
            frames[number] = _outside(frames[number], run)
        hit = _best(tree, frames, [i for i in near if _quotes(frames[i], run)], run)
        if hit is None:
            size = len(frames)
            hit = _found(tree, frames, run, lists, near)
            if len(frames) > size:
                by_sentence.setdefault(tree.sentence[frames[-1].verb], []).append(size)
        if hit is None and speaking is not None and _goes_on(tree, before, run, frames[speaking], mark):
            hit = speaking
        if hit is None:
            continue
        frames[hit] = replace(frames[hit], content=_joined(frames[hit].content, run))
        speaking, before = hit, run
    return frames


def _best(tree: Tree, frames: list[Frame], hits: list[int], run: Run) -> int | None:
    """The frame that a quotation belongs to; one in another sentence loses it to one that is nearer."""
    if not hits:
        return None
    own = (tree.sentence[run[0]], tree.sentence[run[1]])
    hit = next((i for i in hits if tree.sentence[frames[i].verb] in own), hits[0])
    for other in hits:
        far = tree.sentence[frames[other].verb] not in own
        if far and other != hit and tree.sentence[frames[hit].verb] in own:
            kept = [r for r in frames[other].content if r[1] < run[0] or run[1] < r[0]]
            frames[other] = replace(frames[other], content=tuple(kept) or frames[other].content)
    return hit


def _found(tree: Tree, frames: list[Frame], run: Run, lists: Cues, near: list[int]) -> int | None:
    """The frame of a quotation that no frame has yet: one without it so far, or a new one."""
    found = _speaker_of(tree, run, lists) if run[1] - run[0] + 1 >= _SHORTEST else None
    if found is None:
        return None
    same = next((i for i in near if frames[i].verb == found.verb), None)
    if same is None:
        frames.append(found)
        return len(frames) - 1
    frames[same] = replace(frames[same], holds=True)
    return same


def _near(tree: Tree, run: Run, by_sentence: dict[Run, list[int]]) -> list[int]:
    """The frames whose verbs stand in the quotation's sentences or in those beside them."""
    first, last = max(0, run[0] - _REACH), min(len(tree) - 1, run[1] + _REACH)
    sentences: list[Run] = []
    while first <= last:
        sentences.append(tree.sentence[first])
        first = tree.sentence[first][1] + 1
    return [number for sentence in sentences for number in by_sentence.get(sentence, [])]


def _speaker_of(tree: Tree, run: Run, lists: Cues) -> Frame | None:
    """The frame of a quotation that no frame has yet: a cue beside it, or a name after a dash."""
    return _beside_quotation(tree, run, lists) or _signed(tree, run)


def _outside(frame: Frame, run: Run) -> Frame:
    """The frame without a source that is part of a quotation in which its verb is not."""
    if frame.source is None or not run[0] <= frame.source <= run[1] or run[0] <= frame.verb <= run[1]:
        return frame
    return replace(frame, source=None)


def _tokens(tree: Tree, mark: Quotation) -> Run | None:
    first = bisect_left(tree.start, mark.start)
    last = bisect_right(tree.end, mark.end) - 1
    return (first, last) if first <= last < len(tree) else None


def _quotes(frame: Frame, run: Run) -> bool:
    """Whether the frame's content has part of the quotation, and its verb stands outside it."""
    if run[0] <= frame.verb <= run[1] or frame.cue_entry.group == "hearsay":
        return False
    size = run[1] - run[0] + 1
    shared = sum(max(0, min(last, run[1]) - max(first, run[0]) + 1) for first, last in frame.content)
    starts = any(run[0] <= first <= run[1] and first - run[0] <= 2 for first, _ in frame.content)
    led = frame.verb < run[0] and any(run[0] - 2 <= last <= run[1] for _, last in frame.content)
    if led and "quote" in frame.cue_entry.takes and run[0] - frame.verb < _REACH:
        return True
    return shared >= max(2, size // 3) or (starts and shared > 1) or (shared > 2 and size > 12)


def _joined(content: tuple[Run, ...], run: Run) -> tuple[Run, ...]:
    runs = sorted([*content, run])
    merged = [runs[0]]
    for first, last in runs[1:]:
        if first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


def _beside_quotation(tree: Tree, run: Run, lists: Cues) -> Frame | None:
    """The cue verb right after the quotation or right before it."""
    after_end = min(tree.sentence[min(run[1] + 1, len(tree) - 1)][1], run[1] + _REACH)
    after = range(run[1] + 1, after_end + 1)
    if tree.lower[run[1] - 1] in (".", "!", "?") and tree.sentence[run[1]][1] == run[1]:
        after = range(0)
    before = range(run[0] - 1, max(tree.sentence[run[0]][0] - 1, run[0] - _REACH) - 1, -1)
    last = run[0] - 1
    while last > 0 and tree.pos[last] == "SPACE":
        last -= 1
    if last > 0 and run[0] == tree.sentence[run[0]][0] and tree.lower[last] in (":", ","):
        before = range(last, max(tree.sentence[last][0] - 1, last - _REACH) - 1, -1)
    for tokens in (after, before):
        for token in tokens:
            if tree.lower[token] in ('"', "“", "”", ";") or tree.pos[token] == "SPACE":
                break
            if tree.pos[token] != "VERB":
                continue
            cue = entry_of(tree, token, lists)
            if cue is None or "quote" not in cue.takes:
                continue
            source = source_of(tree, token)
            if source is None or run[0] <= source <= run[1]:
                source = inverted_speaker(tree, token) or beside(tree, token)
            if source is None or run[0] <= source <= run[1]:
                continue
            return Frame(token, cue_run(tree, token, cue.second), source, (run,), cue, "quote" in cue.holds)
    return None


def _signed(tree: Tree, run: Run) -> Frame | None:
    """Reads "…” — Jane Roe": a name after a dash ends the paragraph."""
    at = run[1] + 1
    while at < len(tree) and tree.pos[at] == "SPACE" and tree.lower[at].count("\n") < 3:
        at += 1
    if at + 1 >= len(tree) or tree.lower[at] not in _DASHES:
        return None
    last = at + 1
    while last < len(tree) and "\n" not in tree.lower[last] and tree.pos[last] not in ("VERB", "AUX"):
        last += 1
    source = noun_after(tree, at + 1)
    ended = last == len(tree) or "\n" in tree.lower[last]
    if source is None or not ended or last - at > _REACH:
        return None
    return Frame(at, ((at, at),), source, (run,), COLON, True)


def _goes_on(tree: Tree, before: Run | None, run: Run, speaker: Frame | None, mark: Quotation) -> bool:
    """Whether a quotation goes on an earlier one: over a paragraph, or after the cue beside it."""
    if speaker is None or before is None or run[1] - run[0] + 1 < _SHORTEST:
        return False
    if mark.continued:
        return True
    between = range(before[1] + 1, run[0])
    if any(tree.pos[t] == "SPACE" and "\n" in tree.lower[t] for t in between):
        return False
    cue_between = before[1] < speaker.verb < run[0]
    return cue_between and all(
        tree.sentence[t] == tree.sentence[speaker.verb] or not tree.is_verb(t) for t in between
    )
