"""What the API answers, as types: plain dictionaries, exactly as they come."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class Registered(TypedDict):
    """A new guest."""

    subject: str


class Case(TypedDict):
    """Why somebody may look."""

    case: str
    kind: str
    order: str | None


class Somebody(TypedDict):
    """Somebody who was found."""

    subject: str
    standing: str
    cases: list[Case]


class Found(TypedDict):
    """Everybody that was found."""

    found: list[Somebody]


class Placed(TypedDict):
    """A new order and its case."""

    order: str
    subject: str
    case: str | None


class Order(TypedDict):
    """One order, masked: `holds` names the fields there are about it."""

    order: str
    subject: str
    state: str
    placed_at: str
    closed_at: str | None
    case: str | None
    holds: list[str]
    progress: str
    payment: str


class Orders(TypedDict):
    """One page of orders."""

    orders: list[Order]
    next: str | None


class Ended(TypedDict):
    """Whether the order was open, and is not any more."""

    order: str
    ended: bool


class Begun(TypedDict):
    """A checkout: send the customer to `url`."""

    checkout: str
    url: str
    expires_at: str


class Checkout(TypedDict):
    """How far a checkout is; `number` is the order's as customers write it."""

    checkout: str
    reference: str
    state: Literal["open", "placed", "settled", "refused", "expired"]
    order: str | None
    number: str | None
    placed_at: str | None


class Checkouts(TypedDict):
    """Those in one state, oldest first."""

    checkouts: list[Checkout]


class Settled(TypedDict):
    """`settled` is false where that was said before."""

    checkout: str
    settled: bool
    state: str


class Visitor(TypedDict):
    """Somebody is here: the same reference each time, and no name."""

    reference: str
    standing: str


class Stepped(TypedDict):
    """How an order stands now; `moved` is false where it stood there, or further on, already."""

    order: str
    moved: bool
    progress: str
    payment: str


class Written(TypedDict):
    """A new consent record."""

    record: str
    state: str


class Standing(TypedDict):
    """How one consent stands."""

    purpose: str
    channel: str
    recipient: str
    state: str


class Standings(TypedDict):
    """How somebody's consents stand."""

    consents: list[Standing]


class Needed(TypedDict):
    """One thing that would make a use allowed."""

    kind: str
    what: str


class Foretold(TypedDict):
    """What the gate would say."""

    allowed: bool
    outcome: str
    clause: str
    reason: str
    basis: str | None
    needed: list[Needed]
    sentence: str
    wording: str


class Opened(TypedDict):
    """The fields of one record; "0" is the person, any other an order."""

    record: str
    fields: dict[str, str]


class Revealed(TypedDict):
    """What was opened, under which clause, and the id of its use in the ledger."""

    subject: str
    use: str
    clause: str
    basis: str | None
    records: list[Opened]


class Result(TypedDict):
    """One item of a batch: what else it has depends on `result`."""

    result: Literal["revealed", "refused", "unreadable"]
    subject: str
    use: str
    clause: str
    records: NotRequired[list[Opened]]
    reason: NotRequired[str]
    needed: NotRequired[list[Needed]]
    late: NotRequired[bool]


class Results(TypedDict):
    """One result for each item, in order, and the sentence of every clause that refused."""

    items: list[Result]
    wordings: dict[str, str]


class Proof(TypedDict):
    """A proof file with what it takes to check it; take the key from elsewhere."""

    leaf: str
    origin: str
    key: str
    proof: str


class Checkpoint(TypedDict):
    """The newest signed head of the ledger."""

    key: str
    checkpoint: str


class Clause(TypedDict):
    """One sentence of the policy."""

    clause: str
    wording: str


class Policy(TypedDict):
    """The policy in force."""

    hash: str
    version: str
    published_at: str
    clauses: list[Clause]


class Contact(TypedDict, total=False):
    """A person as they gave themselves."""

    name: str
    phone: str
    email: str
    address: str


class Line(TypedDict):
    """One line of an order; quantity and total are decimals as text."""

    name: str
    quantity: str
    total: str
    sku: NotRequired[str]


class Purchases(TypedDict):
    """What was bought."""

    lines: list[Line]
    total: str
    currency: NotRequired[str]
    payment: NotRequired[str]
    paid: NotRequired[bool]
