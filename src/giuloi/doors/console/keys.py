"""Keys for machines: a key holds its purposes and fields, and whoever shows it cannot claim others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.core.fields import FIELD, names_in
from giuloi.core.gate.words import RELATIONS
from giuloi.core.terms import NotATerm, Relation
from giuloi.doors.console.form import TWICE, Form, one_time_number, sent_before
from giuloi.doors.console.guard import administrator, proven_now
from giuloi.doors.console.staff import roles
from giuloi.doors.console.tongue import tell
from giuloi.records.credentials import RATE, ApiKey, add_key, revoke_key, working_key, working_keys
from giuloi.records.published import current

LONGEST = timedelta(days=731)
MOST_A_MINUTE = 6_000
_OPAQUE = Words(
    "Chữ thường, số, dấu . _ -, nhiều nhất 32 ký tự, không quá bốn chữ số: tên này vào sổ sử dụng.",
    "Small letters, digits, . _ -, at most 32, no more than four digits: the name goes into the use ledger.",
)
_NETWORK = Words(
    "Mỗi dòng một mạng, chẳng hạn 203.0.113.0/24 hoặc 2001:db8::/32.",
    "One network a line, such as 203.0.113.0/24 or 2001:db8::/32.",
)


@require_GET
@administrator
def index(request: HttpRequest) -> HttpResponse:
    """The keys that work; a token is never shown again."""
    shown = [_shown(key) for key in working_keys(datetime.now(UTC))]
    return render(request, "console/keys.html", {"keys": shown})


@require_http_methods(["GET", "POST"])
@administrator
@proven_now
def add(request: HttpRequest) -> HttpResponse:
    """Make a key. Its token stands in the answer to this POST, and nowhere else, ever."""
    form = Form.of(request)
    if request.method == "POST" and (token := _made(form)):
        return render(request, "console/key_made.html", {"token": token})
    page = {**_choices(), "form": form, "once": one_time_number(), "rate": RATE}
    return render(request, "console/key_add.html", page, status=400 if form.problems else 200)


@require_http_methods(["GET", "POST"])
@administrator
@proven_now
def revoke(request: HttpRequest) -> HttpResponse:
    """Revoke a key, once it was asked again: its next use is refused."""
    now = datetime.now(UTC)
    name = (request.POST if request.method == "POST" else request.GET).get("key", "")
    found = working_key(name, now)
    if found is None:
        raise Http404
    if request.method == "GET":
        return render(request, "console/key_revoke.html", {"key": _shown(found)})
    revoke_key(name, now)
    tell(request, Words("Đã thu hồi khóa.", "The key is revoked."), messages.SUCCESS)
    return HttpResponseRedirect("/console/keys")


def _made(form: Form) -> str:
    """The token of a new key; "" when something in the form cannot stay."""
    role, purposes = form.one_of("role", roles()), form.some_of("purposes", current().policy.purposes)
    fields = form.some_of("fields", FIELD)
    recipient = form.text("recipient", 32, required=False)
    relation = form.one_of("relation", list(Relation), required=bool(recipient))
    if relation and not recipient:
        form.problems["recipient"] = Words("Ghi cả bên nhận.", "Name the recipient too.")
    rate, expires = form.number("rate", 1, MOST_A_MINUTE), _end(form)
    networks = [line.strip() for line in form.typed.get("networks", "").splitlines() if line.strip()]
    now = datetime.now(UTC)
    if form.good and sent_before(form, now):
        form.problems["role"] = TWICE
    if not form.good or rate is None or expires is None:
        return ""
    try:
        return add_key(
            role,
            purposes,
            fields,
            expires,
            recipient,
            Relation(relation) if relation else None,
            rate=rate,
            networks=networks[:50],
        )
    except (NotATerm, ValueError):
        form.problems["networks"] = _NETWORK
        return ""


def _end(form: Form) -> datetime | None:
    """The end of the last day, in Viet Nam."""
    try:
        last = date.fromisoformat(form.typed.get("expires", ""))
    except ValueError:
        form.problems["expires"] = Words("Hãy chọn một ngày.", "Choose a day.")
        return None
    today = datetime.now(VIETNAM).date()
    if not today <= last <= today + LONGEST:
        form.problems["expires"] = Words("Từ hôm nay đến hai năm nữa.", "From today to two years on.")
        return None
    return datetime.combine(last + timedelta(days=1), time(), VIETNAM)


def _choices() -> dict[str, Any]:
    purposes = current().policy.purposes
    return {
        "roles": roles(),
        "purposes": {name: Words(rule.vi or name, rule.en or name) for name, rule in purposes.items()},
        "fields": {name: Words(field.vi, field.en) for name, field in FIELD.items()},
        "relations": {relation.value: Words(*words) for relation, words in RELATIONS.items()},
        "labels": {
            "purposes": Words("Mục đích", "Purposes"),
            "fields": Words("Thông tin", "Fields"),
        },
        "opaque": _OPAQUE,
        "network": _NETWORK,
    }


def _shown(key: ApiKey) -> Mapping[str, Any]:
    """A key as a list shows it."""
    relation = Words(*RELATIONS[Relation(key.relation)]) if key.relation else None
    return {
        "name": key.pseudonym,
        "role": roles().get(key.role, Words(key.role, key.role)),
        "purposes": key.purposes.split(),
        "fields": names_in(key.fields),
        "recipient": key.recipient,
        "relation": relation,
        "rate": key.rate,
        "networks": key.networks.split(),
        "expires_at": key.expires_at,
        "last_used_on": key.last_used_on,
    }
