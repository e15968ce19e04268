"""A shop without people hands its basket over: the customer orders here, and the shop learns ids and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from giuloi.promises.collect import checkouts
from giuloi.promises.collect.lifecycle import move_order
from giuloi.promises.collect.orders import Order
from giuloi.promises.collect.progress import Progress, Reason
from giuloi.records.access import sessions
from giuloi.records.access.cookies import CUSTOMER_COOKIE
from giuloi.records.access.repeats import Repeat
from giuloi.records.uses.pending import PendingUse
from giuloi.records.vault import VaultRow
from tests.cast import AN
from tests.doors.api.conftest import Machine, machine
from tests.doors.portal.conftest import Inbox, browser
from tests.doors.portal.filling import AN_PHONE, become_member, hidden_in
from tests.records.conftest import Shop

SHOP = "https://shop.example.vn"
BACK = f"{SHOP}/back?basket=7"
GOODS = {
    "lines": [{"name": "Bánh cốm", "quantity": "2", "total": "120000"}],
    "total": "120000",
    "payment": "cod",
}
BINH = {
    "name": "Trần Văn Bình",
    "phone": "0594 000 002",
    "street": "5 Lê Lợi",
    "place": "Phường Sài Gòn, Thành phố Hồ Chí Minh",
}


@pytest.fixture
def till(shop: Shop, settings: Any) -> Machine:
    """The shop's own key: it brings orders in and opens nothing."""
    settings.GIULOI_SHOP_ORIGINS = (SHOP,)
    return machine("fulfilment", "supply", fields=[])


def begin(till: Machine, reference: str = "basket-7", **more: Any) -> dict[str, str]:
    """A checkout."""
    answer = till.post("/checkouts", {"reference": reference, "purchases": GOODS, "return_to": BACK, **more})
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def path(begun: dict[str, str]) -> str:
    """Where the customer is sent."""
    return begun["url"].removeprefix("https://testserver")


def fill(web: Client, where: str, **more: str) -> Any:
    """Read the page and send the form."""
    page = web.get(where)
    assert page.status_code == 200
    goods = page.context["goods"]
    return web.post(where, {**BINH, "goods": goods, **more})


def state(till: Machine, begun: dict[str, str]) -> dict[str, Any]:
    """What the shop is told."""
    return dict(till.get(f"/checkouts/{begun['checkout']}").json())


def test_a_guest_orders_here_and_the_shop_learns_a_number(till: Machine, web: Client) -> None:
    """From the basket to the order and back; no name, telephone or address is in anything that the shop was told."""
    begun = begin(till)
    assert state(till, begun)["state"] == "open"
    sent = fill(web, path(begun), note="Gọi trước khi giao")
    assert (sent.status_code, sent["Location"]) == (302, f"{BACK}&checkout={begun['checkout']}")
    told = state(till, begun)
    assert told["state"] == "placed"
    assert Order.objects.filter(id=told["order"], state="placed").exists()
    assert not {"Bình", "0594", "Lê Lợi"} & set(str(told).split())
    assert checkouts.Checkout.objects.get().goods == "", "what somebody bought stands sealed with their order"


def test_a_member_orders_with_what_we_hold_of_them(till: Machine, web: Client, shop: Shop, an: int) -> None:
    """The form is filled in for their own eyes, through the gate; the order is theirs."""
    web.cookies[CUSTOMER_COOKIE] = sessions.begin(sessions.Visitor.CUSTOMER, an, shop.now())
    begun = begin(till)
    page = web.get(path(begun))
    assert AN.address in page.content.decode()
    assert PendingUse.objects.filter(actor="code/fill_in_order").exists()
    fill(web, path(begun))
    assert Order.objects.get().subject_id == an


def test_a_double_click_is_one_order(till: Machine, web: Client) -> None:
    """The second comes to the order that is there."""
    begun = begin(till)
    page = web.get(path(begun))
    form = {**BINH, "goods": page.context["goods"]}
    first, second = web.post(path(begun), form), web.post(path(begun), form)
    assert first["Location"] == second["Location"]
    assert Order.objects.count() == 1


def test_two_who_press_at_the_same_moment_get_one_order(till: Machine, web: Client, shop: Shop) -> None:
    """Both saw it open; the order's id was drawn with the checkout."""
    begun = begin(till)
    seen = checkouts.checkout_behind(path(begun).rpartition("/")[2], shop.now())
    assert seen is not None
    assert seen.purchases is not None
    contact = checkouts.Contact("Bình", "0594000002", "", "5 Lê Lợi")
    placing = checkouts.Placing(seen.purchases, contact, "Đặt hàng")
    one, other = (checkouts.order_for_guest(seen, contact, placing, shop.now()) for _ in range(2))
    assert one == other
    assert Order.objects.count() == 1


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_placed(till: Machine, web: Client) -> None:
    """No name, no readable telephone; what was typed stays."""
    begun = begin(till)
    answer = fill(web, path(begun), name="", phone="12")
    assert answer.status_code == 422
    assert answer.content.decode().count('aria-invalid="true"') == 2
    assert "5 Lê Lợi" in answer.content.decode()
    assert not Order.objects.exists()


def test_a_basket_that_changed_in_another_tab_is_shown_before_it_is_ordered(
    till: Machine, web: Client
) -> None:
    """What is ordered is what was read: another sum, or other goods at the same sum, are shown first."""
    begun = begin(till)
    others = [{"name": "Trà sen", "quantity": "2", "total": "120000"}]
    for changed in ({**GOODS, "total": "130000"}, {**GOODS, "lines": others}):
        begin(till)
        read = web.get(path(begun)).context["goods"]
        assert begin(till, purchases=changed)["checkout"] == begun["checkout"]
        answer = web.post(path(begun), {**BINH, "goods": read})
        assert answer.status_code == 409
        assert not Order.objects.exists()
    assert "Trà sen" in answer.content.decode()
    assert web.post(path(begun), {**BINH, "goods": answer.context["goods"]}).status_code == 302


def test_the_shop_settles_once(till: Machine, web: Client) -> None:
    """It took its stock; saying later that it has none changes nothing, and neither does saying it twice."""
    begun = begin(till)
    assert till.post(f"/checkouts/{begun['checkout']}/settle", {"accepted": True}).status_code == 409
    fill(web, path(begun))
    assert [one["checkout"] for one in till.get("/checkouts").json()["checkouts"]] == [begun["checkout"]]
    settled = till.post(f"/checkouts/{begun['checkout']}/settle", {"accepted": True}).json()
    again = till.post(f"/checkouts/{begun['checkout']}/settle", {"accepted": False}).json()
    assert (settled["settled"], again["settled"], again["state"]) == (True, False, "settled")
    assert till.get("/checkouts").json() == {"checkouts": []}
    assert Order.objects.get().progress == "confirmed"


def test_an_order_that_its_customer_cancelled_is_not_confirmed_by_the_shop(
    till: Machine, web: Client, shop: Shop
) -> None:
    """Whatever the shop says: it is told to put its stock back."""
    begun = begin(till)
    fill(web, path(begun))
    move_order(Order.objects.get().id, Progress.CANCELLED, shop.now(), "customer", Reason.ASKED)
    answer = till.post(f"/checkouts/{begun['checkout']}/settle", {"accepted": True})
    assert (answer.status_code, answer.json()["state"]) == (200, "refused")
    assert Order.objects.get().progress == "cancelled"


def test_stock_that_is_gone_cancels_the_order(till: Machine, web: Client) -> None:
    """Nothing stays half placed, and nobody may look because of it."""
    begun = begin(till)
    fill(web, path(begun))
    answer = till.post(
        f"/checkouts/{begun['checkout']}/settle", {"accepted": False, "reason": "out_of_stock"}
    )
    assert answer.json()["state"] == "refused"
    assert Order.objects.get().state == "cancelled"


def test_a_checkout_ends_with_its_hour(till: Machine, web: Client, shop: Shop) -> None:
    """Afterwards the page says so, nothing is placed, and its goods are forgotten a day later."""
    begun = begin(till)
    row = checkouts.Checkout.objects.get()
    row.expires_at = row.made_at
    row.save()
    answer = web.get(path(begun))
    assert answer.status_code == 410
    assert web.post(path(begun), {**BINH, "goods": ""}).status_code == 410
    assert state(till, begun)["state"] == "expired"
    assert checkouts.forget_over(row.made_at + checkouts.timedelta(days=2)) == 1


@pytest.mark.parametrize(
    "where",
    ["https://elsewhere.example/", "http://shop.example.vn/", "https://shop.example.vn@elsewhere.example/",
     "https://shop.example.vn\\@elsewhere.example/", "//shop.example.vn/", "javascript:alert(1)",
     "https://shop.example.vn:444/", "https://shop.example.vn.elsewhere.example/", "https://shop.example.vn/#x"],
)  # fmt: skip
def test_nobody_is_sent_to_a_place_that_the_operator_did_not_list(
    till: Machine, web: Client, where: str
) -> None:
    """Neither by the shop's own key nor by a link."""
    body = {"reference": "b", "purchases": GOODS, "return_to": where}
    assert till.post("/checkouts", body).status_code == 422
    assert web.get("/enter", {"to": where}).status_code == 404


def test_a_link_that_was_made_up_leads_nowhere(till: Machine, web: Client) -> None:
    """Its end is a seal over its number."""
    real = path(begin(till))
    assert web.get(real).status_code == 200
    for made_up in (real[:-1] + ("0" if real[-1] != "0" else "1"), "/checkout/1-0", "/checkout/x"):
        assert web.get(made_up).status_code == 404


def test_another_shops_key_sees_no_checkout_of_this_one(till: Machine) -> None:
    """Not even that it is there."""
    begun = begin(till)
    assert machine("fulfilment", "supply").get(f"/checkouts/{begun['checkout']}").status_code == 404


def test_the_memory_of_a_repeated_request_holds_no_way_in(till: Machine) -> None:
    """Sent twice with one key it is one checkout with one link; what is remembered is its id."""
    body = {"reference": "b", "purchases": GOODS, "return_to": BACK}
    one, other = (till.post("/checkouts", body, Idempotency_Key="k").json() for _ in range(2))
    assert one == other
    assert one["url"].rpartition("-")[2] not in str(Repeat.objects.values())


def test_signing_in_leads_back_to_the_checkout(till: Machine, web: Client, sent: Inbox) -> None:
    """Nobody loses their basket by signing in."""
    become_member(web, sent, AN)
    web.post("/sign-out")
    begun = begin(till)
    web.get(path(begun))
    page = web.post("/sign-in", {"identity": AN.phone})
    answer = web.post("/sign-in/code", {**hidden_in(page), "code": sent.code(AN_PHONE)})
    assert answer["Location"] == path(begun)


def test_a_shop_is_told_that_somebody_is_there_and_not_who(
    till: Machine, web: Client, shop: Shop, an: int
) -> None:
    """The same reference at the same key each time, another at another key, and no way back from it."""
    away = web.get("/enter", {"to": BACK})
    assert (away.status_code, away["Location"]) == (303, "/sign-in?again")
    web.cookies[CUSTOMER_COOKIE] = sessions.begin(sessions.Visitor.CUSTOMER, an, shop.now())

    def token() -> str:
        return str(web.get("/enter", {"to": BACK})["Location"]).rpartition("visit=")[2]

    used = token()
    first = till.post("/visits", {"token": used}).json()
    assert first == {"reference": first["reference"], "standing": "member"}
    assert till.post("/visits", {"token": used}).status_code == 409, "a token is good once"
    assert till.post("/visits", {"token": token()}).json() == first
    other = machine("care", "supply").post("/visits", {"token": token()}).json()
    assert other["reference"] != first["reference"]
    assert str(an) not in first["reference"]


def test_a_step_from_another_site_is_taken_once_more_from_here(till: Machine, web: Client) -> None:
    """Strict cookies stay behind when another site sends the browser: the page sends it one step on, to itself."""
    answer = web.get(path(begin(till)), headers={"Sec-Fetch-Site": "cross-site"})
    assert 'http-equiv="refresh"' in answer.content.decode()
    assert "Lê Lợi" not in answer.content.decode()
    assert 'action="/checkout' not in answer.content.decode()


def test_the_form_may_end_at_this_shop_and_at_no_other(till: Machine, web: Client) -> None:
    """Browsers hold form-action against every redirect of a form."""
    policy = web.get(path(begin(till)))["Content-Security-Policy"]
    assert f"form-action 'self' {SHOP};" in policy
    assert "unsafe" not in policy


def test_a_key_without_the_purpose_hands_nothing_over(till: Machine) -> None:
    """The refusal cites the clause."""
    answer = machine("marketing", "promotion").post(
        "/checkouts", {"reference": "b", "purchases": GOODS, "return_to": BACK}
    )
    assert (answer.status_code, answer.json()["clause"]) == (403, "I.1")


def test_the_shops_key_opens_nothing(till: Machine, web: Client) -> None:
    """It was made for no field: not even the order that it brought in."""
    begun = begin(till)
    fill(browser(), path(begun))
    order = state(till, begun)["order"]
    found = till.get(f"/orders/{order}").json()
    body = {
        "subject": found["subject"],
        "purpose": "supply",
        "fields": ["delivery_phone"],
        "case": found["case"],
    }
    assert till.post("/reveal", body).status_code == 403
    assert VaultRow.objects.filter(record_id=order).exists()
