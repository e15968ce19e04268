"""Whose work authorities' files are: the department that the policy names for their clock, and administrators."""

from __future__ import annotations

from giuloi.core.policy.clauses import Clock, Policy
from giuloi.core.policy.vocabulary import AUTHORITY_KINDS
from giuloi.promises.share.authority.problems import NotTheirs
from giuloi.records.access.colleagues import colleague, colleagues
from giuloi.records.credentials import Staff
from giuloi.records.database import answering
from giuloi.records.published import current

SOFTWARE = "code/authority"


def clocks_of(policy: Policy) -> dict[str, Clock]:
    """kind ("authority", "authority_urgent") → its clock; a kind that the policy does not promise is absent."""
    return {kind: clock for clock in policy.clocks for kind in clock.kinds if kind in AUTHORITY_KINDS}


def may_work(role: str, *, administrator: bool) -> bool:
    """Whether somebody of that role works on these files."""
    return administrator or role in {clock.by for clock in clocks_of(current().policy).values()}


def in_charge(role: str) -> bool:
    """Whether the policy names this role for such files: it alone looks customers up for one."""
    return may_work(role, administrator=False)


@answering()
def actor_of(staff: int) -> str:
    """Who acts, as timeline and ledger name them. Raises NotTheirs for who does not work on these files."""
    found = colleague(staff)
    if found is None or not may_work(found.role, administrator=found.administrator):
        raise NotTheirs(NotTheirs.words.en)
    return found.pseudonym


@answering()
def concerned() -> list[int]:
    """The ids of everybody who works on these files now."""
    return [one.id for one in colleagues() if may_work(one.role, administrator=one.administrator)]


@answering()
def names() -> dict[int, str]:
    """id → name, of everybody who works or worked here: for colleagues only."""
    return dict(Staff.objects.values_list("id", "name"))
