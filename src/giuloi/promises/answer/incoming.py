"""A letter or message from outside becomes a line of its case, or a request of its own (I.2, IV.3).

What it says of its sender is a claim. A token we sent out leads to its case, and the line says whether the sender was
known for its customer. Without one it is a request of a guest who holds nothing but that address: nobody is merged
with a customer for writing under their name. Only where the sender's domain vouches for the letter and a member has
proven that very address by a code is it that member's own request. It opens nothing for anybody; it is only kept.
"""

from __future__ import annotations

import base64
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from giuloi.core.consent.record import Method
from giuloi.core.identifiers import norm_v1
from giuloi.core.terms import Channel, NotAnIdentifier, Standing
from giuloi.promises.answer.asking import Asking, agreed, take_in
from giuloi.promises.answer.conversation import in_flight_under
from giuloi.promises.answer.messages import WORDLESS, texts_of
from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.guests import new_guest, welcome_guest
from giuloi.promises.collect.verification import verified
from giuloi.promises.use import cases, notices
from giuloi.promises.use.cases import CareCase, File, NotTaken
from giuloi.promises.use.contact import outgoing
from giuloi.promises.use.free_text import looked_at
from giuloi.promises.use.inbound.letter import Inbound
from giuloi.promises.use.notices import Notice
from giuloi.records import vault
from giuloi.records.database import joined
from giuloi.records.keyring import keyring
from giuloi.records.keyring.indexes import Entry
from giuloi.records.request_kinds import Happened
from giuloi.records.request_steps import note_step
from giuloi.records.requests import receive
from giuloi.records.subjects import standing_of

ACTOR = "code/incoming"
LONGEST = 60_000  # bytes of UTF-8 that one text keeps: below what its field takes
WORDING = "Khách tự viết cho tiệm để được trả lời. / They wrote to the shop to be answered."
_FIELD = {Channel.ZALO: "zalo", Channel.MESSENGER: "messenger"}


def take(inbound: Inbound, at: datetime) -> None:
    """Keep a message for good, in the transaction that is open (inbound/letter.py: Take). Raises Unavailable."""
    text, sender = _text_of(inbound), inbound.sender.open()
    with joined():
        case = _case_of(inbound)
        if case is not None and case.open:
            _into(case, inbound, text, sender, at)
        elif case is not None and _is_theirs(case.subject, inbound, sender):
            _new(case.subject, inbound, text, at, order=case.order)
        else:
            _new(_sender(inbound, sender, at), inbound, text, at)


def _case_of(inbound: Inbound) -> CareCase | None:
    """By the word in the address it was sent to, else by our own letter that it answers."""
    found = cases.case_of_token(inbound.token) if inbound.token else None
    if found is not None:
        return found
    for key in inbound.replies_to:
        with suppress(ValueError):
            row = outgoing.outgoing(int(key, 16))
            if row is not None and row.case_id is not None:
                return cases.care_case(row.case_id)
    return None


def _into(case: CareCase, inbound: Inbound, text: str, sender: str, at: datetime) -> None:
    """One more line of an open case. What is in flight was asked once more; if nothing is, this is a request."""
    message = cases.came(
        case.id, text, at, channel=inbound.channel, proven=_is_theirs(case.subject, inbound, sender)
    )
    _keep_files(case.id, case.subject, message, inbound, at)
    asked = in_flight_under(case.id)
    for row in asked:
        note_step(row.id, Happened.REPEATED, at, ACTOR)
    if not asked and not inbound.automatic:
        source = inbound.channel.value
        receive("question", at, subject=case.subject, source=source, actor=ACTOR, case=case.id)


def _new(subject: int, inbound: Inbound, text: str, at: datetime, *, order: int | None = None) -> None:
    """A request of its own, with its case and clock; acknowledged only where the sender is no forgery or machine."""
    asking = Asking(
        "question",
        text,
        inbound.channel.value,
        order=order,
        method=Method.EMAIL if inbound.channel is Channel.EMAIL else Method.OTHER_VERIFIABLE,
        wording=WORDING,
        contact_by=(inbound.channel,),
    )
    taken = take_in(subject, asking, at, ACTOR)
    transaction.on_commit(lambda: agreed(subject, asking))
    if taken.case is not None:
        cases.noted(taken.case, _about(inbound), at, by=ACTOR, channel=inbound.channel)
        _keep_files(taken.case, subject, texts_of(taken.request)[0].id, inbound, at)
    if inbound.proven and not inbound.automatic and taken.due_at is not None and not taken.repeated:
        notices.tell(Notice.REQUEST_RECEIVED, subject, taken.request, at, received=at, due=taken.due_at)


def _sender(inbound: Inbound, sender: str, at: datetime) -> int:
    """A member who has proven this very address, where its domain vouches for the letter; else a new guest."""
    if inbound.channel is not Channel.EMAIL:
        return _by_identity(inbound.channel, sender, at)
    members = [one for one in _found("email", sender) if _proved(one)] if inbound.proven else []
    if len(members) == 1:
        return members[0]
    return welcome_guest(Contact("", "", sender, ""), at) if sender else new_guest(at)


def _by_identity(channel: Channel, sender: str, at: datetime) -> int:
    """Whoever wrote under this identity before; their provider vouches for it. It is vaulted when it is new."""
    known = _found("source", _source(channel, sender))
    if known:
        return known[0]
    subject = new_guest(at)
    if sender:
        vault.seal(subject, {_FIELD[channel]: sender}, at)
        entry = Entry("source", _source(channel, sender), subject, subject)
        keyring().index([entry])
    return subject


def _is_theirs(subject: int, inbound: Inbound, sender: str) -> bool:
    """Whether it was vouched for, and its sender is this customer's own address or identity."""
    if not inbound.proven:
        return False
    if inbound.channel is Channel.EMAIL:
        return subject in _found("email", sender)
    return subject in _found("source", _source(inbound.channel, sender))


def _found(kind: str, value: str) -> list[int]:
    try:
        normal = norm_v1("email" if kind == "email" else "source", value)
    except NotAnIdentifier:
        return []
    found = keyring().find("email" if kind == "email" else "source", normal)
    return [one for one in found if standing_of(one) is not None]


def _proved(subject: int) -> bool:
    found = standing_of(subject)
    return found is not None and found[0] is Standing.MEMBER and "email" in verified(subject)


def _source(channel: Channel, sender: str) -> str:
    return f"{channel.value}:shop:user:{sender}"


def _text_of(inbound: Inbound) -> str:
    """Subject and text, without a card's number, as long as its field takes."""
    subject, text = inbound.subject.open().strip(), inbound.text.open().strip()
    whole = looked_at("\n\n".join(one for one in (subject, text) if one)).text or WORDLESS
    cut = whole[:19_000].encode()[:LONGEST]
    return cut.decode(errors="ignore")


def _about(inbound: Inbound) -> str:
    """What the clerk has to know of how it came: by whom it was vouched for, and what was left out of it."""
    said = [
        "Người gửi được tên miền của họ xác nhận. / Their domain vouches for the sender."
        if inbound.proven
        else "Chưa rõ người gửi có đúng là địa chỉ này. / Nobody vouches for the sender."
    ]
    if inbound.left_out is not None:
        said.append(f"{inbound.left_out.vi} / {inbound.left_out.en}")
    return "\n".join(said)


def _keep_files(case: int, subject: int, message: int, inbound: Inbound, at: datetime) -> None:
    """What may be kept is; of the rest the case says that something was left out."""
    files, left = [], 0
    for one in inbound.attachments:
        try:
            files.append(cases.check(File(one.name.open(), base64.b64decode(one.content.open()))))
        except NotTaken:
            left += 1
    kept, over = files[: cases.attachments.MOST], len(files[cases.attachments.MOST :])
    cases.attach(case, subject, message, kept, at)
    if left + over:
        said = f"Bỏ ra {left + over} tệp không nhận được. / {left + over} files were not taken."
        cases.noted(case, said, at, by=ACTOR, channel=inbound.channel)
