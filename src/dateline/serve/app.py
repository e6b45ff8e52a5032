"""The desk as an application: which address gives which page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dateline.errors import UserError
from dateline.serve import changes, pages
from dateline.serve.changes import reviewer_of
from dateline.serve.contents import Contents, Page
from dateline.serve.desk import Desk
from dateline.serve.gold import gold, packed
from dateline.serve.guard import Guard, admit
from dateline.serve.incident import successor
from dateline.serve.links import Links
from dateline.serve.sheet import as_csv
from dateline.serve.view import as_data

LINKS = Links()


def make_app(desk: Desk) -> Starlette:
    """The application over an open store."""
    routes = [
        Route("/", _shown(desk, lambda c, r: c.overview(dict(r.query_params)), "html")),
        Route("/overview.json", _shown(desk, lambda c, r: c.overview(dict(r.query_params)), "json")),
        Route("/overview.csv", _shown(desk, lambda c, r: c.overview_sheet(dict(r.query_params)), "csv")),
        Route("/static/{name}", _asset),
        Route("/enter", _enter(desk), methods=["GET", "POST"]),
    ]
    routes += [
        Route(f"/{kind}/{{key:path}}", _one(desk, kind))
        for kind in ("incident", "report", "actor", "country")
    ]
    for kind in ("ledger", "method"):
        routes.append(Route(f"/{kind}", _shown(desk, _caller(kind), "html")))
        routes.append(Route(f"/{kind}.json", _shown(desk, _caller(kind), "json")))
    routes.append(Route("/ledger.csv", _shown(desk, lambda c, r: c.ledger(dict(r.query_params), 0), "csv")))
    routes += [
        Route("/review", _review(desk)),
        Route("/review/gold.zip", _gold(desk)),
        Route("/review/{key:path}", _review(desk)),
        Route("/add", _add(desk)),
        *changes.routes(desk),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, access=desk.access)],
        exception_handlers={HTTPException: _told, UserError: _told, Exception: _broken},
    )


Making = Callable[[Contents, Request], Page]


def _caller(kind: str) -> Making:
    return lambda contents, request: getattr(contents, kind)(dict(request.query_params))


def _shown(desk: Desk, make: Making, form: str) -> Callable[[Request], Response]:
    """An address that gives a page in one form. Not a coroutine: the database is asked in a thread."""

    def answer(request: Request) -> Response:
        page = make(Contents(desk.views.current(), LINKS, desk.judged()), request)
        return respond(desk, request, page, form)

    return answer


def _one(desk: Desk, kind: str) -> Callable[[Request], Response]:
    """The page of one thing; `.json` after its address gives its data, unless it is part of the name."""

    def answer(request: Request) -> Response:
        key = request.path_params["key"]
        contents = Contents(desk.views.current(), LINKS, desk.judged())
        make: Callable[[str], Page | None] = getattr(contents, kind)
        if kind == "incident" and "alike" in request.query_params:
            make = partial(contents.incident, alike=True)
        page, form = make(key), "html"
        if page is None and key.endswith(".json"):
            page, form = make(key.removesuffix(".json")), "json"
        if (
            page is None
            and kind == "incident"
            and (now := successor(contents.view, key.removesuffix(".json")))
        ):
            return RedirectResponse(LINKS.page(kind, now) + key[len(key.removesuffix(".json")) :], 302)
        if page is None:
            raise HTTPException(404, f"The store has no {kind} of this name.")
        return respond(desk, request, page, form)

    return answer


def respond(desk: Desk, request: Request, page: Page, form: str) -> Response:
    """A page as HTML, as data, or as a sheet."""
    if form == "json":
        return Response(pages.to_json(as_data(page.data)), media_type="application/json")
    if form == "csv":
        name = f'attachment; filename="{page.here}.csv"'
        return Response(
            as_csv(page.data["rows"]),
            media_type="text/csv; charset=utf-8",
            headers={"content-disposition": name},
        )
    return html(desk, request, page)


def html(desk: Desk, request: Request, page: Page, status: int = 200) -> Response:
    """A page as HTML, with the key that its forms need."""
    text = pages.render(
        page.template,
        LINKS,
        {**page.data, **page.more},
        here=page.here,
        key=desk.access.key,
        reviewer=reviewer_of(request),
    )
    return Response(text.encode("utf-8", "replace"), status, media_type="text/html")


def _review(desk: Desk) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        contents = Contents(desk.views.current(), LINKS, desk.judged())
        page = contents.review(reviewer_of(request), request.path_params.get("key"))
        if page is None:
            raise HTTPException(404, "The store has no event of this name.")
        return html(desk, request, page)

    return answer


def _gold(desk: Desk) -> Callable[[Request], Response]:
    def answer(_: Request) -> Response:
        content = packed(gold(desk.views.current(), desk.judged()))
        named = {"content-disposition": 'attachment; filename="dateline-gold.zip"'}
        return Response(content, media_type="application/zip", headers=named)

    return answer


def _add(desk: Desk) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        given = dict.fromkeys(("text", "address", "outlet", "published", "title"), "")
        return html(desk, request, Page("add.html", {}, {"problem": "", "given": given}, "add"))

    return answer


def _asset(request: Request) -> Response:
    found = pages.asset(request.path_params["name"])
    if found is None:
        raise HTTPException(404, "There is no such file.")
    content, kind = found
    fresh = request.url.query == pages.stamp()
    keep = "public, max-age=31536000, immutable" if fresh else "no-cache"
    return Response(content, media_type=kind, headers={"cache-control": keep})


def _enter(desk: Desk) -> Callable[[Request], Any]:
    """The page that asks for the password, where the desk has one."""

    async def answer(request: Request) -> Response:
        if desk.access.password is None:
            raise HTTPException(404, "This desk has no password; open the address that it printed.")
        if request.method == "GET":
            return html(desk, request, Page("enter.html", {"wrong": False}))
        body = (await request.body())[:10_000].decode("utf-8", "replace")
        if not desk.access.admits(parse_qs(body).get("password", [""])[0]):
            return html(desk, request, Page("enter.html", {"wrong": True}), 403)
        done = RedirectResponse("/", 303)
        admit(done, f"dateline_{request.scope['server'][1]}", desk.access)
        return done

    return answer


def _told(request: Request, error: Exception) -> Response:
    """What went wrong through no fault of the desk, in a line."""
    status = error.status_code if isinstance(error, HTTPException) else 400
    message = error.detail if isinstance(error, HTTPException) else str(error)
    return _error(request, status, message)


def _broken(request: Request, _: Exception) -> Response:
    return _error(request, 500, "This is a defect of the desk; please report it with what you did.")


def _error(request: Request, status: int, message: str) -> Response:
    if request.url.path.endswith(".json"):
        return Response(pages.to_json({"error": message}), status, media_type="application/json")
    text = pages.render("error.html", LINKS, {"status": status, "message": message})
    return Response(text, status, media_type="text/html")
