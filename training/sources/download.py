"""Bring the files of a home into a folder, once, and remember what they were.

`Store.texts(home)` gives path → text. What lies in `FOLDER/downloads` already is not fetched again.
The hash of every file stands in `FOLDER/sources.json` from its first fetch on; a file that is another
later is refused with a UserError until the caller accepts it.
"""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import logging
import tarfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from dateline.errors import UserError
from training.sources.homes import Addresses, Home

log = logging.getLogger(__name__)

LEDGER: Final = "sources.json"
_CHUNK: Final = 1 << 16
_AGAIN: Final = "run the same command again: what has been fetched is kept"


def download(url: str, *, most_bytes: int, timeout: float) -> bytes:
    """What lies at an address; raises UserError where it cannot be had whole."""
    request = urllib.request.Request(url, headers={"User-Agent": "dateline-training"})
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            body = _read(answer, url, most_bytes)
            length = answer.headers.get("Content-Length")
    except urllib.error.HTTPError as error:
        error.close()
        raise UserError(f"cannot fetch {url}: the server answers {error.code} {error.reason}") from error
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise UserError(f"cannot fetch {url}: {reason}; check the connection, then {_AGAIN}") from error
    if length is not None and len(body) != int(length):
        raise UserError(f"cannot fetch {url}: it broke off after {len(body)} of {length} bytes; {_AGAIN}")
    return body


def _read(answer: IO[bytes], url: str, most_bytes: int) -> bytes:
    """The body, as long as it stays within the limit (its stated length is only a claim)."""
    body = bytearray()
    while chunk := answer.read(_CHUNK):
        body += chunk
        if len(body) > most_bytes:
            raise UserError(
                f"cannot fetch {url}: it is larger than {most_bytes:,} bytes, which no set here is"
            )
    return bytes(body)


def archive_files(body: bytes, patterns: tuple[str, ...], most_bytes: int) -> Iterator[tuple[str, bytes]]:
    """The plain files of a .tar.gz that fit a pattern, by their path below its one top folder.

    Nothing is unpacked to disk here; raises ValueError where the archive is no such archive.
    """
    taken = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(body), mode="r:gz") as archive:
            for member in archive:
                path = PurePosixPath(*PurePosixPath(member.name).parts[1:])
                wanted = any(fnmatchcase(str(path), pattern) for pattern in patterns)
                if not member.isfile() or not wanted or ".." in path.parts or path.is_absolute():
                    continue
                taken += member.size
                if taken > most_bytes:
                    raise ValueError(f"its files are larger than {most_bytes:,} bytes")
                held = archive.extractfile(member)
                if held is not None:
                    yield str(path), held.read()
    except (tarfile.TarError, EOFError, OSError) as error:
        raise ValueError(f"not a readable .tar.gz: {error}") from error


class Store:
    """The downloads below a folder, and the ledger of their hashes."""

    def __init__(
        self,
        folder: Path,
        addresses: Addresses,
        *,
        accept_new: bool = False,
        most_bytes: int = 400 << 20,
        timeout: float = 60.0,
    ) -> None:
        self._folder = folder
        self._addresses = addresses
        self._accept_new = accept_new
        self._most_bytes = most_bytes
        self._timeout = timeout
        self._ledger = self._read_ledger()

    def texts(self, home: Home) -> dict[str, str]:
        """Path → text of all files of a home, in the order of their paths."""
        entry = self._ledger.setdefault(home.key, {"licence": home.licence, "files": {}})
        paths = sorted(home.files) or self._archived(home, entry)
        out = {}
        for path in paths:
            body = self._held(home, path, entry)
            try:
                out[path] = body.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise UserError(f"{home.key}/{path} is not UTF-8 text: {error.reason}") from error
        return out

    def _place(self, home: Home, path: str) -> Path:
        return self._folder / "downloads" / home.key.replace("/", "__") / path

    def _lying(self, home: Home, path: str, entry: dict[str, Any]) -> bytes | None:
        """The file from the folder, if it is there and is what was recorded."""
        place = self._place(home, path)
        body = place.read_bytes() if place.is_file() else None
        if body is None or entry["files"].get(path) not in {None, _hash(body)}:
            return None
        self._record(path, body, entry)
        return body

    def _held(self, home: Home, path: str, entry: dict[str, Any]) -> bytes:
        """The file from the folder, else from its home."""
        body = self._lying(home, path, entry)
        if body is None:
            url = f"{self._addresses.raw}/{home.name}/{home.version}/{path}"
            log.info("fetching %s", url)
            body = download(url, most_bytes=self._most_bytes, timeout=self._timeout)
            self._keep(home, path, body, entry)
        return body

    def _archived(self, home: Home, entry: dict[str, Any]) -> list[str]:
        """The paths taken from a home's archive, which is fetched if one of them is not there as it was."""
        known = sorted(entry["files"])
        if known and all(self._lying(home, path, entry) is not None for path in known):
            return known
        url = f"{self._addresses.archive}/{home.name}/tar.gz/{home.version}"
        log.info("fetching %s", url)
        body = download(url, most_bytes=self._most_bytes, timeout=self._timeout)
        try:
            files = dict(archive_files(body, home.patterns, self._most_bytes))
        except ValueError as error:
            raise UserError(f"cannot use {url}: {error}; {_AGAIN}") from error
        missing = [p for p in home.patterns if not any(fnmatchcase(path, p) for path in files)]
        if missing:
            raise UserError(f"cannot use {url}: it has no {missing[0]}")
        gone = sorted(set(known) - set(files))
        if gone and not self._accept_new:
            raise UserError(f"{home.key} no longer has {gone[0]}: look into it, then give --accept-new")
        for path in gone:
            del entry["files"][path]
        for path in sorted(files):
            self._keep(home, path, files[path], entry)
        return sorted(files)

    def _keep(self, home: Home, path: str, body: bytes, entry: dict[str, Any]) -> None:
        """Write a fetched file and its hash, unless it is another than the one fetched before."""
        recorded, now = entry["files"].get(path), _hash(body)
        if recorded not in {None, now} and not self._accept_new:
            raise UserError(
                f"{home.key}/{path} is not what was fetched before "
                f"(sha256 {recorded[:12]}…, now {now[:12]}…): look into it, then give --accept-new"
            )
        write_whole(self._place(home, path), body)
        self._record(path, body, entry)

    def _record(self, path: str, body: bytes, entry: dict[str, Any]) -> None:
        if entry["files"].get(path) != _hash(body):
            entry["files"][path] = _hash(body)
            text = json.dumps(self._ledger, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
            write_whole(self._folder / LEDGER, text.encode())

    def _read_ledger(self) -> dict[str, Any]:
        place = self._folder / LEDGER
        if not place.exists():
            return {}
        try:
            ledger = json.loads(place.read_text(encoding="utf8"))
            sound = all(isinstance(e["files"], dict) for e in ledger.values())
        except (ValueError, AttributeError, TypeError, KeyError):
            sound = False
        if not sound:
            raise UserError(f"{place} is damaged: restore it, or delete it to record the files anew")
        return dict(ledger)


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def write_whole(place: Path, body: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(place.name + ".part")
    part.write_bytes(body)
    part.replace(place)
