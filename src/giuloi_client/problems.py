"""What the API refuses, as exceptions. `Refused` is the gate's no: it cites the clause, and what would help."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from giuloi_client.answers import Needed


class Problem(Exception):
    """An error of the API (RFC 9457). `code` is for machines, `detail` a sentence for people."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(body.get("code", ""))
        self.detail = str(body.get("detail", ""))
        self.body = body
        super().__init__(f"{status} {self.code}: {self.detail}")


class Refused(Problem):
    """The gate, or the rule for this operation, said no."""

    @property
    def clause(self) -> str:
        """The clause of the policy that says so, such as "IV.4"."""
        return str(self.body.get("clause", ""))

    @property
    def wording(self) -> str:
        """That clause, word for word."""
        return str(self.body.get("wording", ""))

    @property
    def reason(self) -> str:
        """Why, as a word."""
        return str(self.body.get("reason", ""))

    @property
    def needed(self) -> list[Needed]:
        """What would make it allowed; empty when nothing would."""
        return list(self.body.get("needed") or ())


class UnknownKey(Problem):
    """The key is not known, or does not work any more, or not from here."""


class NotFound(Problem):
    """There is nothing of that id."""


class Invalid(Problem):
    """The request is not as the API describes it; `body["wrong"]` says where."""


class Busy(Problem):
    """Too many requests, or the server cannot do it now: it was tried again, in vain."""


_BY_STATUS: Mapping[int, type[Problem]] = {
    401: UnknownKey,
    403: Refused,
    404: NotFound,
    422: Invalid,
    429: Busy,
    503: Busy,
}


def problem(status: int, body: Mapping[str, Any]) -> Problem:
    """The exception for an error answer."""
    return _BY_STATUS.get(status, Problem)(status, body)
