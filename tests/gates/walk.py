"""Every page that can be come to by following links, with its whole answer, for each kind of visitor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client

from giuloi.records.access.sessions import Visitor
from tests.cast import AN
from tests.doors.console.conftest import Desk, OverTls
from tests.gates.crawl import Page, read
from tests.gates.roles import customer

STARTS = {
    "anonymous": ("/", "/register", "/sign-in", "/guest", "/console/sign-in", "/trust/"),
    "customer": ("/me",),
    "guest": ("/me",),
    "staff": ("/console/",),
    "administrator": ("/console/",),
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One address, where its link stood, and what came; `page` only if that is an HTML page of ours."""

    path: str
    linked_on: str
    answer: Any
    page: Page | None


def visitor(role: str, desk: Desk, an: int, binh: int) -> Client:
    """A browser of theirs, over HTTPS; An has an order that a colleague can look at."""
    if role == "anonymous":
        return OverTls()
    if role in ("customer", "guest"):
        kind, who = (Visitor.CUSTOMER, an) if role == "customer" else (Visitor.GUEST, binh)
        return customer(kind, who, **({} if role == "customer" else {"record": desk.shop.order(binh)[0]}))
    desk.known(AN, an)
    desk.order(an)
    administrator = role == "administrator"
    return desk.signed_in(
        desk.staff(role, "care" if administrator else "fulfilment", administrator=administrator)
    )


def walked(client: Client, *starts: str) -> list[Visit]:
    """Each shape of address once: numbers in a path and what stands behind "?" are no new page."""
    waiting, seen, visits = [(one, "") for one in starts], set(), []
    while waiting:
        path, linked_on = waiting.pop(0)
        shape = re.sub(r"\d+", "0", urlsplit(path).path)
        if shape in seen:
            continue
        seen.add(shape)
        answer: Any = client.get(path)
        html = answer.get("Content-Type", "").startswith("text/html") and not answer.streaming
        visit = Visit(path, linked_on, answer, read(path, answer) if html else None)
        visits.append(visit)
        links = list(visit.page.links) if visit.page else []
        links += [answer["Location"]] if "Location" in answer else []
        waiting += [(one, path) for one in (urljoin(path, link) for link in links) if _ours(one)]
    return visits


def _ours(link: str) -> bool:
    return link.startswith("/") and not link.startswith("//")
