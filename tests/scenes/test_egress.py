"""III.1, II.1: whatever the shop does in a day, nobody's data leaves it but where the ledger says so beforehand.

Every sweep of the clock runs: campaigns, notices, webhooks, backups, retention, renewal. All that goes to a socket or
into a file is caught and searched for what was planted, in every form it could take.
"""

from __future__ import annotations

import base64
import json
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured

from giuloi.core.terms import Channel, Outcome, Standing
from giuloi.doors.clock.sweep import SWEEPS
from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.goods import Line, Purchases
from giuloi.promises.collect.orders import Placing, place_order
from giuloi.promises.share import subscriptions, telling
from giuloi.promises.use.outreach.campaigns import CampaignRow
from giuloi.records import published
from giuloi.records.happenings import Event
from giuloi.records.places import places
from giuloi.records.uses.pending import PendingUse
from giuloi.records.uses.sequencer import integrate
from tests.clauses.wording import TODAY, text_with
from tests.harness.egress import Left, watched
from tests.promises.share.conftest import Listener, listener
from tests.promises.use.outreach.conftest import OFFER, Desk, desk
from tests.records.conftest import shop
from tests.scenes.canaries import Bearer, bearer, files_under, found

__all__ = ["desk", "listener", "shop"]

AGREED, SILENT = (bearer(1), bearer(2), bearer(3)), (bearer(4), bearer(5))
EVERYBODY = (*AGREED, *SILENT)


def lived(desk: Desk) -> dict[int, Bearer]:
    """Five members with orders; three agreed to be written to; a campaign runs, and the policy changed."""
    people: dict[int, Bearer] = {}
    for one in EVERYBODY:
        subject = desk.shop.person(one.person, Standing.MEMBER)
        people[subject] = one
        kinds = [("supply", Channel.IN_HOUSE), *([("promotion", Channel.EMAIL)] if one in AGREED else [])]
        desk.shop.give(subject, *kinds)
        _order(subject, one)
    desk.started()
    changed = text_with(("Cảm ơn quý khách đã ghé tiệm.", "Chào quý khách."))
    published.publish(changed, TODAY, datetime.now(UTC))
    return people


def _order(subject: int, one: Bearer) -> None:
    contact = Contact(name=one.recipient, phone=one.recipient_phone, address=one.person.address)
    goods = Purchases((Line(one.goods, "1", "100000"),), "100000")
    place_order(subject, Placing(goods, contact, "Đặt hàng", note=one.note), datetime.now(UTC))


def ledgered(channel: Channel) -> set[int]:
    """Whom an allowed use by this channel, opened for them, was written down about before it could leave."""
    rows = PendingUse.objects.filter(channel=channel.value, decision=Outcome.ALLOWED.value, event="reveal")
    return {
        int.from_bytes(bytes(row.subjects)[start : start + 8], "big", signed=False)
        for row in rows
        for start in range(0, len(bytes(row.subjects)), 8)
    }


def holders(data: bytes, people: dict[int, Bearer]) -> set[int]:
    """Whose planted data stands in these bytes."""
    return {subject for subject, one in people.items() if found(data, one.canaries)}


def test_what_leaves_is_in_the_ledger_and_nothing_else_leaves(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    """To the mail server, letters of people whose use is written down; to everybody else, and into files, nothing."""
    settings.GIULOI_BACKUP_DIR = tmp_path / "copies"
    people = lived(desk)
    with watched(monkeypatch) as left:
        for _ in range(2):
            for sweep in SWEEPS:
                sweep.run(datetime.now(UTC))
            desk.work(desk_campaign())  # at noon, whatever the hour of the run
        written_to = ledgered(Channel.EMAIL)
        integrate()
    assert holders(left.everything, people) == written_to == set(people)  # all are told of the new policy
    offered = {to for to, letter in desk.mailbox.letters if str(letter["Subject"]).endswith(OFFER.subject.vi)}
    assert offered == {one.person.email for one in AGREED}
    assert in_nothing_else(left, people, desk.mailbox)
    searched = {*left.files(), *files_under(Path(configured.GIULOI_DATA), places().heads, tmp_path)}
    assert len(searched) > 3
    assert [str(path) for path in searched if holders(path.read_bytes(), people)] == []


def desk_campaign() -> int:
    """The one that runs."""
    return int(CampaignRow.objects.get().id)


def test_the_shops_own_system_is_told_ids_and_nothing_of_anybody(
    desk: Desk, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything that can be told is told; no header and no body of it holds a planted word."""
    subscriptions.subscribe(listener.url, set(Event) - {Event.SUBJECT_ERASED}, datetime.now(UTC))
    people = lived(desk)
    with watched(monkeypatch) as left:
        for _ in range(3):
            telling.tell(datetime.now(UTC))
    assert {json.loads(body)["type"] for _, body in listener.heard} >= {"order.placed", "consent.given"}
    assert holders(left.everything, people) == set()
    assert holders(b"\n".join(body + repr(head).encode() for head, body in listener.heard), people) == set()


def in_nothing_else(left: Left, people: dict[int, Bearer], mailbox: Any) -> bool:
    """What was sold, to whom it goes and what was noted went to no socket: letters hold a name and an address."""
    private = [text for one in people.values() for text in (one.goods, one.note, one.recipient, one.care)]
    return found(left.everything, private) == set() and bool(mailbox.letters)


def test_a_leak_would_be_seen(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By a socket in base64, by a file, by a database: the watch is worth something."""
    one = bearer(9)
    people = {1: one}
    ours, theirs = socket.socketpair()
    with watched(monkeypatch) as left:
        ours.sendall(base64.b64encode(f"x{one.person.name}".encode()))
        (tmp_path / "leak.txt").write_text(one.note, "utf-8")
    ours.close()
    theirs.close()
    assert holders(left.everything, people) == {1}
    assert [path.name for path in left.files() if holders(path.read_bytes(), people)] == ["leak.txt"]
