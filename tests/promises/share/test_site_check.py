"""What the shop's pages give to strangers is seen and said under its clause; nobody else is asked while looking."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from giuloi.doors.cli.policy_files import compiled, shipped
from giuloi.promises.share.site_check import fetching
from giuloi.promises.share.site_check.fetching import NoPage
from giuloi.promises.share.site_check.leaks import Clauses, Leak, leaks_of
from giuloi.promises.share.site_check.reading import read
from giuloi.promises.share.site_check.trackers import trackers
from giuloi.promises.share.site_check.walking import walk
from tests.fakes.site import Site, a_site

pytestmark = pytest.mark.once


@pytest.fixture
def site() -> Iterator[Site]:
    """An empty site."""
    with a_site() as made:
        yield made


def _leaks(site: Site, *receiving: str) -> list[Leak]:
    policy = compiled(shipped()).policy
    assert policy is not None
    return leaks_of(walk(site.url), Clauses(policy, receiving))


def _codes(site: Site, *receiving: str) -> set[tuple[str, str | None, str]]:
    return {(one.code, one.clause, one.host) for one in _leaks(site, *receiving)}


def test_a_page_that_gives_nothing_away_is_clean(site: Site) -> None:
    """Its own pictures, its own scripts, its own search."""
    site.html(
        "/", "<script src=/a.js></script><img src=a.png><form action=/find><input type=search name=q></form>"
    )
    assert _leaks(site) == []


@pytest.mark.parametrize(
    ("page", "host"),
    [
        ("<script src='https://connect.facebook.net/vi_VN/fbevents.js'></script>", "connect.facebook.net"),
        ("<SCRIPT>fbq('init', '1');</SCRIPT>", "connect.facebook.net"),
        ("<noscript><img src='//www.facebook.com/tr?id=1&ev=PageView'></noscript>", "www.facebook.com"),
        ("<iframe src=https://td.doubleclick.net/x></iframe>", "td.doubleclick.net"),
        ("<link rel='preconnect' href='https://analytics.tiktok.com'>", "analytics.tiktok.com"),
        ("<script>window.ttq.load('C1')</script>", "analytics.tiktok.com"),
    ],
    ids=["script", "call", "pixel", "frame", "preconnect", "call of a window"],
)
def test_an_advertiser_on_the_page_is_a_leak_under_the_clause_on_third_parties(
    site: Site, page: str, host: str
) -> None:
    """However it is put into the page, and without being loaded: its host is never asked (there is no network)."""
    site.html("/", page)
    assert _codes(site) == {("tracker", "III.1", host)}


def test_a_cookie_of_an_advertiser_is_a_leak(site: Site) -> None:
    """Set at the first look, before anybody could have agreed."""
    site.html("/", "<p>Bánh cốm</p>", ("Set-Cookie", "_fbp=fb.1.2.3; Path=/"), ("Set-Cookie", "basket=1"))
    assert _codes(site) == {("tracker", "III.1", "connect.facebook.net")}


def test_a_form_that_posts_elsewhere_and_one_in_clear_are_leaks(site: Site) -> None:
    """The first under III.1; what travels readable under the clause on secrecy."""
    site.html("/", f"<form action='http://{site.elsewhere}/x' method=post><input name=ho_ten></form>")
    assert _codes(site) == {
        ("form_elsewhere", "III.1", site.elsewhere),
        ("form_in_clear", "IV.2", site.elsewhere),
    }


def test_a_button_may_send_the_form_elsewhere_too(site: Site) -> None:
    """`formaction` counts like `action`."""
    site.html("/", f"<form action=/ok><button formaction=//{site.elsewhere}/x>Gửi</button></form>")
    assert ("form_elsewhere", "III.1", site.elsewhere) in _codes(site)


def test_who_is_a_recipient_today_may_have_what_the_page_sends(site: Site) -> None:
    """A domain covers what stands below it, and nothing that only ends like it."""
    site.html(
        "/",
        "<script src=https://js.pay.example.vn/p.js></script><script src=https://evilpay.example.vn/p.js></script>",
    )
    assert _codes(site, "pay.example.vn") == {("third_party", "III.1", "evilpay.example.vn")}


def test_each_thing_is_told_once_with_all_its_pages(site: Site) -> None:
    """The same pixel on every page is one leak."""
    pixel = "<img src=https://www.facebook.com/tr>"
    site.html("/", f"{pixel}<a href=/a>a</a> <a href='/a#b'>b</a> <a href=https://example.vn/c>c</a>")
    site.html("/a", pixel)
    [leak] = _leaks(site)
    assert leak.pages == (site.url, f"{site.url}a")
    assert site.asked == ["/", "/a"]


def test_pages_that_do_something_are_not_opened(site: Site) -> None:
    """Looking puts nothing in a basket and signs nobody out."""
    site.html("/", "<a href=/logout>x</a><a href='/?add-to-cart=7'>y</a><a href=javascript:void(0)>z</a>")
    assert _leaks(site) == []
    assert site.asked == ["/"]


def test_no_more_pages_are_read_than_asked_for(site: Site) -> None:
    """A calendar without end ends."""
    for number in range(9):
        site.html(f"/{number or ''}", f"<a href=/{number + 1}>weiter</a>")
    assert len(list(walk(site.url, 4))) == 4


@pytest.mark.parametrize(
    ("status", "headers", "body", "said"),
    [
        (503, (), b"", "answers 503"),
        (302, (("Location", "/"),), b"", "redirects without end"),
        (302, (("Location", "http://localhost:1/"),), b"", "leads to another host"),
        (302, (("Location", "file:///etc/passwd"),), b"", "is no http"),
        (200, (("Content-Type", "text/html"),), None, "in time"),
    ],
    ids=["says no", "in circles", "elsewhere", "to a file", "silent"],
)
def test_a_first_page_that_cannot_be_read_is_said_and_nothing_else_is_asked(
    site: Site,
    status: int,
    headers: tuple[tuple[str, str], ...],
    body: bytes | None,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is wrong, in words; no stack trace."""
    monkeypatch.setattr(fetching, "PATIENCE", 0.3)
    site.pages["/"] = (status, headers, body)
    with pytest.raises(NoPage, match=said):
        list(walk(site.url))


def test_a_later_page_that_is_gone_is_told_and_the_rest_is_looked_at(site: Site) -> None:
    """One broken link does not end the look."""
    site.html("/", "<a href=/gone>x</a><a href=/there>y</a>")
    site.html("/there", "<iframe src=https://criteo.com/a></iframe>")
    visits = list(walk(site.url))
    assert [one.failed.words.en for one in visits if one.failed] == ["the server answers 404"]
    assert [one.code for one in leaks_of(visits, Clauses(_policy()))] == ["tracker"]


def _policy() -> object:
    policy = compiled(shipped()).policy
    assert policy is not None
    return policy


def test_what_is_too_long_is_cut_and_what_is_no_page_is_left(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten megabytes of anything end at the limit; a picture is not read as a page."""
    monkeypatch.setattr(fetching, "MOST", 100_000)
    site.html("/", "<a href=/picture>x</a>" + "x" * 300_000 + "<img src=https://www.facebook.com/tr>")
    site.pages["/picture"] = (200, (("Content-Type", "image/png"),), b"\x89PNG" * 10)
    first, second = walk(site.url)
    assert first.page is not None
    assert (first.page.cut, len(first.page.html)) == (True, 100_000)
    assert (second.page, second.failed) == (None, None)


def test_broken_html_and_odd_addresses_are_read_as_far_as_they_go() -> None:
    """Nothing a page can hold stops the look."""
    page = (
        "<form action='http://[::1'><input name=email><a href='http://[x'>a<img src='data:,x'>"
        "<script>fbq('x')</script>"
    )
    seen = read(page, "https://tiem.example.vn/")
    assert [one.action for one in seen.forms] == ["https://tiem.example.vn/"]
    assert seen.forms[0].personal
    assert (seen.loads, seen.links) == ([], [])
    assert trackers().in_script("".join(seen.scripts)) == {"connect.facebook.net"}


@pytest.mark.parametrize(
    "url", ["", "tiem.example.vn", "ftp://tiem.example.vn/", "http://", "http://[x/", "http://h:99999/"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    """Before anything is asked."""
    with pytest.raises(NoPage, match="no http"):
        list(walk(url))


def test_the_list_knows_a_domain_and_what_stands_below_it_and_nothing_else() -> None:
    """`notfacebook.com` is somebody else."""
    known = trackers()
    assert known.of_host("WWW.Facebook.com.") == known.of_host("facebook.com") is not None
    assert known.of_host("notfacebook.com") is None
    assert all(host in known.hosts for host in (*known.calls.values(), *known.cookies.values()))
