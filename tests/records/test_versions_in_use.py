"""Which versions somebody is judged by: the strictest of these binds what is sent to everybody at once."""

from __future__ import annotations

from datetime import date

from giuloi.core.terms import Standing
from giuloi.records.published import publish
from giuloi.records.subjects import counted, new_subject, versions_in_use
from tests.core.policy.corpus import shipped
from tests.records.conftest import Shop


def _another(shop: Shop) -> int:
    changed = {
        name: text.replace('version               = "1"', 'version               = "2"')
        for name, text in shipped().items()
    }
    return publish(changed, date(2026, 11, 22), shop.now()).id


def test_a_version_is_in_use_from_its_first_person_on(shop: Shop) -> None:
    """The same versions that a count of everybody finds."""
    assert versions_in_use() == frozenset()
    new_subject(Standing.MEMBER, shop.policy_id, shop.now())
    second = _another(shop)
    assert second != shop.policy_id
    assert versions_in_use() == {shop.policy_id}
    new_subject(Standing.GUEST, second, shop.now())
    assert versions_in_use() == {shop.policy_id, second} == {version for _, version in counted()}
