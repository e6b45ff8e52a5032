"""Find the names and the role words of the tables in a text, longest first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.ground.actors.sheet import Sheet
from dateline.ground.actors.table import ActorTable, Entry, NameForm, Role, Spellings

UNSORTED = "named"
"""The kind of an entry whose table does not say what it is."""
TITLES = frozenset(
    "mr mr. mrs mrs. ms ms. dr dr. sir lord lady dame prof prof. sheikh sheik sayyed st st.".split()
)
_NAME_PARTS = frozenset(("flat", "compound"))
_INNER_HYPHEN = frozenset(("based", "born", "national", "owned"))
_WORD_LENGTH = 5
_WORDS = frozenset(("ACTED", "ARENA", "MODEL", "MORENA", "SHAPE"))
"""Acronyms that are also words or surnames."""
_DAYS = frozenset(("today", "yesterday", "tomorrow"))
_ANTI = ("pro", "anti", "non", "ex", "counter")


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found on the tokens [start, end); `head` is the one the tree hangs it by."""

    start: int
    end: int
    head: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class RoleHit:
    """A role word found on the tokens [start, end)."""

    start: int
    end: int
    head: int
    role: Role


def find_names(sheet: Sheet, table: ActorTable, day: str | None, roles: dict[int, RoleHit]) -> dict[int, Hit]:
    """The entries named in the text, by head token; overlapping names: the longest, then the first."""
    hits: dict[int, Hit] = {}
    pieces, where, at, size = sheet.pieces, sheet.where, 0, len(sheet.pieces)
    while at < size:
        known = table.names.get(pieces[at])
        found = _longest(sheet, known, at, day, roles) if known is not None else None
        if found is None:
            at += 1
            continue
        width, entry = found
        start, end = where[at], where[at + width - 1] + 1
        head = head_of(sheet, start, end)
        hits[head] = Hit(start, end, head, entry)
        at += width
    return hits


def find_roles(sheet: Sheet, table: ActorTable) -> dict[int, RoleHit]:
    """The role words of the text, by head token: the written form first, then the lemma."""
    hits: dict[int, RoleHit] = {}
    where, at, size = sheet.where, 0, len(sheet.pieces)
    keys = [_singular(sheet, i) for i in range(size)]
    while at < size:
        form = _role_at(sheet, table, keys, at)
        if form is None:
            at += 1
            continue
        width, role = form
        start, end = where[at], where[at + width - 1] + 1
        head = head_of(sheet, start, end)
        hits[head] = RoleHit(start, end, head, role)
        at += width
    return hits


def head_of(sheet: Sheet, start: int, end: int) -> int:
    """The token of [start, end) whose head lies outside: the first one, or the last token."""
    for i in range(start, end):
        head = sheet.heads[i]
        if not start <= head < end or head == i:
            return i
    return end - 1


def _longest(
    sheet: Sheet, known: Spellings, at: int, day: str | None, roles: dict[int, RoleHit]
) -> tuple[int, Entry] | None:
    for width in known.widths:
        if at + width > len(sheet.pieces):
            continue
        forms = known.forms.get(tuple(sheet.pieces[at : at + width]), ())
        fitting = [form.entry for form in forms if _stands(sheet, form, at, width, roles)]
        if fitting:
            entry = choose(fitting, day)
            if entry is not None and entry.kind == UNSORTED:
                entry = replace(entry, kind=_kind(sheet, entry, sheet.where[at]))
            return (width, entry) if entry is not None else None
    return None


def choose(entries: list[Entry], day: str | None) -> Entry | None:
    """Which of those that share a spelling is meant on a day: of several persons none, else the first."""
    if len(entries) == 1:
        return entries[0]
    running = [entry for entry in entries if entry.stands(day)] if day is not None else []
    several = running or entries
    if len(several) > 1 and all(entry.kind == "person" for entry in several):
        return None
    if day is None and any(entry.kind == "person" for entry in several[:1]):
        return None
    return several[0]


def _kind(sheet: Sheet, entry: Entry, token: int) -> str:
    """What a name of unsaid kind is here: a person where the language model reads one."""
    if entry.kind != UNSORTED:
        return entry.kind
    return "person" if sheet.labels[token] == "PER" else "organisation"


def _stands(sheet: Sheet, form: NameForm, at: int, width: int, roles: dict[int, RoleHit]) -> bool:
    start, last = sheet.where[at], sheet.where[at + width - 1]
    if start == last and _common_noun(sheet, start):
        return False
    if form.exact is not None:
        whole = sheet.words[start]
        split = start in _split_at(sheet, at) and form.exact in whole.split("-")
        if whole != form.exact and not split and not _as_a_word(sheet, start, form.exact):
            return False
    elif not any(
        sheet.words[i][:1].isupper() or _inner_capital(sheet.words[i]) for i in range(start, last + 1)
    ):
        return False
    if last > start and sheet.words[last] in _DAYS and sheet.words[start] != sheet.words[start].lower():
        return False  # "visited Russia today" names no broadcaster
    name = sheet.names[start]
    kind = _kind(sheet, form.entry, start)
    if name >= 0 and sheet.labels[start] == "PER" and kind != "person":
        return not _before_name(sheet, last) and name == start
    if kind == "person" and width == 1:
        return _alone(sheet, start, roles)
    return width > 1 or sheet.pos[start] not in ("VERB", "AUX", "ADP", "DET")


def _as_a_word(sheet: Sheet, token: int, capitals: str) -> bool:
    """Whether an acronym is written as a word, as in Unifil or Mujao; not what is one anyway."""
    word = sheet.words[token]
    if len(word) < _WORD_LENGTH or word != capitals.capitalize() or capitals in _WORDS:
        return False
    return sheet.pos[token] == "PROPN" and sheet.labels[token] != "PER"


def _split_at(sheet: Sheet, at: int) -> tuple[int, ...]:
    return (sheet.where[at],) if sheet.pieces[at] != sheet.folded[sheet.where[at]] else ()


def _inner_capital(word: str) -> bool:
    return "-" in word and any(part[:1].isupper() for part in word.split("-"))


def _continues(sheet: Sheet, start: int, last: int) -> bool:
    after = last + 1
    return after < len(sheet.words) and sheet.names[after] == sheet.names[start] != -1


def _common_noun(sheet: Sheet, token: int) -> bool:
    """Whether a word is a plain noun and only a text in capitals makes it look a name: "A CAR"."""
    if sheet.pos[token] != "NOUN" or sheet.labels[token] or not sheet.words[token].isupper():
        return False
    near = [
        sheet.words[i] for i in range(max(token - 3, 0), token + 4) if i != token and i < len(sheet.words)
    ]
    lettered = [word for word in near if len(word) > 1 and word.isalpha()]
    return len(lettered) > 1 and all(word.isupper() for word in lettered)


def _before_name(sheet: Sheet, last: int) -> bool:
    """Whether a person's name goes on after a token: "ANA ISABEL" is no army, though one is called ANA."""
    after = last + 1
    return after < len(sheet.words) and sheet.labels[after] == "PER"


def _alone(sheet: Sheet, i: int, roles: dict[int, RoleHit]) -> bool:
    """Whether a surname stands without another person's first or last name beside it."""
    if sheet.pos[i] not in ("PROPN", "NOUN", "X", ""):
        return False
    if sheet.labels[i] not in ("PER", "") and (sheet.names[i] != i or _continues(sheet, i, i)):
        return False
    for j in (i - 1, i + 1):
        if (
            not 0 <= j < len(sheet.words)
            or sheet.pos[j] != "PROPN"
            or j in roles
            or sheet.folded[j] in TITLES
        ):
            continue
        tied = sheet.heads[j] == i or sheet.heads[i] == j
        if (tied and _NAME_PARTS & {sheet.deps[j], sheet.deps[i]}) or sheet.names[i] == sheet.names[j] != -1:
            return False
    return True


def _singular(sheet: Sheet, at: int) -> str:
    token, piece = sheet.where[at], sheet.pieces[at]
    if piece != sheet.folded[token]:
        return piece
    lemma = sheet.lemmas[token]
    if lemma and sheet.pos[token] != "PROPN":
        return lemma.lower()
    return _cut(piece)


def _cut(piece: str) -> str:
    if piece.endswith("ies") and len(piece) > 4:
        return piece[:-3] + "y"
    return piece[:-1] if piece.endswith("s") and not piece.endswith("ss") and len(piece) > 3 else piece


def _role_at(sheet: Sheet, table: ActorTable, keys: list[str], at: int) -> tuple[int, Role] | None:
    token = sheet.where[at]
    if sheet.pos[token] in ("VERB", "AUX", "ADP", "DET", "PUNCT", "ADV"):
        return None
    for first in dict.fromkeys((sheet.pieces[at], keys[at], _cut(sheet.pieces[at]))):
        for form in table.roles.get(first, ()):
            width = len(form.pieces)
            if width == 1:
                if _single_role(sheet, table, token):
                    return 1, form.role
                continue
            if at + width > len(sheet.pieces):
                continue
            middle = sheet.pieces[at + 1 : at + width - 1]
            last = at + width - 1
            if _coordinated(sheet, at, last, keys):
                continue
            if tuple(middle) == form.pieces[1:-1] and form.pieces[-1] in (
                sheet.pieces[last],
                keys[last],
                _cut(sheet.pieces[last]),
            ):
                return width, form.role
    return None


def _single_role(sheet: Sheet, table: ActorTable, token: int) -> bool:
    pos = sheet.pos[token]
    if pos == "ADJ" and sheet.deps[token] == "amod":
        return sheet.folded[token] not in table.words["not_before_noun"]
    return pos in ("NOUN", "PROPN", "ADJ", "NUM", "X", "")


def hyphened_away(sheet: Sheet, hit: Hit) -> bool:
    """Whether a name only colours another word: "Iranian-backed", "pro-Russian"."""
    first = sheet.folded[hit.start]
    part = first.split("-", 1)[0]
    if "-" in first and part in _ANTI:
        return not hit.entry.name.lower().startswith(part)  # "Anti-balaka" is called so
    word = sheet.folded[hit.end - 1]
    if "-" in word and word.rsplit("-", 1)[1].endswith(("ed", "led", "run")) and hit.end - hit.start == 1:
        return not word.endswith(tuple(_INNER_HYPHEN))
    if hit.start > 1 and sheet.words[hit.start - 1] == "-" and sheet.folded[hit.start - 2] in _ANTI:
        return True
    if (
        hit.end + 1 >= len(sheet.words)
        or sheet.words[hit.end] not in ("-", "–")
        or sheet.doc[hit.end - 1].whitespace_
    ):
        return False
    following = hit.end + 1
    if sheet.words[following][:1].isupper():  # "Franco-German": two nations, none coloured
        return False
    return sheet.pos[following] in ("VERB", "ADJ") and sheet.folded[following] not in _INNER_HYPHEN


def _coordinated(sheet: Sheet, at: int, last: int, keys: list[str]) -> bool:
    """Whether a plural stands for several offices: "foreign and defence ministries"."""
    return at > 0 and sheet.pieces[at - 1] in ("and", "or") and sheet.pieces[last] != keys[last]
