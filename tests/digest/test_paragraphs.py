"""Wrapped lines are put together; lines that are paragraphs are not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.digest.paragraphs import paragraph_ends

WRAPPED = """PORT VELA, March 3 - Rebels shelled the harbour for a second night
and set two grain ships on fire, the governor of the coastal
province said on Tuesday. Nobody was hurt, but the quay will
be closed for weeks.
    The army answered with rockets on hills east of the town,
where the rebels have held their positions since early in the
winter. The villages there are empty.
"""
PLAIN = """Rebels shelled the harbour for a second night and set two grain ships on fire.
The army answered with rockets on hills east of the town, a spokesman said.
"We saw the fires from the roof," said a baker.
The villages there are empty.
"""
LIST = "Also read\nOur daily letter\nMap of the front\nWhat we know\n"


def ends_of(text: str) -> list[str]:
    ends = paragraph_ends(text)
    assert ends is not None
    return [text[:at].rsplit("\n", 1)[-1] for at in sorted(ends)]


def test_wrapped_lines_end_only_with_their_paragraph() -> None:
    assert ends_of(WRAPPED) == ["be closed for weeks.", "winter. The villages there are empty."]


def test_a_blank_line_ends_a_paragraph_too() -> None:
    assert "be closed for weeks." in ends_of(WRAPPED.replace("\n    The army", "\n\nThe army"))


def test_one_line_a_paragraph_stays_so() -> None:
    assert paragraph_ends(PLAIN) is None


def test_a_list_of_headings_is_not_wrapped_text() -> None:
    assert paragraph_ends(LIST) is None


@given(st.text("ab.\r\n ", max_size=300))
def test_ends_are_line_ends(text: str) -> None:
    for at in paragraph_ends(text) or ():
        assert text[at] in "\r\n"
