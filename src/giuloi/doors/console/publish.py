"""What the draft would change, whom it touches, and publishing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from giuloi.core.bilingual import Words
from giuloi.core.deadline import VIETNAM
from giuloi.core.policy.change import purpose_of
from giuloi.core.policy.clauses import Policy
from giuloi.core.policy.diagnostics import Findings
from giuloi.core.policy.diff import diff
from giuloi.core.policy.reach import Located, located
from giuloi.core.policy.reader import Document, read
from giuloi.core.terms import Standing
from giuloi.doors.console.drafts import Draft, draft, throw_away
from giuloi.doors.console.guard import administrator, proven_now
from giuloi.doors.console.policy_texts import checked
from giuloi.doors.console.tongue import tell
from giuloi.records import subjects
from giuloi.records.published import Published, announce, current, documents, earliest, versions
from giuloi.records.touched import Touched, people, touched

_STANDINGS = {
    Standing.MEMBER: Words("thành viên", "members"),
    Standing.GUEST: Words("khách không có tài khoản", "guests"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One change as the page shows it: where it stands, and whom it touches by sets, in words."""

    at: Located
    sets: tuple[Words, ...]


@require_GET
@administrator
def difference(request: HttpRequest) -> HttpResponse:
    """Clause by clause: what the draft newly allows, what it tightens, what is only said otherwise."""
    kept = draft()
    if kept is None:
        return HttpResponseRedirect("/console/policy/draft")
    check, now = checked(kept.sources), current()
    if check.policy is None:
        return HttpResponseRedirect("/console/policy/draft")
    return render(request, "console/policy_diff.html", _page(now, check.policy, kept))


@require_http_methods(["GET", "POST"])
@administrator
@proven_now
def put_in_force(request: HttpRequest) -> HttpResponse:
    """Publish the draft that was read: the number of the new version has to be typed, so that it is no slip."""
    kept = draft()
    check = checked(kept.sources) if kept else None
    if kept is None or check is None or check.policy is None:
        return HttpResponseRedirect("/console/policy/draft")
    now = current()
    page = {**_page(now, check.policy, kept), "asking": True}
    if request.method == "GET" or page["same"]:
        return render(request, "console/policy_diff.html", page)
    if problem := _problem(request, kept.state, page["next"]):
        return render(request, "console/policy_diff.html", {**page, "problem": problem}, status=400)
    moment = datetime.now(UTC)
    made = announce(kept.sources, moment.astimezone(VIETNAM).date(), moment)
    if versions()[0].id != made.id:
        words = Words(
            "Bản này đã từng công bố rồi được thay: hãy đổi dòng version rồi công bố lại.",
            "This version was published before and replaced: change its line `version` and publish again.",
        )
        return render(request, "console/policy_diff.html", {**page, "problem": words}, status=400)
    throw_away(kept.state)
    tell(request, _published(made), messages.SUCCESS)
    return HttpResponseRedirect("/console/policy")


def _published(made: Published) -> Words:
    if not made.announced:
        return Words(f"Bản {made.id} có hiệu lực từ bây giờ.", f"Version {made.id} is in force from now on.")
    when = made.in_force_at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
    return Words(
        f"Bản {made.id} có hiệu lực từ {when}; thành viên được báo ngay.",
        f"Version {made.id} is in force from {when}; members are told now.",
    )


def _problem(request: HttpRequest, state: int, wanted: int) -> Words | None:
    if request.POST.get("state") != str(state):
        return Words(
            "Bản nháp đã đổi sau khi bạn xem: hãy đọc lại những thay đổi trên trang này.",
            "The draft changed after you looked: read the changes on this page once more.",
        )
    if request.POST.get("number", "").strip() != str(wanted):
        return Words(f"Hãy gõ số {wanted} để xác nhận.", f"Type the number {wanted} to confirm.")
    return None


def _page(now: Published, new: Policy, kept: Draft) -> dict[str, Any]:
    at = datetime.now(UTC)
    since, rows = earliest(at), _rows(now, new, kept.sources)
    return {
        "now": now,
        "next": versions()[0].id + 1,
        "since": since,
        "waits": since > at,
        "state": kept.state,
        "same": now.policy.hash == new.hash,
        "looser": [row for row in rows if row.at.change.looser is True],
        "tighter": [row for row in rows if row.at.change.looser is False],
        "otherwise": [row for row in rows if row.at.change.looser is None],
        "touched": _everybody(),
    }


def _rows(now: Published, new: Policy, sources: Mapping[str, str]) -> list[Row]:
    changes = diff(now.policy, new)
    whom = touched(now.policy, new, changes, people(new))
    where = located(changes, _read(documents(now.id)), _read(sources))
    return [Row(at, _sets(one, new)) for at, one in zip(where, whom, strict=True)]


def _read(sources: Mapping[str, str]) -> dict[str, Document]:
    return {file: read(file, text, Findings()) for file, text in sources.items()}


def _sets(one: Touched, new: Policy) -> tuple[Words, ...]:
    """Numbers of people, never who."""
    told = []
    if one.members:
        told.append(Words(f"{one.members} thành viên", f"{one.members} members"))
    if one.guests:
        told.append(Words(f"{one.guests} khách có đơn đang mở", f"{one.guests} guests with an open order"))
    for purpose, count in one.consents.items():
        said = purpose_of(new, purpose)
        told.append(
            Words(
                f"{count} người đã đồng ý {said.vi} theo lời cũ",
                f"{count} people consented to {said.en} in the old words",
            )
        )
    return tuple(told)


def _everybody() -> list[dict[str, Any]]:
    """Whose data the shop holds, by standing: numbers only."""
    counts = subjects.counted()
    return [
        {"words": words, "count": sum(n for (who, _), n in counts.items() if who is standing)}
        for standing, words in _STANDINGS.items()
    ]
