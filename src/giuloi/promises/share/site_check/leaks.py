"""What a page gives away, and which clause says that it must not: advertisers by III.1, open forms by IV.2.

The clause is found in the policy by what it means: the prohibition that only consent to the recipient lifts, and the
duty to keep what is collected sealed. A policy without one says nothing about it, and the leak is told all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from giuloi.core.bilingual import Words
from giuloi.core.policy.clauses import Policy, Unless
from giuloi.promises.share.site_check.fetching import host_of
from giuloi.promises.share.site_check.reading import Form, Seen
from giuloi.promises.share.site_check.trackers import Kind, Tracker, Trackers, trackers
from giuloi.promises.share.site_check.walking import Visited

_DOES = {
    Kind.ADVERTISING: Words("quảng cáo", "advertising"),
    Kind.MEASURING: Words("đo lường người xem", "measuring visitors"),
    Kind.RECORDING: Words("ghi lại thao tác của người xem", "recording what visitors do"),
}
_SEALED = "sealed_fields"  # the duty of IV.2, as policies name it


@dataclass(frozen=True, slots=True)
class Leak:
    """One thing found: under which clause (None: the policy has none), on which pages, to which host, in words."""

    code: str  # tracker, form_elsewhere, form_in_clear, third_party
    clause: str | None
    host: str
    what: Words
    pages: tuple[str, ...] = ()

    @property
    def certain(self) -> bool:
        """A leak; otherwise something that somebody has to look at."""
        return self.code != "third_party"


class Clauses:
    """The clauses of one policy that a page can break, and the recipients who may get what it sends."""

    def __init__(self, policy: Policy, receiving: Iterable[str] = ()) -> None:
        """`receiving`: hosts of recipients that may receive today, as the operator says (a domain: all below it)."""
        named = (one for one in policy.prohibitions if one.unless is Unless.CONSENT_TO_RECIPIENT)
        self.third_party = next((str(one.clause) for one in named), None)
        kept = (one for one in policy.requirements if one.name.endswith(_SEALED))
        self.sealed = next((str(one.clause) for one in kept), None)
        self._receiving = frozenset(receiving)

    def may_have(self, host: str) -> bool:
        """Whether the host is said to be a recipient's who may receive today."""
        return any(one in self._receiving for one in _above(host))


def leaks_of(visits: Iterable[Visited], clauses: Clauses) -> list[Leak]:
    """Everything found on these pages: each thing once, with the pages it is on; certain ones first, by host."""
    found: dict[tuple[str, str], tuple[Leak, list[str]]] = {}
    for visit in visits:
        if visit.seen is None or visit.page is None:
            continue
        for leak in _on_page(visit.url, visit.seen, visit.page.cookies, clauses):
            known = found.setdefault((leak.code, leak.host), (leak, []))
            if visit.url not in known[1]:
                known[1].append(visit.url)
    whole = [
        Leak(leak.code, leak.clause, leak.host, leak.what, tuple(pages)) for leak, pages in found.values()
    ]
    return sorted(whole, key=lambda one: (not one.certain, one.code, one.host))


def _on_page(url: str, seen: Seen, cookies: Iterable[str], clauses: Clauses) -> Iterator[Leak]:
    known, home = trackers(), host_of(url)
    yield from _loaded(seen, home, known, clauses)
    for host in {host for text in seen.scripts for host in known.in_script(text)}:
        yield from _followed(host, known, clauses)
    for name in cookies:
        if (behind := known.of_cookie(name)) is not None:
            yield from _followed(behind, known, clauses)
    for form in seen.forms:
        yield from _posted(form, home, url, clauses)


def _loaded(seen: Seen, home: str, known: Trackers, clauses: Clauses) -> Iterator[Leak]:
    for tag, address in seen.loads:
        host = host_of(address)
        if host == home or clauses.may_have(host):
            continue
        if known.of_host(_name(host)):
            yield from _followed(host, known, clauses)
        else:
            said = Words(
                f"trang tải <{tag}> từ {host}: máy chủ ấy thấy địa chỉ IP của người xem và trang đang xem",
                f"the page loads a <{tag}> from {host}, which sees a visitor's IP address and the page",
            )
            yield Leak("third_party", clauses.third_party, host, said)


def _followed(host: str, known: Trackers, clauses: Clauses) -> Iterator[Leak]:
    tracker = known.of_host(_name(host)) or Tracker(host, Kind.ADVERTISING)
    if clauses.may_have(host):
        return
    does = _DOES[tracker.kind]
    yield Leak(
        "tracker",
        clauses.third_party,
        host,
        Words(
            f"{tracker.name} ({does.vi}) theo dõi người xem mà không hỏi họ",
            f"{tracker.name} ({does.en}) follows visitors without asking them",
        ),
    )


def _posted(form: Form, home: str, url: str, clauses: Clauses) -> Iterator[Leak]:
    host = host_of(form.action)
    if host != home and not clauses.may_have(host):
        said = Words(f"biểu mẫu gửi sang {host}", f"a form posts to {host}")
        yield Leak("form_elsewhere", clauses.third_party, host, said)
    if form.personal and "http" in (urlsplit(form.action).scheme, urlsplit(url).scheme):
        said = Words(
            "biểu mẫu hỏi thông tin cá nhân mà không dùng https: ai ở giữa đường cũng đọc được",
            "a form asks for personal data without https: everybody on the way can read it",
        )
        yield Leak("form_in_clear", clauses.sealed, host, said)


def _name(host: str) -> str:
    return host.partition(":")[0]


def _above(host: str) -> Iterator[str]:
    """The host, and each domain it stands under."""
    yield host
    labels = _name(host).split(".")
    yield from (".".join(labels[start:]) for start in range(len(labels) - 1))
