"""What colleagues are called where the rows only have their ids or the names of the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field

from giuloi.core.bilingual import Words
from giuloi.records.consents import CUSTOMER
from giuloi.records.credentials import Staff

_GONE = Words("người không còn làm ở đây", "somebody who left")
_SOFTWARE = Words("phần mềm", "software")
_CUSTOMER = Words("khách", "the customer")
_NOBODY = Words("", "")


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who works or worked here, looked up once for a page. Names are for colleagues only."""

    names: dict[int, Words] = field(repr=False)
    actors: dict[str, Words] = field(repr=False)

    def named(self, staff: int | None) -> Words:
        """Somebody of that id; nothing for nobody."""
        return _NOBODY if staff is None else self.names.get(staff, _GONE)

    def acting(self, actor: str) -> Words:
        """Whoever did something, as the ledger names them."""
        if actor == CUSTOMER:
            return _CUSTOMER
        # The end of a pseudonym stays when the role changes: what was done in an earlier one is theirs too.
        kind, _, rest = actor.partition("/")
        return self.actors.get(rest.rpartition("/")[2], _GONE) if kind == "staff" else _SOFTWARE


def people() -> People:
    """As of now."""
    found = list(Staff.objects.all())
    return People(
        {one.id: Words(one.name, one.name) for one in found},
        {one.pseudonym.rpartition("/")[2]: Words(one.name, one.name) for one in found},
    )
