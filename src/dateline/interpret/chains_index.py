"""Statements by where their contents lie, so that a question about one place looks at few of them."""

from __future__ import annotations

from functools import lru_cache

from dateline.model import Statement

_BLOCK = 2048


class _Same:
    """A tuple of statements, equal to itself only: comparing contents would cost more than it saves."""

    __slots__ = ("statements",)

    def __init__(self, statements: tuple[Statement, ...]) -> None:
        self.statements = statements

    def __hash__(self) -> int:
        return id(self.statements)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.statements is self.statements


@lru_cache(maxsize=4)
def _blocks(same: _Same) -> dict[int, list[Statement]]:
    blocks: dict[int, list[Statement]] = {}
    for statement in same.statements:
        spans = [*statement.content, *statement.cue]
        touched = {b for s in spans for b in range(s.start // _BLOCK, s.end // _BLOCK + 1)}
        for block in sorted(touched):
            blocks.setdefault(block, []).append(statement)
    return blocks


def statements_near(statements: tuple[Statement, ...], offset: int) -> list[Statement]:
    """The statements that may hold an offset in content or cue, in their order."""
    return _blocks(_Same(statements)).get(offset // _BLOCK, [])
