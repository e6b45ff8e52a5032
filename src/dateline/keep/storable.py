"""Reports as a store can hold them: text that Unicode cannot carry is replaced, one character for one."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from dateline.keep.schema import clean
from dateline.model import Credit, Report, Span
from dateline.record import SURROGATE


def storable(report: Report) -> Report:
    """The report with U+FFFD for every unpaired surrogate, which JSON can carry and UTF-8 cannot.

    Offsets stay. The hash is then that of the text as it is stored, and so is an id made of it.
    """
    text = clean(report.text)
    digest = report.text_sha256
    if text is not report.text and text != report.text:
        digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    derived = report.id == report.text_sha256[:16]
    fields = {name: clean(getattr(report, name)) for name in ("outlet", "url", "title", "author", "origin")}
    if text == report.text and all(getattr(report, name) == value for name, value in fields.items()):
        return report if not SURROGATE.search(report.id) else replace(report, id=clean(report.id))
    return replace(
        report,
        id=digest[:16] if derived else clean(report.id),
        text=text,
        text_sha256=digest,
        credits=tuple(
            Credit(Span(c.span.start, c.span.end, clean(c.span.text)), clean(c.agency), c.rule)
            for c in report.credits
        ),
        **fields,
    )
