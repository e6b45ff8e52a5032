"""Text → words: spaCy's English tokenizer, patched to cut words as Universal Dependencies does.

UD English splits hyphenated words (`war - torn`) but keeps bound prefixes (`anti-American`), and
splits letters from digits at a hyphen (`COVID - 19`, `10 - week`).
"""

from __future__ import annotations

from typing import Final

from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, ALPHA_UPPER, CURRENCY, LIST_ELLIPSES, LIST_ICONS
from spacy.lang.en import English
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_suffix_regex

BOUND: Final = (
    "anti re non pre post co ex e inter intra multi semi sub un micro macro mega mini mono neo "
    "over under pan para poly proto pseudo quasi super trans tri bi ultra extra counter cyber bio "
    "geo hyper infra meta mis out auto de dis electro i"
).split()
"""Prefixes that UD leaves on their word, hyphen and all."""


def make_tokenizer() -> Tokenizer:
    """The tokenizer with a vocabulary of its own; it never changes or drops a character."""
    tokenizer: Tokenizer = English().tokenizer
    kept = "".join(rf"(?<!\b{p})(?<!\b{p.capitalize()})" for p in BOUND)
    hyphen = "-|–|—|--|---|——|~"
    infixes = [
        *LIST_ELLIPSES,
        *LIST_ICONS,
        rf"(?<=[{ALPHA_LOWER}])\.(?=[{ALPHA_UPPER}])",
        rf"(?<=[{ALPHA}]),(?=[{ALPHA}])",
        rf"{kept}(?<=[{ALPHA}0-9])(?:{hyphen})(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}])(?:{hyphen})(?=[0-9])",
        r"(?<=[0-9])(?:–|—|-)(?=[0-9])",
        rf"(?<=[{ALPHA}0-9])[:<>=/](?=[{ALPHA}])",
        rf"(?<=[{ALPHA}0-9])[\"“”](?=[{ALPHA}0-9])",
    ]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    suffixes = [
        *(English.Defaults.suffixes or ()),
        rf"(?<=[0-9])(?:bn|mn|km|m|kg)(?![{ALPHA}])",
        rf"(?<=[0-9{CURRENCY}])%",
    ]
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    return tokenizer
