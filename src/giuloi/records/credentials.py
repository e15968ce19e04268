"""Purposes are held, not claimed: bound to a staff role with its case, an API key, a bridge, a code path.

Whoever asks for a use gets a `Holding` from here; nothing else makes one, and reveal takes nothing else. A
purpose that is not bound to what the actor holds is not an error here: it is asked of the gate as not held,
so that the refusal is ledgered like any other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address, ip_network

from django.db import models

from giuloi.core import fields
from giuloi.core.crypto.primitives import random_bytes, random_id
from giuloi.core.policy.clauses import Requirement
from giuloi.core.policy.vocabulary import OWN_ROLES
from giuloi.core.terms import ActorKind, NotATerm, Relation
from giuloi.records.database import answering
from giuloi.records.keyring import keyring

TOKEN_BYTES = 32
RATE = 60  # requests a minute of a key that was given no other
TOKEN_PREFIX = "giuloi_"  # noqa: S105  a label, so that a leaked key is recognised


class Staff(models.Model):
    """Somebody who works for the shop. `pseudonym` stands in leaves; the name is for colleagues only."""

    id = models.BigIntegerField(primary_key=True)
    name = models.TextField()
    pseudonym = models.TextField(unique=True)
    role = models.TextField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "records_staff"


class ApiKey(models.Model):
    """A machine's key: only a hash of its token is kept. `purposes` and `networks` are blank-separated lists.

    `rate` is how many requests a minute it may send over HTTP, `networks` from where ("" is anywhere);
    `last_used_on` is a day and no more, so that a key nobody uses can be found and taken away.
    """

    id = models.BigIntegerField(primary_key=True)
    token_hash = models.BinaryField(unique=True)
    pseudonym = models.TextField(unique=True)
    role = models.TextField()
    purposes = models.TextField()
    fields = models.BigIntegerField()
    recipient = models.TextField(default="")
    relation = models.TextField(default="")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    rate = models.IntegerField(default=RATE)
    networks = models.TextField(default="")
    last_used_on = models.DateField(null=True)

    class Meta:
        db_table = "records_apikey"


class UnknownActor(Exception):
    """No such staff member, key or bridge, or one that left, expired or was revoked."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What an actor holds for one use. `fields` is the mask the credential is limited to."""

    kind: ActorKind
    actor: str
    role: str
    purpose: str
    held: bool
    fields: int = fields.EVERY
    case: int | None = None
    staff: int | None = None
    recipient: str = ""
    relation: Relation | None = None


# The one list of what our own code paths are for. `role` is who the path acts for.
CODE_PATHS: dict[str, tuple[str, str]] = {
    "register_member": ("account", "system"),
    "export_bundle": ("rights", "self"),
    "send_guest_code": ("account", "system"),
    "show_before_accepting": ("account", "self"),
    "show_own_data": ("account", "self"),
    "show_rest_of_own_data": ("rights", "self"),
    "tell_of_correction": ("notice", "system"),
    "tell_of_disclosure": ("notice", "system"),
    "fill_in_order": ("account", "self"),
    "tell_of_incident": ("notice", "system"),
    "tell_of_order": ("notice", "system"),
    "tell_of_policy": ("notice", "system"),
    "tell_of_request": ("notice", "system"),
    "mark_do_not_contact": ("account", "self"),
}


def pseudonym(kind: ActorKind, role: str) -> str:
    """A fresh pseudonym such as "staff/fulfilment/9f2c01ab5d3e7a40": it stands in leaves instead of a name."""
    return f"{kind}/{role}/{random_bytes(8).hex()}"


@answering()
def add_staff(name: str, role: str) -> int:
    """Add somebody who works for the shop; returns their id.

    Raises NotATerm for a role that is the customer's or our own code's: those look without any case.
    """
    _refuse_own(role)
    staff = random_id()
    Staff.objects.create(id=staff, name=name, role=role, pseudonym=pseudonym(ActorKind.STAFF, role))
    return staff


@answering()
def add_key(
    role: str,
    purposes: Iterable[str],
    field_names: Iterable[str],
    expires_at: datetime,
    recipient: str = "",
    relation: Relation | None = None,
    *,
    rate: int = RATE,
    networks: Collection[str] = (),
) -> str:
    """Make an API key and return its token: the only time it is seen.

    A key held outside the shop names its `recipient` and how that stands to the shop: whatever it opens is a
    disclosure, and the key cannot say otherwise. Raises NotATerm as `add_staff` does, and for a rate below one
    or a network that is none.
    """
    _refuse_own(role)
    if rate < 1:
        raise NotATerm(f"a rate of {rate} a minute lets nothing through: write 1 or more")
    token = TOKEN_PREFIX + random_bytes(TOKEN_BYTES).hex()
    ApiKey.objects.create(
        id=random_id(),
        token_hash=_hash(token),
        pseudonym=pseudonym(ActorKind.KEY, role),
        role=role,
        purposes=" ".join(sorted(set(purposes))),
        fields=fields.mask_of(field_names),
        recipient=recipient,
        relation="" if relation is None else relation.value,
        expires_at=expires_at,
        rate=rate,
        networks=" ".join(_network(one) for one in networks),
    )
    return token


@answering()
def hold_as_staff(staff: int, purpose: str, case: int | None = None) -> Holding:
    """What a member of staff holds: a role, and the case they have in hand. Raises UnknownActor.

    For people it is these two that hold a purpose, and the gate asks for both; `held` tells keys apart.
    """
    found = Staff.objects.filter(id=staff, left_at=None).first()
    if found is None:
        raise UnknownActor("no such member of staff")
    return Holding(ActorKind.STAFF, found.pseudonym, found.role, purpose, held=True, case=case, staff=staff)


def hold_as_staff_towards(
    staff: int, purpose: str, recipient: Requirement, case: int | None = None
) -> Holding:
    """As `hold_as_staff`, for what leaves the shop for a recipient whom the policy itself names (III.3).

    How that stands to the order is the policy's word, never the clerk's. Raises UnknownActor.
    """
    inside = hold_as_staff(staff, purpose, case)
    kind, _, name = recipient.name.partition(".")
    if kind != "recipient" or not name:
        raise UnknownActor("the policy names no such recipient")
    return Holding(
        *(inside.kind, inside.actor, inside.role, purpose),
        held=purpose in recipient.values["purposes"],
        fields=recipient.values["fields"],
        case=case,
        staff=staff,
        recipient=name,
        relation=Relation(recipient.values["relation"]),
    )


def hold_for_authority(staff: int, authority: str, field_names: Iterable[str], case: int) -> Holding:
    """As `hold_as_staff`, for what is handed to a competent authority under its open file (III.2).

    `authority` is its word in the register. What the file was approved for is the limit of the holding; whether the
    policy permits it at all, and to this role, is the gate's to say. Raises UnknownActor, NotATerm.
    """
    inside = hold_as_staff(staff, "authority_request", case)
    return Holding(
        *(inside.kind, inside.actor, inside.role, inside.purpose),
        held=True,
        fields=fields.mask_of(field_names),
        case=case,
        staff=staff,
        recipient=authority,
        relation=Relation.AUTHORITY,
    )


def hold_with_key(token: str, purpose: str, at: datetime, case: int | None = None) -> Holding:
    """What an API key holds, checked against revocation at every use. Raises UnknownActor."""
    return holding_of(known_key(token, at), purpose, case)


@answering()
def known_key(token: str, at: datetime, address: str | None = None, *, noted: bool = True) -> ApiKey:
    """The key of this token, if it works now, and from this IP address where one is given. Raises UnknownActor."""
    # A plain hash is enough: the token has 256 random bits, so there is nothing to guess or to slow down.
    found = ApiKey.objects.filter(token_hash=_hash(token), revoked_at=None, expires_at__gt=at).first()
    if found is not None and keyring().presented(found.id, found.pseudonym, at):
        found = None  # a honey key: whoever brings it is told what a stranger is, and an alarm is on disk
    if found is None or (address is not None and not is_within(found.networks, address)):
        raise UnknownActor("no such key, or it has expired or was revoked, or is not for this network")
    if noted and (found.last_used_on is None or found.last_used_on < at.date()):
        # Nothing looks at this closely enough to wait for: two requests may both write the same day.
        ApiKey.objects.filter(id=found.id).update(last_used_on=at.date())
    return found


def holding_of(key: ApiKey, purpose: str, case: int | None = None) -> Holding:
    """What a key that was just looked up holds for one purpose: held only if the key was made for it."""
    return Holding(
        ActorKind.KEY,
        key.pseudonym,
        key.role,
        purpose,
        held=purpose in key.purposes.split(),
        fields=key.fields,
        case=case,
        recipient=key.recipient,
        relation=Relation(key.relation) if key.relation else None,
    )


def is_within(networks: str, address: str) -> bool:
    """Whether an IP address lies in one of these networks ("" is anywhere); an IPv4 one also when written in IPv6."""
    if not networks:
        return True
    try:
        at = ip_address(address)
    except ValueError:
        return False  # a socket without an address: nobody can say that it is near
    at = getattr(at, "ipv4_mapped", None) or at
    return any(at in ip_network(network) for network in networks.split())


def hold_as_bridge(name: str) -> Holding:
    """What a shop platform's bridge holds: it hands orders in; it opens nothing by itself."""
    return Holding(ActorKind.BRIDGE, f"bridge/{name}", "bridge", "supply", held=True, fields=0)


def hold_in_code(path: str) -> Holding:
    """What a code path of ours holds; raises KeyError for a path that is not in the list above."""
    purpose, role = CODE_PATHS[path]
    return Holding(ActorKind.CODE, f"code/{path}", role, purpose, held=True)


@answering()
def working_staff() -> list[Staff]:
    """Who works here now, by role and name."""
    return list(Staff.objects.filter(left_at=None).order_by("role", "name"))


@answering()
def change_role(staff: int, role: str) -> None:
    """Another role for somebody who works here. The ledger knows them by a pseudonym that begins with the new
    role and ends as before, so that who may read both tells that it is one person. Raises UnknownActor, NotATerm."""
    _refuse_own(role)
    found = Staff.objects.filter(id=staff, left_at=None).first()
    if found is None:
        raise UnknownActor("no such member of staff")
    named = f"{ActorKind.STAFF}/{role}/{found.pseudonym.rpartition('/')[2]}"
    Staff.objects.filter(id=staff, left_at=None).update(role=role, pseudonym=named)


@answering()
def let_go(staff: int, at: datetime) -> bool:
    """Somebody left: they hold nothing any more. False if nobody of that id works here."""
    return bool(Staff.objects.filter(id=staff, left_at=None).update(left_at=at))


@answering()
def take_back(staff: int) -> bool:
    """Somebody who was kept out while an incident was looked into works here again; False if nobody was."""
    return bool(Staff.objects.filter(id=staff).exclude(left_at=None).update(left_at=None))


@answering()
def staff_named(pseudonym: str) -> int | None:
    """Who the ledger knows by this pseudonym, if they work here."""
    found = Staff.objects.filter(pseudonym=pseudonym, left_at=None).values_list("id", flat=True).first()
    return None if found is None else int(found)


@answering()
def working_keys(at: datetime) -> list[ApiKey]:
    """The keys that are neither revoked nor expired, by pseudonym."""
    return list(ApiKey.objects.filter(revoked_at=None, expires_at__gt=at).order_by("pseudonym"))


@answering()
def working_key(key: str, at: datetime) -> ApiKey | None:
    """The key of that pseudonym, None if none of that name works."""
    return ApiKey.objects.filter(pseudonym=key, revoked_at=None, expires_at__gt=at).first()


@answering()
def revoke_key(key: str, at: datetime) -> bool:
    """Revoke a key by its pseudonym (a token would stay in a shell's history); False if none of that name works."""
    return bool(ApiKey.objects.filter(pseudonym=key, revoked_at=None).update(revoked_at=at))


def _refuse_own(role: str) -> None:
    """`self`, `system` and `bridge` are nobody's to be given: they look, or bring in, without a case."""
    if role in OWN_ROLES:
        raise NotATerm(f"{role!r} is not a role that can be given: take one that the policy names")


def _network(text: str) -> str:
    try:
        return str(ip_network(text))
    except ValueError:
        raise NotATerm(f"{text!r} is not a network: write it like 203.0.113.0/24 or 2001:db8::/48") from None


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
