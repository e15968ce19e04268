"""The rows behind staff accounts: hashes and sealed secrets only."""

from __future__ import annotations

from django.db import models


class StaffAccount(models.Model):
    """One colleague's way in. `totp_next` waits until a first code of it was shown; `totp_step` was used last."""

    staff = models.BigIntegerField(primary_key=True)
    login = models.TextField(unique=True)
    password_hash = models.TextField(default="")
    administrator = models.BooleanField(default=False)
    totp = models.BinaryField(null=True)
    totp_next = models.BinaryField(null=True)
    totp_step = models.BigIntegerField(default=0)
    invite_hash = models.BinaryField(null=True, unique=True)
    invited_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "records_staffaccount"


class RecoveryCodeRow(models.Model):
    """One recovery code that was not used yet."""

    code_hash = models.BinaryField(primary_key=True)
    staff = models.BigIntegerField(db_index=True)

    class Meta:
        db_table = "records_recoverycode"
