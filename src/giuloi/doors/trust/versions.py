"""/trust/versions: every version that was ever published, what changed from one to the next, each word for word."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from giuloi.core.policy.diff import Change, diff
from giuloi.doors.trust.policy import shown
from giuloi.doors.trust.served import public
from giuloi.records import published
from giuloi.records.published import Published


@dataclass(frozen=True, slots=True)
class Step:
    """One version with what it changed against the one before; the first one has nothing to differ from."""

    version: Published
    changes: tuple[Change, ...]
    first: bool


@public
def versions(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    every = published.versions()
    if not every:
        published.current()  # says that nothing was published yet
    return render(request, "trust/versions.html", {"steps": _steps(every), "in_force": published.current()})


@public
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version, as it read."""
    every = published.versions()
    found = next((step for step in _steps(every) if step.version.id == number), None)
    if found is None:
        raise Http404
    more = {"step": found, "in_force": found.version == published.current()}
    return render(request, "trust/version.html", {**shown(found.version), **more})


def _steps(every: list[Published]) -> list[Step]:
    before = [*every[1:], None]
    return [
        Step(one, diff(old.policy, one.policy) if old else (), old is None)
        for one, old in zip(every, before, strict=True)
    ]
