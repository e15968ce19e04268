"""What this shop remembers of a checkout: opaque references, goods, states. Nothing about who ordered."""

from __future__ import annotations

from django.db import models


class Handover(models.Model):
    """One basket that was handed to Giữ Lời. `goods` is a copy of it as it was then: that is what is ordered.

    `total` is what the customer was shown for it, in đồng. `checkout` and `privacy_order` are Giữ Lời's opaque ids.
    `order` is ours, once the stock was taken; where it was not, `reason` says why.
    """

    OPEN, PLACED, SETTLED, REFUSED = "open", "placed", "settled", "refused"

    reference = models.CharField(max_length=64, primary_key=True)
    basket = models.ForeignKey("basket.Basket", models.SET_NULL, null=True, related_name="+")
    goods = models.ForeignKey("basket.Basket", models.SET_NULL, null=True, related_name="+")
    total = models.CharField(max_length=16)
    checkout = models.CharField(max_length=32, unique=True)
    privacy_order = models.CharField(max_length=32, default="")
    number = models.CharField(max_length=40, default="")
    order = models.OneToOneField("order.Order", models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=16, default="")
    state = models.CharField(max_length=16, default=OPEN)
    made_at = models.DateTimeField(auto_now_add=True)
