"""The package on its way: by a link that works once and not for long, or taken by an approver to be handed over."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from giuloi.core.terms import Undecryptable
from giuloi.promises.share.authority.moving import file_row, note, position_of
from giuloi.promises.share.authority.papers import PaperKind, drop, newest
from giuloi.promises.share.authority.problems import NotTheirs
from giuloi.promises.share.authority.releasing import link_hash
from giuloi.promises.share.authority.rows import AuthorityFile
from giuloi.promises.share.authority.who import SOFTWARE, actor_of
from giuloi.records.database import answering, durable

OUTSIDE = "code/release_link"  # whoever holds the link: nobody of the shop


@answering()
def is_waiting(token: str, at: datetime) -> bool:
    """Whether this link still leads to a package."""
    return _held(token, at).exists()


def fetch(token: str, at: datetime) -> tuple[str, bytes] | None:
    """(code of the file, the encrypted package) for the first who comes with this link; None for everybody else."""
    with durable():
        row = _held(token, at).first()
        if row is None or not _held(token, at).update(fetched_at=at):
            return None
        # Opened before the link is used up: a key store that does not answer must not cost the authority its one time.
        package = newest(row.id, PaperKind.PACKAGE)
        if package is None:
            return None
        note(row.id, "fetched", at, OUTSIDE)
    return row.code, package


def take_package(file: int, staff: int, at: datetime) -> tuple[str, bytes]:
    """The same for an approver of this file, or who released it, while it is there. Raises NotTheirs, Undecryptable."""
    row, actor = file_row(file), actor_of(staff)
    if staff not in (*position_of(row).valid, row.released_by):
        raise NotTheirs(NotTheirs.words.en)
    package = newest(file, PaperKind.PACKAGE)
    if package is None or row.link_until is None or at > row.link_until:
        raise Undecryptable("the package is gone: its time is over")
    with durable():
        note(file, "handed", at, actor)
    return row.code, package


def drop_over(now: datetime) -> int:
    """Take packages away whose time is over; what they held was in them alone. The clock knocks for this."""
    gone = 0
    for row in _over(now):
        with durable():
            if drop(row.id, PaperKind.PACKAGE):
                AuthorityFile.objects.filter(id=row.id).update(link_hash=None)
                note(row.id, "over", now, SOFTWARE)
                gone += 1
    return gone


@answering()
def _over(now: datetime) -> list[AuthorityFile]:
    return list(
        AuthorityFile.objects.filter(link_until__lte=now, link_hash__isnull=False).order_by("id")[:50]
    )


def _held(token: str, at: datetime) -> QuerySet[AuthorityFile]:
    return AuthorityFile.objects.filter(link_hash=link_hash(token), fetched_at=None, link_until__gt=at)
