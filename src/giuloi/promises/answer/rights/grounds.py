"""The grounds on which a right may be refused, under the name that belongs to rights."""

from __future__ import annotations

from giuloi.promises.answer.right_grounds import Ground, check, grounds_for

__all__ = ["Ground", "check", "grounds_for"]
