"""Where what was revealed leaves for the machine that asked: the one place of this door that opens values."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse

from giuloi.doors.api.problem import cited
from giuloi.records.reveal import Answer, Refusal, Revealed


def given(answer: Revealed) -> HttpResponse:
    """One answer, opened. Written straight out: nothing between here and the socket keeps a copy."""
    return _written(_opened(answer))


def given_all(answers: list[Answer], wordings: dict[str, str]) -> HttpResponse:
    """A batch, each item with what became of it, in the order it was asked."""
    return _written({"items": [_item(one) for one in answers], "wordings": wordings})


def _item(answer: Answer) -> dict[str, Any]:
    if isinstance(answer, Revealed):
        return {"result": "revealed", **_opened(answer)}
    about = {"subject": str(answer.ask.subject), "use": answer.use.hex()}
    if isinstance(answer, Refusal):
        return {"result": "refused", **about, **cited(answer.decision), "late": answer.late}
    return {"result": "unreadable", **about, "clause": answer.decision.clause}


def _opened(answer: Revealed) -> dict[str, Any]:
    return {
        "subject": str(answer.ask.subject),
        "use": answer.use.hex(),
        "clause": answer.decision.clause,
        "basis": answer.decision.basis,
        "records": [
            # "0" is the person; any other is an order.
            {"record": str(record), "fields": {name: value.open() for name, value in opened.items()}}
            for record, opened in answer.records.items()
        ],
    }


def _written(body: dict[str, Any]) -> HttpResponse:
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type="application/json")
