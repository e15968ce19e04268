"""Behind a proxy, whoever connects is who the proxy's own header says; without one named, no header is believed."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from giuloi.site.address import of_visitor

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("named", "said", "address"),
    [
        ("", "203.0.113.9", "127.0.0.1"),
        ("X-Real-IP", "203.0.113.9", "203.0.113.9"),
        ("X-Real-IP", " 2001:db8::9 ", "2001:db8::9"),
        ("X-Real-IP", "10.0.0.1, 203.0.113.9", ""),
        ("X-Real-IP", "nobody", ""),
        ("X-Real-IP", None, ""),
    ],
)
def test_only_the_header_that_was_named_is_believed(
    named: str, said: str | None, address: str, settings: Any
) -> None:
    """One address, or nobody's."""
    settings.GIULOI_ADDRESS_HEADER = named
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    of_visitor(view)(RequestFactory().get("/", headers={} if said is None else {"X-Real-IP": said}))
    assert seen == [address]
