"""Sentences with the events they should give, in TOML: a user's test of a lexicon.

In: the text of such a file. Out: its cases. Fails: `UserError` with file and line.

    [[case]]
    text = "Norland shelled the port."
    events = ["ASSAULT.heavy-weapons shelled"]

An event is a type, its mode after a point where that matters, the trigger's words where they do, and
then as many of `status=`, `actor=`, `recipient=` as should be looked at. No events: nothing may be coded.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dateline.errors import UserError
from dateline.interpret.lexicon_read import STATUSES
from dateline.interpret.ontology import Ontology
from dateline.model import ActorMention, Event

OF_CASE = frozenset({"text", "events", "published", "also"})
FIELDS = ("status", "actor", "recipient")


@dataclass(frozen=True, slots=True)
class Expected:
    """One event as a user writes it: what is left out is not looked at."""

    written: str
    type: str
    mode: str | None = None
    trigger: str | None = None
    fields: dict[str, str] = field(default_factory=dict)

    def fits(self, event: Event) -> bool:
        """Whether an event is the one that is meant."""
        if event.type != self.type or (self.mode is not None and event.mode != self.mode):
            return False
        if self.trigger is not None and not _shares(self.trigger, event.trigger.text):
            return False
        return all(_field_fits(event, name, value) for name, value in self.fields.items())


def _shares(a: str, b: str) -> bool:
    return a.casefold() in b.casefold() or b.casefold() in a.casefold()


def _field_fits(event: Event, name: str, value: str) -> bool:
    if name == "status":
        return event.status == value
    mentions: Sequence[ActorMention] = event.actors if name == "actor" else event.recipients
    if value == "-":
        return not mentions
    return any(value == m.country or _shares(value, m.span.text) for m in mentions)


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, the events it should give, and where it stands."""

    text: str
    events: tuple[Expected, ...]
    line: int
    published: str | None = None
    also: bool = False
    """Whether other events may be coded besides."""

    def missed(self, events: Sequence[Event]) -> list[Expected]:
        """Those that are not among the coded events."""
        return [one for one in self.events if not any(one.fits(event) for event in events)]

    def extra(self, events: Sequence[Event]) -> list[Event]:
        """Coded events that nobody expected."""
        if self.also:
            return []
        return [event for event in events if not any(one.fits(event) for one in self.events)]


def _expected(text: str, ontology: Ontology) -> Expected:
    words = text.split(" ")
    type_, _, mode = words[0].partition(".")
    if type_ not in ontology.types:
        raise ValueError(f"{type_!r} is no type of {ontology.name}")
    if mode and mode not in ontology.types[type_].modes:
        known = ", ".join(ontology.types[type_].modes) or "none"
        raise ValueError(f"{type_} has no mode {mode!r}; it has {known}")
    trigger: list[str] = []
    fields: dict[str, str] = {}
    name = ""
    for word in words[1:]:
        key, sign, value = word.partition("=")
        if sign and key in FIELDS:
            name, fields[key] = key, value
        elif sign:
            raise ValueError(f"unknown field {key!r}; there are {', '.join(FIELDS)}")
        elif name:
            fields[name] += f" {word}"
        else:
            trigger.append(word)
    if fields.get("status", "happened") not in STATUSES:
        raise ValueError(f"unknown status {fields['status']!r}; there are {', '.join(sorted(STATUSES))}")
    return Expected(text, type_, mode or None, " ".join(trigger) or None, fields)


def _case(body: dict[str, Any], line: int, ontology: Ontology) -> Case:
    unknown = sorted(set(body) - OF_CASE)
    if unknown:
        raise ValueError(f"unknown key {unknown[0]!r}; there are {', '.join(sorted(OF_CASE))}")
    if not isinstance(body.get("text"), str) or not isinstance(body.get("events"), list):
        raise ValueError('a case needs text = "…" and events = […]; an empty list where nothing is coded')
    events = tuple(_expected(str(text), ontology) for text in body["events"])
    return Case(body["text"], events, line, body.get("published"), bool(body.get("also", False)))


def parse_cases(text: str, name: str, ontology: Ontology) -> list[Case]:
    """The cases of a file; UserError with file and line where it is wrong."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{name}: not valid TOML ({error}); mend the line") from error
    lines = [n for n, row in enumerate(text.splitlines(), 1) if row.strip() == "[[case]]"]
    found = data.get("case", [])
    if not isinstance(found, list) or not found or len(found) != len(lines):
        raise UserError(f"{name}: holds no cases; begin each with a line [[case]]")
    cases = []
    for line, body in zip(lines, found, strict=True):
        try:
            cases.append(_case(body, line, ontology))
        except ValueError as error:
            raise UserError(f"{name}, line {line}: {error}") from error
    return cases
