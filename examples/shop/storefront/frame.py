"""What every page shows: the basket's size, the categories, and the way to Giữ Lời."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from oscar.core.loading import get_model

from storefront.visits import reference_of

Category = get_model("catalogue", "Category")


def frame(request: HttpRequest) -> dict[str, Any]:
    """For templates."""
    basket = getattr(request, "basket", None)
    return {
        "shop_name": settings.OSCAR_SHOP_NAME,
        "privacy_url": settings.PRIVACY_URL,
        "categories": Category.objects.filter(depth=1, is_public=True).order_by("path"),
        "in_basket": basket.num_items if basket is not None else 0,
        "known": bool(reference_of(request)),
    }
