"""Uses that law keeps secret from the person for a time (III.2): in the ledger at once, in their trail afterwards.

A concealed use names its people by the negatives of their ids while it waits for its leaf: the permit to open still
says whose key it is for, and no such id has a ledger key, so the sequencer draws a code that nobody can link. Neither
the person's pages nor the bundle they take away show the leaf, nor a gap where it would be. When secrecy ends, a second
leaf tells of the same use under the person's own code: with the moment at which it happened.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from giuloi.records.uses.leaf import Use
from giuloi.records.uses.pending import record_uses


def conceal(use: Use) -> Use:
    """The same use, in nobody's trail for now."""
    return replace(use, subjects=tuple(-abs(one) for one in use.subjects))


def tell_afterwards(uses: Iterable[Use]) -> None:
    """Put each into its people's trail now; joins the caller's transaction."""
    record_uses([use for use in uses if use.subjects])
