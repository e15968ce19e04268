"""Passkeys (WebAuthn level 3): discoverable, so nobody types who they are; the user is verified by the device.

A row holds a public key and random ids: nothing in it signs in, and the handle the device keeps names nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, models
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from giuloi.core.bilingual import Words
from giuloi.core.crypto.primitives import equal, random_bytes, random_id
from giuloi.core.terms import GiuloiError
from giuloi.records.access.passkey_challenges import REGISTER, SIGN_IN, Challenge, draw, name_of, take
from giuloi.records.access.sessions import Visitor
from giuloi.records.database import dialect, durable, rows

HANDLE_BYTES = 32
MOST = 20  # passkeys of one person
_REGISTERING = 0x61_0010  # PostgreSQL's advisory lock of whoever registers one; never renumber


class PasskeyRow(models.Model):
    """One passkey. `who` is a subject's id or a staff id; `handle` what the device knows them by."""

    id = models.BigIntegerField(primary_key=True)
    kind = models.TextField()
    who = models.BigIntegerField()
    handle = models.BinaryField()
    credential = models.BinaryField(unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField()
    device = models.TextField(default="")
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "records_passkey"
        indexes = (models.Index(fields=["kind", "who"], name="records_passkey_who"),)


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as its owner sees it."""

    id: int
    device: str
    created_at: datetime
    used_at: datetime | None


class NotAPasskey(GiuloiError):
    """An answer that proves nothing: another's, altered, too late, or sent before. The words never say which."""

    words = Words(
        "Không nhận ra khóa truy cập này. Xin thử lại, hoặc đăng nhập bằng cách khác.",
        "This passkey was not recognised. Please try again, or sign in another way.",
    )

    def __init__(self) -> None:
        super().__init__("the passkey's answer proves nothing")


def offer_registration(kind: Visitor, who: int, label: str, at: datetime, *, host: str) -> tuple[str, str]:
    """(options as JSON for the browser, challenge id). `label` is what the device shows: no personal data in it.

    `host` is request.get_host(). A person has one handle for all their passkeys.
    """
    own = list(PasskeyRow.objects.filter(kind=kind.value, who=who))
    handle = bytes(own[0].handle) if own else random_bytes(HANDLE_BYTES)
    id, challenge = draw(REGISTER, kind.value, host, at, who, handle)
    options = generate_registration_options(
        rp_id=name_of(host),
        rp_name=label,
        user_name=label,
        user_id=handle,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(own),
    )
    return options_to_json(options), id


def register(
    kind: Visitor, who: int, response_json: str, challenge_id: str, at: datetime, device: str = ""
) -> int:
    """Take in a new passkey; returns its id. Raises NotAPasskey."""
    asked = take(challenge_id, REGISTER, kind.value, at)
    if asked is None or asked.who != who:
        raise NotAPasskey
    try:
        made = verify_registration_response(
            credential=response_json,
            expected_challenge=asked.challenge,
            expected_rp_id=asked.rp_id,
            expected_origin=asked.origin,
            require_user_verification=True,
        )
    except Exception:  # whatever a stranger may post, and the library has many ways to trip over it
        raise NotAPasskey from None
    row = PasskeyRow(
        id=random_id(),
        kind=kind.value,
        who=who,
        handle=asked.handle,
        credential=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        device=device[:60],
        created_at=at,
    )
    try:
        with durable():
            _refuse_too_many(kind, who)
            row.save(force_insert=True)
    except IntegrityError:  # a credential id that stands already: somebody claims another's
        raise NotAPasskey from None
    return int(row.id)


def _refuse_too_many(kind: Visitor, who: int) -> None:
    """Counted where it is written: of two that come at once the second counts the first.

    SQLite has one writer anyway; PostgreSQL lets one at a time in here.
    """
    if dialect() == "postgresql":
        rows("SELECT pg_advisory_xact_lock(%s)", (_REGISTERING,))
    if PasskeyRow.objects.filter(kind=kind.value, who=who).count() >= MOST:
        raise NotAPasskey


def offer_sign_in(kind: Visitor, at: datetime, *, host: str, who: int | None = None) -> tuple[str, str]:
    """(options as JSON, challenge id). With `who` only their passkeys are asked for: a second factor."""
    id, challenge = draw(SIGN_IN, kind.value, host, at, who)
    own = PasskeyRow.objects.filter(kind=kind.value, who=who) if who is not None else ()
    options = generate_authentication_options(
        rp_id=name_of(host),
        challenge=challenge,
        allow_credentials=_descriptors(own) or None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options), id


def sign_in(kind: Visitor, response_json: str, challenge_id: str, at: datetime) -> int:
    """Whose passkey answered. Raises NotAPasskey."""
    asked = take(challenge_id, SIGN_IN, kind.value, at)
    if asked is None:
        raise NotAPasskey
    try:
        answer = parse_authentication_credential_json(response_json)
    except Exception:  # as above
        raise NotAPasskey from None
    row = PasskeyRow.objects.filter(kind=kind.value, credential=answer.raw_id).first()
    if row is None or asked.who not in (None, row.who):
        raise NotAPasskey
    count = _verified(answer, asked, row)
    with durable():
        # Compared again as it is written, so that a counter that counts never goes back. Many devices' counters stay
        # 0 for ever: what keeps an answer from being taken twice is its challenge, which `take` gives away once.
        same = PasskeyRow.objects.filter(id=row.id, sign_count=row.sign_count)
        if not same.update(sign_count=count, used_at=at):
            raise NotAPasskey
    return int(row.who)


def passkeys_of(kind: Visitor, who: int) -> list[Passkey]:
    """Somebody's passkeys, oldest first."""
    found = PasskeyRow.objects.filter(kind=kind.value, who=who).order_by("created_at", "id")
    return [Passkey(row.id, row.device, row.created_at, row.used_at) for row in found]


def remove(kind: Visitor, who: int, passkey: int) -> bool:
    """Take one of this person's own away; False if it is not theirs."""
    return bool(PasskeyRow.objects.filter(id=passkey, kind=kind.value, who=who).delete()[0])


def remove_all(kind: Visitor, who: int) -> int:
    """Take all of somebody's away; returns how many."""
    return int(PasskeyRow.objects.filter(kind=kind.value, who=who).delete()[0])


def _verified(answer: AuthenticationCredential, asked: Challenge, row: PasskeyRow) -> int:
    """The device's new counter; raises NotAPasskey."""
    handle = answer.response.user_handle
    if handle is not None and not equal(handle, bytes(row.handle)):
        raise NotAPasskey
    try:
        return verify_authentication_response(
            credential=answer,
            expected_challenge=asked.challenge,
            expected_rp_id=asked.rp_id,
            expected_origin=asked.origin,
            credential_public_key=bytes(row.public_key),
            credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        ).new_sign_count
    except Exception:  # as above
        raise NotAPasskey from None


def _descriptors(rows: Iterable[PasskeyRow]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=bytes(row.credential)) for row in rows]
