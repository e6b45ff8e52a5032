"""CoNLL-U text → paragraphs with trees, in the rows that `training.corpus.read_syntax` reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

MOST_SENTENCES: Final = 6
_COLUMNS: Final = 10


@dataclass
class Word:
    """One syntactic word; the words of a multi-word token stand alone, without a space between them."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    """Place of the head in its sentence, from 0; a root is its own head."""
    deprel: str
    misc: dict[str, str]
    space: bool


@dataclass
class Sentence:
    """A sentence with what its comments say of where it stands."""

    words: list[Word]
    doc: str
    """The document's id, empty where the file names none."""
    opens: bool
    """Whether a new paragraph or document begins here."""
    comments: dict[str, str] = field(default_factory=dict)


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines between blank ones, with the number of their first line."""
    first, block = 1, list[str]()
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.rstrip("\r")
        if line.strip():
            if not block:
                first = number
            block.append(line)
        elif block:
            yield first, block
            block = []
    if block:
        yield first, block


def _comments(lines: Iterable[str]) -> dict[str, str]:
    """`# key = value` and bare `# key` lines."""
    out: dict[str, str] = {}
    for line in lines:
        if line.startswith("#"):
            key, _, value = line[1:].partition("=")
            out[key.strip()] = value.strip()
    return out


def _given(value: str) -> str:
    return "" if value == "_" else value


def _misc(value: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in _given(value).split("|"))
    return {key: said for key, _, said in pairs if key}


def _word(cells: list[str], place: int) -> Word:
    """The word of a row; a word that only goes with another has no lemma of its own and keeps its form."""
    form, lemma = cells[1], cells[2]
    head = int(cells[6]) - 1
    root = head < 0
    misc = _misc(cells[9])
    return Word(
        form,
        form if lemma == "_" else lemma,
        cells[3],
        _given(cells[4]),
        _given(cells[5]),
        place if root else head,
        "ROOT" if root else cells[7],
        misc,
        misc.get("SpaceAfter") != "No",
    )


def _words(rows: Iterable[str], where: int) -> list[Word]:
    out: list[Word] = []
    joined: dict[int, bool] = {}  # last word of a multi-word token → space after the token
    inside: set[int] = set()  # the words of such a token that have a sister to the right
    for row in rows:
        cells = row.split("\t")
        if len(cells) != _COLUMNS:
            raise ValueError(f"line {where}: a row has {len(cells)} columns, not {_COLUMNS}")
        name = cells[0]
        if "." in name:  # a word that only the enhanced graph has
            continue
        if "-" in name:
            first, last = (int(n) for n in name.split("-"))
            joined[last] = _misc(cells[9]).get("SpaceAfter") != "No"
            inside.update(range(first, last))
            continue
        out.append(_word(cells, len(out)))
        if int(name) != len(out):
            raise ValueError(f"line {where}: word {name} stands where word {len(out)} should")
    for number, word in enumerate(out, 1):
        word.space = False if number in inside else joined.get(number, word.space)
    return out


def _check(words: list[Word], where: int) -> None:
    """One root, heads inside the sentence: what every later step takes for granted."""
    if sum(w.deprel == "ROOT" for w in words) != 1:
        raise ValueError(f"line {where}: a sentence without exactly one root")
    if any(not 0 <= w.head < len(words) for w in words):
        raise ValueError(f"line {where}: a head outside its sentence")


def read_conllu(text: str) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U text; raises ValueError with the line where it is not well formed."""
    doc = ""
    for where, block in _blocks(text):
        comments = _comments(block)
        rows = [line for line in block if not line.startswith("#")]
        if not rows:
            continue
        words = _words(rows, where)
        _check(words, where)
        new_doc = "newdoc" in comments or "newdoc id" in comments
        if new_doc:
            doc = comments.get("newdoc id", "")
        opens = new_doc or "newpar" in comments or "newpar id" in comments
        yield Sentence(words, doc, opens, comments)


def group_paragraphs(sentences: Iterable[Sentence], most: int = MOST_SENTENCES) -> Iterator[list[Sentence]]:
    """Sentences by paragraph; a paragraph of more than `most` is cut after every `most`."""
    group: list[Sentence] = []
    for sentence in sentences:
        if group and (sentence.opens or len(group) == most):
            yield group
            group = []
        group.append(sentence)
    if group:
        yield group


def paragraph_row(sentences: list[Sentence]) -> dict[str, Any]:
    """The row of a paragraph: heads count from its first word, and nothing follows its last word."""
    row: dict[str, Any] = {
        name: [] for name in "words spaces upos xpos feats lemma head deprel sent_start".split()
    }
    for sentence in sentences:
        before = len(row["words"])
        for place, word in enumerate(sentence.words):
            row["words"].append(word.form)
            row["spaces"].append(word.space)
            row["upos"].append(word.upos)
            row["xpos"].append(word.xpos)
            row["feats"].append(word.feats)
            row["lemma"].append(word.lemma)
            row["head"].append(before + word.head)
            row["deprel"].append(word.deprel)
            row["sent_start"].append(place == 0)
    row["spaces"][-1] = False
    return row


def syntax_rows(sentences: Iterable[Sentence]) -> Iterator[dict[str, Any]]:
    """Sentences → the rows of a `ud_*.jsonl.gz` file."""
    return (paragraph_row(group) for group in group_paragraphs(sentences))
