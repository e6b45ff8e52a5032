"""The archive: the raw bytes of every report and the text they gave, so that offsets can be checked later.

A folder with `raw/` and `text/`, each file named by the SHA-256 of what is in it, and `index.jsonl`,
which says what was read from which bytes and how. Nothing in it is ever changed; a cut leaves at worst
a file that no line names.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dateline.collect.items import Document, Item, Record, declared_of
from dateline.errors import UserError
from dateline.model import Failure, PublicationDate, Report

INDEX = "index.jsonl"
HASH = re.compile(r"[0-9a-f]{64}")
FIELDS = ("id", "text_sha256", "raw_sha256", "url", "outlet", "title", "published", "extractor", "encoding")


@dataclass(slots=True)
class Archive:
    """An archive open for writing. `known` says which text each raw hash gave, and how."""

    folder: Path
    known: dict[str, tuple[str, str | None]] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: str) -> Archive:
        """The archive in `folder`, made where there is none; raises UserError where that cannot be."""
        path = Path(folder)
        try:
            for name in ("raw", "text"):
                (path / name).mkdir(parents=True, exist_ok=True)
            _end_line(path / INDEX)
        except OSError as error:
            raise UserError(
                f"{folder}: no archive can be kept there ({error.strerror}); name another folder"
            ) from error
        return cls.at(path)

    @classmethod
    def at(cls, folder: Path) -> Archive:
        """The archive in a folder that is one, to be compared with."""
        known = {e["raw_sha256"]: (e["text_sha256"], e["extractor"]) for e in entries(folder)}
        return cls(folder, known)

    def differs(self, report: Report) -> str | None:
        """The line that says so, where the report's bytes gave another text when they were archived."""
        before = self.known.get(report.raw_sha256 or "")
        if before is None or before[0] == report.text_sha256:
            return None
        return (
            f"its bytes gave another text when they were archived (then {before[1] or 'as they stood'}, "
            f"now {report.extractor or 'as they stand'}); offsets into that text do not fit this one: "
            "read it with --new-text to use the new one"
        )

    def keep(self, report: Report, raw: bytes, item: Item, *, new_text: bool) -> str | None:
        """Keeps the bytes and the text; a line that says why not, where they gave another text before."""
        assert report.raw_sha256 is not None
        problem = self.differs(report)
        if problem is None and report.raw_sha256 in self.known:
            return None
        if problem and not new_text:
            return problem
        try:
            _write(self.folder / "raw" / report.raw_sha256, raw)
            _write(self.folder / "text" / report.text_sha256, report.text.encode("utf-8", "surrogatepass"))
            self._note(report, item)
        except OSError as error:
            raise UserError(f"{self.folder}: the archive cannot be written ({error.strerror})") from error
        self.known[report.raw_sha256] = (report.text_sha256, report.extractor)
        return None

    def _note(self, report: Report, item: Item) -> None:
        entry: dict[str, Any] = {name: getattr(report, name) for name in FIELDS}
        entry["dated"] = asdict(report.dated) if report.dated else None
        entry["origin"] = item.origin
        entry |= _of_record(item) if isinstance(item, Record) else _of_document(item)
        line = json.dumps(entry, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
        with (self.folder / INDEX).open("ab") as index:
            index.write(line)


def is_archive(folder: Path) -> bool:
    """Whether a folder is an archive, to be read by its index."""
    return (folder / INDEX).is_file() and (folder / "raw").is_dir() and (folder / "text").is_dir()


def entries(folder: Path) -> Iterator[dict[str, Any]]:
    """The lines of an archive's index; one that a cut left half-written is passed over."""
    with (folder / INDEX).open("rb") as index:
        for line in index:
            try:
                entry = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(entry, dict) and _is_whole(entry):
                yield entry


def _is_whole(entry: dict[str, Any]) -> bool:
    """Whether a line says what it should: its hashes become names of files, and must be nothing else."""
    hashes = (entry.get("raw_sha256"), entry.get("text_sha256"))
    return "extractor" in entry and all(isinstance(h, str) and HASH.fullmatch(h) for h in hashes)


def items(folder: Path) -> Iterator[Item | Failure]:
    """What the archive keeps, as it was when it was read first; each raw file once."""
    seen: set[str] = set()
    for entry in entries(folder):
        digest = entry["raw_sha256"]
        if digest in seen:
            continue
        seen.add(digest)
        try:
            raw = (folder / "raw" / digest).read_bytes()
            if hashlib.sha256(raw).hexdigest() != digest:
                raise ValueError("its bytes are not those that were archived")
            yield _item(entry, raw, str(folder / "raw" / digest))
        except (OSError, ValueError, TypeError, KeyError) as error:
            what = getattr(error, "strerror", None) or error
            problem = f"missing or broken in the archive ({what}); archive its source anew"
            yield Failure(str(folder / "raw" / digest), problem)


def _of_record(record: Record) -> dict[str, Any]:
    """What the index says of a record: its fields, where its bytes do not tell them, as a table's row."""
    if record.raw is not None and (record.encoding or "").endswith("(json)"):
        return {"kind": "record"}
    dated = record.fields.get("dated")
    given = {"dated": asdict(dated)} if isinstance(dated, PublicationDate) else {}
    return {"kind": "record", "fields": {**record.fields, **given}}


def _of_document(document: Document) -> dict[str, Any]:
    return {
        "kind": "document",
        "media_type": document.media_type,
        "charset": document.charset,
        "declared": asdict(document.declared),
    }


def _fields(entry: dict[str, Any], raw: bytes) -> dict[str, Any]:
    """A record's fields again, after their way through JSON."""
    fields = entry.get("fields")
    if fields is None:
        return dict(json.loads(raw))
    dated = fields.get("dated")
    return {**fields, "dated": PublicationDate(**dated)} if isinstance(dated, dict) else fields


def _item(entry: dict[str, Any], raw: bytes, origin: str) -> Item:
    if entry["kind"] == "record":
        return Record(origin=origin, fields=_fields(entry, raw), encoding=entry["encoding"], raw=raw)
    return Document(
        origin=origin, raw=raw, declared=declared_of(entry["declared"]),
        media_type=entry["media_type"], charset=entry["charset"],
    )  # fmt: skip


def _end_line(index: Path) -> None:
    """Makes the index where there is none, and ends a line that a cut left open."""
    with index.open("ab+") as stream:
        if stream.tell():
            stream.seek(-1, os.SEEK_END)
            if stream.read(1) != b"\n":
                stream.write(b"\n")


def _write(path: Path, content: bytes) -> None:
    """The file with this content, all at once; one that is there has it already, by its name."""
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.write_bytes(content)
    draft.replace(path)
