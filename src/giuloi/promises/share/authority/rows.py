"""The tables of authorities and of their requests: ids, hashes, times and words of closed lists.

What a letter says, who signed it and what anybody wrote about it is sealed (papers.py); nothing of a customer but an
opaque id stands here.
"""

from __future__ import annotations

from django.db import models

from giuloi.promises.share.authority.steps import Stage


class Authority(models.Model):
    """One authority. `word` is what it is called in the use ledger."""

    id = models.BigAutoField(primary_key=True)
    name = models.TextField()
    word = models.TextField(unique=True)
    added_at = models.DateTimeField()
    added_by = models.TextField()

    class Meta:
        db_table = "share_authority"


class AuthorityUnit(models.Model):
    """One unit of an authority that sends requests."""

    id = models.BigAutoField(primary_key=True)
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+")
    name = models.TextField()
    added_at = models.DateTimeField()
    added_by = models.TextField()

    class Meta:
        db_table = "share_authorityunit"


class AuthorityNumber(models.Model):
    """A number on which a unit is called back: never altered, only ended. `source` says where it was read."""

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey(AuthorityUnit, models.PROTECT, related_name="+")
    number = models.TextField()
    source = models.TextField()
    entered_at = models.DateTimeField()
    entered_by = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(default="")

    class Meta:
        db_table = "share_authoritynumber"


class AuthorityFile(models.Model):
    """One request. `version` grows with every step: who acts on an older one changes nothing.

    `asked` is the mask of fields that the letter asks for, `wide` that it names nobody in particular. `hands` are the
    ids of staff who took it in or ever cut its scope. `unit` is null where the register does not know the sender.
    """

    id = models.BigAutoField(primary_key=True)
    policy = models.ForeignKey("records.PublishedPolicy", models.PROTECT, related_name="+")
    stage = models.TextField(default=Stage.RECEIVED.value)
    version = models.IntegerField(default=0)
    hands = models.JSONField(default=list)
    received_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    taken_by = models.BigIntegerField()
    came = models.TextField()
    kind = models.TextField()
    urgent = models.BooleanField()
    unit = models.ForeignKey(AuthorityUnit, models.PROTECT, related_name="+", null=True)
    document_number = models.TextField()
    document_on = models.DateField()
    document_hash = models.TextField()
    asked = models.BigIntegerField()
    wide = models.BooleanField()
    due_at = models.DateTimeField()
    escalated = models.SmallIntegerField(default=0)
    escalate_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    scope = models.TextField(default="")
    note_hash = models.TextField(default="")
    prepared_at = models.DateTimeField(null=True)
    prepared_by = models.BigIntegerField(null=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.BigIntegerField(null=True)
    late = models.TextField(default="")
    package_hash = models.TextField(default="")
    link_hash = models.BinaryField(null=True, unique=True)
    link_until = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    receipt = models.TextField(default="")
    receipt_at = models.DateTimeField(null=True)
    ground = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)
    secrecy_document = models.TextField(default="")
    secrecy_at = models.DateTimeField(null=True)
    secrecy_until = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "share_authorityfile"
        indexes = (
            models.Index(fields=["stage", "due_at"], name="share_authorityfile_due"),
            models.Index(fields=["escalate_at"], name="share_authorityfile_rises"),
        )

    @property
    def code(self) -> str:
        """What it is called in letters and on paper."""
        return f"TQ-{self.received_at:%Y}-{self.id:04d}"


class AuthorityStep(models.Model):
    """One line of a file's timeline: what, when, who (as the ledger names them), and a word of a list or a number."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(AuthorityFile, models.PROTECT, related_name="+")
    what = models.TextField()
    at = models.DateTimeField()
    actor = models.TextField()
    about = models.TextField(default="")

    class Meta:
        db_table = "share_authoritystep"


class AuthorityCall(models.Model):
    """One call back: to which number of the register, by whom, when, and what it brought."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(AuthorityFile, models.PROTECT, related_name="+")
    number = models.ForeignKey(AuthorityNumber, models.PROTECT, related_name="+")
    staff_id = models.BigIntegerField()
    at = models.DateTimeField()
    result = models.TextField()

    class Meta:
        db_table = "share_authoritycall"


class AuthoritySubject(models.Model):
    """One customer whom the letter names; `record_id` narrows it to one order. `granted` lies within `asked`.

    `outcome`: "" until the release, then "given", or the clause by which nothing was. `found_by` is who looked.
    """

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(AuthorityFile, models.PROTECT, related_name="+")
    subject = models.ForeignKey("records.Subject", models.SET_NULL, related_name="+", null=True)
    record_id = models.BigIntegerField(null=True)
    asked = models.BigIntegerField()
    granted = models.BigIntegerField(default=0)
    named_at = models.DateTimeField()
    named_by = models.TextField()
    outcome = models.TextField(default="")

    class Meta:
        db_table = "share_authoritysubject"
        indexes = (models.Index(fields=["file"], name="share_authoritysubject_file"),)


class AuthorityApproval(models.Model):
    """One yes to one exact scope, and when its second factor was shown. It stays when it became void."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(AuthorityFile, models.PROTECT, related_name="+")
    staff_id = models.BigIntegerField()
    scope = models.TextField()
    at = models.DateTimeField()
    proved_at = models.DateTimeField()
    void_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "share_authorityapproval"


class AuthorityPaper(models.Model):
    """One sealed paper: the letter, a note, the package. `kind` says which; only its size and hash are in clear."""

    id = models.BigIntegerField(primary_key=True)
    file = models.ForeignKey(AuthorityFile, models.PROTECT, related_name="+")
    kind = models.TextField()
    sha256 = models.TextField()
    size = models.IntegerField()
    sealed = models.BinaryField()
    at = models.DateTimeField()
    actor = models.TextField()

    class Meta:
        db_table = "share_authoritypaper"


class AuthorityAlert(models.Model):
    """One colleague to be told that a file nears its hour: until they were (as answer/alerts.py does for customers)."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(AuthorityFile, models.PROTECT, related_name="+")
    level = models.SmallIntegerField()
    staff = models.ForeignKey("records.Staff", models.CASCADE, related_name="+")
    at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    try_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "share_authorityalert"
        constraints = (
            models.UniqueConstraint(fields=["file", "level", "staff"], name="share_authorityalert_once"),
        )
