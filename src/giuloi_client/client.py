"""The two clients: one for threads, one for asyncio. Both send calls, try again with patience, and raise problems.

Needs httpx: `pip install 'giuloi[client]'`.

>>> with Client("https://privacy.shop.example.vn", key) as shop:
...     found = shop.send(calls.find(phone="0594 000 002"))
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, TypeVar

import httpx

from giuloi_client import answers, calls
from giuloi_client.calls import Call
from giuloi_client.patience import TRIES, may_repeat, passing, pause
from giuloi_client.problems import problem

T = TypeVar("T")


class Client:
    """For threads; one connection pool, to be closed or used in `with`."""

    def __init__(self, address: str, key: str, *, language: str = "vi", timeout: float = 10.0) -> None:
        self._http = httpx.Client(**_settings(address, key, language, timeout))

    def send(self, call: Call[T]) -> T:
        """Send a call, and again while the server asks for it; raises a Problem, or httpx's own error."""
        for tried in range(1, TRIES + 1):
            try:
                response = self._http.request(**_request(call))
            except httpx.TransportError:
                if tried == TRIES or not may_repeat(call):
                    raise
                time.sleep(pause(tried, {}))
                continue
            if tried == TRIES or not passing(response.status_code, response.headers):
                break
            time.sleep(pause(tried, response.headers))
        told: T = _answer(response)
        return told

    def every_order(self, *, state: str = "") -> Iterator[answers.Order]:
        """All orders, newest first, page by page."""
        cursor: str | None = ""
        while cursor is not None:
            page = self.send(calls.orders(cursor=cursor, limit=100, state=state))
            yield from page["orders"]
            cursor = page["next"]

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncClient:
    """The same for asyncio."""

    def __init__(self, address: str, key: str, *, language: str = "vi", timeout: float = 10.0) -> None:
        self._http = httpx.AsyncClient(**_settings(address, key, language, timeout))

    async def send(self, call: Call[T]) -> T:
        """As `Client.send`."""
        for tried in range(1, TRIES + 1):
            try:
                response = await self._http.request(**_request(call))
            except httpx.TransportError:
                if tried == TRIES or not may_repeat(call):
                    raise
                await asyncio.sleep(pause(tried, {}))
                continue
            if tried == TRIES or not passing(response.status_code, response.headers):
                break
            await asyncio.sleep(pause(tried, response.headers))
        told: T = _answer(response)
        return told

    async def every_order(self, *, state: str = "") -> AsyncIterator[answers.Order]:
        """As `Client.every_order`."""
        cursor: str | None = ""
        while cursor is not None:
            page = await self.send(calls.orders(cursor=cursor, limit=100, state=state))
            for one in page["orders"]:
                yield one
            cursor = page["next"]

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


def _settings(address: str, key: str, language: str, timeout: float) -> dict[str, Any]:
    return {
        "base_url": f"{address.rstrip('/')}/api/v1",
        "headers": {"Authorization": f"Bearer {key}", "Accept-Language": language},
        "timeout": timeout,
        "follow_redirects": False,  # the key goes to this address and to no other
    }


def _request(call: Call[Any]) -> dict[str, Any]:
    headers = {"Idempotency-Key": call.repeat} if call.repeat else {}
    return {
        "method": call.method,
        "url": call.path,
        "json": call.body,
        "params": dict(call.query),
        "headers": headers,
    }


def _answer(response: httpx.Response) -> Any:
    if response.is_success:
        return response.json()
    try:
        body: Mapping[str, Any] = response.json()
    except ValueError:  # a proxy's own page, or a redirect: it has no words for us
        body = {"code": "no_problem_json", "detail": f"HTTP {response.status_code} without a problem"}
    raise problem(response.status_code, body)
