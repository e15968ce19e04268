"""What belongs to whoever runs the shop is shut to everybody else, and says whom to ask."""

from __future__ import annotations

import pytest
from django.test import Client

from giuloi.doors.console.keeping_urls import urlpatterns as keepers
from giuloi.doors.console.owner_urls import urlpatterns as owners
from tests.doors.console.owner import Browser, staff

OPEN = {"", "policy", "policy/explain"}  # read by everybody who works here
PATHS = {
    str(each.pattern): str(each.pattern)
    .replace("<int:staff>", "7")
    .replace("<str:change>", "leave")
    .replace("<str:platform>", "woocommerce")
    .replace("<str:name>", "tiem")
    .replace("<int:index>", "0")
    .replace("<str:kind>", "purpose")
    .replace("<int:hold>", "1")
    .replace("<int:number>", "1")
    .replace("<int:task>", "1")
    .replace("<int:subject>", "1")
    for each in (*owners, *keepers)
}


@pytest.mark.parametrize("path", sorted(set(PATHS) - OPEN))
def test_a_colleague_is_told_whom_to_ask(colleague: Client, path: str) -> None:
    """403 for looking and for doing, with the administrators' names; nothing was done."""
    staff("Lan", "marketing", administrator=True)
    for answer in (colleague.get(f"/console/{PATHS[path]}"), colleague.post(f"/console/{PATHS[path]}")):
        assert answer.status_code in (403, 405)
    shown = [colleague.get(f"/console/{PATHS[path]}"), colleague.post(f"/console/{PATHS[path]}")]
    assert any("Lan" in one.content.decode() for one in shown)


@pytest.mark.parametrize("path", sorted(PATHS))
def test_a_stranger_is_led_to_the_sign_in(shop: object, path: str) -> None:
    """Whatever the address, nothing is shown without a session."""
    client = Browser()
    for answer in (client.get(f"/console/{PATHS[path]}"), client.post(f"/console/{PATHS[path]}")):
        assert (answer.status_code, answer.headers.get("Location")) in (
            (302, "/console/sign-in"),
            (405, None),
        )


@pytest.mark.parametrize("path", sorted(OPEN))
def test_what_everybody_who_works_here_may_read(colleague: Client, path: str) -> None:
    """The first page, the policy, and asking it."""
    assert colleague.get(f"/console/{path}").status_code == 200
