"""The goods: what there is, by category, by name, and one by one. Nobody's looking is written down."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET
from oscar.core.loading import get_model

Product, Category = get_model("catalogue", "Product"), get_model("catalogue", "Category")
MOST = 60


@require_GET
def everything(request: HttpRequest) -> HttpResponse:
    """The first page."""
    return _list(request, _public(), {})


@require_GET
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """One category."""
    chosen = get_object_or_404(Category, slug=slug, is_public=True)
    return _list(request, _public().filter(categories=chosen), {"category": chosen})


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """By name, with or without the marks of Vietnamese; what was sought is forgotten with the page."""
    sought = request.GET.get("q", "")[:80]
    words = plain(sought).split()
    found = [one for one in _public() if words and all(word in plain(one.title) for word in words)]
    return _list(request, found, {"sought": sought})


@require_GET
def one(request: HttpRequest, product: int) -> HttpResponse:
    """One product: price, stock, and the button."""
    found = get_object_or_404(_public(), id=product)
    info = request.strategy.fetch_for_product(found)
    return render(request, "storefront/product.html", {"product": found, "info": info})


def plain(text: str) -> str:
    """Small letters without marks: what is compared."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(one for one in bare if not unicodedata.combining(one))


def _list(request: HttpRequest, products: Any, more: dict[str, Any]) -> HttpResponse:
    rows = [(one, request.strategy.fetch_for_product(one)) for one in products[:MOST]]
    return render(request, "storefront/goods.html", {"rows": rows, **more})


def _public() -> QuerySet[Any]:
    return Product.objects.browsable().order_by("id").prefetch_related("images", "stockrecords")
