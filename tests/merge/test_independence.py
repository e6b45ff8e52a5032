"""Three numbers, never one: reports, independent texts, independent origins."""

from __future__ import annotations

import pytest

from dateline.merge import Independence, Voice, independence

AFP = "agency:Agence France-Presse"


@pytest.mark.parametrize(
    ("why", "voices", "expected"),
    [
        ("nobody says it", [], (0, 0, 0, 0)),
        (
            "one paper in its own voice",
            [Voice("a", origin_id="outlet:courier")],
            (1, 1, 1, 0),
        ),
        (
            "two papers in their own voices",
            [Voice("a", origin_id="outlet:courier"), Voice("b", origin_id="outlet:herald")],
            (2, 2, 2, 0),
        ),
        (
            "ten papers print one wire",
            [Voice(f"r{n}", text_id="r0", origin_id=AFP) for n in range(10)],
            (10, 1, 1, 0),
        ),
        (
            "two papers write up one agency's account",
            [Voice("a", origin_id=AFP), Voice("b", origin_id=AFP)],
            (2, 2, 1, 0),
        ),
        (
            "two papers quote one spokesman: two observers, one source",
            [
                Voice("a", origin_id="outlet:courier", holder="police of Norland"),
                Voice("b", origin_id="outlet:herald", holder="police of Norland"),
            ],
            (2, 2, 1, 0),
        ),
        (
            "two papers quote two bodies",
            [
                Voice("a", origin_id="outlet:courier", holder="police of Norland"),
                Voice("b", origin_id="outlet:herald", holder="Red Cross"),
            ],
            (2, 2, 2, 0),
        ),
        (
            "what one passage passes on from two bodies is one origin",
            [
                Voice("a", origin_id=AFP, holder="police of Norland"),
                Voice("b", origin_id=AFP, holder="Red Cross"),
            ],
            (2, 2, 1, 0),
        ),
        (
            "who is one with a third is one",
            [
                Voice("a", origin_id=AFP),
                Voice("b", origin_id=AFP, holder="police of Norland"),
                Voice("c", origin_id="outlet:herald", holder="police of Norland"),
            ],
            (3, 3, 1, 0),
        ),
        (
            "who does not show where he has it from adds no origin",
            [Voice("a", origin_id=AFP), Voice("b", origin_id="unknown:b"), Voice("c")],
            (3, 3, 1, 2),
        ),
        (
            "but somebody said it",
            [Voice("a", origin_id="unknown:a"), Voice("b")],
            (2, 2, 1, 2),
        ),
        (
            "a named holder is a source even where the passage shows none",
            [Voice("a", origin_id="unknown:a", holder="Red Cross"), Voice("b", origin_id="outlet:herald")],
            (2, 2, 2, 0),
        ),
        (
            "one report that says it twice is one report",
            [
                Voice("a", origin_id="outlet:courier"),
                Voice("a", origin_id="outlet:courier", holder="Red Cross"),
            ],
            (1, 1, 1, 0),
        ),
    ],
)
def test_counting(why: str, voices: list[Voice], expected: tuple[int, int, int, int]) -> None:
    assert independence(voices) == Independence(*expected), why
    assert independence(reversed(voices)) == Independence(*expected), why
