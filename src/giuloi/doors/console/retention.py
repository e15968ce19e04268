"""/console/retention: how long each thing is used and stored, rule by rule of the policy in force (IV.1)."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from giuloi.core.bilingual import Words
from giuloi.core.fields import names_in
from giuloi.core.policy.clauses import Policy, Retention
from giuloi.core.policy.keeping import STARTS, lasting
from giuloi.doors.console.guard import administrator
from giuloi.promises.keep.retention.preview import look_ahead
from giuloi.promises.keep.retention.reporting import Line, reports
from giuloi.promises.keep.retention.rows import Effect
from giuloi.records.published import current

LOOKING = 4.0  # seconds a page may take to look ahead; the command takes as long as it needs
MOST = 60  # lines of what is ahead
EFFECT_WORDS = {
    Effect.GONE: Words("xóa hẳn", "erased"),
    Effect.ASIDE: Words("từ nay chỉ cất", "only stored from then on"),
    Effect.BACK: Words("dùng lại, vì có đơn mới", "in use again, for a later order"),
    Effect.UNREAD: Words("không mở được để lấy ra", "could not be opened to be taken out"),
}


@require_GET
@administrator
def index(request: HttpRequest) -> HttpResponse:
    """The rules, in the policy's order; one that several fields share is one line."""
    policy = current().policy
    page = {
        "rules": [_line(rule, policy) for rule in policy.retentions],
        "runs": [
            (one, date.fromisoformat(one.day), [_done(line) for line in one.lines]) for one in reports()
        ],
        "looked": "ahead" in request.GET,
    }
    if page["looked"]:  # everybody is judged, so only where somebody asked for it
        seen = look_ahead(datetime.now(UTC), budget=LOOKING)
        page["seen"], page["more"] = seen, max(0, len(seen.lines) - MOST)
        page["ahead"] = [(one, EFFECT_WORDS[one.effect]) for one in seen.lines[:MOST]]
    return render(request, "console/retention.html", page)


def _done(line: Line) -> tuple[Line, Words]:
    return line, EFFECT_WORDS[line.effect]


def _line(rule: Retention, policy: Policy) -> dict[str, object]:
    named = [policy.purposes[name] for name in sorted(rule.purposes) if name in policy.purposes]
    return {
        "rule": rule,
        "fields": names_in(rule.fields),
        "purposes": [Words(one.vi, one.en) for one in named],
        "use": lasting(rule.use),
        "since": STARTS.get(rule.start, Words(rule.start, rule.start)),
        "store": lasting(rule.store) if rule.store else None,
        "store_since": STARTS.get(rule.store_from or rule.start, Words(rule.start, rule.start)),
    }
