"""One entry of the use ledger in plain words: what was done, by whom as a role or a recipient, never by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from giuloi.core.bilingual import Words
from giuloi.core.fields import names_in
from giuloi.core.gate.words import CHANNELS, role_named
from giuloi.core.ledger.entry import Event
from giuloi.core.policy.clauses import Policy
from giuloi.core.policy.vocabulary import OWN_ROLES
from giuloi.core.terms import Channel, PolicyHash
from giuloi.promises.share.authority.register import named_by_word
from giuloi.records.credentials import CODE_PATHS
from giuloi.records.published import by_hash, current
from giuloi.records.uses.own import OwnUse

YOU = Words("quý khách", "you")


@dataclass(frozen=True, slots=True)
class Told:
    """One line. `mark` is "", "refused", "not_opened" or "consent"; `waiting`: it is being written into the ledger."""

    at: datetime
    what: Words
    by: Words
    to: str
    fields: tuple[str, ...]
    clause: str
    mark: str
    waiting: bool


def purpose_words(policy: Policy, purpose: str) -> Words:
    """What the policy calls a purpose; its own name where no version says more."""
    rule = policy.purposes.get(purpose)
    return Words(purpose, purpose) if rule is None else Words(rule.vi or purpose, rule.en or purpose)


def told(use: OwnUse) -> Told:
    """The line, in the words of the version of the policy that it cites."""
    version = by_hash(PolicyHash(use.policy))
    policy = (version or current()).policy
    return Told(
        use.at,
        _what(use, policy),
        _by(use.actor, policy),
        named_by_word(use.recipient) if use.purpose == "authority_request" else use.recipient,
        names_in(use.fields),
        use.clause,
        _mark(use),
        use.number is None,
    )


def is_own_view(use: OwnUse) -> bool:
    """The customer looked at their own data: true, and no news to them."""
    return use.event == Event.REVEAL and _path(use.actor) in ("show_own_data", "show_rest_of_own_data")


def _mark(use: OwnUse) -> str:
    if use.event == Event.NOT_OPENED:
        return "not_opened"
    if use.event == Event.REFUSE or use.decision != "allowed":
        return "refused"
    return "consent" if use.event.startswith("consent.") else ""


def _what(use: OwnUse, policy: Policy) -> Words:
    if use.event not in _EVENTS:
        return Words(use.event, use.event)
    words = _EVENTS[use.event]
    purpose = _purpose(use, policy)
    return Words(words.vi.format(purpose=purpose.vi), words.en.format(purpose=purpose.en))


def _purpose(use: OwnUse, policy: Policy) -> Words:
    """The purpose with the way it reaches the person: "giới thiệu khuyến mãi qua email"."""
    if not use.purpose:
        return Words("một việc chính sách không nói tới", "something the policy does not speak of")
    words = purpose_words(policy, use.purpose)
    if use.channel == Channel.IN_HOUSE or use.channel not in list(Channel):
        return words
    vi, en = CHANNELS[Channel(use.channel)]
    return Words(f"{words.vi} {vi}", f"{words.en} {en}")


def _by(actor: str, policy: Policy) -> Words:
    """Who it was: a role of the shop, its software, a connected shop, or the customer. A pseudonym is not shown."""
    kind, _, rest = actor.partition("/")
    name = rest.partition("/")[0]
    if kind == "customer":
        return YOU
    if kind == "code":
        return YOU if CODE_PATHS.get(name, ("", ""))[1] == "self" else Words(*OWN_ROLES["system"])
    if kind == "bridge":
        return Words(f"cầu nối với trang bán hàng “{name}”", f"the bridge to the shop platform “{name}”")
    role = Words(role_named(policy, name, "vi"), role_named(policy, name, "en"))
    if kind == "key":
        return Words(f"{role.vi} (máy kết nối)", f"{role.en} (a connected machine)")
    return role


def _path(actor: str) -> str:
    kind, _, path = actor.partition("/")
    return path if kind == "code" else ""


_EVENTS: Mapping[str, Words] = {
    Event.REVEAL: Words("Mở xem cho việc {purpose}", "Opened for {purpose}"),
    Event.REFUSE: Words("Muốn mở xem cho việc {purpose}", "Asked to open it for {purpose}"),
    Event.NOT_OPENED: Words(
        "Được phép xem cho việc {purpose}, nhưng không có gì được mở",
        "Permitted for {purpose}, yet nothing was opened",
    ),
    Event.FIND: Words(
        "Tìm ra quý khách theo điện thoại, email hoặc số đơn",
        "You were looked up by telephone, e-mail or order number",
    ),
    Event.CONSENT_REQUESTED: Words("Hỏi ý quý khách: {purpose}", "You were asked: {purpose}"),
    Event.CONSENT_GIVEN: Words("Quý khách đồng ý: {purpose}", "You agreed: {purpose}"),
    Event.CONSENT_REFUSED: Words("Quý khách không đồng ý: {purpose}", "You said no: {purpose}"),
    Event.CONSENT_WITHDRAWN: Words(
        "Quý khách rút lại sự đồng ý: {purpose}", "You took your consent back: {purpose}"
    ),
    Event.CONSENT_EXPIRED: Words("Sự đồng ý hết hạn: {purpose}", "Your consent ended: {purpose}"),
    Event.REGISTER: Words("Mở tài khoản", "The account was opened"),
    Event.ACCEPT: Words("Quý khách nhận bản chính sách mới", "You accepted a new version of the policy"),
    Event.RECTIFY: Words("Sửa thông tin", "Something was corrected"),
    Event.ORDER: Words("Nhận đơn hàng", "An order was taken"),
    Event.REQUEST: Words("Nhận yêu cầu của quý khách", "A request of yours was taken in"),
    Event.EXPORT: Words("Xuất bằng chứng sổ sử dụng", "The proof of this record was taken out"),
    Event.DISCLOSE: Words("Cung cấp ra ngoài: {purpose}", "Given to somebody outside: {purpose}"),
    Event.PRINT: Words("In nhãn hoặc phiếu cho việc {purpose}", "A label or note was printed for {purpose}"),
    Event.ERASE_INTENT: Words("Bắt đầu xóa vĩnh viễn", "Erasure began"),
    Event.ERASE_LIVE_DONE: Words("Đã xóa vĩnh viễn", "Erased"),
    Event.ERASE_BACKUPS_UNREADABLE: Words("Bản sao lưu không còn đọc được", "Backups can no longer be read"),
}
