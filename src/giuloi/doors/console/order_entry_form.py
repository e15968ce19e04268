"""What a clerk types while a customer orders by telephone or chat, read into an order; problems beside their fields.

Nothing that was typed is kept between two pages but in the page itself, which nobody stores.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.core import signing
from django.utils.crypto import salted_hmac

from giuloi.core.bilingual import Words
from giuloi.core.consent.record import Method, evidence_reference
from giuloi.core.fields import FIELD
from giuloi.core.identifiers import Unnormalisable, norm_v1
from giuloi.core.recognise import recognise
from giuloi.core.terms import Channel, NotATerm, Standing
from giuloi.promises.collect.buying import why_not
from giuloi.promises.collect.catalogue import bought, line_of
from giuloi.promises.collect.delivered import Contact
from giuloi.promises.collect.goods import Line, Purchases
from giuloi.promises.collect.quick_lines import NotALine
from giuloi.records.ids import new_id
from giuloi.records.vault import PERSON, fields_held

NEW = "new"
LINES, MOST_LINES = 4, 30
PAYMENTS = {
    "cod": Words("Trả khi nhận hàng", "Cash on delivery"),
    "transfer": Words("Chuyển khoản", "Bank transfer"),
}
CAME_BY = {
    "phone": (Words("Điện thoại", "Telephone"), Method.RECORDED_CALL),
    "zalo": (Words("Zalo", "Zalo"), Method.OTHER_VERIFIABLE),
    "facebook": (Words("Facebook", "Facebook"), Method.OTHER_VERIFIABLE),
    "counter": (Words("Tại quầy", "At the counter"), Method.WRITTEN),
}
_SALT, _LASTS = "giuloi.console.entry", 12 * 3600  # seconds: nobody is on the telephone longer
_TEXTS = ("phone", "name", "to_phone", "street", "place", "note", "evidence")


@dataclass(frozen=True, slots=True)
class Ticket:
    """One order about to be written down: ids that were drawn for it, whom its telephone number led to.

    The ids make a form that is sent twice one order. `phone` is a keyed hash of the number that was looked up.
    """

    subject: int
    order: int
    phone: str
    found: tuple[int, ...]

    def signed(self, staff: int) -> str:
        """For a hidden field: only this server writes one, and only this colleague may use it."""
        return signing.dumps([staff, self.subject, self.order, self.phone, *self.found], salt=_SALT)


def new_ticket(phone: str, found: Sequence[int]) -> Ticket:
    """A ticket for a number (in normal form) that was just looked up."""
    return Ticket(new_id(), new_id(), hashed(phone), tuple(found))


def read_ticket(text: str, staff: int) -> Ticket | None:
    """The ticket of a form; None for one that is missing, too old, or somebody else's."""
    try:
        whose, subject, order, phone, *found = signing.loads(text, salt=_SALT, max_age=_LASTS)
    except (signing.BadSignature, ValueError):
        return None
    return Ticket(subject, order, phone, tuple(found)) if whose == staff else None


def hashed(phone: str) -> str:
    """What tells whether the number in the form is the one that was looked up."""
    return salted_hmac(_SALT, phone, algorithm="sha256").hexdigest()[:32]


@dataclass(slots=True)
class Entry:
    """What stands in the form, and a sentence for each field that cannot stay so."""

    said: Mapping[str, str] = field(repr=False)
    lines: tuple[str, ...] = field(repr=False)
    channels: frozenset[Channel]
    problems: dict[str, Words] = field(default_factory=dict)
    read: dict[int, Line] = field(default_factory=dict, repr=False)

    @property
    def fresh(self) -> bool:
        """Whether somebody new orders."""
        return self.said["who"] == NEW

    @property
    def warnings(self) -> list[Words]:
        """What in the note looks like data that does not belong there: told once, and then left to the clerk."""
        return [one.words for one in recognise(self.said["note"])]

    def phone(self) -> str:
        """The normal form of the number, "" with a problem noted."""
        try:
            return norm_v1("phone", self.said["phone"])
        except Unnormalisable as error:
            self.problems["phone"] = Words(error.vi, error.en)
            return ""

    def delivery(self) -> Contact:
        """Whither, where that was said: what is empty is held already, and opened only when it is packed."""
        address = ", ".join(text for text in (self.said["street"], self.said["place"]) if text)
        phone = self.said["phone"] if self.fresh else self.said["to_phone"]
        return Contact(self.said["name"], phone, "", address)

    def purchases(self) -> Purchases:
        """What was read of the lines."""
        return bought((self.read[at] for at in sorted(self.read)), self.said["payment"])

    def rows(self) -> Iterator[tuple[int, str, Line | None, Words | None]]:
        """The lines as the page shows them: number, text, what it was read as, what is wrong with it."""
        used = max((at for at, text in enumerate(self.lines, 1) if text), default=0)
        for at in range(1, min(MOST_LINES, max(LINES, used + 1)) + 1):
            text = self.lines[at - 1] if at <= len(self.lines) else ""
            yield at, text, self.read.get(at), self.problems.get(f"line{at}")


def read_entry(sent: Mapping[str, str], ticked: Sequence[str]) -> Entry:
    """Only what the form has, without surrounding space and NUL, each cut far beyond what anybody means."""
    said = {name: sent.get(name, "").replace("\0", "").strip()[:5000] for name in _TEXTS}
    said["who"] = sent.get("who", "")
    said["payment"] = sent.get("payment", "cod")
    said["came_by"] = sent.get("came_by", "phone")
    said["agreed"] = "yes" if sent.get("agreed") == "yes" else ""
    lines = tuple(sent.get(f"line{at}", "").strip()[:1000] for at in range(1, MOST_LINES + 1))
    return Entry(said, lines, frozenset(Channel(one) for one in ticked if one in list(Channel)))


def check(entry: Entry, found: Mapping[int, Standing]) -> None:
    """Everything that is wrong, all at once. `found` are those whom the number led to."""
    who = entry.said["who"]
    if who != NEW and who not in {str(one) for one in found}:
        entry.problems["who"] = _WHO
    _check_texts(entry)
    if entry.fresh:
        _check_new(entry)
    elif "who" not in entry.problems:
        _check_known(entry, int(who), found[int(who)])
    _check_lines(entry)
    for name, known in (("payment", PAYMENTS), ("came_by", CAME_BY)):
        if entry.said[name] not in known:
            entry.problems[name] = _CHOOSE


def _check_texts(entry: Entry) -> None:
    for name, field_name in _FIELD_OF.items():
        text = entry.said[name]
        if len(text.encode("utf-8", "replace")) > FIELD[field_name].longest // 2:
            entry.problems[name] = _LONG
        elif any(not one.isprintable() for one in text.replace("\n", " ").replace("\r", " ")):
            entry.problems[name] = _UNREADABLE
    for name, kind in (("name", "name"), ("to_phone", "phone")):
        try:
            if entry.said[name]:
                norm_v1(kind, entry.said[name])  # type: ignore[arg-type]
        except Unnormalisable as error:
            entry.problems.setdefault(name, Words(error.vi, error.en))


def _check_new(entry: Entry) -> None:
    for name, why in (("name", _NAME), ("street", _STREET)):
        if not entry.said[name]:
            entry.problems.setdefault(name, why)


def _check_known(entry: Entry, subject: int, standing: Standing) -> None:
    """Where nothing else is said, it goes to whom and where we hold: so that must be held."""
    held = fields_held(subject).get(PERSON, 0)
    if not entry.said["name"] and not held & FIELD["name"].mask:
        entry.problems["name"] = _NAME
    if not entry.said["street"] and (entry.said["place"] or not held & FIELD["address"].mask):
        entry.problems["street"] = _STREET
    if standing is not Standing.MEMBER:
        return
    if (why := why_not(subject)) is not None:
        entry.problems["who"] = why
    if not entry.said["agreed"]:
        entry.problems["agreed"] = _AGREED
    try:
        evidence_reference(entry.said["evidence"])
    except NotATerm:
        entry.problems["evidence"] = _EVIDENCE
    if not entry.said["evidence"]:
        entry.problems["evidence"] = _EVIDENCE


def _check_lines(entry: Entry) -> None:
    for at, text in enumerate(entry.lines, 1):
        try:
            line = line_of(text)
        except NotALine as error:
            entry.problems[f"line{at}"] = error.words
        else:
            if line is not None:
                entry.read[at] = line
    if not any(entry.lines):
        entry.problems["line1"] = _NO_LINE


_FIELD_OF = {
    "name": "delivery_name",
    "to_phone": "delivery_phone",
    "street": "delivery_address",
    "place": "delivery_address",
    "note": "order_note",
}
_CHOOSE = Words("Hãy chọn một mục.", "Choose one.")
_WHO = Words("Hãy chọn đúng khách, hoặc “khách mới”.", "Choose the right customer, or “somebody new”.")
_NAME = Words("Thiếu tên người nhận.", "The name is missing.")
_STREET = Words("Thiếu số nhà, tên đường.", "The house number and street are missing.")
_LONG = Words("Dài quá: hãy viết gọn lại.", "This is too long: make it shorter.")
_UNREADABLE = Words(
    "Có ký tự không đọc được: hãy gõ lại.", "It holds characters that cannot be read: type it again."
)
_NO_LINE = Words("Hãy ghi ít nhất một món.", "Write down one item at least.")
_AGREED = Words(
    "Đơn của thành viên là một sự đồng ý: hãy đọc câu trên, và đánh dấu khi khách nói đồng ý. Nếu khách không muốn, "
    "hãy chọn “khách mới”.",
    "A member's order is a consent: read the sentence out, and tick when the customer says yes. If they would rather "
    "not, choose “somebody new”.",
)
_EVIDENCE = Words(
    "Số ghi âm hoặc số tin nhắn, ví dụ GHIAM-2026/014: chữ không dấu, có số; không ghi tên hay số điện thoại.",
    "The number of the recording or message, such as CALL-2026/014: plain letters and a number; no name, no telephone.",
)
