"""PETRARCH's verb dictionary, read as it is; what cannot be made out becomes a note with file and line.

Synonym sets (`&NAME`, then `+word`), blocks (`--- NAME [code] ---`), their verbs with forms in braces and
codes of their own, patterns (`- before * after [code]`), and transformations (`~ a (b . Q) SAY = a b 112`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dateline.interpret.petrarch.codes import NULL, Code, code_of
from dateline.interpret.petrarch.forms import of_verb
from dateline.interpret.petrarch.pattern_read import Synsets, anchors, pattern_of, synonym
from dateline.interpret.petrarch.verbs import Pattern, Transform, Verb, VerbFile

_BLOCK = re.compile(r"-{3}\s*(\S+)\s*(?:\[([^\]]*)\])?")
_CODE = re.compile(r"\[([^\]]*)\]\s*$")
_BRACED = re.compile(r"\{([^}]*)\}?")
_TRANSFORM = re.compile(
    r"~\s*(\S+)\s*\(\s*(\S+)\s+(\S+)\s+(\S+)\s*\)\s*(\S+)\s*=\s*(\S+)\s+(\S+)\s+(\S+)\s*$"
)


@dataclass(slots=True)
class _State:
    """Where in the file the reading is."""

    file: VerbFile
    synsets: Synsets = field(default_factory=Synsets)
    synset: str = ""
    block: str = ""
    code: str = NULL
    patterns: dict[str, list[Pattern]] = field(default_factory=dict)
    stems: dict[str, str] = field(default_factory=dict)
    """The code of each verb as written, for transformations."""
    later: list[tuple[int, str]] = field(default_factory=list)


def read_verbs(text: str, name: str) -> VerbFile:
    """The dictionary in `text`; `name` is the file's, for notes and for telling what decided."""
    state = _State(VerbFile(name))
    for number, line in _lines(text):
        _read_line(state, number, line)
    for number, line in state.later:
        _transform(state, number, line)
    for block, patterns in state.patterns.items():
        index: dict[str, list[Pattern]] = {}
        for pattern in patterns:
            for word in anchors(pattern):
                index.setdefault(word, []).append(pattern)
        state.file.blocks[block] = index
    for entries in state.file.verbs.values():
        entries.sort(key=lambda verb: -len(verb.before) - len(verb.after))
    return state.file


def looks_like_verbs(text: str) -> bool:
    """Whether a file is a verb dictionary: it has a block's heading."""
    return any(_BLOCK.match(line) and "---" in line[3:] for line in text.splitlines())


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Number and line, without comments; headings of sections and blank lines are left out."""
    for number, line in enumerate(text.splitlines(), 1):
        body = line.split("#")[0].split(";")[0].strip()
        if body and not body.startswith("<!"):
            yield number, body


def _read_line(state: _State, number: int, line: str) -> None:
    if line.startswith("---"):
        found = _BLOCK.match(line)
        if found is None:
            _note(state, number, "a block without a name; left out")
            return
        state.synset, state.block, state.code = "", found[1], (found[2] or NULL).strip()
    elif line.startswith("-"):
        _pattern(state, number, line)
    elif line.startswith("~"):
        state.later.append((number, line))
    elif line.startswith("&"):
        state.synset = line.split(maxsplit=1)[0]
        state.synsets.setdefault(state.synset, [])
    elif state.synset:
        if line.startswith("+"):
            synonym(state.synsets, state.synset, line[1:])
        else:
            _note(state, number, f"{line!r} stands in the synonym set {state.synset} without +; left out")
    elif not state.block:
        _note(state, number, f"{line!r} stands before the first block; left out")
    else:
        _verb(state, number, line)


def _note(state: _State, number: int, what: str) -> None:
    state.file.notes.append(f"{state.file.name}:{number}: {what}")


def codes_in(text: str) -> tuple[Code, Code]:
    """The active and the passive code of `042:043`, `190` or `:110`."""
    active, _, passive = text.strip().partition(":")
    return code_of(active.strip()), code_of(passive.strip())


def _verb(state: _State, number: int, line: str) -> None:
    found = _CODE.search(line)
    code = found[1] if found else state.code
    words = line[: found.start()] if found else line
    if "[" in words or "]" in words or words.startswith("*"):
        _note(state, number, f"{line!r} is neither a verb nor a pattern; left out")
        return
    given = _BRACED.search(words)
    stem = _BRACED.sub(" ", words).split()
    if len(stem) != 1:
        _note(state, number, f"{line!r} is not one verb (_ joins the words of one); left out")
        return
    forms = [stem[0], *(given[1].split() if given and given[1].strip() else of_verb(stem[0]))]
    active, passive = codes_in(code)
    state.stems.setdefault(stem[0].replace("+", "").upper(), code)
    for form in dict.fromkeys(form.upper() for form in forms):
        before, head, after = _phrase(form)
        if not head:
            _note(state, number, f"{form!r}: + must stand before the verb's own word; left out")
            continue
        verb = Verb(before, after, active, passive, state.block, number, stem[0])
        state.file.verbs.setdefault(head, []).append(verb)


def _phrase(form: str) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """The words before the verb, the verb, and the words after it: WIRE_+TAP, +BEEF_UP, HELP."""
    words = [word for word in form.split("_") if word]
    at = [n for n, word in enumerate(words) if word.startswith("+")]
    if not at:
        return ((), words[0], tuple(words[1:])) if words else ((), "", ())
    n = at[0]
    return tuple(words[:n]), words[n][1:], tuple(words[n + 1 :])


def _pattern(state: _State, number: int, line: str) -> None:
    found = _CODE.search(line)
    if found is None:
        _note(state, number, f"{line!r} has no code in brackets; left out")
        return
    if not state.block:
        _note(state, number, "a pattern before the first block; left out")
        return
    body = line[1 : found.start()]
    active, passive = codes_in(found[1])
    pattern = pattern_of(body, state.synsets, active, passive, number, " ".join(line.split()))
    if isinstance(pattern, str):
        _note(state, number, f"{pattern}; left out")
        return
    state.patterns.setdefault(state.block, []).append(pattern)


def _transform(state: _State, number: int, line: str) -> None:
    found = _TRANSFORM.match(line)
    if found is None:
        _note(state, number, f"{line!r} is no transformation: ~ a (b c VERB) VERB = a b CODE; left out")
        return
    outer, source, target, lower, upper, left, right, code = found.groups()
    known = [verb for verb in (lower, upper, code) if verb != "Q" and not verb[0].isdigit()]
    missing = [verb for verb in known if verb.upper() not in state.stems]
    if missing:
        _note(state, number, f"{missing[0]} is no verb of the dictionary; left out")
        return
    state.file.transforms.append(
        Transform(
            outer, source, target, None if lower == "Q" else codes_in(state.stems[lower.upper()])[0],
            codes_in(state.stems[upper.upper()])[0], (left, right, None if code == "Q" else code_of(code)),
            number, " ".join(line.split()),
        )
    )  # fmt: skip
