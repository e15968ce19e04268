"""The keys of each kind of rule that a form can change, and what may be typed there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from giuloi.core.bilingual import Words
from giuloi.core.fields import FIELD
from giuloi.core.policy.change import CHANNELS
from giuloi.core.policy.clauses import Policy
from giuloi.core.policy.reader import Block
from giuloi.core.terms import Channel, Duration, NotATerm
from giuloi.doors.console.form import Form

KINDS: Mapping[str, Words] = {
    "purpose": Words("Mục đích", "Purposes"),
    "retain": Words("Thời hạn giữ", "How long it is kept"),
    "promise": Words("Hạn trả lời", "Times to answer"),
    "report": Words("Hạn báo sự cố", "Times to report an incident"),
    "contact": Words("Kênh liên lạc", "Contact channels"),
}
_DURATION = Words(
    "Ghi một số rồi đến h (giờ), wd (ngày làm việc), d (ngày), m (tháng) hoặc y (năm): 24h, 90d, 3y.",
    "A number and h (hours), wd (working days), d (days), m (months) or y (years): 24h, 90d, 3y.",
)
_LABELS: Mapping[str, Words] = {
    "uses": Words("Thông tin được dùng", "Fields it uses"),
    "channels": Words("Kênh liên lạc", "Channels"),
    "roles": Words("Vai trò", "Roles"),
    "use": Words("Dùng trong", "Used for"),
    "store": Words("Rồi cất riêng trong", "Then stored for"),
    "within": Words("Trong vòng", "Within"),
    "opens": Words("Từ giờ", "From"),
    "closes": Words("Đến giờ", "Until"),
    "per_day": Words("Nhiều nhất mỗi ngày", "At most a day"),
}
_OF: Mapping[str, tuple[str, ...]] = {
    "purpose": ("uses", "channels", "roles"),
    "retain": ("use", "store"),
    "promise": ("within",),
    "report": ("within",),
    "contact": ("opens", "closes", "per_day"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One control: a list of boxes ("boxes"), a duration, a time of day or a number, with what the text says now."""

    name: str
    label: Words
    kind: str
    value: str = ""
    chosen: tuple[str, ...] = ()
    choices: Mapping[str, Words] = field(default_factory=dict)
    hint: Words | None = None
    optional: bool = False

    def filled(self, form: Form) -> Field:
        """The same control with what was typed."""
        return replace(self, value=form.typed.get(self.name, ""), chosen=tuple(form.lists.get(self.name, ())))


def fields_of(block: Block, policy: Policy) -> tuple[Field, ...]:
    """The controls for one rule as it stands in the text."""
    return tuple(_field(name, block, policy) for name in _OF[block.kind])


def values_of(fields: tuple[Field, ...], form: Form) -> dict[str, Any]:
    """What was typed, as values of the rule's keys; None takes a key out. What is wrong goes into the form."""
    values: dict[str, Any] = {}
    for one in fields:
        if one.kind == "boxes":
            chosen = form.some_of(one.name, one.choices, required=not one.optional)
            if chosen or one.chosen:
                values[one.name] = _as_before(one, chosen)
        elif one.kind == "duration":
            values[one.name] = _duration(one, form)
        elif one.kind == "number":
            values[one.name] = form.number(one.name, 0, 1000, required=False)
    if any(one.name == "opens" for one in fields):
        opens, closes = form.typed.get("opens", "").strip(), form.typed.get("closes", "").strip()
        values["hours"] = [opens, closes] if opens or closes else None
    return values


def _as_before(one: Field, chosen: list[str]) -> list[str]:
    """The words in the order the text has them, new ones last: a list that says the same stays as it is written."""
    kept = [word for word in one.chosen if word in chosen]
    return [*kept, *(word for word in chosen if word not in kept)]


def _duration(one: Field, form: Form) -> str | None:
    said = form.typed.get(one.name, "").strip()
    if not said and one.optional:
        return None
    try:
        Duration.parse(said)
    except NotATerm:
        form.problems[one.name] = _DURATION
    return said


def _field(name: str, block: Block, policy: Policy) -> Field:
    label, written = _LABELS[name], block.values
    if name in ("uses", "channels", "roles"):
        known = {"uses": _data(policy), "channels": _channels(), "roles": _roles(policy)}[name]
        chosen = tuple(str(word) for word in written.get(name, ()))
        return Field(name, label, "boxes", chosen=chosen, choices=known, optional=name == "channels")
    if name in ("opens", "closes"):
        hours = written.get("hours") or ("", "")
        return Field(name, label, "time", value=str(hours[name == "closes"]))
    if name == "per_day":
        return Field(name, label, "number", value=str(written.get(name, "")), optional=True)
    value = str(written.get(name, ""))
    return Field(name, label, "duration", value=value, hint=_DURATION, optional=name == "store")


def _data(policy: Policy) -> dict[str, Words]:
    """Categories of the policy, then single fields."""
    categories = {name: Words(f"nhóm {name}", f"group {name}") for name in policy.categories}
    return categories | {name: Words(one.vi, one.en) for name, one in FIELD.items()}


def _channels() -> dict[str, Words]:
    return {channel.value: words for channel, words in CHANNELS.items() if channel is not Channel.IN_HOUSE}


def _roles(policy: Policy) -> dict[str, Words]:
    return {name: Words(role.vi, role.en) for name, role in policy.roles.items()}
