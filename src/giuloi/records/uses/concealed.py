"""Uses that law keeps secret from the person for a time (III.2): in the ledger at once, in their trail afterwards.

While the order of secrecy stands the leaf carries a code that nobody can link, so neither the person's pages nor the
bundle they take away show it, nor a gap where it would be. When it ends, a second leaf tells of the same use under the
person's own code: with the moment at which it happened, behind everything that was written meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from giuloi.records.uses.pending import Use, record_uses

NOBODY = 0  # no subject has this id: the sequencer draws a random code


def conceal(use: Use) -> Use:
    """The same use of as many people, told of nobody."""
    return replace(use, subjects=(NOBODY,) * len(use.subjects))


def tell_afterwards(uses: Iterable[Use]) -> None:
    """Put each into its people's trail now; joins the caller's transaction."""
    record_uses([use for use in uses if use.subjects])
