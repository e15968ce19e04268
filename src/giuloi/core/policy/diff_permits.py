"""What may leave the shop otherwise. The gate takes the first permit that covers a request, so all count at once.

For one purpose and one relation, which permit answers depends on the requested fields alone. A permit answers
for the fields it covers that no earlier one covers, and whatever holds for some of them holds for the most of
them: comparing the two versions at each permit's fields, and at what a pair of permits shares, misses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from giuloi.core.bilingual import Words
from giuloi.core.policy.change import CONSENTS, RELATIONS, Change, both, fields_of, purpose_of
from giuloi.core.policy.clauses import Permit, Policy, Unless
from giuloi.core.terms import LegalBasis, Relation


def permits(old: Policy, new: Policy) -> Iterator[Change]:
    """Every change of what may be given to whom, purpose by purpose."""
    for purpose in both(old.purposes, new.purposes):
        for relation in Relation:
            yield from _given(old, new, purpose, relation)
    moved = {permit.name: permit.clause for permit in old.permits}
    for permit in new.permits:
        if moved.get(permit.name, permit.clause) != permit.clause:
            words = Words(
                f"lời cho phép chuyển từ mục {moved[permit.name]}",
                f"a permit moved from clause {moved[permit.name]}",
            )
            yield Change(permit.clause, words, None)


def _given(old: Policy, new: Policy, purpose: str, relation: Relation) -> Iterator[Change]:
    before, after = _covering(old, purpose, relation), _covering(new, purpose, relation)
    said, whom = purpose_of(new if purpose in new.purposes else old, purpose), RELATIONS[relation]
    vi, en = f"{said.vi}, cho {whom.vi}", f"{said.en}, to {whom.en}"
    for permit, fields in _differing(before, after, _rests_on_consent(old, purpose)):
        what = fields_of(fields)
        consent = CONSENTS[permit.consent]
        words = Words(
            f"{vi}: đưa được {what.vi} ({consent.vi})", f"{en}: may be given {what.en} ({consent.en})"
        )
        yield Change(permit.clause, words, True)
    for permit, fields in _differing(after, before, _rests_on_consent(new, purpose)):
        what = fields_of(fields)
        consent = CONSENTS[permit.consent]
        words = Words(
            f"{vi}: không còn được đưa {what.vi} chỉ với {consent.vi}",
            f"{en}: {what.en} no longer given on {consent.en} alone",
        )
        yield Change(permit.clause, words, False)


def _covering(policy: Policy, purpose: str, relation: Relation) -> tuple[Permit, ...]:
    return tuple(p for p in policy.permits if purpose in p.purposes and relation in p.relations)


def _rests_on_consent(policy: Policy, purpose: str) -> bool:
    """Whether anybody's consent to the purpose is asked at all."""
    rule = policy.purposes.get(purpose)
    return rule is not None and LegalBasis.CONSENT in rule.basis.values()


def _differing(
    before: tuple[Permit, ...], after: tuple[Permit, ...], asked: bool
) -> Iterator[tuple[Permit, int]]:
    """Permits of `after` that allow somebody what `before` does not, with the most such fields.

    `asked`: whether `before` asked for consent to the purpose; if not, consent to the recipient only tightens.
    """
    for permit in after:
        shared = {permit.fields} | {permit.fields & other.fields for other in before}
        found = [fields for fields in shared if _allows_more(permit, fields, before, after, asked)]
        if found:
            yield permit, max(found, key=lambda fields: (fields.bit_count(), fields))


def _allows_more(
    permit: Permit, fields: int, before: tuple[Permit, ...], after: tuple[Permit, ...], asked: bool
) -> bool:
    was = _first(before, fields)
    if _first(after, fields) is not permit or (was is not None and was.consent is permit.consent):
        return False
    return was is None or asked or permit.consent is Unless.CONSENT_TO_PURPOSE


def _first(those: tuple[Permit, ...], fields: int) -> Permit | None:
    return next((permit for permit in those if not fields & ~permit.fields), None)
