"""The OpenAPI document: what ninja writes, and what it does not know of our errors."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from giuloi.doors.api.problem import MEDIA, ProblemBody

ALWAYS = (400, 401, 403, 404, 413, 422, 429, 500, 503)  # what any operation may answer
_PATIENCE = {
    "Retry-After": {"description": "seconds", "schema": {"type": "string", "pattern": "^[0-9]+$"}},
}


def answers(status: int, model: Any, *more: int) -> dict[int, Any]:
    """The answers of an operation: its own, and every problem that it may say."""
    return {status: model, **dict.fromkeys((*ALWAYS, *more), ProblemBody)}


class Described(NinjaAPI):
    """Ninja's API, whose document gives each problem its own media type and headers."""

    def get_openapi_operation_id(self, operation: Any) -> str:
        """Short and lasting, for who generates a client: "orders_place"."""
        view = operation.view_func
        return f"{view.__module__.rpartition('.')[2]}_{view.__name__}"

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """As ninja has it, put right."""
        document = super().get_openapi_schema(**kwargs)
        for path in document["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400:
                        _as_problem(int(status), answer)
        return document


def _as_problem(status: int, answer: dict[str, Any]) -> None:
    content = answer["content"]
    answer["content"] = {MEDIA: next(iter(content.values()))}
    if status in (409, 429, 503):
        answer["headers"] = _PATIENCE
