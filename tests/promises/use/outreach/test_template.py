"""A template has variables and nothing else; what cannot be sent is refused with its place."""

from __future__ import annotations

import pytest

from giuloi.promises.use.outreach.template import BadTemplate, Template

GOOD = "Chào {{ten}},\ngiá 50.000/hộp, mở 8.00/ngày. Hỏi an@example.vn hoặc https://tiem.example.vn/banh-com"


def places(text: str, *, subject: bool = False) -> list[tuple[int, int]]:
    """Where the faults are."""
    with pytest.raises(BadTemplate) as wrong:
        Template.parse(text, subject=subject)
    return [(one.line, one.column) for one in wrong.value.faults]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a {{mat_khau}}", (1, 3)),
        ("a\n{% if x %}", (2, 1)),
        ("a {{ten", (1, 3)),
        ("a <b>đậm</b>", (1, 3)),
        ("a <script>", (1, 3)),
        ("a\x00b", (1, 2)),
        ("a\u202eb", (1, 2)),
        ("a\u200bb", (1, 2)),
        ("a http://tiem.example.vn", (1, 3)),
        ("a https://tiem.example.vn@kẻ.gian", (1, 3)),
        ("a bit.ly/x", (1, 3)),
        ("", (1, 1)),
    ],
)
def test_each_fault_is_refused_where_it_stands(text: str, place: tuple[int, int]) -> None:
    """Line and column, from one."""
    assert place in places(text)


def test_a_subject_is_one_line_without_links() -> None:
    """So that no header can be written through it."""
    assert places("Bánh\r\nBcc: ai@example.vn", subject=True)
    assert places("Bánh https://tiem.example.vn/x", subject=True)


def test_a_value_is_never_read_as_a_template_and_breaks_no_line() -> None:
    """Whatever somebody is called."""
    name = "An {{preferences}}\r\nBcc: ai@example.vn\u202e"
    written = Template.parse(GOOD).render({"name": name, "preferences": "secret"})
    assert written.startswith("Chào An {{preferences}} Bcc: ai@example.vn,\n")
    assert "secret" not in written
