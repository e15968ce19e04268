"""The registration form as somebody fills it in, and what a page's hidden inputs carry on."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from giuloi.records.published import current
from tests.cast import Person
from tests.doors.portal.conftest import Inbox

AN_PHONE, AN_EMAIL = "+84594000001", "an@example.vn"


class _Inputs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.chosen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "input" and said.get("type") == "hidden" and said.get("name"):
            self.found[str(said["name"])] = said.get("value") or ""
        if "checked" in said or "selected" in said:
            self.chosen.append(str(said.get("name") or said.get("value")))


def hidden_in(page: Any) -> dict[str, str]:
    """The hidden inputs of a page."""
    reader = _Inputs()
    reader.feed(page.content.decode())
    return reader.found


def chosen_in(page: Any) -> list[str]:
    """What is ticked or selected on a page."""
    reader = _Inputs()
    reader.feed(page.content.decode())
    return reader.chosen


def filled(person: Person, **changed: str) -> dict[str, str]:
    """Everything right; `changed` replaces or adds."""
    street, _, place = person.address.partition(", ")
    form = {
        "name": person.name,
        "phone": person.phone,
        "email": person.email,
        "street": street,
        "place": place,
        "country": "VN",
        "age": "grown",
        "declared.truthful": "yes",
        "accepted": current().policy.hash,
    }
    return {**form, **changed}


def typed_codes(page: Any, sent: Inbox, **changed: str) -> dict[str, str]:
    """The code page's own inputs with the codes that arrived."""
    carried = hidden_in(page)
    phone = carried["phone"].replace("0", "+84", 1) if carried["phone"].startswith("0") else carried["phone"]
    codes = {"phone_code": sent.code(phone), "email_code": sent.code(carried["email"])}
    return {**carried, **codes, **changed}


def become_member(web: Client, sent: Inbox, person: Person, **changed: str) -> Any:
    """Register from the first page to the last; the answer to the codes."""
    page = web.post("/register", filled(person, **changed))
    return web.post("/register/verify", typed_codes(page, sent))
