"""Sets the stage: an installation, the shop's policy, its people, a server, customers by the hundred."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from giuloi.core.policy.clauses import Policy
from giuloi.core.terms import CaseKind
from giuloi.doors.cli.demo.agreements import sign_with_recipients
from giuloi.doors.cli.demo.cast import AN, BINH, crowd, newcomers
from giuloi.doors.cli.demo.expect import expect
from giuloi.doors.cli.demo.house import House
from giuloi.doors.cli.demo.platform import RECORDED_SECRET, Platform, Sent, recorded
from giuloi.doors.cli.demo.posting import Outcomes, post_all
from giuloi.doors.cli.demo.screen import Screen
from giuloi.doors.cli.demo.server import server
from giuloi.doors.cli.tongue import say

ORIGIN = "tiembanhphoco.example/giuloi"
PLATFORM, SHOP, RECORDED_SHOP = "woocommerce", "phoco", "recorded"
NEW_MEMBERS = 5
_DONE = (200, "done")
# What becomes of the recorded deliveries: an account, an order, its erasure over there, the account's removal.
_RECORDED_OUTCOMES = Counter([_DONE, _DONE, (200, "erased_at_source"), (200, "gone_at_source")])


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything the scene needs to know: ids, and the key by which the ledger is verified."""

    house: House
    policy: Policy
    log_key: str
    khoa: int  # fulfilment
    lan: int  # marketing
    legal: tuple[int, int, int]  # Hà, Chu and Mai: authorities' files
    campaign: int
    an: int
    an_case: int
    binh: int


@contextmanager
def stage(house: House, screen: Screen, port: int, deliveries: int) -> Iterator[Stage]:
    """All of it, really made; the server ends with the block. Raises WentWrong."""
    with screen.doing(say("khóa, kho khóa, sổ, cơ sở dữ liệu", "keys, key store, ledger, database")):
        log_key = install(datetime.now(UTC))
    with screen.doing(say("công bố chính sách của tiệm", "publish the shop's policy")) as came:
        policy = publish(datetime.now(UTC))
        came.append(say(f"{len(policy.clauses)} điều khoản", f"{len(policy.clauses)} clauses"))
    platform = Platform(secret=secrets.token_urlsafe(32))
    connect_shops(platform)
    with ExitStack() as closing_time:
        with screen.doing(say("mở máy chủ", "start the server")) as came:
            listening = closing_time.enter_context(server(house, port))
            came.append(f"http://127.0.0.1:{listening}")
        people = crowd(round(deliveries / 1.5))  # every second one sends two: an account, and an order
        groups = [[platform.account_opened(AN)], *(platform.everything_of(one) for one in (BINH, *people))]
        _deliver(screen, listening, groups)
        with screen.doing(say("thành viên đăng ký", "members register")) as came:
            _register(policy, after=len(people))
            came.append(say(f"{NEW_MEMBERS + 1} người", f"{NEW_MEMBERS + 1} people"))
        outcomes = post_all([[platform.order_placed(AN)]], listening, address_of(SHOP), lambda: None)
        expect(outcomes == Counter([_DONE]), f"An's order was answered with {dict(outcomes)}")
        yield _stage(house, policy, log_key)


def install(at: datetime) -> str:
    """What `giuloi init` does; returns the ledger's public key."""
    from giuloi.doors.cli import records_ready

    records_ready.make_room()
    from django.core.management import call_command

    from giuloi.records import installation

    call_command("migrate", interactive=False, verbosity=0)
    return installation.create(at, ORIGIN)


def publish(at: datetime) -> Policy:
    """What `giuloi policy publish` does, with the policy that comes with the package, and the agreements it needs."""
    from giuloi.doors.cli.policy_files import shipped, today
    from giuloi.records import published

    policy = published.publish(shipped(), today(), at).policy
    sign_with_recipients(policy, at)
    return policy


def connect_shops(platform: Platform) -> None:
    """What `giuloi bridge add` does, for the shop and for the one whose deliveries were recorded."""
    from giuloi.promises.collect.connections import connect
    from giuloi.promises.collect.delivered import Bridge

    now = datetime.now(UTC)
    connect(Bridge(PLATFORM, SHOP), platform.secret, now)
    connect(Bridge(PLATFORM, RECORDED_SHOP), RECORDED_SECRET, now)


def _deliver(screen: Screen, port: int, groups: Sequence[Sequence[Sent]]) -> None:
    """Post what was recorded, then what is invented; every one has to be taken."""
    total = sum(map(len, groups))
    what = say("nhận đơn từ WooCommerce", "take orders from WooCommerce")
    with screen.doing(what) as came:
        first = post_all([recorded()], port, address_of(RECORDED_SHOP), lambda: None)
        expect(first == _RECORDED_OUTCOMES, f"the recorded deliveries were answered with {dict(first)}")
        with screen.counting(what, total) as posted:
            outcomes: Outcomes = post_all(groups, port, address_of(SHOP), posted)
        expect(outcomes == Counter({_DONE: total}), f"the deliveries were answered with {dict(outcomes)}")
        total += first.total()
        came.append(say(f"{total} lượt, đã ký, đều được nhận", f"{total} signed deliveries, all taken"))


def _register(policy: Policy, after: int) -> None:
    """An accepts the policy with the account she has at the platform; a few others come to us directly."""
    from giuloi.doors.cli.demo.registration import form_of, form_of_an
    from giuloi.promises.collect.members import accept_as_member, register_member

    now = datetime.now(UTC)
    accept_as_member(_account_of(AN.account), form_of_an(policy), now, ("phone", "email"))
    for one in newcomers(NEW_MEMBERS, after):
        register_member(form_of(one, policy), now, ("phone", "email"))


def _stage(house: House, policy: Policy, log_key: str) -> Stage:
    """Look up who is who, and let the staff in."""
    from giuloi.records.cases import Case, open_case
    from giuloi.records.credentials import add_staff

    an_case = Case.objects.get(record_id=_claimed("order", AN.order), closed_at=None)
    binh = Case.objects.get(record_id=_claimed("order", BINH.order), closed_at=None)
    return Stage(
        *(house, policy, log_key),
        khoa=add_staff("Khoa", "fulfilment"),
        lan=add_staff("Lan", "marketing"),
        legal=(add_staff("Hà", "legal"), add_staff("Chu", "legal"), add_staff("Mai", "legal")),
        campaign=open_case(CaseKind.CAMPAIGN, datetime.now(UTC)),
        an=int(an_case.subject_id),
        an_case=int(an_case.id),
        binh=int(binh.subject_id),
    )


def _account_of(number: int) -> int:
    """The person behind an account of the shop platform."""
    from giuloi.promises.collect.guests import Account

    return int(Account.objects.get(id=_claimed("customer", number)).subject_id)


def _claimed(resource: str, number: int) -> int:
    """What a thing of the shop platform is called here: found by its blind index."""
    from giuloi.core.identifiers import norm_v1
    from giuloi.promises.collect.delivered import Bridge, Resource
    from giuloi.records.keyring import keyring

    source = Bridge(PLATFORM, SHOP).source(Resource(resource), number)
    return keyring().find("source", norm_v1("source", source), claimed=True)[0]


def address_of(shop: str) -> str:
    """Where that shop's platform posts to."""
    return f"/bridges/{PLATFORM}/{shop}"
