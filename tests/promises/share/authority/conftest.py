"""A register with one unit, four people of the shop, and An with an order: what every file here begins with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from giuloi.core.fields import mask_of
from giuloi.promises.share.authority import calls, intake, register, scope
from giuloi.promises.share.authority.approving import approve
from giuloi.promises.share.authority.intake import Intake
from giuloi.promises.share.authority.papers import Letter
from giuloi.promises.share.authority.releasing import Released, release
from giuloi.promises.share.authority.steps import Position
from giuloi.promises.share.authority.words import Called, Came, Kind
from giuloi.records import credentials
from tests.records.conftest import Shop, an, binh, chi, shop

__all__ = ["an", "binh", "chi", "shop"]  # fixtures: found here by the tests of this folder
PDF = b"%PDF-1.7 Cong van 12/CV-PC02: de nghi cung cap thong tin"
ASKED = ("name", "phone", "purchases")
NOTE = "Khoản 1 Điều 88 Bộ luật Tố tụng hình sự; chỉ cần tên và điện thoại để liên hệ."


@dataclass(slots=True)
class Legal:
    """Hà takes files in and cuts their scope; Khoa and Lan approve; Chu administers. All in charge of legal matters."""

    shop: Shop
    unit: int
    number: int
    ha: int
    khoa: int
    lan: int
    chu: int

    def now(self) -> datetime:
        """A second later than before."""
        return self.shop.now()

    def letter(self, **more: Any) -> Intake:
        """A letter that arrived a minute ago."""
        at = self.now()
        said = {"person": "Trung tá Nguyễn Văn Bình", "basis": "Điều 88 BLTTHS"}
        whole = Intake(
            at - timedelta(minutes=1), Came.PAPER, self.unit, Kind.USER_INFO, False, "12/CV-PC02", date(2026, 11, 21),
            mask_of(ASKED), False, Letter("cong-van.pdf", PDF, said),
        )  # fmt: skip
        return replace(whole, **more)

    def file(self, **more: Any) -> int:
        """A file, just taken in."""
        return intake.take_in(self.letter(**more), self.ha, self.now())

    def verified(self, *people: tuple[int, int | None], **more: Any) -> int:
        """… that was called back, with these people named."""
        file = self.file(**more)
        calls.called_back(file, self.number, Called.CONFIRMED, self.ha, self.now())
        if people:
            scope.name_people(file, people, self.ha, self.now())
        return file

    def cut(self, file: int, *fields: str, by: int | None = None) -> str:
        """Its scope: these fields of everybody named."""
        granted = {one.id: mask_of(fields) for one in scope.people_of(file)}
        return scope.prepare(file, granted, NOTE, by or self.ha, self.now())

    def approve(self, file: int, seen: str, staff: int) -> Position:
        """A yes, with a second factor shown a moment ago."""
        at = self.now()
        return approve(file, seen, staff, at, at)

    def approved(
        self, *people: tuple[int, int | None], fields: tuple[str, ...] = ("name", "phone"), **more: Any
    ) -> int:
        """A file that both have approved."""
        file = self.verified(*people, **more)
        seen = self.cut(file, *fields)
        self.approve(file, seen, self.khoa)
        self.approve(file, seen, self.lan)
        return file

    def release(self, file: int, by: int | None = None) -> Released:
        """The release, by Hà."""
        at = self.now()
        return release(file, by or self.ha, at, at)


@pytest.fixture
def legal(shop: Shop) -> Legal:
    """A day before the letters come, the register holds one unit with its number."""
    before = shop.now() - timedelta(days=1)
    authority = register.add_authority("Công an thành phố Hà Nội", before, "staff/care/0000000000000000")
    unit = register.add_unit(
        authority, "Phòng Cảnh sát hình sự (PC02)", before, "staff/care/0000000000000000"
    )
    number = register.enter_number(
        unit, "0594111222", "trang web của cơ quan", before, "staff/care/0000000000000000"
    )
    people = [credentials.add_staff(name, "legal") for name in ("Hà", "Khoa", "Lan", "Chu")]
    return Legal(shop, unit, number, *people)
