"""Machines of every kind, calling the API of a shop of their own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from giuloi.core.fields import FIELD
from giuloi.core.terms import Relation
from giuloi.records import credentials
from tests.records.conftest import Shop, an, binh, chi, shop

__all__ = ["an", "binh", "chi", "shop"]


@dataclass(frozen=True, slots=True)
class Machine:
    """A key and what it is sent with."""

    token: str
    client: Client

    def get(self, path: str, **headers: str) -> Any:
        """GET /api/v1…"""
        return self.client.get(f"/api/v1{path}", secure=True, headers=self._headers(headers))

    def post(self, path: str, body: Any, **headers: str) -> Any:
        """POST /api/v1… with JSON; `Idempotency_Key="a"` is a header."""
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.post(
            f"/api/v1{path}",
            text,
            content_type="application/json",
            secure=True,
            headers=self._headers(headers),
        )

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"Authorization": f"Bearer {self.token}", "Accept-Language": "en"} | said


def machine(role: str, *purposes: str, fields: Any = FIELD, **more: Any) -> Machine:
    """A machine with a new key."""
    until = datetime.now(UTC) + timedelta(days=30)
    token = credentials.add_key(role, purposes, fields, until, **{"rate": 100_000, **more})
    return Machine(token, Client())


def partner() -> Machine:
    """A key that is held outside the shop."""
    return machine("partner", "advertising", recipient="phuong-nam", relation=Relation.UNRELATED)


@pytest.fixture
def fulfilment(shop: Shop) -> Machine:
    """The warehouse's machine: supply."""
    return machine("fulfilment", "supply")


@pytest.fixture
def care(shop: Shop) -> Machine:
    """The help desk's machine: supply, care and the customers' rights."""
    return machine("care", "supply", "care", "rights")


@pytest.fixture
def marketing(shop: Shop) -> Machine:
    """The campaign's machine."""
    return machine("marketing", "promotion")


ORDER = {
    "guest": {"name": "Trần Văn Bình", "phone": "0594000002", "email": "binh@example.vn"},
    "delivery": {"name": "Trần Văn Bình", "phone": "0594000002", "address": "5 Lê Lợi, Phường Sài Gòn"},
    "purchases": {"lines": [{"name": "Bánh cốm", "quantity": "2", "total": "90000"}], "total": "90000"},
    "wording": "Đặt hàng: tôi đồng ý để tiệm giao đơn này.",
}
