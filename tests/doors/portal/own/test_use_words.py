"""The ledger's words in people's words: every event has some, in both languages."""

from __future__ import annotations

import pytest

from giuloi.core.ledger.entry import Event
from giuloi.core.terms import Outcome
from giuloi.promises.answer.use_words import YOU, told
from giuloi.records import published
from giuloi.records.uses.own import OwnUse
from tests.doors.portal.own.conftest import now
from tests.records.conftest import Shop


def use(event: str, actor: str = "customer", policy: str = "") -> OwnUse:
    """One entry."""
    version = policy or published.current().policy.hash
    return OwnUse(1, now(), actor, event, "supply", "I.1", version, Outcome.ALLOWED, "", "in_house", 1)


@pytest.mark.parametrize("event", Event)
def test_every_event_has_words(shop: Shop, event: Event) -> None:
    """None is shown by its code name."""
    words = told(use(event)).what
    assert event.value not in (words.vi, words.en)
    assert words.vi != words.en


@pytest.mark.parametrize(
    ("actor", "english"),
    [
        ("customer", YOU.en),
        ("code/export_bundle", YOU.en),
        ("code/register_member", "the shop's software"),
        ("code/of_a_later_release", "the shop's software"),
        ("staff/care/0123456789abcdef", "customer care"),
        ("staff/no_such_role/0123456789abcdef", "“no_such_role”"),
        ("key/fulfilment/0123456789abcdef", "fulfilment (a connected machine)"),
        ("bridge/shop1", "the bridge to the shop platform “shop1”"),
    ],
)
def test_who_it_was_is_a_role_and_never_a_name(shop: Shop, actor: str, english: str) -> None:
    """A pseudonym stands in the leaf; people read what they are to the shop."""
    by = told(use("reveal", actor)).by.en
    assert by == english
    assert "0123456789abcdef" not in by


def test_an_entry_of_a_version_that_is_not_here_still_reads(shop: Shop) -> None:
    """Data restored, a version gone: the words of today's."""
    assert told(use("reveal", policy="0" * 64)).what.en == "Opened for supplying goods"
