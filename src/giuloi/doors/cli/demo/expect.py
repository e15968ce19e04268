"""A step that did not go as promised says so, and the demo fails."""

from __future__ import annotations

from giuloi.core.terms import GiuloiError


class WentWrong(GiuloiError):
    """Something did not happen as the policy promises; the message says what."""


def expect(holds: bool, otherwise: str) -> None:
    """Raise WentWrong with `otherwise` unless it holds."""
    if not holds:
        raise WentWrong(otherwise)
