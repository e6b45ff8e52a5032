"""The addresses that change something: each reads a form of the desk, writes, and leads on to a page."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final, TypeVar
from urllib.parse import quote, unquote
from weakref import WeakKeyDictionary

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dateline.errors import UserError
from dateline.serve import add, pages, report, review
from dateline.serve.desk import Desk
from dateline.serve.forms import Form, read_form
from dateline.serve.links import Links

REVIEWER = "dateline_reviewer"
YEAR = 365 * 24 * 3600
Out = TypeVar("Out")


def routes(desk: Desk) -> list[Route]:
    """All addresses that take a POST of a reviewer."""

    def decide(form: Form, _: str) -> tuple[str, str]:
        name = review.decide(desk, form)
        return (f"/review/{quote(form['then'], safe='')}" if form["then"] else "/review"), name

    def undo(form: Form, _: str) -> tuple[str, str]:
        return _local(form["back"], "/review"), review.undo(desk, form)

    def merge(form: Form, key: str) -> tuple[str, str]:
        return f"/incident/{quote(key, safe='')}", review.merge(desk, key, form)

    def split(form: Form, key: str) -> tuple[str, str]:
        return f"/incident/{quote(key, safe='')}", review.split(desk, key, form)

    waiting = add.Waiting()
    return [
        Route("/add", _added(desk, waiting), methods=["POST"]),
        Route("/add/keep", _kept(desk, waiting), methods=["POST"]),
        Route("/judge", _posted(desk, decide), methods=["POST"]),
        Route("/undo", _posted(desk, undo), methods=["POST"]),
        Route("/merge/{key:path}", _posted(desk, merge), methods=["POST"]),
        Route("/split/{key:path}", _posted(desk, split), methods=["POST"]),
    ]


def _posted(
    desk: Desk, write: Callable[[Form, str], tuple[str, str]]
) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        form = await read_form(request, desk.access)
        address, reviewer = await _apart(write, form, str(request.path_params.get("key", "")))
        done = RedirectResponse(address, 303)
        remember(done, reviewer)
        return done

    return answer


def _added(desk: Desk, waiting: add.Waiting) -> Callable[[Request], Awaitable[Response]]:
    """Reads what was pasted and shows it as a report; what cannot be read comes back with the reason."""

    async def answer(request: Request) -> Response:
        form = await read_form(request, desk.access)
        return await _apart(_read, desk, waiting, form)

    return answer


def _read(desk: Desk, waiting: add.Waiting, form: Form) -> Response:
    began = time.perf_counter()
    try:
        reading = add.read(desk, add.pasted_of(form))
    except UserError as error:
        given = {name: form.raw(name) for name in ("text", "address", "outlet", "published", "title")}
        page = pages.render(
            "add.html", Links(), {"problem": str(error), "given": given}, here="add", key=desk.access.key
        )
        return Response(page.encode("utf-8", "replace"), 400, media_type="text/html")
    data = add.as_page(reading)
    more = {
        "paragraphs": report.marked(data),
        "judged": {"events": {}},
        "held": waiting.hold(reading.grounded.digest.report),
        "seconds": time.perf_counter() - began,
    }
    page = pages.render("added.html", Links(), {**data, **more}, here="add", key=desk.access.key)
    return Response(page.encode("utf-8", "replace"), media_type="text/html")


def _kept(desk: Desk, waiting: add.Waiting) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        form = await read_form(request, desk.access)
        stored = await _apart(lambda: add.keep(desk, waiting.take(form["held"])))
        return RedirectResponse(f"/report/{quote(stored, safe='')}", 303)

    return answer


WRITERS: Final = 8
_limits: WeakKeyDictionary[asyncio.AbstractEventLoop, CapacityLimiter] = WeakKeyDictionary()


async def _apart(work: Callable[..., Out], *args: object) -> Out:
    """Runs what may take long in threads of its own, so that pages are made meanwhile."""
    limit = _limits.setdefault(asyncio.get_running_loop(), CapacityLimiter(WRITERS))
    return await to_thread.run_sync(partial(work, *args), limiter=limit)


def remember(answer: Response, reviewer: str) -> None:
    """Keeps the reviewer's name for the next form."""
    value = quote(reviewer[:200], safe="")
    answer.set_cookie(REVIEWER, value, max_age=YEAR, httponly=True, samesite="lax", path="/")


def reviewer_of(request: Request) -> str:
    """The name that was used last in this browser."""
    return unquote(request.cookies.get(REVIEWER, ""))


def _local(address: Any, otherwise: str) -> str:  # noqa: ANN401 - what a form says
    """An address on this desk, whatever a form says."""
    text = str(address)
    return (
        text
        if text.startswith("/") and not text.startswith(("//", "/\\")) and "\n" not in text
        else otherwise
    )
