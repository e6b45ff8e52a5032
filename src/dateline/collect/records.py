"""Reports from text and from JSON records: fields checked, text hashed, furniture marked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime

from dateline.collect.items import NOTHING, Declared
from dateline.collect.text.credits import find as find_credits
from dateline.collect.text.dated_line import date_of_dateline
from dateline.collect.text.furniture import mark
from dateline.collect.text.furniture_rules import Rules
from dateline.collect.text.language import language_of, name_of
from dateline.config import Settings
from dateline.model import Failure, PublicationDate, Report

OPTIONAL = ("outlet", "url", "title", "author", "published", "language")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?")
UTC = re.compile(r"(?:Z|[+-]00:?00)$")
KINDS = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}


def make_report(
    text: str,
    origin: str,
    encoding: str | None,
    settings: Settings,
    declared: Declared = NOTHING,
    rules: Rules | None = None,
) -> Report | Failure:
    """The report, or the one line that says why this text is not read."""
    published, dated = _date_of(text, settings, declared)
    language = language_of(text)
    problem = (
        _problem_of_text(text, settings)
        or (published and problem_of_date(published))
        or _problem_of_language(language or declared.language)
    )
    if problem:
        return Failure(origin, problem)
    digest = sha256(text)
    outlet = settings.outlet or declared.outlet
    furniture = mark(text, outlet, rules)
    return Report(
        id=declared.id or digest[:16],
        text=text,
        text_sha256=digest,
        outlet=outlet,
        url=declared.url,
        title=settings.title or declared.title,
        author=declared.author,
        published=published,
        dated=dated,
        language=language or declared.language,
        furniture=furniture,
        credits=find_credits(text, furniture),
        origin=origin,
        encoding=encoding,
    )


def _date_of(text: str, settings: Settings, declared: Declared) -> tuple[str | None, PublicationDate | None]:
    """When it was published: as given, else as declared, else as its own dateline writes."""
    if settings.published:
        return settings.published, dated_as(settings.published, "given")
    if declared.published:
        return declared.published, declared.dated
    return date_of_dateline(text) or (None, None)


def from_record(
    record: Mapping[str, object],
    origin: str,
    encoding: str | None,
    settings: Settings,
    rules: Rules | None = None,
) -> Report | Failure:
    """The report of one record; fields that RECORD.md does not name are passed over."""
    problem = _problem_of_fields(record)
    if problem:
        return Failure(origin, problem)
    given = {name: str(record[name]) for name in OPTIONAL if record.get(name)}
    identity = record.get("id")
    published = given.get("published")
    declared = Declared(
        id=None if identity in (None, "") else str(identity),
        dated=dated if isinstance(dated := record.get("dated"), PublicationDate) else _dated(published),
        **given,
    )
    return make_report(str(record["text"]), origin, encoding, settings, declared, rules)


def _dated(published: str | None) -> PublicationDate | None:
    return dated_as(published, "record") if published else None


def dated_as(published: str, method: str) -> PublicationDate:
    """How a date is known that is taken as it was given."""
    return PublicationDate(published, method, "utc" if UTC.search(published) else "local")


def sha256(text: str) -> str:
    """The hash of a text's UTF-8 bytes; unpaired surrogates, which JSON can carry, are kept."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def problem_of_date(value: str) -> str | None:
    """Why `value` is no ISO 8601 date or date and time, or None where it is one."""
    try:
        datetime.fromisoformat(value)
    except ValueError:
        pass
    else:
        if ISO_DATE.fullmatch(value):
            return None
    shown = " ".join(value.split())[:40]
    return f"publication date “{shown}” is not a date; write it as 2016-03-15 or 2016-03-15T08:30"


def kind_of_value(value: object) -> str:
    """What a JSON value is, for a message."""
    return KINDS.get(type(value), "a number")


def _problem_of_fields(record: Mapping[str, object]) -> str | None:
    if "text" not in record:
        return 'the field "text" is missing; put the report\'s text there'
    if not isinstance(record["text"], str):
        return f'the field "text" must be a string, not {kind_of_value(record["text"])}'
    identity = record.get("id")
    if identity is not None and (isinstance(identity, bool) or not isinstance(identity, (str, int))):
        return f'the field "id" must be a string or a whole number, not {kind_of_value(identity)}'
    for name in OPTIONAL:
        value = record.get(name)
        if value is not None and not isinstance(value, str):
            return f'the field "{name}" must be a string or null, not {kind_of_value(value)}'
    return None


def _problem_of_text(text: str, settings: Settings) -> str | None:
    if len(text) > settings.max_chars:
        return too_long(len(text), settings)
    return None if text.strip() else "empty: there is no text in it"


def too_long(length: int, settings: Settings, unit: str = "characters") -> str:
    """The line for a report over the limit."""
    return (
        f"{length:,} {unit}, more than a report may have ({settings.max_chars:,} characters); "
        "split it, or raise --max-chars"
    )


def _problem_of_language(language: str | None) -> str | None:
    if language is None or language.lower().split("-")[0] in {"en", "eng", "english"}:
        return None
    return f"written in {name_of(language)}; only English reports are read"
