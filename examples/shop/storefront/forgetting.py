"""Forgetting at Giữ Lời's word: the message `subject.erased`, signed, and 2xx as the receipt.

There is nobody in this shop to be erased. What goes is what leads from goods to an order at Giữ Lời: the hand-over
with its opaque ids, and the number in the order's name. Goods, sums and stock stay, for the books.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from giuloi_client.webhooks import NotSigned, verified
from storefront.models import Handover

_MOST = 1024 * 1024  # bytes: some fifty thousand ids


@csrf_exempt  # no browser and no session: the signature says who it is
@require_POST
def told(request: HttpRequest) -> HttpResponse:
    """204 once it is forgotten, however often it is told; 401 for a wrong signature, 503 without a secret."""
    if int(request.headers.get("Content-Length") or 0) > _MOST:
        return HttpResponse(status=413)
    try:
        secret = Path(settings.WEBHOOK_SECRET_FILE).read_text("ascii").strip()
    except (OSError, ValueError):
        return HttpResponse(status=503)
    try:
        said = verified(request.headers, request.body, secret)
    except NotSigned:
        return HttpResponse(status=401)
    if said["type"] == "subject.erased":
        forget(said["data"].get("orders", "").split())
    return HttpResponse(status=204)


@transaction.atomic
def forget(orders: list[str]) -> int:
    """Take the hand-overs of these orders away, and their numbers; returns how many. Safe to repeat."""
    found = list(
        Handover.objects.select_for_update().filter(privacy_order__in=[one for one in orders if one])
    )
    for row in found:
        if row.order is not None:
            row.order.number = f"erased-{secrets.token_hex(12)}"
            row.order.save(update_fields=["number"])
        if row.goods is not None:
            row.goods.delete()
        row.delete()
    return len(found)
