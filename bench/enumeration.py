"""Whether the time of an answer tells that somebody is known here: Welch's t of each page, known against unknown.

    uv run python -m bench.enumeration [--samples 400] 2>/dev/null   (each ask is a log line on stderr)

Known and unknown take turns in random order, in one process, each with an address and an identity of its own so that
no limit is reached. |t| above 4.5 is what the dudect paper (Reparaz, Balasch, Verbauwhede, 2017) takes for a leak. The
slowest tenth of each side is left out: it is other work of the machine, not ours.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib.resources import files
from math import sqrt
from statistics import fmean, median, variance
from time import perf_counter
from typing import Any

from bench.ground import a_database
from bench.machine import described

Ask = Callable[[bool, int], Any]  # (known?, turn) → the answer


def main() -> None:
    """Print |t| for each page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--samples", type=int, default=400, help="of each page, half of them of somebody known"
    )
    samples = parser.parse_args().samples
    print(described())
    with a_database() as name:
        print(f"{name}, {samples} samples of each page, in turns; ms are medians\n")
        for page, ask in _pages(samples).items():
            _told(page, ask, samples)


def _told(page: str, ask: Ask, samples: int) -> None:
    taken: dict[bool, list[float]] = {True: [], False: []}
    order = [True, False] * (samples // 2)
    random.shuffle(order)
    for warm in range(6):
        ask(warm % 2 == 0, samples + warm)
    for turn, known in enumerate(order):
        start = perf_counter()
        answer = ask(known, turn)
        taken[known].append(perf_counter() - start)
        assert answer.status_code in (200, 422), (page, answer.status_code)
    known, unknown = (sorted(taken[side])[: len(taken[side]) * 9 // 10] for side in (True, False))
    whole = abs(welch(taken[True], taken[False]))
    print(
        f"  {page:<20} known {median(known) * 1e3:7.2f}   unknown {median(unknown) * 1e3:7.2f}   "
        f"|t| {abs(welch(known, unknown)):5.2f}   with the slowest tenth {whole:5.2f}"
    )


def welch(one: list[float], other: list[float]) -> float:
    """Welch's t: the difference of two means in units of its own standard error."""
    spread = sqrt(variance(one) / len(one) + variance(other) / len(other))
    return (fmean(one) - fmean(other)) / spread


def _pages(samples: int) -> dict[str, Ask]:
    """Each with its people: one known for every turn, since an identity may ask only so often."""
    from django.conf import settings
    from django.test import Client

    from giuloi.promises.collect.order_numbers import spoken_number
    from giuloi.records import installation, published
    from giuloi.records.published import current

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.GIULOI_DEMO = True  # what is sent stays in memory
    settings.GIULOI_DATA.mkdir(parents=True, exist_ok=True)
    settings.GIULOI_ROOT_KEY.parent.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    installation.create(now, origin="shop.example/bench")
    folder = files("giuloi.policies")
    texts = {name: (folder / name).read_text("utf-8") for name in ("shop.vi.md", "shop.en.md")}
    published.publish(texts, date(2026, 11, 22), now)
    orders = [_member(turn, now) for turn in range(samples + 6)]
    logins = _logins(samples, now)
    client, policy = Client(), current().policy.hash

    def post(where: str, body: dict[str, str], turn: int) -> Any:
        address = f"10.{turn >> 16}.{turn >> 8 & 255}.{turn & 255}"
        return client.post(where, body, secure=True, REMOTE_ADDR=address)

    def form(known: bool, turn: int) -> dict[str, str]:
        said = {"street": "1 Hàng Bạc", "place": "Phường Hoàn Kiếm, Thành phố Hà Nội", "country": "VN"}
        said |= {"name": "Nguyễn Thị An", "age": "grown", "declared.truthful": "yes", "accepted": policy}
        return said | {"phone": _phone(turn, known), "email": _email(turn, known)}

    return {
        "sign-in by phone": lambda known, turn: post("/sign-in", {"identity": _phone(turn, known)}, turn),
        "sign-in by e-mail": lambda known, turn: post("/sign-in", {"identity": _email(turn, known)}, turn),
        "guest": lambda known, turn: post(
            "/guest",
            {"order": spoken_number(orders[turn] if known else orders[turn] ^ 1), "by": "phone"},
            turn,
        ),
        "registration": lambda known, turn: post("/register", form(known, turn), turn),
        "password": lambda known, turn: post(
            "/console/sign-in",
            {
                "login": logins[turn % len(logins)] if known else f"nobody{turn:04d}",
                "password": "sai rồi sai rồi",
            },
            turn,
        ),
    }


def _phone(turn: int, known: bool) -> str:
    return f"0594{turn if known else turn + 500_000:06d}"


def _email(turn: int, known: bool) -> str:
    return f"{'known' if known else 'other'}{turn:06d}@example.vn"


def _member(turn: int, at: datetime) -> int:
    """Somebody with an account and an order; returns the order."""
    from tests.cast import Person
    from tests.fakes.forms import form_of

    from giuloi.promises.collect.delivered import Contact
    from giuloi.promises.collect.goods import Purchases
    from giuloi.promises.collect.members import register_member
    from giuloi.promises.collect.orders import Placing, place_order
    from giuloi.records.published import current

    who = Person("Nguyễn Thị An", _phone(turn, True), _email(turn, True), "12 Hàng Bạc, Hà Nội", turn)
    subject = register_member(form_of(who, current().policy), at).subject
    contact = Contact(who.name, who.phone, who.email, who.address)
    return place_order(subject, Placing(Purchases((), "90000"), contact, "Đặt hàng"), at)


def _logins(samples: int, at: datetime) -> list[str]:
    """Enough colleagues that none of them tries too often."""
    from giuloi.records.access import staff_accounts
    from giuloi.records.credentials import add_staff

    names = [f"somebo{turn:04d}" for turn in range(samples // 5 + 1)]
    for name in names:
        token = staff_accounts.invite(add_staff(name, "care"), name, at)
        staff_accounts.accept_invite(token, "bánh cốm làng Vòng 1926", at)
    return names


if __name__ == "__main__":
    main()
