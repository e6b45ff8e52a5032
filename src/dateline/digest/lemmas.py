"""Edit scripts: how a lemma is made from a word form.

A script is a case letter (K keep, L lower, T title), the number of characters cut from the end and
the suffix put there (`L3+y`: lower, cut 3, add y), or the whole lemma where the two share no
beginning (`=be`). After Chrupala's edit-tree idea, with a common prefix only, which is enough for
English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

_CASES: dict[str, Callable[[str], str]] = {"K": str, "L": str.lower, "T": str.title}


def _common_prefix(a: str, b: str) -> int:
    n = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        n += 1
    return n


def make_script(form: str, lemma: str) -> str:
    """The shortest script that turns `form` into `lemma`."""
    best: tuple[int, str] | None = None
    for letter, change in _CASES.items():
        base = change(form)
        shared = _common_prefix(base, lemma)
        cost = len(base) - shared + len(lemma) - shared
        if shared and (best is None or cost < best[0]):
            best = (cost, f"{letter}{len(base) - shared}+{lemma[shared:]}")
    return best[1] if best else f"={lemma}"


def apply_script(form: str, script: str) -> str:
    """The lemma of `form` by `script`; the form itself, lower-cased, where the script does not fit."""
    if script[0] == "=":
        return script[1:]
    base = _CASES[script[0]](form)
    count, _, suffix = script[1:].partition("+")
    cut = int(count)
    if cut > len(base) or not (base[: len(base) - cut] + suffix):
        return form.lower()
    return base[: len(base) - cut] + suffix


def lemma_of(word: str, upos: str, script: str, known: Mapping[str, Mapping[str, str]]) -> str:
    """The lemma of a word: as the training data has it for form and tag, else by the predicted script.

    `known` maps a tag to forms and their lemmas. A form the data knows is not left to chance.
    """
    return known.get(upos, {}).get(word) or apply_script(word, script)


def with_regular_forms(known: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Known forms, and those in *-ing* and *-ed* of known verbs in *-e*, which a script may cut too short.

    What the training data has for a form stays.
    """
    out = {upos: dict(forms) for upos, forms in known.items()}
    verbs = out.setdefault("VERB", {})
    for lemma in sorted(set(verbs.values())):
        if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
            for form in (f"{lemma[:-1]}ing", f"{lemma}d"):
                verbs.setdefault(form, lemma)
    return out
