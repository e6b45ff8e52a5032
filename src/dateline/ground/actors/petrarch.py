"""PETRARCH's actor and agent dictionaries, read as they are; what cannot be made out becomes a note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from dateline.errors import UserError
from dateline.ground.actors.cameo import Coded, translate
from dateline.ground.actors.forms import TERRITORY
from dateline.ground.actors.table import Entry, Named, Term

CODE = re.compile(r"\[([^\[\]]*)\]")
"""A code in brackets, with its dates."""
DATED = re.compile(r"([A-Za-z0-9~-]+?)\s*(?:([<>])\s*(\d+)|(\d+)\s*-\s*(\d+))?")
"""A code and its dates: RUSGOV <070101, RUSGOV 010101-070101."""
_BRACED = re.compile(r"\{([^{}]*)\}")
SET = re.compile(r"![A-Z_]+!")
"""The name of a set of words in an agent: !PERSON!."""
_ACRONYM = re.compile(r"\(([^()]*)\)")
PIVOT = 30
"""Two-digit years up to this one are of this century."""
CAPITALS = 3
_BOTH = ("actor", "agent")


@dataclass(slots=True)
class Read:
    """What dictionaries say: names, role words (words, sector, source), and notes on what was left out."""

    named: list[Named] = field(default_factory=list)
    roles: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Actor:
    """One actor under way: its spellings and its codes with their dates, in the order of the file."""

    name: str
    line: int
    spellings: list[str]
    codes: list[tuple[int, Coded, str, str]] = field(default_factory=list)


def read_petrarch(path: Path, states: frozenset[str]) -> Read:
    """The dictionaries of a folder (files with `actor` or `agent` in their names), or one file.

    `states`: the ISO codes that stand for themselves. Raises UserError where there is nothing to read.
    """
    if path.is_dir():
        files = sorted(f for f in path.iterdir() if f.is_file() and any(w in f.name.lower() for w in _BOTH))
        if not files:
            raise UserError(f"{path}: no PETRARCH dictionary in it: a file with actors or agents in its name")
    else:
        files = [path]
    read = Read()
    for file in files:
        _read_file(file, states, read)
    if not read.named and not read.roles:
        raise UserError(f"{path}: no actor or agent of PETRARCH's found; name a dictionary of that format")
    return read


def _read_file(file: Path, states: frozenset[str], read: Read) -> None:
    lines, told = list(code_lines(text_of(file, read.notes))), len(read.notes)
    _agents(file.name, [line for line in lines if is_agent(line)], read)
    _actors(file.name, [line for line in lines if not is_agent(line)], states, read)
    read.notes[told:] = sorted(read.notes[told:], key=lambda note: _line_of(note, file.name))


def text_of(file: Path, notes: list[str]) -> str:
    """The text of a dictionary, which is often not UTF-8; that is noted. Raises UserError if unreadable."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise UserError(f"{file}: cannot be read ({error.strerror}); name a PETRARCH dictionary") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        notes.append(f"{file.name}: is not UTF-8; read as ISO 8859-1")
        return raw.decode("latin-1")


def _line_of(note: str, file: str) -> int:
    number = note.removeprefix(f"{file}:").partition(":")[0]
    return int(number) if number.isdigit() else 0


def code_lines(text: str) -> Iterator[tuple[int, str, str]]:
    """Number, words and codes of each line that is more than a comment."""
    for number, line in enumerate(text.splitlines(), 1):
        body = line.partition("#")[0].partition(";")[0].rstrip()
        if body:
            words, bracket, codes = body.partition("[")
            yield number, words, bracket + codes


def is_agent(line: tuple[int, str, str]) -> bool:
    """Whether a line tells a noun's role ([~MIL]), or a set of words for such lines; others tell names."""
    _, words, codes = line
    return "~" in codes or bool(SET.match(words.strip()) and "=" in words)


def words_of(cell: str) -> str:
    """The words of a cell, single blanks between them."""
    return " ".join(cell.replace("_", " ").split())


def _actors(file: str, lines: list[tuple[int, str, str]], states: frozenset[str], read: Read) -> None:
    actor: _Actor | None = None
    odd: dict[str, None] = {}
    for number, words, codes in lines:
        where, name = f"{file}:{number}", words_of(words)
        if "]" in name or ("[" in codes and not CODE.search(codes)):
            read.notes.append(f"{where}: bracket without its partner; left out")
            if name.startswith("+") or "]" in name:
                continue
        if name.startswith("+"):
            if actor is not None:
                actor.spellings += spellings_of(name[1:].strip())
        elif name and not words[0].isspace():
            _close(file, actor, read)
            actor = _Actor(name, number, spellings_of(name))
        elif name:
            read.notes.append(
                f"{where}: {name!r} stands where a code should; left out (+ makes it a synonym)"
            )
        if actor is None:
            read.notes.append(f"{where}: a code before any name; left out")
            continue
        for code in CODE.findall(codes):
            _add_code(where, number, code, states, actor, read, odd)
    _close(file, actor, read)


def spellings_of(name: str) -> list[str]:
    """A name as it is searched for: without its brackets, and a short word in brackets by itself.

    Dictionaries are in capitals throughout: only words of up to three letters must be so in a text.
    """
    if "(" not in name:
        return [name if " " in name or len(name) <= CAPITALS else name.capitalize()]
    short = [word for word in _ACRONYM.findall(name) if word.isalnum() and len(word) <= 6]
    return [*spellings_of(" ".join(_ACRONYM.sub(" ", name).replace("(", " ").split())), *short]


def _add_code(
    where: str, line: int, code: str, states: frozenset[str], actor: _Actor, read: Read, odd: dict[str, None]
) -> None:
    found = DATED.fullmatch(code.strip())
    if found is None:
        read.notes.append(f"{where}: [{code}] is no code with or without dates; left out")
        return
    coded = translate(found[1].upper(), states)
    if coded.odd and coded.country is None:
        read.notes.append(f"{where}: {coded.odd}; left out")
        return
    if coded.odd and coded.odd not in odd:
        odd[coded.odd] = None
        read.notes.append(f"{where}: {coded.odd}")
    days = days_of(found)
    if days is None:
        read.notes.append(f"{where}: the dates of [{code}] are none that can be; left out")
        return
    actor.codes.append((line, coded, *days))


def days_of(found: re.Match[str]) -> tuple[str, str] | None:
    """From when to when a code holds; None where its dates are none."""
    side, one, first, last = found[2], found[3], found[4], found[5]
    if not one and not first:
        return "", ""
    if one:
        day = _day(one)
        if day is None:
            return None
        return (day.isoformat(), "") if side == ">" else ("", (day - timedelta(1)).isoformat())
    start, end = _day(first), _day(last)
    if start is None or end is None or end < start:
        return None
    return start.isoformat(), end.isoformat()


@cache
def _day(digits: str) -> date | None:
    if len(digits) == 6:
        digits = ("20" if int(digits[:2]) <= PIVOT else "19") + digits
    if len(digits) != 8:
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _close(file: str, actor: _Actor | None, read: Read) -> None:
    if actor is None:
        return
    where = f"{file}:{actor.line}"
    if not actor.codes:
        read.notes.append(f"{where}: {actor.name!r} has no code; left out")
        return
    if not any(actor.spellings):
        return
    # Codes without dates hold where none with dates does: the last term that runs is taken.
    ranked = sorted(actor.codes, key=lambda code: bool(code[2] or code[3]))
    terms = tuple(Term(c.country, c.sector, "", start, end, line) for line, c, start, end in ranked)
    plain = all(coded.plain for _, coded, _, _ in ranked)
    dated = len(terms) > 1 or bool(terms[0].start or terms[0].end)
    entry = Entry(
        actor.name, TERRITORY if plain else "named", terms[0].country, terms[0].sector,
        f"{where} {actor.name}", terms if dated else (), None, where,
    )  # fmt: skip
    read.named.append((entry, actor.spellings))


def _plural(words: str) -> str:
    """The regular plural, which a dictionary leaves to be made: of the last word, unless a set ends it."""
    word = words.rstrip().rstrip("_")
    if word.endswith(("!", "S")):
        return ""
    if word.endswith("Y") and word[-2:-1] not in "AEIOU":
        return f"{word[:-1]}IES"
    return f"{word}ES" if word.endswith(("CH", "SH", "X", "Z")) else f"{word}S"


def _agents(file: str, lines: list[tuple[int, str, str]], read: Read) -> None:
    sets: dict[str, list[str]] = {}
    for number, words, codes in lines:
        where = f"{file}:{number}"
        mark, equals, members = words.partition("=")
        if equals and SET.fullmatch(mark.strip()):
            sets[mark.strip()] = [member.strip() for member in members.split(",") if member.strip()]
            continue
        found = CODE.search(codes)
        if found is None:
            read.notes.append(f"{where}: {words_of(words)!r} has no code; left out")
            continue
        sector = _agent_sector(found[1])
        if sector is None:
            read.notes.append(f"{where}: [{found[1]}] gives no sector; left out")
            continue
        for form in agent_forms(where, words, sets, read):
            read.roles.append((form, sector, f"{where} {form}"))


def _agent_sector(code: str) -> str | None:
    return translate(code.strip(), frozenset()).sector if code.strip().startswith("~") else None


def agent_forms(where: str, words: str, sets: dict[str, list[str]], read: Read) -> list[str]:
    """The wordings of an agent: itself and its plural, each with every member of its sets."""
    plural = _BRACED.search(words)
    single = _BRACED.sub(" ", words)
    forms = [single, *(plural[1].split(",") if plural else [_plural(single)])]
    for name in dict.fromkeys(SET.findall(words)):
        if name not in sets:
            read.notes.append(f"{where}: the set {name} is not defined above; left out")
            return []
        forms = [form.replace(name, member) for form in forms for member in sets[name]]
    return [form for form in map(words_of, forms) if form]
