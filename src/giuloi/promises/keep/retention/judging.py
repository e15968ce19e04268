"""What of whom is over: one statement for a range of people, whatever their number (IV.1).

A rule whose start is still to come keeps its fields; one whose start can never come (a guest who ordered nothing)
says nothing beside one that has begun. Where none has begun nor will, the term counts from when the row was last
written: nothing is kept for ever because nobody knows since when.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from giuloi.core.terms import RetentionClass, Standing
from giuloi.promises.keep.retention.rules import Kind, Piece, Terms, pieces_of, topics_of
from giuloi.promises.keep.retention.statement import statement
from giuloi.records.database import rows
from giuloi.records.keyring import keyring
from giuloi.records.published import by_id
from giuloi.records.terms_begun import accounts_closed, versions_used
from giuloi.records.vault import CLASS_OF_NUMBER, fields_of

_LARGE = 100_000  # bytes of a row that is not read only to see which fields it has: it has one


@dataclass(frozen=True, slots=True)
class Verdict:
    """One vault row: fields to be erased, fields to be only stored, and of which fields this is the whole row.

    `held` are the fields it has; `aside` all that shall be shut from now on; `was` what is shut already.
    """

    subject: int
    record: int
    klass: RetentionClass
    held: int
    gone: int
    aside: int
    was: int
    rules: tuple[Piece, ...]

    @property
    def whole(self) -> bool:
        """Nothing of the row stays."""
        return not self.held & ~self.gone


def terms_now() -> Terms:
    """The versions under which something was taken that is still there, and no other."""
    policies = {number: by_id(number).policy for number in sorted(versions_used())}
    return Terms(policies, topics_of(policies), tuple(pieces_of(policies)))


def judge(
    terms: Terms, first: int, last: int, now: datetime, only: Collection[int] | None = None
) -> list[Verdict]:
    """What is over at `now` of the people whose ids are above `first` and at most `last`, or of these among them."""
    if not terms.pieces:
        return []
    asked, params = statement(terms, first, last, now, accounts_closed(first, last), _LARGE, only)
    invented = keyring().traps()  # nobody's data has a term: a honey record stays until it is taken away
    found = (_verdict(terms, row) for row in rows(asked, params) if row[0] not in invented)
    return [one for one in found if one.gone or one.aside != one.was]


def _verdict(terms: Terms, row: Sequence[Any]) -> Verdict:
    subject, record, klass, policy, standing, of_order, agreed, aside, gone, was, cells = row
    family = CLASS_OF_NUMBER[klass]
    kind = Kind(policy, Standing(standing), bool(of_order), agreed)
    pieces = tuple(terms.of(kind, family))
    held = fields_of(cells) if cells is not None else sum(one.fields for one in pieces)
    over = tuple(one for one in pieces if one.fields & held & (aside | gone))
    gone &= held
    return Verdict(subject, record, family, held, gone, aside & held & ~gone, was, over)
