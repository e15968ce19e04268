"""Reply templates: both languages, safe variables only, nobody's data, never carried out as anything."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from giuloi.promises.answer import reply_templates
from giuloi.promises.answer.asking import Asking, ask
from giuloi.promises.answer.reply_templates import filled
from tests.doors.console.conftest import Desk, now

GOOD = {
    "title_vi": "Hạn dùng",
    "title_en": "How long it keeps",
    "text_vi": "Thưa quý khách, {shop} trả lời trước {deadline}.",
    "text_en": "Dear customer, {shop} answers before {deadline}.",
    "kinds": ["question"],
}
BAD = {
    "an unknown variable": ("{phone}", "{phone}"),
    "a script in braces": ("{{ request.user }}", "Không có biến"),
    "an attribute": ("{shop.__class__}", "{shop.__class__}"),
    "a brace alone": ("Giá { 3", "{ hoặc }"),
    "somebody's telephone": ("Gọi 0594 000 001", "số điện thoại"),
    "nothing": ("", "Hãy ghi vào đây"),
}


def test_a_template_is_kept_once_and_filled_with_facts_of_the_request(ha: Client, an: int) -> None:
    """On the page of a request that it fits, every variable in its place."""
    ha.post("/console/templates/add", {**GOOD, "once": "a" * 32})
    ha.post("/console/templates/add", {**GOOD, "once": "a" * 32})
    assert len(reply_templates.templates()) == 1
    asked = ask(an, Asking("question", "Để được mấy ngày?", "portal"), now()).request
    page = ha.get(f"/console/inbox/{asked}").content.decode()
    assert "Tiệm Bánh Phố Cổ trả lời trước" in page
    assert "{deadline}" not in page
    assert f"?template={reply_templates.templates()[0].id}" in page
    path = next(iter(re.findall(r"/console/cases/\d+\?template=\d+", page)))
    assert "Tiệm Bánh Phố Cổ trả lời trước" in ha.get(path).content.decode().split('name="reply"')[1]


@pytest.mark.parametrize(("text", "said"), BAD.values(), ids=BAD)
def test_what_cannot_stand_in_a_template_is_said_beside_it(ha: Client, text: str, said: str) -> None:
    """And nothing is kept."""
    answer = ha.post("/console/templates/add", {**GOOD, "text_vi": text, "once": "b" * 32})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not reply_templates.templates()


def test_braces_are_put_in_their_place_and_nothing_is_carried_out() -> None:
    """A value that looks like a variable stays what it is; one without a value leaves its hole."""
    assert filled("{shop} {order}", {"shop": "{clause}", "clause": "IV.3"}) == "{clause} {order}"


def test_markup_in_a_template_stays_text(ha: Client, an: int) -> None:
    """It is shown as it was typed."""
    ha.post("/console/templates/add", {**GOOD, "text_vi": "<b>Chào</b>", "once": "c" * 32})
    asked = ask(an, Asking("question", "Để được mấy ngày?", "portal"), now()).request
    assert "&lt;b&gt;Chào&lt;/b&gt;" in ha.get(f"/console/inbox/{asked}").content.decode()


def test_of_two_who_change_one_the_second_is_told(ha: Client) -> None:
    """What was typed is still there."""
    ha.post("/console/templates/add", {**GOOD, "once": "d" * 32})
    one = reply_templates.templates()[0]
    ha.post(f"/console/templates/{one.id}", {**GOOD, "title_vi": "Một", "state": 1})
    late = ha.post(f"/console/templates/{one.id}", {**GOOD, "title_vi": "Hai", "state": 1})
    assert late.status_code == 422
    assert "người khác đã sửa" in late.content.decode()
    assert reply_templates.templates()[0].title.vi == "Một"


def test_another_department_reads_and_does_not_write(ha: Client, khoa: Client) -> None:
    """They are the words of those who promised to answer."""
    ha.post("/console/templates/add", {**GOOD, "once": "e" * 32})
    assert "Hạn dùng" in khoa.get("/console/templates").content.decode()
    assert khoa.get("/console/templates/add").status_code == 403


def test_a_template_is_taken_away_after_it_was_read_again(ha: Client, desk: Desk) -> None:
    """A page asks first."""
    ha.post("/console/templates/add", {**GOOD, "once": "f" * 32})
    one = reply_templates.templates()[0]
    assert "Bỏ mẫu này?" in ha.get(f"/console/templates/{one.id}/remove").content.decode()
    ha.post(f"/console/templates/{one.id}/remove")
    assert not reply_templates.templates()
