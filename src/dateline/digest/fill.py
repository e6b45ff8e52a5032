"""Readings → the spaCy Doc: tags, features, lemmas, trees, sentences and names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS
from spacy.symbols import IDS
from spacy.tokens import Doc
from spacy.vocab import Vocab

from dateline.digest.language_model import LanguageModel
from dateline.digest.lemmas import lemma_of
from dateline.digest.reader import Reading
from dateline.digest.windows import Window

_ATTRIBUTES = [POS, MORPH, LEMMA, HEAD, DEP, ENT_IOB, ENT_TYPE]
_COLUMN = {name: i for i, name in enumerate(("pos", "morph", "lemma", "head", "dep", "iob", "type"))}
_IOB = {"I": 1, "O": 2, "B": 3}


@dataclass(frozen=True)
class Filler:
    """The model's labels as the vocabulary's numbers, and the lemmas made so far."""

    vocab: Vocab
    pos: NDArray[np.uint64]
    morph: NDArray[np.uint64]
    dep: NDArray[np.uint64]
    iob: NDArray[np.uint64]
    kind: NDArray[np.uint64]
    model: LanguageModel
    lemmas: dict[tuple[str, int, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, model: LanguageModel) -> Filler:
        """The numbers of the model's labels in its tokenizer's vocabulary."""
        vocab: Vocab = model.tokenizer.vocab
        strings = vocab.strings
        return cls(
            vocab=vocab,
            pos=np.array([IDS[p] for p in model.upos], dtype=np.uint64),
            morph=np.array([vocab.morphology.add(f or "_") for f in model.feats], dtype=np.uint64),
            dep=np.array([strings.add(d) for d in model.deprel], dtype=np.uint64),
            iob=np.array([_IOB[t[0]] for t in model.tags], dtype=np.uint64),
            kind=np.array([strings.add(t[2:]) if t != "O" else 0 for t in model.tags], dtype=np.uint64),
            model=model,
        )

    def lemma(self, word: str, upos: int, script: int) -> int:
        """The number of a word's lemma."""
        found = self.lemmas.get((word, upos, script))
        if found is None:
            if len(self.lemmas) > 500_000:
                self.lemmas.clear()
            model = self.model
            made = lemma_of(word, model.upos[upos], model.scripts[script], model.lemmas)
            found = self.vocab.strings.add(made)
            self.lemmas[word, upos, script] = found
        return found


def fill_doc(filler: Filler, doc: Doc, windows: Sequence[Window], readings: Sequence[Reading],
             words: Sequence[list[str]]) -> Doc:  # fmt: skip
    """Put the readings of a doc's windows into it; white space hangs on the word before it."""
    values = np.zeros((len(doc), len(_ATTRIBUTES)), dtype=np.uint64)
    values[:, _COLUMN["iob"]] = 2
    heads = np.zeros(len(doc), dtype=np.int64)
    filled = np.zeros(len(doc), dtype=bool)
    for window, reading, forms in zip(windows, readings, words, strict=True):
        at = np.array(window.tokens)
        filled[at] = True
        values[at, 0] = filler.pos[reading.upos]
        values[at, 1] = filler.morph[reading.feats]
        made = zip(forms, reading.upos.tolist(), reading.scripts.tolist(), strict=True)
        values[at, 2] = np.array([filler.lemma(*one) for one in made], dtype=np.uint64)
        heads[at] = at[reading.heads] - at
        values[at, 4] = filler.dep[reading.deprel]
        values[at, 5] = filler.iob[reading.tags]
        values[at, 6] = filler.kind[reading.tags]
    _hang_space(doc, filled, heads, values, filler)
    values[:, 3] = heads.astype(np.uint64)
    doc.from_array(_ATTRIBUTES, values)  # type: ignore[arg-type]  # the stub knows no unsigned
    return doc


def _hang_space(doc: Doc, filled: NDArray[np.bool_], heads: NDArray[np.int64],
                values: NDArray[np.uint64], filler: Filler) -> None:  # fmt: skip
    """White space belongs to no window: it hangs on the word before it, or on the first one.

    Inside a name it belongs to the name.
    """
    blank = np.flatnonzero(~filled)
    if not len(blank):
        return
    space, dep = IDS["SPACE"], filler.vocab.strings.add("dep")
    real = np.flatnonzero(filled)
    for i in blank.tolist():
        values[i, 0] = space
        values[i, 2] = doc[i].orth
        values[i, 4] = dep
        before = int(np.searchsorted(real, i)) - 1
        if before + 1 < len(real) and values[after := real[before + 1], 5] == _IOB["I"]:
            values[i, 5:7] = values[after, 5:7]
        if len(real):
            heads[i] = real[max(before, 0)] - i
        elif i:
            heads[i] = -i
        if not len(real) and i == 0:
            values[i, 4] = filler.vocab.strings.add("ROOT")
