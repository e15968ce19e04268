"""Every address of this shop. There is none under which somebody could leave a name."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from storefront import basket, checkout, forgetting, goods, language_choice, visits


def healthz(request: HttpRequest) -> HttpResponse:
    """Ready."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("", goods.everything),
    path("goods/<int:product>", goods.one),
    path("category/<slug:slug>", goods.category),
    path("search", goods.search),
    path("basket", basket.page),
    path("basket/add/<int:product>", basket.add),
    path("basket/line/<int:line>", basket.change),
    path("basket/voucher", basket.voucher),
    path("basket/voucher/<str:code>/remove", basket.no_voucher),
    path("checkout", checkout.begin),
    path("back", checkout.back),
    path("orders/<str:reference>", checkout.order),
    path("sign-in", visits.sign_in),
    path("welcome", visits.welcome),
    path("sign-out", visits.sign_out),
    path("language", language_choice.choose),
    path("giuloi/told", forgetting.told),
    path("healthz", healthz),
]
