"""Claims of a report's windows → its signals, at the indices of the report's own tokens."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dateline.digest.claims import Anchored, Claims
from dateline.digest.language_model import LanguageModel
from dateline.digest.windows import Window
from dateline.model import ProposedEvent, ProposedQuote, Signals

_SOURCE, _CUE, _CONTENT = 1, 2, 3
_ACTOR, _RECIPIENT = 1, 2


def signals_of(
    model: LanguageModel, length: int, windows: Sequence[Window], claims: Sequence[Claims]
) -> Signals:
    """The signals of a doc of `length` tokens."""
    taught = all(c.quotes is not None for c in claims)
    pairs = list(zip(windows, claims, strict=True))
    inside = [(w, c.inside) for w, c in pairs if c.inside is not None]
    return Signals(
        quotes=tuple(proposed_quote(w, q) for w, c in pairs for q in c.quotes or ()) if taught else None,
        events=tuple(_event(model, w, c, e) for w, c in pairs for e in c.events),
        inside=_laid_out(length, 2, inside) if taught else None,
        types=_laid_out(length, len(model.types), [(w, c.types) for w, c in pairs]),
        statuses=_laid_out(length, len(model.statuses), [(w, c.statuses) for w, c in pairs]),
        factuality=_laid_out(length, len(model.sets), [(w, c.scales) for w, c in pairs]),
        type_names=tuple(model.types),
        status_names=tuple(model.statuses),
        scale_names=tuple(model.sets),
    )


def _laid_out(
    length: int, width: int, rows: Sequence[tuple[Window, NDArray[np.float32]]]
) -> NDArray[np.float32]:
    out = np.zeros((length, width), dtype=np.float32)
    for window, values in rows:
        out[window.tokens] = values
    return out


def _where(window: Window, found: Anchored, label: int) -> tuple[int, ...]:
    return tuple(window.tokens[i] for i in np.flatnonzero(found.labels == label).tolist())


def proposed_quote(window: Window, found: Anchored) -> ProposedQuote:
    """An attribution at the indices of the report's tokens."""
    cue = {window.tokens[found.first], *_where(window, found, _CUE)}
    source, content = _where(window, found, _SOURCE), _where(window, found, _CONTENT)
    source, content = (tuple(i for i in part if i not in cue) for part in (source, content))
    return ProposedQuote(window.tokens[found.first], source, tuple(sorted(cue)), content, found.score)


def _event(model: LanguageModel, window: Window, claims: Claims, found: Anchored) -> ProposedEvent:
    best = found.first + int(claims.types[found.first : found.last + 1, 1:].max(1).argmax())
    mode = model.modes[int(claims.modes[best])].partition(".")[2]
    return ProposedEvent(
        trigger=tuple(window.tokens[found.first : found.last + 1]),
        type=model.types[int(claims.types[best, 1:].argmax()) + 1],
        mode=mode or None,
        status=model.statuses[int(claims.statuses[best].argmax())],
        actors=_where(window, found, _ACTOR),
        recipients=_where(window, found, _RECIPIENT),
        score=found.score,
    )
