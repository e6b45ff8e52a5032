"""`python3 -m training.fetch FOLDER`: fill a folder from the public homes of the training data.

In: nothing but a network. Out: the files that `training` and `bench language` read, in their names and
row formats (`ud_*`, `ner_*`, `polnear.*`, `factuality.*`, each `.jsonl.gz`), the downloads, and
`sources.json` with each source's version, licence and hashes. Files that are there already are kept. What
goes wrong on the way to or at a source is a UserError in one line; the same command then goes on where it
broke off.

What the shipped weights were trained on is the same sets, converted by an earlier script; the rows differ
from these in known ways:

- Trees: EWT and PUD should be the same sentences (EWT's train file in another order). The earlier GUM rows
  came from GUM's separate documents, with 26 of 30 test documents; here the release's own division stands.
  A release is named by its tag, and the 2.16 tag was chosen by its relations: that it is the version
  the weights saw has not been checked word by word. The log says how many sentences and words it found
  beside those the weights saw.
- Names in GUM are by rule from its entity annotation, there as here, but the rules were written anew.
- `ner_open.dev` was a random half of EWT's part and of all GUM's; here it is all of EWT's and the open
  genres of GUM's. `ner_open.train` lacked some 400 sentences of UNER, BTC and WNUT17 that stand here.
- `ner_worldwide.train` has 860 of the 1,075 articles there (the others were kept for measuring) and all
  here, so bench figures on those articles say nothing about weights trained on this folder.
- Spaces in sets that do not tell them (wikigold, BTC, WNUT17, CrossNER, re3d) are guessed by the habits of
  print; training does not read them.
- Where Wikigold writes I- alone, two names of one kind that touch are one.
- Attributions and factuality should be the same; PolNeAR's rows lack the articles' titles and agencies, which
  training does not read.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, Final

from dateline.errors import UserError
from training.sources import claims, columns, gum, homes
from training.sources.columns import name_row, read_columns
from training.sources.download import Store, write_whole
from training.sources.homes import Addresses, Home
from training.sources.treebank import Sentence, read_conllu, syntax_rows

log = logging.getLogger(__name__)

Row = dict[str, Any]
PUBLIC: Final = Addresses()
SEEN: Final = {
    "ud_ewt_gum_open.train": (18_475, 320_513), "ud_ewt.dev": (2_001, 25_147), "ud_ewt.test": (2_077, 25_094),
    "ud_gum.dev": (1_341, 23_909), "ud_gum.test": (1_285, 23_991), "ud_pud.test": (1_000, 21_180),
    "ner_open.train": (26_682, 505_142), "ner_open.dev": (1_700, 24_953), "ner_uner.test": (2_077, 25_097),
    "ner_wikigold.test": (1_696, 39_007), "ner_gum.test": (1_285, 23_991),
    "ner_worldwide.train": (13_594, 542_879),
    "polnear.train": (840, 19_868), "polnear.dev": (84, 2_193), "factuality.traindev": (15_867, 40_145),
}  # fmt: skip
"""Sentences (rows, where a row is a paragraph without sentences, or an article) and words (or attributions,
or events) of what the weights saw."""
_COUNTED: Final = {"polnear": "articles, attributions", "factuality": "sentences, events"}
UNLICENSED: Final = frozenset({"ner_worldwide.train", "polnear.train", "polnear.dev"})
"""What states no licence; of the factuality file, two of its sets."""


def _read(home: Home, path: str, text: str, reader: Callable[[str], Iterable[Any]]) -> list[Any]:
    """A source's text, read whole; what it is not well formed in is the user's to know."""
    try:
        out = list(reader(text))
    except (ValueError, IndexError) as error:
        raise UserError(f"cannot read {home.key}/{path}: {error}") from error
    if not out:
        raise UserError(f"cannot read {home.key}/{path}: no sentence in it")
    return out


def _trees(store: Store, home: Home, path: str) -> list[Sentence]:
    return _read(home, path, store.texts(home)[path], read_conllu)


def _names(
    store: Store,
    home: Home,
    patterns: Iterable[str],
    kinds: Mapping[str, str],
    *,
    tag: int = 1,
    word: int = 0,
    separator: str = "\t",
    trim: bool = False,
) -> Iterator[Row]:
    """The name rows of those files of a home that fit the patterns, in the order of the patterns."""
    texts = store.texts(home)
    for pattern in patterns:
        for path in (p for p in texts if fnmatchcase(p, pattern)):
            sentences = _read(
                home, path, texts[path], lambda t: read_columns(t, word=word, tag=tag, separator=separator)
            )
            yield from (name_row(s, kinds, trim=trim) for s in sentences)


def _uner(store: Store, home: Home, part: str) -> Iterator[Row]:
    return _names(store, home, [f"en_ewt-ud-{part}.iob2"], columns.UNER, word=1, tag=2)


def _gum(store: Store, part: str, *, open_genres: bool) -> list[Sentence]:
    found = _trees(store, homes.GUM, f"en_gum-ud-{part}.conllu")
    return [s for s in found if gum.is_open(s)] if open_genres else found


def _train_trees(store: Store) -> Iterator[Row]:
    yield from syntax_rows(_trees(store, homes.EWT, "en_ewt-ud-train.conllu"))
    yield from syntax_rows(_gum(store, "train", open_genres=True))


def _open_train(store: Store) -> Iterator[Row]:
    yield from _uner(store, homes.UNER_TRAIN, "train")
    yield from gum.gum_name_rows(_gum(store, "train", open_genres=True))
    yield from _names(store, homes.COLLECTION, homes.TWEET_FILES, columns.CONLL)
    yield from _names(store, homes.CROSSNER, homes.CROSSNER.files, columns.CROSSNER)
    yield from _names(store, homes.COLLECTION, homes.RE3D_FILES, columns.RE3D, trim=True)
    yield from _names(store, homes.COLLECTION, homes.WNUT_FILES, columns.WNUT)


def _open_dev(store: Store) -> Iterator[Row]:
    yield from _uner(store, homes.UNER_TESTS, "dev")
    yield from gum.gum_name_rows(_gum(store, "dev", open_genres=True))


def _worldwide(store: Store) -> Iterator[Row]:
    for path, text in store.texts(homes.WORLDWIDE).items():
        doc = PurePosixPath(path).name
        yield from columns.worldwide_rows(text, doc)


def _said(store: Store, part: str) -> Iterator[Row]:
    try:
        yield from claims.attribution_rows(store.texts(homes.POLNEAR), part)
    except ValueError as error:
        raise UserError(f"cannot read {homes.POLNEAR.key}: {error}") from error


def _sure(store: Store, sets: Mapping[str, str]) -> Iterator[Row]:
    for name, folder in sets.items():
        home = homes.factuality(folder)
        for path, text in store.texts(home).items():
            split = PurePosixPath(path).stem
            yield from _read(home, path, text, partial(claims.factuality_rows, dataset=name, split=split))


MAKERS: Final[Mapping[str, Callable[[Store], Iterable[Row]]]] = {
    "ud_ewt_gum_open.train": _train_trees,
    "ud_ewt.dev": lambda s: syntax_rows(_trees(s, homes.EWT, "en_ewt-ud-dev.conllu")),
    "ud_ewt.test": lambda s: syntax_rows(_trees(s, homes.EWT, "en_ewt-ud-test.conllu")),
    "ud_gum.dev": lambda s: syntax_rows(_gum(s, "dev", open_genres=False)),
    "ud_gum.test": lambda s: syntax_rows(_gum(s, "test", open_genres=False)),
    "ud_pud.test": lambda s: syntax_rows(_trees(s, homes.PUD, "en_pud-ud-test.conllu")),
    "ner_open.train": _open_train,
    "ner_open.dev": _open_dev,
    "ner_uner.test": lambda s: _uner(s, homes.UNER_TESTS, "test"),
    "ner_wikigold.test": lambda s: _names(
        s, homes.COLLECTION, homes.WIKIGOLD_FILES, columns.CONLL, separator=" "
    ),
    "ner_gum.test": lambda s: gum.gum_name_rows(_gum(s, "test", open_genres=False)),
    "ner_worldwide.train": _worldwide,
    "polnear.train": lambda s: _said(s, "train"),
    "polnear.dev": lambda s: _said(s, "dev"),
    "factuality.traindev": lambda s: _sure(s, homes.FACTUALITY_OPEN | homes.FACTUALITY_CLOSED),
}
"""What makes each file of the folder."""
OPEN_MAKERS: Final[Mapping[str, Callable[[Store], Iterable[Row]]]] = {
    **{name: make for name, make in MAKERS.items() if name not in UNLICENSED},
    "factuality.traindev": lambda s: _sure(s, homes.FACTUALITY_OPEN),
}
"""The same without what states no licence."""


def _whole(place: Path, *, open_only: bool) -> bool:
    """Whether a file is there, with every set that is wanted: one made of open sets only is not the other."""
    if not place.exists():
        return False
    if open_only or place.name != "factuality.traindev.jsonl.gz":
        return True
    with gzip.open(place, "rt", encoding="utf8") as lines:
        return {json.loads(line)["dataset"] for line in lines} >= set(homes.FACTUALITY_CLOSED)


def write_rows(place: Path, rows: Iterable[Row]) -> tuple[int, int]:
    """Write gzipped JSON lines, the same bytes for the same rows; how many, counted as `SEEN` counts."""
    lines: list[str] = []
    sentences = words = 0
    for row in rows:
        lines.append(json.dumps(row, ensure_ascii=False) + "\n")
        sentences += sum(row["sent_start"]) if "sent_start" in row else 1
        words += len(next(row[part] for part in ("words", "attributions", "events") if part in row))
    write_whole(place, gzip.compress("".join(lines).encode(), mtime=0))
    return sentences, words


def fetch(
    folder: Path, *, open_only: bool = False, accept_new: bool = False, addresses: Addresses = PUBLIC
) -> None:
    """Make every file that is not in `folder` yet; `open_only` leaves out the sets that state no licence.

    `accept_new` takes sources that have changed since they were first fetched. Raises UserError where a
    source cannot be had, is not what it was, or is not in its format.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"cannot make the folder {folder}: {error.strerror}; name another") from error
    store = Store(folder, addresses, accept_new=accept_new)
    for name, make in (OPEN_MAKERS if open_only else MAKERS).items():
        place = folder / f"{name}.jsonl.gz"
        if _whole(place, open_only=open_only):
            log.info("%s is there", place.name)
            continue
        sentences, words = write_rows(place, make(store))
        what = next((w for start, w in _COUNTED.items() if name.startswith(start)), "sentences, words")
        log.info(
            "%s: %d, %d %s (the shipped weights: %d, %d)", place.name, sentences, words, what, *SEEN[name]
        )


def main(arguments: list[str] | None = None) -> int:
    """The command line; exit code 2 with one line where something is the caller's to mend."""
    ap = argparse.ArgumentParser(
        prog="training.fetch", description="Fill a folder from the public homes of the training data."
    )
    ap.add_argument("folder", type=Path, help="where the files go; those that are there are kept")
    ap.add_argument("--open-only", action="store_true", help="leave out the data that states no licence")
    ap.add_argument(
        "--accept-new", action="store_true", help="take sources that have changed since the first time"
    )
    a = ap.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        fetch(a.folder, open_only=a.open_only, accept_new=a.accept_new)
    except UserError as error:
        print(f"training.fetch: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
