"""The terms and the keys, as whoever runs the shop sees them: the policy's own rules, and when an epoch goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.test import Client

from giuloi.promises.keep.retention.rows import RetentionRun
from giuloi.records.backup import frozen
from giuloi.records.keyring import keyring
from giuloi.records.published import current


def test_every_rule_of_the_policy_is_a_line_with_its_clause(owner: Client) -> None:
    """As many lines as rules, and the law that storing rests on."""
    rules = current().policy.retentions
    page = owner.get("/console/retention?ahead").content.decode()
    assert rules
    assert "Nothing is over next week." in page
    assert "It has not run yet." in page
    assert page.count('<th scope="row">') == len(rules)
    for rule in rules:
        assert rule.cite in page


def test_the_epoch_in_use_and_the_next_rotation_are_shown_and_a_late_one_is_said(owner: Client) -> None:
    """A store whose clock stood still for weeks says so; after a rotation it does not."""
    with keyring().store.writing() as connection:
        old = (datetime.now(UTC) - timedelta(days=30)).isoformat()
        connection.execute("UPDATE epoch SET created_at = ?", (old,))
    assert "rotation is late" in owner.get("/console/keeping").content.decode()
    keyring().rotate(timedelta(0), datetime.now(UTC))
    page = owner.get("/console/keeping").content.decode()
    assert "rotation is late" not in page
    assert "in use" in page


def test_a_restore_that_waits_is_said_also_where_no_place_for_backups_is_named(owner: Client) -> None:
    """On its page and on the first one: while it waits no letter leaves, and nobody else would say why."""
    frozen.note(frozen.Restore(frozen.Phase.CONFIRMING, "one", "", ""))
    assert "giuloi restore confirm" in owner.get("/console/keeping").content.decode()
    assert "Data was restored" in owner.get("/console/").content.decode()


def test_a_run_is_dated_as_people_write_it(owner: Client) -> None:
    """Not as the database keeps the day."""
    at = datetime(2026, 11, 23, 2, tzinfo=UTC)
    RetentionRun.objects.create(id=1, day="2026-11-23", now=at, started_at=at)
    page = owner.get("/console/retention").content.decode()
    assert "23/11/2026</th>" in page
