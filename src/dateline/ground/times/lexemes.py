"""A report's text cut into lexemes for times and quantities.

The cut is our own, not the doc's: numbers, clock times and calendar dates stay whole whatever
tokenizer filled the doc, and a report without a doc's tags reads the same.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Lexeme(NamedTuple):
    """One piece of text: code points [start, end), its lower-case form, its kind, and as written.

    `kind`: break (a paragraph's end), iso, slash, clock, ordinal, decade, shortyear, number,
    abbreviation, word, mark.
    """

    start: int
    end: int
    low: str
    kind: str
    raw: str


_LEXEME = re.compile(
    r"""
    (?P<break>\n[^\S\n]*\n\s*)
  | (?P<iso>\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\d-]))
  | (?P<slash>\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\d/])|\d{1,2}\.\d{1,2}\.\d{4}(?![\d.]*\d))
  | (?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?![\d:]))
  | (?P<ordinal>\d{1,3}(?:,\d{3})*(?:st|nd|rd|th)\b)
  | (?P<decade>(?:['’‘]\d0|\d{2,3}0)(?:['’])?s\b)
  | (?P<shortyear>(?<![\w'’])['’‘]\d{2}(?![\w'’]))
  | (?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|(?<![\w.])\.\d+)
  | (?P<abbreviation>(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec
        |Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.|(?:[^\W\d_]\.){2,}|\b[AaPp]\.[Mm]\b|\b[Oo]['’]clock\b)
  | (?P<word>[^\W\d_]+)
  | (?P<mark>['’]s\b|\S)
    """,
    re.VERBOSE,
)


def lexemes_of(text: str) -> list[Lexeme]:
    """Every lexeme of `text`, in order; spaces lie between them."""
    return [
        Lexeme(m.start(), m.end(), m.group().lower(), m.lastgroup or "mark", m.group())
        for m in _LEXEME.finditer(text)
    ]
