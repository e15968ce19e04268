"""Who works at the shop is changed by an administrator alone, once, and never so that nobody is left to do it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from giuloi.records.access import sessions, staff_accounts
from giuloi.records.access.colleagues import colleagues
from giuloi.records.access.sessions import Visitor
from giuloi.records.credentials import Staff
from tests.doors.console.owner import client_of, staff, token_of
from tests.records.conftest import Shop

HA = {"name": "Hà", "role": "care", "login": "ha"}


def once(client: Client, path: str) -> dict[str, str]:
    """The one-time number of a form."""
    found = re.search(r'name="once" value="([0-9a-f]+)"', client.get(path).content.decode())
    assert found is not None
    return {"once": found[1]}


def test_somebody_new_is_invited_by_a_link_that_is_shown_once(owner: Client) -> None:
    """The link is in the answer to the form, works, and stands on no page afterwards."""
    answer = owner.post("/console/staff/add", HA | once(owner, "/console/staff/add"))
    link = re.search(r"https://testserver/console/invite/([0-9a-f]{64})", answer.content.decode())
    assert link is not None
    assert staff_accounts.invited(link[1], datetime.now(UTC)) == "ha"
    assert link[1] not in owner.get("/console/staff").content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_the_same_form_sent_twice_adds_one_person(owner: Client) -> None:
    """A double click, or the back button."""
    form = HA | once(owner, "/console/staff/add")
    assert owner.post("/console/staff/add", form).status_code == 200
    assert owner.post("/console/staff/add", form | {"login": "ha2"}).status_code == 400
    assert [one.name for one in colleagues()].count("Hà") == 1


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "H\nà"}, {"role": "self"}, {"role": "king"}, {"login": "a b"}, {"login": "lan"}],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_added(owner: Client, wrong: dict) -> None:
    """Typed values are kept; no half-made colleague stays behind, also when the login is taken."""
    before = Staff.objects.count()
    answer = owner.post("/console/staff/add", HA | once(owner, "/console/staff/add") | wrong)
    assert answer.status_code == 400
    assert f'id="{next(iter(wrong))}-problem"' in answer.content.decode()
    assert Staff.objects.count() == before


def test_letting_go_asks_first_and_ends_every_session(owner: Client) -> None:
    """A first click shows what it means; the second does it, and whoever left is at the sign-in at once."""
    ha = staff("Hà", "care")
    theirs = client_of(ha)
    assert theirs.get("/console/").status_code == 200
    assert owner.post(f"/console/staff/{ha}/leave").status_code == 200
    assert theirs.get("/console/").status_code == 200
    assert owner.post(f"/console/staff/{ha}/leave", {"confirmed": "yes"}).status_code == 302
    assert theirs.get("/console/").status_code == 302
    assert sessions.sessions_of(Visitor.STAFF, ha, datetime.now(UTC)) == []


@pytest.mark.parametrize("change", ["leave", "not-administrator"])
def test_the_last_administrator_stays(shop: Shop, change: str) -> None:
    """Not even they themselves can leave the shop without one; a second one makes it possible."""
    lan = staff("Lan", "marketing", administrator=True)
    owner, path = client_of(lan), f"/console/staff/{lan}/{change}"
    answer = owner.post(path, {"confirmed": "yes"}, follow=True)
    assert "last administrator" in answer.content.decode()
    khoa = staff("Khoa", "fulfilment", administrator=True)
    assert owner.post(path, {"confirmed": "yes"}).status_code == 302
    assert [one.id for one in colleagues() if one.administrator] == [khoa]


def test_another_role_is_another_name_in_the_ledger_with_the_same_end(owner: Client, shop: Shop) -> None:
    """What was done before stays with the old role."""
    ha = staff("Hà", "care")
    (before,) = [one.pseudonym for one in colleagues() if one.id == ha]
    owner.post(f"/console/staff/{ha}/role", {"role": "legal"})
    (after,) = [one.pseudonym for one in colleagues() if one.id == ha]
    assert after == before.replace("staff/care/", "staff/legal/")
    assert owner.post(f"/console/staff/{ha}/role", {"role": "system"}).status_code == 400


def test_a_lost_second_factor_is_set_up_anew(owner: Client) -> None:
    """Reset: the old one is gone and so are the sessions; an administrator never sees a secret."""
    ha = staff("Hà", "care")
    token_of(ha)
    owner.post(f"/console/staff/{ha}/second", {"confirmed": "yes"})
    assert not staff_accounts.has_second_factor(ha)
    assert sessions.sessions_of(Visitor.STAFF, ha, datetime.now(UTC)) == []


def test_names_are_in_vietnamese_order(owner: Client) -> None:
    """Ánh comes before Bảo, Đào behind Dung."""
    for name in ("Đào", "Dung", "Ánh", "Bảo"):
        staff(name, "care")
    assert [one.name for one in colleagues()] == ["Ánh", "Bảo", "Dung", "Đào", "Lan"]
