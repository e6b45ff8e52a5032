"""How the figures of `bench attribution` move with each constant that decides over proposals.

    python3 dev.py bench attribution --tune [--limit N]

The articles are read once; then each constant in turn takes a few values while the others stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dateline.digest import claims
from dateline.digest.language_model import LanguageModel
from dateline.digest.reader import batches, feed_of
from dateline.digest.signals import proposed_quote
from dateline.digest.windows import Window, windows_of
from dateline.interpret import attribution_proposals
from dateline.model import Digest, ProposedQuote

SWEEP: tuple[tuple[str, tuple[float, ...]], ...] = (
    ("CUE_AT", (-2.0, -1.6, -1.2, -0.8, -0.4)),
    ("QUOTE_CHANGE", (0.25, 0.5, 1.0, 1.5, 2.0)),
    ("ALONE_AT", (0.3, 0.4, 0.45, 0.5, 0.6)),
    ("RULE_CONTENT_AT", (0.2, 0.3, 0.4, 0.5, 0.6)),
    ("RULE_SOURCE_AT", (0.1, 0.2, 0.3, 0.4, 0.5)),
    ("RULED_AT", (0.1, 0.25, 0.4, 0.5)),
    ("PROPOSED_AT", (0.4, 0.5, 0.55, 0.6, 0.7)),
)
"""Each constant with the values to try; those in `digest/claims.py` decode, the others choose."""
Scored = tuple[list[tuple[int, Window]], dict[str, NDArray[np.float32]], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Recorded:
    """Digests with the scores of their windows, so that proposals can be decoded again."""

    reads: list[Digest]
    scores: list[Scored]

    def decoded(self, model: LanguageModel, cue_at: float, change: float) -> list[Digest]:
        """The digests with the proposals that these two constants give."""
        quotes: list[list[ProposedQuote]] = [[] for _ in self.reads]
        for windows, out, bounds in self.scores:
            found, _ = claims.read_quotes(out, bounds, model.near, cue_at, change)
            for (number, window), group in zip(windows, found or (), strict=True):
                quotes[number] += [proposed_quote(window, anchored) for anchored in group]
        return [_with(read, group) for read, group in zip(self.reads, quotes, strict=True)]


def _with(read: Digest, quotes: list[ProposedQuote]) -> Digest:
    if read.signals is None:
        return read
    ordered = tuple(sorted(quotes, key=lambda quote: quote.anchor))
    return replace(read, signals=replace(read.signals, quotes=ordered))


def recorded(reads: Sequence[Digest], model: LanguageModel) -> Recorded:
    """The scores of all windows, from one more pass of the encoder."""
    windows = [(n, w) for n, read in enumerate(reads) for w in windows_of(read.report, read.doc)]
    words = [[reads[n].doc[i].text for i in w.tokens] for n, w in windows]
    scores: list[Scored] = []
    for batch in batches(model, words):
        out: dict[str, Any] = dict(zip(model.outputs, model.encoder.run(None, feed_of(batch)), strict=True))
        kept = {k: v for k, v in out.items() if k.startswith(("cue_", "quote_", "inside_"))}
        scores.append(([windows[i] for i in batch.order], kept, np.cumsum([0, *batch.counts])))
    return Recorded(list(reads), scores)


def sweep(found: Recorded, model: LanguageModel) -> Iterator[tuple[str, float, bool, list[Digest]]]:
    """Each constant at each value: name, value, whether it is the present one, and the digests to score."""
    present = found.decoded(model, claims.CUE_AT, claims.QUOTE_CHANGE)
    for name, values in SWEEP:
        decoding = name in ("CUE_AT", "QUOTE_CHANGE")
        module = claims if decoding else attribution_proposals
        now = float(getattr(module, name))
        for value in values:
            if decoding:
                cue_at = value if name == "CUE_AT" else claims.CUE_AT
                change = value if name == "QUOTE_CHANGE" else claims.QUOTE_CHANGE
                yield name, value, value == now, found.decoded(model, cue_at, change)
                continue
            setattr(module, name, value)
            try:
                yield name, value, value == now, present
            finally:
                setattr(module, name, now)
