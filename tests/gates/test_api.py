"""The gate *api*: whatever a machine sends, no answer is a server error, and none is missing from the document.

Cases are made by schemathesis from the OpenAPI document, for each operation and each kind of key. The large run:
`pytest tests/gates/test_api.py --runs 20000`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from giuloi.doors.api.server import api
from giuloi.site.wsgi import application
from tests.doors.api.conftest import ORDER, Machine, machine, partner
from tests.house.conftest import say_at_the_end
from tests.records.conftest import Shop, an, binh, shop

__all__ = ["an", "binh", "say_at_the_end", "shop"]

_FEW = 8  # cases of each operation for each key in the run of every day
_PURPOSES = ("supply", "care", "promotion", "rights", "advertising", "authority_request", "telepathy")
_CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
KEYS: dict[str, Callable[[], Machine]] = {
    "care": lambda: machine("care", "supply", "care", "rights", rate=10**9),
    "fulfilment": lambda: machine("fulfilment", "supply", rate=10**9),
    "marketing": lambda: machine("marketing", "promotion", "services", rate=10**9),
    "legal": lambda: machine("legal", "authority_request", rate=10**9),
    "partner": partner,
    "nobody": lambda: Machine("giuloi_" + "0" * 64, machine("care", "care").client),
}
_DOCUMENT = api.get_openapi_schema(path_prefix="api/v1/")
OPERATIONS = [(path, method) for path, methods in _DOCUMENT["paths"].items() for method in methods]


def _behind_tls(environ: dict[str, Any], start_response: Any) -> Any:
    """The server as a proxy with TLS reaches it."""
    return application({**environ, "wsgi.url_scheme": "https"}, start_response)


@pytest.mark.parametrize("key", KEYS)
def test_no_request_breaks_the_server_or_the_document(
    key: str, shop: Shop, an: int, binh: int, runs: int, say_at_the_end: Callable[[str], None]
) -> None:
    """Every operation, with what the document allows and with what it does not."""
    known = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app=_behind_tls)
    with_order = machine("care", "supply").post("/orders", ORDER).json()
    told = _Told(KEYS[key]().token, [str(an), str(binh), with_order["subject"]], with_order)
    seen = sum(_tried(known[path][method.upper()], told, runs or _FEW) for path, method in OPERATIONS)
    say_at_the_end(f"api: {seen} requests of a key of {key} to {len(OPERATIONS)} operations, 0 server errors")


class _Told:
    """What a machine knows already: its key, some people, an order, the policy's purposes."""

    def __init__(self, token: str, people: list[str], order: dict[str, str]) -> None:
        self.token, self.people, self.order = token, people, order

    def known(self, case: Any) -> None:
        """Put what there is where the case has invented it: else nothing would get past the first look-up."""
        body, path = case.body, case.path_parameters
        if isinstance(path, dict) and "order" in path:
            path["order"] = self.order["order"]
        if not isinstance(body, dict):
            return
        for one in (body, *(body.get("items") or ())):
            if isinstance(one.get("subject"), str):
                one["subject"] = self.people[len(one["subject"]) % len(self.people)]
            if isinstance(one.get("case"), str):
                one["case"] = self.order["case"]
        if "purpose" in body:
            body["purpose"] = _PURPOSES[len(body["purpose"]) % len(_PURPOSES)]


def _tried(operation: Any, told: _Told, examples: int) -> int:
    seen = 0

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=examples == _FEW,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(
        valid=operation.as_strategy(),
        other=operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE),
    )
    def tried(valid: Any, other: Any) -> None:
        nonlocal seen
        told.known(valid)
        for case in (valid, other):
            response = case.call(headers={"Authorization": f"Bearer {told.token}"})
            case.validate_response(response, checks=_CHECKS)
            seen += 1

    tried()
    return seen
