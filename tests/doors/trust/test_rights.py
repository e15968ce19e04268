"""Everybody can read which rights were not carried out and why, and how many people were erased."""

from __future__ import annotations

from django.test import Client

from giuloi.promises.answer.ending import end
from giuloi.promises.keep.erasure.counted import counted
from giuloi.records.request_kinds import RequestState
from tests.promises.answer.conftest import asks
from tests.promises.keep.conftest import after_cooling, asked_to_erase
from tests.records.conftest import Shop, an, binh, shop

__all__ = ["an", "binh", "shop"]


def _page(client: Client) -> str:
    return client.get("/trust/numbers", secure=True).content.decode()


def test_a_refused_right_is_shown_with_its_ground(shop: Shop, an: int, client: Client) -> None:
    """By kind; what the customer took back is no refusal of the shop's."""
    asked = asks(shop, an, "access", "").request
    assert "gây hại cho người khác" not in _page(client)
    end(asked, RequestState.REFUSED, shop.now(), "staff/care/x", "harms_others")
    assert "gây hại cho người khác" in _page(client)
    taken_back = asks(shop, an, "restrict", "").request
    end(taken_back, RequestState.REFUSED, shop.now(), "customer", "taken_back")
    assert "quý khách đã rút lại yêu cầu" not in _page(client)


def test_who_was_erased_is_counted(shop: Shop, an: int, binh: int, client: Client) -> None:
    """One is gone, one is on the way; nobody is named."""
    asked_to_erase(shop, an)
    after_cooling(shop)
    asked_to_erase(shop, binh)
    found = counted()
    assert (found.people, found.under_way) == (1, 1)
    assert "người đã được xóa" in _page(client)
