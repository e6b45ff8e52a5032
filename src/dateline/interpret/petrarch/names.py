"""Who words are by PETRARCH's dictionaries: actors with dated codes, agents; and what is discarded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dateline.ground.actors.petrarch import (
    CODE,
    DATED,
    SET,
    Read,
    agent_forms,
    code_lines,
    days_of,
    is_agent,
    text_of,
    words_of,
)

Words = tuple[str, ...]
_BRACKETS = re.compile(r"\([^()]*\)?")


@dataclass(frozen=True, slots=True)
class Term:
    """A code, and from when to when it holds (ISO dates; empty where it always does)."""

    code: str
    start: str
    end: str

    def holds(self, day: str) -> bool:
        """Whether it holds on a day; without a day only what always holds does."""
        if not self.start and not self.end:
            return True
        return bool(day) and self.start <= day and (not self.end or day <= self.end)


@dataclass(frozen=True, slots=True)
class Name:
    """An actor or agent of a dictionary: its name, its terms, file and line."""

    name: str
    terms: tuple[Term, ...]
    where: str

    def on(self, day: str) -> str:
        """Its code on a day; empty where it has none."""
        return next((term.code for term in self.terms if term.holds(day)), "")


@dataclass(frozen=True, slots=True)
class Discard:
    """Words with which a sentence, or (`whole`) a report, is not to be coded."""

    words: Words
    whole: bool
    where: str


@dataclass(slots=True)
class Names:
    """The names of all files, by the first word, longest first once `sort` was called."""

    actors: dict[str, list[tuple[Words, Name]]] = field(default_factory=dict)
    agents: dict[str, list[tuple[Words, Name]]] = field(default_factory=dict)
    discards: dict[str, list[Discard]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def sort(self) -> None:
        """Put longer names before shorter ones; of equal ones the last one read decides."""
        for table in (self.actors, self.agents):
            for group in table.values():
                group.reverse()
                group.sort(key=lambda pair: -len(pair[0]))

    def discarded(self, words: Sequence[str]) -> Discard | None:
        """The first discard that the words of a sentence hold, those of whole reports first."""
        found: Discard | None = None
        for at, word in enumerate(words):
            for discard in self.discards.get(word, ()):
                if tuple(words[at : at + len(discard.words)]) == discard.words:
                    if discard.whole:
                        return discard
                    found = found or discard
        return found


def longest(
    table: dict[str, list[tuple[Words, Name]]], words: Sequence[str], at: int, day: str
) -> tuple[int, Name, str] | None:
    """The longest name that begins at a word and has a code on the day: its length, it, the code."""
    for form, name in table.get(words[at], ()):
        if tuple(words[at : at + len(form)]) == form:
            code = name.on(day)
            if code.strip("-"):
                return len(form), name, code
    return None


def add_names(file: Path, names: Names) -> None:
    """Read the actors and agents of a file."""
    lines = list(code_lines(text_of(file, names.notes)))
    _agents(file.name, [line for line in lines if is_agent(line)], names)
    _actors(file.name, [line for line in lines if not is_agent(line)], names)


def add_discards(file: Path, names: Names) -> None:
    """Read a list of discards: a line each, with + for the whole report."""
    for number, line in enumerate(text_of(file, names.notes).splitlines(), 1):
        body = line.partition("#")[0].strip()
        words = tuple(body.lstrip("+").replace("_", " ").upper().split())
        if words:
            discard = Discard(words, body.startswith("+"), f"{file.name}:{number}")
            names.discards.setdefault(words[0], []).append(discard)


def _put(table: dict[str, list[tuple[Words, Name]]], forms: Iterable[str], name: Name) -> None:
    for form in forms:
        words = tuple(form.upper().replace("'S", "").split())
        if words:
            table.setdefault(words[0], []).append((words, name))


def _actors(file: str, lines: Iterable[tuple[int, str, str]], names: Names) -> None:
    for block in _blocks(lines):
        where = f"{file}:{block.line}"
        terms = list(_terms(where, block.codes, names))
        # Codes without dates hold where none with dates does.
        terms.sort(key=lambda term: not (term.start or term.end))
        if terms:
            _put(names.actors, block.forms, Name(block.name, tuple(terms), where))
        else:
            names.notes.append(f"{where}: {block.name!r} has no code; left out")


@dataclass(slots=True)
class _Block:
    """An actor under way: where it begins, its spellings, and its codes as written."""

    line: int
    name: str
    forms: list[str]
    codes: list[str]
    last: int
    """The last line that was read of it."""


def _blocks(lines: Iterable[tuple[int, str, str]]) -> Iterator[_Block]:
    """Each actor; names that follow each other line on line before a code are spellings of one."""
    block: _Block | None = None
    for number, words, bracket in lines:
        name = _BRACKETS.sub(" ", words_of(words).replace("]", "")).strip()
        if name.startswith("+"):
            if block is not None:
                block.forms.append(name[1:].strip())
        elif name and not words[0].isspace():
            if block is not None and not block.codes and block.last == number - 1:
                block.forms.append(name)
            else:
                if block is not None:
                    yield block
                block = _Block(number, name, [name], [], number)
        if block is not None:
            block.codes += CODE.findall(bracket)
            block.last = number
    if block is not None:
        yield block


def _terms(where: str, codes: list[str], names: Names) -> Iterator[Term]:
    for code in codes:
        found = DATED.fullmatch(code.strip())
        days = days_of(found) if found else None
        if found is None or days is None:
            names.notes.append(f"{where}: [{code}] is no code with or without dates; left out")
        else:
            yield Term(found[1].upper(), *days)


def _agents(file: str, lines: Iterable[tuple[int, str, str]], names: Names) -> None:
    sets: dict[str, list[str]] = {}
    told = Read()
    for number, words, codes in lines:
        mark, equals, members = words.partition("=")
        if equals and SET.fullmatch(mark.strip()):
            sets[mark.strip()] = [member.strip() for member in members.split(",") if member.strip()]
            continue
        found = CODE.search(codes)
        if found is None or not found[1].strip().startswith("~"):
            names.notes.append(f"{file}:{number}: {words_of(words)!r} has no code ~…; left out")
            continue
        name = Name(words_of(words), (Term(found[1].strip().upper(), "", ""),), f"{file}:{number}")
        forms = agent_forms(f"{file}:{number}", words, sets, told)
        # THE_COURT is any court: longer names, which go first, are not touched by it.
        _put(names.agents, [*forms, *(f[4:] for f in forms if f.startswith("THE "))], name)
    names.notes += told.notes
