"""Step 2, digest: Report → Digest, the report as the language model reads it.

In: reports, in any number. Out: for each, in order, a `Digest` whose spaCy Doc holds words, tags,
features, lemmas, UD trees, sentences and names at the report's own offsets, and whose `signals` are the
attributions, events and factuality that the model proposes. Fails with UserError
where the model's files are missing; no text makes it fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from spacy.tokens import Doc

from dateline.digest.capitals import read_mixed
from dateline.digest.fill import Filler, fill_doc
from dateline.digest.language_model import LanguageModel, load_model
from dateline.digest.signals import signals_of
from dateline.digest.windows import windows_of
from dateline.model import Digest, Report

__all__ = ["LanguageModel", "digest", "load_model"]

_BATCH_CHARACTERS: Final = 100_000
"""Reports are read together up to this size, so that short ones fill whole batches."""
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def digest(reports: Iterable[Report], model: LanguageModel) -> Iterator[Digest]:
    """Read reports with the model, several at a time; the order is kept."""
    filler = Filler.of(model)
    group: list[Report] = []
    size = 0
    for report in reports:
        group.append(report)
        size += len(report.text)
        if size >= _BATCH_CHARACTERS:
            yield from _digest_group(group, model, filler)
            group, size = [], 0
    if group:
        yield from _digest_group(group, model, filler)


def _digest_group(group: list[Report], model: LanguageModel, filler: Filler) -> Iterator[Digest]:
    docs = [_tokenize(report.text, model) for report in group]
    windows = [windows_of(report, doc) for report, doc in zip(group, docs, strict=True)]
    words = [[doc[i].text for i in w.tokens] for doc, ws in zip(docs, windows, strict=True) for w in ws]
    readings, words = read_mixed(model, words)
    at = 0
    for report, doc, ws in zip(group, docs, windows, strict=True):
        end = at + len(ws)
        claims = [r.claims for r in readings[at:end]]
        filled = fill_doc(filler, doc, ws, readings[at:end], words[at:end])
        yield Digest(report, filled, signals_of(model, len(doc), ws, claims))
        at = end


def _tokenize(text: str, model: LanguageModel) -> Doc:
    """Words of the text at its own offsets. A lone surrogate, which no Doc can hold, is read as U+FFFD."""
    doc: Doc = model.tokenizer(_SURROGATES.sub("\ufffd", text))
    return doc
