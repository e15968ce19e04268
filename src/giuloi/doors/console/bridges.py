"""Shop platforms: which are connected, what they delivered, and whether a delivery would be taken in."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from giuloi.core.bilingual import Words
from giuloi.doors.console import bridge_test
from giuloi.doors.console.bridge_words import OUTCOMES
from giuloi.doors.console.form import Form
from giuloi.doors.console.guard import administrator
from giuloi.promises.collect.connections import NotABridge, connect, connected
from giuloi.promises.collect.delivered import Bridge
from giuloi.promises.collect.delivery_log import AGAIN, REFUSED, delivery_page, newest

PLATFORMS = {"woocommerce": Words("WooCommerce", "WooCommerce")}
FILTERS: dict[str, tuple[str, ...]] = {"all": (), "trouble": (*REFUSED, AGAIN)}
_NAME = Words(
    "Chữ thường không dấu, bắt đầu bằng chữ, nhiều nhất 24 ký tự và bốn chữ số, chẳng hạn tiem hoặc shop1.",
    "Small letters a to z first, at most 24 characters and four digits, such as shop or shop1.",
)
_THERE = Words(
    "Trang này đã được kết nối: mở trang của nó để cấp bí mật mới.",
    "This shop is connected already: open its page to give it new secrets.",
)


@require_GET
@administrator
def index(request: HttpRequest) -> HttpResponse:
    """The connected shops, and when each was last heard of."""
    shops = [{"bridge": one, "newest": newest(one)} for one in connected()]
    return render(request, "console/bridges.html", {"shops": shops})


@require_http_methods(["GET", "POST"])
@administrator
def connect_shop(request: HttpRequest) -> HttpResponse:
    """Connect a shop; its address and secrets stand in the answer, once."""
    form = Form.of(request)
    if request.method == "POST":
        bridge = Bridge(form.one_of("platform", PLATFORMS), form.text("name", 24))
        if form.good and bridge in connected():
            form.problems["name"] = _THERE
        if form.good:
            try:
                return _with_secrets(request, bridge)
            except NotABridge:
                form.problems["name"] = _NAME
    page = {"form": form, "platforms": PLATFORMS, "rule": _NAME}
    return render(request, "console/bridge_connect.html", page, status=400 if form.problems else 200)


@require_GET
@administrator
def one(request: HttpRequest, platform: str, name: str) -> HttpResponse:
    """One shop: its address, and what it delivered."""
    bridge = _found(platform, name)
    chosen = request.GET.get("show", "all")
    chosen = chosen if chosen in FILTERS else "all"
    number = request.GET.get("page", "1")
    page = delivery_page(
        bridge, int(number) if number.isdecimal() and len(number) < 7 else 1, FILTERS[chosen]
    )
    told = [(one, OUTCOMES.get(one.outcome)) for one in page.deliveries]
    seen = {
        "bridge": bridge,
        "page": page,
        "told": told,
        "chosen": chosen,
        "address": _address(request, bridge),
    }
    return render(request, "console/bridge.html", seen)


@require_http_methods(["GET", "POST"])
@administrator
def renew(request: HttpRequest, platform: str, name: str) -> HttpResponse:
    """New secrets, once it was asked again; the ones before stay good until the next change."""
    bridge = _found(platform, name)
    if request.method == "POST" and request.POST.get("confirmed") == "yes":
        return _with_secrets(request, bridge)
    return render(request, "console/bridge_renew.html", {"bridge": bridge})


@require_POST
@administrator
def test(request: HttpRequest, platform: str, name: str) -> HttpResponse:
    """Deliver something of no concern to ourselves, signed and mis-signed, and say what that proves."""
    bridge = _found(platform, name)
    return render(
        request,
        "console/bridge_test.html",
        {"bridge": bridge, "checks": bridge_test.checked(bridge), "newest": newest(bridge)},
    )


def _found(platform: str, name: str) -> Bridge:
    bridge = Bridge(platform, name)
    if bridge not in connected():
        raise Http404
    return bridge


def _address(request: HttpRequest, bridge: Bridge) -> str:
    return request.build_absolute_uri(f"/bridges/{bridge.platform}/{bridge.name}")


def _with_secrets(request: HttpRequest, bridge: Bridge) -> HttpResponse:
    # Nothing in them is rewritten by WooCommerce before it signs. Two, because a removal says only a number:
    # what signs it tells an order's from a customer's.
    orders, customers = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    connect(bridge, orders, datetime.now(UTC), customers=customers)
    shown = {"bridge": bridge, "orders": orders, "customers": customers, "address": _address(request, bridge)}
    return render(request, "console/bridge_connected.html", shown)
