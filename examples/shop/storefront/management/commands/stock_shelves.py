"""Put the goods of goods/catalogue.toml on the shelves: categories, products, prices, stock, vouchers."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from oscar.core.loading import get_model

CATALOGUE = Path(__file__).resolve().parents[3] / "goods" / "catalogue.toml"
_LASTS = timedelta(days=3650)


def _model(name: str) -> Any:
    return get_model(*name.split("."))


class Command(BaseCommand):
    """`manage.py stock_shelves`, into an empty shop."""

    help = "Put the goods of goods/catalogue.toml on the shelves of an empty shop."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """All of it, or nothing."""
        told = tomllib.loads(CATALOGUE.read_text("utf-8"))
        made = {one["slug"]: _category(one) for one in told["category"]}
        kind = _model("catalogue.ProductClass").objects.create(name="goods", track_stock=True)
        partner = _model("partner.Partner").objects.create(name="Tiệm Bánh Phố Cổ")
        for one in told["product"]:
            _product(one, kind, partner, made[one["category"]])
        for one in told["voucher"]:
            _voucher(one)


def _category(one: dict[str, Any]) -> Any:
    return _model("catalogue.Category").add_root(name=one["name"], slug=one["slug"])


def _product(one: dict[str, Any], kind: Any, partner: Any, category: Any) -> None:
    product = _model("catalogue.Product").objects.create(
        product_class=kind, title=one["title"], description=one["about"], upc=one["sku"]
    )
    product.categories.add(category)
    price = {"price": Decimal(one["price"]), "price_currency": "VND", "num_in_stock": one["stock"]}
    _model("partner.StockRecord").objects.create(
        product=product, partner=partner, partner_sku=one["sku"], **price
    )


def _voucher(one: dict[str, Any]) -> None:
    everything, _ = _model("offer.Range").objects.get_or_create(name="everything", includes_all_products=True)
    condition = _model("offer.Condition").objects.create(range=everything, type="Count", value=1)
    benefit = _model("offer.Benefit").objects.create(
        range=everything, type="Percentage", value=one["percent"]
    )
    offer = _model("offer.ConditionalOffer").objects.create(
        name=one["name"], offer_type="Voucher", condition=condition, benefit=benefit
    )
    now = datetime.now(UTC)
    period = {"start_datetime": now - timedelta(days=1), "end_datetime": now + _LASTS}
    made = _model("voucher.Voucher").objects.create(
        name=one["name"], code=one["code"], usage="Multi-use", **period
    )
    made.offers.add(offer)
