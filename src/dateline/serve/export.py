"""The desk as a site of files: it opens from a folder or from any web server, and asks nothing of either.

What needs somebody to write it down, reviewing and adding, is left out; the overview filters in the browser.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from dateline.errors import UserError
from dateline.serve import pages
from dateline.serve.contents import Contents, Page
from dateline.serve.judged import Judged
from dateline.serve.links import FileLinks, file_name
from dateline.serve.view import Row, View, as_data

MARK: Final = "dateline-site.json"
"""A file that says that a folder is such a site, and may be written again."""
KEYS: Final = {
    "incident": "SELECT incident_id AS key FROM incidents ORDER BY 1",
    "report": "SELECT report_id AS key FROM reports ORDER BY 1",
    "country": "SELECT DISTINCT country AS key FROM incidents WHERE country IS NOT NULL ORDER BY 1",
    "actor": "SELECT DISTINCT unnest(actors || recipients) AS key FROM incidents ORDER BY 1",
}
"""The pages of each kind that a site has."""
_SOURCES: Final = """
SELECT incident_id, list(DISTINCT source) AS sources FROM (
    SELECT incident_id, holder AS source FROM claims WHERE holder IS NOT NULL
    UNION ALL
    SELECT incident_id, outlet FROM incident_events JOIN reports USING (report_id) WHERE outlet IS NOT NULL
) GROUP BY 1"""


def export(view: View, judged: Judged, folder: Path, tell: Callable[[int], object] = id) -> int:
    """Writes the site into a folder; gives the number of its pages. UserError where the folder is in use.

    `tell` is told of the number of pages so far, every now and then.
    """
    _claim(folder)
    count = 0
    try:
        for name in pages.asset_names():
            found = pages.asset(name)
            _write(folder / "static" / name, found[0] if found else b"")
        site = f"window.SITE = {json.dumps(as_data(_site(view)))};\n"
        _write(folder / "static" / "site.js", site.encode("ascii"))
        for path, page, links in _pages(view, judged):
            text = pages.render(page.template, links, {**page.data, **page.more}, here=page.here)
            _write(folder / f"{path}.html", text.encode("utf-8", "replace"))
            _write(folder / f"{path}.json", pages.to_json(as_data(page.data)))
            count += 1
            if count % 500 == 0:
                tell(count)
    except OSError as error:
        raise UserError(f"{folder}: cannot be written ({error.strerror}); name another folder") from error
    return count


def _claim(folder: Path) -> None:
    """The folder is there, and empty or a site that was written before."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()) and not (folder / MARK).is_file():
            raise UserError(f"{folder}: holds other files; name an empty or a new folder")
        _write(folder / MARK, b'{"made by": "dateline desk --export"}\n')
    except OSError as error:
        raise UserError(f"{folder}: cannot be written ({error.strerror}); name another folder") from error


def _pages(view: View, judged: Judged) -> Iterator[tuple[str, Page, FileLinks]]:
    """Every page with the file that it goes to, without its ending, and its links."""
    top, below = FileLinks(True, ""), FileLinks(True, "../")
    contents = Contents(view, top, judged)
    yield "index", contents.overview({}), top
    yield "ledger", contents.ledger({}, 0), top
    yield "method", contents.method({}), top
    contents = Contents(view, below, judged)
    for kind, query in KEYS.items():
        make: Callable[[str], Page | None] = getattr(contents, kind)
        for row in view.rows(query):
            page = make(row["key"])
            if page:
                yield f"{kind}/{file_name(row['key'])}", page, below


def _site(view: View) -> list[Row]:
    """All incidents, with what the overview filters by: it has no server to ask."""
    sources = {row["incident_id"]: row["sources"] for row in view.rows(_SOURCES)}
    rows = view.rows(
        "SELECT incident_id, title, type, modes, first_day, last_day, country, place_name, lat, lon, "
        "status, actors, "
        "recipients, reports, texts, origins, disputed, confidence FROM incidents ORDER BY last_day DESC "
        "NULLS LAST, 1"
    )
    return [_entry(row, sources.get(row["incident_id"], [])) for row in rows]


def _entry(row: Row, sources: list[str]) -> dict[str, Any]:
    return {**row, "sources": sources, "href": f"incident/{file_name(row['incident_id'])}.html"}


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
