"""A session opens its own door, for as long as it stands, and is ended by its owner alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from giuloi.records.access import limits, passkeys, sessions
from giuloi.records.access.cookies import CUSTOMER_COOKIE, STAFF_COOKIE
from giuloi.records.access.limits import Limit
from giuloi.records.access.passkeys import NotAPasskey
from giuloi.records.access.sessions import SessionRow, Visitor
from tests.fakes.authenticator import Authenticator
from tests.records.conftest import Shop, an, shop
from tests.together import together

__all__ = ["an", "shop"]
HOST = "shop.example:8443"


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize("path", ["/me", "/me/uses", "/me/orders", "/me/sessions", "/me/passkeys"])
def test_a_colleagues_token_in_a_customers_cookie_opens_nothing(shop: Shop, an: int, path: str) -> None:
    """Even where the staff id is the customer's number; signing out does not end it either."""
    client = Client()
    client.cookies[CUSTOMER_COOKIE] = token = sessions.begin(Visitor.STAFF, an, _now())
    answer = client.get(path, secure=True)
    assert (answer.status_code, answer["Location"]) == (303, "/sign-in")
    client.post("/sign-out", secure=True)
    assert sessions.find(token, _now()) is not None


def test_nobody_is_known_by_a_token_in_the_wrong_cookie(shop: Shop, an: int) -> None:
    """Neither way round: the frame's menu would otherwise greet them."""
    for kind, cookie in ((Visitor.STAFF, CUSTOMER_COOKIE), (Visitor.CUSTOMER, STAFF_COOKIE)):
        client = Client()
        client.cookies[cookie] = sessions.begin(kind, an, _now())
        request = client.get("/sign-in", secure=True).wsgi_request
        assert not request.visitor
        assert not request.colleague


def test_a_session_is_ended_by_its_owner_and_not_by_their_number(shop: Shop, an: int) -> None:
    """A subject's id may be a staff id as well."""
    token = sessions.begin(Visitor.STAFF, an, _now())
    found = sessions.find(token, _now())
    assert found is not None
    assert not sessions.end(Visitor.CUSTOMER, an, found.id)
    assert sessions.end(Visitor.STAFF, an, found.id)
    assert not sessions.end(Visitor.STAFF, an, found.id)


def test_a_proof_does_not_bring_an_ended_session_back(shop: Shop, an: int) -> None:
    """No token that is worth nothing is given out."""
    found = sessions.find(sessions.begin(Visitor.STAFF, an, _now(), passed=False), _now())
    assert found is not None
    sessions.end_all(Visitor.STAFF, an)
    assert sessions.prove_again(found.id, _now()) is None
    assert not SessionRow.objects.exists()


def test_of_passkeys_registered_at_once_no_more_than_the_most_stand(
    shop: Shop, an: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted where they are written."""
    monkeypatch.setattr(passkeys, "MOST", 2)

    def one() -> bool:
        options, challenge = passkeys.offer_registration(Visitor.CUSTOMER, an, "Tiệm", _now(), host=HOST)
        made = Authenticator(f"https://{HOST}").make(options)
        try:
            passkeys.register(Visitor.CUSTOMER, an, made, challenge, _now())
        except NotAPasskey:
            return False
        return True

    assert together([one] * 5).count(True) == 2
    assert len(passkeys.passkeys_of(Visitor.CUSTOMER, an)) == 2


def test_a_colleagues_passkey_is_asked_for_only_so_often(
    shop: Shop, an: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time a challenge is written: the answer says when to come again."""
    monkeypatch.setitem(limits.LIMITS, "passkey", Limit(((2, 600),)))  # type: ignore[arg-type]
    client = Client()
    client.cookies[STAFF_COOKIE] = sessions.begin(Visitor.STAFF, an, _now(), passed=False)
    path = "/console/sign-in/passkey/options"
    answers = [client.post(path, secure=True) for _ in range(5)]
    assert [one.status_code for one in answers[:1] + answers[-1:]] == [200, 429]
    assert answers[-1]["Retry-After"].isdigit()
