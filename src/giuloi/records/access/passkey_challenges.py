"""What a passkey has to sign: drawn here, kept here, good once and for five minutes (WebAuthn L3 §13.4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from giuloi.core.crypto.primitives import random_bytes, random_id
from giuloi.records.database import durable

LASTS = timedelta(minutes=5)
CHALLENGE_BYTES = 32
REGISTER, SIGN_IN = "register", "sign_in"


class ChallengeRow(models.Model):
    """One challenge that waits for its answer. `who` and `handle` are whose passkey it is to become."""

    id = models.BigIntegerField(primary_key=True)
    about = models.TextField()
    kind = models.TextField()
    challenge = models.BinaryField()
    host = models.TextField()
    who = models.BigIntegerField(null=True)
    handle = models.BinaryField(null=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "records_passkeychallenge"


@dataclass(frozen=True, slots=True)
class Challenge:
    """A challenge and where it holds: `rp_id` is the host's name, `origin` what the browser must say it is on."""

    challenge: bytes
    host: str
    who: int | None
    handle: bytes | None

    @property
    def rp_id(self) -> str:
        """The name a passkey belongs to, without the port."""
        return name_of(self.host)

    @property
    def origin(self) -> str:
        """The scheme is the installation's, never the request's."""
        return f"{'https' if settings.SESSION_COOKIE_SECURE else 'http'}://{self.host}"


def name_of(host: str) -> str:
    """`localhost:8000` without its port."""
    return host.rsplit(":", 1)[0] if ":" in host and not host.endswith("]") else host


def draw(
    about: str, kind: str, host: str, at: datetime, who: int | None = None, handle: bytes | None = None
) -> tuple[str, bytes]:
    """(its id, the challenge). `host` is request.get_host(): Django has compared it with GIULOI_HOSTS."""
    number, challenge = random_id(), random_bytes(CHALLENGE_BYTES)
    ChallengeRow.objects.create(
        id=number,
        about=about,
        kind=kind,
        challenge=challenge,
        host=host,
        who=who,
        handle=handle,
        expires_at=at + LASTS,
    )
    return str(number), challenge


def take(id: str, about: str, kind: str, at: datetime) -> Challenge | None:
    """The challenge, for one caller only; None when there is none, it was taken, or its time is over."""
    number = int(id) if id.isascii() and id.isdigit() and len(id) < 20 else 0
    with durable():
        row = ChallengeRow.objects.filter(id=number, about=about, kind=kind).first()
        if row is None or not ChallengeRow.objects.filter(id=number).delete()[0] or row.expires_at <= at:
            return None
    return Challenge(
        bytes(row.challenge), row.host, row.who, None if row.handle is None else bytes(row.handle)
    )


def forget_over(at: datetime) -> int:
    """Take away the challenges nobody answered."""
    return int(ChallengeRow.objects.filter(expires_at__lte=at).delete()[0])
