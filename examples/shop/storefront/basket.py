"""The basket and its vouchers: kept under a cookie that names nobody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from oscar.core.loading import get_class, get_model

from storefront.frame_words import both

Product, Voucher = get_model("catalogue", "Product"), get_model("voucher", "Voucher")
Applicator = get_class("offer.applicator", "Applicator")
MOST = 99


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """What is in it, what it costs."""
    return render(
        request, "storefront/basket.html", {"basket": request.basket, "lines": lines_of(request.basket)}
    )


@require_POST
def add(request: HttpRequest, product: int) -> HttpResponse:
    """Put something in."""
    found = get_object_or_404(Product.objects.browsable(), id=product)
    quantity = _number(request.POST.get("quantity", "1")) or 0
    there = sum(line.quantity for line in request.basket.all_lines() if line.product_id == found.id)
    permitted, _ = request.strategy.fetch_for_product(found).availability.is_purchase_permitted(
        there + quantity
    )
    if not quantity:
        messages.warning(
            request, both("Xin ghi số lượng từ 1 đến 99.", "Please write a quantity from 1 to 99.")
        )
    elif permitted:
        request.basket.add_product(found, quantity)
        messages.success(request, both("Đã thêm vào giỏ.", "It is in the basket."))
    else:
        messages.warning(request, both("Tiệm không còn đủ món này.", "There is not enough of this left."))
    return HttpResponseRedirect("/basket")


@require_POST
def change(request: HttpRequest, line: int) -> HttpResponse:
    """Another quantity; none takes it out."""
    found = get_object_or_404(request.basket.all_lines(), id=line)
    quantity = _number(request.POST.get("quantity", ""), least=0)
    if quantity is None:
        messages.warning(
            request, both("Xin ghi số lượng từ 0 đến 99.", "Please write a quantity from 0 to 99.")
        )
    elif quantity == 0:
        found.delete()
    else:
        permitted, _ = found.purchase_info.availability.is_purchase_permitted(quantity)
        if permitted:
            found.quantity = quantity
            found.save()
        else:
            messages.warning(request, both("Tiệm không còn đủ món này.", "There is not enough of this left."))
    return HttpResponseRedirect("/basket")


@require_POST
def voucher(request: HttpRequest) -> HttpResponse:
    """A voucher, for whoever has its code."""
    code = request.POST.get("code", "").strip().upper()[:64]
    found = Voucher.objects.filter(code=code).first()
    if request.basket.is_empty or found is None or not found.is_active(timezone.now()):
        messages.warning(request, both("Mã giảm giá này không dùng được.", "This voucher cannot be used."))
    elif found in request.basket.vouchers.all():
        messages.info(request, both("Mã này đã dùng cho giỏ này.", "It is applied already."))
    else:
        request.basket.vouchers.add(found)
        messages.success(request, both("Đã dùng mã giảm giá.", "The voucher is applied."))
    return HttpResponseRedirect("/basket")


@require_POST
def no_voucher(request: HttpRequest, code: str) -> HttpResponse:
    """Take a voucher away."""
    request.basket.vouchers.remove(*request.basket.vouchers.filter(code=code))
    return HttpResponseRedirect("/basket")


def lines_of(basket: Any) -> list[Any]:
    """The lines, each with whether so many are still there."""
    return [(line, _there(line)) for line in basket.all_lines()]


def _there(line: Any) -> bool:
    return bool(line.purchase_info.availability.is_purchase_permitted(line.quantity)[0])


def _number(text: str, least: int = 1) -> int | None:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else -1
    return number if least <= number <= MOST else None
