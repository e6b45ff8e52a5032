"""One source after the other, and what an earlier run set aside once more."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dateline.collect import archive
from dateline.collect.items import Item, Record
from dateline.collect.opening.streams import BROKEN_STREAM, Carrier, items, reason
from dateline.collect.reading import Outcome, Reader
from dateline.collect.sources import Source, container, expand, opened
from dateline.config import Settings
from dateline.model import Failure, Report

if TYPE_CHECKING:
    from dateline.collect.fetch.fetching import Fetching

FAILED = "failed"
"""The field that makes a JSON line one of a list of failures (`--failed`), to be read again."""
Positioned = tuple[Outcome, int]
Only = frozenset[str] | None
"""The origins to read, where not everything is wanted."""


@dataclass(frozen=True, slots=True)
class Run:
    """What reading any source needs."""

    settings: Settings
    reader: Reader
    fetching: Callable[[], Fetching]
    """Asked for once there is an address: most runs have none."""
    stdin: BinaryIO | None = None

    def source(self, source: Source, only: Only = None, *, again: bool = False) -> Iterator[Positioned]:
        """The outcomes of a source (of `only` these items), each with the bytes taken from it by then.

        `again`: it stands in a list of failures, where another such list is not gone into.
        """
        if source.archive is not None:
            yield from self._archive(source.archive)
        elif source.address is not None:
            yield from self._address(source.address, only, again=again)
        else:
            yield from self._file(source, only, again=again)

    def _archive(self, folder: Path) -> Iterator[Positioned]:
        """What was kept, as long as it still gives the text that it gave then."""
        kept = archive.Archive.at(folder)
        for item in archive.items(folder):
            for outcome, position in self._outcomes(item, 0, follow=False):
                problem = kept.differs(outcome) if isinstance(outcome, Report) else None
                if problem and not self.settings.new_text:
                    yield Failure(item.origin, problem), position
                else:
                    yield outcome, position

    def _address(self, address: str, only: Only, *, again: bool) -> Iterator[Positioned]:
        document = self.fetching().given(address)
        if isinstance(document, Failure):
            yield document, 0
            return
        carrier = Carrier(
            address, document.declared, document.media_type, document.charset, only=_items_of(only)
        )
        yield from self._stream(io.BytesIO(document.raw), carrier, follow=True, again=again, only=only)

    def _file(self, source: Source, only: Only, *, again: bool) -> Iterator[Positioned]:
        try:
            with opened(source.path, self.stdin) as stream:
                carrier = Carrier(source.origin, only=_items_of(only))
                yield from self._stream(stream, carrier, follow=self.settings.follow, again=again, only=only)
        except BROKEN_STREAM as error:
            yield Failure(source.origin, reason(error)), 0

    def _stream(
        self, stream: BinaryIO, carrier: Carrier, *, follow: bool, again: bool, only: Only
    ) -> Iterator[Positioned]:
        listed: dict[str, list[str]] = {}
        for item in items(stream, carrier, self.settings):
            failed = (
                item.fields.get(FAILED) if isinstance(item, Record) and "text" not in item.fields else None
            )
            if failed is None:
                yield from self._outcomes(item, _position(stream), follow=follow, only=only)
            elif again:
                yield Failure(item.origin, "a list of failures that stands in one; read it by itself"), 0
            else:
                listed.setdefault(container(str(failed)), []).append(str(failed))
        for name, origins in listed.items():
            yield from self._again(name, frozenset(origins))

    def _again(self, name: str, origins: frozenset[str]) -> Iterator[Positioned]:
        """What a list of failures names in one file, folder or address."""
        only = None if name in origins else origins
        found = False
        for source in expand([name]):
            if isinstance(source, Failure):
                found = True
                yield source, 0
                continue
            for outcome in self.source(source, only, again=True):
                found = True
                yield outcome
        for origin in () if found else sorted(origins):
            yield Failure(origin, "is not there any more; take it off the list"), 0

    def _outcomes(
        self, item: Item | Failure, position: int, *, follow: bool, only: Only = None
    ) -> Iterator[Positioned]:
        if isinstance(item, Failure):
            yield item, position
            return
        for outcome in self.reader.reports(item, self.fetching().page if follow else None, only):
            yield outcome, position


def _items_of(only: Only) -> Only:
    """The items that have to be read for these origins: of an entry in a feed, `feed.xml#7`, the feed."""
    if only is None:
        return None
    return only | {origin[: mark.start()] for origin in only for mark in re.finditer("#", origin)}


def _position(stream: BinaryIO) -> int:
    """Bytes taken from the disk so far; a pipe does not tell."""
    try:
        return stream.tell()
    except (OSError, ValueError):
        return 0
