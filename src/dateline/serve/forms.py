"""Forms as a browser sends them, read without a library: limited in size, checked for the desk's key."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

from dateline.serve.guard import Access, same

MOST_BYTES = 4_000_000
MOST_FIELDS = 2000


class Form:
    """The fields of a form; a field that is not there is empty."""

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        self._fields = fields

    def __getitem__(self, name: str) -> str:
        """The first value of a field, without white space around it."""
        return self._fields.get(name, [""])[0].strip()

    def raw(self, name: str) -> str:
        """The first value of a field as it was sent, with line ends as a text has them."""
        return self._fields.get(name, [""])[0].replace("\r\n", "\n")

    def all(self, name: str) -> list[str]:
        """Every value of a field."""
        return self._fields.get(name, [])


async def read_form(request: Request, access: Access) -> Form:
    """The form of a request; refused where it is too large or lacks the key of the desk's own forms."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/x-www-form-urlencoded":
        raise HTTPException(415, "A form was expected.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise HTTPException(413, f"That is more than {MOST_BYTES // 1_000_000} million characters.")
    try:
        fields = parse_qs(
            body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace"
        )
    except ValueError:
        raise HTTPException(400, "The form cannot be read.") from None
    form = Form(fields)
    if not same(form["key"], access.key):
        raise HTTPException(403, "The page is from an earlier run of the desk; load it again and repeat.")
    return form
