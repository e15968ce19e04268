"""A question in plain words → a use that the gate can judge. A reading aid, not a language.

    may fulfilment open the phone of a member for promotion by SMS?
    bộ phận giao hàng có được xem điện thoại của thành viên để khuyến mãi qua tin nhắn không?

The question is cut at the words that open a purpose ("for", "để"), a channel ("by", "qua") or a recipient ("to",
"cho"); in each piece the longest known word counts. What was understood is printed back, and every part of it
can be said by an option instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from giuloi.core.fields import FIELDS
from giuloi.core.gate import words
from giuloi.core.normal import normalized
from giuloi.core.policy.clauses import Policy
from giuloi.core.policy.vocabulary import STATES
from giuloi.core.terms import Channel, Relation, SubjectState

Lexicon = Mapping[str, str]  # how somebody may say it, in small letters → the word of the policy

_MARKERS = (
    (r"for the purpose of|in order to|cho mục đích|vì mục đích|nhằm|để|for", "purpose"),
    (r"by|via|over|on|through|qua|bằng", "channel"),
    (r"to|with|cho|tới", "recipient"),
)
_CUT = re.compile("|".join(rf"(?P<{name}>\b(?:{pattern})\b)" for pattern, name in _MARKERS))

_CHANNELS: Lexicon = {
    "e-mail": "email",
    "mail": "email",
    "thư": "email",
    "text": "sms",
    "text message": "sms",
    "tin nhắn": "sms",
    "telephone": "phone",
    "điện thoại": "phone",
    "gọi": "phone",
    "facebook": "messenger",
    "bưu điện": "post",
}
_STANDINGS: Lexicon = {
    "guest": "guest",
    "guests": "guest",
    "khách vãng lai": "guest",
    "khách không có tài khoản": "guest",
    "member": "member",
    "members": "member",
    "thành viên": "member",
}
_CONSENTS: Lexicon = {
    "consented": "given",
    "with consent": "given",
    "agreed": "given",
    "đã đồng ý": "given",
    "withdrew": "withdrawn",
    "đã rút lại": "withdrawn",
    "refused": "refused",
    "từ chối": "refused",
}
_RELATIONS: Lexicon = {
    "carrier": "needed_for_order",
    "the carrier": "needed_for_order",
    "đơn vị vận chuyển": "needed_for_order",
    "đơn vị giao hàng": "needed_for_order",
    "third party": "unrelated",
    "bên thứ ba": "unrelated",
    "bên thứ ba không liên quan": "unrelated",
    "authority": "authority",
    "cơ quan": "authority",
}
_STATES: Lexicon = {"đóng băng": "frozen", "bị hạn chế": "restricted", "nhỏ tuổi": "minor"}


@dataclass(slots=True)
class Asked:
    """What a question was understood to ask; "" where it did not say."""

    role: str = ""
    purpose: str = ""
    channel: str = ""
    standing: str = ""
    relation: str = ""
    consent: str = ""
    case: str = ""
    fields: list[str] = field(default_factory=list)
    states: SubjectState = SubjectState.NONE


def understood(question: str, policy: Policy) -> Asked:
    """Read a question with the words of this policy. What it does not know it leaves open."""
    asked = Asked()
    said = normalized("NFC", question).casefold()
    channels = {**_CHANNELS, **{channel.value: channel.value for channel in Channel}}
    relations = {**_RELATIONS, **_paired(words.RELATIONS.items()), **_named(Relation)}
    for kind, piece in _pieces(said):
        piece, asked.standing = _take(piece, _STANDINGS, asked.standing)
        piece, asked.consent = _take(piece, _CONSENTS, asked.consent)
        piece, asked.relation = _take(piece, relations, asked.relation)
        piece, asked.case = _take(piece, _paired(words.CASES.items()), asked.case)
        piece, state = _take(piece, {**_STATES, **{name: name for name in STATES}}, "")
        asked.states |= STATES.get(state, SubjectState.NONE)
        if kind == "purpose":
            piece, asked.purpose = _take(piece, _purposes(policy), asked.purpose)
        elif kind == "channel":
            piece, asked.channel = _take(piece, channels, asked.channel)
        else:
            piece, asked.role = _take(piece, _roles(policy), asked.role)
        _take_fields(piece, asked)
    return asked


def _pieces(said: str) -> Iterator[tuple[str, str]]:
    """The question cut at its markers; each piece with the kind of the marker before it, "" for the first."""
    kind, start = "", 0
    for cut in _CUT.finditer(said):
        yield kind, said[start : cut.start()]
        kind, start = cut.lastgroup or "", cut.end()
    yield kind, said[start:]


def _take(piece: str, lexicon: Lexicon, known: str) -> tuple[str, str]:
    """The longest word of a lexicon in a piece: the piece without it, and what it means; first come, first kept."""
    for phrase in sorted(lexicon, key=len, reverse=True):
        found = re.search(rf"\b{re.escape(phrase)}\b", piece) if phrase else None
        if found:
            return f"{piece[: found.start()]} {piece[found.end() :]}", known or lexicon[phrase]
    return piece, known


def _take_fields(piece: str, asked: Asked) -> None:
    lexicon = {name: f.name for f in FIELDS for name in (f.name, f.name.replace("_", " "), f.vi, f.en)}
    lexicon = {name.casefold(): field_name for name, field_name in lexicon.items()}
    while True:
        piece, found = _take(piece, lexicon, "")
        if not found:
            return
        if found not in asked.fields:
            asked.fields.append(found)


def _purposes(policy: Policy) -> Lexicon:
    own = {said: name for name, rule in policy.purposes.items() for said in (name, rule.vi, rule.en)}
    spaced = {name.replace("_", " "): name for name in policy.purposes}
    return _small({**_paired(words.PURPOSES.items()), **spaced, **own})


def _roles(policy: Policy) -> Lexicon:
    return _small({said: name for name, role in policy.roles.items() for said in (name, role.vi, role.en)})


def _paired(pairs: Iterable[tuple[str, words.Pair]]) -> dict[str, str]:
    """Both languages of a table of the gate → the word; without the article."""
    found = {said: str(name) for name, pair in pairs for said in pair}
    return _small({re.sub(r"^(an?|the|một) ", "", said): name for said, name in found.items()})


def _named(relations: Iterable[Relation]) -> dict[str, str]:
    return {said: str(name) for name in relations for said in (name.value, name.value.replace("_", " "))}


def _small(lexicon: Mapping[str, str]) -> dict[str, str]:
    return {normalized("NFC", said).casefold(): name for said, name in lexicon.items() if said}
