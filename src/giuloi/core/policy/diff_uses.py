"""What another version allows and forbids otherwise: purposes, permits, prohibitions, roles.

The marks follow the gate's own rule (core/gate/decide.py) and may err to one side only: a use that becomes
allowed always shows, also where a prohibition or a permit that is out of reach keeps the change from mattering.
"""

from __future__ import annotations

from collections.abc import Iterator

from giuloi.core.bilingual import Words
from giuloi.core.policy.change import (
    BASES,
    CASES,
    CHANNELS,
    STANDINGS,
    Change,
    both,
    fields_of,
    listed,
    purpose_of,
    role_of,
)
from giuloi.core.policy.clauses import Policy, PurposeRule
from giuloi.core.policy.diff_permits import permits
from giuloi.core.policy.diff_prohibitions import prohibitions
from giuloi.core.terms import LegalBasis, Standing


def uses(old: Policy, new: Policy) -> Iterator[Change]:
    """Every change of who may use what, for what, and whom it may be given to."""
    for name in both(old.purposes, new.purposes):
        before, after = old.purposes.get(name), new.purposes.get(name)
        if before is None and after is not None:
            said = purpose_of(new, name)
            yield Change(after.clause, Words(f"mục đích mới {said.vi}", f"a new purpose {said.en}"), True)
        elif after is None and before is not None:
            said = purpose_of(old, name)
            yield Change(before.clause, Words(f"bỏ mục đích {said.vi}", f"no more purpose {said.en}"), False)
        elif before is not None and after is not None:
            yield from _Purpose(old, new, before, after).changes()
    yield from permits(old, new)
    yield from prohibitions(old, new)
    yield from _roles(old, new)
    if old.otherwise != new.otherwise:
        words = Words("điều khoản cho những gì không nói tới", "the clause for what is not spoken of")
        yield Change(new.otherwise, words, None)


class _Purpose:
    """One purpose in both versions."""

    def __init__(self, old: Policy, new: Policy, before: PurposeRule, after: PurposeRule) -> None:
        self.old, self.new, self.before, self.after = old, new, before, after
        self.named = purpose_of(new, after.name)

    def changes(self) -> Iterator[Change]:
        """In the order a reader asks: for whom, what, by whom, how, under which case; then its names."""
        for standing in Standing:
            yield from self._basis(standing)
        yield from self._fields()
        yield from self._roles()
        yield from self._channels()
        yield from self._needs()
        if (self.before.vi, self.before.en) != (self.after.vi, self.after.en):
            yield self._say("đổi tên gọi", "is called otherwise", None)
        if self.before.clause != self.after.clause:
            moved = (f"chuyển từ mục {self.before.clause}", f"moved from clause {self.before.clause}")
            yield self._say(*moved, None)
        if (self.before.topic, self.before.dpv) != (self.after.topic, self.after.dpv):
            yield self._say("đổi cách hỏi hoặc cách phân loại", "is asked for or classed otherwise", None)

    def _say(self, vi: str, en: str, looser: bool | None) -> Change:
        return Change(self.after.clause, Words(f"{self.named.vi}: {vi}", f"{self.named.en}: {en}"), looser)

    def _basis(self, standing: Standing) -> Iterator[Change]:
        before, after = self.before.basis.get(standing), self.after.basis.get(standing)
        if before is after:
            return
        who = STANDINGS[standing]
        if after is None:
            yield self._say(f"không còn căn cứ với {who.vi}", f"no ground any more for {who.en}", False)
            return
        ground = BASES[after]
        vi = f"căn cứ với {who.vi} nay là {ground.vi}"
        yield self._say(vi, f"for {who.en} it now rests on {ground.en}", _looser_basis(before, after))

    def _fields(self) -> Iterator[Change]:
        if more := self.after.fields & ~self.before.fields:
            said = fields_of(more)
            yield self._say(f"dùng thêm {said.vi}", f"also uses {said.en}", True)
        if less := self.before.fields & ~self.after.fields:
            said = fields_of(less)
            yield self._say(f"không dùng {said.vi} nữa", f"no longer uses {said.en}", False)

    def _roles(self) -> Iterator[Change]:
        if more := self.after.roles - self.before.roles:
            said = listed(role_of(self.new, name) for name in sorted(more))
            yield self._say(f"thêm người dùng: {said.vi}", f"also open to {said.en}", True)
        if less := self.before.roles - self.after.roles:
            said = listed(role_of(self.old, name) for name in sorted(less))
            yield self._say(f"không còn mở cho {said.vi}", f"no longer open to {said.en}", False)

    def _channels(self) -> Iterator[Change]:
        if more := self.after.channels - self.before.channels:
            said = listed(CHANNELS[channel] for channel in sorted(more))
            yield self._say(f"liên lạc thêm qua {said.vi}", f"may also reach people by {said.en}", True)
        if less := self.before.channels - self.after.channels:
            said = listed(CHANNELS[channel] for channel in sorted(less))
            yield self._say(f"không liên lạc qua {said.vi} nữa", f"no longer by {said.en}", False)

    def _needs(self) -> Iterator[Change]:
        before, after = self.before.needs, self.after.needs
        if before is after:
            return
        if before is not None:
            said = CASES[before]
            yield self._say(f"không cần {said.vi} nữa", f"no longer needs {said.en}", True)
        if after is not None:
            said = CASES[after]
            yield self._say(f"nay cần {said.vi}", f"now needs {said.en}", False)


def _looser_basis(before: LegalBasis | None, after: LegalBasis) -> bool | None:
    """A first ground is looser than none; consent is the strictest ground; the others weigh the same."""
    if before is None or before is LegalBasis.CONSENT:
        return True
    return False if after is LegalBasis.CONSENT else None


def _roles(old: Policy, new: Policy) -> Iterator[Change]:
    """Roles that came, went or are called otherwise: alone they allow nobody anything."""
    for name in both(old.roles, new.roles):
        before, after = old.roles.get(name), new.roles.get(name)
        if after is None and before is not None:
            said = role_of(old, name)
            yield Change(before.clause, Words(f"bỏ vai {said.vi}", f"no more role {said.en}"), None)
        elif after is not None and (before is None or (before.vi, before.en) != (after.vi, after.en)):
            said = role_of(new, name)
            yield Change(after.clause, Words(f"vai {said.vi}", f"the role {said.en}"), None)
